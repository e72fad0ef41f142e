// node md.mjs FILE.md TITLE…: with HTML and links on, no text becomes markup, and the titles read as they were.
import fs from 'node:fs';
import { check, load } from './serve.mjs';

const { default: MarkdownIt } = await load('markdown-it');

const html = new MarkdownIt({ html: true, linkify: false }).render(fs.readFileSync(process.argv[2], 'utf8'));
const tags = [...new Set([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(m => m[1]))];
check('only headings, lists, bold and links', tags.every(t => ['h1', 'h2', 'p', 'ul', 'li', 'strong', 'a'].includes(t)), tags);
const links = [...html.matchAll(/href="([^"]*)"/g)].map(m => m[1]);
check('links lead to the web', links.every(l => /^https?:/i.test(l)), links);
const text = html.replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
for (const title of process.argv.slice(3))
	check(`'${title}' stays`, text.includes(title));
