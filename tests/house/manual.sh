#!/bin/sh
# The manual page: nothing to complain of for those who set it, everything that
# the tables hold is in it; it and the completions are installed.
#
#   sh tests/house/manual.sh SOURCE_DIR BINARY_DIR
set -eu
binary_dir=$2
program=$2/dateline
[ -x "$program" ] || exit 77

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
LC_ALL=C.UTF-8
export LC_ALL
broken=0
complaints()
{
	[ -s "$work/$1" ] || return 0
	echo "$1:"
	sed 's/^/  /' "$work/$1"
	broken=1
}

SOURCE_DATE_EPOCH=1700000000 "$program" help manual >"$work/dateline.1"
SOURCE_DATE_EPOCH=1700000000 "$program" help manual | cmp - "$work/dateline.1" || broken=1

if command -v groff >/dev/null; then
	groff -man -ww -Kutf8 -Tutf8 -z "$work/dateline.1" 2>"$work/groff" || broken=1
	complaints groff
else
	echo "groff is not installed: the page is not set by it"
fi
if command -v man >/dev/null && command -v groff >/dev/null; then
	MANWIDTH=80 man --warnings -l "$work/dateline.1" >"$work/page" 2>"$work/man" || broken=1
	complaints man
else
	echo "man is not installed: the page is not shown by it"
fi
if command -v mandoc >/dev/null; then
	mandoc -T lint -W warning "$work/dateline.1" >"$work/mandoc" 2>&1 || broken=1
	complaints mandoc
else
	echo "mandoc is not installed: the page is not looked at by it"
fi

# The page as plain words, and what must be among them.
sed -e 's/\\f[BIR]//g' -e 's/\\&//g' -e 's/\\-/-/g' -e "s/\\\\(aq/'/g" -e 's/\\e/\\/g' "$work/dateline.1" >"$work/plain"
"$program" help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' >"$work/commands"
while IFS= read -r name; do
	grep -q "^$name\$\|^$name " "$work/plain" || echo "command $name"
	"$program" help "$name" | sed -n 's/^  *\(-[a-zA-Z], \)*--\([a-z0-9-]*\).*/\2/p' | while IFS= read -r option; do
		grep -q -e "--$option\$" -e "--$option[ ,]" "$work/plain" || echo "$name --$option"
	done
done <"$work/commands" >"$work/missing"
"$program" formats --json | sed -n 's/.*"name": "\([^"]*\)".*/\1/p' | while IFS= read -r format; do
	grep -qx "$format" "$work/plain" || echo "format $format"
done >>"$work/missing"
"$program" help queries | sed -n 's/^  \([a-z]*:\)[A-Z].*/\1/p' | while IFS= read -r prefix; do
	grep -q "^$prefix" "$work/plain" || echo "prefix $prefix"
done >>"$work/missing"
complaints missing

[ -e "$binary_dir/CMakeCache.txt" ] && [ -e "$binary_dir/written/dateline.1" ] || exit $broken
DESTDIR=$work/root cmake --install "$binary_dir" >"$work/log" 2>&1 || {
	cat "$work/log"
	exit 1
}
for file in man/man1/dateline.1 bash-completion/completions/dateline zsh/site-functions/_dateline \
	fish/vendor_completions.d/dateline.fish; do
	found=$(find "$work/root" -path "*/share/$file" -size +0)
	[ "$found" ] || {
		echo "not installed: $file"
		broken=1
	}
done
exit $broken
