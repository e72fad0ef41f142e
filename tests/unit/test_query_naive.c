/*
 * Random queries on random timelines, made through the public calls, against an
 * evaluation in memory that shares nothing with core/query: it knows what the
 * test made and asks each event in turn (tests/support/naive_*.c).
 * DATELINE_QUERIES: how many; DATELINE_SEED: from which timeline on, to see one
 * again that failed.
 */
#include "base/text.h"
#include "model/db.h"
#include "naive_query.h"
#include "query/plan.h"
#include "query/prefix.h"
#include "query/words.h"
#include "support.h"
#include <dateline/db.h>
#include <dateline/edit.h>
#include <dateline/share.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUERIES = 1000, QUERIES_EACH = 100, LIST = 16384 };

static dtl_error err;
static const char *dir;
static dtl_db *db;
static naive_world world;
static naive_library library;
static unsigned long seed;
static int failures;
static char uids[NAIVE_REPORTS][33];

static void roll(void *user, unsigned char *bytes, size_t count)
{
	(void)user;
	for (size_t i = 0; i < count; i++)
		bytes[i] = (unsigned char)naive_pick(256);
}
static const dtl_dice dice = { roll, NULL };

/* ---- making the timeline ---- */

static dtl_write *begin_write(void)
{
	int64_t now = (NAIVE_2013 + 2000) * DTL_DAY;
	dtl_changeset_header header = { .now = now, .today = now };
	dtl_write *w = NULL;
	assert_ok(dtl_write_begin(&w, db, &header, &err));
	return w;
}

static void end_write(dtl_write *w, char uid[33])
{
	assert_ok(dtl_write_commit(w, uid, NULL, NULL, &err));
	dtl_write_free(w);
}

static void reject(void *user, const dtl_entry *entry, const dtl_error *why)
{
	(void)user;
	fail_msg("seed %lu: %s is refused: %s", seed, entry->path ? entry->path : "?", why->text);
}

static void import_text(char *text, char uid[33])
{
	dtl_import_counts counts = { 0 };
	FILE *in = fmemopen(text, strlen(text), "r");
	dtl_write *w = begin_write();
	assert_non_null(in);
	assert_ok(dtl_write_import(w, dtl_importer_find("json"), NULL, in, &counts, reject, NULL, &err));
	end_write(w, uid);
	fclose(in);
	free(text);
}

static void merge_things(dtl_kind kind, const naive_thing *all, int count)
{
	char uid[33];
	for (int i = 0; i < count; i++) {
		dtl_union joined;
		if (all[i].same == i)
			continue;
		dtl_write *w = begin_write();
		assert_ok(dtl_write_merge(w, &kind, all[all[i].same].key, all[i].key, &joined, &err));
		end_write(w, uid);
	}
}

static void undo_report(int report)
{
	char uid[33];
	bool undone = false;
	dtl_write *w = begin_write();
	assert_ok(dtl_write_undo(w, uids[report], uid, &undone, &err));
	end_write(w, uid);
	assert_true(undone);
}

static void save_queries(void)
{
	char name[32];
	for (library.count = 0; library.count < NAIVE_SAVED; library.count++) {
		naive_tree *t = &library.saved[library.count];
		naive_query_make(t, &world, &library);
		snprintf(name, sizeof(name), "saved-%d", library.count);
		assert_ok(dtl_query_save(db, name, t->text, NAIVE_2013 * DTL_DAY, &err));
	}
}

static void open_timeline(void)
{
	char uid[33];
	naive_seed(seed);
	naive_world_make(&world);
	dir = temp_dir();
	assert_ok(dtl_db_open(&db, path_in(dir, "t.db"), DTL_OPEN_BARE, &dice, &err));
	import_text(naive_print_things(&world), uid);
	for (int i = 0; i < NAIVE_REPORTS; i++)
		import_text(naive_print_report(&world, i), uids[i]);
	merge_things(DTL_ACTOR, world.actors, NAIVE_ACTORS);
	merge_things(DTL_PLACE, world.places, NAIVE_PLACES);
	merge_things(DTL_TOPIC, world.topics, NAIVE_TOPICS);
	merge_things(DTL_SERIES, world.series, NAIVE_SERIES);
	merge_things(DTL_EVENT, world.events, NAIVE_EVENTS);
	for (int i = 0; i < NAIVE_REPORTS; i++)
		if (world.reports[i].dead)
			undo_report(i);
	save_queries();
}

static void close_timeline(void)
{
	dtl_db_close(db);
	db = NULL;
	remove_dir(dir);
}

/* ---- asking ---- */

