#include "voices.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static dtl_status add(voice **list, size_t *count, size_t *cap, const voice *v, dtl_error *err)
{
	if (*count == *cap) {
		size_t more = *cap ? *cap * 2 : 16;
		voice *room = realloc(*list, more * sizeof(*room));
		if (!room)
			return fail_memory(err);
		*list = room;
		*cap = more;
	}
	(*list)[(*count)++] = *v;
	return DTL_OK;
}

static void add_about(str *out, const char *field, const char *member)
{
	str_addf(out, "%s %s", field, member ? member : "");
}

static void free_voice(voice *v)
{
	str_free(&v->about);
	str_free(&v->source);
	str_free(&v->publisher);
}

static dtl_status each_word(void *user, const dtl_word *word, dtl_error *err)
{
	voices *all = user;
	voice v = { .about = STR_INIT };
	if (!word->source || !(word->shown || word->agrees))
		return DTL_OK;
	add_about(&v.about, word->field, word->member);
	str_add(&v.source, word->source);
	str_add(&v.publisher, word->publisher ? word->publisher : word->source);
	dtl_status status = add(&all->agreeing, &all->agreeing_count, &all->agreeing_cap, &v, err);
	if (status != DTL_OK)
		free_voice(&v);
	return status;
}

/* The edition stands in the field of the series. */
static dtl_status each_dispute(void *user, const dtl_dispute *d, dtl_error *err)
{
	voices *all = user;
	voice v = { .about = STR_INIT };
	add_about(&v.about, strcmp(d->field, "edition") == 0 ? "series" : d->field, NULL);
	str_add(&v.source, d->source);
	dtl_status status = add(&all->contrary, &all->contrary_count, &all->contrary_cap, &v, err);
	if (status != DTL_OK)
		free_voice(&v);
	return status;
}

dtl_status voices_read(voices *out, program *app, dtl_kind kind, const char *id, dtl_error *err)
{
	int64_t as_of = app->has_as_of ? app->as_of : DTL_TIME_MAX;
	*out = (voices){ 0 };
	dtl_status status = dtl_words(app->db, kind, id, as_of, each_word, out, err);
	if (status == DTL_OK && kind == DTL_EVENT)
		status = dtl_disputes(app->db, id, as_of, each_dispute, out, err);
	return status;
}

void voices_free(voices *v)
{
	for (size_t i = 0; i < v->agreeing_count; i++)
		free_voice(&v->agreeing[i]);
	for (size_t i = 0; i < v->contrary_count; i++)
		free_voice(&v->contrary[i]);
	free(v->agreeing);
	free(v->contrary);
	*v = (voices){ 0 };
}

/* Is the voice at `index` the first about `about` with its source, or its publisher? */
static bool is_first(const voices *v, size_t index, const char *about, bool publisher)
{
	const voice *one = &v->agreeing[index];
	if (strcmp(str_get(&one->about), about) != 0)
		return false;
	for (size_t i = 0; i < index; i++) {
		const voice *other = &v->agreeing[i];
		if (strcmp(str_get(&other->about), about) == 0 &&
		    (publisher ? strcasecmp(str_get(&other->publisher), str_get(&one->publisher))
			       : strcmp(str_get(&other->source), str_get(&one->source))) == 0)
			return false;
	}
	return true;
}

void voices_count(str *out, const voices *v, const dtl_word *word)
{
	str about = STR_INIT;
	size_t sources = 0, publishers = 0;
	add_about(&about, word->field, word->member);
	for (size_t i = 0; i < v->agreeing_count; i++) {
		sources += is_first(v, i, str_get(&about), false);
		publishers += is_first(v, i, str_get(&about), true);
	}
	if (sources > 1)
		str_addf(
		    out, ", %zu sources, %zu publisher%s", sources, publishers, publishers == 1 ? "" : "s");
	str_free(&about);
}

bool voices_contradicts(const voices *v, const dtl_word *word)
{
	str about = STR_INIT;
	bool found = false;
	add_about(&about, word->field, NULL);
	for (size_t i = 0; i < v->contrary_count && word->source && !found; i++)
		found = strcmp(str_get(&v->contrary[i].about), str_get(&about)) == 0 &&
			strcmp(str_get(&v->contrary[i].source), word->source) == 0;
	str_free(&about);
	return found;
}
