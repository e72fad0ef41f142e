#include "model/db.h"

#include "ledger/ledger.h"
#include "model/countries.h"
#include "model/derive.h"

#include <dateline/date.h>

#include <stdlib.h>
#include <string.h>

static const char sql_get[] = "SELECT value FROM meta WHERE name = :name";
static const char sql_put[] = "INSERT OR REPLACE INTO meta(name, value) VALUES(:name, :value)";

/* Before everything that a source could have published: year 0. */
static const int64_t beginning = -62167219200;

static dtl_status put(dtl_store *db, const char *name, const char *value, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_put, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":name", name);
	dtl_bind_text(st, ":value", value);
	return dtl_stmt_run(st, err);
}

/* Is `meta` as expected? DTL_DONE: not there. */
static dtl_status compare(dtl_store *db, const char *name, const char *expected, bool *same, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_get, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":name", name);
	status = dtl_stmt_step(st, err);
	const char *value = status == DTL_OK ? dtl_take_text(st) : NULL;
	*same = value && strcmp(value, expected) == 0;
	dtl_stmt_reset(st);
	return status;
}

/* What derived rows depend on beside the ledger: this code, and the rules of the zones. */
static dtl_status write_versions(dtl_store *db, dtl_error *err)
{
	char zones[64];
	dtl_zone_version(zones, sizeof zones);
	dtl_status status = put(db, "projector", DTL_PROJECTOR, err);
	return status == DTL_OK ? put(db, "tzdata", zones, err) : status;
}

static dtl_status add_countries(dtl_store *db, dtl_error *err)
{
	dtl_header_line header = { .recorded_at = beginning, .author = "dateline", .command = "init" };
	int64_t row = 0;
	bool fresh = false;
	memcpy(header.uid, dtl_country_uid, sizeof header.uid);
	dtl_status status = dtl_ledger_header(db, &header, &row, &fresh, err);
	for (size_t i = 0; i < dtl_country_count && status == DTL_OK; i++) {
		dtl_claim_line line = {
			.position = (int64_t)i,
			.kind = DTL_ACTOR,
			.key = dtl_country_claims[i].key,
			.patch = dtl_country_claims[i].patch,
			.patch_len = strlen(dtl_country_claims[i].patch),
			.has_known = true,
			.known_at = beginning,
			.lane = "init",
		};
		status = dtl_ledger_append(db, row, &line, NULL, err);
	}
	return status;
}

static dtl_status furnish(dtl_db *db, bool bare, dtl_error *err)
{
	unsigned char ledger[DTL_UID_SIZE];
	char text[DTL_UID_TEXT];
	dtl_deriver deriver = { .db = db->store };
	db->dice.roll(db->dice.user, ledger, sizeof ledger);
	dtl_uid_print(text, ledger);
	dtl_status status = put(db->store, "ledger", text, err);
	if (status == DTL_OK)
		status = write_versions(db->store, err);
	if (status == DTL_OK && !bare)
		status = add_countries(db->store, err);
	if (status == DTL_OK)
		status = dtl_derive_stale(&deriver, err);
	dtl_deriver_free(&deriver);
	return status;
}

/* Two processes may make the file at once: whoever comes second finds it furnished. */
static dtl_status furnish_once(dtl_db *db, bool bare, dtl_error *err)
{
	bool same = false;
	dtl_status status = compare(db->store, "ledger", "", &same, err);
	if (status != DTL_DONE)
		return status;
	status = dtl_store_begin(db->store, err);
	if (status != DTL_OK)
		return status;
	status = compare(db->store, "ledger", "", &same, err);
	if (status == DTL_DONE) {
		status = furnish(db, bare, err);
		db->made = status == DTL_OK;
	}
	if (status == DTL_OK)
		return dtl_store_commit(db->store, err);
	dtl_store_rollback(db->store);
	return status;
}

static dtl_status rebuild_in(dtl_store *store, dtl_error *err)
{
	dtl_deriver deriver = { .db = store };
	dtl_status status = dtl_derive_all(&deriver, err);
	if (status == DTL_OK)
		status = write_versions(store, err);
	dtl_deriver_free(&deriver);
	return status;
}

