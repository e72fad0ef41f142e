/* Joining ledgers: set union, whatever the order, the portions and the repetitions. */
#include "ledger/line.h"
#include "ledger_world.h"
#include "model/db.h"
#include "model/derive.h"
#include "support.h"
#include <dateline/edit.h>
#include <dateline/share.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_error err;
static uint64_t rolled;

static void roll(void *user, unsigned char *bytes, size_t count)
{
	(void)user;
	for (size_t i = 0; i < count; i++)
		bytes[i] = (unsigned char)(++rolled >> (8 * (i % 4)));
}

static dtl_db open_db(void)
{
	dtl_db db = { .dice = { roll, NULL } };
	assert_ok(dtl_store_open(&db.store, "", DTL_STORE_MEMORY, &err));
	return db;
}

static void close_db(dtl_db *db)
{
	dtl_store_close(db->store);
}

/* ---- Lines as text ---- */

static dtl_kind kind_of(const char *name)
{
	for (dtl_kind kind = DTL_EVENT; kind <= DTL_CLAIM; kind++)
		if (strcmp(name, dtl_kind_name(kind)) == 0)
			return kind;
	fail_msg("no kind %s", name);
	return DTL_EVENT;
}

static dtl_line line_of(const plain_line *p)
{
	dtl_line line = { .type = p->header ? DTL_LINE_HEADER : DTL_LINE_CLAIM };
	assert_true(dtl_uid_parse(line.header.uid, p->uid));
	line.header.n = p->n;
	line.header.recorded_at = p->recorded;
	line.claim.position = p->position;
	if (p->header)
		return line;
	line.claim.kind = kind_of(p->kind);
	line.claim.key = p->key;
	line.claim.patch = p->patch;
	line.claim.patch_len = strlen(p->patch);
	line.claim.has_known = line.claim.kind < DTL_KINDS;
	line.claim.known_at = p->known;
	line.claim.source = *p->source ? p->source : NULL;
	line.claim.lane = p->lane;
	line.claim.rank = p->rank;
	line.claim.snapshot = p->snapshot;
	return line;
}

static void add_line(dtl_text *out, const dtl_line *line)
{
	dtl_line_print(line, out);
	dtl_text_add_char(out, '\n');
	assert_false(dtl_text_failed(out));
}

/* Lines from..to of a ledger, as a dump without its first line; free it. */
static char *text_of(const plain_ledger *l, size_t from, size_t to)
{
	dtl_text out = DTL_TEXT_INIT;
	for (size_t i = from; i < to; i++) {
		dtl_line line = line_of(&l->lines[i]);
		add_line(&out, &line);
	}
	dtl_text_add(&out, "");
	return dtl_text_take(&out);
}

typedef struct heard {
	char text[4096];
} heard;

static void hear(void *user, const dtl_finding *f)
{
	heard *h = user;
	size_t len = strlen(h->text);
	snprintf(h->text + len, sizeof(h->text) - len, "%s %s %s: %s\n", f->what, f->kind, f->id, f->text);
}

static void hear_left(void *user, const char *name, const dtl_error *why)
{
	heard *h = user;
	size_t len = strlen(h->text);
	snprintf(h->text + len, sizeof(h->text) - len, "%s:%ld: %s\n", name, why->line, why->text);
}

static dtl_load_counts counts;

static dtl_status try_load(dtl_db *db, const char *text, const dtl_load_options *options, heard *found)
{
	dtl_load *load = NULL;
	FILE *in = *text ? fmemopen((void *)(uintptr_t)text, strlen(text), "rb") : tmpfile();
	assert_non_null(in);
	dtl_status status = dtl_load_begin(&load, db, options, &err);
	if (status == DTL_OK)
		status = dtl_load_dump(load, in, "in.dump", &err);
	if (status == DTL_OK)
		status = dtl_load_commit(load, &counts, found ? hear : NULL, found, &err);
	dtl_load_free(load);
	fclose(in);
	return status;
}

static void load(dtl_db *db, const char *text)
{
	dtl_load_options options = { 0 };
	if (*text)
		assert_ok(try_load(db, text, &options, NULL));
}

static char *dump(dtl_db *db)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	assert_non_null(out);
	assert_ok(dtl_dump(db, out, NULL, &err));
	fclose(out);
	return text;
}

