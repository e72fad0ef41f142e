#include "sheet.h"
#include "words.h"
#include <dateline/text.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define INDENT "    "
#define MARK   "#! " /* before the lines of an error */

/* ---- writing ---- */

static const char about[] =
    "#\n"
    "# Each line is NAME: VALUE, as with 'dateline set'; of what may be there several\n"
    "# times, each has a line. What is emptied or taken out is taken away. Lines that\n"
    "# begin with '#' are not read; indented ones belong to the value above them.\n"
    "# If nothing is changed, nothing is recorded; to give up, delete everything.\n";

static void add_comment(str *out, const char *text)
{
	str_add(out, "# ");
	for (; *text; text++)
		str_add_len(out, *text == '\n' ? " " : text, 1);
	str_add(out, "\n");
}

/* Several lines stand below the name, indented. */
static void add_value(str *out, const char *name, const char *value)
{
	bool plain = !strchr(value, '\n') && *value != ' ' && *value != '\t';
	str_addf(out, "%s:%s%s\n", name, plain && *value ? " " : "", plain ? value : "");
	while (!plain) {
		size_t len = strcspn(value, "\n");
		str_addf(out, "%s%.*s\n", len ? INDENT : "", (int)len, value);
		if (!value[len])
			return;
		value += len + 1;
	}
}

static void add_when(str *out, const dtl_event *e)
{
	str_add(out, e->edtf ? e->edtf : e->unknown ? "unknown" : "");
}

static void add_edition(str *out, const dtl_event *e)
{
	if (e->edition > 0)
		str_addf(out, "%" PRId64, e->edition);
}

static void add_place(str *out, const dtl_event *e)
{
	str_add(out, e->place ? e->place->id : "");
}

/* The fields that hold one value, and where it stands in an event: in a string, or made by a function. */
static const struct {
	const char *name;
	size_t offset;
	void (*add)(str *out, const dtl_event *e);
} singles[] = {
	{ "title", offsetof(dtl_event, title), NULL },
	{ "when", 0, add_when },
	{ "type", offsetof(dtl_event, type), NULL },
	{ "level", offsetof(dtl_event, level), NULL },
	{ "status", offsetof(dtl_event, status), NULL },
	{ "at", 0, add_place },
	{ "series", offsetof(dtl_event, series), NULL },
	{ "edition", 0, add_edition },
	{ "parent", offsetof(dtl_event, parent), NULL },
	{ "url", offsetof(dtl_event, url), NULL },
	{ "description", offsetof(dtl_event, description), NULL },
};

static void add_single(str *out, const dtl_event *e, const char *name)
{
	str value = STR_INIT;
	for (size_t i = 0; i < sizeof(singles) / sizeof(*singles); i++) {
		if (strcmp(singles[i].name, name) != 0)
			continue;
		const char *text = *(const char *const *)(const void *)((const char *)e + singles[i].offset);
		if (singles[i].add)
			singles[i].add(&value, e);
		else
			str_add(&value, text ? text : "");
	}
	add_value(out, name, str_get(&value));
	out->failed = out->failed || value.failed;
	str_free(&value);
}

static void add_actors(str *out, const dtl_event *e, const char *name)
{
	for (size_t i = 0; i < e->actor_count; i++) {
		const dtl_part *p = &e->actors[i];
		bool bare = strcmp(p->role, "participant") == 0 && !p->behalf;
		str_addf(out, "%s: %s%s%s%s%s\n", name, p->id, bare ? "" : ":", bare ? "" : p->role,
		    p->behalf ? ":" : "", p->behalf ? p->behalf : "");
	}
}

static void add_topics(str *out, const dtl_event *e, const char *name)
{
	for (size_t i = 0; i < e->topic_count; i++)
		str_addf(out, "%s: %s\n", name, e->topics[i]);
}

static void add_links(str *out, const dtl_event *e, const char *name)
{
	for (size_t i = 0; i < e->link_count; i++)
		str_addf(out, "%s: %s:%s\n", name, e->links[i].rel, e->links[i].id);
}

/* Those that hold several. */
static const struct {
	const char *name;
	void (*add)(str *out, const dtl_event *e, const char *name);
} sets[] = {
	{ "with", add_actors },
	{ "topic", add_topics },
	{ "link", add_links },
};

/* How the date reads, and in which words a source gave it. */
static void add_about_when(str *out, const program *app, const dtl_event *e)
{
	str line = STR_INIT;
	words_when(&line, app, e);
	if (e->text)
		str_addf(&line, ", said as \"%s\"", e->text);
	if (e->text && e->said_on)
		str_addf(&line, " on %s", e->said_on);
	if (e->tz)
		str_addf(&line, ", time of %s", e->tz);
	add_comment(out, str_get(&line));
	str_free(&line);
}

