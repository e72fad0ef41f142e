#!/bin/sh
# Every public header compiles alone, twice over, as C and as C++, under flags
# that are stricter than ours: a customer's may be.
#
#   sh tests/house/headers.sh SOURCE_DIR
set -eu
cd "$1/core/include"
cc=${CC:-cc}
case $cc in
*clang*) cxx=$(command -v clang++ || command -v g++) ;;
*) cxx=$(command -v g++ || command -v clang++) ;;
esac

strict="-fsyntax-only -pedantic-errors -Werror -Wall -Wextra -Wconversion -Wsign-conversion -Wcast-qual -Wundef
	-Wshadow -Wredundant-decls -Wfloat-equal -Wformat=2 -I."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

broken=0
for header in dateline/*.h; do
	printf '#include <%s>\n#include <%s>\nextern int not_empty;\n' "$header" "$header" >"$work/alone.c"
	cp "$work/alone.c" "$work/alone.cc"
	# shellcheck disable=SC2086
	"$cc" -std=c17 $strict -Wstrict-prototypes -Wmissing-prototypes -Wc++-compat "$work/alone.c" || broken=1
	# shellcheck disable=SC2086
	"$cc" -std=c11 $strict "$work/alone.c" || broken=1
	# shellcheck disable=SC2086
	"$cxx" -std=c++11 $strict "$work/alone.cc" || broken=1
	# shellcheck disable=SC2086
	"$cxx" -std=c++20 $strict "$work/alone.cc" || broken=1
done
exit $broken
