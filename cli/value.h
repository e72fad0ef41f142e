/* Values of the ledger (canonical JSON) in words for people, and JSON text for programs. */
#ifndef CLI_VALUE_H
#define CLI_VALUE_H

#include "str.h"
#include <stdint.h>
#include <stdio.h>

/*
 * Append a value in words: strings in quotes, dates as in tables (`tz` as in
 * dtl_date_people), sets as lists. NULL and null are "nothing".
 */
void value_words(str *out, const char *json, const char *tz);
/* The same, a string without its quotes. */
void value_text(str *out, const char *json, const char *tz);

/* Append the member of an object, a string without its quotes; false: there is none, or `json` is no object. */
bool value_member(str *out, const char *json, const char *key);

/* A JSON string or null, an instant in quotes; and members of an object, with their comma unless `first`. */
void json_string(FILE *out, const char *text);
void json_member(FILE *out, bool first, const char *key, const char *text);
void json_member_int(FILE *out, bool first, const char *key, int64_t value);
void json_member_bool(FILE *out, bool first, const char *key, bool value);
void json_member_time(FILE *out, bool first, const char *key, int64_t t);
/* A value that is JSON already; NULL is null. */
void json_member_raw(FILE *out, bool first, const char *key, const char *json);

#endif
