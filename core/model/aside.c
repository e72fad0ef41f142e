#include "model/aside.h"

#include "base/text.h"
#include "store/shadow.h"
#include "store/stmt.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So many bytes go over at once. */
enum { BYTES = 1 << 15 };

/*
 * A word is looked for in each segment of the index: everything is joined in
 * one. Joining comes once, at the end, and not again and again; until then there
 * is room for many words before they are written.
 */
static const char sql_begin[] = "PRAGMA journal_mode=OFF; PRAGMA cache_size=-4096; BEGIN;"
				"INSERT INTO event_search(event_search, rank) VALUES('hashsize', 6291456);"
				"INSERT INTO event_search(event_search, rank) VALUES('automerge', 0);"
				"INSERT INTO event_search(event_search, rank) VALUES('crisismerge', 1999)";
static const char sql_put[] =
    "INSERT INTO event_search(rowid, title, description) VALUES(:id, :title, :description)";
static const char sql_forget[] =
    "INSERT INTO event_search(event_search, rowid, title, description) VALUES('delete', :id, :title, :description)";
/* How long its texts are on the average, FTS5 writes down with the commit. */
static const char sql_join[] = "INSERT INTO event_search(event_search) VALUES('optimize'); COMMIT";

/*
 * The words go through a file, in batches that begin with their length. Only
 * half of them are indexed while more come: then there are others who need the
 * processors. Who reads is done with the rest while the indexes of tables are
 * made, which is the work of one thread.
 */
struct dtl_aside {
	dtl_store *store;
	FILE *spool;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t moved;
	long long written;    /* so many bytes are in the spool */
	bool ended, given_up; /* nothing more comes; nothing is wanted any more */
	bool running;         /* there is a thread to be waited for */
	bool lost;            /* of what has been put, not everything is in the spool */
	dtl_status status;    /* of the indexing */
	dtl_text batch;       /* the next one */
};

/* ---- The thread ---- */

static const char *take_bytes(const char *at, void *to, size_t len)
{
	memcpy(to, at, len);
	return at + len;
}

static dtl_status index_text(dtl_store *store, const dtl_aside_text *text)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, text->gone ? sql_forget : sql_put, NULL);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", text->id);
	dtl_bind_text_len(st, ":title", text->title, text->title_len);
	dtl_bind_text_len(st, ":description", text->description, text->description_len);
	return dtl_stmt_run(st, NULL);
}

static dtl_status index_batch(dtl_store *store, const dtl_text *batch)
{
	const char *at = dtl_text_str(batch), *end = at + batch->len;
	dtl_status status = DTL_OK;
	while (status == DTL_OK && at < end) {
		dtl_aside_text text;
		at = take_bytes(at, &text, sizeof text);
		text.title = text.title ? at : NULL;
		at += text.title_len;
		text.description = text.description ? at : NULL;
		at += text.description_len;
		status = index_text(store, &text);
	}
	return status;
}

static bool read_bytes(FILE *spool, void *to, size_t len, long long at)
{
	return pread(fileno(spool), to, len, (off_t)at) == (ssize_t)len;
}

static dtl_status read_batch(FILE *spool, long long at, dtl_text *batch)
{
	size_t len = 0;
	dtl_text_clear(batch);
	if (!read_bytes(spool, &len, sizeof len, at))
		return DTL_E_IO;
	if (!dtl_text_reserve(batch, len))
		return DTL_E_MEMORY;
	batch->len = len;
	return read_bytes(spool, batch->data, len, at + (long long)sizeof len) ? DTL_OK : DTL_E_IO;
}

/* Is there a batch at `at` whose turn it is? Waits until that is certain. */
static bool wait_for_batch(dtl_aside *a, long long at)
{
	pthread_mutex_lock(&a->mutex);
	while (at * 2 >= a->written && !a->ended && !a->given_up)
		pthread_cond_wait(&a->moved, &a->mutex);
	bool there = at < a->written && !a->given_up;
	pthread_mutex_unlock(&a->mutex);
	return there;
}

