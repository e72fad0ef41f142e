/* What was said, when, by whom. */
#include "model/db.h"
#include "model/derive.h"
#include "model/names.h"

#include "base/array.h"

#include <dateline/history.h>
#include <stdlib.h>
#include <string.h>

static const char sql_log[] =
    "SELECT g.uid, g.n, g.recorded_at, g.author, g.message, g.command,"
    " (SELECT count(*) FROM claim c WHERE c.changeset = g.id),"
    " EXISTS(SELECT 1 FROM retracted r WHERE r.changeset = g.id),"
    " lower(hex(g.ledger)) = (SELECT value FROM meta WHERE name = 'ledger')"
    " FROM changeset g WHERE g.n IS NOT NULL ORDER BY g.n DESC, g.uid DESC LIMIT :limit";
static const char sql_changeset[] = "SELECT g.uid, g.n, g.recorded_at, g.author, g.message, g.command,"
				    " (SELECT count(*) FROM claim c WHERE c.changeset = g.id),"
				    " EXISTS(SELECT 1 FROM retracted r WHERE r.changeset = g.id),"
				    " lower(hex(g.ledger)) = (SELECT value FROM meta WHERE name = 'ledger')"
				    " FROM changeset g WHERE g.id = :id";

static const char sql_publisher[] =
    "SELECT publisher FROM source WHERE id = coalesce((SELECT canonical FROM merged WHERE entity = :source), :source)";

static void take_changeset(dtl_stmt *st, dtl_changeset *out, char uid[DTL_UID_TEXT])
{
	size_t len = 0;
	const void *bytes = dtl_take_blob(st, &len);
	dtl_uid_print(uid, bytes);
	out->uid = uid;
	out->n = dtl_take_int(st);
	out->recorded_at = dtl_take_int(st);
	out->author = dtl_take_text(st);
	out->message = dtl_take_text(st);
	out->command = dtl_take_text(st);
	out->claims = dtl_take_int(st);
	out->retracted = dtl_take_int(st) != 0;
	out->here = dtl_take_int(st) != 0;
}

