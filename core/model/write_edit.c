/* A change to one thing, in the words of the command line. */
#include "model/key.h"
#include "model/names.h"
#include "model/write.h"

#include "base/array.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct assignment {
	char *field, *value; /* value NULL: whatever the field says is taken away */
	bool away;
} assignment;

struct dtl_edit {
	dtl_kind kind;
	char *id;       /* NULL: a new thing */
	char *declared; /* the key that a new thing is to have, or NULL */
	bool removed;
	assignment *items;
	size_t count, cap;
};

dtl_status dtl_edit_new(dtl_edit **out, dtl_kind kind, const char *id, dtl_error *err)
{
	dtl_edit *e = calloc(1, sizeof *e);
	*out = e;
	if (e)
		*e = (dtl_edit){ .kind = kind, .id = id ? strdup(id) : NULL };
	if (e && (!id || e->id))
		return DTL_OK;
	dtl_edit_free(e);
	*out = NULL;
	return dtl_fail_memory(err);
}

void dtl_edit_free(dtl_edit *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->count; i++) {
		free(e->items[i].field);
		free(e->items[i].value);
	}
	free(e->items);
	free(e->declared);
	free(e->id);
	free(e);
}

static dtl_status declare(dtl_edit *e, const char *key, dtl_error *err)
{
	if (e->id)
		return dtl_fail(err, DTL_E_ARGUMENT, "an ID never changes: '%s'", e->id);
	if (!dtl_key_valid(e->kind, key))
		return dtl_fail(err, DTL_E_ARGUMENT, "not an ID: '%s'", key);
	free(e->declared);
	e->declared = strdup(key);
	return e->declared ? DTL_OK : dtl_fail_memory(err);
}

static dtl_status assign(dtl_edit *e, const char *field, const char *value, bool away, dtl_error *err)
{
	if (!away && strcmp(field, "id") == 0)
		return declare(e, value, err);
	const char *reg = dtl_field_register(e->kind, field);
	if (away && !value && reg && e->kind != DTL_SOURCE && strcmp(reg, dtl_naming_field(e->kind)) == 0)
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "without a %s it would not show: to take it away, remove it", reg);
	if (!reg)
		return dtl_fail(err, DTL_E_ARGUMENT, "%s has no field '%s'", dtl_kind_name(e->kind), field);
	assignment *room = dtl_array_room(e->items, &e->cap, e->count, sizeof *room);
	if (!room)
		return dtl_fail_memory(err);
	e->items = room;
	assignment *a = &e->items[e->count];
	*a = (assignment){ strdup(field), value ? strdup(value) : NULL, away };
	e->count++;
	return a->field && (a->value || !value) ? DTL_OK : dtl_fail_memory(err);
}

dtl_status dtl_edit_set(dtl_edit *e, const char *field, const char *value, dtl_error *err)
{
	return assign(e, field, value, false, err);
}

dtl_status dtl_edit_unset(dtl_edit *e, const char *field, const char *value, dtl_error *err)
{
	return assign(e, field, value, true, err);
}

dtl_status dtl_edit_remove(dtl_edit *e, dtl_error *err)
{
	if (!e->id)
		return dtl_fail(err, DTL_E_ARGUMENT, "nothing to remove");
	e->removed = true;
	return DTL_OK;
}

/*
 * What a register now says, as canonical JSON: a set as an object of its
 * members, those that are hidden beside a stronger one included. NULL: nothing.
 */
static const char *shown_value(dtl_write *w, const char *field, dtl_text *out, dtl_error *err)
{
	dtl_stated *stated = NULL;
	size_t count = 0, members = 0;
	dtl_slice whole = dtl_projected(&w->deriver.now, field);
	dtl_text_clear(out);
	dtl_text_add_len(out, whole.data, whole.len);
	if (dtl_words_state(&w->deriver.book, &stated, &count, err) != DTL_OK)
		count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!stated[i].member.data || !dtl_slice_is(stated[i].field, field))
			continue;
		dtl_text_addf(out, "%s\"%.*s\":", members++ ? "," : "{", (int)stated[i].member.len,
		    stated[i].member.data);
		dtl_text_add_len(out, stated[i].value.data, stated[i].value.len);
	}
	if (members)
		dtl_text_add_char(out, '}');
	return out->len ? dtl_text_str(out) : NULL;
}

