#include "plain_model.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REGISTERS = 12, WORDS = 256 };

/* ---- Dates: written down, not calculated ---- */

#define JAN_1_2013 INT64_C(1356998400)
#define DAY        INT64_C(86400)
#define JULY(d)    (JAN_1_2013 + (180 + (d)) * DAY) /* 1 July is the 182nd day */
#define NEVER      INT64_MAX

typedef struct plain_date {
	const char *when;
	const char *meaning; /* equal for equal dates; NULL: invalid, "": unknown */
	int64_t bounds[4];
} plain_date;

static const plain_date dates[] = {
	{ "{\"edtf\":\"2013\"}", "2013",
	    { JAN_1_2013, JAN_1_2013 + 365 * DAY, JAN_1_2013, JAN_1_2013 + 365 * DAY } },
	{ "{\"edtf\":\"2013-07\"}", "2013-07", { JULY(1), JULY(32), JULY(1), JULY(32) } },
	{ "{\"edtf\":\"2013-07\",\"rules\":1,\"said_on\":\"2013-06-04\",\"text\":\"next month\"}", "2013-07",
	    { JULY(1), JULY(32), JULY(1), JULY(32) } },
	{ "{\"edtf\":\"2013-07~\"}", "2013-07~", { JULY(1), JULY(32), JULY(1), JULY(32) } },
	{ "{\"edtf\":\"[2013-07-06..2013-07-09]\"}", "[2013-07-06..2013-07-09]",
	    { JULY(6), JULY(10), JULY(6), JULY(10) } },
	{ "{\"edtf\":\"2013-07-08\"}", "2013-07-08", { JULY(8), JULY(9), JULY(8), JULY(9) } },
	{ "{\"edtf\":\"2013-07-08\",\"text\":\"on Monday\"}", "2013-07-08",
	    { JULY(8), JULY(9), JULY(8), JULY(9) } },
	{ "{\"edtf\":\"2013-07-08/2013-07-09\"}", "2013-07-08/2013-07-09",
	    { JULY(8), JULY(9), JULY(9), JULY(10) } },
	{ "{\"edtf\":\"2013-07-08/..\"}", "2013-07-08/..", { JULY(8), JULY(9), NEVER, NEVER } },
	{ "{\"edtf\":\"2013-09-08\"}", "2013-09-08", { JULY(70), JULY(71), JULY(70), JULY(71) } },
	{ "{\"unknown\":true}", "", { 0, 0, 0, 0 } },
	{ "{\"edtf\":\"2013-13\"}", NULL, { 0, 0, 0, 0 } },
	{ "\"July\"", NULL, { 0, 0, 0, 0 } },
	{ "{\"unknown\":false}", NULL, { 0, 0, 0, 0 } },
};
enum { DATES = sizeof(dates) / sizeof(dates[0]) };

static const plain_date *date_of(const char *value)
{
	for (size_t i = 0; i < DATES; i++)
		if (strcmp(dates[i].when, value) == 0)
			return dates[i].meaning ? &dates[i] : NULL;
	return NULL;
}

const char *plain_when(size_t index)
{
	return index < DATES ? dates[index].when : NULL;
}

const char *plain_edtf(size_t index)
{
	return index < DATES && dates[index].meaning && *dates[index].meaning ? dates[index].meaning : NULL;
}

bool plain_bounds(size_t index, int64_t bounds[4])
{
	if (!plain_edtf(index))
		return false;
	memcpy(bounds, dates[index].bounds, sizeof(dates[index].bounds));
	return true;
}

static bool strictly_within(const plain_date *in, const plain_date *out)
{
	return in->bounds[0] >= out->bounds[0] && in->bounds[1] <= out->bounds[1] &&
	       in->bounds[2] >= out->bounds[2] && in->bounds[3] <= out->bounds[3] &&
	       memcmp(in->bounds, out->bounds, sizeof(in->bounds)) != 0;
}

/* ---- What counts as a value ---- */

