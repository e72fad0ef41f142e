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
# In turn, three times: the medians.
for turn in 1 2 3; do
	"$bench" parse "$dir/many.ics" >>"$dir/theirs"
	rm -f "$dir/many.db"
	"$process" run "$dateline" -q -f "$dir/many.db" import "$dir/many.ics" >>"$dir/ours"
done

# The median of a column.
median()
{
	cut -f "$2" "$dir/$1" | sort -n | sed -n 2p
}

parse=$(median theirs 2)
print=$("$bench" print "$dir/many.ics")

set -- $("$process" run "$dateline" -q -f "$dir/few.db" import "$dir/few.ics")
row "import of $few events" "$3" "MiB resident" "" "" less "at most 64"
row "import of $events events" "$(median ours 1)" "seconds" "icalparser_parse_string" "$(median theirs 1)" less "ratio at most 2"
row "import of $events events, both threads" "$(median ours 2)" "cpu seconds" "icalparser_parse_string" "$parse" less ""
row "import of $events events" "$(median ours 3)" "MiB resident" "icalparser_parse_string" "$(median theirs 3)" less "at most 64"
set -- $("$process" run "$dateline" -q -f "$dir/many.db" import "$dir/many.ics")
row "the same again: nothing new" "$2" "cpu seconds" "icalparser_parse_string" "$parse" less ""

set -- $("$bench" write "$dir/many.db")
row "export of $events events: writing them" "$1" "cpu seconds" "icalcomponent_as_ical_string_r" "$print" less "ratio at most 0.5"
set -- $("$process" run "$dateline" -q -f "$dir/many.db" export -o "$dir/out.ics")
row "export of $events events: out of the timeline" "$2" "cpu seconds" "the same, parsed before" "$(awk "BEGIN { print $parse + $print }")" less ""
row "export of $events events: the program" "$3" "MiB resident" "" "" less "at most 64"
