#!/bin/sh
# SIZE events in, one more, all of them anew; and how large the file is.
set -eu
build=$1
size=${SIZE:-1000000}
dateline=$build/dateline
process=$build/tests/bench_process
data=$(sh tests/bench/data.sh "$build" "$size" documents)
dir=$(mktemp -d "${TMPDIR:-/tmp}/dateline-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

row()
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

count()
{
	awk "BEGIN { printf \"%.0f\", $1 }"
}

set -- $("$process" run "$dateline" -q -f "$dir/new.db" import "$data/0.json")
row "import of $size events" "$(count "$size / $1")" "a second" "" "" more "at least 25000"
row "import of $size events, all threads" "$(count "$size / $2")" "a cpu second" "" "" more ""
row "import of $size events" "$3" "MiB resident" "" "" less "at most 96"
exported=$("$dateline" -f "$dir/new.db" export | wc -c)
row "the file of $size events" "$(count "$(wc -c <"$dir/new.db") / 1048576")" MiB "its native export" "$(count "$exported / 1048576")" less "ratio at most 1.7"

if command -v sqlite3 >/dev/null; then
	set -- $("$process" turns 21 "$dateline" --today 2013-06-04 -f "$dir/new.db" add "Talks on steel" --when 2013-07-08 \
		--with CN --with US --topic trade -- sqlite3 "$dir/new.db" "select 1")
	row "add to $size events" "$1" "ms, a process" "sqlite3 FILE 'select 1'" "$2" less "ratio at most 6"
else
	echo "loading.sh: no sqlite3: add is left out" >&2
fi

set -- $("$process" run "$dateline" -q -f "$dir/new.db" rebuild)
row "rebuild of $size events" "$1" seconds "" "" less "at most $(count "60 * $size / 1000000 + 0.49")"
row "rebuild of $size events" "$2" "cpu seconds" "" "" less ""
row "rebuild of $size events" "$3" "MiB resident" "" "" less "at most 96"

set -- $("$process" run "$dateline" -q -f "$dir/new.db" import "$data/2.json")
told=$(grep -c '^{"id"' "$data/2.json")
row "import of $told later reports into $size events" "$(count "$told / $1")" "a second" "" "" more ""
