#include "dates/edtf.h"

#include "base/error.h"
#include "dates/civil.h"

#include <string.h>

/* Reading: where we are, and what went wrong first. */
typedef struct reader {
	const char *text;
	const char *at;
	const char *zone;
	dtl_error *err;
} reader;

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Columns count characters, so that they agree with what an editor shows. */
static int column(const reader *in, const char *at)
{
	int n = 1;
	for (const char *p = in->text; p < at; p++)
		n += ((unsigned char)*p & 0xC0) != 0x80;
	return n;
}

/* How much of the input to quote: a word, else one character. */
static int found_length(const char *at)
{
	int n = 0;
	while (
	    n < 12 && (is_digit(at[n]) || (at[n] >= 'A' && at[n] <= 'Z') || (at[n] >= 'a' && at[n] <= 'z')))
		n++;
	if (n == 0) {
		n = 1;
		while (((unsigned char)at[n] & 0xC0) == 0x80)
			n++;
	}
	return n;
}

static dtl_status expected_at(reader *in, const char *at, const char *what)
{
	if (in->err == NULL)
		return DTL_E_ARGUMENT;
	if (*at == '\0')
		return dtl_fail(in->err, DTL_E_ARGUMENT, "not EDTF at column %d: expected %s, found the end",
		    column(in, at), what);
	if ((unsigned char)*at < 0x20 || *at == 0x7F)
		return dtl_fail(in->err, DTL_E_ARGUMENT,
		    "not EDTF at column %d: expected %s, found control character 0x%02X", column(in, at),
		    what, (unsigned)*at);
	return dtl_fail(in->err, DTL_E_ARGUMENT, "not EDTF at column %d: expected %s, found '%.*s'",
	    column(in, at), what, found_length(at), at);
}

static dtl_status expected(reader *in, const char *what)
{
	return expected_at(in, in->at, what);
}

/* Well spelt, but there is no such thing: quote all of it. */
static dtl_status wrong_at(reader *in, const char *at, const char *what)
{
	if (in->err == NULL)
		return DTL_E_ARGUMENT;
	int length = in->at - at > 60 ? 60 : (int)(in->at - at);
	return dtl_fail(
	    in->err, DTL_E_ARGUMENT, "not EDTF at column %d: %s: '%.*s'", column(in, at), what, length, at);
}

static bool take(reader *in, char c)
{
	if (*in->at != c)
		return false;
	in->at++;
	return true;
}

static bool take_dots(reader *in)
{
	if (in->at[0] != '.' || in->at[1] != '.')
		return false;
	in->at += 2;
	return true;
}

static unsigned take_qualifier(reader *in)
{
	if (take(in, '?'))
		return DTL_EDTF_UNCERTAIN;
	if (take(in, '~'))
		return DTL_EDTF_APPROXIMATE;
	if (take(in, '%'))
		return DTL_EDTF_UNCERTAIN | DTL_EDTF_APPROXIMATE;
	return 0;
}

/* `count` digits or X, and no more than that. */
static bool take_digits(reader *in, signed char *digits, int count, bool *unspecified)
{
	for (int i = 0; i < count; i++) {
		char c = in->at[i];
		if (c == 'X')
			digits[i] = DTL_EDTF_X;
		else if (is_digit(c))
			digits[i] = (signed char)(c - '0');
		else
			return false;
	}
	if (is_digit(in->at[count]) || in->at[count] == 'X')
		return false;
	for (int i = 0; i < count; i++)
		*unspecified = *unspecified || digits[i] == DTL_EDTF_X;
	in->at += count;
	return true;
}

/* Two digits from `low` to `high`, after which no third may follow. */
static bool take_two(reader *in, int low, int high, int *value)
{
	if (!is_digit(in->at[0]) || !is_digit(in->at[1]) || is_digit(in->at[2]))
		return false;
	*value = (in->at[0] - '0') * 10 + (in->at[1] - '0');
	if (*value < low || *value > high)
		return false;
	in->at += 2;
	return true;
}

int dtl_edtf_number(const signed char *digits, int count)
{
	int n = 0;
	for (int i = 0; i < count; i++)
		n = n * 10 + digits[i];
	return n;
}

/* ---- Years with a Y, and significant digits ---- */

