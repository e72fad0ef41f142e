/*
 * A patch: what one claim says, as canonical JSON, cut into registers
 * (design.md §3). Each field is a register and is replaced whole; each member
 * of a set is one. The patch `null` is the register `removed`.
 */
#ifndef DTL_LEDGER_PATCH_H
#define DTL_LEDGER_PATCH_H

#include "base/json.h"
#include <dateline/event.h>

typedef struct dtl_register {
	dtl_slice field;  /* canonical key text; data NULL: the register `removed` */
	dtl_slice member; /* canonical key text; data NULL: the field is no set */
	dtl_slice value;  /* canonical JSON; `true` for `removed` */
} dtl_register;

/* Are the members of this field registers of their own? The same in every version of dateline: the ledger's bytes depend on it. */
bool dtl_field_is_set(dtl_kind kind, dtl_slice field);

typedef struct dtl_patch_walk {
	dtl_kind kind;
	dtl_json_walk fields, members;
	dtl_slice field; /* the set whose members are being walked */
	bool in_set, removal;
} dtl_patch_walk;

/*
 * `patch` is canonical JSON and outlives the walk. What is not an object has no
 * registers, but for null. A set whose value is no object is one register
 * without a member.
 */
dtl_patch_walk dtl_patch_open(dtl_kind kind, dtl_slice patch);
bool dtl_patch_next(dtl_patch_walk *w, dtl_register *out);

/* A patch in the making: put registers in any order, print them in canonical order. */
typedef struct dtl_patch_entry {
	size_t field, member, value; /* offsets into `text`; each NUL-terminated */
	bool has_member;
} dtl_patch_entry;

typedef struct dtl_patch {
	dtl_text text;
	dtl_patch_entry *entries;
	size_t count, cap;
	bool removal; /* the whole patch is null */
	bool failed;  /* out of memory */
	size_t *
	    slots; /* where entries are by the hash of their register, once there are many; 0: empty, else 1 + index */
	size_t slot_count;
	dtl_text quoted; /* room for one string */
} dtl_patch;

#define DTL_PATCH_INIT                                                                                       \
	{                                                                                                    \
		DTL_TEXT_INIT, NULL, 0, 0, false, false, NULL, 0, DTL_TEXT_INIT                              \
	}

/*
 * Say `value` (canonical JSON, "null": there is none) of a register. `field` and
 * `member` (NULL unless a set) are unescaped text. Saying it again replaces it.
 * None of the three may point into the patch itself.
 */
void dtl_patch_put(dtl_patch *p, const char *field, const char *member, const char *value);
/* The same with a string that is still to be quoted; NULL says null. */
void dtl_patch_put_string(dtl_patch *p, const char *field, const char *member, const char *string);
/* The value put for a register, or NULL; lasts until the next put. */
const char *dtl_patch_get(const dtl_patch *p, const char *field, const char *member);
void dtl_patch_drop(dtl_patch *p, const char *field, const char *member);
bool dtl_patch_is_empty(const dtl_patch *p);
/* Print as canonical JSON; sticky failure of `out` or `p` ends up in `out`. */
void dtl_patch_print(const dtl_patch *p, dtl_text *out);
void dtl_patch_clear(dtl_patch *p);
void dtl_patch_free(dtl_patch *p);

#endif
