/* Times of JSCalendar: a local start, a zone and a duration. */
#include "dates/civil.h"
#include "formats/jscal.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_known(int64_t t)
{
	return t != DTL_TIME_MIN && t != DTL_TIME_MAX;
}

/* LocalDateTime; false outside the years that it has. */
static bool print_local(char *buf, size_t size, int64_t t)
{
	int64_t year;
	int month, day, second = (int)dtl_floor_mod(t, DTL_DAY);
	dtl_civil_from_days(dtl_day_of(t), &year, &month, &day);
	if (year < 0 || year > 9999)
		return false;
	snprintf(buf, size, "%04d-%02d-%02dT%02d:%02d:%02d", (int)year, month, day, second / 3600,
	    second / 60 % 60, second % 60);
	return true;
}

/* "P1DT2H3M4S" */
static void print_duration(char *buf, size_t size, int64_t seconds, bool day)
{
	long long days = (long long)(seconds / DTL_DAY), rest = (long long)(seconds % DTL_DAY);
	size_t at = 0;
	buf[0] = '\0';
	if (seconds <= 0)
		return;
	at += (size_t)snprintf(buf, size, "P");
	if (days > 0)
		at += (size_t)snprintf(buf + at, size - at, "%lldD", days);
	if (day || rest == 0)
		return;
	at += (size_t)snprintf(buf + at, size - at, "T");
	if (rest / 3600)
		at += (size_t)snprintf(buf + at, size - at, "%lldH", rest / 3600);
	if (rest / 60 % 60)
		at += (size_t)snprintf(buf + at, size - at, "%lldM", rest / 60 % 60);
	if (rest % 60)
		snprintf(buf + at, size - at, "%lldS", rest % 60);
}

bool dtl_jscal_span_of(const dtl_date *date, const char *tz, dtl_jscal_span *out)
{
	const dtl_bounds *b = &date->bounds;
	int offset = 0;
	*out = (dtl_jscal_span){ .day = !date->has_time };
	int64_t from = is_known(b->start_lo) ? b->start_lo : is_known(b->end_lo) ? b->end_lo : b->end_hi - 1;
	int64_t to = is_known(b->end_hi) ? b->end_hi : is_known(b->start_hi) ? b->start_hi : from;
	if (!is_known(b->start_lo) && !is_known(b->end_hi))
		return false;
	/* The last second of a time is the moment at which it ends, not one more. */
	if (date->has_time && is_known(b->end_lo) && b->end_hi - b->end_lo == 1)
		to = b->end_lo;
	if (out->day) {
		from = dtl_day_of(from) * DTL_DAY;
	} else if (tz && dtl_zone_offset(&offset, from, tz, NULL) == DTL_OK) {
		snprintf(out->zone, sizeof(out->zone), "%s", tz);
	} else if (!date->local) {
		snprintf(out->zone, sizeof(out->zone), "Etc/UTC");
	}
	print_duration(out->duration, sizeof(out->duration), to - from, out->day);
	return print_local(out->start, sizeof(out->start), from + offset);
}

bool dtl_jscal_span_of_local(const char *start, const char *end, const char *tz, dtl_jscal_span *out)
{
	dtl_date from, to;
	*out = (dtl_jscal_span){ 0 };
	if (!start || dtl_date_parse(&from, start, NULL, NULL) != DTL_OK || !is_known(from.bounds.start_lo))
		return false;
	out->day = !from.has_time;
	bool utc = from.has_time && !from.local;
	snprintf(out->zone, sizeof(out->zone), "%s", out->day ? "" : tz ? tz : utc ? "Etc/UTC" : "");
	if (end && dtl_date_parse(&to, end, NULL, NULL) == DTL_OK)
		print_duration(out->duration, sizeof(out->duration),
		    (out->day ? to.bounds.end_hi : to.bounds.end_lo) - from.bounds.start_lo, out->day);
	else if (out->day)
		snprintf(out->duration, sizeof(out->duration), "P1D");
	return print_local(out->start, sizeof(out->start), from.bounds.start_lo);
}

/* ---- Reading ---- */

static bool read_local(const char *text, int64_t *out)
{
	int n = 0, year, month, day, hour, minute, second;
	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute, &second, &n) != 6)
		return false;
	if (n != 19 || (text[n] && text[n] != '.') || month < 1 || month > 12 || day < 1 ||
	    day > dtl_days_in_month(year, month) || hour > 23 || minute > 59 || second > 60 || hour < 0 ||
	    minute < 0 || second < 0)
		return false;
	*out = dtl_day_start(year, month, day) + hour * 3600 + minute * 60 + second;
	return true;
}

/* §1.4.6: weeks, days, hours, minutes and seconds; the fractions of these are dropped. */
static bool read_duration(const char *text, int64_t *out)
{
	static const struct {
		char unit;
		bool time;
		int64_t seconds;
	} units[] = { { 'W', false, 7 * 86400 }, { 'D', false, 86400 }, { 'H', true, 3600 },
		{ 'M', true, 60 }, { 'S', true, 1 } };
	bool time = false, any = false;
	*out = 0;
	if (*text++ != 'P')
		return false;
	for (size_t next = 0; *text;) {
		char *end;
		if (*text == 'T' && !time) {
			time = true;
			text++;
			continue;
		}
		if (!isdigit((unsigned char)*text))
			return false;
		long long count = strtoll(text, &end, 10);
		if (*end == '.')
			end += 1 + strspn(end + 1, "0123456789");
		while (next < 5 && !(units[next].unit == *end && units[next].time == time))
			next++;
		if (next == 5 || count > 4000000000LL)
			return false;
		*out += count * units[next++].seconds;
		text = end + 1;
		any = true;
	}
	return any;
}

static void add_moment(dtl_text *out, int64_t t, bool day)
{
	char text[32];
	if (print_local(text, sizeof(text), t))
		dtl_text_add_len(out, text, day ? 10 : 19);
}

bool dtl_jscal_end(dtl_text *out, const char *start, const char *duration, bool day)
{
	int64_t from, length = 0;
	if (!read_local(start, &from) || (*duration && !read_duration(duration, &length)))
		return false;
	if (day && length > DTL_DAY)
		add_moment(out, from + length - 1, true);
	else if (!day && length > 0)
		add_moment(out, from + length, false);
	return true;
}

bool dtl_jscal_edtf(dtl_text *out, const char *start, const char *duration, bool day)
{
	int64_t from;
	dtl_text end = DTL_TEXT_INIT;
	bool fits = read_local(start, &from) && dtl_jscal_end(&end, start, duration, day);
	if (fits) {
		add_moment(out, from, day);
		dtl_text_addf(out, "%s%s", end.len > 0 ? "/" : "", dtl_text_str(&end));
	}
	dtl_text_free(&end);
	return fits;
}

/* ---- Status ---- */

static const struct {
	const char *ours, *theirs;
} statuses[] = {
	{ "expected", "tentative" },
	{ "rumoured", "tentative" },
	{ "announced", "tentative" },
	{ "confirmed", "confirmed" },
	{ "held", "confirmed" },
	{ "postponed", "tentative" },
	{ "cancelled", "cancelled" },
};

const char *dtl_jscal_status(const char *status)
{
	for (size_t i = 0; status && i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (strcmp(statuses[i].ours, status) == 0)
			return statuses[i].theirs;
	return NULL;
}

const char *dtl_jscal_status_of(const char *status)
{
	static const char *const first[] = { "expected", "confirmed", "cancelled" };
	for (size_t i = 0; status && i < 3; i++)
		if (strcmp(dtl_jscal_status(first[i]), status) == 0)
			return first[i];
	return NULL;
}
