#!/bin/sh
# A file without its row builds and does nothing: every export_*.c, import_*.c
# and cmd_*.c has a row in its table, and every row a file.
#
#   sh tests/house/rows.sh SOURCE_DIR
set -eu
cd "$1"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
broken=0

# compare TABLE MACRO FILES_PREFIX
compare()
{
	[ -e "$1" ] || return 0
	for file in "$3"*.c; do
		[ -e "$file" ] || continue
		name=${file#"$3"}
		echo "${name%.c}"
	done | LC_ALL=C sort >"$work/files"
	sed -n "s/^$2(\([a-z0-9_]*\)).*/\1/p" "$1" | LC_ALL=C sort >"$work/rows"
	if ! diff "$work/files" "$work/rows" >"$work/diff"; then
		echo "< ${3}NAME.c, > $2(NAME) in $1:"
		grep '^[<>]' "$work/diff"
		broken=1
	fi
}

compare core/formats/formats.def DTL_EXPORTER core/formats/export_
compare core/formats/formats.def DTL_IMPORTER core/formats/import_
compare cli/commands.def COMMAND cli/cmd_
exit $broken
