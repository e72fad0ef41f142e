#include "query/diff_fields.h"
#include "base/array.h"
#include "base/error.h"
#include "model/things.h"
#include <stdlib.h>
#include <string.h>

static const char sql_publisher[] = "SELECT publisher FROM source WHERE id=" DTL_SQL_CANONICAL(":source");

/* One side of a comparison: the values of a projection from `at` on. */
typedef struct side {
	const dtl_stated *at, *end;
} side;

static side side_of(const dtl_projection *p)
{
	side s = { p->values, p->values };
	if (p->whole)
		s.end = p->values + p->count;
	return s;
}

/* The value of the field that stands at s->at, the members of a set as an object; moves behind it. NULL: out of memory. */
static const char *gather(dtl_field_changes *c, side *s)
{
	dtl_slice field = s->at->field;
	bool set = s->at->member.data != NULL;
	dtl_text_clear(&c->text);
	for (size_t i = 0; s->at < s->end && dtl_slice_compare(s->at->field, field) == 0; s->at++, i++) {
		if (set)
			dtl_text_addf(&c->text, "%s\"%.*s\":", i ? "," : "{", (int)s->at->member.len,
			    s->at->member.data);
		dtl_text_add_len(&c->text, s->at->value.data, s->at->value.len);
	}
	if (set)
		dtl_text_add_char(&c->text, '}');
	return dtl_text_failed(&c->text) ? NULL : dtl_arena_text(&c->arena, dtl_text_str(&c->text));
}

static bool put(dtl_field_changes *c, dtl_slice field, const char *before, const char *after)
{
	dtl_field_change *room = dtl_array_room(c->items, &c->cap, c->count, sizeof(*room));
	if (!room)
		return false;
	c->items = room;
	room[c->count++] = (dtl_field_change){ .field = dtl_arena_text_len(&c->arena, field.data, field.len),
		.before = before,
		.after = after };
	return true;
}

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

dtl_status dtl_fields_compare(
    dtl_field_changes *out, const dtl_projection *before, const dtl_projection *after, dtl_error *err)
{
	side b = side_of(before), a = side_of(after);
	out->count = 0;
	dtl_arena_clear(&out->arena);
	while (b.at < b.end || a.at < a.end) {
		int order = b.at == b.end   ? 1
			    : a.at == a.end ? -1
					    : dtl_slice_compare(b.at->field, a.at->field);
		dtl_slice field = order <= 0 ? b.at->field : a.at->field;
		const char *was = order <= 0 ? gather(out, &b) : NULL;
		const char *is = order >= 0 ? gather(out, &a) : NULL;
		if (!same(was, is) && !put(out, field, was, is))
			return dtl_fail_memory(err);
		if (out->arena.failed || dtl_text_failed(&out->text))
			return dtl_fail_memory(err);
	}
	return DTL_OK;
}

void dtl_field_changes_free(dtl_field_changes *c)
{
	free(c->items);
	dtl_arena_free(&c->arena);
	dtl_text_free(&c->text);
	*c = (dtl_field_changes){ .items = NULL };
}

dtl_slice dtl_reading_of(const dtl_projection *p, dtl_slice field, dtl_slice member)
{
	for (size_t i = 0; p->whole && i < p->count; i++)
		if (dtl_slice_compare(p->values[i].field, field) == 0 &&
		    dtl_slice_compare(p->values[i].member, member) == 0)
			return p->values[i].value;
	return (dtl_slice){ NULL, 0 };
}

dtl_status dtl_witness_of(
    dtl_witness *out, dtl_store *db, const dtl_said *claim, dtl_arena *arena, dtl_error *err)
{
	dtl_stmt *st = NULL;
	*out = (dtl_witness){ .source = claim->source, .lane = claim->lane, .known_at = claim->known_at };
	if (!claim->source_entity)
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(db, &st, sql_publisher, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":source", claim->source_entity);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		out->publisher = dtl_arena_text(arena, dtl_take_text(st));
	dtl_stmt_reset(st);
	if (arena->failed)
		return dtl_fail_memory(err);
	return status == DTL_DONE ? DTL_OK : status;
}
