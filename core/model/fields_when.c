/* When an event takes place: EDTF or a phrase, with the words and the day they were said on, or unknown. */
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <dateline/date.h>
#include <string.h>

/* What the register will say; empty: nothing. */
typedef struct when {
	dtl_text edtf, said_on, text, tz;
	int rules;
	bool local; /* its times are in nobody's zone, and are meant so */
	dtl_date date;
} when;

#define WHEN_INIT                                                                                            \
	{                                                                                                    \
		.edtf = DTL_TEXT_INIT, .said_on = DTL_TEXT_INIT, .text = DTL_TEXT_INIT, .tz = DTL_TEXT_INIT  \
	}

static void when_free(when *w)
{
	dtl_text_free(&w->edtf);
	dtl_text_free(&w->said_on);
	dtl_text_free(&w->text);
	dtl_text_free(&w->tz);
}

static void member(dtl_json_writer *w, const char *name, const dtl_text *value)
{
	if (value->len > 0)
		dtl_json_member(w, name, dtl_text_str(value));
}

static dtl_status put_when(const dtl_make *m, const dtl_field *f, const when *w, dtl_error *err)
{
	dtl_text object = DTL_TEXT_INIT;
	dtl_json_writer out = dtl_json_writer_to(&object, 0);
	dtl_json_begin_object(&out);
	member(&out, "edtf", &w->edtf);
	if (w->local) {
		dtl_json_key(&out, "local");
		dtl_json_bool(&out, true);
	}
	if (w->rules > 0)
		dtl_json_member_int(&out, "rules", w->rules);
	member(&out, "said_on", &w->said_on);
	member(&out, "text", &w->text);
	member(&out, "tz", &w->tz);
	dtl_json_end_object(&out);
	bool failed = dtl_text_failed(&object) || dtl_text_failed(&w->edtf) || dtl_text_failed(&w->said_on) ||
		      dtl_text_failed(&w->text) || dtl_text_failed(&w->tz);
	if (!failed)
		dtl_patch_put(m->out, f->name, NULL, dtl_text_str(&object));
	dtl_text_free(&object);
	return failed ? dtl_fail_memory(err) : DTL_OK;
}

static dtl_status put_unknown(const dtl_make *m, const dtl_field *f)
{
	dtl_patch_put(m->out, f->name, NULL, "{\"unknown\":true}");
	return DTL_OK;
}

/* ---- The zone of a time without an offset ---- */

/* The key of the event's place: in the patch, else as it shows. */
static void place_of(const dtl_make *m, dtl_text *place)
{
	const char *put = dtl_patch_get(m->out, "place", NULL);
	if (put)
		dtl_slice_words((dtl_slice){ put, strlen(put) }, place);
	else if (m->accept->place)
		dtl_text_add(place, m->accept->place);
}

static dtl_status find_zone(const dtl_make *m, dtl_text *zone, dtl_error *err)
{
	const dtl_accept *a = m->accept;
	dtl_text place = DTL_TEXT_INIT;
	dtl_status status = DTL_OK;
	if (a->tz) {
		dtl_text_add(zone, a->tz);
		return DTL_OK;
	}
	place_of(m, &place);
	if (place.len > 0 && a->zone)
		status = a->zone(a->user, dtl_text_str(&place), zone, err);
	dtl_text_free(&place);
	if (status == DTL_OK && zone->len == 0)
		status = dtl_fail(err, DTL_E_ARGUMENT,
		    "a time needs a zone: give --tz, a place that has one, or the time's offset (Z, +08:00)");
	return status;
}

static dtl_status check_zone(const char *zone, dtl_error *err)
{
	return dtl_zone_known(zone) ? DTL_OK : dtl_words_refuse("is not a known IANA time zone", zone, err);
}

/* ---- Words ---- */

/* The day that a second lies in: "2013-06-04". */
static void print_day(dtl_text *out, int64_t second)
{
	char text[64];
	dtl_time_print(text, sizeof(text), second);
	text[strcspn(text, "T")] = '\0';
	dtl_text_add(out, text);
}

