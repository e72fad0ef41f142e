#define _XOPEN_SOURCE 700 /* lstat */
#include "vdir.h"
#include "output.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 16 << 20, NAME_MOST = 120 }; /* bytes that are read to see whose a file is; of a name */

static const char suffix[] = ".ics";

static void join(str *out, const vdir *v, const char *name)
{
	str_clear(out);
	str_addf(out, "%s%s%s", v->path, v->path[strlen(v->path) - 1] == '/' ? "" : "/", name);
}

/* ---- What a file says ---- */

/* The text of a regular file that is not too big; NULL: it is none. */
static char *read_text(const char *path, size_t *len)
{
	struct stat st;
	if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > FILE_MOST)
		return NULL;
	FILE *in = fopen(path, "r");
	char *text = in ? malloc((size_t)st.st_size + 1) : NULL;
	if (text) {
		*len = fread(text, 1, (size_t)st.st_size, in);
		text[*len] = '\0';
	}
	if (in)
		fclose(in);
	return text;
}

static bool begins(const char *line, const char *name)
{
	return strncasecmp(line, name, strlen(name)) == 0;
}

/* The value of a line that may be folded. */
static char *take_value(const char *line)
{
	str value = STR_INIT;
	const char *at = strchr(line, ':');
	size_t len = strcspn(line, "\r\n");
	if (!at || (size_t)(at - line) > len)
		return NULL;
	at++;
	for (;;) {
		len = strcspn(at, "\r\n");
		str_add_len(&value, at, len);
		at += len + strspn(at + len, "\r\n");
		if (*at != ' ' && *at != '\t')
			break;
		at++;
	}
	char *copy = value.failed ? NULL : strdup(str_get(&value));
	str_free(&value);
	return copy;
}

/* The UID of a calendar with one event in it, and whether it is from here. */
static char *look(const char *text, bool *ours)
{
	char *uid = NULL;
	*ours = false;
	for (const char *at = text; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		if (begins(at, "PRODID:-//dateline//") || begins(at, "X-DATELINE-"))
			*ours = true;
		else if (!uid && (begins(at, "UID:") || begins(at, "UID;")))
			uid = take_value(at);
	}
	return uid;
}

/* ---- What stands in the folder ---- */

static int by_uid(const void *a, const void *b)
{
	return strcmp(((const vdir_item *)a)->uid, ((const vdir_item *)b)->uid);
}

static dtl_status add(vdir *v, const char *name, dtl_error *err)
{
	str path = STR_INIT;
	size_t len = 0;
	join(&path, v, name);
	char *text = read_text(str_get(&path), &len);
	str_free(&path);
	if (!text)
		return DTL_OK;
	vdir_item item = { .name = strdup(name) };
	item.uid = look(text, &item.ours);
	free(text);
	vdir_item *room = item.name ? realloc(v->items, (v->count + 1) * sizeof(*room)) : NULL;
	if (!item.uid)
		item.uid = strdup("");
	if (room)
		v->items = room;
	if (!room || !item.uid) {
		free(item.name);
		free(item.uid);
		return fail_memory(err);
	}
	v->items[v->count++] = item;
	return DTL_OK;
}

dtl_status vdir_open(vdir *v, program *app, const char *path, dtl_error *err)
{
	const struct dirent *entry;
	dtl_status status = DTL_OK;
	*v = (vdir){ .app = app, .path = path };
	if (!*path)
		return fail(err, DTL_E_ARGUMENT, "'--vdir' needs the name of a folder");
	DIR *dir = opendir(path);
	if (!dir && errno == ENOENT && mkdir(path, 0777) == 0)
		return DTL_OK;
	if (!dir)
		return fail_system(err, errno, "cannot write into '%s'", path);
	while (status == DTL_OK && (entry = readdir(dir))) {
		size_t len = strlen(entry->d_name), tail = sizeof(suffix) - 1;
		if (entry->d_name[0] != '.' && len > tail &&
		    strcasecmp(entry->d_name + len - tail, suffix) == 0)
			status = add(v, entry->d_name, err);
	}
	closedir(dir);
	if (v->count > 1)
		qsort(v->items, v->count, sizeof(*v->items), by_uid);
	return status;
}

/* ---- One event ---- */

static unsigned long long hash(const char *text)
{
	unsigned long long h = 0xcbf29ce484222325;
	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3;
	return h;
}

/* The UID where it can be the name of a file anywhere; else what of it can, and a hash. */
static void name_file(str *out, const char *uid, bool taken)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-@.~+";
	size_t len = strlen(uid);
	bool begins_well = !strchr(".-~", uid[0]); /* NUL too begins no name */
	bool plain = !taken && begins_well && len <= NAME_MOST && strspn(uid, safe) == len;
	str_clear(out);
	for (size_t i = 0; i < len && i < NAME_MOST; i++) {
		bool fits = strchr(safe, uid[i]) && (i > 0 || begins_well);
		str_add_len(out, fits ? uid + i : "_", 1);
	}
	if (!plain)
		str_addf(out, "-%016llx", hash(uid));
	str_add(out, suffix);
}

