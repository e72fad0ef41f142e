#!/bin/sh
# Every `$ dateline …` in README.md prints what stands below it there.
#
#   sh tests/house/tour.sh SOURCE_DIR BINARY_DIR
#   UPDATE=1 sh tests/house/tour.sh SOURCE_DIR BINARY_DIR      write it there
set -eu
source_dir=$1
binary_dir=$(cd "$2" && pwd)
[ -x "$binary_dir/dateline" ] || exit 77

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
cd "$source_dir"

# In an environment of its own; the clock stands after all that the sample reports.
inside()
{
	env -i PATH="$binary_dir:/usr/local/bin:/usr/bin:/bin" HOME="$work" TMPDIR="$work" DATELINE_DB="$work/t.db" \
		SOURCE_DATE_EPOCH=1700000000 DATELINE_SEED=1 LC_ALL=C.UTF-8 TZ=UTC \
		${ASAN_OPTIONS+"ASAN_OPTIONS=$ASAN_OPTIONS"} ${UBSAN_OPTIONS+"UBSAN_OPTIONS=$UBSAN_OPTIONS"} \
		"$@" </dev/null
}

# Each line that begins with "$ " in a console block is run; what it prints takes the place of what stands there.
: >"$work/readme"
block=
while IFS= read -r line; do
	case $block$line in
	'```console') block='@ ' ;;
	'@ ```') block= ;;
	'@ $ '*)
		printf '%s\n' "$line" >>"$work/readme"
		inside sh -c "${line#'$ '}" 2>&1 | tr -d '\r' >>"$work/readme"
		continue
		;;
	'@ '*) continue ;;
	esac
	printf '%s\n' "$line" >>"$work/readme"
done <README.md

if [ "${UPDATE-}" ]; then
	cp "$work/readme" README.md
else
	diff -u README.md "$work/readme"
fi
