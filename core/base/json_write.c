#include "base/json_internal.h"
#include <string.h>

dtl_json_writer dtl_json_writer_to(dtl_text *out, int pretty)
{
	return (dtl_json_writer){ out, 0, pretty, true, false };
}

static void new_line(dtl_json_writer *w)
{
	dtl_text_add_char(w->out, '\n');
	for (int i = 0; i < w->depth; i++)
		dtl_text_add(w->out, "  ");
}

/* What has to stand before the next key or element. */
static void separate(dtl_json_writer *w)
{
	if (w->depth == 0)
		return;
	if (!w->first)
		dtl_text_add_char(w->out, ',');
	if (w->depth <= w->pretty)
		new_line(w);
	else if (!w->first && w->pretty > 0)
		dtl_text_add_char(w->out, ' ');
	w->first = false;
}

static void before_value(dtl_json_writer *w)
{
	if (w->after_key)
		w->after_key = false;
	else
		separate(w);
}

static void begin(dtl_json_writer *w, char bracket)
{
	before_value(w);
	dtl_text_add_char(w->out, bracket);
	w->depth++;
	w->first = true;
}

static void end(dtl_json_writer *w, char bracket)
{
	bool indented = w->depth <= w->pretty && !w->first;
	w->depth--;
	if (indented)
		new_line(w);
	dtl_text_add_char(w->out, bracket);
	w->first = false;
}

void dtl_json_begin_object(dtl_json_writer *w)
{
	begin(w, '{');
}

void dtl_json_end_object(dtl_json_writer *w)
{
	end(w, '}');
}

void dtl_json_begin_array(dtl_json_writer *w)
{
	begin(w, '[');
}

void dtl_json_end_array(dtl_json_writer *w)
{
	end(w, ']');
}

void dtl_json_key(dtl_json_writer *w, const char *key)
{
	separate(w);
	dtl_json_add_string(w->out, key, strlen(key));
	dtl_text_add(w->out, w->pretty > 0 ? ": " : ":");
	w->after_key = true;
}

void dtl_json_string(dtl_json_writer *w, const char *s)
{
	if (s)
		dtl_json_string_len(w, s, strlen(s));
	else
		dtl_json_null(w);
}

void dtl_json_string_len(dtl_json_writer *w, const char *s, size_t len)
{
	before_value(w);
	dtl_json_add_string(w->out, s, len);
}

void dtl_json_int(dtl_json_writer *w, int64_t value)
{
	before_value(w);
	dtl_text_add_int(w->out, value);
}

void dtl_json_double(dtl_json_writer *w, double value)
{
	before_value(w);
	dtl_json_add_number(w->out, value);
}

void dtl_json_bool(dtl_json_writer *w, bool value)
{
	before_value(w);
	dtl_text_add(w->out, value ? "true" : "false");
}

void dtl_json_null(dtl_json_writer *w)
{
	before_value(w);
	dtl_text_add(w->out, "null");
}

void dtl_json_raw(dtl_json_writer *w, const char *json, size_t len)
{
	before_value(w);
	dtl_text_add_len(w->out, json, len);
}

void dtl_json_member(dtl_json_writer *w, const char *key, const char *s)
{
	dtl_json_key(w, key);
	dtl_json_string(w, s);
}

void dtl_json_member_int(dtl_json_writer *w, const char *key, int64_t value)
{
	dtl_json_key(w, key);
	dtl_json_int(w, value);
}