/* The same rows as if everything were derived anew; gives them. */
static char *derived(dtl_db *db)
{
	dtl_deriver deriver = { .db = db->store };
	char *rows = dump_derived(db->store);
	assert_ok(dtl_store_begin(db->store, &err));
	assert_ok(dtl_derive_all(&deriver, &err));
	char *anew = dump_derived(db->store);
	dtl_store_rollback(db->store);
	dtl_deriver_free(&deriver);
	assert_string_equal(rows, anew);
	free(anew);
	return rows;
}

/* Two timelines hold and show the same. */
static void assert_same(dtl_db *a, dtl_db *b)
{
	char *lines_a = dump(a), *lines_b = dump(b), *rows_a = derived(a), *rows_b = derived(b);
	assert_string_equal(lines_a, lines_b);
	assert_string_equal(rows_a, rows_b);
	free(lines_a);
	free(lines_b);
	free(rows_a);
	free(rows_b);
}

/* ---- Properties ---- */

typedef void (*property)(dice_box *d, plain_ledger replicas[REPLICAS]);

static void for_histories(property holds)
{
	for (size_t seed = 0, seeds = seeds_to_run(25); seed < seeds; seed++) {
		dice_box d = dice_of(seed + 1);
		plain_ledger replicas[REPLICAS] = { { 0 } };
		history_shape shape = { 15 + throw_below(&d, 40), 2 + throw_below(&d, 5) };
		random_history(&d, &shape, replicas);
		holds(&d, replicas);
		for (size_t i = 0; i < REPLICAS; i++)
			plain_free(&replicas[i]);
	}
}

static void load_ledger(dtl_db *db, const plain_ledger *l)
{
	char *text = text_of(l, 0, l->count);
	load(db, text);
	free(text);
}

static void dumps_again_the_same(dice_box *d, plain_ledger replicas[REPLICAS])
{
	(void)d;
	dtl_db one = open_db(), two = open_db();
	load_ledger(&one, &replicas[0]);
	char *first = dump(&one);
	load(&two, first);
	assert_same(&one, &two);
	load(&two, first);
	assert_int_equal(counts.changesets + counts.claims + counts.purged, 0);
	free(first);
	close_db(&one);
	close_db(&two);
}

static void a_dump_loaded_into_an_empty_timeline_dumps_the_same_bytes(void **state)
{
	(void)state;
	for_histories(dumps_again_the_same);
}

/* (a ∪ b) ∪ c against c ∪ (b ∪ a), with a once more. */
static void joins_alike(dice_box *d, plain_ledger replicas[REPLICAS])
{
	dtl_db one = open_db(), two = open_db(), part = open_db();
	(void)d;
	for (size_t i = 0; i < REPLICAS; i++)
		load_ledger(&one, &replicas[i]);
	load_ledger(&part, &replicas[1]);
	load_ledger(&part, &replicas[0]);
	load_ledger(&two, &replicas[2]);
	char *text = dump(&part);
	load(&two, text);
	load_ledger(&two, &replicas[0]);
	assert_same(&one, &two);
	free(text);
	close_db(&one);
	close_db(&two);
	close_db(&part);
}

static void loading_is_associative_commutative_and_idempotent(void **state)
{
	(void)state;
	for_histories(joins_alike);
}

static void takes_any_order(dice_box *d, plain_ledger replicas[REPLICAS])
{
	dtl_db one = open_db(), two = open_db();
	plain_ledger all = { 0 };
	for (size_t i = 0; i < REPLICAS; i++)
		plain_join(&all, &replicas[i]);
	load_ledger(&one, &all);
	shuffle_lines(d, &all);
	/* In portions, each of which begins a little before the last one ended. */
	for (size_t at = 0; at < all.count;) {
		size_t to = at + 1 + throw_below(d, all.count), from = at > 3 ? at - throw_below(d, 3) : 0;
		char *text = text_of(&all, from, to < all.count ? to : all.count);
		load(&two, text);
		free(text);
		at = to;
		free(derived(&two));
	}
	assert_same(&one, &two);
	plain_free(&all);
	close_db(&one);
	close_db(&two);
}

static void lines_come_in_any_order_and_in_any_portions(void **state)
{
	(void)state;
	for_histories(takes_any_order);
}

/* Lines that are missing where others speak of them: gaps, claims without a header, acts on what is not here. */
static size_t count_missing(const plain_ledger *l)
{
	size_t missing = 0;
	for (size_t i = 0; i < l->count; i++) {
		const plain_line *line = &l->lines[i];
		bool header = line->header, before = line->position == 0;
		for (size_t k = 0; k < l->count && !line->header; k++) {
			const plain_line *other = &l->lines[k];
			bool same = strcmp(other->uid, line->uid) == 0;
			header = header || (same && other->header);
			before = before || (same && !other->header && other->position == line->position - 1);
		}
		missing += (size_t)!header + (size_t)!before;
	}
	return missing;
}

