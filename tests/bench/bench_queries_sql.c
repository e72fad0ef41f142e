/*
 * The best SQL that we know for each question, by hand, in the ways of
 * SQLite's own documentation: the order of the loops fixed with CROSS JOIN, time
 * through the length classes of migrations/0002_derived.sql.
 */
#include "bench_queries.h"
#include <stddef.h>

/* What a row of `list` shows, and no more: also whether it is certain to lie in the window. */
#define SHOWN                                                                                                                                      \
	"SELECT e.key, e.edtf, e.tz, e.start_lo, e.start_hi, e.end_lo, e.end_hi, e.title, e.status, e.type,"                                       \
	" e.start_hi<=:b AND e.end_lo>=:a, (SELECT p.name FROM place p WHERE p.id=e.place), (SELECT group_concat(a.name, ', ') FROM event_actor z" \
	" CROSS JOIN actor a WHERE z.version=e.id AND a.id=z.actor)"
#define SORTED " ORDER BY e.start_lo, e.end_hi, e.key"
#define NOW    " AND e.id<1099511627776"

#define CLASSES                                                                                              \
	"WITH RECURSIVE c(span,len) AS (VALUES(0,86400),(1,691200),(2,2764800),(3,31622400),(4,316224000),"  \
	"(5,9000000000000000000))"
/* What lies in the window, of a class. */
#define IN_TIME(row) row ".span=c.span AND " row ".start_lo>:a-c.len AND " row ".start_lo<:b"
/* The same of present participants and topics, which their indexes have apart. */
#define PRESENT(row) IN_TIME(row) " AND (" row ".version>=1099511627776)=0"
#define BY_TIME      " FROM c CROSS JOIN event e INDEXED BY event_now WHERE " IN_TIME("e") " AND e.end_hi>:a" NOW

/* An actor and all that act for it, each with the time in which it does. */
#define ACT_FOR(s, key)                                                                                           \
	", " s                                                                                                    \
	"(id,lo,hi) AS (SELECT id,-9223372036854775807,9223372036854775807 FROM entity WHERE kind=1 AND key=" key \
	" UNION SELECT f.actor,max(f.from_lo," s ".lo),min(f.to_hi," s ".hi) FROM " s                             \
	" CROSS JOIN affiliation f"                                                                               \
	" WHERE f.of=" s ".id AND f.rel IN ('part-of','holds') AND f.from_lo<" s ".hi AND f.to_hi>" s ".lo)"
#define MEETS(s) s ".lo<e.end_hi AND " s ".hi>e.start_lo"
/* Their rows in the window: whoever was in office at another time has none. */
#define ROWS_OF(s)                                                                                           \
	" FROM " s " CROSS JOIN c CROSS JOIN event_actor x WHERE " s ".lo<:b+c.len AND " s ".hi>:a-c.len"    \
	" AND x.actor=" s ".id AND " PRESENT("x")
#define JOINED(s)                                                                                            \
	" FROM " s " CROSS JOIN c CROSS JOIN event_actor x CROSS JOIN event e WHERE " s                      \
	".lo<:b+c.len AND " s ".hi>:a-c.len"                                                                 \
	" AND x.actor=" s                                                                                    \
	".id AND " PRESENT("x") " AND e.id=x.version AND e.end_hi>:a AND e.id<1099511627776 AND " MEETS(s)
/* ... and whether it acts for all the time of the event. */
#define CERTAIN(s)                                                                                           \
	", EXISTS(SELECT 1 FROM event_actor y CROSS JOIN " s " WHERE y.version=e.id AND " s                  \
	".id=y.actor AND " s ".lo<=e.start_lo AND " s ".hi>=e.end_hi)"
#define TAKES_PART(x, s)                                                                                     \
	"EXISTS(SELECT 1 FROM event_actor " x " CROSS JOIN " s " WHERE " x ".version=e.id AND " s            \
	".id IN (" x ".actor," x ".behalf) AND " MEETS(s) ")"
