/* Two things under one key: it was declared in two ledgers that did not know of each other. */
#include "model/clash.h"

#include "base/array.h"
#include "base/utf8.h"
#include "ledger/fold.h"
#include "model/key.h"
#include "model/names.h"
#include "model/project.h"
#include "store/stmt.h"

#include <dateline/edit.h>
#include <stdlib.h>
#include <string.h>

/* Only what claims of several ledgers speak of. Those that `init` made are the same everywhere. */
#define SEVERAL                                                                                              \
	"(SELECT min(g.ledger) <> max(g.ledger) FROM claim c JOIN changeset g ON g.id = c.changeset"         \
	" WHERE c.entity = e.id AND g.n IS NOT NULL)"                                                        \
	" AND NOT EXISTS(SELECT 1 FROM claim c WHERE c.entity = e.id AND c.lane = 'init')"
static const char sql_all[] = "SELECT e.id, e.kind, e.key FROM entity e WHERE e.kind < 6 AND " SEVERAL;
static const char sql_stale[] =
    "SELECT e.id, e.kind, e.key FROM stale s JOIN entity e ON e.id = s.entity WHERE e.kind < 6 AND " SEVERAL;
static const char sql_ledger[] = "SELECT ledger FROM changeset WHERE id = :changeset";

/* What one ledger's people say of a thing. */
typedef struct side {
	unsigned char ledger[DTL_UID_SIZE];
	const char *name;    /* the first that they gave it; NULL: none */
	const char **folded; /* all of them */
	size_t count, cap;
	dtl_bounds window; /* around all dates that they gave it */
	bool dated;
} side;

typedef struct finder {
	dtl_store *db;
	dtl_record history;
	side *sides;
	size_t count, cap;
	dtl_text text, folded;
	side aliases;      /* what anybody says that it is called besides */
	const char *field; /* by which the kind is named */
} finder;

static void forget_sides(finder *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->sides[i].folded);
	f->count = f->aliases.count = 0;
}

static dtl_status side_of(finder *f, int64_t changeset, side **out, dtl_error *err)
{
	unsigned char ledger[DTL_UID_SIZE] = { 0 };
	size_t len = 0;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(f->db, &st, sql_ledger, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":changeset", changeset);
	status = dtl_stmt_step(st, err);
	const void *blob = status == DTL_OK ? dtl_take_blob(st, &len) : NULL;
	if (blob && len == DTL_UID_SIZE)
		memcpy(ledger, blob, DTL_UID_SIZE);
	dtl_stmt_reset(st);
	if (status != DTL_OK)
		return status == DTL_DONE ? dtl_fail(err, DTL_E_DAMAGED, "a claim without a changeset")
					  : status;
	for (size_t i = 0; i < f->count; i++)
		if (memcmp(f->sides[i].ledger, ledger, DTL_UID_SIZE) == 0) {
			*out = &f->sides[i];
			return DTL_OK;
		}
	side *room = dtl_array_room(f->sides, &f->cap, f->count, sizeof *room);
	if (!room)
		return dtl_fail_memory(err);
	f->sides = room;
	*out = &f->sides[f->count++];
	**out = (side){ .name = NULL };
	memcpy((*out)->ledger, ledger, DTL_UID_SIZE);
	return DTL_OK;
}

/* The name is in f->text. */
static bool add_name(finder *f, side *s)
{
	dtl_text_clear(&f->folded);
	dtl_fold(&f->folded, dtl_text_str(&f->text), f->text.len);
	const char **room = dtl_array_room(s->folded, &s->cap, s->count, sizeof *room);
	const char *folded = dtl_arena_text(&f->history.arena, dtl_text_str(&f->folded));
	if (!room || !folded || dtl_text_failed(&f->text) || dtl_text_failed(&f->folded))
		return false;
	s->folded = room;
	s->folded[s->count++] = folded;
	if (!s->name)
		s->name = dtl_arena_text(&f->history.arena, dtl_text_str(&f->text));
	return s->name != NULL;
}

static void add_window(side *s, dtl_slice when)
{
	dtl_date date;
	if (!dtl_when_date(when, &date))
		return;
	const dtl_bounds *b = &date.bounds;
	if (!s->dated || b->start_lo < s->window.start_lo)
		s->window.start_lo = b->start_lo;
	if (!s->dated || b->end_hi > s->window.end_hi)
		s->window.end_hi = b->end_hi;
	s->dated = true;
}

/*
 * Does a claim say nothing but a name? Then it gives another one to what was
 * there, but for what the key was made from, and for things that have nothing
 * but a name, when they come from a document.
 */
static bool renames(finder *f, const dtl_said *c, const char *key)
{
	dtl_register r, first = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	size_t count = 0;
	dtl_patch_walk walk = dtl_patch_open(f->history.kind, c->patch);
	while (dtl_patch_next(&walk, &r))
		if (count++ == 0)
			first = r;
	if (count != 1 || !first.field.data || !dtl_slice_is(first.field, f->field) ||
	    !dtl_json_is_string(first.value))
		return false;
	if (f->history.kind == DTL_EVENT)
		return true;
	dtl_text_clear(&f->text);
	dtl_text_clear(&f->folded);
	dtl_json_unescape(first.value, &f->text);
	dtl_slug(&f->folded, dtl_text_str(&f->text), 60);
	return strcmp(c->lane, "hand") == 0 && strcmp(dtl_text_str(&f->folded), key) != 0;
}

