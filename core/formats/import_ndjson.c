/* One event of dateline/1 to a line: what is no event is refused by its line, and the next one is taken. */
#include "base/error.h"
#include "base/json.h"
#include "formats/json_split.h"
#include <cjson/cJSON.h>
#include <dateline/format.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 16 << 20 };

static const char *string_of(const cJSON *doc, const char *name)
{
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(doc, name);
	return cJSON_IsString(member) ? member->valuestring : NULL;
}

/* The members that name an entry: strings, or null. */
static dtl_status check_names(const cJSON *doc, dtl_error *err)
{
	static const char *const names[] = { "id", "uid", "known_from" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const cJSON *member = cJSON_GetObjectItemCaseSensitive(doc, names[i]);
		if (member && !cJSON_IsString(member) && !cJSON_IsNull(member))
			return dtl_fail(err, DTL_E_PARSE, "%s: expected a string", names[i]);
	}
	return DTL_OK;
}

/* A bound that is null may only be one that rows have no type for: what follows from `edtf` need not agree then. */
static void drop_bounds(cJSON *doc)
{
	cJSON *when = cJSON_GetObjectItemCaseSensitive(doc, "when");
	static const char *const names[] = { "start", "end" };
	for (size_t i = 0; i < 2; i++) {
		const cJSON *bound, *pair = cJSON_GetObjectItemCaseSensitive(when, names[i]);
		bool open = false;
		cJSON_ArrayForEach (bound, pair) {
			open = open || cJSON_IsNull(bound);
		}
		if (open)
			cJSON_DeleteItemFromObjectCaseSensitive(when, names[i]);
	}
}

static dtl_status hand_out(const dtl_json_split *s, cJSON *doc, dtl_entry_fn each, void *user, dtl_error *err)
{
	dtl_error why;
	dtl_entry entry = { .kind = DTL_EVENT, .line = s->value_line, .excerpt = true };
	if (check_names(doc, &why) != DTL_OK) {
		entry.error = &why;
	} else {
		drop_bounds(doc);
		entry.doc = doc;
		entry.id = string_of(doc, "id");
		entry.uid = string_of(doc, "uid");
		entry.known = string_of(doc, "known_from");
	}
	dtl_status status = each(user, &entry, err);
	return status == DTL_E_REJECTED ? DTL_OK : status;
}

static dtl_status read_line(dtl_json_split *s, dtl_entry_fn each, void *user, dtl_error *err)
{
	dtl_error why;
	cJSON *doc = NULL;
	if (dtl_json_split_peek(s) != '{')
		return dtl_json_split_unexpected(s, "'{'", "the line", err);
	dtl_status status = dtl_json_split_value(s, LINE_MAX_BYTES, "the line", err);
	if (status != DTL_OK)
		return status;
	status = dtl_json_parse(&doc, dtl_text_str(&s->value), s->value.len, &why);
	if (status == DTL_E_PARSE)
		return dtl_fail_line(err, status, s->value_line + why.line - 1, "%s", why.text);
	if (status != DTL_OK)
		return dtl_fail(err, status, "%s", why.text);
	status = hand_out(s, doc, each, user, err);
	cJSON_Delete(doc);
	return status;
}

static dtl_status read_all(
    FILE *in, const dtl_import_options *options, dtl_entry_fn each, void *user, dtl_error *err)
{
	(void)options;
	dtl_status status = DTL_OK;
	dtl_json_split *s = calloc(1, sizeof(*s));
	if (!s)
		return dtl_fail_memory(err);
	dtl_json_split_open(s, in);
	while (status == DTL_OK && dtl_json_split_peek(s) != DTL_SPLIT_END)
		status = read_line(s, each, user, err);
	if (status == DTL_OK && s->failure)
		status = dtl_json_split_unexpected(s, "a line", "the file", err);
	dtl_json_split_close(s);
	free(s);
	return status;
}

/* Its first member is an event's; a document begins with its format. */
static bool sniff(const char *head, size_t len)
{
	static const char first[] = "{\"id\":";
	return len > sizeof(first) && memcmp(head, first, sizeof(first) - 1) == 0;
}

const dtl_importer dtl_import_ndjson = {
	.name = "ndjson",
	.summary = "events of dateline/1, one to a line",
	.lane = "json",
	.sniff = sniff,
	.read = read_all,
};