static dtl_status apply(
    dtl_write *w, const dtl_edit *e, const assignment *a, const dtl_accept *accept, dtl_error *err)
{
	dtl_text value = DTL_TEXT_INIT;
	const char *field = dtl_field_register(e->kind, a->field);
	const char *shown = dtl_patch_get(&w->patch, field, NULL);
	if (shown)
		dtl_text_add(&value, shown);
	shown = shown ? dtl_text_str(&value) : shown_value(w, field, &value, err);
	dtl_status status =
	    dtl_fields_option(&w->patch, e->kind, a->field, a->value, a->away, shown, accept, err);
	dtl_text_free(&value);
	return status;
}

/* What needs to know the place (a time without offset takes its zone) comes last. */
static dtl_status make_patch(dtl_write *w, const dtl_edit *e, dtl_error *err)
{
	dtl_accept accept = dtl_write_accept(w);
	dtl_text place = DTL_TEXT_INIT;
	dtl_status status = DTL_OK;
	if (e->removed) {
		w->patch.removal = !dtl_words_removed(&w->deriver.book, 0);
		return DTL_OK;
	}
	accept.place = dtl_derive_string(&place, dtl_projected(&w->deriver.now, "place"));
	for (int pass = 0; pass < 2 && status == DTL_OK; pass++)
		for (size_t i = 0; i < e->count && status == DTL_OK; i++)
			if (dtl_field_waits(e->kind, e->items[i].field) == (pass == 1))
				status = apply(w, e, &e->items[i], &accept, err);
	dtl_text_free(&place);
	return status == DTL_OK ? dtl_fields_whole(&w->patch, e->kind, err) : status;
}

static bool said_by_source(const dtl_write *w, size_t reg, dtl_slice value)
{
	const dtl_wordbook *b = &w->deriver.book;
	for (size_t i = b->registers[reg].first; i != DTL_NO_WORD; i = b->words[i].next) {
		const char *source = b->history->origins[b->words[i].origin].source;
		if (source && strcmp(source, w->voice.source) == 0 &&
		    dtl_slice_compare(b->words[i].value, value) == 0)
			return true;
	}
	return false;
}

static const dtl_stated *find_shown(const dtl_projection *p, dtl_slice field, dtl_slice member)
{
	for (size_t i = 0; i < p->count; i++)
		if (dtl_slice_compare(p->values[i].field, field) == 0 &&
		    dtl_slice_compare(p->values[i].member, member) == 0)
			return &p->values[i];
	return NULL;
}

/* The value on top of a register, hidden or not; data NULL when there is none. */
static dtl_slice heard_value(const dtl_write *w, const dtl_register *r)
{
	const dtl_wordbook *b = &w->deriver.book;
	size_t reg = dtl_words_find(b, r->field, r->member);
	size_t top = reg == DTL_NO_WORD ? DTL_NO_WORD : dtl_words_top(b, reg);
	bool none = top == DTL_NO_WORD || dtl_json_is_null(b->words[top].value);
	return none ? (dtl_slice){ NULL, 0 } : b->words[top].value;
}

/* Is this register said already: shown as it is, or said by the source that is named? */
static bool is_said(const dtl_write *w, const dtl_register *r)
{
	if (w->voice.source) {
		size_t reg = dtl_words_find(&w->deriver.book, r->field, r->member);
		return reg != DTL_NO_WORD && said_by_source(w, reg, r->value);
	}
	if (dtl_json_is_null(r->value))
		return !heard_value(w, r).data;
	const dtl_stated *shown = find_shown(&w->deriver.now, r->field, r->member);
	return shown && dtl_slice_compare(shown->value, r->value) == 0;
}

