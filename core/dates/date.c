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

dtl_status dtl_date_parse(dtl_date *out, const char *edtf, const char *zone, dtl_error *err)
{
	memset(out, 0, sizeof *out);
	dtl_status status = dtl_edtf_parse(edtf, zone, dtl_date_add_item, out, err);
	out->local = out->local && zone == NULL;
	return status;
}
