/*
 * The countries and areas of ISO 3166-1, as claims for a new timeline. The rows
 * are written at build time by countries/generate.c from iso-codes (codes,
 * official names) and ICU (usual and short English names).
 */
#ifndef DTL_MODEL_COUNTRIES_H
#define DTL_MODEL_COUNTRIES_H

#include <stddef.h>

typedef struct dtl_country_claim {
	const char *key;   /* of the actor: a slug of its usual English name */
	const char *patch; /* canonical JSON: aliases, codes, kind, name */
} dtl_country_claim;

/* In byte order of their keys; no two of them share a key, name, alias or code (folded). */
extern const dtl_country_claim dtl_country_claims[];
extern const size_t dtl_country_count;

/*
 * Both follow from the bytes of the rows and from nothing else: equal rows have
 * equal ones, whatever versions of iso-codes and ICU they were made with. The
 * uid is the changeset's; the version is its beginning in hexadecimal, for people.
 */
extern const unsigned char dtl_country_uid[16];
extern const char dtl_country_version[];

#endif
