/* Making random queries, and printing them. */
#include "naive_query.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define PICK(list) (list)[naive_pick((int)(sizeof(list) / sizeof((list)[0])))]

static const char *const prefixes[NAIVE_KINDS] = {
	[NAIVE_ACTOR] = "actor",
	[NAIVE_BETWEEN] = "between",
	[NAIVE_ROLE] = "role",
	[NAIVE_TOPIC] = "topic",
	[NAIVE_SERIES_IS] = "series",
	[NAIVE_PLACE] = "place",
	[NAIVE_COUNTRY] = "country",
	[NAIVE_TYPE] = "type",
	[NAIVE_LEVEL] = "level",
	[NAIVE_STATUS] = "status",
	[NAIVE_STATE] = "state",
	[NAIVE_SOURCE] = "source",
	[NAIVE_PUBLISHER] = "publisher",
	[NAIVE_ID] = "id",
	[NAIVE_PARENT] = "parent",
	[NAIVE_DATE] = "date",
	[NAIVE_KNOWN] = "known",
	[NAIVE_IS] = "is",
	[NAIVE_QUERY] = "query",
};

static const char *const words[] = { "cyber", "trade", "talks", "sommet", "economique", "économique",
	"économie", "hagel", "müller", "muller", "genève", "geneve", "handel", "China", "states", "sao",
	"ÉTAT", "etat", "nothing", "sea", "ships", "dialogo", "ministry", "zoo", "uber", "working-group",
	"republique", "ete" };
static const char *const stems[] = { "cyb*", "t*", "éco*", "eco*", "mul*", "dial*", "pres*", "st*", "zz*",
	"a*", "Gen*" };
static const char *const phrases[] = { "trade talks", "cyber and", "united states", "State of", "deja vu",
	"sao paulo", "talks on talks", "next month", "chuck hagel", "working group", "Über Handel", "the sea",
	"ministry of" };

static const char *const types[] = { "summit", "talks", "visit", "call", "working-group", "statement" };
static const char *const levels[] = { "head-of-state", "minister", "official", "track-1.5", "track-2" };
static const char *const statuses[] = { "rumoured", "expected", "announced", "confirmed", "held", "postponed",
	"cancelled" };
static const char *const states[] = { "upcoming", "under-way", "over", "overdue", "lapsed", "postponed",
	"cancelled", "projected" };
static const char *const roles[] = { "host", "participant", "chair", "delegate", "observer", "speaker" };
static const char *const sorts[] = { "overdue", "fuzzy", "recurring", "bilateral", "disputed", "unsourced",
	"projected", "bilateral", "disputed" };
static const char *const countries[] = { "US", "fr", "cn", "AT", "CH", "BR" };

/* As it stands, or in quotes where it has to be, or by chance. */
static void spell(naive_value *v, const char *text)
{
	v->quoted = strpbrk(text, " ,:()\"[") || naive_chance(15);
	snprintf(v->text, sizeof(v->text), v->quoted ? "\"%s\"" : "%s", text);
}

static void make_word(naive_value *v)
{
	int dice = naive_pick(10);
	v->word = dice < 6 ? PICK(words) : dice < 8 ? PICK(stems) : PICK(phrases);
	v->prefix = strchr(v->word, '*') != NULL;
	v->quoted = !v->prefix && (dice >= 8 || naive_chance(20));
	snprintf(v->text, sizeof(v->text), v->quoted ? "\"%s\"" : "%s", v->word);
}

/* Has anybody said anything of it? */
static bool is_spoken_of(const naive_world *w, int event)
{
	for (int i = 0; i < w->claim_count; i++)
		if (w->claims[i].event == event && !w->reports[w->claims[i].report].dead)
			return true;
	return false;
}

/* By its key, its name, its alias or its code; what stands for another is found by its key. */
static void make_thing(naive_value *v, const naive_thing *all, int count)
{
	int i = naive_pick(count), dice = naive_pick(6);
	const naive_thing *t = &all[i];
	v->index = t->same;
	if (dice == 0 && t->name)
		spell(v, t->name);
	else if (dice == 1 && t->alias)
		spell(v, t->alias);
	else if (dice == 2 && t->kind && t->country)
		spell(v, t->country);
	else
		spell(v, t->key);
}

static void make_event(naive_value *v, const naive_world *w)
{
	int event = naive_pick(NAIVE_EVENTS);
	while (!is_spoken_of(w, event))
		event = naive_pick(NAIVE_EVENTS);
	v->index = w->events[event].same;
	spell(v, w->events[event].key);
}

static void make_choice(naive_value *v, const char *const *vocabulary, size_t count)
{
	char text[32];
	v->word = vocabulary[naive_pick((int)count)];
	snprintf(text, sizeof(text), "%s", v->word);
	/* Capitals are no other word. */
	if (naive_chance(10))
		text[0] = (char)toupper((unsigned char)text[0]);
	spell(v, text);
}
#define CHOICE(v, list) make_choice(v, list, sizeof(list) / sizeof((list)[0]))

