/*
 * Running through a rule, period by period: a year, month, week, day … is cut
 * into the days that pass every BY part, each day into its times. What follows
 * from the start (its weekday, its day of the month) stands in for a BY part
 * that the rule leaves open.
 */
#include "dates/civil.h"
#include "dates/rule.h"
#include <string.h>

enum { IDLE_MOST = 20000, HOUR = 3600, MINUTE = 60 };

/* A day with all that the BY parts ask of it. */
typedef struct day_facts {
	int64_t day, year;
	int month, monthday, weekday, month_len, year_len, yearday;
} day_facts;

static int64_t last_second(void)
{
	return dtl_day_start(10000, 1, 1) - 1;
}

static bool has(const dtl_by *by, int n)
{
	return by->plus[n / 64] >> (n % 64) & 1;
}

static bool has_either(const dtl_by *by, int n, int from_end)
{
	return has(by, n) || (by->minus[from_end / 64] >> (from_end % 64) & 1);
}

static void put(dtl_by *by, int n)
{
	by->plus[n / 64] |= UINT64_C(1) << (n % 64);
	by->any = true;
}

static day_facts look_at(int64_t day)
{
	day_facts f = { .day = day };
	dtl_civil_from_days(day, &f.year, &f.month, &f.monthday);
	f.weekday = dtl_weekday(day);
	f.month_len = dtl_days_in_month(f.year, f.month);
	f.year_len = dtl_is_leap(f.year) ? 366 : 365;
	f.yearday = (int)(day - dtl_days_from_civil(f.year, 1, 1)) + 1;
	return f;
}

/* The first day of week 1 of a year: the first week with four days in it. */
static int64_t first_week(int64_t year, int week_start)
{
	int64_t fourth = dtl_days_from_civil(year, 1, 4);
	return fourth - dtl_floor_mod(dtl_weekday(fourth) - week_start, 7);
}

static bool week_fits(const dtl_rule *r, const day_facts *f)
{
	int64_t year = f->year;
	if (f->day < first_week(year, r->week_start))
		year--;
	else if (f->day >= first_week(year + 1, r->week_start))
		year++;
	int64_t begin = first_week(year, r->week_start);
	int count = (int)((first_week(year + 1, r->week_start) - begin) / 7);
	int week = (int)((f->day - begin) / 7) + 1;
	return has_either(&r->weekno, week, count - week + 1);
}

/* The number in BYDAY counts within the month, or in a yearly rule without BYMONTH within the year. */
static bool weekday_fits(const dtl_rule_walk *w, const day_facts *f)
{
	const dtl_rule *r = w->rule;
	bool in_year = r->freq == DTL_YEARLY && !r->month.any;
	int at = in_year ? f->yearday : f->monthday, len = in_year ? f->year_len : f->month_len;
	if (has(&w->weekday, f->weekday))
		return true;
	if (!r->any_nth || !r->nth[f->weekday].any)
		return false;
	if (r->freq < DTL_MONTHLY)
		return true;
	return has_either(&r->nth[f->weekday], (at - 1) / 7 + 1, (len - at) / 7 + 1);
}

static bool day_fits(const dtl_rule_walk *w, const day_facts *f)
{
	const dtl_rule *r = w->rule;
	if (w->month.any && !has(&w->month, f->month))
		return false;
	if (w->monthday.any && !has_either(&w->monthday, f->monthday, f->month_len - f->monthday + 1))
		return false;
	if (r->yearday.any && !has_either(&r->yearday, f->yearday, f->year_len - f->yearday + 1))
		return false;
	if (r->weekno.any && !week_fits(r, f))
		return false;
	return !(w->weekday.any || r->any_nth) || weekday_fits(w, f);
}

static void add_days(dtl_rule_walk *w, int64_t day, int count)
{
	for (int i = 0; i < count; i++) {
		day_facts f = look_at(day + i);
		if (day_fits(w, &f))
			w->bases[w->base_count++] = f.day * DTL_DAY;
	}
}

static int64_t unit_of(dtl_freq freq)
{
	return freq == DTL_HOURLY ? HOUR : freq == DTL_MINUTELY ? MINUTE : 1;
}