/* S and how many digits count, at most `have`. */
static dtl_status read_significant(reader *in, dtl_edtf_date *d, int have)
{
	int64_t n = 0;
	const char *at = in->at;

	if (!is_digit(*in->at) || *in->at == '0')
		return expected(in, "the number of significant digits, 1 or more");
	while (is_digit(*in->at) && n < 100)
		n = n * 10 + (*in->at++ - '0');
	if (n > have)
		return wrong_at(in, at, "more significant digits than the year has");
	d->significant = (int)n;
	d->level = 2;
	return DTL_OK;
}

static dtl_status read_exponent(reader *in, dtl_edtf_date *d, const char *begin)
{
	int exponent = 0;

	if (!is_digit(*in->at))
		return expected(in, "an exponent");
	while (is_digit(*in->at) && exponent < 100)
		exponent = exponent * 10 + (*in->at++ - '0');
	int64_t value = d->number;
	for (int i = 0; i < exponent && value <= DTL_YEAR_MAX; i++)
		value *= 10;
	if (value > DTL_YEAR_MAX || is_digit(*in->at))
		return wrong_at(in, begin, "the year is out of range: dateline reckons from -10^11 to 10^11");
	d->form = DTL_EDTF_EXPONENT;
	d->exponent = exponent;
	d->level = 2;
	return DTL_OK;
}

static dtl_status read_long_year(reader *in, dtl_edtf_date *d)
{
	const char *begin = in->at - 1;
	int digits = 0;

	d->form = DTL_EDTF_LONG;
	d->level = 1;
	d->parts = 1;
	d->negative = take(in, '-');
	if (!is_digit(*in->at) || *in->at == '0')
		return expected(in, "a year that does not begin with 0");
	const char *first = in->at;
	for (; is_digit(*in->at); in->at++) {
		if (++digits <= 12)
			d->number = d->number * 10 + (*in->at - '0');
	}
	if (d->number > DTL_YEAR_MAX || digits > 12)
		return wrong_at(in, begin, "the year is out of range: dateline reckons from -10^11 to 10^11");
	dtl_status status = DTL_OK;
	if (take(in, 'E')) {
		status = read_exponent(in, d, begin);
		digits += d->exponent;
	} else if (digits < 5) {
		return expected_at(in, first, "five digits or more after Y");
	}
	if (status == DTL_OK && take(in, 'S'))
		status = read_significant(in, d, digits);
	return status;
}

/* ---- YYYY-MM-DD ---- */

static bool is_level1_unspecified(const dtl_edtf_date *d)
{
	bool month = d->parts > 1 && (d->month[0] == DTL_EDTF_X || d->month[1] == DTL_EDTF_X);
	bool all_month = d->parts > 1 && d->month[0] == DTL_EDTF_X && d->month[1] == DTL_EDTF_X;
	bool day = d->parts > 2 && (d->day[0] == DTL_EDTF_X || d->day[1] == DTL_EDTF_X);
	bool all_day = d->parts > 2 && d->day[0] == DTL_EDTF_X && d->day[1] == DTL_EDTF_X;

	if (d->year[0] == DTL_EDTF_X || d->year[1] == DTL_EDTF_X)
		return false;
	if (d->year[2] == DTL_EDTF_X || d->year[3] == DTL_EDTF_X)
		return d->year[3] == DTL_EDTF_X && d->parts == 1;
	if (month)
		return all_month && (d->parts == 2 || all_day);
	return !day || all_day;
}

/*
 * A qualifier to the left of a part is that part's; one to the right is that
 * part's and of all to the left of it (ISO 8601-2 8.4).
 */
static void qualify(dtl_edtf_date *d, int part, unsigned left, unsigned right)
{
	d->qualifier[part] |= (unsigned char)left;
	for (int i = 0; i <= part; i++)
		d->qualifier[i] |= (unsigned char)right;
}

static void set_level(dtl_edtf_date *d, bool complex_qualifier)
{
	if (d->negative || d->qualifier[DTL_EDTF_YEAR])
		d->level = 1;
	if (d->unspecified)
		d->level = is_level1_unspecified(d) ? 1 : 2;
	if (complex_qualifier)
		d->level = 2;
}

