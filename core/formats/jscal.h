/* What the writer and the reader of JSCalendar (RFC 8984) share. */
#ifndef DTL_FORMATS_JSCAL_H
#define DTL_FORMATS_JSCAL_H

#include "base/json.h"
#include "base/text.h"
#include <dateline/event.h>

struct cJSON;

/* The vendor's member (RFC 8984 §3.3) that holds the event as dateline/1 has it. */
#define DTL_JSCAL_OWN "dateline.example:event"

/* When an event takes place, as JSCalendar says it: §4.2 and §4.7.1. */
typedef struct dtl_jscal_span {
	char start[32];    /* LocalDateTime, "2013-07-01T00:00:00" */
	char duration[48]; /* "P31D", "PT1H30M"; empty: none */
	char zone[64];     /* IANA; empty: it floats */
	bool day;          /* without a time */
} dtl_jscal_span;

/* A window becomes all that it covers; an open or unknown end stands at the known one. False: JSCalendar cannot say it. */
bool dtl_jscal_span_of(const dtl_date *date, const char *tz, dtl_jscal_span *out);
/* The same of one that recurs: its first time, as its calendar gave it (EDTF without a zone). */
bool dtl_jscal_span_of_local(const char *start, const char *end, const char *tz, dtl_jscal_span *out);

/* What a client did to the times: EDTF of a span, in its zone. False: that is no span. */
bool dtl_jscal_edtf(dtl_text *out, const char *start, const char *duration, bool day);
/* Its end alone, "" for a span without one. */
bool dtl_jscal_end(dtl_text *out, const char *start, const char *duration, bool day);

/*
 * An RRULE's value as a RecurrenceRule (§4.3.3), its end in the event's zone ("": none), and back. False: it has a
 * part that is not known.
 */
bool dtl_jscal_rule_write(dtl_json_writer *j, const char *rrule, size_t len, const char *zone);
bool dtl_jscal_rule_read(dtl_text *rrule, const struct cJSON *rule);

/* tentative, confirmed, cancelled; NULL: none. And back. */
const char *dtl_jscal_status(const char *status);
const char *dtl_jscal_status_of(const char *status);

#endif
