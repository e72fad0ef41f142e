#include "ask.h"
#include "command.h"
#include "explain.h"
#include "span.h"
#include "term.h"
#include "words.h"
#include <string.h>

struct args {
	const char *within, *projected;
	bool definite, explain;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 0, "within", "SPAN",
	    "no later than so many days (90d), weeks (2w), months (3m) or years (1y) from today",
	    offsetof(struct args, within), 0 },
	{ OPT_FLAG, 0, "definite", NULL, "only what is to come for certain", offsetof(struct args, definite),
	    0 },
	{ OPT_TEXT, 0, "projected", "yes|no",
	    "whether the next editions that a series' cadence makes expected are listed (yes)",
	    offsetof(struct args, projected), 0 },
	EXPLAIN_OPTION(offsetof(struct args, explain)),
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static dtl_status read_within(int64_t *out, const char *text, int64_t today, dtl_error *err)
{
	*out = 0;
	return text ? span_read(out, "--within", text, today, false, err) : DTL_OK;
}

/* The events one after the other. */
typedef struct agenda {
	program *app;
	int64_t count;
	str heading; /* of the last one */
	int64_t day; /* that it names, if `has_day` */
	bool has_day;
	str line, piece; /* room for what is being put together */
} agenda;

/* The day number on which an event begins as its time is shown, if that is one day. */
static bool find_day(int64_t *out, agenda *a, const dtl_event *event)
{
	const dtl_bounds *b = &event->date.bounds;
	const char *letter = event->date.has_time ? strchr(event->edtf, 'T') : NULL;
	const char *zone = a->app->common->tz;
	dtl_error ignored;
	int offset = 0;
	if (b->start_lo == DTL_TIME_MIN || dtl_day_of(b->start_lo) != dtl_day_of(b->start_hi - 1))
		return false;
	*out = dtl_day_of(b->start_lo);
	if (!letter)
		return true;
	if (zone) {
		dtl_zone_offset(&offset, b->start_lo, zone, &ignored);
		*out = dtl_day_of(b->start_lo + offset);
		return true;
	}
	/* The wall clock where it takes place is what the date says before its T. */
	dtl_date d;
	str_clear(&a->piece);
	str_add_len(&a->piece, event->edtf, (size_t)(letter - event->edtf));
	if (dtl_date_parse(&d, str_get(&a->piece), NULL, &ignored) == DTL_OK)
		*out = dtl_day_of(d.bounds.start_lo);
	return true;
}

static void add_day(str *out, const program *app, int64_t day)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	dtl_bounds whole = { day * DTL_DAY, (day + 1) * DTL_DAY, day * DTL_DAY, (day + 1) * DTL_DAY };
	char relative[DTL_WORDS_MAX];
	str_addf(out, "%s ", days[dtl_weekday(day) - 1]);
	words_day(out, day * DTL_DAY);
	dtl_date_relative(relative, sizeof(relative), &whole, app->today, false);
	str_addf(out, " – %s", relative);
}

/* The words of a date that is not one day. */
static void add_date(str *out, const program *app, const dtl_event *event)
{
	char relative[DTL_WORDS_MAX];
	words_when(out, app, event);
	dtl_date_relative(relative, sizeof(relative), &event->date.bounds, app->today, false);
	str_addf(out, "%s – %s", event->date.kind == DTL_DATE_ONE ? ", some day" : "", relative);
}

static void print_heading(const agenda *a, const char *heading)
{
	const program *app = a->app;
	const char *bold = paint_bold(app);
	fprintf(app->out, "%s%s", a->count == 0 ? "" : "\n", bold);
	print_words(app->out, heading);
	fprintf(app->out, "%s\n", paint_off(bold));
}

/* What events are gathered under, where it changes: their day, their month, or the words of their date. */
static void head(agenda *a, const dtl_event *event)
{
	bool under_way = event->edtf && event->state == DTL_STATE_UNDER_WAY;
	int64_t day = 0;
	bool has_day = event->edtf && !under_way && find_day(&day, a, event);
	if (has_day && a->has_day && day == a->day)
		return;
	a->has_day = has_day;
	a->day = day;
	str_clear(&a->line);
	if (!event->edtf)
		str_add(&a->line, "Date unknown");
	else if (under_way)
		str_add(&a->line, "Under way");
	else if (has_day)
		add_day(&a->line, a->app, day);
	else
		add_date(&a->line, a->app, event);
	if (a->count > 0 && strcmp(str_get(&a->line), str_get(&a->heading)) == 0)
		return;
	str_clear(&a->heading);
	str_add(&a->heading, str_get(&a->line));
	print_heading(a, str_get(&a->heading));
}

