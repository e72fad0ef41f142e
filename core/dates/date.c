#include <dateline/date.h>

#include "base/error.h"
#include "dates/bounds.h"

#include <string.h>

const char *dtl_precision_name(dtl_precision precision)
{
	switch (precision) {
	case DTL_PRECISION_SECOND: return "second";
	case DTL_PRECISION_DAY: return "day";
	case DTL_PRECISION_MONTH: return "month";
	case DTL_PRECISION_SEASON: return "season";
	case DTL_PRECISION_QUARTER: return "quarter";
	case DTL_PRECISION_QUADRIMESTER: return "quadrimester";
	case DTL_PRECISION_SEMESTER: return "semester";
	case DTL_PRECISION_YEAR: return "year";
	case DTL_PRECISION_DECADE: return "decade";
	case DTL_PRECISION_CENTURY: return "century";
	case DTL_PRECISION_MILLENNIUM: return "millennium";
	}
	return "unknown";
}

/* What was read last: a date that is written is asked for several times, from its claim to its row. */
typedef struct last_date {
	bool there, zoned;
	char edtf[64], zone[64];
	dtl_date date;
} last_date;

static bool is_last(const last_date *last, const char *edtf, const char *zone)
{
	return last->there && last->zoned == (zone != NULL) && strcmp(last->edtf, edtf) == 0 &&
	       (!zone || strcmp(last->zone, zone) == 0);
}

static void keep(last_date *last, const dtl_date *date, const char *edtf, const char *zone)
{
	size_t len = strlen(edtf), zone_len = zone ? strlen(zone) : 0;
	if (len >= sizeof last->edtf || zone_len >= sizeof last->zone)
		return;
	last->there = true;
	last->zoned = zone != NULL;
	memcpy(last->edtf, edtf, len + 1);
	memcpy(last->zone, zone ? zone : "", zone_len + 1);
	last->date = *date;
}

dtl_status dtl_date_parse(dtl_date *out, const char *edtf, const char *zone, dtl_error *err)
{
	static _Thread_local last_date last;
	if (is_last(&last, edtf, zone)) {
		*out = last.date;
		return DTL_OK;
	}
	memset(out, 0, sizeof *out);
	dtl_status status = dtl_edtf_parse(edtf, zone, dtl_date_add_item, out, err);
	out->local = out->local && zone == NULL;
	if (status == DTL_OK)
		keep(&last, out, edtf, zone);
	return status;
}
