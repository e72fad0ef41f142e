/*
 * The fold of core/ledger as a filter, for tests/oracle/compare.py: nothing is
 * validated and no date is narrowed. Each line of the input is JSON:
 *
 *	["changeset", UID, N, RECORDED]
 *	["claim", UID, POSITION, KIND, KEY, PATCH, KNOWN, SOURCE, LANE, RANK, SNAPSHOT]
 *	["fold"]
 *
 * UID is 32 hexadecimal digits, PATCH canonical JSON as a string, KNOWN null on
 * acts, SOURCE "" when there is none. "fold" prints the versions of every thing
 * as one line, {"KIND KEY": [[FROM, TO or null, [[[FIELD, MEMBER…], VALUE], …]], …]},
 * and forgets the lines.
 */
#include "base/json.h"
#include "ledger/fold.h"
#include "ledger/ledger.h"
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_error err;

static void must(dtl_status status)
{
	if (status == DTL_OK)
		return;
	fprintf(stderr, "oracle_fold: %s: %s\n", dtl_status_name(status), err.text);
	exit(1);
}

static const char *text_at(const cJSON *line, int index)
{
	const cJSON *item = cJSON_GetArrayItem(line, index);
	if (cJSON_IsString(item))
		return item->valuestring;
	fprintf(stderr, "oracle_fold: no text at %d\n", index);
	exit(1);
}

/* 0 for null: a claim without a day on which it was known has none to give. */
static int64_t number_at(const cJSON *line, int index)
{
	const cJSON *item = cJSON_GetArrayItem(line, index);
	return cJSON_IsNumber(item) ? (int64_t)cJSON_GetNumberValue(item) : 0;
}

static void read_uid(unsigned char uid[DTL_UID_SIZE], const cJSON *line)
{
	if (dtl_uid_parse(uid, text_at(line, 1)))
		return;
	fprintf(stderr, "oracle_fold: no uid\n");
	exit(1);
}

static void take_header(dtl_store *db, const cJSON *line)
{
	dtl_header_line header = { .n = number_at(line, 2), .recorded_at = number_at(line, 3) };
	int64_t row = 0;
	bool fresh = false;
	read_uid(header.uid, line);
	must(dtl_ledger_header(db, &header, &row, &fresh, &err));
}

static int index_of(const char *word, const char *const *words)
{
	int i = 0;
	while (words[i] && strcmp(words[i], word) != 0)
		i++;
	return i;
}

static void take_claim(dtl_store *db, const cJSON *line)
{
	static const char *const ranks[] = { "normal", "preferred", "deprecated", NULL };
	static const char *const kinds[] = { "event", "actor", "series", "place", "source", "topic",
		"changeset", "claim", NULL };
	unsigned char uid[DTL_UID_SIZE];
	int64_t row = 0;
	const char *source = text_at(line, 7);
	dtl_claim_line claim = {
		.position = number_at(line, 2),
		.kind = (dtl_kind)index_of(text_at(line, 3), kinds),
		.key = text_at(line, 4),
		.patch = text_at(line, 5),
		.patch_len = strlen(text_at(line, 5)),
		.has_known = cJSON_IsNumber(cJSON_GetArrayItem(line, 6)),
		.known_at = number_at(line, 6),
		.source = *source ? source : NULL,
		.lane = text_at(line, 8),
		.rank = index_of(text_at(line, 9), ranks),
		.snapshot = cJSON_IsTrue(cJSON_GetArrayItem(line, 10)),
	};
	read_uid(uid, line);
	must(dtl_ledger_changeset(db, uid, &row, &err));
	must(dtl_ledger_append(db, row, &claim, NULL, &err));
}

/* ---- Versions ---- */

typedef struct group {
	dtl_kind kind;
	int64_t members[256];
	size_t count;
	dtl_record history;
	dtl_wordbook book;
	dtl_text row, last;
} group;

static bool print_state(group *g, int64_t cut)
{
	dtl_stated *stated = NULL;
	size_t count = 0;
	bool whole = false;
	must(dtl_words_fold(&g->book, &g->history, cut, false, &err));
	must(dtl_words_state(&g->book, &stated, &count, &err));
	dtl_text_clear(&g->row);
	for (size_t i = 0; i < count; i++) {
		const dtl_stated *s = &stated[i];
		dtl_text_addf(&g->row, "%s[[\"%.*s\"", i ? "," : "", (int)s->field.len, s->field.data);
		if (s->member.data)
			dtl_text_addf(&g->row, ",\"%.*s\"", (int)s->member.len, s->member.data);
		dtl_text_addf(&g->row, "],%.*s]", (int)s->value.len, s->value.data);
		whole = whole || dtl_slice_is(s->field, "title");
	}
	return whole;
}

