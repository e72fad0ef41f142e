/*
 * The fold against the plain model of tests/support, on random histories:
 * several sources, several replicas, clocks that are skewed. DATELINE_SEEDS
 * says how many histories each test runs.
 */
#include "ledger/fold.h"
#include "ledger/ledger.h"
#include "ledger_world.h"
#include "model/derive.h"
#include "model/project.h"
#include "model/scratch.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_store *store;
static dtl_error err;

static int open_store(void **state)
{
	(void)state;
	assert_ok(dtl_store_open(&store, "", DTL_STORE_MEMORY, &err));
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	dtl_store_close(store);
	store = NULL;
	return 0;
}

static const history_shape usual = { 45, 3 };
static const history_shape wide = { 60, 8 };

/* Three replicas and what they hold together, in the order in which it was written. */
typedef struct world {
	dice_box dice;
	plain_ledger replicas[REPLICAS], all;
} world;

static world make_world(uint64_t seed, const history_shape *shape)
{
	world w = { dice_of(seed), { { 0 } }, { 0 } };
	random_history(&w.dice, shape, w.replicas);
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

static void derive_stale(void)
{
	dtl_deriver d = { .db = store };
	assert_ok(dtl_derive_stale(&d, &err));
	dtl_deriver_free(&d);
}

static void derive_all(void)
{
	dtl_deriver d = { .db = store };
	assert_ok(dtl_derive_all(&d, &err));
	dtl_deriver_free(&d);
}

/* As it is written day by day: derived after each changeset. */
static void write_as_it_came(const plain_ledger *l)
{
	for (size_t i = 0; i < l->count; i++) {
		if (i > 0 && l->lines[i].header)
			derive_stale();
		put_line(store, &l->lines[i]);
	}
	derive_stale();
}

static void same_text(uint64_t seed, const char *what, const char *have, const char *wanted)
{
	if (strcmp(have, wanted) == 0)
		return;
	size_t at = 0;
	while (have[at] == wanted[at])
		at++;
	while (at > 0 && have[at - 1] != '\n')
		at--;
	print_error("seed %llu: %s: have\n  %.1500s\nexpected\n  %.1500s\n", (unsigned long long)seed, what,
	    have + at, wanted + at);
	fail();
}

/* ---- Rows as the plain model and as the tables have them ---- */

static const char *cell(const char *row, const char *field)
{
	static char ring[4][512];
	static size_t used;
	char *out = ring[used++ % 4];
	size_t len = strlen(field);
	for (const char *at = row; *at; at = strchr(at, '\n') + 1) {
		if (strncmp(at, field, len) != 0 || at[len] != '\t')
			continue;
		const char *value = strchr(at + len + 1, '\t') + 1;
		snprintf(out, 512, "%.*s", (int)strcspn(value, "\n"), value);
		return out;
	}
	return "-";
}

typedef struct version_text {
	dtl_text *out;
	const char *key;
} version_text;

static void add_sets(dtl_text *out, const char *row)
{
	for (const char *at = row; *at; at = strchr(at, '\n') + 1)
		if (strncmp(at, "actors\t", 7) == 0 || strncmp(at, "topics\t", 7) == 0)
			dtl_text_addf(out, " %.*s", (int)strcspn(at, "\n"), at);
}

static void add_version(void *user, int64_t from, int64_t to, const char *row)
{
	version_text *v = user;
	char until[32] = "";
	if (to != PLAIN_EVER)
		snprintf(until, sizeof(until), "%lld", (long long)to);
	dtl_text_addf(v->out, "%s %lld-%s %s %s %s", v->key, (long long)from, until, cell(row, "title"),
	    cell(row, "status"), cell(row, "when"));
	add_sets(v->out, row);
	dtl_text_add_char(v->out, '\n');
}

static const char *by_text(const void *a)
{
	return *(const char *const *)a;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(by_text(a), by_text(b));
}

/* All versions by the plain model; free it. */
static char *plain_table(const plain_ledger *l, int64_t recorded)
{
	dtl_text out = DTL_TEXT_INIT;
	plain_view *v = plain_open_at(l, recorded);
	const char *keys[16] = { NULL };
	size_t count = 0;
	for (const char *const *key = plain_keys(v); *key; key++)
		keys[count++] = *key;
	qsort(keys, count, sizeof(*keys), compare_texts);
	for (size_t i = 0; i < count; i++)
		plain_versions(v, keys[i], add_version, &(version_text){ &out, keys[i] });
	plain_close(v);
	dtl_text_add(&out, "");
	return dtl_text_take(&out);
}

/* The same by the derived tables. `when` is put together from its columns: what is left out of it is not in these histories. */
static const char sql_table[] =
    "SELECT n.key || ' ' || e.known_from || '-' || CASE WHEN e.known_to = 9223372036854775807 THEN '' ELSE e.known_to END || ' '"
    " || json_quote(e.title) || ' ' || CASE WHEN e.status IS NULL THEN '-' ELSE json_quote(e.status) END || ' '"
    " || CASE WHEN e.edtf IS NULL THEN '-' WHEN e.edtf = '' THEN '{\"unknown\":true}' ELSE '{\"edtf\":' || json_quote(e.edtf)"
    "  || CASE WHEN e.said_on IS NULL THEN '' ELSE ',\"rules\":1,\"said_on\":' || json_quote(e.said_on) END"
    "  || CASE WHEN e.said IS NULL THEN '' ELSE ',\"text\":' || json_quote(e.said) END || '}' END"
    " || coalesce((SELECT group_concat(s, '') FROM (SELECT char(32) || 'actors' || char(9) || trim(json_quote(a.key || ':' || x.role), '\"') || char(9)"
    "  || CASE WHEN b.key IS NULL THEN 'true' ELSE json_object('for', b.key) END AS s FROM event_actor x"
    "  JOIN entity a ON a.id = x.actor LEFT JOIN entity b ON b.id = x.behalf WHERE x.version = e.id ORDER BY 1)), '')"
    " || coalesce((SELECT group_concat(s, '') FROM (SELECT char(32) || 'topics' || char(9) || a.key || char(9) || 'true' AS s"
    "  FROM event_topic x JOIN entity a ON a.id = x.topic WHERE x.version = e.id ORDER BY 1)), '')"
    " FROM event e JOIN entity n ON n.id = e.event ORDER BY n.key, e.known_from";

static void same_as_plain(
    uint64_t seed, const char *what, dtl_store *db, const plain_ledger *l, int64_t recorded)
{
	char *have = dump_query(db, sql_table), *wanted = plain_table(l, recorded);
	same_text(seed, what, have, wanted);
	free(have);
	free(wanted);
}

/* ---- Tests ---- */

static void the_plain_models_dates_are_those_of_core(void **state)
{
	(void)state;
	for (size_t i = 0; plain_when(i); i++) {
		int64_t bounds[4];
		dtl_date date;
		if (!plain_bounds(i, bounds))
			continue;
		assert_ok(dtl_date_parse(&date, plain_edtf(i), NULL, &err));
		assert_int_equal(date.bounds.start_lo, bounds[0]);
		assert_int_equal(date.bounds.start_hi, bounds[1]);
		assert_int_equal(date.bounds.end_lo, bounds[2]);
		assert_int_equal(date.bounds.end_hi, bounds[3]);
	}
}

static void versions_are_those_of_the_plain_model(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= seeds_to_run(40); seed++) {
		world w = make_world(seed, seed % 4 ? &usual : &wide);
		assert_ok(dtl_store_begin(store, &err));
		write_as_it_came(&w.all);
		same_as_plain(seed, "versions", store, &w.all, PLAIN_EVER);
		dtl_store_rollback(store);
		free_world(&w);
	}
}

