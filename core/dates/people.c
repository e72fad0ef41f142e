/* Words for a whole EDTF string. */
#include "dates/people.h"

#include <string.h>

/* A member of a set is held back until the next one shows whether it is the last. */
struct telling {
	dtl_out out;
	dtl_show show;
	dtl_edtf_item held;
	int told;
	bool range; /* the last one told was one, and has a comma of its own */
	bool holding;
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

size_t dtl_date_people(
    char *buf, size_t size, const char *edtf, const char *stored_zone, const char *show_zone)
{
	struct telling t;

	t.out = dtl_out_to(buf, size);
	t.told = 0;
	t.range = false;
	t.holding = false;
	t.show.stored_zone = stored_zone != NULL && dtl_zone_known(stored_zone) ? stored_zone : NULL;
	t.show.zone = show_zone;
	if (dtl_edtf_parse(edtf, t.show.stored_zone, tell, &t, NULL) != DTL_OK) {
		t.out = dtl_out_to(buf, size);
		dtl_out_text(&t.out, edtf);
		return dtl_out_end(&t.out);
	}
	tell_held(&t, true);
	return dtl_out_end(&t.out);
}
