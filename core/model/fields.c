/* Documents and options into patches, and whether values are right: all of it by the table. */
#include "model/fields.h"
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <string.h>

static const char *article(dtl_kind kind)
{
	return kind == DTL_EVENT || kind == DTL_ACTOR ? "an" : "a";
}

static dtl_status made(const dtl_patch *patch, dtl_error *err)
{
	return patch->failed ? dtl_fail_memory(err) : DTL_OK;
}

dtl_status dtl_fields_whole(const dtl_patch *patch, dtl_kind kind, dtl_error *err)
{
	const char *geo = kind == DTL_PLACE ? dtl_patch_get(patch, "geo", NULL) : NULL;
	dtl_slice value = { geo, geo ? strlen(geo) : 0 };
	dtl_slice half;
	if (!geo || dtl_json_is_null(value))
		return DTL_OK;
	if (!dtl_json_get(value, "lon", &half))
		return dtl_fail(err, DTL_E_ARGUMENT, "lat: needs lon beside it");
	if (!dtl_json_get(value, "lat", &half))
		return dtl_fail(err, DTL_E_ARGUMENT, "lon: needs lat beside it");
	return DTL_OK;
}

/* ---- Documents ---- */

static const dtl_field *row_of_member(dtl_kind kind, const char *name)
{
	for (const dtl_field *f = dtl_field_rows(kind); f->form; f++)
		if (f->member && f->member[0] == name[0] && strcmp(f->member, name) == 0)
			return f;
	return NULL;
}

static const char *near_member(dtl_kind kind, const char *name)
{
	const char *best = NULL;
	size_t best_distance = SIZE_MAX;
	for (const dtl_field *f = dtl_field_rows(kind); f->form; f++) {
		size_t limit;
		size_t distance = f->member ? dtl_word_distance(name, f->member, &limit) : SIZE_MAX;
		if (f->member && distance <= limit && distance < best_distance) {
			best = f->member;
			best_distance = distance;
		}
	}
	return best;
}

static dtl_status read_member(const dtl_make *m, const dtl_field *f, const cJSON *value, dtl_error *err)
{
	dtl_at at = { NULL, f->member, 0 };
	if (f->form->read)
		return f->form->read(m, f, value, &at, err);
	return dtl_read_element(m, f, value, &at, err);
}

dtl_status dtl_fields_accept(
    dtl_patch *out, dtl_kind kind, const cJSON *doc, const dtl_accept *accept, dtl_error *err)
{
	dtl_make m = { out, accept, { NULL, 0 }, true };
	const cJSON *waiting = NULL;
	const dtl_field *waiter = NULL;
	const cJSON *value;
	if (!cJSON_IsObject(doc))
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "%s %s is not an object", article(kind), dtl_kind_name(kind));
	cJSON_ArrayForEach (value, doc) {
		const dtl_field *f = row_of_member(kind, value->string);
		if (!f)
			return dtl_read_unknown(NULL, value->string, near_member(kind, value->string), err);
		if (cJSON_IsNull(value))
			continue;
		if (f->form == &dtl_form_when) {
			waiter = f;
			waiting = value;
			continue;
		}
		dtl_status status = read_member(&m, f, value, err);
		if (status != DTL_OK)
			return status;
	}
	dtl_status status = waiter ? read_member(&m, waiter, waiting, err) : DTL_OK;
	if (status == DTL_OK)
		status = dtl_fields_whole(out, kind, err);
	return status == DTL_OK ? made(out, err) : status;
}

/* ---- Options ---- */

static bool is(const char *a, const char *b)
{
	return a && strcmp(a, b) == 0;
}

/* By its own name, that of its opposite, else the field's in documents or in the ledger. */
static const dtl_field *row_of_option(dtl_kind kind, const char *name, bool *opposite)
{
	const dtl_field *rows = dtl_field_rows(kind);
	*opposite = false;
	for (const dtl_field *f = rows; f->form; f++) {
		*opposite = is(f->option.opposite, name);
		if (*opposite || is(f->option.name, name))
			return f;
	}
	for (const dtl_field *f = rows; f->form; f++)
		if (f->name && (is(f->member, name) || is(f->name, name)))
			return f;
	return NULL;
}

