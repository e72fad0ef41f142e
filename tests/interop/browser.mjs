// A page of ours in headless Chromium, served from the loopback interface, with all that it says on its console.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export function tools(dir) {
	return createRequire(pathToFileURL(dir + '/'));
}

export async function open(dir, files, options = {}) {
	const puppeteer = (await import(pathToFileURL(tools(dir).resolve('puppeteer-core')))).default;
	const asked = [];
	const server = createServer((request, response) => {
		const name = decodeURIComponent(new URL(request.url, 'http://x').pathname);
		asked.push(name);
		const body = files[name];
		response.writeHead(body === undefined ? 404 : 200, {
			'content-type': name.endsWith('.js') ? 'text/javascript' : name.endsWith('.css') ? 'text/css' :
				name.endsWith('.json') ? 'application/json' : name.endsWith('.svg') ? 'image/svg+xml' : 'text/html',
		});
		response.end(body === undefined ? '' : typeof body === 'function' ? body() : body);
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	const home = `http://127.0.0.1:${server.address().port}`;
	const browser = await puppeteer.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true,
		args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
	});
	const page = await browser.newPage();
	const said = [];
	await page.setViewport({ width: 1280, height: 900 });
	await page.setJavaScriptEnabled(options.scripts !== false);
	if (options.dark)
		await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
	page.on('console', (m) => { if (['error', 'warn', 'warning'].includes(m.type())) said.push(m.text()); });
	page.on('pageerror', (e) => said.push(String(e)));
	await page.setRequestInterception(true);
	page.on('request', (r) => {
		const foreign = !r.url().startsWith(home) && !r.url().startsWith('data:') && !r.url().startsWith('blob:');
		if (foreign)
			asked.push(r.url());
		// Nothing is fetched from the net; who asks for fonts gets none.
		if (foreign)
			r.respond({ status: 200, contentType: 'text/css', body: '' });
		else
			r.continue();
	});
	await page.goto(home + (options.at ?? '/'), { waitUntil: 'load', timeout: 60000 });
	return {
		page, said, asked, home,
		async close() {
			await browser.close();
			server.close();
		},
	};
}

export function read(path) {
	return readFileSync(path);
}

export function check(name, holds, more = '') {
	if (!holds) {
		console.error(`${name}: no${more === '' ? '' : `: ${typeof more === 'string' ? more : JSON.stringify(more)}`}`);
		process.exitCode = 1;
	}
}
