#!/bin/sh
# Looks for inputs that break a parser: each tests/fuzz/fuzz_*.c for SECONDS
# (default 60), beginning with its corpus, under the sanitizers.
#
#   sh tests/fuzz/run.sh [SECONDS [TARGET…]]
#
# What it finds is left in build/fuzz as crash-*, slow-unit-* or leak-*.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -gt 0 ] && shift

sh .ci/install.sh
build=$PWD/build/fuzz
mkdir -p "$build"
{
	cmake -S . -B "$build" -D CMAKE_C_COMPILER=clang -D CMAKE_BUILD_TYPE=Debug -D CMAKE_C_FLAGS_DEBUG="-O1 -g" \
		-D CMAKE_C_FLAGS="-fsanitize=fuzzer-no-link" -D DATELINE_SANITIZE=ON -D DATELINE_FUZZ=ON
	cmake --build "$build" -j "$(nproc 2>/dev/null || echo 2)"
} >"$build/build.log" 2>&1 || {
	cat "$build/build.log" >&2
	exit 1
}

targets=$*
[ -n "$targets" ] || targets=$(cd tests/fuzz && ls fuzz_*.c | sed 's/^fuzz_//; s/\.c$//')
for target in $targets; do
	format=$(echo "$target" | sed 's/[^a-z0-9].*//')
	work=$build/work-$target
	mkdir -p "$work"
	if (cd "$build" && "tests/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
		-print_final_stats=1 "$work" "$OLDPWD/tests/fuzz/corpus/$format") >"$build/$target.log" 2>&1; then
		echo "$target: nothing found in $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log") runs"
	else
		tail -n 40 "$build/$target.log" >&2
		echo "$target: FOUND something: see $build" >&2
		exit 1
	fi
done
