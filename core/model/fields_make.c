/* What the forms are made of: keys for names, and what a set says at present. */
#include "base/utf8.h"
#include "model/field_types.h"
#include <dateline/date.h>
#include <string.h>

enum { LONGEST = 1 << 20 };

/* White space and what looks like nothing. */
static bool is_blank(uint32_t c)
{
	return c == 0x20 || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x2064) ||
	       c == 0x3000 || c == 0xFEFF;
}

static bool all_blank(const char *s, size_t len)
{
	const char *end = s + len;
	while (s < end)
		if (!is_blank(dtl_utf8_next(&s, end)))
			return false;
	return true;
}

bool dtl_has_control(const char *s, size_t len, bool lines)
{
	for (size_t i = 0; (i += dtl_utf8_plain(s + i, len - i)) < len; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c == 0x7F || (c < 0x20 && !(lines && (c == '\n' || c == '\t'))))
			return true;
		/* U+0080 to U+009F */
		if (c == 0xC2 && i + 1 < len && (unsigned char)s[i + 1] < 0xA0)
			return true;
	}
	return false;
}

const char *dtl_words_wrong(const char *s, size_t len, bool lines)
{
	if (len > LONGEST)
		return "is longer than 1 MiB";
	if (!dtl_utf8_valid(s, len, NULL))
		return "is not UTF-8";
	if (dtl_has_control(s, len, lines))
		return "has a control character";
	return all_blank(s, len) ? "is blank" : NULL;
}

const char *dtl_line_wrong(const char *s)
{
	return dtl_words_wrong(s, strlen(s), false);
}

dtl_status dtl_make_key(const dtl_make *m, dtl_kind kind, const dtl_maker *maker, const char *words,
    dtl_text *key, dtl_error *err)
{
	const char *wrong = dtl_line_wrong(words);
	if (wrong)
		return dtl_fail(err, DTL_E_ARGUMENT, "the name of this %s %s", dtl_kind_name(kind), wrong);
	dtl_status status = m->accept->resolve(m->accept->user, kind, maker, words, key, err);
	if (status == DTL_OK && dtl_text_failed(key))
		return dtl_fail_memory(err);
	return status;
}

dtl_status dtl_make_find(const dtl_make *m, dtl_kind kind, const char *words, dtl_text *key, dtl_error *err)
{
	const dtl_accept *a = m->accept;
	if (dtl_line_wrong(words) || (!a->find && strchr(words, ':')))
		return DTL_E_NOTFOUND;
	/* Whoever only looks for something refuses what is not there: what resolve() makes is not written. */
	dtl_status status = a->find ? a->find(a->user, kind, words, key, err)
				    : a->resolve(a->user, kind, NULL, words, key, err);
	if (status == DTL_OK && dtl_text_failed(key))
		return dtl_fail_memory(err);
	return status;
}

static bool get_member(dtl_slice object, const char *member, dtl_slice *value)
{
	dtl_text quoted = DTL_TEXT_INIT;
	dtl_json_add_string(&quoted, member, strlen(member));
	bool found = false;
	if (!dtl_text_failed(&quoted)) {
		quoted.data[quoted.len - 1] =
		    '\0'; /* a key as the walk gives it: escaped, without its quotes */
		found = dtl_json_get(object, quoted.data + 1, value);
	}
	dtl_text_free(&quoted);
	return found;
}

bool dtl_make_now(const dtl_make *m, const char *field, const char *member, dtl_text *out)
{
	const char *put = dtl_patch_get(m->out, field, member);
	dtl_slice value = { put, put ? strlen(put) : 0 };
	if (!put && (!m->shown.data || !get_member(m->shown, member, &value)))
		return false;
	if (dtl_json_is_null(value))
		return false;
	dtl_text_add_len(out, value.data, value.len);
	return true;
}

void dtl_make_members(const dtl_make *m, const char *field, dtl_text *out)
{
	dtl_slice key;
	dtl_slice value;
	dtl_json_walk w = dtl_json_open(m->shown);
	while (m->shown.data && w.object && dtl_json_next(&w, &key, &value)) {
		size_t at = out->len;
		dtl_json_unescape_key(key, out);
		if (dtl_json_is_null(value) || dtl_patch_get(m->out, field, dtl_text_str(out) + at))
			dtl_text_truncate(out, at);
		else
			dtl_text_add_char(out, '\0');
	}
	for (size_t i = 0; i < m->out->count; i++) {
		const dtl_patch_entry *e = &m->out->entries[i];
		const char *text = m->out->text.data;
		if (e->has_member && strcmp(text + e->field, field) == 0 &&
		    strcmp(text + e->value, "null") != 0)
			dtl_text_add_len(out, text + e->member, strlen(text + e->member) + 1);
	}
}

void dtl_make_null(const dtl_make *m, const char *field, const dtl_text *members)
{
	for (const char *member = dtl_list_next(members, NULL); member;
	     member = dtl_list_next(members, member))
		dtl_patch_put(m->out, field, member, "null");
	if (dtl_text_failed(members))
		m->out->failed = true;
}

const char *dtl_list_next(const dtl_text *list, const char *last)
{
	const char *next = last ? last + strlen(last) + 1 : list->data;
	return next && next < list->data + list->len ? next : NULL;
}

void dtl_make_note(const dtl_make *m, const dtl_text *line)
{
	if (m->accept->note && !dtl_text_failed(line))
		m->accept->note(m->accept->user, dtl_text_str(line));
}

bool dtl_slice_words(dtl_slice value, dtl_text *out)
{
	if (!dtl_json_is_string(value))
		return false;
	dtl_json_unescape(value, out);
	return !dtl_text_failed(out);
}

const char *dtl_key_wrong(dtl_slice value)
{
	dtl_text key = DTL_TEXT_INIT;
	bool right = dtl_slice_words(value, &key) && !dtl_line_wrong(dtl_text_str(&key));
	dtl_text_free(&key);
	return right ? NULL : "is not a key";
}

/* RFC 3339 that is not EDTF: fractions of a second, a blank for the T, "-00:00". */
static bool is_instant(const char *words, dtl_text *out)
{
	int64_t t;
	if (strlen(words) < sizeof("2013-06-04T11:47Z") - 1 || dtl_time_parse(&t, words, NULL) != DTL_OK)
		return false;
	char printed[64];
	dtl_time_print(printed, sizeof(printed), t);
	dtl_text_add(out, printed);
	return true;
}

dtl_status dtl_make_edtf(const char *words, dtl_text *out, dtl_error *err)
{
	char edtf[DTL_EDTF_MAX + 1];
	dtl_status status = dtl_date_canonical(edtf, sizeof(edtf), words, err);
	if (status == DTL_OK)
		dtl_text_add(out, edtf);
	else if (status == DTL_E_ARGUMENT && is_instant(words, out))
		return DTL_OK;
	return status;
}
