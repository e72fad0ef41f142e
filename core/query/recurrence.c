#include "query/recurrence.h"
#include <dateline/date.h>
#include <libical/ical.h>
#include <stdbool.h>

enum {
	FIRST_YEAR = 1583,  /* before, libical counts by the Julian calendar */
	LAST_YEAR = 2582,   /* behind it, its iterator ends */
	MOST_STEPS = 400000 /* a rule of days from the first of these years to the last */
};

static bool is_known(int64_t day)
{
	return day >= dtl_days_from_civil(FIRST_YEAR, 1, 1) && day < dtl_days_from_civil(LAST_YEAR, 1, 1);
}

static struct icaltimetype time_of(int64_t day)
{
	/* icaltime_null_date() has hour -1, with which the iterator goes astray or never ends. */
	struct icaltimetype t = icaltime_null_time();
	int64_t year;
	t.is_date = 1;
	dtl_civil_from_days(day, &year, &t.month, &t.day);
	t.year = (int)year;
	return t;
}

static int64_t day_of(struct icaltimetype t)
{
	return dtl_days_from_civil(t.year, t.month, t.day);
}

/* Times of the day are not asked for, and would give every day as often. */
static void drop_times(struct icalrecurrencetype *r)
{
	r->by_second[0] = r->by_minute[0] = r->by_hour[0] = ICAL_RECURRENCE_ARRAY_MAX;
	r->until.is_date = 1;
}

/* From its start on: icalrecur_iterator_set_start() loses count of INTERVAL and COUNT. */
static void collect(
    icalrecur_iterator *it, int64_t *days, size_t most, size_t *count, int64_t from, int64_t to)
{
	for (int step = 0; step < MOST_STEPS && *count < most; step++) {
		struct icaltimetype t = icalrecur_iterator_next(it);
		if (icaltime_is_null_time(t) || day_of(t) >= to)
			return;
		int64_t day = day_of(t);
		if (day >= from && (*count == 0 || days[*count - 1] < day))
			days[(*count)++] = day;
	}
}

dtl_status dtl_recurrence_days(int64_t *days, size_t most, size_t *count, const char *rule, int64_t start,
    int64_t from, int64_t to, dtl_error *err)
{
	*count = 0;
	if (!is_known(start) || !is_known(from) || !is_known(to))
		return DTL_OK;
	icalerror_set_errors_are_fatal(0);
	struct icalrecurrencetype r = icalrecurrencetype_from_string(rule);
	/* A rule that never yields a day is refused by libical, or ends by itself. */
	if (r.freq < ICAL_DAILY_RECURRENCE || r.freq > ICAL_YEARLY_RECURRENCE)
		return DTL_OK;
	drop_times(&r);
	icalrecur_iterator *it = icalrecur_iterator_new(r, time_of(start));
	if (!it)
		return icalerrno == ICAL_NEWFAILED_ERROR ? dtl_fail_memory(err) : DTL_OK;
	collect(it, days, most, count, from, to);
	icalrecur_iterator_free(it);
	return DTL_OK;
}
