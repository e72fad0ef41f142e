/* Where lines stand on an axis of time, and what they are called. */
#ifndef DTL_FORMATS_PICTURE_TIME_H
#define DTL_FORMATS_PICTURE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dtl_ticks {
	int64_t from, to;  /* seconds */
	int64_t years;     /* between two lines; 0: */
	int months, days;  /* these */
	int64_t year;      /* of the next one */
	int month;         /* 1–12 */
	int64_t day_count; /* days since 1970 */
	int64_t named;     /* the year that was named last, where days are counted */
} dtl_ticks;

/* Between a few and some fifteen lines over that time, at the beginnings of years, months, weeks or days. */
dtl_ticks dtl_ticks_over(int64_t from, int64_t to);
/* The next line and its words; false: there are no more. */
bool dtl_ticks_next(dtl_ticks *t, int64_t *at, char *words, size_t size);

#endif
