#include "names.h"
#include "ask.h"
#include <string.h>

static const char *name_of(const dtl_thing *thing)
{
	switch (thing->kind) {
	case DTL_EVENT: return thing->as.event->title;
	case DTL_ACTOR: return thing->as.actor->name;
	case DTL_SERIES: return thing->as.series->name;
	case DTL_PLACE: return thing->as.place->name;
	case DTL_SOURCE: return thing->as.source->title;
	case DTL_TOPIC: return thing->as.topic->label;
	case DTL_CHANGESET:
	case DTL_CLAIM: return NULL;
	}
	return NULL;
}

/* A name is a courtesy: where it cannot be found, for whatever reason, the ID does. */
static bool find(dtl_cursor **cursor, dtl_thing *out, program *app, dtl_kind kind, const char *id)
{
	dtl_error ignored;
	*out = (dtl_thing){ .kind = kind };
	if (kind != DTL_EVENT)
		return dtl_find_things(cursor, app->db, kind, id, NULL, &ignored) == DTL_OK &&
		       dtl_cursor_thing(*cursor, out, &ignored) == DTL_OK;
	dtl_ask ask = ask_start(app);
	ask.only = id;
	return dtl_find_events(cursor, app->db, &ask, &ignored) == DTL_OK &&
	       dtl_cursor_event(*cursor, &out->as.event, &ignored) == DTL_OK;
}

static void add(str *out, program *app, dtl_kind kind, const char *id, bool with_id)
{
	dtl_cursor *cursor = NULL;
	dtl_thing thing;
	bool found = find(&cursor, &thing, app, kind, id);
	const char *name = found ? name_of(&thing) : NULL;
	const char *shown = found && kind == DTL_EVENT ? thing.as.event->id : id;
	str_add(out, name ? name : shown);
	if (with_id && name)
		str_addf(out, " (%s)", shown);
	dtl_cursor_close(cursor);
}

void name_add(str *out, program *app, dtl_kind kind, const char *id)
{
	add(out, app, kind, id, false);
}

void name_add_with_id(str *out, program *app, dtl_kind kind, const char *id)
{
	add(out, app, kind, id, true);
}

/* 1st, 2nd, 3rd, 4th … 11th, 12th, 13th … 21st */
static const char *ordinal(int64_t n)
{
	static const char *const endings[] = { "th", "st", "nd", "rd" };
	bool teen = n / 10 % 10 == 1;
	return !teen && n % 10 < 4 ? endings[n % 10] : "th";
}

void name_add_edition(str *out, program *app, const char *series, int64_t edition)
{
	if (edition > 0)
		str_addf(out, "%lld%s %s", (long long)edition, ordinal(edition), series ? "" : "edition");
	if (series)
		name_add_with_id(out, app, DTL_SERIES, series);
}
