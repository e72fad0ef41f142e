/* The ledger as text. */
#include "ledger/dump.h"
#include "model/db.h"

#include <dateline/share.h>

#include <errno.h>
#include <string.h>

typedef struct printer {
	FILE *out;
	dtl_text text;
	int64_t lines;
} printer;

static dtl_status print_line(void *user, const dtl_line *line, dtl_error *err)
{
	printer *p = user;
	dtl_text_clear(&p->text);
	dtl_line_print(line, &p->text);
	dtl_text_add_char(&p->text, '\n');
	if (dtl_text_failed(&p->text))
		return dtl_fail_memory(err);
	errno = 0;
	if (fwrite(p->text.data, 1, p->text.len, p->out) != p->text.len)
		return dtl_fail_system(err, errno, "cannot write");
	p->lines++;
	return DTL_OK;
}

dtl_status dtl_dump(dtl_db *db, FILE *out, int64_t *lines, dtl_error *err)
{
	printer p = { out, DTL_TEXT_INIT, 0 };
	dtl_status status = dtl_store_read_begin(db->store, err);
	if (status != DTL_OK)
		return status;
	status = print_line(&p, &(dtl_line){ .type = DTL_LINE_FORMAT }, err);
	if (status == DTL_OK)
		status = dtl_ledger_walk(db->store, print_line, &p, err);
	dtl_store_read_end(db->store);
	dtl_text_free(&p.text);
	if (status == DTL_OK && fflush(out) != 0)
		status = dtl_fail_system(err, errno, "cannot write");
	if (lines)
		*lines = p.lines;
	return status;
}
