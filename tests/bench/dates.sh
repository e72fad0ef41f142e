#!/bin/sh
# EDTF and phrases a second, beside edtf.js and chrono where node can have them.
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
ours=$build/dates.txt
theirs=$build/dates-node.txt

"$build/tests/bench_dates" >"$ours"
: >"$theirs"
if command -v node >/dev/null && command -v npm >/dev/null; then
	mkdir -p "$build/node"
	(cd "$build/node" && npm install --no-audit --no-fund --loglevel=error edtf chrono-node) >"$build/npm.log" 2>&1 ||
		echo "dates.sh: npm could not install edtf and chrono-node: left out" >&2
	"$build/tests/bench_dates" list | node "$here/dates.mjs" "$build/node" >"$theirs" || true
else
	echo "dates.sh: no node: edtf.js and chrono are left out" >&2
fi

figure()
{
	awk -F '\t' -v name="$2" '$1 == name { print $2 }' "$1"
}

row()
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

row "EDTF read" "$(figure "$ours" edtf)" "a second" "" "" more "at least 2000000"
row "EDTF read" "$(figure "$ours" edtf)" "a second" "edtf.js" "$(figure "$theirs" edtf.js)" more ""
row "phrases read" "$(figure "$ours" phrases)" "a second" "" "" more "at least 200000"
row "phrases read" "$(figure "$ours" phrases)" "a second" "chrono" "$(figure "$theirs" chrono)" more ""
row "the slowest 4 KB of input" "$(figure "$ours" slowest-4kb)" "microseconds" "" "" less "at most 1000"
