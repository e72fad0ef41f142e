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

/* The day number on which an event begins as its time is shown, if that is one day. */
static bool find_day(int64_t *out, const program *app, const dtl_event *event)
{
	const dtl_bounds *b = &event->date.bounds;
	const char *letter = strchr(event->edtf, 'T');
	dtl_error ignored;
	int offset = 0;
	if (b->start_lo == DTL_TIME_MIN || dtl_day_of(b->start_lo) != dtl_day_of(b->start_hi - 1))
		return false;
	*out = dtl_day_of(b->start_lo);
	if (!event->date.has_time || !letter)
		return true;
	if (app->common->tz) {
		dtl_zone_offset(&offset, b->start_lo, app->common->tz, &ignored);
		*out = dtl_day_of(b->start_lo + offset);
		return true;
	}
	/* The wall clock where it takes place is what the date says before its T. */
	dtl_date d;
	str written = STR_INIT;
	str_add_len(&written, event->edtf, (size_t)(letter - event->edtf));
	if (dtl_date_parse(&d, str_get(&written), NULL, &ignored) == DTL_OK)
		*out = dtl_day_of(d.bounds.start_lo);
	str_free(&written);
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

/* What events are gathered under: their day, their month, or the words of their date. */
static void add_heading(str *out, const program *app, const dtl_event *event)
{
	char relative[DTL_WORDS_MAX];
	int64_t day;
	if (!event->edtf) {
		str_add(out, "Date unknown");
	} else if (event->state == DTL_STATE_UNDER_WAY) {
		str_add(out, "Under way");
	} else if (find_day(&day, app, event)) {
		add_day(out, app, day);
	} else {
		words_when(out, app, event);
		dtl_date_relative(relative, sizeof(relative), &event->date.bounds, app->today, false);
		str_addf(out, "%s – %s", event->date.kind == DTL_DATE_ONE ? ", some day" : "", relative);
	}
}

static void add_detail(str *out, const char *text)
{
	if (text && *text)
		str_addf(out, "%s%s", out->len ? " · " : "", text);
}

/* What the heading does not say of the date, where, what, and the ID. */
static void add_details(str *out, const program *app, const dtl_event *event)
{
	str piece = STR_INIT;
	if (event->edtf && (event->date.kind == DTL_DATE_INTERVAL || event->date.has_time ||
			       event->state == DTL_STATE_UNDER_WAY)) {
		words_when(&piece, app, event);
		add_detail(out, str_get(&piece));
		str_clear(&piece);
	}
	words_where(&piece, event);
	add_detail(out, str_get(&piece));
	add_detail(out, event->type);
	add_detail(out, event->id);
	str_free(&piece);
}

static void print_title(program *app, const dtl_event *event)
{
	str status = STR_INIT;
	str_add(&status, "  [");
	words_status(&status, event);
	str_add(&status, "]");
	print_titled(app, 2, event->title, str_get(&status), paint_event(app, event));
	str_free(&status);
}

static void print_event(program *app, const dtl_event *event)
{
	str line = STR_INIT;
	print_title(app, event);
	words_parts(&line, event);
	if (line.len > 0)
		print_wrapped(app, 4, str_get(&line));
	str_clear(&line);
	add_details(&line, app, event);
	print_wrapped(app, 4, str_get(&line));
	str_free(&line);
}

static void print_heading(program *app, const char *heading, bool first)
{
	const char *bold = paint_bold(app);
	fprintf(app->out, "%s%s", first ? "" : "\n", bold);
	print_words(app->out, heading);
	fprintf(app->out, "%s\n", paint_off(bold));
}

static dtl_status print_agenda(program *app, const dtl_ask *ask, dtl_error *err)
{
	dtl_cursor *cursor = NULL;
	const dtl_event *event;
	str last = STR_INIT;
	int64_t count = 0;
	dtl_ask asked = *ask;
	asked.brief = asked.offices = true;
	dtl_status status = dtl_find_events(&cursor, app->db, &asked, err);
	while (status == DTL_OK && (status = dtl_cursor_event(cursor, &event, err)) == DTL_OK) {
		str heading = STR_INIT;
		add_heading(&heading, app, event);
		if (count == 0 || strcmp(str_get(&heading), str_get(&last)) != 0)
			print_heading(app, str_get(&heading), count == 0);
		str_free(&last);
		last = heading;
		print_event(app, event);
		count++;
	}
	str_free(&last);
	dtl_cursor_close(cursor);
	ask_found(app, count);
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
