/*
 * The form of a recurrence rule (RFC 5545 §3.3.10) of days or longer. It is
 * checked here and not by libical: what the ledger takes must not depend on a
 * library's version, and rules that never yield a day are cheap to write.
 */
#include "model/field_types.h"
#include <string.h>

typedef enum freq { NO_FREQ, DAILY, WEEKLY, MONTHLY, YEARLY } freq;
enum { ON_DAILY = 1 << DAILY, ON_WEEKLY = 1 << WEEKLY, ON_MONTHLY = 1 << MONTHLY, ON_YEARLY = 1 << YEARLY };
enum { ANY = ON_DAILY | ON_WEEKLY | ON_MONTHLY | ON_YEARLY };

typedef struct value {
	const char *at, *end;
} value;

typedef struct part part;
struct part {
	const char *name;
	bool (*right)(const part *p, value v);
	int lo, hi;       /* of its numbers, without a sign */
	bool minus;       /* they may have a sign */
	unsigned allowed; /* with which FREQ */
};

/* A number of one to four digits; advances past it. */
static bool take_number(value *v, int *out)
{
	int n = 0;
	int digits = 0;
	for (; v->at < v->end && *v->at >= '0' && *v->at <= '9' && digits < 5; v->at++, digits++)
		n = n * 10 + (*v->at - '0');
	*out = n;
	return digits > 0 && digits < 5;
}

static bool take_sign(value *v)
{
	bool signed_ = v->at < v->end && (*v->at == '-' || *v->at == '+');
	v->at += signed_ ? 1 : 0;
	return signed_;
}

static bool is_number(const part *p, value v)
{
	int n;
	return take_number(&v, &n) && v.at == v.end && n >= p->lo && n <= p->hi;
}

static bool is_numbers(const part *p, value v)
{
	for (;;) {
		int n;
		if (take_sign(&v) && !p->minus)
			return false;
		if (!take_number(&v, &n) || n < p->lo || n > p->hi)
			return false;
		if (v.at == v.end)
			return true;
		if (*v.at++ != ',')
			return false;
	}
}

static bool take_weekday(value *v)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	for (size_t i = 0; v->end - v->at >= 2 && i < 7; i++) {
		if (memcmp(v->at, days[i], 2) == 0) {
			v->at += 2;
			return true;
		}
	}
	return false;
}

static bool is_weekday(const part *p, value v)
{
	(void)p;
	return take_weekday(&v) && v.at == v.end;
}

static bool is_weekdays(const part *p, value v)
{
	for (;;) {
		int n = p->lo;
		bool counted = take_sign(&v) || (v.at < v.end && *v.at >= '0' && *v.at <= '9');
		if (counted && (!take_number(&v, &n) || n < p->lo || n > p->hi))
			return false;
		if (!take_weekday(&v))
			return false;
		if (v.at == v.end)
			return true;
		if (*v.at++ != ',')
			return false;
	}
}

static bool has_digits(const char *s, const char *form)
{
	for (; *form; s++, form++)
		if (*form == '9' ? *s < '0' || *s > '9' : *s != *form)
			return false;
	return true;
}

static bool is_until(const part *p, value v)
{
	(void)p;
	size_t len = (size_t)(v.end - v.at);
	if (len != 8 && len != 15 && len != 16)
		return false;
	return has_digits(v.at, len == 8 ? "99999999" : len == 15 ? "99999999T999999" : "99999999T999999Z");
}

static bool is_freq(const part *p, value v)
{
	(void)p;
	(void)v;
	return true; /* read on its own */
}

