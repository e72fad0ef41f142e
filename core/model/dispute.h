/*
 * Disagreement: fields of an event on which what one source says contradicts
 * what shows, neither narrowing the other (design.md §3).
 *
 * Only when, place, status and edition are looked at. Two words are contrary if
 *
 *	when     neither window lies within the other (a day without a time may be any
 *	         day on earth: 14 hours more on both sides against a time)
 *	place    they name different places
 *	status   one says held, the other cancelled
 *	edition  the numbers differ, and the series does not
 *
 * and both have been known since the event's window began, or became known
 * within three days of each other: what was moved in between is no dispute.
 * What a person says without a source, and what is preferred, ends it.
 *
 * All that is known without looking at other things goes to the table
 * `contested`. Who publishes a source, and whether one place lies within the
 * other, is joined when it is read, by the fragments below.
 */
#ifndef DTL_MODEL_DISPUTE_H
#define DTL_MODEL_DISPUTE_H

#include "model/derive.h"
#include "model/things.h"

enum { DTL_CONTESTED_FIELDS = 4 };

/* What a claim says of one of the fields. */
typedef struct dtl_contested_word {
	bool read;       /* the rest is filled */
	bool counts;     /* it is valid, and not null */
	bool dated;      /* of when: `date` means something */
	dtl_slice value; /* of series: the edition's number, data NULL: none */
	dtl_slice series;
	dtl_date date;
} dtl_contested_word;

/* The words on one field while the moments of an event go by. */
typedef struct dtl_contested_field {
	unsigned char *standing; /* of each claim of the history, 0: it is nobody's word now */
	int64_t *since;
	dtl_contested_word *words;      /* of each claim, read once */
	size_t *present, present_count; /* the claims that are somebody's word now */
	bool contrary;                  /* some word was, at some moment */
} dtl_contested_field;

typedef struct dtl_contested_row {
	int field, standing;
	size_t said; /* index into the history */
	int64_t from, to;
} dtl_contested_row;

typedef struct dtl_contest {
	bool idle; /* at most one source has spoken: there is nothing to look at */
	dtl_contested_field fields[DTL_CONTESTED_FIELDS];
	dtl_contested_row *rows;
	size_t row_count, row_cap;
} dtl_contest;

/* Before the first moment of d->history. Release with dtl_contest_free(), also after a failure. */
dtl_status dtl_contest_begin(dtl_contest *c, const dtl_deriver *d, dtl_error *err);
/* What d->book and d->now say since the moment `t`. */
dtl_status dtl_contest_look(dtl_contest *c, dtl_deriver *d, int64_t t, dtl_error *err);
/* Behind the last moment: write the rows of the fields that were ever contested. */
dtl_status dtl_contest_write(dtl_contest *c, dtl_deriver *d, dtl_error *err);
void dtl_contest_free(dtl_contest *c);

/* SQL: who publishes the source in `column`: equal for the same publisher, or for the same source where none is known. */
#define DTL_SQL_PUBLISHER(column)                                                                            \
	"coalesce((SELECT lower(p.publisher) FROM source p WHERE p.id=" DTL_SQL_CANONICAL(                   \
	    column) "),'#'||" DTL_SQL_CANONICAL(column) ")"

/* SQL: does the place in `inner` lie in that in `outer`, or is it the same? */
#define DTL_SQL_PLACE_WITHIN(inner, outer)                                                                          \
	"EXISTS(WITH RECURSIVE up(id, depth) AS (SELECT " DTL_SQL_CANONICAL(                                        \
	    inner) ", 0 UNION SELECT coalesce(m.canonical,p.parent), u.depth+1 FROM up u JOIN place p ON p.id=u.id" \
		   " LEFT JOIN merged m ON m.entity=p.parent WHERE p.parent IS NOT NULL AND u.depth<32)"            \
		   " SELECT 1 FROM up WHERE id=" DTL_SQL_CANONICAL(outer) ")"

#define DTL_SQL_SPOKEN(row) row ".known_from<:as_of AND " row ".known_to>=:as_of"

/*
 * SQL: FROM and WHERE of the disputes as known before :as_of: x is the contrary
 * word, s the one that shows. A publisher's later word replaces its earlier one,
 * unless it is only vaguer.
 */
#define DTL_SQL_DISPUTES                                                                                                                                                                                 \
	"contested x CROSS JOIN contested s WHERE x.standing=2 AND " DTL_SQL_SPOKEN("x") " AND s.event=x.event AND s.field=x.field AND s.standing=1 AND " DTL_SQL_SPOKEN("s") " AND " DTL_SQL_PUBLISHER( \
	    "x.source") "<>" DTL_SQL_PUBLISHER("s.source") " AND NOT EXISTS(SELECT 1 FROM contested z WHERE z.event=x.event AND z.field=x.field"                                                         \
							   " AND z.ord>x.ord AND z.standing<4 AND " DTL_SQL_SPOKEN("z") " AND " DTL_SQL_PUBLISHER("z.source") "=" DTL_SQL_PUBLISHER(                     \
							       "x.source") ")"                                                                                                                           \
									   " AND (x.place IS NULL OR s.place IS NULL OR NOT(" DTL_SQL_PLACE_WITHIN(                                                      \
									       "x.place",                                                                                                                \
									       "s.place") " OR " DTL_SQL_PLACE_WITHIN("s.place",                                                                         \
									       "x.place") "))"

#endif
