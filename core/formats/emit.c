#include "formats/emit.h"
#include "base/error.h"
#include <errno.h>
#include <string.h>

static dtl_status cannot_write(dtl_error *err)
{
	return dtl_fail_system(err, errno, "cannot write");
}

dtl_status dtl_emit(dtl_text *text, FILE *out, dtl_error *err)
{
	if (dtl_text_failed(text))
		return dtl_fail_memory(err);
	size_t len = text->len;
	if (len > 0 && fwrite(text->data, 1, len, out) != len)
		return cannot_write(err);
	dtl_text_clear(text);
	return DTL_OK;
}

dtl_status dtl_emit_last(dtl_text *text, FILE *out, dtl_error *err)
{
	dtl_status status = dtl_emit(text, out, err);
	if (status == DTL_OK && fflush(out) != 0)
		status = cannot_write(err);
	return status;
}
