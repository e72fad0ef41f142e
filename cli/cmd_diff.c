#include "ask.h"
#include "brief.h"
#include "command.h"
#include "term.h"
#include "value.h"
#include "words.h"
#include <stdlib.h>
#include <string.h>

/* The sections of the briefing, in its order. */
static const struct {
	dtl_turn turn;
	const char *heading;
} sections[DTL_TURNS] = {
	{ DTL_TURN_NEW, "New" },
	{ DTL_TURN_FIRMED_UP, "Firmed up" },
	{ DTL_TURN_SLIPPED, "Slipped" },
	{ DTL_TURN_BROUGHT_FORWARD, "Brought forward" },
	{ DTL_TURN_MOVED, "Moved" },
	{ DTL_TURN_POSTPONED, "Postponed" },
	{ DTL_TURN_CANCELLED, "Cancelled" },
	{ DTL_TURN_STATUS, "New status" },
	{ DTL_TURN_HELD, "Held" },
	{ DTL_TURN_LESS_CERTAIN, "Less certain" },
	{ DTL_TURN_REMOVED, "Removed" },
	{ DTL_TURN_OTHER, "Other changes" },
};

/* What is written of one section, until all are known. */
typedef struct section {
	FILE *out; /* into `text`; NULL: nothing yet */
	char *text;
	size_t len;
} section;

typedef struct briefing {
	program *app;
	day_span from, to;
	section sections[DTL_TURNS]; /* by turn */
	int64_t count;
} briefing;

/* ---- what changed, in words ---- */

/* Append what became of one field between how the event read once and reads now; nothing when it is the same. */
typedef void (*say_fn)(str *out, program *app, const dtl_event *was, const dtl_news *news);

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void add_arrow(str *out, const char *before, const char *after)
{
	if (!same(before, after))
		str_addf(out, "%s → %s", before, after);
}

static void say_when(str *out, program *app, const dtl_event *was, const dtl_news *news)
{
	const dtl_event *is = news->after;
	str before = STR_INIT, after = STR_INIT, shift = STR_INIT;
	words_when(&before, app, was);
	words_when(&after, app, is);
	add_arrow(out, str_get(&before), str_get(&after));
	if (out->len == 0 && is->text && !same(is->text, was->text))
		str_addf(out, "date given as “%s”", is->text);
	if (news->before)
		brief_shift(&shift, &news->turns);
	if (shift.len > 0)
		str_addf(out, ", %s", str_get(&shift));
	str_free(&before);
	str_free(&after);
	str_free(&shift);
}

static void say_place(str *out, program *app, const dtl_event *was, const dtl_news *news)
{
	str before = STR_INIT, after = STR_INIT;
	(void)app;
	words_where(&before, was);
	words_where(&after, news->after);
	if (before.len > 0 && after.len > 0)
		add_arrow(out, str_get(&before), str_get(&after));
	else if (before.len > 0 || after.len > 0)
		str_addf(out, "%s: %s", after.len > 0 ? "place" : "no longer placed",
		    after.len > 0 ? str_get(&after) : str_get(&before));
	str_free(&before);
	str_free(&after);
}

static void say_status(str *out, program *app, const dtl_event *was, const dtl_news *news)
{
	(void)app;
	add_arrow(out, was->status ? was->status : "no status",
	    news->after->status ? news->after->status : "no status");
}

static void say_title(str *out, program *app, const dtl_event *was, const dtl_news *news)
{
	(void)app;
	if (!same(was->title, news->after->title))
		str_addf(out, "formerly “%s”", was->title);
}

static bool takes_part(const dtl_event *event, const dtl_part *part)
{
	for (size_t i = 0; i < event->actor_count; i++)
		if (same(event->actors[i].id, part->id) && same(event->actors[i].role, part->role))
			return true;
	return false;
}

