#!/bin/sh
# Builds with each compiler, sanitizers on and warnings fatal, and runs all tests.
#
#   sh tests/run.sh                     gcc, then clang
#   sh tests/run.sh gcc                 one of them
#   sh tests/run.sh gcc -R store        what follows goes to ctest
#
# Stops at the first that fails. Says little when all is well.
set -eu
cd "$(dirname "$0")/.."

compilers="gcc clang"
case ${1-} in
gcc | clang)
	compilers=$1
	shift
	;;
esac

sh .ci/install.sh

generator="Unix Makefiles"
command -v ninja >/dev/null && generator=Ninja
jobs=$(nproc 2>/dev/null || echo 2)

export ASAN_OPTIONS="detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:abort_on_error=0"
export UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1"

# Runs a step; shows what it said only if it failed.
quietly()
{
	log=$1
	shift
	"$@" >"$log" 2>&1 && return 0
	cat "$log" >&2
	return 1
}

for compiler in $compilers; do
	build=build/$compiler
	mkdir -p "$build"
	# A build directory keeps the generator that it was made with.
	[ -e "$build/CMakeCache.txt" ] && chosen= || chosen=$generator
	quietly "$build/configure.log" cmake -S . -B "$build" ${chosen:+-G "$chosen"} -D CMAKE_C_COMPILER="$compiler" \
		-D CMAKE_BUILD_TYPE=Debug -D CMAKE_C_FLAGS_DEBUG="-O1 -g" -D DATELINE_WERROR=ON -D DATELINE_SANITIZE=ON
	quietly "$build/build.log" cmake --build "$build" -j "$jobs"
	quietly "$build/test.log" ctest --test-dir "$build" --output-on-failure -j "$jobs" "$@"
	echo "$compiler:"
	sed -n '/tests passed/,$p' "$build/test.log"
done
