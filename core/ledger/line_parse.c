/* Reading lines: the members of an object and the rows of a table, both in byte order, side by side. */
#include "ledger/line.h"

#include "base/crc32c.h"

#include <dateline/date.h>
#include <dateline/edit.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
	dtl_line *line;
	dtl_arena *arena;
	dtl_text text;
	dtl_error *err;
} reader;

typedef struct member member;
struct member {
	const char *key;
	bool required;
	/* NULL, or what is wrong with the value. */
	const char *(*take)(reader *r, dtl_slice value, void *into);
	size_t offset; /* in dtl_line */
};

#define IN(part) offsetof(dtl_line, part)

static const char *content(reader *r, dtl_slice value)
{
	if (!dtl_json_is_string(value))
		return NULL;
	dtl_text_clear(&r->text);
	dtl_json_unescape(value, &r->text);
	return dtl_text_str(&r->text);
}

static const char *take_text(reader *r, dtl_slice value, void *into)
{
	const char *text = content(r, value);
	if (!text)
		return "is no string";
	*(const char **)into = dtl_arena_text_len(r->arena, text, r->text.len);
	return NULL;
}

static const char *take_uid(reader *r, dtl_slice value, void *into)
{
	const char *text = content(r, value);
	return text && r->text.len == DTL_UID_TEXT - 1 && dtl_uid_parse(into, text) ? NULL
										    : "is not 32 digits";
}

/* "UID/POSITION", the position as JSON writes it. */
static const char *take_id(reader *r, dtl_slice value, void *into)
{
	char uid[DTL_UID_TEXT], again[32];
	dtl_line *line = into;
	const char *text = content(r, value);
	if (!text || r->text.len < DTL_UID_TEXT + 1 || text[DTL_UID_TEXT - 1] != '/')
		return "is not CHANGESET/POSITION";
	memcpy(uid, text, DTL_UID_TEXT - 1);
	uid[DTL_UID_TEXT - 1] = '\0';
	dtl_slice digits = { text + DTL_UID_TEXT, r->text.len - DTL_UID_TEXT };
	bool read = dtl_uid_parse(line->header.uid, uid) && dtl_json_to_int(digits, &line->claim.position);
	snprintf(again, sizeof again, "%" PRId64, read ? line->claim.position : 0);
	return read && dtl_slice_is(digits, again) ? NULL : "is not CHANGESET/POSITION";
}

static const char *take_time(reader *r, dtl_slice value, void *into)
{
	char again[64];
	int64_t *t = into;
	const char *text = content(r, value);
	if (!text || dtl_time_parse(t, text, NULL) != DTL_OK)
		return "is no time in UTC";
	dtl_time_print(again, sizeof again, *t);
	return strcmp(text, again) == 0 ? NULL : "is no time in UTC";
}

static const char *take_known(reader *r, dtl_slice value, void *into)
{
	r->line->claim.has_known = true;
	return take_time(r, value, into);
}

static const char *take_number(reader *r, dtl_slice value, void *into)
{
	(void)r;
	return dtl_json_to_int(value, into) ? NULL : "is no whole number";
}

static const char *take_kind(reader *r, dtl_slice value, void *into)
{
	const char *text = content(r, value);
	for (dtl_kind kind = DTL_EVENT; text && kind <= DTL_CLAIM; kind++)
		if (strcmp(text, dtl_kind_name(kind)) == 0) {
			*(dtl_kind *)into = kind;
			return NULL;
		}
	return "is no kind that there is";
}

/* Normal is not said. */
static const char *take_rank(reader *r, dtl_slice value, void *into)
{
	const char *text = content(r, value);
	bool preferred = text && strcmp(text, "preferred") == 0;
	if (!preferred && (!text || strcmp(text, "deprecated") != 0))
		return "is neither preferred nor deprecated";
	*(int *)into = preferred ? DTL_RANK_PREFERRED : DTL_RANK_DEPRECATED;
	return NULL;
}