static bool one_of(const char *word, const char *const *words)
{
	while (*words && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

static bool is_valid(const char *field, const char *member, const char *value)
{
	static const char *const statuses[] = { "\"expected\"", "\"announced\"", "\"confirmed\"", "\"held\"",
		"\"postponed\"", "\"cancelled\"", NULL };
	static const char *const roles[] = { "host", "participant", "chair", "observer", NULL };
	if (strcmp(field, "when") == 0)
		return date_of(value) != NULL;
	if (strcmp(field, "status") == 0)
		return one_of(value, statuses);
	if (strcmp(field, "actors") == 0)
		return strchr(member, ':') && one_of(strchr(member, ':') + 1, roles) &&
		       (strcmp(value, "true") == 0 || strncmp(value, "{\"for\":\"", 8) == 0);
	if (strcmp(field, "topics") == 0)
		return strcmp(value, "true") == 0;
	return value[0] == '"' && value[1] != '"' && value[1] != ' ';
}

/* ---- Lines ---- */

static bool same_id(const plain_line *a, const plain_line *b)
{
	return a->header == b->header && strcmp(a->uid, b->uid) == 0 &&
	       (a->header || a->position == b->position);
}

void plain_add(plain_ledger *l, const plain_line *line)
{
	for (size_t i = 0; i < l->count; i++)
		if (same_id(&l->lines[i], line))
			return;
	if (l->count == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 64;
		l->lines = realloc(l->lines, l->cap * sizeof(*l->lines));
		if (!l->lines)
			abort();
	}
	l->lines[l->count++] = *line;
}

void plain_join(plain_ledger *into, const plain_ledger *from)
{
	for (size_t i = 0; i < from->count && into != from; i++)
		plain_add(into, &from->lines[i]);
}

void plain_free(plain_ledger *l)
{
	free(l->lines);
	*l = (plain_ledger){ 0 };
}

int64_t plain_last_n(const plain_ledger *l)
{
	int64_t last = 0;
	for (size_t i = 0; i < l->count; i++)
		if (l->lines[i].header && l->lines[i].n > last)
			last = l->lines[i].n;
	return last;
}

static const plain_line *header_of(const plain_ledger *l, const char *uid)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->lines[i].header && strcmp(l->lines[i].uid, uid) == 0)
			return &l->lines[i];
	return NULL;
}

static bool is_act(const plain_line *line)
{
	return !line->header && strcmp(line->kind, "event") != 0;
}

/* ---- Acts ---- */

/* Does act `a` come after act `b`? By n, changeset, position. */
static bool acts_later(const plain_ledger *l, const plain_line *a, const plain_line *b)
{
	int64_t na = header_of(l, a->uid)->n, nb = header_of(l, b->uid)->n;
	int order = strcmp(a->uid, b->uid);
	if (na != nb)
		return na > nb;
	return order ? order > 0 : a->position > b->position;
}

/* The last act on (kind, key), of those before `before` (NULL: of all), recorded by `recorded`; or NULL. */
static const plain_line *last_act(
    const plain_ledger *l, const char *kind, const char *key, const plain_line *before, int64_t recorded)
{
	const plain_line *last = NULL;
	for (size_t i = 0; i < l->count; i++) {
		const plain_line *c = &l->lines[i];
		const plain_line *h = is_act(c) ? header_of(l, c->uid) : NULL;
		if (!h || h->recorded > recorded || strcmp(c->kind, kind) != 0 || strcmp(c->key, key) != 0)
			continue;
		if (before && !acts_later(l, before, c))
			continue;
		if (!last || acts_later(l, c, last))
			last = c;
	}
	return last;
}

static int rank_in(const char *patch, int otherwise)
{
	if (strstr(patch, "\"normal\""))
		return PLAIN_NORMAL;
	if (strstr(patch, "\"preferred\""))
		return PLAIN_PREFERRED;
	return strstr(patch, "\"deprecated\"") ? PLAIN_DEPRECATED : otherwise;
}

static void opposite(const plain_ledger *l, const plain_line *act, plain_line *out)
{
	static const char *const ranks[] = { "normal", "preferred", "deprecated" };
	const plain_line *before = last_act(l, act->kind, act->key, act, PLAIN_EVER);
	int rank = PLAIN_NORMAL;
	if (before) {
		memcpy(out->patch, before->patch, sizeof(out->patch));
		return;
	}
	if (strcmp(act->kind, "changeset") == 0) {
		strcpy(out->patch, "{\"retracted\":false}");
		return;
	}
	for (size_t i = 0; i < l->count; i++) {
		char id[64];
		snprintf(id, sizeof(id), "%s/%d", l->lines[i].uid, (int)l->lines[i].position);
		if (!l->lines[i].header && strcmp(id, act->key) == 0)
			rank = l->lines[i].rank;
	}
	snprintf(out->patch, sizeof(out->patch), "{\"rank\":\"%s\"}", ranks[rank]);
}

