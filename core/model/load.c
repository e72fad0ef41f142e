/* Taking the lines of other ledgers, and what follows from them. */
#include "ledger/load.h"
#include "ledger/dump.h"
#include "ledger/line_reader.h"
#include "model/clash.h"
#include "model/db.h"
#include "model/derive.h"

#include "base/array.h"

#include <dateline/share.h>

#include <stdlib.h>
#include <string.h>

typedef struct input {
	const char *name;
	FILE *file; /* NULL: a timeline */
	long start; /* where its lines begin; -1: it cannot be read again */
} input;

struct dtl_load {
	dtl_store *db;
	dtl_load_options options;
	dtl_load_counts counts;
	dtl_taker taker;
	dtl_arena arena;
	dtl_line_reader reader;
	input *inputs;
	size_t input_count, input_cap;
	int64_t quoted; /* claims up to this one have their quotes in quote_search */
	bool open;      /* the transaction is open */
};

static const char sql_last_claim[] = "SELECT coalesce(max(id), 0) FROM claim";
static const char sql_unquote[] =
    "INSERT INTO quote_search(quote_search, rowid, quote) VALUES('delete', :claim, :quote)";
static const char sql_quotes[] =
    "INSERT INTO quote_search(rowid, quote) SELECT id, quote FROM claim WHERE id > :quoted AND quote IS NOT NULL";

static dtl_status last_claim(dtl_store *db, int64_t *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_last_claim, err);
	if (status != DTL_OK)
		return status;
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*out = dtl_take_int(st);
	dtl_stmt_reset(st);
	return status;
}

/* FTS5 has to be told the words that it forgets; those of this load it does not know yet. */
static dtl_status unquote(void *user, int64_t claim, const char *quote, dtl_error *err)
{
	dtl_load *l = user;
	dtl_stmt *st = NULL;
	if (claim > l->quoted)
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(l->db, &st, sql_unquote, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":claim", claim);
	dtl_bind_text(st, ":quote", quote);
	return dtl_stmt_run(st, err);
}

/* The number of a claim that was taken out behind all others is given again. */
static dtl_status lower_quoted(dtl_load *l, dtl_error *err)
{
	int64_t last = 0;
	dtl_status status = last_claim(l->db, &last, err);
	if (status == DTL_OK && last < l->quoted)
		l->quoted = last;
	return status;
}

static dtl_status begin(dtl_load *l, dtl_db *db, dtl_error *err)
{
	l->db = db->store;
	dtl_status status = dtl_store_begin(l->db, err);
	l->taker = (dtl_taker){ .db = db->store, .unquote = unquote, .user = l };
	l->open = status == DTL_OK;
	if (status == DTL_OK)
		status = last_claim(l->db, &l->quoted, err);
	return status == DTL_OK ? dtl_taker_begin(&l->taker, err) : status;
}

dtl_status dtl_load_begin(dtl_load **out, dtl_db *db, const dtl_load_options *options, dtl_error *err)
{
	*out = NULL;
	if (!db->dice.roll)
		return dtl_fail(err, DTL_E_ARGUMENT, "the timeline was opened for reading");
	dtl_load *l = calloc(1, sizeof *l);
	if (!l)
		return dtl_fail_memory(err);
	l->options = *options;
	dtl_status status = begin(l, db, err);
	if (status == DTL_OK)
		*out = l;
	else
		dtl_load_free(l);
	return status;
}

void dtl_load_free(dtl_load *l)
{
	if (!l)
		return;
	if (l->open)
		dtl_store_rollback(l->db);
	dtl_line_reader_free(&l->reader);
	dtl_arena_free(&l->arena);
	free(l->inputs);
	free(l);
}

static dtl_status add_input(dtl_load *l, const char *name, FILE *file, dtl_error *err)
{
	if (!l->open)
		return dtl_fail(err, DTL_E_ARGUMENT, "the load is over");
	input *room = dtl_array_room(l->inputs, &l->input_cap, l->input_count, sizeof *room);
	if (!room)
		return dtl_fail_memory(err);
	l->inputs = room;
	l->inputs[l->input_count++] = (input){ name, file, file ? ftell(file) : -1 };
	return DTL_OK;
}