/* False is not said. */
static const char *take_true(reader *r, dtl_slice value, void *into)
{
	(void)r;
	*(bool *)into = true;
	return dtl_json_is_true(value) ? NULL : "is not true";
}

static const char *take_patch(reader *r, dtl_slice value, void *into)
{
	dtl_claim_line *claim = into;
	claim->patch = dtl_arena_text_len(r->arena, value.data, value.len);
	claim->patch_len = value.len;
	return NULL;
}

/* Compared already: it says what the line is, or stands for its bytes. */
static const char *take_nothing(reader *r, dtl_slice value, void *into)
{
	(void)r;
	(void)value;
	(void)into;
	return NULL;
}

#define CRC                                                                                                  \
	{                                                                                                    \
		"crc", true, take_nothing, 0                                                                 \
	}
#define END                                                                                                  \
	{                                                                                                    \
		NULL, false, NULL, 0                                                                         \
	}

static const member format_members[] = { CRC, { "format", true, take_nothing, 0 }, END };
static const member header_members[] = {
	{ "author", false, take_text, IN(header.author) },
	{ "changeset", true, take_uid, IN(header.uid) },
	{ "command", false, take_text, IN(header.command) },
	CRC,
	{ "ledger", true, take_uid, IN(header.ledger) },
	{ "message", false, take_text, IN(header.message) },
	{ "n", true, take_number, IN(header.n) },
	{ "recorded_at", true, take_time, IN(header.recorded_at) },
	END,
};
static const member claim_members[] = {
	{ "claim", true, take_id, 0 },
	CRC,
	{ "key", true, take_text, IN(claim.key) },
	{ "kind", true, take_kind, IN(claim.kind) },
	{ "known_at", false, take_known, IN(claim.known_at) },
	{ "lane", true, take_text, IN(claim.lane) },
	{ "locator", false, take_text, IN(claim.locator) },
	{ "patch", true, take_patch, IN(claim) },
	{ "quote", false, take_text, IN(claim.quote) },
	{ "rank", false, take_rank, IN(claim.rank) },
	{ "snapshot", false, take_true, IN(claim.snapshot) },
	{ "source", false, take_text, IN(claim.source) },
	{ "speaker", false, take_text, IN(claim.speaker) },
	END,
};
static const member purged_members[] = { CRC, { "purged", true, take_id, 0 }, END };

/* What tells the types of lines apart. */
static const struct {
	const char *key;
	dtl_line_type type;
	const member *members;
} types[] = {
	{ "claim", DTL_LINE_CLAIM, claim_members },
	{ "changeset", DTL_LINE_HEADER, header_members },
	{ "purged", DTL_LINE_PURGED, purged_members },
	{ "format", DTL_LINE_FORMAT, format_members },
};

static dtl_status missing(const reader *r, const member *m)
{
	return dtl_fail(r->err, DTL_E_DAMAGED, "the line has no \"%s\"", m->key);
}

static dtl_status take_members(reader *r, dtl_slice object, const member *m)
{
	dtl_slice key, value;
	dtl_json_walk w = dtl_json_open(object);
	while (dtl_json_next(&w, &key, &value)) {
		for (; m->key && dtl_slice_compare((dtl_slice){ m->key, strlen(m->key) }, key) < 0; m++)
			if (m->required)
				return missing(r, m);
		if (!m->key || !dtl_slice_is(key, m->key))
			return dtl_fail(r->err, DTL_E_DAMAGED,
			    "the line has a member that is not known: \"%.*s\"",
			    (int)(key.len < 60 ? key.len : 60), key.data);
		const char *wrong = m->take(r, value, (char *)r->line + m->offset);
		if (dtl_text_failed(&r->text) || r->arena->failed)
			return dtl_fail_memory(r->err);
		if (wrong)
			return dtl_fail(r->err, DTL_E_DAMAGED, "\"%s\" %s: %.*s", m->key, wrong,
			    (int)(value.len < 60 ? value.len : 60), value.data);
		m++;
	}
	for (; m->key; m++)
		if (m->required)
			return missing(r, m);
	return DTL_OK;
}

