#include "brief.h"
#include "value.h"
#include "words.h"
#include <string.h>

void brief_publisher(str *out, const dtl_witness *by)
{
	bool hand = !by->lane || strcmp(by->lane, "hand") == 0;
	str_add(out, by->publisher ? by->publisher : by->source ? by->source : hand ? "by hand" : by->lane);
}

void brief_witness(str *out, const dtl_witness *by)
{
	brief_publisher(out, by);
	str_add(out, ", ");
	words_day(out, by->known_at);
}

void brief_shift(str *out, const dtl_turns *turns)
{
	for (size_t i = 0; i < turns->count; i++) {
		bool later = turns->list[i] == DTL_TURN_SLIPPED;
		if (turns->days == 0 || (!later && turns->list[i] != DTL_TURN_BROUGHT_FORWARD))
			continue;
		const char *direction = later ? "later" : "earlier";
		if (turns->days == 1)
			str_addf(out, "a day %s", direction);
		else
			str_addf(out, "%lld days %s", (long long)turns->days, direction);
	}
}

void json_witness(FILE *out, const dtl_witness *by)
{
	json_member(out, false, "source", by->source);
	json_member(out, false, "publisher", by->publisher);
	json_member_time(out, false, "known_at", by->known_at);
}

static void json_window(FILE *out, const char *key, bool known, int64_t lo, int64_t hi)
{
	const int64_t ends[] = { lo, hi };
	fprintf(out, ", \"%s\": [", key);
	for (int i = 0; i < 2; i++) {
		char text[40];
		bool bound = known && ends[i] != DTL_TIME_MIN && ends[i] != DTL_TIME_MAX;
		dtl_time_print(text, sizeof(text), ends[i]);
		fputs(i ? ", " : "", out);
		json_string(out, bound ? text : NULL);
	}
	putc(']', out);
}

void json_when(FILE *out, bool first, const dtl_event *event)
{
	const dtl_date *d = &event->date;
	bool dated = event->edtf != NULL;
	if (!dated && !event->unknown) {
		json_member_raw(out, first, "when", NULL);
		return;
	}
	fputs(first ? "\"when\": {" : ", \"when\": {", out);
	json_member(out, true, "edtf", event->edtf);
	if (!dated)
		json_member_bool(out, false, "unknown", true);
	json_member(out, false, "text", event->text);
	json_member(out, false, "said_on", event->said_on);
	json_member(out, false, "tz", event->tz);
	json_window(out, "start", dated && !d->start_unknown, d->bounds.start_lo, d->bounds.start_hi);
	json_window(out, "end", dated && !d->end_unknown, d->bounds.end_lo, d->bounds.end_hi);
	json_member(out, false, "precision", dated ? dtl_precision_name(d->precision) : NULL);
	json_member_bool(out, false, "approximate", dated && d->approximate);
	json_member_bool(out, false, "uncertain", dated && d->uncertain);
	putc('}', out);
}

void json_turns(FILE *out, bool first, const dtl_turns *turns)
{
	fputs(first ? "\"turns\": [" : ", \"turns\": [", out);
	for (size_t i = 0; i < turns->count; i++) {
		fputs(i ? ", " : "", out);
		json_string(out, dtl_turn_name(turns->list[i]));
	}
	putc(']', out);
}
