/*
 * A briefing in Markdown: events under their months, good to be pasted into a
 * mail. Events come by their earliest start. What is known to the year only
 * waits for the end of that year, what stands at its known end for its turn, and
 * what has no date for the end of all.
 */
#include "base/array.h"
#include "base/error.h"
#include "formats/emit.h"
#include "formats/escape.h"
#include "formats/markup.h"
#include "formats/stand.h"
#include "formats/tell.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADING = 64 };

static const char wide[] = "Over more than a year, or open", undated[] = "Without a date";

/* A paragraph that waits. */
typedef struct waiting {
	int64_t until; /* its turn; of the same what came first goes first */
	char heading[HEADING];
	char *text;
} waiting;

typedef struct briefing {
	dtl_text text, words;
	dtl_labels labels;
	char heading[HEADING]; /* the one that stands above */
	waiting *late;         /* sorted */
	size_t count, cap;
	int64_t events;
} briefing;

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	briefing *b = state;
	dtl_text_add(&b->text, "# ");
	dtl_escape_md(&b->text, dtl_tell_name(options, "Briefing"));
	dtl_text_add_char(&b->text, '\n');
	if (options->as_of)
		dtl_text_addf(&b->text, "\nAs known on %.10s.\n", options->as_of);
	return dtl_emit(&b->text, out, err);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	briefing *b = state;
	(void)out;
	if (thing->kind == DTL_SOURCE || thing->kind == DTL_SERIES)
		dtl_labels_add(&b->labels, thing);
	return dtl_labels_failed(&b->labels) ? dtl_fail_memory(err) : DTL_OK;
}

/* ---- an event ---- */

/* What is not certain about its date, or NULL. */
static const char *doubt_of(const dtl_event *e, const dtl_stand *s)
{
	if (!s || s->exact)
		return NULL;
	if (e->date.approximate && e->date.uncertain)
		return "the date is approximate and uncertain";
	if (e->date.approximate)
		return "the date is approximate";
	if (e->date.uncertain)
		return "the date is uncertain";
	if (s->open_start)
		return "no more is known than by when";
	if (s->open_end)
		return "no end is known";
	if (e->state == DTL_STATE_PROJECTED)
		return "nobody has named a date: its series makes it expected";
	if (s->certain)
		return "beginning or end not settled";
	return e->recurrence && !e->occurrence ? NULL : "the day is not settled";
}

static void add_item(briefing *b, const char *what)
{
	if (b->words.len > 0) {
		dtl_text_addf(&b->text, "  - %s: ", what);
		dtl_escape_md(&b->text, dtl_text_str(&b->words));
		dtl_text_add_char(&b->text, '\n');
	}
	dtl_text_clear(&b->words);
}

static void add_link(briefing *b, const char *name, const char *url)
{
	if (!dtl_markup_is_link(url)) {
		dtl_escape_md(&b->text, name);
		return;
	}
	dtl_text_add_char(&b->text, '[');
	dtl_escape_md(&b->text, name);
	dtl_text_add(&b->text, "](");
	dtl_escape_url(&b->text, url);
	dtl_text_add_char(&b->text, ')');
}

static void add_sources(briefing *b, const dtl_event *e)
{
	for (size_t i = 0; i < e->source_count; i++) {
		const dtl_label *source = dtl_labels_find(&b->labels, DTL_SOURCE, e->sources[i]);
		dtl_text_add(&b->text, i == 0 ? "  - Sources: " : "; ");
		add_link(b, source ? source->name : e->sources[i], source ? source->detail : NULL);
	}
	if (e->source_count > 0)
		dtl_text_add_char(&b->text, '\n');
}

/* "- **7–8 Jun 2013: Sunnylands summit** (held)" */
static void add_head(briefing *b, const dtl_event *e)
{
	dtl_text_add(&b->text, "- **");
	dtl_text_clear(&b->words);
	dtl_tell_when(&b->words, e);
	dtl_escape_md(&b->text, dtl_text_str(&b->words));
	dtl_text_add(&b->text, ": ");
	dtl_escape_md(&b->text, dtl_tell_title(e));
	dtl_text_add(&b->text, "**");
	if (dtl_tell_status(e)) {
		dtl_text_add(&b->text, " (");
		dtl_escape_md(&b->text, dtl_tell_status(e));
		dtl_text_add_char(&b->text, ')');
	}
	dtl_text_add_char(&b->text, '\n');
}

static void add_event(briefing *b, const dtl_event *e, const dtl_stand *s)
{
	const char *doubt = doubt_of(e, s);
	add_head(b, e);
	dtl_text_clear(&b->words);
	if (doubt)
		dtl_text_add(&b->words, doubt);
	if (e->text)
		dtl_text_addf(&b->words, "%s“%s”", doubt ? "; " : "", e->text);
	add_item(b, "When");
	dtl_tell_who(&b->words, e);
	add_item(b, "Who");
	if (e->place)
		dtl_text_add(&b->words, dtl_tell_where(e));
	add_item(b, "Where");
	if (e->description)
		dtl_text_add(&b->words, e->description);
	add_item(b, "What");
	if (e->series)
		dtl_text_add(&b->words, dtl_labels_name(&b->labels, DTL_SERIES, e->series));
	if (e->series && e->edition)
		dtl_text_addf(&b->words, ", no. %lld", (long long)e->edition);
	add_item(b, "Series");
	if (e->url) {
		dtl_text_add(&b->text, "  - Link: ");
		add_link(b, e->url, e->url);
		dtl_text_add_char(&b->text, '\n');
	}
	add_sources(b, e);
}

