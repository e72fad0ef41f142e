/*
 * Calendars that come in and go out again: nothing is lost, a second import of
 * what went out says nothing new, and elsewhere it goes out as the same bytes.
 */
#include "bare_ics.h"
#include "test_model_fixture.h"
#include <dateline/format.h>
#include <dateline/query.h>
#include <dirent.h>
#include <libical/ical.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- A timeline of its own, in and out ---- */

enum { NUMBERS = 4096 };

typedef struct tally {
	dtl_import_counts counts;
	long refused[NUMBERS],
	    passed[NUMBERS]; /* lines of VEVENTs that are not taken, and of such that others overtook */
	size_t refused_count, passed_count;
	bool untitled; /* something came that does not show yet */
} tally;

static tally now;

static void count_note(void *user, const char *line)
{
	tally *t = user;
	char *end;
	if (strstr(line, "has no title yet"))
		t->untitled = true;
	if (strncmp(line, "line ", 5) != 0 || t->passed_count == NUMBERS)
		return;
	long number = strtol(line + 5, &end, 10);
	if (strncmp(end, ": VEVENT", 8) == 0)
		t->passed[t->passed_count++] = number;
}

static void count_reject(void *user, const dtl_entry *entry, const dtl_error *why)
{
	tally *t = user;
	if (t->refused_count < NUMBERS)
		t->refused[t->refused_count++] = entry->line ? entry->line : why->line;
}

static bool has(const long *list, size_t count, long number)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == number)
			return true;
	return false;
}

/* The roll is the same for every timeline, so that nothing but the events tells them apart. */
static dtl_db *open_one(const char *name)
{
	dtl_db *made = NULL;
	assert_ok(dtl_db_open(&made, path_in(dir, name), DTL_OPEN_BARE, &dice, &err));
	assert_ok(dtl_store_exec(made->store, "PRAGMA synchronous = OFF", &err));
	return made;
}

/* Into `now`. False: the text is no calendar that can be read to its end. */
static bool read_in(dtl_db *into, char *text, size_t len)
{
	static const dtl_import_options options = { NULL, 0 };
	dtl_changeset_header header = plain_header();
	dtl_write *w = NULL;
	char changeset[33];
	memset(&now, 0, sizeof(now));
	header.note = count_note;
	header.note_user = &now;
	FILE *in = fmemopen(text, len, "r");
	assert_non_null(in);
	assert_ok(dtl_write_begin(&w, into, &header, &err));
	dtl_status status = dtl_write_import(
	    w, dtl_importer_find("ics"), &options, in, &now.counts, count_reject, &now, &err);
	if (status != DTL_E_PARSE) {
		check_status(status, DTL_OK, "dtl_write_import", &err, __FILE__, __LINE__);
		assert_ok(dtl_write_commit(w, changeset, NULL, NULL, &err));
	}
	dtl_write_free(w);
	fclose(in);
	return status == DTL_OK;
}

static char *write_out(dtl_db *from, size_t *len)
{
	dtl_ask ask = { .today = NOON };
	dtl_export_options options = { .definitions = true };
	char *text = NULL;
	FILE *out = open_memstream(&text, len);
	assert_non_null(out);
	assert_ok(dtl_export(from, &ask, dtl_exporter_find("ics"), &options, out, NULL, &err));
	fclose(out);
	return text;
}

static int open_dir(void **state)
{
	(void)state;
	dir = temp_dir();
	return 0;
}

static int close_dir(void **state)
{
	(void)state;
	remove_dir(dir);
	return 0;
}

/* ---- What has to hold of every calendar ---- */

static bool is_left_to_us(const bare_event *e, const char *line)
{
	/* METHOD is said of the event instead; a UID that is empty is made, and a stamp has no blank behind it. */
	return (e->cancelled_by_method && strncmp(line, "0 STATUS", 8) == 0) || strcmp(line, "0 UID:") == 0 ||
	       (strncmp(line, "0 DTSTAMP:", 10) == 0 && line[strlen(line) - 1] == ' ');
}

/* `wanted` is somewhere in what went out; else the line that is missing in the one that comes nearest. */
static const char *find_it(const bare_event *wanted, bare_calendar *have)
{
	const char *missing = "all of it";
	for (size_t i = 0; i < have->count; i++) {
		bare_event *e = &have->events[i];
		if (e->met || (*wanted->uid && strcmp(e->uid, wanted->uid) != 0))
			continue;
		const char *now_missing = bare_missing(wanted, e);
		if (!now_missing || is_left_to_us(wanted, now_missing)) {
			e->met = true;
			return NULL;
		}
		missing = now_missing;
	}
	return missing;
}

