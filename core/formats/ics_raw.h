/*
 * What a calendar said of an event, kept as it came in the event's `extra`, so
 * that an export gives it back. The model carries what it can beside it (title,
 * when, status, recurrence …); these lines are the rest, and the original
 * spelling of what the model carries.
 *
 *	{"ics": {
 *		"lines":     ["UID:…", "DTSTART;TZID=Europe/Paris:20130607T140000", "BEGIN:VALARM", …],
 *		"sequence":  2,                     where it is not 0
 *		"stamp":     "20130604T120000Z",    the value of DTSTAMP
 *		"timezones": ["BEGIN:VTIMEZONE\nTZID:…\n…\nEND:VTIMEZONE"],
 *		"uid":       "…"                    where it is not the event's key, with or without "@dateline"
 *	}}
 *
 * lines      the content lines between BEGIN:VEVENT and END:VEVENT in their
 *            order, unfolded, parameters and escapes as they came; sub-components
 *            in place with their BEGIN and END. Not among them: DTSTAMP, when it
 *            has no parameters (see stamp), and X-DATELINE-… that went into the
 *            model. Of an event of our own that comes back (its X-DATELINE-EDTF
 *            agrees with its DTSTART and DTEND) only what our exporter does not
 *            write itself: often nothing, and then there is no "ics" at all.
 *            SEQUENCE, LAST-MODIFIED, CREATED, RRULE, RDATE, EXDATE are among them.
 *            Said of the whole calendar, and so with the event: times that have
 *            their zone from X-WR-TIMEZONE get a TZID, what METHOD cancels gets
 *            STATUS:CANCELLED. A UID that was made for want of one, and lines
 *            that our exporter put between those of others (they have the
 *            parameter X-DATELINE) are not among them once they are understood.
 * timezones  of the TZIDs in `lines` those whose VTIMEZONE is needed: no IANA
 *            name, or not the rules that the IANA zone of that name has. Lines
 *            are parted by \n. A TZID without one here is an IANA name, or had
 *            no VTIMEZONE in the file either.
 *
 * Members are absent where there is nothing to say. An event's `instances`
 * (RECURRENCE-ID overrides) keep theirs the same way: the value of a member
 * holds "lines" (with its own UID and RECURRENCE-ID), "sequence", "stamp" and
 * "timezones" beside the fields that differ (fields_calendar.c of the model).
 *
 * A line is given back as it came while the model still says what was read from
 * it; these functions are how it was read.
 */
#ifndef DTL_FORMATS_ICS_RAW_H
#define DTL_FORMATS_ICS_RAW_H

#include "base/json.h"
#include "base/text.h"
#include <stdbool.h>

/* The title of a VEVENT without SUMMARY, or with an empty one. */
#define DTL_ICS_UNTITLED "(no title)"
/* What an export with --cancelled mark puts before the title of what is cancelled, in place of its STATUS. */
#define DTL_ICS_MARK "Cancelled: "

/* A content line, cut: "DTSTART" ";TZID=Europe/Paris" "20130607T140000". */
typedef struct dtl_ics_prop {
	dtl_slice name;   /* as written; compare with dtl_ics_prop_is() */
	dtl_slice params; /* with the ';' before each; empty: none */
	dtl_slice value;
} dtl_ics_prop;

/* False: it is no content line (no ':' outside quotes, or no name before it). The slices point into `line`. */
bool dtl_ics_prop_cut(dtl_ics_prop *out, dtl_slice line);
/* Names are compared without case. */
bool dtl_ics_prop_is(const dtl_ics_prop *p, const char *name);
/* The value of a parameter, its quotes and RFC 6868 carets taken off, appended to `out`; false: there is none. */
bool dtl_ics_prop_param(const dtl_ics_prop *p, const char *name, dtl_text *out);

/* A TEXT value with its backslashes taken off, appended to `out`. */
void dtl_ics_unescape(dtl_text *out, dtl_slice value);
/* The same on one line: runs of blanks and line breaks are one blank; none at the ends. As titles are read. */
void dtl_ics_unescape_line(dtl_text *out, dtl_slice value);
/* The same with line breaks as \n, control characters left out, none at the ends. As descriptions are read. */
void dtl_ics_unescape_lines(dtl_text *out, dtl_slice value);

/* "TENTATIVE" → "expected"; NULL: it stands for none of ours. Compares without case. */
const char *dtl_ics_status(dtl_slice value);

#endif
