/*
 * What the ledger's side of a calendar's events has to know: which of two
 * readings of a VEVENT is the later one, and what in it is no news.
 */
#ifndef DTL_MODEL_CALENDAR_H
#define DTL_MODEL_CALENDAR_H

#include "base/json.h"
#include "model/write.h"

/*
 * Do two values of a register say the same? DTSTAMP (extra.ics.stamp, and that
 * of an instance) is when a program wrote the file, and each program has an
 * order of its own for the lines: that alone is no news.
 */
bool dtl_calendar_same(const dtl_register *r, dtl_slice own);

/* calendar_lines.c: two JSON strings, or arrays of strings, with the same content lines in any order. */
bool dtl_calendar_same_lines(dtl_slice a, dtl_slice b);

/* What the entry in w->patch is beside what its origin said last, by SEQUENCE, then by when it was modified. */
typedef enum dtl_calendar_age {
	DTL_CALENDAR_NEWS,    /* later, or nothing was said */
	DTL_CALENDAR_HISTORY, /* older, and known earlier: it does not show */
	DTL_CALENDAR_STALE,   /* older, although it is dated later: it would show, and must not */
} dtl_calendar_age;

typedef struct dtl_calendar_last {
	int64_t known_at;   /* since when the last word was known */
	bool same_sequence; /* it had the same SEQUENCE, and that is not 0 */
	char why[96];       /* how the entry is older */
} dtl_calendar_last;

/* w->deriver.book holds all that is known. */
dtl_calendar_age dtl_calendar_age_of(dtl_write *w, const dtl_voice *voice, dtl_calendar_last *last);

/*
 * Of one that cancels what its origin said, and says no more: put into w->patch,
 * for what is kept of the event, what the origin kept, with the SEQUENCE and the
 * stamp of the cancellation.
 */
dtl_status dtl_calendar_keep_lines(dtl_write *w, const dtl_voice *voice, dtl_error *err);

/*
 * Of an event of ours that comes back from a calendar: drop from w->patch what
 * shows anyway, or did when it was exported (known_at: its LAST-MODIFIED), and
 * say null of what was taken away.
 */
dtl_status dtl_calendar_drop_shown(
    dtl_write *w, dtl_kind kind, const char *key, int64_t known_at, dtl_error *err);

/* mention.c: put what the entry mentions into w->patch where it resolves. */
typedef struct dtl_unknown_names {
	int64_t places, actors, others; /* that did not */
} dtl_unknown_names;
dtl_status dtl_mentions_accept(dtl_write *w, const dtl_entry *entry, const dtl_accept *accept,
    dtl_unknown_names *unknown, dtl_error *err);
/* One line of all that were not known. */
void dtl_unknown_names_tell(dtl_write *w, const dtl_unknown_names *unknown);
/* Each line of a note. */
void dtl_write_tell(dtl_write *w, const char *note);
/* Names of actors in the title become participants; the first of them are noted, all are counted. */
enum { DTL_LINKS_TOLD = 20 };
dtl_status dtl_title_link(dtl_write *w, int64_t *linked, dtl_error *err);

#endif
