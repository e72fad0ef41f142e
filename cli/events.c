#include "events.h"
#include "table.h"
#include "term.h"
#include "words.h"

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
	table_cell(t, event->id, paint_dim(app));
	str_free(&cell);
}

dtl_status events_table(program *app, const dtl_ask *ask, int64_t *count, dtl_error *err)
{
	dtl_cursor *cursor = NULL;
	table *t = NULL;
	const dtl_event *event;
	*count = 0;
	dtl_status status = dtl_find_events(&cursor, app->db, ask, err);
	if (status == DTL_OK)
		status = table_open(&t, app, columns, COLUMNS, err);
	while (status == DTL_OK && (status = dtl_cursor_event(cursor, &event, err)) == DTL_OK) {
		add_row(t, app, event);
		++*count;
	}
	dtl_status closed = table_close(t, err);
	dtl_cursor_close(cursor);
	return status == DTL_DONE ? closed : status;
}
