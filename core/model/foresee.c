#include "model/foresee.h"

#include <cjson/cJSON.h>
#include <string.h>

typedef struct seer {
	dtl_known_names *known;
	uint64_t age; /* of the names so far; 0: there were none */
	bool failed;  /* it has to wait for its turn */
} seer;

static dtl_status find(void *user, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err)
{
	seer *s = user;
	uint64_t age = 0;
	(void)err;
	dtl_status status = dtl_known_peek(s->known, kind, text, key, &age);
	s->failed = s->failed || status == DTL_DONE || (s->age && s->age != age);
	s->age = age;
	return s->failed ? DTL_E_NOTFOUND : status;
}

static dtl_status resolve(
    void *user, dtl_kind kind, const dtl_maker *maker, const char *text, dtl_text *key, dtl_error *err)
{
	(void)maker;
	return find(user, kind, text, key, err);
}

static dtl_status zone(void *user, const char *place, dtl_text *out, dtl_error *err)
{
	seer *s = user;
	(void)place;
	(void)out;
	(void)err;
	s->failed = true;
	return DTL_E_NOTFOUND;
}

static void note(void *user, const char *line)
{
	seer *s = user;
	(void)line;
	s->failed = true;
}

static bool is_possible(const dtl_foresight *f, const dtl_entry *e)
{
	return f->known && e->kind == DTL_EVENT && e->doc && !e->error && !e->fallback && !e->mention_count &&
	       (!e->source || f->said_on);
}

static bool is_right(dtl_slice patch)
{
	dtl_register r;
	dtl_patch_walk walk = dtl_patch_open(DTL_EVENT, patch);
	while (dtl_patch_next(&walk, &r))
		if (!dtl_field_valid(DTL_EVENT, r.field, r.member, r.value, NULL))
			return false;
	return true;
}

/* One walk: it is asked of every entry, and most have nothing of it. */
void dtl_asides_find(const struct cJSON *doc, const struct cJSON *found[DTL_ASIDES])
{
	static const char *const asides[DTL_ASIDES] = DTL_ASIDE_NAMES;
	const cJSON *member;
	for (int i = 0; i < DTL_ASIDES; i++)
		found[i] = NULL;
	cJSON_ArrayForEach (member, doc)
		for (int i = 0; i < DTL_ASIDES; i++)
			if (member->string[0] == asides[i][0] && !found[i] &&
			    strcmp(member->string, asides[i]) == 0)
				found[i] = member;
}

/* Whoever writes need not walk through the document then, which is in another processor's cache by now. */
static bool is_bare(const cJSON *doc)
{
	const cJSON *found[DTL_ASIDES];
	dtl_asides_find(doc, found);
	for (int i = 0; i < DTL_ASIDES; i++) {
		bool known = i == DTL_ASIDE_KNOWN_FROM && cJSON_IsString(found[i]) && *found[i]->valuestring;
		if (found[i] && !known)
			return false;
	}
	return true;
}

void dtl_foresee(const dtl_foresight *f, const dtl_entry *entry, dtl_foreseen *out)
{
	out->age = 0;
	if (!is_possible(f, entry))
		return;
	dtl_error ignored;
	seer s = { .known = f->known };
	dtl_accept accept = {
		.user = &s,
		.resolve = resolve,
		.find = find,
		.zone = zone,
		.note = note,
		.dates = f->dates,
		.tz = f->tz,
	};
	dtl_patch_clear(&out->patch);
	dtl_text_clear(&out->text);
	if (dtl_fields_accept(&out->patch, DTL_EVENT, entry->doc, &accept, &ignored) != DTL_OK || s.failed)
		return;
	dtl_patch_print(&out->patch, &out->text);
	out->bare = is_bare(entry->doc);
	out->right = is_right((dtl_slice){ dtl_text_str(&out->text), out->text.len });
	if (!dtl_text_failed(&out->text))
		out->age = s.age ? s.age : dtl_known_age(f->known);
}

void dtl_foreseen_free(dtl_foreseen *out)
{
	dtl_patch_free(&out->patch);
	dtl_text_free(&out->text);
	out->age = 0;
}
