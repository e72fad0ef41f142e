/*
 * Runs while dateline is built: reads iso-codes' iso_3166-1.json, asks ICU for
 * the names that people use, and writes the rows of countries.h as C.
 *
 *	generate /usr/share/iso-codes/json/iso_3166-1.json countries.c
 */
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/utf8.h"
#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uldnames.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

#define NAMES_MAX   9    /* ways to name one area: key, name, short name, three of iso-codes, three codes */
#define LITERAL_MAX 4000 /* what every C compiler must take in one string literal is 4095 */

typedef struct area {
	char *key;
	char *patch;
	char *names[NAMES_MAX]; /* folded, for the search for ambiguous ones */
	size_t count;
} area;

typedef struct rows {
	area *areas;
	size_t count;
	ULocaleDisplayNames *usual;
	ULocaleDisplayNames *brief;
} rows;

/* One name of one area, to sort all names of all areas. */
typedef struct named {
	const char *name;
	const area *of;
} named;

static const char *member(const cJSON *o, const char *key)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, key));
}

static char *read_file(const char *path, size_t *len)
{
	FILE *in = fopen(path, "rb");
	if (!in)
		return NULL;
	dtl_text text = DTL_TEXT_INIT;
	char piece[4096];
	for (size_t n; (n = fread(piece, 1, sizeof(piece), in)) > 0;)
		dtl_text_add_len(&text, piece, n);
	bool bad = ferror(in) != 0;
	fclose(in);
	*len = text.len;
	char *data = bad ? NULL : dtl_text_take(&text);
	dtl_text_free(&text);
	return data;
}

/* ICU's name for a region: the code itself when it knows none (or when that is the name: US). */
static bool region_name(const ULocaleDisplayNames *names, const char *code, dtl_text *out)
{
	UChar wide[128];
	char utf8[512];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = uldn_regionDisplayName(names, code, wide, 128, &status);
	u_strToUTF8(utf8, (int32_t)sizeof(utf8), NULL, wide, len, &status);
	if (U_FAILURE(status))
		return false;
	dtl_text_add(out, utf8);
	return !dtl_text_failed(out);
}

/* Remember a way to name the area; false when it has that one already (folded). */
static bool remember(area *a, const char *name)
{
	dtl_text folded = DTL_TEXT_INIT;
	dtl_fold(&folded, name, strlen(name));
	bool known = a->count == NAMES_MAX;
	for (size_t i = 0; i < a->count; i++)
		known = known || strcmp(a->names[i], dtl_text_str(&folded)) == 0;
	if (!known)
		a->names[a->count++] = dtl_text_take(&folded);
	dtl_text_free(&folded);
	return !known;
}

static void add_alias(area *a, cJSON *aliases, const char *alias)
{
	if (alias && remember(a, alias))
		cJSON_AddTrueToObject(aliases, alias);
}

static bool fill_patch(const rows *r, area *a, const cJSON *iso, const char *iso2, cJSON *patch)
{
	dtl_text name = DTL_TEXT_INIT, brief = DTL_TEXT_INIT;
	bool ok = region_name(r->usual, iso2, &name) && region_name(r->brief, iso2, &brief) &&
		  strcmp(dtl_text_str(&name), iso2) != 0;
	if (ok) {
		dtl_text key = DTL_TEXT_INIT;
		dtl_slug(&key, name.data, 64);
		a->key = dtl_text_take(&key);
		remember(a, a->key);
		remember(a, name.data);
		cJSON *aliases = cJSON_CreateObject();
		add_alias(a, aliases, brief.data);
		add_alias(a, aliases, member(iso, "name"));
		add_alias(a, aliases, member(iso, "common_name"));
		add_alias(a, aliases, member(iso, "official_name"));
		if (aliases && aliases->child)
			cJSON_AddItemToObject(patch, "aliases", aliases);
		else
			cJSON_Delete(aliases);
		cJSON_AddStringToObject(patch, "kind", "state");
		cJSON_AddStringToObject(patch, "name", name.data);
	}
	dtl_text_free(&name);
	dtl_text_free(&brief);
	return ok;
}

static bool fill_codes(area *a, const cJSON *iso, cJSON *patch)
{
	static const char *const codes[][2] = { { "iso2", "alpha_2" }, { "iso3", "alpha_3" },
		{ "numeric", "numeric" } };
	cJSON *object = cJSON_AddObjectToObject(patch, "codes");
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		const char *code = member(iso, codes[i][1]);
		if (!code || !cJSON_AddStringToObject(object, codes[i][0], code))
			return false;
		remember(a, code);
	}
	return true;
}

static bool fill(const rows *r, area *a, const cJSON *iso)
{
	const char *iso2 = member(iso, "alpha_2");
	cJSON *patch = cJSON_CreateObject();
	dtl_text text = DTL_TEXT_INIT;
	bool ok = iso2 && fill_patch(r, a, iso, iso2, patch) && fill_codes(a, iso, patch);
	if (ok) {
		dtl_json_canonical(patch, &text);
		a->patch = dtl_text_take(&text);
	}
	cJSON_Delete(patch);
	dtl_text_free(&text);
	if (!ok || !a->key || !a->patch) {
		fprintf(stderr, "iso_3166-1: no code or no English name of '%s'\n", iso2 ? iso2 : "?");
		return false;
	}
	return true;
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const area *)a)->key, ((const area *)b)->key);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const named *)a)->name, ((const named *)b)->name);
}

