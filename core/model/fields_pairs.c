/* Registers that are objects: a series with its edition, a place on the globe, what others keep under `extra`. */
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <string.h>

enum { EDITION_MAX = 100000 };

/* The two halves of a register, in the order of their names: edition and id, lat and lon. */
typedef struct pair {
	dtl_slice lo, hi;
} pair;

static const char *lo_name(const dtl_field *f)
{
	return strcmp(f->name, "series") == 0 ? "edition" : "lat";
}

static const char *hi_name(const dtl_field *f)
{
	return strcmp(f->name, "series") == 0 ? "id" : "lon";
}

static bool is_lo(const dtl_field *f)
{
	return strcmp(f->part, lo_name(f)) == 0;
}

static pair pair_in(const dtl_field *f, dtl_slice value)
{
	pair p = { { NULL, 0 }, { NULL, 0 } };
	if (value.data) {
		dtl_json_get(value, lo_name(f), &p.lo);
		dtl_json_get(value, hi_name(f), &p.hi);
	}
	return p;
}

static void put_pair(const dtl_make *m, const dtl_field *f, pair p)
{
	dtl_text object = DTL_TEXT_INIT;
	dtl_json_writer w = dtl_json_writer_to(&object, 0);
	dtl_json_begin_object(&w);
	if (p.lo.data) {
		dtl_json_key(&w, lo_name(f));
		dtl_json_raw(&w, p.lo.data, p.lo.len);
	}
	if (p.hi.data) {
		dtl_json_key(&w, hi_name(f));
		dtl_json_raw(&w, p.hi.data, p.hi.len);
	}
	dtl_json_end_object(&w);
	if (dtl_text_failed(&object))
		m->out->failed = true;
	else
		dtl_patch_put(m->out, f->name, NULL, p.lo.data || p.hi.data ? dtl_text_str(&object) : "null");
	dtl_text_free(&object);
}

/* What the register says so far: in the patch, else as shown. */
static dtl_slice now(const dtl_make *m, const dtl_field *f)
{
	const char *put = dtl_patch_get(m->out, f->name, NULL);
	return put ? (dtl_slice){ put, strlen(put) } : m->shown;
}

/* Say one half; its data NULL: there is none. */
static void put_half(const dtl_make *m, const dtl_field *f, dtl_slice half)
{
	pair p = pair_in(f, now(m, f));
	*(is_lo(f) ? &p.lo : &p.hi) = half;
	put_pair(m, f, p);
}

static dtl_status away_half(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	if (words)
		return dtl_fail(err, DTL_E_ARGUMENT, "holds one value: '%s' cannot be taken from it", words);
	/* An edition is nothing without its series, nor one coordinate without the other. */
	if (strcmp(f->part, "edition") == 0)
		put_half(m, f, (dtl_slice){ NULL, 0 });
	else
		dtl_patch_put(m->out, f->name, NULL, "null");
	return DTL_OK;
}

/* ---- Series and edition ---- */

static dtl_status put_series(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_text quoted = DTL_TEXT_INIT;
	dtl_status status = dtl_make_key(m, DTL_SERIES, NULL, words, &key, err);
	if (status != DTL_OK)
		goto done;
	dtl_json_add_string(&quoted, dtl_text_str(&key), key.len);
	if (dtl_text_failed(&quoted)) {
		status = dtl_fail_memory(err);
		goto done;
	}
	pair p = pair_in(f, now(m, f));
	/* The twelfth of one series is not the twelfth of another, unless this very patch says so. */
	if (p.hi.data && !dtl_slice_is(p.hi, dtl_text_str(&quoted)) && !dtl_patch_get(m->out, f->name, NULL))
		p.lo.data = NULL;
	p.hi = (dtl_slice){ dtl_text_str(&quoted), quoted.len };
	put_pair(m, f, p);
done:
	dtl_text_free(&quoted);
	dtl_text_free(&key);
	return status;
}

static dtl_status put_edition(const dtl_make *m, const dtl_field *f, int64_t n, dtl_error *err)
{
	if (n < 1 || n > EDITION_MAX)
		return dtl_fail(err, DTL_E_ARGUMENT, "expected a number from 1 to %d", EDITION_MAX);
	dtl_text digits = DTL_TEXT_INIT;
	dtl_text_add_int(&digits, n);
	put_half(m, f, (dtl_slice){ dtl_text_str(&digits), digits.len });
	dtl_text_free(&digits);
	return DTL_OK;
}

static dtl_status take_series(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	if (!is_lo(f))
		return put_series(m, f, words, err);
	int64_t n = 0;
	if (words[0] == '-' || !dtl_json_to_int((dtl_slice){ words, strlen(words) }, &n))
		n = 0;
	return put_edition(m, f, n, err);
}

static dtl_status read_series(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	if (!is_lo(f)) {
		if (!cJSON_IsString(value))
			return dtl_at_type(at, "a string", value, err);
		return dtl_at_blame(at, put_series(m, f, value->valuestring, err), err);
	}
	if (!cJSON_IsNumber(value))
		return dtl_at_type(at, "a number", value, err);
	double n = value->valuedouble;
	bool whole = n >= 1 && n <= EDITION_MAX && (double)(int64_t)n >= n;
	return dtl_at_blame(at, put_edition(m, f, whole ? (int64_t)n : 0, err), err);
}

