#include "ledger/ledger.h"

#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char sql_ledger_id[] = "SELECT value FROM meta WHERE name = 'ledger'";
static const char sql_next_n[] = "SELECT coalesce(max(n), -1) + 1 FROM changeset";
static const char sql_changeset[] =
    "SELECT id, n, recorded_at, ledger, author, message, command FROM changeset WHERE uid = :uid";
static const char sql_name_changeset[] = "INSERT INTO changeset(uid) VALUES(:uid)";
static const char sql_header[] =
    "UPDATE changeset SET n = :n, recorded_at = :recorded_at, ledger = :ledger, author = :author,"
    " message = :message, command = :command WHERE id = :id";
static const char sql_append[] =
    "INSERT INTO claim(changeset, position, entity, known_at, source, lane, rank, snapshot, speaker, locator, quote,"
    " patch) VALUES(:changeset, :position, :entity, :known_at, :source, :lane, :rank, :snapshot, :speaker, :locator,"
    " :quote, :patch)";
static const char sql_touch[] = "INSERT OR IGNORE INTO stale(entity) VALUES(:entity)";
static const char sql_touch_changeset[] =
    "INSERT OR IGNORE INTO stale(entity) SELECT c.entity FROM claim c JOIN entity e ON e.id = c.entity"
    " WHERE c.changeset = :changeset AND e.kind < 6";
static const char sql_touch_claim[] =
    "INSERT OR IGNORE INTO stale(entity) SELECT entity FROM claim WHERE id = :claim";
/* The last act on a thing counts: by n, then changeset, then position. */
static const char sql_last_act[] =
    "SELECT c.patch FROM claim c JOIN changeset g ON g.id = c.changeset"
    " WHERE c.entity = :entity AND g.n IS NOT NULL ORDER BY g.n DESC, g.uid DESC, c.position DESC LIMIT 1";
static const char sql_retract[] = "INSERT OR IGNORE INTO retracted(changeset) VALUES(:changeset)";
static const char sql_restore[] = "DELETE FROM retracted WHERE changeset = :changeset";
static const char sql_find_claim[] =
    "SELECT id FROM claim WHERE changeset = :changeset AND position = :position";
static const char sql_judge[] = "INSERT OR REPLACE INTO judged(claim, rank) VALUES(:claim, :rank)";
static const char sql_unjudge[] = "DELETE FROM judged WHERE claim = :claim";
static const char sql_acts[] =
    "SELECT DISTINCT e.id, e.kind, e.key FROM entity e JOIN claim c ON c.entity = e.id WHERE e.kind IN (6, 7)";
static const char sql_own_acts[] =
    "SELECT DISTINCT e.id, e.kind, e.key FROM claim c JOIN entity e ON e.id = c.entity"
    " WHERE c.changeset = :changeset AND e.kind IN (6, 7)";
static const char sql_mark_purged[] =
    "INSERT OR IGNORE INTO purged(changeset, position) VALUES(:changeset, :position)";
static const char sql_claim_entity[] =
    "SELECT e.id, e.kind, e.key FROM claim c JOIN entity e ON e.id = c.entity WHERE c.id = :claim";
static const char sql_remove[] = "DELETE FROM claim WHERE id = :claim";

dtl_status dtl_ledger_id(dtl_store *db, unsigned char out[DTL_UID_SIZE], dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_ledger_id, err);
	if (status != DTL_OK)
		return status;
	status = dtl_stmt_step(st, err);
	const char *text = status == DTL_OK ? dtl_take_text(st) : NULL;
	if (status == DTL_DONE || (text && !dtl_uid_parse(out, text)))
		status = dtl_fail(err, DTL_E_DAMAGED, "the file does not know its own ledger id");
	dtl_stmt_reset(st);
	return status;
}

dtl_status dtl_ledger_next_n(dtl_store *db, int64_t *n, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_next_n, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*n = dtl_take_int(st);
	if (st)
		dtl_stmt_reset(st);
	return status;
}

/* Run a cached statement with one integer bound. */
static dtl_status run_with(dtl_store *db, const char *sql, const char *name, int64_t value, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, name, value);
	return dtl_stmt_run(st, err);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_header(dtl_stmt *st, const dtl_header_line *line)
{
	size_t len = 0;
	bool same = dtl_take_int(st) == line->n;
	same = dtl_take_int(st) == line->recorded_at && same;
	const void *ledger = dtl_take_blob(st, &len);
	same = same && ledger && len == DTL_UID_SIZE && memcmp(ledger, line->ledger, DTL_UID_SIZE) == 0;
	same = same_text(dtl_take_text(st), line->author) && same;
	same = same_text(dtl_take_text(st), line->message) && same;
	return same_text(dtl_take_text(st), line->command) && same;
}

