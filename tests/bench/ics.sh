#!/bin/sh
# Calendars of EVENTS events in and out, beside libical on the same file.
set -eu
build=$1
events=${EVENTS:-100000}
few=$((events / 10))
bench=$build/tests/bench_ics
process=$build/tests/bench_process
dateline=$build/dateline
dir=$(mktemp -d "${TMPDIR:-/tmp}/dateline-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

row()
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

"$bench" make "$events" >"$dir/many.ics"
"$bench" make "$few" >"$dir/few.ics"
set -- $("$bench" parse "$dir/many.ics")
parse=$1
parse_mib=$2
print=$("$bench" print "$dir/many.ics")

set -- $("$process" run "$dateline" -q -f "$dir/few.db" import "$dir/few.ics")
row "import of $few events" "$3" "MiB resident" "" "" less "at most 64"
set -- $("$process" run "$dateline" -q -f "$dir/many.db" import "$dir/many.ics")
row "import of $events events" "$2" "cpu seconds" "icalparser_parse_string" "$parse" less "ratio at most 2"
row "import of $events events" "$3" "MiB resident" "icalparser_parse_string" "$parse_mib" less "at most 64"
set -- $("$process" run "$dateline" -q -f "$dir/many.db" import "$dir/many.ics")
row "the same again: nothing new" "$2" "cpu seconds" "icalparser_parse_string" "$parse" less ""

set -- $("$bench" write "$dir/many.db")
row "export of $events events: writing them" "$1" "cpu seconds" "icalcomponent_as_ical_string_r" "$print" less "ratio at most 0.5"
set -- $("$process" run "$dateline" -q -f "$dir/many.db" export -o "$dir/out.ics")
row "export of $events events: out of the timeline" "$2" "cpu seconds" "the same, parsed before" "$(awk "BEGIN { print $parse + $print }")" less ""
row "export of $events events: the program" "$3" "MiB resident" "" "" less "at most 64"
