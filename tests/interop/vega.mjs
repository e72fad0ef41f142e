// node vega.mjs FILE.vl.json PICTURE.png: the file in Vega-Lite, as its readers would use it, and against its schema.
import fs from 'node:fs';
import path from 'node:path';
import { serve, open, check, modules } from './serve.mjs';

const [file, picture] = process.argv.slice(2);
const text = fs.readFileSync(file, 'utf8');
const data = JSON.parse(text);
const page = `<!doctype html><meta charset="utf-8"><title>vega</title><link rel="icon" href="data:,">
<script src="/npm/vega/build/vega.min.js"></script><script src="/npm/vega-lite/build/vega-lite.min.js"></script>
<script src="/npm/vega-embed/build/vega-embed.min.js"></script><div id="t"></div><script>
fetch('/data.json').then(r => r.json()).then(d => vegaEmbed('#t', d, { renderer: 'svg', actions: false }))
	.then(r => window.result = r, e => { console.error(String(e)); window.result = {}; });
</script>`;
const server = await serve(modules, { '/': page, '/data.json': text });
const { browser, page: tab, errors, outside } = await open(server.url, { width: 1400, height: 900 });
await tab.waitForFunction('window.result', { timeout: 20000 });
const saw = await tab.evaluate(() => {
	const paint = e => ['stroke', 'fill'].some(k => /^(#|rgb)/.test(e.getAttribute(k) ?? ''));
	const shown = sel => [...document.querySelectorAll(sel)].filter(paint).filter(e => { const b = e.getBoundingClientRect(); return b.width > 0 || b.height > 0; });
	return {
		bars: shown('.mark-rect.role-mark path[aria-roledescription="bar"]').length,
		thin: shown('.mark-rect.role-mark path[aria-roledescription="bar"]').filter(e => e.getBoundingClientRect().width + Number(e.getAttribute("stroke-width") ?? 0) < 2).length,
		rules: [...document.querySelectorAll('.mark-rule.role-mark line')].filter(paint).filter(e => e.getAttribute('opacity') !== '0').length,
		labels: [...document.querySelectorAll('.role-axis-label text')].map(e => e.textContent),
		scripts: document.querySelectorAll('#t script').length,
	};
});
await tab.screenshot({ path: picture, fullPage: true });
const values = data.data.values;
check('no errors', errors.length === 0, errors);
check('nothing from outside', outside.length === 0, outside);
check('a bar for what is certain', saw.bars === values.filter(v => v.from !== null).length, saw.bars);
check('that is seen', saw.thin === 0, saw.thin);
check('a rule for what is possible', saw.rules === values.filter(v => v.certainty === 'possible').length, saw.rules);
check('a label for each', values.every(v => saw.labels.some(l => l.replace(/…$/, '').replace(/\s+/g, ' ').trim() === v.title.slice(0, l.endsWith('…') ? l.length - 1 : undefined).replace(/\s+/g, ' ').trim())), saw.labels);
const order = saw.labels.filter(l => values.some(v => v.title === l));
if (!data.facet)
	check('in the order of the data', JSON.stringify(order) === JSON.stringify(values.map(v => v.title).filter(t => order.includes(t))), order);
check('no text became markup', saw.scripts === 0);
await browser.close();
server.close();
