/*
 * Formats: each is one file and one row of core/formats/formats.def. An exporter
 * is handed things and writes text; an importer reads text and hands entries
 * out. Neither knows that a database exists.
 */
#ifndef DATELINE_FORMAT_H
#define DATELINE_FORMAT_H

#include <dateline/event.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

struct cJSON;

/* Something of a format that may be set: on the command line "--NAME VALUE", or "--NAME" alone. */
typedef struct dtl_format_option {
	const char *name;         /* required; the same in several formats means the same */
	const char *argument;     /* what its value is: "DIR"; NULL: it has none */
	const char *const *words; /* the values that it may have, ended by NULL; NULL: any */
	const char *help;         /* required: one line, no full stop */
} dtl_format_option;

typedef struct dtl_setting {
	const char *name;
	const char *value; /* NULL: of an option without one */
} dtl_setting;

/* Told of the first event of a document, before it begins: where it goes. NULL: there are no events at all. */
typedef dtl_status (*dtl_part_fn)(void *user, const dtl_event *first, FILE **out, dtl_error *err);

typedef struct dtl_export_options {
	int64_t today;               /* the day that was asked for; set by dtl_export() */
	const char *as_of;           /* as the document says it (RFC 3339), or NULL */
	const char *name;            /* of the calendar or page, or NULL */
	bool definitions;            /* whether sources, places … come before the events */
	bool derived;                /* add what depends on today or on the question: state, certainty */
	bool windowed;               /* with derived: a window was asked, so certainty means something */
	bool pretty;                 /* for people: indented, one event a paragraph */
	const dtl_setting *settings; /* checked by dtl_exporter_check() */
	size_t setting_count;
	int64_t split;    /* documents of so many events each, each where `part` says; 0: one, in `out` */
	dtl_part_fn part; /* required with split */
	void *part_user;
	/* Told at the end, by dtl_export(), how many events the exporter left out, if any, and why; may be NULL. */
	void (*left_out)(void *user, int64_t count, const char *why);
	void *left_out_user;
} dtl_export_options;

typedef struct dtl_exporter {
	const char *name;    /* required: what --format takes */
	const char *summary; /* required: one line, no full stop */
	const char *suffix;  /* of file names, without the dot, or NULL */
	bool revisions; /* it wants dtl_event.revision and recorded_*, which cost a look into the ledger */
	bool
	    occurrences; /* of events that recur it wants each time in the window asked for, or the next one */
	bool previous;   /* it wants dtl_event.previous, which costs a look into the ledger */
	bool
	    keys; /* with definitions it writes keys and not IDs as they are shown, which cost a look for namesakes */
	bool recurs; /* it writes rules: of events that recur it is handed the whole, not each time */
	const dtl_format_option *options; /* ended by a row without a name; NULL: nothing can be set */
	size_t state_size;                /* zeroed bytes of private state, handed to every call */
	bool
	    parts; /* it has an option that makes several documents of one: begin() may come again after end() */
	dtl_status (*begin)(void *state, FILE *out, const dtl_export_options *options, dtl_error *err);
	/*
	 * Sources, places, topics, series, actors (only with options->definitions;
	 * all of one kind together, in that order), then events. NULL: a format
	 * without definitions.
	 */
	dtl_status (*define)(void *state, FILE *out, const dtl_thing *thing, dtl_error *err);
	dtl_status (*event)(void *state, FILE *out, const dtl_event *event, dtl_error *err);
	/* Would it write this event? If not, it counts it among those left out, and is not handed it. NULL: all. */
	bool (*takes)(void *state, const dtl_export_options *options, const dtl_event *event);
	dtl_status (*end)(void *state, FILE *out, dtl_error *err);
	void (*release)(void *state); /* frees what the state holds, also after a failure; NULL: nothing */
	/* How many events it had to leave out, and why (one line), or 0. NULL: never any. */
	int64_t (*left_out)(const void *state, const char **why);
} dtl_exporter;

/*
 * A name that a document mentions without defining it, as calendars do: it
 * counts where it resolves or is made (--new), else it is left out.
 */
typedef struct dtl_mention {
	const char
	    *field; /* of the event: "place", "actors", "topics", "sources", "series", "parent", "links" */
	const char *name;         /* required */
	const char *other;        /* another name for it, tried if that does not resolve, or NULL */
	const char *subkind;      /* of an actor that is made: person, group …, or NULL */
	const char *role;         /* of an actor; of a link its rel */
	const char *behalf;       /* for whom, or NULL */
	int64_t edition;          /* of a series; 0: none */
	bool sure;                /* the key counts as it stands */
	const char *const *lines; /* what need not stay among the lines of doc's extra.ics if it counts */
	size_t line_count;
} dtl_mention;

