#!/bin/sh
# What `cmake --install` puts down can be used: by pkg-config and by
# find_package, shared and static, from C.
#
#   sh tests/house/install.sh SOURCE_DIR BINARY_DIR
set -eu
binary_dir=$2
[ -e "$binary_dir/libdateline.so" ] || exit 77
command -v pkg-config >/dev/null || exit 77
cc=${CC:-cc}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cache() { sed -n "s/^$1:[A-Z]*=//p" "$binary_dir/CMakeCache.txt"; }

DESTDIR=$work cmake --install "$binary_dir" >"$work/log" 2>&1 || {
	cat "$work/log"
	exit 1
}
prefix=$work$(cache CMAKE_INSTALL_PREFIX)
flags=
[ "$(cache DATELINE_SANITIZE)" != ON ] || flags="-fsanitize=address,undefined"

cat >"$work/main.c" <<'END'
#include <dateline/error.h>
#include <string.h>

int main(void)
{
	return strcmp(dtl_status_name(DTL_OK), "ok");
}
END

libraries=$(dirname "$(find "$prefix" -name libdateline.so)")
# It does not lie where it was configured for: what is found is found from where it lies.
PKG_CONFIG_PATH=$libraries/pkgconfig
LD_LIBRARY_PATH=$libraries
export PKG_CONFIG_PATH LD_LIBRARY_PATH

# shellcheck disable=SC2046,SC2086
"$cc" $flags "$work/main.c" $(pkg-config --cflags --libs dateline) -o "$work/shared"
"$work/shared"
# shellcheck disable=SC2046,SC2086
"$cc" $flags -I"$prefix/include" "$work/main.c" "$libraries/libdateline.a" \
	$(pkg-config --static --libs dateline | tr ' ' '\n' | grep -v 'dateline$') -o "$work/static"
"$work/static"

cat >"$work/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(customer C)
find_package(dateline 0.1 REQUIRED)
foreach(kind shared static)
  add_executable(use_${kind} main.c)
  target_link_libraries(use_${kind} dateline::dateline_${kind})
endforeach()
END
{ cmake -S "$work" -B "$work/build" -D CMAKE_C_COMPILER="$cc" -D CMAKE_C_FLAGS="$flags" -D CMAKE_PREFIX_PATH="$prefix" &&
	cmake --build "$work/build"; } >"$work/log" 2>&1 || {
	cat "$work/log"
	exit 1
}
"$work/build/use_shared"
"$work/build/use_static"

broken=0
for header in "$1"/core/include/dateline/*.h; do
	[ -e "$prefix/include/dateline/$(basename "$header")" ] || {
		echo "not installed: $header"
		broken=1
	}
done
for schema in "$1"/core/formats/*.schema.json; do
	[ ! -e "$schema" ] || [ -e "$prefix/share/dateline/$(basename "$schema")" ] || {
		echo "not installed: $schema"
		broken=1
	}
done
[ ! -e "$binary_dir/dateline" ] || "$prefix/bin/dateline" version >/dev/null || broken=1
exit $broken