/* Drop from w->patch what is said already, by way of its printed form. */
static dtl_status drop_said(dtl_write *w, dtl_kind kind, dtl_error *err)
{
	dtl_text field = DTL_TEXT_INIT, member = DTL_TEXT_INIT;
	dtl_register r;
	dtl_text_clear(&w->patch_text);
	dtl_patch_print(&w->patch, &w->patch_text);
	dtl_patch_walk walk =
	    dtl_patch_open(kind, (dtl_slice){ dtl_text_str(&w->patch_text), w->patch_text.len });
	while (dtl_patch_next(&walk, &r)) {
		if (!is_said(w, &r))
			continue;
		dtl_text_clear(&field);
		dtl_text_clear(&member);
		dtl_json_unescape_key(r.field, &field);
		dtl_json_unescape_key(r.member, &member);
		dtl_patch_drop(&w->patch, dtl_text_str(&field), r.member.data ? dtl_text_str(&member) : NULL);
	}
	bool failed = dtl_text_failed(&field) || dtl_text_failed(&member) || dtl_text_failed(&w->patch_text);
	dtl_text_free(&field);
	dtl_text_free(&member);
	return failed ? dtl_fail_memory(err) : DTL_OK;
}

static dtl_status project_now(dtl_write *w, dtl_kind kind, int64_t entity, dtl_error *err)
{
	dtl_deriver *d = &w->deriver;
	dtl_status status = dtl_derive_load(d, kind, entity, false, err);
	if (status == DTL_OK)
		status = dtl_words_fold(&d->book, &d->history, DTL_TIME_MAX, false, err);
	return status == DTL_OK ? dtl_project(&d->now, &d->book, err) : status;
}

/* A value as people read it: a date in words, a string without its quotes. */
static void for_people(char *buf, size_t size, const dtl_stated *shown)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_slice edtf = shown->value;
	bool dated = dtl_slice_is(shown->field, "when") && dtl_json_get(shown->value, "edtf", &edtf);
	if (dtl_json_is_string(edtf))
		dtl_json_unescape(edtf, &text);
	else
		dtl_text_add_len(&text, edtf.data, edtf.len);
	if (dated)
		dtl_date_people(buf, size, dtl_text_str(&text), NULL, NULL);
	else
		snprintf(buf, size, "'%s'", dtl_text_str(&text));
	dtl_text_free(&text);
}

/* Say what stands above a register that was said and does not show. */
static void say_above(dtl_write *w, const char *whose, const dtl_register *r)
{
	const dtl_stated *shown = find_shown(&w->deriver.now, r->field, r->member);
	char known[64];
	if (!shown) {
		dtl_write_note(w, "%s%.*s does not show: the thing is removed, or a later word takes it away",
		    whose, (int)r->field.len, r->field.data);
		return;
	}
	const dtl_said *above = &w->deriver.history.claims[w->deriver.book.words[shown->word].said];
	char value[DTL_WORDS_MAX];
	for_people(value, sizeof value, shown);
	dtl_time_print(known, sizeof known, above->known_at);
	bool by_hand = !above->source && strcmp(above->lane, "hand") == 0;
	dtl_write_note(w, "%s%.*s does not show: above it stands %s, %s%s, known %.10s", whose,
	    (int)r->field.len, r->field.data, value, by_hand ? "by hand" : "of ",
	    above->source ? above->source
	    : by_hand     ? ""
			  : above->lane,
	    known);
}

/* A bare participant that is hidden beside a stronger role of the same actor has been heard all the same. */
static bool is_heard(const dtl_write *w, const dtl_register *r)
{
	dtl_slice heard = heard_value(w, r);
	return dtl_slice_is(r->field, "actors") && heard.data && dtl_slice_compare(heard, r->value) == 0;
}