static plain_line act_on(const char *kind, const char *key)
{
	plain_line act = { .lane = "hand" };
	snprintf(act.kind, sizeof(act.kind), "%s", kind);
	snprintf(act.key, sizeof(act.key), "%s", key);
	return act;
}

size_t plain_undo(const plain_ledger *l, const char *uid, plain_line *acts, size_t room)
{
	size_t count = 0;
	bool says = false;
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->lines[i].uid, uid) == 0 && !l->lines[i].header && !is_act(&l->lines[i]))
			says = true;
	if (says && count < room) {
		acts[count] = act_on("changeset", uid);
		strcpy(acts[count++].patch, "{\"retracted\":true}");
	}
	/* From the last act to the first, for the last answer counts. */
	for (int64_t position = (int64_t)l->count; position >= 0; position--)
		for (size_t i = 0; i < l->count; i++) {
			const plain_line *c = &l->lines[i];
			if (strcmp(c->uid, uid) != 0 || c->position != position || !is_act(c) ||
			    count == room)
				continue;
			acts[count] = act_on(c->kind, c->key);
			opposite(l, c, &acts[count++]);
		}
	return count;
}

/* ---- The view ---- */

typedef struct plain_register {
	char field[16], member[24]; /* field empty: removed */
	char value[256];
} plain_register;

typedef struct plain_claim {
	const plain_line *line;
	int64_t n, recorded;
	int rank; /* as judged */
	plain_register says[REGISTERS];
	size_t count;
} plain_claim;

struct plain_view {
	plain_claim *claims; /* of events, that count */
	size_t count;
	char (*keys)[48];      /* of all events spoken of */
	char (*canonical)[48]; /* beside each */
	const char **standing; /* those that stand for themselves */
	size_t key_count;
};

/* Text as JSON has it between its quotes. */
static void escape(char *out, size_t size, const char *text)
{
	cJSON *string = cJSON_CreateString(text);
	char *quoted = cJSON_PrintUnformatted(string);
	snprintf(out, size, "%.*s", (int)strlen(quoted) - 2, quoted + 1);
	free(quoted);
	cJSON_Delete(string);
}

static void add_register(plain_claim *c, const char *field, const char *member, const cJSON *value)
{
	plain_register *r = &c->says[c->count++];
	char *text = value ? cJSON_PrintUnformatted(value) : NULL;
	if (c->count > REGISTERS)
		abort();
	escape(r->field, sizeof(r->field), field);
	escape(r->member, sizeof(r->member), member);
	snprintf(r->value, sizeof(r->value), "%s", value ? text : "true");
	free(text);
}

static void read_patch(plain_claim *c)
{
	cJSON *patch = cJSON_Parse(c->line->patch);
	const cJSON *field, *member;
	if (cJSON_IsNull(patch))
		add_register(c, "", "", NULL);
	cJSON_ArrayForEach (field, patch) {
		bool set = strcmp(field->string, "actors") == 0 || strcmp(field->string, "topics") == 0;
		if (!set || !cJSON_IsObject(field)) {
			add_register(c, field->string, "", field);
			continue;
		}
		cJSON_ArrayForEach (member, field)
			add_register(c, field->string, member->string, member);
	}
	cJSON_Delete(patch);
}

static void add_claim(plain_view *v, const plain_ledger *l, const plain_line *line, int64_t recorded)
{
	char id[64];
	const plain_line *h = header_of(l, line->uid);
	if (line->header || is_act(line) || !h || h->recorded > recorded)
		return;
	const plain_line *act = last_act(l, "changeset", line->uid, NULL, recorded);
	if (act && strstr(act->patch, "true"))
		return;
	plain_claim *c = &v->claims[v->count++];
	*c = (plain_claim){ .line = line, .n = h->n, .recorded = h->recorded, .rank = line->rank };
	snprintf(id, sizeof(id), "%s/%d", line->uid, (int)line->position);
	act = last_act(l, "claim", id, NULL, recorded);
	if (act)
		c->rank = rank_in(act->patch, line->rank);
	read_patch(c);
}

static void find_canonical(const plain_view *v, const char *key, char out[48]);

