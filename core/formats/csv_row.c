#include "formats/csv_row.h"
#include "base/crc32c.h"
#include "base/json.h"
#include "base/utf8.h"
#include <cjson/cJSON.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct maker {
	dtl_csv_row *row;
	const char *order;
	cJSON *when; /* {"edtf", "text", …} while it is gathered */
	dtl_text text;
	bool failed; /* no memory */
} maker;

/* Into an object, which owns it then. */
static void put(maker *m, cJSON *object, const char *name, cJSON *value)
{
	if (!value || !cJSON_AddItemToObject(object, name, value)) {
		cJSON_Delete(value);
		m->failed = true;
	}
}

static cJSON *member(maker *m, cJSON *object, const char *name)
{
	cJSON *found = cJSON_GetObjectItemCaseSensitive(object, name);
	if (found)
		return found;
	put(m, object, name, cJSON_CreateObject());
	return m->failed ? object : cJSON_GetObjectItemCaseSensitive(object, name);
}

/* The object that a path's last member stands in: "place.name" → place; *last: "name". */
static cJSON *object_of(maker *m, const char *path, const char **last)
{
	char head[32];
	const char *dot = strchr(path, '.');
	*last = dot ? dot + 1 : path;
	if (strncmp(path, "source.", 7) == 0) {
		if (!m->row->source && !(m->row->source = cJSON_CreateObject()))
			m->failed = true;
		return m->row->source ? m->row->source : m->row->event;
	}
	if (!dot)
		return m->row->event;
	snprintf(head, sizeof(head), "%.*s", (int)(dot - path), path);
	return member(m, m->row->event, head);
}

static dtl_status put_number(maker *m, cJSON *object, const char *name, const char *cell, dtl_error *err)
{
	char *end;
	double value = strtod(cell, &end);
	end += strspn(end, " ");
	if (*end || end == cell || !isfinite(value) || strpbrk(cell, "xXnN"))
		return dtl_fail(err, DTL_E_PARSE, "%s: not a number: '%s'", name, cell);
	put(m, object, name, cJSON_CreateNumber(value));
	return DTL_OK;
}

/* The next element of a list, trimmed, without its backslashes; false: there is none. */
static bool next_element(const char **at, dtl_text *out)
{
	dtl_text_clear(out);
	*at += strspn(*at, "; \t\r\n");
	if (!**at)
		return false;
	for (; **at && **at != ';'; (*at)++) {
		if ((*at)[0] == '\\' && (*at)[1])
			(*at)++;
		dtl_text_add_char(out, **at);
	}
	while (out->len > 0 && isspace((unsigned char)out->data[out->len - 1]))
		dtl_text_truncate(out, out->len - 1);
	return true;
}

static cJSON *link_of(maker *m, char *element)
{
	char *colon = strchr(element, ':');
	cJSON *link = colon ? cJSON_CreateObject() : NULL;
	if (!link)
		return NULL;
	*colon = '\0';
	put(m, link, "rel", cJSON_CreateString(element));
	put(m, link, "id", cJSON_CreateString(colon + 1));
	return link;
}

static dtl_status put_list(
    maker *m, cJSON *object, const dtl_csv_column *column, const char *cell, dtl_error *err)
{
	cJSON *list = cJSON_CreateArray();
	put(m, object, column->name, list);
	while (!m->failed && next_element(&cell, &m->text)) {
		if (dtl_text_failed(&m->text))
			return dtl_fail_memory(err);
		bool links = column->form == DTL_CSV_LINKS;
		if (links && !strchr(dtl_text_str(&m->text), ':'))
			return dtl_fail(err, DTL_E_PARSE, "%s: expected REL:ID: '%s'", column->name,
			    dtl_text_str(&m->text));
		cJSON *element =
		    links ? link_of(m, m->text.data) : cJSON_CreateString(dtl_text_str(&m->text));
		if (!element || !cJSON_AddItemToArray(list, element))
			m->failed = true;
	}
	return DTL_OK;
}

