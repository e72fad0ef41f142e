#include "query/conflicts.h"
#include "base/error.h"
#include "model/db.h"
#include "model/state.h"
#include "model/things.h"
#include "store/stmt.h"
#include <stdlib.h>

static const char sql_actor[] =
    "SELECT n.key, a.name FROM entity n LEFT JOIN actor a ON a.id=n.id WHERE n.id=:entity";

/* What is told of one conflict: two loaders, as each holds one event. */
typedef struct teller {
	dtl_conflict_search *s;
	dtl_loader loaders[2];
	dtl_arena arena;
} teller;

static dtl_status name_actor(teller *t, int64_t entity, const char **key, const char **name, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(t->s->store, &st, sql_actor, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		*key = dtl_arena_text(&t->arena, dtl_take_text(st));
		*name = dtl_arena_text(&t->arena, dtl_take_text(st));
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* The event of a stay, if it recurs as that one time. */
static dtl_status load(teller *t, size_t which, const dtl_stay *stay, const dtl_event **out, dtl_error *err)
{
	dtl_date date;
	dtl_event *e = &t->loaders[which].event;
	dtl_status status = dtl_load_event(&t->loaders[which], stay->version, out, err);
	if (status != DTL_OK || !stay->edtf || dtl_date_parse(&date, stay->edtf, stay->tz, NULL) != DTL_OK)
		return status;
	e->edtf = stay->edtf;
	e->tz = stay->tz;
	e->date = date;
	e->state = dtl_state_of(e->status, &date.bounds, t->s->ask->today);
	return DTL_OK;
}

static dtl_status tell(
    teller *t, const dtl_clash_pair *pair, dtl_conflict_fn each, void *user, dtl_error *err)
{
	const dtl_stay *stays[2] = { &t->s->stays[pair->one], &t->s->stays[pair->other] };
	dtl_conflict c = { .certain = pair->certain };
	const char *ignored;
	dtl_arena_clear(&t->arena);
	dtl_status status = name_actor(t, stays[0]->actor, &c.actor, &c.name, err);
	for (size_t i = 0; i < 2 && status == DTL_OK; i++) {
		status = load(t, i, stays[i], i ? &c.other : &c.one, err);
		if (status == DTL_OK && stays[i]->office)
			status = name_actor(t, stays[i]->office, &c.office[i], &ignored, err);
	}
	if (status == DTL_OK && t->arena.failed)
		status = dtl_fail_memory(err);
	return status == DTL_OK ? each(user, &c, err) : status;
}

static dtl_status tell_all(dtl_conflict_search *s, dtl_conflict_fn each, void *user, dtl_error *err)
{
	dtl_status status = DTL_OK;
	teller *t = calloc(1, sizeof(*t));
	if (!t)
		return dtl_fail_memory(err);
	t->s = s;
	for (size_t i = 0; i < 2; i++)
		dtl_loader_init(&t->loaders[i], s->store, s->as_of, s->ask->today);
	size_t most = s->ask->limit > 0 ? (size_t)s->ask->limit : s->pair_count;
	for (size_t i = 0; i < s->pair_count && i < most && status == DTL_OK; i++)
		status = tell(t, &s->pairs[i], each, user, err);
	for (size_t i = 0; i < 2; i++)
		dtl_loader_free(&t->loaders[i]);
	dtl_arena_free(&t->arena);
	free(t);
	return status;
}

static dtl_conflict_count count_all(const dtl_conflict_search *s)
{
	dtl_conflict_count count = { 0, 0, s->reach == DTL_CONFLICT_NEAR ? s->vague : 0 };
	for (size_t i = 0; i < s->pair_count; i++)
		*(s->pairs[i].certain ? &count.certain : &count.possible) += 1;
	return count;
}

dtl_status dtl_conflicts(dtl_db *db, const dtl_ask *ask, const dtl_conflict_ask *how, dtl_conflict_fn each,
    void *user, dtl_conflict_count *count, dtl_error *err)
{
	dtl_conflict_search s = { .store = db->store, .ask = ask, .reach = how->reach };
	s.kind = how->kind ? how->kind : "person";
	s.as_of = ask->has_as_of ? ask->as_of : DTL_TIME_MAX;
	bool own = !dtl_store_in_transaction(db->store);
	dtl_status status = own ? dtl_store_read_begin(db->store, err) : DTL_OK;
	bool begun = own && status == DTL_OK;
	if (status == DTL_OK)
		status = dtl_conflict_find(&s, db, err);
	if (status == DTL_OK && count)
		*count = count_all(&s);
	if (status == DTL_OK)
		status = tell_all(&s, each, user, err);
	if (begun)
		dtl_store_read_end(db->store);
	dtl_upward_free(&s.upward);
	dtl_tally_free(&s.kinds);
	dtl_arena_free(&s.arena);
	free(s.stays);
	free(s.pairs);
	return status;
}
