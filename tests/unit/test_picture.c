/* The picture: nothing stands on anything else, and what is only possible is never drawn solid. */
#include "formats/markup.h"
#include "formats/gather.h"
#include "formats/picture_time.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 40, MOST = 300 };

static dtl_error err;

static uint32_t state = 1;

static uint32_t roll(uint32_t sides)
{
	state = state * 1664525u + 1013904223u;
	return (state >> 8) % sides;
}

static dtl_event event_of(const char *edtf, const char *title)
{
	dtl_event e = { .id = title, .key = title, .title = title, .edtf = edtf, .type = "talks" };
	if (edtf)
		assert_ok(dtl_date_parse(&e.date, edtf, NULL, &err));
	return e;
}

static dtl_picture picture_of(const dtl_event *events, size_t count, dtl_group_by by, size_t lanes)
{
	dtl_labels labels = { 0 };
	dtl_picture p = {
		.by = by, .lane_limit = lanes, .title = "T", .caption = "C", .today = DTL_TIME_MIN
	};
	for (size_t i = 0; i < count; i++)
		dtl_picture_add(&p, &labels, &events[i]);
	assert_ok(dtl_picture_layout(&p, &err));
	dtl_labels_free(&labels);
	return p;
}

static char *drawn(const dtl_picture *p)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_picture_draw(p, &text, true);
	assert_false(dtl_text_failed(&text));
	return dtl_text_take(&text);
}

/* From the left end of a mark to the right end of its label. */
static void extent(const dtl_mark *m, double *from, double *to)
{
	double text = dtl_markup_width(m->title, 56) * 6.4 + 6 + (dtl_mark_is_band(m) ? 14 : 0);
	*from = m->leftward ? m->label - text : m->x0;
	*to = m->leftward ? m->x1 : m->label + text;
}

static void assert_nothing_overlaps(const dtl_picture *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const dtl_mark *a = &p->marks[i];
		assert_true(a->lane < p->lane_count);
		assert_true(a->row < p->lanes[a->lane].rows);
		for (size_t j = i + 1; j < p->count; j++) {
			const dtl_mark *b = &p->marks[j];
			double from, to, next, end;
			if (a->lane != b->lane || a->row != b->row)
				continue;
			extent(a, &from, &to);
			extent(b, &next, &end);
			assert_true(to <= next + 0.01 || end <= from + 0.01);
		}
	}
}

static const char *const words[] = { "Talks",
	"A dialogue on a great many things that are of interest to both sides", "中美战略安全对话第五轮会谈",
	"Ü", "<script>alert(1)</script>", "a & b \"c\" 'd'" };

static void random_events(dtl_event *events, char (*dates)[64], size_t count)
{
	static const char *const statuses[] = { NULL, "rumoured", "expected", "held", "cancelled" };
	for (size_t i = 0; i < count; i++) {
		int year = 1990 + (int)roll(40), month = 1 + (int)roll(12);
		switch (roll(6)) {
		case 0: snprintf(dates[i], 64, "%d", year); break;
		case 1: snprintf(dates[i], 64, "%d-%02d", year, month); break;
		case 2: snprintf(dates[i], 64, "%d-%02d-10/%d-%02d-12", year, month, year, month); break;
		case 3: snprintf(dates[i], 64, "../%d-%02d-10", year, month); break;
		case 4: snprintf(dates[i], 64, "%d-%02d/..", year, month); break;
		default: snprintf(dates[i], 64, "%d-%02d-%02d", year, month, 1 + (int)roll(28)); break;
		}
		events[i] = event_of(dates[i], words[roll(6)]);
		events[i].type = (const char *[]){ "talks", "summit", "visit", NULL }[roll(4)];
		events[i].status = statuses[roll(5)];
	}
}

static void nothing_stands_on_anything_else(void **unused)
{
	(void)unused;
	static dtl_event events[MOST];
	static char dates[MOST][64];
	for (int round = 0; round < ROUNDS; round++) {
		size_t count = 1 + roll(MOST);
		random_events(events, dates, count);
		dtl_picture p =
		    picture_of(events, count, roll(2) ? DTL_GROUP_TYPE : DTL_GROUP_NONE, 1 + roll(4));
		assert_int_equal(p.count, count);
		assert_nothing_overlaps(&p);
		dtl_picture_free(&p);
	}
}

static size_t occurrences(const char *text, const char *part)
{
	size_t count = 0;
	for (; (text = strstr(text, part)) != NULL; text++)
		count++;
	return count;
}

