/* Rules in English: "every 2 weeks on Monday and Friday, 10 times". */
#include "dates/out.h"
#include "dates/recurrence_parts.h"
#include "dates/rule.h"
#include <string.h>

static const char *const weekdays[] = { "", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday" };
static const char *const months[] = { "", "January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December" };

static void number(dtl_out *out, int64_t n)
{
	dtl_out_int(out, n, 1);
}

/* "1st", "22nd" */
static void ordinal(dtl_out *out, int n)
{
	static const char *const ends[] = { "th", "st", "nd", "rd" };
	bool teen = n % 100 >= 11 && n % 100 <= 13;
	number(out, n);
	dtl_out_text(out, !teen && n % 10 <= 3 ? ends[n % 10] : "th");
}

/* "last", "2nd last" */
static void from_end(dtl_out *out, int n)
{
	if (n > 1) {
		ordinal(out, n);
		dtl_out_char(out, ' ');
	}
	dtl_out_text(out, "last");
}

/* A list in the making: "a, b and c" needs to know how many are to come. */
typedef struct list {
	dtl_out *out;
	int count, at;
} list;

static int count_bits(const uint64_t bits[6])
{
	int count = 0;
	for (int i = 0; i < 6; i++)
		for (uint64_t left = bits[i]; left; left &= left - 1)
			count++;
	return count;
}

static bool has(const uint64_t bits[6], int n)
{
	return bits[n / 64] >> (n % 64) & 1;
}

static void next(list *l)
{
	if (l->at > 0)
		dtl_out_text(l->out, l->at + 1 == l->count ? " and " : ", ");
	l->at++;
}

static void named(dtl_out *out, const dtl_by *by, const char *const *names, int most)
{
	list l = { out, count_bits(by->plus), 0 };
	for (int i = 1; i <= most; i++)
		if (has(by->plus, i)) {
			next(&l);
			dtl_out_text(out, names[i]);
		}
}

/* "the 1st and the last" of numbers of either sign. */
static void ordinals(dtl_out *out, const dtl_by *by, int most)
{
	list l = { out, count_bits(by->plus) + count_bits(by->minus), 0 };
	for (int i = 1; i <= most; i++)
		if (has(by->plus, i)) {
			next(&l);
			dtl_out_text(out, "the ");
			ordinal(out, i);
		}
	for (int i = most; i >= 1; i--)
		if (has(by->minus, i)) {
			next(&l);
			dtl_out_text(out, "the ");
			from_end(out, i);
		}
}

static int count_nth(const dtl_rule *r)
{
	int count = 0;
	for (int d = 1; d <= 7; d++)
		count += count_bits(r->nth[d].plus) + count_bits(r->nth[d].minus) + has(r->weekday.plus, d);
	return count;
}

/* "the 1st Monday and the last Friday" */
static void numbered_weekdays(dtl_out *out, const dtl_rule *r)
{
	list l = { out, count_nth(r), 0 };
	for (int d = 1; d <= 7; d++) {
		for (int i = -53; i <= 53; i++) {
			if (!(i < 0      ? has(r->nth[d].minus, -i)
				: i == 0 ? has(r->weekday.plus, d)
					 : has(r->nth[d].plus, i)))
				continue;
			next(&l);
			dtl_out_text(out, i == 0 ? "every " : "the ");
			if (i < 0)
				from_end(out, -i);
			else if (i > 0)
				ordinal(out, i);
			dtl_out_text(out, i == 0 ? "" : " ");
			dtl_out_text(out, weekdays[d]);
		}
	}
}

static void two_digits(dtl_out *out, int n)
{
	dtl_out_int(out, n, 2);
}

/* "at 9:00 and 17:30"; what the rule leaves open is the start's. */
static void times(dtl_out *out, const dtl_rule *r)
{
	int hours = count_bits(r->hour.plus), minutes = count_bits(r->minute.plus);
	if (!hours || hours * (minutes ? minutes : 1) > 6) {
		if (minutes) {
			dtl_out_text(out, ", at certain minutes");
		} else if (hours) {
			dtl_out_text(out, ", at ");
			number(out, hours);
			dtl_out_text(out, " hours of the day");
		}
		return;
	}
	list l = { out, hours * (minutes ? minutes : 1), 0 };
	dtl_out_text(out, " at ");
	for (int h = 0; h < 24; h++)
		for (int m = 0; has(r->hour.plus, h) && m < (minutes ? 60 : 1); m++) {
			if (minutes && !has(r->minute.plus, m))
				continue;
			next(&l);
			two_digits(out, h);
			dtl_out_text(out, minutes ? ":" : "h");
			if (minutes)
				two_digits(out, m);
		}
}

static void frequency(dtl_out *out, const dtl_rule *r)
{
	static const char *const units[] = { "second", "minute", "hour", "day", "week", "month", "year" };
	dtl_out_text(out, "every ");
	if (r->interval > 1) {
		number(out, r->interval);
		dtl_out_char(out, ' ');
	}
	dtl_out_text(out, units[r->freq]);
	dtl_out_text(out, r->interval > 1 ? "s" : "");
}

static void days(dtl_out *out, const dtl_rule *r)
{
	if (r->any_nth) {
		dtl_out_text(out, " on ");
		numbered_weekdays(out, r);
	} else if (r->weekday.any) {
		dtl_out_text(out, " on ");
		named(out, &r->weekday, weekdays, 7);
	}
	if (r->monthday.any) {
		dtl_out_text(out, r->weekday.any || r->any_nth ? " that is " : " on ");
		ordinals(out, &r->monthday, 31);
	}
	if (r->yearday.any) {
		dtl_out_text(out, " on ");
		ordinals(out, &r->yearday, 366);
		dtl_out_text(out, " day of the year");
	}
	if (r->weekno.any) {
		dtl_out_text(out, " in ");
		ordinals(out, &r->weekno, 53);
		dtl_out_text(out, " week of the year");
	}
	if (r->month.any) {
		dtl_out_text(out, r->monthday.any || r->any_nth ? " of " : " in ");
		named(out, &r->month, months, 12);
	}
	if (r->setpos.any) {
		dtl_out_text(out, ", of these ");
		ordinals(out, &r->setpos, 366);
	}
}

size_t dtl_rule_words(char *buf, size_t size, const dtl_rule *r, bool day)
{
	dtl_out out = dtl_out_to(buf, size);
	char until[32];
	frequency(&out, r);
	days(&out, r);
	if (!day)
		times(&out, r);
	if (r->foreign)
		dtl_out_text(&out, ", by another calendar or with days moved");
	if (r->count) {
		dtl_out_text(&out, ", ");
		number(&out, r->count);
		dtl_out_text(&out, r->count == 1 ? " time" : " times");
	}
	if (r->has_until) {
		dtl_wall_print(until, r->until, true);
		char words[DTL_WORDS_MAX];
		dtl_date_people(words, sizeof(words), until, NULL, NULL);
		dtl_out_text(&out, ", until ");
		dtl_out_text(&out, words);
	}
	return dtl_out_end(&out);
}

static void count_of(dtl_out *out, size_t count, const char *one, const char *several)
{
	if (!count)
		return;
	dtl_out_text(out, "; ");
	number(out, (int64_t)count);
	dtl_out_char(out, ' ');
	dtl_out_text(out, count == 1 ? one : several);
}

size_t dtl_recurrence_words(char *buf, size_t size, const dtl_recurrence *r)
{
	dtl_out out = dtl_out_to(buf, size);
	char words[512];
	for (size_t i = 0; i < r->rules.count; i++) {
		dtl_rule_words(words, sizeof(words), &r->rules.items[i], r->day);
		dtl_out_text(&out, i ? "; and " : "");
		dtl_out_text(&out, words);
	}
	if (!r->rules.count) {
		number(&out, (int64_t)r->rdates.count + 1);
		dtl_out_text(&out, " dates");
	} else {
		count_of(&out, r->rdates.count, "date more", "dates more");
	}
	for (size_t i = 0; i < r->exrules.count; i++) {
		dtl_rule_words(words, sizeof(words), &r->exrules.items[i], r->day);
		dtl_out_text(&out, "; not ");
		dtl_out_text(&out, words);
	}
	count_of(&out, r->exdates.count, "left out", "left out");
	size_t cancelled = 0;
	for (size_t i = 0; i < r->instance_count; i++)
		cancelled += r->instances[i].cancelled;
	count_of(&out, cancelled, "cancelled", "cancelled");
	count_of(&out, r->instance_count - cancelled, "changed", "changed");
	return dtl_out_end(&out);
}
