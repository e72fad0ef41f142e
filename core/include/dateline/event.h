/*
 * What a timeline holds, as it is read: events and the things that they mention.
 * These structs own nothing: their strings belong to the cursor (or exporter
 * call) that filled them and last until its next step. No string is empty: what
 * is not known is NULL.
 */
#ifndef DATELINE_EVENT_H
#define DATELINE_EVENT_H

#include <dateline/date.h>
#include <dateline/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The kinds of things that claims are about. */
typedef enum dtl_kind {
	DTL_EVENT,
	DTL_ACTOR,
	DTL_SERIES,
	DTL_PLACE,
	DTL_SOURCE,
	DTL_TOPIC,
	DTL_CHANGESET, /* acts: undoing a changeset */
	DTL_CLAIM,     /* acts: the rank of a claim */
} dtl_kind;
#define DTL_KINDS 6 /* those that are things in the world */

/* "event", "actor" …; never NULL. */
DTL_PUBLIC const char *dtl_kind_name(dtl_kind kind);
/* "events", "actors" …, as in a document; never NULL. */
DTL_PUBLIC const char *dtl_kind_plural(dtl_kind kind);

/* Where an event stands on a given day: its status, or what follows from its date. */
typedef enum dtl_state {
	DTL_STATE_UPCOMING,
	DTL_STATE_UNDER_WAY,
	DTL_STATE_OVER,    /* held, or past and nobody ever gave a status */
	DTL_STATE_OVERDUE, /* rumoured to confirmed, its window past, nobody has said that it was held */
	DTL_STATE_LAPSED,  /* overdue for more than a year */
	DTL_STATE_POSTPONED,
	DTL_STATE_CANCELLED,
	DTL_STATE_PROJECTED, /* expected from a series' cadence; no source yet */
} dtl_state;

DTL_PUBLIC const char *dtl_state_name(dtl_state state); /* "under-way" …; never NULL */

typedef struct dtl_place {
	const char *id; /* required */
	const char *name;
	const char *country; /* ISO 3166-1 alpha-2 */
	bool has_geo;
	double lat, lon;    /* degrees, WGS 84; only with has_geo */
	const char *tz;     /* IANA */
	const char *parent; /* a place's ID */
	const char *const *aliases;
	size_t alias_count;
	const char *extra; /* a JSON object */
} dtl_place;

/* Somebody's part in an event. */
typedef struct dtl_part {
	const char *id;     /* the actor's ID; required */
	const char *name;   /* as now known */
	const char *kind;   /* state, igo, org, person, office, group */
	const char *role;   /* required */
	const char *title;  /* the office or offices held on the event's day: "President of China" */
	const char *behalf; /* the ID of the actor for whom */
	const char *behalf_name;
	const char *
	    holder; /* of an office: the ID of the one who holds it on the event's day, if that is certain to be one */
	const char *holders; /* the name of whoever does or, where the day leaves it open, may: "A or B" */
} dtl_part;

typedef struct dtl_link {
	const char *rel; /* part-of, sideline-of, follows, prepares, agreed-at, responds-to, replaces */
	const char *id;  /* an event's key */
} dtl_link;

#define DTL_MARK_ON  "\x02"
#define DTL_MARK_OFF "\x03"

typedef struct dtl_event {
	const char *id;  /* as shown: a slug, with "~…" while another event shows the same */
	const char *key; /* what the ledger calls it; never changes */
	const char *uid; /* of iCalendar */
	const char *title;
	const char *type, *level, *status;
	const char *edtf; /* NULL: there is no date, and `date` means nothing */
	bool unknown; /* the date is said to be unknown (postponed): without edtf; false: nobody gave one */
	dtl_date date;
	const char *text;       /* the words in which a source gave the date */
	const char *said_on;    /* the day on which it said them, YYYY-MM-DD */
	const char *tz;         /* the zone of a time without offset */
	const dtl_place *place; /* a place without a name is a bare ID */
	const dtl_part *actors;
	size_t actor_count;
	const char *const *topics; /* IDs */
	size_t topic_count;
	const char *series; /* ID */
	int64_t edition;    /* 0: none */
	const char *parent; /* an event's key */
	const dtl_link *links;
	size_t link_count;
	const char *url, *description;
	const char *const *sources; /* IDs, those who said anything of it that counts */
	size_t source_count;
	int64_t known_from; /* since when it has been known like this */
	const char
	    *recurrence; /* of one that recurs: its rules, a JSON object (dateline-1.schema.json), or NULL */
	const char *instances; /* those that differ from it: a JSON object by RECURRENCE-ID, or NULL */
	const char *
	    occurrence; /* the event stands for one time that it takes place: when it would by its rule; NULL: for all */
	const char *extra; /* a JSON object */
	int64_t
	    revision; /* how many claims and acts on them the ledger holds: only grows; 0 unless asked for */
	int64_t recorded_first, recorded_last; /* when the first and the last of them were recorded */
	const char *
	    previous; /* the date that it had before the one that it has, EDTF; NULL: none, or not asked for */
	const char
	    *snippet;    /* where words were searched and the title does not hold them all: the passage of the
				description, or of a quote, that holds some, each between DTL_MARK_ON and
				DTL_MARK_OFF; NULL: not asked for, or there is none */
	dtl_state state; /* on the day asked for */
	bool certain;    /* with a window: it matches for certain, not just possibly */
} dtl_event;

typedef struct dtl_code {
	const char *system; /* iso2, iso3, cameo, wikidata … */
	const char *code;
} dtl_code;

typedef struct dtl_affiliation {
	const char *rel;       /* holds, part-of, member-of */
	const char *of;        /* an actor's ID */
	const char *from, *to; /* EDTF; NULL is not known */
} dtl_affiliation;

typedef struct dtl_actor {
	const char *id; /* required */
	const char *kind;
	const char *name;
	const char *const *aliases;
	size_t alias_count;
	const dtl_code *codes;
	size_t code_count;
	const dtl_affiliation *affiliations;
	size_t affiliation_count;
	const char *extra;
} dtl_actor;

typedef struct dtl_series {
	const char *id; /* required */
	const char *name;
	const char *cadence; /* an RFC 5545 RRULE value; FREQ and BYMONTH alone mean some day of the month */
	const char *place;   /* ID */
	const char *organiser; /* an actor's ID */
	const char *const *aliases;
	size_t alias_count;
	const char *extra;
} dtl_series;

typedef struct dtl_source {
	const char *id; /* required */
	const char *publisher, *title, *author, *url;
	const char *published; /* EDTF */
	const char *language;  /* BCP 47 */
	const char *extra;
} dtl_source;

typedef struct dtl_topic {
	const char *id; /* required */
	const char *label;
	const char *parent; /* ID */
	const char *const *aliases;
	size_t alias_count;
	const char *extra;
} dtl_topic;

/* One of them. */
typedef struct dtl_thing {
	dtl_kind kind;
	union {
		const dtl_event *event;
		const dtl_actor *actor;
		const dtl_series *series;
		const dtl_place *place;
		const dtl_source *source;
		const dtl_topic *topic;
	} as;
} dtl_thing;

#ifdef __cplusplus
}
#endif
#endif
