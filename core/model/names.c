/* From what people call things to entities, and back. */
#include "model/names.h"
#include "base/utf8.h"
#include "model/names_near.h"
#include "store/stmt.h"
#include <string.h>

enum { MOST = 5 }; /* candidates that an error lists */

/* Different entities that a text may stand for, in the order found. */
typedef struct candidates {
	int64_t entity[MOST + 1];
	size_t count;
} candidates;

static void add(candidates *c, int64_t entity)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->entity[i] == entity)
			return;
	if (c->count <= MOST)
		c->entity[c->count++] = entity;
}

/* ---- Actors, series, places, sources, topics ---- */

#define CANONICAL "coalesce((SELECT m.canonical FROM merged m WHERE m.entity = e.id), e.id)"
#define IS_SAID   "EXISTS(SELECT 1 FROM claim c WHERE c.entity = e.id)"

static const char sql_key[] =
    "SELECT " CANONICAL " FROM entity e WHERE e.kind = :kind AND e.key = :key AND " IS_SAID;

static const char sql_named[] = "SELECT e.what, coalesce(m.canonical, e.entity)"
				" FROM name e LEFT JOIN merged m ON m.entity = e.entity"
				" WHERE e.kind = :kind AND e.name = :name ORDER BY e.what, e.entity";

static dtl_status find_key(dtl_store *db, dtl_kind kind, const char *key, candidates *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_key, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":key", key);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		add(out, dtl_take_int(st));
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Those whom the text names in the strongest way that there is: as code before name, as name before alias. */
static dtl_status find_folded(
    dtl_store *db, dtl_kind kind, const char *folded, candidates *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_named, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":name", folded);
	int64_t strongest = -1;
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		int64_t what = dtl_take_int(st);
		if (strongest >= 0 && what != strongest) {
			status = DTL_DONE;
			break;
		}
		strongest = what;
		add(out, dtl_take_int(st));
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status find_named(dtl_store *db, dtl_kind kind, const char *text, candidates *out, dtl_error *err)
{
	dtl_status status = find_key(db, kind, text, out, err);
	if (status != DTL_OK || out->count > 0)
		return status;
	dtl_text folded = DTL_TEXT_INIT;
	dtl_fold(&folded, text, strlen(text));
	if (dtl_text_failed(&folded))
		status = dtl_fail_memory(err);
	else if (folded.len > 0)
		status = find_folded(db, kind, dtl_text_str(&folded), out, err);
	dtl_text_free(&folded);
	return status;
}

/* ---- Events ---- */

#define IS_LIVE "EXISTS(SELECT 1 FROM event v WHERE v.event = " CANONICAL ")"
#define EVENT   "SELECT " CANONICAL ", " IS_LIVE " FROM entity e WHERE "

/* `+` keeps SQLite to the index on slug: that on kind and key would go through every event. */
static const char sql_slug[] = EVENT "e.slug = :slug AND +e.kind = 0 AND " IS_SAID " ORDER BY +e.key";

/* Ranges and not LIKE: they use the indexes, and no character is special. :end is behind all that begin like :text. */
static const char sql_prefix[] =
    EVENT "e.kind = 0 AND e.key >= :text AND e.key < :end AND " IS_SAID " UNION ALL " EVENT
	  "e.slug >= :text AND e.slug < :end AND +e.kind = 0 AND " IS_SAID " UNION ALL " EVENT
	  "e.slug = :slug AND e.suffix >= :suffix AND e.suffix < :suffix_end AND +e.kind = 0 AND " IS_SAID;

/* What still stands goes before what was undone or removed. */
static dtl_status take_live(dtl_stmt *st, candidates *out, dtl_error *err)
{
	candidates gone = { { 0 }, 0 };
	dtl_status status;
	while ((status = dtl_stmt_step(st, err)) == DTL_OK && out->count <= MOST) {
		int64_t entity = dtl_take_int(st);
		add(dtl_take_int(st) ? out : &gone, entity);
	}
	dtl_stmt_reset(st);
	if (out->count == 0)
		*out = gone;
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status find_slug(dtl_store *db, const char *slug, candidates *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_slug, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":slug", slug);
	return take_live(st, out, err);
}

/* The text with the last code point there is behind it. */
static void end_of_range(dtl_text *out, const char *text)
{
	dtl_text_add(out, text);
	dtl_utf8_add(out, 0x10FFFF);
}

