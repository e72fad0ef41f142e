/*
 * A reader of calendars that shares nothing with ours: it knows lines, names,
 * parameters and values, and nothing of what they mean.
 */
#ifndef TESTS_BARE_ICS_H
#define TESTS_BARE_ICS_H

#include <stdbool.h>
#include <stddef.h>

/* A property: "0 DTSTART;TZID=Europe/Paris;VALUE=DATE-TIME:20130607T140000", its depth first, parameters in order. */
typedef struct bare_line {
	char *text;
	char *untimed; /* of a time the same without TZID */
} bare_line;

typedef struct bare_event {
	long number; /* of its BEGIN in the file */
	char *uid;   /* empty: none */
	bool edit;   /* it has a RECURRENCE-ID */
	bool cancelled_by_method;
	bool met; /* for whoever compares */
	bare_line *lines;
	size_t count;
} bare_event;

typedef struct bare_calendar {
	bare_event *events;
	size_t count;
} bare_calendar;

/* The VEVENTs of a text; what is no property is passed over. */
bare_calendar bare_read(const char *text, size_t len);
void bare_free(bare_calendar *c);

/* The first line of `wanted` that `have` does not have as often, or NULL. A time may have got a TZID. */
const char *bare_missing(const bare_event *wanted, const bare_event *have);

#endif
