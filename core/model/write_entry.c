/* Importing: entries of a document become claims of their origin, where it has not said them already. */
#include "model/ahead.h"
#include "model/importing.h"
#include "model/key.h"
#include "model/names.h"

#include "base/array.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const char sql_by_code[] =
    "SELECT e.key FROM name n JOIN entity e ON e.id = n.entity JOIN actor a ON a.id = n.entity"
    " WHERE n.kind = 1 AND n.name = :name AND n.what IN (1, 2) AND a.kind IS :kind";

static const char *words_of(const cJSON *item)
{
	return cJSON_IsString(item) ? item->valuestring : NULL;
}

static const char *text_of(const cJSON *doc, const char *member)
{
	return words_of(cJSON_GetObjectItemCaseSensitive(doc, member));
}

static dtl_status read_rank(const cJSON *item, dtl_evidence *out, dtl_error *err)
{
	static const char *const ranks[] = { "normal", "preferred", "deprecated" };
	if (!item || cJSON_IsNull(item))
		return DTL_OK;
	for (int i = 0; cJSON_IsString(item) && i < 3; i++)
		if (strcmp(item->valuestring, ranks[i]) == 0) {
			out->rank = (dtl_rank)i;
			return DTL_OK;
		}
	return dtl_fail(err, DTL_E_ARGUMENT, "rank: expected normal, preferred or deprecated");
}

static dtl_status check_evidence(const cJSON *const found[DTL_ASIDES], dtl_error *err)
{
	static const char *const asides[DTL_ASIDES] = DTL_ASIDE_NAMES;
	for (int i = DTL_ASIDE_SAID_BY; i <= DTL_ASIDE_KNOWN_FROM; i++) {
		const cJSON *item = found[i];
		if (item && !cJSON_IsNull(item) && !(cJSON_IsString(item) && *item->valuestring))
			return dtl_fail(err, DTL_E_ARGUMENT, "%s: expected a string", asides[i]);
	}
	return DTL_OK;
}

/* A stamp that is no time, or to come, is none. */
static bool is_to_come(const dtl_write *w, const char *stamp)
{
	int64_t t;
	return dtl_time_parse(&t, stamp, NULL) != DTL_OK || t > w->header.today;
}

static dtl_status entry_voice(
    dtl_import *i, const dtl_entry *entry, const dtl_foreseen *seen, dtl_voice *out, dtl_error *err)
{
	dtl_write *w = i->w;
	const cJSON *found[DTL_ASIDES] = { NULL };
	if (!seen->age || !seen->bare)
		dtl_asides_find(entry->doc, found);
	dtl_evidence evidence = {
		.source = entry->source,
		.said_by = words_of(found[DTL_ASIDE_SAID_BY]),
		.locator = words_of(found[DTL_ASIDE_LOCATOR]),
		.quote = words_of(found[DTL_ASIDE_QUOTE]),
	};
	dtl_voice base = w->voice;
	base.lane = i->lane;
	base.snapshot = entry->snapshot;
	/* What the command says of the source and the time stands above what the document says. */
	if (w->header.evidence.source)
		evidence.source = NULL;
	else if (!entry->source && entry->known && !w->header.evidence.known)
		evidence.known = entry->known;
	if (w->header.evidence.known && evidence.source)
		evidence.known = w->header.evidence.known;
	if (entry->stamped && evidence.known && is_to_come(w, evidence.known))
		evidence.known = NULL;
	dtl_status status = check_evidence(found, err);
	if (status == DTL_OK)
		status = read_rank(found[DTL_ASIDE_RANK], &evidence, err);
	if (status == DTL_OK)
		status = dtl_voice_resolve(w, &evidence, &base, out, err);
	if (status != DTL_OK && evidence.known == entry->known && entry->known &&
	    strncmp(err->text, "said_by", 7) != 0)
		dtl_fail_in(err, "known_from");
	return status;
}

/* A definition under another of an actor's codes or names ("us") is of that actor, if it is of the same kind. */
static dtl_status known_actor(dtl_write *w, const char *id, const char *kind, dtl_text *key, dtl_error *err)
{
	dtl_text folded = DTL_TEXT_INIT;
	dtl_stmt *st = NULL;
	int found = 0;
	dtl_fold(&folded, id, strlen(id));
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_by_code, err);
	if (status == DTL_OK) {
		dtl_bind_text(st, ":name", dtl_text_str(&folded));
		dtl_bind_text(st, ":kind", kind);
		while ((status = dtl_stmt_step(st, err)) == DTL_OK && found++ == 0)
			dtl_text_add(key, dtl_take_text(st));
		dtl_stmt_reset(st);
	}
	if (found != 1)
		dtl_text_clear(key);
	dtl_text_free(&folded);
	return status == DTL_DONE || status == DTL_OK ? DTL_OK : status;
}

