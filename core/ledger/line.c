/* Printing lines, and their form. */
#include "ledger/line.h"

#include "base/crc32c.h"
#include "base/utf8.h"

#include <dateline/date.h>
#include <dateline/edit.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char no_crc[] = "00000000";

/* JSON's integers are exact so far. */
static const int64_t largest_number = INT64_C(1) << 53;
/* As far as times are printed and read back. */
static const int64_t last_year = INT64_C(100000000000);

static void print_time(dtl_json_writer *w, const char *key, int64_t t)
{
	char text[64];
	dtl_time_print(text, sizeof text, t);
	dtl_json_member(w, key, text);
}

static void print_uid(dtl_json_writer *w, const char *key, const unsigned char uid[DTL_UID_SIZE])
{
	char text[DTL_UID_TEXT];
	dtl_uid_print(text, uid);
	dtl_json_member(w, key, text);
}

static void print_id(dtl_json_writer *w, const char *key, const dtl_line *line)
{
	char uid[DTL_UID_TEXT], text[DTL_UID_TEXT + 24];
	dtl_uid_print(uid, line->header.uid);
	snprintf(text, sizeof text, "%s/%" PRId64, uid, line->claim.position);
	dtl_json_member(w, key, text);
}

/* Gives where the eight digits stand. */
static size_t print_crc(dtl_json_writer *w)
{
	dtl_json_member(w, "crc", no_crc);
	return w->out->len - sizeof no_crc;
}

static void print_if(dtl_json_writer *w, const char *key, const char *text)
{
	if (text)
		dtl_json_member(w, key, text);
}

static size_t print_format(dtl_json_writer *w)
{
	size_t crc = print_crc(w);
	dtl_json_member(w, "format", DTL_DUMP_FORMAT);
	return crc;
}

static size_t print_header(dtl_json_writer *w, const dtl_header_line *h)
{
	print_if(w, "author", h->author);
	print_uid(w, "changeset", h->uid);
	print_if(w, "command", h->command);
	size_t crc = print_crc(w);
	print_uid(w, "ledger", h->ledger);
	print_if(w, "message", h->message);
	dtl_json_member_int(w, "n", h->n);
	print_time(w, "recorded_at", h->recorded_at);
	return crc;
}

static size_t print_claim(dtl_json_writer *w, const dtl_line *line)
{
	static const char *const ranks[] = {
		[DTL_RANK_PREFERRED] = "preferred", [DTL_RANK_DEPRECATED] = "deprecated"
	};
	const dtl_claim_line *c = &line->claim;
	print_id(w, "claim", line);
	size_t crc = print_crc(w);
	dtl_json_member(w, "key", c->key);
	dtl_json_member(w, "kind", dtl_kind_name(c->kind));
	if (c->has_known)
		print_time(w, "known_at", c->known_at);
	dtl_json_member(w, "lane", c->lane);
	print_if(w, "locator", c->locator);
	dtl_json_key(w, "patch");
	dtl_json_raw(w, c->patch, c->patch_len);
	print_if(w, "quote", c->quote);
	if (c->rank != DTL_RANK_NORMAL)
		dtl_json_member(w, "rank", ranks[c->rank]);
	if (c->snapshot) {
		dtl_json_key(w, "snapshot");
		dtl_json_bool(w, true);
	}
	print_if(w, "source", c->source);
	print_if(w, "speaker", c->speaker);
	return crc;
}

static size_t print_purged(dtl_json_writer *w, const dtl_line *line)
{
	size_t crc = print_crc(w);
	print_id(w, "purged", line);
	return crc;
}

static size_t print_members(dtl_json_writer *w, const dtl_line *line)
{
	switch (line->type) {
	case DTL_LINE_FORMAT: return print_format(w);
	case DTL_LINE_HEADER: return print_header(w, &line->header);
	case DTL_LINE_CLAIM: return print_claim(w, line);
	case DTL_LINE_PURGED: return print_purged(w, line);
	}
	return 0;
}

void dtl_line_print(const dtl_line *line, dtl_text *out)
{
	size_t start = out->len;
	char digits[sizeof no_crc];
	dtl_json_writer w = dtl_json_writer_to(out, 0);
	dtl_json_begin_object(&w);
	size_t crc = print_members(&w, line);
	dtl_json_end_object(&w);
	if (dtl_text_failed(out))
		return;
	snprintf(digits, sizeof digits, "%08" PRIx32, dtl_crc32c(0, out->data + start, out->len - start));
	memcpy(out->data + crc, digits, sizeof digits - 1);
}

