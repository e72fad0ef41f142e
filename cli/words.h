/* Events in words for people: when, who, where, how sure. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "app.h"
#include <dateline/event.h>

/* All append. */
void words_when(str *out, const program *app, const dtl_event *event); /* "7–8 Jun 2013", "date unknown" */
void words_where(str *out, const dtl_event *event);                    /* the place's name, or its ID */
void words_status(str *out, const dtl_event *event);                   /* "announced, overdue" */
void words_names(str *out, const dtl_event *event);                    /* "China, United States" */
void words_part(str *out, const dtl_part *part);    /* "Xi Jinping (President of China, speaker)" */
void words_parts(str *out, const dtl_event *event); /* all of them so, the states first */
void words_day(str *out, int64_t t);                /* "4 Jun 2013"; nothing for what was always known */
void words_instant(str *out, int64_t t);            /* "2013-06-04 12:00:00Z", for logs; nothing as above */

/* Print paragraphs, wrapped at words to the terminal, every line behind `indent` blanks. */
void print_wrapped(program *app, size_t indent, const char *text);
/* A title in bold and what follows it (`style`: an SGR sequence or ""), wrapped likewise. */
void print_titled(program *app, size_t indent, const char *title, const char *more, const char *style);
/* As print_wrapped(), behind a label that stands in the indent of the first line, in bold. */
void print_labelled(program *app, size_t indent, const char *label, const char *text);

#endif