static bool hear(finder *f, side *s, const dtl_said *c)
{
	dtl_register r;
	bool heard = true;
	dtl_patch_walk walk = dtl_patch_open(f->history.kind, c->patch);
	while (heard && dtl_patch_next(&walk, &r)) {
		bool named = r.field.data && dtl_slice_is(r.field, f->field) && dtl_json_is_string(r.value);
		bool alias = r.member.data && dtl_slice_is(r.field, "aliases") && !dtl_json_is_null(r.value);
		dtl_text_clear(&f->text);
		if (named)
			dtl_json_unescape(r.value, &f->text);
		else if (alias)
			dtl_json_unescape_key(r.member, &f->text);
		if (named || alias)
			heard = add_name(f, alias ? &f->aliases : s);
		else if (r.field.data && dtl_slice_is(r.field, "when"))
			add_window(s, r.value);
	}
	return heard;
}

/* A calendar's UID is nobody's choice: what it says does not count here. */
static dtl_status hear_all(finder *f, dtl_kind kind, int64_t entity, const char *key, dtl_error *err)
{
	dtl_status status = dtl_record_load(&f->history, f->db, kind, &entity, 1, false, err);
	forget_sides(f);
	for (size_t i = 0; i < f->history.count && status == DTL_OK; i++) {
		const dtl_said *c = &f->history.claims[i];
		side *s = NULL;
		if (c->rank == DTL_RANK_DEPRECATED || strcmp(c->lane, "ics") == 0 || renames(f, c, key))
			continue;
		status = side_of(f, c->changeset, &s, err);
		if (status == DTL_OK && !hear(f, s, c))
			status = dtl_fail_memory(err);
	}
	return status;
}

static bool shares_name(const side *a, const side *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t k = 0; k < b->count; k++)
			if (strcmp(a->folded[i], b->folded[k]) == 0)
				return true;
	return false;
}

/* An alias, whoever gave it, says that what is called so is this thing as well. */
static bool differ(const finder *f, const side *a, const side *b)
{
	if (!a->name || !b->name || shares_name(a, b) || shares_name(a, &f->aliases) ||
	    shares_name(b, &f->aliases))
		return false;
	return !a->dated || !b->dated || a->window.end_hi <= b->window.start_lo ||
	       b->window.end_hi <= a->window.start_lo;
}

/* The first two sides that do not speak of the same thing. */
static bool find_pair(const finder *f, const side **a, const side **b)
{
	for (size_t i = 0; i < f->count; i++)
		for (size_t k = i + 1; k < f->count; k++)
			if (differ(f, &f->sides[i], &f->sides[k])) {
				bool swap = strcmp(f->sides[i].name, f->sides[k].name) > 0;
				*a = &f->sides[swap ? k : i];
				*b = &f->sides[swap ? i : k];
				return true;
			}
	return false;
}

/* Keys with a suffix are made by dice or of all that was known: they do not meet by chance. */
static bool is_declared(finder *f, dtl_kind kind, const char *key)
{
	if (kind != DTL_EVENT)
		return true;
	dtl_text_clear(&f->text);
	dtl_text_clear(&f->folded);
	dtl_key_split(key, &f->text, &f->folded);
	return f->folded.len == 0;
}

static dtl_status judge(finder *f, dtl_kind kind, int64_t entity, const char *key, const dtl_finding *base,
    dtl_finding_fn each, void *user, dtl_error *err)
{
	const side *a = NULL, *b = NULL;
	f->field = dtl_naming_field(kind);
	if (!is_declared(f, kind, key))
		return DTL_OK;
	dtl_status status = hear_all(f, kind, entity, key, err);
	if (status != DTL_OK || !find_pair(f, &a, &b))
		return status;
	dtl_finding finding = *base;
	dtl_text_clear(&f->text);
	dtl_text_addf(
	    &f->text, "is '%s' in one timeline and '%s' in another: one ID for two things", a->name, b->name);
	finding.text = dtl_text_str(&f->text);
	each(user, &finding);
	return DTL_OK;
}

dtl_status dtl_clash_find(dtl_store *db, bool stale_only, dtl_finding_fn each, void *user, dtl_error *err)
{
	finder f = { .db = db, .text = DTL_TEXT_INIT, .folded = DTL_TEXT_INIT };
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(db, &st, stale_only ? sql_stale : sql_all, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		int64_t entity = dtl_take_int(&st);
		dtl_kind kind = (dtl_kind)dtl_take_int(&st);
		const char *key = dtl_take_text(&st);
		dtl_finding base = { "name", dtl_kind_name(kind), key, NULL };
		status = judge(&f, kind, entity, key, &base, each, user, err);
	}
	dtl_stmt_finalize(&st);
	forget_sides(&f);
	free(f.sides);
	free(f.aliases.folded);
	dtl_text_free(&f.text);
	dtl_text_free(&f.folded);
	dtl_record_free(&f.history);
	return status == DTL_DONE ? DTL_OK : status;
}