static void add_field(str *out, const program *app, const dtl_event *e, const dtl_field_option *f)
{
	str_addf(out, "\n# %s: %s%s\n", f->argument, f->help, f->several ? "; one a line" : "");
	if (strcmp(f->name, "when") == 0)
		add_about_when(out, app, e);
	if (!f->several) {
		add_single(out, e, f->name);
		return;
	}
	size_t before = out->len;
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
		if (strcmp(sets[i].name, f->name) == 0)
			sets[i].add(out, e, f->name);
	if (out->len == before)
		add_value(out, f->name, "");
}

void sheet_write(str *out, const program *app, const dtl_event *event)
{
	const dtl_field_option *f;
	str head = STR_INIT;
	str_addf(&head, "%s (%s)", event->title ? event->title : "without a title", event->id);
	add_comment(out, str_get(&head));
	str_add(out, about);
	for (size_t i = 0; (f = dtl_field_option_at(DTL_EVENT, i)); i++)
		add_field(out, app, event, f);
	out->failed = out->failed || head.failed;
	str_free(&head);
}

/* ---- reading ---- */

static const dtl_field_option *find_field(const char *name, size_t len, const char **near)
{
	const dtl_field_option *f;
	char text[40];
	size_t least = 3;
	*near = NULL;
	snprintf(text, sizeof(text), "%.*s", (int)(len < sizeof(text) ? len : sizeof(text) - 1), name);
	for (size_t i = 0; (f = dtl_field_option_at(DTL_EVENT, i)); i++) {
		size_t distance = dtl_text_distance(text, f->name, least);
		if (strcmp(f->name, text) == 0)
			return f;
		if (distance < least && distance * 2 <= len) {
			least = distance;
			*near = f->name;
		}
	}
	return NULL;
}

static sheet_row *add_row(sheet *s, const dtl_field_option *field)
{
	sheet_row *rows = realloc(s->rows, (s->count + 1) * sizeof(*rows));
	if (!rows)
		return NULL;
	s->rows = rows;
	rows[s->count] = (sheet_row){ field, STR_INIT, STR_INIT };
	return &rows[s->count++];
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* "NAME: VALUE" */
static dtl_status read_row(sheet *s, const char *line, size_t len, dtl_error *err)
{
	const char *near, *colon = memchr(line, ':', len);
	if (!colon)
		return fail(err, DTL_E_ARGUMENT, "a line is neither NAME: VALUE nor indented: '%.*s'",
		    (int)len, line);
	size_t name = (size_t)(colon - line);
	while (name > 0 && is_blank(line[name - 1]))
		name--;
	const dtl_field_option *f = find_field(line, name, &near);
	if (!f)
		return fail(err, DTL_E_ARGUMENT, "no such field: '%.*s'%s%s%s", (int)name, line,
		    near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
	for (size_t i = 0; i < s->count && !f->several; i++)
		if (s->rows[i].field == f)
			return fail(err, DTL_E_ARGUMENT, "the field '%s' is there twice", f->name);
	sheet_row *row = add_row(s, f);
	const char *value = colon + 1, *end = line + len;
	while (value < end && is_blank(*value))
		value++;
	while (end > value && is_blank(end[-1]))
		end--;
	if (row)
		str_add_len(&row->value, value, (size_t)(end - value));
	return row && !row->value.failed ? DTL_OK : fail_memory(err);
}

/* A line that goes on with the value above it, and the empty ones that stand between. */
static dtl_status read_more(sheet *s, const char *line, size_t len, size_t empty, dtl_error *err)
{
	size_t indent = 0;
	if (s->count == 0)
		return fail(err, DTL_E_ARGUMENT, "a line is indented, and no field stands above it: '%.*s'",
		    (int)len, line);
	str *value = &s->rows[s->count - 1].value;
	if (len > 0 && line[0] == '\t')
		indent = 1;
	while (indent < len && line[0] == ' ' && line[indent] == ' ' && indent < strlen(INDENT))
		indent++;
	for (size_t i = 0; i < empty + (value->len > 0); i++)
		str_add(value, "\n");
	str_add_len(value, line + indent, len - indent);
	return value->failed ? fail_memory(err) : DTL_OK;
}

/* The actor and its role alone are taken away, whomever it stood for. */
static void note_away(sheet *s, const dtl_event *e)
{
	size_t k = 0;
	for (size_t i = 0; i < s->count && k < e->actor_count; i++) {
		if (strcmp(s->rows[i].field->name, "with") != 0)
			continue;
		str_addf(&s->rows[i].away, "%s:%s", e->actors[k].id, e->actors[k].role);
		k++;
	}
}

dtl_status sheet_read(sheet *out, const char *text, const dtl_event *event, dtl_error *err)
{
	dtl_status status = DTL_OK;
	size_t empty = 0;
	*out = (sheet){ 0 };
	for (const char *line = text; *line && status == DTL_OK;) {
		size_t all = strcspn(line, "\n"), len = all;
		while (len > 0 && line[len - 1] == '\r')
			len--;
		bool blank = strspn(line, " \t") >= len;
		if (blank)
			empty++;
		else if (is_blank(line[0]))
			status = read_more(out, line, len, empty, err);
		else if (line[0] != '#')
			status = read_row(out, line, len, err);
		if (!blank)
			empty = 0;
		line += line[all] ? all + 1 : all;
	}
	if (status == DTL_OK && event)
		note_away(out, event);
	return status;
}

void sheet_free(sheet *s)
{
	for (size_t i = 0; i < s->count; i++) {
		str_free(&s->rows[i].value);
		str_free(&s->rows[i].away);
	}
	free(s->rows);
	*s = (sheet){ 0 };
}

bool sheet_is_empty(const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		if (text[0] != '#' && strspn(text, " \t\r") < len)
			return false;
		text += text[len] ? len + 1 : len;
	}
	return true;
}

void sheet_mark(str *out, const char *text, const char *error)
{
	for (const char *line = error ? error : ""; *line;) {
		size_t len = strcspn(line, "\n");
		str_addf(out, MARK "%.*s\n", (int)len, line);
		line += line[len] ? len + 1 : len;
	}
	while (*text) {
		size_t len = strcspn(text, "\n");
		len += text[len] ? 1 : 0;
		if (strncmp(text, MARK, strlen(MARK)) != 0)
			str_add_len(out, text, len);
		text += len;
	}
}

/* ---- what was changed ---- */

static bool holds(const sheet *s, const sheet_row *row)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->rows[i].field == row->field &&
		    strcmp(str_get(&s->rows[i].value), str_get(&row->value)) == 0)
			return true;
	return false;
}

