/* Rules of other calendars (RFC 7529), and SKIP: libical and ICU run through them. */
#include "dates/civil.h"
#include "dates/rule.h"
#include <libical/ical.h>
#include <stdlib.h>

static struct icaltimetype to_ical(int64_t t, bool day)
{
	int64_t year;
	int month, monthday;
	int second = (int)dtl_floor_mod(t, DTL_DAY);
	struct icaltimetype out = icaltime_null_time();
	dtl_civil_from_days(dtl_day_of(t), &year, &month, &monthday);
	out.year = (int)year;
	out.month = month;
	out.day = monthday;
	out.is_date = day;
	if (!day) {
		out.hour = second / 3600;
		out.minute = second / 60 % 60;
		out.second = second % 60;
	}
	return out;
}

static int64_t from_ical(const struct icaltimetype *t)
{
	return dtl_day_start(t->year, t->month, t->day) +
	       (t->is_date ? 0 : t->hour * 3600 + t->minute * 60 + t->second);
}

dtl_status dtl_rule_foreign_open(dtl_rule_walk *w, dtl_error *err)
{
	struct icalrecurrencetype rule = icalrecurrencetype_from_string(w->rule->text);
	int64_t day = dtl_day_of(w->start);
	bool fits = day >= dtl_days_from_civil(1583, 1, 1) && day < dtl_days_from_civil(2500, 1, 1);
	bool known = rule.freq != ICAL_NO_RECURRENCE && fits;
	rule.until = icaltime_null_time(); /* compared here, in the zone of the start */
	w->foreign = known ? icalrecur_iterator_new(rule, to_ical(w->start, w->day)) : NULL;
	free(rule.rscale); /* the iterator has a copy */
	if (w->foreign)
		return DTL_OK;
	return dtl_fail(
	    err, DTL_E_ARGUMENT, "not a recurrence rule of a calendar that is known: '%s'", w->rule->text);
}

bool dtl_rule_foreign_next(dtl_rule_walk *w, int64_t *out)
{
	struct icaltimetype t = icalrecur_iterator_next(w->foreign);
	if (icaltime_is_null_time(t))
		return false;
	*out = from_ical(&t);
	return *out <= w->until && *out <= w->to;
}

void dtl_rule_foreign_close(dtl_rule_walk *w)
{
	icalrecur_iterator_free(w->foreign);
	w->foreign = NULL;
}
