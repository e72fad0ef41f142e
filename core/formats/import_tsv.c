/* A table with tabs in. */
#include "formats/csv_read.h"

static bool sniff(const char *head, size_t len)
{
	len = dtl_csv_header(&head, len);
	return dtl_csv_count(head, len, '\t') > 0 && dtl_csv_names_an_event(head, len, '\t');
}

static dtl_status read_all(
    FILE *in, const dtl_import_options *set, dtl_entry_fn each, void *user, dtl_error *err)
{
	return dtl_csv_read(in, '\t', set, each, user, err);
}

const dtl_importer dtl_import_tsv = {
	.name = "tsv",
	.summary = "the same, parted by tabs",
	.lane = "csv",
	.sniff = sniff,
	.read = read_all,
	.options = dtl_csv_options,
};
