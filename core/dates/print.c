/* The canonical spelling of EDTF. */
#include "dates/edtf.h"

#include "base/error.h"

#include <string.h>

static void print_qualifier(dtl_out *out, unsigned bits)
{
	static const char sign[] = { '\0', '?', '~', '%' };
	if (bits != 0)
		dtl_out_char(out, sign[bits]);
}

static void print_digits(dtl_out *out, const signed char *digits, int count)
{
	for (int i = 0; i < count; i++)
		dtl_out_char(out, digits[i] == DTL_EDTF_X ? 'X' : (char)('0' + digits[i]));
}

unsigned dtl_edtf_common_qualifier(const dtl_edtf_date *d)
{
	unsigned common = DTL_EDTF_UNCERTAIN | DTL_EDTF_APPROXIMATE;
	for (int i = 0; i < d->parts; i++)
		common &= d->qualifier[i];
	return common;
}

/*
 * What holds for a part and all to the left of it stands to the right of it,
 * as far right as it holds; what is left over for one part stands to its left,
 * but the year's to its right, where it says the same.
 */
static void split_qualifiers(const dtl_edtf_date *d, unsigned left[], unsigned right[])
{
	unsigned done = 0; /* said by a qualifier further right */

	for (int part = d->parts - 1; part >= 0; part--) {
		unsigned common = DTL_EDTF_UNCERTAIN | DTL_EDTF_APPROXIMATE;
		for (int i = 0; i <= part; i++)
			common &= d->qualifier[i];
		right[part] = common & ~done;
		done |= common;
		left[part] = d->qualifier[part] & ~done;
	}
}

static void print_time(dtl_out *out, const dtl_edtf_date *d)
{
	int offset = d->offset < 0 ? -d->offset : d->offset;

	dtl_out_char(out, 'T');
	dtl_out_int(out, d->hour, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, d->minute, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, d->second, 2);
	if (d->zone == DTL_EDTF_UTC)
		dtl_out_char(out, 'Z');
	if (d->zone != DTL_EDTF_OFFSET)
		return;
	dtl_out_char(out, d->offset < 0 ? '-' : '+');
	dtl_out_int(out, offset / 60, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, offset % 60, 2);
}

static void print_calendar(dtl_out *out, const dtl_edtf_date *d)
{
	unsigned left[DTL_EDTF_PARTS];
	unsigned right[DTL_EDTF_PARTS];
	const signed char *digits[] = { d->year, d->month, d->day };

	split_qualifiers(d, left, right);
	for (int part = 0; part < d->parts; part++) {
		if (part > 0)
			dtl_out_char(out, '-');
		print_qualifier(out, left[part]);
		if (part == 0 && d->negative)
			dtl_out_char(out, '-');
		print_digits(out, digits[part], part == 0 ? 4 : 2);
		print_qualifier(out, right[part]);
	}
	if (d->has_time)
		print_time(out, d);
}

static void print_long_year(dtl_out *out, const dtl_edtf_date *d)
{
	dtl_out_char(out, 'Y');
	if (d->negative)
		dtl_out_char(out, '-');
	dtl_out_int(out, d->number, 1);
	if (d->form == DTL_EDTF_EXPONENT) {
		dtl_out_char(out, 'E');
		dtl_out_int(out, d->exponent, 1);
	}
}

void dtl_edtf_print(dtl_out *out, const dtl_edtf_date *d)
{
	switch (d->form) {
	case DTL_EDTF_CALENDAR: print_calendar(out, d); break;
	case DTL_EDTF_LONG:
	case DTL_EDTF_EXPONENT: print_long_year(out, d); break;
	case DTL_EDTF_GROUPING:
		if (d->negative)
			dtl_out_char(out, '-');
		print_digits(out, d->year, 4);
		dtl_out_char(out, '-');
		dtl_out_int(out, d->grouping, 2);
		break;
	}
	if (d->significant > 0) {
		dtl_out_char(out, 'S');
		dtl_out_int(out, d->significant, 1);
	}
}

static void print_end(dtl_out *out, const dtl_edtf_end *end)
{
	if (end->kind == DTL_EDTF_DATE)
		dtl_edtf_print(out, &end->date);
	else if (end->kind == DTL_EDTF_OPEN)
		dtl_out_text(out, "..");
}

/* In a set `..` is the range sign itself, so an open end adds nothing to it. */
static void print_member(dtl_out *out, const dtl_edtf_item *item)
{
	dtl_out_char(out, item->index > 0 ? ',' : item->kind == DTL_DATE_ONE_OF ? '[' : '{');
	if (item->from.kind == DTL_EDTF_DATE)
		dtl_edtf_print(out, &item->from.date);
	if (!item->range)
		return;
	dtl_out_text(out, "..");
	if (item->to.kind == DTL_EDTF_DATE)
		dtl_edtf_print(out, &item->to.date);
}

struct printing {
	dtl_out out;
	dtl_date_kind kind;
};

static void print_item(void *user, const dtl_edtf_item *item)
{
	struct printing *p = user;

	p->kind = item->kind;
	if (item->kind == DTL_DATE_ONE_OF || item->kind == DTL_DATE_ALL_OF) {
		print_member(&p->out, item);
		return;
	}
	print_end(&p->out, &item->from);
	if (item->range) {
		dtl_out_char(&p->out, '/');
		print_end(&p->out, &item->to);
	}
}

dtl_status dtl_date_canonical(char *buf, size_t size, const char *edtf, dtl_error *err)
{
	struct printing p = { dtl_out_to(buf, size), DTL_DATE_ONE };
	dtl_status status = dtl_edtf_parse(edtf, NULL, print_item, &p, err);

	if (p.kind == DTL_DATE_ONE_OF)
		dtl_out_char(&p.out, ']');
	else if (p.kind == DTL_DATE_ALL_OF)
		dtl_out_char(&p.out, '}');
	bool fits = dtl_out_fits(&p.out) && p.out.len <= DTL_EDTF_MAX;
	dtl_out_end(&p.out);
	if (status == DTL_OK && !fits)
		return dtl_fail(err, DTL_E_ARGUMENT, "not EDTF: its canonical form is longer than %d bytes",
		    DTL_EDTF_MAX);
	return status;
}