/* What an importer hands out: one thing that a document says. */
typedef struct dtl_entry {
	dtl_kind kind;
	const char *id;  /* a key, shown ID or name as the document has it; NULL: made from the content */
	const char *uid; /* iCalendar's UID, or NULL */
	const struct cJSON *
	    doc; /* an object in the shape of dateline/1 (see dateline-1.schema.json); whoever is told of it may take what is in it */
	const char *source; /* the ID of the report that says it, or NULL */
	const char *known;  /* RFC 3339 or a day: since when it has been known; NULL: see dtl_evidence */
	const char *path;   /* where in the document: "events[3]"; NULL when lines say it better */
	long line;          /* where it begins, from 1 */
	bool
	    excerpt; /* the document is cut out of a timeline: events that it names may have been left there */
	bool reporter; /* the source of the document itself: if it is refused, so is the document */
	bool snapshot; /* all that this origin says of the thing now: what it no longer says is withdrawn */
	bool stamped;  /* `known` is a stamp that a program set: one that is to come counts as now */
	bool own;      /* an event of ours that comes back: only what differs from what shows is said */
	const dtl_mention *mentions;
	size_t mention_count;
	const struct cJSON *
	    fallback; /* what it also says, in the shape of `doc`, where nothing is known of the thing yet; or NULL */
	const char
	    *text; /* the entry as it stands in the file, for a file of refused ones; NULL: doc as JSON */
	const dtl_error *error; /* who read it refuses it, and this is why; doc is NULL */
	const char *
	    note; /* lines to be told, parted by newlines; an entry with neither doc nor error is no more than that */
} dtl_entry;

/*
 * What the calendar that an event came from said in a property of that name
 * ("LOCATION"), on one line; like snprintf(). Empty: it said nothing, or the
 * event came from elsewhere.
 */
DTL_PUBLIC size_t dtl_event_property(char *buf, size_t size, const dtl_event *event, const char *name);

/* The entry's document as one line of JSON, without a newline: malloc'd, the caller frees it; NULL without memory. */
DTL_PUBLIC char *dtl_entry_print(const dtl_entry *entry);

/* Called for each entry. DTL_E_REJECTED: refused, go on; anything else but DTL_OK: stop and return it. */
typedef dtl_status (*dtl_entry_fn)(void *user, const dtl_entry *entry, dtl_error *err);

typedef struct dtl_import_options {
	const dtl_setting *settings; /* checked by dtl_importer_check() */
	size_t setting_count;
} dtl_import_options;

typedef struct dtl_importer {
	const char *name;    /* required */
	const char *summary; /* required */
	const char *lane;    /* what the ledger calls its origin: json, ics … */
	/* Does text that begins like this look like the format? `len` is at most 4096. */
	bool (*sniff)(const char *head, size_t len);
	/*
	 * Read all of `in`; errors in the text are DTL_E_PARSE with the line. An import
	 * calls this in a thread of its own, and is told of entries later: what is
	 * handed out is copied, and `each` tells only whether to go on.
	 */
	dtl_status (*read)(
	    FILE *in, const dtl_import_options *options, dtl_entry_fn each, void *user, dtl_error *err);
	const dtl_format_option *options; /* ended by a row without a name; NULL: nothing can be set */
	/* What stands before and behind the texts of entries in a file of refused ones; NULL: that is lines of JSON. */
	const char *reject_head, *reject_tail;
} dtl_importer;

/* The table, in its order; NULL behind the last and for an unknown name. */
DTL_PUBLIC const dtl_exporter *dtl_exporter_at(size_t index);
DTL_PUBLIC const dtl_exporter *dtl_exporter_find(const char *name);
/* DTL_E_ARGUMENT: a setting that the format does not have, or a value that it may not have. */
DTL_PUBLIC dtl_status dtl_exporter_check(
    const dtl_exporter *exporter, const dtl_setting *settings, size_t count, dtl_error *err);
DTL_PUBLIC dtl_status dtl_importer_check(
    const dtl_importer *importer, const dtl_setting *settings, size_t count, dtl_error *err);
/* The value that is set, "" for an option without one; NULL: it is not set. */
DTL_PUBLIC const char *dtl_export_setting(const dtl_export_options *options, const char *name);
DTL_PUBLIC const char *dtl_import_setting(const dtl_import_options *options, const char *name);
DTL_PUBLIC const dtl_importer *dtl_importer_at(size_t index);
DTL_PUBLIC const dtl_importer *dtl_importer_find(const char *name);
/* The importer whose format the text looks like, or NULL. */
DTL_PUBLIC const dtl_importer *dtl_importer_sniff(const char *head, size_t len);

#ifdef __cplusplus
}
#endif
#endif
