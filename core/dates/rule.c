#include "dates/rule.h"
#include "dates/civil.h"
#include <string.h>
#include <strings.h>

typedef struct value {
	const char *at, *end;
} value;

typedef struct part part;
struct part {
	const char *name;
	bool (*read)(const part *p, value v, dtl_rule *out);
	size_t offset; /* of its dtl_by in the rule */
	int lo, hi;    /* of its numbers, without a sign */
	bool minus;    /* they may have a sign */
};

static bool same(value v, const char *word)
{
	size_t len = (size_t)(v.end - v.at);
	return strlen(word) == len && strncasecmp(v.at, word, len) == 0;
}

/* A number of one to nine digits; advances past it. */
static bool take_number(value *v, int64_t *out)
{
	int digits = 0;
	*out = 0;
	for (; v->at < v->end && *v->at >= '0' && *v->at <= '9' && digits < 10; v->at++, digits++)
		*out = *out * 10 + (*v->at - '0');
	return digits > 0 && digits < 10;
}

/* A sign, if one stands there; *minus tells which. */
static bool take_sign(value *v, bool *minus)
{
	bool sign = v->at < v->end && (*v->at == '-' || *v->at == '+');
	*minus = sign && *v->at == '-';
	v->at += sign;
	return sign;
}

static void put(dtl_by *by, int64_t n, bool minus)
{
	uint64_t *bits = minus ? by->minus : by->plus;
	bits[n / 64] |= UINT64_C(1) << (n % 64);
	by->any = true;
}

static bool read_freq(const part *p, value v, dtl_rule *out)
{
	static const char *const names[] = { "SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY",
		"YEARLY" };
	(void)p;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (same(v, names[i])) {
			out->freq = (dtl_freq)i;
			return true;
		}
	return false;
}

static bool read_count(const part *p, value v, dtl_rule *out)
{
	(void)p;
	return take_number(&v, &out->count) && v.at == v.end && out->count > 0;
}

static bool read_interval(const part *p, value v, dtl_rule *out)
{
	(void)p;
	return take_number(&v, &out->interval) && v.at == v.end && out->interval > 0;
}

static bool read_by(const part *p, value v, dtl_rule *out)
{
	dtl_by *by = (dtl_by *)((char *)out + p->offset);
	for (;;) {
		int64_t n;
		bool minus;
		if (take_sign(&v, &minus) && !p->minus)
			return false;
		if (!take_number(&v, &n) || n < p->lo || n > p->hi)
			return false;
		put(by, n, minus);
		if (v.at == v.end)
			return true;
		if (*v.at++ != ',')
			return false;
	}
}

/* 1 Monday … 7 Sunday; 0: no weekday stands there. */
static int take_weekday(value *v)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	for (int i = 0; v->end - v->at >= 2 && i < 7; i++)
		if (strncasecmp(v->at, days[i], 2) == 0) {
			v->at += 2;
			return i + 1;
		}
	return 0;
}

static bool read_weekdays(const part *p, value v, dtl_rule *out)
{
	(void)p;
	for (;;) {
		int64_t n = 0;
		bool minus;
		bool counted = take_sign(&v, &minus) || (v.at < v.end && *v.at >= '0' && *v.at <= '9');
		if (counted && (!take_number(&v, &n) || n < 1 || n > 53))
			return false;
		int weekday = take_weekday(&v);
		if (!weekday)
			return false;
		if (counted)
			put(&out->nth[weekday], n, minus);
		else
			put(&out->weekday, weekday, false);
		out->any_nth = out->any_nth || counted;
		if (v.at == v.end)
			return true;
		if (*v.at++ != ',')
			return false;
	}
}

static bool read_week_start(const part *p, value v, dtl_rule *out)
{
	(void)p;
	out->week_start = take_weekday(&v);
	return out->week_start && v.at == v.end;
}

static bool has_digits(const char *s, const char *form)
{
	for (; *form; s++, form++)
		if (*form == '9' ? *s < '0' || *s > '9' : *s != *form)
			return false;
	return true;
}

static int digits(const char *s, int count)
{
	int n = 0;
	for (int i = 0; i < count; i++)
		n = n * 10 + (s[i] - '0');
	return n;
}

static bool read_until(const part *p, value v, dtl_rule *out)
{
	size_t len = (size_t)(v.end - v.at);
	const char *s = v.at;
	(void)p;
	if (len != 8 && len != 15 && len != 16)
		return false;
	if (!has_digits(s, len == 8 ? "99999999" : len == 15 ? "99999999T999999" : "99999999T999999Z"))
		return false;
	int month = digits(s + 4, 2), day = digits(s + 6, 2);
	if (month < 1 || month > 12 || day < 1 || day > dtl_days_in_month(digits(s, 4), month))
		return false;
	out->has_until = true;
	out->until_date = len == 8;
	out->until_utc = len == 16;
	out->until = dtl_day_start(digits(s, 4), month, day);
	if (len > 8)
		out->until += digits(s + 9, 2) * 3600 + digits(s + 11, 2) * 60 + digits(s + 13, 2);
	return true;
}

static bool read_scale(const part *p, value v, dtl_rule *out)
{
	(void)p;
	out->foreign = out->foreign || !same(v, "GREGORIAN");
	return v.at < v.end;
}

static bool read_skip(const part *p, value v, dtl_rule *out)
{
	(void)p;
	out->foreign = out->foreign || !same(v, "OMIT");
	return same(v, "OMIT") || same(v, "BACKWARD") || same(v, "FORWARD");
}

#define BY(member) offsetof(dtl_rule, member)

