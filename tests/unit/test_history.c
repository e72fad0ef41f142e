/* What was said, when, by whom. */
#include "test_model_fixture.h"

static int open_world(void **state)
{
	int failed = open_bare(state);
	as.evidence.known = "2013-01-01";
	add(DTL_SOURCE, "id", "wh", "publisher", "White House", "published", "2013-05-20");
	add(DTL_SOURCE, "id", "cd", "publisher", "China Daily", "published", "2013-06-04");
	as = plain_header();
	return failed;
}

/* ---- dtl_log ---- */

typedef struct changesets {
	char text[4096];
	int64_t most, count;
} changesets;

static dtl_status list_changeset(void *user, const dtl_changeset *c, dtl_error *why)
{
	changesets *l = user;
	char line[512];
	assert_int_equal(strlen(c->uid), 32);
	snprintf(line, sizeof(line), "%s %s %s %lld%s%s", c->author ? c->author : "-",
	    c->message ? c->message : "-", c->command ? c->command : "-", (long long)c->claims,
	    c->retracted ? " retracted" : "", c->here ? "" : " elsewhere");
	add_line(l->text, sizeof(l->text), line);
	if (++l->count != l->most)
		return DTL_OK;
	snprintf(why->text, sizeof(why->text), "enough");
	return DTL_E_EXISTS;
}

static void the_log_has_the_newest_first(void **state)
{
	(void)state;
	changesets l = { "", 0, 0 };
	run_sql("DELETE FROM claim; DELETE FROM changeset");
	as.author = "me";
	as.message = "why";
	as.command = "add";
	add(DTL_EVENT, "id", "x", "title", "X");
	as.message = NULL;
	undo(NULL);
	/* Made elsewhere; of the third only claims are here, which does not count yet. */
	run_sql(
	    "INSERT INTO changeset(uid, n, recorded_at, ledger) VALUES(x'0badcafe000000000000000000000000', 50, 5, zeroblob(16));"
	    "INSERT INTO changeset(uid) VALUES(x'0badcafe000000000000000000000001')");
	assert_ok(dtl_log(db, 0, list_changeset, &l, &err));
	assert_string_equal(l.text, "- - - 0 elsewhere\nme - add 1\nme why add 1 retracted\n");
	l = (changesets){ "", 0, 0 };
	assert_ok(dtl_log(db, 2, list_changeset, &l, &err));
	assert_int_equal(l.count, 2);
	l = (changesets){ "", 1, 0 };
	assert_status(dtl_log(db, 0, list_changeset, &l, &err), DTL_E_EXISTS);
	assert_string_equal(err.text, "enough");
	assert_ok(dtl_db_rebuild(db, &err));
}

static void a_log_of_nothing_is_empty(void **state)
{
	(void)state;
	changesets l = { "", 0, 0 };
	dtl_db *fresh = NULL;
	assert_ok(dtl_db_open(&fresh, path_in(dir, "new.db"), DTL_OPEN_BARE, &dice, &err));
	assert_ok(dtl_log(fresh, 0, list_changeset, &l, &err));
	assert_string_equal(l.text, "");
	dtl_db_close(fresh);
}

/* ---- dtl_words ---- */

static void each_origin_has_its_word_the_highest_first(void **state)
{
	(void)state;
	as.evidence.source = "wh";
	add(DTL_EVENT, "id", "x", "title", "X", "when", "2013-07-08");
	as.evidence.source = "cd";
	set(DTL_EVENT, "x", "when", "2013-07", "title", "Y");
	as.evidence.source = NULL;
	import_one(DTL_EVENT, "x", "{\"title\":\"Y\"}", "wh");
	assert_string_equal(words_of(DTL_EVENT, "x", NULL),
	    "title=\"Y\" hand/cd 2013-06-04 shown\n"
	    "title=\"X\" hand/wh 2013-05-20\n"
	    "title=\"Y\" json/wh 2013-05-20 agrees\n"
	    /* What shows of `when` is not what stands on top. */
	    "when={\"edtf\":\"2013-07\"} hand/cd 2013-06-04\n"
	    "when={\"edtf\":\"2013-07-08\"} hand/wh 2013-05-20 shown\n");
}