/* Where in a dump a line of the same id stands that is not the same; before line `before`, or (0) anywhere. */
static long find_in_dump(const input *in, const dtl_line *wanted, long before, dtl_line_reader *reader)
{
	dtl_slice text;
	dtl_arena arena = DTL_ARENA_INIT;
	dtl_text bytes = DTL_TEXT_INIT;
	dtl_line line;
	long found = 0;
	dtl_status status;
	dtl_line_print(wanted, &bytes);
	dtl_line_reader_begin(reader, in->file);
	while (!found && (status = dtl_line_reader_next(reader, &text, NULL)) != DTL_DONE &&
	       status != DTL_E_IO && status != DTL_E_MEMORY && (before == 0 || reader->number < before)) {
		dtl_arena_clear(&arena);
		if (status == DTL_OK && dtl_line_parse(&line, &arena, text.data, text.len, NULL) == DTL_OK &&
		    dtl_line_same_id(&line, wanted) && !dtl_slice_is(text, dtl_text_str(&bytes)))
			found = reader->number;
	}
	dtl_arena_free(&arena);
	dtl_text_free(&bytes);
	return found;
}

/* Read a dump again as far as it has been read, and go back to where it stood. */
static long search(const input *in, const dtl_line *wanted, long before)
{
	long stands = in->start < 0 ? -1 : ftell(in->file), found = 0;
	dtl_line_reader *reader = stands < 0 ? NULL : calloc(1, sizeof *reader);
	if (!reader)
		return 0;
	if (fseek(in->file, in->start, SEEK_SET) == 0)
		found = find_in_dump(in, wanted, before, reader);
	fseek(in->file, stands, SEEK_SET);
	dtl_line_reader_free(reader);
	free(reader);
	return found;
}

/* A line whose id is elsewhere with other bytes: both places are named. `number`: the line of the last input, or 0. */
static dtl_status refuse_other(dtl_load *l, const dtl_line *line, long number, dtl_error *err)
{
	char name[DTL_LINE_NAME];
	dtl_text places = DTL_TEXT_INIT;
	long found = 0;
	dtl_line_name(name, line);
	for (size_t i = 0; i < l->input_count && !found; i++) {
		const input *in = &l->inputs[i];
		bool last = i + 1 == l->input_count;
		if (in->file && (found = search(in, line, last ? number : 0)) > 0) {
			dtl_text_clear(&places);
			dtl_text_addf(&places, "%s:%ld", in->name, found);
		} else if (!in->file && !last) {
			dtl_text_addf(&places, "%s or ", in->name);
		}
	}
	if (!found)
		dtl_text_add(&places, dtl_store_path(l->db));
	dtl_status status = dtl_fail_line(
	    err, DTL_E_DAMAGED, number, "%s is in %s with other bytes", name, dtl_text_str(&places));
	dtl_text_free(&places);
	return status;
}

static void count(dtl_load *l, const dtl_line *line, dtl_taken taken)
{
	int64_t *const counts[] = { NULL, &l->counts.changesets, &l->counts.claims, &l->counts.purged };
	if (line->type == DTL_LINE_FORMAT)
		return;
	if (taken == DTL_TAKEN_NEW)
		++*counts[line->type];
	else
		l->counts.known++;
}

/* *fault: the line is to blame, and the next one may be better. */
static dtl_status take(dtl_load *l, const dtl_line *line, long number, bool *fault, dtl_error *err)
{
	dtl_taken taken = DTL_TAKEN_KNOWN;
	dtl_status status = dtl_taker_take(&l->taker, line, &taken, err);
	if (status != DTL_OK)
		return status;
	*fault = taken == DTL_TAKEN_OTHER;
	if (*fault)
		return refuse_other(l, line, number, err);
	count(l, line, taken);
	return line->type == DTL_LINE_PURGED ? lower_quoted(l, err) : DTL_OK;
}

/* A line at fault is left where that is wanted. */
static dtl_status leave(dtl_load *l, bool fault, dtl_status status, const dtl_error *err)
{
	if (status == DTL_OK || !fault || !l->options.keep_going)
		return status;
	l->counts.left++;
	if (l->options.left)
		l->options.left(l->options.user, l->inputs[l->input_count - 1].name, err);
	return DTL_OK;
}

/* A file that is no dump at all is called that, and not damaged in its first line. */
static const char *is_no_dump(dtl_slice first)
{
	if (first.len > 12 && strstr(first.data, "\"dateline/1\""))
		return "a dateline/1 document is no dump: it is to be imported";
	if (first.len >= 15 && memcmp(first.data, "SQLite format 3", 15) == 0)
		return "a timeline is read from a file that has a name";
	return first.len && first.data[0] != '{' && first.data[0] != '<' ? "neither a dump nor a timeline"
									 : NULL;
}

