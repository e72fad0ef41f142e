// The lines of our ndjson as DuckDB reads them without being told anything.
//
//   node duck.mjs NODE_DIR FILE.ndjson EVENTS
import { check, tools } from './browser.mjs';

const [dir, file, events] = process.argv.slice(2);
const { DuckDBInstance } = tools(dir)('@duckdb/node-api');
const db = await (await DuckDBInstance.create(':memory:')).connect();
const from = `read_json_auto('${file.replaceAll("'", "''")}')`;
const ask = async (sql) => (await db.runAndReadAll(sql)).getRows();

const [[count]] = await ask(`select count(*) from ${from}`);
check('every line is a row', Number(count) === Number(events), String(count));
const types = Object.fromEntries((await ask(`describe select * from ${from}`)).map(([name, type]) => [name, String(type)]));
const when = types.when ?? '';
check('known_from is a time', types.known_from.startsWith('TIMESTAMP'), types.known_from);
check('bounds are times', /start"? TIMESTAMP\[\]/.test(when) && /end"? TIMESTAMP\[\]/.test(when), when);
check('flags are flags', /approximate"? BOOLEAN/.test(when), when);
check('actors are structs', types.actors.startsWith('STRUCT('), types.actors);
const [[topics]] = await ask(`select count(*) from ${from} where len(topics) > 0`);
check('topics are lists of words', Number(topics) === 0 || types.topics === 'VARCHAR[]', types.topics);
const [[earliest]] = await ask(`select min("when"."start"[1]) from ${from}`);
check('times can be compared', earliest !== null);
console.log(`duckdb: ${count} rows${process.exitCode ? '' : ', types as they should be'}`);