/* 21-41 where a month could stand. */
static dtl_status read_grouping(reader *in, dtl_edtf_date *d)
{
	if (d->unspecified)
		return expected(in, "a month 01-12 (a season needs a year without X)");
	if (d->qualifier[DTL_EDTF_YEAR])
		return expected(in, "a month 01-12 (a season cannot be qualified)");
	if (!take_two(in, 21, 41, &d->grouping))
		return expected(in, "a month 01-12 or a season 21-41");
	if (*in->at != '\0' && strchr("?~%-", *in->at) != NULL)
		return expected(
		    in, "the end after a season or quarter, which is neither qualified nor has days");
	d->form = DTL_EDTF_GROUPING;
	d->level = d->grouping <= 24 ? 1 : 2;
	return DTL_OK;
}

static bool can_be_month(const signed char *m)
{
	for (int n = 1; n <= 12; n++) {
		if ((m[0] == DTL_EDTF_X || m[0] == n / 10) && (m[1] == DTL_EDTF_X || m[1] == n % 10))
			return true;
	}
	return false;
}

static bool can_be_day(const signed char *d)
{
	for (int n = 1; n <= 31; n++) {
		if ((d[0] == DTL_EDTF_X || d[0] == n / 10) && (d[1] == DTL_EDTF_X || d[1] == n % 10))
			return true;
	}
	return false;
}

static dtl_status read_offset(reader *in, dtl_edtf_date *d)
{
	int hours = 0;
	int minutes = 0;
	bool west = *in->at == '-';
	const char *at = in->at++;

	if (!take_two(in, 0, 14, &hours))
		return expected(in, "the hours of an offset, 00-14");
	if (take(in, ':') && !take_two(in, 0, 59, &minutes))
		return expected(in, "the minutes of an offset, 00-59");
	if (hours == 14 && minutes > 0)
		return wrong_at(in, at, "no offset is larger than 14 hours");
	d->offset = (hours * 60 + minutes) * (west ? -1 : 1);
	d->zone = d->offset == 0 ? DTL_EDTF_UTC : DTL_EDTF_OFFSET;
	return DTL_OK;
}

static dtl_status read_time(reader *in, dtl_edtf_date *d)
{
	d->has_time = true;
	if (!take_two(in, 0, 23, &d->hour))
		return expected(in, "an hour 00-23");
	if (!take(in, ':'))
		return expected(in, "':' and minutes");
	if (!take_two(in, 0, 59, &d->minute))
		return expected(in, "minutes 00-59");
	if (!take(in, ':'))
		return expected(in, "':' and seconds");
	/* second 60 is a leap second; it can end any hour or half-hour of local time, but only at :59 */
	if (!take_two(in, 0, d->minute == 59 ? 60 : 59, &d->second))
		return expected(in, "seconds 00-59");
	if (take(in, 'Z'))
		d->zone = DTL_EDTF_UTC;
	else if (*in->at == '+' || *in->at == '-')
		return read_offset(in, d);
	return DTL_OK;
}

/* The part at in->at, after its '-': -MM or -DD, with qualifiers on both sides. */
static dtl_status read_part(reader *in, dtl_edtf_date *d, int part, bool *complex_qualifier)
{
	bool month = part == DTL_EDTF_MONTH;
	signed char *digits = month ? d->month : d->day;
	unsigned left = take_qualifier(in);
	const char *at = in->at;
	bool grouping = month && at[0] >= '2' && at[0] <= '4' && is_digit(at[1]) && !is_digit(at[2]);

	if (grouping && left == 0)
		return read_grouping(in, d);
	if (!take_digits(in, digits, 2, &d->unspecified))
		return expected(in, month ? "a month 01-12" : "a day 01-31");
	if (!(month ? can_be_month(digits) : can_be_day(digits)))
		return expected_at(in, at, month ? "a month 01-12" : "a day 01-31");
	d->parts = part + 1;
	unsigned right = take_qualifier(in);
	qualify(d, part, left, right);
	*complex_qualifier = *complex_qualifier || left != 0 || (right != 0 && *in->at == '-');
	return DTL_OK;
}