static const char *near_option(dtl_kind kind, const char *name)
{
	const char *best = NULL;
	size_t best_distance = SIZE_MAX;
	for (const dtl_field *f = dtl_field_rows(kind); f->form; f++) {
		const char *names[] = { f->option.name, f->option.opposite };
		for (size_t i = 0; i < 2; i++) {
			size_t limit;
			size_t distance = names[i] ? dtl_word_distance(name, names[i], &limit) : SIZE_MAX;
			if (names[i] && distance <= limit && distance < best_distance) {
				best = names[i];
				best_distance = distance;
			}
		}
	}
	return best;
}

static dtl_status no_such(dtl_kind kind, const char *name, dtl_error *err)
{
	char brief[DTL_BRIEF];
	const char *near = near_option(kind, name);
	dtl_brief(brief, name);
	if (near)
		return dtl_fail(err, DTL_E_ARGUMENT, "%s %s has no field '%s': did you mean '%s'?",
		    article(kind), dtl_kind_name(kind), brief, near);
	return dtl_fail(
	    err, DTL_E_ARGUMENT, "%s %s has no field '%s'", article(kind), dtl_kind_name(kind), brief);
}

static dtl_status away_option(const dtl_make *m, const dtl_field *f, const char *value, dtl_error *err)
{
	if (f->form->away)
		return f->form->away(m, f, value, err);
	if (value)
		return dtl_fail(err, DTL_E_ARGUMENT, "holds one value: nothing can be taken from it");
	dtl_patch_put(m->out, f->name, NULL, "null");
	return DTL_OK;
}

dtl_status dtl_fields_option(dtl_patch *out, dtl_kind kind, const char *name, const char *value, bool away,
    const char *shown, const dtl_accept *accept, dtl_error *err)
{
	bool opposite;
	const dtl_field *f = row_of_option(kind, name, &opposite);
	if (!f)
		return no_such(kind, name, err);
	dtl_make m = { out, accept, { shown, shown ? strlen(shown) : 0 }, false };
	dtl_status status;
	if (!value && !(away || opposite))
		status = dtl_fail(err, DTL_E_ARGUMENT, "needs a value");
	else if (!value || away || opposite)
		status = away_option(&m, f, value, err);
	else
		status = f->form->take(&m, f, value, err);
	/* What does not resolve says itself what it is; a wrong value needs its option. */
	if (status == DTL_E_ARGUMENT)
		dtl_fail_in(err, "%s", name);
	return status == DTL_OK ? made(out, err) : status;
}

const char *dtl_field_register(dtl_kind kind, const char *option)
{
	bool opposite;
	const dtl_field *f = row_of_option(kind, option, &opposite);
	return f ? f->name : NULL;
}

bool dtl_field_waits(dtl_kind kind, const char *option)
{
	bool opposite;
	const dtl_field *f = row_of_option(kind, option, &opposite);
	return f && f->form == &dtl_form_when;
}

/* ---- Values ---- */

static const dtl_field *row_of_register(dtl_kind kind, dtl_slice field)
{
	for (const dtl_field *f = dtl_field_rows(kind); f->form; f++)
		if (f->name && dtl_slice_is(field, f->name))
			return f;
	return NULL;
}

static const char *wrong_member(const dtl_field *f, dtl_slice member, dtl_slice value)
{
	dtl_text name = DTL_TEXT_INIT;
	dtl_json_unescape_key(member, &name);
	const char *wrong = f->form->wrong(f, dtl_text_str(&name), value);
	dtl_text_free(&name);
	return wrong;
}

static const char *wrong_register(dtl_kind kind, dtl_slice field, dtl_slice member, dtl_slice value)
{
	if (!field.data)
		return dtl_json_is_true(value) ? NULL : "is not true";
	if (dtl_json_is_null(value))
		return NULL;
	const dtl_field *f = row_of_register(kind, field);
	if (!f)
		return "is not a field of this kind";
	if (f->form->set)
		return member.data ? wrong_member(f, member, value) : "is not an object of members";
	return member.data ? "has no members" : f->form->wrong(f, NULL, value);
}

bool dtl_field_valid(dtl_kind kind, dtl_slice field, dtl_slice member, dtl_slice value, const char **why)
{
	const char *wrong = wrong_register(kind, field, member, value);
	if (why && wrong)
		*why = wrong;
	return !wrong;
}
