#include "formats/jscal_entry.h"
#include "base/array.h"
#include "dates/recurrence.h"
#include "formats/jscal.h"
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *string_in(const cJSON *object, const char *name)
{
	const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, name);
	return cJSON_IsString(found) ? found->valuestring : NULL;
}

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool put(cJSON *object, const char *name, cJSON *value)
{
	cJSON_DeleteItemFromObjectCaseSensitive(object, name);
	if (value && cJSON_AddItemToObject(object, name, value))
		return true;
	cJSON_Delete(value);
	return false;
}

static bool put_string(cJSON *object, const char *name, const char *text)
{
	return put(object, name, text ? cJSON_CreateString(text) : cJSON_CreateNull());
}

/* ---- The members that say when ---- */

static void span_in(const cJSON *event, dtl_jscal_span *out)
{
	const char *start = string_in(event, "start"), *duration = string_in(event, "duration");
	const char *zone = string_in(event, "timeZone");
	*out = (dtl_jscal_span){ .day = cJSON_IsTrue(
				     cJSON_GetObjectItemCaseSensitive(event, "showWithoutTime")) };
	snprintf(out->start, sizeof(out->start), "%.19s", start ? start : "");
	snprintf(out->duration, sizeof(out->duration), "%s", duration ? duration : "");
	snprintf(out->zone, sizeof(out->zone), "%s", zone ? zone : "");
}

static bool same_span(const dtl_jscal_span *a, const dtl_jscal_span *b)
{
	return strcmp(a->start, b->start) == 0 && strcmp(a->duration, b->duration) == 0 &&
	       strcmp(a->zone, b->zone) == 0 && a->day == b->day;
}

/* {"edtf", "tz"} of a span; UTC needs no zone. */
static dtl_status put_when(cJSON *doc, const dtl_jscal_span *span, dtl_error *err)
{
	dtl_text edtf = DTL_TEXT_INIT;
	bool utc = strcmp(span->zone, "Etc/UTC") == 0 || strcmp(span->zone, "UTC") == 0;
	if (!dtl_jscal_edtf(&edtf, span->start, span->duration, span->day)) {
		dtl_text_free(&edtf);
		return dtl_fail(
		    err, DTL_E_PARSE, "no time: start '%s', duration '%s'", span->start, span->duration);
	}
	if (span->zone[0] && !utc && !dtl_zone_known(span->zone)) {
		dtl_text_free(&edtf);
		return dtl_fail(err, DTL_E_PARSE, "timeZone: '%s' is not a known IANA time zone", span->zone);
	}
	dtl_text marked = DTL_TEXT_INIT; /* with a Z behind each time */
	for (const char *c = dtl_text_str(&edtf); utc && !span->day && *c; c++)
		dtl_text_addf(&marked, "%s%c", *c == '/' ? "Z" : "", *c);
	dtl_text_add(&marked, marked.len > 0 ? "Z" : dtl_text_str(&edtf));
	cJSON *when = cJSON_CreateObject();
	bool done = when && put_string(when, "edtf", dtl_text_str(&marked));
	if (done && span->zone[0] && !utc && !span->day)
		done = put_string(when, "tz", span->zone);
	done = put(doc, "when", when) && done;
	dtl_text_free(&marked);
	dtl_text_free(&edtf);
	return done ? DTL_OK : dtl_fail_memory(err);
}

/* ---- Recurrence ---- */

static bool add_string(cJSON *object, const char *name, const char *text)
{
	cJSON *list = cJSON_GetObjectItemCaseSensitive(object, name), *item = cJSON_CreateString(text);
	if (!list)
		list = cJSON_AddArrayToObject(object, name);
	if (list && item && cJSON_AddItemToArray(list, item))
		return true;
	cJSON_Delete(item);
	return false;
}

static dtl_status add_rules(cJSON *recurrence, const cJSON *list, dtl_error *err)
{
	const cJSON *rule;
	dtl_text text = DTL_TEXT_INIT;
	bool known = true, stored = true;
	cJSON_ArrayForEach (rule, list) {
		dtl_text_clear(&text);
		known = known && dtl_jscal_rule_read(&text, rule);
		stored = stored && add_string(recurrence, "rrule", dtl_text_str(&text));
	}
	dtl_text_free(&text);
	if (!known)
		return dtl_fail(err, DTL_E_PARSE, "recurrenceRules: not a rule that is known");
	return stored ? DTL_OK : dtl_fail_memory(err);
}

