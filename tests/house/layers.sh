#!/bin/sh
# Who includes what, and where the names of the libraries below us may stand
# (design.md §6). Prints every line that breaks a rule.
#
#   sh tests/house/layers.sh SOURCE_DIR
set -eu
cd "$1"
house=tests/house

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# All lines of our code as FILE:LINE:TEXT, without comments and strings.
find core cli -name '*.[ch]' | LC_ALL=C sort >"$work/files"
while IFS= read -r file; do
	awk -f $house/plain.awk "$file" | awk -v file="$file" '{ print file ":" NR ":" $0 }'
done <"$work/files" >"$work/lines"

# The generators of core/model/countries/ run at build time: they are programs.
grep '^core/' "$work/lines" | grep -v '^core/model/countries/' >"$work/library.core" || :
grep '^core/base/' "$work/lines" >"$work/library.base" || :

broken=0
report()
{
	[ -s "$1" ] || return 0
	echo "$2:"
	sed 's/^/  /' "$1"
	broken=1
}

# A layer includes itself and those that are named for it.
below()
{
	case $1 in
	base) ;;
	dates) echo base ;;
	store) echo dates base ;;
	ledger) echo store dates base ;;
	model) echo ledger store dates base ;;
	query) echo model ledger store dates base ;;
	formats) echo dates base ;; # knows of no database
	*) echo "core/$1 is no layer that $0 knows" >&2 && exit 1 ;;
	esac
}

for directory in core/*/; do
	layer=${directory#core/}
	layer=${layer%/}
	[ "$layer" = include ] && continue
	allowed="$layer $(below "$layer")"
	grep "^core/$layer/" "$work/lines" | grep '#[ \t]*include[ \t]*"' >"$work/includes" || :
	awk -v allowed="$allowed" '
	BEGIN { n = split(allowed, names, " "); for (i = 1; i <= n; i++) ok[names[i]] = 1 }
	{
		path = $0
		sub(/^[^"]*"/, "", path)
		sub(/".*/, "", path)
		layer = path
		if (!sub(/\/.*/, "", layer)) next # a file beside it
		if (!(layer in ok)) print
	}' "$work/includes" >"$work/wrong"
	report "$work/wrong" "core/$layer may include only: $allowed"
done

# The program is the first customer of the library.
grep '^cli/' "$work/lines" | grep '#[ \t]*include' |
	grep -E '"[^"]*/|<(core|base|dates|store|ledger|model|query|formats|cjson|libical|unicode|sqlite3)[/.>]' \
		>"$work/wrong" || :
report "$work/wrong" "cli includes its own headers, <dateline/…> and the system's"

grep '^core/include/' "$work/lines" | grep '#[ \t]*include' |
	grep -vE '<(dateline/[a-z_]+|std[a-z]+|limits|float|inttypes)\.h>' >"$work/wrong" || :
report "$work/wrong" "public headers include <dateline/…> and the language's own"

# names PATTERN ALLOWED TEXT: lines with PATTERN in files that do not match ALLOWED.
names()
{
	grep -E "^[^:]*:[0-9]*:(.*[^A-Za-z0-9_])?($1)" "${4:-$work/lines}" | grep -vE "^($2)" >"$work/wrong" || :
	report "$work/wrong" "$3"
}

nowhere='nowhere/'
names 'sqlite3(_|\.h)' 'core/store/' "SQLite is seen in core/store only"
names 'ical[a-z]*_|libical/' 'core/formats/|core/query/recurrence|core/dates/(zone|rule_foreign)' \
	"libical is seen in core/formats, core/query/recurrence*, core/dates/zone*, core/dates/rule_foreign.c"
# A reader of documents is handed the parsed text: format.h names the struct, and no more.
names 'cJSON|cjson/' 'core/(base|ledger|model|formats)/|core/include/dateline/format\.h' "cJSON is seen in core/base, ledger, model and formats"
names 'u_[a-z]|unorm2_|utrans_|uldn_|uloc_|ubrk_|ucol_|UChar|unicode/' 'core/base/|core/model/countries/' \
	"ICU is seen in core/base and in the generator of countries"
names '(v?printf|v?fprintf|puts|putchar|perror)[ \t]*\(|std(out|err)[^A-Za-z0-9_]' "$nowhere" \
	"the library does not print" "$work/library.core"
names '(exit|_exit|abort|quick_exit|raise)[ \t]*\(' "$nowhere" "the library does not exit" "$work/library.core"
names '(time|clock|clock_gettime|gettimeofday|timespec_get|localtime(_r)?|mktime)[ \t]*\(' "$nowhere" \
	"the library does not read the clock" "$work/library.core"
names '(secure_)?getenv[ \t]*\(|setlocale[ \t]*\(|localeconv[ \t]*\(|environ[^A-Za-z0-9_]' "$nowhere" \
	"the library reads neither environment nor locale" "$work/library.core"
names 'FILE[ \t*]|f?open(at)?[ \t]*\(|unistd\.h|fcntl\.h' "$nowhere" "base does no input or output" "$work/library.base"

exit $broken
