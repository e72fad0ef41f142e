#include "formats/tell.h"
#include "dates/recurrence.h"
#include <string.h>

void dtl_tell_id(dtl_text *out, const dtl_event *e)
{
	dtl_text_add(out, e->id);
	if (!e->occurrence)
		return;
	dtl_text_add_char(out, '@');
	dtl_text_add(out, e->occurrence);
}

/* The rules of one that recurs; false: it does not, or they cannot be read. */
static bool tell_rules(dtl_text *out, const dtl_event *e)
{
	char words[DTL_WORDS_MAX];
	dtl_recurrence *r = NULL;
	if (!e->recurrence || e->occurrence)
		return false;
	dtl_slice rules = { e->recurrence, strlen(e->recurrence) };
	dtl_slice instances = { e->instances, e->instances ? strlen(e->instances) : 0 };
	if (dtl_recurrence_read(&r, rules, instances, NULL) != DTL_OK)
		return false;
	size_t len = dtl_recurrence_words(words, sizeof(words), r);
	dtl_recurrence_free(r);
	dtl_text_add(out, words);
	return len > 0;
}

void dtl_tell_when(dtl_text *out, const dtl_event *e)
{
	char words[DTL_WORDS_MAX];
	if (!e->edtf) {
		dtl_text_add(out, e->unknown ? "date unknown" : "no date");
		return;
	}
	if (tell_rules(out, e))
		dtl_text_add(out, ", ");
	dtl_date_people_within(words, sizeof(words), e->edtf, &e->date.bounds, e->tz, NULL);
	dtl_text_add(out, words);
}

static void add_note(dtl_text *out, bool *any, const char *note)
{
	if (!note)
		return;
	dtl_text_add(out, *any ? ", " : " (");
	dtl_text_add(out, note);
	*any = true;
}

void dtl_tell_part(dtl_text *out, const dtl_part *part)
{
	bool any = false;
	dtl_text_add(out, part->name ? part->name : part->id);
	add_note(out, &any, part->title);
	add_note(out, &any, part->holders);
	if (part->role && strcmp(part->role, "participant") != 0)
		add_note(out, &any, part->role);
	if (part->behalf) {
		dtl_text_add(out, any ? ", for " : " (for ");
		dtl_text_add(out, part->behalf_name ? part->behalf_name : part->behalf);
		any = true;
	}
	if (any)
		dtl_text_add_char(out, ')');
}

void dtl_tell_who(dtl_text *out, const dtl_event *e)
{
	for (size_t i = 0; i < e->actor_count; i++) {
		if (i > 0)
			dtl_text_add(out, "; ");
		dtl_tell_part(out, &e->actors[i]);
	}
}

const char *dtl_tell_status(const dtl_event *e)
{
	return e->state == DTL_STATE_PROJECTED ? dtl_state_name(e->state) : e->status;
}

const char *dtl_tell_where(const dtl_event *e)
{
	if (!e->place)
		return NULL;
	return e->place->name ? e->place->name : e->place->id;
}

const char *dtl_tell_title(const dtl_event *e)
{
	return e->title ? e->title : e->id;
}

const char *dtl_tell_name(const dtl_export_options *options, const char *fallback)
{
	const char *set = dtl_export_setting(options, "title");
	if (set && *set)
		return set;
	return options->name ? options->name : fallback;
}
