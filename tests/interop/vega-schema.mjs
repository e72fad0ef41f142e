// node vega-schema.mjs FILE…: each is a Vega-Lite specification by the schema of its package.
import fs from 'node:fs';
import path from 'node:path';
import { check, load, modules } from './serve.mjs';

const { default: Ajv } = await load('ajv');

const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });
const valid = ajv.compile(JSON.parse(fs.readFileSync(path.join(modules, 'vega-lite/build/vega-lite-schema.json'), 'utf8')));
for (const file of process.argv.slice(2))
	check(`${file} is a specification`, valid(JSON.parse(fs.readFileSync(file, 'utf8'))), valid.errors?.slice(0, 3));