/* Does what was said (in w->patch_text) show? */
static bool look_at(dtl_write *w, dtl_kind kind)
{
	bool shows = true;
	dtl_register r;
	dtl_patch_walk walk =
	    dtl_patch_open(kind, (dtl_slice){ dtl_text_str(&w->patch_text), w->patch_text.len });
	while (dtl_patch_next(&walk, &r)) {
		if (!r.field.data)
			return !w->deriver.now.whole;
		const dtl_stated *shown = find_shown(&w->deriver.now, r.field, r.member);
		bool same = dtl_json_is_null(r.value)
				? !shown
				: shown && dtl_slice_compare(shown->value, r.value) == 0;
		same = same || is_heard(w, &r);
		/* A date that a wider one confirms shows in other words, and that is no surprise. */
		if (!same && w->voice.rank != DTL_RANK_DEPRECATED)
			say_above(w, "", &r);
		shows = shows && same;
	}
	return shows;
}

/* ---- what imports said, and does not show ---- */

enum { CLAIMS_LOOKED_AT = 1000, WORDS_TOLD = 5 };

static const char sql_imported[] =
    "SELECT e.kind, e.id, coalesce(c.source, 0), c.lane, c.patch FROM claim c JOIN entity e ON e.id = c.entity"
    " WHERE c.changeset = :changeset AND e.kind < 6 AND c.patch <> 'null'"
    " ORDER BY c.position LIMIT :most";

/* A wider date only confirms what shows. */
static bool confirms(const dtl_register *r, const dtl_stated *shown)
{
	dtl_date said, shows;
	return dtl_slice_is(r->field, "when") && dtl_when_date(r->value, &said) &&
	       dtl_when_date(shown->value, &shows) && dtl_bounds_within(&shows.bounds, &said.bounds);
}

/* A claim that an import has appended. */
typedef struct imported {
	dtl_kind kind;
	int64_t entity, source; /* source 0: none */
	const char *lane;
	dtl_slice patch;
} imported;

/* What a calendar keeps of its own is told as what it says. */
static bool is_told(dtl_slice field)
{
	static const char *const quiet[] = { "extra", "recurrence", "instances" };
	for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++)
		if (dtl_slice_is(field, quiet[i]))
			return false;
	return true;
}

/* Does something of somebody else's stand above this register that stood there before the import? */
static bool is_overtaken(const dtl_write *w, const imported *claim, const dtl_register *r)
{
	bool told = r->field.data && is_told(r->field);
	const dtl_stated *shown = told ? find_shown(&w->deriver.now, r->field, r->member) : NULL;
	if (!shown || dtl_slice_compare(shown->value, r->value) == 0 || is_heard(w, r) || confirms(r, shown))
		return false;
	const dtl_said *above = &w->deriver.history.claims[w->deriver.book.words[shown->word].said];
	bool same_origin = above->source_entity == claim->source && strcmp(above->lane, claim->lane) == 0;
	return above->changeset != w->changeset && !same_origin;
}

static dtl_status tell_claim(dtl_write *w, const imported *claim, int64_t *count, dtl_error *err)
{
	dtl_text whose = DTL_TEXT_INIT;
	dtl_register r;
	dtl_status status = project_now(w, claim->kind, claim->entity, err);
	dtl_text_addf(&whose, "%s '", dtl_kind_name(claim->kind));
	if (status == DTL_OK)
		status = dtl_name_shown(w->store, claim->entity, &whose, err);
	dtl_text_add(&whose, "': ");
	dtl_patch_walk walk = dtl_patch_open(claim->kind, claim->patch);
	while (status == DTL_OK && dtl_patch_next(&walk, &r)) {
		if (!is_overtaken(w, claim, &r) || ++*count > WORDS_TOLD)
			continue;
		say_above(w, dtl_text_str(&whose), &r);
	}
	dtl_text_free(&whose);
	return status;
}