dtl_status dtl_log(dtl_db *db, int64_t limit, dtl_changeset_fn each, void *user, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(db->store, &st, sql_log, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(&st, ":limit", limit > 0 ? limit : -1);
	while ((status = dtl_stmt_step(&st, err)) == DTL_OK) {
		dtl_changeset changeset = { 0 };
		char uid[DTL_UID_TEXT];
		take_changeset(&st, &changeset, uid);
		status = each(user, &changeset, err);
		if (status != DTL_OK)
			break;
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* A word's place in the answer: by field and member, the highest stamp first. */
typedef struct word_ref {
	const dtl_word_register *reg;
	size_t index;
	const dtl_utterance *word;
	size_t shown; /* the utterance that shows on its register, or DTL_NO_WORD */
} word_ref;

static int compare_words(const void *left, const void *right)
{
	const word_ref *a = left, *b = right;
	int order = dtl_slice_compare(a->reg->field, b->reg->field);
	if (!order)
		order = dtl_slice_compare(a->reg->member, b->reg->member);
	if (!order)
		order = a->word->said < b->word->said ? 1 : a->word->said > b->word->said ? -1 : 0;
	return order;
}

static size_t shown_word(const dtl_projection *p, size_t reg)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->values[i].reg == reg)
			return p->values[i].word;
	return DTL_NO_WORD;
}

typedef struct word_list {
	word_ref *refs;
	size_t count, cap;
} word_list;

static bool add_word(word_list *list, const word_ref *ref)
{
	word_ref *room = dtl_array_room(list->refs, &list->cap, list->count, sizeof *room);
	if (!room)
		return false;
	list->refs = room;
	list->refs[list->count++] = *ref;
	return true;
}

/* The words of a book; of one that was folded with the deprecated claims, only those. */
static dtl_status collect_words(
    dtl_deriver *d, const dtl_wordbook *book, bool deprecated, word_list *list, dtl_error *err)
{
	for (size_t reg = 0; reg < book->register_count; reg++) {
		word_ref ref = { .reg = &book->registers[reg], .shown = DTL_NO_WORD };
		if (!deprecated)
			ref.shown = shown_word(&d->now, reg);
		for (size_t w = book->registers[reg].first; w != DTL_NO_WORD; w = book->words[w].next) {
			ref.index = w;
			ref.word = &book->words[w];
			int rank = d->history.claims[ref.word->said].rank;
			if ((rank == DTL_RANK_DEPRECATED) == deprecated && !add_word(list, &ref))
				return dtl_fail_memory(err);
		}
	}
	return DTL_OK;
}

static void describe(const dtl_said *claim, dtl_word *out, char uid[DTL_UID_TEXT])
{
	dtl_uid_print(uid, claim->uid);
	out->known_at = claim->known_at;
	out->source = claim->source;
	out->lane = claim->lane;
	out->speaker = claim->speaker;
	out->locator = claim->locator;
	out->quote = claim->quote;
	out->rank = (dtl_rank)claim->rank;
	out->changeset = uid;
	out->position = claim->position;
}

/* A NUL-terminated copy of key text, unescaped; NULL for no text. */
static const char *key_text(dtl_deriver *d, dtl_slice key)
{
	if (!key.data)
		return NULL;
	dtl_text_clear(&d->text);
	dtl_json_unescape_key(key, &d->text);
	return dtl_arena_text(&d->history.arena, dtl_text_str(&d->text));
}

/* Equal, or a date that means the same in other words. */
static bool says_the_same(const dtl_word_register *reg, dtl_slice a, dtl_slice b)
{
	if (reg->field.data && dtl_slice_is(reg->field, "when") && dtl_json_is_object(a) &&
	    dtl_json_is_object(b))
		return dtl_when_same(a, b);
	return dtl_slice_compare(a, b) == 0;
}

/* Who publishes a source; NULL when that is not known. */
static dtl_status find_publisher(dtl_deriver *d, int64_t source, const char **out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	*out = NULL;
	dtl_status status = source ? dtl_stmt_cached(d->db, &st, sql_publisher, err) : DTL_OK;
	if (status != DTL_OK || !source)
		return status;
	dtl_bind_int(st, ":source", source);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*out = dtl_arena_text(&d->history.arena, dtl_take_text(st));
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status tell_word(dtl_deriver *d, const word_ref *ref, dtl_word_fn each, void *user, dtl_error *err)
{
	char uid[DTL_UID_TEXT];
	dtl_slice value = ref->word->value;
	dtl_word word = {
		.field = ref->reg->field.data ? key_text(d, ref->reg->field) : "removed",
		.member = key_text(d, ref->reg->member),
		.value = dtl_arena_text_len(&d->history.arena, value.data, value.len),
		.shown = ref->shown != DTL_NO_WORD && ref->index == ref->shown,
		.agrees = ref->shown != DTL_NO_WORD &&
			  says_the_same(ref->reg, value, d->book.words[ref->shown].value),
	};
	const dtl_said *claim = &d->history.claims[ref->word->said];
	dtl_status status = find_publisher(d, claim->source_entity, &word.publisher, err);
	if (status == DTL_OK && d->history.arena.failed)
		status = dtl_fail_memory(err);
	if (status != DTL_OK)
		return status;
	describe(claim, &word, uid);
	return each(user, &word, err);
}

static dtl_status load_thing(dtl_deriver *d, dtl_kind kind, const char *id, bool all, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_name_resolve(d->db, kind, id, &entity, err);
	return status == DTL_OK ? dtl_derive_load(d, kind, entity, all, err) : status;
}

dtl_status dtl_words(
    dtl_db *db, dtl_kind kind, const char *id, int64_t as_of, dtl_word_fn each, void *user, dtl_error *err)
{
	dtl_deriver d = { .db = db->store };
	dtl_wordbook all = { 0 };
	word_list list = { NULL, 0, 0 };
	dtl_status status = load_thing(&d, kind, id, false, err);
	if (status == DTL_OK)
		status = dtl_words_fold(&d.book, &d.history, as_of, false, err);
	if (status == DTL_OK)
		status = dtl_project(&d.now, &d.book, err);
	if (status == DTL_OK)
		status = collect_words(&d, &d.book, false, &list, err);
	/* A deprecated claim is kept and shown and never folds. */
	if (status == DTL_OK)
		status = dtl_words_fold(&all, &d.history, as_of, true, err);
	if (status == DTL_OK)
		status = collect_words(&d, &all, true, &list, err);
	if (list.count > 1)
		qsort(list.refs, list.count, sizeof *list.refs, compare_words);
	for (size_t i = 0; i < list.count && status == DTL_OK; i++)
		status = tell_word(&d, &list.refs[i], each, user, err);
	free(list.refs);
	dtl_words_free(&all);
	dtl_deriver_free(&d);
	return status;
}

/* ---- log ID ---- */

static int by_n(const void *left, const void *right)
{
	const dtl_said *a = left, *b = right;
	int order = a->n < b->n ? -1 : a->n > b->n;
	if (!order)
		order = memcmp(a->uid, b->uid, DTL_UID_SIZE);
	return order ? order : (a->position < b->position ? -1 : a->position > b->position);
}

/* One claim of a thing, with what the thing read like before and after it, as it was recorded. */
typedef struct telling {
	dtl_deriver *d;
	dtl_stmt *changeset;
	dtl_step_fn each;
	void *user;
	dtl_record
	    so_far; /* the claims recorded until now, in the order of stamps; borrows from d->history */
	dtl_wordbook book;
	dtl_projection before, after;
} telling;

static const char *value_in(dtl_deriver *d, const dtl_projection *p, const dtl_register *r)
{
	for (size_t i = 0; i < p->count; i++)
		if (dtl_slice_compare(p->values[i].field, r->field) == 0 &&
		    dtl_slice_compare(p->values[i].member, r->member) == 0)
			return dtl_arena_text_len(
			    &d->history.arena, p->values[i].value.data, p->values[i].value.len);
	return NULL;
}

static dtl_status tell_step(telling *t, const dtl_said *claim, dtl_error *err)
{
	dtl_deriver *d = t->d;
	char uid[DTL_UID_TEXT];
	dtl_step step = { .known_at = claim->known_at,
		.source = claim->source,
		.lane = claim->lane,
		.speaker = claim->speaker,
		.locator = claim->locator,
		.quote = claim->quote,
		.rank = (dtl_rank)claim->rank,
		.live = claim->live && claim->rank != DTL_RANK_DEPRECATED };
	dtl_bind_int(t->changeset, ":id", claim->changeset);
	dtl_status status = dtl_stmt_step(t->changeset, err);
	if (status == DTL_OK)
		take_changeset(t->changeset, &step.changeset, uid);
	dtl_register r;
	dtl_patch_walk walk = dtl_patch_open(d->history.kind, claim->patch);
	while (status == DTL_OK && dtl_patch_next(&walk, &r)) {
		step.field = key_text(d, r.field);
		step.member = key_text(d, r.member);
		step.before = value_in(d, &t->before, &r);
		step.after = value_in(d, &t->after, &r);
		step.said = dtl_arena_text_len(&d->history.arena, r.value.data, r.value.len);
		status = d->history.arena.failed ? dtl_fail_memory(err) : t->each(t->user, &step, err);
	}
	dtl_stmt_reset(t->changeset);
	return status;
}

/* Project the claims that were recorded before claim `count` of the order by n. */
static dtl_status project_first(
    telling *t, const dtl_said *claims, size_t count, dtl_projection *out, dtl_error *err)
{
	t->so_far.count = 0;
	for (size_t i = 0; i < t->d->history.count; i++) {
		const dtl_said *c = &t->d->history.claims[i];
		for (size_t k = 0; k < count; k++)
			if (claims[k].claim == c->claim)
				t->so_far.claims[t->so_far.count++] = *c;
	}
	dtl_status status = dtl_words_fold(&t->book, &t->so_far, DTL_TIME_MAX, false, err);
	return status == DTL_OK ? dtl_project(out, &t->book, err) : status;
}

static dtl_status tell_steps(telling *t, dtl_error *err)
{
	size_t count = t->d->history.count;
	dtl_said *claims = calloc(count ? count : 1, sizeof *claims);
	dtl_status status = claims ? DTL_OK : dtl_fail_memory(err);
	t->so_far = t->d->history;
	t->so_far.claims = calloc(count ? count : 1, sizeof *t->so_far.claims);
	if (!t->so_far.claims && status == DTL_OK)
		status = dtl_fail_memory(err);
	if (status == DTL_OK && count) {
		memcpy(claims, t->d->history.claims, count * sizeof *claims);
		qsort(claims, count, sizeof *claims, by_n);
	}
	for (size_t i = count; i-- > 0 && status == DTL_OK;) {
		status = project_first(t, claims, i, &t->before, err);
		if (status == DTL_OK)
			status = project_first(t, claims, i + 1, &t->after, err);
		if (status == DTL_OK)
			status = tell_step(t, &claims[i], err);
	}
	free(claims);
	free(t->so_far.claims);
	return status;
}

dtl_status dtl_history(
    dtl_db *db, dtl_kind kind, const char *id, dtl_step_fn each, void *user, dtl_error *err)
{
	dtl_deriver d = { .db = db->store };
	dtl_stmt changeset = DTL_STMT_INIT;
	telling t = { .d = &d, .changeset = &changeset, .each = each, .user = user };
	dtl_status status = load_thing(&d, kind, id, true, err);
	if (status == DTL_OK)
		status = dtl_stmt_prepare(db->store, &changeset, sql_changeset, err);
	if (status == DTL_OK)
		status = tell_steps(&t, err);
	dtl_stmt_finalize(&changeset);
	dtl_words_free(&t.book);
	dtl_projection_free(&t.before);
	dtl_projection_free(&t.after);
	dtl_deriver_free(&d);
	return status;
}