static dtl_status find_prefix(dtl_store *db, const char *text, candidates *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_text end = DTL_TEXT_INIT;
	dtl_text suffix_end = DTL_TEXT_INIT;
	const char *tilde = strrchr(text, '~');
	end_of_range(&end, text);
	end_of_range(&suffix_end, tilde ? tilde + 1 : "");
	dtl_status status = dtl_stmt_cached(db, &st, sql_prefix, err);
	if (status == DTL_OK && (dtl_text_failed(&end) || dtl_text_failed(&suffix_end)))
		status = dtl_fail_memory(err);
	if (status != DTL_OK)
		goto done;
	dtl_bind_text(st, ":text", text);
	dtl_bind_text(st, ":end", dtl_text_str(&end));
	dtl_bind_text_len(st, ":slug", tilde ? text : NULL, tilde ? (size_t)(tilde - text) : 0);
	dtl_bind_text(st, ":suffix", tilde ? tilde + 1 : NULL);
	dtl_bind_text(st, ":suffix_end", tilde ? dtl_text_str(&suffix_end) : NULL);
	status = take_live(st, out, err);
done:
	dtl_text_free(&suffix_end);
	dtl_text_free(&end);
	return status;
}

static dtl_status find_event(dtl_store *db, const char *text, candidates *out, bool *exact, dtl_error *err)
{
	dtl_status status = find_key(db, DTL_EVENT, text, out, err);
	if (status == DTL_OK && out->count == 0)
		status = find_slug(db, text, out, err);
	*exact = out->count > 0;
	if (status == DTL_OK && out->count == 0)
		status = find_prefix(db, text, out, err);
	return status;
}

/* ---- Both ---- */

static const char sql_entity[] =
    "SELECT kind, key, slug, suffix, slug IS NOT NULL AND (EXISTS("
    "SELECT 1 FROM entity o WHERE o.slug = e.slug AND +o.kind = 0 AND o.id <> e.id"
    " AND EXISTS(SELECT 1 FROM event v WHERE v.event = o.id)) OR EXISTS("
    "SELECT 1 FROM entity o WHERE o.kind = 0 AND o.key = e.slug"
    " AND EXISTS(SELECT 1 FROM event v WHERE v.event = o.id)))"
    " FROM entity e WHERE e.id = :id";

/* `whole`: with the suffix, whoever else is there. */
static dtl_status show(dtl_store *db, int64_t entity, bool whole, dtl_text *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_entity, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", entity);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		bool event = dtl_take_int(st) == DTL_EVENT;
		const char *key = dtl_take_text(st);
		const char *slug = dtl_take_text(st);
		const char *suffix = dtl_take_text(st);
		bool shared = dtl_take_int(st) != 0;
		bool slugged = event && slug && *slug;
		dtl_text_add(out, slugged ? slug : key);
		if (slugged && suffix && *suffix && (shared || whole))
			dtl_text_addf(out, "~%s", suffix);
	}
	dtl_stmt_reset(st);
	if (status == DTL_DONE)
		return dtl_fail(err, DTL_E_NOTFOUND, "no entity %lld", (long long)entity);
	return status == DTL_OK && dtl_text_failed(out) ? dtl_fail_memory(err) : status;
}

static dtl_status refuse_ambiguous(
    dtl_store *db, dtl_kind kind, const char *text, const candidates *c, bool whole, dtl_error *err)
{
	dtl_text list = DTL_TEXT_INIT;
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < c->count && i < MOST && status == DTL_OK; i++) {
		dtl_text_add(&list, i > 0 ? ", '" : "'");
		status = show(db, c->entity[i], whole, &list, err);
		dtl_text_add_char(&list, '\'');
	}
	if (c->count > MOST)
		dtl_text_add(&list, ", \xE2\x80\xA6");
	if (status == DTL_OK)
		status = dtl_fail(err, DTL_E_AMBIGUOUS, "%s '%s' is ambiguous: %s", dtl_kind_name(kind), text,
		    dtl_text_str(&list));
	dtl_text_free(&list);
	return status;
}

dtl_status dtl_name_find(dtl_store *db, dtl_kind kind, const char *text, int64_t *entity, dtl_error *err)
{
	candidates c = { { 0 }, 0 };
	bool exact = false;
	if (*text == '\0')
		return DTL_E_NOTFOUND;
	dtl_status status =
	    kind == DTL_EVENT ? find_event(db, text, &c, &exact, err) : find_named(db, kind, text, &c, err);
	if (status != DTL_OK)
		return status;
	if (c.count > 1)
		return refuse_ambiguous(db, kind, text, &c, exact, err);
	*entity = c.entity[0];
	return c.count == 1 ? DTL_OK : DTL_E_NOTFOUND;
}

dtl_status dtl_name_resolve(dtl_store *db, dtl_kind kind, const char *text, int64_t *entity, dtl_error *err)
{
	dtl_status status = dtl_name_find(db, kind, text, entity, err);
	return status == DTL_E_NOTFOUND ? dtl_name_refuse(db, kind, text, err) : status;
}

