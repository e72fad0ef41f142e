/* Sets of topics, sources, links, aliases and codes. */
#include "base/utf8.h"
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <string.h>

static dtl_status put_true(const dtl_make *m, const dtl_field *f, const dtl_text *member, dtl_error *err)
{
	if (dtl_text_failed(member))
		return dtl_fail_memory(err);
	dtl_patch_put(m->out, f->name, dtl_text_str(member), "true");
	return DTL_OK;
}

static dtl_status not_there(const dtl_field *f, const char *words, dtl_error *err)
{
	char brief[DTL_BRIEF];
	return dtl_fail(err, DTL_E_NOTFOUND, "not among the %s: '%s'", f->name, dtl_brief(brief, words));
}

/* Say null of one member if it is there. */
static bool away_member(const dtl_make *m, const dtl_field *f, const char *member)
{
	dtl_text value = DTL_TEXT_INIT;
	bool there = dtl_make_now(m, f->name, member, &value);
	if (there)
		dtl_patch_put(m->out, f->name, member, "null");
	dtl_text_free(&value);
	return there;
}

static dtl_status away_all(const dtl_make *m, const dtl_field *f)
{
	dtl_text members = DTL_TEXT_INIT;
	dtl_make_members(m, f->name, &members);
	dtl_make_null(m, f->name, &members);
	dtl_text_free(&members);
	return DTL_OK;
}

static const char *wrong_true(dtl_slice value)
{
	return dtl_slice_is(value, "true") ? NULL : "is not true";
}

/* ---- Topics and sources: member KEY ---- */

static dtl_status take_keys(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_status status = dtl_make_key(m, f->target, NULL, words, &key, err);
	if (status == DTL_OK)
		status = put_true(m, f, &key, err);
	dtl_text_free(&key);
	return status;
}

static dtl_status read_each(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	return dtl_read_array(m, f, value, at, dtl_read_element, err);
}

/* By the bare key first: it may be of something of which nothing else is known. */
static dtl_status away_keys(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	if (!words)
		return away_all(m, f);
	if (away_member(m, f, words))
		return DTL_OK;
	dtl_text key = DTL_TEXT_INIT;
	dtl_status status = dtl_make_find(m, f->target, words, &key, err);
	if (status == DTL_E_NOTFOUND || (status == DTL_OK && !away_member(m, f, dtl_text_str(&key))))
		status = not_there(f, words, err);
	dtl_text_free(&key);
	return status;
}

static const char *wrong_keys(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	return dtl_line_wrong(member) ? "is not a key" : wrong_true(value);
}

/* ---- Links: member REL:KEY ---- */

/* The event behind "REL:", or NULL: refused. */
static const char *link_target(const char *words, dtl_text *rel, dtl_status *status, dtl_error *err)
{
	const char *colon = strchr(words, ':');
	dtl_text_clear(rel);
	dtl_text_add_len(rel, words, colon ? (size_t)(colon - words) : strlen(words));
	*status = DTL_OK;
	if (dtl_text_failed(rel))
		*status = dtl_fail_memory(err);
	else if (!dtl_word_listed(dtl_event_rels, dtl_text_str(rel)))
		*status = dtl_word_refuse("kind of link", dtl_event_rels, dtl_text_str(rel), err);
	else if (!colon)
		*status = dtl_fail(err, DTL_E_ARGUMENT, "'%s' names no event (%s:ID)", words, words);
	return *status == DTL_OK ? colon + 1 : NULL;
}

static dtl_status put_link(
    const dtl_make *m, const dtl_field *f, const char *rel, const char *id, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_text member = DTL_TEXT_INIT;
	dtl_status status = dtl_make_key(m, DTL_EVENT, NULL, id, &key, err);
	if (status == DTL_OK) {
		dtl_text_addf(&member, "%s:%s", rel, dtl_text_str(&key));
		status = put_true(m, f, &member, err);
	}
	dtl_text_free(&member);
	dtl_text_free(&key);
	return status;
}

