/* The rows of `cadence`: what was known, and when, of how often a series meets. */
#include "model/derive_cadence.h"
#include "dates/rule.h"
#include "model/moments.h"

static const char sql_row[] = "INSERT INTO cadence(series, known_from, known_to, cadence, place, months)"
			      " VALUES(:series, :known_from, :known_to, :cadence, :place, :months)";

/* What held since `from`; data NULL: no cadence, no place. */
typedef struct span {
	int64_t from;
	dtl_slice cadence, place;
} span;

static bool same(dtl_slice a, dtl_slice b)
{
	return (a.data != NULL) == (b.data != NULL) && dtl_slice_compare(a, b) == 0;
}

/* The months in which a window may lie, at least a part of it: a week that begins in one may end in the next. */
static int64_t months_of(dtl_deriver *d, dtl_slice cadence)
{
	dtl_rule rule;
	dtl_text_clear(&d->text);
	dtl_json_unescape(cadence, &d->text);
	if (dtl_text_failed(&d->text) ||
	    dtl_rule_read(&rule, dtl_text_str(&d->text), d->text.len, NULL) != DTL_OK || rule.foreign ||
	    !rule.month.any)
		return DTL_MONTHS_ALL;
	int64_t months = (int64_t)rule.month.plus[0] & DTL_MONTHS_ALL;
	if (rule.freq == DTL_WEEKLY)
		months |= (months << 1 & DTL_MONTHS_ALL) | (months >> 12 & 1) << 1;
	return months;
}

static dtl_status write_span(dtl_deriver *d, const span *s, int64_t to, dtl_error *err)
{
	int64_t place = 0;
	dtl_stmt *st = NULL;
	if (!s->cadence.data)
		return DTL_OK;
	dtl_status status = dtl_derive_ref(d, DTL_PLACE, s->place, &place, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(d->db, &st, sql_row, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":series", d->group[0]);
	dtl_bind_int(st, ":known_from", s->from);
	dtl_bind_int(st, ":known_to", to);
	dtl_bind_int(st, ":months", months_of(d, s->cadence));
	dtl_derive_bind(d, st, ":cadence", s->cadence);
	if (place)
		dtl_bind_int(st, ":place", place);
	return dtl_stmt_run(st, err);
}

dtl_status dtl_derive_cadence(dtl_deriver *d, dtl_error *err)
{
	span last = { 0, { NULL, 0 }, { NULL, 0 } };
	dtl_moments m = dtl_moments_begin(d);
	dtl_status status;
	while ((status = dtl_moments_next(&m, d, err)) == DTL_OK) {
		span now = { m.at, dtl_projected(&d->now, "cadence"), dtl_projected(&d->now, "place") };
		if (same(now.cadence, last.cadence) && same(now.place, last.place))
			continue;
		status = write_span(d, &last, m.at, err);
		if (status != DTL_OK)
			return status;
		last = now;
	}
	return status == DTL_DONE ? write_span(d, &last, DTL_TIME_MAX, err) : status;
}
