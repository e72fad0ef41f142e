/* Words for one date and for a range of two. */
#include "dates/civil.h"
#include "dates/people.h"

#include <string.h>

#define EN_DASH "\xE2\x80\x93"

const char *const dtl_month_names[12] = { "January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December" };
const char *const dtl_month_shorts[12] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
	"Oct", "Nov", "Dec" };

/* Astronomical year 0 is 1 BC; small years would pass for something else without their era. */
static void year_words(dtl_out *out, int64_t year)
{
	if (year > 0 && year < 1000)
		dtl_out_text(out, "AD ");
	dtl_out_int(out, year > 0 ? year : 1 - year, 1);
	if (year <= 0)
		dtl_out_text(out, " BC");
}

/* ---- Days and clocks ---- */

/* A date as it is shown: its clock in the zone to show. */
typedef struct shown {
	int64_t year;
	int month, day;
	int second; /* of the day */
	enum { ZONE_NONE, ZONE_UTC, ZONE_OFFSET } zone;
	int offset; /* seconds */
} shown;

static void shown_time(shown *s, const dtl_edtf_end *end, const dtl_show *show)
{
	const dtl_edtf_date *d = &end->date;
	bool fixed = d->zone != DTL_EDTF_LOCAL || show->stored_zone != NULL;
	const char *zone = show->zone;

	s->zone = d->zone == DTL_EDTF_UTC ? ZONE_UTC : ZONE_OFFSET;
	s->offset = d->offset * 60;
	if (zone == NULL && d->zone == DTL_EDTF_LOCAL)
		zone = show->stored_zone;
	if (!fixed || (zone != NULL && dtl_zone_offset(&s->offset, end->lo, zone, NULL) != DTL_OK))
		zone = NULL;
	if (!fixed)
		s->zone = ZONE_NONE;
	else if (zone != NULL)
		s->zone = strcmp(zone, "UTC") == 0 ? ZONE_UTC : ZONE_OFFSET;
	int64_t local = end->lo + s->offset;
	dtl_civil_from_days(dtl_day_of(local), &s->year, &s->month, &s->day);
	s->second = (int)dtl_floor_mod(local, DTL_DAY);
}

static shown shown_date(const dtl_edtf_end *end, const dtl_show *show)
{
	const dtl_edtf_date *d = &end->date;
	shown s = { .year = dtl_edtf_year(d), .month = 1, .day = 1 };

	if (d->parts > 1)
		s.month = dtl_edtf_number(d->month, 2);
	if (d->parts > 2)
		s.day = dtl_edtf_number(d->day, 2);
	if (d->has_time)
		shown_time(&s, end, show);
	return s;
}

static void clock_words(dtl_out *out, const shown *s)
{
	dtl_out_int(out, s->second / 3600, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, s->second / 60 % 60, 2);
	if (s->second % 60 == 0)
		return;
	dtl_out_char(out, ':');
	dtl_out_int(out, s->second % 60, 2);
}

static void zone_words(dtl_out *out, const shown *s)
{
	int minutes = (s->offset < 0 ? -s->offset : s->offset) / 60;

	if (s->zone == ZONE_NONE)
		dtl_out_text(out, " (local time)");
	else if (s->zone == ZONE_UTC)
		dtl_out_text(out, " UTC");
	if (s->zone != ZONE_OFFSET)
		return;
	dtl_out_text(out, s->offset < 0 ? " -" : " +");
	dtl_out_int(out, minutes / 60, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, minutes % 60, 2);
}

static void day_month_words(dtl_out *out, const shown *s)
{
	dtl_out_int(out, s->day, 1);
	dtl_out_char(out, ' ');
	dtl_out_text(out, dtl_month_shorts[s->month - 1]);
}

static void day_words(dtl_out *out, const shown *s)
{
	day_month_words(out, s);
	dtl_out_char(out, ' ');
	year_words(out, s->year);
}

static void month_words(dtl_out *out, const shown *s)
{
	dtl_out_text(out, dtl_month_names[s->month - 1]);
	dtl_out_char(out, ' ');
	year_words(out, s->year);
}

/* ---- Dates with X, with S, seasons ---- */

/* The first and the last day, month or year that the digits can mean. */
static void between_words(dtl_out *out, const dtl_edtf_end *end)
{
	shown first = { 0 };
	shown last = { 0 };
	void (*words)(dtl_out *, const shown *) = end->date.parts == 2 ? month_words : day_words;

	dtl_civil_from_days(dtl_day_of(end->lo), &first.year, &first.month, &first.day);
	dtl_civil_from_days(dtl_day_of(end->hi - 1), &last.year, &last.month, &last.day);
	dtl_out_text(out, "between ");
	if (end->date.parts == 1)
		year_words(out, first.year);
	else
		words(out, &first);
	dtl_out_text(out, " and ");
	if (end->date.parts == 1)
		year_words(out, last.year);
	else
		words(out, &last);
}

