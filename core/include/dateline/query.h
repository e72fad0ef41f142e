/*
 * Asking: find things, read them one after the other, hand them to an exporter.
 *
 *	dtl_cursor *c = NULL;
 *	const dtl_event *event;
 *	status = dtl_find_events(&c, db, &ask, &err);
 *	while (status == DTL_OK && (status = dtl_cursor_event(c, &event, &err)) == DTL_OK)
 *		…
 *	if (status != DTL_DONE) …
 *	dtl_cursor_close(c);
 */
#ifndef DATELINE_QUERY_H
#define DATELINE_QUERY_H

#include <dateline/db.h>
#include <dateline/event.h>
#include <dateline/format.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum dtl_sort { DTL_SORT_START, DTL_SORT_TITLE, DTL_SORT_KNOWN, DTL_SORT_ID } dtl_sort;

typedef struct dtl_ask {
	const char *query; /* in the query language (cli.md, "Queries"); NULL or blank: everything */
	int64_t today; /* an instant, seconds since 1970 UTC: what "now" is for states and relative dates */
	bool has_as_of;
	int64_t as_of;  /* only what was known before this instant */
	bool upcoming;  /* only what is under way or still to come on `today`, dates unknown last */
	bool definite;  /* only what matches for certain */
	int64_t within; /* with upcoming: no later than so many seconds after today; 0: no horizon */
	dtl_sort sort;  /* start: by earliest start, latest end, key */
	bool reverse;
	int64_t limit;  /* 0: none */
	bool revisions; /* fill dtl_event.revision and recorded_* */
	bool previous;  /* fill dtl_event.previous */
	bool keys;      /* dtl_event.id is its key: nobody looks for namesakes */
	bool
	    unfold; /* of events that recur each time that falls into the window asked for is a row of its own
			       (dtl_event.occurrence); with no end to the window the next one */
	bool
	    next; /* with unfold: if no window is asked for the next one, else the last; if it has no beginning, from the first */
	const char *only; /* one event's ID or prefix of it instead of a query, or NULL */
	bool overdue;     /* only what is overdue on `today` */
	bool projected;   /* with upcoming: also the next editions that the cadences of series make expected,
			       if no edition is known for their time, up to a year ahead; they are never
			       definite, and elsewhere come only when the query asks for them */
	int64_t changed_from, changed_to; /* only events that began or ceased to read as they do by what
					     became known in [from, to); both 0: all */
} dtl_ask;

typedef struct dtl_cursor dtl_cursor;

/*
 * DTL_E_ARGUMENT   the query is wrong: err->text is two or three lines, the
 *                  message, the query and a caret under the place
 * DTL_E_NOTFOUND   `only` is no event, or the query names an actor, place … that is not there
 * DTL_E_AMBIGUOUS  it is several; the text lists them
 */
DTL_PUBLIC dtl_status dtl_find_events(dtl_cursor **out, dtl_db *db, const dtl_ask *ask, dtl_error *err);

/* How an event recurs, in English, like snprintf(): "every week on Friday, 4 times; 1 changed". Empty: it does not. */
DTL_PUBLIC size_t dtl_event_recurs(char *buf, size_t size, const dtl_event *event);
/* Told of each time that it takes place: EDTF, an IANA zone or NULL, what it is called if not as always, or NULL. */
typedef void (*dtl_times_fn)(void *user, const char *edtf, const char *tz, const char *title, bool cancelled);
/* The first `most` times of an event that recurs which are not over at `from`. */
DTL_PUBLIC dtl_status dtl_event_times(
    const dtl_event *event, int64_t from, size_t most, dtl_times_fn each, void *user, dtl_error *err);

/* Things of another kind, by key. `only`: a key, name, alias or code, or NULL: all. `subkind`: of actors, or NULL. */
DTL_PUBLIC dtl_status dtl_find_things(
    dtl_cursor **out, dtl_db *db, dtl_kind kind, const char *only, const char *subkind, dtl_error *err);

/* The next one, or DTL_DONE. It lasts until the next call on the cursor. */
DTL_PUBLIC dtl_status dtl_cursor_event(dtl_cursor *c, const dtl_event **out, dtl_error *err);
DTL_PUBLIC dtl_status dtl_cursor_thing(dtl_cursor *c, dtl_thing *out, dtl_error *err);
/* True when the query asked for a window of time, so that dtl_event.certain means something. */
DTL_PUBLIC bool dtl_cursor_windowed(const dtl_cursor *c);
DTL_PUBLIC void dtl_cursor_close(dtl_cursor *c);

/* Windows in which a series' cadence made an edition due, which are past, and of which none is known. */
typedef struct dtl_missed {
	const char *series, *name; /* its ID and name */
	const char *edtf;          /* the last such window, within a year before today */
	dtl_bounds bounds;
	int64_t count; /* how many there were within that year */
} dtl_missed;
typedef dtl_status (*dtl_missed_fn)(void *user, const dtl_missed *missed, dtl_error *err);

/*
 * Each series that missed editions, by key; of `ask`, today and as_of count. None
 * is missed from before the first known edition and the first word of the cadence.
 */
DTL_PUBLIC dtl_status dtl_missed_editions(
    dtl_db *db, const dtl_ask *ask, dtl_missed_fn each, void *user, dtl_error *err);

/*
 * Hand the events that `ask` finds to an exporter, after the definitions of
 * everything that they mention, transitively, unless options->definitions is
 * false. *count (may be NULL) is how many events were written.
 */
DTL_PUBLIC dtl_status dtl_export(dtl_db *db, const dtl_ask *ask, const dtl_exporter *exporter,
    const dtl_export_options *options, FILE *out, int64_t *count, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
