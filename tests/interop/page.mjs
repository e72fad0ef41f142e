// The HTML page as somebody uses it: filter, zoom, keyboard, dark, without scripts, and what axe-core says of it.
//
//   node page.mjs NODE_DIR PAGE.html EVENTS [PICTURE_DIR]
import { readFileSync } from 'node:fs';
import { check, open, read, tools } from './browser.mjs';

const [dir, file, events, pictures] = process.argv.slice(2);
const count = Number(events);
const html = read(file);

const rows = (page) => page.$$eval('tbody tr', (all) => all.filter((r) => getComputedStyle(r).display !== 'none').length);
const marks = (page) => page.$$eval('.mark', (all) => new Set(all.filter((m) => getComputedStyle(m).display !== 'none')
	.map((m) => m.dataset.n)).size);
const shot = async (page, name) => { if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` }); };

const { page, said, asked, close } = await open(dir, { '/': html });
check('every event has a row', await rows(page) === count, await rows(page));
check('the count is told', (await page.$eval('#told', (t) => t.textContent)).startsWith(`${count} of ${count}`));
const drawn = await marks(page);
check('events are drawn', drawn > 0 && drawn <= count, drawn);

// Filter: by the first actor that there is to choose, then by a word of a title.
const actor = await page.$eval('select[name=actor]', (s) => s.options[1]?.value ?? '');
await page.select('select[name=actor]', actor);
const chosen = await rows(page);
const wanted = await page.$$eval('tbody tr', (all, a) => all.filter((r) => r.dataset.actor.split('\n').includes(a)).length, actor);
check('an actor is chosen', chosen === wanted && chosen > 0, [chosen, wanted]);
await page.click('button[type=reset]');
await page.waitForFunction((n) => document.getElementById('told').textContent.startsWith(`${n} of`), {}, count);
const word = await page.$eval('tbody tr td:nth-child(2)', (t) => t.textContent.trim().split(/\s+/)[0].toLowerCase());
await page.type('input[name=text]', word);
const found = await rows(page);
const holding = await page.$$eval('tbody tr', (all, w) => all.filter((r) => r.textContent.normalize('NFKD')
	.replace(/[\u0300-\u036f]/g, '').toLowerCase().includes(w)).length, word.normalize('NFKD').replace(/[\u0300-\u036f]/g, ''));
check('a word is found', found === holding && found > 0, [word, found, holding]);
await page.$eval('input[name=text]', (i) => { i.value = 'no such words'; i.dispatchEvent(new Event('input', { bubbles: true })); });
check('nothing is found', await rows(page) === 0 && await marks(page) === 0);
await page.click('button[type=reset]');
await page.waitForFunction((n) => document.getElementById('told').textContent.startsWith(`${n} of`), {}, count);

// Zoom: by button and by key; the picture grows, and fits again.
const width = () => page.$eval('#picture svg', (s) => s.getBoundingClientRect().width);
const before = await width();
await page.click('#in');
check('it zooms in', await width() > before * 1.2, [before, await width()]);
await page.focus('#picture');
await page.keyboard.press('-');
await page.keyboard.press('-');
check('it zooms out by key', await width() < before, [before, await width()]);
await page.keyboard.press('0');
check('it fits', await width() <= Math.max(before, 1280));
await page.keyboard.press('/');
check('a key finds the words', await page.evaluate(() => document.activeElement.name === 'text'));

// A mark leads to its row, by pointer and by key.
await page.click('#all');
await page.evaluate(() => document.querySelector('.mark').focus());
await page.keyboard.press('Enter');
check('a key opens the row', await page.$eval('tr.chosen details', (d) => d.open));
await page.$$eval('.mark', (all) => all[all.length - 1].dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })));
check('a click opens a row', await page.$eval('tr.chosen details', (d) => d.open));
check('its details have sources or an id', await page.$eval('tr.chosen dl', (d) => d.textContent.includes('id')));

// Nothing overlaps in a row of the picture: labels are within what was reckoned for them.
await page.evaluate(() => document.querySelectorAll('.out').forEach((m) => m.classList.remove('out')));
const clashes = await page.$$eval('.mark text', (all) => {
	const boxes = all.map((t) => t.getBoundingClientRect());
	let clash = 0;
	for (let i = 0; i < boxes.length; i++)
		for (let j = i + 1; j < boxes.length; j++)
			if (Math.abs(boxes[i].top - boxes[j].top) < 2 && boxes[i].left < boxes[j].right - 1 && boxes[j].left < boxes[i].right - 1)
				clash++;
	return clash;
});
check('labels do not collide', clashes === 0, clashes);

await page.addScriptTag({ content: readFileSync(tools(dir).resolve('axe-core'), 'utf8') }).catch(() => {});
const axe = await page.evaluate(() => typeof axe === 'undefined' ? null : axe.run(document, { resultTypes: ['violations'] }));
const serious = axe?.violations.filter((v) => ['serious', 'critical'].includes(v.impact)) ?? [];
check('axe-core ran', axe !== null);
check('axe-core finds nothing serious', serious.length === 0,
	serious.map((v) => `${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 120)).join(' | ')}`));
check('the console is silent', said.length === 0, said);
check('nothing is fetched', asked.every((name) => name === '/'), asked);
await shot(page, 'page');
await close();

const dark = await open(dir, { '/': html }, { dark: true });
const [r, g, b] = (await dark.page.$eval('body', (e) => getComputedStyle(e).backgroundColor)).match(/\d+/g).map(Number);
check('dark is dark', r + g + b < 150, [r, g, b]);
check('the picture, too', (await dark.page.$eval('.paper', (e) => getComputedStyle(e).fill)).match(/\d+/g).map(Number).reduce((x, y) => x + y) < 150);
await shot(dark.page, 'dark');
await dark.close();

const plain = await open(dir, { '/': html }, { scripts: false });
check('without scripts every row is there', (await plain.page.content()).split('<tr data-').length - 1 === drawn || count >= drawn);
await shot(plain.page, 'plain');
await plain.close();
console.log(`page: ${count} events, ${drawn} drawn${process.exitCode ? '' : ', all well'}`);
