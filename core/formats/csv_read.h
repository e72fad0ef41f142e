/*
 * A table of events in: the header says what each column is (see
 * csv_columns.c), or --map does. A row is an entry; what reports it, if columns
 * say so, is defined before it.
 */
#ifndef DTL_FORMATS_CSV_READ_H
#define DTL_FORMATS_CSV_READ_H

#include <dateline/format.h>

extern const dtl_format_option dtl_csv_options[];

dtl_status dtl_csv_read(
    FILE *in, char separator, const dtl_import_options *set, dtl_entry_fn each, void *user, dtl_error *err);

/* The header in the first bytes of a file: how long it is, up to a line break; *head goes over a byte order mark. */
size_t dtl_csv_header(const char **head, size_t len);
size_t dtl_csv_count(const char *text, size_t len, char c);
/* Does one of the header's cells name a title or a date? */
bool dtl_csv_names_an_event(const char *head, size_t len, char separator);

#endif
