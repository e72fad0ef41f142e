/* Making a random timeline. */
#include "naive_world.h"
#include <stdio.h>
#include <string.h>

static uint64_t dice = 1;

void naive_seed(uint64_t seed)
{
	dice = seed * 2862933555777941757U + 3037000493U;
}

int naive_pick(int below)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (int)((dice >> 20) % (uint64_t)below);
}

bool naive_chance(int percent)
{
	return naive_pick(100) < percent;
}

#define PICK(list) (list)[naive_pick((int)(sizeof(list) / sizeof((list)[0])))]

/* The first are states; the last two stand for others. */
static const struct {
	const char *kind, *name, *alias, *code;
} cast[NAIVE_ACTORS] = {
	{ "state", "China", "Middle Kingdom", "CN" },
	{ "state", "United States", "América", "US" },
	{ "state", "France", "République", "FR" },
	{ "state", "Österreich", "Austria", "AT" },
	{ "state", "Brasil", NULL, "BR" },
	{ "state", "Tonga", NULL, NULL },
	{ "igo", "United Nations", "Nações", NULL },
	{ "igo", "European Union", NULL, NULL },
	{ "org", "Pentagon", NULL, NULL },
	{ "org", "Ministry of Trade", NULL, NULL },
	{ "org", "Mandiant", NULL, NULL },
	{ "org", "Außenamt", "Foreign Ministry", NULL },
	{ "office", "Secretary of Defense", NULL, NULL },
	{ "office", "Minister of Trade", NULL, NULL },
	{ "office", "Président", NULL, NULL },
	{ "office", "Speaker", NULL, NULL },
	{ "person", "Chuck Hagel", NULL, NULL },
	{ "person", "Leon Panetta", NULL, NULL },
	{ "person", "Müller", NULL, NULL },
	{ "person", "José Müller", NULL, NULL },
	{ "person", "Dilma", NULL, NULL },
	{ "person", "Yang Jiechi", NULL, NULL },
	{ "group", "Friends of Trade", NULL, NULL },
	{ "state", "Zwilling One", NULL, NULL },
	{ "person", "Zwilling Two", NULL, NULL },
};

static void name_thing(naive_thing *t, char letter, int i, const char *name)
{
	*t = (naive_thing){ .name = name, .same = i, .parent = NAIVE_NONE };
	snprintf(t->key, sizeof(t->key), "%c%02d", letter, i);
}

static void make_actors(naive_world *w)
{
	for (int i = 0; i < NAIVE_ACTORS; i++) {
		name_thing(&w->actors[i], 'a', i, cast[i].name);
		w->actors[i].kind = cast[i].kind;
		w->actors[i].alias = cast[i].alias;
		w->actors[i].country = cast[i].code;
	}
	w->actors[NAIVE_ACTORS - 2].same = naive_pick(NAIVE_STATES);
	w->actors[NAIVE_ACTORS - 1].same = 16 + naive_pick(6);
}

static void make_places(naive_world *w)
{
	static const char *const names[NAIVE_PLACES] = { "California", "Sunnylands", "Washington", "Genève",
		"Paris", "Beijing", "São Paulo", "Wien", "Kärnten", "Nowhere", "Palace", "Zwilling Place" };
	static const char *const codes[] = { "US", "FR", "CN", "AT", "CH" };
	for (int i = 0; i < NAIVE_PLACES; i++) {
		naive_thing *p = &w->places[i];
		name_thing(p, 'p', i, names[i]);
		if (i > 2 && naive_chance(50))
			p->parent = naive_pick(i);
		else if (i < NAIVE_PLACES - 1 && naive_chance(80))
			p->country = PICK(codes);
	}
	w->places[NAIVE_PLACES - 1].parent = NAIVE_NONE;
	w->places[NAIVE_PLACES - 1].same = naive_pick(NAIVE_PLACES - 1);
}

static void make_topics(naive_world *w)
{
	static const char *const labels[NAIVE_TOPICS] = { "Security", "Cybersecurity", "Trade", "Énergie",
		"Climate", "Arms", "Nuclear arms", "Borders", "Sea", "Zwilling topic" };
	for (int i = 0; i < NAIVE_TOPICS; i++) {
		name_thing(&w->topics[i], 't', i, labels[i]);
		if (i > 1 && i < NAIVE_TOPICS - 1 && naive_chance(60))
			w->topics[i].parent = naive_pick(i);
	}
	w->topics[NAIVE_TOPICS - 1].same = naive_pick(NAIVE_TOPICS - 1);
}

