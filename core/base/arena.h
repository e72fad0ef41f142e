/* Memory that dies together: many small pieces, one clear. Pieces never move. */
#ifndef DTL_BASE_ARENA_H
#define DTL_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct dtl_arena_chunk dtl_arena_chunk;

typedef struct dtl_arena {
	dtl_arena_chunk *chunk; /* the one in use; older ones hang behind it */
	bool failed;            /* out of memory: sticky until cleared */
} dtl_arena;

#define DTL_ARENA_INIT                                                                                       \
	{                                                                                                    \
		NULL, false                                                                                  \
	}

/* `size` bytes, aligned for anything, not zeroed; NULL when there is no memory. */
void *dtl_arena_alloc(dtl_arena *a, size_t size);
/* A copy with a NUL behind it; NULL for NULL (and when there is no memory). */
char *dtl_arena_text(dtl_arena *a, const char *s);
char *dtl_arena_text_len(dtl_arena *a, const char *s, size_t len);
/* Forget all pieces, keep the largest chunk for the next ones. */
void dtl_arena_clear(dtl_arena *a);
void dtl_arena_free(dtl_arena *a);

#endif
