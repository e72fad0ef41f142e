/*
 * Recurrence rules (RFC 5545 §3.3.10, RFC 7529): read, judged, and run through.
 * Times are wall-clock seconds, written as if in UTC: zones are the caller's
 * business. Our own running through costs what is asked for: it jumps to the
 * window, and a rule that never comes true ends. Calendars other than the
 * Gregorian one, and SKIP, are libical's.
 */
#ifndef DTL_DATES_RULE_H
#define DTL_DATES_RULE_H

#include "base/error.h"
#include <dateline/date.h>

typedef enum dtl_freq {
	DTL_SECONDLY,
	DTL_MINUTELY,
	DTL_HOURLY,
	DTL_DAILY,
	DTL_WEEKLY,
	DTL_MONTHLY,
	DTL_YEARLY,
} dtl_freq;

enum {
	DTL_RULE_TEXT = 2048,     /* bytes in the longest rule that is read */
	DTL_RULE_COUNT = 1000000, /* the largest COUNT */
	DTL_RULE_TIMES = 1440,    /* times of day in a rule: BYHOUR times BYMINUTE times BYSECOND */
};

/* Numbers of a BY part, both signs: bit n of plus[] and of minus[]. */
typedef struct dtl_by {
	uint64_t plus[6], minus[6];
	bool any;
} dtl_by;

typedef struct dtl_rule {
	dtl_freq freq;
	int64_t interval;
	int64_t count;  /* 0: no COUNT */
	bool has_until; /* the last second that counts, */
	int64_t until;  /* of a date the day */
	bool until_utc, until_date;
	dtl_by second, minute, hour, monthday, yearday, weekno, month, setpos;
	dtl_by weekday; /* BYDAY without a number: 1 Monday … 7 Sunday */
	dtl_by nth[8];  /* BYDAY with one, by weekday */
	bool any_nth;
	int week_start;           /* WKST */
	bool foreign;             /* another calendar, or SKIP */
	char text[DTL_RULE_TEXT]; /* of a foreign one, for libical */
} dtl_rule;

/*
 * DTL_E_ARGUMENT  not a rule; or one that no time can be spent on: a COUNT or
 *                 more times of day than the limits above
 */
dtl_status dtl_rule_read(dtl_rule *out, const char *text, size_t len, dtl_error *err);

/* English, like snprintf(): "every 2 weeks on Monday and Friday, 10 times". `day`: the start is a day without a time. */
size_t dtl_rule_words(char *buf, size_t size, const dtl_rule *rule, bool day);

typedef struct dtl_rule_walk {
	const dtl_rule *rule;
	int64_t start;  /* DTSTART */
	bool day;       /* it is a day */
	int64_t until;  /* the rule's, as wall-clock time; DTL_TIME_MAX: none */
	int64_t to;     /* go no further than this second */
	int64_t period; /* which one is at hand: 0 is that of the start */
	int64_t bases[366];
	size_t base_count, at;
	int32_t times[DTL_RULE_TIMES];
	size_t time_count;
	int64_t given;                   /* so far, for COUNT */
	int idle;                        /* periods since the last result */
	dtl_by weekday, monthday, month; /* the rule's, or what follows from the start */
	void *foreign;                   /* libical's iterator */
} dtl_rule_walk;

/*
 * Begin at `start`. `until`: the rule's UNTIL as wall-clock time of the start's
 * zone, or DTL_TIME_MAX. Results before `from` need not come, results after
 * `to` do not. DTL_E_ARGUMENT: a rule of another calendar that libical refuses.
 */
dtl_status dtl_rule_walk_open(dtl_rule_walk *out, const dtl_rule *rule, int64_t start, bool day,
    int64_t until, int64_t from, int64_t to, dtl_error *err);
/* The next one in order; false behind the last, or when nothing has come true for some ten thousand periods. */
bool dtl_rule_walk_next(dtl_rule_walk *w, int64_t *out);
void dtl_rule_walk_close(dtl_rule_walk *w);

/* rule_foreign.c: the same by libical. */
dtl_status dtl_rule_foreign_open(dtl_rule_walk *w, dtl_error *err);
bool dtl_rule_foreign_next(dtl_rule_walk *w, int64_t *out);
void dtl_rule_foreign_close(dtl_rule_walk *w);

#endif
