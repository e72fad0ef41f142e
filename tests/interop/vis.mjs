// node vis.mjs FILE.vis.json PICTURE.png [STRICT]: the file in vis-timeline, as its readers would use it.
import fs from 'node:fs';
import { serve, open, check, modules } from './serve.mjs';

const [file, picture] = process.argv.slice(2);
const text = fs.readFileSync(file, 'utf8');
const data = JSON.parse(text);
const page = `<!doctype html><meta charset="utf-8"><title>vis</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/npm/vis-timeline/styles/vis-timeline-graph2d.min.css">
<script src="/npm/vis-timeline/standalone/umd/vis-timeline-graph2d.min.js"></script>
<div id="t"></div><script>
fetch('/data.json').then(r => r.json()).then(d => {
	window.timeline = new vis.Timeline(document.getElementById('t'), new vis.DataSet(d.items), d.groups && new vis.DataSet(d.groups), {});
	window.timeline.on('changed', () => window.drawn = true);
	window.timeline.fit({ animation: false });
});
</script>`;
const server = await serve(modules, { '/': page, '/data.json': text });
const { browser, page: tab, errors, outside } = await open(server.url, { height: 1400 });
await tab.waitForFunction('window.drawn', { timeout: 20000 });
await new Promise(r => setTimeout(r, 700));
const saw = await tab.evaluate(() => {
	const boxes = [...document.querySelectorAll('.vis-item.vis-background.possible')].map(e => e.getBoundingClientRect());
	return {
		items: window.timeline.itemsData.length,
		marks: new Set([...document.querySelectorAll('.vis-foreground .vis-item')].map(e => e)).size,
		windows: boxes.length,
		flat: boxes.filter(b => b.height < 8 || b.width < 1).length,
		overlapping: boxes.filter((a, i) => boxes.some((b, k) => k !== i && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length,
		groups: [...document.querySelectorAll('.vis-labelset .vis-label')].map(e => e.textContent),
		scripts: document.querySelectorAll('#t script, #t img').length,
		text: document.getElementById('t').textContent,
	};
});
await tab.screenshot({ path: picture });
const windows = data.items.filter(i => i.type === 'background').length;
check('no errors', errors.length === 0, errors);
check('nothing from outside', outside.length === 0, outside);
check('all items are there', saw.items === data.items.length, saw.items);
check('each title is drawn', saw.marks >= data.items.length - windows, [saw.marks, data.items.length - windows]);
check('each window is drawn', saw.windows === windows, [saw.windows, windows]);
check('and can be seen', saw.flat === 0, saw.flat);
check('each on a line of its own', saw.overlapping === 0, saw.overlapping);
check('what is possible only is not drawn as certain', data.items.every(i => i.type === 'background' || i.certainty === 'definite'
	|| !i.className.startsWith('possible') || i.style.includes('dashed')));
check('no text became markup', saw.scripts === 0, saw.scripts);
check('all groups are there', !data.groups || saw.groups.length === data.groups.length, saw.groups);
await browser.close();
server.close();