static const part parts[] = {
	{ "FREQ", read_freq, 0, 0, 0, false },
	{ "UNTIL", read_until, 0, 0, 0, false },
	{ "COUNT", read_count, 0, 0, 0, false },
	{ "INTERVAL", read_interval, 0, 0, 0, false },
	{ "BYSECOND", read_by, BY(second), 0, 60, false },
	{ "BYMINUTE", read_by, BY(minute), 0, 59, false },
	{ "BYHOUR", read_by, BY(hour), 0, 23, false },
	{ "BYDAY", read_weekdays, 0, 0, 0, true },
	{ "BYMONTHDAY", read_by, BY(monthday), 1, 31, true },
	{ "BYYEARDAY", read_by, BY(yearday), 1, 366, true },
	{ "BYWEEKNO", read_by, BY(weekno), 1, 53, true },
	{ "BYMONTH", read_by, BY(month), 1, 12, false },
	{ "BYSETPOS", read_by, BY(setpos), 1, 366, true },
	{ "WKST", read_week_start, 0, 0, 0, false },
	{ "RSCALE", read_scale, 0, 0, 0, false },
	{ "SKIP", read_skip, 0, 0, 0, false },
};
enum { PARTS = sizeof(parts) / sizeof(*parts) };

/* A leap month "5L" is of another calendar, whose parts libical reads. */
static bool is_leap_month(const part *p, value v)
{
	return strcmp(p->name, "BYMONTH") == 0 && v.at < v.end && memchr(v.at, 'L', (size_t)(v.end - v.at));
}

static dtl_status read_part(value word, unsigned *seen, dtl_rule *out, dtl_error *err)
{
	const char *equals = memchr(word.at, '=', (size_t)(word.end - word.at));
	size_t i = 0;
	if (!equals)
		return dtl_fail(err, DTL_E_ARGUMENT, "a part without '='");
	value name = { word.at, equals }, v = { equals + 1, word.end };
	while (i < PARTS && !same(name, parts[i].name))
		i++;
	if (i == PARTS)
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "no part '%.*s' is known", (int)(name.end - name.at), name.at);
	if (*seen & 1U << i)
		return dtl_fail(err, DTL_E_ARGUMENT, "%s stands twice", parts[i].name);
	*seen |= 1U << i;
	if (is_leap_month(&parts[i], v) || parts[i].read(&parts[i], v, out))
		return DTL_OK;
	return dtl_fail(err, DTL_E_ARGUMENT, "%s cannot be '%.*s'", parts[i].name,
	    (int)(v.end - v.at > 60 ? 60 : v.end - v.at), v.at);
}

static int64_t size_of(const dtl_by *by)
{
	int64_t count = 0;
	for (int i = 0; i < 6; i++)
		for (uint64_t bits = by->plus[i]; bits; bits &= bits - 1)
			count++;
	return count ? count : 1;
}

/* A positive or negative day that every month of the rule lacks: 30 February. */
static bool never_comes(const dtl_rule *r)
{
	static const int longest[] = { 0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (r->foreign || !r->monthday.any || !r->month.any)
		return false;
	for (int m = 1; m <= 12; m++)
		for (int d = 1; (r->month.plus[0] >> m & 1) && d <= longest[m]; d++)
			if ((r->monthday.plus[0] | r->monthday.minus[0]) >> d & 1)
				return false;
	return true;
}

static dtl_status judge(const dtl_rule *r, unsigned seen, dtl_error *err)
{
	bool by = r->second.any || r->minute.any || r->hour.any || r->weekday.any || r->any_nth ||
		  r->monthday.any || r->yearday.any || r->weekno.any || r->month.any;
	if (!(seen & 1U))
		return dtl_fail(err, DTL_E_ARGUMENT, "it has no FREQ");
	if (r->has_until && r->count)
		return dtl_fail(err, DTL_E_ARGUMENT, "it has both UNTIL and COUNT");
	if (r->setpos.any && !by && !r->foreign)
		return dtl_fail(err, DTL_E_ARGUMENT, "BYSETPOS stands without another BY part");
	if (r->count > DTL_RULE_COUNT)
		return dtl_fail(err, DTL_E_ARGUMENT, "a COUNT over %d would run for hours", DTL_RULE_COUNT);
	if (size_of(&r->hour) * size_of(&r->minute) * size_of(&r->second) > DTL_RULE_TIMES)
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "more than %d times a day would run for hours", DTL_RULE_TIMES);
	if (never_comes(r))
		return dtl_fail(err, DTL_E_ARGUMENT, "its days never come");
	if (r->foreign && r->freq < DTL_DAILY)
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "FREQ below DAILY in another calendar would run for hours");
	return DTL_OK;
}

dtl_status dtl_rule_read(dtl_rule *out, const char *text, size_t len, dtl_error *err)
{
	unsigned seen = 0;
	const char *at = text, *end = text + len;
	dtl_status status = DTL_OK;
	memset(out, 0, sizeof(*out));
	out->interval = out->week_start = 1;
	if (len >= sizeof(out->text))
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "not a recurrence rule: longer than %d bytes", DTL_RULE_TEXT - 1);
	memcpy(out->text, text, len);
	/* Some writers end the last part as the others. */
	while (status == DTL_OK && at < end) {
		const char *stop = memchr(at, ';', (size_t)(end - at));
		stop = stop ? stop : end;
		if (stop > at)
			status = read_part((value){ at, stop }, &seen, out, err);
		at = stop < end ? stop + 1 : end;
	}
	if (status == DTL_OK)
		status = judge(out, seen, err);
	return status == DTL_OK ? DTL_OK : dtl_fail_in(err, "not a recurrence rule");
}