static dtl_status take_links(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	dtl_text rel = DTL_TEXT_INIT;
	dtl_status status;
	const char *id = link_target(words, &rel, &status, err);
	if (id)
		status = put_link(m, f, dtl_text_str(&rel), id, err);
	dtl_text_free(&rel);
	return status;
}

static dtl_status read_link(
    const dtl_make *m, const dtl_field *f, const cJSON *element, const dtl_at *at, dtl_error *err)
{
	static const char *const names[] = { "rel", "id", NULL };
	static const char *const derived[] = { "title", NULL };
	const char *values[2];
	if (cJSON_IsString(element))
		return dtl_at_blame(at, take_links(m, f, element->valuestring, err), err);
	if (!cJSON_IsObject(element))
		return dtl_at_type(at, "a string or an object", element, err);
	dtl_status status = dtl_read_strings(element, names, derived, values, at, err);
	if (status != DTL_OK)
		return status;
	if (!values[0] || !values[1])
		return dtl_at_fail(at, err, "has no %s", values[0] ? "id" : "rel");
	if (!dtl_word_listed(dtl_event_rels, values[0]))
		return dtl_at_blame(&(dtl_at){ at, "rel", 0 },
		    dtl_word_refuse("kind of link", dtl_event_rels, values[0], err), err);
	return dtl_at_blame(&(dtl_at){ at, "id", 0 }, put_link(m, f, values[0], values[1], err), err);
}

static dtl_status read_links(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	return dtl_read_array(m, f, value, at, read_link, err);
}

static dtl_status away_links(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	if (!words)
		return away_all(m, f);
	if (away_member(m, f, words))
		return DTL_OK;
	dtl_text rel = DTL_TEXT_INIT;
	dtl_text key = DTL_TEXT_INIT;
	dtl_status status;
	const char *id = link_target(words, &rel, &status, err);
	if (id)
		status = dtl_make_find(m, DTL_EVENT, id, &key, err);
	if (status == DTL_OK)
		dtl_text_addf(&rel, ":%s", dtl_text_str(&key));
	if (status == DTL_E_NOTFOUND || (status == DTL_OK && !away_member(m, f, dtl_text_str(&rel))))
		status = not_there(f, words, err);
	dtl_text_free(&key);
	dtl_text_free(&rel);
	return status;
}

static const char *wrong_links(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	dtl_text rel = DTL_TEXT_INIT;
	dtl_status status;
	const char *key = link_target(member, &rel, &status, NULL);
	const char *wrong =
	    !key || dtl_line_wrong(key) ? "is not REL:KEY with a rel of the list" : wrong_true(value);
	dtl_text_free(&rel);
	return wrong;
}

/* ---- Aliases: the member is the alias ---- */

static dtl_status take_aliases(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	const char *wrong = dtl_line_wrong(words);
	if (wrong)
		return dtl_words_refuse(wrong, words, err);
	dtl_patch_put(m->out, f->name, words, "true");
	return DTL_OK;
}

/* As written, else the one that only differs in case and accents. */
static dtl_status away_aliases(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	if (!words)
		return away_all(m, f);
	if (away_member(m, f, words))
		return DTL_OK;
	dtl_text members = DTL_TEXT_INIT;
	dtl_text wanted = DTL_TEXT_INIT;
	dtl_text have = DTL_TEXT_INIT;
	bool found = false;
	dtl_make_members(m, f->name, &members);
	dtl_fold(&wanted, words, strlen(words));
	for (const char *alias = dtl_list_next(&members, NULL); alias;
	     alias = dtl_list_next(&members, alias)) {
		dtl_text_clear(&have);
		dtl_fold(&have, alias, strlen(alias));
		if (strcmp(dtl_text_str(&have), dtl_text_str(&wanted)) == 0)
			found = away_member(m, f, alias) || found;
	}
	dtl_text_free(&have);
	dtl_text_free(&wanted);
	dtl_text_free(&members);
	return found ? DTL_OK : not_there(f, words, err);
}

static const char *wrong_aliases(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	const char *wrong = dtl_line_wrong(member);
	return wrong ? wrong : wrong_true(value);
}

/* ---- Codes: the member is the system, the value the code ---- */

