#!/bin/sh
# What schemas, databases and browsers make of our other formats.
#
#   sh tests/interop/formats.sh DATELINE HOME
#
# Packages of npm go to HOME/node. Prints what was checked, and what was not for
# want of something; exit code 1 when something is not as it should be.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
dateline=$1
home=$2
csv=$root/../shared/data/meetings/whitehouse_diplomatic_contacts_2021_2026.csv
export SOURCE_DATE_EPOCH=1796083200 ASAN_OPTIONS="${ASAN_OPTIONS-detect_leaks=0}"

packages="ajv ajv-formats @duckdb/node-api puppeteer-core axe-core @knight-lab/timelinejs vis-timeline vis-data
	vega vega-lite vega-embed markdown-it d3-force"
mkdir -p "$home/node"
for package in $packages; do
	[ -e "$home/node/node_modules/$package" ] || missing="${missing-} $package"
done
# shellcheck disable=SC2086
if [ -n "${missing-}" ] && ! (cd "$home/node" && npm install --no-audit --no-fund --loglevel=error $missing) >"$home/formats-npm.log" 2>&1; then
	echo "formats: skipped: npm could not install$missing"
	exit 0
fi
export NODE_DIR="$home/node"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
done=
skipped=
bad=

check()
{
	name=$1
	shift
	if "$@" >"$work/log" 2>&1; then
		done="$done, $name"
	else
		bad=1
		echo "formats: $name:" >&2
		cat "$work/log" >&2
	fi
}

"$dateline" -f "$work/sample.db" import -q "$root"/tests/data/sample/*.json >/dev/null
"$dateline" -f "$work/nasty.db" import -q --new "$here/nasty.csv" >/dev/null 2>&1
# Dates of every kind, of events that somebody might have thrown dice for.
awk 'BEGIN {
	srand(7)
	split("2013-07-08|2013-07|2013|2013-06-07/2013-06-08|../2013-06-03|2013-06-03/..|2013-07-08T14:00:00Z|[2013-05-01..2013-05-20]|2013-23|2013~|201X|{2013-05-01,2013-05-03}|-0044-03-15|Y12000|unknown", when, "|")
	split("rumoured expected announced confirmed held postponed cancelled", status, " ")
	split("china us france germany japan russia", actor, " ")
	print "title,when,status,type,actors,topics,place.name,description"
	for (i = 0; i < 400; i++)
		printf "Event %d,\"%s\",%s,%s,%s:host; %s,%s,%s,%s\n", i, when[1 + int(rand() * 15)], status[1 + int(rand() * 7)],
			rand() < .5 ? "talks" : "visit", actor[1 + int(rand() * 3)], actor[4 + int(rand() * 3)],
			rand() < .5 ? "trade" : "", rand() < .3 ? "Geneva" : "", rand() < .5 ? "About, or not." : ""
}' | sed 's/,\(About, or not.\)$/,"\1"/' >"$work/random.csv"
"$dateline" -f "$work/random.db" import -q --new "$work/random.csv" >/dev/null 2>"$work/random.log" || {
	cat "$work/random.log" >&2
	exit 1
}
"$dateline" -f "$work/random.db" export -o "$work/random.json"
check "schema (random)" node "$here/schema.mjs" "$NODE_DIR" "$root/core/formats/dateline-1.schema.json" "$work/random.json"

sets="sample nasty"
if [ -r "$csv" ]; then
	"$dateline" -f "$work/contacts.db" import -q --link-actors "$csv" \
		--map when=date,type=kind,description=first_text,source.url=source_url,source.published=published_time >/dev/null 2>&1
	sets="$sets contacts"
else
	skipped="$skipped, the contacts"
fi

# The beginning of each in every format; of the contacts a year, which a picture can hold.
for set in $sets; do
	query=
	[ "$set" = contacts ] && query=date:2024
	for format in timeline.json vis.json geojson jsonld graph.json graphml vl.json md html svg; do
		# shellcheck disable=SC2086
		"$dateline" -f "$work/$set.db" export -q -o "$work/$set.$format" --today 2024-12-31 $query 2>/dev/null
	done
	"$dateline" -f "$work/$set.db" export -o "$work/$set.json"
	"$dateline" -f "$work/$set.db" export -o "$work/$set.ndjson"
	events=$(wc -l <"$work/$set.ndjson")
	check "schema ($set)" node "$here/schema.mjs" "$NODE_DIR" "$root/core/formats/dateline-1.schema.json" "$work/$set.json"
	check "duckdb ($set)" node "$here/duck.mjs" "$NODE_DIR" "$work/$set.ndjson" "$events"
	check "Vega-Lite's schema ($set)" node "$here/vega-schema.mjs" "$work/$set.vl.json"
	check "markdown-it ($set)" node "$here/md.mjs" "$work/$set.md"
done

export CHROMIUM="${CHROMIUM-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}"
if [ -z "$CHROMIUM" ]; then
	skipped="$skipped, a browser"
elif ! timeout 60 node "$here/probe.mjs" >"$work/probe.log" 2>&1; then
	skipped="$skipped, a browser that starts"
else
	for set in $sets; do
		rows=$(grep -c '^<tr data-' "$work/$set.html" || true)
		check "the page ($set)" node "$here/page.mjs" "$NODE_DIR" "$work/$set.html" "$rows"
		check "vis-timeline ($set)" node "$here/vis.mjs" "$work/$set.vis.json" "$work/vis.png"
		check "TimelineJS ($set)" node "$here/timelinejs.mjs" "$work/$set.timeline.json" "$work/timeline.png"
		check "Vega-Lite ($set)" node "$here/vega.mjs" "$work/$set.vl.json" "$work/vega.png"
		check "GeoJSON, JSON-LD, graphs ($set)" node "$here/documents.mjs" "$work/$set.geojson" "$work/$set.jsonld" \
			"$work/$set.graph.json" "$work/$set.graphml"
	done
	if [ -e "$work/contacts.db" ]; then
		"$dateline" -f "$work/contacts.db" export -q -o "$work/many.html" --today 2024-12-31 --group-by actor --lanes 12 \
			date:2023..2024
		check "a page of more than 500" node "$here/page.mjs" "$NODE_DIR" "$work/many.html" \
			"$(grep -c '^<tr data-' "$work/many.html")"
	fi
fi
echo "formats: ${done#, }${skipped:+; skipped for want of ${skipped#, }}"
[ -z "$bad" ]
