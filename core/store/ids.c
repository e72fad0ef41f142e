#include "store/ids.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

static const char list_type[] = "dateline-ids";

/* A table of open addresses, at most half full. 0 marks a place that is free. */
typedef struct ids {
	int64_t *places;
	size_t count, cap; /* a power of two */
	bool zero;         /* 0 is in it, too */
} ids;

static void free_ids(void *p)
{
	ids *list = p;
	if (list)
		free(list->places);
	free(list);
}

/* Where the id stands, or would. Fibonacci hashing: ids follow each other, and would lie in one heap. */
static size_t place_of(const ids *list, int64_t id)
{
	size_t mask = list->cap - 1;
	size_t at = (size_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 32) & mask;
	while (list->places[at] && list->places[at] != id)
		at = (at + 1) & mask;
	return at;
}

static bool grow(ids *list)
{
	ids more = { .count = list->count, .cap = list->cap ? 2 * list->cap : 256, .zero = list->zero };
	more.places = calloc(more.cap, sizeof(*more.places));
	if (!more.places)
		return false;
	for (size_t i = 0; i < list->cap; i++)
		if (list->places[i])
			more.places[place_of(&more, list->places[i])] = list->places[i];
	free(list->places);
	*list = more;
	return true;
}

static bool put(ids *list, int64_t id)
{
	if (id == 0)
		return list->zero = true;
	if (2 * list->count >= list->cap && !grow(list))
		return false;
	size_t at = place_of(list, id);
	list->count += !list->places[at];
	list->places[at] = id;
	return true;
}

static bool has(const ids *list, int64_t id)
{
	if (id == 0)
		return list->zero;
	return list->cap > 0 && list->places[place_of(list, id)] == id;
}

/* ---- ids(id) ---- */

static void add_id(sqlite3_context *context, int count, sqlite3_value **values)
{
	ids **list = sqlite3_aggregate_context(context, sizeof(ids *));
	(void)count;
	if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	if (list && !*list)
		*list = calloc(1, sizeof(**list));
	if (!list || !*list || !put(*list, sqlite3_value_int64(values[0])))
		sqlite3_result_error_nomem(context);
}

static void give_list(sqlite3_context *context)
{
	ids **made = sqlite3_aggregate_context(context, 0);
	/* Without a row there is a list, too: an empty one. */
	ids *list = made && *made ? *made : calloc(1, sizeof(*list));
	if (list)
		sqlite3_result_pointer(context, list, list_type, free_ids);
	else
		sqlite3_result_error_nomem(context);
}

/* ---- among(id, list) ---- */

static void among(sqlite3_context *context, int count, sqlite3_value **values)
{
	const ids *list = sqlite3_value_pointer(values[1], list_type);
	(void)count;
	if (!list)
		sqlite3_result_error(context, "among: not a list of ids()", -1);
	else if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		sqlite3_result_int(context, 0);
	else
		sqlite3_result_int(context, has(list, sqlite3_value_int64(values[0])));
}

int dtl_ids_register(sqlite3 *handle)
{
	int code = sqlite3_create_function_v2(
	    handle, "ids", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, NULL, add_id, give_list, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_function_v2(
		    handle, "among", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, among, NULL, NULL, NULL);
	return code;
}
