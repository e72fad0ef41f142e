#include "model/check_said.h"

#include "base/text.h"

#include <dateline/date.h>
#include <dateline/history.h>
#include <string.h>

typedef struct telling {
	dtl_finding_fn each;
	void *user;
} telling;

static void add_value(dtl_text *out, const char *field, const char *value)
{
	char words[DTL_WORDS_MAX];
	if (strcmp(field, "when") == 0) {
		dtl_date_people(words, sizeof words, value, NULL, NULL);
		value = words;
	}
	dtl_text_add(out, value);
}

static dtl_status tell(void *user, const dtl_dispute *d, dtl_error *err)
{
	telling *t = user;
	dtl_text text = DTL_TEXT_INIT;
	dtl_text_addf(&text, "%s: '%s' says ", d->field, d->shown_source);
	add_value(&text, d->field, d->shown_value);
	dtl_text_addf(&text, ", '%s' says ", d->source);
	add_value(&text, d->field, d->value);
	dtl_status status = dtl_text_failed(&text) ? dtl_fail_memory(err) : DTL_OK;
	dtl_finding finding = { "disputed", "event", d->event, dtl_text_str(&text) };
	if (status == DTL_OK)
		t->each(t->user, &finding);
	dtl_text_free(&text);
	return status;
}

dtl_status dtl_check_disputes(dtl_db *db, dtl_finding_fn each, void *user, dtl_error *err)
{
	telling t = { each, user };
	return dtl_disputes(db, NULL, DTL_TIME_MAX, tell, &t, err);
}