static void takes_any_subset(dice_box *d, plain_ledger replicas[REPLICAS])
{
	dtl_db one = open_db(), two = open_db();
	plain_ledger some = { 0 };
	heard found = { "" };
	for (size_t i = 0; i < replicas[0].count; i++)
		if (throw_chance(d, 80))
			plain_add(&some, &replicas[0].lines[i]);
	load_ledger(&one, &some);
	free(derived(&one));
	assert_ok(dtl_db_check(&one, false, hear, &found, &err));
	if (count_missing(&some))
		assert_contains(found.text, "ledger changeset");
	/* The rest makes it whole, as if nothing had ever been missing. */
	load_ledger(&one, &replicas[0]);
	load_ledger(&two, &replicas[0]);
	assert_same(&one, &two);
	plain_free(&some);
	close_db(&one);
	close_db(&two);
}

static void any_subset_of_lines_loads_and_check_names_what_is_missing(void **state)
{
	(void)state;
	for_histories(takes_any_subset);
}

/* ---- Purges ---- */

static dtl_line header_of(char c, int64_t n)
{
	plain_line p = a_header(c, n, 100 + n);
	return line_of(&p);
}

static dtl_line claim_of(const plain_line *p, const char *quote)
{
	dtl_line line = line_of(p);
	line.claim.quote = quote;
	return line;
}

static size_t found_quotes(dtl_db *db)
{
	char *rows = dump_query(
	    db->store, "SELECT count(*) || '' FROM quote_search WHERE quote_search MATCH 'agreed'");
	size_t count = (size_t)strtoul(rows, NULL, 10);
	free(rows);
	assert_ok(dtl_store_exec(
	    db->store, "INSERT INTO quote_search(quote_search, rank) VALUES('integrity-check', 1)", &err));
	return count;
}

static void a_purge_wins_over_its_claim_whichever_comes_first(void **state)
{
	(void)state;
	/* header a, claims a/0 and a/1, purge of a/1; each order of the four. */
	plain_line first = a_claim('a', 0, "x", "{\"title\":\"X\"}", 10),
		   second = a_claim('a', 1, "x", "{\"title\":\"Y\"}", 20);
	dtl_line lines[] = { header_of('a', 1), claim_of(&first, "they agreed"),
		claim_of(&second, "all agreed"), header_of('a', 1) };
	lines[3].type = DTL_LINE_PURGED;
	lines[3].claim.position = 1;
	dtl_db whole = open_db();
	for (size_t order = 0; order < 24; order++) {
		dtl_db db = open_db();
		size_t left[] = { 0, 1, 2, 3 }, count = 4, number = order;
		for (; count > 0; count--) {
			dtl_text text = DTL_TEXT_INIT;
			size_t pick = number % count;
			number /= count;
			add_line(&text, &lines[left[pick]]);
			left[pick] = left[count - 1];
			load(&db, dtl_text_str(&text));
			dtl_text_free(&text);
			free(derived(&db));
		}
		assert_int_equal(found_quotes(&db), 1);
		char *title = dump_query(db.store, "SELECT title FROM event");
		assert_string_equal(title, "X\n");
		free(title);
		if (order == 0) {
			char *text = dump(&db);
			load(&whole, text);
			assert_null(strstr(text, "all agreed"));
			assert_non_null(strstr(text, "\"purged\""));
			free(text);
		}
		assert_same(&db, &whole);
		close_db(&db);
	}
	close_db(&whole);
}

static void purged_acts_no_longer_count(void **state)
{
	(void)state;
	dtl_db db = open_db();
	dtl_text text = DTL_TEXT_INIT;
	plain_line claim = a_claim('a', 0, "x", "{\"title\":\"X\"}", 10);
	plain_line act = an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}");
	dtl_line lines[] = { header_of('a', 1), line_of(&claim), header_of('b', 2), line_of(&act) };
	for (size_t i = 0; i < 4; i++)
		add_line(&text, &lines[i]);
	load(&db, dtl_text_str(&text));
	char *rows = dump_query(db.store, "SELECT title FROM event");
	assert_string_equal(rows, "");
	free(rows);
	dtl_text_clear(&text);
	lines[3].type = DTL_LINE_PURGED;
	add_line(&text, &lines[3]);
	load(&db, dtl_text_str(&text));
	assert_int_equal(counts.purged, 1);
	rows = dump_query(db.store, "SELECT title FROM event");
	assert_string_equal(rows, "X\n");
	free(rows);
	free(derived(&db));
	dtl_text_free(&text);
	close_db(&db);
}

