/* What calendars say of events that recur: `recurrence` is one register, `instances` a set by RECURRENCE-ID. */
#include "dates/recurrence.h"
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <string.h>

/* ---- recurrence ---- */

static const char *wrong_list(dtl_slice value)
{
	dtl_slice key, element;
	if (!dtl_json_is_array(value))
		return "has a part that is not an array";
	dtl_json_walk w = dtl_json_open(value);
	while (dtl_json_next(&w, &key, &element))
		if (!dtl_json_is_string(element))
			return "has a part that is not an array of strings";
	return NULL;
}

/* Of lines in text that is canonical only \n and what JSON needs is escaped. */
static const char *wrong_escapes(dtl_slice value)
{
	const char *end = value.data + value.len;
	for (const char *at = value.data; (at = memchr(at, '\\', (size_t)(end - at))) != NULL; at += 2)
		if (!strchr("\"\\nt", at[1]))
			return "has a control character";
	return NULL;
}

static const char *wrong_recurrence(const dtl_field *f, const char *member, dtl_slice value)
{
	static const char *const strings[] = { "end", "start", "tz", "zone" };
	static const char *const lists[] = { "exdate", "exrule", "rdate", "rrule" };
	dtl_recurrence *r = NULL;
	dtl_slice key, part;
	(void)f;
	(void)member;
	if (!dtl_json_is_object(value))
		return "is not an object";
	dtl_json_walk w = dtl_json_open(value);
	while (dtl_json_next(&w, &key, &part)) {
		bool string = false, list = false;
		for (size_t i = 0; i < 4; i++) {
			string = string || dtl_slice_is(key, strings[i]);
			list = list || dtl_slice_is(key, lists[i]);
		}
		if (!string && !list)
			return "has a member that is none of a recurrence's";
		if (string && !dtl_json_is_string(part))
			return "has a part that is not a string";
		const char *wrong = list ? wrong_list(part) : NULL;
		if (wrong)
			return wrong;
	}
	if (dtl_recurrence_read(&r, value, (dtl_slice){ NULL, 0 }, NULL) != DTL_OK)
		return "is not a recurrence that can be read";
	dtl_recurrence_free(r);
	return wrong_escapes(value);
}

static dtl_status put_recurrence(const dtl_make *m, const dtl_field *f, const cJSON *object, dtl_error *err)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_recurrence *r = NULL;
	dtl_json_canonical(object, &text);
	dtl_slice value = { dtl_text_str(&text), text.len };
	dtl_status status = dtl_text_failed(&text) ? dtl_fail_memory(err) : DTL_OK;
	if (status == DTL_OK)
		status = dtl_recurrence_read(&r, value, (dtl_slice){ NULL, 0 }, err);
	dtl_recurrence_free(r);
	const char *wrong = status == DTL_OK ? wrong_recurrence(f, NULL, value) : NULL;
	if (wrong)
		status = dtl_fail(err, DTL_E_ARGUMENT, "%s", wrong);
	if (status == DTL_OK)
		dtl_patch_put(m->out, f->name, NULL, dtl_text_str(&text));
	dtl_text_free(&text);
	return status;
}

static dtl_status read_recurrence(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	if (!cJSON_IsObject(value))
		return dtl_at_type(at, "an object", value, err);
	return dtl_at_blame(at, put_recurrence(m, f, value, err), err);
}

static dtl_status take_recurrence(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	cJSON *value = NULL;
	if (dtl_json_parse(&value, words, strlen(words), NULL) != DTL_OK || !cJSON_IsObject(value)) {
		cJSON_Delete(value);
		return dtl_fail(err, DTL_E_ARGUMENT, "expected a JSON object");
	}
	dtl_status status = put_recurrence(m, f, value, err);
	cJSON_Delete(value);
	return status;
}

/* ---- instances ---- */

static const char *wrong_id(const char *id)
{
	int64_t seconds;
	bool utc, day;
	if (dtl_line_wrong(id))
		return "is not a RECURRENCE-ID";
	return dtl_wall_read(id, strcspn(id, "["), &seconds, &utc, &day) ? NULL : "is not a RECURRENCE-ID";
}

static const char *wrong_instance(const dtl_field *f, const char *member, dtl_slice value)
{
	static const char *const strings[] = { "description", "edtf", "location", "original", "range",
		"stamp", "status", "title", "tz", "url" };
	enum { STRINGS = sizeof(strings) / sizeof(*strings) };
	dtl_slice key, part;
	const char *wrong = wrong_id(member);
	(void)f;
	if (!wrong && !dtl_json_is_object(value))
		wrong = "is not an object";
	dtl_json_walk w = dtl_json_open(value);
	while (!wrong && dtl_json_next(&w, &key, &part)) {
		size_t i = 0;
		while (i < STRINGS && !dtl_slice_is(key, strings[i]))
			i++;
		if (i < STRINGS)
			wrong = dtl_json_is_string(part) || dtl_json_is_null(part)
				    ? NULL
				    : "has a part that is not a string";
		else if (dtl_slice_is(key, "lines") || dtl_slice_is(key, "timezones"))
			wrong = wrong_list(part);
		else if (!dtl_slice_is(key, "sequence") || !dtl_json_is_number(part))
			wrong = "has a member that is none of an instance's";
	}
	return wrong ? wrong : wrong_escapes(value);
}

static dtl_status read_instance(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_json_canonical(value, &text);
	const char *wrong = wrong_instance(f, value->string, (dtl_slice){ dtl_text_str(&text), text.len });
	dtl_status status = DTL_OK;
	if (dtl_text_failed(&text))
		status = dtl_fail_memory(err);
	else if (wrong)
		status = dtl_at_fail(at, err, "'%.40s' %s", value->string, wrong);
	else
		dtl_patch_put(m->out, f->name, value->string, dtl_text_str(&text));
	dtl_text_free(&text);
	return status;
}

static dtl_status read_instances(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	const cJSON *child;
	dtl_status status = DTL_OK;
	if (!cJSON_IsObject(value))
		return dtl_at_type(at, "an object", value, err);
	cJSON_ArrayForEach (child, value)
		if (status == DTL_OK)
			status = read_instance(m, f, child, at, err);
	return status;
}

static dtl_status take_instances(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	(void)m;
	(void)f;
	(void)words;
	return dtl_fail(err, DTL_E_ARGUMENT, "come from calendars only");
}

static dtl_status away_instances(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	dtl_text members = DTL_TEXT_INIT, value = DTL_TEXT_INIT;
	dtl_status status = DTL_OK;
	if (!words)
		dtl_make_members(m, f->name, &members);
	else if (dtl_make_now(m, f->name, words, &value))
		dtl_text_add_len(&members, words, strlen(words) + 1);
	else
		status = dtl_fail(err, DTL_E_NOTFOUND, "not among the instances: '%.60s'", words);
	dtl_make_null(m, f->name, &members);
	dtl_text_free(&members);
	dtl_text_free(&value);
	return status;
}

const dtl_form dtl_form_recurrence = {
	.take = take_recurrence, .read = read_recurrence, .wrong = wrong_recurrence
};
const dtl_form dtl_form_instances = { .take = take_instances,
	.read = read_instances,
	.away = away_instances,
	.wrong = wrong_instance,
	.set = true };