/* A patch of one time: excluded, unchanged (a time more), or with a time or title of its own. */
static dtl_status add_override(
    cJSON *recurrence, cJSON *instances, const dtl_jscal_span *master, const cJSON *patch, dtl_error *err)
{
	char key[128], at[32];
	dtl_jscal_span span = *master;
	const char *start = string_in(patch, "start"), *duration = string_in(patch, "duration");
	snprintf(at, sizeof(at), master->day ? "%.10s" : "%.19s", patch->string);
	if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(patch, "excluded")))
		return add_string(recurrence, "exdate", at) ? DTL_OK : dtl_fail_memory(err);
	if (!patch->child)
		return add_string(recurrence, "rdate", at) ? DTL_OK : dtl_fail_memory(err);
	snprintf(key, sizeof(key), master->zone[0] ? "%s[%s]" : "%s", at, master->zone);
	snprintf(span.start, sizeof(span.start), "%.19s", start ? start : patch->string);
	snprintf(span.duration, sizeof(span.duration), "%s", duration ? duration : master->duration);
	cJSON *edit = cJSON_CreateObject();
	if (!edit || !put(instances, key, edit))
		return dtl_fail_memory(err);
	dtl_status status = put_when(edit, &span, err);
	cJSON *when = cJSON_DetachItemFromObjectCaseSensitive(edit, "when");
	bool done = status != DTL_OK || put_string(edit, "edtf", string_in(when, "edtf"));
	if (done && string_in(when, "tz"))
		done = put_string(edit, "tz", string_in(when, "tz"));
	if (done && string_in(patch, "title"))
		done = put_string(edit, "title", string_in(patch, "title"));
	if (done && dtl_jscal_status_of(string_in(patch, "status")))
		done = put_string(edit, "status", dtl_jscal_status_of(string_in(patch, "status")));
	cJSON_Delete(when);
	return status == DTL_OK && !done ? dtl_fail_memory(err) : status;
}

static dtl_status begin_recurrence(cJSON *recurrence, const dtl_jscal_span *span, dtl_error *err)
{
	dtl_text end = DTL_TEXT_INIT;
	bool utc = strcmp(span->zone, "Etc/UTC") == 0;
	bool fits = dtl_jscal_end(&end, span->start, span->duration, span->day);
	char start[40];
	snprintf(start, sizeof(start), span->day ? "%.10s%s" : "%.19s%s", span->start,
	    utc && !span->day ? "Z" : "");
	bool done = put_string(recurrence, "start", start);
	if (done && end.len > 0) {
		dtl_text_add(&end, utc && !span->day ? "Z" : "");
		done = put_string(recurrence, "end", dtl_text_str(&end));
	}
	if (done && span->zone[0] && !utc && !span->day)
		done = put_string(recurrence, "tz", span->zone);
	dtl_text_free(&end);
	if (!fits)
		return dtl_fail(
		    err, DTL_E_PARSE, "no time: start '%s', duration '%s'", span->start, span->duration);
	return done ? DTL_OK : dtl_fail_memory(err);
}

/* From the first time to the last: the date of the whole. */
static dtl_status put_whole(cJSON *doc, const cJSON *recurrence, const cJSON *instances, dtl_error *err)
{
	dtl_text rules = DTL_TEXT_INIT, edits = DTL_TEXT_INIT;
	dtl_recurrence *r = NULL;
	char edtf[DTL_EDTF_MAX + 1];
	const char *tz = NULL;
	dtl_json_canonical(recurrence, &rules);
	dtl_json_canonical(instances, &edits);
	dtl_slice a = { dtl_text_str(&rules), rules.len }, b = { dtl_text_str(&edits), edits.len };
	dtl_status status = dtl_recurrence_read(&r, a, b, err);
	if (status == DTL_OK)
		status = dtl_recurrence_span(r, edtf, sizeof(edtf), &tz, err);
	cJSON *when = status == DTL_OK ? cJSON_CreateObject() : NULL;
	if (status == DTL_OK &&
	    !(when && put_string(when, "edtf", edtf) && (!tz || put_string(when, "tz", tz))))
		status = dtl_fail_memory(err);
	if (status == DTL_OK && !put(doc, "when", when))
		status = dtl_fail_memory(err);
	else if (status != DTL_OK)
		cJSON_Delete(when);
	if (status == DTL_E_ARGUMENT && err)
		err->status = DTL_E_PARSE;
	dtl_recurrence_free(r);
	dtl_text_free(&rules);
	dtl_text_free(&edits);
	return status == DTL_E_ARGUMENT ? DTL_E_PARSE : status;
}