/* Of each VEVENT that was taken every property, parameter and value; how many are lost. */
static size_t lost(const char *name, const char *before, size_t before_len, const char *after,
    size_t after_len, const tally *t)
{
	bare_calendar in = bare_read(before, before_len), out = bare_read(after, after_len);
	size_t count = 0;
	for (size_t i = 0; i < in.count; i++) {
		const bare_event *e = &in.events[i];
		if (has(t->refused, t->refused_count, e->number) ||
		    has(t->passed, t->passed_count, e->number))
			continue;
		const char *missing = find_it(e, &out);
		if (!missing || (t->untitled && e->edit && strcmp(missing, "all of it") == 0))
			continue;
		print_error("%s:%ld: lost: %s\n", name, e->number, missing);
		count++;
	}
	bare_free(&in);
	bare_free(&out);
	return count;
}

/* How many of the promises do not hold; *taken grows by the VEVENTs that were. */
static size_t broken(const char *name, char *text, size_t len, size_t *taken)
{
	size_t first_len, second_len, bad = 0;
	dtl_db *one = open_one("one.db"), *other = open_one("other.db");
	if (read_in(one, text, len)) {
		tally first = now;
		char *out = write_out(one, &first_len);
		bad += lost(name, text, len, out, first_len, &first);
		*taken += (size_t)(first.counts.new_things + first.counts.updated);
		assert_true(read_in(one, out, first_len));
		if (now.counts.new_things || now.counts.updated || now.counts.rejected) {
			print_error("%s: again: %d new, %d updated, %d rejected\n", name,
			    (int)now.counts.new_things, (int)now.counts.updated, (int)now.counts.rejected);
			bad++;
		}
		assert_true(read_in(other, out, first_len));
		char *again = write_out(other, &second_len);
		if (second_len != first_len || memcmp(out, again, first_len) != 0) {
			print_error("%s: goes out another way elsewhere\n", name);
			bad++;
		}
		free(again);
		free(out);
	}
	dtl_db_close(one);
	dtl_db_close(other);
	unlink(path_in(dir, "one.db"));
	unlink(path_in(dir, "other.db"));
	return bad;
}

/* ---- The calendars of others ---- */

typedef struct corpus {
	size_t files, taken, bad;
} corpus;

static void walk(corpus *c, const char *path)
{
	struct dirent **entries = NULL;
	int count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		char full[1024];
		struct stat st;
		snprintf(full, sizeof(full), "%s/%s", path, entries[i]->d_name);
		size_t len = strlen(full);
		if (entries[i]->d_name[0] != '.' && stat(full, &st) == 0) {
			if (S_ISDIR(st.st_mode)) {
				walk(c, full);
			} else if (st.st_size > 0 && strcasecmp(full + len - 4, ".tsv") != 0) {
				char *text = read_file(full, &len);
				c->files++;
				c->bad += broken(full + strlen(DATELINE_SHARED_DATA), text, len, &c->taken);
				free(text);
			}
		}
		free(entries[i]);
	}
	free(entries);
}

static void others_calendars_lose_nothing(void **state)
{
	(void)state;
	corpus c = { 0 };
	walk(&c, DATELINE_SHARED_DATA "/ics");
	if (!c.files) {
		print_message("skipped: there are no calendars in %s/ics\n", DATELINE_SHARED_DATA);
		skip();
	}
	print_message("%zu calendars, %zu events taken\n", c.files, c.taken);
	assert_int_equal(c.bad, 0);
	assert_true(c.taken > 1000);
}

/* ---- Random calendars of nasty values ---- */

static uint64_t seed = 20130604;

static size_t dice_below(size_t n)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (size_t)(seed >> 33) % n;
}

#define PICK(list) (list)[dice_below(sizeof(list) / sizeof(*(list)))]

static void add_value(dtl_text *out)
{
	static const char *const bits[] = { "talks", " ", "\\,", "\\;", "\\n", "\\\\", ":", "ü", "到那时候",
		"\t", "=", "^", "\\", "'", "  ", "BEGIN:VEVENT", "END:VEVENT", "\\nATTENDEE:mailto:x@y", "😀",
		"0123456789012345678901234567890123456789012345678901234567890123456789012345", "e\xCC\x81",
		"\xC2\xA0", "<b>", "http://x/?a=1&b=2" };
	size_t count = 1 + dice_below(6);
	dtl_text_add(out, "v");
	for (size_t i = 0; i < count; i++)
		dtl_text_add(out, PICK(bits));
}