typedef struct known_header {
	bool named; /* its row was there, with or without the header */
	bool present, same;
} known_header;

/* Find a changeset by uid, making its row when `line` or nobody has; says what is there of `line`. */
static dtl_status look(dtl_store *db, const unsigned char uid[DTL_UID_SIZE], const dtl_header_line *line,
    int64_t *row, known_header *known, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_changeset, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_blob(st, ":uid", uid, DTL_UID_SIZE);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		*row = dtl_take_int(st);
		known->named = true;
		known->present = !dtl_next_is_null(st);
		known->same = known->present && line && same_header(st, line);
	}
	dtl_stmt_reset(st);
	if (status != DTL_DONE)
		return status;
	status = dtl_stmt_cached(db, &st, sql_name_changeset, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_blob(st, ":uid", uid, DTL_UID_SIZE);
	status = dtl_stmt_run(st, err);
	*row = dtl_store_last_id(db);
	return status;
}

dtl_status dtl_ledger_changeset(
    dtl_store *db, const unsigned char uid[DTL_UID_SIZE], int64_t *row, dtl_error *err)
{
	known_header known = { false, false, false };
	return look(db, uid, NULL, row, &known, err);
}

static dtl_status judge_all_of(dtl_store *db, dtl_stmt *acts, dtl_error *err);

/* Acts have a place in the order of acts from the moment that their header is there. */
static dtl_status judge_own_acts(dtl_store *db, int64_t changeset, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(db, &st, sql_own_acts, err);
	if (status == DTL_OK) {
		dtl_bind_int(&st, ":changeset", changeset);
		status = judge_all_of(db, &st, err);
	}
	dtl_stmt_finalize(&st);
	return status;
}

