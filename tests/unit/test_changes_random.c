/*
 * diff, changes and drift on random histories: what they say reads differently
 * is what the plain model reads differently, field by field.
 */
#include "ledger_world.h"
#include "model/db.h"
#include "model/derive.h"
#include "support.h"
#include <dateline/brief.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_error err;
static dtl_db db;

enum { KEYS = 8 };

typedef struct world {
	dice_box dice;
	plain_ledger replicas[REPLICAS];
	plain_ledger all;
} world;

static world make_world(uint64_t seed)
{
	static const history_shape shape = { 60, KEYS };
	world w = { .dice = dice_of(seed) };
	random_history(&w.dice, &shape, w.replicas);
	for (size_t i = 0; i < REPLICAS; i++)
		plain_join(&w.all, &w.replicas[i]);
	sort_lines(&w.all);
	return w;
}

static void free_world(world *w)
{
	for (size_t i = 0; i < REPLICAS; i++)
		plain_free(&w->replicas[i]);
	plain_free(&w->all);
}

static void open_with(const plain_ledger *lines)
{
	dtl_deriver d = { 0 };
	assert_ok(dtl_store_open(&db.store, "", DTL_STORE_MEMORY, &err));
	assert_ok(dtl_store_begin(db.store, &err));
	put_lines(db.store, lines);
	d.db = db.store;
	assert_ok(dtl_derive_all(&d, &err));
	dtl_deriver_free(&d);
	assert_ok(dtl_store_commit(db.store, &err));
}

static void close_db(void)
{
	dtl_store_close(db.store);
	db.store = NULL;
}

/* ---- what differs, as lines "key field" ---- */

typedef struct list {
	char text[65536];
	size_t len;
} list;