dtl_status dtl_write_tell_overtaken(dtl_write *w, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	int64_t count = 0;
	dtl_status status = dtl_stmt_prepare(w->store, &st, sql_imported, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(&st, ":changeset", w->changeset);
	dtl_bind_int(&st, ":most", CLAIMS_LOOKED_AT);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		imported claim = { .kind = (dtl_kind)dtl_take_int(&st) };
		claim.entity = dtl_take_int(&st);
		claim.source = dtl_take_int(&st);
		claim.lane = dtl_take_text(&st);
		claim.patch.data = dtl_take_text_len(&st, &claim.patch.len);
		status = tell_claim(w, &claim, &count, err);
	}
	dtl_stmt_finalize(&st);
	if (count > WORDS_TOLD)
		dtl_write_note(w,
		    "and %lld more words do not show: what stood there before stands above them",
		    (long long)(count - WORDS_TOLD));
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status mint(dtl_write *w, const dtl_edit *e, dtl_text *key, dtl_error *err)
{
	const char *naming = dtl_naming_field(e->kind);
	const char *value = dtl_patch_get(&w->patch, naming, NULL);
	const char *when = dtl_patch_get(&w->patch, "when", NULL);
	unsigned char dice[6];
	dtl_date date;
	if (!value && !(e->declared && e->kind == DTL_SOURCE))
		return dtl_fail(err, DTL_E_ARGUMENT, "a new %s needs a %s", dtl_kind_name(e->kind), naming);
	if (e->declared) {
		dtl_text_add(key, e->declared);
	} else if (e->kind == DTL_EVENT) {
		bool dated = when && dtl_when_date((dtl_slice){ when, strlen(when) }, &date);
		dtl_slug_event(key, dtl_derive_string(&w->text, (dtl_slice){ value, strlen(value) }),
		    dated ? &date : NULL);
		w->db->dice.roll(w->db->dice.user, dice, sizeof dice);
		dtl_text_add_char(key, '~');
		dtl_key_letters_of(key, dice);
	} else {
		dtl_slug(key, dtl_derive_string(&w->text, (dtl_slice){ value, strlen(value) }), 60);
	}
	return dtl_text_failed(key) ? dtl_fail_memory(err) : DTL_OK;
}

/* A new thing's key must not be somebody's already. */
static dtl_status make_key(dtl_write *w, const dtl_edit *e, dtl_text *key, dtl_error *err)
{
	bool there = false;
	dtl_status status = mint(w, e, key, err);
	if (status == DTL_OK)
		status = dtl_write_load(w, e->kind, dtl_text_str(key), DTL_TIME_MAX, &there, err);
	if (status == DTL_OK && there)
		status = dtl_fail(
		    err, DTL_E_EXISTS, "there is %s '%s' already", dtl_kind_name(e->kind), dtl_text_str(key));
	return status;
}

static dtl_status find_key(dtl_write *w, const dtl_edit *e, dtl_text *key, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_name_resolve(w->store, e->kind, e->id, &entity, err);
	if (status == DTL_OK)
		status = dtl_name_key(w->store, entity, key, err);
	return status == DTL_OK ? project_now(w, e->kind, entity, err) : status;
}

static void forget_shown(dtl_write *w, dtl_kind kind)
{
	w->deriver.history.count = w->deriver.history.origin_count = 0;
	w->deriver.history.kind = kind;
	dtl_words_begin(&w->deriver.book, &w->deriver.history);
	w->deriver.now.count = 0;
	w->deriver.now.whole = false;
}

/* A thing is gone when all that is one with it is: each is removed. */
static dtl_status remove_group(dtl_write *w, dtl_kind kind, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	size_t count = w->deriver.group_count;
	int64_t *group = calloc(count ? count : 1, sizeof *group);
	dtl_status status = group ? DTL_OK : dtl_fail_memory(err);
	for (size_t i = 0; i < count && status == DTL_OK; i++)
		group[i] = w->deriver.group[i];
	for (size_t i = 0; i < count && status == DTL_OK; i++) {
		dtl_text_clear(&key);
		status = dtl_name_key(w->store, group[i], &key, err);
		if (status == DTL_OK)
			status = dtl_write_append(w, kind, dtl_text_str(&key), &w->voice, NULL, err);
	}
	free(group);
	dtl_text_free(&key);
	return status;
}

static dtl_status append_edit(
    dtl_write *w, const dtl_edit *e, const char *key, dtl_change *out, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_newcomers_write(w, err);
	if (status == DTL_OK && e->removed)
		status = remove_group(w, e->kind, err);
	else if (status == DTL_OK && !dtl_patch_is_empty(&w->patch))
		status = dtl_write_append(w, e->kind, key, &w->voice, NULL, err);
	else
		dtl_text_clear(&w->patch_text);
	if (status == DTL_OK)
		status = dtl_entity_find(w->store, e->kind, key, &entity, err);
	/* Its ID, as shown, depends on its row: this one thing is derived at once. */
	if (status == DTL_OK)
		status = dtl_derive_entity(&w->deriver, e->kind, entity, err);
	if (status == DTL_OK)
		status = project_now(w, e->kind, entity, err);
	if (status == DTL_OK)
		out->shows = look_at(w, e->kind);
	out->appended = status == DTL_OK;
	return status;
}

/* What was there is printed by its ID, what is new by the one that it got. */
static dtl_status name_change(
    dtl_write *w, const dtl_edit *e, const char *key, dtl_change *out, dtl_error *err)
{
	dtl_text id = DTL_TEXT_INIT;
	int64_t entity = 0;
	dtl_status status = dtl_entity_find(w->store, e->kind, key, &entity, err);
	if (status == DTL_OK)
		status = dtl_name_shown(w->store, entity, &id, err);
	out->id = dtl_arena_text(&w->scratch, dtl_text_str(&id));
	out->key = dtl_arena_text(&w->scratch, key);
	out->made = !e->id;
	dtl_text_free(&id);
	return status == DTL_OK && w->scratch.failed ? dtl_fail_memory(err) : status;
}

static dtl_status sink(dtl_write *w, const dtl_edit *e, const char *key, bool *sunk, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_entity_find(w->store, e->kind, key, &entity, err);
	return status == DTL_OK ? dtl_write_sink(w, entity, sunk, err) : status;
}

dtl_status dtl_write_edit(dtl_write *w, const dtl_edit *e, dtl_change *out, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_change change = { .shows = true };
	bool sunk = false;
	dtl_write_next(w);
	forget_shown(w, e->kind);
	dtl_status status = e->id ? find_key(w, e, &key, err) : DTL_OK;
	if (status == DTL_OK)
		status = make_patch(w, e, err);
	if (status == DTL_OK && !e->id)
		status = make_key(w, e, &key, err);
	if (status == DTL_OK && e->id && w->voice.rank == DTL_RANK_NORMAL)
		status = drop_said(w, e->kind, err);
	if (status == DTL_OK && e->kind == DTL_EVENT)
		status = dtl_write_look_at_step(w, err);
	if (status == DTL_OK && e->id && w->voice.rank == DTL_RANK_DEPRECATED && !e->removed)
		status = sink(w, e, dtl_text_str(&key), &sunk, err);
	if (status == DTL_OK && (sunk || !dtl_patch_is_empty(&w->patch) || w->patch.removal))
		status = append_edit(w, e, dtl_text_str(&key), &change, err);
	if (status == DTL_OK)
		status = name_change(w, e, dtl_text_str(&key), &change, err);
	if (status == DTL_OK)
		*out = change;
	dtl_text_free(&key);
	return status;
}