static int64_t bound_of(const char *edtf, bool end)
{
	dtl_date date;
	if (!*edtf || dtl_date_parse(&date, edtf, NULL, NULL) != DTL_OK)
		return end ? DTL_TIME_MAX : DTL_TIME_MIN;
	return end ? date.bounds.end_hi : date.bounds.start_lo;
}

static void random_day(char *out, size_t size, int finest)
{
	int year = 2012 + naive_pick(3), month = 1 + naive_pick(12), day = 1 + naive_pick(28);
	if (finest == 0)
		snprintf(out, size, "%04d", year);
	else if (finest == 1)
		snprintf(out, size, "%04d-%02d", year, month);
	else
		snprintf(out, size, "%04d-%02d-%02d", year, month, day);
}

static void add_term(naive_world *w, int actor, const char *rel, int of)
{
	naive_term *t = &w->terms[w->term_count];
	/* What is said of both of two that are one is one word. */
	for (int i = 0; i < w->term_count; i++)
		if (w->actors[w->terms[i].actor].same == w->actors[actor].same && w->terms[i].of == of &&
		    w->terms[i].rel == rel)
			return;
	*t = (naive_term){ .actor = actor, .of = of, .rel = rel };
	if (actor == of)
		return;
	if (naive_chance(60))
		random_day(t->from, sizeof(t->from), naive_pick(3));
	if (naive_chance(50))
		random_day(t->to, sizeof(t->to), naive_pick(3));
	t->lo = bound_of(t->from, false);
	t->hi = bound_of(t->to, true);
	if (*t->from && *t->to && (t->hi <= t->lo || strcmp(t->to, t->from) < 0)) {
		t->to[0] = '\0';
		t->hi = DTL_TIME_MAX;
	}
	w->term_count++;
}

/* Persons hold offices, these are part of organisations and states, and some states of others. */
static void make_terms(naive_world *w)
{
	while (w->term_count < NAIVE_TERMS - 2) {
		switch (naive_pick(10)) {
		case 0: add_term(w, naive_pick(NAIVE_STATES), "member-of", 6 + naive_pick(2)); break;
		case 1:
		case 2: add_term(w, 8 + naive_pick(4), "part-of", naive_pick(NAIVE_STATES + 2)); break;
		case 3:
		case 4: add_term(w, 12 + naive_pick(4), "part-of", 8 + naive_pick(4)); break;
		case 5: add_term(w, 12 + naive_pick(4), "part-of", naive_pick(NAIVE_STATES)); break;
		case 6:
			if (naive_chance(30))
				add_term(w, naive_pick(NAIVE_STATES), "part-of", naive_pick(NAIVE_STATES));
			break;
		case 7:
			if (naive_chance(30))
				add_term(w, 8 + naive_pick(4), "part-of", 8 + naive_pick(4));
			break;
		default: add_term(w, 16 + naive_pick(9), "holds", 12 + naive_pick(4)); break;
		}
	}
}

/* ---- dates ---- */

void naive_date(char *out, size_t size, const char **tz)
{
	static const char *const shapes[] = { "A", "A", "A", "M", "M", "Y", "A/B", "A/B", "[A..B]", "[A,B]",
		"{A,B}", "A/..", "../A", "A/", "/A", "M~", "A?", "Y%", "M/M", "A/M", "[A..]", "[..A]",
		"AT14:00:00+02:00", "AT10:30:00", "AT23:30:00Z", "AT10:30:00/BT11:00:00", "S", "D", "~A",
		"Far" };
	static const char *const far[] = { "-0044-03-15", "Y170000002", "20XX", "1995/2013-06", "1900/2100",
		"2013-12-31/2014-01-02", "2012-02-29" };
	static const char *const zones[] = { "Europe/Paris", "America/Los_Angeles", "Asia/Shanghai" };
	const char *shape = PICK(shapes);
	int64_t day = NAIVE_2013 - 60 + naive_pick(460);
	size_t len = 0;
	*tz = NULL;
	if (strcmp(shape, "Far") == 0) {
		snprintf(out, size, "%s", PICK(far));
		return;
	}
	*tz = strstr(shape, ":00/") || strstr(shape, "30:00") ? PICK(zones) : NULL;
	*tz = strchr(shape, 'Z') ? NULL : *tz;
	for (; *shape; shape++) {
		int64_t year;
		int month, date, many = naive_chance(70) ? 1 + naive_pick(3) : 1 + naive_pick(120);
		day += *shape == 'B' || *shape == 'M' ? many : 0;
		dtl_civil_from_days(day, &year, &month, &date);
		int y = (int)year;
		if (*shape == 'A' || *shape == 'B')
			len += (size_t)snprintf(out + len, size - len, "%04d-%02d-%02d", y, month, date);
		else if (*shape == 'M')
			len += (size_t)snprintf(out + len, size - len, "%04d-%02d", y, month);
		else if (*shape == 'Y')
			len += (size_t)snprintf(out + len, size - len, "%04d", y);
		else if (*shape == 'S')
			len += (size_t)snprintf(out + len, size - len, "%04d-%02d", y, 21 + naive_pick(4));
		else if (*shape == 'D')
			len += (size_t)snprintf(
			    out + len, size - len, "%s", naive_chance(50) ? "201X" : "2013-XX-07");
		else
			len += (size_t)snprintf(out + len, size - len, "%c", *shape);
	}
}