static dtl_status declared_key(dtl_write *w, const dtl_entry *entry, dtl_text *key, dtl_error *err)
{
	int64_t entity = 0;
	if (!dtl_key_valid(entry->kind, entry->id))
		return dtl_fail(err, DTL_E_ARGUMENT, "id: not an ID: '%s'", entry->id);
	if (entry->kind == DTL_ACTOR &&
	    dtl_entity_find(w->store, DTL_ACTOR, entry->id, &entity, NULL) != DTL_OK) {
		dtl_status status = known_actor(w, entry->id, text_of(entry->doc, "kind"), key, err);
		if (status != DTL_OK || key->len)
			return status;
	}
	dtl_text_add(key, entry->id);
	return DTL_OK;
}

/* Two tables that tell of the same event tell of it in the same words: title, date, place and url. */
static void hash_key(dtl_write *w, dtl_text *key)
{
	static const char *const told[] = { "title", "when", "place", "url" };
	const char *title = dtl_patch_get(&w->patch, "title", NULL),
		   *when = dtl_patch_get(&w->patch, "when", NULL);
	dtl_text words = DTL_TEXT_INIT, plain = DTL_TEXT_INIT;
	dtl_slice edtf;
	dtl_date date;
	bool dated = when && dtl_when_date((dtl_slice){ when, strlen(when) }, &date);
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		const char *value = dtl_patch_get(&w->patch, told[i], NULL);
		dtl_slice slice = { value, value ? strlen(value) : 0 };
		if (value && dtl_json_is_object(slice) && dtl_json_get(slice, "edtf", &edtf))
			slice = edtf; /* not the words in which the date was given */
		dtl_text_add_len(&words, slice.data, slice.len);
		dtl_text_add_char(&words, '\n');
	}
	dtl_slice quoted = { title, title ? strlen(title) : 0 };
	dtl_slug_event(key, title ? dtl_derive_string(&plain, quoted) : NULL, dated ? &date : NULL);
	dtl_text_add_char(key, '~');
	dtl_key_letters(key, dtl_text_str(&words));
	key->failed = key->failed || words.failed || plain.failed;
	dtl_text_free(&words);
	dtl_text_free(&plain);
}

static void join_slug(dtl_text *key, const char *a, const char *b)
{
	dtl_text words = DTL_TEXT_INIT;
	dtl_text_addf(&words, "%s %s", a ? a : "", b ? b : "");
	dtl_slug(key, dtl_text_str(&words), 80);
	dtl_text_free(&words);
}

/* The key of what has no ID: made from its content, or found under its name. */
static dtl_status made_key(dtl_write *w, const dtl_entry *entry, dtl_text *key, dtl_error *err)
{
	int64_t entity = 0;
	if (entry->kind == DTL_EVENT) {
		hash_key(w, key);
		return DTL_OK;
	}
	if (entry->kind == DTL_SOURCE && text_of(entry->doc, "publisher") &&
	    text_of(entry->doc, "published")) {
		char day[11];
		strncpy(day, text_of(entry->doc, "published"), sizeof day - 1);
		day[sizeof day - 1] = '\0';
		join_slug(key, text_of(entry->doc, "publisher"), day);
		return DTL_OK;
	}
	const char *name = text_of(entry->doc, dtl_naming_field(entry->kind));
	if (!name)
		return dtl_fail(err, DTL_E_ARGUMENT, "it has neither an id nor a name");
	dtl_status status = dtl_name_resolve(w->store, entry->kind, name, &entity, err);
	if (status == DTL_OK)
		return dtl_name_key(w->store, entity, key, err);
	if (status == DTL_E_NOTFOUND)
		dtl_slug(key, name, 60);
	return status == DTL_E_NOTFOUND ? DTL_OK : status;
}

