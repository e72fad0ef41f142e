/* Saying that two things are one, and taking them apart again: the register same_as. */
#include "model/names.h"
#include "model/write.h"

#include "base/array.h"

#include <dateline/share.h>

#include <stdlib.h>
#include <string.h>

static const dtl_slice same_as = { "same_as", 7 }, no_member = { NULL, 0 };

/* The kinds of which a name names something. */
typedef struct named {
	dtl_status status[DTL_KINDS]; /* DTL_OK, DTL_E_NOTFOUND, DTL_E_AMBIGUOUS */
} named;

static const char sql_whole[] =
    "SELECT 1 FROM entity e WHERE e.kind = 0 AND e.key = :name AND EXISTS(SELECT 1 FROM claim c WHERE c.entity = e.id)"
    " UNION ALL SELECT 1 FROM entity e WHERE e.slug = :name AND +e.kind = 0"
    " UNION ALL SELECT 1 FROM entity e WHERE e.kind = 0 AND e.slug || '~' || e.suffix = :name"
    " AND e.slug = substr(:name, 1, length(:name) - 7)";

/* Is this an event's ID, or only the beginning of one? */
static dtl_status is_whole(dtl_write *w, const char *text, bool *whole, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_whole, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":name", text);
	status = dtl_stmt_step(st, err);
	*whole = status == DTL_OK;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* The beginning of an event's ID names it only where the word names nothing else. */
static dtl_status find_kinds(dtl_write *w, const char *text, named *out, dtl_error *err)
{
	int64_t entity = 0;
	bool whole = true, others = false;
	for (dtl_kind kind = DTL_EVENT; kind < DTL_KINDS; kind++) {
		dtl_status status = dtl_name_find(w->store, kind, text, &entity, err);
		if (status != DTL_OK && status != DTL_E_NOTFOUND && status != DTL_E_AMBIGUOUS)
			return status;
		out->status[kind] = status;
		others = others || (kind != DTL_EVENT && status != DTL_E_NOTFOUND);
	}
	dtl_status status = is_whole(w, text, &whole, err);
	if (others && !whole)
		out->status[DTL_EVENT] = DTL_E_NOTFOUND;
	return status;
}

/* "an event, a topic"; empty when it names nothing. */
static const char *list_kinds(const named *n, dtl_text *out)
{
	dtl_text_clear(out);
	for (dtl_kind kind = DTL_EVENT; kind < DTL_KINDS; kind++) {
		const char *name = dtl_kind_name(kind);
		if (n->status[kind] != DTL_E_NOTFOUND)
			dtl_text_addf(
			    out, "%s%s %s", out->len ? " and " : "", strchr("ea", *name) ? "an" : "a", name);
	}
	return dtl_text_str(out);
}

static dtl_status refuse_kinds(
    const named *a, const char *first, const named *b, const char *second, size_t common, dtl_error *err)
{
	dtl_text left = DTL_TEXT_INIT, right = DTL_TEXT_INIT;
	dtl_status status;
	if (!*list_kinds(a, &left))
		status = dtl_fail(err, DTL_E_NOTFOUND, "nothing is called '%s'", first);
	else if (!*list_kinds(b, &right))
		status = dtl_fail(err, DTL_E_NOTFOUND, "nothing is called '%s'", second);
	else if (common == 0)
		status = dtl_fail(err, DTL_E_ARGUMENT,
		    "'%s' is %s, '%s' is %s: two things of different kinds are never one", first,
		    dtl_text_str(&left), second, dtl_text_str(&right));
	else
		status = dtl_fail(
		    err, DTL_E_ARGUMENT, "'%s' is %s: say which with --kind", first, dtl_text_str(&left));
	dtl_text_free(&left);
	dtl_text_free(&right);
	return status;
}