static void say_when(naive_claim *c)
{
	dtl_date date;
	c->has_when = true;
	c->unknown = naive_chance(8);
	do
		naive_date(c->edtf, sizeof(c->edtf), &c->tz);
	while (dtl_date_parse(&date, c->edtf, c->tz, NULL) != DTL_OK);
	/* What is said is kept in its canonical spelling. */
	char spelled[DTL_EDTF_MAX + 1];
	if (dtl_date_canonical(spelled, sizeof(spelled), c->edtf, NULL) == DTL_OK)
		snprintf(c->edtf, sizeof(c->edtf), "%.60s", spelled);
}

/* ---- events ---- */

static const char *const titles[] = { "Cyber talks", "Trade talks in Genève", "Gespräche über Handel",
	"Sommet économique", "Strategic Security Dialogue", "cyber working-group meets", "État de siège",
	"Visit of the Président", "Talks on trade, cyber and arms", "São Paulo round",
	"e\xCC\x81te\xCC\x81 talks", "China and the sea", "Diálogo", "zoo", "Über uns" };
static const char *const descriptions[] = { "They spoke of cyber and trade.", "Déjà vu: trade talks",
	"Nothing new", "a working group on cyber arms", "Hagel met Müller; the sea was calm",
	"ÉCONOMIE, TRADE", "talks on talks" };
static const char *const quotes[] = { "we expect talks next month", "the économie is strong",
	"cyber is on the table", "no comment on trade", "ships at sea" };
static const char *const types[] = { "summit", "talks", "visit", "call", "retreat", "working-group" };
static const char *const levels[] = { "head-of-state", "minister", "official", "track-1.5", "track-2" };
static const char *const statuses[] = { "rumoured", "expected", "announced", "confirmed", "held", "postponed",
	"cancelled", "held", "announced" };
static const char *const roles[] = { "host", "participant", "participant", "participant", "chair", "delegate",
	"observer" };

static void say_parts(const naive_world *w, naive_claim *c)
{
	int count = naive_pick(NAIVE_PARTS + 1);
	for (int i = 0; i < count; i++) {
		naive_part p = { .actor = naive_chance(40) ? naive_pick(4) : naive_pick(NAIVE_ACTORS),
			.behalf = naive_chance(12) ? naive_pick(NAIVE_ACTORS) : NAIVE_NONE,
			.role = PICK(roles) };
		/* Now and then who is there already comes again under the other name. */
		if (c->part_count && naive_chance(6))
			p.actor = w->actors[c->parts[0].actor].same;
		bool there = p.behalf == p.actor;
		for (int k = 0; k < c->part_count; k++)
			there = there || c->parts[k].actor == p.actor;
		if (!there)
			c->parts[c->part_count++] = p;
	}
	count = naive_pick(3);
	for (int i = 0; i < count; i++)
		c->topics[c->topic_count++] = naive_pick(NAIVE_TOPICS);
}

