#!/bin/sh
# Questions to SIZE events: cold, beside a bare sqlite3 process, and warm, beside SQL by hand on the same file.
set -eu
build=$1
size=${SIZE:-1000000}
few=10000
turns=${TURNS:-61}
dateline=$build/dateline
process=$build/tests/bench_process
many=$(sh tests/bench/data.sh "$build" "$size")/all.db
less=$(sh tests/bench/data.sh "$build" $few)/all.db

row()
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

upcoming()
{
	"$dateline" --today 2013-06-04 -f "$1" upcoming --within 30d --format csv $2 | tail -n +2 | wc -l
}

if command -v sqlite3 >/dev/null; then
	actor=actor:syria
	set -- $("$process" turns "$turns" "$dateline" --today 2013-06-04 -f "$many" upcoming --within 30d \
		-- sqlite3 "$many" "select 1" -- "$dateline" --today 2013-06-04 -f "$less" upcoming --within 30d \
		-- sqlite3 "$many" ".read tests/bench/upcoming.sql" \
		-- "$dateline" --today 2013-06-04 -f "$many" upcoming --within 30d $actor)
	found=$(upcoming "$many" "")
	row "upcoming of $size events, $found of them: cold" "$1" "ms, a process" "sqlite3 FILE 'select 1'" "$2" less "ratio at most 2.5"
	row "upcoming of $size events, $found of them: cold" "$1" "ms, a process" "of $few, $(upcoming "$less" "") of them" "$3" less "ratio at most 1.2"
	row "upcoming of $size events, $found of them: cold" "$1" "ms, a process" "sqlite3 FILE with SQL by hand" "$4" less ""
	row "upcoming of one state, $(upcoming "$many" $actor) of $size events: cold" "$5" "ms, a process" "sqlite3 FILE 'select 1'" "$2" less "ratio at most 2.5"
else
	echo "queries.sh: no sqlite3: the cold start is left out" >&2
fi
"$build/tests/bench_queries" "$many"