/* The one kind of which both names name something; of one name, when they are the same. */
static dtl_status find_kind(
    dtl_write *w, const dtl_kind *given, const char *first, const char *second, dtl_kind *out, dtl_error *err)
{
	named a, b;
	size_t common = 0;
	if (given) {
		*out = *given;
		return DTL_OK;
	}
	dtl_status status = find_kinds(w, first, &a, err);
	if (status == DTL_OK)
		status = find_kinds(w, second, &b, err);
	if (status != DTL_OK)
		return status;
	for (dtl_kind kind = DTL_EVENT; kind < DTL_KINDS; kind++)
		if (a.status[kind] != DTL_E_NOTFOUND && b.status[kind] != DTL_E_NOTFOUND) {
			common++;
			*out = kind;
		}
	return common == 1 ? DTL_OK : refuse_kinds(&a, first, &b, second, common, err);
}

static const char *shown(dtl_write *w, int64_t entity, dtl_error *err)
{
	dtl_text id = DTL_TEXT_INIT;
	const char *copy = NULL;
	if (dtl_name_shown(w->store, entity, &id, err) == DTL_OK)
		copy = dtl_arena_text(&w->scratch, dtl_text_str(&id));
	dtl_text_free(&id);
	return copy;
}

/* Append that `entity` is the same as the thing with the key `as`, or (NULL) as none. */
static dtl_status say(dtl_write *w, dtl_kind kind, int64_t entity, const char *as, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_patch_clear(&w->patch);
	dtl_patch_put_string(&w->patch, "same_as", NULL, as);
	dtl_status status = dtl_name_key(w->store, entity, &key, err);
	if (status == DTL_OK)
		status = dtl_write_append(w, kind, dtl_text_str(&key), &w->voice, NULL, err);
	dtl_text_free(&key);
	return status;
}

