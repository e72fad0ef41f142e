#include "model/scratch.h"

#include "model/derive.h"
#include "store/stmt.h"

typedef struct column {
	const char *bind;
	char type; /* integer, text, blob */
} column;

/* A table of the ledger, and its columns in the order of what is selected. */
typedef struct target {
	const char *insert;
	column columns[14];
} target;

static const target to_meta = { "INSERT INTO meta(name, value) VALUES(:name, :value)",
	{ { ":name", 't' }, { ":value", 't' } } };
static const target to_changeset = {
	"INSERT INTO changeset(id, uid, n, recorded_at, ledger, author, message, command)"
	" VALUES(:id, :uid, :n, :recorded_at, :ledger, :author, :message, :command)",
	{ { ":id", 'i' }, { ":uid", 'b' }, { ":n", 'i' }, { ":recorded_at", 'i' }, { ":ledger", 'b' },
	    { ":author", 't' }, { ":message", 't' }, { ":command", 't' } }
};
static const target to_entity = { "INSERT INTO entity(id, kind, key) VALUES(:id, :kind, :key)",
	{ { ":id", 'i' }, { ":kind", 'i' }, { ":key", 't' } } };
static const target to_claim = {
	"INSERT INTO claim(id, changeset, position, entity, known_at, source, lane, rank, snapshot, speaker,"
	" locator, quote, patch) VALUES(:id, :changeset, :position, :entity, :known_at, :source, :lane, :rank,"
	" :snapshot, :speaker, :locator, :quote, :patch)",
	{ { ":id", 'i' }, { ":changeset", 'i' }, { ":position", 'i' }, { ":entity", 'i' },
	    { ":known_at", 'i' }, { ":source", 'i' }, { ":lane", 't' }, { ":rank", 'i' },
	    { ":snapshot", 'i' }, { ":speaker", 't' }, { ":locator", 't' }, { ":quote", 't' },
	    { ":patch", 't' } }
};
static const target to_purged = { "INSERT INTO purged(changeset, position) VALUES(:changeset, :position)",
	{ { ":changeset", 'i' }, { ":position", 'i' } } };

#define META      "SELECT name, value FROM meta"
#define CHANGESET "SELECT id, uid, n, recorded_at, ledger, author, message, command FROM changeset"
#define ENTITY    "SELECT id, kind, key FROM entity"
#define CLAIM                                                                                                \
	"SELECT c.id, c.changeset, c.position, c.entity, c.known_at, c.source, c.lane, c.rank, c.snapshot,"  \
	" c.speaker, c.locator, c.quote, c.patch FROM claim c"
#define PURGED "SELECT p.changeset, p.position FROM purged p"

typedef struct copy {
	const target *to;
	const char *select;
} copy;

/* `:recorded` picks headers; a claim comes with its header, or when that is not here at all. */
#define RECORDED(table) " WHERE " table "recorded_at IS NULL OR " table "recorded_at < :recorded"
static const copy whole[] = {
	{ &to_meta, META },
	{ &to_changeset, CHANGESET RECORDED("") },
	{ &to_entity, ENTITY },
	{ &to_claim, CLAIM " JOIN changeset g ON g.id = c.changeset" RECORDED("g.") },
	{ &to_purged, PURGED " JOIN changeset g ON g.id = p.changeset" RECORDED("g.") },
};

#define IN_PART " IN (SELECT id FROM temp.scratch_part)"
#define WITHOUT " NOT IN (SELECT id FROM temp.scratch_without)"
static const copy part[] = {
	{ &to_meta, META },
	{ &to_changeset,
	    CHANGESET " WHERE id IN (SELECT changeset FROM claim WHERE entity" IN_PART ") AND id" WITHOUT },
	{ &to_entity, ENTITY " WHERE id IN (SELECT id FROM temp.scratch_part"
			     " UNION SELECT source FROM claim WHERE entity" IN_PART ")" },
	{ &to_claim, CLAIM " WHERE c.entity" IN_PART " AND c.changeset" WITHOUT },
};
enum { WHOLE = sizeof whole / sizeof *whole, PART = sizeof part / sizeof *part };

static void copy_column(dtl_stmt *from, dtl_stmt *to, const column *c)
{
	size_t len = 0;
	if (dtl_next_is_null(from)) {
		(void)dtl_take_text(from);
		dtl_bind_null(to, c->bind);
	} else if (c->type == 'i') {
		dtl_bind_int(to, c->bind, dtl_take_int(from));
	} else if (c->type == 'b') {
		const void *blob = dtl_take_blob(from, &len);
		dtl_bind_blob(to, c->bind, blob, len);
	} else {
		const char *text = dtl_take_text_len(from, &len);
		dtl_bind_text_len(to, c->bind, text, len);
	}
}

static dtl_status copy_rows(dtl_store *to, dtl_store *from, const copy *c, int64_t recorded, dtl_error *err)
{
	dtl_stmt select = DTL_STMT_INIT, insert = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(from, &select, c->select, err);
	if (status == DTL_OK)
		status = dtl_stmt_prepare(to, &insert, c->to->insert, err);
	if (status == DTL_OK && dtl_stmt_has(&select, ":recorded"))
		dtl_bind_int(&select, ":recorded", recorded);
	while (status == DTL_OK && (status = dtl_stmt_step(&select, err)) == DTL_OK) {
		for (const column *k = c->to->columns; k->bind; k++)
			copy_column(&select, &insert, k);
		status = dtl_stmt_run(&insert, err);
	}
	dtl_stmt_finalize(&select);
	dtl_stmt_finalize(&insert);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status fold(
    dtl_store *to, dtl_store *from, const copy *copies, size_t count, int64_t recorded, dtl_error *err)
{
	dtl_deriver deriver = { .db = to };
	dtl_status status = dtl_store_begin(to, err);
	for (size_t i = 0; i < count && status == DTL_OK; i++)
		status = copy_rows(to, from, &copies[i], recorded, err);
	if (status == DTL_OK)
		status = dtl_derive_all(&deriver, err);
	dtl_deriver_free(&deriver);
	return status == DTL_OK ? dtl_store_commit(to, err) : status;
}

static dtl_status make(
    dtl_store **out, dtl_store *from, const copy *copies, size_t count, int64_t recorded, dtl_error *err)
{
	*out = NULL;
	dtl_status status = dtl_store_open(out, "", DTL_STORE_MEMORY, err);
	if (status == DTL_OK)
		status = fold(*out, from, copies, count, recorded, err);
	if (status != DTL_OK) {
		dtl_store_close(*out);
		*out = NULL;
	}
	return status;
}

dtl_status dtl_scratch_fold(dtl_store **out, dtl_store *from, int64_t recorded, dtl_error *err)
{
	return make(out, from, whole, WHOLE, recorded, err);
}

dtl_status dtl_scratch_fold_part(dtl_store **out, dtl_store *from, dtl_error *err)
{
	return make(out, from, part, PART, INT64_MAX, err);
}