static dtl_status put_recurrence(cJSON *doc, const cJSON *event, const dtl_jscal_span *span, dtl_error *err)
{
	const cJSON *rules = cJSON_GetObjectItemCaseSensitive(event, "recurrenceRules");
	const cJSON *overrides = cJSON_GetObjectItemCaseSensitive(event, "recurrenceOverrides"), *patch;
	cJSON *recurrence = cJSON_AddObjectToObject(doc, "recurrence");
	cJSON *instances = cJSON_AddObjectToObject(doc, "instances");
	if (!recurrence || !instances)
		return dtl_fail_memory(err);
	dtl_status status = begin_recurrence(recurrence, span, err);
	if (status == DTL_OK)
		status = add_rules(recurrence, rules, err);
	cJSON_ArrayForEach (patch, overrides) {
		if (status == DTL_OK)
			status = add_override(recurrence, instances, span, patch, err);
	}
	if (status == DTL_OK)
		status = put_whole(doc, recurrence, instances, err);
	if (!instances->child)
		cJSON_DeleteItemFromObjectCaseSensitive(doc, "instances");
	return status;
}

static bool recurs(const cJSON *event)
{
	return cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(event, "recurrenceRules")) > 0 ||
	       cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(event, "recurrenceOverrides")) > 0;
}

static dtl_status put_times(cJSON *doc, const cJSON *event, dtl_error *err)
{
	dtl_jscal_span span;
	span_in(event, &span);
	cJSON_DeleteItemFromObjectCaseSensitive(doc, "recurrence");
	cJSON_DeleteItemFromObjectCaseSensitive(doc, "instances");
	return recurs(event) ? put_recurrence(doc, event, &span, err) : put_when(doc, &span, err);
}

/* ---- One of ours that comes back ---- */

/* What we would have written for the times of our own member. */
static bool own_span(const cJSON *own, dtl_jscal_span *out)
{
	const cJSON *recurrence = cJSON_GetObjectItemCaseSensitive(own, "recurrence");
	const cJSON *when = cJSON_GetObjectItemCaseSensitive(own, "when");
	dtl_date date;
	if (cJSON_IsObject(recurrence))
		return dtl_jscal_span_of_local(string_in(recurrence, "start"), string_in(recurrence, "end"),
		    string_in(recurrence, "tz"), out);
	const char *edtf = string_in(when, "edtf");
	return edtf && dtl_date_parse(&date, edtf, string_in(when, "tz"), NULL) == DTL_OK &&
	       dtl_jscal_span_of(&date, string_in(when, "tz"), out);
}

/* Our member counts, but for what a client changed beside it. */
static dtl_status take_own(dtl_jscal_entry *out, const cJSON *event, const cJSON *own, dtl_error *err)
{
	dtl_jscal_span ours, theirs;
	out->own = true;
	out->doc = cJSON_Duplicate(own, true);
	out->id = string_in(own, "id");
	out->known = string_in(event, "updated");
	bool done = out->doc != NULL;
	if (done && !same(string_in(own, "title"), string_in(event, "title")))
		done = put_string(out->doc, "title", string_in(event, "title"));
	if (done && !same(string_in(own, "description"), string_in(event, "description")))
		done = put_string(out->doc, "description", string_in(event, "description"));
	if (done && !same(dtl_jscal_status(string_in(own, "status")), string_in(event, "status")))
		done = put_string(out->doc, "status", dtl_jscal_status_of(string_in(event, "status")));
	if (!done)
		return dtl_fail_memory(err);
	span_in(event, &theirs);
	if (own_span(own, &ours) && same_span(&ours, &theirs))
		return DTL_OK;
	return put_times(out->doc, event, err);
}