static bool next_moment(const dtl_record *h, int64_t *t)
{
	bool found = false;
	int64_t next = 0;
	for (size_t i = 0; i < h->count; i++)
		if (h->claims[i].known_at > *t && (!found || h->claims[i].known_at < next)) {
			next = h->claims[i].known_at;
			found = true;
		}
	*t = next;
	return found;
}

static void print_version(group *g, int64_t from, const int64_t *to, bool first)
{
	printf("%s[%lld,", first ? "" : ",", (long long)from);
	if (to)
		printf("%lld", (long long)*to);
	else
		printf("null");
	printf(",[%s]]", dtl_text_str(&g->last));
}

static void print_versions(group *g)
{
	bool shows = false, first = true;
	int64_t from = 0;
	for (int64_t t = INT64_MIN; next_moment(&g->history, &t);) {
		bool now = print_state(g, t + 1);
		if (now == shows && (!now || strcmp(dtl_text_str(&g->row), dtl_text_str(&g->last)) == 0))
			continue;
		if (shows) {
			print_version(g, from, &t, first);
			first = false;
		}
		shows = now;
		from = t;
		dtl_text_clear(&g->last);
		dtl_text_add(&g->last, dtl_text_str(&g->row));
	}
	if (shows)
		print_version(g, from, NULL, first);
}

/* ---- Groups ---- */

typedef struct thing {
	dtl_kind kind;
	int64_t entity, canonical;
} thing;

static const char sql_things[] =
    "SELECT DISTINCT e.id, e.kind FROM claim c JOIN entity e ON e.id = c.entity WHERE e.kind < 6";

static size_t list_things(dtl_store *db, thing *things, size_t room)
{
	dtl_stmt st = DTL_STMT_INIT;
	size_t count = 0;
	dtl_status status;
	must(dtl_stmt_prepare(db, &st, sql_things, &err));
	while ((status = dtl_stmt_step(&st, &err)) == DTL_OK && count < room) {
		int64_t entity = dtl_take_int(&st);
		things[count++] = (thing){ (dtl_kind)dtl_take_int(&st), entity, 0 };
	}
	dtl_stmt_finalize(&st);
	if (status != DTL_DONE)
		exit(1);
	for (size_t i = 0; i < count; i++)
		must(dtl_fold_canonical(db, things[i].kind, things[i].entity, &things[i].canonical, &err));
	return count;
}

static void print_group(dtl_store *db, const thing *things, size_t count, size_t which, bool first)
{
	group g = { .kind = things[which].kind };
	dtl_text key = DTL_TEXT_INIT;
	for (size_t i = 0; i < count; i++)
		if (things[i].kind == g.kind && things[i].canonical == things[which].canonical)
			g.members[g.count++] = things[i].entity;
	must(dtl_entity_what(db, things[which].canonical, &g.kind, &key, &err));
	must(dtl_record_load(&g.history, db, g.kind, g.members, g.count, false, &err));
	printf("%s\"%s %s\":[", first ? "" : ",", dtl_kind_name(g.kind), dtl_text_str(&key));
	print_versions(&g);
	printf("]");
	dtl_record_free(&g.history);
	dtl_words_free(&g.book);
	dtl_text_free(&g.row);
	dtl_text_free(&g.last);
	dtl_text_free(&key);
}

static void fold(dtl_store *db)
{
	static thing things[256];
	size_t count = list_things(db, things, 256);
	printf("{");
	for (size_t i = 0; i < count; i++) {
		size_t same = 0;
		while (things[same].kind != things[i].kind || things[same].canonical != things[i].canonical)
			same++;
		if (same == i)
			print_group(db, things, count, i, i == 0);
	}
	printf("}\n");
	fflush(stdout);
}

static void take_line(dtl_store *db, const char *text)
{
	cJSON *line = cJSON_Parse(text);
	const char *what = text_at(line, 0);
	if (strcmp(what, "changeset") == 0)
		take_header(db, line);
	else if (strcmp(what, "claim") == 0)
		take_claim(db, line);
	else {
		/* Lines came in any order: acts before what they judge. */
		must(dtl_ledger_judge_all(db, &err));
		fold(db);
		dtl_store_rollback(db);
		must(dtl_store_begin(db, &err));
	}
	cJSON_Delete(line);
}

int main(void)
{
	static char text[1 << 16];
	dtl_store *db = NULL;
	must(dtl_store_open(&db, "", DTL_STORE_MEMORY, &err));
	must(dtl_store_begin(db, &err));
	while (fgets(text, sizeof(text), stdin))
		take_line(db, text);
	dtl_store_close(db);
	return 0;
}
