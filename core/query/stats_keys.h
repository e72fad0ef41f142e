/* What events may be counted by, and where it comes from: a row for each. */
#ifndef DTL_QUERY_STATS_KEYS_H
#define DTL_QUERY_STATS_KEYS_H

#include "base/error.h"
#include <dateline/stats.h>

/* Columns of an event row `e` that a key needs, in the order in which they are selected. */
enum {
	DTL_STAT_TYPE,
	DTL_STAT_LEVEL,
	DTL_STAT_STATUS,
	DTL_STAT_STATE,
	DTL_STAT_PLACE,
	DTL_STAT_SERIES,
	DTL_STAT_WORDS = DTL_STAT_PLACE, /* those before are texts */
	DTL_STAT_COLUMNS = DTL_STAT_SERIES + 1,
};

/* Tables beside the event row. */
enum { DTL_STAT_ACTORS, DTL_STAT_TOPICS, DTL_STAT_SOURCES, DTL_STAT_JOINS };

typedef enum dtl_stat_value_kind {
	DTL_STAT_YEAR,
	DTL_STAT_MONTH,
	DTL_STAT_WORD,    /* a column of words */
	DTL_STAT_ENTITY,  /* a column with an entity, or a table of them */
	DTL_STAT_COUNTRY, /* of the place */
	DTL_STAT_PARTY,
	DTL_STAT_PAIR,       /* of parties */
	DTL_STAT_NAMED_PAIR, /* of actors as they are named */
} dtl_stat_value_kind;

typedef struct dtl_stat_source {
	dtl_stat_key key;
	dtl_stat_value_kind kind;
	int column; /* -1: none */
	int join;   /* -1: none */
	int upward; /* a dtl_upward_kind that `below` goes by; -1: none */
} dtl_stat_source;

/* DTL_E_ARGUMENT: there is no key of that name. */
dtl_status dtl_stat_source_find(const dtl_stat_source **out, const char *name, dtl_error *err);

#endif
