// node timelinejs.mjs FILE.timeline.json PICTURE.png: the file in TimelineJS3, as its readers would use it.
import fs from 'node:fs';
import { serve, open, check, modules } from './serve.mjs';

const [file, picture] = process.argv.slice(2);
const text = fs.readFileSync(file, 'utf8');
const data = JSON.parse(text);
const page = `<!doctype html><meta charset="utf-8"><title>TimelineJS</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/npm/@knight-lab/timelinejs/dist/css/timeline.css">
<script src="/npm/@knight-lab/timelinejs/dist/js/timeline.js"></script>
<div id="t" style="height: 780px"></div><script>
fetch('/data.json').then(r => r.json()).then(d => {
	window.timeline = new TL.Timeline('t', d, { hash_bookmark: false, track_events: [] });
});
</script>`;
const server = await serve(modules, { '/': page, '/data.json': text });
const { browser, page: tab, errors, outside } = await open(server.url);
await tab.waitForFunction('window.timeline && window.timeline.ready', { timeout: 20000 });
await new Promise(r => setTimeout(r, 1500));
const state = () => tab.evaluate(() => ({
	slides: document.querySelectorAll('.tl-slide').length,
	markers: document.querySelectorAll('.tl-timemarker').length,
	spans: [...document.querySelectorAll('.tl-timemarker-timespan')].filter(e => e.getBoundingClientRect().width > 6).length,
	eras: document.querySelectorAll('.tl-timeera').length,
	groups: [...document.querySelectorAll('.tl-timegroup-message')].map(e => e.textContent),
	messages: [...window.timeline.config.messages.errors],
	events: window.timeline.config.events.length,
	scripts: document.querySelectorAll('#t .tl-slide script, #t .tl-slide img, #t .tl-timegroup img, #t .tl-timemarker-content img').length,
	dates: [...document.querySelectorAll('.tl-headline-date')].map(e => e.textContent),
	headlines: [...document.querySelectorAll('.tl-timemarker-content .tl-headline')].map(e => e.textContent.trim()),
}));
const saw = await state();
await tab.screenshot({ path: picture });
for (let i = 0; i < 3; i++)
	await tab.evaluate(() => window.timeline.goToNext()), await new Promise(r => setTimeout(r, 700));
await tab.screenshot({ path: picture.replace(/\.png$/, '-3.png') });
const later = await state();
check('no errors', errors.length === 0, errors);
check('nothing from outside but fonts', outside.every(u => u.includes("fonts.googleapis.com") || u.includes("/css/fonts/")), outside);
check('it finds nothing wrong', saw.messages.length === 0, saw.messages);
check('all events are there', saw.events === data.events.length && saw.markers === data.events.length, [saw.events, saw.markers]);
check('a slide each, and one for the title', saw.slides === data.events.length + 1, saw.slides);
check('eras', saw.eras === data.eras.length, saw.eras);
check('what is long is drawn long', saw.spans >= data.events.filter(e => e.end_date).length, [saw.spans, data.events.filter(e => e.end_date).length]);
const wanted = new Set(data.events.map(e => e.group).filter(Boolean)).size;
check('all groups', saw.groups.filter(Boolean).length === wanted, saw.groups);
const once = s => s.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
const squeeze = s => s.replace(/\s+/g, ' ').trim();
check('dates in words', data.events.every(e => later.dates.some(d => squeeze(d) === squeeze(once(once(e.display_date))))), later.dates);
check('titles as they are', data.events.every(e => saw.headlines.some(h => squeeze(h) === squeeze(once(e.text.headline)))), saw.headlines);
check('no text became markup', saw.scripts === 0, saw.scripts);
await browser.close();
server.close();