plain_view *plain_open_at(const plain_ledger *l, int64_t recorded)
{
	plain_view *v = calloc(1, sizeof(*v));
	v->claims = calloc(l->count + 1, sizeof(*v->claims));
	v->keys = calloc(l->count + 1, sizeof(*v->keys));
	v->canonical = calloc(l->count + 1, sizeof(*v->canonical));
	v->standing = calloc(l->count + 1, sizeof(*v->standing));
	for (size_t i = 0; i < l->count; i++)
		add_claim(v, l, &l->lines[i], recorded);
	for (size_t i = 0; i < v->count; i++) {
		bool known = false;
		for (size_t k = 0; k < v->key_count; k++)
			known = known || strcmp(v->keys[k], v->claims[i].line->key) == 0;
		if (!known)
			strcpy(v->keys[v->key_count++], v->claims[i].line->key);
	}
	size_t standing = 0;
	for (size_t k = 0; k < v->key_count; k++) {
		bool known = false;
		find_canonical(v, v->keys[k], v->canonical[k]);
		for (size_t i = 0; i < standing; i++)
			known = known || strcmp(v->standing[i], v->canonical[k]) == 0;
		if (!known)
			v->standing[standing++] = v->canonical[k];
	}
	return v;
}

plain_view *plain_open(const plain_ledger *l)
{
	return plain_open_at(l, PLAIN_EVER);
}

void plain_close(plain_view *v)
{
	free(v->claims);
	free(v->keys);
	free(v->canonical);
	free(v->standing);
	free(v);
}

const char *const *plain_keys(plain_view *v)
{
	return v->standing;
}

const char *plain_canonical(plain_view *v, const char *key)
{
	for (size_t k = 0; k < v->key_count; k++)
		if (strcmp(v->keys[k], key) == 0)
			return v->canonical[k];
	return key;
}

/* ---- Words ---- */

static bool counts(const plain_claim *c, const char *key, int64_t cut)
{
	return c->line->known < cut && c->rank != PLAIN_DEPRECATED && strcmp(c->line->key, key) == 0;
}

static bool same_origin(const plain_claim *a, const plain_claim *b)
{
	return strcmp(a->line->lane, b->line->lane) == 0 && strcmp(a->line->source, b->line->source) == 0;
}

static int64_t first_of_stamp(const plain_claim *c)
{
	bool raised = c->rank == PLAIN_PREFERRED && c->recorded > c->line->known;
	return raised ? c->recorded : c->line->known;
}

static bool stands_above(const plain_claim *a, const plain_claim *b)
{
	bool hand_a = strcmp(a->line->lane, "hand") == 0, hand_b = strcmp(b->line->lane, "hand") == 0;
	int source = strcmp(a->line->source, b->line->source), uid = strcmp(a->line->uid, b->line->uid);
	if (first_of_stamp(a) != first_of_stamp(b))
		return first_of_stamp(a) > first_of_stamp(b);
	if (a->line->known != b->line->known)
		return a->line->known > b->line->known;
	if (hand_a != hand_b)
		return hand_a;
	if (!hand_a && source)
		return source > 0;
	if (a->n != b->n)
		return a->n > b->n;
	return uid ? uid > 0 : a->line->position > b->line->position;
}

/* The next claim of the same origin and key below `c`; NULL: none. */
static const plain_claim *below(const plain_view *v, const plain_claim *c, int64_t cut)
{
	const plain_claim *best = NULL;
	for (size_t i = 0; i < v->count; i++) {
		const plain_claim *other = &v->claims[i];
		if (counts(other, c->line->key, cut) && same_origin(other, c) && stands_above(c, other) &&
		    (!best || stands_above(other, best)))
			best = other;
	}
	return best;
}

static bool is_newest(const plain_view *v, const plain_claim *c, int64_t cut)
{
	for (size_t i = 0; i < v->count; i++)
		if (counts(&v->claims[i], c->line->key, cut) && same_origin(&v->claims[i], c) &&
		    stands_above(&v->claims[i], c))
			return false;
	return true;
}

typedef struct plain_word {
	const plain_claim *claim; /* NULL: no word */
	const char *value;
} plain_word;

static const char *said_in(const plain_claim *c, const char *field, const char *member)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->says[i].field, field) == 0 && strcmp(c->says[i].member, member) == 0)
			return c->says[i].value;
	return NULL;
}