static dtl_status find_key(dtl_write *w, const dtl_entry *entry, dtl_text *key, dtl_error *err)
{
	static const char ours[] = "@dateline";
	dtl_status status = DTL_OK;
	size_t len = entry->uid ? strlen(entry->uid) : 0;
	if (entry->uid && entry->kind == DTL_EVENT) {
		bool own = len > sizeof ours - 1 && strcmp(entry->uid + len - (sizeof ours - 1), ours) == 0;
		dtl_text_add_len(key, entry->uid, own ? len - (sizeof ours - 1) : len);
		if (!dtl_key_valid(DTL_EVENT, dtl_text_str(key)))
			return dtl_fail(err, DTL_E_ARGUMENT, "uid: not a UID: '%s'", entry->uid);
	} else if (entry->id) {
		status = declared_key(w, entry, key, err);
	} else {
		status = made_key(w, entry, key, err);
	}
	return status == DTL_OK && dtl_text_failed(key) ? dtl_fail_memory(err) : status;
}

/* The origin's own word on a register; data NULL when it has none. */
static dtl_slice own_word(const dtl_write *w, const dtl_voice *voice, const dtl_register *r)
{
	const dtl_wordbook *b = &w->deriver.book;
	size_t reg = dtl_words_find(b, r->field, r->member);
	for (size_t i = reg == DTL_NO_WORD ? DTL_NO_WORD : b->registers[reg].first; i != DTL_NO_WORD;
	     i = b->words[i].next) {
		const dtl_record_origin *o = &b->history->origins[b->words[i].origin];
		bool same_source = o->source == voice->source ||
				   (o->source && voice->source && strcmp(o->source, voice->source) == 0);
		if (same_source && strcmp(o->lane, voice->lane) == 0)
			return b->words[i].value;
	}
	return (dtl_slice){ NULL, 0 };
}

/* How many registers the origin says anything on. */
static size_t own_count(const dtl_write *w, const dtl_voice *voice)
{
	size_t count = 0;
	for (size_t i = 0; i < w->deriver.book.register_count; i++) {
		const dtl_word_register *reg = &w->deriver.book.registers[i];
		dtl_register r = { reg->field, reg->member, { NULL, 0 } };
		count += own_word(w, voice, &r).data != NULL;
	}
	return count;
}

static void drop(dtl_write *w, const dtl_register *r, dtl_text *field, dtl_text *member)
{
	dtl_text_clear(field);
	dtl_text_clear(member);
	dtl_json_unescape_key(r->field, field);
	dtl_json_unescape_key(r->member, member);
	dtl_patch_drop(&w->patch, dtl_text_str(field), r->member.data ? dtl_text_str(member) : NULL);
}

/*
 * Leave in w->patch what its own origin does not say already; of a snapshot all
 * or nothing, for it also says what it leaves out.
 */
static dtl_status drop_own(dtl_write *w, dtl_kind kind, const dtl_voice *voice, dtl_error *err)
{
	dtl_text field = DTL_TEXT_INIT, member = DTL_TEXT_INIT;
	size_t same = 0, count = 0;
	dtl_register r;
	if (w->deriver.book.register_count == 0)
		return DTL_OK;
	dtl_text_clear(&w->patch_text);
	dtl_patch_print(&w->patch, &w->patch_text);
	dtl_slice patch = { dtl_text_str(&w->patch_text), w->patch_text.len };
	dtl_patch_walk walk = dtl_patch_open(kind, patch);
	while (dtl_patch_next(&walk, &r)) {
		dtl_slice own = own_word(w, voice, &r);
		bool said = own.data && dtl_calendar_same(&r, own);
		count++;
		same += said;
		if (said && !voice->snapshot)
			drop(w, &r, &field, &member);
	}
	if (voice->snapshot && same == count && count == own_count(w, voice))
		dtl_patch_clear(&w->patch);
	bool failed = dtl_text_failed(&field) || dtl_text_failed(&member) || dtl_text_failed(&w->patch_text);
	dtl_text_free(&field);
	dtl_text_free(&member);
	return failed ? dtl_fail_memory(err) : DTL_OK;
}

/* A source has been known since it was published. */
static dtl_status known_of_source(dtl_write *w, const dtl_entry *entry, dtl_voice *voice, dtl_error *err)
{
	if (entry->kind != DTL_SOURCE || entry->known || w->header.evidence.known)
		return DTL_OK;
	const char *published = text_of(entry->doc, "published");
	if (!published)
		return DTL_OK;
	dtl_status status = dtl_published_read(w, published, &voice->known_at, err);
	if (status == DTL_DONE)
		voice->known_at = w->header.today;
	return status == DTL_DONE ? DTL_OK : status;
}