/* ---- Damage ---- */

static char *three_lines(void)
{
	dtl_text text = DTL_TEXT_INIT;
	plain_line one = a_claim('a', 0, "x", "{\"title\":\"X\"}", 10),
		   two = a_claim('a', 1, "y", "{\"title\":\"Y\"}", 20);
	dtl_line lines[] = { header_of('a', 1), line_of(&one), line_of(&two) };
	for (size_t i = 0; i < 3; i++)
		add_line(&text, &lines[i]);
	return dtl_text_take(&text);
}

static void a_damaged_line_is_refused_by_its_number_and_changes_nothing(void **state)
{
	(void)state;
	dtl_db db = open_db();
	char *text = three_lines();
	*strstr(text, "\"Y\"") = '\'';
	dtl_load_options options = { 0 };
	assert_status(try_load(&db, text, &options, NULL), DTL_E_DAMAGED);
	assert_int_equal(err.line, 3);
	char *lines = dump(&db),
	     *rows = dump_query(db.store, "SELECT key FROM entity UNION ALL SELECT hex(uid) FROM changeset");
	assert_int_equal(strlen(lines), strlen("{\"crc\":\"00000000\",\"format\":\"dateline-dump/1\"}\n"));
	assert_string_equal(rows, "");
	free(rows);
	free(lines);
	free(text);
	close_db(&db);
}

static void a_damaged_line_is_left_where_that_is_wanted(void **state)
{
	(void)state;
	dtl_db db = open_db();
	heard left = { "" };
	char *text = three_lines();
	*strstr(text, "\"X\"") = '\'';
	dtl_load_options options = { .keep_going = true, .left = hear_left, .user = &left };
	assert_ok(try_load(&db, text, &options, NULL));
	assert_int_equal(counts.left, 1);
	assert_int_equal(counts.claims, 1);
	assert_contains(left.text, "in.dump:2: ");
	char *rows = dump_query(db.store, "SELECT title FROM event");
	assert_string_equal(rows, "Y\n");
	free(rows);
	free(text);
	close_db(&db);
}

static void the_same_id_with_other_bytes_names_both_places(void **state)
{
	(void)state;
	dtl_db db = open_db();
	dtl_load_options options = { 0 };
	dtl_text text = DTL_TEXT_INIT;
	char *lines = three_lines();
	plain_line other = a_claim('a', 1, "y", "{\"title\":\"Z\"}", 20);
	dtl_line line = line_of(&other);
	dtl_text_add(&text, lines);
	add_line(&text, &line);
	assert_status(try_load(&db, dtl_text_str(&text), &options, NULL), DTL_E_DAMAGED);
	assert_int_equal(err.line, 4);
	assert_contains(err.text, "in.dump:3 with other bytes");
	load(&db, lines);
	dtl_text_clear(&text);
	add_line(&text, &line);
	assert_status(try_load(&db, dtl_text_str(&text), &options, NULL), DTL_E_DAMAGED);
	assert_int_equal(err.line, 1);
	assert_contains(err.text, ":memory: with other bytes");
	dtl_text_clear(&text);
	line = header_of('a', 2);
	add_line(&text, &line);
	assert_status(try_load(&db, dtl_text_str(&text), &options, NULL), DTL_E_DAMAGED);
	assert_contains(err.text, "changeset 'aaaa");
	/* Left, with what came first standing. */
	heard left = { "" };
	options = (dtl_load_options){ .keep_going = true, .left = hear_left, .user = &left };
	line = line_of(&other);
	add_line(&text, &line);
	assert_ok(try_load(&db, dtl_text_str(&text), &options, NULL));
	assert_int_equal(counts.left, 2);
	char *now = dump(&db);
	assert_non_null(strstr(now, "\"Y\""));
	assert_null(strstr(now, "\"Z\""));
	free(now);
	free(lines);
	dtl_text_free(&text);
	close_db(&db);
}

