#include "ledger_world.h"

#include "base/text.h"
#include "ledger/ledger.h"
#include "store/stmt.h"
#include "support.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Dice ---- */

dice_box dice_of(uint64_t seed)
{
	dice_box d = { seed * UINT64_C(0x9E3779B97F4A7C15) + 1 };
	for (int i = 0; i < 8; i++)
		throw_below(&d, 2);
	return d;
}

size_t throw_below(dice_box *d, size_t below)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return (size_t)((d->state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % below;
}

bool throw_chance(dice_box *d, int percent)
{
	return throw_below(d, 100) < (size_t)percent;
}

#define PICK(d, list) (list)[throw_below(d, sizeof(list) / sizeof((list)[0]))]

/* ---- Histories ---- */

static const char *const all_keys[] = { "x", "y~abcdef", "z", "talks~qwerty", "uid@example.org", "w", "v~zz",
	"u" };

typedef struct writer {
	dice_box *d;
	const history_shape *shape;
	plain_ledger *ledger;
	plain_line header;
	int64_t clock, position;
} writer;

static const char *some_key(writer *w)
{
	return all_keys[throw_below(w->d, w->shape->keys)];
}

static void append(writer *w, plain_line line)
{
	if (w->position == 0)
		plain_add(w->ledger, &w->header);
	memcpy(line.uid, w->header.uid, sizeof(line.uid));
	line.position = w->position++;
	plain_add(w->ledger, &line);
}

static const plain_line *some_line(writer *w, bool header)
{
	size_t count = w->ledger->count;
	for (size_t tries = 0; tries < 50 && count; tries++) {
		const plain_line *line = &w->ledger->lines[throw_below(w->d, count)];
		if (line->header == header && (header || strcmp(line->kind, "event") == 0))
			return line;
	}
	return NULL;
}

static void write_undo(writer *w)
{
	plain_line acts[8];
	const plain_line *target = some_line(w, true);
	size_t count = target ? plain_undo(w->ledger, target->uid, acts, 8) : 0;
	for (size_t i = 0; i < count; i++)
		append(w, acts[i]);
}

static void write_rank(writer *w)
{
	static const char *const ranks[] = { "normal", "preferred", "deprecated", "deprecated", "nonsense" };
	const plain_line *target = some_line(w, false);
	plain_line act = { .kind = "claim", .lane = "hand" };
	if (!target)
		return;
	snprintf(act.key, sizeof(act.key), "%s/%d", target->uid, (int)target->position);
	/* Now and then it is judged twice. */
	for (int i = throw_chance(w->d, 70); i < 2; i++) {
		snprintf(act.patch, sizeof(act.patch), "{\"rank\":\"%s\"}", PICK(w->d, ranks));
		append(w, act);
	}
}

static plain_line an_event(writer *w)
{
	plain_line line = { .kind = "event", .lane = "hand" };
	snprintf(line.key, sizeof(line.key), "%s", some_key(w));
	line.known = w->clock;
	return line;
}

static void write_same_as(writer *w)
{
	plain_line line = an_event(w);
	if (throw_chance(w->d, 25))
		strcpy(line.patch, "{\"same_as\":null}");
	else
		snprintf(line.patch, sizeof(line.patch), "{\"same_as\":\"%s\"}", some_key(w));
	append(w, line);
}

static void write_removal(writer *w)
{
	plain_line line = an_event(w);
	strcpy(line.patch, "null");
	if (throw_chance(w->d, 20))
		strcpy(line.lane, "ics");
	line.snapshot = strcmp(line.lane, "ics") == 0;
	append(w, line);
}

static const char *some_when(writer *w)
{
	size_t count = 0;
	while (plain_when(count))
		count++;
	return throw_chance(w->d, 10) ? "null" : plain_when(throw_below(w->d, count));
}

static void add_actors(writer *w, char *patch, size_t size)
{
	static const char *const members[] = { "china:host", "china:participant", "us:participant", "us:host",
		"us:boss", "a\\\"b:host" };
	static const char *const values[] = { "true", "true", "null", "{\"for\":\"un\"}", "3" };
	size_t from = throw_below(w->d, 6), to = from + 1 + throw_below(w->d, 2), len = strlen(patch);
	/* Members in byte order: the list is walked in the order of the bytes that they stand for. */
	static const size_t order[] = { 5, 0, 1, 4, 3, 2 };
	len += (size_t)snprintf(patch + len, size - len, "\"actors\":{");
	for (size_t i = from; i < to && i < 6; i++)
		len += (size_t)snprintf(patch + len, size - len, "%s\"%s\":%s", i > from ? "," : "",
		    members[order[i]], PICK(w->d, values));
	snprintf(patch + len, size - len, "}");
}

/* Fields come in byte order: it has to be canonical JSON. */
static void fill_patch(writer *w, char *patch, size_t size)
{
	static const char *const titles[] = { "\"A\"", "\"B\"", "\"B \\\"C\\\"\"", "null", "\"\"", "7" };
	static const char *const statuses[] = { "\"expected\"", "\"confirmed\"", "\"held\"", "null",
		"\"maybe\"" };
	static const char *const fields[] = { "actors", "status", "title", "topics", "when" };
	size_t count = 0;
	strcpy(patch, "{");
	for (size_t i = 0; i < 5; i++) {
		size_t len = strlen(patch);
		if (!throw_chance(w->d, i == 3 ? 20 : 50))
			continue;
		if (count++)
			patch[len++] = ',';
		patch[len] = '\0';
		if (i == 0)
			add_actors(w, patch, size);
		else
			snprintf(patch + len, size - len, "\"%s\":%s", fields[i],
			    i == 1   ? PICK(w->d, statuses)
			    : i == 2 ? titles[throw_below(w->d, throw_chance(w->d, 70) ? 3 : 6)]
			    : i == 3 ? "{\"cyber\":true}"
				     : some_when(w));
	}
	strcat(patch, "}");
}

static void write_claims(writer *w)
{
	static const char *const lanes[] = { "hand", "json", "ics" };
	static const char *const sources[] = { "", "s1", "s2", "s3" };
	for (size_t i = 0, count = 1 + throw_below(w->d, 2); i < count; i++) {
		plain_line line = an_event(w);
		strcpy(line.lane, PICK(w->d, lanes));
		line.snapshot = strcmp(line.lane, "ics") == 0;
		strcpy(line.source, line.snapshot ? "" : PICK(w->d, sources));
		line.known = (int64_t)throw_below(w->d, (size_t)(w->clock > 0 ? w->clock : 0) + 3);
		line.rank = throw_chance(w->d, 75) ? PLAIN_NORMAL : 1 + (int)throw_below(w->d, 2);
		fill_patch(w, line.patch, sizeof(line.patch));
		append(w, line);
	}
}

static void write_step(writer *w)
{
	size_t what = throw_below(w->d, 100);
	static const char hex[] = "0123456789abcdef";
	w->header = (plain_line){ .header = true, .n = 1 + plain_last_n(w->ledger), .recorded = w->clock };
	for (size_t i = 0; i < 32; i++)
		w->header.uid[i] = hex[throw_below(w->d, 16)];
	w->position = 0;
	if (what < 15)
		write_undo(w);
	else if (what < 24)
		write_rank(w);
	else if (what < 30)
		write_same_as(w);
	else if (what < 35)
		write_removal(w);
	else
		write_claims(w);
}

void random_history(dice_box *d, const history_shape *shape, plain_ledger replicas[REPLICAS])
{
	int64_t clocks[REPLICAS];
	for (size_t i = 0; i < REPLICAS; i++)
		clocks[i] = (int64_t)throw_below(d, 5);
	for (size_t step = 0; step < shape->steps; step++) {
		size_t i = throw_below(d, REPLICAS);
		clocks[i] += (int64_t)throw_below(d, 5) - 1;
		if (throw_chance(d, 15)) {
			plain_join(&replicas[i], &replicas[throw_below(d, REPLICAS)]);
			continue;
		}
		writer w = { d, shape, &replicas[i], { 0 }, clocks[i], 0 };
		write_step(&w);
	}
}

/* ---- Lines in order ---- */

static const plain_ledger *sorting;

static int64_t n_of(const plain_line *line)
{
	for (size_t i = 0; i < sorting->count; i++)
		if (sorting->lines[i].header && strcmp(sorting->lines[i].uid, line->uid) == 0)
			return sorting->lines[i].n;
	return INT64_MAX;
}

typedef struct placed {
	int64_t n;
	plain_line line;
} placed;

static int as_written(const void *left, const void *right)
{
	const placed *a = left, *b = right;
	int order = strcmp(a->line.uid, b->line.uid);
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	if (order)
		return order;
	if (a->line.header != b->line.header)
		return a->line.header ? -1 : 1;
	return a->line.position < b->line.position ? -1 : a->line.position > b->line.position;
}

void sort_lines(plain_ledger *l)
{
	placed *all = calloc(l->count + 1, sizeof(*all));
	assert_non_null(all);
	sorting = l;
	for (size_t i = 0; i < l->count; i++)
		all[i] = (placed){ n_of(&l->lines[i]), l->lines[i] };
	qsort(all, l->count, sizeof(*all), as_written);
	for (size_t i = 0; i < l->count; i++)
		l->lines[i] = all[i].line;
	free(all);
}

void shuffle_lines(dice_box *d, plain_ledger *l)
{
	for (size_t i = l->count; i > 1; i--) {
		size_t k = throw_below(d, i);
		plain_line kept = l->lines[k];
		l->lines[k] = l->lines[i - 1];
		l->lines[i - 1] = kept;
	}
}

/* ---- Single lines ---- */

const char *uid_of(char c)
{
	static char ring[8][33];
	static size_t used;
	char *uid = ring[used++ % 8];
	memset(uid, c, 32);
	return uid;
}

plain_line a_header(char c, int64_t n, int64_t recorded)
{
	plain_line line = { .header = true, .n = n, .recorded = recorded };
	memcpy(line.uid, uid_of(c), sizeof(line.uid));
	return line;
}

plain_line a_claim(char c, int64_t position, const char *key, const char *patch, int64_t known)
{
	plain_line line = { .position = position, .kind = "event", .lane = "hand", .known = known };
	memcpy(line.uid, uid_of(c), sizeof(line.uid));
	snprintf(line.key, sizeof(line.key), "%s", key);
	snprintf(line.patch, sizeof(line.patch), "%s", patch);
	return line;
}

plain_line an_act(char c, int64_t position, const char *kind, const char *key, const char *patch)
{
	plain_line line = a_claim(c, position, key, patch, 0);
	snprintf(line.kind, sizeof(line.kind), "%s", kind);
	return line;
}

/* ---- Into a store ---- */

static dtl_kind kind_of(const plain_line *line)
{
	dtl_kind kind = DTL_EVENT;
	while (kind < DTL_CLAIM && strcmp(dtl_kind_name(kind), line->kind) != 0)
		kind++;
	return kind;
}

void put_line(dtl_store *db, const plain_line *line)
{
	dtl_error err;
	unsigned char uid[DTL_UID_SIZE];
	int64_t row = 0;
	bool fresh = false;
	assert_true(dtl_uid_parse(uid, line->uid));
	if (line->header) {
		dtl_header_line header = { .n = line->n, .recorded_at = line->recorded };
		memcpy(header.uid, uid, sizeof(uid));
		assert_ok(dtl_ledger_header(db, &header, &row, &fresh, &err));
		assert_true(fresh);
		return;
	}
	dtl_claim_line claim = {
		.position = line->position,
		.kind = kind_of(line),
		.key = line->key,
		.patch = line->patch,
		.patch_len = strlen(line->patch),
		.has_known = kind_of(line) < DTL_CHANGESET,
		.known_at = line->known,
		.source = *line->source ? line->source : NULL,
		.lane = line->lane,
		.rank = line->rank,
		.snapshot = line->snapshot,
	};
	assert_ok(dtl_ledger_changeset(db, uid, &row, &err));
	assert_ok(dtl_ledger_append(db, row, &claim, NULL, &err));
}

void put_lines(dtl_store *db, const plain_ledger *l)
{
	for (size_t i = 0; i < l->count; i++)
		put_line(db, &l->lines[i]);
}

/* ---- Derived tables as text ---- */

char *dump_query(dtl_store *db, const char *sql)
{
	dtl_error err;
	dtl_stmt st = DTL_STMT_INIT;
	dtl_text out = DTL_TEXT_INIT;
	dtl_status status;
	assert_ok(dtl_stmt_prepare(db, &st, sql, &err));
	while ((status = dtl_stmt_step(&st, &err)) == DTL_OK) {
		const char *text = dtl_take_text(&st);
		dtl_text_addf(&out, "%s\n", text ? text : "NULL");
	}
	assert_status(status, DTL_DONE);
	dtl_stmt_finalize(&st);
	dtl_text_add(&out, "");
	char *text = dtl_text_take(&out);
	assert_non_null(text);
	return text;
}

static const char sql_events[] =
    "SELECT 'event ' || n.kind || n.key || ' ' || e.known_from || ' ' || e.known_to || ' ' || e.span || ' ' || e.start_lo || ' '"
    " || e.start_hi || ' ' || e.end_lo || ' ' || e.end_hi || quote(e.title) || quote(e.type) || quote(e.level)"
    " || quote(e.status) || quote(e.edtf) || quote(e.tz) || quote(e.said) || quote(e.said_on)"
    " || quote((SELECT key FROM entity WHERE id = e.place)) || quote((SELECT key FROM entity WHERE id = e.series))"
    " || quote(e.edition) || quote((SELECT key FROM entity WHERE id = e.parent)) || quote(e.url) || quote(e.extra)"
    " || quote(n.slug) || quote(n.suffix) || quote(e.key)"
    " || quote((SELECT description FROM event_text t WHERE t.id = e.text)) || ' actors ' || coalesce((SELECT group_concat(s, '; ')"
    "  FROM (SELECT a.key || ':' || x.role || quote(b.key) || x.span || ' ' || x.start_lo AS s FROM event_actor x"
    "  JOIN entity a ON a.id = x.actor LEFT JOIN entity b ON b.id = x.behalf WHERE x.version = e.id ORDER BY 1)), '')"
    " || ' topics ' || coalesce((SELECT group_concat(s, '; ') FROM (SELECT a.key || x.span || ' ' || x.start_lo AS s FROM event_topic x"
    "  JOIN entity a ON a.id = x.topic WHERE x.version = e.id ORDER BY 1)), '')"
    " || ' links ' || coalesce((SELECT group_concat(s, '; ') FROM (SELECT x.rel || ':' || a.key AS s FROM event_link x"
    "  JOIN entity a ON a.id = x.target WHERE x.version = e.id ORDER BY 1)), '')"
    " FROM event e JOIN entity n ON n.id = e.event ORDER BY 1";
/* One for each table: a store allows few terms in a compound SELECT. */
static const char *const sql_things[] = {
	"SELECT 'source of ' || n.key || ' ' || s.key || ' ' || x.known_from FROM event_source x JOIN entity n ON n.id = x.event"
	" JOIN entity s ON s.id = x.source ORDER BY 1",
	"SELECT 'text of ' || coalesce((SELECT e.key FROM event e WHERE e.text = t.id), '?') || quote(t.title) || quote(t.description)"
	"  FROM event_texts t ORDER BY 1",
	"SELECT 'actor ' || n.key || quote(a.kind) || quote(a.name) || quote(a.extra) FROM actor a JOIN entity n ON n.id = a.id ORDER BY 1",
	"SELECT 'term ' || n.key || ' ' || f.rel || ' ' || o.key || ' ' || f.term || quote(f.since) || quote(f.until) || f.from_lo"
	"  || ' ' || f.to_hi FROM affiliation f JOIN entity n ON n.id = f.actor JOIN entity o ON o.id = f.of ORDER BY 1",
	"SELECT 'code ' || n.key || ' ' || c.system || ' ' || c.code FROM actor_code c JOIN entity n ON n.id = c.actor ORDER BY 1",
	"SELECT 'series ' || n.key || quote(s.name) || quote(s.cadence) || quote(p.key) || quote(o.key) || quote(s.extra)"
	"  FROM series s JOIN entity n ON n.id = s.id LEFT JOIN entity p ON p.id = s.place LEFT JOIN entity o ON o.id = s.organiser ORDER BY 1",
	"SELECT 'place ' || n.key || quote(p.name) || quote(p.country) || quote(p.lat) || quote(p.lon) || quote(p.tz) || quote(r.key)"
	"  || quote(p.extra) FROM place p JOIN entity n ON n.id = p.id LEFT JOIN entity r ON r.id = p.parent ORDER BY 1",
	"SELECT 'source ' || n.key || quote(s.publisher) || quote(s.title) || quote(s.author) || quote(s.url) || quote(s.published)"
	"  || quote(s.language) || quote(s.extra) FROM source s JOIN entity n ON n.id = s.id ORDER BY 1",
	"SELECT 'topic ' || n.key || quote(t.label) || quote(r.key) || quote(t.extra) FROM topic t JOIN entity n ON n.id = t.id"
	"  LEFT JOIN entity r ON r.id = t.parent ORDER BY 1",
	"SELECT 'alias ' || n.kind || n.key || quote(a.alias) FROM alias a JOIN entity n ON n.id = a.entity ORDER BY 1",
	"SELECT 'name ' || m.kind || ' ' || m.name || ' ' || m.what || ' ' || n.key FROM name m JOIN entity n ON n.id = m.entity ORDER BY 1",
	"SELECT 'merged ' || n.kind || n.key || ' ' || c.key FROM merged m JOIN entity n ON n.id = m.entity"
	"  JOIN entity c ON c.id = m.canonical ORDER BY 1",
	"SELECT 'retracted ' || hex(g.uid) FROM retracted r JOIN changeset g ON g.id = r.changeset ORDER BY 1",
	"SELECT 'judged ' || hex(g.uid) || '/' || c.position || ' ' || j.rank FROM judged j JOIN claim c ON c.id = j.claim"
	"  JOIN changeset g ON g.id = c.changeset ORDER BY 1",
	"SELECT 'contested ' || n.key || ' ' || x.field || ' ' || x.ord || ' ' || x.known_from || ' ' || x.known_to || ' '"
	"  || x.standing || ' ' || s.key || ' ' || x.said_at || quote(x.value) || quote(p.key) FROM contested x"
	"  JOIN entity n ON n.id = x.event JOIN entity s ON s.id = x.source LEFT JOIN entity p ON p.id = x.place ORDER BY 1",
	"SELECT 'cadence ' || n.key || ' ' || c.known_from || ' ' || c.known_to || quote(c.cadence) || quote(p.key)"
	"  FROM cadence c JOIN entity n ON n.id = c.series LEFT JOIN entity p ON p.id = c.place ORDER BY 1",
	"SELECT 'orphan actor' FROM event_actor WHERE version NOT IN (SELECT id FROM event) ORDER BY 1",
	"SELECT 'orphan topic' FROM event_topic WHERE version NOT IN (SELECT id FROM event) ORDER BY 1",
	"SELECT 'orphan link' FROM event_link WHERE version NOT IN (SELECT id FROM event) ORDER BY 1",
	"SELECT 'orphan text' FROM event_text WHERE id NOT IN (SELECT text FROM event) ORDER BY 1",
	"SELECT 'stale ' || entity FROM stale ORDER BY 1",
};

static const char sql_words_match[] =
    "INSERT INTO event_search(event_search, rank) VALUES('integrity-check', 1)";

char *dump_derived(dtl_store *db)
{
	dtl_error err;
	dtl_text out = DTL_TEXT_INIT;
	char *rows = dump_query(db, sql_events);
	dtl_text_add(&out, rows);
	free(rows);
	for (size_t i = 0; i < sizeof(sql_things) / sizeof(*sql_things); i++) {
		rows = dump_query(db, sql_things[i]);
		dtl_text_add(&out, rows);
		free(rows);
	}
	assert_ok(dtl_store_exec(db, sql_words_match, &err));
	dtl_text_add(&out, "");
	char *text = dtl_text_take(&out);
	assert_non_null(text);
	return text;
}

size_t seeds_to_run(size_t few)
{
	const char *seeds = getenv("DATELINE_SEEDS");
	return seeds && *seeds ? (size_t)strtoull(seeds, NULL, 10) : few;
}
