/* Disputes, told one by one. */
#include "model/db.h"
#include "model/dispute.h"
#include "model/names.h"

#include <dateline/history.h>

static const char sql_disputes[] =
    "SELECT x.event, x.field, " DTL_SQL_KEY("x.source") ", (SELECT p.publisher FROM source p WHERE p.id=" DTL_SQL_CANONICAL("x.source") "), x.value, x.said_at, " DTL_SQL_KEY("s.source") ", (SELECT p.publisher FROM source p WHERE p.id=" DTL_SQL_CANONICAL(
	"s.source") "), s.value, s.said_at, " DTL_SQL_KEY("x.event") " AS key FROM " DTL_SQL_DISPUTES
								     " AND x.event BETWEEN :first AND :last"
								     " AND EXISTS(SELECT 1 FROM event e WHERE e.event=x.event AND e.known_from<:as_of AND e.known_to>=:as_of)"
								     " ORDER BY key, x.field, x.ord DESC";

static dtl_status tell(dtl_db *db, dtl_stmt *st, dtl_dispute_fn each, void *user, dtl_error *err)
{
	dtl_text shown = DTL_TEXT_INIT;
	dtl_dispute d = { .event = NULL };
	int64_t event = dtl_take_int(st);
	d.field = dtl_take_text(st);
	d.source = dtl_take_text(st);
	d.publisher = dtl_take_text(st);
	d.value = dtl_take_text(st);
	d.known_at = dtl_take_int(st);
	d.shown_source = dtl_take_text(st);
	d.shown_publisher = dtl_take_text(st);
	d.shown_value = dtl_take_text(st);
	d.shown_known_at = dtl_take_int(st);
	dtl_status status = dtl_name_shown(db->store, event, &shown, err);
	d.event = dtl_text_str(&shown);
	if (status == DTL_OK)
		status = each(user, &d, err);
	dtl_text_free(&shown);
	return status;
}

dtl_status dtl_disputes(
    dtl_db *db, const char *id, int64_t as_of, dtl_dispute_fn each, void *user, dtl_error *err)
{
	int64_t event = 0;
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = id ? dtl_name_resolve(db->store, DTL_EVENT, id, &event, err) : DTL_OK;
	if (status == DTL_OK)
		status = dtl_stmt_prepare(db->store, &st, sql_disputes, err);
	if (status == DTL_OK) {
		dtl_bind_int(&st, ":first", event ? event : DTL_TIME_MIN);
		dtl_bind_int(&st, ":last", event ? event : DTL_TIME_MAX);
		dtl_bind_int(&st, ":as_of", as_of);
	}
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK)
		status = tell(db, &st, each, user, err);
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}