/* In the order of RFC 5545. */
static const part parts[] = {
	{ "FREQ", is_freq, 0, 0, false, ANY },
	{ "UNTIL", is_until, 0, 0, false, ANY },
	{ "COUNT", is_number, 1, 9999, false, ANY },
	{ "INTERVAL", is_number, 1, 9999, false, ANY },
	{ "BYSECOND", is_numbers, 0, 60, false, ANY },
	{ "BYMINUTE", is_numbers, 0, 59, false, ANY },
	{ "BYHOUR", is_numbers, 0, 23, false, ANY },
	{ "BYDAY", is_weekdays, 1, 53, true, ANY },
	{ "BYMONTHDAY", is_numbers, 1, 31, true, ON_DAILY | ON_MONTHLY | ON_YEARLY },
	{ "BYYEARDAY", is_numbers, 1, 366, true, ON_YEARLY },
	{ "BYWEEKNO", is_numbers, 1, 53, true, ON_YEARLY },
	{ "BYMONTH", is_numbers, 1, 12, false, ANY },
	{ "BYSETPOS", is_numbers, 1, 366, true, ANY },
	{ "WKST", is_weekday, 0, 0, false, ANY },
};
enum {
	PARTS = sizeof(parts) / sizeof(*parts),
	UNTIL = 1,
	COUNT = 2,
	BYSECOND = 4,
	BYDAY = 7,
	BYWEEKNO = 10,
	BYSETPOS = 12
};

static freq freq_of(value v)
{
	static const char *const names[] = {
		[DAILY] = "DAILY", [WEEKLY] = "WEEKLY", [MONTHLY] = "MONTHLY", [YEARLY] = "YEARLY"
	};
	size_t len = (size_t)(v.end - v.at);
	for (freq f = DAILY; f <= YEARLY; f++)
		if (strlen(names[f]) == len && memcmp(names[f], v.at, len) == 0)
			return f;
	return NO_FREQ;
}

/* Which part `name` is; PARTS when there is no such one. */
static size_t part_of(value name)
{
	size_t len = (size_t)(name.end - name.at);
	size_t i = 0;
	while (i < PARTS && !(strlen(parts[i].name) == len && memcmp(parts[i].name, name.at, len) == 0))
		i++;
	return i;
}

/* Cut the rule at its ';' and '='. */
static const char *cut(const char *s, const char *end, value found[PARTS])
{
	while (s < end) {
		const char *stop = memchr(s, ';', (size_t)(end - s));
		stop = stop ? stop : end;
		const char *equals = memchr(s, '=', (size_t)(stop - s));
		if (!equals)
			return "is not a recurrence rule: a part without '='";
		size_t i = part_of((value){ s, equals });
		if (i == PARTS)
			return "is not a recurrence rule: it has a part that RFC 5545 does not know";
		if (found[i].at)
			return "is not a recurrence rule: a part stands twice";
		found[i] = (value){ equals + 1, stop };
		s = stop < end ? stop + 1 : end;
		if (stop < end && s == end)
			return "is not a recurrence rule: it ends in ';'";
	}
	return NULL;
}

static bool is_counted(value v)
{
	for (; v.at < v.end; v.at++)
		if (*v.at >= '0' && *v.at <= '9')
			return true;
	return false;
}

/* What parts may not stand together. */
static const char *clash(const value found[PARTS], freq f)
{
	if (found[UNTIL].at && found[COUNT].at)
		return "has both UNTIL and COUNT";
	if (found[BYDAY].at && is_counted(found[BYDAY])) {
		if (f == DAILY || f == WEEKLY)
			return "counts weekdays in BYDAY, which only MONTHLY and YEARLY may";
		if (found[BYWEEKNO].at)
			return "counts weekdays in BYDAY beside BYWEEKNO";
	}
	bool by = false;
	for (size_t i = BYSECOND; i < BYSETPOS; i++)
		by = by || found[i].at;
	return found[BYSETPOS].at && !by ? "has BYSETPOS without another BY part" : NULL;
}

const char *dtl_cadence_wrong(const char *s, size_t len)
{
	value found[PARTS] = { { NULL, NULL } };
	const char *wrong = cut(s, s + len, found);
	if (wrong)
		return wrong;
	freq f = found[0].at ? freq_of(found[0]) : NO_FREQ;
	if (f == NO_FREQ)
		return "is not a recurrence rule with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY";
	for (size_t i = 0; i < PARTS; i++) {
		if (!found[i].at)
			continue;
		if (!(parts[i].allowed & 1U << f))
			return "has a part that RFC 5545 does not allow with this FREQ";
		if (!parts[i].right(&parts[i], found[i]))
			return "is not a recurrence rule: a part has a value that RFC 5545 does not allow";
	}
	return clash(found, f);
}
