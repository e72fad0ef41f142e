// Is there a browser that starts, and draws a page?
import { serve, open } from './serve.mjs';

const server = await serve('.', { '/': '<!doctype html><title>x</title><link rel="icon" href="data:,"><p>there</p>' });
const { browser, page } = await open(server.url);
const there = await page.$eval('p', (p) => p.getBoundingClientRect().width > 0);
await browser.close();
server.close();
process.exit(there ? 0 : 1);
