/* Content lines in an order of their own: calendar programs write the same ones, and their parameters, in any. */
#include "base/arena.h"
#include "base/array.h"
#include "model/calendar.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { DEPTH_MOST = 16, PARTS_MOST = 32 };

typedef struct liner {
	dtl_arena arena;
	dtl_slice *lines;
	size_t count, cap;
	bool failed;
} liner;

static bool begins(dtl_slice line, const char *word)
{
	return line.len >= strlen(word) && strncasecmp(line.data, word, strlen(word)) == 0;
}

static void add_line(liner *l, const char *at, size_t len)
{
	dtl_slice *room = dtl_array_room(l->lines, &l->cap, l->count, sizeof *room);
	if (!room) {
		l->failed = true;
		return;
	}
	l->lines = room;
	room[l->count++] = (dtl_slice){ at, len };
}

static int by_text(const void *a, const void *b)
{
	return dtl_slice_compare(*(const dtl_slice *)a, *(const dtl_slice *)b);
}

/* The end of a part that ends with one of the two characters outside quotes. */
static const char *part_end(const char *at, const char *end, char one, char other)
{
	bool quoted = false;
	for (; at < end && (quoted || (*at != one && *at != other)); at++)
		quoted = quoted != (*at == '"');
	return at;
}

/* Parts between semicolons up to `end`, sorted, each with a semicolon before it. */
static void add_parts(dtl_text *out, const char *at, const char *end)
{
	dtl_slice parts[PARTS_MOST];
	size_t count = 0;
	while (at < end && count < PARTS_MOST) {
		const char *stop = count + 1 < PARTS_MOST ? part_end(at, end, ';', ';') : end;
		parts[count] = (dtl_slice){ at, (size_t)(stop - at) };
		/* What DTSTART and its like are anyway. */
		count += !dtl_slice_is(parts[count], "VALUE=DATE-TIME");
		at = stop < end ? stop + 1 : end;
	}
	if (count > 1)
		qsort(parts, count, sizeof *parts, by_text);
	for (size_t i = 0; i < count; i++) {
		dtl_text_add_char(out, ';');
		dtl_text_add_len(out, parts[i].data, parts[i].len);
	}
}

/* A line with its parameters, and the parts of a rule, in order. A rule may stand alone. */
static dtl_slice in_order(liner *l, dtl_slice line)
{
	dtl_text text = DTL_TEXT_INIT;
	const char *end = line.data + line.len, *name = part_end(line.data, end, ';', ':'),
		   *colon = part_end(name, end, ':', ':');
	bool rule = colon == end || begins(line, "RRULE") || begins(line, "EXRULE");
	if (!rule && name == colon)
		return line;
	dtl_text_add_len(&text, line.data, colon == end ? 0 : (size_t)(name - line.data));
	if (colon < end && name < colon)
		add_parts(&text, name + 1, colon);
	dtl_text_add_char(&text, ':');
	const char *value = colon < end ? colon + 1 : line.data;
	if (rule)
		add_parts(&text, value, end);
	else
		dtl_text_add_len(&text, value, (size_t)(end - value));
	dtl_slice out = { dtl_arena_text_len(&l->arena, dtl_text_str(&text), text.len), text.len };
	l->failed = l->failed || text.failed || !out.data;
	dtl_text_free(&text);
	return l->failed ? line : out;
}

/* The lines in a JSON string, as they are escaped there. */
static void add_string(liner *l, dtl_slice string)
{
	const char *at = string.data + 1, *end = string.data + string.len - 1;
	for (const char *p = at; p < end; p++) {
		if (*p != '\\')
			continue;
		if (p[1] == 'n') {
			add_line(l, at, (size_t)(p - at));
			at = p + 2;
		}
		p++;
	}
	add_line(l, at, (size_t)(end - at));
}

static void add_value(liner *l, dtl_slice value)
{
	dtl_slice key, element;
	if (dtl_json_is_string(value)) {
		add_string(l, value);
		return;
	}
	dtl_json_walk w = dtl_json_open(value);
	while (dtl_json_next(&w, &key, &element))
		if (dtl_json_is_string(element))
			add_string(l, element);
}

/* How many lines the component has that begins there. */
static size_t extent(const dtl_slice *lines, size_t count)
{
	size_t depth = 0, i = 0;
	for (; i < count; i++) {
		depth += begins(lines[i], "BEGIN:");
		depth -= depth > 0 && begins(lines[i], "END:");
		if (depth == 0)
			return i + 1;
	}
	return count;
}

/* Sort them, each component within them as one, its own lines sorted. */
static void sort(liner *l, dtl_text *out, const dtl_slice *lines, size_t count, int depth)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_slice *units = calloc(count + 1, sizeof *units);
	size_t unit_count = 0;
	l->failed = l->failed || !units || depth > DEPTH_MOST;
	for (size_t i = 0; !l->failed && i < count;) {
		size_t len = extent(&lines[i], count - i);
		units[unit_count] = len > 1 ? lines[i] : in_order(l, lines[i]);
		if (len > 1) {
			dtl_text_clear(&text);
			dtl_text_add_len(&text, lines[i].data, lines[i].len);
			dtl_text_add_char(&text, '\n');
			sort(l, &text, &lines[i + 1], len - 1, depth + 1);
			units[unit_count].data = dtl_arena_text_len(&l->arena, dtl_text_str(&text), text.len);
			units[unit_count].len = text.len;
		}
		unit_count++;
		i += len;
		l->failed = l->failed || text.failed || l->arena.failed;
	}
	if (!l->failed && unit_count > 1)
		qsort(units, unit_count, sizeof *units, by_text);
	for (size_t i = 0; !l->failed && i < unit_count; i++) {
		dtl_text_add_len(out, units[i].data, units[i].len);
		dtl_text_add_char(out, '\n');
	}
	free(units);
	dtl_text_free(&text);
}

static bool sorted(dtl_text *out, dtl_slice value)
{
	liner l = { .arena = DTL_ARENA_INIT };
	add_value(&l, value);
	if (!l.failed)
		sort(&l, out, l.lines, l.count, 0);
	bool done = !l.failed && !out->failed;
	free(l.lines);
	dtl_arena_free(&l.arena);
	return done;
}

bool dtl_calendar_same_lines(dtl_slice a, dtl_slice b)
{
	dtl_text one = DTL_TEXT_INIT, other = DTL_TEXT_INIT;
	if (dtl_slice_compare(a, b) == 0)
		return true;
	bool same = sorted(&one, a) && sorted(&other, b) && one.len == other.len &&
		    memcmp(dtl_text_str(&one), dtl_text_str(&other), one.len) == 0;
	dtl_text_free(&one);
	dtl_text_free(&other);
	return same;
}
