#include "model/scratch.h"

#include "model/derive.h"
#include "store/stmt.h"

typedef struct column {
	const char *bind;
	char type; /* integer, text, blob */
} column;

typedef struct copy {
	const char *select, *insert;
	column columns[14];
} copy;

/* `:recorded` picks headers; a claim comes with its header, or when that is not here at all. */
static const copy copies[] = {
	{ "SELECT name, value FROM meta WHERE :recorded = :recorded",
	    "INSERT INTO meta(name, value) VALUES(:name, :value)", { { ":name", 't' }, { ":value", 't' } } },
	{ "SELECT id, uid, n, recorded_at, ledger, author, message, command FROM changeset"
	  " WHERE recorded_at IS NULL OR recorded_at < :recorded",
	    "INSERT INTO changeset(id, uid, n, recorded_at, ledger, author, message, command)"
	    " VALUES(:id, :uid, :n, :recorded_at, :ledger, :author, :message, :command)",
	    { { ":id", 'i' }, { ":uid", 'b' }, { ":n", 'i' }, { ":recorded_at", 'i' }, { ":ledger", 'b' },
		{ ":author", 't' }, { ":message", 't' }, { ":command", 't' } } },
	{ "SELECT id, kind, key FROM entity WHERE :recorded = :recorded",
	    "INSERT INTO entity(id, kind, key) VALUES(:id, :kind, :key)",
	    { { ":id", 'i' }, { ":kind", 'i' }, { ":key", 't' } } },
	{ "SELECT c.id, c.changeset, c.position, c.entity, c.known_at, c.source, c.lane, c.rank, c.snapshot, c.speaker,"
	  " c.locator, c.quote, c.patch FROM claim c JOIN changeset g ON g.id = c.changeset"
	  " WHERE g.recorded_at IS NULL OR g.recorded_at < :recorded",
	    "INSERT INTO claim(id, changeset, position, entity, known_at, source, lane, rank, snapshot, speaker, locator,"
	    " quote, patch) VALUES(:id, :changeset, :position, :entity, :known_at, :source, :lane, :rank, :snapshot,"
	    " :speaker, :locator, :quote, :patch)",
	    { { ":id", 'i' }, { ":changeset", 'i' }, { ":position", 'i' }, { ":entity", 'i' }, { ":known_at", 'i' },
		{ ":source", 'i' }, { ":lane", 't' }, { ":rank", 'i' }, { ":snapshot", 'i' }, { ":speaker", 't' },
		{ ":locator", 't' }, { ":quote", 't' }, { ":patch", 't' } } },
	{ "SELECT p.changeset, p.position FROM purged p JOIN changeset g ON g.id = p.changeset"
	  " WHERE g.recorded_at IS NULL OR g.recorded_at < :recorded",
	    "INSERT INTO purged(changeset, position) VALUES(:changeset, :position)",
	    { { ":changeset", 'i' }, { ":position", 'i' } } },
};

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
		status = dtl_stmt_prepare(to, &insert, c->insert, err);
	if (status == DTL_OK)
		dtl_bind_int(&select, ":recorded", recorded);
	while (status == DTL_OK && (status = dtl_stmt_step(&select, err)) == DTL_OK) {
		for (const column *k = c->columns; k->bind; k++)
			copy_column(&select, &insert, k);
		status = dtl_stmt_run(&insert, err);
	}
	dtl_stmt_finalize(&select);
	dtl_stmt_finalize(&insert);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status fold(dtl_store *to, dtl_store *from, int64_t recorded, dtl_error *err)
{
	dtl_deriver deriver = { .db = to };
	dtl_status status = dtl_store_begin(to, err);
	for (size_t i = 0; i < sizeof copies / sizeof *copies && status == DTL_OK; i++)
		status = copy_rows(to, from, &copies[i], recorded, err);
	if (status == DTL_OK)
		status = dtl_derive_all(&deriver, err);
	dtl_deriver_free(&deriver);
	return status == DTL_OK ? dtl_store_commit(to, err) : status;
}

dtl_status dtl_scratch_fold(dtl_store **out, dtl_store *from, int64_t recorded, dtl_error *err)
{
	*out = NULL;
	dtl_status status = dtl_store_open(out, "", DTL_STORE_MEMORY, err);
	if (status == DTL_OK)
		status = fold(*out, from, recorded, err);
	if (status != DTL_OK) {
		dtl_store_close(*out);
		*out = NULL;
	}
	return status;
}