static dtl_ask random_ask(const naive_tree *t)
{
	static const dtl_sort sorts[] = { DTL_SORT_START, DTL_SORT_START, DTL_SORT_TITLE, DTL_SORT_KNOWN,
		DTL_SORT_ID };
	int64_t first = world.reports[0].known;
	dtl_ask ask = { .query = t->text,
		.today = (NAIVE_2013 - 20 + naive_pick(500)) * DTL_DAY +
			 (naive_chance(60) ? 0 : naive_pick(DTL_DAY)) };
	ask.has_as_of = naive_chance(50);
	ask.as_of = naive_chance(30) ? world.reports[naive_pick(NAIVE_REPORTS)].known + naive_pick(3) - 1
				     : first + naive_pick(300) * (int64_t)DTL_DAY;
	ask.upcoming = naive_chance(30);
	ask.projected = naive_chance(50);
	ask.overdue = !ask.upcoming && naive_chance(6);
	ask.within = ask.upcoming && naive_chance(50) ? (1 + naive_pick(120)) * (int64_t)DTL_DAY : 0;
	ask.definite = naive_chance(30);
	ask.sort = sorts[naive_pick(5)];
	ask.reverse = naive_chance(30);
	ask.brief = naive_chance(30);
	ask.unfold = naive_chance(20);
	ask.next = naive_chance(40);
	if (naive_chance(8)) {
		ask.changed_from = first + naive_pick(200) * (int64_t)DTL_DAY;
		ask.changed_to = ask.changed_from + naive_pick(60) * (int64_t)DTL_DAY;
	}
	return ask;
}

static void add(char *list, const char *key, const char *time, bool certain)
{
	size_t len = strlen(list);
	snprintf(list + len, LIST - len, "%s%s%s%s%s", len ? " " : "", certain ? "!" : "", key,
	    time ? "@" : "", time ? time : "");
}

/* A question, and how it is put: in pages, behind an event. */
typedef struct trial {
	naive_question q;
	int64_t page; /* 0: all at once */
	int after;    /* an event, or NAIVE_NONE */
} trial;

static void expect(const trial *t, char *list)
{
	static naive_hit hits[NAIVE_HITS];
	char time[32];
	int count = t->after < 0 ? naive_find(&t->q, hits) : naive_find_after(&t->q, t->after, hits);
	list[0] = '\0';
	for (int i = 0; i < count; i++) {
		const naive_hit *h = &hits[i];
		bool single = t->q.ask->unfold && h->day != NAIVE_WHOLE;
		dtl_time_print(time, sizeof(time), single ? h->day * DTL_DAY : 0);
		time[10] = '\0';
		add(list, h->row.key, single ? time : NULL, naive_windowed(&t->q) && h->certain);
	}
}

/* Where a page ended. */
typedef struct mark {
	char key[24], time[32];
} mark;

/* Another question in between, which is not read to its end, does no harm. */
static void disturb(const dtl_ask *ask)
{
	dtl_cursor *c = NULL;
	const dtl_event *event = NULL;
	dtl_ask other = { .query = "query:saved-1", .today = ask->today, .limit = 3 };
	assert_ok(dtl_find_events(&c, db, &other, &err));
	dtl_cursor_event(c, &event, &err);
	dtl_cursor_close(c);
}

/* One page, behind what is in `list`. Gives how many rows it holds. */
static int read_page(const dtl_ask *ask, char *list, mark *last, bool windowed)
{
	dtl_cursor *c = NULL;
	const dtl_event *event = NULL;
	int count = 0;
	dtl_status status = dtl_find_events(&c, db, ask, &err);
	if (status == DTL_OK && dtl_cursor_windowed(c) != windowed)
		add(list, "windowed?", NULL, false);
	while (status == DTL_OK && (status = dtl_cursor_event(c, &event, &err)) == DTL_OK) {
		char time[16];
		snprintf(time, sizeof(time), "%.10s", event->occurrence ? event->occurrence : "");
		add(list, event->key, event->occurrence ? time : NULL, windowed && event->certain);
		snprintf(last->key, sizeof(last->key), "%s", event->key);
		snprintf(last->time, sizeof(last->time), "%s", event->occurrence ? event->occurrence : "");
		if (count++ == 1 && naive_chance(10))
			disturb(ask);
	}
	if (status != DTL_DONE)
		add(list, err.text, NULL, false);
	dtl_cursor_close(c);
	return count;
}

/* All at once, or page by page. */
static void ask_all(const trial *t, char *list)
{
	mark last, after;
	dtl_ask ask = *t->q.ask;
	bool windowed = naive_windowed(&t->q);
	list[0] = '\0';
	ask.limit = t->page;
	ask.after = t->after < 0 ? NULL : world.events[t->after].key;
	while (read_page(&ask, list, &last, windowed) == t->page && t->page > 0) {
		after = last;
		ask.after = after.key;
		ask.after_occurrence = *after.time ? after.time : NULL;
	}
}

