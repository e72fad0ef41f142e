#include "formats/labels.h"
#include "base/array.h"
#include <stdlib.h>
#include <string.h>

/* What a definition of each kind is called, and the rest of it that is shown. */
static dtl_label borrow(const dtl_thing *t)
{
	union {
		const char *in;
		char *out;
	} id = { NULL }, name = { NULL }, parent = { NULL }, detail = { NULL };
	switch (t->kind) {
	case DTL_ACTOR:
		id.in = t->as.actor->id;
		name.in = t->as.actor->name;
		detail.in = t->as.actor->kind;
		break;
	case DTL_SERIES:
		id.in = t->as.series->id;
		name.in = t->as.series->name;
		break;
	case DTL_PLACE:
		id.in = t->as.place->id;
		name.in = t->as.place->name;
		parent.in = t->as.place->parent;
		detail.in = t->as.place->country;
		break;
	case DTL_SOURCE:
		id.in = t->as.source->id;
		name.in = t->as.source->publisher ? t->as.source->publisher : t->as.source->title;
		detail.in = t->as.source->url;
		break;
	case DTL_TOPIC:
		id.in = t->as.topic->id;
		name.in = t->as.topic->label;
		parent.in = t->as.topic->parent;
		break;
	case DTL_EVENT:
	case DTL_CHANGESET:
	case DTL_CLAIM: break;
	}
	return (dtl_label){ t->kind, id.out, name.out ? name.out : id.out, parent.out, detail.out };
}

static char *copy(dtl_labels *l, const char *s)
{
	char *out = s ? strdup(s) : NULL;
	if (s && !out)
		l->failed = true;
	return out;
}

void dtl_labels_add(dtl_labels *l, const dtl_thing *thing)
{
	dtl_label from = borrow(thing);
	if (!from.id || l->failed)
		return;
	dtl_label *rows = dtl_array_room(l->rows, &l->cap, l->count, sizeof(*rows));
	if (!rows) {
		l->failed = true;
		return;
	}
	l->rows = rows;
	rows[l->count++] = (dtl_label){ from.kind, copy(l, from.id), copy(l, from.name), copy(l, from.parent),
		copy(l, from.detail) };
	l->sorted = false;
}

bool dtl_labels_failed(const dtl_labels *l)
{
	return l->failed;
}

static int compare(const void *a, const void *b)
{
	const dtl_label *x = a, *y = b;
	return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : strcmp(x->id, y->id);
}

const dtl_label *dtl_labels_find(dtl_labels *l, dtl_kind kind, const char *id)
{
	union {
		const char *in;
		char *out;
	} name = { id };
	const dtl_label key = { .kind = kind, .id = name.out };
	if (!id || l->failed || l->count == 0)
		return NULL;
	if (!l->sorted)
		qsort(l->rows, l->count, sizeof(*l->rows), compare);
	l->sorted = true;
	return bsearch(&key, l->rows, l->count, sizeof(*l->rows), compare);
}

const char *dtl_labels_name(dtl_labels *l, dtl_kind kind, const char *id)
{
	const dtl_label *found = dtl_labels_find(l, kind, id);
	return found ? found->name : id;
}

void dtl_labels_free(dtl_labels *l)
{
	for (size_t i = 0; i < l->count; i++) {
		free(l->rows[i].id);
		free(l->rows[i].name);
		free(l->rows[i].parent);
		free(l->rows[i].detail);
	}
	free(l->rows);
	*l = (dtl_labels){ 0 };
}
