#!/bin/sh
# Generated timelines, kept from one run to the next: sh data.sh BUILD SIZE [documents]
#
# Prints a directory with 0.json (the document to begin with), 1.json and 2.json
# (what was told later) and all.db, into which all three were imported.
set -eu
build=$1
size=$2
kept=$build/data/$("$build/tests/bench_generate" --version)-$size
schema=$(cat migrations/*.sql | cksum | cut -d ' ' -f 1)
new=$kept/new.$$
trap 'rm -rf "$new"' EXIT
trap 'exit 1' INT TERM

mkdir -p "$kept" "$new"
for part in 0 1 2; do
	[ -e "$kept/$part.json" ] && continue
	"$build/tests/bench_generate" "$size" $part >"$new/$part.json"
	mv "$new/$part.json" "$kept/$part.json"
done
if [ "${3:-}" != documents ] && [ ! -e "$kept/$schema" ]; then
	for part in 0 1 2; do
		"$build/dateline" -q -f "$new/all.db" import "$kept/$part.json" >/dev/null
	done
	rm -f "$kept"/[0-9]*[0-9] "$kept"/all.db*
	mv "$new"/all.db* "$kept"
	: >"$kept/$schema"
fi
echo "$kept"
