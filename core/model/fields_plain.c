/* Forms of one string each: words, vocabularies, dates, references. */
#include "base/utf8.h"
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <dateline/date.h>
#include <string.h>

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ---- What the words must be like ---- */

static const char *check_line(const char *s, size_t len)
{
	return dtl_words_wrong(s, len, false);
}

static const char *check_lines(const char *s, size_t len)
{
	return dtl_words_wrong(s, len, true);
}

static const char *check_url(const char *s, size_t len)
{
	static const char no_scheme[] = "has no scheme (https://…)";
	const char *wrong = dtl_words_wrong(s, len, false);
	if (wrong)
		return wrong;
	size_t i = 0;
	while (is_letter(s[i]) || (i > 0 && (is_digit(s[i]) || (s[i] && strchr("+-.", s[i])))))
		i++;
	if (i == 0 || s[i] != ':' || s[i + 1] == '\0')
		return no_scheme;
	return strpbrk(s, " <>\"") ? "has a blank or one of <>\" in it" : NULL;
}

static const char *check_country(const char *s, size_t len)
{
	return len == 2 && is_letter(s[0]) && is_letter(s[1]) ? NULL
							      : "is not a country's two letters (ISO 3166-1)";
}

static const char *check_zone(const char *s, size_t len)
{
	const char *wrong = dtl_words_wrong(s, len, false);
	if (wrong)
		return wrong;
	return dtl_zone_known(s) ? NULL : "is not a known IANA time zone";
}

/* Subtags of one to eight letters and digits; the first of two letters or more, or a private 'x'. */
static const char *check_language(const char *s, size_t len)
{
	static const char wrong[] = "is not a language tag (BCP 47)";
	size_t run = 0;
	size_t first = 0;
	bool later = false;
	if (len > 255)
		return wrong;
	for (size_t i = 0; i <= len; i++) {
		if (s[i] == '-' || i == len) {
			if (run == 0 || run > 8)
				return wrong;
			first = later ? first : run;
			later = true;
			run = 0;
		} else if (is_letter(s[i]) || (later && is_digit(s[i]))) {
			run++;
		} else {
			return wrong;
		}
	}
	bool private = first == 1 && len > 2 && strchr("xXiI", s[0]);
	return first >= 2 || private ? NULL : wrong;
}

static const char *check_type(const char *s, size_t len)
{
	return len <= 64 && dtl_is_slug(s) ? NULL : "is not a slug (a-z, 0-9 and '-')";
}

/* How a source's publication may be given: one date, and what has a time has its offset. */
static const char *day_wrong(const dtl_date *date)
{
	if (date->kind != DTL_DATE_ONE)
		return "is not one date";
	return date->local ? "has a time without an offset (+08:00, Z)" : NULL;
}

static const char *check_day(const char *s, size_t len)
{
	dtl_date date;
	const char *wrong = dtl_words_wrong(s, len, false);
	if (wrong)
		return wrong;
	if (len > DTL_EDTF_MAX || dtl_date_parse(&date, s, NULL, NULL) != DTL_OK)
		return "is not an EDTF date";
	return day_wrong(&date);
}

/* ---- How they are spelt ---- */

static void spell_upper(const char *s, dtl_text *out)
{
	for (; *s; s++)
		dtl_text_add_char(out, *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s);
}

/* ---- Taking and checking ---- */

static dtl_status put_words(const dtl_make *m, const dtl_field *f, const dtl_text *words, dtl_error *err)
{
	if (dtl_text_failed(words))
		return dtl_fail_memory(err);
	dtl_patch_put_string(m->out, f->name, NULL, dtl_text_str(words));
	return DTL_OK;
}

static dtl_status take_plain(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	dtl_text spelt = DTL_TEXT_INIT;
	if (f->form->spell)
		f->form->spell(words, &spelt);
	const char *s = f->form->spell ? dtl_text_str(&spelt) : words;
	const char *wrong = f->form->check(s, strlen(s));
	dtl_status status = DTL_OK;
	if (dtl_text_failed(&spelt))
		status = dtl_fail_memory(err);
	else if (wrong)
		status = dtl_words_refuse(wrong, words, err);
	else
		dtl_patch_put_string(m->out, f->name, NULL, s);
	dtl_text_free(&spelt);
	return status;
}

static const char *wrong_plain(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)member;
	dtl_text words = DTL_TEXT_INIT;
	const char *wrong = "is not a string";
	if (dtl_slice_words(value, &words))
		wrong = f->form->check(dtl_text_str(&words), words.len);
	dtl_text_free(&words);
	return wrong;
}

/* A date is spelt canonically before it is checked: RFC 3339 is more than EDTF. */
static dtl_status take_day(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	const char *wrong = dtl_line_wrong(words);
	if (wrong)
		return dtl_words_refuse(wrong, words, err);
	dtl_text edtf = DTL_TEXT_INIT;
	dtl_status status = dtl_make_edtf(words, &edtf, err);
	if (status == DTL_OK && (wrong = check_day(dtl_text_str(&edtf), edtf.len)) != NULL)
		status = dtl_words_refuse(wrong, words, err);
	if (status == DTL_OK)
		status = put_words(m, f, &edtf, err);
	dtl_text_free(&edtf);
	return status;
}