/* What the origin of `c` said of a register, up to and including `c`. */
static plain_word word_at(
    const plain_view *v, const plain_claim *c, const char *field, const char *member, int64_t cut)
{
	plain_word none = { NULL, NULL };
	if (!c)
		return none;
	const char *value = said_in(c, field, member);
	if (!value)
		return c->line->snapshot ? none : word_at(v, below(v, c, cut), field, member, cut);
	if (c->line->snapshot) {
		plain_word before = word_at(v, below(v, c, cut), field, member, cut);
		if (before.claim && strcmp(before.value, value) == 0)
			return before; /* repeating is not news */
	}
	return (plain_word){ c, value };
}

/* All words of one key on a register. */
static size_t words_on(const plain_view *v, const char *key, const char *field, const char *member,
    int64_t cut, plain_word *out, size_t count)
{
	for (size_t i = 0; i < v->count; i++) {
		const plain_claim *c = &v->claims[i];
		if (!counts(c, key, cut) || !is_newest(v, c, cut))
			continue;
		plain_word word = word_at(v, c, field, member, cut);
		if (!word.claim)
			continue;
		if (count == WORDS)
			abort();
		out[count++] = word;
	}
	return count;
}

/* The highest below `under` (NULL: of all); its claim is NULL when there is none. */
static plain_word highest(const plain_word *words, size_t count, const plain_claim *under)
{
	plain_word best = { NULL, NULL };
	for (size_t i = 0; i < count; i++)
		if ((!under || stands_above(under, words[i].claim)) &&
		    (!best.claim || stands_above(words[i].claim, best.claim)))
			best = words[i];
	return best;
}

static plain_word top_on(const plain_view *v, const char *key, const char *field, int64_t cut)
{
	plain_word words[WORDS];
	return highest(words, words_on(v, key, field, "", cut, words, 0), NULL);
}

/* What a key is said to be one with; false: with nothing. */
static bool one_with(const plain_view *v, const char *key, char out[48])
{
	plain_word word = top_on(v, key, "same_as", PLAIN_EVER);
	if (!word.claim || word.value[0] != '"' || word.value[1] == '"')
		return false;
	snprintf(out, 48, "%.*s", (int)strlen(word.value) - 2, word.value + 1);
	return true;
}

/* The end of the chain, or the smallest key of the cycle that it ends in. */
static void find_canonical(const plain_view *v, const char *key, char out[48])
{
	static char path[64][48];
	size_t length = 1;
	strcpy(path[0], key);
	while (one_with(v, path[length - 1], path[length])) {
		size_t i = 0;
		while (strcmp(path[i], path[length]) != 0)
			i++;
		if (i < length) {
			strcpy(out, path[i]);
			for (; i < length; i++)
				if (strcmp(path[i], out) < 0)
					strcpy(out, path[i]);
			return;
		}
		if (++length == 63)
			abort();
	}
	strcpy(out, path[length - 1]);
}

/* ---- Rows ---- */

static bool is_member(plain_view *v, const char *key, const char *canonical)
{
	return strcmp(plain_canonical(v, key), canonical) == 0;
}

static bool is_removed(const plain_view *v, const char *key, int64_t cut)
{
	return top_on(v, key, "", cut).claim != NULL;
}

/* All words on a register of all that stand behind a key and are not removed. */
static size_t group_words(plain_view *v, const char *canonical, const char *field, const char *member,
    int64_t cut, plain_word words[WORDS])
{
	size_t count = 0;
	for (size_t k = 0; k < v->key_count; k++)
		if (is_member(v, v->keys[k], canonical) && !is_removed(v, v->keys[k], cut))
			count = words_on(v, v->keys[k], field, member, cut, words, count);
	return count;
}

/* Vagueness does not unsay precision. */
static const char *shown_date(const plain_word *words, size_t count)
{
	plain_word top = highest(words, count, NULL), shown = top;
	if (!*date_of(top.value)->meaning || top.claim->rank == PLAIN_PREFERRED)
		return top.value;
	for (plain_word w = highest(words, count, top.claim); w.claim; w = highest(words, count, w.claim)) {
		const plain_date *date = date_of(w.value);
		if (!date)
			continue; /* nothing, or nothing that can be read */
		if (!*date->meaning)
			break;
		if (strcmp(date->meaning, date_of(shown.value)->meaning) == 0 ||
		    strictly_within(date, date_of(shown.value)))
			shown = w;
		if (w.claim->rank == PLAIN_PREFERRED)
			break;
	}
	return shown.value;
}