static int64_t first_base(const dtl_rule_walk *w)
{
	int64_t unit = unit_of(w->rule->freq);
	return dtl_floor_div(w->start, unit) * unit;
}

/* The next second at which a part of this time that does not fit is over; 0: all of it fits. */
static int64_t skip_to(const dtl_rule_walk *w, int64_t t)
{
	const dtl_rule *r = w->rule;
	day_facts f = look_at(dtl_day_of(t));
	int second = (int)(t - f.day * DTL_DAY);
	if (!day_fits(w, &f))
		return (f.day + 1) * DTL_DAY;
	if (r->hour.any && !has(&r->hour, second / HOUR))
		return t - second % HOUR + HOUR;
	if (r->freq < DTL_HOURLY && r->minute.any && !has(&r->minute, second / MINUTE % MINUTE))
		return t - second % MINUTE + MINUTE;
	return r->freq < DTL_MINUTELY && r->second.any && !has(&r->second, second % MINUTE) ? t + 1 : 0;
}

/* A period of an hour, minute or second; those that cannot fit are jumped over. */
static int64_t cut_short(dtl_rule_walk *w)
{
	int64_t step = w->rule->interval * unit_of(w->rule->freq);
	int64_t base = first_base(w) + w->period * step;
	int64_t next = skip_to(w, base);
	if (!next)
		w->bases[w->base_count++] = base;
	else if (next > base + step) /* the period at hand counts on from here */
		w->period += (next - base + step - 1) / step - 1;
	return base;
}

/* Fill in the days of the period at hand; the second at which it begins. */
static int64_t cut(dtl_rule_walk *w)
{
	const dtl_rule *r = w->rule;
	int64_t begin = 0, year, step = w->period * r->interval, day = dtl_day_of(w->start);
	int month, monthday;
	w->base_count = w->at = 0;
	dtl_civil_from_days(day, &year, &month, &monthday);
	switch (r->freq) {
	case DTL_YEARLY:
		begin = dtl_days_from_civil(year + step, 1, 1);
		add_days(w, begin, dtl_is_leap(year + step) ? 366 : 365);
		break;
	case DTL_MONTHLY:
		dtl_month_add(&year, &month, step);
		begin = dtl_days_from_civil(year, month, 1);
		add_days(w, begin, dtl_days_in_month(year, month));
		break;
	case DTL_WEEKLY:
		begin = day - dtl_floor_mod(dtl_weekday(day) - r->week_start, 7) + step * 7;
		add_days(w, begin, 7);
		break;
	case DTL_DAILY:
		begin = day + step;
		add_days(w, begin, 1);
		break;
	case DTL_HOURLY:
	case DTL_MINUTELY:
	case DTL_SECONDLY: return cut_short(w);
	}
	return begin * DTL_DAY;
}

/* Jump to the period before the one that `from` lies in. */
static void jump(dtl_rule_walk *w, int64_t from)
{
	const dtl_rule *r = w->rule;
	int64_t year, to_year, begin = dtl_day_of(w->start), to = dtl_day_of(from), ahead = 0;
	int month, to_month, day;
	if (r->count || from <= w->start)
		return;
	dtl_civil_from_days(begin, &year, &month, &day);
	dtl_civil_from_days(to, &to_year, &to_month, &day);
	switch (r->freq) {
	case DTL_YEARLY: ahead = to_year - year; break;
	case DTL_MONTHLY: ahead = (to_year - year) * 12 + to_month - month; break;
	case DTL_WEEKLY: ahead = (to - begin) / 7; break;
	case DTL_DAILY: ahead = to - begin; break;
	case DTL_HOURLY:
	case DTL_MINUTELY:
	case DTL_SECONDLY: ahead = (from - first_base(w)) / unit_of(r->freq); break;
	}
	w->period = ahead / r->interval - 1;
	w->period = w->period < 0 ? 0 : w->period;
}

