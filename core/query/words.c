#include "query/words.h"

#define TITLED "SELECT rowid FROM event_search WHERE event_search MATCH :1"

/* Claims that count: neither undone, deprecated nor too young. */
#define COUNTS                                                                                               \
	" JOIN changeset g ON g.id=k.changeset LEFT JOIN judged j ON j.claim=k.id"                           \
	" LEFT JOIN retracted r ON r.changeset=k.changeset"
#define IF_COUNTS                                                                                            \
	" AND k.known_at<:as_of AND g.n IS NOT NULL AND r.changeset IS NULL AND coalesce(j.rank,k.rank)<>2"

/* The events of claims whose quote holds the words, and which count. */
#define QUOTED                                                                                               \
	"SELECT coalesce(m.canonical,k.entity) FROM quote_search q CROSS JOIN claim k" COUNTS                \
	" LEFT JOIN merged m ON m.entity=k.entity WHERE quote_search MATCH :1 AND k.id=q.rowid" IF_COUNTS

#define TEXT_LISTED  "e.text IN (" TITLED ")"
#define TEXT_LOOKED  "EXISTS(SELECT 1 FROM event_text t WHERE t.id=e.text AND holds(:1,e.title,t.description))"
#define QUOTE_LISTED " OR e.event IN (" QUOTED ")"
#define QUOTE_LOOKED                                                                                         \
	" OR EXISTS(SELECT 1 FROM claim k" COUNTS " WHERE k.entity IN"                                       \
	" (SELECT e.event UNION ALL SELECT m.entity FROM merged m WHERE m.canonical=e.event)"                \
	" AND k.quote IS NOT NULL AND holds(:1,k.quote)" IF_COUNTS ")"
#define NAMED                                                                                                \
	" OR EXISTS(SELECT 1 FROM event_actor x"                                                             \
	" WHERE x.version=e.id AND +x.actor IN (SELECT entity FROM query_set WHERE term=:2))" PROJECTED
#define PROJECTED                                                                                            \
	" OR (e.id<0 AND EXISTS(SELECT 1 FROM query_projected q WHERE q.id=e.id AND instr(q.words,:3)>0))"

const char dtl_words_possible[] = TEXT_LISTED QUOTE_LISTED NAMED;
const char dtl_words_of_texts[] = TEXT_LISTED PROJECTED;
const char dtl_words_drive_texts[] = "SELECT v.id FROM event v WHERE v.text IN (" TITLED ")";
const char dtl_words_drive[] =
    "SELECT v.id FROM event v WHERE v.text IN (" TITLED ")"
    " UNION ALL SELECT v.id FROM event v WHERE v.event IN (" QUOTED ")"
    " UNION ALL SELECT x.version FROM query_set a CROSS JOIN event_actor x WHERE a.term=:2 AND x.actor=a.entity";

const char *dtl_words_looked(bool texts, bool quotes, bool elsewhere)
{
	static const char *const conditions[][2] = {
		{ dtl_words_possible, TEXT_LISTED QUOTE_LOOKED NAMED },
		{ TEXT_LOOKED QUOTE_LISTED NAMED, TEXT_LOOKED QUOTE_LOOKED NAMED },
	};
	return texts && !elsewhere ? TEXT_LOOKED PROJECTED : conditions[texts][quotes];
}
