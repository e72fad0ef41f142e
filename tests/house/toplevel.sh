#!/bin/sh
# The top level is cli core migrations tests CMakeLists.txt README.md, dotfiles,
# and nothing else.
#
#   sh tests/house/toplevel.sh SOURCE_DIR
set -eu
cd "$1"
[ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$(pwd -P)" ] || exit 77

# What is there or about to be, but not what git ignores.
others=$(git ls-files --cached --others --exclude-standard | sed 's|/.*||' | sort -u |
	grep -vxE 'cli|core|migrations|tests|CMakeLists\.txt|README\.md|\..*' || :)
if [ -n "$others" ]; then
	echo "does not belong at the top level:"
	echo "$others"
	exit 1
fi
