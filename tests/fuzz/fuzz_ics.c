/*
 * Whatever bytes come in, the reader of calendars ends with a status and gives
 * back what it took; and what a timeline took of them survives export and import.
 */
#include <dateline/db.h>
#include <dateline/edit.h>
#include <dateline/format.h>
#include <dateline/query.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW = 1370347200, TAKEN_MOST = 200 };

static dtl_status each(void *user, const dtl_entry *entry, dtl_error *err)
{
	unsigned *count = user;
	(void)err;
	*count += entry->doc != NULL;
	/* Every third is refused: the reader goes on. */
	return *count % 3 == 2 ? DTL_E_REJECTED : DTL_OK;
}

static void roll(void *user, unsigned char *bytes, size_t count)
{
	unsigned *seed = user;
	for (size_t i = 0; i < count; i++)
		bytes[i] = (unsigned char)((*seed = *seed * 1103515245U + 12345U) >> 16);
}

static void stop(const char *what, const dtl_error *err)
{
	fprintf(stderr, "%s: %s\n", what, err->text);
	abort();
}

/* ---- Timelines: copies of an empty one, for making one takes its time ---- */

static char folder[64];

static const char *path_of(const char *name)
{
	static char path[128];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void clear(void)
{
	static const char *const names[] = { "empty", "one", "other", "one-wal", "other-wal", "one-shm",
		"other-shm", "empty-wal", "empty-shm", "one-journal", "other-journal", "empty-lock",
		"one-lock", "other-lock" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		remove(path_of(names[i]));
	rmdir(folder);
}

static dtl_db *open_one(const char *name, unsigned *seed, dtl_open_mode mode)
{
	dtl_error err = { .status = DTL_OK };
	dtl_db *db = NULL;
	dtl_dice dice = { roll, seed };
	if (dtl_db_open(&db, path_of(name), mode, &dice, &err) != DTL_OK)
		stop("cannot open", &err);
	return db;
}

static void make_empty(void)
{
	dtl_error err = { .status = DTL_OK };
	unsigned seed = 1;
	snprintf(folder, sizeof(folder), "/tmp/fuzz_ics_XXXXXX");
	if (!mkdtemp(folder))
		abort();
	atexit(clear);
	dtl_db *db = open_one("empty", &seed, DTL_OPEN_BARE);
	if (dtl_db_keep(db, &err) != DTL_OK)
		stop("cannot make a timeline", &err);
	dtl_db_close(db);
}

static dtl_db *open_copy(const char *name, unsigned *seed)
{
	static char *bytes;
	static size_t len;
	if (!bytes) {
		make_empty();
		FILE *in = fopen(path_of("empty"), "rb");
		bytes = malloc(1 << 22);
		len = in && bytes ? fread(bytes, 1, 1 << 22, in) : 0;
		if (in)
			fclose(in);
	}
	FILE *out = fopen(path_of(name), "wb");
	if (!out || fwrite(bytes, 1, len, out) != len || fclose(out) != 0)
		abort();
	return open_one(name, seed, DTL_OPEN_WRITE);
}

static void drop(dtl_db *db, const char *name)
{
	dtl_db_close(db);
	remove(path_of(name));
}

/* Read the text; what is taken of it is counted. */
static dtl_import_counts take(dtl_db *db, const void *text, size_t len)
{
	static const dtl_import_options options = { NULL, 0 };
	dtl_error err = { .status = DTL_OK };
	dtl_write *w = NULL;
	dtl_changeset_header header = { .now = NOW, .today = NOW };
	dtl_import_counts counts = { 0 };
	char uid[33];
	FILE *in = fmemopen((void *)(uintptr_t)text, len, "rb");
	if (!in || dtl_write_begin(&w, db, &header, &err) != DTL_OK)
		stop("cannot begin", &err);
	dtl_status status =
	    dtl_write_import(w, dtl_importer_find("ics"), &options, in, &counts, NULL, NULL, &err);
	if (status == DTL_OK && dtl_write_commit(w, uid, NULL, NULL, &err) != DTL_OK)
		stop("cannot commit", &err);
	if (status != DTL_OK && status != DTL_E_PARSE)
		stop("cannot import", &err);
	dtl_write_free(w);
	fclose(in);
	return counts;
}

static char *give(dtl_db *db, size_t *len)
{
	static const dtl_export_options options = { .definitions = true };
	dtl_ask ask = { .today = NOW, .revisions = true };
	dtl_error err = { .status = DTL_OK };
	char *text = NULL;
	FILE *out = open_memstream(&text, len);
	if (!out || dtl_export(db, &ask, dtl_exporter_find("ics"), &options, out, NULL, &err) != DTL_OK)
		stop("cannot export", &err);
	fclose(out);
	return text;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Its lines in order: which comes first is no matter, nor when they were written, nor how long a zone's rules are told. */
static char *sorted(const char *text)
{
	bool zone = false;
	size_t count = 0, len = strlen(text);
	char *copy = strdup(text), *out = calloc(1, len + 2), *at = out;
	char **lines = calloc(len + 1, sizeof(*lines));
	if (!copy || !out || !lines)
		abort();
	for (char *line = strtok(copy, "\r\n"); line; line = strtok(NULL, "\r\n")) {
		zone = strcmp(line, "BEGIN:VTIMEZONE") == 0 || (zone && strcmp(line, "END:VTIMEZONE") != 0);
		if (!zone && strncasecmp(line, "DTSTAMP", 7) != 0)
			lines[count++] = line;
	}
	qsort(lines, count, sizeof(*lines), by_text);
	for (size_t i = 0; i < count; i++)
		at += sprintf(at, "%s\n", lines[i]);
	free(lines);
	free(copy);
	return out;
}

static bool alike(const char *a, const char *b)
{
	char *one = sorted(a), *other = sorted(b);
	bool same = strcmp(one, other) == 0;
	free(one);
	free(other);
	return same;
}

static void there_and_back(const uint8_t *data, size_t size)
{
	unsigned seed = 1, other_seed = 2;
	size_t len;
	dtl_db *db = open_copy("one", &seed), *copy = open_copy("other", &other_seed);
	dtl_import_counts first = take(db, data, size), second = take(db, data, size);
	if (second.new_things || second.updated || second.rejected != first.rejected) {
		fprintf(stderr, "a second reading: %lld new, %lld updated, %lld rejected\n",
		    (long long)second.new_things, (long long)second.updated, (long long)second.rejected);
		abort();
	}
	char *text = give(db, &len);
	dtl_import_counts again = take(copy, text, len);
	size_t other_len;
	char *other = give(copy, &other_len);
	if (again.rejected || !alike(text, other)) {
		fprintf(stderr, "%lld rejected of the export:\n%s---- the second export:\n%s",
		    (long long)again.rejected, text, other);
		abort();
	}
	free(text);
	free(other);
	drop(db, "one");
	drop(copy, "other");
}

/* There and back takes a hundred times as long as reading: a fuzzer that looks for more goes with one in eight. */
static bool goes_back(const uint8_t *data, size_t size)
{
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
	unsigned hash = 0;
	for (size_t i = 0; i < size; i++)
		hash = hash * 31 + data[i];
	return (hash ^ hash >> 16) % 8 == 0;
#else
	(void)data;
	return size > 0;
#endif
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const dtl_import_options options = { NULL, 0 };
	dtl_error err;
	unsigned count = 0;
	if (size == 0)
		return 0;
	FILE *in = fmemopen((void *)(uintptr_t)data, size, "rb");
	if (!in)
		return 0;
	dtl_importer_find("ics")->read(in, &options, each, &count, &err);
	fclose(in);
	if (count > 0 && count <= TAKEN_MOST && goes_back(data, size))
		there_and_back(data, size);
	return 0;
}
