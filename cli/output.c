#define _XOPEN_SOURCE 700 /* realpath */
#include "output.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static dtl_status refuse(const output *out, int why, dtl_error *err)
{
	return fail_system(err, why, "cannot write '%s'", out->name);
}

/* The rights that the file has, or that any new file gets. */
static mode_t rights(const struct stat *st, bool there)
{
	mode_t mask = umask(0);
	umask(mask);
	return there ? st->st_mode & 0777 : 0666 & ~mask;
}

enum { ROOM = 1 << 16 };

static dtl_status open_beside(output *out, mode_t mode, dtl_error *err)
{
	str_addf(&out->temporary, "%s.XXXXXX", str_get(&out->path));
	if (out->temporary.failed)
		return fail_memory(err);
	int fd = mkstemp(out->temporary.data);
	if (fd < 0) {
		str_clear(&out->temporary);
		return refuse(out, errno, err);
	}
	out->file = fdopen(fd, "w");
	out->room = out->file ? malloc(ROOM) : NULL;
	if (out->room)
		setvbuf(out->file, out->room, _IOFBF, ROOM);
	if (out->file && fchmod(fd, mode) == 0)
		return DTL_OK;
	int why = errno;
	if (!out->file)
		close(fd);
	return refuse(out, why, err);
}

bool output_is(const char *path, const char *other)
{
	struct stat a, b;
	return stat(path, &a) == 0 && stat(other, &b) == 0 && S_ISREG(a.st_mode) && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

/* The file in which everything is, or one that belongs to it. */
static bool is_timeline(const program *app, const char *path)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
	bool same = false;
	for (size_t i = 0; !same && app->path && i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		str name = STR_INIT;
		str_addf(&name, "%s%s", app->path, suffixes[i]);
		same = output_is(path, str_get(&name));
		str_free(&name);
	}
	return same;
}

dtl_status output_open(output *out, program *app, const char *path, dtl_error *err)
{
	struct stat st;
	*out = (output){ .path = STR_INIT, .temporary = STR_INIT };
	if (!path || strcmp(path, "-") == 0) {
		out->file = app->out;
		return DTL_OK;
	}
	out->name = path;
	if (is_timeline(app, path))
		return fail(err, DTL_E_ARGUMENT, "cannot write over the timeline itself: '%s'", path);
	char *real = realpath(path, NULL); /* a link stays one: what it points to is replaced */
	str_add(&out->path, real ? real : path);
	free(real);
	bool there = stat(path, &st) == 0;
	if (there && S_ISDIR(st.st_mode))
		return refuse(out, EISDIR, err);
	if (!there || S_ISREG(st.st_mode))
		return open_beside(out, rights(&st, there), err);
	out->file = fopen(path, "w");
	return out->file ? DTL_OK : refuse(out, errno, err);
}

static dtl_status put_in_place(output *out, dtl_error *err)
{
	errno = 0;
	bool bad = fflush(out->file) != 0 || ferror(out->file);
	if (!bad && out->temporary.len > 0)
		bad = fsync(fileno(out->file)) != 0;
	int why = errno;
	bad = fclose(out->file) != 0 || bad;
	out->file = NULL;
	if (!bad && out->temporary.len > 0) {
		bad = rename(str_get(&out->temporary), str_get(&out->path)) != 0;
		why = errno;
	}
	if (bad)
		return refuse(out, why, err);
	str_clear(&out->temporary);
	return DTL_OK;
}

static void name_it(const output *out, dtl_error *err)
{
	static const char nameless[] = "cannot write: ";
	char why[DTL_ERROR_TEXT];
	if (strncmp(err->text, nameless, strlen(nameless)) != 0)
		return;
	snprintf(why, sizeof(why), "%s", err->text + strlen(nameless));
	fail(err, DTL_E_IO, "cannot write '%s': %s", out->name, why);
}

dtl_status output_close(output *out, dtl_status status, dtl_error *err)
{
	if (!out->name)
		return status; /* main() closes standard output, and looks whether that went well */
	if (status == DTL_E_IO)
		name_it(out, err);
	if (status == DTL_OK && out->file)
		status = put_in_place(out, err);
	if (out->file)
		fclose(out->file);
	if (out->temporary.len > 0)
		unlink(str_get(&out->temporary));
	free(out->room);
	out->room = NULL;
	str_free(&out->path);
	str_free(&out->temporary);
	return status;
}