static dtl_status read_year(reader *in, dtl_edtf_date *d, bool *complex_qualifier)
{
	unsigned left = take_qualifier(in);
	d->negative = take(in, '-');
	const char *at = in->at;

	if (!take_digits(in, d->year, 4, &d->unspecified)) {
		if (is_digit(at[0]) && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) &&
		    is_digit(at[4]))
			return expected(in, "a year of four digits, or Y before a longer one");
		return expected(in, "a year of four digits");
	}
	if (d->negative && !d->unspecified && dtl_edtf_number(d->year, 4) == 0)
		return expected_at(in, at - 1, "a year: -0000 is written 0000");
	d->parts = 1;
	if (left == 0 && !d->unspecified && take(in, 'S'))
		return read_significant(in, d, 4);
	unsigned right = take_qualifier(in);
	qualify(d, DTL_EDTF_YEAR, left, right);
	*complex_qualifier = left != 0 || (right != 0 && *in->at == '-');
	return DTL_OK;
}

static dtl_status read_calendar(reader *in, dtl_edtf_date *d)
{
	bool complex_qualifier = false;
	dtl_status status = read_year(in, d, &complex_qualifier);

	if (status == DTL_OK && d->significant == 0 && take(in, '-'))
		status = read_part(in, d, DTL_EDTF_MONTH, &complex_qualifier);
	if (status == DTL_OK && d->parts == 2 && take(in, '-'))
		status = read_part(in, d, DTL_EDTF_DAY, &complex_qualifier);
	if (status != DTL_OK || d->form == DTL_EDTF_GROUPING || d->significant > 0)
		return status;
	set_level(d, complex_qualifier);
	if (d->parts < 3 || *in->at != 'T')
		return DTL_OK;
	if (d->unspecified || d->qualifier[0] || d->qualifier[1] || d->qualifier[2])
		return expected(in, "no time after a date that is qualified or has an X");
	in->at++;
	return read_time(in, d);
}

static dtl_status read_date(reader *in, dtl_edtf_end *end)
{
	const char *begin = in->at;
	dtl_edtf_date *d = &end->date;

	memset(d, 0, sizeof *d);
	end->kind = DTL_EDTF_DATE;
	dtl_status status = take(in, 'Y') ? read_long_year(in, d) : read_calendar(in, d);
	if (status != DTL_OK)
		return status;
	const char *wrong = dtl_edtf_span(d, in->zone, &end->lo, &end->hi);
	if (wrong == NULL)
		return DTL_OK;
	return wrong_at(in, begin, wrong);
}

/* ---- Intervals and sets ---- */

static int max_level(int a, int b)
{
	return a > b ? a : b;
}

static void no_bound(dtl_edtf_end *end, dtl_edtf_end_kind kind, bool start)
{
	end->kind = kind;
	end->lo = end->hi = start ? DTL_TIME_MIN : DTL_TIME_MAX;
}

static dtl_status no_grouping(reader *in, const dtl_edtf_end *end, const char *at)
{
	if (end->kind != DTL_EDTF_DATE || end->date.form != DTL_EDTF_GROUPING)
		return DTL_OK;
	return wrong_at(in, at, "a season or quarter stands alone: write its months");
}

static int level_in_interval(const dtl_edtf_end *end)
{
	if (end->kind != DTL_EDTF_DATE)
		return 1;
	return end->date.unspecified ? 2 : end->date.level;
}

/* After the '/': B, '..' or nothing. */
static dtl_status read_interval_end(reader *in, dtl_edtf_item *item)
{
	const char *at = in->at;
	dtl_status status = DTL_OK;

	if (*in->at == '\0')
		no_bound(&item->to, DTL_EDTF_UNKNOWN, false);
	else if (take_dots(in))
		no_bound(&item->to, DTL_EDTF_OPEN, false);
	else
		status = read_date(in, &item->to);
	if (status == DTL_OK)
		status = no_grouping(in, &item->to, at);
	if (status != DTL_OK)
		return status;
	if (item->from.kind != DTL_EDTF_DATE && item->to.kind != DTL_EDTF_DATE)
		return expected_at(in, at, "a date on one side of the interval");
	if (item->to.hi <= item->from.lo)
		return wrong_at(in, at, "the interval ends before it begins");
	item->level = max_level(level_in_interval(&item->from), level_in_interval(&item->to));
	return DTL_OK;
}