static void what_is_no_dump_is_called_that(void **state)
{
	(void)state;
	static const char *const texts[][2] = {
		{ "", "empty" },
		{ "BEGIN:VCALENDAR\r\n", "neither a dump nor a timeline" },
		{ "{\"format\": \"dateline/1\",\n", "dateline/1 document" },
		{ "SQLite format 3 and so on", "a file that has a name" },
	};
	dtl_db db = open_db();
	heard left = { "" };
	dtl_load_options options = { .keep_going = true, .left = hear_left, .user = &left };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_true(try_load(&db, texts[i][0], &options, NULL) != DTL_OK);
		assert_contains(err.text, texts[i][1]);
	}
	assert_string_equal(left.text, "");
	close_db(&db);
}

static void a_line_without_end_is_left_and_the_next_one_taken(void **state)
{
	(void)state;
	enum { LONG = 65 << 20 };
	dtl_db db = open_db();
	dtl_load *load = NULL;
	heard left = { "" };
	dtl_load_options options = { .keep_going = true, .left = hear_left, .user = &left };
	char *lines = three_lines();
	FILE *in = tmpfile();
	char *block = malloc(LONG);
	assert_non_null(block);
	memset(block, 'x', LONG);
	fprintf(in, "{\"crc\":\"541b694c\",\"format\":\"dateline-dump/1\"}\n");
	assert_int_equal(fwrite(block, 1, LONG, in), LONG);
	fprintf(in, "\n%s", lines);
	rewind(in);
	assert_ok(dtl_load_begin(&load, &db, &options, &err));
	assert_ok(dtl_load_dump(load, in, "in.dump", &err));
	assert_ok(dtl_load_commit(load, &counts, NULL, NULL, &err));
	assert_int_equal(counts.claims, 2);
	assert_string_equal(left.text, "in.dump:2: a line of more than 64 MiB\n");
	dtl_load_free(load);
	fclose(in);
	free(block);
	free(lines);
	close_db(&db);
}

static void a_dry_run_says_what_would_come_and_changes_nothing(void **state)
{
	(void)state;
	dtl_db db = open_db();
	char *text = three_lines();
	dtl_load_options options = { .dry_run = true };
	assert_ok(try_load(&db, text, &options, NULL));
	assert_int_equal(counts.changesets, 1);
	assert_int_equal(counts.claims, 2);
	char *rows = dump_query(db.store, "SELECT key FROM entity");
	assert_string_equal(rows, "");
	free(rows);
	free(text);
	close_db(&db);
}

static void what_did_not_change_is_not_derived_again(void **state)
{
	(void)state;
	dtl_db db = open_db();
	dtl_text text = DTL_TEXT_INIT;
	char *lines = three_lines();
	load(&db, lines);
	/* The numbers of rows are new where an event is derived again. */
	char *before = dump_query(db.store,
	    "SELECT e.id || ' ' || e.text FROM event e JOIN entity n ON n.id = e.event WHERE n.key = 'x'");
	plain_line more = a_claim('b', 0, "y", "{\"title\":\"Why\"}", 30);
	dtl_line added[] = { header_of('b', 2), line_of(&more) };
	add_line(&text, &added[0]);
	add_line(&text, &added[1]);
	dtl_text_add(&text, lines);
	load(&db, dtl_text_str(&text));
	char *after = dump_query(db.store,
	    "SELECT e.id || ' ' || e.text FROM event e JOIN entity n ON n.id = e.event WHERE n.key = 'x'");
	assert_string_equal(before, after);
	free(after);
	after =
	    dump_query(db.store, "SELECT title FROM event WHERE known_to = 9223372036854775807 ORDER BY 1");
	assert_string_equal(after, "Why\nX\n");
	free(before);
	free(after);
	free(lines);
	dtl_text_free(&text);
	close_db(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dump_loaded_into_an_empty_timeline_dumps_the_same_bytes),
		cmocka_unit_test(loading_is_associative_commutative_and_idempotent),
		cmocka_unit_test(lines_come_in_any_order_and_in_any_portions),
		cmocka_unit_test(any_subset_of_lines_loads_and_check_names_what_is_missing),
		cmocka_unit_test(a_purge_wins_over_its_claim_whichever_comes_first),
		cmocka_unit_test(purged_acts_no_longer_count),
		cmocka_unit_test(a_damaged_line_is_refused_by_its_number_and_changes_nothing),
		cmocka_unit_test(a_damaged_line_is_left_where_that_is_wanted),
		cmocka_unit_test(the_same_id_with_other_bytes_names_both_places),
		cmocka_unit_test(what_is_no_dump_is_called_that),
		cmocka_unit_test(a_line_without_end_is_left_and_the_next_one_taken),
		cmocka_unit_test(a_dry_run_says_what_would_come_and_changes_nothing),
		cmocka_unit_test(what_did_not_change_is_not_derived_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
