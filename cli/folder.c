#include "folder.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

bool folder_is(const char *path)
{
	struct stat st;
	return strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Names that begin with a dot are the business of those who put them there. */
static bool is_calendar(const char *name)
{
	static const char suffix[] = ".ics";
	size_t len = strlen(name), tail = sizeof(suffix) - 1;
	return name[0] != '.' && len > tail && strcasecmp(name + len - tail, suffix) == 0;
}

static bool add(folder *f, const char *path, const char *name)
{
	str full = STR_INIT;
	char **room = realloc(f->paths, (f->count + 1) * sizeof(*room));
	if (!room)
		return false;
	f->paths = room;
	str_addf(&full, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", name);
	room[f->count] = strdup(str_get(&full));
	str_free(&full);
	return room[f->count++] != NULL;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

dtl_status folder_read(folder *out, const char *path, dtl_error *err)
{
	const struct dirent *entry;
	bool done = true;
	*out = (folder){ NULL, 0 };
	DIR *dir = opendir(path);
	if (!dir)
		return fail_system(err, errno, "cannot read '%s'", path);
	errno = 0;
	while (done && (entry = readdir(dir)))
		if (is_calendar(entry->d_name))
			done = add(out, path, entry->d_name);
	int why = errno;
	closedir(dir);
	if (out->count > 1)
		qsort(out->paths, out->count, sizeof(*out->paths), by_name);
	if (!done)
		return fail_memory(err);
	return why ? fail_system(err, why, "cannot read '%s'", path) : DTL_OK;
}

void folder_free(folder *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->paths[i]);
	free(f->paths);
	*f = (folder){ NULL, 0 };
}
