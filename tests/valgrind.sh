#!/bin/sh
# Runs one golden case of each command under valgrind. A command of its own: it
# takes minutes, and the ordinary runs have the sanitizers.
#
#   sh tests/valgrind.sh [COMMAND/CASE]…
#
# The case is the one named `valgrind`, if there is such a one, else the first.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)

command -v valgrind >/dev/null || {
	echo "valgrind is not installed: apt-get install valgrind" >&2
	exit 1
}
sh .ci/install.sh

build=build/valgrind
under=$root/$build/under
mkdir -p "$under" "$build/log"
rm -f "$build/log/"*
generator="Unix Makefiles"
command -v ninja >/dev/null && generator=Ninja
[ -e "$build/CMakeCache.txt" ] && generator=
{ cmake -S . -B "$build" ${generator:+-G "$generator"} -D CMAKE_BUILD_TYPE=Debug -D CMAKE_C_FLAGS_DEBUG="-O1 -g" \
	-D DATELINE_TESTS=OFF && cmake --build "$build" -j "$(nproc)"; } >"$build/build.log" 2>&1 || {
	cat "$build/build.log" >&2
	exit 1
}

# A `dateline` for the golden runner that is watched. Errors go to files: cases may throw away what is printed.
cat >"$under/dateline" <<END
#!/bin/sh
exec valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible \\
	--errors-for-leak-kinds=definite,indirect,possible --child-silent-after-fork=yes \\
	--suppressions='$root/tests/valgrind.suppressions' --log-file='$root/$build/log/%p' '$root/$build/dateline' "\$@"
END
chmod +x "$under/dateline"

if [ $# -eq 0 ]; then
	for command in tests/cli/*/; do
		command=${command#tests/cli/}
		command=${command%/}
		if [ -e "tests/cli/$command/valgrind/cmd" ]; then
			set -- "$@" "$command/valgrind"
			continue
		fi
		for case in "tests/cli/$command"/*/cmd; do
			[ -e "$case" ] || break
			# Where standard output is closed, the log would take its place.
			! grep -q '>&-' "$case" || continue
			case=${case#tests/cli/}
			set -- "$@" "${case%/cmd}"
			break
		done
	done
fi
[ $# -gt 0 ] || {
	echo "no cases"
	exit 0
}

failed=0
sh tests/cli/run.sh "$under" "$@" || failed=1
for log in "$build/log/"*; do
	if [ -s "$log" ]; then
		cat "$log"
		failed=1
	fi
done
exit $failed