static void what_is_possible_is_a_band_and_what_is_certain_is_solid(void **unused)
{
	(void)unused;
	static const struct {
		const char *edtf;
		size_t bands, cores, arrows;
	} rows[] = {
		{ "2013-07-08", 0, 0, 0 },            /* a shape */
		{ "2013-05-01/2013-07-20", 0, 1, 0 }, /* known to the day */
		{ "2013-07", 1, 0, 0 },               /* some day of it */
		{ "2013-05/2013-08", 1, 1, 0 },       /* June and most of July for certain */
		{ "../2013-07-08", 0, 0, 1 },
		{ "2013-07-08/..", 0, 0, 1 },
		{ "[2013-05-01,2013-08-01]", 1, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const dtl_event events[] = { event_of("2012-01-01", "a"), event_of(rows[i].edtf, "b"),
			event_of("2014-12-31", "c") };
		dtl_picture p = picture_of(events, 3, DTL_GROUP_NONE, 9);
		char *text = drawn(&p);
		assert_int_equal(
		    occurrences(text, "class=\"band ") - occurrences(text, "possible days"), rows[i].bands);
		assert_int_equal(occurrences(text, "class=\"core "), rows[i].cores);
		assert_int_equal(occurrences(text, " arrow\""), rows[i].arrows);
		free(text);
		dtl_picture_free(&p);
	}
}

static void what_others_wrote_stays_text(void **unused)
{
	(void)unused;
	dtl_event e = event_of("2013-07-08", "<script>\x01\"&'</title>]]>");
	e.url = "javascript:alert(1)";
	dtl_picture p = picture_of(&e, 1, DTL_GROUP_NONE, 9);
	p.title = p.caption = "</svg><b>";
	char *text = drawn(&p);
	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "javascript"));
	assert_null(strstr(text, "<b>"));
	assert_contains(text, "&lt;script&gt;");
	assert_int_equal(occurrences(text, "</svg>"), 1);
	free(text);
	dtl_picture_free(&p);
}

static void a_long_title_is_cut_and_a_missing_date_counted(void **unused)
{
	(void)unused;
	size_t len = 1 << 20;
	char *title = malloc(len + 1);
	assert_non_null(title);
	memset(title, 'x', len);
	title[len] = '\0';
	const dtl_event events[] = { event_of("2013", title), event_of(NULL, "undated") };
	dtl_picture p = picture_of(events, 2, DTL_GROUP_TYPE, 9);
	assert_int_equal(p.count, 1);
	assert_int_equal(p.undated, 1);
	char *text = drawn(&p);
	/* Only the id, by which a page finds it, is whole. */
	assert_true(strlen(text) < len + 10000);
	free(text);
	dtl_picture_free(&p);
	free(title);
}

static void lanes_beyond_the_limit_are_one(void **unused)
{
	(void)unused;
	dtl_event events[] = { event_of("2013", "a"), event_of("2013", "b"), event_of("2012", "c"),
		event_of("2011", "d"), event_of("2010", "e") };
	static const char *const types[] = { "talks", "talks", "summit", "visit", NULL };
	for (size_t i = 0; i < 5; i++)
		events[i].type = types[i];
	dtl_picture p = picture_of(events, 5, DTL_GROUP_TYPE, 9);
	assert_int_equal(p.lane_count, 4);
	assert_string_equal(p.lanes[0].group, "visit"); /* the first of them comes first */
	assert_null(p.lanes[3].group);
	dtl_picture_free(&p);
	p = picture_of(events, 5, DTL_GROUP_TYPE, 1);
	assert_int_equal(p.lane_count, 2);
	assert_string_equal(p.lanes[0].group, "talks"); /* the fullest stays */
	assert_int_equal(p.lanes[1].rows > 0, 1);
	dtl_picture_free(&p);
}

static void nothing_at_all_is_a_picture(void **unused)
{
	(void)unused;
	dtl_picture p = picture_of(NULL, 0, DTL_GROUP_TYPE, 9);
	char *text = drawn(&p);
	assert_contains(text, "</svg>");
	free(text);
	dtl_picture_free(&p);
}

static void lines_are_neither_few_nor_many(void **unused)
{
	(void)unused;
	char name[40];
	for (int i = 0; i < 2000; i++) {
		int64_t from = ((int64_t)roll(4000000) - 2000000) * 86400;
		int64_t days = 3 + (int64_t)roll(1u << (2 + roll(18)));
		if (i % 10 == 0)
			days *= 1000000;
		dtl_ticks t = dtl_ticks_over(from, from + days * 86400);
		int count = 0;
		int64_t before = from, at;
		while (dtl_ticks_next(&t, &at, name, sizeof(name))) {
			assert_true(at > before && at < from + days * 86400);
			before = at;
			count++;
		}
		assert_in_range(count, 1, 17);
	}
	dtl_ticks t = dtl_ticks_over(0, 5 * 86400);
	int64_t at;
	assert_true(dtl_ticks_next(&t, &at, name, sizeof(name)));
	assert_string_equal(name, "2 Jan 1970");
	assert_true(dtl_ticks_next(&t, &at, name, sizeof(name)));
	assert_string_equal(name, "3 Jan");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_stands_on_anything_else),
		cmocka_unit_test(what_is_possible_is_a_band_and_what_is_certain_is_solid),
		cmocka_unit_test(what_others_wrote_stays_text),
		cmocka_unit_test(a_long_title_is_cut_and_a_missing_date_counted),
		cmocka_unit_test(lanes_beyond_the_limit_are_one),
		cmocka_unit_test(nothing_at_all_is_a_picture),
		cmocka_unit_test(lines_are_neither_few_nor_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