static dtl_status write_file(vdir *v, const char *path, dtl_error *err)
{
	output file = { 0 };
	dtl_status status = output_open(&file, v->app, path, err);
	if (status == DTL_OK && fwrite(v->text, 1, v->len, file.file) != v->len)
		status = fail_system(err, errno, "cannot write");
	return output_close(&file, status, err);
}

static dtl_status write_new(vdir *v, const char *uid, dtl_error *err)
{
	struct stat st;
	str name = STR_INIT, path = STR_INIT;
	name_file(&name, uid, false);
	join(&path, v, str_get(&name));
	if (lstat(str_get(&path), &st) == 0) {
		name_file(&name, uid, true);
		join(&path, v, str_get(&name));
	}
	dtl_status status = DTL_OK;
	if (name.failed || path.failed)
		status = fail_memory(err);
	else if (lstat(str_get(&path), &st) == 0)
		status = fail(
		    err, DTL_E_EXISTS, "a file that is not dateline's is in the way: '%s'", str_get(&path));
	else
		status = write_file(v, str_get(&path), err);
	v->made += status == DTL_OK;
	str_free(&name);
	str_free(&path);
	return status;
}

static dtl_status write_again(vdir *v, vdir_item *item, dtl_error *err)
{
	str path = STR_INIT;
	size_t len = 0;
	dtl_status status = DTL_OK;
	item->met = true;
	join(&path, v, item->name);
	char *text = read_text(str_get(&path), &len);
	if (!item->ours) {
		v->foreign++;
		app_note(v->app, "'%s' is not dateline's: left alone", str_get(&path));
	} else if (text && len == v->len && memcmp(text, v->text, len) == 0) {
		v->unchanged++;
	} else {
		status = write_file(v, str_get(&path), err);
		v->rewritten += status == DTL_OK;
	}
	free(text);
	str_free(&path);
	return status;
}

/* What was written into memory goes to its file, if it says anything new. */
static dtl_status settle(vdir *v, dtl_error *err)
{
	bool ours;
	dtl_status status = DTL_OK;
	if (!v->memory)
		return DTL_OK;
	bool bad = fclose(v->memory) != 0;
	v->memory = NULL;
	char *uid = bad ? NULL : look(v->text, &ours);
	if (!uid) {
		status = fail_memory(err);
	} else {
		vdir_item wanted = { .uid = uid };
		vdir_item *item =
		    v->count ? bsearch(&wanted, v->items, v->count, sizeof(*v->items), by_uid) : NULL;
		status = item ? write_again(v, item, err) : write_new(v, uid, err);
	}
	free(uid);
	free(v->text);
	v->text = NULL;
	return status;
}

dtl_status vdir_next(void *user, const dtl_event *first, FILE **out, dtl_error *err)
{
	vdir *v = user;
	dtl_status status = settle(v, err);
	*out = NULL;
	if (status != DTL_OK || !first)
		return status;
	v->memory = open_memstream(&v->text, &v->len);
	*out = v->memory;
	return v->memory ? DTL_OK : fail_memory(err);
}

/* ---- The end ---- */

static dtl_status remove_gone(vdir *v, dtl_error *err)
{
	str path = STR_INIT;
	dtl_status status = DTL_OK;
	for (size_t i = 0; status == DTL_OK && i < v->count; i++) {
		if (!v->items[i].ours || v->items[i].met)
			continue;
		join(&path, v, v->items[i].name);
		if (unlink(str_get(&path)) != 0)
			status = fail_system(err, errno, "cannot remove '%s'", str_get(&path));
		v->removed += status == DTL_OK;
	}
	str_free(&path);
	return status;
}

dtl_status vdir_close(vdir *v, dtl_status status, dtl_error *err)
{
	if (status == DTL_OK)
		status = settle(v, err);
	if (status == DTL_OK)
		status = remove_gone(v, err);
	if (status == DTL_OK && !v->app->common->quiet)
		fprintf(v->app->out, "%lld new, %lld updated, %lld unchanged, %lld removed\n",
		    (long long)v->made, (long long)v->rewritten, (long long)v->unchanged,
		    (long long)v->removed);
	if (v->memory)
		fclose(v->memory);
	free(v->text);
	for (size_t i = 0; i < v->count; i++) {
		free(v->items[i].name);
		free(v->items[i].uid);
	}
	free(v->items);
	return status;
}
