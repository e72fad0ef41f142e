/* A search through names that nobody waits for: it is made once for each refusal. */
#include "model/names_near.h"
#include "base/utf8.h"
#include "model/field_types.h"
#include "model/names.h"
#include "store/stmt.h"
#include <string.h>

enum { MOST = 5, LEAST_WORD = 3, LONGEST = 128 };

/* Not the codes: of two or three letters, all are near each other. */
static const char sql_names[] =
    "SELECT e.name, coalesce(m.canonical, e.entity)"
    " FROM name e LEFT JOIN merged m ON m.entity = e.entity WHERE e.kind = :kind AND e.what <> 1"
    " LIMIT 100000";

/*
 * The newest first: a timeline may hold millions, and it is those that people
 * name. With the index all of them would be sorted.
 */
static const char sql_events[] = "SELECT coalesce(e.slug, e.key), e.id FROM entity e NOT INDEXED"
				 " WHERE e.kind = 0 AND EXISTS(SELECT 1 FROM event v WHERE v.event = e.id)"
				 " ORDER BY e.id DESC LIMIT 20000";

/* Things of other kinds that are called so. Events are many, and have an ID rather than a name. */
static const char sql_others[] = "SELECT kind FROM name WHERE kind BETWEEN 1 AND 5 AND kind <> :kind"
				 " AND name = :name ORDER BY kind LIMIT 1";

typedef struct near {
	int64_t entity;
	size_t distance;
} near;

/* The nearest so far, the nearest first. */
typedef struct nearest {
	const char *text; /* as the names are written: folded, or a slug */
	size_t len, limit;
	near best[MOST];
	size_t count;
} nearest;

static void keep(nearest *n, int64_t entity, size_t distance)
{
	size_t i = 0;
	while (i < n->count && n->best[i].entity != entity)
		i++;
	if (i == n->count && n->count < MOST)
		n->best[n->count++] = (near){ entity, SIZE_MAX };
	if (i == MOST)
		i = MOST - 1;
	if (n->best[i].distance <= distance)
		return;
	for (; i > 0 && n->best[i - 1].distance > distance; i--)
		n->best[i] = n->best[i - 1];
	n->best[i] = (near){ entity, distance };
}

/* Does a word of the name begin with the text? */
static bool begins_word(const nearest *n, const char *name)
{
	if (n->len < LEAST_WORD)
		return false;
	for (const char *at = strstr(name, n->text); at; at = strstr(at + 1, n->text))
		if (at == name || at[-1] == ' ' || at[-1] == '-')
			return true;
	return false;
}

static void consider(nearest *n, const char *name, int64_t entity)
{
	size_t len = strlen(name);
	size_t gap = len > n->len ? len - n->len : n->len - len;
	/* A letter has at most four bytes. */
	size_t distance = gap > 4 * n->limit ? n->limit + 1 : dtl_distance(n->text, name, n->limit);
	if (distance <= n->limit)
		keep(n, entity, distance);
	else if (begins_word(n, name))
		keep(n, entity, n->limit + 1);
}

static dtl_status search(dtl_store *db, dtl_kind kind, nearest *n, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, kind == DTL_EVENT ? sql_events : sql_names, err);
	if (status != DTL_OK)
		return status;
	if (kind != DTL_EVENT)
		dtl_bind_int(st, ":kind", (int64_t)kind);
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		const char *name = dtl_take_text(st);
		consider(n, name, dtl_take_int(st));
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* "'china', 'chile' or 'chad'" */
static dtl_status list(dtl_store *db, const nearest *n, dtl_text *out, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < n->count && status == DTL_OK; i++) {
		dtl_text_add(out, i == 0 ? "'" : i + 1 == n->count ? " or '" : ", '");
		status = dtl_name_shown(db, n->best[i].entity, out, err);
		dtl_text_add_char(out, '\'');
	}
	return status;
}

/* ": a place is called so", when one is. */
static dtl_status tell_other(dtl_store *db, dtl_kind kind, const char *text, dtl_text *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_text name = DTL_TEXT_INIT;
	dtl_status status = dtl_stmt_cached(db, &st, sql_others, err);
	if (status != DTL_OK)
		return status;
	dtl_fold(&name, text, strlen(text));
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":name", dtl_text_str(&name));
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		const char *other = dtl_kind_name((dtl_kind)dtl_take_int(st));
		dtl_text_addf(out, ": %s %s is called so", strchr("aeiou", other[0]) ? "an" : "a", other);
	}
	dtl_stmt_reset(st);
	dtl_text_free(&name);
	return status == DTL_DONE ? DTL_OK : status;
}

static void prepare(nearest *n, const char *text)
{
	n->text = text;
	n->len = strlen(text);
	n->limit = n->len < 5 ? 1 : n->len < 10 ? 2 : 3;
}

dtl_status dtl_name_refuse(dtl_store *db, dtl_kind kind, const char *text, dtl_error *err)
{
	dtl_text form = DTL_TEXT_INIT, names = DTL_TEXT_INIT, hint = DTL_TEXT_INIT;
	nearest n = { 0 };
	char brief[DTL_BRIEF];
	if (kind == DTL_EVENT)
		dtl_slug(&form, text, LONGEST);
	else
		dtl_fold(&form, text, strlen(text));
	prepare(&n, dtl_text_str(&form));
	dtl_status status = tell_other(db, kind, text, &hint, err);
	if (status == DTL_OK && n.len > 0)
		status = search(db, kind, &n, err);
	if (status == DTL_OK)
		status = list(db, &n, &names, err);
	if (names.len > 0)
		dtl_text_addf(&hint, "%s did you mean %s?", hint.len ? ";" : ":", dtl_text_str(&names));
	if (status == DTL_OK)
		status = dtl_fail(err, DTL_E_NOTFOUND, "no %s '%s'%s", dtl_kind_name(kind),
		    dtl_brief(brief, text), dtl_text_str(&hint));
	dtl_text_free(&names);
	dtl_text_free(&form);
	dtl_text_free(&hint);
	return status;
}
