/* The one door for dates that people write: EDTF first, else a phrase. */
#include "base/error.h"
#include "dates/phrase.h"

#include <string.h>

/* Written as EDTF and wrong in it: then what is wrong is EDTF's to say. */
static bool looks_like_edtf(const char *s)
{
	static const char letters[] = "0123456789XSTYZE-+:./?~%[]{},";

	const char *slash = strchr(s, '/');
	bool slashes = slash != NULL && strchr(slash + 1, '/') != NULL; /* 06/04/2013 is no EDTF at all */

	return *s != '\0' && !slashes && strspn(s, letters) == strlen(s);
}

/* With signs that only EDTF has, it is meant as EDTF: "2004-06-11??" is not a day with a typing error. */
static bool is_meant_as_edtf(const char *s)
{
	return looks_like_edtf(s) && (strpbrk(s, "?~%[]{}") != NULL || strstr(s, "..") != NULL || *s == '+');
}

dtl_status dtl_date_read(
    dtl_reading *out, const char *expression, const dtl_date_context *ctx, dtl_error *err)
{
	char edtf[DTL_PHRASE_EDTF_MAX];
	dtl_date date;
	const char *source = expression;
	bool phrase = false;

	if (ctx->zone != NULL && !dtl_zone_known(ctx->zone))
		return dtl_fail(err, DTL_E_ARGUMENT, "no such time zone: '%s'", ctx->zone);
	if (dtl_date_parse(&date, expression, ctx->zone, NULL) != DTL_OK) {
		if (is_meant_as_edtf(expression))
			return dtl_date_parse(&date, expression, ctx->zone, err);
		dtl_status status = dtl_phrase_read(edtf, expression, ctx, err);
		if (status != DTL_OK && looks_like_edtf(expression))
			return dtl_date_parse(&date, expression, ctx->zone, err);
		if (status == DTL_OK)
			status = dtl_date_parse(&date, edtf, ctx->zone, err);
		if (status != DTL_OK)
			return status;
		source = edtf;
		phrase = true;
	}
	dtl_status status = dtl_date_canonical(out->edtf, sizeof out->edtf, source, err);
	if (status != DTL_OK)
		return status;
	out->phrase = phrase;
	out->rules = phrase ? DTL_PHRASE_RULES : 0;
	out->date = date;
	dtl_date_people(out->words, sizeof out->words, out->edtf, ctx->zone, NULL);
	return DTL_OK;
}
