// node documents.mjs FILE.geojson FILE.jsonld FILE.graph.json FILE.graphml: what needs no picture, read as its readers do.
import fs from 'node:fs';
import { serve, open, check, load } from './serve.mjs';

const { forceSimulation, forceLink } = await load('d3-force');

const [geojson, jsonld, graph, graphml] = process.argv.slice(2).map(f => fs.readFileSync(f, 'utf8'));

const map = JSON.parse(geojson);
const day = /^[+-]?\d{4,}-\d\d-\d\d(T\d\d:\d\d:\d\dZ?)?$/;
const bound = b => b === undefined || (Object.values(b).every(d => day.test(d)) && (!b.earliest || !b.latest || /^[+-]/.test(b.earliest) || b.earliest <= b.latest));
check('a FeatureCollection', map.type === 'FeatureCollection' && Array.isArray(map.features));
check('of features', map.features.every(f => f.type === 'Feature' && 'geometry' in f && 'properties' in f && typeof f.id === 'string'));
check('whose points lie on earth', map.features.every(f => f.geometry === null || (f.geometry.type === 'Point'
	&& Math.abs(f.geometry.coordinates[0]) <= 180 && Math.abs(f.geometry.coordinates[1]) <= 90)));
check('with timespans', map.features.every(f => !f.when || f.when.timespans.every(t => t.start && bound(t.start) && bound(t.end))));
check('each by its own ID', new Set(map.features.map(f => f.id)).size === map.features.length);

const server = await serve('.', { '/': `<!doctype html><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">
<script type="application/ld+json">${jsonld}</script><p id="after">after</p>` });
const { browser, page, errors } = await open(server.url);
const read = await page.evaluate(() => ({ text: document.querySelector('script').textContent, after: !!document.getElementById('after'),
	elements: document.querySelectorAll('body *').length }));
await browser.close();
server.close();
check('no errors', errors.length === 0, errors);
check('the script element ends where it should', read.text === jsonld && read.after && read.elements <= 2, read.elements);
const events = JSON.parse(read.text)['@graph'];
const iso = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\dZ?)?)?)?$/;
check('events with names', events.every(e => e['@type'] === 'Event' && e.name));
check('dates are ISO 8601', events.every(e => ['startDate', 'endDate', 'previousStartDate'].every(k => !(k in e) || iso.test(e[k]))));

const network = JSON.parse(graph);
const ids = new Set(network.nodes.map(n => n.id));
check('links join nodes', network.links.every(l => ids.has(l.source) && ids.has(l.target) && l.source < l.target && l.weight > 0));
forceSimulation(network.nodes).force('link', forceLink(network.links).id(n => n.id)).stop().tick(20);
check('d3-force lays them out', network.nodes.every(n => Number.isFinite(n.x)) && network.links.every(l => typeof l.source === 'object'));
check('GraphML has the same', (graphml.match(/<node /g) ?? []).length === network.nodes.length
	&& (graphml.match(/<edge /g) ?? []).length === network.links.length);
