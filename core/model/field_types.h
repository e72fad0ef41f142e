/*
 * What the fields_*.c files share: a row of the table of fields, the form of
 * its values, and the small checks that they are made of.
 */
#ifndef DTL_MODEL_FIELD_TYPES_H
#define DTL_MODEL_FIELD_TYPES_H

#include "model/fields.h"

struct cJSON;

/* Where in a document we are: "actors" + [0] + "role". `name` NULL: an element, by its index. */
typedef struct dtl_at {
	const struct dtl_at *up;
	const char *name;
	size_t index;
} dtl_at;

/* A patch in the making. */
typedef struct dtl_make {
	dtl_patch *out;
	const dtl_accept *accept;
	dtl_slice shown; /* what the register shows; data NULL: nothing */
	bool document;   /* words come from a document, not from the command line */
} dtl_make;

typedef struct dtl_field dtl_field;

/* How the values of a field are taken in and checked. NULL where a form has no such thing. */
typedef struct dtl_form {
	/* Words, of the command line or a string in a document. */
	dtl_status (*take)(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err);
	/* A document's value, never null; NULL: it is a string, for take(). Errors have their path. */
	dtl_status (*read)(const dtl_make *m, const dtl_field *f, const struct cJSON *value, const dtl_at *at,
	    dtl_error *err);
	/* Take away a member, or (`words` NULL) all that the option speaks of; NULL: null of the register. */
	dtl_status (*away)(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err);
	/* What is wrong with a value of the register, or NULL. `member` is unescaped, NULL for what is no set. */
	const char *(*wrong)(const dtl_field *f, const char *member, dtl_slice value);
	/* Of forms whose value is a string: what is wrong with the words, or NULL; how they are spelt, when not as they come. */
	const char *(*check)(const char *s, size_t len);
	void (*spell)(const char *s, dtl_text *out);
	bool set;
} dtl_form;

/* A row: a field of a register, a member of a document, an option, or several of these. */
struct dtl_field {
	const char
	    *name; /* of the register; NULL: only in documents, and derived or the business of others */
	const char *member; /* in a document; NULL: not there */
	const dtl_form *form;
	dtl_kind target;          /* of what it refers to */
	const char *const *words; /* its vocabulary */
	const char *part;         /* which half of the register, or which rel, this row speaks of */
	dtl_field_option option;  /* name NULL: none */
};

/* The rows of a kind; one with a NULL form ends them. */
const dtl_field *dtl_field_rows(dtl_kind kind);

extern const dtl_form dtl_form_line, dtl_form_lines, dtl_form_url, dtl_form_country, dtl_form_zone,
    dtl_form_language, dtl_form_cadence, dtl_form_day, dtl_form_type, dtl_form_word, dtl_form_key;
extern const dtl_form dtl_form_when, dtl_form_series, dtl_form_geo, dtl_form_place, dtl_form_extra;
extern const dtl_form dtl_form_recurrence, dtl_form_instances;
extern const dtl_form dtl_form_parts, dtl_form_keys, dtl_form_links, dtl_form_aliases, dtl_form_codes,
    dtl_form_terms;
extern const dtl_form dtl_form_derived, dtl_form_evidence; /* of documents: ignored; ignored, but a string */

/* ---- Errors (fields_error.c) ---- */

/* "actors[0].role: …", DTL_E_ARGUMENT. */
dtl_status dtl_at_fail(const dtl_at *at, dtl_error *err, const char *format, ...) DTL_PRINTF(3, 4);
/* Put the path before what a callee reported; `status` is the callee's and comes back. */
dtl_status dtl_at_blame(const dtl_at *at, dtl_status status, dtl_error *err);
/* "expected a string, found a number" */
dtl_status dtl_at_type(const dtl_at *at, const char *expected, const struct cJSON *found, dtl_error *err);

#define DTL_BRIEF 64
/* The value as an error quotes it: cut, one line, UTF-8. Gives `buf`. */
const char *dtl_brief(char buf[DTL_BRIEF], const char *s);
/* "'https' has no scheme", DTL_E_ARGUMENT. */
dtl_status dtl_words_refuse(const char *wrong, const char *words, dtl_error *err);