/* The signature of what an event reads like by what was known before `cut`; empty: it is not shown. */
static const char *signature_at(dtl_deriver *d, const char *key, int64_t cut)
{
	int64_t entity = 0;
	assert_ok(dtl_entity_find(store, DTL_EVENT, key, &entity, &err));
	assert_ok(dtl_derive_load(d, DTL_EVENT, entity, false, &err));
	assert_ok(dtl_words_fold(&d->book, &d->history, cut, false, &err));
	assert_ok(dtl_project(&d->now, &d->book, &err));
	return d->now.whole ? dtl_text_str(&d->now.signature) : "";
}

/* What the tables show of an event at `t`; NULL: nothing. */
static char *version_at(const char *key, int64_t t)
{
	char sql[512];
	snprintf(sql, sizeof(sql),
	    "SELECT json_quote(e.title) FROM event e JOIN entity n ON n.id = e.event"
	    " WHERE n.key = '%s' AND e.known_from <= %lld AND %lld < e.known_to",
	    key, (long long)t, (long long)t);
	return dump_query(store, sql);
}

static void compare_at_every_moment(uint64_t seed, const plain_ledger *l)
{
	static char row[PLAIN_TEXT];
	dtl_deriver d = { .db = store };
	plain_view *v = plain_open(l);
	for (const char *const *key = plain_keys(v); *key; key++)
		for (int64_t t = -2; t < 70; t++) {
			char title[600], *version = version_at(*key, t);
			bool shows = plain_row(v, *key, t + 1, row);
			snprintf(title, sizeof(title), "%s\n", cell(row, "title"));
			same_text(seed, *key, signature_at(&d, *key, t + 1), shows ? row : "");
			same_text(seed, *key, version, shows ? title : "");
			free(version);
		}
	plain_close(v);
	dtl_deriver_free(&d);
}

