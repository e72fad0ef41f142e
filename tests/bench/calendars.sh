#!/bin/sh
# A calendar of FEW events in, and what is on in thirty days of it, beside khal and calcurse where they are installed.
set -eu
build=$1
few=${FEW:-10000}
dateline=$build/dateline
process=$build/tests/bench_process
dir=$(mktemp -d "${TMPDIR:-/tmp}/dateline-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

row()
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@"
}

# What the import took, in seconds of processor time, and its question, in milliseconds.
beside()
{
	row "import of a calendar of $few events" "$import" "cpu seconds" "$1" "$2" less ""
	row "thirty days of it" "$ours" "ms, a process" "$1" "$3" less ""
}

"$build/tests/bench_ics" make "$few" >"$dir/few.ics"
set -- $("$process" run "$dateline" -q -f "$dir/few.db" import "$dir/few.ics")
import=$2
question="$dateline -f $dir/few.db list date:2013-06-04..2013-07-04"

if command -v calcurse >/dev/null; then
	mkdir "$dir/calcurse"
	set -- $("$process" run calcurse -q -D "$dir/calcurse" -C "$dir/calcurse" -i "$dir/few.ics")
	theirs=$2
	set -- $("$process" turns 5 $question -- calcurse -D "$dir/calcurse" -C "$dir/calcurse" -Q --from 06/04/2013 --to 07/04/2013)
	ours=$1
	beside calcurse "$theirs" "$2"
else
	echo "calendars.sh: no calcurse: left out" >&2
fi

if command -v khal >/dev/null; then
	mkdir "$dir/khal"
	cat >"$dir/khal.conf" <<-END
	[calendars]
	[[few]]
	path = $dir/khal
	[sqlite]
	path = $dir/khal.db
	[locale]
	dateformat = %Y-%m-%d
	longdateformat = %Y-%m-%d
	datetimeformat = %Y-%m-%d %H:%M
	longdatetimeformat = %Y-%m-%d %H:%M
	END
	set -- $("$process" run khal -c "$dir/khal.conf" import --batch -a few "$dir/few.ics")
	theirs=$2
	set -- $("$process" turns 5 $question -- khal -c "$dir/khal.conf" list 2013-06-04 30d)
	ours=$1
	beside khal "$theirs" "$2"
else
	echo "calendars.sh: no khal: left out" >&2
fi
