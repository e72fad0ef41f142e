#include "formats/csv_map.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char extra_prefix[] = "extra.";

bool dtl_csv_same_name(const char *text, size_t len, const char *name)
{
	return strlen(name) == len && strncasecmp(text, name, len) == 0;
}

static dtl_csv_bound *find_header(dtl_csv_map *map, const char *name)
{
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->columns[i].header, name) == 0)
			return &map->columns[i];
	return NULL;
}

static bool is_bound(const dtl_csv_map *map, const dtl_csv_column *column)
{
	for (size_t i = 0; i < map->count; i++)
		if (map->columns[i].column == column && !map->columns[i].extra)
			return true;
	return false;
}

static dtl_status copy_headers(dtl_csv_map *map, const dtl_csv *header, dtl_error *err)
{
	map->columns = calloc(header->count, sizeof(*map->columns));
	if (!map->columns)
		return dtl_fail_memory(err);
	for (; map->count < header->count; map->count++) {
		char *name = strdup(dtl_csv_cell(header, map->count));
		if (!name)
			return dtl_fail_memory(err);
		map->columns[map->count].header = name;
	}
	return DTL_OK;
}

static dtl_status unknown_field(const char *field, dtl_error *err)
{
	enum { FAR = 4 };
	const dtl_csv_column *c;
	const char *nearest = NULL;
	size_t best = FAR;
	for (size_t i = 0; (c = dtl_csv_column_at(i)); i++) {
		size_t distance = c->form == DTL_CSV_DERIVED ? FAR : dtl_distance(field, c->name, FAR);
		if (distance < best) {
			best = distance;
			nearest = c->name;
		}
	}
	if (nearest)
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "--map: no field '%s': did you mean '%s'?", field, nearest);
	return dtl_fail(err, DTL_E_ARGUMENT, "--map: no field '%s'", field);
}

static dtl_status unknown_column(const dtl_csv_map *map, const char *name, dtl_error *err)
{
	dtl_text list = DTL_TEXT_INIT;
	for (size_t i = 0; i < map->count; i++)
		dtl_text_addf(&list, "%s'%s'", i > 0 ? ", " : "", map->columns[i].header);
	dtl_status status =
	    dtl_fail(err, DTL_E_ARGUMENT, "--map: no column '%s': there are %s", name, dtl_text_str(&list));
	dtl_text_free(&list);
	return status;
}

static dtl_status bind(dtl_csv_map *map, const char *field, const char *header, dtl_error *err)
{
	size_t prefix = strlen(extra_prefix);
	bool extra = strncmp(field, extra_prefix, prefix) == 0 && field[prefix];
	const dtl_csv_column *column = dtl_csv_column_find(extra ? "extra" : field);
	if (!column || column->form == DTL_CSV_DERIVED)
		return unknown_field(field, err);
	dtl_csv_bound *bound = find_header(map, header);
	if (!bound)
		return unknown_column(map, header, err);
	if (bound->column)
		return dtl_fail(err, DTL_E_ARGUMENT, "--map: the column '%s' is mapped twice", header);
	if (!extra && is_bound(map, column))
		return dtl_fail(err, DTL_E_ARGUMENT, "--map: the field '%s' is mapped twice", field);
	bound->column = column;
	bound->extra = extra ? strdup(field + prefix) : NULL;
	return extra && !bound->extra ? dtl_fail_memory(err) : DTL_OK;
}

/* "FIELD=COLUMN" */
static dtl_status bind_pair(dtl_csv_map *map, char *pair, dtl_error *err)
{
	char *equals = strchr(pair, '=');
	if (!equals || equals == pair || !equals[1])
		return dtl_fail(err, DTL_E_ARGUMENT, "--map: expected FIELD=COLUMN: '%s'", pair);
	*equals = '\0';
	return bind(map, pair, equals + 1, err);
}

/* Parted by commas; one in a column's name is led by a backslash. */
static dtl_status bind_pairs(dtl_csv_map *map, const char *pairs, dtl_error *err)
{
	dtl_text pair = DTL_TEXT_INIT;
	dtl_status status = DTL_OK;
	while (status == DTL_OK && *pairs) {
		dtl_text_clear(&pair);
		for (; *pairs && *pairs != ','; pairs++) {
			if (pairs[0] == '\\' && pairs[1])
				pairs++;
			dtl_text_add_char(&pair, *pairs);
		}
		pairs += *pairs == ',';
		if (dtl_text_failed(&pair))
			status = dtl_fail_memory(err);
		else if (pair.len > 0)
			status = bind_pair(map, pair.data, err);
	}
	dtl_text_free(&pair);
	return status;
}

/* Of what it is called: others' tables say "date". */
static const char *usual_name(const char *header)
{
	return dtl_csv_same_name(header, strlen(header), "date") ? "when" : header;
}

/* What --map did not speak of is bound by its name. */
static void bind_names(dtl_csv_map *map)
{
	const dtl_csv_column *c;
	for (size_t i = 0; i < map->count; i++) {
		const char *header = usual_name(map->columns[i].header);
		for (size_t j = 0; !map->columns[i].column && (c = dtl_csv_column_at(j)); j++)
			if (dtl_csv_same_name(header, strlen(header), c->name) && !is_bound(map, c))
				map->columns[i].column = c;
	}
}

/* A place is named in one cell, or described in several. */
static bool has_two_places(const dtl_csv_map *map)
{
	bool one = false, several = false;
	for (size_t i = 0; i < map->count; i++) {
		const char *name = map->columns[i].column ? map->columns[i].column->name : "";
		one = one || strcmp(name, "place") == 0;
		several = several || strncmp(name, "place.", 6) == 0;
	}
	return one && several;
}

dtl_status dtl_csv_map_make(dtl_csv_map *out, const dtl_csv *header, const char *map, dtl_error *err)
{
	*out = (dtl_csv_map){ 0 };
	dtl_status status = copy_headers(out, header, err);
	if (status == DTL_OK && map)
		status = bind_pairs(out, map, err);
	if (status != DTL_OK)
		return status;
	bind_names(out);
	if (has_two_places(out))
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "the place is in a column 'place' and in columns 'place.…'");
	if (!is_bound(out, dtl_csv_column_find("title")) && !is_bound(out, dtl_csv_column_find("id")))
		return dtl_fail_line(err, DTL_E_PARSE, header->line,
		    "no column is the title: name one with --map title=COLUMN");
	return DTL_OK;
}

void dtl_csv_map_free(dtl_csv_map *map)
{
	for (size_t i = 0; i < map->count; i++) {
		free(map->columns[i].header);
		free(map->columns[i].extra);
	}
	free(map->columns);
	*map = (dtl_csv_map){ 0 };
}

void dtl_csv_map_left(const dtl_csv_map *map, dtl_text *out)
{
	size_t count = 0;
	for (size_t i = 0; i < map->count; i++)
		if (!map->columns[i].column)
			dtl_text_addf(
			    out, "%s'%s'", count++ ? ", " : "columns not taken: ", map->columns[i].header);
}