dtl_status dtl_db_rebuild(dtl_db *db, dtl_error *err)
{
	dtl_status status = dtl_store_begin(db->store, err);
	if (status != DTL_OK)
		return status;
	status = rebuild_in(db->store, err);
	if (status == DTL_OK)
		return dtl_store_commit(db->store, err);
	dtl_store_rollback(db->store);
	return status;
}

/* The first writer that finds rows made by another projector or other zones makes them anew. */
static dtl_status renew(dtl_db *db, dtl_error *err)
{
	bool projector = false, tzdata = false;
	char zones[64];
	dtl_zone_version(zones, sizeof zones);
	dtl_status status = compare(db->store, "projector", DTL_PROJECTOR, &projector, err);
	if (status == DTL_OK || status == DTL_DONE)
		status = compare(db->store, "tzdata", zones, &tzdata, err);
	if (status != DTL_OK && status != DTL_DONE)
		return status;
	return projector && tzdata ? DTL_OK : dtl_db_rebuild(db, err);
}

static const dtl_store_mode store_modes[] = {
	[DTL_OPEN_READ] = DTL_STORE_READ,
	[DTL_OPEN_WRITE] = DTL_STORE_WRITE,
	[DTL_OPEN_CREATE] = DTL_STORE_CREATE,
	[DTL_OPEN_BARE] = DTL_STORE_CREATE,
};

static dtl_status open_store(dtl_db *db, const char *path, dtl_error *err)
{
	bool writes = db->mode != DTL_OPEN_READ;
	dtl_status status = dtl_store_open(&db->store, path, store_modes[db->mode], err);
	if (status == DTL_OK && writes)
		status = furnish_once(db, db->mode == DTL_OPEN_BARE, err);
	if (status == DTL_OK && writes && !db->made)
		status = renew(db, err);
	if (status != DTL_OK) {
		dtl_store_discard(db->store);
		db->store = NULL;
	}
	return status;
}

void dtl_db_alone(void)
{
	dtl_store_alone();
}

dtl_status dtl_db_open(
    dtl_db **out, const char *path, dtl_open_mode mode, const dtl_dice *dice, dtl_error *err)
{
	*out = NULL;
	if (mode != DTL_OPEN_READ && (!dice || !dice->roll))
		return dtl_fail(err, DTL_E_ARGUMENT, "writing needs dice");
	dtl_db *db = calloc(1, sizeof *db);
	if (!db)
		return dtl_fail_memory(err);
	db->mode = mode;
	if (dice)
		db->dice = *dice;
	dtl_status status = open_store(db, path, err);
	if (status == DTL_OK)
		*out = db;
	else
		free(db);
	return status;
}

dtl_status dtl_db_keep(dtl_db *db, dtl_error *err)
{
	return dtl_store_keep(db->store, err);
}

void dtl_db_close(dtl_db *db)
{
	if (!db)
		return;
	dtl_store_close(db->store);
	free(db);
}

void dtl_db_discard(dtl_db *db)
{
	if (!db)
		return;
	dtl_store_discard(db->store);
	free(db);
}

dtl_status dtl_db_backup(dtl_db *db, const char *path, dtl_error *err)
{
	return dtl_store_backup(db->store, path, err);
}

bool dtl_db_is_new(const dtl_db *db)
{
	return db->made;
}

static const char sql_counts[] =
    "SELECT (SELECT count(*) FROM changeset WHERE n IS NOT NULL), (SELECT count(*) FROM claim),"
    " (SELECT count(*) FROM event WHERE id < " DTL_FIRST_PAST_SQL "), (SELECT count(*) FROM event),"
    " (SELECT count(*) FROM actor), (SELECT count(*) FROM series), (SELECT count(*) FROM place),"
    " (SELECT count(*) FROM source), (SELECT count(*) FROM topic)";

dtl_status dtl_db_count(dtl_db *db, dtl_counts *out, dtl_error *err)
{
	int64_t *const fields[] = { &out->changesets, &out->claims, &out->events, &out->versions,
		&out->actors, &out->series, &out->places, &out->sources, &out->topics };
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(db->store, &st, sql_counts, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(&st, err);
	for (size_t i = 0; i < sizeof fields / sizeof *fields && status == DTL_OK; i++)
		*fields[i] = dtl_take_int(&st);
	dtl_stmt_finalize(&st);
	return status;
}