static void the_same_date_in_other_words_agrees(void **state)
{
	(void)state;
	as.evidence.source = "cd";
	add(DTL_EVENT, "id", "x", "title", "X", "when", "next month");
	as.evidence.source = "wh";
	as.evidence.known = "2013-06-05";
	set(DTL_EVENT, "x", "when", "2013-07");
	assert_string_equal(words_of(DTL_EVENT, "x", "when"),
	    "when={\"edtf\":\"2013-07\"} hand/wh 2013-06-05 agrees\n"
	    "when={\"edtf\":\"2013-07\",\"rules\":1,\"said_on\":\"2013-06-04\",\"text\":\"next month\"} hand/cd 2013-06-04 shown\n");
}

static void members_and_removal_and_nothing_have_words_too(void **state)
{
	(void)state;
	as.create_names = true;
	add(DTL_EVENT, "id", "x", "title", "X", "with", "a:host", "topic", "t");
	set(DTL_EVENT, "x", "-without", "a:host");
	set(DTL_EVENT, "x", "rm", "");
	assert_string_equal(words_of(DTL_EVENT, "x", NULL), "removed=true hand/- 2013-07-20\n"
							    "actors.a:host=null hand/- 2013-07-20\n"
							    "title=\"X\" hand/- 2013-07-20\n"
							    "topics.t=true hand/- 2013-07-20\n");
}

static void words_are_told_as_of_a_day(void **state)
{
	(void)state;
	word_list l = { .field = "status" };
	int64_t day = 0;
	as.evidence.source = "wh";
	add(DTL_EVENT, "id", "x", "title", "X", "status", "expected");
	as.evidence.source = "cd";
	set(DTL_EVENT, "x", "status", "confirmed");
	assert_ok(dtl_time_parse(&day, "2013-06-04T00:00:00Z", &err));
	assert_ok(dtl_words(db, DTL_EVENT, "x", day, list_word, &l, &err));
	assert_string_equal(l.text, "status=\"expected\" hand/wh 2013-05-20 shown\n");
	l.text[0] = '\0';
	assert_ok(dtl_words(db, DTL_EVENT, "x", day + 1, list_word, &l, &err));
	assert_string_equal(l.text,
	    "status=\"confirmed\" hand/cd 2013-06-04 shown\nstatus=\"expected\" hand/wh 2013-05-20\n");
	assert_status(dtl_words(db, DTL_EVENT, "nothing", DTL_TIME_MAX, list_word, &l, &err), DTL_E_NOTFOUND);
}

static dtl_status keep_word(void *user, const dtl_word *w, dtl_error *why)
{
	(void)why;
	assert_string_equal(w->field, "title");
	assert_null(w->member);
	assert_string_equal(w->value, "\"X\"");
	assert_string_equal(w->source, "cd");
	assert_string_equal(w->lane, "hand");
	assert_string_equal(w->speaker, "us");
	assert_string_equal(w->locator, "p. 3");
	assert_string_equal(w->quote, "in so many words");
	assert_int_equal(w->rank, DTL_RANK_PREFERRED);
	assert_string_equal(w->changeset, uid);
	assert_int_equal(w->position, 0);
	++*(int *)user;
	return DTL_E_EXISTS;
}

static void a_word_knows_its_evidence_and_its_claim(void **state)
{
	(void)state;
	int count = 0;
	as.evidence.known = "2013-01-01";
	add(DTL_ACTOR, "id", "us", "name", "United States");
	as.evidence = (dtl_evidence){ "cd", "us", "p. 3", "in so many words", NULL, DTL_RANK_PREFERRED };
	add(DTL_EVENT, "id", "x", "title", "X");
	/* Who is told may stop it. */
	assert_status(dtl_words(db, DTL_EVENT, "x", DTL_TIME_MAX, keep_word, &count, &err), DTL_E_EXISTS);
	assert_int_equal(count, 1);
}

static void what_was_undone_is_no_word_and_what_is_deprecated_says_so(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X");
	as.evidence.rank = DTL_RANK_DEPRECATED;
	set(DTL_EVENT, "x", "status", "held");
	as.evidence.rank = DTL_RANK_NORMAL;
	set(DTL_EVENT, "x", "type", "talks");
	undo(NULL);
	assert_string_equal(words_of(DTL_EVENT, "x", NULL),
	    "status=\"held\" hand/- 2013-07-20 deprecated\ntitle=\"X\" hand/- 2013-07-20 shown\n");
}

