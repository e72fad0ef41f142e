#include "formats/csv_table.h"
#include "formats/csv.h"
#include "formats/csv_columns.h"
#include "formats/emit.h"

static void add_cell(dtl_csv_table *d, bool first, const char *s)
{
	if (!first)
		dtl_text_add_char(&d->row, d->separator);
	dtl_csv_add(&d->row, s, d->separator);
}

static dtl_status end_row(dtl_csv_table *d, FILE *out, dtl_error *err)
{
	dtl_text_add(&d->row, "\r\n");
	return dtl_emit(&d->row, out, err);
}

dtl_status dtl_csv_table_begin(
    dtl_csv_table *d, char separator, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	const dtl_csv_column *c;
	d->separator = separator;
	d->derived = options->derived;
	d->windowed = options->windowed;
	for (size_t i = 0; (c = dtl_csv_column_at(i)); i++)
		if (c->add)
			add_cell(d, i == 0, c->name);
	if (d->derived)
		add_cell(d, false, "state");
	if (d->windowed)
		add_cell(d, false, "certainty");
	return end_row(d, out, err);
}

dtl_status dtl_csv_table_event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	dtl_csv_table *d = state;
	const dtl_csv_column *c;
	for (size_t i = 0; (c = dtl_csv_column_at(i)); i++) {
		if (!c->add)
			continue;
		dtl_text_clear(&d->cell);
		c->add(&d->cell, e);
		if (dtl_text_failed(&d->cell))
			return dtl_fail_memory(err);
		add_cell(d, i == 0, dtl_text_str(&d->cell));
	}
	if (d->derived)
		add_cell(d, false, dtl_state_name(e->state));
	if (d->windowed)
		add_cell(d, false, e->certain ? "definite" : "possible");
	return end_row(d, out, err);
}

dtl_status dtl_csv_table_end(void *state, FILE *out, dtl_error *err)
{
	dtl_csv_table *d = state;
	return dtl_emit_last(&d->row, out, err);
}

void dtl_csv_table_free(void *state)
{
	dtl_csv_table *d = state;
	dtl_text_free(&d->row);
	dtl_text_free(&d->cell);
}