/* What `entity` is now said to be the same as, by the word on top: 0 for nothing. Its words are then in w->deriver. */
static dtl_status said_same(
    dtl_write *w, dtl_kind kind, int64_t entity, int64_t *as, size_t *word, dtl_error *err)
{
	dtl_deriver *d = &w->deriver;
	*as = 0;
	*word = DTL_NO_WORD;
	dtl_status status = dtl_record_load(&d->history, w->store, kind, &entity, 1, false, err);
	if (status == DTL_OK)
		status = dtl_words_fold(&d->book, &d->history, DTL_TIME_MAX, false, err);
	if (status != DTL_OK)
		return status;
	size_t reg = dtl_words_find(&d->book, same_as, no_member);
	*word = reg == DTL_NO_WORD ? DTL_NO_WORD : dtl_words_top(&d->book, reg);
	const char *key =
	    *word == DTL_NO_WORD ? NULL : dtl_derive_string(&d->text, d->book.words[*word].value);
	if (key && *key)
		status = dtl_entity_look(w->store, kind, key, as, err);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Say what stands above the word that does not show. */
static dtl_status look_above(dtl_write *w, dtl_kind kind, int64_t entity, const char *id, dtl_error *err)
{
	size_t word = DTL_NO_WORD;
	int64_t as = 0;
	char known[64];
	dtl_status status = said_same(w, kind, entity, &as, &word, err);
	if (status != DTL_OK || word == DTL_NO_WORD)
		return status;
	const dtl_said *above = &w->deriver.history.claims[w->deriver.book.words[word].said];
	const char *other = as ? shown(w, as, err) : "nothing else";
	if (!other)
		return dtl_fail_memory(err);
	dtl_time_print(known, sizeof known, above->known_at);
	dtl_write_note(w, "that does not show: '%s' is said to be one with %s, %s%s, known %.10s", id, other,
	    above->source ? "of " : "by hand", above->source ? above->source : "", known);
	return DTL_OK;
}

static dtl_status settle(dtl_write *w, dtl_union *out, const char **others, size_t count, dtl_error *err)
{
	const char **list = count ? dtl_arena_alloc(&w->scratch, count * sizeof *list) : NULL;
	for (size_t i = 0; i < count && list; i++)
		list[i] = others[i];
	out->other = list;
	out->count = count;
	return w->scratch.failed || (count && !list) ? dtl_fail_memory(err) : DTL_OK;
}

static dtl_status join(dtl_write *w, int64_t first, int64_t second, dtl_union *out, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	int64_t canonical = 0;
	const char *other = shown(w, second, err);
	/* It reads differently afterwards, though nothing is said of it. */
	dtl_status status = dtl_memory_keep(w, out->kind, first, err);
	if (status == DTL_OK)
		status = dtl_name_key(w->store, first, &key, err);
	if (status == DTL_OK)
		status = say(w, out->kind, second, dtl_text_str(&key), err);
	dtl_text_free(&key);
	if (status == DTL_OK)
		status = dtl_fold_canonical(w->store, out->kind, second, &canonical, err);
	out->shows = canonical == first;
	if (status == DTL_OK && !out->shows)
		status = look_above(w, out->kind, second, other, err);
	return status == DTL_OK ? settle(w, out, &other, 1, err) : status;
}

dtl_status dtl_write_merge(
    dtl_write *w, const dtl_kind *kind, const char *first, const char *second, dtl_union *out, dtl_error *err)
{
	int64_t one = 0, two = 0;
	*out = (dtl_union){ .shows = true };
	dtl_write_next(w);
	dtl_status status = find_kind(w, kind, first, second, &out->kind, err);
	if (status == DTL_OK)
		status = dtl_name_resolve(w->store, out->kind, first, &one, err);
	if (status == DTL_OK)
		status = dtl_name_resolve(w->store, out->kind, second, &two, err);
	if (status == DTL_OK && !(out->id = shown(w, one, err)))
		status = dtl_fail_memory(err);
	return status == DTL_OK && one != two ? join(w, one, two, out, err) : status;
}

/* ---- Taking apart ---- */

static const char sql_member[] =
    "SELECT e.id FROM entity e WHERE e.kind = :kind AND e.key = :name AND EXISTS(SELECT 1 FROM claim c WHERE c.entity = e.id)"
    " UNION SELECT e.id FROM entity e LEFT JOIN merged m ON m.entity = e.id"
    " WHERE e.slug = :name AND +e.kind = 0 AND :kind = 0 AND coalesce(m.canonical, e.id) = :canonical LIMIT 2";

/* A name that all of a group share: of more than two it is not clear what taking apart means. */
static dtl_status refuse_shared(dtl_write *w, const char *name, dtl_error *err)
{
	dtl_text list = DTL_TEXT_INIT;
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < w->deriver.group_count && status == DTL_OK; i++) {
		dtl_text_add(&list, i ? ", '" : "'");
		status = dtl_name_key(w->store, w->deriver.group[i], &list, err);
		dtl_text_add_char(&list, '\'');
	}
	if (status == DTL_OK)
		status = dtl_fail(err, DTL_E_ARGUMENT, "'%s' stands for several that are one: name one of %s",
		    name, dtl_text_str(&list));
	dtl_text_free(&list);
	return status;
}

/* Which of those that are one with `canonical` has the key or slug `name`. */
static dtl_status find_member(
    dtl_write *w, dtl_kind kind, const char *name, int64_t canonical, int64_t *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	size_t count = 0;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_member, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":name", name);
	dtl_bind_int(st, ":canonical", canonical);
	for (; (status = dtl_stmt_step(st, err)) == DTL_OK; count++)
		*out = dtl_take_int(st);
	dtl_stmt_reset(st);
	if (status != DTL_DONE)
		return status;
	if (count != 1)
		*out = canonical;
	return count == 1 || w->deriver.group_count <= 2 ? DTL_OK : refuse_shared(w, name, err);
}

/* A group of things that are said to be one, with what each says of itself. */
typedef struct group {
	int64_t *entities, *as;
	size_t count;
} group;

