#include "parts.h"
#include <string.h>

/* "talks.ics" → "talks-2.ics" */
static void name_part(parts *p)
{
	const char *slash = strrchr(p->name, '/');
	const char *base = slash ? slash + 1 : p->name;
	const char *dot = strrchr(base, '.');
	size_t stem = dot && dot > base ? (size_t)(dot - p->name) : strlen(p->name);
	str_clear(&p->path);
	str_add_len(&p->path, p->name, stem);
	str_addf(&p->path, "-%lld%s", (long long)p->count, p->name + stem);
}

dtl_status parts_next(void *user, const dtl_event *first, FILE **out, dtl_error *err)
{
	parts *p = user;
	(void)first; /* without any event there is one file, too: an empty calendar */
	dtl_status status = p->count ? output_close(&p->file, DTL_OK, err) : DTL_OK;
	p->file = (output){ 0 };
	p->count++;
	name_part(p);
	if (status == DTL_OK && p->path.failed)
		status = fail_memory(err);
	if (status == DTL_OK)
		status = output_open(&p->file, p->app, str_get(&p->path), err);
	*out = p->file.file;
	return status;
}

dtl_status parts_close(parts *p, dtl_status status, dtl_error *err)
{
	if (p->file.name)
		status = output_close(&p->file, status, err);
	str_free(&p->path);
	return status;
}
