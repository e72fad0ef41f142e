#!/bin/sh
# The completions of zsh and fish, where these are installed: read by the shell
# itself, and driven by its own completion. (tests/cli/completion does it with bash.)
#
#   sh tests/house/completion.sh SOURCE_DIR BINARY_DIR
set -eu
program=$2/dateline
[ -x "$program" ] || exit 77

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
PATH=$2:$PATH
DATELINE_DB=$work/t.db
HOME=$work
SOURCE_DATE_EPOCH=1700000000
TERM=xterm
LC_ALL=C.UTF-8
export PATH DATELINE_DB HOME SOURCE_DATE_EPOCH TERM LC_ALL

dateline -q import "$1"/tests/data/sample/*.json
dateline query save mine actor:us
cp "$work/t.db" "$work/other.db"
broken=0
found=0

# What is typed, and what stands there when the key has been pressed.
cat >"$work/expected" <<'END'
dateline imp|dateline import 
dateline actor sh|dateline actor show 
dateline act a|dateline act add 
dateline frobnicate a|dateline frobnicate a
dateline list --revers|dateline list --reverse 
dateline list --sort=r|dateline list --sort=relevance 
dateline list --sort r|dateline list --sort relevance 
dateline list acto|dateline list actor:
dateline list actor:christopher|dateline list actor:christopher-painter 
dateline list actor:china,united-s|dateline list actor:china,united-states 
dateline list status:post|dateline list status:postponed 
dateline list query:|dateline list query:mine 
dateline list -- -acto|dateline list -- -actor:
dateline show sun|dateline show sunnylands-summit-2013 
dateline set sunny --with china:hos|dateline set sunny --with china:host 
dateline set sunny --with china:host:chil|dateline set sunny --with china:host:chile 
dateline set sunny --link fol|dateline set sunny --link follows:
dateline set sunny --link follows:su|dateline set sunny --link follows:sunnylands-summit-2013 
dateline stats --by year,ac|dateline stats --by year,actor 
dateline list -f nowhere.db actor:chil|dateline list -f nowhere.db actor:chil
dateline list --file=other.db actor:chil|dateline list --file=other.db actor:chile 
dateline query show |dateline query show mine 
END

# same NAME: did that shell do what is expected?
same()
{
	diff -u "$work/expected" "$work/$1" >"$work/diff" || {
		echo "$1:"
		sed 1,2d "$work/diff"
		broken=1
	}
}

try_zsh()
{
	dateline completion zsh >"$work/dateline.zsh"
	zsh -n "$work/dateline.zsh" || broken=1
	zsh -f -c 'zmodload zsh/zpty' 2>/dev/null || {
		echo "zsh has no zsh/zpty: its completion is not driven"
		return 0
	}
	cat >"$work/drive.zsh" <<'END'
zmodload zsh/zpty
ready() { local i; for ((i = 0; i < 400; i++)); do [[ $(wc -l <out) -ge $1 ]] && return; sleep 0.05; done; print "no answer"; exit 1; }
: >out
zpty z "zsh -f -i"
zpty -w z "module_path=($module_path); fpath=($fpath); zmodload zsh/zle zsh/complete; setopt zle; PROMPT=; stty -echo"
zpty -w z "autoload -Uz compinit; compinit -u -d $PWD/dump; source ./dateline.zsh"
zpty -w z 'out() { print -r -- "$BUFFER" >>out; BUFFER= }; zle -N out; bindkey "^X" out'
zpty -w z 'bindkey "^I" expand-or-complete; setopt no_auto_menu; print ready >>out'
ready 1
n=1
while IFS='|' read -r typed _; do
	zpty -n -w z "$typed"$'\t\x18'
	ready $((++n))
	print -r -- "$typed|$(tail -n 1 out)" >>zsh
done <expected
zpty -d z
END
	(cd "$work" && zsh -f drive.zsh) && same zsh || broken=1
}

# fish says what it would offer: where that is one thing, it is put there; with a blank, unless more is to come.
try_fish()
{
	dateline completion fish >"$work/dateline.fish"
	fish --no-execute "$work/dateline.fish" || broken=1
	cat >"$work/drive.fish" <<'END'
source dateline.fish
while read -l line
	set -l typed (string replace -r '\|.*' '' -- $line)
	set -l offers (complete -C "$typed" | string replace -r '\t.*' '')
	if test (count $offers) -eq 1
		set -l head (string replace -r '[^ ]*$' '' -- $typed)
		string match -q '*:' -- $offers; and echo "$typed|$head$offers"; or echo "$typed|$head$offers "
	else
		echo "$typed|$typed"
	end
end <expected >fish
END
	(cd "$work" && fish --no-config drive.fish) && same fish || broken=1
}

bash -n /dev/null 2>/dev/null && {
	dateline completion bash >"$work/dateline.bash"
	bash -n "$work/dateline.bash" || broken=1
	found=1
}
for shell in zsh fish; do
	if command -v $shell >/dev/null; then
		found=1
		"try_$shell"
	else
		echo "$shell is not installed: its completion is not tried"
	fi
done
[ $found = 1 ] || exit 77
exit $broken