/* Those who take part in `event` and not in the other. */
static void add_parts_only_in(str *out, const char *word, const dtl_event *event, const dtl_event *other)
{
	size_t count = 0;
	for (size_t i = 0; i < event->actor_count; i++) {
		if (takes_part(other, &event->actors[i]))
			continue;
		str_addf(out, "%s%s", out->len ? ", " : "", count++ ? "" : word);
		words_part(out, &event->actors[i]);
	}
}

static void say_actors(str *out, program *app, const dtl_event *was, const dtl_news *news)
{
	(void)app;
	add_parts_only_in(out, "with ", news->after, was);
	add_parts_only_in(out, "without ", was, news->after);
}

/* The fields that are told in full, in this order; the others are only named. */
static const struct {
	const char *field;
	say_fn say;
} tellers[] = {
	{ "when", say_when },
	{ "place", say_place },
	{ "status", say_status },
	{ "title", say_title },
	{ "actors", say_actors },
};
enum { TELLERS = sizeof(tellers) / sizeof(*tellers) };

static bool same_witness(const dtl_witness *a, const dtl_witness *b)
{
	return a->known_at == b->known_at && same(a->source, b->source) && same(a->lane, b->lane);
}

/* What became of a field, if it is one that is told in full. */
static void say_field(str *out, program *app, const dtl_news *news, const char *field)
{
	for (size_t i = 0; i < TELLERS; i++)
		if (same(tellers[i].field, field))
			tellers[i].say(out, app, news->before ? news->before : news->first, news);
}

static const dtl_field_change *find_field(const dtl_news *news, const char *name)
{
	for (size_t i = 0; i < news->field_count; i++)
		if (same(news->fields[i].field, name))
			return &news->fields[i];
	return NULL;
}

/* What the words of one witness changed of the fields that are told in full. */
static void add_told(str *out, program *app, const dtl_news *news, const dtl_witness *by)
{
	for (size_t i = 0; i < TELLERS; i++) {
		const dtl_field_change *f = find_field(news, tellers[i].field);
		str piece = STR_INIT;
		if (f && same_witness(&f->by, by))
			say_field(&piece, app, news, f->field);
		if (piece.len > 0)
			str_addf(out, "%s%s", out->len ? "; " : "", str_get(&piece));
		str_free(&piece);
	}
}

/* The names of the fields that they changed beside those. */
static void add_named(str *out, program *app, const dtl_news *news, const dtl_witness *by)
{
	const char *before = out->len ? "; also changed: " : "changed: ";
	for (size_t i = 0; i < news->field_count; i++) {
		const dtl_field_change *f = &news->fields[i];
		str piece = STR_INIT;
		if (!same_witness(&f->by, by))
			continue;
		say_field(&piece, app, news, f->field);
		if (piece.len == 0) {
			str_addf(out, "%s%s", before, f->field);
			before = ", ";
		}
		str_free(&piece);
	}
}

static void print_line(program *app, const str *text, const dtl_witness *by)
{
	str line = STR_INIT;
	str_addf(&line, "%s%s", str_get(text), text->len ? " – " : "");
	brief_witness(&line, by);
	print_wrapped(app, 4, str_get(&line));
	str_free(&line);
}

static void print_changes_by(program *app, const dtl_news *news, const dtl_witness *by)
{
	str text = STR_INIT;
	add_told(&text, app, news, by);
	if (news->before)
		add_named(&text, app, news, by);
	if (text.len > 0)
		print_line(app, &text, by);
	str_free(&text);
}

static int by_time(const void *left, const void *right)
{
	const dtl_witness *a = *(const dtl_witness *const *)left, *b = *(const dtl_witness *const *)right;
	if (a->known_at != b->known_at)
		return a->known_at < b->known_at ? -1 : 1;
	return strcmp(a->source ? a->source : "", b->source ? b->source : "");
}