static dtl_status put_json(maker *m, cJSON *object, const char *name, const char *cell, dtl_error *err)
{
	cJSON *value = NULL;
	dtl_status status = dtl_json_parse(&value, cell, strlen(cell), err);
	if (status != DTL_OK) {
		err->line = 0;
		return dtl_fail_in(err, "%s", name);
	}
	put(m, object, name, value);
	return DTL_OK;
}

/* Three numbers as the order has them; false: that is no such date. */
static bool cut_numbers(const char *date, size_t len, const char *order, int out[3], int digits[3])
{
	size_t at = 0;
	for (int i = 0; i < 3; i++) {
		int value = 0, count = 0;
		for (; at < len && isdigit((unsigned char)date[at]) && count < 5; at++, count++)
			value = value * 10 + (date[at] - '0');
		const char *part = strchr("ymd", order[i]);
		out[part - "ymd"] = value;
		digits[part - "ymd"] = count;
		if (count == 0 || (i < 2 && (at >= len || !strchr("/.-", date[at++]))))
			return false;
	}
	return at == len && digits[0] == 4 && digits[1] <= 2 && digits[2] <= 2;
}

/*
 * A date as EDTF wants it: numbers turned round, a 'T' before the time, seconds
 * behind it. What is not in numbers is for the dates module to read.
 */
static const char *settle_date(maker *m, const char *cell)
{
	int number[3], digits[3];
	size_t len = strcspn(cell, " T");
	const char *time = cell + len + (cell[len] != '\0');
	bool iso = cut_numbers(cell, len, "ymd", number, digits);
	bool timed = isdigit((unsigned char)time[0]) && isdigit((unsigned char)time[1]) && time[2] == ':';
	if (!iso && !(m->order && cut_numbers(cell, len, m->order, number, digits)))
		return cell;
	if (cell[len] && !timed)
		return cell;
	dtl_text_clear(&m->text);
	dtl_text_addf(&m->text, "%04d-%02d-%02d", number[0], number[1], number[2]);
	if (timed) {
		bool seconds = time[3] && time[4] && time[5] == ':';
		dtl_text_addf(
		    &m->text, seconds ? "T%s" : "T%.5s:00%s", time, time[3] && time[4] ? time + 5 : "");
	}
	m->failed = m->failed || dtl_text_failed(&m->text);
	return dtl_text_str(&m->text);
}

/* Words and zones make an object of it, in which only EDTF stands; else it is what somebody wrote. */
static void put_when(maker *m, const char *cell)
{
	bool unknown = strcmp(cell, "unknown") == 0;
	put(m, m->when, unknown ? "unknown" : "edtf",
	    unknown ? cJSON_CreateTrue() : cJSON_CreateString(settle_date(m, cell)));
}

static dtl_status put_cell(maker *m, const dtl_csv_bound *bound, const char *cell, dtl_error *err)
{
	const char *last;
	const dtl_csv_column *c = bound->column;
	if (bound->extra) {
		put(m, member(m, m->row->event, "extra"), bound->extra, cJSON_CreateString(cell));
		return DTL_OK;
	}
	if (c->form == DTL_CSV_DERIVED)
		return DTL_OK;
	bool when = strncmp(c->name, "when.", 5) == 0;
	cJSON *object = when ? m->when : object_of(m, c->name, &last);
	if (when)
		last = c->name + 5;
	if (m->failed)
		return dtl_fail_memory(err);
	switch (c->form) {
	case DTL_CSV_ID: m->row->id = cell; break;
	case DTL_CSV_UID: m->row->uid = cell; break;
	case DTL_CSV_KNOWN:
		dtl_text_clear(&m->row->known_text);
		dtl_text_add(&m->row->known_text, settle_date(m, cell));
		m->row->known = dtl_text_str(&m->row->known_text);
		break;
	case DTL_CSV_TEXT: put(m, object, last, cJSON_CreateString(cell)); break;
	case DTL_CSV_DATE: put(m, object, last, cJSON_CreateString(settle_date(m, cell))); break;
	case DTL_CSV_WHEN: put_when(m, cell); break;
	case DTL_CSV_NUMBER: return put_number(m, object, last, cell, err);
	case DTL_CSV_LIST:
	case DTL_CSV_LINKS: return put_list(m, object, c, cell, err);
	case DTL_CSV_JSON: return put_json(m, object, last, cell, err);
	case DTL_CSV_DERIVED: break;
	}
	return DTL_OK;
}

