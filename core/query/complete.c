/* What begins like something typed: ranges of the indexes on names, a handful of rows. */
#include <dateline/complete.h>

#include "base/text.h"
#include "base/utf8.h"
#include "model/db.h"
#include "model/field_types.h"
#include "model/names.h"
#include "store/stmt.h"
#include <string.h>

#define IN_RANGE(column) column " >= :text AND " column " < :end"
#define NOW              "v.event = e.id AND v.known_to = 9223372036854775807"
#define NAMED            "SELECT e.id, (SELECT v.title FROM event v WHERE " NOW ") FROM entity e WHERE "
#define STANDS           " AND EXISTS(SELECT 1 FROM event v WHERE " NOW ")"

/* `+` keeps SQLite to the index on slug, as in model/names.c. What came from calendars has none. */
static const char sql_slugs[] =
    NAMED "+e.kind = 0 AND " IN_RANGE("e.slug") STANDS " ORDER BY e.slug, e.key LIMIT :most";
static const char sql_last_slug[] =
    NAMED "+e.kind = 0 AND " IN_RANGE("e.slug") STANDS " ORDER BY e.slug DESC LIMIT :most";
static const char sql_uids[] =
    NAMED "e.kind = 0 AND e.slug IS NULL AND " IN_RANGE("e.key") STANDS " ORDER BY e.key LIMIT :most";
static const char sql_last_uid[] =
    NAMED "e.kind = 0 AND e.slug IS NULL AND " IN_RANGE("e.key") STANDS " ORDER BY e.key DESC LIMIT :most";

#define THINGS(table, name, more)                                                                            \
	"SELECT e.id, t." name " FROM entity e JOIN " table                                                  \
	" t ON t.id = e.id WHERE e.kind = :kind AND " IN_RANGE("e.key") more " ORDER BY e.key"
#define FIRST     " LIMIT :most"
#define LAST      " DESC LIMIT :most"
#define OF_A_KIND " AND (:subkind IS NULL OR t.kind = :subkind)"
static const char sql_actors[] = THINGS("actor", "name", OF_A_KIND) FIRST;
static const char sql_last_actor[] = THINGS("actor", "name", OF_A_KIND) LAST;
static const char sql_series[] = THINGS("series", "name", "") FIRST;
static const char sql_last_series[] = THINGS("series", "name", "") LAST;
static const char sql_places[] = THINGS("place", "name", "") FIRST;
static const char sql_last_place[] = THINGS("place", "name", "") LAST;
static const char sql_sources[] = THINGS("source", "title", "") FIRST;
static const char sql_last_source[] = THINGS("source", "title", "") LAST;
static const char sql_topics[] = THINGS("topic", "label", "") FIRST;
static const char sql_last_topic[] = THINGS("topic", "label", "") LAST;

typedef struct search {
	const char *first, *last;
} search;

static const search searches[DTL_KINDS] = {
	[DTL_EVENT] = { sql_slugs, sql_last_slug },
	[DTL_ACTOR] = { sql_actors, sql_last_actor },
	[DTL_SERIES] = { sql_series, sql_last_series },
	[DTL_PLACE] = { sql_places, sql_last_place },
	[DTL_SOURCE] = { sql_sources, sql_last_source },
	[DTL_TOPIC] = { sql_topics, sql_last_topic },
};
static const search search_uids = { sql_uids, sql_last_uid };

typedef struct seeker {
	dtl_db *db;
	dtl_kind kind;
	const char *subkind;
	const char *typed;  /* what the IDs are to begin with */
	dtl_text text, end; /* the range of names in which they lie */
	size_t most, found; /* of this search */
	dtl_beginning_fn each;
	void *user;
} seeker;

/* Of an event, "slug~…" is shown while another has the slug: the part behind ~ is looked at here. */
static dtl_status offer(seeker *s, int64_t entity, const char *name, dtl_error *err)
{
	dtl_text id = DTL_TEXT_INIT;
	dtl_status status = dtl_name_shown(s->db->store, entity, &id, err);
	if (status == DTL_OK && dtl_text_failed(&id))
		status = dtl_fail_memory(err);
	if (status == DTL_OK && strncmp(dtl_text_str(&id), s->typed, strlen(s->typed)) == 0)
		status = s->each(s->user, dtl_text_str(&id), name, err);
	dtl_text_free(&id);
	return status;
}

/* Up to `limit` rows of one statement; those behind `most` are counted only. */
static dtl_status run(seeker *s, const char *sql, size_t limit, size_t most, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	size_t rows = 0;
	dtl_status status = dtl_stmt_prepare(s->db->store, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(&st, ":text", dtl_text_str(&s->text));
	dtl_bind_text(&st, ":end", dtl_text_str(&s->end));
	dtl_bind_int(&st, ":most", (int64_t)limit);
	if (dtl_stmt_has(&st, ":kind"))
		dtl_bind_int(&st, ":kind", (int64_t)s->kind);
	if (dtl_stmt_has(&st, ":subkind"))
		dtl_bind_text(&st, ":subkind", s->subkind);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		int64_t entity = dtl_take_int(&st);
		if (rows++ < most)
			status = offer(s, entity, dtl_take_text(&st), err);
	}
	dtl_stmt_finalize(&st);
	s->found = rows;
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status seek(seeker *s, const search *how, dtl_error *err)
{
	dtl_status status = run(s, how->first, s->most, s->most - 1, err);
	if (status == DTL_OK && s->found >= s->most)
		status = run(s, how->last, 1, 1, err);
	return status;
}

dtl_status dtl_complete(dtl_db *db, dtl_kind kind, const char *subkind, const char *beginning, size_t most,
    dtl_beginning_fn each, void *user, dtl_error *err)
{
	if (kind >= DTL_KINDS || most < 2)
		return dtl_fail(err, DTL_E_ARGUMENT, "nothing of this kind can be completed");
	seeker s = { .db = db,
		.kind = kind,
		.subkind = subkind,
		.typed = beginning,
		.most = most,
		.each = each,
		.user = user,
		.text = DTL_TEXT_INIT,
		.end = DTL_TEXT_INIT };
	size_t len = kind == DTL_EVENT ? strcspn(beginning, "~") : strlen(beginning);
	dtl_text_add_len(&s.text, beginning, len);
	dtl_text_add_len(&s.end, beginning, len);
	dtl_utf8_add(&s.end, 0x10FFFF);
	dtl_status status =
	    dtl_text_failed(&s.text) || dtl_text_failed(&s.end) ? dtl_fail_memory(err) : DTL_OK;
	if (status == DTL_OK)
		status = seek(&s, &searches[kind], err);
	/* Those without a slug have no index of their own: where there are none, all others would be gone through. */
	if (status == DTL_OK && kind == DTL_EVENT && s.found == 0)
		status = seek(&s, &search_uids, err);
	dtl_text_free(&s.text);
	dtl_text_free(&s.end);
	return status;
}

const char *const *dtl_field_words(dtl_kind kind, const char *option)
{
	for (const dtl_field *f = dtl_field_rows(kind); f->form; f++)
		if (f->option.name && strcmp(f->option.name, option) == 0)
			return f->part ? NULL : f->words;
	return NULL;
}