static const sheet_row *find_row(const sheet *s, const char *field)
{
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->rows[i].field->name, field) == 0 && s->rows[i].value.len > 0)
			return &s->rows[i];
	return NULL;
}

/* Is the same actor still there in the same role, now for somebody else? Then it is only set. */
static bool stays(const sheet *after, const sheet_row *gone)
{
	const char *away = str_get(&gone->away);
	size_t len = strlen(away);
	bool bare = false;
	for (size_t i = 0; i < after->count && len > 0; i++) {
		const char *value = str_get(&after->rows[i].value);
		if (after->rows[i].field == gone->field && strncmp(value, away, len) == 0 &&
		    (value[len] == '\0' || value[len] == ':'))
			return true;
		size_t head = strlen(value);
		bare =
		    bare || (after->rows[i].field == gone->field && head > 0 &&
				strncmp(away, value, head) == 0 && strcmp(away + head, ":participant") == 0);
	}
	return bare;
}

/* What is no longer there: of a field with one value only where no other takes its place. */
static void add_gone(opt_field *out, size_t *count, const sheet *before, const sheet *after)
{
	for (size_t i = 0; i < before->count; i++) {
		const sheet_row *row = &before->rows[i];
		const dtl_field_option *f = row->field;
		const char *away = row->away.len > 0 ? str_get(&row->away) : str_get(&row->value);
		bool kept =
		    f->several ? holds(after, row) || stays(after, row) : find_row(after, f->name) != NULL;
		/* With its series an edition goes by itself. */
		bool follows = strcmp(f->name, "edition") == 0 && find_row(before, "series") &&
			       !find_row(after, "series");
		if (row->value.len > 0 && !kept && !follows)
			out[(*count)++] = (opt_field){ f->name, f->several ? away : NULL, true };
	}
}

/* What is new. The number of an edition is said again with another series: it is not that of the one before. */
static void add_come(opt_field *out, size_t *count, const sheet *before, const sheet *after)
{
	const sheet_row *series = find_row(after, "series");
	bool moved = series && !holds(before, series);
	for (size_t i = 0; i < after->count; i++) {
		const sheet_row *row = &after->rows[i];
		bool again = moved && strcmp(row->field->name, "edition") == 0;
		if (row->value.len > 0 && (again || !holds(before, row)))
			out[(*count)++] = (opt_field){ row->field->name, str_get(&row->value), false };
	}
}

dtl_status sheet_compare(
    opt_field **out, size_t *count, const sheet *before, const sheet *after, dtl_error *err)
{
	*count = 0;
	*out = calloc(before->count + after->count + 1, sizeof(**out));
	if (!*out)
		return fail_memory(err);
	add_gone(*out, count, before, after);
	add_come(*out, count, before, after);
	return DTL_OK;
}