static bool all_x(const signed char *digits)
{
	return digits[0] == DTL_EDTF_X && digits[1] == DTL_EDTF_X;
}

static void unspecified_words(dtl_out *out, const dtl_edtf_end *end)
{
	const dtl_edtf_date *d = &end->date;
	bool known_year = true;
	bool known_month = d->parts > 1 && d->month[0] != DTL_EDTF_X && d->month[1] != DTL_EDTF_X;
	shown s = { .month = known_month ? dtl_edtf_number(d->month, 2) : 1, .day = 1 };

	for (int i = 0; i < 4; i++)
		known_year = known_year && d->year[i] != DTL_EDTF_X;
	if (known_year)
		s.year = dtl_edtf_year(d);
	bool decade = dtl_edtf_precision(d) == DTL_PRECISION_DECADE && d->parts == 1 && !d->negative;
	if (known_year && known_month && all_x(d->day)) {
		dtl_out_text(out, "some day in ");
		month_words(out, &s);
	} else if (known_year && d->parts > 1 && all_x(d->month) && (d->parts == 2 || all_x(d->day))) {
		dtl_out_text(out, d->parts == 2 ? "some month of " : "some day in ");
		year_words(out, s.year);
	} else if (decade && d->year[0] > 0) {
		dtl_out_int(out, dtl_edtf_number(d->year, 3) * 10, 4);
		dtl_out_char(out, 's');
	} else {
		between_words(out, end);
	}
}

static void significant_words(dtl_out *out, const dtl_edtf_date *d)
{
	int64_t first;
	int64_t last;

	dtl_edtf_years(d, &first, &last);
	dtl_out_text(out, "c. ");
	year_words(out, dtl_edtf_year(d));
	dtl_out_text(out, " (");
	year_words(out, first);
	dtl_out_text(out, first > 0 ? EN_DASH : " " EN_DASH " ");
	year_words(out, last);
	dtl_out_char(out, ')');
}

/* A winter that spans two years says so: "winter 2013–14", "winter 1999–2000". */
static void season_year_words(dtl_out *out, int64_t year, bool spans)
{
	year_words(out, year);
	if (!spans || year < 1000)
		return;
	dtl_out_text(out, EN_DASH);
	dtl_out_int(out, year % 100 == 99 ? year + 1 : (year + 1) % 100, 2);
}

static void grouping_words(dtl_out *out, const dtl_edtf_date *d)
{
	static const char *const names[] = { "spring ", "summer ", "autumn ", "winter ", "northern spring ",
		"northern summer ", "northern autumn ", "northern winter ", "southern spring ",
		"southern summer ", "southern autumn ", "southern winter ", "first quarter of ",
		"second quarter of ", "third quarter of ", "fourth quarter of ", "January" EN_DASH "April ",
		"May" EN_DASH "August ", "September" EN_DASH "December ", "first half of ",
		"second half of " };
	int first;
	int last;

	dtl_edtf_grouping_months(d->grouping, &first, &last);
	dtl_out_text(out, names[d->grouping - 21]);
	season_year_words(out, dtl_edtf_year(d), last > 12);
}

/* ---- One date, qualified ---- */

static bool is_uniform(const dtl_edtf_date *d)
{
	for (int i = 1; i < d->parts; i++) {
		if (d->qualifier[i] != d->qualifier[0])
			return false;
	}
	return true;
}

/* "(year uncertain, day approximate)" */
static void parts_qualifier_words(dtl_out *out, const dtl_edtf_date *d)
{
	static const char *const parts[] = { "year", "month", "day" };
	static const char *const words[] = { "", " uncertain", " approximate", " uncertain and approximate" };
	const char *before = " (";

	for (int i = 0; i < d->parts; i++) {
		if (d->qualifier[i] == 0)
			continue;
		dtl_out_text(out, before);
		dtl_out_text(out, parts[i]);
		dtl_out_text(out, words[d->qualifier[i]]);
		before = ", ";
	}
	dtl_out_char(out, ')');
}

