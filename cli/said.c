#include "said.h"
#include "names.h"
#include "value.h"
#include <stdlib.h>
#include <string.h>

/* Of a key that may have "#2" behind it, for a second term. */
static void add_key_name(str *out, program *app, dtl_kind kind, const char *key, size_t len)
{
	str plain = STR_INIT;
	const char *second = kind == DTL_ACTOR ? memchr(key, '#', len) : NULL;
	str_add_len(&plain, key, second ? (size_t)(second - key) : len);
	name_add(out, app, kind, str_get(&plain));
	str_free(&plain);
}

/* " 2009-01-20/2017-01-20", as it is given; nothing where neither end is known. */
static bool add_term(str *out, const char *value)
{
	str from = STR_INIT, to = STR_INIT;
	bool begins = value_member(&from, value, "from"), ends = value_member(&to, value, "to");
	if (begins || ends)
		str_addf(out, " %s/%s", str_get(&from), str_get(&to));
	str_free(&from);
	str_free(&to);
	return begins || ends;
}

/* "barack-obama:host" */
static void add_part(str *out, program *app, const dtl_word *word)
{
	str behalf = STR_INIT;
	const char *colon = strrchr(word->member, ':');
	size_t len = colon ? (size_t)(colon - word->member) : strlen(word->member);
	add_key_name(out, app, DTL_ACTOR, word->member, len);
	if (colon && strcmp(colon + 1, "participant") != 0)
		str_addf(out, ", %s", colon + 1);
	if (value_member(&behalf, word->value, "for")) {
		str_add(out, " for ");
		name_add(out, app, DTL_ACTOR, str_get(&behalf));
	}
	str_free(&behalf);
}

static void add_series(str *out, program *app, const dtl_word *word)
{
	str id = STR_INIT, edition = STR_INIT;
	bool known = value_member(&id, word->value, "id");
	bool numbered = value_member(&edition, word->value, "edition");
	if (known || numbered)
		name_add_edition(out, app, known ? str_get(&id) : NULL,
		    numbered ? strtoll(str_get(&edition), NULL, 10) : 0);
	else
		value_text(out, word->value, app->common->tz);
	str_free(&id);
	str_free(&edition);
}

/* A member whose value, where it has one, says more about it. */
static void add_member(str *out, program *app, const dtl_word *word)
{
	if (strcmp(word->value, "true") == 0 || strcmp(word->value, "null") == 0)
		return;
	str_add(out, ": ");
	value_text(out, word->value, app->common->tz);
}

/* "follows:sunnylands-summit-2013", "holds:president-of-china" */
static void add_relation(str *out, program *app, dtl_kind to, const dtl_word *word)
{
	size_t len = strcspn(word->member, ":");
	const char *key = word->member + len + (word->member[len] == ':');
	str_add_len(out, word->member, len);
	str_add(out, " ");
	add_key_name(out, app, to, key, strlen(key));
	if (!add_term(out, word->value))
		add_member(out, app, word);
}

/* The fields whose value or member is the key of another thing. */
static const struct {
	const char *field;
	bool own; /* it is one of the same kind */
	dtl_kind kind;
} references[] = {
	{ "topics", false, DTL_TOPIC },
	{ "place", false, DTL_PLACE },
	{ "organiser", false, DTL_ACTOR },
	{ "parent", true, DTL_EVENT },
};

static bool add_reference(str *out, program *app, dtl_kind kind, const dtl_word *word)
{
	for (size_t i = 0; i < sizeof(references) / sizeof(*references); i++) {
		if (strcmp(word->field, references[i].field) != 0 || (!word->member && *word->value != '"'))
			continue;
		str key = STR_INIT;
		if (word->member)
			str_add(&key, word->member);
		else
			value_text(&key, word->value, NULL);
		name_add(out, app, references[i].own ? kind : references[i].kind, str_get(&key));
		str_free(&key);
		return true;
	}
	return false;
}

void said_add(str *out, program *app, dtl_kind kind, const dtl_word *word)
{
	if (word->member && strcmp(word->field, "actors") == 0) {
		add_part(out, app, word);
	} else if (word->member && strcmp(word->field, "links") == 0) {
		add_relation(out, app, DTL_EVENT, word);
	} else if (word->member && strcmp(word->field, "affiliations") == 0) {
		add_relation(out, app, DTL_ACTOR, word);
	} else if (strcmp(word->field, "series") == 0) {
		add_series(out, app, word);
	} else if (!add_reference(out, app, kind, word)) {
		if (word->member) {
			str_add(out, word->member);
			add_member(out, app, word);
		} else {
			value_text(out, word->value, app->common->tz);
		}
	}
}

void said_add_evidence(str *out, program *app, const dtl_word *word)
{
	const char *separator = "";
	if (word->speaker) {
		name_add(out, app, DTL_ACTOR, word->speaker);
		separator = ": ";
	}
	if (word->quote) {
		str_addf(out, "%s“%s”", separator, word->quote);
		separator = ", ";
	}
	if (word->locator)
		str_addf(out, "%s%s", word->quote || word->speaker ? ", " : separator, word->locator);
}
