#!/bin/sh
# EVENTS events out as native JSON, beside sqlite3 -json with the same columns (json.sql), a picture, and memory.
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
events=${EVENTS:-100000}
few=$((events / 100))
dateline=$build/dateline
dir=$(mktemp -d "${TMPDIR:-/tmp}/dateline-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

row()
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

# The median of five of what a command takes: "elapsed processor MiB".
median()
{
	for i in 1 2 3 4 5; do
		LC_ALL=C bash -c 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1' - "$@" 2>&1 |
			awk '{ printf "%.3f %.3f\n", $1, $2 + $3 }'
	done | sort -n | sed -n 3p
}

resident()
{
	"$build/tests/bench_process" run "$@" | awk '{ print $3 }'
}

for size in $few $events; do
	"$build/tests/bench_generate" "$size" >"$dir/$size.json"
	"$dateline" -q -f "$dir/$size.db" import "$dir/$size.json" >/dev/null
done
"$dateline" -f "$dir/$events.db" list --limit 1 >/dev/null # so that the next one finds the pages in memory
ours=$(median "$dateline" -f "$dir/$events.db" export)
row "native JSON of $events events" "${ours% *}" seconds "sqlite3 -json, not there" "" less "" >"$dir/row"
if command -v sqlite3 >/dev/null; then
	theirs=$(median sqlite3 -json "$dir/$events.db" ".read $here/json.sql")
	row "native JSON of $events events" "${ours% *}" seconds "sqlite3 -json" "${theirs% *}" less "ratio at most 1"
	row "native JSON of $events events" "${ours#* }" "cpu seconds" "sqlite3 -json" "${theirs#* }" less "ratio at most 1.5"
else
	cat "$dir/row"
fi
row "native JSON of $events events" "$(resident "$dateline" -q -f "$dir/$events.db" export)" "MiB resident" "of $few events" \
	"$(resident "$dateline" -q -f "$dir/$few.db" export)" less "ratio at most 1.2"
picture=$(median "$dateline" -f "$dir/$events.db" list --limit 5000 --format svg)
row "a picture of 5000 events" "${picture% *}" seconds "" "" less "at most 1"
