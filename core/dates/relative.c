/* Dates in words relative to today. */
#include "dates/civil.h"
#include "dates/out.h"

/* Everything here is in day numbers. */
typedef struct days {
	int64_t first, last;
} days;

static const struct unit {
	const char *one, *many;
	int64_t below;      /* days: from here on the next unit is used */
	int64_t hundredths; /* of a day in one */
} units[] = {
	{ "day", "days", 14, 100 },
	{ "week", "weeks", 61, 700 },
	{ "month", "months", 730, 3044 },
	{ "year", "years", INT64_MAX, 36524 },
};

static const struct unit *unit_for(int64_t n)
{
	const struct unit *u = units;
	while (n >= u->below)
		u++;
	return u;
}

static int64_t count_in(int64_t n, const struct unit *u)
{
	return u->hundredths == 100 ? n : (n * 100 + u->hundredths / 2) / u->hundredths;
}

static void say_count(dtl_out *out, int64_t n)
{
	const struct unit *u = unit_for(n);
	int64_t count = count_in(n, u);

	dtl_out_int(out, count, 1);
	dtl_out_char(out, ' ');
	dtl_out_text(out, count == 1 ? u->one : u->many);
}

/* "2 to 5 months": the unit is the larger number's. */
static void say_counts(dtl_out *out, int64_t low, int64_t high)
{
	const struct unit *u = unit_for(high);
	int64_t from = count_in(low, u);
	int64_t to = count_in(high, u);

	if (from == to || from == 0) {
		dtl_out_text(out, from == 0 ? "up to " : "about ");
		say_count(out, high);
		return;
	}
	dtl_out_int(out, from, 1);
	dtl_out_text(out, " to ");
	dtl_out_int(out, to, 1);
	dtl_out_char(out, ' ');
	dtl_out_text(out, u->many);
}

static days week_of(int64_t today, int by)
{
	int64_t monday = today - (dtl_weekday(today) - 1) + 7 * by;
	return (days){ monday, monday + 6 };
}

static days month_of(int64_t today, int by)
{
	int64_t year;
	int month;
	int day;

	dtl_civil_from_days(today, &year, &month, &day);
	dtl_month_add(&year, &month, by);
	int64_t first = dtl_days_from_civil(year, month, 1);
	return (days){ first, first + dtl_days_in_month(year, month) - 1 };
}

static days year_of(int64_t today, int by)
{
	int64_t year;
	int month;
	int day;

	dtl_civil_from_days(today, &year, &month, &day);
	return (days){ dtl_days_from_civil(year + by, 1, 1), dtl_days_from_civil(year + by, 12, 31) };
}

static bool inside(days inner, days outer)
{
	return inner.first >= outer.first && inner.last <= outer.last;
}

/* "some time next month", where the window lies in such a period. */
static bool say_period(dtl_out *out, days window, int64_t today)
{
	static const struct {
		days (*of)(int64_t, int);
		const char *name;
	} periods[] = { { week_of, "week" }, { month_of, "month" }, { year_of, "year" } };
	static const struct {
		int by;
		const char *word;
	} which[] = { { 0, "this " }, { 1, "next " }, { -1, "last " } };

	for (size_t p = 0; p < sizeof periods / sizeof *periods; p++) {
		for (size_t w = 0; w < sizeof which / sizeof *which; w++) {
			if (!inside(window, periods[p].of(today, which[w].by)))
				continue;
			dtl_out_text(out, "some time ");
			dtl_out_text(out, which[w].word);
			dtl_out_text(out, periods[p].name);
			return true;
		}
	}
	return false;
}

static void say_past(dtl_out *out, days window, int64_t today, bool overdue)
{
	int64_t ago = today - window.last;

	if (overdue) {
		dtl_out_text(out, "overdue by ");
		say_count(out, ago);
	} else if (ago == 1 && window.first == window.last) {
		dtl_out_text(out, "yesterday");
	} else if (window.first == window.last) {
		say_count(out, ago);
		dtl_out_text(out, " ago");
	} else if (!say_period(out, window, today)) {
		say_counts(out, ago, today - window.first);
		dtl_out_text(out, " ago");
	}
}

static void say_future(dtl_out *out, days window, int64_t today)
{
	int64_t ahead = window.first - today;

	if (ahead == 1 && window.first == window.last) {
		dtl_out_text(out, "tomorrow");
	} else if (window.first == window.last) {
		dtl_out_text(out, "in ");
		say_count(out, ahead);
	} else if (!say_period(out, window, today)) {
		dtl_out_text(out, "in ");
		say_counts(out, ahead, window.last - today);
	}
}

/* Today lies between the earliest start and the latest end. */
static void say_now(dtl_out *out, const dtl_bounds *b, days start, days end, int64_t today)
{
	bool begun = start.last < today;
	bool not_ended = b->end_lo == DTL_TIME_MAX || end.first >= today;

	if (start.first == today && end.last == today)
		dtl_out_text(out, "today");
	else if (begun && not_ended)
		dtl_out_text(out, "under way");
	else if (start.first == today && start.last == today)
		dtl_out_text(out, not_ended ? "begins today" : "today");
	else if (begun)
		dtl_out_text(out, "possibly under way");
	else if (b->end_hi == DTL_TIME_MAX)
		dtl_out_text(out, "some time from now on");
	else if (b->start_lo == DTL_TIME_MIN || !say_period(out, (days){ start.first, end.last }, today)) {
		dtl_out_text(out, "some time within ");
		say_count(out, end.last > today ? end.last - today : 1);
	}
}

size_t dtl_date_relative(char *buf, size_t size, const dtl_bounds *b, int64_t today, bool overdue)
{
	dtl_out out = dtl_out_to(buf, size);
	int64_t now = dtl_day_of(today);
	/* lo of a window without a lower bound, and hi of one without an upper, stand for far away */
	days start = { dtl_day_of(b->start_lo),
		dtl_day_of(b->start_hi == DTL_TIME_MIN ? b->start_hi : b->start_hi - 1) };
	days end = { dtl_day_of(b->end_lo),
		dtl_day_of(b->end_hi == DTL_TIME_MIN ? b->end_hi : b->end_hi - 1) };

	if (b->start_lo == DTL_TIME_MIN && b->end_hi == DTL_TIME_MAX)
		dtl_out_text(&out, "at an unknown date");
	else if (end.last < now && b->start_lo == DTL_TIME_MIN)
		say_past(&out, (days){ end.last, end.last }, now, overdue);
	else if (end.last < now)
		say_past(&out, b->end_lo < b->start_hi ? (days){ start.first, end.last } : end, now, overdue);
	else if (start.first > now)
		say_future(&out, start, now);
	else
		say_now(&out, b, start, end, now);
	return dtl_out_end(&out);
}
