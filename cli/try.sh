#!/bin/sh
# Build dateline, load the sample into a timeline of its own, and show what was upcoming on 4 June 2013.
# Everything lands in build/try; your own timeline is not touched.
set -eu
cd "$(dirname "$0")/.."

build=build/try
log=$build/build.log
mkdir -p "$build"

quietly()
{
	if ! "$@" >"$log" 2>&1; then
		cat "$log" >&2
		echo "try.sh: failed: $*" >&2
		exit 1
	fi
}

quietly sh .ci/install.sh
quietly cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release -DDATELINE_TESTS=OFF
quietly cmake --build "$build" --target dateline --parallel

DATELINE_DB=$build/sample.db
export DATELINE_DB
unset DATELINE_SEED SOURCE_DATE_EPOCH
rm -f "$DATELINE_DB" "$DATELINE_DB-wal" "$DATELINE_DB-shm"
quietly "$build/dateline" import tests/data/sample/*.json

"$build/dateline" upcoming --as-of 2013-06-04

cat >&2 <<END

That was known on 4 June 2013. To look further:
  export DATELINE_DB="\$PWD/$DATELINE_DB" PATH="\$PWD/$build:\$PATH"
  dateline upcoming --as-of 2013-05-21      dateline list actor:us
  dateline show sunnylands                  dateline help
END
