#include "model/ahead.h"

#include "base/arena.h"
#include "base/error.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* So many entries, or bytes of text, go over at once, and so many such batches are under way. */
enum { ENTRIES = 32, BYTES = 1 << 17, BATCHES = 4 };

typedef struct batch {
	dtl_entry entries[ENTRIES];
	dtl_foreseen seen[ENTRIES];
	size_t count, bytes;
	dtl_arena arena; /* what the entries point to, but for their documents */
} batch;

/*
 * A ring: batches from `taken` until before `filled` wait to be written, the one
 * at `filled` belongs to the reader. It frees what has been written before it
 * fills a batch again, for memory is best freed by the thread that asked for it.
 */
typedef struct ahead {
	const dtl_importer *importer;
	const dtl_import_options *options;
	const dtl_foresight *foresight;
	dtl_ahead_fn each;
	void *user;
	FILE *in;
	pthread_mutex_t mutex;
	pthread_cond_t moved;
	size_t filled, taken; /* how many have been, ever */
	bool ended, stopped;  /* nothing more comes; nothing more is wanted */
	bool given_up;        /* the reader knows it */
	dtl_status status;    /* how the reading ended */
	dtl_error err;
	batch batches[BATCHES];
} ahead;

/* ---- The reader ---- */

static void clear(batch *b)
{
	for (size_t i = 0; i < b->count; i++) {
		cJSON_Delete((cJSON *)b->entries[i].doc);
		cJSON_Delete((cJSON *)b->entries[i].fallback);
	}
	dtl_arena_clear(&b->arena);
	b->count = b->bytes = 0;
}

static void release(batch *b)
{
	clear(b);
	dtl_arena_free(&b->arena);
	for (size_t i = 0; i < ENTRIES; i++)
		dtl_foreseen_free(&b->seen[i]);
}

static const char *copy_text(batch *b, const char *text)
{
	size_t len = text ? strlen(text) : 0;
	b->bytes += len;
	return text ? dtl_arena_text_len(&b->arena, text, len) : NULL;
}

static const char *const *copy_lines(batch *b, const char *const *lines, size_t count)
{
	const char **copy = count ? dtl_arena_alloc(&b->arena, count * sizeof *copy) : NULL;
	for (size_t i = 0; copy && i < count; i++)
		copy[i] = copy_text(b, lines[i]);
	return copy;
}

static const dtl_mention *copy_mentions(batch *b, const dtl_entry *entry)
{
	size_t count = entry->mention_count;
	dtl_mention *copy = count ? dtl_arena_alloc(&b->arena, count * sizeof *copy) : NULL;
	for (size_t i = 0; copy && i < count; i++) {
		const dtl_mention *m = &entry->mentions[i];
		copy[i] = *m;
		copy[i].field = copy_text(b, m->field);
		copy[i].name = copy_text(b, m->name);
		copy[i].other = copy_text(b, m->other);
		copy[i].subkind = copy_text(b, m->subkind);
		copy[i].role = copy_text(b, m->role);
		copy[i].behalf = copy_text(b, m->behalf);
		copy[i].lines = copy_lines(b, m->lines, m->line_count);
	}
	return copy;
}

static const dtl_error *copy_error(batch *b, const dtl_error *error)
{
	dtl_error *copy = error ? dtl_arena_alloc(&b->arena, sizeof *copy) : NULL;
	if (copy)
		*copy = *error;
	return copy;
}

/* What is in a document moves into another one; *failed: there is no memory for it. */
static const cJSON *take_doc(const cJSON *doc, bool *failed)
{
	cJSON *taken = doc ? cJSON_CreateObject() : NULL;
	*failed = *failed || (doc && !taken);
	if (taken) {
		taken->child = doc->child;
		((cJSON *)doc)->child = NULL;
	}
	return taken;
}

static bool put(batch *b, const dtl_entry *entry)
{
	dtl_entry *e = &b->entries[b->count++];
	bool failed = false;
	*e = *entry;
	e->doc = take_doc(entry->doc, &failed);
	e->fallback = take_doc(entry->fallback, &failed);
	e->id = copy_text(b, entry->id);
	e->uid = copy_text(b, entry->uid);
	e->source = copy_text(b, entry->source);
	e->known = copy_text(b, entry->known);
	e->path = copy_text(b, entry->path);
	e->text = copy_text(b, entry->text);
	e->note = copy_text(b, entry->note);
	e->mentions = copy_mentions(b, entry);
	e->error = copy_error(b, entry->error);
	return !failed && !b->arena.failed;
}

