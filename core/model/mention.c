/* Names that an entry mentions: those that resolve go into its patch, the others stay in its text. */
#include "model/calendar.h"
#include "model/key.h"
#include "model/names.h"

#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <string.h>

typedef struct mentioner {
	dtl_write *w;
	const dtl_accept *accept;
	dtl_error *err;
	dtl_text key, member, value;
} mentioner;

/* The key of one of two names; DTL_E_NOTFOUND: neither is known, or it is not certain which. */
static dtl_status find(mentioner *m, dtl_kind kind, const char *name, const char *other)
{
	const char *names[] = { name, other };
	dtl_error ignored;
	dtl_status status = DTL_E_NOTFOUND;
	for (size_t i = 0; i < 2 && names[i]; i++) {
		dtl_text_clear(&m->key);
		if (dtl_words_wrong(names[i], strlen(names[i]), false))
			continue;
		status = m->accept->find(m->accept->user, kind, names[i], &m->key, &ignored);
		if (status == DTL_OK)
			return DTL_OK;
		if (status != DTL_E_NOTFOUND && status != DTL_E_AMBIGUOUS && status != DTL_E_ARGUMENT) {
			if (m->err)
				*m->err = ignored;
			return status;
		}
	}
	return DTL_E_NOTFOUND;
}

/* The same; with --new a name that nobody has is given to something new, as long as it is one to be given. */
static dtl_status find_or_make(mentioner *m, dtl_kind kind, const dtl_mention *mention)
{
	dtl_status status = find(m, kind, mention->name, mention->other);
	bool made =
	    status == DTL_E_NOTFOUND && m->w->header.create_names && kind != DTL_EVENT && kind != DTL_SOURCE;
	if (!made || dtl_words_wrong(mention->name, strlen(mention->name), false))
		return status;
	dtl_error ignored;
	dtl_text_clear(&m->key);
	status = m->accept->resolve(m->accept->user, kind, &(dtl_maker){ .subkind = mention->subkind },
	    mention->name, &m->key, &ignored);
	return status == DTL_E_AMBIGUOUS || status == DTL_E_ARGUMENT ? DTL_E_NOTFOUND : status;
}