static void make_country(naive_value *v, const naive_world *w)
{
	int state = naive_pick(NAIVE_STATES);
	if (w->actors[state].country && naive_chance(30)) {
		v->word = w->actors[state].country;
		spell(v, w->actors[state].name);
	} else {
		v->word = PICK(countries);
		spell(v, v->word);
	}
}

static bool has_published(const naive_world *w, const char *publisher)
{
	for (int i = 0; i < NAIVE_REPORTS; i++)
		if (w->reports[i].publisher && !w->reports[i].dead &&
		    strcmp(w->reports[i].publisher, publisher) == 0)
			return true;
	return false;
}

static void make_publisher(naive_value *v, const naive_world *w)
{
	static const char *const names[][2] = { { "The White House", "the white house" },
		{ "China Daily", "CHINA DAILY" }, { "Agência Brasil", "Agencia brasil" },
		{ "Le Monde", "le monde" } };
	const char *const *name = PICK(names);
	while (!has_published(w, name[0]))
		name = PICK(names);
	v->word = name[0];
	spell(v, name[naive_pick(2)]);
}

/* ---- windows ---- */

static void make_side(char *out, size_t size, int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	int n = naive_pick(10);
	if (n < 6)
		snprintf(out, size, "%04d-%02d-%02d", (int)year, month, date);
	else if (n < 9)
		snprintf(out, size, "%04d-%02d", (int)year, month);
	else
		snprintf(out, size, "%04d", (int)year);
}

static void make_relative(naive_value *v)
{
	static const char units[] = "dwmy";
	int a = naive_pick(40) - 20, b = a + naive_pick(40), unit = naive_pick(20) ? naive_pick(3) : 3;
	v->range = naive_chance(70);
	snprintf(v->from, sizeof(v->from), "%+d%c", a, units[unit]);
	if (v->range)
		snprintf(v->to, sizeof(v->to), "%+d%c", b, units[unit]);
}

static void make_range(naive_value *v)
{
	int64_t day = NAIVE_2013 - 30 + naive_pick(420);
	int64_t later = day + (naive_chance(50) ? naive_pick(4) : naive_pick(90));
	naive_window window;
	v->range = true;
	do {
		v->from[0] = v->to[0] = '\0';
		if (naive_chance(85))
			make_side(v->from, sizeof(v->from), day);
		if (!*v->from || naive_chance(85))
			make_side(v->to, sizeof(v->to), later);
		window = naive_window_of(v, 0);
		/* A shorter side may end before the other begins. */
	} while (window.from >= window.to);
}

static void make_window(naive_value *v)
{
	static const char *const whole[] = { "2013-06-01/2013-06-20", "[2013-05-01..2013-05-31]", "2013-21",
		"2013-05-05/..", "2013-04-04T12:00:00Z", "-0050/-0040", "Y170000002", "20XX", "2013-07~",
		"{2013-03-01,2013-04-01}", "today", "tomorrow", "yesterday", "next month", "last month" };
	char text[72];
	int dice = naive_pick(10);
	if (dice < 2)
		make_relative(v);
	else if (dice < 6)
		make_range(v);
	else if (dice < 8)
		make_side(v->from, sizeof(v->from), NAIVE_2013 - 30 + naive_pick(420));
	else
		snprintf(v->from, sizeof(v->from), "%s", PICK(whole));
	snprintf(text, sizeof(text), v->range ? "%s..%s" : "%s", v->from, v->to);
	spell(v, text);
}

/* ---- terms ---- */

static int make_saved(naive_value *v, const naive_library *library)
{
	v->index = naive_pick(library->count);
	snprintf(v->text, sizeof(v->text), "saved-%d", v->index);
	return library->saved[v->index].values;
}

static void make_between(naive_node *n, const naive_world *w)
{
	do {
		make_thing(&n->values[0], w->actors, naive_chance(60) ? NAIVE_STATES : NAIVE_ACTORS);
		make_thing(&n->values[1], w->actors, naive_chance(60) ? NAIVE_STATES : NAIVE_ACTORS);
	} while (naive_one_side(w, n->values[0].index, n->values[1].index));
	n->value_count = 2;
}

