// Our documents by our schema, and what is broken against it.
//
//   node schema.mjs NODE_DIR SCHEMA DOCUMENT…
import { readFileSync } from 'node:fs';
import { check, tools } from './browser.mjs';

const [dir, schemaFile, ...files] = process.argv.slice(2);
const Ajv = tools(dir)('ajv/dist/2020').default;
const formats = tools(dir)('ajv-formats');
const ajv = new Ajv({ strict: false, allErrors: false });
(formats.default ?? formats)(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

let broken = 0, found = 0;
// Every member in turn becomes something that it cannot be.
function breakEach(value, root, path) {
	if (value === null || typeof value !== 'object')
		return;
	for (const key of Object.keys(value)) {
		const here = `${path}/${key}`, was = value[key];
		if (['extra', 'recurrence', 'instances'].some((free) => here.includes(`/${free}`)))
			continue;
		value[key] = typeof was === 'object' && was !== null ? 7 : { wrong: true };
		broken++;
		if (validate(root))
			check(`${here} broken`, false);
		else
			found++;
		value[key] = was;
		breakEach(was, root, here);
	}
}

for (const file of files) {
	const document = JSON.parse(readFileSync(file, 'utf8'));
	check(`${file} is valid`, validate(document), validate.errors?.slice(0, 2));
	// Of a long document the beginning: each break is a look at the whole.
	const small = { ...document };
	for (const list of ['sources', 'places', 'topics', 'series', 'actors', 'events'])
		if (Array.isArray(small[list]))
			small[list] = small[list].slice(0, 12);
	check(`the beginning of ${file} is valid`, validate(small), validate.errors?.slice(0, 2));
	breakEach(small, small, '');
}
console.log(`schema: ${files.length} documents, ${found} of ${broken} breaks found`);