static void plain_words(dtl_out *out, const dtl_edtf_end *end, const dtl_show *show)
{
	const dtl_edtf_date *d = &end->date;
	shown s;

	if (d->form == DTL_EDTF_GROUPING) {
		grouping_words(out, d);
		return;
	}
	if (d->unspecified || d->significant > 0) {
		d->unspecified ? unspecified_words(out, end) : significant_words(out, d);
		return;
	}
	s = shown_date(end, show);
	if (d->parts == 1)
		year_words(out, s.year);
	else if (d->parts == 2)
		month_words(out, &s);
	else
		day_words(out, &s);
	if (!d->has_time)
		return;
	dtl_out_char(out, ' ');
	clock_words(out, &s);
	zone_words(out, &s);
}

void dtl_people_date(dtl_out *out, const dtl_edtf_end *end, const dtl_show *show)
{
	const dtl_edtf_date *d = &end->date;
	bool uniform = is_uniform(d);

	if (uniform && (d->qualifier[0] & DTL_EDTF_APPROXIMATE))
		dtl_out_text(out, "c. ");
	plain_words(out, end, show);
	if (!uniform)
		parts_qualifier_words(out, d);
	else if (d->qualifier[0] & DTL_EDTF_UNCERTAIN)
		dtl_out_text(out, " (uncertain)");
}

/* ---- Ranges ---- */

static void day_range(dtl_out *out, const shown *a, const shown *b)
{
	if (a->year != b->year) {
		day_words(out, a);
		dtl_out_text(out, " " EN_DASH " ");
	} else if (a->month != b->month) {
		day_month_words(out, a);
		dtl_out_text(out, " " EN_DASH " ");
	} else if (a->day != b->day) {
		dtl_out_int(out, a->day, 1);
		dtl_out_text(out, EN_DASH);
	}
	day_words(out, b);
}

static void month_range(dtl_out *out, const shown *a, const shown *b)
{
	if (a->year != b->year) {
		month_words(out, a);
		dtl_out_text(out, " " EN_DASH " ");
	} else if (a->month != b->month) {
		dtl_out_text(out, dtl_month_names[a->month - 1]);
		dtl_out_text(out, EN_DASH);
	}
	month_words(out, b);
}

static void year_range(dtl_out *out, const shown *a, const shown *b)
{
	year_words(out, a->year);
	if (a->year == b->year)
		return;
	dtl_out_text(out, a->year >= 1000 ? EN_DASH : " " EN_DASH " ");
	year_words(out, b->year);
}

/* Same day, same zone: "7 Jun 2013 14:00–16:00 UTC". */
static void time_range(dtl_out *out, const shown *a, const shown *b)
{
	bool same_zone = a->zone == b->zone && a->offset == b->offset;
	bool same_day = a->year == b->year && a->month == b->month && a->day == b->day;

	day_words(out, a);
	dtl_out_char(out, ' ');
	clock_words(out, a);
	if (!same_zone || !same_day) {
		if (!same_zone)
			zone_words(out, a);
		dtl_out_text(out, " " EN_DASH " ");
		day_words(out, b);
		dtl_out_char(out, ' ');
	} else {
		dtl_out_text(out, EN_DASH);
	}
	clock_words(out, b);
	zone_words(out, b);
}

static bool same_shape(const dtl_edtf_date *a, const dtl_edtf_date *b)
{
	bool plain = !a->unspecified && !b->unspecified && a->significant == 0 && b->significant == 0;
	bool qualified_alike = is_uniform(a) && is_uniform(b) && a->qualifier[0] == b->qualifier[0];

	return plain && qualified_alike && a->parts == b->parts && a->has_time == b->has_time;
}

void dtl_people_range(dtl_out *out, const dtl_edtf_end *from, const dtl_edtf_end *to, const dtl_show *show)
{
	static void (*const by_parts[])(
	    dtl_out *, const shown *, const shown *) = { NULL, year_range, month_range, day_range };

	if (!same_shape(&from->date, &to->date)) {
		bool mixed = from->date.parts != to->date.parts;
		dtl_out_text(out, mixed ? "from " : "");
		dtl_people_date(out, from, show);
		dtl_out_text(out, mixed ? " to " : " " EN_DASH " ");
		dtl_people_date(out, to, show);
		return;
	}
	shown a = shown_date(from, show);
	shown b = shown_date(to, show);
	unsigned qualifier = from->date.qualifier[0];
	if (qualifier & DTL_EDTF_APPROXIMATE)
		dtl_out_text(out, "c. ");
	(from->date.has_time ? time_range : by_parts[from->date.parts])(out, &a, &b);
	if (qualifier & DTL_EDTF_UNCERTAIN)
		dtl_out_text(out, " (uncertain)");
}
