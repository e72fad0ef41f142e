/* Reading the arrays and small objects of a document. */
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <string.h>

dtl_status dtl_read_unknown(const dtl_at *at, const char *name, const char *near, dtl_error *err)
{
	char brief[DTL_BRIEF];
	dtl_brief(brief, name);
	if (near)
		return dtl_at_fail(at, err, "no member '%s': did you mean '%s'?", brief, near);
	return dtl_at_fail(at, err, "no member '%s'", brief);
}

static size_t index_in(const char *const *list, const char *name)
{
	size_t i = 0;
	while (list[i] && strcmp(list[i], name) != 0)
		i++;
	return i;
}

dtl_status dtl_read_strings(const cJSON *object, const char *const *names, const char *const *ignored,
    const char **values, const dtl_at *at, dtl_error *err)
{
	for (size_t i = 0; names[i]; i++)
		values[i] = NULL;
	const cJSON *member;
	cJSON_ArrayForEach (member, object) {
		size_t i = index_in(names, member->string);
		if (!names[i] && !dtl_word_listed(ignored, member->string))
			return dtl_read_unknown(
			    at, member->string, dtl_word_near(names, member->string), err);
		if (!names[i] || cJSON_IsNull(member))
			continue;
		if (!cJSON_IsString(member))
			return dtl_at_type(&(dtl_at){ at, names[i], 0 }, "a string", member, err);
		values[i] = member->valuestring;
	}
	return DTL_OK;
}

dtl_status dtl_read_array(const dtl_make *m, const dtl_field *f, const cJSON *array, const dtl_at *at,
    dtl_element_fn each, dtl_error *err)
{
	if (!cJSON_IsArray(array))
		return dtl_at_type(at, "an array", array, err);
	dtl_at here = { at, NULL, 0 };
	const cJSON *element;
	cJSON_ArrayForEach (element, array) {
		dtl_status status = each(m, f, element, &here, err);
		if (status != DTL_OK)
			return status;
		here.index++;
	}
	return DTL_OK;
}

dtl_status dtl_read_element(
    const dtl_make *m, const dtl_field *f, const cJSON *element, const dtl_at *at, dtl_error *err)
{
	if (!cJSON_IsString(element))
		return dtl_at_type(at, "a string", element, err);
	return dtl_at_blame(at, f->form->take(m, f, element->valuestring, err), err);
}
