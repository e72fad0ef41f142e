/*
 * The fields of the six kinds: one table that says what each is called, what
 * its values look like in the ledger, how it is written in a document and on
 * the command line, and how a value is checked.
 */
#ifndef DTL_MODEL_FIELDS_H
#define DTL_MODEL_FIELDS_H

#include "base/json.h"
#include "ledger/patch.h"
#include <dateline/edit.h>
#include <dateline/event.h>

/*
 * The values of registers, in the ledger:
 *
 * event    title, type, level, status, url, description   strings
 *          when         {"edtf", "rules"?, "said_on"?, "text"?, "tz"?} or {"unknown":true}
 *          place        a place's key       parent   an event's key
 *          series       {"edition"?: integer, "id"?: a series' key}
 *          actors       member KEY:ROLE, value true or {"for": an actor's key}
 *          topics       member KEY, value true       sources  the same
 *          links        member REL:KEY, value true
 *          recurrence   an object, instances members by RECURRENCE-ID: see dates/recurrence.h
 *          extra        an object
 * actor    kind, name   strings
 *          aliases      member: the alias, value true (also of place, series, topic)
 *          codes        member: the system, value: the code
 *          affiliations member REL:KEY, or REL:KEY#2 for a second term; value true or {"from"?, "to"?} (EDTF)
 *          extra
 * series   name, cadence strings; place, organiser keys; aliases, extra
 * place    name, country, tz strings; geo {"lat","lon"}; parent a key; aliases, extra
 * source   publisher, title, author, url, published (EDTF), language strings; extra
 * topic    label string; parent a key; aliases, extra
 * all      same_as: a key of the same kind
 */
struct cJSON;

/* What else is said of a thing that has to be made of its name. */
typedef struct dtl_maker {
	const char *subkind; /* what kind of actor it is ("office" for what is held), or NULL */
	const struct cJSON
	    *doc; /* an object of a document that says its `id` and perhaps its name, or NULL */
} dtl_maker;

/*
 * What turns names into keys and words into dates while a patch is made. The
 * write call fills it; a test supplies one of its own.
 */
typedef struct dtl_accept {
	void *user;
	/*
	 * The key of what `text` names, appended to `key` (which is empty).
	 * `maker`: what it would be if it had to be made, or NULL.
	 * DTL_E_NOTFOUND (with the nearest names), DTL_E_AMBIGUOUS.
	 */
	dtl_status (*resolve)(void *user, dtl_kind kind, const dtl_maker *maker, const char *text,
	    dtl_text *key, dtl_error *err);
	/*
	 * The same, but nothing is ever made of a text that names nothing, and
	 * DTL_E_NOTFOUND comes cheaply and without a text: is "china:host" a name,
	 * before it is cut at its colon? NULL is allowed: it is cut at once,
	 * and what is taken away is looked for with resolve().
	 */
	dtl_status (*find)(void *user, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err);
	/* The IANA zone of a place's key, appended to `zone`; nothing when it has none. NULL is allowed. */
	dtl_status (*zone)(void *user, const char *place, dtl_text *zone, dtl_error *err);
	/* One line about what was interpreted ("'late this week', said 2013-06-04: 6–9 Jun 2013, some day"). NULL is allowed. */
	void (*note)(void *user, const char *line);
	dtl_date_context dates; /* the day on which phrases were said */
	const char *tz;         /* the zone of times without one, or NULL: the event's place's */
	const char *
	    place; /* the key of the place that the event now shows, or NULL; one in the patch goes before it */
} dtl_accept;

/*
 * Turn a thing in the shape of a dateline/1 document into a patch: every member
 * is checked, names are resolved, `null` says nothing. Derived members (start,
 * end, precision, state, certainty, an actor's name and title in an event …)
 * are ignored, but refused where they contradict. `id`, `uid`, `known_from`
 * and the evidence (said_by, locator, quote, rank) are not part of the patch.
 *
 * DTL_E_ARGUMENT  a member is unknown (the nearest is named) or its value is
 *                 not of its form; the text begins with the member's path
 *                 ("actors[0].role: …")
 */
dtl_status dtl_fields_accept(
    dtl_patch *out, dtl_kind kind, const struct cJSON *doc, const dtl_accept *accept, dtl_error *err);

/*
 * One option of the command line ("with", "china:host") into a patch; a field's
 * own name ("actors", "place") and the option that takes away ("without") serve
 * as well. `away`: take that member away (DTL_E_NOTFOUND when it is not there),
 * or (value NULL) say null of whatever the field says. `shown` is the register's
 * present value in canonical JSON, or NULL: of a set, an object of what it
 * shows by member ({"china:host":true}). Get its field from dtl_field_register().
 *
 * What `shown` is for, besides taking away:
 * - `series` and `edition` share a register, as do `lat` and `lon`: setting one
 *   half keeps the other. Another series does not keep the edition shown.
 * - `holds OFFICE[:FROM[:TO]]` (and part-of, member-of) speaks of the term that
 *   began FROM, or without FROM of the last one, and keeps what it does not
 *   mention; a last term without a known beginning takes FROM as its own.
 *   Another FROM is another term: REL:KEY#2, #3 …
 *
 * Give options of which dtl_field_waits() last: `when` needs to know the place.
 *
 * DTL_E_ARGUMENT  no such option, or the value is not of its form; the text
 *                 begins with the option's name
 */
dtl_status dtl_fields_option(dtl_patch *out, dtl_kind kind, const char *name, const char *value, bool away,
    const char *shown, const dtl_accept *accept, dtl_error *err);

/* The register's field that an option writes ("with" → "actors"), or NULL when there is no such option. */
const char *dtl_field_register(dtl_kind kind, const char *option);
bool dtl_field_waits(dtl_kind kind, const char *option);

/* When all options are given: is what has two halves whole ("lat: needs lon beside it")? dtl_fields_accept() asks itself. */
dtl_status dtl_fields_whole(const dtl_patch *patch, dtl_kind kind, dtl_error *err);

/*
 * Is a register's value what its field allows? Total: any canonical JSON may
 * be asked. *why (may be NULL) is one line, static, when it is not. The value
 * null is always allowed and means nothing. Names are not resolved here.
 */
bool dtl_field_valid(dtl_kind kind, dtl_slice field, dtl_slice member, dtl_slice value, const char **why);

/*
 * Is this text that may be kept: UTF-8, at most 1 MiB, not blank, without
 * control characters (but newlines and tabs where it has `lines`)? NULL, or
 * what is wrong with it: "has a control character". For quotes and messages.
 */
const char *dtl_words_wrong(const char *s, size_t len, bool lines);

/* The vocabularies, NULL-terminated. */
extern const char *const dtl_event_types[]; /* open: others are allowed if they are slugs */
extern const char *const dtl_event_levels[];
extern const char *const dtl_event_statuses[];
extern const char *const dtl_event_roles[];
extern const char *const dtl_event_rels[];
extern const char *const dtl_actor_kinds[];
extern const char *const dtl_actor_rels[];

#endif