static bool in_time(int64_t t)
{
	int64_t day = dtl_day_of(t);
	return day >= dtl_days_from_civil(-last_year, 1, 1) && day <= dtl_days_from_civil(last_year, 12, 31);
}

static bool in_number(int64_t n)
{
	return n >= 0 && n <= largest_number;
}

/* NULL, or what is wrong. */
static const char *header_wrong(const dtl_header_line *h)
{
	const char *const texts[] = { h->author, h->message, h->command };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i] && !dtl_utf8_valid(texts[i], strlen(texts[i]), NULL))
			return "has text that is not UTF-8";
	if (!in_number(h->n))
		return "has a number out of range";
	return in_time(h->recorded_at) ? NULL : "has a time out of range";
}

static const char *patch_wrong(const dtl_claim_line *c)
{
	dtl_slice patch = { c->patch, c->patch_len };
	if (dtl_json_check_canonical(c->patch, c->patch_len, NULL) != DTL_OK)
		return "has a patch that is not canonical JSON";
	bool removal = c->kind < DTL_KINDS && dtl_json_is_null(patch);
	return removal || dtl_json_is_object(patch) ? NULL : "has a patch that is no object";
}

static const char *claim_wrong(const dtl_claim_line *c)
{
	const char *const texts[] = { c->key, c->lane, c->source, c->speaker, c->locator, c->quote };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i] && !dtl_utf8_valid(texts[i], strlen(texts[i]), NULL))
			return "has text that is not UTF-8";
	if (c->kind > DTL_CLAIM)
		return "is of no kind that there is";
	if (!c->key || !*c->key || !c->lane || !*c->lane || (c->source && !*c->source))
		return "has an empty key, lane or source";
	if (!in_number(c->position))
		return "has a number out of range";
	if (c->has_known != (c->kind < DTL_KINDS))
		return c->has_known ? "is an act, which is not known since any time" : "has no known_at";
	if (c->has_known && !in_time(c->known_at))
		return "has a time out of range";
	if (c->rank < DTL_RANK_NORMAL || c->rank > DTL_RANK_DEPRECATED)
		return "has no rank that there is";
	return patch_wrong(c);
}

static const char *line_wrong(const dtl_line *line)
{
	switch (line->type) {
	case DTL_LINE_FORMAT: return NULL;
	case DTL_LINE_HEADER: return header_wrong(&line->header);
	case DTL_LINE_CLAIM: return claim_wrong(&line->claim);
	case DTL_LINE_PURGED: return in_number(line->claim.position) ? NULL : "has a number out of range";
	}
	return NULL;
}

dtl_status dtl_line_check(const dtl_line *line, dtl_error *err)
{
	char name[DTL_LINE_NAME];
	const char *wrong = line_wrong(line);
	if (!wrong)
		return DTL_OK;
	dtl_line_name(name, line);
	return dtl_fail(err, DTL_E_DAMAGED, "%s %s", name, wrong);
}

void dtl_line_name(char out[DTL_LINE_NAME], const dtl_line *line)
{
	char uid[DTL_UID_TEXT];
	dtl_uid_print(uid, line->header.uid);
	switch (line->type) {
	case DTL_LINE_FORMAT: snprintf(out, DTL_LINE_NAME, "the first line"); return;
	case DTL_LINE_HEADER: snprintf(out, DTL_LINE_NAME, "changeset '%s'", uid); return;
	case DTL_LINE_CLAIM:
	case DTL_LINE_PURGED:
		snprintf(out, DTL_LINE_NAME, "claim '%s/%" PRId64 "'", uid, line->claim.position);
		return;
	}
}

bool dtl_line_same_id(const dtl_line *a, const dtl_line *b)
{
	if (a->type == DTL_LINE_FORMAT || b->type == DTL_LINE_FORMAT)
		return a->type == b->type;
	if ((a->type == DTL_LINE_HEADER) != (b->type == DTL_LINE_HEADER))
		return false;
	return memcmp(a->header.uid, b->header.uid, DTL_UID_SIZE) == 0 &&
	       (a->type == DTL_LINE_HEADER || a->claim.position == b->claim.position);
}
