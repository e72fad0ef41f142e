#!/bin/sh
# What other programs make of our calendars, and what we make of theirs.
#
#   sh tests/interop/run.sh [BUILD_DIR]
#
# Installs python3-icalendar, khal, calcurse, vdirsyncer and Radicale
# (.ci/interop-packages) where it can, and ical.js into the build directory
# with the npm that is there; names what it skips. The program is that of
# BUILD_DIR, else of build/gcc, else it is built. Ends with one line.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
here=$root/tests/interop
data=$root/../shared/data/ics
home=$root/build/interop
mkdir -p "$home"

{
	sh .ci/install.sh interop-packages || true
	command -v npm >/dev/null || sh .ci/install.sh interop-node || true
	command -v chromium >/dev/null || sh .ci/install.sh interop-browser || true
} >"$home/install.log" 2>&1

# ---- The program ----

build=${1:-$root/build/gcc}
if [ ! -x "$build/dateline" ]; then
	build=$home/program
	{
		cmake -S . -B "$build" -D CMAKE_BUILD_TYPE=Release -D DATELINE_TESTS=OFF
		cmake --build "$build" --target dateline -j "$(nproc 2>/dev/null || echo 2)"
	} >"$home/build.log" 2>&1 || {
		cat "$home/build.log" >&2
		exit 1
	}
fi
dateline=$(cd "$build" && pwd)/dateline

# ---- The others ----

python=
for one in /usr/bin/python3 python3; do
	[ -n "$python" ] || ! $one -c 'import icalendar' 2>/dev/null || python=$one
done
plain=${python:-python3}
has()
{
	command -v "$1" >/dev/null
}
js=
if has node && has npm; then
	mkdir -p "$home/node"
	[ -e "$home/node/node_modules/ical.js" ] ||
		(cd "$home/node" && npm install --no-audit --no-fund --loglevel=error ical.js) >"$home/npm.log" 2>&1 || true
	[ ! -e "$home/node/node_modules/ical.js" ] || js=$home/node
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
export PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1 HOME="$work" TZ=UTC LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1386028800
export ASAN_OPTIONS="${ASAN_OPTIONS-detect_leaks=0}"

passed=0
failed=
skipped=

# check NAME COMMAND…: it says what it found; a failure is remembered.
check()
{
	checked=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed="$failed, $checked"
	fi
}

# Not in a list: a name that stands there already is not said twice.
skip()
{
	case $skipped in
	*"$1"*) ;;
	*) skipped="$skipped, $1" ;;
	esac
}

occurrences()
{
	printf '2013-01-01\t2015-01-01\t%s\t%s\n' "$1" "$2" | node "$here/occurrences.mjs" "$js"
}

# ---- Our export, read by others ----

"$dateline" -f "$work/own.db" import -q "$here/own.json" "$here/own.ics" >/dev/null 2>&1
"$dateline" -f "$work/sample.db" import -q "$root"/tests/data/sample/*.json >/dev/null
for name in own sample; do
	"$dateline" -f "$work/$name.db" export --format ics -o "$work/$name.ics"
	if [ -n "$python" ]; then
		check "icalendar ($name)" "$python" "$here/reads.py" "$dateline" "$work/$name.db" "$work/$name.ics"
	else
		skip python3-icalendar
	fi
	[ -n "$js" ] || {
		skip ical.js
		continue
	}
	occurrences "$work/$name.ics" "$work/$name.lines"
	check "ical.js ($name)" "$plain" "$here/expands.py" "$dateline" "$work/$name.db" "$work/$name.ics" "$work/$name.lines"
	for client in khal calcurse; do
		has $client || {
			skip $client
			continue
		}
		mkdir -p "$work/$client-$name"
		check "$client ($name)" "$plain" "$here/clients.py" $client "$work/$name.ics" "$work/$name.lines" \
			"$work/$client-$name" "$dateline" "$work/$name.db"
	done
done

# ---- There and back over a server ----

if has vdirsyncer && has radicale; then
	mkdir "$work/sync"
	check sync "$plain" "$here/sync.py" "$dateline" "$work/own.db" "$work/sync"
else
	skip "vdirsyncer and radicale"
fi

# ---- The calendars of others ----

if [ ! -d "$data" ]; then
	skip "the corpus of calendars"
elif [ -n "$python" ]; then
	mkdir "$work/corpus"
	check corpus "$python" "$here/corpus.py" "$dateline" "$data" "$work/corpus"
	if [ -n "$js" ]; then
		node "$here/occurrences.mjs" "$js" <"$work/corpus/jobs"
		check rules "$plain" "$here/rules.py" "$work/corpus"
	fi
fi

# ---- Other formats, in browsers and databases ----

if has node && has npm; then
	check formats sh "$here/formats.sh" "$dateline" "$home"
else
	skip node
fi

echo "interop: $passed passed${failed:+; FAILED: ${failed#, }}${skipped:+; skipped for want of: ${skipped#, }}"
[ -z "$failed" ]
