/* Words for one date, one range: the pieces that people.c puts together. */
#ifndef DTL_DATES_PEOPLE_H
#define DTL_DATES_PEOPLE_H

#include "dates/edtf.h"

/* How times are shown. */
typedef struct dtl_show {
	const char *stored_zone; /* of times without an offset, or NULL */
	const char *zone;        /* to show them in, or NULL: as they were given */
} dtl_show;

extern const char *const dtl_month_names[12];  /* "January" … */
extern const char *const dtl_month_shorts[12]; /* "Jan" … */

/* One date with its qualifiers: "7 Jun 2013", "c. 1972", "second half of 2014". */
void dtl_people_date(dtl_out *out, const dtl_edtf_end *end, const dtl_show *show);
/* From one date to another, sharing what they share: "7–8 Jun 2013". */
void dtl_people_range(dtl_out *out, const dtl_edtf_end *from, const dtl_edtf_end *to, const dtl_show *show);

#endif