static bool listed(const char *const *list, const char *word)
{
	for (; word && *list; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

static dtl_status put_member(mentioner *m, const char *field, const char *value)
{
	if (dtl_text_failed(&m->member) || dtl_text_failed(&m->value))
		return dtl_fail_memory(m->err);
	dtl_patch_put(&m->w->patch, field, dtl_text_str(&m->member), value);
	return DTL_OK;
}

static dtl_status put_actor(mentioner *m, const dtl_mention *mention)
{
	const char *role = listed(dtl_event_roles, mention->role) ? mention->role : "participant";
	const char *value = "true";
	dtl_text_addf(&m->member, "%s:%s", dtl_text_str(&m->key), role);
	if (mention->behalf) {
		dtl_status status = find(m, DTL_ACTOR, mention->behalf, NULL);
		if (status != DTL_OK && status != DTL_E_NOTFOUND)
			return status;
		if (status == DTL_OK) {
			dtl_text_add(&m->value, "{\"for\":");
			dtl_json_add_string(&m->value, dtl_text_str(&m->key), m->key.len);
			dtl_text_add_char(&m->value, '}');
			value = dtl_text_str(&m->value);
		}
	}
	return put_member(m, mention->field, value);
}

static dtl_status put_key(mentioner *m, const dtl_mention *mention)
{
	dtl_patch_put_string(&m->w->patch, mention->field, NULL, dtl_text_str(&m->key));
	return DTL_OK;
}

static dtl_status put_topic(mentioner *m, const dtl_mention *mention)
{
	dtl_text_add(&m->member, dtl_text_str(&m->key));
	return put_member(m, mention->field, "true");
}

static dtl_status put_link(mentioner *m, const dtl_mention *mention)
{
	if (!listed(dtl_event_rels, mention->role))
		return DTL_E_NOTFOUND;
	dtl_text_addf(&m->member, "%s:%s", mention->role, dtl_text_str(&m->key));
	return put_member(m, mention->field, "true");
}

static dtl_status put_series(mentioner *m, const dtl_mention *mention)
{
	dtl_json_writer j = dtl_json_writer_to(&m->value, 0);
	dtl_json_begin_object(&j);
	if (mention->edition > 0 && mention->edition <= 100000)
		dtl_json_member_int(&j, "edition", mention->edition);
	dtl_json_member(&j, "id", dtl_text_str(&m->key));
	dtl_json_end_object(&j);
	if (dtl_text_failed(&m->value))
		return dtl_fail_memory(m->err);
	dtl_patch_put(&m->w->patch, mention->field, NULL, dtl_text_str(&m->value));
	return DTL_OK;
}

static const struct {
	const char *field;
	dtl_kind kind;
	dtl_status (*put)(mentioner *m, const dtl_mention *mention);
} kinds[] = {
	{ "place", DTL_PLACE, put_key },
	{ "actors", DTL_ACTOR, put_actor },
	{ "topics", DTL_TOPIC, put_topic },
	{ "sources", DTL_SOURCE, put_topic },
	{ "series", DTL_SERIES, put_series },
	{ "parent", DTL_EVENT, put_key },
	{ "links", DTL_EVENT, put_link },
};

/* What the model now says need not stand among the lines, too. */
static void take_lines(const dtl_entry *entry, const dtl_mention *mention)
{
	cJSON *extra = cJSON_GetObjectItemCaseSensitive(entry->doc, "extra");
	cJSON *ics = cJSON_GetObjectItemCaseSensitive(extra, "ics");
	cJSON *lines = cJSON_GetObjectItemCaseSensitive(ics, "lines");
	for (size_t i = 0; lines && i < mention->line_count; i++) {
		cJSON *line = lines->child;
		while (line && !(cJSON_IsString(line) && strcmp(line->valuestring, mention->lines[i]) == 0))
			line = line->next;
		if (line)
			cJSON_Delete(cJSON_DetachItemViaPointer(lines, line));
	}
	if (lines && !lines->child)
		cJSON_DeleteItemFromObjectCaseSensitive(ics, "lines");
	if (ics && !ics->child)
		cJSON_DeleteItemFromObjectCaseSensitive(extra, "ics");
}

static dtl_status accept_one(
    mentioner *m, const dtl_mention *mention, dtl_unknown_names *unknown, bool *known)
{
	size_t i = 0;
	*known = false;
	while (i < sizeof kinds / sizeof *kinds && strcmp(kinds[i].field, mention->field) != 0)
		i++;
	if (i == sizeof kinds / sizeof *kinds)
		return DTL_OK;
	dtl_text_clear(&m->key);
	dtl_text_clear(&m->member);
	dtl_text_clear(&m->value);
	dtl_status status = DTL_OK;
	if (mention->sure)
		dtl_text_add(&m->key, mention->name);
	else
		status = find_or_make(m, kinds[i].kind, mention);
	if (status == DTL_OK &&
	    (dtl_text_failed(&m->key) || !dtl_key_valid(kinds[i].kind, dtl_text_str(&m->key))))
		status = dtl_text_failed(&m->key) ? dtl_fail_memory(m->err) : DTL_E_NOTFOUND;
	if (status == DTL_OK)
		status = kinds[i].put(m, mention);
	*known = status == DTL_OK;
	if (status == DTL_E_NOTFOUND)
		++*(kinds[i].kind == DTL_PLACE   ? &unknown->places
		    : kinds[i].kind == DTL_ACTOR ? &unknown->actors
						 : &unknown->others);
	return status == DTL_E_NOTFOUND ? DTL_OK : status;
}

dtl_status dtl_mentions_accept(dtl_write *w, const dtl_entry *entry, const dtl_accept *accept,
    dtl_unknown_names *unknown, dtl_error *err)
{
	mentioner m = { w, accept, err, DTL_TEXT_INIT, DTL_TEXT_INIT, DTL_TEXT_INIT };
	dtl_status status = DTL_OK;
	for (size_t i = 0; status == DTL_OK && i < entry->mention_count; i++) {
		bool known;
		status = accept_one(&m, &entry->mentions[i], unknown, &known);
		if (known)
			take_lines(entry, &entry->mentions[i]);
	}
	dtl_text_free(&m.key);
	dtl_text_free(&m.member);
	dtl_text_free(&m.value);
	return status;
}

void dtl_unknown_names_tell(dtl_write *w, const dtl_unknown_names *unknown)
{
	const struct {
		int64_t count;
		const char *one, *several;
	} kinds_of[] = { { unknown->places, "place", "places" },
		{ unknown->actors, "participant", "participants" },
		{ unknown->others, "other name", "other names" } };
	dtl_text line = DTL_TEXT_INIT;
	for (size_t i = 0; i < 3; i++)
		if (kinds_of[i].count)
			dtl_text_addf(&line, "%s%lld %s", line.len ? ", " : "", (long long)kinds_of[i].count,
			    kinds_of[i].count == 1 ? kinds_of[i].one : kinds_of[i].several);
	if (line.len)
		dtl_write_note(w, "%s not known here: kept as text (--new makes them)", dtl_text_str(&line));
	dtl_text_free(&line);
}

void dtl_write_tell(dtl_write *w, const char *note)
{
	while (note && *note) {
		size_t len = strcspn(note, "\n");
		dtl_write_note(w, "%.*s", (int)len, note);
		note += len + (note[len] == '\n');
	}
}

/* ---- Names in a title ---- */

enum { WORDS_MOST = 64, NAME_WORDS = 6, SHORT = 3 };

static const char sql_named[] =
    "SELECT e.key FROM name n JOIN entity e ON e.id = n.entity WHERE n.kind = 1 AND n.name = :name AND n.what IN (2, 3)"
    " GROUP BY e.key LIMIT 2";

typedef struct word {
	const char *at;
	size_t len;
} word;

static bool in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80 || c == '.' || c == '\'';
}

static size_t cut_words(const char *title, word *words)
{
	size_t count = 0;
	while (*title && count < WORDS_MOST) {
		size_t len = 0;
		while (in_word(title[len]))
			len++;
		if (len)
			words[count++] = (word){ title, len };
		title += len ? len : 1;
	}
	return count;
}

/* "US" is a name, "us" is a word. */
static bool is_just_a_word(const word *first, size_t count)
{
	if (count > 1)
		return false;
	size_t letters = 0;
	for (size_t i = 0; i < first->len; i++) {
		if (first->at[i] >= 'a' && first->at[i] <= 'z')
			return first->len <= SHORT || letters == 0;
		letters += first->at[i] != '.';
	}
	return false;
}

/* The actor that so many words name, if it is one; `key` stays empty otherwise. */
static dtl_status look_up(dtl_write *w, const word *first, size_t count, dtl_text *key, dtl_error *err)
{
	dtl_text folded = DTL_TEXT_INIT;
	dtl_stmt *st = NULL;
	const word *last = first + count - 1;
	size_t found = 0;
	dtl_text_clear(key);
	if (is_just_a_word(first, count))
		return DTL_OK;
	dtl_fold(&folded, first->at, (size_t)(last->at + last->len - first->at));
	dtl_status status = folded.len ? dtl_stmt_cached(w->store, &st, sql_named, err) : DTL_DONE;
	if (status == DTL_OK) {
		dtl_bind_text(st, ":name", dtl_text_str(&folded));
		while ((status = dtl_stmt_step(st, err)) == DTL_OK && found++ == 0)
			dtl_text_add(key, dtl_take_text(st));
		dtl_stmt_reset(st);
	}
	if (found != 1)
		dtl_text_clear(key);
	dtl_text_free(&folded);
	return status == DTL_DONE ? DTL_OK : status;
}

static bool takes_part(const dtl_write *w, const char *key)
{
	dtl_text member = DTL_TEXT_INIT;
	bool part = false;
	for (const char *const *role = dtl_event_roles; *role && !part; role++) {
		dtl_text_clear(&member);
		dtl_text_addf(&member, "%s:%s", key, *role);
		part = dtl_patch_get(&w->patch, "actors", dtl_text_str(&member)) != NULL;
	}
	dtl_text_free(&member);
	return part;
}

static dtl_status link(dtl_write *w, const char *title, const char *key, int64_t *linked, dtl_error *err)
{
	dtl_text member = DTL_TEXT_INIT;
	if (takes_part(w, key))
		return DTL_OK;
	dtl_text_addf(&member, "%s:participant", key);
	if (dtl_text_failed(&member))
		return dtl_fail_memory(err);
	dtl_patch_put(&w->patch, "actors", dtl_text_str(&member), "true");
	if (++*linked <= DTL_LINKS_TOLD)
		dtl_write_note(w, "'%.80s': '%s' takes part, by its title", title, key);
	dtl_text_free(&member);
	return DTL_OK;
}

dtl_status dtl_title_link(dtl_write *w, int64_t *linked, dtl_error *err)
{
	const char *value = dtl_patch_get(&w->patch, "title", NULL);
	dtl_text title = DTL_TEXT_INIT, key = DTL_TEXT_INIT;
	word words[WORDS_MOST];
	dtl_status status = DTL_OK;
	if (!value || !dtl_json_is_string((dtl_slice){ value, strlen(value) }))
		return DTL_OK;
	dtl_json_unescape((dtl_slice){ value, strlen(value) }, &title);
	size_t count = cut_words(dtl_text_str(&title), words);
	for (size_t at = 0; status == DTL_OK && at < count;) {
		size_t most = count - at < NAME_WORDS ? count - at : NAME_WORDS, taken = 0;
		/* The longest name counts: "South Korea" is not Korea. */
		for (size_t n = most; status == DTL_OK && n > 0 && !taken; n--) {
			status = look_up(w, &words[at], n, &key, err);
			taken = key.len ? n : 0;
		}
		if (status == DTL_OK && taken)
			status = link(w, dtl_text_str(&title), dtl_text_str(&key), linked, err);
		at += taken ? taken : 1;
	}
	dtl_text_free(&title);
	dtl_text_free(&key);
	return status;
}