static void note_reading(
    const dtl_make *m, const char *words, const dtl_reading *r, const when *w, bool zoned)
{
	dtl_text line = DTL_TEXT_INIT;
	char brief[DTL_BRIEF];
	if (!m->accept->note || (!r->phrase && !zoned))
		return;
	dtl_text_addf(&line, "'%s'", dtl_brief(brief, words));
	if (r->phrase)
		dtl_text_addf(&line, ", said %s", dtl_text_str(&w->said_on));
	dtl_text_addf(&line, ": %s", r->words);
	if (zoned)
		dtl_text_addf(&line, ", as the time in %s", dtl_text_str(&w->tz));
	dtl_make_note(m, &line);
	dtl_text_free(&line);
}

/* What was held is past; what is rumoured, expected, announced or confirmed is to come. */
static dtl_tense tense_of(const dtl_make *m)
{
	static const char *const to_come[] = { "\"rumoured\"", "\"expected\"", "\"announced\"",
		"\"confirmed\"" };
	const char *status = dtl_patch_get(m->out, "status", NULL);
	if (!status)
		return DTL_TENSE_UNKNOWN;
	if (strcmp(status, "\"held\"") == 0)
		return DTL_TENSE_PAST;
	for (size_t i = 0; i < sizeof(to_come) / sizeof(to_come[0]); i++)
		if (strcmp(status, to_come[i]) == 0)
			return DTL_TENSE_FUTURE;
	return DTL_TENSE_UNKNOWN;
}

/*
 * Read EDTF or a phrase; a time without an offset is read again in its zone.
 * w->tz is the zone that a document gives, or empty.
 */
static dtl_status read_words(
    const dtl_make *m, const char *words, const dtl_date_context *said, when *w, dtl_error *err)
{
	dtl_reading r;
	dtl_date_context ctx = *said;
	if (ctx.tense == DTL_TENSE_UNKNOWN)
		ctx.tense = tense_of(m);
	ctx.zone = w->tz.len > 0 ? dtl_text_str(&w->tz) : NULL;
	const char *wrong = dtl_line_wrong(words);
	if (wrong)
		return dtl_words_refuse(wrong, words, err);
	dtl_status status = dtl_date_read(&r, words, &ctx, err);
	bool zoned = status == DTL_OK && r.date.local;
	if (zoned) {
		status = find_zone(m, &w->tz, err);
		if (status == DTL_OK)
			status = check_zone(dtl_text_str(&w->tz), err);
		ctx.zone = dtl_text_str(&w->tz);
		if (status == DTL_OK)
			status = dtl_date_read(&r, words, &ctx, err);
	}
	if (status != DTL_OK)
		return status;
	w->date = r.date;
	dtl_text_add(&w->edtf, r.edtf);
	if (r.phrase) {
		w->rules = r.rules;
		dtl_text_add(&w->text, words);
		dtl_text_clear(&w->said_on);
		print_day(&w->said_on, ctx.said_on);
	}
	note_reading(m, words, &r, w, zoned);
	return DTL_OK;
}

static dtl_status take_when(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	if (!m->document && strcmp(words, "unknown") == 0)
		return put_unknown(m, f);
	when w = WHEN_INIT;
	dtl_status status = read_words(m, words, &m->accept->dates, &w, err);
	if (status == DTL_OK)
		status = put_when(m, f, &w, err);
	when_free(&w);
	return status;
}

/* ---- Documents ---- */

typedef enum type { STRING, BOOLEAN, WINDOW } type;
typedef enum name {
	EDTF,
	TEXT,
	SAID_ON,
	TZ,
	UNKNOWN,
	LOCAL,
	START,
	END,
	PRECISION,
	APPROXIMATE,
	UNCERTAIN,
	NAMES
} name;

typedef struct spec {
	const char *name;
	type type;
} spec;

static const spec specs[NAMES] = {
	[EDTF] = { "edtf", STRING },
	[TEXT] = { "text", STRING },
	[SAID_ON] = { "said_on", STRING },
	[TZ] = { "tz", STRING },
	[UNKNOWN] = { "unknown", BOOLEAN },
	[LOCAL] = { "local", BOOLEAN },
	[START] = { "start", WINDOW },
	[END] = { "end", WINDOW },
	[PRECISION] = { "precision", STRING },
	[APPROXIMATE] = { "approximate", BOOLEAN },
	[UNCERTAIN] = { "uncertain", BOOLEAN },
};

