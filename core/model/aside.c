#include "model/aside.h"

#include "base/text.h"
#include "store/shadow.h"
#include "store/stmt.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* So many bytes go over at once, and so many such batches are under way. */
enum { BYTES = 1 << 15, BATCHES = 8 };

/*
 * A word is looked for in each segment of the index: everything is joined in
 * one. Joining comes once, at the end, and not again and again; until then there
 * is room for many words before they are written.
 */
static const char sql_begin[] = "PRAGMA journal_mode=OFF; PRAGMA cache_size=-4096; BEGIN;"
				"INSERT INTO event_search(event_search, rank) VALUES('hashsize', 8388608);"
				"INSERT INTO event_search(event_search, rank) VALUES('automerge', 0);"
				"INSERT INTO event_search(event_search, rank) VALUES('crisismerge', 1999)";
static const char sql_put[] =
    "INSERT INTO event_search(rowid, title, description) VALUES(:id, :title, :description)";
static const char sql_forget[] =
    "INSERT INTO event_search(event_search, rowid, title, description) VALUES('delete', :id, :title, :description)";
/* How long its texts are on the average, FTS5 writes down with the commit. */
static const char sql_join[] = "INSERT INTO event_search(event_search) VALUES('optimize'); COMMIT";

/* Batches from `taken` until before `filled` wait to be read, the one at `filled` belongs to the writer. */
struct dtl_aside {
	dtl_store *store;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t moved;
	size_t filled, taken; /* how many have been, ever */
	bool ended, given_up; /* nothing more comes; nothing is wanted any more */
	bool running;         /* there is a thread to be waited for */
	dtl_status status;    /* of the indexing */
	dtl_text batches[BATCHES];
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
	const char *at = batch->data, *end = at + batch->len;
	dtl_status status = dtl_text_failed(batch) ? DTL_E_MEMORY : DTL_OK;
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

/* The next batch, with the mutex held; NULL: there will be none. */
static dtl_text *next_batch(dtl_aside *a)
{
	while (a->taken == a->filled && !a->ended && !a->given_up)
		pthread_cond_wait(&a->moved, &a->mutex);
	return a->taken == a->filled || a->given_up ? NULL : &a->batches[a->taken % BATCHES];
}

static void *index_all(void *user)
{
	dtl_aside *a = user;
	dtl_text *batch;
	dtl_status status = dtl_store_exec(a->store, sql_begin, NULL);
	pthread_mutex_lock(&a->mutex);
	while ((batch = next_batch(a)) != NULL) {
		pthread_mutex_unlock(&a->mutex);
		/* After a failure batches are only taken away, so that nobody waits for room. */
		status = status == DTL_OK ? index_batch(a->store, batch) : status;
		dtl_text_clear(batch);
		pthread_mutex_lock(&a->mutex);
		a->taken++;
		pthread_cond_broadcast(&a->moved);
	}
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
	dtl_status status = dtl_store_open(&a->store, NULL, DTL_STORE_MEMORY, NULL);
	a->running = status == DTL_OK && pthread_create(&a->thread, NULL, index_all, a) == 0;
	if (a->running)
		*out = a;
	else
		dtl_aside_free(a);
}

/* Hand the batch over, and wait until another one is free. */
static void hand_over(dtl_aside *a)
{
	pthread_mutex_lock(&a->mutex);
	a->filled++;
	pthread_cond_broadcast(&a->moved);
	while (a->filled - a->taken == BATCHES)
		pthread_cond_wait(&a->moved, &a->mutex);
	pthread_mutex_unlock(&a->mutex);
}

void dtl_aside_put(dtl_aside *a, const dtl_aside_text *text)
{
	dtl_text *batch = a ? &a->batches[a->filled % BATCHES] : NULL;
	if (!a)
		return;
	dtl_text_add_len(batch, (const char *)text, sizeof *text);
	dtl_text_add_len(batch, text->title, text->title_len);
	dtl_text_add_len(batch, text->description, text->description_len);
	if (batch->len >= BYTES)
		hand_over(a);
}

static void stop(dtl_aside *a, bool given_up)
{
	pthread_mutex_lock(&a->mutex);
	a->filled += !a->ended; /* the last batch, which may be empty */
	a->ended = true;
	a->given_up = given_up;
	pthread_cond_broadcast(&a->moved);
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
	return a->status == DTL_OK ? dtl_shadow_take(db, a->store, err) : DTL_DONE;
}

void dtl_aside_free(dtl_aside *a)
{
	if (!a)
		return;
	if (a->running) {
		stop(a, true);
		pthread_join(a->thread, NULL);
	}
	for (size_t i = 0; i < BATCHES; i++)
		dtl_text_free(&a->batches[i]);
	pthread_cond_destroy(&a->moved);
	pthread_mutex_destroy(&a->mutex);
	dtl_store_discard(a->store);
	free(a);
}