static void add_detail(str *out, const char *text)
{
	if (!text || !*text)
		return;
	str_add(out, out->len ? " · " : "");
	str_add(out, text);
}

/* What the heading does not say of the date, where, what, and the ID. */
static void add_details(agenda *a, const dtl_event *event)
{
	str_clear(&a->piece);
	if (event->edtf && (event->date.kind == DTL_DATE_INTERVAL || event->date.has_time ||
			       event->state == DTL_STATE_UNDER_WAY))
		words_when(&a->piece, a->app, event);
	add_detail(&a->line, str_get(&a->piece));
	str_clear(&a->piece);
	words_where(&a->piece, event);
	add_detail(&a->line, str_get(&a->piece));
	add_detail(&a->line, event->type);
	add_detail(&a->line, event->id);
}

static void print_event(agenda *a, const dtl_event *event)
{
	head(a, event);
	str_clear(&a->line);
	str_add(&a->line, "  [");
	words_status(&a->line, event);
	str_add(&a->line, "]");
	print_titled(a->app, 2, event->title, str_get(&a->line), paint_event(a->app, event));
	str_clear(&a->line);
	words_parts(&a->line, event);
	if (a->line.len > 0)
		print_wrapped(a->app, 4, str_get(&a->line));
	str_clear(&a->line);
	add_details(a, event);
	print_wrapped(a->app, 4, str_get(&a->line));
	a->count++;
}

static dtl_status print_agenda(program *app, const dtl_ask *ask, dtl_error *err)
{
	agenda a = { .app = app, .heading = STR_INIT, .line = STR_INIT, .piece = STR_INIT };
	dtl_cursor *cursor = NULL;
	const dtl_event *event;
	dtl_ask asked = *ask;
	asked.brief = asked.offices = true;
	dtl_status status = dtl_find_events(&cursor, app->db, &asked, err);
	while (status == DTL_OK && (status = dtl_cursor_event(cursor, &event, err)) == DTL_OK)
		print_event(&a, event);
	dtl_cursor_close(cursor);
	str_free(&a.heading);
	str_free(&a.line);
	str_free(&a.piece);
	ask_found(app, a.count);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status read_projected(bool *out, const char *text, dtl_error *err)
{
	*out = !text || strcmp(text, "yes") == 0;
	if (text && !*out && strcmp(text, "no") != 0)
		return fail(err, DTL_E_ARGUMENT, "--projected is yes or no: '%s'", text);
	return DTL_OK;
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	const dtl_exporter *exporter = NULL;
	int64_t seconds;
	bool projected;
	dtl_status status = read_within(&seconds, a->within, app->today, err);
	if (status == DTL_OK)
		status = read_projected(&projected, a->projected, err);
	return status == DTL_OK ? ask_format(&exporter, app, err) : status;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	const dtl_exporter *exporter = NULL;
	str query = STR_INIT;
	dtl_ask ask = ask_start(app);
	ask_query(&query, app);
	ask.query = str_get(&query);
	ask.upcoming = true;
	ask.unfold = true;
	ask.definite = a->definite;
	dtl_status status = read_within(&ask.within, a->within, app->today, err);
	if (status == DTL_OK)
		status = read_projected(&ask.projected, a->projected, err);
	if (status == DTL_OK)
		status = ask_format(&exporter, app, err);
	ask.brief = a->explain && !exporter;
	if (status == DTL_OK && a->explain)
		status = explain_print(app, &ask, err);
	else if (status == DTL_OK)
		status = exporter ? ask_export(app, &ask, exporter, err) : print_agenda(app, &ask, err);
	str_free(&query);
	return status;
}

const command cmd_upcoming = {
	.name = "upcoming",
	.summary = "Print what is under way or still to come, soonest first.",
	.usage = "[QUERY…]",
	.details =
	    "Exact days stand under their day, dates known to the month under their month, unknown ones last.\n"
	    "Projected editions, which no source has spoken of, come up to a year ahead.",
	.queries = true,
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_ASK | USE_TZ,
	.opts = opts,
	.args_size = sizeof(struct args),
	.max_operands = MANY,
	.check = check,
	.run = run,
};