static void put(list *l, const char *key, const char *field)
{
	l->len += (size_t)snprintf(l->text + l->len, sizeof(l->text) - l->len, "%s %s\n", key, field);
	assert_true(l->len < sizeof(l->text));
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_list(list *l)
{
	static char sorted[65536];
	char *lines[4096];
	size_t count = 0, len = 0;
	for (char *line = strtok(l->text, "\n"); line; line = strtok(NULL, "\n"))
		lines[count++] = line;
	qsort(lines, count, sizeof(*lines), by_text);
	sorted[0] = '\0';
	for (size_t i = 0; i < count; i++)
		len += (size_t)sprintf(sorted + len, "%s\n", lines[i]);
	memcpy(l->text, sorted, len + 1);
}

/* The lines of a row that are of one field; "" when there are none. */
static void lines_of(const char *row, const char *field, size_t len, char out[PLAIN_TEXT])
{
	out[0] = '\0';
	for (const char *at = row; *at; at = strchr(at, '\n') + 1)
		if (strncmp(at, field, len) == 0 && at[len] == '\t')
			strncat(out, at, (size_t)(strchr(at, '\n') - at) + 1);
}

/* Each field of `row` whose lines are others in `other`, and with `missing` only those that are not there. */
static void differing(list *l, const char *key, const char *row, const char *other, bool missing)
{
	char last[64] = "", here[PLAIN_TEXT], there[PLAIN_TEXT], name[64];
	for (const char *at = row; *at; at = strchr(at, '\n') + 1) {
		size_t len = strcspn(at, "\t");
		snprintf(name, sizeof(name), "%.*s", (int)len, at);
		if (strcmp(name, last) == 0)
			continue;
		strcpy(last, name);
		lines_of(row, at, len, here);
		lines_of(other, at, len, there);
		if (strcmp(here, there) != 0 && (!missing || !*there))
			put(l, key, name);
	}
}

static bool stands(plain_view *v, const char *key)
{
	for (const char *const *k = plain_keys(v); *k; k++)
		if (strcmp(*k, key) == 0)
			return true;
	return false;
}

/* A row in one view beside a row in another. */
static void compare_rows(
    list *l, const char *key, plain_view *was, int64_t cut_was, plain_view *is, int64_t cut_is)
{
	char before[PLAIN_TEXT], after[PLAIN_TEXT];
	if (!stands(was, key) || !plain_row(was, key, cut_was, before))
		before[0] = '\0';
	if (!stands(is, key) || !plain_row(is, key, cut_is, after))
		after[0] = '\0';
	differing(l, key, before, after, false);
	differing(l, key, after, before, true);
}

static size_t compared; /* lines: a test that compares nothing shows nothing */

static void same_lists(uint64_t seed, const char *what, list *have, list *wanted)
{
	sort_list(have);
	sort_list(wanted);
	compared += wanted->len;
	if (strcmp(have->text, wanted->text) != 0)
		fail_msg("seed %d, %s:\n%sshould be:\n%s", (int)seed, what, have->text, wanted->text);
}

/* ---- diff ---- */

static dtl_status take_news(void *user, const dtl_news *news, dtl_error *e)
{
	(void)e;
	assert_true(news->turns.count > 0);
	assert_true(news->before || news->after);
	assert_true(news->by.lane != NULL);
	for (size_t i = 0; i < news->field_count; i++)
		put(user, news->after ? news->after->key : news->before->key, news->fields[i].field);
	return DTL_OK;
}

static void diff_tells_every_field_that_reads_differently_between_two_moments(void **state)
{
	(void)state;
	static list have, wanted;
	compared = 0;
	for (uint64_t seed = 100; seed < 100 + seeds_to_run(15); seed++) {
		world w = make_world(seed);
		plain_view *v = plain_open(&w.all);
		open_with(&w.all);
		for (int n = 0; n < 12; n++) {
			int64_t from = (int64_t)throw_below(&w.dice, 40),
				to = from + (int64_t)throw_below(&w.dice, 20);
			dtl_ask ask = { .has_as_of = true, .as_of = to };
			have.len = wanted.len = 0;
			have.text[0] = wanted.text[0] = '\0';
			assert_ok(dtl_diff(&db, &ask, from, take_news, &have, &err));
			for (const char *const *k = plain_keys(v); *k; k++)
				compare_rows(&wanted, *k, v, from, v, to);
			same_lists(seed, "diff", &have, &wanted);
		}
		plain_close(v);
		close_db();
		free_world(&w);
	}
	assert_true(compared > 1000);
}

/* ---- changes ---- */

static dtl_status take_changed(void *user, const dtl_changed *changed, dtl_error *e)
{
	(void)e;
	assert_true(changed->field_count > 0);
	assert_non_null(changed->changeset->uid);
	for (size_t i = 0; i < changed->field_count; i++) {
		assert_true(!changed->made || !changed->fields[i].before);
		assert_true(!changed->gone || !changed->fields[i].after);
		put(user, changed->key, changed->fields[i].field);
	}
	return DTL_OK;
}

/* The lines up to and including a header and what comes before the next one; the header's uid. */
static plain_ledger take_first(const plain_ledger *all, size_t headers, char uid[33])
{
	plain_ledger first = { 0 };
	size_t seen = 0;
	for (size_t i = 0; i < all->count; i++) {
		seen += all->lines[i].header;
		if (seen > headers)
			break;
		if (all->lines[i].header)
			memcpy(uid, all->lines[i].uid, 33);
		plain_add(&first, &all->lines[i]);
	}
	return first;
}

static void changes_tell_what_reads_differently_without_the_changesets(void **state)
{
	(void)state;
	static list have, wanted;
	compared = 0;
	for (uint64_t seed = 200; seed < 200 + seeds_to_run(15); seed++) {
		world w = make_world(seed);
		plain_view *is = plain_open(&w.all);
		open_with(&w.all);
		for (int n = 0; n < 6; n++) {
			char uid[33] = "", last[33];
			int64_t as_of = n % 3 == 2 ? (int64_t)throw_below(&w.dice, 40) : PLAIN_EVER;
			plain_ledger first = take_first(&w.all, 1 + throw_below(&w.dice, 50), uid);
			plain_view *was = plain_open(&first);
			dtl_since since = { .changeset = uid };
			have.len = wanted.len = 0;
			have.text[0] = wanted.text[0] = '\0';
			assert_ok(dtl_changes(&db, &since, as_of, take_changed, &have, last, &err));
			for (const char *const *k = plain_keys(is); *k; k++)
				compare_rows(&wanted, *k, was, as_of, is, as_of);
			for (const char *const *k = plain_keys(was); *k; k++)
				if (!stands(is, *k))
					compare_rows(&wanted, *k, was, as_of, is, as_of);
			same_lists(seed, "changes", &have, &wanted);
			since.changeset = last;
			have.text[0] = '\0';
			assert_ok(dtl_changes(&db, &since, DTL_TIME_MAX, take_changed, &have, last, &err));
			assert_string_equal(have.text, "");
			plain_close(was);
			plain_free(&first);
		}
		plain_close(is);
		close_db();
		free_world(&w);
	}
	assert_true(compared > 1000);
}

/* ---- drift ---- */

/* The last report of an event, and how many moved anything. */
typedef struct reports {
	int64_t last;
	size_t count, moved;
} reports;

static dtl_status take_report(void *user, const dtl_drift_report *r, dtl_error *e)
{
	reports *all = user;
	(void)e;
	assert_true(all->count == 0 || r->by.known_at >= all->last);
	assert_true(!(r->has_when || r->has_place || r->has_status) || r->said != NULL);
	all->last = r->by.known_at;
	all->count++;
	all->moved += r->turns.count > 0;
	return DTL_OK;
}

static void drift_goes_through_every_event_of_a_history(void **state)
{
	(void)state;
	size_t moved = 0;
	for (uint64_t seed = 300; seed < 300 + seeds_to_run(10); seed++) {
		world w = make_world(seed);
		plain_view *v = plain_open(&w.all);
		open_with(&w.all);
		for (const char *const *k = plain_keys(v); *k; k++) {
			reports all = { 0 };
			dtl_status status = dtl_drift(&db, *k, DTL_TIME_MAX, take_report, &all, &err);
			assert_true(status == DTL_OK || status == DTL_E_NOTFOUND);
			moved += all.moved;
		}
		plain_close(v);
		close_db();
		free_world(&w);
	}
	assert_true(moved > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(diff_tells_every_field_that_reads_differently_between_two_moments),
		cmocka_unit_test(changes_tell_what_reads_differently_without_the_changesets),
		cmocka_unit_test(drift_goes_through_every_event_of_a_history),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
