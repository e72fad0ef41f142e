# C without its comments and with the content of its strings and character
# constants left out, line by line: what is only talked about is not used.
# Include lines are kept whole.
{
	line = $0
	if (!comment && line ~ /^[ \t]*#[ \t]*include/) {
		sub(/[ \t]*\/[\/*].*/, "", line)
		print line
		next
	}
	out = ""
	while (line != "") {
		if (comment) {
			end = index(line, "*/")
			if (!end) { line = ""; break }
			line = substr(line, end + 2)
			comment = 0
			continue
		}
		if (!match(line, /\/\*|\/\/|["']/)) { out = out line; break }
		out = out substr(line, 1, RSTART - 1)
		what = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		if (what == "//") break
		if (what == "/*") { comment = 1; continue }
		out = out what what
		while (line != "") {
			c = substr(line, 1, 1)
			line = substr(line, c == "\\" ? 3 : 2)
			if (c == what) break
		}
	}
	print out
}
