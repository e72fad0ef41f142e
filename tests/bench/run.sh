#!/bin/sh
# Measures, and prints one table: ours, a yardstick, the ratio, and whether a goal is met.
#
#   sh tests/bench/run.sh                    everything
#   sh tests/bench/run.sh dates              one part: each part is tests/bench/<part>.sh
#   sh tests/bench/run.sh 1000000 queries    on so many events (SIZE=1000000 does the same)
#   sh tests/bench/run.sh --markdown …       the table as Markdown
#
# Builds without sanitizers into build/bench, and keeps the events that it made
# there. Times are processor time where a part can take it; a ratio compares
# what ran in turn on one machine. Missed goals are said, and are no failure.
set -eu
cd "$(dirname "$0")/../.."

table=text
parts=
for word; do
	case $word in
	--markdown) table=markdown ;;
	*[!0-9]*) parts="$parts $word" ;;
	*) SIZE=$word && export SIZE ;;
	esac
done
parts=${parts:-dates queries loading history ics calendars json}

sh .ci/install.sh
build=$PWD/build/bench
mkdir -p "$build"
generator="Unix Makefiles"
command -v ninja >/dev/null && generator=Ninja
[ -e "$build/CMakeCache.txt" ] && chosen= || chosen=$generator
{
	cmake -S . -B "$build" ${chosen:+-G "$chosen"} -D CMAKE_BUILD_TYPE=Release -D DATELINE_BENCH=ON
	cmake --build "$build" --target bench -j "$(nproc 2>/dev/null || echo 2)"
} >"$build/build.log" 2>&1 || {
	cat "$build/build.log" >&2
	exit 1
}

# A part prints rows: question, ours, unit, yardstick, its figure, "more" or
# "less" for what is better, and perhaps a goal: "at most 5", "at least 25000"
# (ours), "ratio at most 1.5".
rows=$build/rows.tsv
: >"$rows"
for part in $parts; do
	sh "tests/bench/$part.sh" "$build" >>"$rows"
done

echo "$(uname -m), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(date -u +%Y-%m-%d)"
awk -F '\t' -v table=$table '
	function line(a, b, c, d, e, f, g)
	{
		if (table == "markdown")
			printf "| %s | %s %s | %s%s | %s | %s |\n", a, b, c, d, e == "" ? "" : ": " e, f, g
		else
			printf "%-60s %12s %-14s %-31s %10s  %-17s %s\n", a, b, c, d, e, f, g
	}
	BEGIN {
		if (table == "markdown")
			print "| question | ours | yardstick | ratio | goal |\n| --- | --- | --- | --- | --- |"
		else
			line("QUESTION", "OURS", "UNIT", "YARDSTICK", "ITS", "RATIO", "GOAL")
	}
	{
		ratio = $5 + 0 > 0 ? $2 / $5 : 0
		figure = $7 ~ /^ratio/ ? ratio : $2
		limit = $7
		sub(/.* /, "", limit)
		met = $7 ~ /at least/ ? figure >= limit + 0 : figure <= limit + 0
		known = $7 != "" && ($7 !~ /^ratio/ || ratio > 0)
		missed += known && !met
		goals += known
		line($1, $2, $3, $4, $5, ratio > 0 ? sprintf("%.2f, %s is better", ratio, $6) : "", \
			$7 == "" ? "" : $7 (known ? met ? ": met" : ": missed" : ""))
	}
	END {
		if (goals)
			printf "%s%d of %d goals are met.\n", table == "markdown" ? "\n" : "", goals - missed, goals
	}' "$rows"
