#include "formats/gather.h"
#include "base/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 40, LANES_MOST = 1000 };

static dtl_status read_lanes(dtl_gathering *g, const char *text, dtl_error *err)
{
	char *end;
	long lanes = text ? strtol(text, &end, 10) : LANES;
	if (text && (*end || end == text || lanes < 1 || lanes > LANES_MOST))
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "'--lanes' takes a number from 1 to %d: '%s'", LANES_MOST, text);
	g->picture.lane_limit = (size_t)lanes;
	return DTL_OK;
}

dtl_status dtl_gathering_begin(dtl_gathering *g, const dtl_export_options *options, dtl_error *err)
{
	const char *title = dtl_export_setting(options, "title");
	g->today = options->today;
	g->picture.by = dtl_group_by_setting(options, DTL_GROUP_TYPE);
	g->picture.today = options->today;
	dtl_text_add(&g->title, title ? title : options->name ? options->name : "Timeline");
	dtl_text_add(&g->as_of, options->as_of ? options->as_of : "");
	return read_lanes(g, dtl_export_setting(options, "lanes"), err);
}

/* "as known on 4 Jun 2013 · 14 events" */
static void add_caption(dtl_gathering *g)
{
	char day[32], words[64];
	const dtl_picture *p = &g->picture;
	dtl_time_print(day, sizeof(day), g->today);
	if (g->as_of.len > 0)
		snprintf(day, sizeof(day), "%s", dtl_text_str(&g->as_of));
	char *t = strchr(day, 'T');
	if (t)
		*t = '\0';
	dtl_date_people(words, sizeof(words), day, NULL, NULL);
	dtl_text_addf(&g->caption, "%s %s · %zu event%s", g->as_of.len > 0 ? "as known on" : "as of", words,
	    p->events, p->events == 1 ? "" : "s");
	if (p->undated > 0)
		dtl_text_addf(&g->caption, ", %lld without a date left out", (long long)p->undated);
}

dtl_status dtl_gathering_end(dtl_gathering *g, dtl_error *err)
{
	add_caption(g);
	g->picture.title = dtl_text_str(&g->title);
	g->picture.caption = dtl_text_str(&g->caption);
	if (dtl_text_failed(&g->title) || dtl_text_failed(&g->caption) || dtl_labels_failed(&g->labels))
		return dtl_fail_memory(err);
	return dtl_picture_layout(&g->picture, err);
}

void dtl_gathering_free(dtl_gathering *g)
{
	dtl_picture_free(&g->picture);
	dtl_labels_free(&g->labels);
	dtl_text_free(&g->title);
	dtl_text_free(&g->caption);
	dtl_text_free(&g->as_of);
}