static const char *code_wrong(const char *code)
{
	const char *wrong = dtl_line_wrong(code);
	if (wrong)
		return wrong;
	return strchr(code, ' ') ? "has a blank" : NULL;
}

static dtl_status put_code(
    const dtl_make *m, const dtl_field *f, const char *system, const char *code, dtl_error *err)
{
	char brief[DTL_BRIEF];
	const char *wrong = code_wrong(code);
	if (!dtl_is_slug(system))
		return dtl_fail(err, DTL_E_ARGUMENT, "'%s' is no system of codes (a-z, 0-9 and '-')",
		    dtl_brief(brief, system));
	if (wrong)
		return dtl_fail(err, DTL_E_ARGUMENT, "the code '%s' %s", dtl_brief(brief, code), wrong);
	dtl_patch_put_string(m->out, f->name, system, code);
	return DTL_OK;
}

static dtl_status take_codes(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	char brief[DTL_BRIEF];
	const char *colon = strchr(words, ':');
	if (!colon)
		return dtl_fail(err, DTL_E_ARGUMENT, "'%s' is not SYSTEM:CODE", dtl_brief(brief, words));
	dtl_text system = DTL_TEXT_INIT;
	dtl_text_add_len(&system, words, (size_t)(colon - words));
	dtl_status status = put_code(m, f, dtl_text_str(&system), colon + 1, err);
	dtl_text_free(&system);
	return status;
}

static dtl_status read_codes(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	if (!cJSON_IsObject(value))
		return dtl_at_type(at, "an object", value, err);
	const cJSON *code;
	cJSON_ArrayForEach (code, value) {
		char brief[DTL_BRIEF];
		dtl_at here = { at, dtl_brief(brief, code->string), 0 };
		if (cJSON_IsNull(code))
			continue;
		if (!cJSON_IsString(code))
			return dtl_at_type(&here, "a string", code, err);
		dtl_status status = put_code(m, f, code->string, code->valuestring, err);
		if (status != DTL_OK)
			return dtl_at_blame(&here, status, err);
	}
	return DTL_OK;
}

/* "iso2", or "iso2:CN" if that is what it says. */
static dtl_status away_codes(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	if (!words)
		return away_all(m, f);
	dtl_text system = DTL_TEXT_INIT;
	dtl_text now = DTL_TEXT_INIT;
	dtl_text wanted = DTL_TEXT_INIT;
	const char *colon = strchr(words, ':');
	dtl_text_add_len(&system, words, colon ? (size_t)(colon - words) : strlen(words));
	bool there = dtl_make_now(m, f->name, dtl_text_str(&system), &now);
	if (there && colon) {
		dtl_json_add_string(&wanted, colon + 1, strlen(colon + 1));
		there = strcmp(dtl_text_str(&wanted), dtl_text_str(&now)) == 0;
	}
	if (there)
		dtl_patch_put(m->out, f->name, dtl_text_str(&system), "null");
	dtl_text_free(&wanted);
	dtl_text_free(&now);
	dtl_text_free(&system);
	return there ? DTL_OK : not_there(f, words, err);
}

static const char *wrong_codes(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	if (!dtl_is_slug(member))
		return "has a system that is not a slug";
	dtl_text code = DTL_TEXT_INIT;
	const char *wrong =
	    dtl_slice_words(value, &code) ? code_wrong(dtl_text_str(&code)) : "is not a string";
	dtl_text_free(&code);
	return wrong;
}

const dtl_form dtl_form_keys = {
	.take = take_keys, .read = read_each, .away = away_keys, .wrong = wrong_keys, .set = true
};
const dtl_form dtl_form_links = {
	.take = take_links, .read = read_links, .away = away_links, .wrong = wrong_links, .set = true
};
const dtl_form dtl_form_aliases = {
	.take = take_aliases, .read = read_each, .away = away_aliases, .wrong = wrong_aliases, .set = true
};
const dtl_form dtl_form_codes = {
	.take = take_codes, .read = read_codes, .away = away_codes, .wrong = wrong_codes, .set = true
};
