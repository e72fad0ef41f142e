#include "input.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { HEAD = 4096, BLOCK = 65536 };
#define MOST (4LL << 30) /* bytes of what is kept in a temporary file */

static dtl_status refuse(const char *name, int why, dtl_error *err)
{
	if (why == ENOENT)
		return fail(err, DTL_E_NOTFOUND, "no such file: '%s'", name);
	if (strcmp(name, "-") == 0)
		return fail_system(err, why, "cannot read standard input");
	return fail_system(err, why, "cannot read '%s'", name);
}

static dtl_status open_file(input *in, const char *name, struct stat *st, dtl_error *err)
{
	in->file = strcmp(name, "-") == 0 ? stdin : fopen(name, "rb");
	if (!in->file || fstat(fileno(in->file), st) != 0)
		return refuse(name, errno, err);
	return S_ISDIR(st->st_mode) ? refuse(name, EISDIR, err) : DTL_OK;
}

/* What cannot be rewound is kept in a temporary file, behind its beginning, which has been read. */
static dtl_status keep(input *in, const char *name, char *block, size_t len, dtl_error *err)
{
	long long left = MOST;
	FILE *from = in->file, *to = tmpfile();
	if (!to)
		return fail_system(err, errno, "cannot make a temporary file");
	in->file = to;
	errno = 0;
	while (len > 0 && left >= 0 && fwrite(block, 1, len, to) == len) {
		left -= (long long)len;
		len = fread(block, 1, BLOCK, from);
	}
	int why = errno;
	bool unread = ferror(from) != 0;
	if (from != stdin)
		fclose(from);
	if (unread)
		return refuse(name, why, err);
	if (left < 0)
		return fail(err, DTL_E_IO, "more than %lld GiB come from '%s': put them into a file first",
		    MOST >> 30, name);
	if (fflush(to) != 0 || ferror(to))
		return fail_system(err, why, "cannot write a temporary file");
	return DTL_OK;
}

static dtl_status recognise(
    input *in, const dtl_importer *format, const char *head, size_t len, dtl_error *err)
{
	if (len == 0)
		return fail(err, DTL_E_PARSE, "the file is empty");
	in->importer = format ? format : dtl_importer_sniff(head, len < HEAD ? len : HEAD);
	if (!in->importer)
		return fail(err, DTL_E_PARSE,
		    "in no format that is known: name one of 'dateline formats' with --format");
	return DTL_OK;
}

dtl_status input_open(input *out, program *app, const char *name, const dtl_importer *format, dtl_error *err)
{
	struct stat st;
	char block[BLOCK];
	*out = (input){ .name = strcmp(name, "-") == 0 ? "standard input" : name };
	dtl_status status = open_file(out, name, &st, err);
	if (status != DTL_OK)
		return status;
	errno = 0;
	size_t len = fread(block, 1, BLOCK, out->file);
	if (len == 0 && ferror(out->file))
		return refuse(name, errno, err);
	app->where = out->name;
	status = recognise(out, format, block, len, err);
	if (status != DTL_OK)
		return status;
	app->where = NULL;
	if (out->file == stdin || !S_ISREG(st.st_mode))
		status = keep(out, name, block, len, err);
	if (status == DTL_OK)
		rewind(out->file);
	return status;
}

void input_close(input *in)
{
	if (in->file && in->file != stdin)
		fclose(in->file);
	in->file = NULL;
}
