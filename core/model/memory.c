/* What things read like before a write, to tell afterwards what it changed. */
#include "model/names.h"
#include "model/write.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

/* More than this many things are counted by whoever asks, not told one by one. */
enum { MOST_MEMORIES = 1000 };

struct dtl_memory {
	dtl_kind kind;
	int64_t entity;
	char *signature; /* of its projection; NULL: it was not there */
};

static dtl_status signature_of(dtl_write *w, dtl_kind kind, int64_t entity, char **out, dtl_error *err)
{
	dtl_deriver *d = &w->deriver;
	*out = NULL;
	dtl_status status = dtl_derive_load(d, kind, entity, false, err);
	if (status == DTL_OK)
		status = dtl_words_fold(&d->book, &d->history, DTL_TIME_MAX, false, err);
	if (status == DTL_OK)
		status = dtl_project(&d->now, &d->book, err);
	if (status != DTL_OK || !d->now.whole)
		return status;
	*out = strdup(dtl_text_str(&d->now.signature));
	return *out ? DTL_OK : dtl_fail_memory(err);
}

dtl_status dtl_memory_keep(dtl_write *w, dtl_kind kind, int64_t entity, dtl_error *err)
{
	if (w->memory_count >= MOST_MEMORIES)
		return DTL_OK;
	for (size_t i = 0; i < w->memory_count; i++)
		if (w->memories[i].entity == entity)
			return DTL_OK;
	dtl_memory *room = dtl_array_room(w->memories, &w->memory_cap, w->memory_count, sizeof *room);
	if (!room)
		return dtl_fail_memory(err);
	w->memories = room;
	dtl_memory *m = &w->memories[w->memory_count];
	*m = (dtl_memory){ kind, entity, NULL };
	dtl_status status = signature_of(w, kind, entity, &m->signature, err);
	if (status == DTL_OK)
		w->memory_count++;
	return status;
}

void dtl_memory_free(dtl_write *w)
{
	for (size_t i = 0; i < w->memory_count; i++)
		free(w->memories[i].signature);
	free(w->memories);
	w->memories = NULL;
	w->memory_count = w->memory_cap = 0;
}

/* One line of a signature: field, member, value. */
typedef struct line {
	dtl_slice field, member, value;
	const char *next;
} line;

static line read_line(const char *at)
{
	line l = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, NULL };
	if (!at || !*at)
		return l;
	const char *member = strchr(at, '\t') + 1, *value = strchr(member, '\t') + 1,
		   *end = strchr(value, '\n');
	l.field = (dtl_slice){ at, (size_t)(member - at) - 1 };
	l.member = (dtl_slice){ member, (size_t)(value - member) - 1 };
	l.value = (dtl_slice){ value, (size_t)(end - value) };
	l.next = end + 1;
	return l;
}

/* The value of the field at *at, members gathered into an object; *at moves behind it. */
static void gather(const char **at, dtl_text *out)
{
	line l = read_line(*at);
	dtl_slice field = l.field;
	bool set = l.member.len > 0;
	dtl_text_clear(out);
	for (size_t count = 0; l.next && dtl_slice_compare(l.field, field) == 0;
	     l = read_line(*at), count++) {
		if (set)
			dtl_text_addf(
			    out, "%s\"%.*s\":", count ? "," : "{", (int)l.member.len, l.member.data);
		dtl_text_add_len(out, l.value.data, l.value.len);
		*at = l.next;
	}
	if (set)
		dtl_text_add_char(out, '}');
}

typedef struct telling {
	dtl_difference_fn each;
	void *user;
	dtl_difference difference;
	dtl_text before, after, id, title, field;
} telling;

/* Walk two signatures side by side: they are sorted by field. */
static void tell_fields(telling *t, const char *before, const char *after)
{
	while ((before && *before) || (after && *after)) {
		line b = read_line(before), a = read_line(after);
		int order = !b.next ? 1 : !a.next ? -1 : dtl_slice_compare(b.field, a.field);
		dtl_slice field = order <= 0 ? b.field : a.field;
		dtl_text_clear(&t->before);
		dtl_text_clear(&t->after);
		if (order <= 0)
			gather(&before, &t->before);
		if (order >= 0)
			gather(&after, &t->after);
		if (strcmp(dtl_text_str(&t->before), dtl_text_str(&t->after)) == 0)
			continue;
		dtl_text_clear(&t->field);
		dtl_text_add_len(&t->field, field.data, field.len);
		t->difference.field = dtl_text_str(&t->field);
		t->difference.before = order <= 0 ? dtl_text_str(&t->before) : NULL;
		t->difference.after = order >= 0 ? dtl_text_str(&t->after) : NULL;
		t->each(t->user, &t->difference);
	}
}

static const char *title_of(telling *t, const char *signature)
{
	static const char *const naming[] = { "title\t\t\"", "name\t\t\"", "label\t\t\"" };
	dtl_text_clear(&t->title);
	for (const char *at = signature; at && *at; at = strchr(at, '\n') + 1)
		for (size_t i = 0; i < sizeof naming / sizeof *naming; i++)
			if (t->title.len == 0 && strncmp(at, naming[i], strlen(naming[i])) == 0)
				dtl_json_unescape(read_line(at).value, &t->title);
	return t->title.len ? dtl_text_str(&t->title) : NULL;
}

static dtl_status tell_one(dtl_write *w, telling *t, const dtl_memory *m, dtl_error *err)
{
	char *after = NULL;
	dtl_status status = signature_of(w, m->kind, m->entity, &after, err);
	dtl_text_clear(&t->id);
	if (status == DTL_OK)
		status = dtl_name_shown(w->store, m->entity, &t->id, err);
	if (status == DTL_OK && (m->signature || after)) {
		t->difference = (dtl_difference){ .kind = m->kind, .id = dtl_text_str(&t->id) };
		t->difference.title = title_of(t, after ? after : m->signature);
		t->difference.made = !m->signature;
		t->difference.gone = !after;
		if (t->difference.made || t->difference.gone)
			t->each(t->user, &t->difference);
		t->difference.made = t->difference.gone = false;
		tell_fields(t, m->signature, after);
	}
	free(after);
	return status;
}

dtl_status dtl_memory_tell(dtl_write *w, dtl_difference_fn each, void *user, dtl_error *err)
{
	telling t = { .each = each, .user = user };
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < w->memory_count && status == DTL_OK; i++)
		status = tell_one(w, &t, &w->memories[i], err);
	dtl_text_free(&t.before);
	dtl_text_free(&t.after);
	dtl_text_free(&t.id);
	dtl_text_free(&t.title);
	dtl_text_free(&t.field);
	return status;
}