static void long_histories_are_those_of_the_plain_model(void **state)
{
	(void)state;
	static const history_shape big = { 250, 8 };
	for (uint64_t seed = 500; seed < 500 + (seeds_to_run(1) + 19) / 20; seed++) {
		world w = make_world(seed, &big);
		assert_ok(dtl_store_begin(store, &err));
		write_as_it_came(&w.all);
		same_as_plain(seed, "a long history", store, &w.all, PLAIN_EVER);
		dtl_store_rollback(store);
		free_world(&w);
	}
}

static void versions_are_a_direct_fold_at_every_moment(void **state)
{
	(void)state;
	for (uint64_t seed = 1000; seed < 1000 + seeds_to_run(8); seed++) {
		world w = make_world(seed, &usual);
		assert_ok(dtl_store_begin(store, &err));
		put_lines(store, &w.all);
		derive_stale();
		compare_at_every_moment(seed, &w.all);
		dtl_store_rollback(store);
		free_world(&w);
	}
}

static void canonical_keys_are_those_of_the_plain_model(void **state)
{
	(void)state;
	for (uint64_t seed = 2000; seed < 2000 + seeds_to_run(20); seed++) {
		world w = make_world(seed, &wide);
		plain_view *v = plain_open(&w.all);
		assert_ok(dtl_store_begin(store, &err));
		put_lines(store, &w.all);
		for (size_t i = 0; i < w.all.count; i++) {
			int64_t entity = 0, canonical = 0;
			dtl_kind kind;
			dtl_text key = DTL_TEXT_INIT;
			if (strcmp(w.all.lines[i].kind, "event") != 0)
				continue;
			assert_ok(dtl_entity_find(store, DTL_EVENT, w.all.lines[i].key, &entity, &err));
			assert_ok(dtl_fold_canonical(store, DTL_EVENT, entity, &canonical, &err));
			assert_ok(dtl_entity_what(store, canonical, &kind, &key, &err));
			assert_string_equal(dtl_text_str(&key), plain_canonical(v, w.all.lines[i].key));
			dtl_text_free(&key);
		}
		plain_close(v);
		dtl_store_rollback(store);
		free_world(&w);
	}
}

