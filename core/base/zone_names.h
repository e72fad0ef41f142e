/* Names of time zones that are not IANA's. ICU behind it. */
#ifndef DTL_BASE_ZONE_NAMES_H
#define DTL_BASE_ZONE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* "W. Europe Standard Time" → "Europe/Berlin" (CLDR's table, the zone for the whole world). False: no such name. */
bool dtl_zone_from_windows(const char *name, char *buf, size_t size);

#endif
