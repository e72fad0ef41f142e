# What the table says of its argument is in __dateline_reply, each word with a text behind a tab or without.

# One more candidate for each argument; what was typed before __dateline_cur in the same word stays.
function __dateline_add
	for item in $argv
		printf '%s\n' $__dateline_kept$item
	end
end

# What the timeline holds that begins so; it is asked itself, and says nothing where there is none.
function __dateline_values
	set -l program $__dateline_program
	type -q -- $program; or set program dateline
	if test -n "$__dateline_file"
		__dateline_add ($program --file=$__dateline_file completion values $argv[1] $__dateline_cur 2>/dev/null </dev/null)
	else
		__dateline_add ($program completion values $argv[1] $__dateline_cur 2>/dev/null </dev/null)
	end
end

# The first so many characters of the word are kept, the rest of it is completed.
function __dateline_keep
	set -g __dateline_kept $__dateline_kept(string sub -l $argv[1] -- $__dateline_cur)
	set -g __dateline_cur (string sub -s (math $argv[1] + 1) -- $__dateline_cur)
end

# Up to the last $argv[1] in the word is kept; false: there is none.
function __dateline_behind_last
	set -l head (string match -r -- "^.*$argv[1]" $__dateline_cur); or return 1
	__dateline_keep (string length -- $head)
end

# The same, up to the first.
function __dateline_behind_first
	set -l head (string match -r -- "^.*?$argv[1]" $__dateline_cur); or return 1
	__dateline_keep (string length -- $head)
end

function __dateline_query
	if test -n "$__dateline_ended"; and string match -q -- '-*' $__dateline_cur
		__dateline_keep 1
	end
	set -l name (string replace -r ':.*' '' -- $__dateline_cur)
	if __dateline_behind_first :
		__dateline_behind_last ,
		__dateline_table prefix:$name
		__dateline_offer $__dateline_reply
	else
		__dateline_table prefixes
		__dateline_add $__dateline_reply
	end
end

# ACTOR[:ROLE[:FOR]], REL:EVENT
function __dateline_part
	if string match -q -- '*:*:*' $__dateline_cur
		__dateline_behind_last :
		__dateline_values actor
	else if __dateline_behind_first :
		__dateline_add $argv
	else
		__dateline_values actor
	end
end

function __dateline_link
	if __dateline_behind_first :
		__dateline_values event
	else
		__dateline_add $argv:
	end
end

# What the table says a value is, and the words behind it.
function __dateline_offer
	switch "$argv[1]"
		case words
			__dateline_add $argv[2..-1]
		case list
			__dateline_behind_last ,
			__dateline_add $argv[2..-1]
		case file
			__dateline_add (__fish_complete_path $__dateline_cur)
		case folder
			__dateline_add (__fish_complete_directories $__dateline_cur '')
		case part
			__dateline_part $argv[2..-1]
		case link
			__dateline_link $argv[2..-1]
		case query
			__dateline_query
		case any ''
			return
		case '*'
			__dateline_values $argv[1]
	end
end

# The word of the list that the argument is or alone begins; '?': there is none.
function __dateline_whole
	set -l found
	for item in $__dateline_reply
		set -l word (string split -m 1 \t -- $item)[1]
		if test "$word" = "$argv[1]"
			echo $word
			return
		end
		if string match -q -- (string escape -- $argv[1])'*' $word
			set -a found $word
		end
	end
	if test (count $found) -eq 1
		echo $found
	else
		echo '?'
	end
end

# The words before the cursor: which command, which operand, whose value.
function __dateline_read
	for word in $argv
		if test -n "$__dateline_option"
			contains -- $__dateline_option -f --file; and set -g __dateline_file $word
			set -g __dateline_option
		else if test -z "$__dateline_ended"; and test "$word" = --
			set -g __dateline_ended yes
		else if test -z "$__dateline_ended"; and string match -q -- '--*=*' $word
			string match -q -- '--file=*' $word; and set -g __dateline_file (string replace -- --file= '' $word)
		else if test -z "$__dateline_ended"; and string match -q -r -- '^-f.' $word
			set -g __dateline_file (string sub -s 3 -- $word)
		else if test -z "$__dateline_ended"; and string match -q -r -- '^-.' $word
			__dateline_table "takes:$__dateline_path:$word"
			test (count $__dateline_reply) -gt 0; and set -g __dateline_option $word
		else if test -z "$__dateline_path"
			__dateline_table commands
			__dateline_enter (__dateline_whole $word)
		else if test -n "$__dateline_group"
			__dateline_table verbs:$__dateline_path
			__dateline_enter $__dateline_path.(__dateline_whole $word)
		else
			set -g __dateline_operand (math $__dateline_operand + 1)
		end
	end
end

# From here on, words belong to this command.
function __dateline_enter
	set -g __dateline_path $argv[1]
	set -g __dateline_group
	__dateline_table verbs:$argv[1]
	test (count $__dateline_reply) -gt 0; and set -g __dateline_group yes
end

function __dateline_complete
	set -l line (commandline -opc)
	set -g __dateline_program (string replace -r '^~/' "$HOME/" -- $line[1])
	set -g __dateline_cur (commandline -ct | string replace -r '^["\']' '')
	set -g __dateline_kept ''
	set -g __dateline_path ''
	set -g __dateline_operand 1
	for name in group option ended file
		set -g __dateline_$name
	end
	__dateline_read $line[2..-1]

	if test -n "$__dateline_option"
		__dateline_table "takes:$__dateline_path:$__dateline_option"
		__dateline_offer $__dateline_reply
	else if test -z "$__dateline_ended"; and string match -q -- '--*=*' $__dateline_cur
		__dateline_table "takes:$__dateline_path:"(string replace -r '=.*' '' -- $__dateline_cur)
		__dateline_behind_first =
		__dateline_offer $__dateline_reply
	else if test -z "$__dateline_ended"; and string match -q -- '-*' $__dateline_cur
		__dateline_table "options:$__dateline_path"
		__dateline_add $__dateline_reply
	else if test -z "$__dateline_path"
		__dateline_table commands
		__dateline_add $__dateline_reply
	else if test -n "$__dateline_group"
		__dateline_table verbs:$__dateline_path
		__dateline_add $__dateline_reply
	else
		__dateline_table operand:$__dateline_path:$__dateline_operand
		__dateline_offer $__dateline_reply
	end
end

complete -c dateline -f -a '(__dateline_complete)'