static dtl_status read_date_or_interval(reader *in, dtl_edtf_each each, void *user)
{
	dtl_edtf_item item;
	const char *at = in->at;
	dtl_status status = DTL_OK;

	item.index = 0;
	item.range = true;
	item.kind = DTL_DATE_INTERVAL;
	if (*in->at == '/') {
		no_bound(&item.from, DTL_EDTF_UNKNOWN, true);
	} else if (take_dots(in)) {
		no_bound(&item.from, DTL_EDTF_OPEN, true);
		if (*in->at != '/')
			return expected(in, "'/' after '..'");
	} else {
		status = read_date(in, &item.from);
		if (status != DTL_OK)
			return status;
	}
	if (take(in, '/')) {
		status = no_grouping(in, &item.from, at);
		if (status == DTL_OK)
			status = read_interval_end(in, &item);
	} else {
		item.kind = DTL_DATE_ONE;
		item.range = false;
		item.level = item.from.date.level;
	}
	if (status == DTL_OK && *in->at != '\0')
		return expected(in, "the end");
	if (status == DTL_OK)
		each(user, &item);
	return status;
}

/* B of a..b. */
static dtl_status read_range_end(reader *in, dtl_edtf_item *item, const char *at)
{
	const char *begin = in->at;
	dtl_status status = read_date(in, &item->to);

	if (status == DTL_OK)
		status = no_grouping(in, &item->to, begin);
	if (status != DTL_OK)
		return status;
	if (item->to.date.parts != item->from.date.parts ||
	    item->to.date.has_time != item->from.date.has_time)
		return wrong_at(in, at, "both ends of a range are written to the same precision");
	if (item->to.lo < item->from.lo || item->to.hi < item->from.hi)
		return wrong_at(in, at, "the range ends before it begins");
	return DTL_OK;
}

static dtl_status read_member(reader *in, dtl_edtf_item *item, char close)
{
	const char *at = in->at;
	dtl_status status;

	item->range = false;
	if (item->index == 0 && take_dots(in)) {
		no_bound(&item->from, DTL_EDTF_OPEN, true);
		item->range = true;
		status = read_date(in, &item->to);
		return status != DTL_OK ? status : no_grouping(in, &item->to, at);
	}
	status = read_date(in, &item->from);
	if (status == DTL_OK)
		status = no_grouping(in, &item->from, at);
	if (status != DTL_OK || !take_dots(in))
		return status;
	item->range = true;
	if (*in->at != close)
		return read_range_end(in, item, at);
	no_bound(&item->to, DTL_EDTF_OPEN, false);
	return DTL_OK;
}

static dtl_status read_set(reader *in, char close, dtl_edtf_each each, void *user)
{
	dtl_edtf_item item;

	item.kind = close == ']' ? DTL_DATE_ONE_OF : DTL_DATE_ALL_OF;
	item.index = 0;
	item.level = 2;
	in->at++;
	for (;;) {
		dtl_status status = read_member(in, &item, close);
		if (status != DTL_OK)
			return status;
		each(user, &item);
		item.index++;
		if (*in->at == close)
			break;
		bool open_end = item.range && item.to.kind == DTL_EDTF_OPEN;
		if (open_end || !take(in, ','))
			return expected(in, close == ']' ? "',' or ']'" : "',' or '}'");
	}
	in->at++;
	return *in->at == '\0' ? DTL_OK : expected(in, "the end");
}

dtl_status dtl_edtf_parse(const char *text, const char *zone, dtl_edtf_each each, void *user, dtl_error *err)
{
	reader in = { .text = text, .at = text, .zone = zone, .err = err };

	if (strnlen(text, DTL_EDTF_MAX + 1) > DTL_EDTF_MAX)
		return dtl_fail(err, DTL_E_ARGUMENT, "not EDTF: longer than %d bytes", DTL_EDTF_MAX);
	if (zone != NULL && strchr(text, 'T') != NULL && !dtl_zone_known(zone))
		return dtl_fail(err, DTL_E_ARGUMENT, "no such time zone: '%s'", zone);
	if (*text == '[')
		return read_set(&in, ']', each, user);
	if (*text == '{')
		return read_set(&in, '}', each, user);
	return read_date_or_interval(&in, each, user);
}
