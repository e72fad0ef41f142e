/*
 * Phrases: the words of the news → EDTF. Pure, allocates nothing.
 *
 * The language is in tables that can be read: the words in phrase_words.def,
 * days in phrase_point.c (of what is in phrase_small.c and phrase_holiday.c),
 * periods in phrase_period.c and phrase_week.c, their parts in phrase_part.c,
 * and what is said about them (since, by, from … to) in phrase_grammar.c. Any
 * change to what they mean raises DTL_PHRASE_RULES.
 *
 * What the rules hold to:
 * - A whole period that EDTF writes as one date is that date: next month
 *   2013-07, this summer 2013-22, the third quarter 2013-35, the second half of
 *   2014 2014-41, the 1990s 199X. A week, a weekend, a part of a period and "the
 *   next ten days" are windows [a..b], because an interval a/b would say that it
 *   begins on the first day and lasts to the last.
 * - Intervals a/b are what is said to last: from June 5 to 7, Wednesday and
 *   Thursday, two days from Monday.
 * - Weeks are Monday to Sunday; "next" Friday is that of next week, "last"
 *   Friday the one before today. Parts: of a week early Monday-Tuesday, mid
 *   Tuesday-Thursday, late Thursday-Sunday, end Friday-Sunday; of a month 1-10,
 *   11-20 and 21-; of a year four months each; of a decade 0-3, 4-6, 6-9.
 *   The end of a year is December; in a deadline it is the last day.
 * - A deadline is a window from the day of saying: by July [today..2013-07-31].
 * - What is vague stays so: in recent months [..today], soon [today..].
 * - "in two weeks", "two months ago" are written with ~, as exactly as meant;
 *   days are exact.
 * - Without a year the tense decides; without a tense the nearer one, and where
 *   both are about as near, or for a bare weekday, none.
 * - Words around a date are let through only if they say nothing about dates.
 */
#ifndef DTL_DATES_PHRASE_H
#define DTL_DATES_PHRASE_H

#include <dateline/date.h>

#define DTL_PHRASE_EDTF_MAX 96 /* bytes, with the NUL, of the EDTF that a phrase becomes */

/*
 * Read `phrase` as said on ctx->said_on and write EDTF.
 * DTL_E_ARGUMENT  not a date, or not a certain one: the words and the reason
 */
dtl_status dtl_phrase_read(
    char edtf[DTL_PHRASE_EDTF_MAX], const char *phrase, const dtl_date_context *ctx, dtl_error *err);

#endif