/* The members of a document's object, NULL where there is none or it is null. */
typedef struct given {
	const cJSON *at[NAMES];
} given;

static const char *text_of(const given *g, name n)
{
	return g->at[n] ? g->at[n]->valuestring : NULL;
}

static bool is_type(const cJSON *value, type t)
{
	if (t == STRING)
		return cJSON_IsString(value);
	if (t == BOOLEAN)
		return cJSON_IsBool(value);
	if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != 2)
		return false;
	const cJSON *bound;
	cJSON_ArrayForEach (bound, value) {
		if (!cJSON_IsString(bound) && !cJSON_IsNull(bound))
			return false;
	}
	return true;
}

static const char *near_name(const char *word)
{
	const char *list[NAMES + 1];
	for (size_t i = 0; i < NAMES; i++)
		list[i] = specs[i].name;
	list[NAMES] = NULL;
	return dtl_word_near(list, word);
}

static dtl_status gather(given *g, const cJSON *object, const dtl_at *at, dtl_error *err)
{
	static const char *const types[] = {
		[STRING] = "a string", [BOOLEAN] = "true or false", [WINDOW] = "[earliest, latest)"
	};
	const cJSON *value;
	memset(g, 0, sizeof(*g));
	cJSON_ArrayForEach (value, object) {
		size_t i = 0;
		while (i < NAMES && strcmp(specs[i].name, value->string) != 0)
			i++;
		if (i == NAMES)
			return dtl_read_unknown(at, value->string, near_name(value->string), err);
		if (cJSON_IsNull(value))
			continue;
		if (!is_type(value, specs[i].type))
			return dtl_at_type(
			    &(dtl_at){ at, specs[i].name, 0 }, types[specs[i].type], value, err);
		g->at[i] = value;
	}
	return DTL_OK;
}

/* A bound as the document has it: RFC 3339, or null for one that is open or unknown. */
static bool bound_is(const cJSON *bound, int64_t have, bool open)
{
	int64_t t;
	if (cJSON_IsNull(bound))
		return open || have == DTL_TIME_MIN || have == DTL_TIME_MAX;
	return dtl_time_parse(&t, bound->valuestring, NULL) == DTL_OK && t == have;
}

static bool window_is(const cJSON *window, int64_t lo, int64_t hi, bool open)
{
	return !window || (bound_is(cJSON_GetArrayItem(window, 0), lo, open) &&
			      bound_is(cJSON_GetArrayItem(window, 1), hi, open));
}

static bool flag_is(const cJSON *flag, bool have)
{
	return !flag || cJSON_IsTrue(flag) == have;
}

/* What is derived must be what follows from `edtf`. */
static dtl_status agree(const given *g, const when *w, const dtl_at *at, dtl_error *err)
{
	const dtl_date *d = &w->date;
	const char *precision = text_of(g, PRECISION);
	const char *wrong = NULL;
	if (!window_is(
		g->at[START], d->bounds.start_lo, d->bounds.start_hi, d->start_open || d->start_unknown))
		wrong = "start";
	else if (!window_is(g->at[END], d->bounds.end_lo, d->bounds.end_hi, d->end_open || d->end_unknown))
		wrong = "end";
	else if (precision && strcmp(precision, dtl_precision_name(d->precision)) != 0)
		wrong = "precision";
	else if (!flag_is(g->at[APPROXIMATE], d->approximate))
		wrong = "approximate";
	else if (!flag_is(g->at[UNCERTAIN], d->uncertain))
		wrong = "uncertain";
	if (!wrong)
		return DTL_OK;
	return dtl_at_fail(
	    &(dtl_at){ at, wrong, 0 }, err, "contradicts the date '%s'", dtl_text_str(&w->edtf));
}

/* Of an unknown date the rest is null or false, and a window has no bounds. */
static bool agrees_with_unknown(const cJSON *value, type t)
{
	if (!value || t == BOOLEAN)
		return !cJSON_IsTrue(value);
	return t == WINDOW && window_is(value, DTL_TIME_MIN, DTL_TIME_MAX, true);
}

static dtl_status read_unknown(
    const dtl_make *m, const dtl_field *f, const given *g, const dtl_at *at, dtl_error *err)
{
	for (size_t i = 0; i < NAMES; i++)
		if (i != UNKNOWN && !agrees_with_unknown(g->at[i], specs[i].type))
			return dtl_at_fail(&(dtl_at){ at, specs[i].name, 0 }, err, "contradicts unknown");
	return put_unknown(m, f);
}

