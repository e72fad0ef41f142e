/* Words for a whole EDTF string. */
#include "dates/people.h"
#include "dates/civil.h"

#include <string.h>

/* A member of a set is held back until the next one shows whether it is the last. */
struct telling {
	dtl_out out;
	dtl_show show;
	dtl_edtf_item held;
	int told;
	bool range; /* the last one told was one, and has a comma of its own */
	bool holding;
	const dtl_bounds *bounds; /* of the whole date, in the stored zone; or NULL */
	bool unsettled;           /* a time needs its zone to be read */
};

static bool is_date(const dtl_edtf_end *end)
{
	return end->kind == DTL_EDTF_DATE;
}

static void tell_interval(struct telling *t, const dtl_edtf_item *item)
{
	if (is_date(&item->from) && is_date(&item->to)) {
		dtl_people_range(&t->out, &item->from, &item->to, &t->show);
		return;
	}
	dtl_out_text(&t->out, is_date(&item->from) ? "from " : "until ");
	dtl_people_date(&t->out, is_date(&item->from) ? &item->from : &item->to, &t->show);
	if (item->from.kind == DTL_EDTF_UNKNOWN)
		dtl_out_text(&t->out, ", start unknown");
	if (item->to.kind == DTL_EDTF_UNKNOWN)
		dtl_out_text(&t->out, ", end unknown");
}

/* What "some" or "every" counts in a range. */
static const char *range_unit(const dtl_edtf_item *item)
{
	const dtl_edtf_date *d = is_date(&item->from) ? &item->from.date : &item->to.date;

	if (d->has_time)
		return "time";
	if (item->kind == DTL_DATE_ONE_OF)
		return d->parts == 3 ? "day" : "time";
	return d->parts == 3 ? "day" : d->parts == 2 ? "month" : "year";
}

static void tell_range(struct telling *t, const dtl_edtf_item *item)
{
	bool one = item->kind == DTL_DATE_ONE_OF;

	if (!is_date(&item->from)) {
		dtl_out_text(&t->out, one ? "no later than " : "until ");
		dtl_people_date(&t->out, &item->to, &t->show);
	} else if (!is_date(&item->to)) {
		dtl_out_text(&t->out, one ? "no earlier than " : "from ");
		dtl_people_date(&t->out, &item->from, &t->show);
	} else {
		dtl_people_range(&t->out, &item->from, &item->to, &t->show);
		dtl_out_text(&t->out, one ? ", some " : ", every ");
		dtl_out_text(&t->out, range_unit(item));
	}
}

static void tell_held(struct telling *t, bool last)
{
	const dtl_edtf_item *item = &t->held;

	if (!t->holding)
		return;
	if (t->told > 0 && last)
		dtl_out_text(&t->out, item->kind == DTL_DATE_ONE_OF ? " or " : " and ");
	else if (t->told > 0)
		dtl_out_text(&t->out, t->range ? "; " : ", ");
	if (item->range)
		tell_range(t, item);
	else
		dtl_people_date(&t->out, &item->from, &t->show);
	t->told++;
	t->range = item->range;
	t->holding = false;
}

static void tell(void *user, const dtl_edtf_item *item)
{
	struct telling *t = user;

	switch (item->kind) {
	case DTL_DATE_ONE: dtl_people_date(&t->out, &item->from, &t->show); break;
	case DTL_DATE_INTERVAL: tell_interval(t, item); break;
	case DTL_DATE_ONE_OF:
	case DTL_DATE_ALL_OF:
		tell_held(t, false);
		t->held = *item;
		t->holding = true;
		break;
	}
}

/*
 * A time without an offset gets the one that its instant, worked out before,
 * shows: to read a zone takes longer than to print a table. False: it has none
 * in whole minutes.
 */
static bool settle(dtl_edtf_end *end, int64_t instant, const char *zone)
{
	int64_t offset = end->lo - instant;

	if (offset % 60 != 0 || offset > DTL_DAY || offset < -DTL_DAY)
		return false;
	end->date.zone = strcmp(zone, "UTC") == 0 ? DTL_EDTF_UTC : DTL_EDTF_OFFSET;
	end->date.offset = (int)(offset / 60);
	end->lo = instant;
	end->hi = instant + 1;
	return true;
}

static bool lacks_offset(const struct telling *t, const dtl_edtf_end *end)
{
	return is_date(end) && end->date.has_time && end->date.zone == DTL_EDTF_LOCAL && t->show.stored_zone;
}

/* Read without a zone: what needs one is settled by the bounds, or else everything is read again. */
static void tell_settled(void *user, const dtl_edtf_item *item)
{
	struct telling *t = user;
	dtl_edtf_item known = *item;
	bool one = item->kind == DTL_DATE_ONE, plain = one || item->kind == DTL_DATE_INTERVAL;

	if (lacks_offset(t, &item->from))
		t->unsettled =
		    t->unsettled ||
		    !(plain && t->bounds && settle(&known.from, t->bounds->start_lo, t->show.stored_zone));
	if (item->range && lacks_offset(t, &item->to))
		t->unsettled =
		    t->unsettled ||
		    !(plain && t->bounds && settle(&known.to, t->bounds->end_hi - 1, t->show.stored_zone));
	if (!t->unsettled)
		tell(t, &known);
}

static bool tell_all(struct telling *t, const char *edtf, dtl_edtf_each each, const char *zone)
{
	t->told = 0;
	t->range = t->holding = t->unsettled = false;
	if (dtl_edtf_parse(edtf, zone, each, t, NULL) != DTL_OK || t->unsettled)
		return false;
	tell_held(t, true);
	return true;
}

size_t dtl_date_people_within(char *buf, size_t size, const char *edtf, const dtl_bounds *bounds,
    const char *stored_zone, const char *show_zone)
{
	struct telling t = { .show = { stored_zone, show_zone }, .bounds = bounds };

	t.out = dtl_out_to(buf, size);
	if (tell_all(&t, edtf, tell_settled, NULL))
		return dtl_out_end(&t.out);
	if (stored_zone != NULL && !dtl_zone_known(stored_zone))
		t.show.stored_zone = NULL;
	t.out = dtl_out_to(buf, size);
	if (!tell_all(&t, edtf, tell, t.show.stored_zone)) {
		t.out = dtl_out_to(buf, size);
		dtl_out_text(&t.out, edtf);
	}
	return dtl_out_end(&t.out);
}

size_t dtl_date_people(
    char *buf, size_t size, const char *edtf, const char *stored_zone, const char *show_zone)
{
	return dtl_date_people_within(buf, size, edtf, NULL, stored_zone, show_zone);
}
