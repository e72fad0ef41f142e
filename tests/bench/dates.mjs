// The strings of `bench_dates list` (on standard input) through npm chrono-node
// and edtf: name, figure and unit in columns, and what each made of the strings.
//
//	bench_dates list | node dates.mjs [DIRECTORY WITH node_modules]
//
// Packages that are not there are left out, each with a line on standard error.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const require = createRequire(resolve(process.argv[2] ?? '.', 'package.json'));
const rows = readFileSync(0, 'utf8').trim().split('\n').map((line) => line.split('\t'));
const strings = (kind) => rows.filter((row) => row[0] === kind).map((row) => row[1]);
const saidOn = new Date(Date.UTC(2013, 5, 4));

function load(name) {
  try {
    return require(name);
  } catch {
    console.error(`dates.mjs: npm ${name} is not installed: left out`);
    return null;
  }
}

function perSecond(list, read) {
  let done = 0;
  const begin = performance.now();
  while (performance.now() - begin < 1000) {
    for (const text of list) {
      try {
        read(text);
      } catch {
        // what it refuses takes its time as well
      }
      done++;
    }
  }
  return (done / (performance.now() - begin)) * 1000;
}

function readable(list, read) {
  return list.filter((text) => {
    try {
      return Boolean(read(text));
    } catch {
      return false;
    }
  }).length;
}

function run(name, list, read) {
  console.log(`${name}\t${perSecond(list, read).toFixed(0)}\tper second`);
  console.log(`${name}-read\t${readable(list, read)}\tof ${list.length}`);
}

const edtf = load('edtf');
if (edtf) {
  const parse = edtf.default ?? edtf;
  run('edtf.js', strings('edtf'), (text) => parse(text).min);
}
const chrono = load('chrono-node');
if (chrono) {
  run('chrono', strings('phrase'), (text) => chrono.parseDate(text, saidOn, { forwardDate: true }));
}