/* A name that stands for two areas would make both unusable: the build stops. */
static bool all_distinct(const rows *r)
{
	named *all = malloc(r->count * NAMES_MAX * sizeof(*all));
	if (!all)
		return false;
	size_t count = 0;
	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->areas[i].count; j++)
			all[count++] = (named){ r->areas[i].names[j], &r->areas[i] };
	qsort(all, count, sizeof(*all), by_name);
	bool ok = true;
	for (size_t i = 1; i < count; i++) {
		if (strcmp(all[i - 1].name, all[i].name) != 0)
			continue;
		fprintf(stderr, "iso_3166-1: '%s' is ambiguous: '%s', '%s'\n", all[i].name,
		    all[i - 1].of->key, all[i].of->key);
		ok = false;
	}
	for (size_t i = 1; i < r->count; i++) {
		if (strcmp(r->areas[i - 1].key, r->areas[i].key) != 0)
			continue;
		fprintf(stderr, "iso_3166-1: two areas have the key '%s'\n", r->areas[i].key);
		ok = false;
	}
	free(all);
	return ok;
}

static bool collect(rows *r, const cJSON *list)
{
	int total = cJSON_GetArraySize(list);
	r->areas = total > 0 ? calloc((size_t)total, sizeof(*r->areas)) : NULL;
	if (!r->areas) {
		fprintf(stderr, "iso_3166-1: no list '3166-1'\n");
		return false;
	}
	const cJSON *iso;
	cJSON_ArrayForEach (iso, list) {
		if (!fill(r, &r->areas[r->count++], iso))
			return false;
	}
	qsort(r->areas, r->count, sizeof(*r->areas), by_key);
	return all_distinct(r);
}

/* FNV-1a of 128 bits; its prime is 2^88 + 0x13b, so the product is a shift and a small multiplication. */
static void hash(uint64_t h[2], const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text;; p++) {
		uint64_t low = h[1] ^ *p;
		uint64_t carry = ((low & 0xffffffffU) * 0x13b >> 32) + (low >> 32) * 0x13b;
		h[0] = h[0] * 0x13b + (carry >> 32) + (low << 24);
		h[1] = low * 0x13b;
		if (!*p)
			return; /* the NUL counts: it parts one text from the next */
	}
}

static void put_literal(FILE *out, const char *text)
{
	size_t n = 0;
	fputc('"', out);
	for (; *text; text++, n++) {
		if (n && n % LITERAL_MAX == 0)
			fputs("\"\n\t\"", out);
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void put_rows(const rows *r, FILE *out)
{
	uint64_t h[2] = { 0x6c62272e07bb0142, 0x62b821756295c58d };
	fputs("/* Generated while building. */\n#include \"model/countries.h\"\n\n"
	      "const dtl_country_claim dtl_country_claims[] = {\n",
	    out);
	for (size_t i = 0; i < r->count; i++) {
		hash(h, r->areas[i].key);
		hash(h, r->areas[i].patch);
		fputs("\t{ ", out);
		put_literal(out, r->areas[i].key);
		fputs(",\n\t    ", out);
		put_literal(out, r->areas[i].patch);
		fputs(" },\n", out);
	}
	fprintf(out, "};\nconst size_t dtl_country_count = %zu;\nconst unsigned char dtl_country_uid[16] = {",
	    r->count);
	for (unsigned i = 0; i < 16; i++)
		fprintf(out, " 0x%02x,", (unsigned)(h[i / 8] >> (56 - i % 8 * 8) & 0xff));
	fprintf(out, " };\nconst char dtl_country_version[] = \"%016llx\";\n", (unsigned long long)h[0]);
}

static bool write_rows(const rows *r, const char *path)
{
	FILE *out = fopen(path, "wb");
	if (out)
		put_rows(r, out);
	bool ok = out && !ferror(out);
	if (out && fclose(out) != 0)
		ok = false;
	if (!ok)
		perror(path);
	return ok;
}

static bool open_names(rows *r)
{
	static UDisplayContext usual[] = { UDISPCTX_STANDARD_NAMES, UDISPCTX_LENGTH_FULL };
	static UDisplayContext brief[] = { UDISPCTX_STANDARD_NAMES, UDISPCTX_LENGTH_SHORT };
	UErrorCode status = U_ZERO_ERROR;
	r->usual = uldn_openForContext("en", usual, 2, &status);
	r->brief = uldn_openForContext("en", brief, 2, &status);
	if (U_FAILURE(status))
		fprintf(stderr, "cannot get English names from ICU: %s\n", u_errorName(status));
	return U_SUCCESS(status);
}

static void release(rows *r)
{
	for (size_t i = 0; i < r->count; i++) {
		free(r->areas[i].key);
		free(r->areas[i].patch);
		for (size_t j = 0; j < r->areas[i].count; j++)
			free(r->areas[i].names[j]);
	}
	free(r->areas);
	uldn_close(r->usual);
	uldn_close(r->brief);
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: generate ISO_3166-1.json OUT.c\n");
		return 2;
	}
	rows r = { 0 };
	size_t len = 0;
	char *text = read_file(argv[1], &len);
	cJSON *doc = text ? cJSON_ParseWithLength(text, len) : NULL;
	if (!doc)
		fprintf(stderr, "cannot read '%s'\n", argv[1]);
	bool ok = doc && open_names(&r) && collect(&r, cJSON_GetObjectItemCaseSensitive(doc, "3166-1")) &&
		  write_rows(&r, argv[2]);
	release(&r);
	cJSON_Delete(doc);
	free(text);
	return ok ? 0 : 1;
}
