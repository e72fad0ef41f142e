/* A table with commas or semicolons in. */
#include "base/error.h"
#include "formats/csv_read.h"

/* Where a comma parts the decimals, spreadsheets part cells by semicolons. */
static char separator_in(const char *head, size_t len)
{
	return dtl_csv_count(head, len, ';') > dtl_csv_count(head, len, ',') ? ';' : ',';
}

static bool sniff(const char *head, size_t len)
{
	len = dtl_csv_header(&head, len);
	char separator = separator_in(head, len);
	return dtl_csv_count(head, len, separator) > 0 && dtl_csv_names_an_event(head, len, separator);
}

static dtl_status read_all(
    FILE *in, const dtl_import_options *set, dtl_entry_fn each, void *user, dtl_error *err)
{
	char block[4096];
	const char *head = block;
	long begin = ftell(in);
	size_t len = fread(block, 1, sizeof(block), in);
	len = dtl_csv_header(&head, len);
	if (begin < 0 || fseek(in, begin, SEEK_SET) != 0)
		return dtl_fail(err, DTL_E_IO, "cannot be read from its beginning");
	return dtl_csv_read(in, separator_in(head, len), set, each, user, err);
}

const dtl_importer dtl_import_csv = {
	.name = "csv",
	.summary = "a table with a header, parted by commas or semicolons",
	.lane = "csv",
	.sniff = sniff,
	.read = read_all,
	.options = dtl_csv_options,
};