dtl_status dtl_ledger_header(
    dtl_store *db, const dtl_header_line *line, int64_t *row, bool *fresh, dtl_error *err)
{
	known_header known = { false, false, false };
	char uid[DTL_UID_TEXT];
	dtl_status status = look(db, line->uid, line, row, &known, err);
	if (status != DTL_OK)
		return status;
	*fresh = !known.present;
	if (known.present && known.same)
		return DTL_OK;
	dtl_uid_print(uid, line->uid);
	if (known.present)
		return dtl_fail(err, DTL_E_DAMAGED, "changeset '%s' is here with other bytes", uid);
	dtl_stmt *st = NULL;
	status = dtl_stmt_cached(db, &st, sql_header, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", *row);
	dtl_bind_int(st, ":n", line->n);
	dtl_bind_int(st, ":recorded_at", line->recorded_at);
	dtl_bind_blob(st, ":ledger", line->ledger, DTL_UID_SIZE);
	dtl_bind_text(st, ":author", line->author);
	dtl_bind_text(st, ":message", line->message);
	dtl_bind_text(st, ":command", line->command);
	status = dtl_stmt_run(st, err);
	/* Claims that came before it count from now on. */
	if (status == DTL_OK && known.named)
		status = run_with(db, sql_touch_changeset, ":changeset", *row, err);
	return status == DTL_OK && known.named ? judge_own_acts(db, *row, err) : status;
}

dtl_status dtl_ledger_touch(dtl_store *db, int64_t entity, dtl_error *err)
{
	return run_with(db, sql_touch, ":entity", entity, err);
}

/* The patch of the last act on an entity, appended to `out`; nothing when there is none. */
static dtl_status last_act(dtl_store *db, int64_t entity, dtl_text *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_last_act, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		dtl_text_add(out, dtl_take_text(st));
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status judge_changeset(dtl_store *db, const char *key, dtl_slice act, dtl_error *err)
{
	unsigned char uid[DTL_UID_SIZE];
	int64_t row = 0;
	dtl_slice value;
	if (!dtl_uid_parse(uid, key))
		return DTL_OK; /* names nothing; `check` lists it */
	dtl_status status = dtl_ledger_changeset(db, uid, &row, err);
	if (status != DTL_OK)
		return status;
	bool retracted = dtl_json_get(act, "retracted", &value) && dtl_json_is_true(value);
	status = run_with(db, retracted ? sql_retract : sql_restore, ":changeset", row, err);
	return status == DTL_OK ? run_with(db, sql_touch_changeset, ":changeset", row, err) : status;
}

/* "uid/position" in an act's key; false when it is not of that form. */
static bool split_claim_key(const char *key, unsigned char uid[DTL_UID_SIZE], int64_t *position)
{
	char text[DTL_UID_TEXT];
	size_t len = strlen(key);
	if (len < DTL_UID_TEXT + 1 || len > DTL_UID_TEXT + 18 || key[DTL_UID_TEXT - 1] != '/')
		return false;
	memcpy(text, key, DTL_UID_TEXT - 1);
	text[DTL_UID_TEXT - 1] = '\0';
	const char *digits = key + DTL_UID_TEXT;
	return dtl_uid_parse(uid, text) &&
	       dtl_json_to_int((dtl_slice){ digits, len - DTL_UID_TEXT }, position) && *position >= 0;
}

static dtl_status find_claim(dtl_store *db, const char *key, int64_t *claim, dtl_error *err)
{
	unsigned char uid[DTL_UID_SIZE];
	int64_t position = 0, row = 0;
	dtl_stmt *st = NULL;
	*claim = 0;
	if (!split_claim_key(key, uid, &position))
		return DTL_OK;
	dtl_status status = dtl_ledger_changeset(db, uid, &row, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(db, &st, sql_find_claim, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":changeset", row);
	dtl_bind_int(st, ":position", position);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*claim = dtl_take_int(st);
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static const char *const ranks[] = { "normal", "preferred", "deprecated" };

static dtl_status judge_claim(dtl_store *db, const char *key, dtl_slice act, dtl_error *err)
{
	int64_t claim = 0, rank = -1;
	dtl_slice value;
	dtl_stmt *st = NULL;
	dtl_status status = find_claim(db, key, &claim, err);
	if (status != DTL_OK || claim == 0)
		return status;
	bool said = dtl_json_get(act, "rank", &value) && value.len >= 2;
	for (int64_t i = 0; said && i < 3; i++)
		if (dtl_slice_is((dtl_slice){ value.data + 1, value.len - 2 }, ranks[i]))
			rank = i;
	if (rank < 0) {
		status = run_with(db, sql_unjudge, ":claim", claim, err);
	} else if ((status = dtl_stmt_cached(db, &st, sql_judge, err)) == DTL_OK) {
		dtl_bind_int(st, ":claim", claim);
		dtl_bind_int(st, ":rank", rank);
		status = dtl_stmt_run(st, err);
	}
	return status == DTL_OK ? run_with(db, sql_touch_claim, ":claim", claim, err) : status;
}

/* Let the last act on (kind, key) take effect. */
static dtl_status judge(dtl_store *db, int64_t entity, dtl_kind kind, const char *key, dtl_error *err)
{
	dtl_text act = DTL_TEXT_INIT;
	dtl_status status = last_act(db, entity, &act, err);
	dtl_slice patch = { dtl_text_str(&act), act.len };
	if (status == DTL_OK && dtl_text_failed(&act))
		status = dtl_fail_memory(err);
	if (status == DTL_OK)
		status = kind == DTL_CHANGESET ? judge_changeset(db, key, patch, err)
					       : judge_claim(db, key, patch, err);
	dtl_text_free(&act);
	return status;
}

dtl_status dtl_ledger_act_stands(dtl_store *db, const dtl_claim_line *act, bool *stands, dtl_error *err)
{
	static const char unsaid[] = "{\"retracted\":false}";
	int64_t entity = 0;
	dtl_text last = DTL_TEXT_INIT;
	dtl_status status = dtl_entity_find(db, act->kind, act->key, &entity, NULL);
	if (status == DTL_OK)
		status = last_act(db, entity, &last, err);
	if (last.len == 0)
		dtl_text_add(&last, unsaid);
	*stands = strcmp(dtl_text_str(&last), act->patch) == 0;
	if (dtl_text_failed(&last))
		status = dtl_fail_memory(err);
	dtl_text_free(&last);
	return status == DTL_E_NOTFOUND ? DTL_OK : status;
}

dtl_status dtl_ledger_append(
    dtl_store *db, int64_t changeset, const dtl_claim_line *line, int64_t *claim, dtl_error *err)
{
	int64_t entity = line->entity, source = line->source_entity;
	dtl_stmt *st = NULL;
	dtl_status status = DTL_OK;
	if (!entity)
		status = dtl_entity_intern(db, line->kind, line->key, &entity, err);
	if (status == DTL_OK && line->source && !source)
		status = dtl_entity_intern(db, DTL_SOURCE, line->source, &source, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(db, &st, sql_append, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":changeset", changeset);
	dtl_bind_int(st, ":position", line->position);
	dtl_bind_int(st, ":entity", entity);
	if (line->has_known)
		dtl_bind_int(st, ":known_at", line->known_at);
	if (line->source)
		dtl_bind_int(st, ":source", source);
	dtl_bind_text(st, ":lane", line->lane);
	dtl_bind_int(st, ":rank", line->rank);
	dtl_bind_int(st, ":snapshot", line->snapshot);
	dtl_bind_text(st, ":speaker", line->speaker);
	dtl_bind_text(st, ":locator", line->locator);
	dtl_bind_text(st, ":quote", line->quote);
	dtl_bind_text_len(st, ":patch", line->patch, line->patch_len);
	status = dtl_stmt_run(st, err);
	if (status != DTL_OK)
		return status;
	if (claim)
		*claim = dtl_store_last_id(db);
	if (line->kind == DTL_CHANGESET || line->kind == DTL_CLAIM)
		return judge(db, entity, line->kind, line->key, err);
	return line->derived ? DTL_OK : dtl_ledger_touch(db, entity, err);
}

/* `acts`: rows of entity, kind, key. */
static dtl_status judge_all_of(dtl_store *db, dtl_stmt *acts, dtl_error *err)
{
	dtl_status status;
	while ((status = dtl_stmt_step(acts, err)) == DTL_OK) {
		int64_t entity = dtl_take_int(acts);
		dtl_kind kind = (dtl_kind)dtl_take_int(acts);
		status = judge(db, entity, kind, dtl_take_text(acts), err);
		if (status != DTL_OK)
			break;
	}
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_ledger_judge_all(dtl_store *db, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_store_exec(db, "DELETE FROM retracted; DELETE FROM judged", err);
	if (status == DTL_OK)
		status = dtl_stmt_prepare(db, &st, sql_acts, err);
	if (status == DTL_OK)
		status = judge_all_of(db, &st, err);
	dtl_stmt_finalize(&st);
	return status;
}

dtl_status dtl_ledger_judge_pending(
    dtl_store *db, const unsigned char uid[DTL_UID_SIZE], int64_t position, dtl_error *err)
{
	char key[DTL_UID_TEXT + 24];
	int64_t entity = 0;
	dtl_uid_print(key, uid);
	snprintf(key + DTL_UID_TEXT - 1, sizeof key - DTL_UID_TEXT, "/%" PRId64, position);
	dtl_status status = dtl_entity_look(db, DTL_CLAIM, key, &entity, err);
	if (status == DTL_DONE)
		return DTL_OK;
	return status == DTL_OK ? judge(db, entity, DTL_CLAIM, key, err) : status;
}

static dtl_status remove_claim(dtl_store *db, int64_t claim, dtl_error *err)
{
	int64_t entity = 0;
	dtl_kind kind = DTL_EVENT;
	dtl_text key = DTL_TEXT_INIT;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_claim_entity, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":claim", claim);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		entity = dtl_take_int(st);
		kind = (dtl_kind)dtl_take_int(st);
		dtl_text_add(&key, dtl_take_text(st));
	}
	dtl_stmt_reset(st);
	if (status == DTL_OK && dtl_text_failed(&key))
		status = dtl_fail_memory(err);
	if (status == DTL_OK)
		status = run_with(db, sql_unjudge, ":claim", claim, err);
	if (status == DTL_OK)
		status = run_with(db, sql_remove, ":claim", claim, err);
	if (status == DTL_OK && kind < DTL_KINDS)
		status = dtl_ledger_touch(db, entity, err);
	else if (status == DTL_OK)
		status = judge(db, entity, kind, dtl_text_str(&key), err);
	dtl_text_free(&key);
	return status;
}

dtl_status dtl_ledger_purge(
    dtl_store *db, int64_t changeset, int64_t position, int64_t claim, bool *fresh, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_mark_purged, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":changeset", changeset);
	dtl_bind_int(st, ":position", position);
	status = dtl_stmt_run(st, err);
	*fresh = status == DTL_OK && dtl_store_changes(db) > 0;
	return status == DTL_OK && claim ? remove_claim(db, claim, err) : status;
}
