#include "support.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DIRS = 64, PATHS = 16, PATH_SIZE = 4096 };

void check_status(
    dtl_status have, dtl_status wanted, const char *call, const dtl_error *said, const char *file, int line)
{
	if (have == wanted)
		return;
	print_error("%s:%d: %s\n  gave '%s', expected '%s'\n", file, line, call, dtl_status_name(have),
	    dtl_status_name(wanted));
	/* Written on failure only: on an unexpected success it holds nothing. */
	if (have != DTL_OK && have != DTL_DONE)
		print_error("  line %ld: %s\n", said->line, said->text);
	_fail(file, line);
}

void check_contains(const char *text, const char *part, const char *file, int line)
{
	if (text && strstr(text, part))
		return;
	print_error("%s:%d: '%s' is not in\n  '%s'\n", file, line, part, text ? text : "(null)");
	_fail(file, line);
}

const char *temp_dir(void)
{
	static char names[DIRS][64];
	static size_t used;
	const char *base = getenv("TMPDIR");
	char *name = names[used++ % DIRS];
	snprintf(name, sizeof(names[0]), "%s/dateline.XXXXXX", base && strlen(base) < 40 ? base : "/tmp");
	if (!mkdtemp(name))
		fail_msg("cannot make a directory like %s: %s", name, strerror(errno));
	return name;
}

const char *path_in(const char *dir, const char *name)
{
	static char paths[PATHS][PATH_SIZE];
	static size_t used;
	char *path = paths[used++ % PATHS];
	snprintf(path, PATH_SIZE, "%s/%s", dir, name);
	return path;
}

void remove_dir(const char *dir)
{
	char path[PATH_SIZE];
	struct stat st;
	DIR *d = opendir(dir);
	for (struct dirent *e; d && (e = readdir(d));) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
			remove_dir(path);
		else
			unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

char *read_file(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		fail_msg("cannot open %s: %s", path, strerror(errno));
	size_t have = 0;
	size_t cap = 4096;
	char *bytes = malloc(cap + 1);
	for (size_t got; bytes && (got = fread(bytes + have, 1, cap - have, f)) > 0;) {
		have += got;
		if (have == cap)
			bytes = realloc(bytes, (cap *= 2) + 1);
	}
	fclose(f);
	assert_non_null(bytes);
	bytes[have] = '\0';
	if (len)
		*len = have;
	return bytes;
}

void write_file(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(bytes, 1, len, f) != len || fclose(f) != 0)
		fail_msg("cannot write %s: %s", path, strerror(errno));
}

bool file_exists(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}

int in_child(int (*body)(void *user), void *user)
{
	int status = 0;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		_exit(body(user)); /* no atexit: the parent's leaks are not the child's */
	if (child < 0 || waitpid(child, &status, 0) != child)
		fail_msg("cannot run a child process: %s", strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