/* Hand the batch over, and wait until another one is free. False: nothing more is wanted. */
static bool hand_over(ahead *a)
{
	pthread_mutex_lock(&a->mutex);
	a->filled++;
	pthread_cond_broadcast(&a->moved);
	while (a->filled - a->taken == BATCHES && !a->stopped)
		pthread_cond_wait(&a->moved, &a->mutex);
	bool wanted = !a->stopped;
	pthread_mutex_unlock(&a->mutex);
	if (wanted)
		clear(&a->batches[a->filled % BATCHES]);
	return wanted;
}

static dtl_status queue(void *user, const dtl_entry *entry, dtl_error *err)
{
	ahead *a = user;
	batch *b = &a->batches[a->filled % BATCHES];
	if (a->given_up)
		return dtl_fail(err, DTL_E_IO, "nobody wants it");
	if (!put(b, entry))
		return dtl_fail_memory(err);
	dtl_foresee(a->foresight, &b->entries[b->count - 1], &b->seen[b->count - 1]);
	if (b->count < ENTRIES && b->bytes < BYTES)
		return DTL_OK;
	a->given_up = !hand_over(a);
	return a->given_up ? dtl_fail(err, DTL_E_IO, "nobody wants it") : DTL_OK;
}

static void *read_all(void *user)
{
	ahead *a = user;
	a->status = a->importer->read(a->in, a->options, queue, a, &a->err);
	pthread_mutex_lock(&a->mutex);
	a->filled++; /* the last one, which may be empty */
	a->ended = true;
	pthread_cond_broadcast(&a->moved);
	pthread_mutex_unlock(&a->mutex);
	return NULL;
}

/* ---- The writer ---- */

static dtl_status write_batch(const ahead *a, batch *b, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < b->count && status == DTL_OK; i++) {
		status = a->each(a->user, &b->entries[i], &b->seen[i], err);
		status = status == DTL_E_REJECTED ? DTL_OK : status;
	}
	return status;
}

static dtl_status write_all(ahead *a, dtl_error *err)
{
	dtl_status status = DTL_OK;
	pthread_mutex_lock(&a->mutex);
	while (status == DTL_OK) {
		while (a->taken == a->filled && !a->ended)
			pthread_cond_wait(&a->moved, &a->mutex);
		if (a->taken == a->filled)
			break;
		pthread_mutex_unlock(&a->mutex);
		status = write_batch(a, &a->batches[a->taken % BATCHES], err);
		pthread_mutex_lock(&a->mutex);
		a->taken++;
		a->stopped = status != DTL_OK;
		pthread_cond_broadcast(&a->moved);
	}
	pthread_mutex_unlock(&a->mutex);
	return status;
}

/* Without a thread there is nobody to look ahead. */
static dtl_status write_at_once(void *user, const dtl_entry *entry, dtl_error *err)
{
	ahead *a = user;
	dtl_foreseen nothing = { .age = 0 };
	return a->each(a->user, entry, &nothing, err);
}

static dtl_status run(ahead *a, dtl_error *err)
{
	pthread_t reader;
	if (pthread_create(&reader, NULL, read_all, a) != 0)
		return a->importer->read(a->in, a->options, write_at_once, a, err);
	dtl_status status = write_all(a, err);
	pthread_join(reader, NULL);
	if (status == DTL_OK && a->status != DTL_OK) {
		status = a->status;
		if (err)
			*err = a->err;
	}
	return status;
}

dtl_status dtl_read_ahead(const dtl_importer *importer, FILE *in, const dtl_import_options *options,
    const dtl_foresight *foresight, dtl_ahead_fn each, void *user, dtl_error *err)
{
	ahead *a = calloc(1, sizeof *a);
	if (!a)
		return dtl_fail_memory(err);
	a->importer = importer;
	a->options = options;
	a->foresight = foresight;
	a->each = each;
	a->user = user;
	a->in = in;
	pthread_mutex_init(&a->mutex, NULL);
	pthread_cond_init(&a->moved, NULL);
	dtl_status status = run(a, err);
	for (size_t i = 0; i < BATCHES; i++)
		release(&a->batches[i]);
	pthread_cond_destroy(&a->moved);
	pthread_mutex_destroy(&a->mutex);
	free(a);
	return status;
}