/* ---- under which heading, and when ---- */

static void put_heading(briefing *b, const char *heading)
{
	if (strcmp(b->heading, heading) == 0)
		return;
	snprintf(b->heading, sizeof(b->heading), "%s", heading);
	dtl_text_addf(&b->text, "\n## %s\n\n", heading);
}

/* Its heading; gives the moment at which its turn comes. */
static int64_t find_heading(char heading[HEADING], const dtl_event *e, const dtl_stand *s)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December" };
	int64_t year, last_year;
	int month, last_month, day;
	if (!s) {
		snprintf(heading, HEADING, "%s", undated);
		return DTL_TIME_MAX;
	}
	/* What begins in a month stands there, however long it is. */
	const dtl_bounds *b = &e->date.bounds;
	int64_t last = (b->start_lo > DTL_TIME_MIN && b->start_hi < DTL_TIME_MAX ? b->start_hi : s->hi) - 1;
	dtl_civil_from_days(dtl_day_of(s->lo), &year, &month, &day);
	dtl_civil_from_days(dtl_day_of(last > s->lo ? last : s->lo), &last_year, &last_month, &day);
	if (year != last_year) {
		snprintf(heading, HEADING, "%s", wide);
		return DTL_TIME_MAX - 1;
	}
	if (month == last_month) {
		snprintf(heading, HEADING, "%s %lld", months[month - 1], (long long)year);
		return s->lo;
	}
	snprintf(heading, HEADING, "%lld, month not settled", (long long)year);
	return dtl_days_from_civil(year + 1, 1, 1) * DTL_DAY;
}

/* What `text` has gathered waits for that moment. */
static bool keep(briefing *b, const char *heading, int64_t until)
{
	waiting *room = dtl_array_room(b->late, &b->cap, b->count, sizeof(*room));
	char *text = dtl_text_take(&b->text);
	if (room)
		b->late = room;
	if (!room || !text) {
		free(text);
		return false;
	}
	size_t at = b->count++;
	for (; at > 0 && room[at - 1].until > until; at--)
		room[at] = room[at - 1];
	room[at] = (waiting){ .until = until, .text = text };
	snprintf(room[at].heading, HEADING, "%s", heading);
	return true;
}

/* What waited until then or earlier. */
static dtl_status put_late(briefing *b, int64_t now, FILE *out, dtl_error *err)
{
	dtl_status status = DTL_OK;
	size_t done = 0;
	for (; status == DTL_OK && done < b->count && b->late[done].until <= now; done++) {
		put_heading(b, b->late[done].heading);
		dtl_text_add(&b->text, b->late[done].text);
		free(b->late[done].text);
		status = dtl_emit(&b->text, out, err);
	}
	if (done > 0)
		memmove(b->late, b->late + done, (b->count - done) * sizeof(*b->late));
	b->count -= done;
	return status;
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	briefing *b = state;
	dtl_stand stand;
	char heading[HEADING];
	bool stands = dtl_stand_of(&stand, e);
	int64_t turn = find_heading(heading, e, stands ? &stand : NULL);
	bool late = turn != stand.lo || !stands || stand.open_start;
	b->events++;
	if (!late) {
		dtl_status status = put_late(b, turn, out, err);
		if (status != DTL_OK)
			return status;
		put_heading(b, heading);
	}
	add_event(b, e, stands ? &stand : NULL);
	if (dtl_text_failed(&b->words) || (late && !keep(b, heading, turn)))
		return dtl_fail_memory(err);
	return dtl_emit(&b->text, out, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	briefing *b = state;
	dtl_status status = put_late(b, DTL_TIME_MAX, out, err);
	if (b->events == 0)
		dtl_text_add(&b->text, "\nNothing.\n");
	return status == DTL_OK ? dtl_emit_last(&b->text, out, err) : status;
}

static void release(void *state)
{
	briefing *b = state;
	for (size_t i = 0; i < b->count; i++)
		free(b->late[i].text);
	free(b->late);
	dtl_labels_free(&b->labels);
	dtl_text_free(&b->text);
	dtl_text_free(&b->words);
}

static const dtl_format_option settings[] = { DTL_TITLE_OPTION, { NULL, NULL, NULL, NULL } };

const dtl_exporter dtl_export_md = {
	.name = "md",
	.summary = "a briefing in Markdown, by month",
	.suffix = "md",
	.occurrences = true,
	.options = settings,
	.state_size = sizeof(briefing),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release,
};
