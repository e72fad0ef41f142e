# What the table says of the first argument is in `reply`.

# The word of the list that $1 is or alone begins, in REPLY; '?': there is none.
__dateline_whole()
{
	local word found= item
	for item in "${reply[@]}"; do
		word=${item%%:*}
		if [[ $word == "$1" ]]; then
			found=$word
			break
		fi
		[[ $word == "$1"* ]] && found=${found:+?}${found:-$word}
	done
	REPLY=${found:-?}
}

# What the timeline holds that begins so; it is asked itself, and says nothing where there is none.
__dateline_values()
{
	local value text program=${(Q)words[1]}
	local -a items
	program=${program/#\~\//$HOME/}
	whence -- "$program" >/dev/null || program=dateline
	while IFS=$'\t' read -r value text; do
		items+=("${value//:/\\:}${text:+:$text}")
	done < <("$program" ${file:+"--file=$file"} completion values "$1" "$PREFIX" 2>/dev/null </dev/null)
	_describe "$1" items
}

__dateline_query()
{
	[[ -n $ended ]] && compset -P '-'
	if [[ $PREFIX == *:* ]]; then
		__dateline_table "prefix:${PREFIX%%:*}"
		compset -P 1 '*:'
		compset -P '*,'
		__dateline_offer "${reply[@]}"
	else
		__dateline_table prefixes
		_describe -t prefixes prefix reply -S ''
	fi
}

# ACTOR[:ROLE[:FOR]], REL:EVENT
__dateline_part()
{
	if compset -P 2 '*:'; then
		__dateline_values actor
	elif compset -P 1 '*:'; then
		compadd -- "$@"
	else
		__dateline_values actor
	fi
}

__dateline_link()
{
	if compset -P 1 '*:'; then
		__dateline_values event
	else
		compadd -S ':' -- "$@"
	fi
}

# What the table says a value is, and the words behind it.
__dateline_offer()
{
	local takes=$1
	[[ -n $takes ]] && shift
	case $takes in
	words) compadd -- "$@" ;;
	list) compset -P '*,'; compadd -- "$@" ;;
	file) _files ;;
	folder) _files -/ ;;
	part) __dateline_part "$@" ;;
	link) __dateline_link "$@" ;;
	query) __dateline_query ;;
	any | '') return 1 ;;
	*) __dateline_values "$takes" ;;
	esac
}

# The words before the cursor: which command, which operand, whose value.
__dateline_read()
{
	local i word
	for ((i = 2; i < CURRENT; i++)); do
		word=${(Q)words[i]}
		if [[ -n $option ]]; then
			[[ $option == -f || $option == --file ]] && file=${word/#\~\//$HOME/}
			option=
		elif [[ -z $ended && $word == -- ]]; then
			ended=yes
		elif [[ -z $ended && $word == --*=* ]]; then
			[[ $word == --file=* ]] && file=${word#*=}
		elif [[ -z $ended && $word == -f?* ]]; then
			file=${word#-f}
		elif [[ -z $ended && $word == -?* ]]; then
			__dateline_table "takes:$path_:$word"
			((${#reply})) && option=$word
		elif [[ -z $path_ || -n $group ]]; then
			if [[ -n $group ]]; then __dateline_table "verbs:$path_"; else __dateline_table commands; fi
			__dateline_whole "$word"
			path_=$path_${group:+.}$REPLY
			__dateline_table "verbs:$path_"
			group=
			((${#reply})) && group=yes
		else
			operand=$((operand + 1))
		fi
	done
	return 0
}

_dateline()
{
	local -a reply
	local REPLY path_= group= operand=1 option= ended= file=
	__dateline_read

	if [[ -n $option ]]; then
		__dateline_table "takes:$path_:$option"
		__dateline_offer "${reply[@]}"
	elif [[ -z $ended && $PREFIX == --*=* ]]; then
		__dateline_table "takes:$path_:${PREFIX%%=*}"
		compset -P 1 '*='
		__dateline_offer "${reply[@]}"
	elif [[ -z $ended && $PREFIX == -* ]]; then
		__dateline_table "options:$path_"
		_describe -o option reply
	elif [[ -z $path_ ]]; then
		__dateline_table commands
		_describe command reply
	elif [[ -n $group ]]; then
		__dateline_table "verbs:$path_"
		_describe verb reply
	else
		__dateline_table "operand:$path_:$operand"
		__dateline_offer "${reply[@]}"
	fi
}

# Found in $fpath, this file is the function itself; read by a start-up file, it only defines it.
if [[ ${funcstack[1]} == _dateline ]]; then
	_dateline "$@"
else
	compdef _dateline dateline
fi
