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

typedef enum dtl_sort {
	DTL_SORT_START, /* by earliest start, latest end, key; without a date last, also in reverse */
	DTL_SORT_TITLE, /* those after it: by key where it leaves two alike */
	DTL_SORT_KNOWN,
	DTL_SORT_ID,
	DTL_SORT_RELEVANCE, /* what fits the words of the query best comes first (a title counts four times a
			       description or a quote), then by start; a query without words is refused */
} dtl_sort;

typedef struct dtl_ask {
	const char *query; /* in the query language (cli.md, "Queries"); NULL or blank: everything */
	int64_t today; /* an instant, seconds since 1970 UTC: what "now" is for states and relative dates */
	bool has_as_of;
	int64_t as_of;  /* only what was known before this instant */
	bool upcoming;  /* only what is under way or still to come on `today`, dates unknown last */
	bool definite;  /* only what matches for certain */
	int64_t within; /* with upcoming: no later than so many seconds after today; 0: no horizon */
	dtl_sort sort;
	bool reverse;
	int64_t limit;     /* 0: none */
	const char *after; /* an event's ID: only what follows it in the order asked for, whether or not it is
			      in the answer itself; NULL: from the beginning */
	const char
	    *after_occurrence; /* with unfold an event may have several rows: the dtl_event.occurrence of
					 the one that is meant; NULL: the first of its rows, so that nothing is
					 left out */
	bool snippets;         /* fill dtl_event.snippet */
	bool brief; /* events without what a row of a table does not show: level, description, text, said_on,
		       topics, series, edition, parent, links, sources, url, recurrence, where there is a place
		       extra, and of who takes part the offices */
	bool offices;   /* with brief: those all the same */
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
 * Until the cursor is closed, the answer is that of one moment: what other
 * handles write meanwhile does not show in it.
 *
 * DTL_E_ARGUMENT   the query is wrong: err->text is two or three lines, the
 *                  message, the query and a caret under the place
 * DTL_E_NOTFOUND   `only` or `after` is no event, or the query names an actor, place … that is not there
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

/* A prefix of the query language, as in "actor:china"; all of these last as long as the program. */
typedef struct dtl_query_prefix {
	const char *name, *argument, *help; /* "actor", "ACTOR,…", one line */
	const char *const *values; /* the words that it takes, NULL-terminated; NULL: others than words */
	bool open;                 /* other words are allowed, too, if some event has them */
	bool names_things;         /* it takes the IDs, names … of things: of `kind` */
	dtl_kind kind;
} dtl_query_prefix;

/* The prefixes, in the order of the help; false: there is none at `index`. */
DTL_PUBLIC bool dtl_query_prefix_at(size_t index, dtl_query_prefix *out);
/* What one of its values means, one line; NULL: the word says it. */
DTL_PUBLIC const char *dtl_query_value_help(size_t index, const char *value);

/*
 * Queries that have a name, which "query:NAME" in other queries stands for. They
 * are the file's own: they are not in the ledger, so that what merges, loads or
 * dumps timelines does not carry them, and rebuilding leaves them.
 */
typedef struct dtl_saved_query {
	const char *name, *query;
} dtl_saved_query;
typedef dtl_status (*dtl_saved_query_fn)(void *user, const dtl_saved_query *saved, dtl_error *err);

/*
 * Each of them, by name; `only`: just that one, or NULL.
 * DTL_E_NOTFOUND  there is no query `only`; the text names the nearest
 */
DTL_PUBLIC dtl_status dtl_query_list(
    dtl_db *db, const char *only, dtl_saved_query_fn each, void *user, dtl_error *err);
/*
 * Would this query be understood on the day `today`, with the things that are
 * there now? `name` (or NULL): as the saved query of that name.
 * DTL_E_ARGUMENT, DTL_E_NOTFOUND, DTL_E_AMBIGUOUS  as of dtl_find_events(); or
 *                 the name is no slug, or the query would use itself
 */
DTL_PUBLIC dtl_status dtl_query_check(
    dtl_db *db, const char *name, const char *query, int64_t today, dtl_error *err);
/* Save a query that passes dtl_query_check(), in place of one that has this name. */
DTL_PUBLIC dtl_status dtl_query_save(
    dtl_db *db, const char *name, const char *query, int64_t today, dtl_error *err);
/* DTL_E_NOTFOUND  there is no such query */
DTL_PUBLIC dtl_status dtl_query_remove(dtl_db *db, const char *name, dtl_error *err);
/* Tell of each saved query that does not pass dtl_query_check() any more: `what` is "saved", `kind` "query", `id` its name. */
DTL_PUBLIC dtl_status dtl_query_check_saved(
    dtl_db *db, int64_t today, dtl_finding_fn each, void *user, dtl_error *err);

/* What a query becomes. */
typedef struct dtl_explained {
	const char *name; /* of a parameter, as it stands in the SQL: ":p0" */
	const char *text; /* its value, if that is a text; else NULL */
	int64_t number;   /* else */
} dtl_explained;
typedef struct dtl_plan_step {
	int depth;          /* how many steps it stands within */
	const char *detail; /* in SQLite's words */
} dtl_plan_step;
typedef struct dtl_explanation {
	const char *sql; /* constant fragments, on several lines; no word of the query is in it */
	const dtl_explained *params;
	size_t param_count;
	const dtl_plan_step *steps; /* of SQLite's plan */
	size_t step_count;
} dtl_explanation;

/*
 * How `ask` would be answered; release it with dtl_explanation_free(). Fails as
 * dtl_find_events(). Sets of actors, topics … that the query names are numbers:
 * terms of the temporary table query_set.
 */
DTL_PUBLIC dtl_status dtl_explain(dtl_explanation **out, dtl_db *db, const dtl_ask *ask, dtl_error *err);
DTL_PUBLIC void dtl_explanation_free(dtl_explanation *explanation);

#ifdef __cplusplus
}
#endif
#endif
