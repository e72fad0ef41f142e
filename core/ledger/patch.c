/* Patches: cut into registers, and made of them. */
#include "ledger/patch.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What the ledger's bytes depend on: a set of one version is a set in every version. */
static const char *const sets[][6] = {
	[DTL_EVENT] = { "actors", "topics", "links", "instances", "sources", NULL },
	[DTL_ACTOR] = { "aliases", "codes", "affiliations", NULL },
	[DTL_SERIES] = { "aliases", NULL },
	[DTL_PLACE] = { "aliases", NULL },
	[DTL_SOURCE] = { NULL },
	[DTL_TOPIC] = { "aliases", NULL },
	[DTL_CHANGESET] = { NULL },
	[DTL_CLAIM] = { NULL },
};

bool dtl_field_is_set(dtl_kind kind, dtl_slice field)
{
	for (const char *const *name = sets[kind]; *name; name++)
		if (dtl_slice_is(field, *name))
			return true;
	return false;
}

/* ---- Cutting ---- */

static const dtl_slice nothing = { NULL, 0 };

dtl_patch_walk dtl_patch_open(dtl_kind kind, dtl_slice patch)
{
	dtl_slice fields = dtl_json_is_object(patch) ? patch : nothing;
	return (dtl_patch_walk){
		.kind = kind,
		.fields = dtl_json_open(fields),
		.members = dtl_json_open(nothing),
		.field = nothing,
		.removal = dtl_json_is_null(patch),
	};
}

static bool next_member(dtl_patch_walk *w, dtl_register *out)
{
	if (w->in_set && dtl_json_next(&w->members, &out->member, &out->value)) {
		out->field = w->field;
		return true;
	}
	w->in_set = false;
	return false;
}

bool dtl_patch_next(dtl_patch_walk *w, dtl_register *out)
{
	if (w->removal) {
		*out = (dtl_register){ nothing, nothing, { "true", 4 } };
		w->removal = false;
		return true;
	}
	if (next_member(w, out))
		return true;
	dtl_slice value;
	while (dtl_json_next(&w->fields, &w->field, &value)) {
		if (!dtl_json_is_object(value) || !dtl_field_is_set(w->kind, w->field)) {
			*out = (dtl_register){ w->field, nothing, value };
			return true;
		}
		w->members = dtl_json_open(value);
		w->in_set = true;
		if (next_member(w, out))
			return true;
	}
	return false;
}

/* ---- Making ---- */

enum { FEW = 32, FIRST_SLOTS = 128 };

static const char *field_of(const dtl_patch *p, const dtl_patch_entry *e)
{
	return p->text.data + e->field;
}

static const char *member_of(const dtl_patch *p, const dtl_patch_entry *e)
{
	return e->has_member ? p->text.data + e->member : NULL;
}

static bool same(const dtl_patch *p, const dtl_patch_entry *e, const char *field, const char *member)
{
	const char *have = member_of(p, e);
	if (!have || !member)
		return !have && !member && strcmp(field_of(p, e), field) == 0;
	return strcmp(have, member) == 0 && strcmp(field_of(p, e), field) == 0;
}

