#include "events.h"
#include "said.h"
#include "table.h"
#include "term.h"
#include "voices.h"
#include "words.h"
#include <dateline/history.h>
#include <string.h>

static const table_column columns[] = { { "FIELD", 0, 0 }, { "SAYS", 16, 0 }, { "", 6, 0 },
	{ "SOURCE", 14, 1 }, { "KNOWN", 0, 2 }, { "IN WHOSE WORDS", 16, 3 } };
enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

typedef struct listing {
	program *app;
	dtl_kind kind;
	table *table;
	str field, says;  /* of the row above */
	str about;        /* the field and member of the row above */
	bool seen;        /* what shows of them has been listed, the newest word comes first */
	int64_t shown_at; /* since when it has been known */
	voices voices;
} listing;

/* That things are one is in no row of theirs: it shows in that there is one row. The newest word on it counts. */
static bool joins(const dtl_word *word)
{
	return strcmp(word->field, "same_as") == 0 && strcmp(word->value, "null") != 0 &&
	       word->rank != DTL_RANK_DEPRECATED;
}

/* How a word stands to what is shown. */
static const char *standing(const listing *l, const dtl_word *word, bool shown)
{
	if (word->rank == DTL_RANK_DEPRECATED)
		return "deprecated";
	if (shown)
		return word->rank == DTL_RANK_PREFERRED ? "shown, preferred" : "shown";
	if (word->agrees)
		return "agrees";
	if (voices_contradicts(&l->voices, word))
		return "disputed";
	if (!l->seen && strcmp(word->value, "null") == 0)
		return "unset";
	if (!l->seen) /* newer than what shows: a date that says less does not unsay it */
		return strcmp(word->field, "when") == 0 ? "vaguer" : "differs";
	return word->known_at < l->shown_at ? "earlier" : "differs";
}

/* A cell that says the same as the one above it stays empty. */
static void cell_once(listing *l, str *above, const char *text, bool begins, const char *style)
{
	bool same = !begins && strcmp(text, str_get(above)) == 0;
	table_cell(l->table, same ? "" : text, style);
	str_clear(above);
	str_add(above, text);
}

/* Does the word begin a new field or member? */
static bool turn_to(listing *l, const dtl_word *word)
{
	str about = STR_INIT;
	str_addf(&about, "%s %s", word->field, word->member ? word->member : "");
	bool begins = strcmp(str_get(&about), str_get(&l->about)) != 0;
	if (begins)
		l->seen = false;
	str_free(&l->about);
	l->about = about;
	return begins;
}

static void add_value_cell(listing *l, const dtl_word *word, bool begins)
{
	str cell = STR_INIT;
	said_add(&cell, l->app, l->kind, word);
	cell_once(l, &l->says, str_get(&cell), begins, "");
	str_free(&cell);
}

static dtl_status each(void *user, const dtl_word *word, dtl_error *err)
{
	listing *l = user;
	str cell = STR_INIT;
	(void)err;
	bool begins = turn_to(l, word);
	bool shown = word->shown || (begins && joins(word));
	if (shown) {
		l->seen = true;
		l->shown_at = word->known_at;
	}
	cell_once(l, &l->field, word->field, false, paint_bold(l->app));
	add_value_cell(l, word, begins);
	str_add(&cell, standing(l, word, shown));
	if (word->shown)
		voices_count(&cell, &l->voices, word);
	table_cell(l->table, str_get(&cell), shown ? "" : paint_dim(l->app));
	table_cell(l->table,
	    word->source                      ? word->source
	    : strcmp(word->lane, "hand") == 0 ? "(by hand)"
					      : word->lane,
	    "");
	str_clear(&cell);
	words_day(&cell, word->known_at);
	table_cell(l->table, str_get(&cell), "");
	str_clear(&cell);
	said_add_evidence(&cell, l->app, word);
	table_cell(l->table, str_get(&cell), "");
	str_free(&cell);
	return DTL_OK;
}

dtl_status claims_show(program *app, dtl_kind kind, const char *id, dtl_error *err)
{
	listing l = { .app = app, .kind = kind, .field = STR_INIT };
	dtl_status status = voices_read(&l.voices, app, kind, id, err);
	if (status == DTL_OK)
		status = table_open(&l.table, app, columns, COLUMNS, err);
	if (status == DTL_OK)
		status =
		    dtl_words(app->db, kind, id, app->has_as_of ? app->as_of : DTL_TIME_MAX, each, &l, err);
	dtl_status closed = table_close(l.table, status == DTL_OK ? err : &(dtl_error){ 0 });
	str_free(&l.field);
	str_free(&l.says);
	str_free(&l.about);
	voices_free(&l.voices);
	return status == DTL_OK ? closed : status;
}