/* The day on which it was said, in its canonical spelling; *second is its first. */
static dtl_status read_day(dtl_text *out, int64_t *second, const char *words, dtl_error *err)
{
	dtl_date d;
	char edtf[DTL_EDTF_MAX + 1];
	dtl_status status = dtl_date_parse(&d, words, NULL, err);
	if (status != DTL_OK)
		return status;
	if (d.kind != DTL_DATE_ONE || d.precision != DTL_PRECISION_DAY || d.has_time || d.approximate ||
	    d.uncertain)
		return dtl_words_refuse("is not a day (YYYY-MM-DD)", words, err);
	status = dtl_date_canonical(edtf, sizeof(edtf), words, err);
	*second = d.bounds.start_lo;
	if (status == DTL_OK)
		dtl_text_add(out, edtf);
	return status;
}

/* EDTF that a document gives, with the words that it stands for as they are. */
static dtl_status read_edtf(const dtl_make *m, const given *g, when *w, dtl_error *err)
{
	char edtf[DTL_EDTF_MAX + 1];
	char words[DTL_WORDS_MAX];
	const char *text = text_of(g, EDTF);
	const char *zone = w->tz.len > 0 ? dtl_text_str(&w->tz) : NULL;
	dtl_status status = dtl_date_parse(&w->date, text, zone, err);
	if (status == DTL_OK)
		status = dtl_date_canonical(edtf, sizeof(edtf), text, err);
	if (status != DTL_OK)
		return status;
	dtl_text_add(&w->edtf, edtf);
	if (text_of(g, TEXT))
		dtl_text_add(&w->text, text_of(g, TEXT));
	if (!w->date.local)
		return DTL_OK;
	if (cJSON_IsTrue(g->at[LOCAL]) && !m->accept->tz) {
		w->local = true;
		return DTL_OK;
	}
	status = find_zone(m, &w->tz, err);
	if (status == DTL_OK)
		status = check_zone(dtl_text_str(&w->tz), err);
	if (status == DTL_OK)
		status = dtl_date_parse(&w->date, edtf, dtl_text_str(&w->tz), err);
	if (status == DTL_OK && m->accept->note) {
		dtl_text line = DTL_TEXT_INIT;
		dtl_date_people(words, sizeof(words), edtf, dtl_text_str(&w->tz), NULL);
		dtl_text_addf(&line, "'%s': %s, as the time in %s", text, words, dtl_text_str(&w->tz));
		dtl_make_note(m, &line);
		dtl_text_free(&line);
	}
	return status;
}

/* Zone, words and the day they were said on: checked, and into `w`. */
static dtl_status read_around(
    const given *g, when *w, dtl_date_context *ctx, const dtl_at *at, dtl_error *err)
{
	dtl_status status = DTL_OK;
	if (text_of(g, TZ)) {
		dtl_text_add(&w->tz, text_of(g, TZ));
		status = dtl_at_blame(&(dtl_at){ at, "tz", 0 }, check_zone(text_of(g, TZ), err), err);
	}
	if (status == DTL_OK && text_of(g, SAID_ON))
		status = dtl_at_blame(&(dtl_at){ at, "said_on", 0 },
		    read_day(&w->said_on, &ctx->said_on, text_of(g, SAID_ON), err), err);
	const char *wrong = text_of(g, TEXT) ? dtl_line_wrong(text_of(g, TEXT)) : NULL;
	if (status == DTL_OK && wrong)
		status = dtl_at_blame(
		    &(dtl_at){ at, "text", 0 }, dtl_words_refuse(wrong, text_of(g, TEXT), err), err);
	return status;
}

static dtl_status read_known(
    const dtl_make *m, const dtl_field *f, const given *g, const dtl_at *at, dtl_error *err)
{
	when w = WHEN_INIT;
	dtl_date_context ctx = m->accept->dates;
	dtl_status status = read_around(g, &w, &ctx, at, err);
	if (status != DTL_OK)
		goto done;
	if (g->at[EDTF])
		status = dtl_at_blame(&(dtl_at){ at, "edtf", 0 }, read_edtf(m, g, &w, err), err);
	else
		status = dtl_at_blame(
		    &(dtl_at){ at, "text", 0 }, read_words(m, text_of(g, TEXT), &ctx, &w, err), err);
	if (status == DTL_OK)
		status = agree(g, &w, at, err);
	if (status == DTL_OK)
		status = put_when(m, f, &w, err);
done:
	when_free(&w);
	return status;
}

