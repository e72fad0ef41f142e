#include "fields_world.h"
#include "base/error.h"
#include <string.h>

static const struct name {
	dtl_kind kind;
	const char *name, *key;
} names[] = {
	{ DTL_ACTOR, "china", "china" },
	{ DTL_ACTOR, "China", "china" },
	{ DTL_ACTOR, "CN", "china" },
	{ DTL_ACTOR, "us", "us" },
	{ DTL_ACTOR, "United States", "us" },
	{ DTL_ACTOR, "a:host", "a-b-host" },
	{ DTL_ACTOR, "xi-jinping", "xi-jinping" },
	{ DTL_ACTOR, "president", "president" },
	{ DTL_ACTOR, "vice:2013", "vice" },
	{ DTL_PLACE, "sunnylands", "sunnylands" },
	{ DTL_PLACE, "Sunnylands, California", "sunnylands" },
	{ DTL_PLACE, "atlantis", "atlantis" },
	{ DTL_TOPIC, "cybersecurity", "cybersecurity" },
	{ DTL_TOPIC, "Cyber security", "cybersecurity" },
	{ DTL_SERIES, "ssd", "ssd" },
	{ DTL_SERIES, "sed", "sed" },
	{ DTL_SOURCE, "paper", "paper" },
	{ DTL_EVENT, "sunnylands-summit-2013", "sunnylands-summit-2013" },
	{ DTL_EVENT, "sunny", "sunnylands-summit-2013" },
	{ DTL_EVENT, "a:b@example.org", "a:b@example.org" },
};

static dtl_status find(void *user, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err)
{
	(void)user;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (names[i].kind == kind && strcmp(names[i].name, text) == 0) {
			dtl_text_add(key, names[i].key);
			return DTL_OK;
		}
	}
	if (strcmp(text, "georgia") == 0)
		return dtl_fail(err, DTL_E_AMBIGUOUS, "%s 'georgia' is ambiguous", dtl_kind_name(kind));
	return DTL_E_NOTFOUND;
}

static dtl_status resolve(
    void *user, dtl_kind kind, const dtl_maker *maker, const char *text, dtl_text *key, dtl_error *err)
{
	fields_world *w = user;
	const char *subkind = maker ? maker->subkind : NULL;
	dtl_status status = find(user, kind, text, key, err);
	if (status == DTL_E_NOTFOUND && w->make) {
		dtl_text_addf(key, "[%s%s%s]", subkind ? subkind : "", subkind ? " " : "", text);
		return DTL_OK;
	}
	if (status == DTL_E_NOTFOUND)
		return dtl_fail(err, status, "no %s '%s'", dtl_kind_name(kind), text);
	return status;
}

static dtl_status zone(void *user, const char *place, dtl_text *out, dtl_error *err)
{
	(void)user;
	(void)err;
	if (strcmp(place, "sunnylands") == 0)
		dtl_text_add(out, "America/Los_Angeles");
	return DTL_OK;
}

static void note(void *user, const char *line)
{
	fields_world *w = user;
	dtl_text_addf(&w->notes, "%s\n", line);
}

void fields_world_open(fields_world *w)
{
	*w = (fields_world){
		.accept = { .resolve = resolve, .find = find, .zone = zone, .note = note },
		.notes = DTL_TEXT_INIT,
	};
	w->accept.user = w;
	w->accept.dates.said_on = dtl_days_from_civil(2013, 6, 4) * DTL_DAY;
}

void fields_world_close(fields_world *w)
{
	dtl_text_free(&w->notes);
}
