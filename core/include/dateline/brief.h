/*
 * What became of what was known: how one event's date moved from report to
 * report, what is new between two days of knowledge, what nobody has spoken of
 * for long, and what recent changesets made read differently.
 *
 * Whatever is handed to a callback lasts until it returns. A callback that
 * returns anything but DTL_OK stops the call, which returns the same.
 */
#ifndef DATELINE_BRIEF_H
#define DATELINE_BRIEF_H

#include <dateline/db.h>
#include <dateline/event.h>
#include <dateline/history.h>
#include <dateline/query.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Who said something, and since when it has been known. */
typedef struct dtl_witness {
	const char *source;    /* ID, or NULL: see `lane` */
	const char *publisher; /* of the source, or NULL */
	const char *lane;      /* hand: a person; json, ics …; NULL: nobody */
	int64_t known_at;
} dtl_witness;

/* What became of an event. */
typedef enum dtl_turn {
	DTL_TURN_NEW,             /* it was not known before */
	DTL_TURN_FIRMED_UP,       /* its window narrowed, or a date or place is known at last */
	DTL_TURN_SLIPPED,         /* to a later date */
	DTL_TURN_BROUGHT_FORWARD, /* to an earlier one */
	DTL_TURN_MOVED,           /* to another place */
	DTL_TURN_POSTPONED,
	DTL_TURN_CANCELLED,
	DTL_TURN_STATUS, /* any other step of its status: announced, confirmed … */
	DTL_TURN_HELD,
	DTL_TURN_LESS_CERTAIN, /* its window widened, or its date or place is no longer known */
	DTL_TURN_REMOVED,      /* it is not known any more */
	DTL_TURN_OTHER,        /* its title, who takes part, the date on which it was held … */
} dtl_turn;
#define DTL_TURNS 12

/* "new", "firmed-up", "brought-forward" …; never NULL. */
DTL_PUBLIC const char *dtl_turn_name(dtl_turn turn);

/* What became of one event; an event may have firmed up, moved and been held at once. */
typedef struct dtl_turns {
	dtl_turn list[DTL_TURNS]; /* the most telling first */
	size_t count;
	int64_t days; /* slipped or brought forward by so many; 0: not known to the day */
} dtl_turns;

/* ---- One event from report to report ---- */

/* What was published of an event by one source (or written by hand) at one moment. */
typedef struct dtl_drift_report {
	dtl_witness by;
	bool has_when, has_place, has_status; /* which of the three it says */
	const dtl_event
	    *said; /* of which only these are filled: edtf, unknown, date, text, said_on, tz; place; status */
	dtl_turns turns; /* what it changed in what the timeline shows; `new` on the first that shows */
	bool shows;      /* the timeline then showed what it says */
} dtl_drift_report;
typedef dtl_status (*dtl_drift_fn)(void *user, const dtl_drift_report *report, dtl_error *err);

/*
 * The reports known before `as_of` (DTL_TIME_MAX: now) that say anything of the
 * date, place or status of an event (or by which it was removed), in the order
 * in which they became known.
 * What was undone or is deprecated is none.
 *
 * DTL_E_NOTFOUND, DTL_E_AMBIGUOUS  `id` is no event, or several; or none was known then
 */
DTL_PUBLIC dtl_status dtl_drift(
    dtl_db *db, const char *id, int64_t as_of, dtl_drift_fn each, void *user, dtl_error *err);

/* ---- Between two days of knowledge ---- */

/* One field that reads differently, in canonical JSON as the ledger keeps it; of a set, an object of all its members. */
typedef struct dtl_field_change {
	const char *field;          /* "when", "actors" … */
	const char *before, *after; /* NULL: nothing */
	dtl_witness by;             /* who made it so; in dtl_changes() nobody */
} dtl_field_change;

/* What became of an event between two moments. */
typedef struct dtl_news {
	const dtl_event *before; /* as known at the first moment; NULL: it was not known */
	const dtl_event *
	    first; /* of a new event that read differently when it was first reported: as it read then; else NULL */
	const dtl_event *after; /* as known at the second; NULL: it is no longer known */
	dtl_turns turns;        /* at least one */
	dtl_witness by;         /* who made the first of them; of a new event, who reported it first */
	const dtl_field_change *fields; /* all that reads differently, by name */
	size_t field_count;
} dtl_news;
typedef dtl_status (*dtl_news_fn)(void *user, const dtl_news *news, dtl_error *err);

/*
 * What reads differently by what was known before ask->as_of than by what was
 * known before `from`, of the events that match ask->query at either moment, in
 * the order of their dates. It takes as long as there are changes. A source more
 * for what was known already is no change.
 *
 * DTL_E_ARGUMENT  the query is wrong, or `from` is later than ask->as_of
 */
DTL_PUBLIC dtl_status dtl_diff(
    dtl_db *db, const dtl_ask *ask, int64_t from, dtl_news_fn each, void *user, dtl_error *err);

/* ---- What nobody has spoken of ---- */

typedef enum dtl_neglect {
	DTL_NEGLECT_OVERDUE, /* it should have taken place, and nobody says that it did */
	DTL_NEGLECT_SILENT,  /* it is to come, and there has been no report of it for long */
} dtl_neglect;

/* "overdue", "silent"; never NULL. */
DTL_PUBLIC const char *dtl_neglect_name(dtl_neglect why);

typedef struct dtl_stale_event {
	dtl_neglect why;
	int64_t since; /* overdue: when its window ended; silent: when it was last spoken of */
	const dtl_event *event;
	dtl_witness last; /* the newest report of it */
} dtl_stale_event;
typedef dtl_status (*dtl_stale_fn)(void *user, const dtl_stale_event *stale, dtl_error *err);

/*
 * Of the events that match ask->query: those that are overdue on ask->today
 * (not those that lapsed), and those under way, to come or postponed of which
 * nobody has spoken for more than `after` seconds. Longest neglected first.
 */
DTL_PUBLIC dtl_status dtl_stale(
    dtl_db *db, const dtl_ask *ask, int64_t after, dtl_stale_fn each, void *user, dtl_error *err);

/* ---- What changesets did ---- */

/* Since when: behind one changeset, or from one moment on. */
typedef struct dtl_since {
	const char
	    *changeset;   /* its uid, or at least four digits that it begins with; NULL: see `recorded` */
	int64_t recorded; /* those recorded at this moment or later */
} dtl_since;

/* An event that reads differently because of them. */
typedef struct dtl_changed {
	const char *id, *key; /* as shown, and in the ledger */
	const char *title;    /* as it is now; of one that is gone, as it was; NULL: it never had one */
	bool made, gone;      /* it was not there without them; it is not there with them */
	const dtl_field_change *fields;
	size_t field_count;
	const dtl_changeset *changeset; /* the last of them that touched it */
} dtl_changed;
typedef dtl_status (*dtl_changed_fn)(void *user, const dtl_changed *changed, dtl_error *err);

/*
 * Compare what was known before `as_of` (DTL_TIME_MAX: now) with what would be
 * known if the changesets since then had never been, event by event, in the
 * order of the changesets. Behind a changeset are those that came into this
 * file later, made here or loaded. `last` is the uid of the newest changeset in
 * the file, to go on from next time; empty when there is none.
 *
 * DTL_E_NOTFOUND, DTL_E_AMBIGUOUS  since->changeset is none, or several
 */
DTL_PUBLIC dtl_status dtl_changes(dtl_db *db, const dtl_since *since, int64_t as_of, dtl_changed_fn each,
    void *user, char last[33], dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