/* The sum is that of the line with zeros for its digits. */
static dtl_status check_crc(dtl_slice line, dtl_error *err)
{
	dtl_slice value;
	char digits[9];
	if (!dtl_json_get(line, "crc", &value))
		return dtl_fail(err, DTL_E_DAMAGED, "the line has no check sum");
	uint32_t crc = 0;
	if (value.len == 10) {
		const char *behind = value.data + 9;
		crc = dtl_crc32c(0, line.data, (size_t)(value.data + 1 - line.data));
		crc = dtl_crc32c(crc, "00000000", 8);
		crc = dtl_crc32c(crc, behind, (size_t)(line.data + line.len - behind));
	}
	snprintf(digits, sizeof digits, "%08" PRIx32, crc);
	if (value.len == 10 && memcmp(value.data + 1, digits, 8) == 0)
		return DTL_OK;
	return dtl_fail(err, DTL_E_DAMAGED, "the line is damaged: its check sum is %s, not %.*s", digits,
	    (int)(value.len < 20 ? value.len : 20), value.data);
}

/* What people put into dumps without knowing it. */
static const char *known_damage(const char *text, size_t len)
{
	static const char *const marks[] = { "<<<<<<<", "=======", ">>>>>>>", "|||||||" };
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (len >= 7 && memcmp(text, marks[i], 7) == 0)
			return "a conflict that git left open: dumps merge with the attribute merge=union";
	if (len == 0)
		return "an empty line";
	return text[len - 1] == '\r' ? "the line ends in a carriage return, which dump does not write" : NULL;
}

static dtl_status check_json(dtl_slice line, dtl_error *err)
{
	dtl_error why = { DTL_OK, 0, "" };
	const char *known = known_damage(line.data, line.len);
	if (known)
		return dtl_fail(err, DTL_E_DAMAGED, "%s", known);
	if (dtl_json_check_canonical(line.data, line.len, &why) != DTL_OK)
		return dtl_fail(err, DTL_E_DAMAGED, "no line of a dump: %s", why.text);
	if (!dtl_json_is_object(line))
		return dtl_fail(err, DTL_E_DAMAGED, "no line of a dump: no object");
	return DTL_OK;
}

static dtl_status parse(reader *r, dtl_slice line)
{
	dtl_slice value;
	dtl_status status = check_json(line, r->err);
	if (status == DTL_OK)
		status = check_crc(line, r->err);
	if (status != DTL_OK)
		return status;
	size_t count = sizeof types / sizeof *types, i = 0;
	while (i < count && !dtl_json_get(line, types[i].key, &value))
		i++;
	if (i == count)
		return dtl_fail(r->err, DTL_E_DAMAGED, "neither changeset nor claim");
	r->line->type = types[i].type;
	if (types[i].type == DTL_LINE_FORMAT && !dtl_slice_is(value, "\"" DTL_DUMP_FORMAT "\""))
		return dtl_fail(r->err, DTL_E_SCHEMA,
		    "a dump in a format that this program does not know: %.*s",
		    (int)(value.len < 60 ? value.len : 60), value.data);
	status = take_members(r, line, types[i].members);
	return status == DTL_OK ? dtl_line_check(r->line, r->err) : status;
}

dtl_status dtl_line_parse(dtl_line *out, dtl_arena *arena, const char *text, size_t len, dtl_error *err)
{
	reader r = { out, arena, DTL_TEXT_INIT, err };
	*out = (dtl_line){ .type = DTL_LINE_FORMAT };
	dtl_status status = parse(&r, (dtl_slice){ text, len });
	dtl_text_free(&r.text);
	return status;
}
