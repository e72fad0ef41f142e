#!/bin/sh
# No function of more than 60 lines, no file of 600: when one gets there, look
# for the table hiding in it.
#
#   sh tests/house/sizes.sh SOURCE_DIR
set -eu
cd "$1"

find core cli -name '*.[ch]' | LC_ALL=C sort | xargs awk '
function end_of_file() {
	if (lines >= 600) { printf "%s: %d lines\n", name, lines; bad = 1 }
}
FNR == 1 { if (NR > 1) end_of_file(); name = FILENAME; inside = 0 }
{ lines = FNR }
/^[A-Za-z].*\(/ { head = $0 }
/^\{/ { inside = FNR; title = head }
/^\}/ {
	if (inside && FNR - inside - 1 > 60) {
		printf "%s:%d: %d lines: %s\n", FILENAME, inside, FNR - inside - 1, title
		bad = 1
	}
	inside = 0
}
END { end_of_file(); exit bad }'
