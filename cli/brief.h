/* Who said what when, in words and in JSON: what drift, diff, stale and changes share. */
#ifndef CLI_BRIEF_H
#define CLI_BRIEF_H

#include "str.h"
#include <dateline/brief.h>
#include <stdio.h>

/* Append "China Daily, 10 Jul 2013"; "by hand, …" where it was no source. */
void brief_witness(str *out, const dtl_witness *by);
/* Append the first half of it alone. */
void brief_publisher(str *out, const dtl_witness *by);
/* Append "2 days later", "a day earlier"; nothing where the days are not known. */
void brief_shift(str *out, const dtl_turns *turns);

/* The members source, publisher (both may be null) and known_at of an object, each behind a comma. */
void json_witness(FILE *out, const dtl_witness *by);
/* The member "when": the object of documents; null where there is none. */
void json_when(FILE *out, bool first, const dtl_event *event);
/* The member "turns": their names in an array. */
void json_turns(FILE *out, bool first, const dtl_turns *turns);

#endif