/* One line for each whose words changed something, the earliest first. */
static dtl_status print_changes(program *app, const dtl_news *news, dtl_error *err)
{
	const dtl_witness **all = calloc(news->field_count + 1, sizeof(*all));
	if (!all)
		return fail_memory(err);
	for (size_t i = 0; i < news->field_count; i++)
		all[i] = &news->fields[i].by;
	qsort(all, news->field_count, sizeof(*all), by_time);
	for (size_t i = 0; i < news->field_count; i++)
		if (i == 0 || !same_witness(all[i - 1], all[i]))
			print_changes_by(app, news, all[i]);
	free(all);
	return DTL_OK;
}

/* "7–8 Jun 2013, Sunnylands, California, held" */
static void add_standing(str *out, program *app, const dtl_event *event, bool status)
{
	words_when(out, app, event);
	if (event->place)
		str_add(out, ", ");
	words_where(out, event);
	if (event->status && status)
		str_addf(out, ", %s", event->status);
}

/* Of a step in its status the line below tells. */
static bool is_step(dtl_turn turn)
{
	return turn == DTL_TURN_HELD || turn == DTL_TURN_POSTPONED || turn == DTL_TURN_CANCELLED ||
	       turn == DTL_TURN_STATUS;
}

static void print_title(program *app, const dtl_event *event, bool status)
{
	str standing = STR_INIT;
	str_add(&standing, ", ");
	add_standing(&standing, app, event, status);
	print_titled(app, 2, event->title, str_get(&standing), "");
	str_free(&standing);
}

static dtl_status print_news(program *app, const dtl_news *news, dtl_error *err)
{
	str first = STR_INIT;
	print_title(app, news->after ? news->after : news->before, !is_step(news->turns.list[0]));
	if (news->first) {
		str_add(&first, "first: ");
		add_standing(&first, app, news->first, true);
	}
	if (!news->before || !news->after)
		print_line(app, &first, &news->by);
	str_free(&first);
	return news->after && (news->before || news->first) ? print_changes(app, news, err) : DTL_OK;
}

static dtl_status add_news(void *user, const dtl_news *news, dtl_error *err)
{
	briefing *b = user;
	section *s = &b->sections[news->turns.list[0]];
	if (!s->out)
		s->out = open_memstream(&s->text, &s->len);
	if (!s->out)
		return fail_memory(err);
	FILE *out = b->app->out;
	b->app->out = s->out;
	dtl_status status = print_news(b->app, news, err);
	b->app->out = out;
	b->count++;
	return status;
}

static void print_head(const briefing *b)
{
	str line = STR_INIT;
	str_add(&line, "What changed from ");
	words_day(&line, b->from.first);
	str_add(&line, " to ");
	words_day(&line, b->to.first);
	print_words(b->app->out, str_get(&line));
	putc('\n', b->app->out);
	str_free(&line);
}

/* Also releases the sections. */
static void print_sections(briefing *b, bool fine)
{
	const char *bold = paint_bold(b->app);
	if (fine && b->count > 0)
		print_head(b);
	for (size_t i = 0; i < DTL_TURNS; i++) {
		section *s = &b->sections[sections[i].turn];
		if (s->out)
			fclose(s->out);
		if (s->out && fine)
			fprintf(
			    b->app->out, "\n%s%s%s\n%s", bold, sections[i].heading, paint_off(bold), s->text);
		free(s->text);
		*s = (section){ .out = NULL };
	}
}

/* ---- in JSON ---- */

static void json_standing(FILE *out, const char *key, const dtl_event *event)
{
	fprintf(out, ", \"%s\": ", key);
	if (!event) {
		fputs("null", out);
		return;
	}
	putc('{', out);
	json_when(out, true, event);
	json_member(out, false, "place", event->place ? event->place->id : NULL);
	json_member(out, false, "status", event->status);
	putc('}', out);
}

static void json_field(FILE *out, bool first, const dtl_field_change *f)
{
	fputs(first ? "\n    {" : ",\n    {", out);
	json_member(out, true, "field", f->field);
	json_member_raw(out, false, "before", f->before);
	json_member_raw(out, false, "after", f->after);
	json_witness(out, &f->by);
	putc('}', out);
}

