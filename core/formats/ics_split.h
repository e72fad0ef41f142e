/*
 * A calendar cut into its components, one in memory at a time. Structure is
 * judged here: what is wrong inside one component, or that the file ends in
 * its middle, spoils that one; a text that is no calendar cannot be read.
 */
#ifndef DTL_FORMATS_ICS_SPLIT_H
#define DTL_FORMATS_ICS_SPLIT_H

#include "formats/ics_raw.h"
#include "formats/ics_unfold.h"

enum {
	DTL_ICS_COMPONENT_MAX = 4 << 20, /* bytes of a component that is taken */
	DTL_ICS_LINES_MAX = 50000,       /* in it */
	DTL_ICS_DEPTH_MAX = 8,           /* of components within components */
	DTL_ICS_NAME_MAX = 64,
};

typedef struct dtl_ics_content {
	size_t at, len; /* in the component's text */
	long number;    /* its line in the file */
	int depth; /* 0: a property of the component itself; BEGIN and END of sub-components stand at their own depth, from 1 */
	dtl_ics_prop prop; /* once the component is complete */
} dtl_ics_content;

typedef struct dtl_ics_component {
	char name[DTL_ICS_NAME_MAX]; /* upper case */
	long number;                 /* of its BEGIN */
	int64_t offset;
	dtl_text text; /* all lines between BEGIN and END, each with '\n' behind it */
	dtl_ics_content *lines;
	size_t count, cap;
	char problem[256]; /* why it cannot be taken; empty: nothing is wrong */
	bool cleaned;      /* control characters were left out */
} dtl_ics_component;

void dtl_ics_component_free(dtl_ics_component *c);

typedef enum dtl_ics_item {
	DTL_ICS_CALENDAR,  /* a VCALENDAR begins */
	DTL_ICS_PROPERTY,  /* of the calendar: split->prop */
	DTL_ICS_COMPONENT, /* split->component */
} dtl_ics_item;

typedef struct dtl_ics_split {
	dtl_ics_lines lines;
	dtl_ics_prop prop;
	dtl_ics_component component;
	bool any;
	long stray_first, stray_count; /* lines that belong to nothing */
	long unended; /* the line of a VCALENDAR without END, known behind the last one; 0: there is none */
	/* Private. */
	long calendar; /* the line of the VCALENDAR that is open, or 0 */
	bool cut;      /* the last VEVENT is cut off by the end of the file */
	bool pending;                                    /* the line at hand is still to be looked at */
	char stack[DTL_ICS_DEPTH_MAX][DTL_ICS_NAME_MAX]; /* open sub-components */
	int depth;     /* of them; more than there is room for are counted only */
	bool captured; /* the lines of the component at hand are kept */
} dtl_ics_split;

dtl_status dtl_ics_split_open(dtl_ics_split *out, FILE *in, dtl_error *err);
/* Begin again. */
dtl_status dtl_ics_split_rewind(dtl_ics_split *s, dtl_error *err);
/* DTL_DONE behind the last; DTL_E_PARSE with the line: it cannot be read to its end. */
dtl_status dtl_ics_split_next(dtl_ics_split *s, dtl_ics_item *item, dtl_error *err);
/* Read one component, whose BEGIN stands there, and nothing else. The reading goes on elsewhere afterwards: see rewind. */
dtl_status dtl_ics_split_at(dtl_ics_split *s, int64_t offset, long number, dtl_error *err);
void dtl_ics_split_close(dtl_ics_split *s);

#endif
