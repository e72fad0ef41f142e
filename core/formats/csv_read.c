#include "formats/csv_read.h"
#include "formats/csv.h"
#include "formats/csv_map.h"
#include "formats/csv_row.h"
#include <string.h>

static const char *const orders[] = { "ymd", "dmy", "mdy", NULL };

const dtl_format_option dtl_csv_options[] = {
	{ "map", "FIELD=COLUMN[,FIELD=COLUMN…]", NULL,
	    "which columns are which fields: title, when, place.name, source.url, extra.NAME …" },
	{ "date-order", NULL, orders, "how dates in numbers are written; else 6/7/2013 is refused" },
	{ NULL, NULL, NULL, NULL },
};

static dtl_status hand_out(
    const dtl_csv_row *row, const dtl_csv *in, dtl_entry_fn each, void *user, dtl_error *err)
{
	dtl_entry event = { .kind = DTL_EVENT,
		.id = row->id,
		.uid = row->uid,
		.doc = row->event,
		.known = row->known,
		.line = in->line };
	dtl_status status = DTL_OK;
	if (row->source) {
		dtl_entry source = { .kind = DTL_SOURCE,
			.id = dtl_text_str(&row->source_id),
			.doc = row->source,
			.line = in->line };
		status = each(user, &source, err);
		event.source = source.id;
	}
	if (status == DTL_OK || status == DTL_E_REJECTED)
		status = each(user, &event, err);
	return status == DTL_E_REJECTED ? DTL_OK : status;
}

static dtl_status refuse(
    const dtl_csv *in, const dtl_error *why, dtl_entry_fn each, void *user, dtl_error *err)
{
	dtl_entry entry = { .kind = DTL_EVENT, .line = in->line, .error = why };
	dtl_status status = each(user, &entry, err);
	return status == DTL_E_REJECTED ? DTL_OK : status;
}

/* A row that cannot become an entry is refused by its line, and the next one is taken. */
static dtl_status take_row(const dtl_csv *in, const dtl_csv_map *map, const char *order, dtl_entry_fn each,
    void *user, dtl_error *err)
{
	dtl_csv_row row;
	dtl_error why;
	dtl_status status = dtl_csv_row_read(&row, in, map, order, &why);
	if (status == DTL_OK)
		status = hand_out(&row, in, each, user, err);
	else if (status == DTL_E_PARSE)
		status = refuse(in, &why, each, user, err);
	else if (err)
		*err = why;
	dtl_csv_row_free(&row);
	return status;
}

static dtl_status tell_left(const dtl_csv_map *map, dtl_entry_fn each, void *user, dtl_error *err)
{
	dtl_text note = DTL_TEXT_INIT;
	dtl_csv_map_left(map, &note);
	dtl_entry entry = { .kind = DTL_EVENT, .note = dtl_text_str(&note) };
	dtl_status status = note.len > 0 ? each(user, &entry, err) : DTL_OK;
	dtl_text_free(&note);
	return status;
}

dtl_status dtl_csv_read(
    FILE *in, char separator, const dtl_import_options *set, dtl_entry_fn each, void *user, dtl_error *err)
{
	dtl_csv csv = dtl_csv_from(in, separator);
	dtl_csv_map map = { 0 };
	const char *order = dtl_import_setting(set, "date-order");
	dtl_status status = dtl_csv_next(&csv, err);
	if (status == DTL_DONE)
		status = dtl_fail_line(err, DTL_E_PARSE, 1, "there is no header");
	if (status == DTL_OK)
		status = dtl_csv_map_make(&map, &csv, dtl_import_setting(set, "map"), err);
	if (status == DTL_OK)
		status = tell_left(&map, each, user, err);
	while (status == DTL_OK && (status = dtl_csv_next(&csv, err)) == DTL_OK)
		status = take_row(&csv, &map, order, each, user, err);
	dtl_csv_map_free(&map);
	dtl_csv_free(&csv);
	return status == DTL_DONE ? DTL_OK : status;
}

/* The header, as it stands in the first bytes: without a byte order mark, up to the first line break. */
size_t dtl_csv_header(const char **head, size_t len)
{
	if (len >= 3 && memcmp(*head, "\xEF\xBB\xBF", 3) == 0) {
		*head += 3;
		len -= 3;
	}
	size_t end = 0;
	while (end < len && (*head)[end] != '\n' && (*head)[end] != '\r')
		end++;
	return end;
}

size_t dtl_csv_count(const char *text, size_t len, char c)
{
	size_t count = 0;
	for (size_t i = 0; i < len; i++)
		count += text[i] == c;
	return count;
}

/* Does one of the header's cells name a title or a date? */
bool dtl_csv_names_an_event(const char *head, size_t len, char separator)
{
	static const char *const names[] = { "title", "when", "date" };
	for (size_t at = 0; at < len;) {
		size_t end = at;
		while (end < len && head[end] != separator)
			end++;
		size_t from = at + (head[at] == '"'), to = end - (end > at + 1 && head[end - 1] == '"');
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (to - from == strlen(names[i]) &&
			    dtl_csv_same_name(head + from, to - from, names[i]))
				return true;
		at = end + 1;
	}
	return false;
}
