/*
 * dateline/1 in: the document's lists are walked as they come, one entry in
 * memory at a time. What stands in an entry is for the model to judge; what is
 * wrong with the document as such stops the reading.
 */
#include "base/error.h"
#include "base/json.h"
#include "base/utf8.h"
#include "formats/json_split.h"
#include <cjson/cJSON.h>
#include <dateline/format.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRY_MAX = 16 << 20, SCALAR_MAX = 1 << 20 };

static const char format_name[] = "dateline/1";

typedef struct reader {
	dtl_json_split split;
	dtl_entry_fn each;
	void *user;
	dtl_error *err;
	unsigned seen;   /* a bit per key of the document */
	dtl_text source; /* the report's ID */
	bool report;
	char path[64];
} reader;

typedef struct top_key {
	const char *name;
	dtl_status (*read)(reader *r, const struct top_key *key);
	dtl_kind kind;
} top_key;

static dtl_status read_format(reader *r, const top_key *key);
static dtl_status read_as_of(reader *r, const top_key *key);
static dtl_status read_source(reader *r, const top_key *key);
static dtl_status read_list(reader *r, const top_key *key);

static const top_key keys[] = {
	{ "format", read_format, DTL_EVENT },
	{ "as_of", read_as_of, DTL_EVENT },
	{ "source", read_source, DTL_SOURCE },
	{ "sources", read_list, DTL_SOURCE },
	{ "places", read_list, DTL_PLACE },
	{ "topics", read_list, DTL_TOPIC },
	{ "series", read_list, DTL_SERIES },
	{ "actors", read_list, DTL_ACTOR },
	{ "events", read_list, DTL_EVENT },
};
enum { KEYS = sizeof(keys) / sizeof(keys[0]), FORMAT = 0, AS_OF = 1, LAST_KEY = KEYS - 1 };

#define REFUSE(r, ...) dtl_fail_line((r)->err, DTL_E_PARSE, (r)->split.line, __VA_ARGS__)

static const char *kind_of_byte(int c)
{
	switch (c) {
	case '{': return "an object";
	case '[': return "a list";
	case '"': return "a string";
	case 't':
	case 'f': return "true or false";
	case 'n': return "null";
	default: return "a number";
	}
}

static bool begins_value(int c)
{
	return c == '-' || (c >= '0' && c <= '9') || (c > 0 && strchr("{[\"tfn", c));
}

/* A value of another type than `wanted` stands here, or none at all. */
static dtl_status wrong_type(reader *r, const char *wanted)
{
	int c = dtl_json_split_peek(&r->split);
	if (!begins_value(c))
		return dtl_json_split_unexpected(&r->split, wanted, r->path, r->err);
	return REFUSE(r, "%s: expected %s, not %s", r->path, wanted, kind_of_byte(c));
}

/* Take the value that comes next and parse it. */
static dtl_status take(reader *r, size_t max, cJSON **out)
{
	dtl_error why;
	*out = NULL;
	dtl_status status = dtl_json_split_value(&r->split, max, r->path, r->err);
	if (status != DTL_OK)
		return status;
	status = dtl_json_parse(out, dtl_text_str(&r->split.value), r->split.value.len, &why);
	if (status == DTL_OK)
		return DTL_OK;
	if (status != DTL_E_PARSE)
		return dtl_fail(r->err, status, "%s: %s", r->path, why.text);
	return dtl_fail_line(r->err, status, r->split.value_line + why.line - 1, "%s: %s", r->path, why.text);
}

static dtl_status expect(reader *r, int c, const char *wanted)
{
	if (dtl_json_split_peek(&r->split) != c)
		return dtl_json_split_unexpected(&r->split, wanted, r->path, r->err);
	dtl_json_split_skip(&r->split);
	return DTL_OK;
}

/* Behind a member or an element: does another one follow? */
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

static dtl_status read_format(reader *r, const top_key *key)
{
	cJSON *value;
	(void)key;
	if (dtl_json_split_peek(&r->split) != '"')
		return wrong_type(r, "\"dateline/1\"");
	dtl_status status = take(r, SCALAR_MAX, &value);
	if (status == DTL_OK && strcmp(value->valuestring, format_name) != 0)
		status = REFUSE(
		    r, "the format is '%.80s': this program reads '%s'", value->valuestring, format_name);
	cJSON_Delete(value);
	return status;
}