static dtl_status copy_group(dtl_write *w, dtl_kind kind, group *g, dtl_error *err)
{
	size_t word;
	g->count = w->deriver.group_count;
	g->entities = dtl_arena_alloc(&w->scratch, g->count * sizeof *g->entities);
	g->as = dtl_arena_alloc(&w->scratch, g->count * sizeof *g->as);
	if (!g->entities || !g->as)
		return dtl_fail_memory(err);
	memcpy(g->entities, w->deriver.group, g->count * sizeof *g->entities);
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < g->count && status == DTL_OK; i++)
		status = said_same(w, kind, g->entities[i], &g->as[i], &word, err);
	return status;
}

static int64_t as_of(const group *g, int64_t entity)
{
	for (size_t i = 0; i < g->count; i++)
		if (g->entities[i] == entity)
			return g->as[i];
	return 0;
}

/* Does the chain from `from` come by `entity`? */
static bool leads_to(const group *g, int64_t from, int64_t entity)
{
	for (size_t i = 0; i < g->count && from; i++) {
		from = as_of(g, from);
		if (from == entity)
			return true;
	}
	return false;
}

/*
 * Whose word keeps `entity` and the others one: its own; and, where it stands for
 * all, or is said to be what in turn is said to be it, theirs. What had joined it
 * stays with it otherwise.
 */
static bool binds(const group *g, size_t i, int64_t entity, bool stands_for_all)
{
	if (g->entities[i] == entity)
		return g->as[i] != 0;
	return g->as[i] == entity && (stands_for_all || leads_to(g, entity, g->entities[i]));
}

static dtl_status part(dtl_write *w, int64_t entity, const group *g, dtl_union *out, dtl_error *err)
{
	dtl_status status = DTL_OK;
	size_t count = 0;
	bool all = g->entities[0] == entity;
	const char **others = dtl_arena_alloc(&w->scratch, (g->count + 1) * sizeof *others);
	for (size_t i = 0; i < g->count && status == DTL_OK && others; i++)
		status = dtl_memory_keep(w, out->kind, g->entities[i], err);
	for (size_t i = 0; i < g->count && status == DTL_OK && others; i++) {
		if (!binds(g, i, entity, all))
			continue;
		int64_t other = g->entities[i] == entity ? g->as[i] : g->entities[i];
		others[count++] = shown(w, other, err);
		status = say(w, out->kind, g->entities[i], NULL, err);
	}
	return status == DTL_OK ? settle(w, out, others, count, err) : status;
}

/* After all is said: is there one that still says otherwise? */
static dtl_status look_after(dtl_write *w, int64_t entity, const group *g, dtl_union *out, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < g->count && status == DTL_OK; i++) {
		size_t word;
		int64_t as = 0;
		if (!binds(g, i, entity, g->entities[0] == entity))
			continue;
		status = said_same(w, out->kind, g->entities[i], &as, &word, err);
		if (status != DTL_OK || as == 0)
			continue;
		out->shows = false;
		status = look_above(w, out->kind, g->entities[i], shown(w, g->entities[i], err), err);
	}
	return status;
}

dtl_status dtl_write_split(dtl_write *w, const dtl_kind *kind, const char *id, dtl_union *out, dtl_error *err)
{
	int64_t canonical = 0, entity = 0;
	group g = { NULL, NULL, 0 };
	*out = (dtl_union){ .shows = true };
	dtl_write_next(w);
	dtl_status status = find_kind(w, kind, id, id, &out->kind, err);
	if (status == DTL_OK)
		status = dtl_name_resolve(w->store, out->kind, id, &canonical, err);
	if (status == DTL_OK)
		status = dtl_derive_load(&w->deriver, out->kind, canonical, false, err);
	if (status == DTL_OK)
		status = find_member(w, out->kind, id, canonical, &entity, err);
	if (status == DTL_OK)
		status = copy_group(w, out->kind, &g, err);
	if (status == DTL_OK && !(out->id = shown(w, entity, err)))
		status = dtl_fail_memory(err);
	if (status == DTL_OK)
		status = part(w, entity, &g, out, err);
	return status == DTL_OK ? look_after(w, entity, &g, out, err) : status;
}
