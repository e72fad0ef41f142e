#include "input.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { HEAD = 4096 };

static dtl_status refuse(const char *name, int why, dtl_error *err)
{
	if (why == ENOENT)
		return fail(err, DTL_E_NOTFOUND, "no such file: '%s'", name);
	return fail(err, DTL_E_IO, "cannot read '%s': %s", name, strerror(why));
}

/* What cannot be rewound is read to its end first. */
static dtl_status copy(FILE **file, const char *name, dtl_error *err)
{
	char block[65536];
	size_t len;
	FILE *from = *file, *to = tmpfile();
	if (!to)
		return fail(err, DTL_E_IO, "cannot make a temporary file: %s", strerror(errno));
	*file = to;
	errno = 0;
	while ((len = fread(block, 1, sizeof(block), from)) > 0 && fwrite(block, 1, len, to) == len)
		;
	int why = errno;
	bool unread = ferror(from) != 0;
	if (from != stdin)
		fclose(from);
	if (unread)
		return refuse(name, why ? why : EIO, err);
	if (fflush(to) != 0 || ferror(to))
		return fail(err, DTL_E_IO, "cannot write a temporary file: %s", strerror(errno));
	return DTL_OK;
}

static dtl_status open_file(FILE **out, const char *name, dtl_error *err)
{
	struct stat st;
	bool is_stdin = strcmp(name, "-") == 0;
	*out = is_stdin ? stdin : fopen(name, "rb");
	if (!*out)
		return refuse(name, errno, err);
	if (fstat(fileno(*out), &st) != 0)
		return refuse(name, errno, err);
	if (S_ISDIR(st.st_mode))
		return refuse(name, EISDIR, err);
	return is_stdin || !S_ISREG(st.st_mode) ? copy(out, name, err) : DTL_OK;
}

static dtl_status look(input *in, const dtl_importer *format, dtl_error *err)
{
	char head[HEAD];
	rewind(in->file);
	size_t len = fread(head, 1, sizeof(head), in->file);
	if (ferror(in->file))
		return fail(err, DTL_E_IO, "cannot be read: %s", strerror(errno));
	if (len == 0)
		return fail(err, DTL_E_PARSE, "the file is empty");
	in->importer = format ? format : dtl_importer_sniff(head, len);
	if (!in->importer)
		return fail(err, DTL_E_PARSE,
		    "in no format that is known: name one of 'dateline formats' with --format");
	rewind(in->file);
	return DTL_OK;
}

dtl_status input_open(input *out, program *app, const char *name, const dtl_importer *format, dtl_error *err)
{
	*out = (input){ .name = strcmp(name, "-") == 0 ? "standard input" : name };
	dtl_status status = open_file(&out->file, name, err);
	if (status != DTL_OK)
		return status;
	app->where = out->name;
	status = look(out, format, err);
	if (status == DTL_OK)
		app->where = NULL;
	return status;
}

void input_close(input *in)
{
	if (in->file && in->file != stdin)
		fclose(in->file);
	in->file = NULL;
}
