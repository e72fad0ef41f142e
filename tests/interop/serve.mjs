// Headless Chromium on pages that are served from here: what every check of a visualisation needs.
import http from 'node:http';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// Where the packages are: NODE_DIR/node_modules.
export const modules = path.join(process.env.NODE_DIR, 'node_modules');
const require = createRequire(pathToFileURL(process.env.NODE_DIR + '/'));
export const load = async (name) => import(pathToFileURL(require.resolve(name)));

const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
	'.html': 'text/html; charset=utf-8', '.svg': 'image/svg+xml' };

// Serves `modules` under /npm/ and whatever `pages` has by name (a text or a buffer).
export async function serve(modules, pages) {
	const server = http.createServer((request, response) => {
		const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
		let body = pages[name];
		if (body === undefined && name.startsWith('/npm/'))
			try { body = fs.readFileSync(path.join(modules, name.slice(5))); } catch { /* 404 below */ }
		const type = types[path.extname(name)] ?? 'text/html; charset=utf-8';
		response.writeHead(body === undefined ? 404 : 200, { 'content-type': type });
		response.end(body ?? '');
	});
	await new Promise(done => server.listen(0, '127.0.0.1', done));
	return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

// A page on which every console error, failed request and uncaught exception is noted. Requests that leave
// localhost are answered with nothing and noted in `outside`.
export async function open(url, { dark = false, width = 1280, height = 800 } = {}) {
	const { default: puppeteer } = await load('puppeteer-core');
	const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'] });
	const page = await browser.newPage();
	const errors = [], outside = [];
	await page.setViewport({ width, height });
	if (dark)
		await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
	page.on('console', m => { if (m.type() === 'error') errors.push(`${m.type()}: ${m.text()}`); });
	page.on('pageerror', e => errors.push(`exception: ${e.message}`));
	page.on('dialog', d => { errors.push(`dialog: ${d.message()}`); d.dismiss(); });
	await page.setRequestInterception(true);
	page.on('request', r => {
		if (new URL(r.url()).hostname === '127.0.0.1' || r.url().startsWith('data:') || r.url().startsWith('blob:'))
			return r.continue();
		outside.push(r.url());
		r.respond({ status: 200, contentType: r.resourceType() === 'stylesheet' ? 'text/css' : 'text/plain', body: '' });
	});
	page.on('requestfailed', r => errors.push(`failed: ${r.url()}`));
	page.on('response', r => { if (r.status() >= 400 && !r.url().endsWith('/favicon.ico')) errors.push(`${r.status()}: ${r.url()}`); });
	await page.goto(url, { waitUntil: 'networkidle0' });
	return { browser, page, errors, outside };
}

export function check(what, ok, saw = '') {
	if (ok)
		return;
	console.error(`${path.basename(process.argv[1])}: ${what}: no${saw === '' ? '' : `: ${JSON.stringify(saw)}`}`);
	process.exitCode = 1;
}