/* FNV-1a; the field and the member with the NUL between them. */
static size_t hash_of(const char *field, const char *member)
{
	uint64_t h = UINT64_C(14695981039346656037);
	for (const char *s = field; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	h *= UINT64_C(1099511628211);
	for (const char *s = member ? member : ""; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

/* The slot of a register: the one it is in, or the free one where it belongs. */
static size_t slot_of(const dtl_patch *p, const char *field, const char *member)
{
	size_t at = hash_of(field, member) & (p->slot_count - 1);
	while (p->slots[at] && !same(p, &p->entries[p->slots[at] - 1], field, member))
		at = (at + 1) & (p->slot_count - 1);
	return at;
}

static dtl_patch_entry *find(const dtl_patch *p, const char *field, const char *member)
{
	if (p->slot_count > 0) {
		size_t at = p->slots[slot_of(p, field, member)];
		return at ? &p->entries[at - 1] : NULL;
	}
	for (size_t i = 0; i < p->count; i++)
		if (same(p, &p->entries[i], field, member))
			return &p->entries[i];
	return NULL;
}

static void forget_slots(dtl_patch *p)
{
	free(p->slots);
	p->slots = NULL;
	p->slot_count = 0;
}

/* Index all entries when there are more than a few, with room for as many again. */
static bool index_entries(dtl_patch *p)
{
	if (p->count <= FEW || p->count * 2 <= p->slot_count)
		return true;
	size_t want = FIRST_SLOTS;
	while (want < p->count * 4)
		want *= 2;
	size_t *slots = calloc(want, sizeof(*slots));
	if (!slots)
		return false;
	free(p->slots);
	p->slots = slots;
	p->slot_count = want;
	for (size_t i = 0; i < p->count; i++)
		slots[slot_of(p, field_of(p, &p->entries[i]), member_of(p, &p->entries[i]))] = i + 1;
	return true;
}

static bool grow(dtl_patch *p)
{
	if (p->count < p->cap)
		return true;
	size_t cap = p->cap ? p->cap * 2 : FEW;
	dtl_patch_entry *entries = realloc(p->entries, cap * sizeof(*entries));
	if (!entries)
		return false;
	p->entries = entries;
	p->cap = cap;
	return true;
}

static size_t keep(dtl_patch *p, const char *s)
{
	size_t at = p->text.len;
	dtl_text_add_len(&p->text, s, strlen(s) + 1);
	return at;
}

static void add(dtl_patch *p, const char *field, const char *member, const char *value)
{
	dtl_patch_entry e = { .has_member = member != NULL };
	e.field = keep(p, field);
	e.member = member ? keep(p, member) : 0;
	e.value = keep(p, value);
	if (dtl_text_failed(&p->text) || !grow(p)) {
		p->failed = true;
		return;
	}
	p->entries[p->count++] = e;
	if (p->slot_count > 0)
		p->slots[slot_of(p, field, member)] = p->count;
	if (!index_entries(p))
		p->failed = true;
}

void dtl_patch_put(dtl_patch *p, const char *field, const char *member, const char *value)
{
	if (p->failed)
		return;
	dtl_patch_entry *e = find(p, field, member);
	if (!e) {
		add(p, field, member, value);
		return;
	}
	size_t at = keep(p, value);
	if (dtl_text_failed(&p->text))
		p->failed = true;
	else
		e->value = at;
}

void dtl_patch_put_string(dtl_patch *p, const char *field, const char *member, const char *string)
{
	if (!string) {
		dtl_patch_put(p, field, member, "null");
		return;
	}
	dtl_text_clear(&p->quoted);
	dtl_json_add_string(&p->quoted, string, strlen(string));
	if (dtl_text_failed(&p->quoted))
		p->failed = true;
	else
		dtl_patch_put(p, field, member, dtl_text_str(&p->quoted));
}

const char *dtl_patch_get(const dtl_patch *p, const char *field, const char *member)
{
	const dtl_patch_entry *e = p->failed ? NULL : find(p, field, member);
	return e ? p->text.data + e->value : NULL;
}

void dtl_patch_drop(dtl_patch *p, const char *field, const char *member)
{
	dtl_patch_entry *e = p->failed ? NULL : find(p, field, member);
	if (!e)
		return;
	memmove(e, e + 1, (size_t)(p->entries + p->count - e - 1) * sizeof(*e));
	p->count--;
	/* Rare enough: every entry behind has moved. */
	forget_slots(p);
	if (!index_entries(p))
		p->failed = true;
}

bool dtl_patch_is_empty(const dtl_patch *p)
{
	return !p->removal && p->count == 0;
}

/* ---- Printing ---- */

typedef struct said {
	const char *field, *member, *value;
} said;

/* UTF-8 in byte order is the order of canonical keys; a register without a member comes before those with one. */
static int by_register(const void *a, const void *b)
{
	const said *x = a;
	const said *y = b;
	int order = strcmp(x->field, y->field);
	if (order != 0)
		return order;
	if (!x->member || !y->member)
		return (x->member != NULL) - (y->member != NULL);
	return strcmp(x->member, y->member);
}

static said *sorted(const dtl_patch *p, said *few)
{
	said *all = p->count > FEW ? malloc(p->count * sizeof(*all)) : few;
	if (!all)
		return NULL;
	for (size_t i = 0; i < p->count; i++) {
		const dtl_patch_entry *e = &p->entries[i];
		all[i] = (said){ field_of(p, e), member_of(p, e), p->text.data + e->value };
	}
	for (size_t i = 1; i < p->count && p->count <= FEW; i++) {
		said s = all[i];
		size_t at = i;
		for (; at > 0 && by_register(&all[at - 1], &s) > 0; at--)
			all[at] = all[at - 1];
		all[at] = s;
	}
	if (p->count > FEW)
		qsort(all, p->count, sizeof(*all), by_register);
	return all;
}

static bool same_field(const said *all, size_t count, size_t i, size_t j)
{
	return j < count && strcmp(all[i].field, all[j].field) == 0;
}

/* One set: its members, up to the next field. Gives the index behind them. */
static size_t print_members(dtl_json_writer *w, const said *all, size_t count, size_t i)
{
	size_t first = i;
	dtl_json_begin_object(w);
	for (; same_field(all, count, first, i); i++) {
		dtl_json_key(w, all[i].member);
		dtl_json_raw(w, all[i].value, strlen(all[i].value));
	}
	dtl_json_end_object(w);
	return i;
}

static void print_all(const said *all, size_t count, dtl_text *out)
{
	dtl_json_writer w = dtl_json_writer_to(out, 0);
	dtl_json_begin_object(&w);
	size_t i = 0;
	while (i < count) {
		/* Members say more than the bare set before them. */
		if (!all[i].member && same_field(all, count, i, i + 1))
			i++;
		dtl_json_key(&w, all[i].field);
		if (all[i].member) {
			i = print_members(&w, all, count, i);
			continue;
		}
		dtl_json_raw(&w, all[i].value, strlen(all[i].value));
		i++;
	}
	dtl_json_end_object(&w);
}

void dtl_patch_print(const dtl_patch *p, dtl_text *out)
{
	said few[FEW];
	if (p->removal && !p->failed) {
		dtl_text_add(out, "null");
		return;
	}
	said *all = p->failed ? NULL : sorted(p, few);
	if (all)
		print_all(all, p->count, out);
	else
		out->failed = true;
	if (all != few)
		free(all);
}

void dtl_patch_clear(dtl_patch *p)
{
	dtl_text_clear(&p->text);
	forget_slots(p);
	p->count = 0;
	p->removal = p->failed = false;
}

void dtl_patch_free(dtl_patch *p)
{
	dtl_text_free(&p->text);
	dtl_text_free(&p->quoted);
	free(p->entries);
	forget_slots(p);
	*p = (dtl_patch)DTL_PATCH_INIT;
}
