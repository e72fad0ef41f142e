/* Who takes part in an event: actors with a role, perhaps for another. Member KEY:ROLE. */
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <string.h>

static const char usual_role[] = "participant";

/* "xi-jinping:delegate:china", cut: who, as what, for whom. */
typedef struct part {
	dtl_text who; /* the words, then the key */
	const char *role;
	const char *behalf; /* NULL: nobody else */
} part;

/* The listed role that this text is, up to the next ':' or its end; NULL when it is none. */
static const char *role_at(const char *text)
{
	size_t len = strcspn(text, ":");
	for (const char *const *role = dtl_event_roles; *role; role++)
		if (strlen(*role) == len && memcmp(*role, text, len) == 0)
			return *role;
	return NULL;
}

/* The last ':' with a role behind it; NULL when there is none. */
static const char *role_colon(const char *words, const char **role)
{
	for (const char *c = words + strlen(words); c > words; c--)
		if (c[-1] == ':' && (*role = role_at(c)) != NULL)
			return c - 1;
	return NULL;
}

/* Cut at the role where there is one (an empty one, "china::russia", is the usual); else all of it is who. */
static void cut(const char *words, part *p)
{
	const char *role = NULL;
	const char *colon = role_colon(words, &role);
	const char *empty = colon ? NULL : strstr(words, "::");
	p->role = empty ? usual_role : role;
	p->behalf = empty ? empty + 2 : NULL;
	if (empty)
		colon = empty;
	dtl_text_clear(&p->who);
	dtl_text_add_len(&p->who, words, colon ? (size_t)(colon - words) : strlen(words));
	if (colon && !empty && colon[1 + strlen(role)] == ':')
		p->behalf = colon + 1 + strlen(role) + 1;
}

/* Of words that are no name and have no role: was a role meant behind the last colon? */
static dtl_status refuse_role(const dtl_make *m, const char *words, dtl_error *err)
{
	const char *colon = strrchr(words, ':');
	if (!colon)
		return DTL_OK;
	dtl_text left = DTL_TEXT_INIT;
	dtl_text key = DTL_TEXT_INIT;
	dtl_text_add_len(&left, words, (size_t)(colon - words));
	dtl_status status = DTL_OK;
	if (dtl_word_near(dtl_event_roles, colon + 1) ||
	    dtl_make_find(m, DTL_ACTOR, dtl_text_str(&left), &key, NULL) == DTL_OK)
		status = dtl_word_refuse("role", dtl_event_roles, colon + 1, err);
	dtl_text_free(&key);
	dtl_text_free(&left);
	return status;
}

/* Say it; a document that says two things of one part contradicts itself. */
static dtl_status put(
    const dtl_make *m, const dtl_field *f, const dtl_text *member, const dtl_text *value, dtl_error *err)
{
	if (dtl_text_failed(member) || dtl_text_failed(value))
		return dtl_fail_memory(err);
	const char *said = m->document ? dtl_patch_get(m->out, f->name, dtl_text_str(member)) : NULL;
	if (said && strcmp(said, dtl_text_str(value)) != 0)
		return dtl_fail(err, DTL_E_ARGUMENT, "'%s' stands here twice, on behalf of different actors",
		    dtl_text_str(member));
	dtl_patch_put(m->out, f->name, dtl_text_str(member), dtl_text_str(value));
	return DTL_OK;
}

static dtl_status put_part(const dtl_make *m, const dtl_field *f, const char *key, const char *role,
    const char *behalf, dtl_error *err)
{
	dtl_text member = DTL_TEXT_INIT;
	dtl_text value = DTL_TEXT_INIT;
	dtl_text_add(&member, key);
	dtl_text_add_char(&member, ':');
	dtl_text_add(&member, role);
	if (behalf) {
		dtl_text_add(&value, "{\"for\":");
		dtl_json_add_string(&value, behalf, strlen(behalf));
		dtl_text_add_char(&value, '}');
	} else {
		dtl_text_add(&value, "true");
	}
	dtl_status status = put(m, f, &member, &value, err);
	dtl_text_free(&value);
	dtl_text_free(&member);
	return status;
}

/* Resolve who and for whom, and say it. Errors have their path; `at` NULL: there is none. */
static dtl_status put_named(const dtl_make *m, const dtl_field *f, const dtl_maker *maker, const char *who,
    const char *role, const char *behalf, const dtl_at *at, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_text other = DTL_TEXT_INIT;
	dtl_at at_behalf = { at, "for", 0 };
	dtl_status status = dtl_at_blame(at, dtl_make_key(m, DTL_ACTOR, maker, who, &key, err), err);
	if (status == DTL_OK && behalf)
		status = dtl_at_blame(
		    at ? &at_behalf : NULL, dtl_make_key(m, DTL_ACTOR, NULL, behalf, &other, err), err);
	if (status == DTL_OK)
		status = dtl_at_blame(at,
		    put_part(m, f, dtl_text_str(&key), role, behalf ? dtl_text_str(&other) : NULL, err), err);
	dtl_text_free(&other);
	dtl_text_free(&key);
	return status;
}