static void tell(const trial *t, long number, const char *wanted, const char *found)
{
	char today[32], as_of[32] = "-";
	const dtl_ask *ask = t->q.ask;
	dtl_time_print(today, sizeof(today), ask->today);
	if (ask->has_as_of)
		dtl_time_print(as_of, sizeof(as_of), ask->as_of);
	print_error("seed %lu, query %ld: %s\n", seed, number, ask->query);
	for (int i = 0; i < NAIVE_SAVED; i++)
		print_error("  saved-%d: %s\n", i, library.saved[i].text);
	print_error(
	    "  today %s, as of %s, upcoming %d within %d d, overdue %d, definite %d, sort %d, reverse %d\n",
	    today, as_of, ask->upcoming, (int)(ask->within / DTL_DAY), ask->overdue, ask->definite,
	    (int)ask->sort, ask->reverse);
	print_error("  projected %d, unfold %d, next %d, changed %d to %d, pages of %d, after %s\n",
	    ask->projected, ask->unfold, ask->next, (int)ask->changed_from, (int)ask->changed_to,
	    (int)t->page, t->after < 0 ? "-" : world.events[t->after].key);
	print_error("  expected %s\n  found    %s\n", wanted, found);
}

/* ---- ways to find words ---- */

/* The versions that a condition of the plan's only term finds. Free it. */
static char *find_versions(const dtl_plan *plan, const char *condition)
{
	dtl_text sql = DTL_TEXT_INIT;
	dtl_stmt st = DTL_STMT_INIT;
	dtl_text_add(
	    &sql, "SELECT coalesce(group_concat(id), '') FROM (SELECT e.id AS id FROM event e WHERE ");
	for (const char *p = condition; *p; p++) {
		if (p[0] == ':' && p[1] >= '1' && p[1] <= '9')
			dtl_text_addf(&sql, ":p%u", plan->tree->param + (unsigned)(*++p - '1'));
		else
			dtl_text_add_char(&sql, *p);
	}
	dtl_text_add(&sql, " ORDER BY 1)");
	assert_ok(dtl_stmt_prepare(plan->store, &st, dtl_text_str(&sql), &err));
	dtl_plan_bind(plan, &st);
	assert_ok(dtl_stmt_step(&st, &err));
	char *found = strdup(dtl_take_text(&st));
	assert_non_null(found);
	dtl_stmt_finalize(&st);
	dtl_text_free(&sql);
	return found;
}

/* Timelines as small as these are never looked at row by row: here they are. */
static void look_for_words(const naive_node *node, const dtl_ask *asked)
{
	dtl_ask ask = { .query = node->values[0].text,
		.today = asked->today,
		.has_as_of = asked->has_as_of,
		.as_of = asked->as_of };
	dtl_plan plan;
	assert_ok(dtl_plan_make(&plan, db->store, &ask, 0, &err));
	char *listed = find_versions(&plan, dtl_words_possible);
	/* The last two: of what stands in no quote and no name. */
	bool texts_alone = plan.tree->prefix == &dtl_prefix_text_words;
	const char *const ways[] = { dtl_words_looked(true, false, true), dtl_words_looked(false, true, true),
		dtl_words_looked(true, true, true), dtl_words_of_texts,
		dtl_words_looked(true, false, false) };
	for (int way = 0; way < (texts_alone ? 5 : 3); way++) {
		char *looked = find_versions(&plan, ways[way]);
		if (strcmp(listed, looked) != 0) {
			print_error("seed %lu, %s, way %d\n  listed %s\n  looked %s\n", seed, ask.query, way,
			    listed, looked);
			failures++;
		}
		free(looked);
	}
	free(listed);
	dtl_plan_free(&plan);
}

/* An event to begin behind, which has to be known then. */
static int random_after(const naive_question *q)
{
	naive_row row;
	int event = world.events[naive_pick(NAIVE_EVENTS)].same;
	naive_fold(&world, event, q->before, &row);
	return row.there && !q->ask->unfold && naive_chance(20) ? event : NAIVE_NONE;
}

static void try_one(long number)
{
	static naive_tree tree;
	static char wanted[LIST], found[LIST];
	naive_query_make(&tree, &world, &library);
	dtl_ask ask = random_ask(&tree);
	trial t = { .q = { &world, &library, &tree, &ask, ask.has_as_of ? ask.as_of : DTL_TIME_MAX } };
	t.page = naive_chance(30) ? 1 + naive_pick(14) : 0;
	t.after = random_after(&t.q);
	expect(&t, wanted);
	ask_all(&t, found);
	for (int i = 0; i < tree.count; i++)
		if (tree.nodes[i].kind == NAIVE_WORD)
			look_for_words(&tree.nodes[i], &ask);
	if (strcmp(found, wanted) == 0)
		return;
	tell(&t, number, wanted, found);
	failures++;
}

static int64_t from_environment(const char *name, int64_t otherwise)
{
	const char *text = getenv(name);
	return text ? strtoll(text, NULL, 10) : otherwise;
}

static void every_query_finds_what_looking_at_each_event_finds(void **state)
{
	int64_t queries = from_environment("DATELINE_QUERIES", QUERIES);
	(void)state;
	seed = (unsigned long)from_environment("DATELINE_SEED", 20130604);
	for (int64_t done = 0; done < queries; seed++) {
		open_timeline();
		for (int i = 0; i < QUERIES_EACH && done < queries; i++, done++)
			try_one(i);
		close_timeline();
		if (failures >= 10)
			break;
	}
	assert_int_equal(failures, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_query_finds_what_looking_at_each_event_finds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