/* An open vocabulary: what is near a listed word but not it is taken, and said. */
static dtl_status take_type(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	char brief[DTL_BRIEF];
	const char *near = dtl_word_listed(f->words, words) ? NULL : dtl_word_near(f->words, words);
	const char *wrong = check_type(words, strlen(words));
	if (wrong && near)
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "'%s' %s: did you mean '%s'?", dtl_brief(brief, words), wrong, near);
	if (wrong)
		return dtl_words_refuse(wrong, words, err);
	if (near) {
		dtl_text line = DTL_TEXT_INIT;
		dtl_text_addf(&line, "type '%s' is not a listed one: did you mean '%s'?", words, near);
		dtl_make_note(m, &line);
		dtl_text_free(&line);
	}
	dtl_patch_put_string(m->out, f->name, NULL, words);
	return DTL_OK;
}

static dtl_status take_word(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	if (!dtl_word_listed(f->words, words))
		return dtl_word_refuse(f->name, f->words, words, err);
	dtl_patch_put_string(m->out, f->name, NULL, words);
	return DTL_OK;
}

static const char *wrong_word(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)member;
	if (value.len < 2 || !dtl_json_is_string(value))
		return "is not a string";
	dtl_slice word = { value.data + 1, value.len - 2 };
	for (const char *const *listed = f->words; *listed; listed++)
		if (dtl_slice_is(word, *listed))
			return NULL;
	return "is not one of the words for it";
}

static dtl_status put_key(
    const dtl_make *m, const dtl_field *f, const dtl_maker *maker, const char *words, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_status status = dtl_make_key(m, f->target, maker, words, &key, err);
	if (status == DTL_OK)
		status = put_words(m, f, &key, err);
	dtl_text_free(&key);
	return status;
}

static dtl_status take_key(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	return put_key(m, f, NULL, words, err);
}

/* A place in a document may stand with all that is known of it; that is the place's own business. */
static dtl_status read_place(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	static const char *const names[] = { "id", "name", NULL };
	static const char *const derived[] = { "country", "lat", "lon", "tz", "parent", "aliases", "extra",
		NULL };
	const char *values[2];
	if (cJSON_IsString(value))
		return dtl_at_blame(at, take_key(m, f, value->valuestring, err), err);
	if (!cJSON_IsObject(value))
		return dtl_at_type(at, "a string or an object", value, err);
	dtl_status status = dtl_read_strings(value, names, derived, values, at, err);
	if (status != DTL_OK)
		return status;
	if (!values[0] && !values[1])
		return dtl_at_fail(at, err, "has neither id nor name");
	dtl_at here = { at, values[0] ? "id" : "name", 0 };
	const dtl_maker maker = { .doc = value };
	return dtl_at_blame(&here, put_key(m, f, &maker, values[0] ? values[0] : values[1], err), err);
}

static const char *wrong_key(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	(void)member;
	return dtl_key_wrong(value);
}

/* ---- Members of a document that make no register ---- */

/* What follows from the rest is passed over; what only a cadence makes expected is not there to be taken. */
static dtl_status read_derived(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	(void)m;
	(void)f;
	if (cJSON_IsString(value) && strcmp(value->valuestring, dtl_state_name(DTL_STATE_PROJECTED)) == 0)
		return dtl_at_fail(at, err, "a projected edition is nobody's word");
	return DTL_OK;
}

static dtl_status read_evidence(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	(void)m;
	(void)f;
	return cJSON_IsString(value) ? DTL_OK : dtl_at_type(at, "a string", value, err);
}

const dtl_form dtl_form_line = { .take = take_plain, .wrong = wrong_plain, .check = check_line };
const dtl_form dtl_form_lines = { .take = take_plain, .wrong = wrong_plain, .check = check_lines };
const dtl_form dtl_form_url = { .take = take_plain, .wrong = wrong_plain, .check = check_url };
const dtl_form dtl_form_zone = { .take = take_plain, .wrong = wrong_plain, .check = check_zone };
const dtl_form dtl_form_language = { .take = take_plain, .wrong = wrong_plain, .check = check_language };
const dtl_form dtl_form_country = {
	.take = take_plain, .wrong = wrong_plain, .check = check_country, .spell = spell_upper
};
const dtl_form dtl_form_cadence = {
	.take = take_plain, .wrong = wrong_plain, .check = dtl_cadence_wrong, .spell = spell_upper
};
const dtl_form dtl_form_day = { .take = take_day, .wrong = wrong_plain, .check = check_day };
const dtl_form dtl_form_type = { .take = take_type, .wrong = wrong_plain, .check = check_type };
const dtl_form dtl_form_word = { .take = take_word, .wrong = wrong_word };
const dtl_form dtl_form_key = { .take = take_key, .wrong = wrong_key };
const dtl_form dtl_form_place = { .take = take_key, .read = read_place, .wrong = wrong_key };
const dtl_form dtl_form_derived = { .read = read_derived };
const dtl_form dtl_form_evidence = { .read = read_evidence };