static dtl_status take_parts(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	part p = { DTL_TEXT_INIT, NULL, NULL };
	size_t len = strlen(words);
	/* Else the name would be found, which is folded without its marks. */
	if (len > 0 && (words[0] == ':' || words[len - 1] == ':'))
		return dtl_words_refuse("has nothing on one side of its ':'", words, err);
	dtl_status status =
	    strchr(words, ':') ? dtl_make_find(m, DTL_ACTOR, words, &key, err) : DTL_E_NOTFOUND;
	if (status == DTL_OK) {
		status = put_part(m, f, dtl_text_str(&key), usual_role, NULL, err);
		goto done;
	}
	if (status != DTL_E_NOTFOUND)
		goto done;
	cut(words, &p);
	status = p.role ? DTL_OK : refuse_role(m, words, err);
	if (status == DTL_OK && dtl_text_failed(&p.who))
		status = dtl_fail_memory(err);
	if (status == DTL_OK)
		status = put_named(
		    m, f, NULL, dtl_text_str(&p.who), p.role ? p.role : usual_role, p.behalf, NULL, err);
done:
	dtl_text_free(&p.who);
	dtl_text_free(&key);
	return status;
}

static dtl_status read_part(
    const dtl_make *m, const dtl_field *f, const cJSON *element, const dtl_at *at, dtl_error *err)
{
	enum { ID, NAME, ROLE, FOR };
	static const char *const names[] = { "id", "name", "role", "for", NULL };
	static const char *const derived[] = { "kind", "title", NULL };
	const char *values[4];
	if (cJSON_IsString(element))
		return dtl_at_blame(at, take_parts(m, f, element->valuestring, err), err);
	if (!cJSON_IsObject(element))
		return dtl_at_type(at, "a string or an object", element, err);
	dtl_status status = dtl_read_strings(element, names, derived, values, at, err);
	if (status != DTL_OK)
		return status;
	const char *who = values[ID] ? values[ID] : values[NAME];
	const char *role = values[ROLE] ? values[ROLE] : usual_role;
	if (!who)
		return dtl_at_fail(at, err, "has neither id nor name");
	if (!dtl_word_listed(dtl_event_roles, role))
		return dtl_at_blame(
		    &(dtl_at){ at, "role", 0 }, dtl_word_refuse("role", dtl_event_roles, role, err), err);
	return put_named(m, f, &(dtl_maker){ .doc = element }, who, role, values[FOR], at, err);
}

static dtl_status read_parts(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	return dtl_read_array(m, f, value, at, read_part, err);
}

/* ---- Taking away ---- */

/* Is this the member of that actor, in that role (NULL: in any)? */
static bool is_of(const char *member, const char *key, const char *role)
{
	const char *colon = strrchr(member, ':');
	size_t len = strlen(key);
	return colon && (size_t)(colon - member) == len && memcmp(member, key, len) == 0 &&
	       (!role || strcmp(colon + 1, role) == 0);
}

/* Those of the members that are the actor's; how many. */
static size_t choose(const dtl_text *members, const char *key, const char *role, dtl_text *out)
{
	size_t count = 0;
	for (const char *member = dtl_list_next(members, NULL); member;
	     member = dtl_list_next(members, member)) {
		if (!is_of(member, key, role))
			continue;
		dtl_text_add_len(out, member, strlen(member) + 1);
		count++;
	}
	return count;
}

/* By the bare key first: it may be of an actor of whom nothing else is known. */
static size_t choose_named(const dtl_make *m, const dtl_text *members, const char *who, const char *role,
    dtl_text *out, dtl_status *status, dtl_error *err)
{
	size_t count = choose(members, who, role, out);
	if (count > 0)
		return count;
	dtl_text key = DTL_TEXT_INIT;
	dtl_status found = dtl_make_find(m, DTL_ACTOR, who, &key, err);
	if (found == DTL_OK)
		count = choose(members, dtl_text_str(&key), role, out);
	else if (found != DTL_E_NOTFOUND)
		*status = found;
	dtl_text_free(&key);
	return count;
}

static dtl_status away_parts(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	dtl_text members = DTL_TEXT_INIT;
	dtl_text chosen = DTL_TEXT_INIT;
	part p = { DTL_TEXT_INIT, NULL, NULL };
	dtl_status status = DTL_OK;
	dtl_make_members(m, f->name, &members);
	if (!words) {
		dtl_make_null(m, f->name, &members);
		goto done;
	}
	size_t count = choose_named(m, &members, words, NULL, &chosen, &status, err);
	if (count == 0 && status == DTL_OK) {
		cut(words, &p);
		if (p.role && !p.behalf)
			count =
			    choose_named(m, &members, dtl_text_str(&p.who), p.role, &chosen, &status, err);
	}
	if (status == DTL_OK && count == 0) {
		char brief[DTL_BRIEF];
		status = dtl_fail(err, DTL_E_NOTFOUND, "not a participant: '%s'", dtl_brief(brief, words));
	}
	dtl_make_null(m, f->name, &chosen);
done:
	dtl_text_free(&p.who);
	dtl_text_free(&chosen);
	dtl_text_free(&members);
	return status;
}

/* ---- Checking ---- */

static const char *wrong_value(dtl_slice value)
{
	if (dtl_slice_is(value, "true"))
		return NULL;
	dtl_slice key;
	dtl_slice behalf;
	if (!dtl_json_is_object(value))
		return "is neither true nor an object";
	dtl_json_walk w = dtl_json_open(value);
	if (!dtl_json_next(&w, &key, &behalf) || !dtl_slice_is(key, "for") || dtl_key_wrong(behalf))
		return "has no key in its 'for'";
	return dtl_json_next(&w, &key, &behalf) ? "has a member that is not 'for'" : NULL;
}

static const char *wrong_parts(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	const char *colon = strrchr(member, ':');
	if (!colon || colon == member || dtl_line_wrong(member))
		return "is not KEY:ROLE";
	if (!dtl_word_listed(dtl_event_roles, colon + 1))
		return "has no role of the list";
	return wrong_value(value);
}

const dtl_form dtl_form_parts = {
	.take = take_parts, .read = read_parts, .away = away_parts, .wrong = wrong_parts, .set = true
};