static dtl_status read_as_of(reader *r, const top_key *key)
{
	cJSON *value;
	int c = dtl_json_split_peek(&r->split);
	(void)key;
	if (c != '"' && c != 'n')
		return wrong_type(r, "a string or null");
	dtl_status status = take(r, SCALAR_MAX, &value);
	cJSON_Delete(value);
	return status;
}

/* The string that a member holds; NULL: none. What is there must be a string or null. */
static dtl_status string_of(reader *r, const cJSON *doc, const char *name, const char **out)
{
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(doc, name);
	*out = cJSON_IsString(member) ? member->valuestring : NULL;
	if (!member || cJSON_IsString(member) || cJSON_IsNull(member))
		return DTL_OK;
	return dtl_fail_line(
	    r->err, DTL_E_PARSE, r->split.value_line, "%s.%s: expected a string", r->path, name);
}

static dtl_status hand_out(reader *r, dtl_kind kind, const cJSON *doc, bool reporter)
{
	dtl_entry entry = { .kind = kind,
		.doc = doc,
		.path = r->path,
		.line = r->split.value_line,
		.reporter = reporter,
		/* What is written out of a timeline says of what day it is, if only that it is of none. */
		.excerpt = !r->report && (r->seen & 1U << AS_OF) != 0 };
	const char *known_from = NULL;
	dtl_status status = string_of(r, doc, "id", &entry.id);
	if (status == DTL_OK)
		status = string_of(r, doc, "uid", &entry.uid);
	if (status == DTL_OK)
		status = string_of(r, doc, "known_from", &known_from);
	if (status != DTL_OK)
		return status;
	if (r->report)
		entry.source = dtl_text_str(&r->source);
	else
		entry.known = known_from;
	status = r->each(r->user, &entry, r->err);
	return status == DTL_E_REJECTED ? DTL_OK : status;
}

/* What reports: its ID is needed before anything else is read. It is no claim of its own. */
static dtl_status hand_out_source(reader *r, const cJSON *doc)
{
	const char *id = cJSON_IsString(doc) ? doc->valuestring : NULL;
	dtl_status status = id ? DTL_OK : string_of(r, doc, "id", &id);
	if (status != DTL_OK)
		return status;
	if (!id || !*id)
		return dtl_fail_line(r->err, DTL_E_PARSE, r->split.value_line, "source: it has no \"id\"");
	dtl_text_add(&r->source, id);
	if (cJSON_IsObject(doc))
		status = hand_out(r, DTL_SOURCE, doc, true);
	r->report = true;
	if (status == DTL_OK && dtl_text_failed(&r->source))
		status = dtl_fail_memory(r->err);
	return status;
}

static dtl_status read_source(reader *r, const top_key *key)
{
	cJSON *value;
	int c = dtl_json_split_peek(&r->split);
	(void)key;
	if (c != '{' && c != '"' && c != 'n')
		return wrong_type(r, "an object");
	dtl_status status = take(r, ENTRY_MAX, &value);
	if (status == DTL_OK && !cJSON_IsNull(value))
		status = hand_out_source(r, value);
	cJSON_Delete(value);
	return status;
}

static dtl_status read_entry(reader *r, dtl_kind kind)
{
	cJSON *doc;
	if (dtl_json_split_peek(&r->split) != '{')
		return wrong_type(r, "an object");
	dtl_status status = take(r, ENTRY_MAX, &doc);
	if (status == DTL_OK)
		status = hand_out(r, kind, doc, false);
	cJSON_Delete(doc);
	return status;
}

static dtl_status read_list(reader *r, const top_key *key)
{
	if (dtl_json_split_peek(&r->split) != '[')
		return wrong_type(r, "a list");
	dtl_json_split_skip(&r->split);
	bool go_on = dtl_json_split_peek(&r->split) != ']';
	if (!go_on)
		dtl_json_split_skip(&r->split);
	dtl_status status = DTL_OK;
	for (unsigned long long i = 0; status == DTL_OK && go_on; i++) {
		snprintf(r->path, sizeof(r->path), "%s[%llu]", key->name, i);
		status = read_entry(r, key->kind);
		if (status == DTL_OK)
			status = more(r, ']', &go_on);
	}
	return status;
}