static void the_order_of_arrival_does_not_matter(void **state)
{
	(void)state;
	for (uint64_t seed = 3000; seed < 3000 + seeds_to_run(25); seed++) {
		world w = make_world(seed, &usual);
		char *wanted = NULL;
		for (int pass = 0; pass < 3; pass++) {
			assert_ok(dtl_store_begin(store, &err));
			for (size_t i = 0; i < w.all.count; i++) {
				put_line(store, &w.all.lines[i]);
				/* Deriving in between, from what is there, must leave no trace. */
				if (pass == 2 && throw_chance(&w.dice, 10))
					derive_stale();
			}
			assert_ok(dtl_ledger_judge_all(store, &err));
			derive_stale();
			char *have = dump_derived(store);
			if (wanted)
				same_text(seed, pass == 1 ? "shuffled" : "shuffled, derived in between", have,
				    wanted);
			else
				wanted = strdup(have);
			free(have);
			dtl_store_rollback(store);
			shuffle_lines(&w.dice, &w.all);
		}
		free(wanted);
		free_world(&w);
	}
}

static void a_rebuild_equals_incremental_work(void **state)
{
	(void)state;
	for (uint64_t seed = 4000; seed < 4000 + seeds_to_run(30); seed++) {
		world w = make_world(seed, seed % 2 ? &usual : &wide);
		assert_ok(dtl_store_begin(store, &err));
		write_as_it_came(&w.all);
		char *incremental = dump_derived(store);
		derive_all();
		char *rebuilt = dump_derived(store);
		same_text(seed, "incremental", incremental, rebuilt);
		free(incremental);
		free(rebuilt);
		dtl_store_rollback(store);
		free_world(&w);
	}
}

/* One replica takes all that another has, after both have lived: the same as if it had always been there. */
static void a_union_is_that_of_its_lines(void **state)
{
	(void)state;
	for (uint64_t seed = 5000; seed < 5000 + seeds_to_run(15); seed++) {
		world w = make_world(seed, &usual);
		assert_ok(dtl_store_begin(store, &err));
		sort_lines(&w.replicas[0]);
		write_as_it_came(&w.replicas[0]);
		same_as_plain(seed, "one replica", store, &w.replicas[0], PLAIN_EVER);
		size_t before = w.replicas[0].count;
		plain_join(&w.replicas[0], &w.all);
		for (size_t i = before; i < w.replicas[0].count; i++)
			put_line(store, &w.replicas[0].lines[i]);
		assert_ok(dtl_ledger_judge_all(store, &err));
		derive_stale();
		same_as_plain(seed, "the union", store, &w.all, PLAIN_EVER);
		char *joined = dump_derived(store);
		derive_all();
		char *rebuilt = dump_derived(store);
		same_text(seed, "the union", joined, rebuilt);
		free(joined);
		free(rebuilt);
		dtl_store_rollback(store);
		free_world(&w);
	}
}

/* ---- Undo ---- */

typedef struct answering {
	plain_ledger *ledger;
	plain_line header;
	plain_line acts[16];
	size_t count;
} answering;

static dtl_status write_answer(void *user, const dtl_claim_line *act, dtl_error *why)
{
	answering *a = user;
	plain_line line = { .lane = "hand", .position = act->position };
	(void)why;
	assert_false(act->has_known);
	assert_string_equal(act->lane, "hand");
	memcpy(line.uid, a->header.uid, sizeof(line.uid));
	snprintf(line.kind, sizeof(line.kind), "%s", dtl_kind_name(act->kind));
	snprintf(line.key, sizeof(line.key), "%s", act->key);
	snprintf(line.patch, sizeof(line.patch), "%.*s", (int)act->patch_len, act->patch);
	assert_true(a->count < 16);
	a->acts[a->count++] = line;
	return DTL_OK;
}

