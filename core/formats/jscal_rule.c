/* RRULE (RFC 5545) and RecurrenceRule (RFC 8984 §4.3.3): the same parts under other names. */
#include "formats/jscal.h"
#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum part_form { WORD, NUMBER, NUMBERS, MONTHS, DAYS, DAY, UNTIL } part_form;

static const struct part {
	const char *ours, *theirs;
	part_form form;
} parts[] = {
	{ "RSCALE", "rscale", WORD },
	{ "FREQ", "frequency", WORD },
	{ "INTERVAL", "interval", NUMBER },
	{ "SKIP", "skip", WORD },
	{ "WKST", "firstDayOfWeek", DAY },
	{ "BYDAY", "byDay", DAYS },
	{ "BYMONTHDAY", "byMonthDay", NUMBERS },
	{ "BYMONTH", "byMonth", MONTHS },
	{ "BYYEARDAY", "byYearDay", NUMBERS },
	{ "BYWEEKNO", "byWeekNo", NUMBERS },
	{ "BYHOUR", "byHour", NUMBERS },
	{ "BYMINUTE", "byMinute", NUMBERS },
	{ "BYSECOND", "bySecond", NUMBERS },
	{ "BYSETPOS", "bySetPosition", NUMBERS },
	{ "COUNT", "count", NUMBER },
	{ "UNTIL", "until", UNTIL },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* ---- Writing ---- */

static void add_lower(dtl_json_writer *j, const char *s, size_t len)
{
	char word[32];
	size_t i = 0;
	for (; i < len && i < sizeof(word) - 1; i++)
		word[i] = (char)tolower((unsigned char)s[i]);
	word[i] = '\0';
	dtl_json_string(j, word);
}

/* "-2MO" */
static void add_day(dtl_json_writer *j, const char *s, size_t len)
{
	size_t digits = len > 2 ? len - 2 : 0;
	dtl_json_begin_object(j);
	dtl_json_member(j, "@type", "NDay");
	dtl_json_key(j, "day");
	add_lower(j, s + digits, len - digits);
	if (digits > 0)
		dtl_json_member_int(j, "nthOfPeriod", strtol(s, NULL, 10));
	dtl_json_end_object(j);
}

static void add_each(dtl_json_writer *j, part_form form, const char *s, size_t len)
{
	dtl_json_begin_array(j);
	for (size_t at = 0; at < len;) {
		size_t end = at;
		while (end < len && s[end] != ',')
			end++;
		if (form == DAYS)
			add_day(j, s + at, end - at);
		else if (form == MONTHS)
			dtl_json_string_len(j, s + at, end - at);
		else
			dtl_json_int(j, strtol(s + at, NULL, 10));
		at = end + 1;
	}
	dtl_json_end_array(j);
}

/* 20130805T090000Z → 2013-08-05T11:00:00 in the event's zone: a date ends with its last second. */
static void add_until(dtl_json_writer *j, const char *s, size_t len, const char *zone)
{
	char text[32];
	int64_t t;
	int offset = 0;
	bool time = len >= 15;
	snprintf(text, sizeof(text), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", s, s + 4, s + 6, time ? s + 9 : "23",
	    time ? s + 11 : "59", time ? s + 13 : "59");
	if (len == 16 && *zone && dtl_time_parse(&t, text, NULL) == DTL_OK &&
	    dtl_zone_offset(&offset, t, zone, NULL) == DTL_OK)
		dtl_time_print(text, sizeof(text), t + offset);
	text[strcspn(text, "Z")] = '\0';
	dtl_json_string(j, text);
}

static const struct part *find_part(const char *name, size_t len)
{
	for (size_t i = 0; i < PARTS; i++)
		if (strlen(parts[i].ours) == len && strncmp(parts[i].ours, name, len) == 0)
			return &parts[i];
	return NULL;
}

static bool add_part(
    dtl_json_writer *j, const char *name, size_t name_len, const char *value, size_t len, const char *zone)
{
	const struct part *p = find_part(name, name_len);
	if (!p || (p->form == UNTIL && len < 8))
		return false;
	dtl_json_key(j, p->theirs);
	switch (p->form) {
	case WORD:
	case DAY: add_lower(j, value, len); break;
	case NUMBER: dtl_json_int(j, strtol(value, NULL, 10)); break;
	case NUMBERS:
	case MONTHS:
	case DAYS: add_each(j, p->form, value, len); break;
	case UNTIL: add_until(j, value, len, zone); break;
	}
	return true;
}

bool dtl_jscal_rule_write(dtl_json_writer *j, const char *rrule, size_t len, const char *zone)
{
	bool known = true;
	dtl_json_begin_object(j);
	dtl_json_member(j, "@type", "RecurrenceRule");
	for (size_t at = 0; at < len && known;) {
		size_t end = at, equals = at;
		while (end < len && rrule[end] != ';')
			end++;
		while (equals < end && rrule[equals] != '=')
			equals++;
		if (equals < end)
			known =
			    add_part(j, rrule + at, equals - at, rrule + equals + 1, end - equals - 1, zone);
		at = end + 1;
	}
	dtl_json_end_object(j);
	return known;
}

/* ---- Reading ---- */

static void add_upper(dtl_text *out, const char *s)
{
	for (; *s; s++)
		dtl_text_add_char(out, (char)toupper((unsigned char)*s));
}

static bool read_one(dtl_text *out, part_form form, const cJSON *value)
{
	if (form == DAYS) {
		const cJSON *day = cJSON_GetObjectItemCaseSensitive(value, "day");
		const cJSON *nth = cJSON_GetObjectItemCaseSensitive(value, "nthOfPeriod");
		if (!cJSON_IsString(day) || strlen(day->valuestring) != 2 || (nth && !cJSON_IsNumber(nth)))
			return false;
		if (nth)
			dtl_text_add_int(out, nth->valueint);
		add_upper(out, day->valuestring);
		return true;
	}
	if (form == MONTHS && cJSON_IsString(value)) {
		add_upper(out, value->valuestring);
		return true;
	}
	if (!cJSON_IsNumber(value))
		return false;
	dtl_text_add_int(out, value->valueint);
	return true;
}

static bool read_list(dtl_text *out, part_form form, const cJSON *list)
{
	const cJSON *value;
	bool first = true, known = cJSON_IsArray(list);
	cJSON_ArrayForEach (value, list) {
		dtl_text_add(out, first ? "" : ",");
		first = false;
		known = known && read_one(out, form, value);
	}
	return known && !first;
}

/* 2013-08-05T09:00:00 → 20130805T090000 */
static bool read_until(dtl_text *out, const char *s)
{
	if (strlen(s) < 19)
		return false;
	for (size_t i = 0; i < 19; i++)
		if (s[i] != '-' && s[i] != ':')
			dtl_text_add_char(out, s[i]);
	return true;
}

static bool read_part(dtl_text *out, const struct part *p, const cJSON *value)
{
	dtl_text_addf(out, "%s%s=", out->len > 0 ? ";" : "", p->ours);
	switch (p->form) {
	case WORD:
	case DAY:
		if (!cJSON_IsString(value))
			return false;
		add_upper(out, value->valuestring);
		return true;
	case NUMBER: return read_one(out, NUMBER, value);
	case NUMBERS:
	case MONTHS:
	case DAYS: return read_list(out, p->form, value);
	case UNTIL: return cJSON_IsString(value) && read_until(out, value->valuestring);
	}
	return false;
}

/* What the defaults of RFC 8984 say need not be said. */
static bool is_default(const char *name, const cJSON *value)
{
	bool gregorian = strcmp(name, "rscale") == 0 && cJSON_IsString(value) &&
			 strcmp(value->valuestring, "gregorian") == 0;
	bool omit =
	    strcmp(name, "skip") == 0 && cJSON_IsString(value) && strcmp(value->valuestring, "omit") == 0;
	return gregorian || omit || strcmp(name, "@type") == 0;
}

bool dtl_jscal_rule_read(dtl_text *rrule, const cJSON *rule)
{
	const cJSON *member;
	bool known = cJSON_IsObject(rule);
	cJSON_ArrayForEach (member, rule) {
		bool found = is_default(member->string, member);
		for (size_t i = 0; i < PARTS && !found; i++) {
			if (strcmp(parts[i].theirs, member->string) != 0)
				continue;
			found = read_part(rrule, &parts[i], member);
			break;
		}
		known = known && found;
	}
	return known;
}