static dtl_status unknown_key(reader *r, const char *name)
{
	enum { FAR = 3 };
	const char *nearest = NULL;
	size_t best = FAR;
	if (!(r->seen & 1U << FORMAT))
		return REFUSE(
		    r, "not a %s document: its key '%.80s' comes before any \"format\"", format_name, name);
	for (size_t i = 0; i < KEYS; i++) {
		size_t distance = dtl_distance(name, keys[i].name, FAR);
		if (distance < best) {
			best = distance;
			nearest = keys[i].name;
		}
	}
	if (nearest)
		return REFUSE(r, "unknown key '%.80s': did you mean '%s'?", name, nearest);
	return REFUSE(r, "unknown key '%.80s'", name);
}

/* May this key stand here? */
static dtl_status check_order(reader *r, const top_key *key)
{
	unsigned bit = 1U << (key - keys);
	unsigned lists = r->seen & ~7U; /* all but format, as_of, source */
	if (r->seen & bit)
		return REFUSE(r, "the key '%s' stands twice", key->name);
	if (!(r->seen & 1U << FORMAT) && key != &keys[FORMAT])
		return REFUSE(r, "'%s' before \"format\": a document begins with \"format\": \"%s\"",
		    key->name, format_name);
	if (r->seen & 1U << LAST_KEY)
		return REFUSE(r, "'%s' after 'events': what events mention comes before them", key->name);
	if (key->read == read_source && lists)
		return REFUSE(r, "'source' after a list: what reports comes first");
	r->seen |= bit;
	return DTL_OK;
}

static const top_key *find_key(const char *name)
{
	for (size_t i = 0; i < KEYS; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static dtl_status read_member(reader *r)
{
	cJSON *name = NULL;
	const top_key *key = NULL;
	if (dtl_json_split_peek(&r->split) != '"')
		return dtl_json_split_unexpected(&r->split, "a key in quotes", r->path, r->err);
	dtl_status status = take(r, SCALAR_MAX, &name);
	if (status == DTL_OK) {
		key = find_key(name->valuestring);
		status = key ? check_order(r, key) : unknown_key(r, name->valuestring);
	}
	cJSON_Delete(name);
	if (status == DTL_OK)
		status = expect(r, ':', "':'");
	if (status != DTL_OK)
		return status;
	snprintf(r->path, sizeof(r->path), "%s", key->name);
	return key->read(r, key);
}

static dtl_status read_document(reader *r)
{
	snprintf(r->path, sizeof(r->path), "the document");
	if (dtl_json_split_peek(&r->split) == DTL_SPLIT_END && !r->split.failure)
		return REFUSE(r, "the file is empty");
	dtl_status status = expect(r, '{', "'{'");
	bool go_on = status == DTL_OK && dtl_json_split_peek(&r->split) != '}';
	if (status == DTL_OK && !go_on)
		dtl_json_split_skip(&r->split);
	while (status == DTL_OK && go_on) {
		status = read_member(r);
		if (status != DTL_OK)
			break;
		snprintf(r->path, sizeof(r->path), "the document");
		status = more(r, '}', &go_on);
	}
	if (status == DTL_OK && !(r->seen & 1U << FORMAT))
		status = REFUSE(r, "not a %s document: it has no \"format\"", format_name);
	if (status == DTL_OK && (dtl_json_split_peek(&r->split) != DTL_SPLIT_END || r->split.failure)) {
		snprintf(r->path, sizeof(r->path), "behind the document");
		status = dtl_json_split_unexpected(&r->split, "nothing", r->path, r->err);
	}
	return status;
}

static dtl_status read_all(
    FILE *in, const dtl_import_options *options, dtl_entry_fn each, void *user, dtl_error *err)
{
	(void)options;
	reader *r = calloc(1, sizeof(*r));
	if (!r)
		return dtl_fail_memory(err);
	dtl_json_split_open(&r->split, in);
	r->each = each;
	r->user = user;
	r->err = err;
	dtl_status status = read_document(r);
	dtl_json_split_close(&r->split);
	dtl_text_free(&r->source);
	free(r);
	return status;
}

/* JSON of any kind: what kind, reading will say. */
static bool sniff(const char *head, size_t len)
{
	size_t i = len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	while (i < len && (head[i] == ' ' || head[i] == '\t' || head[i] == '\r' || head[i] == '\n'))
		i++;
	return i < len && head[i] == '{';
}

const dtl_importer dtl_import_json = {
	.name = "json",
	.summary = "dateline/1: reports, and what export --format json writes",
	.lane = "json",
	.sniff = sniff,
	.read = read_all,
};
