#!/bin/sh
# The shared library exports what the public headers declare with DTL_PUBLIC:
# all of it, and nothing else.
#
#   sh tests/house/symbols.sh SOURCE_DIR BINARY_DIR
set -eu
source_dir=$1
library=$2/libdateline.so
[ -e "$library" ] || exit 77

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

for header in "$source_dir"/core/include/dateline/*.h; do
	awk -f "$source_dir/tests/house/plain.awk" "$header"
done >"$work/headers"

# One declaration may take several lines; the name is the last word before the first '(' or the ';'.
grep -v '^[ \t]*#' "$work/headers" | tr '\n\t' '  ' | tr ';{}' '\n\n\n' | awk '
/(^|[^A-Za-z0-9_])DTL_PUBLIC[^A-Za-z0-9_]/ {
	sub(/.*DTL_PUBLIC/, "")
	sub(/\(.*/, "")
	sub(/[ ]*(\[.*)?$/, "")
	sub(/.*[^A-Za-z0-9_]/, "")
	print
}' | LC_ALL=C sort -u >"$work/declared"

nm -D --defined-only "$library" | awk '
$2 != "A" && $3 !~ /^(_init|_fini|__bss_start|_edata|_end)$/ && $3 !~ /asan|ubsan|sanitizer|__odr/ {
	sub(/@.*/, "", $3)
	print $3
}' | LC_ALL=C sort -u >"$work/exported"

broken=0
if ! diff "$work/declared" "$work/exported" >"$work/diff"; then
	echo "< declared with DTL_PUBLIC, > exported by $library:"
	grep '^[<>]' "$work/diff"
	broken=1
fi

# Whatever else the headers declare could not be called by anyone.
grep -nE '^[a-z].*[^A-Za-z0-9_]dtl_[a-z0-9_]+\(' "$work/headers" | grep -vE '^[0-9]*:(typedef|static|#)' >"$work/hidden" || :
if [ -s "$work/hidden" ]; then
	echo "declared without DTL_PUBLIC:"
	cat "$work/hidden"
	broken=1
fi
exit $broken
