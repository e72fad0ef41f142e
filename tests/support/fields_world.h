/* A small world of names for the tests of fields: what dtl_accept asks for, without a database. */
#ifndef TESTS_FIELDS_WORLD_H
#define TESTS_FIELDS_WORLD_H

#include "model/fields.h"

typedef struct fields_world {
	dtl_accept accept;
	dtl_text notes; /* one a line */
	bool make;      /* what does not resolve is made, its key the text in brackets */
} fields_world;

/*
 * Actors china (China, CN), us (United States), a-b-host ("a:host"), xi-jinping, president; places
 * sunnylands (zone America/Los_Angeles), atlantis (no zone); topics, series,
 * sources and events of the keys in the .c file. Phrases are said on 2013-06-04.
 */
void fields_world_open(fields_world *w);
void fields_world_close(fields_world *w);

#endif