dtl_status dtl_name_key(dtl_store *db, int64_t entity, dtl_text *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	static const char sql[] = "SELECT key FROM entity WHERE id = :id";
	dtl_status status = dtl_stmt_cached(db, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", entity);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		dtl_text_add(out, dtl_take_text(st));
	dtl_stmt_reset(st);
	if (status == DTL_DONE)
		return dtl_fail(err, DTL_E_NOTFOUND, "no entity %lld", (long long)entity);
	return status == DTL_OK && dtl_text_failed(out) ? dtl_fail_memory(err) : status;
}

dtl_status dtl_name_shown(dtl_store *db, int64_t entity, dtl_text *out, dtl_error *err)
{
	return show(db, entity, false, out, err);
}

void dtl_key_split(const char *key, dtl_text *slug, dtl_text *suffix)
{
	const char *tilde = strrchr(key, '~');
	size_t len = tilde ? (size_t)(tilde - key) : strlen(key);
	size_t start = slug->len;
	dtl_text_add_len(slug, key, len);
	bool right = !dtl_text_failed(slug) && dtl_is_slug(slug->data + start);
	if (tilde && (!tilde[1] || tilde[1 + strspn(tilde + 1, "abcdefghijklmnopqrstuvwxyz0123456789")]))
		right = false;
	if (!right)
		dtl_text_truncate(slug, start);
	else if (tilde)
		dtl_text_add(suffix, tilde + 1);
}

/* ---- Writing ---- */

static const char sql_forget[] = "DELETE FROM name WHERE entity = :entity";
static const char sql_forget_words[] = "DELETE FROM name_word WHERE entity = :entity";
static const char sql_name[] =
    "INSERT OR IGNORE INTO name(kind, name, what, entity) VALUES(:kind, :name, :what, :entity)";
static const char sql_word[] =
    "INSERT OR IGNORE INTO name_word(word, name, what, entity) VALUES(:word, :name, :what, :entity)";

static dtl_status forget(dtl_store *db, const char *sql, int64_t entity, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	return dtl_stmt_run(st, err);
}

/* Of what actors are called each word, by which full text finds them (core/query/resolve.c). */
static dtl_status write_words(dtl_store *db, int64_t entity, const char *folded, int what, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (const char *word = folded; *word && status == DTL_OK;) {
		dtl_stmt *st = NULL;
		size_t len = strcspn(word, " ");
		status = dtl_stmt_cached(db, &st, sql_word, err);
		if (status != DTL_OK)
			return status;
		dtl_bind_text_len(st, ":word", word, len);
		dtl_bind_text(st, ":name", folded);
		dtl_bind_int(st, ":what", what);
		dtl_bind_int(st, ":entity", entity);
		status = len ? dtl_stmt_run(st, err) : DTL_OK;
		word += len + (word[len] == ' ');
	}
	return status;
}

static dtl_status write_one(
    dtl_store *db, dtl_kind kind, int64_t entity, const dtl_naming *naming, dtl_text *folded, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_text_clear(folded);
	dtl_fold(folded, naming->text, strlen(naming->text));
	if (dtl_text_failed(folded))
		return dtl_fail_memory(err);
	/* Nothing is left of "!!!": such a name is shown, but nobody is found by it. */
	if (folded->len == 0)
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(db, &st, sql_name, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":name", dtl_text_str(folded));
	dtl_bind_int(st, ":what", naming->what);
	dtl_bind_int(st, ":entity", entity);
	status = dtl_stmt_run(st, err);
	bool called = kind == DTL_ACTOR && (naming->what == 2 || naming->what == 3);
	return status == DTL_OK && called ? write_words(db, entity, dtl_text_str(folded), naming->what, err)
					  : status;
}

dtl_status dtl_name_write(dtl_store *db, dtl_kind kind, int64_t entity, const char *key,
    const dtl_naming *names, size_t count, dtl_error *err)
{
	if (kind == DTL_EVENT)
		return DTL_OK;
	dtl_text folded = DTL_TEXT_INIT;
	dtl_status status = forget(db, sql_forget, entity, err);
	if (status == DTL_OK && kind == DTL_ACTOR)
		status = forget(db, sql_forget_words, entity, err);
	if (status == DTL_OK)
		status = write_one(db, kind, entity, &(dtl_naming){ key, 0 }, &folded, err);
	for (size_t i = 0; i < count && status == DTL_OK; i++)
		status = write_one(db, kind, entity, &names[i], &folded, err);
	dtl_text_free(&folded);
	return status;
}