static void recur(naive_claim *c)
{
	char last[16];
	c->every = 2 + naive_pick(20);
	c->times = 2 + naive_pick(8);
	c->first = NAIVE_2013 + naive_pick(300);
	int64_t year, end = c->first + (int64_t)c->every * (c->times - 1);
	int month, date;
	dtl_civil_from_days(end, &year, &month, &date);
	snprintf(last, sizeof(last), "%04d-%02d-%02d", (int)year % 10000, month % 100, date % 100);
	dtl_civil_from_days(c->first, &year, &month, &date);
	snprintf(c->edtf, sizeof(c->edtf), "%04d-%02d-%02d/%s", (int)year, month, date, last);
	c->has_when = true;
	c->unknown = false;
	c->tz = NULL;
}

/* What a report says of an event; the first one says what it is called. */
static void make_claim(naive_world *w, int event, int report, bool first, bool recurs)
{
	if (w->claim_count == NAIVE_CLAIMS)
		return;
	naive_claim *c = &w->claims[w->claim_count++];
	*c = (naive_claim){ .event = event,
		.report = report,
		.place = NAIVE_NONE,
		.series = NAIVE_NONE,
		.parent = NAIVE_NONE };
	int much = first ? 75 : 35;
	c->dead = !first && naive_chance(6) && w->reports[report].publisher;
	if (first || naive_chance(15))
		c->title = PICK(titles);
	c->description = naive_chance(much / 2) ? PICK(descriptions) : NULL;
	c->quote = naive_chance(20) && w->reports[report].publisher ? PICK(quotes) : NULL;
	c->type = naive_chance(much) ? PICK(types) : NULL;
	c->level = naive_chance(much / 2) ? PICK(levels) : NULL;
	c->status = naive_chance(much) || !first ? PICK(statuses) : NULL;
	if (recurs && first)
		recur(c);
	else if (!recurs && naive_chance(first ? 85 : 60))
		say_when(c);
	c->place = naive_chance(much) ? naive_pick(NAIVE_PLACES) : NAIVE_NONE;
	c->series = naive_chance(much / 3) ? naive_pick(NAIVE_SERIES - 1) : NAIVE_NONE;
	c->edition = c->series >= 0 && naive_chance(60) ? 1 + naive_pick(3) : 0;
	c->parent = event > 0 && naive_chance(20) ? naive_pick(event) : NAIVE_NONE;
	if (first || naive_chance(40))
		say_parts(w, c);
}

static void make_reports(naive_world *w)
{
	static const char *const publishers[] = { "The White House", "China Daily", "Agência Brasil",
		"Le Monde" };
	int64_t day = NAIVE_2013 + 10;
	for (int i = 0; i < NAIVE_REPORTS; i++) {
		naive_report *r = &w->reports[i];
		snprintf(r->source, sizeof(r->source), "s%02d", i);
		r->publisher = i > 0 ? PICK(publishers) : NULL;
		r->known = day * DTL_DAY;
		day += 1 + (naive_chance(40) ? naive_pick(3) : naive_pick(40));
	}
}

void naive_world_make(naive_world *w)
{
	memset(w, 0, sizeof(*w));
	make_actors(w);
	make_places(w);
	make_topics(w);
	make_terms(w);
	for (int i = 0; i < NAIVE_SERIES; i++) {
		static const char *const names[NAIVE_SERIES] = { "Shangri-La Dialogue", "Davos",
			"Human Rights Dialogue", "Zwilling series", "Trade Forum" };
		name_thing(&w->series[i], 'r', i, names[i]);
	}
	w->series[NAIVE_SERIES - 2].same = naive_pick(NAIVE_SERIES - 2);
	w->series[NAIVE_SERIES - 1].cadence = "FREQ=YEARLY;BYMONTH=7";
	w->series[NAIVE_SERIES - 1].parent = 4;
	make_reports(w);
	for (int i = 0; i < NAIVE_EVENTS; i++)
		name_thing(&w->events[i], 'e', i, NULL);
	w->events[NAIVE_EVENTS - 1].same = naive_pick(NAIVE_EVENTS - 1);
	int begins = NAIVE_REPORTS / 2;
	for (int r = 0; r < NAIVE_REPORTS; r++) {
		for (int e = 0; e < NAIVE_EVENTS; e++) {
			int begin = e * begins / NAIVE_EVENTS;
			bool recurs =
			    e % 9 == 4 && e < NAIVE_EVENTS - 1 && w->events[NAIVE_EVENTS - 1].same != e;
			if (r == begin || (r > begin && naive_chance(18)))
				make_claim(w, e, r, r == begin, recurs);
		}
	}
	w->reports[1 + naive_pick(NAIVE_REPORTS - 1)].dead = naive_chance(60);
}
