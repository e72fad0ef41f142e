/* Arrays that grow by doubling. */
#ifndef DTL_BASE_ARRAY_H
#define DTL_BASE_ARRAY_H

#include <stddef.h>
#include <stdlib.h>

/*
 * Room for one more element of `size` bytes behind `count`: the array, perhaps
 * moved, with *cap brought up to date; NULL when there is no memory, and the
 * old array stays as it was.
 *
 *	item *room = dtl_array_room(list->items, &list->cap, list->count, sizeof *room);
 *	if (!room)
 *		return false;
 *	list->items = room;
 */
static inline void *dtl_array_room(void *array, size_t *cap, size_t count, size_t size)
{
	if (count < *cap)
		return array;
	size_t more = *cap ? *cap * 2 : 16;
	void *bigger = more > (size_t)-1 / 2 / size ? NULL : realloc(array, more * size);
	if (bigger)
		*cap = more;
	return bigger;
}

#endif
