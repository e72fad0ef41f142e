#include "events.h"
#include "table.h"
#include "term.h"
#include "words.h"
#include <stdint.h>

static const table_column columns[] = {
	{ "WHEN", 0, 0 },
	{ "TITLE", 16, 0 },
	{ "WHO", 10, 3 },
	{ "WHERE", 12, 4 },
	{ "STATUS", 9, 2 },
	{ "ID", 12, 1 },
};
enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

static void add_row(table *t, program *app, const dtl_event *event)
{
	str cell = STR_INIT;
	words_when(&cell, app, event);
	table_cell(t, str_get(&cell), "");
	table_cell(t, event->title, paint_bold(app));
	str_clear(&cell);
	words_names(&cell, event);
	table_cell(t, str_get(&cell), "");
	str_clear(&cell);
	words_where(&cell, event);
	table_cell(t, str_get(&cell), "");
	str_clear(&cell);
	words_status(&cell, event);
	table_cell(t, str_get(&cell), paint_event(app, event));
	table_line(t, event->snippet);
	table_cell(t, event->id, paint_dim(app));
	str_free(&cell);
}

/* Where the answer was cut, and how to go on from there. */
static void note_more(program *app, int64_t limit, const char *last)
{
	app_note(app, "there is more behind these %lld: --after '%s'", (long long)limit, last);
}

static void keep_last(str *last, const dtl_event *event)
{
	str_clear(last);
	str_add(last, event->id);
	if (event->occurrence)
		str_addf(last, "#%s", event->occurrence);
}

dtl_status events_page(program *app, const dtl_ask *ask, bool tell, int64_t *count, dtl_error *err)
{
	dtl_cursor *cursor = NULL;
	table *t = NULL;
	const dtl_event *event;
	str last = STR_INIT;
	dtl_ask asked = *ask;
	asked.brief = true;
	asked.snippets = true;
	/* One more than is shown tells whether there are any. */
	asked.limit += asked.limit > 0 && asked.limit < INT64_MAX;
	*count = 0;
	dtl_status status = dtl_find_events(&cursor, app->db, &asked, err);
	if (status == DTL_OK)
		status = table_open(&t, app, columns, COLUMNS, err);
	while (status == DTL_OK && (status = dtl_cursor_event(cursor, &event, err)) == DTL_OK) {
		if (ask->limit > 0 && *count == ask->limit) {
			if (tell)
				note_more(app, ask->limit, str_get(&last));
			break;
		}
		add_row(t, app, event);
		if (++*count == ask->limit)
			keep_last(&last, event);
	}
	dtl_status closed = table_close(t, err);
	dtl_cursor_close(cursor);
	str_free(&last);
	return status == DTL_DONE || status == DTL_OK ? closed : status;
}

dtl_status events_table(program *app, const dtl_ask *ask, int64_t *count, dtl_error *err)
{
	return events_page(app, ask, app->terminal, count, err);
}
