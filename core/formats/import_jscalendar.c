/* JSCalendar (RFC 8984): a Group, of which one entry is in memory at a time, or a single Event. */
#include "base/error.h"
#include "base/json.h"
#include "formats/jscal_entry.h"
#include "formats/json_split.h"
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_MAX = 16 << 20 };

typedef struct reader {
	dtl_json_split split;
	dtl_entry_fn each;
	void *user;
	dtl_error *err;
	cJSON *members; /* of the document, but for its entries */
	long line;
	bool entries;
	char path[64];
} reader;

static dtl_status take(reader *r, cJSON **out)
{
	dtl_error why;
	dtl_json_split_peek(&r->split); /* over blanks, to where it begins */
	dtl_status status = dtl_json_split_value(&r->split, VALUE_MAX, r->path, r->err);
	if (status != DTL_OK)
		return status;
	status = dtl_json_parse(out, dtl_text_str(&r->split.value), r->split.value.len, &why);
	if (status == DTL_E_PARSE)
		return dtl_fail_line(
		    r->err, status, r->split.value_line + why.line - 1, "%s: %s", r->path, why.text);
	return status == DTL_OK ? status : dtl_fail(r->err, status, "%s", why.text);
}

static dtl_status hand_out(reader *r, const cJSON *event, long line, const char *path)
{
	dtl_jscal_entry made;
	dtl_error why;
	dtl_status status = dtl_jscal_entry_make(&made, event, &why);
	dtl_entry entry = { .kind = DTL_EVENT, .line = line, .path = path, .stamped = true };
	if (status == DTL_E_PARSE) {
		entry.error = &why;
	} else if (status == DTL_OK) {
		entry.doc = made.doc;
		entry.id = made.id;
		entry.uid = made.uid;
		entry.known = made.known;
		entry.own = made.own;
		entry.excerpt = made.own;
		entry.mentions = made.mentions;
		entry.mention_count = made.mention_count;
	} else if (r->err) {
		*r->err = why;
	}
	if (status == DTL_OK || status == DTL_E_PARSE)
		status = r->each(r->user, &entry, r->err);
	dtl_jscal_entry_free(&made);
	return status == DTL_E_REJECTED ? DTL_OK : status;
}

/* Behind an element or a member. */
static dtl_status more(reader *r, int close, bool *go_on)
{
	int c = dtl_json_split_peek(&r->split);
	*go_on = c == ',';
	if (c != ',' && c != close)
		return dtl_json_split_unexpected(
		    &r->split, close == ']' ? "',' or ']'" : "',' or '}'", r->path, r->err);
	dtl_json_split_skip(&r->split);
	return DTL_OK;
}

static dtl_status read_entries(reader *r)
{
	if (dtl_json_split_peek(&r->split) != '[')
		return dtl_json_split_unexpected(&r->split, "'['", "entries", r->err);
	dtl_json_split_skip(&r->split);
	r->entries = true;
	bool go_on = dtl_json_split_peek(&r->split) != ']';
	if (!go_on)
		dtl_json_split_skip(&r->split);
	dtl_status status = DTL_OK;
	for (unsigned long long i = 0; status == DTL_OK && go_on; i++) {
		cJSON *event = NULL;
		snprintf(r->path, sizeof(r->path), "entries[%llu]", i);
		status = take(r, &event);
		if (status == DTL_OK)
			status = hand_out(r, event, r->split.value_line, r->path);
		cJSON_Delete(event);
		if (status == DTL_OK)
			status = more(r, ']', &go_on);
	}
	return status;
}

static dtl_status read_member(reader *r)
{
	cJSON *name = NULL, *value = NULL;
	snprintf(r->path, sizeof(r->path), "the document");
	if (dtl_json_split_peek(&r->split) != '"')
		return dtl_json_split_unexpected(&r->split, "a member", r->path, r->err);
	dtl_status status = take(r, &name);
	if (status == DTL_OK && dtl_json_split_peek(&r->split) != ':')
		status = dtl_json_split_unexpected(&r->split, "':'", r->path, r->err);
	if (status == DTL_OK)
		dtl_json_split_skip(&r->split);
	if (status == DTL_OK && strcmp(name->valuestring, "entries") == 0) {
		status = read_entries(r);
	} else if (status == DTL_OK) {
		status = take(r, &value);
		if (status == DTL_OK && !cJSON_AddItemToObject(r->members, name->valuestring, value))
			status = dtl_fail_memory(r->err);
	}
	cJSON_Delete(name);
	return status;
}

static dtl_status read_document(reader *r)
{
	snprintf(r->path, sizeof(r->path), "the document");
	if (dtl_json_split_peek(&r->split) != '{')
		return dtl_json_split_unexpected(&r->split, "'{'", r->path, r->err);
	r->line = r->split.line;
	dtl_json_split_skip(&r->split);
	bool go_on = dtl_json_split_peek(&r->split) != '}';
	if (!go_on)
		dtl_json_split_skip(&r->split);
	dtl_status status = DTL_OK;
	while (status == DTL_OK && go_on) {
		status = read_member(r);
		if (status == DTL_OK)
			status = more(r, '}', &go_on);
	}
	if (status == DTL_OK && (dtl_json_split_peek(&r->split) != DTL_SPLIT_END || r->split.failure))
		status = dtl_json_split_unexpected(&r->split, "nothing", "behind the document", r->err);
	if (status == DTL_OK && !r->entries)
		status = hand_out(r, r->members, r->line, NULL);
	return status;
}

static dtl_status read_all(
    FILE *in, const dtl_import_options *options, dtl_entry_fn each, void *user, dtl_error *err)
{
	(void)options;
	reader *r = calloc(1, sizeof(*r));
	if (!r)
		return dtl_fail_memory(err);
	r->each = each;
	r->user = user;
	r->err = err;
	r->members = cJSON_CreateObject();
	dtl_json_split_open(&r->split, in);
	dtl_status status = r->members ? read_document(r) : dtl_fail_memory(err);
	dtl_json_split_close(&r->split);
	cJSON_Delete(r->members);
	free(r);
	return status;
}

static bool has(const char *head, size_t len, const char *text)
{
	size_t n = strlen(text);
	for (size_t i = 0; i + n <= len; i++)
		if (memcmp(head + i, text, n) == 0)
			return true;
	return false;
}

/* Every object of it says its type. */
static bool sniff(const char *head, size_t len)
{
	size_t i = len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	while (i < len && strchr(" \t\r\n", head[i]))
		i++;
	if (i >= len || head[i] != '{' || !has(head, len, "\"@type\""))
		return false;
	return (has(head, len, "\"Group\"") || has(head, len, "\"Event\"")) &&
	       !has(head, len, "\"@context\"") && !has(head, len, "\"dateline/1\"");
}

const dtl_importer dtl_import_jscalendar = {
	.name = "jscalendar",
	.summary = "JSCalendar (RFC 8984): a group, or an event",
	.lane = "jscalendar",
	.sniff = sniff,
	.read = read_all,
};