/* Undo a changeset by the store and by the plain model, which must say the same; both write it down. */
static void undo(plain_ledger *l, const char *uid, const char *as, int64_t recorded)
{
	answering a = { l, { .header = true, .n = plain_last_n(l) + 1, .recorded = recorded }, { { 0 } }, 0 };
	plain_line wanted[16];
	unsigned char bytes[DTL_UID_SIZE];
	int64_t row = 0;
	size_t count = plain_undo(l, uid, wanted, 16);
	memcpy(a.header.uid, as, 33);
	assert_true(dtl_uid_parse(bytes, uid));
	assert_ok(dtl_ledger_changeset(store, bytes, &row, &err));
	assert_ok(dtl_ledger_answer(store, row, write_answer, &a, &err));
	assert_int_equal(a.count, count);
	plain_add(l, &a.header);
	put_line(store, &a.header);
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(a.acts[i].kind, wanted[i].kind);
		assert_string_equal(a.acts[i].key, wanted[i].key);
		assert_string_equal(a.acts[i].patch, wanted[i].patch);
		assert_int_equal(a.acts[i].position, i);
		plain_add(l, &a.acts[i]);
		put_line(store, &a.acts[i]);
	}
	derive_stale();
}

static const plain_line *some_header(world *w)
{
	for (;;) {
		const plain_line *line = &w->all.lines[throw_below(&w->dice, w->all.count)];
		if (line->header)
			return line;
	}
}

static void undoing_an_undo_is_where_it_was(void **state)
{
	(void)state;
	static const char once[] = "ffffffffffffffffffffffffffff0000",
			  twice[] = "ffffffffffffffffffffffffffff0001";
	for (uint64_t seed = 6000; seed < 6000 + seeds_to_run(20); seed++) {
		world w = make_world(seed, &usual);
		char target[33];
		memcpy(target, some_header(&w)->uid, sizeof(target));
		assert_ok(dtl_store_begin(store, &err));
		write_as_it_came(&w.all);
		char *before = dump_query(store, sql_table);
		undo(&w.all, target, once, 1000000);
		same_as_plain(seed, "undone", store, &w.all, PLAIN_EVER);
		undo(&w.all, once, twice, 1000001);
		char *after = dump_query(store, sql_table);
		same_text(seed, "undone and redone", after, before);
		free(before);
		free(after);
		dtl_store_rollback(store);
		free_world(&w);
	}
}

/* What was recorded later does not matter for the ledger as it was. */
static void the_ledger_as_it_was_recorded_is_that_of_the_plain_model(void **state)
{
	(void)state;
	for (uint64_t seed = 7000; seed < 7000 + seeds_to_run(4); seed++) {
		world w = make_world(seed, &usual);
		assert_ok(dtl_store_begin(store, &err));
		put_lines(store, &w.all);
		derive_stale();
		for (int64_t recorded = -1; recorded < 40; recorded += 13) {
			dtl_store *then = NULL;
			assert_ok(dtl_scratch_fold(&then, store, recorded + 1, &err));
			same_as_plain(seed, "as recorded", then, &w.all, recorded);
			dtl_store_close(then);
		}
		dtl_store_rollback(store);
		free_world(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_plain_models_dates_are_those_of_core),
		cmocka_unit_test_setup_teardown(
		    versions_are_those_of_the_plain_model, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    long_histories_are_those_of_the_plain_model, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    versions_are_a_direct_fold_at_every_moment, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    canonical_keys_are_those_of_the_plain_model, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    the_order_of_arrival_does_not_matter, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_rebuild_equals_incremental_work, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_union_is_that_of_its_lines, open_store, close_store),
		cmocka_unit_test_setup_teardown(undoing_an_undo_is_where_it_was, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    the_ledger_as_it_was_recorded_is_that_of_the_plain_model, open_store, close_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