#define BELOW                                                                                                \
	", s(id) AS (SELECT id FROM entity WHERE kind=5 AND key=:t UNION SELECT t.id FROM s CROSS JOIN topic t WHERE t.parent=s.id)"
#define FOUND(versions) " FROM event e NOT INDEXED WHERE e.id IN (" versions ") AND e.end_hi>:a" NOW

#define MATCHES "SELECT rowid FROM event_search WHERE event_search MATCH :q"

/* One arm for each class, merged in order, so that it stops at the limit. */
#define ARM(class, lo)                                                                                                        \
	"SELECT e.start_lo AS start_lo, e.end_hi AS end_hi, e.id AS id FROM event e INDEXED BY event_now WHERE e.span=" class \
	    " AND e.start_lo>" lo " AND e.end_hi>:a AND e.id<1099511627776"
#define FIRST                                                                                                \
	SHOWN " FROM (" ARM("0", ":a-86400") " UNION ALL " ARM("1", ":a-691200") " UNION ALL " ARM(          \
	    "2", ":a-2764800") " UNION ALL " ARM("3", ":a-31622400") " UNION ALL " ARM("4",                  \
	    ":a-316224000") " UNION ALL " ARM("5",                                                           \
	    "-9223372036854775807") " ORDER BY start_lo, end_hi LIMIT 20) r CROSS JOIN event e"              \
				    " WHERE e.id=r.id"

/* Somebody of theirs, at whatever time: cheap, and leaves few for the exact question. */
#define AMONG(y, s)                                                                                          \
	" AND EXISTS(SELECT 1 FROM event_actor " y " WHERE " y ".version=x.version AND (" y                  \
	".actor IN (SELECT id FROM " s ") OR " y ".behalf IN (SELECT id FROM " s ")))"
#define BOTH                                                                                                              \
	" AND EXISTS(SELECT 1 FROM event_actor y CROSS JOIN s CROSS JOIN event_actor z CROSS JOIN o WHERE y.version=e.id" \
	" AND s.id IN (y.actor,y.behalf) AND " MEETS("s") " AND z.version=e.id AND z.actor<>y.actor"                      \
							  " AND o.id IN (z.actor,z.behalf) AND " MEETS(                   \
							      "o") ")"
#define NO_THIRD                                                                                               \
	" AND NOT EXISTS(SELECT 1 FROM event_actor w CROSS JOIN actor k WHERE w.version=e.id AND k.id=w.actor" \
	" AND k.kind='state' AND k.id NOT IN (SELECT id FROM s) AND k.id NOT IN (SELECT id FROM o))"

static const char sql_upcoming[] =
    CLASSES SHOWN BY_TIME " AND coalesce(e.status,'') NOT IN ('held','cancelled')" SORTED;
static const char sql_window[] = CLASSES SHOWN BY_TIME SORTED;
static const char sql_actor_exact[] = CLASSES ACT_FOR("s", ":x") SHOWN CERTAIN("s")
    FOUND("SELECT x.version" ROWS_OF("s")) " AND " TAKES_PART("y", "s") SORTED;
static const char sql_actor_joined[] = CLASSES ACT_FOR("s", ":x") SHOWN CERTAIN(
    "s") " FROM (SELECT DISTINCT x.version AS version" JOINED("s") ") r CROSS JOIN event e"
								   " WHERE e.id=r.version" SORTED;
static const char sql_actor_time[] =
    CLASSES ACT_FOR("s", ":x") SHOWN CERTAIN("s") BY_TIME " AND " TAKES_PART("y", "s") SORTED;
static const char sql_topic[] = CLASSES BELOW SHOWN FOUND(
    "SELECT x.version FROM s CROSS JOIN c CROSS JOIN event_topic x WHERE x.topic=s.id AND " PRESENT("x"))
    SORTED;
static const char sql_topic_time[] = CLASSES BELOW SHOWN BY_TIME
    " AND EXISTS(SELECT 1 FROM event_topic x WHERE x.version=e.id AND x.topic IN (SELECT id FROM s))" SORTED;