/* What shows on a register, or NULL. */
static const char *shown(
    plain_view *v, const char *canonical, const char *field, const char *member, int64_t cut)
{
	plain_word words[WORDS];
	size_t count = group_words(v, canonical, field, member, cut, words);
	plain_word top = highest(words, count, NULL);
	if (!top.claim || strcmp(top.value, "null") == 0 || !is_valid(field, member, top.value))
		return NULL;
	return strcmp(field, "when") == 0 ? shown_date(words, count) : top.value;
}

typedef struct plain_cell {
	const char *field, *member, *value;
} plain_cell;

static bool has_stronger_role(const plain_cell *cells, size_t count, const char *member)
{
	size_t len = (size_t)(strrchr(member, ':') - member) + 1;
	for (size_t i = 0; i < count; i++)
		if (strcmp(cells[i].field, "actors") == 0 && strncmp(cells[i].member, member, len) == 0 &&
		    strcmp(cells[i].member, member) != 0)
			return true;
	return false;
}

static bool is_hidden(const plain_cell *cells, size_t count, const plain_cell *cell)
{
	const char *role = strrchr(cell->member, ':');
	return strcmp(cell->field, "actors") == 0 && strcmp(role, ":participant") == 0 &&
	       has_stronger_role(cells, count, cell->member);
}

static bool goes_before(const plain_cell *a, const plain_cell *b)
{
	int order = strcmp(a->field, b->field);
	return order ? order < 0 : strcmp(a->member, b->member) < 0;
}

/* Every register that anybody ever spoke of, with what shows; in no order. */
static size_t all_cells(plain_view *v, const char *canonical, int64_t cut, plain_cell cells[WORDS])
{
	size_t count = 0;
	for (size_t i = 0; i < v->count; i++) {
		const plain_claim *c = &v->claims[i];
		for (size_t r = 0; r < c->count && is_member(v, c->line->key, canonical); r++) {
			plain_cell cell = { c->says[r].field, c->says[r].member, NULL };
			bool known = !*cell.field || strcmp(cell.field, "same_as") == 0;
			for (size_t k = 0; k < count; k++)
				known = known || (strcmp(cells[k].field, cell.field) == 0 &&
						     strcmp(cells[k].member, cell.member) == 0);
			if (known)
				continue;
			if (count == WORDS)
				abort();
			cells[count++] = cell;
		}
	}
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		cells[i].value = shown(v, canonical, cells[i].field, cells[i].member, cut);
		if (cells[i].value)
			cells[kept++] = cells[i];
	}
	return kept;
}

bool plain_row(plain_view *v, const char *key, int64_t cut, char out[PLAIN_TEXT])
{
	plain_cell cells[WORDS];
	bool whole = false;
	size_t count = all_cells(v, key, cut, cells), len = 0;
	const plain_cell *last = NULL;
	out[0] = '\0';
	for (;;) {
		const plain_cell *next = NULL;
		for (size_t i = 0; i < count; i++)
			if ((!last || goes_before(last, &cells[i])) &&
			    (!next || goes_before(&cells[i], next)))
				next = &cells[i];
		if (!next)
			return whole;
		last = next;
		whole = whole || strcmp(next->field, "title") == 0;
		if (!is_hidden(cells, count, next))
			len += (size_t)snprintf(out + len, PLAIN_TEXT - len, "%s\t%s\t%s\n", next->field,
			    next->member, next->value);
		if (len >= PLAIN_TEXT)
			abort();
	}
}

/* The next moment after `t` at which something became known of an event; PLAIN_EVER: none. */
static int64_t next_moment(plain_view *v, const char *canonical, int64_t t)
{
	int64_t next = PLAIN_EVER;
	for (size_t i = 0; i < v->count; i++) {
		int64_t known = v->claims[i].line->known;
		if (known > t && known < next && is_member(v, v->claims[i].line->key, canonical))
			next = known;
	}
	return next;
}

void plain_versions(plain_view *v, const char *key, plain_version_fn each, void *user)
{
	static char row[PLAIN_TEXT], last[PLAIN_TEXT];
	bool shows = false;
	int64_t from = 0;
	for (int64_t t = next_moment(v, key, INT64_MIN); t != PLAIN_EVER; t = next_moment(v, key, t)) {
		bool now = plain_row(v, key, t + 1, row);
		if (now == shows && (!now || strcmp(row, last) == 0))
			continue;
		if (shows)
			each(user, from, t, last);
		shows = now;
		from = t;
		strcpy(last, row);
	}
	if (shows)
		each(user, from, PLAIN_EVER, last);
}