static void add_params(dtl_text *out)
{
	static const char *const params[] = { ";X-A=1", ";LANGUAGE=de", ";X-B=\"a;b:c,d\"", ";X-C=x,\"y;z\"",
		";X-D=^n^^^'", ";x-lower=CASE", ";X-EMPTY=" };
	for (size_t i = dice_below(3); i > 0; i--)
		dtl_text_add(out, PICK(params));
}

static void add_line_of(dtl_text *out, const char *name)
{
	dtl_text_add(out, name);
	add_params(out);
	dtl_text_add_char(out, ':');
	add_value(out);
	dtl_text_add(out, "\r\n");
}

/* A date, perhaps in a zone, perhaps again and again. */
static void add_times(dtl_text *out, size_t number)
{
	static const char *const rules[] = { "RRULE:FREQ=DAILY;COUNT=3\r\n",
		"RRULE:FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20131231T000000Z\r\n",
		"RRULE:FREQ=MONTHLY;BYDAY=-1SU\r\n", "RDATE:20140101T120000Z\r\n",
		"EXDATE:20130702T090000Z\r\n" };
	static const char *const zones[] = { "", "", ";TZID=Europe/Paris", ";TZID=America/New_York",
		";TZID=\"Own: zone\"", ";TZID=W. Europe Standard Time", ";TZID=Nowhere/Known" };
	const char *zone = PICK(zones);
	int month = 1 + (int)dice_below(12), day = 1 + (int)dice_below(28), hour = (int)dice_below(20);
	if (dice_below(3) == 0) {
		dtl_text_addf(out, "DTSTART;VALUE=DATE:2013%02d%02d\r\n", month, day);
		if (dice_below(2))
			dtl_text_addf(out, "DTEND;VALUE=DATE:2013%02d%02d\r\n", month, day + 1);
		return;
	}
	const char *utc = !*zone && number % 2 ? "Z" : "";
	dtl_text_addf(out, "DTSTART%s:2013%02d%02dT%02d0000%s\r\n", zone, month, day, hour, utc);
	if (dice_below(2))
		dtl_text_addf(out, "DTEND%s:2013%02d%02dT%02d3000%s\r\n", zone, month, day, hour + 1, utc);
	else if (dice_below(2))
		dtl_text_add(out, "DURATION:PT45M\r\n");
	if (dice_below(3) == 0)
		dtl_text_add(out, PICK(rules));
}

static void add_event(dtl_text *out, size_t number)
{
	static const char *const names[] = { "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "X-OTHER",
		"CATEGORIES", "STYLED-DESCRIPTION", "NEW-IANA", "CONTACT", "X-ALT-DESC" };
	static const char *const fixed[] = {
		"STATUS:CONFIRMED\r\n", "STATUS:TENTATIVE\r\n", "STATUS:CANCELLED\r\n", "STATUS:X-ODD\r\n",
		"TRANSP:OPAQUE\r\n", "CLASS:PRIVATE\r\n", "SEQUENCE:7\r\n", "PRIORITY:1\r\n",
		"CREATED:20130101T000000Z\r\n", "LAST-MODIFIED:20130601T000000Z\r\n", "GEO:48.85;2.35\r\n",
		"URL:https://example.org/?a=1,2;b\r\n", "URL:not a link\r\n",
		"ATTENDEE;CN=\"Xi: J\";ROLE=CHAIR:mailto:xi@example.org\r\n",
		"ORGANIZER:mailto:o@example.org\r\n", "RELATED-TO;RELTYPE=SIBLING:other\r\n",
		"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nACTION:AUDIO\r\nEND:VALARM\r\n",
		"BEGIN:PARTICIPANT\r\nUID:p1\r\nSUMMARY:Xi\r\nBEGIN:VLOCATION\r\nUID:l\r\nEND:VLOCATION\r\nEND:PARTICIPANT\r\n"
	};
	bool taken[sizeof(fixed) / sizeof(*fixed)] = { false };
	dtl_text_add(out, "BEGIN:VEVENT\r\n");
	if (dice_below(8))
		dtl_text_addf(out, "UID:event-%zu@example.org\r\n", number);
	if (dice_below(8))
		dtl_text_addf(out, "DTSTAMP:201305%02zuT000000Z\r\n", 1 + number % 28);
	add_times(out, number);
	for (size_t i = dice_below(5); i > 0; i--)
		add_line_of(out, PICK(names));
	for (size_t i = dice_below(5); i > 0; i--) {
		size_t which = dice_below(sizeof(fixed) / sizeof(*fixed));
		if (!taken[which])
			dtl_text_add(out, fixed[which]);
		taken[which] = true;
	}
	dtl_text_addf(out, "X-NUMBER:%zu\r\nEND:VEVENT\r\n", number);
}