static void take_foreseen(dtl_write *w, dtl_foreseen *seen)
{
	dtl_patch patch = w->patch;
	w->patch = seen->patch;
	seen->patch = patch;
	w->printed = &seen->text;
	w->right = seen->right;
}

/* The patch of what the entry says, and of the names in it that resolve. */
static dtl_status accept_entry(
    dtl_import *i, const dtl_entry *entry, const dtl_accept *accept, dtl_foreseen *seen, dtl_error *err)
{
	dtl_write *w = i->w;
	bool foreseen = seen->age && seen->age == dtl_known_age(w->known);
	dtl_status status = dtl_mentions_accept(w, entry, accept, &i->unknown, err);
	if (status == DTL_OK && foreseen)
		take_foreseen(w, seen);
	else if (status == DTL_OK)
		status = dtl_fields_accept(&w->patch, entry->kind, entry->doc, accept, err);
	if (status == DTL_OK && w->header.link_actors && entry->kind == DTL_EVENT) {
		w->printed = NULL;
		w->right = false;
		status = dtl_title_link(w, &i->linked, err);
	}
	return status;
}

/* What its origin said of it at that time; everything: at DTL_TIME_MAX. */
static dtl_status fold_own(dtl_write *w, int64_t cut, dtl_error *err)
{
	return dtl_words_fold(&w->deriver.book, &w->deriver.history, cut, true, err);
}

/* Of a calendar's event: what a later state of it has overtaken does not show, and that is said. */
static dtl_status keep_latest(
    dtl_import *i, const dtl_entry *entry, const char *key, dtl_voice *voice, dtl_error *err)
{
	enum { TOLD = 10 };
	dtl_write *w = i->w;
	dtl_calendar_last last;
	dtl_status status = fold_own(w, DTL_TIME_MAX, err);
	if (status != DTL_OK)
		return status;
	dtl_calendar_age age = dtl_calendar_age_of(w, voice, &last);
	if (!entry->snapshot)
		status = dtl_calendar_keep_lines(w, voice, err);
	/* What it said at its own time is no news, whatever came since: a cancellation is no snapshot. */
	bool said_then = age == DTL_CALENDAR_NEWS || last.same_sequence;
	if (age == DTL_CALENDAR_NEWS && voice->known_at < last.known_at)
		voice->known_at = last.known_at; /* a later SEQUENCE counts, whatever its date */
	if (status == DTL_OK && !said_then)
		status = fold_own(w, voice->known_at + 1, err);
	if (status == DTL_OK)
		status = drop_own(w, entry->kind, voice, err);
	if (status == DTL_OK && said_then && !dtl_patch_is_empty(&w->patch)) {
		status = fold_own(w, voice->known_at + 1, err);
		if (status == DTL_OK)
			status = drop_own(w, entry->kind, voice, err);
	}
	if (status != DTL_OK || age == DTL_CALENDAR_NEWS || dtl_patch_is_empty(&w->patch))
		return status;
	if (i->older++ < TOLD)
		dtl_write_note(w, "line %ld: '%.80s' is older than what is here (%s): it does not show",
		    entry->line, key, last.why);
	if (age == DTL_CALENDAR_STALE)
		dtl_patch_clear(&w->patch);
	return DTL_OK;
}

/* Leave in w->patch what is news. */
static dtl_status keep_news(
    dtl_import *i, const dtl_entry *entry, const char *key, dtl_voice *voice, bool there, dtl_error *err)
{
	if (entry->own)
		return there ? dtl_calendar_drop_shown(i->w, entry->kind, key, voice->known_at, err) : DTL_OK;
	bool cancels = entry->fallback && dtl_patch_get(&i->w->patch, "extra", NULL);
	if (there && entry->stamped && (entry->snapshot || cancels))
		return keep_latest(i, entry, key, voice, err);
	return drop_own(i->w, entry->kind, voice, err);
}

/* What is exported of a thing of which nothing is known: its key, and in so many words no name. */
static bool is_bare(const dtl_entry *entry)
{
	const char *naming = dtl_naming_field(entry->kind);
	return entry->kind != DTL_EVENT && entry->id &&
	       cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(entry->doc, naming));
}

