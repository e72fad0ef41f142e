/*
 * When a series is due: its cadence as windows of time, its editions, and which
 * window has one (design.md §4, series).
 */
#ifndef DTL_QUERY_CADENCE_H
#define DTL_QUERY_CADENCE_H

#include "store/store.h"
#include <dateline/query.h>

/* A window in which an edition is due. */
typedef struct dtl_slot {
	dtl_bounds bounds;
	char edtf[40]; /* 2014, 2014-07, 2014-07-08, or [2014-07-07..2014-07-13] */
	bool filled;
} dtl_slot;

enum { DTL_SLOTS_MOST = 800 }; /* more than two years of days */

typedef enum dtl_cadence_unit {
	DTL_CADENCE_DAY,
	DTL_CADENCE_WEEK,
	DTL_CADENCE_MONTH,
	DTL_CADENCE_YEAR,
} dtl_cadence_unit;

/* What an RRULE says of days. */
typedef struct dtl_cadence {
	const char *text; /* borrowed */
	dtl_cadence_unit unit;
	int64_t interval, count; /* count 0: none */
	unsigned months;         /* bit 1 January …; 0: all */
	bool has_until;
	int64_t until;    /* day */
	bool sunday;      /* weeks begin on it */
	bool days;        /* it says which days */
	bool unsaid_days; /* and cannot do so without a first one */
} dtl_cadence;

/* Its form was checked when it was written: what is not understood is passed over. */
dtl_cadence dtl_cadence_read(const char *text);
/* Does counting have to begin somewhere? See `first`. */
bool dtl_cadence_counts(const dtl_cadence *cadence);

/*
 * The windows of `cadence` that meet [from, to), ascending, into
 * `slots` (room for DTL_SLOTS_MOST). A rule of FREQ, INTERVAL and BYMONTH alone
 * gives years, months, weeks or days; one with days in it gives those days.
 * `first` is the day on which counting begins, NULL: not known; then a rule that
 * needs it (INTERVAL, COUNT, a week without a day) gives no windows.
 */
dtl_status dtl_cadence_slots(dtl_slot *slots, size_t *count, const dtl_cadence *cadence, const int64_t *first,
    int64_t from, int64_t to, dtl_error *err);

/* What a series was known to be before an as-of, and the windows around today, each with whether it has an edition. */
typedef struct dtl_schedule {
	int64_t series;        /* entity */
	const char *id, *name; /* of the series, with due.by_key; borrowed */
	int64_t place;         /* entity, or 0 */
	int64_t known_from;    /* since when the cadence has been known like this */
	int64_t since; /* with due.by_key: before it, editions are not missed: the first one, or known_from */
	dtl_slot *slots; /* from a year before today to a year after */
	size_t slot_count;
} dtl_schedule;
typedef dtl_status (*dtl_schedule_fn)(void *user, const dtl_schedule *schedule, dtl_error *err);

/* Which series, and when. */
typedef struct dtl_due {
	int64_t today, as_of;
	int64_t until; /* those whose next window begins no sooner are passed over; DTL_TIME_MAX: none */
	bool by_key;   /* in that order, with their names; else as they come */
} dtl_due;

/*
 * Every series with a cadence. An edition fills each window that it
 * surely meets, and else one that it may meet; an edition that has lost its date,
 * or meets no window any more, fills the last one that it had met before.
 */
dtl_status dtl_schedules(
    dtl_store *store, const dtl_due *due, dtl_schedule_fn each, void *user, dtl_error *err);

#endif