static dtl_status read_when(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	given g;
	if (cJSON_IsString(value))
		return dtl_at_blame(at, take_when(m, f, value->valuestring, err), err);
	if (!cJSON_IsObject(value))
		return dtl_at_type(at, "a string or an object", value, err);
	dtl_status status = gather(&g, value, at, err);
	if (status != DTL_OK)
		return status;
	if (cJSON_IsTrue(g.at[UNKNOWN]))
		return read_unknown(m, f, &g, at, err);
	if (g.at[EDTF] || g.at[TEXT])
		return read_known(m, f, &g, at, err);
	for (size_t i = 0; i < NAMES; i++)
		if (g.at[i] && !cJSON_IsFalse(g.at[i]))
			return dtl_at_fail(at, err, "has neither edtf nor text");
	return DTL_OK;
}

/* ---- Checking ---- */

typedef struct checked {
	dtl_text edtf, tz, said_on;
	bool local;
} checked;

static const char *wrong_member(dtl_slice key, dtl_slice value, checked *c)
{
	int64_t rules;
	int64_t second;
	if (dtl_slice_is(key, "edtf"))
		return dtl_slice_words(value, &c->edtf) ? NULL : "has an edtf that is not a string";
	if (dtl_slice_is(key, "tz"))
		return dtl_slice_words(value, &c->tz) && dtl_zone_known(dtl_text_str(&c->tz))
			   ? NULL
			   : "has an unknown tz";
	if (dtl_slice_is(key, "rules"))
		return dtl_json_to_int(value, &rules) && rules > 0 ? NULL
								   : "has rules that are not a version";
	if (dtl_slice_is(key, "local")) {
		c->local = dtl_json_is_true(value);
		return c->local ? NULL : "has a local that is not true";
	}
	bool text = dtl_slice_is(key, "text");
	if (!text && !dtl_slice_is(key, "said_on"))
		return "has a member that is none of a date's";
	dtl_text words = DTL_TEXT_INIT;
	bool right = dtl_slice_words(value, &words) && !dtl_line_wrong(dtl_text_str(&words));
	if (right && !text)
		right = read_day(&c->said_on, &second, dtl_text_str(&words), NULL) == DTL_OK;
	dtl_text_free(&words);
	if (right)
		return NULL;
	return text ? "has a text that is not words" : "has a said_on that is not a day";
}

static const char *wrong_date(const checked *c)
{
	dtl_date date;
	if (c->edtf.len == 0)
		return "has no edtf";
	if (dtl_date_parse(
		&date, dtl_text_str(&c->edtf), c->tz.len > 0 ? dtl_text_str(&c->tz) : NULL, NULL) != DTL_OK)
		return "has an edtf that is no EDTF date";
	if (date.local != c->local)
		return date.local ? "has a time without an offset or tz"
				  : "is local and has no time of nobody's zone";
	return NULL;
}

static const char *wrong_when(const dtl_field *f, const char *unused, dtl_slice value)
{
	(void)f;
	(void)unused;
	if (dtl_slice_is(value, "{\"unknown\":true}"))
		return NULL;
	if (!dtl_json_is_object(value))
		return "is not an object";
	checked c = { DTL_TEXT_INIT, DTL_TEXT_INIT, DTL_TEXT_INIT, false };
	const char *wrong = NULL;
	dtl_slice key;
	dtl_slice member_value;
	dtl_json_walk w = dtl_json_open(value);
	while (!wrong && dtl_json_next(&w, &key, &member_value))
		wrong = wrong_member(key, member_value, &c);
	if (!wrong)
		wrong = wrong_date(&c);
	dtl_text_free(&c.edtf);
	dtl_text_free(&c.tz);
	dtl_text_free(&c.said_on);
	return wrong;
}

const dtl_form dtl_form_when = { .take = take_when, .read = read_when, .wrong = wrong_when };