/* ---- Anybody's ---- */

static dtl_mention *mention(dtl_jscal_entry *out, const char *field, const char *name)
{
	dtl_mention *room =
	    dtl_array_room(out->mentions, &out->mention_cap, out->mention_count, sizeof(*room));
	if (!room || !name)
		return NULL;
	out->mentions = room;
	room[out->mention_count] = (dtl_mention){ .field = field, .name = name };
	return &room[out->mention_count++];
}

static void mention_all(dtl_jscal_entry *out, const cJSON *event)
{
	const cJSON *item;
	cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(event, "locations")) {
		mention(out, "place", string_in(item, "name"));
		break;
	}
	cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(event, "participants")) {
		const cJSON *roles = cJSON_GetObjectItemCaseSensitive(item, "roles");
		dtl_mention *m = mention(out, "actors", string_in(item, "name"));
		if (m)
			m->role = cJSON_HasObjectItem(roles, "chair") ? "chair" : "participant";
		if (m && same(string_in(item, "kind"), "individual"))
			m->subkind = "person";
	}
	cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(event, "keywords")) {
		mention(out, "topics", item->string);
	}
}

/* What has no place among our fields is kept as it came. */
static bool keep_rest(cJSON *doc, const cJSON *event)
{
	static const char *const taken[] = { "@type", "uid", "updated", "title", "description", "start",
		"duration", "timeZone", "showWithoutTime", "recurrenceRules", "status", NULL };
	const cJSON *member;
	cJSON *extra = NULL, *rest = NULL;
	cJSON_ArrayForEach (member, event) {
		bool known = false;
		for (size_t i = 0; taken[i]; i++)
			known = known || strcmp(taken[i], member->string) == 0;
		if (known)
			continue;
		extra = extra ? extra : cJSON_AddObjectToObject(doc, "extra");
		rest = rest ? rest : extra ? cJSON_AddObjectToObject(extra, "jscalendar") : NULL;
		cJSON *copy = cJSON_Duplicate(member, true);
		if (!rest || !copy || !cJSON_AddItemToObject(rest, member->string, copy))
			return false;
	}
	return true;
}

static dtl_status take_any(dtl_jscal_entry *out, const cJSON *event, dtl_error *err)
{
	const char *status = dtl_jscal_status_of(string_in(event, "status"));
	out->doc = cJSON_CreateObject();
	out->known = string_in(event, "updated");
	bool done = out->doc && put_string(out->doc, "title", string_in(event, "title"));
	if (done && string_in(event, "description"))
		done = put_string(out->doc, "description", string_in(event, "description"));
	if (done && status)
		done = put_string(out->doc, "status", status);
	if (!done || !keep_rest(out->doc, event))
		return dtl_fail_memory(err);
	mention_all(out, event);
	return put_times(out->doc, event, err);
}

dtl_status dtl_jscal_entry_make(dtl_jscal_entry *out, const cJSON *event, dtl_error *err)
{
	*out = (dtl_jscal_entry){ .uid = string_in(event, "uid") };
	const cJSON *own = cJSON_GetObjectItemCaseSensitive(event, DTL_JSCAL_OWN);
	const char *type = string_in(event, "@type");
	if (!cJSON_IsObject(event))
		return dtl_fail(err, DTL_E_PARSE, "expected an object");
	if (!same(type, "Event"))
		return dtl_fail(
		    err, DTL_E_PARSE, "a '%.40s' is not taken, only an 'Event'", type ? type : "");
	if (!out->uid)
		return dtl_fail(err, DTL_E_PARSE, "it has no uid");
	if (!string_in(event, "start"))
		return dtl_fail(err, DTL_E_PARSE, "it has no start");
	return cJSON_IsObject(own) ? take_own(out, event, own, err) : take_any(out, event, err);
}

void dtl_jscal_entry_free(dtl_jscal_entry *entry)
{
	cJSON_Delete(entry->doc);
	free(entry->mentions);
	*entry = (dtl_jscal_entry){ 0 };
}
