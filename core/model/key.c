#include "model/key.h"

#include "base/utf8.h"
#include "model/names.h"

#include <inttypes.h>
#include <string.h>

enum { LONGEST_SLUG = 60, LONGEST_KEY = 1000 };

/* Four digits on their own, 1000 to 2999: a year. */
static bool has_year(const char *slug)
{
	for (const char *at = slug; *at; at++) {
		bool begins = at == slug || at[-1] == '-';
		if (begins && (at[0] == '1' || at[0] == '2') && strspn(at, "0123456789") == 4)
			return true;
	}
	return false;
}

void dtl_slug_event(dtl_text *out, const char *title, const dtl_date *date)
{
	int64_t first = 0, last = 0;
	int month = 0, day = 0;
	dtl_slug(out, title ? title : "", LONGEST_SLUG);
	if (!date || date->bounds.start_lo == DTL_TIME_MIN || date->bounds.start_hi == DTL_TIME_MAX ||
	    has_year(dtl_text_str(out)))
		return;
	dtl_civil_from_days(dtl_day_of(date->bounds.start_lo), &first, &month, &day);
	dtl_civil_from_days(dtl_day_of(date->bounds.start_hi - 1), &last, &month, &day);
	if (first == last && first > 0 && first < 10000)
		dtl_text_addf(out, "-%04" PRId64, first);
}

/* A calendar's UID is for programs. */
static void shown_by_title(dtl_text *slug, dtl_text *suffix, const char *key, const char *title)
{
	dtl_slug_event(slug, title, NULL);
	dtl_key_letters(suffix, key);
}

void dtl_key_shown(dtl_text *slug, dtl_text *suffix, const char *key, const char *title)
{
	dtl_key_split(key, slug, suffix);
	if (slug->len > 0 && suffix->len == 0)
		dtl_text_clear(slug);
	else if (slug->len == 0)
		shown_by_title(slug, suffix, key, title);
}

void dtl_key_letters_of(dtl_text *out, const unsigned char bytes[6])
{
	for (int i = 0; i < 6; i++)
		dtl_text_add_char(out, (char)('a' + bytes[i] % 26));
}

void dtl_key_letters(dtl_text *out, const char *text)
{
	uint64_t hash = 0xcbf29ce484222325;
	unsigned char letters[6];
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
	for (int i = 0; i < 6; i++, hash /= 26)
		letters[i] = (unsigned char)(hash % 26);
	dtl_key_letters_of(out, letters);
}

bool dtl_key_valid(dtl_kind kind, const char *key)
{
	size_t len = strlen(key);
	if (len == 0 || len > LONGEST_KEY || key[0] == ' ' || key[len - 1] == ' ' ||
	    !dtl_utf8_valid(key, len, NULL))
		return false;
	for (const char *at = key; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f || (kind != DTL_EVENT && strchr(" :#,\"", *at)))
			return false;
	return true;
}

const char *dtl_naming_field(dtl_kind kind)
{
	static const char *const fields[DTL_KINDS] = {
		[DTL_EVENT] = "title",
		[DTL_ACTOR] = "name",
		[DTL_SERIES] = "name",
		[DTL_PLACE] = "name",
		[DTL_SOURCE] = "title",
		[DTL_TOPIC] = "label",
	};
	return kind < DTL_KINDS ? fields[kind] : NULL;
}
