/*
 * Time zones that a calendar defines itself (VTIMEZONE, RFC 5545 §3.6.5), for
 * names that are none of IANA's. What is taken: onsets given one by one, or
 * yearly on a day or a numbered weekday of a month. Finding an offset costs a
 * look at each onset rule, whatever the years.
 */
#ifndef DTL_DATES_ZONE_RULES_H
#define DTL_DATES_ZONE_RULES_H

#include "base/error.h"
#include <dateline/date.h>

typedef struct dtl_zone_rules dtl_zone_rules;

/*
 * Read the lines of one VTIMEZONE, unfolded, parted by '\n'.
 * DTL_E_ARGUMENT  not one, or of another form; the text says what
 */
dtl_status dtl_zone_rules_read(dtl_zone_rules **out, const char *text, dtl_error *err);
void dtl_zone_rules_free(dtl_zone_rules *z);

/* Seconds east of UTC at an instant. Before the first onset it is what that one came from. */
int dtl_zone_rules_offset(const dtl_zone_rules *z, int64_t utc);
/* Wall-clock seconds to UTC, as dtl_zone_to_utc() does. */
int64_t dtl_zone_rules_to_utc(const dtl_zone_rules *z, int64_t local);

/* TZID, and X-LIC-LOCATION or NULL. */
const char *dtl_zone_rules_id(const dtl_zone_rules *z);
const char *dtl_zone_rules_location(const dtl_zone_rules *z);

#endif