static dtl_status take_text(dtl_load *l, dtl_slice text, bool *fault, dtl_error *err)
{
	dtl_line line;
	dtl_arena_clear(&l->arena);
	dtl_status status = dtl_line_parse(&line, &l->arena, text.data, text.len, err);
	*fault = status == DTL_E_DAMAGED;
	if (status == DTL_OK)
		return take(l, &line, l->reader.number, fault, err);
	err->line = l->reader.number;
	const char *other = *fault && l->reader.number == 1 ? is_no_dump(text) : NULL;
	if (!other)
		return status;
	*fault = false;
	return dtl_fail(err, DTL_E_SCHEMA, "%s", other);
}

dtl_status dtl_load_dump(dtl_load *l, FILE *in, const char *name, dtl_error *err)
{
	dtl_slice text;
	dtl_error why = { DTL_OK, 0, "" };
	dtl_status status = add_input(l, name, in, err);
	if (status != DTL_OK)
		return status;
	dtl_line_reader_free(&l->reader);
	dtl_line_reader_begin(&l->reader, in);
	while ((status = dtl_line_reader_next(&l->reader, &text, &why)) != DTL_DONE) {
		bool fault = status == DTL_E_DAMAGED;
		if (status == DTL_OK)
			status = take_text(l, text, &fault, &why);
		status = leave(l, fault, status, &why);
		if (status != DTL_OK)
			break;
	}
	if (status == DTL_DONE && l->reader.number == 0)
		return dtl_fail(err, DTL_E_DAMAGED, "the file is empty");
	if (status == DTL_DONE)
		return DTL_OK;
	return dtl_fail_line(err, status, why.line, "%s", why.text);
}

static dtl_status take_line(void *user, const dtl_line *line, dtl_error *err)
{
	dtl_load *l = user;
	dtl_error why = { DTL_OK, 0, "" };
	bool fault = true;
	dtl_status status = dtl_line_check(line, &why);
	if (status == DTL_OK)
		status = take(l, line, 0, &fault, &why);
	status = leave(l, fault, status, &why);
	return status == DTL_OK
		   ? DTL_OK
		   : dtl_fail(err, status, "%s: %s", l->inputs[l->input_count - 1].name, why.text);
}

dtl_status dtl_load_timeline(dtl_load *l, const char *path, dtl_error *err)
{
	dtl_store *from = NULL;
	dtl_status status = add_input(l, path, NULL, err);
	if (status == DTL_OK)
		status = dtl_store_open(&from, path, DTL_STORE_READ, err);
	if (status == DTL_OK)
		status = dtl_store_read_begin(from, err);
	if (status == DTL_OK)
		status = dtl_ledger_walk(from, take_line, l, err);
	if (from)
		dtl_store_read_end(from);
	dtl_store_close(from);
	return status;
}

/* Ids only grow: what is behind the last one that was indexed is new. */
static dtl_status index_quotes(dtl_load *l, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(l->db, &st, sql_quotes, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":quoted", l->quoted);
	return dtl_stmt_run(st, err);
}

static dtl_status derive(dtl_load *l, dtl_finding_fn each, void *user, dtl_error *err)
{
	dtl_deriver deriver = { .db = l->db };
	dtl_status status = each ? dtl_clash_find(l->db, true, each, user, err) : DTL_OK;
	if (status == DTL_OK)
		status = index_quotes(l, err);
	if (status == DTL_OK)
		status = dtl_derive_stale(&deriver, err);
	dtl_deriver_free(&deriver);
	return status;
}

dtl_status dtl_load_commit(
    dtl_load *l, dtl_load_counts *counts, dtl_finding_fn each, void *user, dtl_error *err)
{
	if (!l->open)
		return dtl_fail(err, DTL_E_ARGUMENT, "the load is over");
	dtl_status status = derive(l, each, user, err);
	if (status != DTL_OK)
		return status;
	*counts = l->counts;
	l->open = false;
	if (l->options.dry_run || l->counts.changesets + l->counts.claims + l->counts.purged == 0) {
		dtl_store_rollback(l->db);
		return DTL_OK;
	}
	status = dtl_store_commit(l->db, err);
	return status == DTL_OK ? dtl_store_keep(l->db, err) : status;
}