static void *index_all(void *user)
{
	dtl_aside *a = user;
	dtl_text batch = DTL_TEXT_INIT;
	long long at = 0;
	dtl_status status = dtl_store_exec(a->store, sql_begin, NULL);
	while (status == DTL_OK && wait_for_batch(a, at)) {
		status = read_batch(a->spool, at, &batch);
		if (status == DTL_OK)
			status = index_batch(a->store, &batch);
		at += (long long)(sizeof batch.len + batch.len);
	}
	dtl_text_free(&batch);
	pthread_mutex_lock(&a->mutex);
	bool wanted = !a->given_up;
	pthread_mutex_unlock(&a->mutex);
	if (status == DTL_OK && wanted)
		status = dtl_store_exec(a->store, sql_join, NULL);
	a->status = status;
	return NULL;
}

/* ---- Whoever has the words ---- */

void dtl_aside_begin(dtl_aside **out)
{
	dtl_aside *a = calloc(1, sizeof *a);
	*out = NULL;
	if (!a)
		return;
	pthread_mutex_init(&a->mutex, NULL);
	pthread_cond_init(&a->moved, NULL);
	a->spool = tmpfile();
	dtl_status status = dtl_store_open(&a->store, NULL, DTL_STORE_MEMORY, NULL);
	a->running = a->spool && status == DTL_OK && pthread_create(&a->thread, NULL, index_all, a) == 0;
	if (a->running)
		*out = a;
	else
		dtl_aside_free(a);
}

static void hand_over(dtl_aside *a)
{
	size_t len = a->batch.len;
	a->lost = a->lost || dtl_text_failed(&a->batch) || fwrite(&len, sizeof len, 1, a->spool) != 1 ||
		  (len && fwrite(a->batch.data, len, 1, a->spool) != 1) || fflush(a->spool) != 0;
	dtl_text_clear(&a->batch);
	if (a->lost)
		return;
	pthread_mutex_lock(&a->mutex);
	a->written += (long long)(sizeof len + len);
	pthread_cond_signal(&a->moved);
	pthread_mutex_unlock(&a->mutex);
}

void dtl_aside_put(dtl_aside *a, const dtl_aside_text *text)
{
	if (!a || a->lost)
		return;
	dtl_text_add_len(&a->batch, (const char *)text, sizeof *text);
	dtl_text_add_len(&a->batch, text->title, text->title_len);
	dtl_text_add_len(&a->batch, text->description, text->description_len);
	if (a->batch.len >= BYTES || dtl_text_failed(&a->batch))
		hand_over(a);
}

static void stop(dtl_aside *a, bool given_up)
{
	if (!a->ended && !given_up)
		hand_over(a);
	pthread_mutex_lock(&a->mutex);
	a->ended = true;
	a->given_up = given_up || a->lost;
	pthread_cond_signal(&a->moved);
	pthread_mutex_unlock(&a->mutex);
}

void dtl_aside_end(dtl_aside *a)
{
	if (a)
		stop(a, false);
}

dtl_status dtl_aside_take(dtl_aside *a, dtl_store *db, dtl_error *err)
{
	if (!a)
		return DTL_DONE;
	stop(a, false);
	pthread_join(a->thread, NULL);
	a->running = false;
	return a->status == DTL_OK && !a->lost ? dtl_shadow_take(db, a->store, err) : DTL_DONE;
}

void dtl_aside_free(dtl_aside *a)
{
	if (!a)
		return;
	if (a->running) {
		stop(a, true);
		pthread_join(a->thread, NULL);
	}
	if (a->spool)
		fclose(a->spool);
	dtl_text_free(&a->batch);
	pthread_cond_destroy(&a->moved);
	pthread_mutex_destroy(&a->mutex);
	dtl_store_discard(a->store);
	free(a);
}
