#include "words.h"
#include "term.h"
#include <dateline/text.h>
#include <string.h>

void words_when(str *out, const program *app, const dtl_event *event)
{
	char words[DTL_WORDS_MAX];
	if (!event->edtf) {
		str_add(out, "date unknown");
		return;
	}
	dtl_date_people_within(
	    words, sizeof(words), event->edtf, &event->date.bounds, event->tz, app->common->tz);
	str_add(out, words);
}

void words_where(str *out, const dtl_event *event)
{
	char location[512];
	if (event->place)
		str_add(out, event->place->name ? event->place->name : event->place->id);
	else if (dtl_event_property(location, sizeof(location), event, "LOCATION") > 0)
		str_add(out, location); /* of a calendar, and no place that is known */
}

/* The state where it tells more than the status does. */
static const char *beyond_status(const dtl_event *event)
{
	switch (event->state) {
	case DTL_STATE_UNDER_WAY:
	case DTL_STATE_OVERDUE:
	case DTL_STATE_LAPSED:
	case DTL_STATE_PROJECTED: return dtl_state_name(event->state);
	case DTL_STATE_UPCOMING:
	case DTL_STATE_OVER:
	case DTL_STATE_POSTPONED:
	case DTL_STATE_CANCELLED: return event->status ? NULL : dtl_state_name(event->state);
	}
	return NULL;
}

void words_status(str *out, const dtl_event *event)
{
	const char *state = beyond_status(event);
	if (event->status)
		str_add(out, event->status);
	if (event->status && state)
		str_add(out, ", ");
	if (state)
		str_add(out, state);
}

static const char *name_of(const dtl_part *part)
{
	return part->name ? part->name : part->id;
}

/* Somebody who has two roles is named once. */
static bool named_before(const dtl_event *event, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (strcmp(event->actors[j].id, event->actors[i].id) == 0)
			return true;
	return false;
}

void words_names(str *out, const dtl_event *event)
{
	for (size_t i = 0; i < event->actor_count; i++)
		if (!named_before(event, i)) {
			str_add(out, i ? ", " : "");
			str_add(out, name_of(&event->actors[i]));
		}
}

void words_part(str *out, const dtl_part *part)
{
	bool telling = strcmp(part->role, "participant") != 0;
	const char *more = part->title ? part->title : part->holders;
	str_add(out, name_of(part));
	if (more || telling) {
		str_add(out, " (");
		str_add(out, more ? more : "");
		str_add(out, more && telling ? ", " : "");
		str_add(out, telling ? part->role : "");
		str_add(out, ")");
	}
	if (part->behalf) {
		str_add(out, " for ");
		str_add(out, part->behalf_name ? part->behalf_name : part->behalf);
	}
}

static bool is_state(const dtl_part *part)
{
	return part->kind && strcmp(part->kind, "state") == 0;
}

void words_parts(str *out, const dtl_event *event)
{
	const char *separator = "";
	for (int states = 1; states >= 0; states--)
		for (size_t i = 0; i < event->actor_count; i++) {
			if (is_state(&event->actors[i]) != (states == 1))
				continue;
			str_add(out, separator);
			words_part(out, &event->actors[i]);
			separator = "; ";
		}
}

static void add_rfc3339(str *out, const char *rfc3339)
{
	char words[DTL_WORDS_MAX];
	dtl_date_people(words, sizeof(words), rfc3339, NULL, NULL);
	str_add(out, words);
}

/* Before the year 1: what `init` makes was known ever since. */
static bool is_ever(int64_t t)
{
	return t < dtl_days_from_civil(1, 1, 1) * DTL_DAY;
}

void words_day(str *out, int64_t t)
{
	char rfc3339[40];
	dtl_time_print(rfc3339, sizeof(rfc3339), t);
	char *clock = strchr(rfc3339, 'T');
	if (clock)
		*clock = '\0';
	if (!is_ever(t))
		add_rfc3339(out, rfc3339);
}

void words_instant(str *out, int64_t t)
{
	char rfc3339[40];
	dtl_time_print(rfc3339, sizeof(rfc3339), t);
	char *letter = strchr(rfc3339, 'T');
	if (letter)
		*letter = ' ';
	if (!is_ever(t))
		str_add(out, rfc3339);
}

static void print_piece(program *app, const char *style, const char *text, size_t len)
{
	if (len == 0)
		return;
	if (*style)
		fputs(style, app->out);
	print_words_len(app->out, text, len);
	if (*style)
		fputs(paint_off(style), app->out);
}

/* How much of the line `text` stands on one row of `columns`: up to the last blank that fits, if there is one. */
static size_t row_length(const char *text, size_t len, size_t columns)
{
	size_t fits = dtl_text_fit(text, columns);
	if (fits >= len)
		return len;
	size_t cut = fits;
	while (cut > 0 && text[cut] != ' ')
		cut--;
	while (cut > 0 && text[cut - 1] == ' ')
		cut--;
	return cut > 0 ? cut : fits > 0 ? fits : len;
}

/* Text in which all up to `head` bytes has one style, and the rest another. */
typedef struct styled {
	const char *text;
	size_t head;
	const char *style, *rest;
} styled;

/* The rows of a text whose first is begun: `indent` columns are used. */
static void print_rows(program *app, size_t indent, const styled *s)
{
	size_t at = 0;
	for (;;) {
		size_t len = strcspn(s->text + at, "\n");
		size_t row = app->width > indent ? row_length(s->text + at, len, app->width - indent) : len;
		size_t head = s->head <= at ? 0 : s->head - at < row ? s->head - at : row;
		print_piece(app, s->style, s->text + at, head);
		print_piece(app, s->rest, s->text + at + head, row - head);
		putc('\n', app->out);
		at += row;
		if (len == row && s->text[at++] == '\0')
			return;
		while (len > row && s->text[at] == ' ')
			at++;
		print_blanks(app->out, indent);
	}
}

void print_labelled(program *app, size_t indent, const char *label, const char *text)
{
	enum { SLIGHT = 2 };
	bool narrow = app->width > 0 && app->width < indent + 20 && indent > SLIGHT;
	if (*label) {
		const char *bold = paint_bold(app);
		fprintf(app->out, "%s%-*s%s", bold, narrow ? 0 : (int)indent, label, paint_off(bold));
		if (narrow)
			putc('\n', app->out);
	}
	if (narrow)
		indent = SLIGHT;
	if (narrow || !*label)
		print_blanks(app->out, indent);
	print_rows(app, indent, &(styled){ text, 0, "", "" });
}

void print_wrapped(program *app, size_t indent, const char *text)
{
	print_labelled(app, indent, "", text);
}

void print_titled(program *app, size_t indent, const char *title, const char *more, const char *style)
{
	str text = STR_INIT;
	str_add(&text, title);
	str_add(&text, more);
	print_blanks(app->out, indent);
	print_rows(app, indent, &(styled){ str_get(&text), strlen(title), paint_bold(app), style });
	str_free(&text);
}
