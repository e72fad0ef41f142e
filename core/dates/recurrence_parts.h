/* Inside a recurrence: what recurrence*.c share. */
#ifndef DTL_DATES_RECURRENCE_PARTS_H
#define DTL_DATES_RECURRENCE_PARTS_H

#include "base/arena.h"
#include "dates/recurrence.h"
#include "dates/rule.h"
#include "dates/zone_rules.h"

/* A date beside the rules: wall-clock seconds of the event. */
typedef struct dtl_extra_date {
	int64_t start, length; /* length -1: the event's own */
	bool day;              /* any time on that day */
} dtl_extra_date;

/* A member of `instances`. */
typedef struct dtl_instance {
	const char *id;
	dtl_slice value;
	int64_t original;
	bool day; /* the original is given as a day only */
	bool future, cancelled;
	bool dated; /* it has a date of its own: these bounds … */
	int64_t start, end;
	const char *edtf, *tz;
	int64_t shift,
	    length; /* … and by the wall clock: later than the rule says, and how long; length -1: as before */
} dtl_instance;

typedef struct dtl_dates {
	dtl_extra_date *items;
	size_t count, cap;
} dtl_dates;

typedef struct dtl_rules {
	dtl_rule *items;
	size_t count, cap;
} dtl_rules;

struct dtl_recurrence {
	dtl_arena arena;
	int64_t start, length; /* of the first one: wall-clock seconds; of days whole days */
	bool day, utc, ended;  /* ended: it has an end, not just a start */
	const char *tz;        /* IANA, or NULL */
	dtl_zone_rules *zone;
	dtl_rules rules, exrules;
	dtl_dates rdates, exdates;
	dtl_instance *instances; /* by original */
	size_t instance_count, instance_cap;
};

/* Between wall-clock time and UTC; without a zone they are the same. */
int64_t dtl_recurrence_to_utc(const dtl_recurrence *r, int64_t local);
int64_t dtl_recurrence_to_local(const dtl_recurrence *r, int64_t utc);
/* A rule's UNTIL by the wall clock, or DTL_TIME_MAX. */
int64_t dtl_recurrence_until(const dtl_recurrence *r, const dtl_rule *rule);

#endif