/* ---- dtl_history ---- */

static dtl_status list_step(void *user, const dtl_step *s, dtl_error *why)
{
	char line[1024], known[64];
	(void)why;
	dtl_time_print(known, sizeof(known), s->known_at);
	snprintf(line, sizeof(line), "%s%s%s said %s: %s -> %s %s %.10s%s%s",
	    s->field ? s->field : "(removed)", s->member ? "." : "", s->member ? s->member : "", s->said,
	    s->before ? s->before : "-", s->after ? s->after : "-", s->source ? s->source : "hand", known,
	    s->live ? "" : " dead", s->changeset.retracted ? " undone" : "");
	add_line(user, 8192, line);
	return DTL_OK;
}

static const char *history_of(const char *id)
{
	static char out[8192];
	out[0] = '\0';
	assert_ok(dtl_history(db, DTL_EVENT, id, list_step, out, &err));
	return out;
}

static void history_goes_by_what_was_written_down_not_by_what_was_known(void **state)
{
	(void)state;
	as.evidence.source = "cd";
	add(DTL_EVENT, "id", "x", "title", "X", "status", "confirmed");
	as.evidence.source = "wh";
	set(DTL_EVENT, "x", "status", "expected");
	as.evidence.source = NULL;
	set(DTL_EVENT, "x", "status", "held");
	assert_string_equal(history_of("x"),
	    "status said \"held\": \"confirmed\" -> \"held\" hand 2013-07-20\n"
	    "status said \"expected\": \"confirmed\" -> \"confirmed\" wh 2013-05-20\n"
	    "status said \"confirmed\": - -> \"confirmed\" cd 2013-06-04\n"
	    "title said \"X\": - -> \"X\" cd 2013-06-04\n");
	assert_status(dtl_history(db, DTL_EVENT, "nothing", list_step, NULL, &err), DTL_E_NOTFOUND);
}

static void what_was_undone_and_deprecated_is_in_the_history(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "status", "expected");
	set(DTL_EVENT, "x", "status", "held");
	undo(NULL);
	as.evidence.rank = DTL_RANK_DEPRECATED;
	set(DTL_EVENT, "x", "status", "cancelled");
	as.evidence.rank = DTL_RANK_NORMAL;
	set(DTL_EVENT, "x", "rm", "");
	assert_string_equal(history_of("x"),
	    "(removed) said true: - -> - hand 2013-07-20\n"
	    "status said \"cancelled\": \"expected\" -> \"expected\" hand 2013-07-20 dead\n"
	    "status said \"held\": \"expected\" -> \"expected\" hand 2013-07-20 dead undone\n"
	    "status said \"expected\": - -> \"expected\" hand 2013-07-20\n"
	    "title said \"X\": - -> \"X\" hand 2013-07-20\n");
}

static void members_have_steps_of_their_own(void **state)
{
	(void)state;
	as.create_names = true;
	add(DTL_EVENT, "id", "x", "title", "X", "with", "a:host");
	set(DTL_EVENT, "x", "-without", "a:host", "with", "b");
	assert_string_equal(history_of("x"), "actors.a:host said null: true -> - hand 2013-07-20\n"
					     "actors.b:participant said true: - -> true hand 2013-07-20\n"
					     "actors.a:host said true: - -> true hand 2013-07-20\n"
					     "title said \"X\": - -> \"X\" hand 2013-07-20\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_log_has_the_newest_first, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_log_of_nothing_is_empty, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    each_origin_has_its_word_the_highest_first, open_world, close_db),
		cmocka_unit_test_setup_teardown(the_same_date_in_other_words_agrees, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    members_and_removal_and_nothing_have_words_too, open_world, close_db),
		cmocka_unit_test_setup_teardown(words_are_told_as_of_a_day, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_word_knows_its_evidence_and_its_claim, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_was_undone_is_no_word_and_what_is_deprecated_says_so, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    history_goes_by_what_was_written_down_not_by_what_was_known, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_was_undone_and_deprecated_is_in_the_history, open_world, close_db),
		cmocka_unit_test_setup_teardown(members_have_steps_of_their_own, open_world, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