static const char *wrong_series(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	(void)member;
	int64_t n;
	size_t known = 0;
	dtl_slice key;
	dtl_slice half;
	if (!dtl_json_is_object(value))
		return "is not an object";
	dtl_json_walk w = dtl_json_open(value);
	for (; dtl_json_next(&w, &key, &half); known++) {
		if (dtl_slice_is(key, "id")) {
			if (dtl_key_wrong(half))
				return "has an id that is not a key";
		} else if (!dtl_slice_is(key, "edition")) {
			return "has a member that is neither id nor edition";
		} else if (!dtl_json_to_int(half, &n) || n < 1 || n > EDITION_MAX) {
			return "has an edition that is not a number from 1 to 100000";
		}
	}
	return known > 0 ? NULL : "is empty";
}

/* ---- Latitude and longitude ---- */

static double limit_of(const dtl_field *f)
{
	return is_lo(f) ? 90 : 180;
}

static dtl_status put_degrees(const dtl_make *m, const dtl_field *f, double degrees, dtl_error *err)
{
	double limit = limit_of(f);
	if (!(degrees >= -limit && degrees <= limit))
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "expected degrees from %d to %d", (int)-limit, (int)limit);
	dtl_text number = DTL_TEXT_INIT;
	dtl_json_add_number(&number, degrees);
	if (dtl_text_failed(&number))
		m->out->failed = true;
	else
		put_half(m, f, (dtl_slice){ dtl_text_str(&number), number.len });
	dtl_text_free(&number);
	return DTL_OK;
}

/* A plain decimal: "-116.41". No locale's comma, no exponent. */
static bool is_decimal(const char *s)
{
	size_t digits = strspn(s, "0123456789");
	if (digits == 0 || digits > 3)
		return false;
	s += digits;
	if (*s == '.') {
		digits = strspn(++s, "0123456789");
		if (digits == 0 || digits > 17)
			return false;
		s += digits;
	}
	return *s == '\0';
}

static dtl_status take_geo(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	bool minus = words[0] == '-';
	const char *digits = words + (minus || words[0] == '+' ? 1 : 0);
	double degrees;
	if (!is_decimal(digits) || !dtl_json_to_double((dtl_slice){ digits, strlen(digits) }, &degrees))
		degrees = 1000;
	return put_degrees(m, f, minus ? -degrees : degrees, err);
}

static dtl_status read_geo(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	if (!cJSON_IsNumber(value))
		return dtl_at_type(at, "a number", value, err);
	return dtl_at_blame(at, put_degrees(m, f, value->valuedouble, err), err);
}

static const char *wrong_geo(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	(void)member;
	dtl_slice key;
	dtl_slice half;
	size_t halves = 0;
	if (!dtl_json_is_object(value))
		return "is not an object";
	dtl_json_walk w = dtl_json_open(value);
	for (; dtl_json_next(&w, &key, &half); halves++) {
		bool lat = dtl_slice_is(key, "lat");
		double degrees;
		if (!lat && !dtl_slice_is(key, "lon"))
			return "has a member that is neither lat nor lon";
		if (!dtl_json_to_double(half, &degrees) ||
		    !(degrees >= (lat ? -90 : -180) && degrees <= (lat ? 90 : 180)))
			return "has degrees out of range";
	}
	return halves == 2 ? NULL : "needs both lat and lon";
}

/* ---- Extra: an object of others ---- */

/* In canonical text only control characters, quotes and backslashes are escaped. */
static const char *check_extra(const char *s, size_t len)
{
	const char *wrong = dtl_words_wrong(s, len, false);
	if (wrong)
		return wrong;
	for (const char *c = strchr(s, '\\'); c; c = strchr(c + 2, '\\'))
		if (!strchr("\"\\nt", c[1]))
			return "has a control character";
	return NULL;
}

static dtl_status put_extra(const dtl_make *m, const dtl_field *f, const cJSON *object, dtl_error *err)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_json_canonical(object, &text);
	dtl_status status = DTL_OK;
	const char *wrong = check_extra(dtl_text_str(&text), text.len);
	if (dtl_text_failed(&text))
		status = dtl_fail_memory(err);
	else if (wrong)
		status = dtl_fail(err, DTL_E_ARGUMENT, "%s", wrong);
	else if (!m->document || text.len > 2)
		dtl_patch_put(m->out, f->name, NULL, dtl_text_str(&text));
	dtl_text_free(&text);
	return status;
}

static dtl_status read_extra(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	if (!cJSON_IsObject(value))
		return dtl_at_type(at, "an object", value, err);
	return dtl_at_blame(at, put_extra(m, f, value, err), err);
}

static dtl_status take_extra(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	cJSON *value = NULL;
	if (dtl_json_parse(&value, words, strlen(words), NULL) != DTL_OK || !cJSON_IsObject(value)) {
		cJSON_Delete(value);
		return dtl_fail(err, DTL_E_ARGUMENT, "expected a JSON object");
	}
	dtl_status status = put_extra(m, f, value, err);
	cJSON_Delete(value);
	return status;
}

static const char *wrong_extra(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	(void)member;
	if (!dtl_json_is_object(value))
		return "is not an object";
	dtl_text text = DTL_TEXT_INIT; /* with a NUL behind it */
	dtl_text_add_len(&text, value.data, value.len);
	const char *wrong = check_extra(dtl_text_str(&text), text.len);
	dtl_text_free(&text);
	return wrong;
}

const dtl_form dtl_form_series = {
	.take = take_series, .read = read_series, .away = away_half, .wrong = wrong_series
};
const dtl_form dtl_form_geo = { .take = take_geo, .read = read_geo, .away = away_half, .wrong = wrong_geo };
const dtl_form dtl_form_extra = { .take = take_extra, .read = read_extra, .wrong = wrong_extra };
