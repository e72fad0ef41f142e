#include "model/parts.h"
#include "model/fields.h"
#include <inttypes.h>
#include <string.h>

enum { PARTICIPANT = 1 };

static int64_t number_of(const char *role)
{
	for (int64_t i = 0; dtl_event_roles[i]; i++)
		if (strcmp(dtl_event_roles[i], role) == 0)
			return i;
	return -1;
}

/* One that is not listed is of a later version of this program: a participant at least. */
static const char *role_at(int64_t number)
{
	for (int64_t i = 0; dtl_event_roles[i]; i++)
		if (i == number)
			return dtl_event_roles[i];
	return dtl_event_roles[PARTICIPANT];
}

void dtl_parts_add(dtl_text *out, const dtl_part_row *part)
{
	int64_t number = number_of(part->role);
	dtl_text_add_char(out, out->len ? ',' : '[');
	if (number == PARTICIPANT && !part->behalf) {
		dtl_text_addf(out, "%" PRId64, part->actor);
		return;
	}
	dtl_text_addf(out, "[%" PRId64 ",", part->actor);
	if (number >= 0)
		dtl_text_addf(out, "%" PRId64, number);
	else
		dtl_json_add_string(out, part->role, strlen(part->role));
	if (part->behalf)
		dtl_text_addf(out, ",%" PRId64, part->behalf);
	dtl_text_add_char(out, ']');
}

void dtl_parts_end(dtl_text *out)
{
	if (out->len)
		dtl_text_add_char(out, ']');
}

static const char *role_of(dtl_slice value, dtl_text *room)
{
	int64_t number = 0;
	if (dtl_json_to_int(value, &number))
		return role_at(number);
	dtl_text_clear(room);
	dtl_json_unescape(value, room);
	return dtl_text_str(room);
}

bool dtl_parts_next(dtl_json_walk *walk, dtl_part_row *out, dtl_text *room)
{
	dtl_slice key, value;
	*out = (dtl_part_row){ .role = dtl_event_roles[PARTICIPANT] };
	if (!dtl_json_next(walk, &key, &value))
		return false;
	if (!dtl_json_is_array(value))
		return dtl_json_to_int(value, &out->actor);
	dtl_json_walk members = dtl_json_open(value);
	if (dtl_json_next(&members, &key, &value))
		dtl_json_to_int(value, &out->actor);
	if (dtl_json_next(&members, &key, &value))
		out->role = role_of(value, room);
	if (dtl_json_next(&members, &key, &value))
		dtl_json_to_int(value, &out->behalf);
	return true;
}