static void make_value(naive_value *v, naive_kind kind, const naive_world *w)
{
	switch (kind) {
	case NAIVE_ACTOR: make_thing(v, w->actors, naive_chance(40) ? NAIVE_STATES : NAIVE_ACTORS); return;
	case NAIVE_ROLE: CHOICE(v, roles); return;
	case NAIVE_TOPIC: make_thing(v, w->topics, NAIVE_TOPICS); return;
	case NAIVE_SERIES_IS: make_thing(v, w->series, NAIVE_SERIES); return;
	case NAIVE_PLACE: make_thing(v, w->places, NAIVE_PLACES); return;
	case NAIVE_COUNTRY: make_country(v, w); return;
	case NAIVE_TYPE: CHOICE(v, types); return;
	case NAIVE_LEVEL: CHOICE(v, levels); return;
	case NAIVE_STATUS: CHOICE(v, statuses); return;
	case NAIVE_STATE: CHOICE(v, states); return;
	case NAIVE_SOURCE:
		do
			v->index = 1 + naive_pick(NAIVE_REPORTS - 1);
		while (w->reports[v->index].dead);
		spell(v, w->reports[v->index].source);
		return;
	case NAIVE_PUBLISHER: make_publisher(v, w); return;
	case NAIVE_ID:
	case NAIVE_PARENT: make_event(v, w); return;
	case NAIVE_DATE:
	case NAIVE_KNOWN: make_window(v); return;
	case NAIVE_IS: CHOICE(v, sorts); return;
	case NAIVE_WORD:
	case NAIVE_AND:
	case NAIVE_OR:
	case NAIVE_NOT:
	case NAIVE_BETWEEN:
	case NAIVE_QUERY:
	case NAIVE_KINDS: return;
	}
}

static void make_term(naive_tree *t, naive_node *n, const naive_world *w, const naive_library *library)
{
	static const naive_kind often[] = { NAIVE_DATE, NAIVE_DATE, NAIVE_DATE, NAIVE_ACTOR, NAIVE_ACTOR,
		NAIVE_WORD, NAIVE_WORD, NAIVE_TYPE, NAIVE_TOPIC };
	n->kind =
	    naive_chance(40) ? PICK(often) : (naive_kind)(NAIVE_WORD + naive_pick(NAIVE_KINDS - NAIVE_WORD));
	if (n->kind == NAIVE_QUERY && (library->count == 0 || t->values > 30))
		n->kind = NAIVE_TYPE;
	n->value_count = naive_chance(75) ? 1 : 2 + naive_pick(2);
	if (n->kind == NAIVE_WORD || n->kind == NAIVE_QUERY)
		n->value_count = 1;
	if (n->kind == NAIVE_WORD)
		make_word(&n->values[0]);
	else if (n->kind == NAIVE_QUERY)
		t->values += make_saved(&n->values[0], library);
	else if (n->kind == NAIVE_BETWEEN)
		make_between(n, w);
	else
		for (int i = 0; i < n->value_count; i++)
			make_value(&n->values[i], n->kind, w);
	t->values += n->value_count;
}

static int make_node(naive_tree *t, const naive_world *w, const naive_library *library, int depth)
{
	int at = t->count++;
	naive_node *n = &t->nodes[at];
	*n = (naive_node){ .kind = NAIVE_WORD };
	int dice = naive_pick(10);
	if (depth >= 4 || t->count > NAIVE_NODES - 20 || t->values > 20 || dice < 3 + depth) {
		make_term(t, n, w, library);
		return at;
	}
	n->kind = dice < 7 ? NAIVE_AND : dice == 7 ? NAIVE_NOT : NAIVE_OR;
	n->child_count = n->kind == NAIVE_NOT ? 1 : 2 + naive_chance(30);
	for (int i = 0; i < n->child_count; i++)
		n->children[i] = make_node(t, w, library, depth + 1);
	return at;
}

/* ---- printing ---- */

static void put(naive_tree *t, const char *text)
{
	size_t len = strlen(t->text);
	snprintf(t->text + len, sizeof(t->text) - len, "%s", text);
}

static void print_term(naive_tree *t, const naive_node *n)
{
	const char *prefix = prefixes[n->kind];
	if (n->kind == NAIVE_ACTOR && naive_chance(30))
		prefix = "with";
	put(t, prefix ? prefix : "");
	put(t, prefix ? ":" : "");
	for (int i = 0; i < n->value_count; i++) {
		put(t, i ? "," : "");
		put(t, n->values[i].text);
	}
}

static void print_node(naive_tree *t, int at, int binding)
{
	static const char *const ands[] = { " ", " ", " and ", " AND " }, *const ors[] = { " or ", " OR " };
	const naive_node *n = &t->nodes[at];
	/* or binds less than and, this less than not; parentheses that are not needed do no harm. */
	int own = n->kind == NAIVE_OR ? 1 : n->kind == NAIVE_AND ? 2 : 3;
	bool wrapped = own < binding || naive_chance(8);
	put(t, wrapped ? "(" : "");
	if (n->kind == NAIVE_NOT)
		put(t, naive_chance(50) ? "-" : "not ");
	else if (n->child_count == 0)
		print_term(t, n);
	for (int i = 0; i < n->child_count; i++) {
		if (i > 0)
			put(t, n->kind == NAIVE_OR ? PICK(ors) : PICK(ands));
		print_node(t, n->children[i], own);
	}
	put(t, wrapped ? ")" : "");
}

void naive_query_make(naive_tree *out, const naive_world *w, const naive_library *library)
{
	*out = (naive_tree){ .count = 0 };
	make_node(out, w, library, naive_chance(40) ? 3 : 0);
	print_node(out, 0, 0);
}
