/* Whatever a query says, parsing it ends with a tree or with an error of three lines. */
#include "query/parse.h"
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_error(const dtl_error *err)
{
	size_t lines = 0;
	for (const char *p = err->text; *p; p++)
		lines += *p == '\n';
	if (err->status != DTL_E_ARGUMENT || lines != 2 || err->text[strlen(err->text) - 1] != '^')
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dtl_arena arena = DTL_ARENA_INIT;
	dtl_error err = { .status = DTL_OK };
	dtl_node *tree = NULL;
	char *query = malloc(size + 1);
	if (!query)
		return 0;
	if (size)
		memcpy(query, data, size);
	query[size] = '\0';
	if (dtl_query_parse(&tree, &arena, query, &err) != DTL_OK)
		check_error(&err);
	dtl_arena_free(&arena);
	free(query);
	return 0;
}
