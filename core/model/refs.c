#include "model/refs.h"

#include <string.h>

/* Where in a register a key stands. */
typedef enum place_of_key {
	IN_VALUE,     /* the value is the key */
	IN_ID,        /* the value is an object with an `id` */
	IN_MEMBER,    /* the member is the key */
	BEFORE_COLON, /* KEY:ROLE, and `for` in the value */
	BEHIND_COLON, /* REL:KEY or REL:KEY#2 */
} place_of_key;

static const struct {
	dtl_kind kind;
	const char *field;
	place_of_key where;
	dtl_kind target;
} rows[] = {
	{ DTL_EVENT, "place", IN_VALUE, DTL_PLACE },
	{ DTL_EVENT, "parent", IN_VALUE, DTL_EVENT },
	{ DTL_EVENT, "series", IN_ID, DTL_SERIES },
	{ DTL_EVENT, "actors", BEFORE_COLON, DTL_ACTOR },
	{ DTL_EVENT, "topics", IN_MEMBER, DTL_TOPIC },
	{ DTL_EVENT, "sources", IN_MEMBER, DTL_SOURCE },
	{ DTL_EVENT, "links", BEHIND_COLON, DTL_EVENT },
	{ DTL_ACTOR, "affiliations", BEHIND_COLON, DTL_ACTOR },
	{ DTL_SERIES, "place", IN_VALUE, DTL_PLACE },
	{ DTL_SERIES, "organiser", IN_VALUE, DTL_ACTOR },
	{ DTL_PLACE, "parent", IN_VALUE, DTL_PLACE },
	{ DTL_TOPIC, "parent", IN_VALUE, DTL_TOPIC },
};

static size_t add_string(dtl_ref *out, size_t count, dtl_kind target, dtl_slice value)
{
	if (!dtl_json_is_string(value))
		return count;
	out[count].kind = target;
	dtl_text_clear(&out[count].key);
	dtl_json_unescape(value, &out[count].key);
	return count + 1;
}

static void cut_before(dtl_text *key)
{
	const char *colon = key->len ? strrchr(key->data, ':') : NULL;
	if (colon)
		dtl_text_truncate(key, (size_t)(colon - key->data));
}

static void cut_behind(dtl_text *key)
{
	const char *colon = key->len ? strchr(key->data, ':') : NULL;
	if (!colon)
		return;
	size_t len = strcspn(colon + 1, "#");
	memmove(key->data, colon + 1, len);
	dtl_text_truncate(key, len);
}

size_t dtl_refs_of(dtl_kind kind, const dtl_register *r, dtl_ref out[2])
{
	dtl_slice part = { NULL, 0 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].kind != kind || !r->field.data || !dtl_slice_is(r->field, rows[i].field) ||
		    dtl_json_is_null(r->value))
			continue;
		if (rows[i].where == IN_VALUE)
			return add_string(out, 0, rows[i].target, r->value);
		if (rows[i].where == IN_ID)
			return dtl_json_get(r->value, "id", &part) ? add_string(out, 0, rows[i].target, part)
								   : 0;
		if (!r->member.data)
			return 0;
		out[0].kind = rows[i].target;
		dtl_text_clear(&out[0].key);
		dtl_json_unescape_key(r->member, &out[0].key);
		if (rows[i].where == BEHIND_COLON)
			cut_behind(&out[0].key);
		if (rows[i].where == BEFORE_COLON)
			cut_before(&out[0].key);
		if (rows[i].where == BEFORE_COLON && dtl_json_get(r->value, "for", &part))
			return add_string(out, 1, rows[i].target, part);
		return 1;
	}
	return 0;
}