static dtl_status take(dtl_import *i, const dtl_entry *entry, dtl_foreseen *seen, dtl_error *err)
{
	dtl_write *w = i->w;
	dtl_text key = DTL_TEXT_INIT;
	dtl_voice voice;
	bool there = false;
	int64_t claim = 0;
	dtl_write_next(w);
	i->excerpt = i->excerpt || entry->excerpt;
	w->defining = entry->kind != DTL_EVENT;
	dtl_accept accept = dtl_write_accept(w);
	dtl_status status = entry_voice(i, entry, seen, &voice, err);
	if (status == DTL_OK && voice.source && !w->header.said_on)
		accept.dates.said_on = voice.known_at;
	if (status == DTL_OK)
		status = accept_entry(i, entry, &accept, seen, err);
	if (status == DTL_OK)
		status = known_of_source(w, entry, &voice, err);
	if (status == DTL_OK)
		status = find_key(w, entry, &key, err);
	if (status == DTL_OK)
		status = dtl_write_load(w, entry->kind, dtl_text_str(&key), voice.known_at + 1, &there, err);
	if (there)
		w->printed = NULL; /* some of it may be no news */
	if (status == DTL_OK && !there && entry->fallback)
		status = dtl_fields_accept(&w->patch, entry->kind, entry->fallback, &accept, err);
	if (status == DTL_OK)
		status = keep_news(i, entry, dtl_text_str(&key), &voice, there, err);
	bool news = status == DTL_OK && !dtl_patch_is_empty(&w->patch);
	if (status == DTL_OK && !news && !there && is_bare(entry))
		status = dtl_import_bare(w, entry->kind, dtl_text_str(&key), err);
	else if (status == DTL_OK && !news && !there)
		status = dtl_fail(err, DTL_E_ARGUMENT, "nothing is said of %s '%s'",
		    dtl_kind_name(entry->kind), dtl_text_str(&key));
	if (news)
		status = dtl_newcomers_write(w, err);
	if (news && status == DTL_OK)
		status = dtl_write_append(w, entry->kind, dtl_text_str(&key), &voice, &claim, err);
	if (news && status == DTL_OK)
		status = dtl_import_expect(i, entry, claim, !there, err);
	if (status == DTL_OK)
		++*(!news ? &i->counts.unchanged : there ? &i->counts.updated : &i->counts.new_things);
	dtl_text_free(&key);
	return status;
}

static bool is_the_entrys_fault(dtl_status status)
{
	return status == DTL_E_ARGUMENT || status == DTL_E_NOTFOUND || status == DTL_E_AMBIGUOUS;
}

static dtl_status each_entry(void *user, const dtl_entry *entry, dtl_foreseen *seen, dtl_error *err)
{
	dtl_import *i = user;
	dtl_error why = { DTL_OK, 0, "" };
	dtl_write_tell(i->w, entry->note);
	if (entry->error) {
		dtl_import_refuse(i, entry, entry->error);
		return DTL_E_REJECTED;
	}
	dtl_status status = entry->doc ? take(i, entry, seen, &why) : DTL_OK;
	if (status == DTL_OK)
		return DTL_OK;
	why.line = entry->line;
	if (is_the_entrys_fault(status) && entry->reporter)
		return dtl_import_fail(entry, &why, err);
	if (is_the_entrys_fault(status)) {
		dtl_import_refuse(i, entry, &why);
		return DTL_E_REJECTED;
	}
	if (err)
		*err = why;
	return status;
}

dtl_status dtl_write_import(dtl_write *w, const dtl_importer *importer, const dtl_import_options *options,
    FILE *in, dtl_import_counts *counts, dtl_reject_fn reject, void *user, dtl_error *err)
{
	static const dtl_import_options none = { NULL, 0 };
	dtl_import i = { .w = w, .lane = importer->lane, .reject = reject, .user = user };
	dtl_accept accept = dtl_write_accept(w);
	/* Where the source is one of the command, phrases are said whenever each event became known. */
	dtl_foresight foresight = {
		.known = w->header.said_on || !w->voice.source ? w->known : NULL,
		.dates = accept.dates,
		.tz = accept.tz,
		.said_on = w->header.said_on != NULL,
	};
	w->importing = w->imported = true;
	dtl_status status = dtl_import_begin(&i, err);
	if (status == DTL_OK)
		status =
		    dtl_read_ahead(importer, in, options ? options : &none, &foresight, each_entry, &i, err);
	if (status == DTL_OK)
		status = dtl_import_settle(&i, err);
	if (status == DTL_OK)
		dtl_unknown_names_tell(w, &i.unknown);
	if (status == DTL_OK && i.linked > DTL_LINKS_TOLD)
		dtl_write_note(w, "%lld more take part, by the titles of events",
		    (long long)(i.linked - DTL_LINKS_TOLD));
	w->importing = false;
	*counts = i.counts;
	return status;
}
