#include "ledger/ledger.h"

static const char sql_find[] = "SELECT id FROM entity WHERE kind = :kind AND key = :key";
static const char sql_make[] =
    "INSERT INTO entity(kind, key, slug, suffix) VALUES(:kind, :key, :slug, :suffix)";
static const char sql_what[] = "SELECT kind, key FROM entity WHERE id = :id";

dtl_status dtl_entity_look(dtl_store *db, dtl_kind kind, const char *key, int64_t *entity, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_find, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":key", key);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*entity = dtl_take_int(st);
	dtl_stmt_reset(st);
	return status;
}

dtl_status dtl_entity_find(dtl_store *db, dtl_kind kind, const char *key, int64_t *entity, dtl_error *err)
{
	dtl_status status = dtl_entity_look(db, kind, key, entity, err);
	if (status == DTL_DONE)
		return dtl_fail(err, DTL_E_NOTFOUND, "no %s '%s'", dtl_kind_name(kind), key);
	return status;
}

dtl_status dtl_entity_make(dtl_store *db, dtl_kind kind, const char *key, const char *slug,
    const char *suffix, int64_t *entity, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_make, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":key", key);
	dtl_bind_text(st, ":slug", slug);
	dtl_bind_text(st, ":suffix", suffix);
	status = dtl_stmt_run(st, err);
	*entity = dtl_store_last_id(db);
	return status;
}

dtl_status dtl_entity_intern(dtl_store *db, dtl_kind kind, const char *key, int64_t *entity, dtl_error *err)
{
	dtl_status status = dtl_entity_look(db, kind, key, entity, err);
	return status == DTL_DONE ? dtl_entity_make(db, kind, key, NULL, NULL, entity, err) : status;
}

dtl_status dtl_entity_what(dtl_store *db, int64_t entity, dtl_kind *kind, dtl_text *key, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_what, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", entity);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		*kind = (dtl_kind)dtl_take_int(st);
		if (key)
			dtl_text_add(key, dtl_take_text(st));
	} else if (status == DTL_DONE) {
		status = dtl_fail(err, DTL_E_DAMAGED, "no entity %lld", (long long)entity);
	}
	dtl_stmt_reset(st);
	return status;
}