/* A word counts in titles and descriptions, in quotes, and in the names of who takes part. */
#define QUOTED                                                                                               \
	"SELECT k.entity FROM quote_search q CROSS JOIN claim k WHERE quote_search MATCH :q AND k.id=q.rowid"
#define NAMED "SELECT entity FROM name_word WHERE word=:q"
#define ELSEWHERE                                                                                            \
	" OR e.event IN (" QUOTED ") OR EXISTS(SELECT 1 FROM event_actor y WHERE y.version=e.id"             \
	" AND +y.actor IN (" NAMED "))"

static const char sql_word[] = SHOWN
    " FROM (SELECT v.id AS id FROM event_search f CROSS JOIN event v INDEXED BY event_words"
    " WHERE event_search MATCH :q AND v.text=f.rowid UNION SELECT v.id FROM event v WHERE v.event IN (" QUOTED
    ") UNION SELECT y.version FROM event_actor y WHERE y.actor IN (" NAMED
    ")) r CROSS JOIN event e WHERE e.id=r.id" NOW SORTED;
static const char sql_word_in[] = CLASSES SHOWN BY_TIME " AND (e.text IN (" MATCHES ")" ELSEWHERE ")" SORTED;
static const char sql_word_probe[] =
    CLASSES SHOWN BY_TIME " AND (EXISTS(" MATCHES " AND rowid=e.text)" ELSEWHERE ")" SORTED;
static const char sql_between[] = CLASSES ACT_FOR("s", ":x") ACT_FOR("o", ":y")
    SHOWN FOUND("SELECT x.version" ROWS_OF("o")) BOTH NO_THIRD SORTED;
static const char sql_between_time[] =
    CLASSES ACT_FOR("s", ":x") ACT_FOR("o", ":y") SHOWN BY_TIME BOTH NO_THIRD SORTED;
static const char sql_between_filter[] = CLASSES ACT_FOR("s", ":x") ACT_FOR("o", ":y")
    SHOWN FOUND("SELECT x.version" ROWS_OF("o") AMONG("y", "s")) BOTH NO_THIRD SORTED;
static const char sql_first[] = FIRST SORTED;

const yardstick yardsticks[] = {
	{ .name = "to come in 30 days", .query = "", .sql = { sql_upcoming }, .upcoming = true },
	{ .name = "a day in the middle", .query = "date:%d", .sql = { sql_window }, .most = 5 },
	{ .name = "a busy state in a month",
	    .query = "actor:united-states date:%m",
	    .sql = { sql_actor_exact, sql_actor_joined, sql_actor_time },
	    .most = 5 },
	{ .name = "a topic in a month",
	    .query = "topic:cyber date:%m",
	    .sql = { sql_topic, sql_topic_time },
	    .most = 5 },
	{ .name = "two states in a year",
	    .query = "between:united-states,china date:%y",
	    .sql = { sql_between, sql_between_filter, sql_between_time },
	    .most = 5 },
	{ .name = "a rare word", .query = "isotope", .word = "isotope", .sql = { sql_word }, .most = 5 },
	{ .name = "a word of one text in a thousand",
	    .query = "cadmium",
	    .word = "cadmium",
	    .sql = { sql_word },
	    .most = 5 },
	{ .name = "a word of one text in a hundred, in a month",
	    .query = "tungsten date:%m",
	    .word = "tungsten",
	    .sql = { sql_word_in, sql_word_probe },
	    .most = 5 },
	{ .name = "a word of most texts, in a month",
	    .query = "talks date:%m",
	    .word = "talks",
	    .sql = { sql_word_probe, sql_word_in },
	    .most = 40 },
	{ .name = "a word that many are called, in a month",
	    .query = "minister date:%m",
	    .word = "minister",
	    .sql = { sql_word_in, sql_word_probe },
	    .most = 5 },
	{ .name = "the first 20 from a day on",
	    .query = "date:%o",
	    .sql = { sql_first },
	    .limit = 20,
	    .most = 1 },
	{ .name = NULL },
};
