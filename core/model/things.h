/*
 * From derived rows to the structs of event.h. A loader's structs and strings
 * last until its next load. Merged actors, places … come as the one that stands
 * for them; what nobody has described comes as a bare ID.
 */
#ifndef DTL_MODEL_THINGS_H
#define DTL_MODEL_THINGS_H

#include "base/arena.h"
#include "base/text.h"
#include "model/things_known.h"
#include "store/stmt.h"
#include <dateline/event.h>

/* A list whose memory is kept from one load to the next. */
typedef struct dtl_names {
	const char **items;
	size_t count, cap;
} dtl_names;

/*
 * What a row of a table shows of a version: the columns DTL_SQL_TABLE_ROW of an
 * event `e`, which the indexes of time hold (that of present versions without
 * their event's number, which is theirs). Numbers as they stand there: merged
 * things are looked up later. No text: NULL.
 */
typedef struct dtl_table_row {
	int64_t event, place, known_from;
	int span; /* 6: without a date */
	bool has_extra;
	dtl_bounds bounds;
	const char *key, *title, *type, *status, *edtf, *tz, *parts;
} dtl_table_row;

#define DTL_SQL_TABLE_ROW(event)                                                                             \
	event ", e.key, e.span, e.start_lo, e.start_hi, e.end_lo, e.end_hi, e.place,"                        \
	      " e.known_from, e.title, e.type, e.status, e.edtf, e.tz, e.has_extra, e.parts"

/* Who holds an office on the event's day, or an office that is held. */
typedef struct dtl_held {
	int64_t entity, from_lo;
	const char *key, *name;
} dtl_held;

typedef struct dtl_loader {
	dtl_store *store;
	int64_t as_of;           /* sources count that were known before it; DTL_TIME_MAX: all */
	int64_t today;           /* for states */
	bool revisions;          /* look into the ledger for dtl_event.revision and recorded_* */
	bool keys;               /* the ID is the key: nobody looks for namesakes */
	bool plain_known, plain; /* the ledger holds no acts, and nothing is merged */
	bool brief;              /* only what a row of a table shows */
	bool offices;            /* if brief, who takes part all the same with the offices that they hold */
	bool previous;           /* look among the earlier versions for dtl_event.previous */
	dtl_arena arena;
	dtl_text room;
	dtl_names aliases, topics, sources;
	dtl_known known;
	dtl_part *parts;
	size_t part_count, part_cap;
	dtl_held *held; /* of the part being loaded */
	size_t held_count, held_cap;
	dtl_link *links;
	size_t link_count, link_cap;
	dtl_code *codes;
	size_t code_count, code_cap;
	dtl_affiliation *affiliations;
	size_t affiliation_count, affiliation_cap;
	dtl_event event;
	dtl_actor actor;
	dtl_series series;
	dtl_place place;
	dtl_source source;
	dtl_topic topic;
} dtl_loader;

/* Allocates nothing; release with dtl_loader_free(). */
void dtl_loader_init(dtl_loader *l, dtl_store *store, int64_t as_of, int64_t today);
void dtl_loader_free(dtl_loader *l);

/* One version of an event. `certain` is true: who asks for a window says otherwise. DTL_E_NOTFOUND: no such row. */
dtl_status dtl_load_event(dtl_loader *l, int64_t version, const dtl_event **out, dtl_error *err);
/* The same of a row that was taken already, and outlives the event. The loader is `brief`. */
dtl_status dtl_load_table_row(
    dtl_loader *l, int64_t version, const dtl_table_row *taken, const dtl_event **out, dtl_error *err);
/* Take the next columns, DTL_SQL_TABLE_ROW, with texts of the arena's, which says whether there was memory. */
void dtl_table_row_take(dtl_table_row *out, dtl_stmt *st, dtl_arena *arena);
/* A thing of another kind, by its entity. */
dtl_status dtl_load_thing(dtl_loader *l, dtl_kind kind, int64_t entity, dtl_thing *out, dtl_error *err);

/* ---- between things.c, things_event.c and things_parts.c ---- */

/* SQL: the entity that stands for the one in `column`, and its key; NULL for NULL. */
#define DTL_SQL_CANONICAL(column)                                                                            \
	"coalesce((SELECT m.canonical FROM merged m WHERE m.entity=" column ")," column ")"
#define DTL_SQL_KEY(column) "(SELECT k.key FROM entity k WHERE k.id=" DTL_SQL_CANONICAL(column) ")"

/* The next column as text of the loader's; NULL for NULL and for an empty text. */
const char *dtl_load_text(dtl_loader *l, dtl_stmt *st);
/* The one column of `st`, which is prepared and bound, as a list; resets it. */
dtl_status dtl_load_names(dtl_loader *l, dtl_stmt *st, dtl_names *out, dtl_error *err);
/* Who takes part (parts.h), into l->event, whose date is known. */
dtl_status dtl_load_parts(dtl_loader *l, const char *parts, bool dated, dtl_error *err);
dtl_status dtl_load_place(dtl_loader *l, int64_t entity, dtl_error *err); /* into l->place, without aliases */
dtl_status dtl_load_place_aliases(dtl_loader *l, int64_t entity, dtl_error *err); /* those of l->place */

#endif
