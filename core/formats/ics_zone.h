/*
 * The time zones of a calendar: what a TZID stands for. A VTIMEZONE of the file
 * goes before the name; where its rules are those of the IANA zone that the
 * name stands for, the IANA zone serves, and can be told to people.
 */
#ifndef DTL_FORMATS_ICS_ZONE_H
#define DTL_FORMATS_ICS_ZONE_H

#include "base/json.h"
#include "dates/zone_rules.h"

enum { DTL_ICS_IANA_MAX = 64, DTL_ICS_ZONES_MOST = 10000 };

typedef struct dtl_ics_zone {
	char *id;                    /* TZID */
	uint64_t hash;               /* of it */
	char *text;                  /* its VTIMEZONE, lines parted by '\n'; NULL: the file has none */
	dtl_zone_rules *rules;       /* of it; NULL: none, or not to be understood */
	char iana[DTL_ICS_IANA_MAX]; /* the zone that the name stands for; empty: none */
	char problem[160];           /* why there are no rules although there is a text */
	bool told;                   /* what had to be said of it has been said */
	bool judged, own;            /* once dtl_ics_zone_own() was asked: what it said */
} dtl_ics_zone;

/* The years of the times that a file has under a TZID. */
typedef struct dtl_ics_years {
	uint64_t name; /* a hash of it */
	int first, last;
} dtl_ics_years;

typedef struct dtl_ics_zones {
	dtl_ics_zone *items;
	size_t count, cap;
	size_t last; /* found */
	dtl_ics_years *years;
	size_t year_count, year_cap;
	bool failed; /* out of memory */
} dtl_ics_zones;

/* Take a VTIMEZONE: its lines between BEGIN and END, each with '\n' behind it. The first of one name stays. */
void dtl_ics_zones_add(dtl_ics_zones *zones, const char *id, dtl_slice lines);
/* What a TZID stands for; one that the file does not define is guessed by its name. NULL: out of memory. Lasts until the next call. */
dtl_ics_zone *dtl_ics_zones_find(dtl_ics_zones *zones, const char *id);
void dtl_ics_zones_free(dtl_ics_zones *zones);

/* The IANA zone that a name stands for: itself, a path's end, Windows' name, "Europe_Berlin". False: none. */
bool dtl_ics_zone_guess(const char *id, char iana[DTL_ICS_IANA_MAX]);

/* Wall-clock seconds to UTC and back; floating where nothing is known of it. */
int64_t dtl_ics_zone_to_utc(const dtl_ics_zone *z, int64_t wall);
int64_t dtl_ics_zone_to_wall(const dtl_ics_zone *z, int64_t utc);
/*
 * Do the zone's own rules and those of its IANA name agree between two
 * instants (at both, and monthly in between)? True where only one is known.
 */
bool dtl_ics_zone_agrees(const dtl_ics_zone *z, int64_t from, int64_t to);
/* There is a time of that year under that TZID. */
void dtl_ics_zones_note(dtl_ics_zones *zones, const char *id, int year);
/* Is its VTIMEZONE needed to know what its name means in the years noted for it? */
bool dtl_ics_zone_own(dtl_ics_zone *z, const dtl_ics_zones *zones);

#endif