/* Is the word in the list? */
bool dtl_word_listed(const char *const *list, const char *word);
/* The listed word that this one was perhaps meant to be, or NULL. */
const char *dtl_word_near(const char *const *list, const char *word);
/* Nearness of two words: 0 the same but for case and '-'; *limit + 1 or more: far. */
size_t dtl_word_distance(const char *a, const char *b, size_t *limit);
/* "no role 'hots': did you mean 'host'?", DTL_E_ARGUMENT. */
dtl_status dtl_word_refuse(const char *what, const char *const *list, const char *word, dtl_error *err);

/* ---- Documents (fields_read.c) ---- */

/*
 * The members of an object that are strings: values[i] is that of names[i], or
 * NULL. Those in `ignored` may be there; others are refused with the nearest.
 * Both lists end in NULL.
 */
dtl_status dtl_read_strings(const struct cJSON *object, const char *const *names, const char *const *ignored,
    const char **values, const dtl_at *at, dtl_error *err);
/* "no member 'titel': did you mean 'title'?", DTL_E_ARGUMENT, with the path. */
dtl_status dtl_read_unknown(const dtl_at *at, const char *name, const char *near, dtl_error *err);

typedef dtl_status (*dtl_element_fn)(
    const dtl_make *m, const dtl_field *f, const struct cJSON *element, const dtl_at *at, dtl_error *err);
/* Each element of an array. */
dtl_status dtl_read_array(const dtl_make *m, const dtl_field *f, const struct cJSON *array, const dtl_at *at,
    dtl_element_fn each, dtl_error *err);
/* A value that is neither a string nor what the form reads else. */
dtl_status dtl_read_element(
    const dtl_make *m, const dtl_field *f, const struct cJSON *element, const dtl_at *at, dtl_error *err);

/* ---- Making (fields_make.c) ---- */

/* The key of what `words` name, appended to `key`; `maker` (may be NULL) says what it would be if it had to be made. */
dtl_status dtl_make_key(const dtl_make *m, dtl_kind kind, const dtl_maker *maker, const char *words,
    dtl_text *key, dtl_error *err);
/* The same, making nothing: DTL_E_NOTFOUND, of which err may say nothing. */
dtl_status dtl_make_find(const dtl_make *m, dtl_kind kind, const char *words, dtl_text *key, dtl_error *err);
/* What a member of a set says now, in the patch or as shown; appended to `out`; false: nothing, or null. */
bool dtl_make_now(const dtl_make *m, const char *field, const char *member, dtl_text *out);
/* All members that say something now, each with its NUL, appended to `out`. */
void dtl_make_members(const dtl_make *m, const char *field, dtl_text *out);
/* Say null of each of the members listed. */
void dtl_make_null(const dtl_make *m, const char *field, const dtl_text *members);
/* The note is told. */
void dtl_make_note(const dtl_make *m, const dtl_text *line);

/* The next of a list of members; NULL behind the last. */
const char *dtl_list_next(const dtl_text *list, const char *last);

/* A control character (of C0 or C1), but newlines and tabs where it has `lines`. */
bool dtl_has_control(const char *s, size_t len, bool lines);
/* What is wrong with a member name or a string on its own, or NULL. */
const char *dtl_line_wrong(const char *s);
/* The canonical value is a string that names something; "is not a key" otherwise. */
const char *dtl_key_wrong(dtl_slice value);
bool dtl_slice_words(dtl_slice value, dtl_text *out); /* the unescaped string; false: it is none */

/* An EDTF date in its canonical spelling, appended to `out`; also RFC 3339. `words` are checked. */
dtl_status dtl_make_edtf(const char *words, dtl_text *out, dtl_error *err);

/* What is wrong with a recurrence rule (fields_cadence.c), or NULL. */
const char *dtl_cadence_wrong(const char *s, size_t len);

#endif