static void add_head(dtl_text *out)
{
	dtl_text_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
	if (dice_below(4) == 0)
		dtl_text_add(out, "X-WR-TIMEZONE:Asia/Tokyo\r\n");
	dtl_text_add(out, "BEGIN:VTIMEZONE\r\nTZID:Own: zone\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
			  "TZOFFSETFROM:+0545\r\nTZOFFSETTO:+0545\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n");
}

static void nasty_calendars_lose_nothing(void **state)
{
	(void)state;
	size_t bad = 0, taken = 0;
	for (size_t round = 0; round < 60 && !bad; round++) {
		dtl_text text = DTL_TEXT_INIT;
		char name[32];
		add_head(&text);
		for (size_t i = 0; i < 8; i++)
			add_event(&text, round * 8 + i);
		dtl_text_add(&text, "END:VCALENDAR\r\n");
		snprintf(name, sizeof(name), "round %zu", round);
		bad += broken(name, text.data, text.len, &taken);
		if (bad)
			print_error("%s", dtl_text_str(&text));
		dtl_text_free(&text);
	}
	assert_int_equal(bad, 0);
	assert_true(taken > 300);
}

/* ---- Our own events, of nasty values, as libical reads them ---- */

static void nasty_events_of_ours_are_read_by_libical(void **state)
{
	(void)state;
	static const char *const nasty[] = { "a,b;c\\d", "line\nbreak", "\r\nATTENDEE:mailto:evil@x",
		"^n\"quoted\"", "END:VEVENT", "tab\there",
		"到那时候 über alle Maßen 到那时候 über alle Maßen 到那时候 über alle Maßen", ":;,",
		"bell\x07\x7F", "x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR" };
	static const char *const dates[] = { "2013-06-07", "2013-07", "2013-06-07/2013-06-09",
		"2013-06-07T14:00:00Z", "2013~", "2013-06-07/..", "[2013-06-06..2013-06-09]" };
	const dtl_exporter *x = dtl_exporter_find("ics");
	for (size_t round = 0; round < 200; round++) {
		char *text = NULL;
		size_t len;
		dtl_export_options options = { .name = PICK(nasty) };
		dtl_part part = { .id = "china", .name = PICK(nasty), .role = "host", .behalf = PICK(nasty) };
		dtl_place where = { .id = "place", .name = PICK(nasty) };
		const char *topic = PICK(nasty);
		dtl_event e = { .id = "e",
			.key = "e",
			.uid = "e@dateline",
			.title = PICK(nasty),
			.edtf = PICK(dates),
			.description = PICK(nasty),
			.url = PICK(nasty),
			.place = &where,
			.actors = &part,
			.actor_count = 1,
			.topics = &topic,
			.topic_count = 1,
			.series = PICK(nasty),
			.parent = "p" };
		assert_ok(dtl_date_parse(&e.date, e.edtf, NULL, &err));
		FILE *out = open_memstream(&text, &len);
		void *state_of = calloc(1, x->state_size);
		assert_non_null(state_of);
		assert_ok(x->begin(state_of, out, &options, &err));
		assert_ok(x->event(state_of, out, &e, &err));
		assert_ok(x->end(state_of, out, &err));
		x->release(state_of);
		free(state_of);
		fclose(out);
		icalcomponent *calendar = icalparser_parse_string(text);
		assert_non_null(calendar);
		assert_int_equal(icalcomponent_isa(calendar), ICAL_VCALENDAR_COMPONENT);
		assert_int_equal(icalcomponent_count_errors(calendar), 0);
		assert_int_equal(icalcomponent_count_components(calendar, ICAL_ANY_COMPONENT), 1);
		icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
		assert_int_equal(icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY), 0);
		assert_int_equal(icalcomponent_count_properties(event, ICAL_SUMMARY_PROPERTY), 1);
		assert_string_equal(icalcomponent_get_uid(event), "e@dateline");
		icalcomponent_free(calendar);
		for (const char *at = text; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
			assert_true(strcspn(at, "\r\n") <= 75);
		free(text);
	}
	icalmemory_free_ring();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nasty_events_of_ours_are_read_by_libical),
		cmocka_unit_test_setup_teardown(nasty_calendars_lose_nothing, open_dir, close_dir),
		cmocka_unit_test_setup_teardown(others_calendars_lose_nothing, open_dir, close_dir),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
