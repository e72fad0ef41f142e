#!/bin/sh
# As-of questions, depth, folding, rebuilding and loading, on SIZE events that were each told of three times.
set -eu
build=$1
size=${SIZE:-200000}
more=$((size / 6))
bench=$build/tests/bench_history
generate=$build/tests/bench_generate
dateline=$build/dateline
dir=$(mktemp -d "${TMPDIR:-/tmp}/dateline-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

row()
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

# Processor seconds of a command.
seconds()
{
	{ LC_ALL=C bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' - "$@"; } 2>&1 | awk '{ printf "%.2f", $1 + $2 }'
}

for part in 0 1 2; do
	"$generate" "$size" $part --told 100 >"$dir/$part.json"
	"$dateline" -q -f "$dir/big.db" import "$dir/$part.json" >/dev/null
	"$generate" "$more" $part --told 100 --first "$size" >"$dir/more.json"
	"$dateline" -q -f "$dir/more.db" import "$dir/more.json" >/dev/null
done

"$bench" ask "$dir/big.db" | while IFS='	' read -r name present hits then before; do
	row "$name, as of then ($before events)" "$then" microseconds "now ($hits events)" "$present" less "ratio at most 1.2"
done
"$bench" fold "$dir/big.db" >"$dir/fold.txt"
row "claims folded" "$(awk -F '\t' '$1 == "fold" { print $2 }' "$dir/fold.txt")" "a second" "" "" more "at least 150000"
row "events rebuilt" "$(awk -F '\t' '$1 == "rebuild" { print $2 }' "$dir/fold.txt")" "a second" "" "" more "at least 20000"

"$dateline" -f "$dir/more.db" dump >"$dir/more.dump"
lines=$(grep -c '"claim"' "$dir/more.dump")
empty=$(seconds "$dateline" -f "$dir/empty.db" load "$dir/more.dump")
full=$(seconds "$dateline" -f "$dir/big.db" load "$dir/more.dump")
row "load of $lines claims into $size events" "$full" "cpu seconds" "the same into an empty timeline" "$empty" less ""

"$bench" ask "$dir/big.db" >"$dir/shallow.txt"
"$bench" deep "$dir/big.db" 97 >"$dir/deep.json"
"$dateline" -q -f "$dir/big.db" import "$dir/deep.json" >/dev/null
"$bench" ask "$dir/big.db" >"$dir/deep.txt"
for name in "a month" "a month of a busy state"; do
	row "$name, every event a hundred versions deep" \
		"$(awk -F '\t' -v n="$name" '$1 == n { print $2 }' "$dir/deep.txt")" microseconds "three versions deep" \
		"$(awk -F '\t' -v n="$name" '$1 == n { print $2 }' "$dir/shallow.txt")" less "ratio at most 1.2"
done