/* What the rule leaves open follows from the start. */
static void fill_in(dtl_rule_walk *w)
{
	const dtl_rule *r = w->rule;
	day_facts f = look_at(dtl_day_of(w->start));
	w->weekday = r->weekday;
	w->monthday = r->monthday;
	w->month = r->month;
	bool named = r->weekday.any || r->any_nth || r->monthday.any || r->yearday.any;
	/* A day of the month alone, in a yearly rule, is one of the start's month: so it is read everywhere. */
	if (r->freq == DTL_YEARLY && r->monthday.any && !r->month.any && !r->weekday.any && !r->any_nth &&
	    !r->yearday.any && !r->weekno.any)
		put(&w->month, f.month);
	if (named || r->freq < DTL_WEEKLY)
		return;
	if (r->freq == DTL_WEEKLY || r->weekno.any) {
		put(&w->weekday, f.weekday);
		return;
	}
	put(&w->monthday, f.monthday);
	if (r->freq == DTL_YEARLY && !r->month.any)
		put(&w->month, f.month);
}

/* The times of a day (hour, minute) from the BY parts, else the start's. */
static void fill_times(dtl_rule_walk *w)
{
	const dtl_rule *r = w->rule;
	int second = (int)(w->start - dtl_day_of(w->start) * DTL_DAY);
	bool hours = r->freq >= DTL_DAILY, minutes = r->freq >= DTL_HOURLY, seconds = r->freq >= DTL_MINUTELY;
	for (int h = 0; h < (hours && !w->day ? 24 : 1); h++) {
		if (hours && !w->day && (r->hour.any ? !has(&r->hour, h) : h != second / HOUR))
			continue;
		for (int m = 0; m < (minutes && !w->day ? 60 : 1); m++) {
			if (minutes && !w->day &&
			    (r->minute.any ? !has(&r->minute, m) : m != second / MINUTE % MINUTE))
				continue;
			for (int s = 0; s < (seconds && !w->day ? 60 : 1); s++) {
				if (seconds && !w->day &&
				    (r->second.any ? !has(&r->second, s) : s != second % MINUTE))
					continue;
				if (w->time_count < DTL_RULE_TIMES)
					w->times[w->time_count++] = h * HOUR + m * MINUTE + s;
			}
		}
	}
}

dtl_status dtl_rule_walk_open(dtl_rule_walk *w, const dtl_rule *rule, int64_t start, bool day, int64_t until,
    int64_t from, int64_t to, dtl_error *err)
{
	memset(w, 0, sizeof(*w));
	w->rule = rule;
	w->start = start;
	w->day = day;
	w->until = until;
	w->to = to < last_second() ? to : last_second();
	w->period = -1;
	if (rule->foreign)
		return dtl_rule_foreign_open(w, err);
	fill_in(w);
	fill_times(w);
	w->period = 0;
	jump(w, from);
	w->period--;
	return DTL_OK;
}

/* On to the next period; false when there is none that could matter. */
static bool turn(dtl_rule_walk *w)
{
	int64_t most = w->to < w->until ? w->to : w->until;
	w->period++;
	return cut(w) <= most && ++w->idle <= IDLE_MOST;
}

static bool is_chosen(const dtl_rule_walk *w, size_t index)
{
	size_t count = w->base_count * w->time_count;
	size_t most = 366;
	bool plus = index < most && has(&w->rule->setpos, (int)index + 1);
	size_t from_end = count - index;
	return plus || (from_end <= most && (w->rule->setpos.minus[from_end / 64] >> (from_end % 64) & 1));
}

bool dtl_rule_walk_next(dtl_rule_walk *w, int64_t *out)
{
	const dtl_rule *r = w->rule;
	if (r->foreign)
		return dtl_rule_foreign_next(w, out);
	for (;;) {
		while (w->at >= w->base_count * w->time_count)
			if (!turn(w))
				return false;
		size_t index = w->at++;
		int64_t t = w->bases[index / w->time_count] + w->times[index % w->time_count];
		if ((r->setpos.any && !is_chosen(w, index)) || t < w->start)
			continue;
		if (t > w->until || t > w->to || (r->count && w->given >= r->count))
			return false;
		w->given++;
		w->idle = 0;
		*out = t;
		return true;
	}
}

void dtl_rule_walk_close(dtl_rule_walk *w)
{
	if (w->foreign)
		dtl_rule_foreign_close(w);
}
