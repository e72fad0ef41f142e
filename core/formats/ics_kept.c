/* Reading back what a calendar said of an event, for people. */
#include "formats/ics_raw.h"
#include <dateline/format.h>
#include <stdio.h>
#include <string.h>

/* The first line of that name which is no sub-component's. */
static bool find(dtl_text *out, dtl_slice lines, const char *name)
{
	dtl_slice key, value;
	dtl_text line = DTL_TEXT_INIT;
	int depth = 0;
	bool found = false;
	dtl_json_walk w = dtl_json_open(lines);
	while (!found && dtl_json_next(&w, &key, &value)) {
		dtl_ics_prop p;
		dtl_text_clear(&line);
		dtl_json_unescape(value, &line);
		if (!dtl_ics_prop_cut(&p, (dtl_slice){ dtl_text_str(&line), line.len }))
			continue;
		depth += dtl_ics_prop_is(&p, "BEGIN") - dtl_ics_prop_is(&p, "END");
		found = depth == 0 && dtl_ics_prop_is(&p, name);
		if (found)
			dtl_ics_unescape_line(out, p.value);
	}
	dtl_text_free(&line);
	return found;
}

size_t dtl_event_property(char *buf, size_t size, const dtl_event *event, const char *name)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_slice extra = { event->extra, event->extra ? strlen(event->extra) : 0 }, ics, lines;
	if (extra.len && dtl_json_get(extra, "ics", &ics) && dtl_json_get(ics, "lines", &lines))
		find(&text, lines, name);
	size_t len = text.len;
	snprintf(buf, size, "%s", dtl_text_str(&text));
	dtl_text_free(&text);
	return len;
}
