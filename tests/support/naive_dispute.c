/*
 * Disputes (core/model/dispute.h says when there is one): what one source says of
 * an event's date, place, status or edition contradicts what shows.
 */
#include "naive_query.h"
#include <string.h>

typedef enum field { WHEN, PLACE, STATUS, EDITION, FIELDS } field;
typedef enum standing { FITTING, VAGUER, CONTRARY } standing;

static bool says(const naive_claim *c, field f)
{
	switch (f) {
	case WHEN: return c->has_when;
	case PLACE: return c->place >= 0;
	case STATUS: return c->status != NULL;
	case EDITION: return c->series >= 0;
	case FIELDS: break;
	}
	return false;
}

/* A day without a time may be that day anywhere on earth: 14 hours more on both sides. */
static dtl_bounds widened(const dtl_date *date, const dtl_date *other)
{
	dtl_bounds b = date->bounds;
	if (date->has_time || !other->has_time)
		return b;
	b.start_lo -= b.start_lo == DTL_TIME_MIN ? 0 : 14 * 3600;
	b.end_lo -= b.end_lo == DTL_TIME_MIN || b.end_lo == DTL_TIME_MAX ? 0 : 14 * 3600;
	b.start_hi += b.start_hi == DTL_TIME_MIN || b.start_hi == DTL_TIME_MAX ? 0 : 14 * 3600;
	b.end_hi += b.end_hi == DTL_TIME_MAX ? 0 : 14 * 3600;
	return b;
}

static standing compare_when(const naive_claim *shown, const naive_claim *other)
{
	dtl_date a, b;
	if (shown->unknown || other->unknown || dtl_date_parse(&a, shown->edtf, shown->tz, NULL) != DTL_OK ||
	    dtl_date_parse(&b, other->edtf, other->tz, NULL) != DTL_OK)
		return FITTING;
	dtl_bounds one = widened(&a, &b), two = widened(&b, &a);
	if (dtl_bounds_equal(&one, &two) || dtl_bounds_within(&two, &one))
		return FITTING;
	return dtl_bounds_within(&one, &two) ? VAGUER : CONTRARY;
}

static bool lies_in(const naive_world *w, int inner, int outer)
{
	outer = w->places[outer].same;
	for (int steps = 0; inner >= 0 && steps < 32; steps++) {
		inner = w->places[inner].same;
		if (inner == outer)
			return true;
		inner = w->places[inner].parent;
	}
	return false;
}

static standing compare(const naive_world *w, const naive_claim *shown, const naive_claim *other, field f)
{
	bool held, cancelled;
	switch (f) {
	case WHEN: return compare_when(shown, other);
	case PLACE:
		return lies_in(w, shown->place, other->place) || lies_in(w, other->place, shown->place)
			   ? FITTING
			   : CONTRARY;
	case STATUS:
		held = strcmp(shown->status, "held") == 0 || strcmp(other->status, "held") == 0;
		cancelled =
		    strcmp(shown->status, "cancelled") == 0 || strcmp(other->status, "cancelled") == 0;
		return held && cancelled ? CONTRARY : FITTING;
	case EDITION:
		return shown->edition && other->edition && shown->series == other->series &&
			       shown->edition != other->edition
			   ? CONTRARY
			   : FITTING;
	case FIELDS: break;
	}
	return FITTING;
}

/* Both became known since the event began, or within three days of each other. */
static bool timely(const naive_world *w, const naive_row *row, const naive_claim *a, const naive_claim *b)
{
	int64_t one = w->reports[a->report].known, two = w->reports[b->report].known;
	int64_t early = one < two ? one : two, late = one < two ? two : one;
	return late - early <= 3 * DTL_DAY || (row->dated && early >= row->date.bounds.start_lo);
}

static bool same_publisher(const naive_world *w, const naive_claim *a, const naive_claim *b)
{
	return naive_folds_alike(w->reports[a->report].publisher, w->reports[b->report].publisher);
}

/* The claim that shows on the field. */
static const naive_claim *find_shown(const naive_world *w, const naive_row *row, int64_t before, field f)
{
	if (f == WHEN)
		return row->when;
	for (int i = w->claim_count - 1; i >= 0; i--)
		if (says(&w->claims[i], f) && naive_counts(w, &w->claims[i], row->event, before))
			return &w->claims[i];
	return NULL;
}

/* Its publisher has said otherwise since, and not only more vaguely. */
static bool is_replaced(const naive_world *w, const naive_row *row, const naive_claim *c,
    const naive_claim *shown, int64_t before, field f)
{
	for (int i = (int)(c - w->claims) + 1; i < w->claim_count; i++) {
		const naive_claim *later = &w->claims[i];
		if (!naive_counts(w, later, row->event, before) || !says(later, f) ||
		    !w->reports[later->report].publisher || !same_publisher(w, c, later))
			continue;
		if (later == shown || compare(w, shown, later, f) != VAGUER)
			return true;
	}
	return false;
}

static bool is_disputed(const naive_world *w, const naive_row *row, int64_t before, field f)
{
	const naive_claim *shown = find_shown(w, row, before, f);
	if (!shown || !w->reports[shown->report].publisher)
		return false;
	for (int i = 0; i < w->claim_count; i++) {
		const naive_claim *c = &w->claims[i];
		if (c == shown || !naive_counts(w, c, row->event, before) || !says(c, f) ||
		    !w->reports[c->report].publisher || same_publisher(w, c, shown))
			continue;
		if (compare(w, shown, c, f) == CONTRARY && timely(w, row, shown, c) &&
		    !is_replaced(w, row, c, shown, before, f))
			return true;
	}
	return false;
}

bool naive_disputed(const naive_world *w, const naive_row *row, int64_t before)
{
	for (field f = WHEN; f < FIELDS; f++)
		if (is_disputed(w, row, before, f))
			return true;
	return false;
}