static dtl_status add_json(void *user, const dtl_news *news, dtl_error *err)
{
	briefing *b = user;
	FILE *out = b->app->out;
	const dtl_event *event = news->after ? news->after : news->before;
	(void)err;
	fputs(b->count++ ? ",\n  {" : "\n  {", out);
	json_member(out, true, "id", event->id);
	json_member(out, false, "key", event->key);
	json_member(out, false, "title", event->title);
	json_turns(out, false, &news->turns);
	if (news->turns.days)
		json_member_int(out, false, "days", news->turns.days);
	else
		json_member_raw(out, false, "days", NULL);
	json_witness(out, &news->by);
	json_standing(out, "before", news->before);
	json_standing(out, "after", news->after);
	fputs(", \"fields\": [", out);
	for (size_t i = 0; i < news->field_count; i++)
		json_field(out, i == 0, &news->fields[i]);
	fputs("]}", out);
	return DTL_OK;
}

static void open_json(briefing *b)
{
	FILE *out = b->app->out;
	putc('{', out);
	json_member_time(out, true, "from", b->from.end - 1);
	json_member_time(out, false, "to", b->to.end - 1);
	fputs(", \"diff\": [", out);
}

/* ---- the command ---- */

static dtl_status write_json(briefing *b, const dtl_ask *ask, dtl_error *err)
{
	FILE *out = b->app->out;
	section whole = { .out = NULL };
	whole.out = open_memstream(&whole.text, &whole.len);
	if (!whole.out)
		return fail_memory(err);
	b->app->out = whole.out;
	dtl_status status = dtl_diff(b->app->db, ask, b->from.end, add_json, b, err);
	b->app->out = out;
	fclose(whole.out);
	if (status == DTL_OK) {
		open_json(b);
		fprintf(out, "%s%s]}\n", whole.text, b->count ? "\n" : "");
	}
	free(whole.text);
	return status;
}

static dtl_status read_days(briefing *b, dtl_error *err)
{
	program *app = b->app;
	dtl_status status = day_read(&b->from, app, "DATE1", app->operands[0], app->today, err);
	if (status == DTL_OK)
		status = day_read(&b->to, app, "DATE2", app->operands[1], app->today, err);
	if (status == DTL_OK && b->from.end > b->to.end)
		status = fail(err, DTL_E_ARGUMENT, "'%s' is later than '%s': name the earlier day first",
		    app->operands[0], app->operands[1]);
	return status;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	briefing b = { .app = app };
	str query = STR_INIT;
	(void)args;
	dtl_status status = read_days(&b, err);
	if (status != DTL_OK)
		return status;
	dtl_ask ask = ask_start(app);
	for (size_t i = 2; i < app->operand_count; i++)
		str_addf(&query, "%s%s", i > 2 ? " " : "", app->operands[i]);
	ask.query = str_get(&query);
	ask.has_as_of = true;
	ask.as_of = b.to.end;
	if (app->common->json) {
		status = write_json(&b, &ask, err);
	} else {
		status = dtl_diff(app->db, &ask, b.from.end, add_news, &b, err);
		print_sections(&b, status == DTL_OK);
	}
	if (status == DTL_OK)
		ask_found(app, b.count);
	str_free(&query);
	return status;
}

const command cmd_diff = {
	.name = "diff",
	.summary = "Print a briefing: what was new between two days of knowledge.",
	.usage = "DATE1 DATE2 [QUERY…]",
	.details =
	    "What is known by the end of DATE2 beside what was known by the end of DATE1: events that are new, firmed\n"
	    "up, slipped, were brought forward, moved, postponed, cancelled or held, each with whose words made it so.\n"
	    "An event stands under what says most of it. Queries are as in 'dateline help queries'.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_TODAY | USE_TZ | USE_JSON | USE_EXIT_STATUS,
	.min_operands = 2,
	.max_operands = MANY,
	.run = run,
};
