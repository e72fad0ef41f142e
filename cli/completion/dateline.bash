# What the table says of the first argument is in `reply`.

# One more candidate; what was typed before `cur` in the same word stays.
__dateline_add()
{
	[[ $1 == "$cur"* ]] && candidates+=("$kept$1")
}

# The word of the list that $1 is or alone begins, in REPLY; '?': there is none.
__dateline_whole()
{
	local word found=
	for word in "${reply[@]}"; do
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
	local value program=$program
	type "$program" >/dev/null 2>&1 || program=dateline
	while IFS=$'\t' read -r value _; do
		__dateline_add "$value"
	done < <("$program" ${file:+--file="$file"} completion values "$1" "$cur" 2>/dev/null </dev/null)
}

# $1 is kept, the rest of the word is completed.
__dateline_keep()
{
	kept+=$1
	cur=${cur#"$1"}
}

__dateline_query()
{
	[[ $ended && $cur == -* ]] && __dateline_keep -
	if [[ $cur == *:* ]]; then
		__dateline_table "prefix:${cur%%:*}"
		__dateline_keep "${cur%%:*}:"
		[[ $cur == *,* ]] && __dateline_keep "${cur%,*},"
		__dateline_offer "${reply[@]}"
	else
		__dateline_table prefixes
		__dateline_offer words "${reply[@]}"
	fi
}

# ACTOR[:ROLE[:FOR]], REL:EVENT
__dateline_part()
{
	case $cur in
	*:*:*) __dateline_keep "${cur%:*}:" && __dateline_offer actor ;;
	*:*) __dateline_keep "${cur%%:*}:" && __dateline_offer words "$@" ;;
	*) __dateline_offer actor ;;
	esac
}

__dateline_link()
{
	if [[ $cur == *:* ]]; then
		__dateline_keep "${cur%%:*}:"
		__dateline_offer event
	else
		__dateline_offer words "${@/%/:}"
	fi
}

__dateline_files()
{
	local name
	while IFS= read -r name; do
		candidates+=("$kept$name")
	done < <(compgen "$1" -- "$cur")
	compopt -o filenames 2>/dev/null
}

# What the table says a value is, and the words behind it.
__dateline_offer()
{
	local takes=$1 word
	[[ $takes ]] && shift
	case $takes in
	words) for word; do __dateline_add "$word"; done ;;
	list)
		[[ $cur == *,* ]] && __dateline_keep "${cur%,*},"
		for word; do __dateline_add "$word"; done
		;;
	file) __dateline_files -f ;;
	folder) __dateline_files -d ;;
	part) __dateline_part "$@" ;;
	link) __dateline_link "$@" ;;
	query) __dateline_query ;;
	any | '') ;;
	*) __dateline_values "$takes" ;;
	esac
}

# The words as they were typed, in `line`, up to the one under the cursor: where
# bash cuts them at ':' and '=', these are put together again.
__dateline_words()
{
	local i word last
	line=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		last=$((${#line[@]} - 1))
		if ((last > 0)) && [[ $word == [:=]* || ${COMP_WORDS[i - 1]} == *[:=] ]] &&
			[[ -z $COMP_LINE || $COMP_LINE == *"${line[last]}$word"* ]] &&
			[[ $word == [:=]* || $COMP_WORDBREAKS == *"${COMP_WORDS[i - 1]: -1}"* ]] &&
			[[ ${COMP_WORDS[i - 1]} != --*=?* ]]; then
			line[last]+=$word
		else
			line+=("$word")
		fi
	done
}

# Without the quotes around it, of which the one that closes may not be there yet.
__dateline_bare()
{
	REPLY=$1
	case $REPLY in
	\'*) REPLY=${REPLY#\'} REPLY=${REPLY%\'} ;;
	\"*) REPLY=${REPLY#\"} REPLY=${REPLY%\"} ;;
	'~/'*) REPLY=$HOME/${REPLY#'~/'} ;;
	esac
}

# The words before the cursor: which command, which operand, whose value.
__dateline_read()
{
	local i word
	for ((i = 1; i < ${#line[@]} - 1; i++)); do
		__dateline_bare "${line[i]}"
		word=$REPLY
		if [[ $option ]]; then
			[[ $option == -f || $option == --file ]] && file=$word
			option=
		elif [[ ! $ended && $word == -- ]]; then
			ended=yes
		elif [[ ! $ended && $word == --*=* ]]; then
			[[ $word == --file=* ]] && file=${word#*=}
		elif [[ ! $ended && $word == -f?* ]]; then
			file=${word#-f}
		elif [[ ! $ended && $word == -?* ]]; then
			__dateline_table "takes:$path:$word"
			((${#reply[@]})) && option=$word
		elif [[ ! $path || $group ]]; then
			if [[ $group ]]; then __dateline_table "verbs:$path"; else __dateline_table commands; fi
			__dateline_whole "$word"
			path=$path${group:+.}$REPLY
			__dateline_table "verbs:$path"
			group=
			((${#reply[@]})) && group=yes
		else
			operand=$((operand + 1))
		fi
	done
}

_dateline()
{
	local -a line=() reply=() candidates=()
	local REPLY cur kept= path= group= operand=1 option= ended= file= program typed i
	COMPREPLY=()
	__dateline_words
	program=${line[0]/#\~\//$HOME/}
	__dateline_read
	typed=${line[${#line[@]} - 1]}
	cur=${typed#[\"\']}

	if [[ $option ]]; then
		__dateline_table "takes:$path:$option"
		__dateline_offer "${reply[@]}"
	elif [[ ! $ended && $cur == --*=* ]]; then
		__dateline_table "takes:$path:${cur%%=*}"
		__dateline_keep "${cur%%=*}="
		__dateline_offer "${reply[@]}"
	elif [[ ! $ended && $cur == -* ]]; then
		__dateline_table "options:$path"
		__dateline_offer words "${reply[@]}"
	elif [[ ! $path ]]; then
		__dateline_table commands
		__dateline_offer words "${reply[@]}"
	elif [[ $group ]]; then
		__dateline_table "verbs:$path"
		__dateline_offer words "${reply[@]}"
	else
		__dateline_table "operand:$path:$operand"
		__dateline_offer "${reply[@]}"
	fi

	# Of a word that bash has cut, it wants only the last piece.
	if [[ $typed != "${COMP_WORDS[COMP_CWORD]}" ]]; then
		kept=$typed
		while [[ $kept && $kept != *[:=] ]]; do kept=${kept%?}; done
		for ((i = 0; i < ${#candidates[@]}; i++)); do
			candidates[i]=${candidates[i]#"$kept"}
		done
	fi
	COMPREPLY=("${candidates[@]}")
	[[ ${#candidates[@]} -eq 1 && ${candidates[0]} == *[:=] ]] && compopt -o nospace 2>/dev/null
	return 0
}

complete -F _dateline dateline
