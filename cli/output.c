#define _XOPEN_SOURCE 700 /* realpath */
#include "output.h"
#include "app.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static dtl_status refuse(const output *out, int why, dtl_error *err)
{
	return fail(err, DTL_E_IO, "cannot write '%s': %s", str_get(&out->path), strerror(why ? why : EIO));
}

/* The rights that the file has, or that any new file gets. */
static mode_t rights(const struct stat *st, bool there)
{
	mode_t mask = umask(0);
	umask(mask);
	return there ? st->st_mode & 0777 : 0666 & ~mask;
}

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
	if (out->file && fchmod(fd, mode) == 0)
		return DTL_OK;
	int why = errno;
	if (!out->file)
		close(fd);
	return refuse(out, why, err);
}

dtl_status output_open(output *out, const char *path, dtl_error *err)
{
	struct stat st;
	*out = (output){ .path = STR_INIT, .temporary = STR_INIT };
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

dtl_status output_close(output *out, dtl_status status, dtl_error *err)
{
	if (status == DTL_OK && out->file)
		status = put_in_place(out, err);
	if (out->file)
		fclose(out->file);
	if (out->temporary.len > 0)
		unlink(str_get(&out->temporary));
	str_free(&out->path);
	str_free(&out->temporary);
	return status;
}
