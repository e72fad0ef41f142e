#!/bin/sh
# Measures, and prints one table of ratios: ours, a yardstick, the ratio.
#
#   sh tests/bench/run.sh               everything
#   sh tests/bench/run.sh dates         one part: each part is tests/bench/<part>.sh
#   SIZE=20000 sh tests/bench/run.sh history
#
# Builds without sanitizers into build/bench. Times are processor time where a
# part can take it; a ratio compares what ran one after the other on one machine.
set -eu
cd "$(dirname "$0")/../.."

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

# A part prints rows: question, ours, unit, yardstick, its figure, and "more" or "less" for what is better.
rows=$build/rows.tsv
: >"$rows"
for part in "${@:-dates history ics json}"; do
	for one in $part; do
		sh "tests/bench/$one.sh" "$build" >>"$rows"
	done
done

echo "$(uname -m), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(date -u +%Y-%m-%d)"
awk -F '\t' '
	BEGIN { printf "%-44s %12s %-16s %-34s %12s  %s\n", "QUESTION", "OURS", "UNIT", "YARDSTICK", "ITS", "RATIO" }
	{
		ratio = "-"
		if ($5 + 0 > 0)
			ratio = sprintf("%.2f (%s is better)", $2 / $5, $6)
		printf "%-44s %12s %-16s %-34s %12s  %s\n", $1, $2, $3, $4, $5, ratio
	}' "$rows"
