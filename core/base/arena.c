#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct dtl_arena_chunk {
	dtl_arena_chunk *older;
	size_t used, size;
	max_align_t data[];
};

enum { FIRST_CHUNK = 4096 };

static dtl_arena_chunk *add_chunk(dtl_arena *a, size_t least)
{
	size_t size = a->chunk ? a->chunk->size * 2 : FIRST_CHUNK;
	if (size < least)
		size = least;
	dtl_arena_chunk *chunk = size > SIZE_MAX / 2 ? NULL : malloc(sizeof *chunk + size);
	if (!chunk) {
		a->failed = true;
		return NULL;
	}
	*chunk = (dtl_arena_chunk){ .older = a->chunk, .used = 0, .size = size };
	a->chunk = chunk;
	return chunk;
}

void *dtl_arena_alloc(dtl_arena *a, size_t size)
{
	size_t round = alignof(max_align_t) - 1;
	size_t need = size > SIZE_MAX / 4 ? SIZE_MAX / 4 : (size + round) & ~round;
	dtl_arena_chunk *chunk = a->chunk;
	if (!chunk || chunk->size - chunk->used < need)
		chunk = add_chunk(a, need);
	if (!chunk)
		return NULL;
	void *piece = (char *)chunk->data + chunk->used;
	chunk->used += need;
	return piece;
}

char *dtl_arena_text_len(dtl_arena *a, const char *s, size_t len)
{
	char *copy = s ? dtl_arena_alloc(a, len + 1) : NULL;
	if (!copy)
		return NULL;
	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *dtl_arena_text(dtl_arena *a, const char *s)
{
	return s ? dtl_arena_text_len(a, s, strlen(s)) : NULL;
}

static void free_chunks(dtl_arena_chunk *chunk)
{
	while (chunk) {
		dtl_arena_chunk *older = chunk->older;
		free(chunk);
		chunk = older;
	}
}

void dtl_arena_clear(dtl_arena *a)
{
	if (a->chunk) {
		/* Each chunk is at least as large as the one before it. */
		free_chunks(a->chunk->older);
		a->chunk->older = NULL;
		a->chunk->used = 0;
	}
	a->failed = false;
}

void dtl_arena_free(dtl_arena *a)
{
	free_chunks(a->chunk);
	*a = (dtl_arena)DTL_ARENA_INIT;
}