/* The date goes into the document: as a string where there is nothing but what was written. */
static void end_when(maker *m)
{
	cJSON *first = m->when ? m->when->child : NULL;
	bool plain = first && !first->next && cJSON_IsString(first) && strcmp(first->string, "edtf") == 0;
	if (!first)
		return;
	put(m, m->row->event, "when", plain ? cJSON_CreateString(first->valuestring) : m->when);
	if (!plain)
		m->when = NULL;
}

static const char *string_in(const cJSON *object, const char *name)
{
	const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, name);
	return cJSON_IsString(found) ? found->valuestring : "";
}

/* "https://www.example.org/a/b.html" → "example.org b.html": what people would call it. */
static void name_url(dtl_text *out, const char *url)
{
	const char *host = strstr(url, "://");
	host = host ? host + 3 : url;
	if (strncmp(host, "www.", 4) == 0)
		host += 4;
	size_t host_len = strcspn(host, "/?#"), len = strcspn(host, "?#");
	while (len > host_len && host[len - 1] == '/')
		len--;
	size_t last = len;
	while (last > host_len && host[last - 1] != '/')
		last--;
	dtl_text_add_len(out, host, host_len);
	dtl_text_add_char(out, ' ');
	dtl_text_add_len(out, host + last, len > last ? len - last : 0);
}

/* One that has no ID is named after its page, or its publisher and title; the sum tells apart what reads alike. */
static void name_source(maker *m)
{
	const char *id = string_in(m->row->source, "id"), *url = string_in(m->row->source, "url");
	dtl_text *out = &m->row->source_id;
	if (*id) {
		dtl_text_add(out, id);
		return;
	}
	dtl_text_clear(&m->text);
	if (*url)
		name_url(&m->text, url);
	else
		dtl_text_addf(&m->text, "%s %s %s", string_in(m->row->source, "publisher"),
		    string_in(m->row->source, "title"), string_in(m->row->source, "published"));
	const char *whole = *url ? url : dtl_text_str(&m->text);
	dtl_slug(out, dtl_text_str(&m->text), 60);
	dtl_text_addf(out, "-%08x", (unsigned)dtl_crc32c(0, whole, strlen(whole)));
	m->failed = m->failed || dtl_text_failed(out);
}

static dtl_status read_cells(maker *m, const dtl_csv *in, const dtl_csv_map *map, dtl_error *err)
{
	dtl_status status = DTL_OK;
	if (in->count > map->count)
		return dtl_fail(
		    err, DTL_E_PARSE, "the row has %zu cells, the header %zu", in->count, map->count);
	for (size_t i = 0; i < map->count && status == DTL_OK; i++) {
		const char *cell = dtl_csv_cell(in, i);
		if (map->columns[i].column && cell[strspn(cell, " \t")])
			status = put_cell(m, &map->columns[i], cell, err);
	}
	return status;
}

dtl_status dtl_csv_row_read(
    dtl_csv_row *out, const dtl_csv *in, const dtl_csv_map *map, const char *order, dtl_error *err)
{
	*out = (dtl_csv_row){ .event = cJSON_CreateObject() };
	maker m = { .row = out, .order = order, .when = cJSON_CreateObject() };
	dtl_status status = out->event && m.when ? read_cells(&m, in, map, err) : dtl_fail_memory(err);
	if (status == DTL_OK) {
		end_when(&m);
		if (out->source)
			name_source(&m);
	}
	if (status == DTL_OK && (m.failed || dtl_text_failed(&m.text)))
		status = dtl_fail_memory(err);
	cJSON_Delete(m.when);
	dtl_text_free(&m.text);
	return status;
}

void dtl_csv_row_free(dtl_csv_row *row)
{
	cJSON_Delete(row->event);
	cJSON_Delete(row->source);
	dtl_text_free(&row->source_id);
	dtl_text_free(&row->known_text);
	*row = (dtl_csv_row){ 0 };
}
