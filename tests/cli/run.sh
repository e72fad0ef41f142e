#!/bin/sh
# Golden tests of the program: tests/cli/COMMAND/CASE/.
#
#   sh tests/cli/run.sh BUILD_DIR [COMMAND | COMMAND/CASE]…
#   UPDATE=1 sh tests/cli/run.sh BUILD_DIR …      write what is expected anew
#
# A case is a directory with these files:
#
#   cmd         a POSIX sh script, run in a fresh directory
#   stdout      what it prints; missing: nothing
#   stderr      what it says on standard error; missing: nothing
#   exit        its exit code; missing: 0
#   no-rebuild  leave t.db alone afterwards (it is no timeline, or meant to be broken)
#
# The script finds `dateline` in PATH and gets $DATELINE_DB (t.db in its
# directory), $CASE, $SAMPLE (tests/data/sample), $HOME; the clock stands still
# at 4 June 2013, the dice are loaded. Its directory, the case's and the
# sample's are written WORK, CASE and SAMPLE in what is compared.
#
# Afterwards `dateline check` must find the file sound (1, findings in the data,
# is allowed) and `dateline rebuild --verify` the derived tables as they are.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || {
	echo "usage: sh tests/cli/run.sh BUILD_DIR [COMMAND | COMMAND/CASE]..." >&2
	exit 2
}
build=$(cd "$1" && pwd)
shift
[ -x "$build/dateline" ] || {
	echo "there is no program '$build/dateline'" >&2
	exit 2
}
cases=${CASES:-$here}
sample=$(dirname "$here")/data/sample
top=$(mktemp -d)
trap 'chmod -R u+rwx "$top" && rm -rf "$top"' EXIT
trap 'exit 1' INT TERM HUP

passed=0
failed=

# Paths that differ from run to run, by their names. The longest first: one may stand in another.
named()
{
	LC_ALL=C sed -e "s|$work|WORK|g" -e "s|$case_dir|CASE|g" -e "s|$sample|SAMPLE|g" "$1"
}

# In an environment of its own: nothing of the user's gets in, or out.
inside()
{
	(cd "$work" && env -i PATH="$build:/usr/local/bin:/usr/bin:/bin" HOME="$work" TMPDIR="$work" \
		DATELINE_DB="$work/t.db" SOURCE_DATE_EPOCH=1370347200 DATELINE_SEED=1 LC_ALL=C.UTF-8 TZ=UTC \
		CASE="$case_dir" SAMPLE="$sample" \
		${ASAN_OPTIONS+"ASAN_OPTIONS=$ASAN_OPTIONS"} ${UBSAN_OPTIONS+"UBSAN_OPTIONS=$UBSAN_OPTIONS"} \
		${LSAN_OPTIONS+"LSAN_OPTIONS=$LSAN_OPTIONS"} "$@" </dev/null)
}

# What the case left in t.db can be derived again.
rebuilds()
{
	[ -e "$work/t.db" ] && [ ! -e "$case_dir/no-rebuild" ] && [ -z "${NO_REBUILD-}" ] || return 0
	code=0
	inside dateline check >"$out/check" 2>&1 || code=$?
	if [ "$code" -gt 1 ]; then
		echo "dateline check: exit $code"
		sed 's/^/  /' "$out/check"
		return 1
	fi
	code=0
	inside dateline rebuild --verify >"$out/verify" 2>&1 || code=$?
	if [ "$code" -ne 0 ]; then
		echo "dateline rebuild --verify: exit $code"
		sed 's/^/  /' "$out/verify"
		return 1
	fi
}

# keep NAME: what was seen becomes what is expected.
keep()
{
	rm -f "$case_dir/$1"
	if [ -s "$out/$1" ]; then
		cp "$out/$1" "$case_dir/$1"
	fi
}

# same NAME: is it what is expected?
same()
{
	expected=$case_dir/$1
	[ -e "$expected" ] || expected=/dev/null
	cmp -s "$expected" "$out/$1" || {
		echo "$1:"
		diff -u -a "$expected" "$out/$1" | sed -e 1,2d -e 's/^/  /'
		return 1
	}
}

run_case()
{
	case_dir=$cases/$1
	out=$top/out
	work=$top/work
	rm -rf "$out" "$work"
	mkdir "$out" "$work"

	code=0
	inside sh "$case_dir/cmd" >"$out/stdout.raw" 2>"$out/stderr.raw" || code=$?
	named "$out/stdout.raw" >"$out/stdout"
	named "$out/stderr.raw" >"$out/stderr"
	: >"$out/exit"
	[ "$code" -eq 0 ] || echo "$code" >"$out/exit"

	ok=yes
	for name in exit stderr stdout; do
		if [ "${UPDATE-}" ]; then
			keep $name
		else
			same $name || ok=no
		fi >>"$out/report"
	done
	rebuilds >>"$out/report" || ok=no
	chmod -R u+rwx "$work"

	if [ $ok = yes ]; then
		passed=$((passed + 1))
	else
		failed="$failed $1"
		echo "--- $1"
		sed 's/^/  /' "$out/report"
	fi
}

# The cases that are meant: all, those of a command, or one.
select_cases()
{
	[ $# -gt 0 ] || set -- .
	for wanted in "$@"; do
		[ -d "$cases/$wanted" ] || {
			echo "there is no case '$wanted'" >&2
			exit 2
		}
		(cd "$cases" && find "$wanted" -name cmd -type f)
	done | sed -e 's|^\./||' -e 's|/cmd$||' | LC_ALL=C sort -u
}

# Not in a pipe: a command that fails there would go unnoticed.
select_cases "$@" >"$top/cases"
while IFS= read -r name; do
	run_case "$name"
done <"$top/cases"

[ "$passed" -gt 0 ] || [ "$failed" ] || echo "no cases"
[ -z "$failed" ] || {
	echo "failed:$failed"
	exit 1
}
echo "$passed passed"
