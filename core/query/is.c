/* What `is:` and `state:` may ask for. */
#include "query/is.h"
#include "base/utf8.h"
#include "model/dispute.h"
#include "model/state.h"
#include "query/between.h"
#include "query/resolve.h"
#include <string.h>
#include <strings.h>

static const char disputed[] = "EXISTS(SELECT 1 FROM " DTL_SQL_DISPUTES " AND x.event=e.event)";
static const char disputed_drive[] =
    "SELECT v.id FROM event v WHERE v.event IN (SELECT x.event FROM " DTL_SQL_DISPUTES ")";
static const char overdue[] = DTL_STATE_SQL "='overdue'";
/* A start or an end that is not known to the day, or is only said to be so. */
static const char fuzzy[] =
    "e.span<6 AND (e.start_lo=-9223372036854775808 OR e.end_hi=9223372036854775807"
    " OR e.start_hi-e.start_lo>86400 OR e.end_hi-e.end_lo>86400 OR e.edtf GLOB '*[~?%]*')";
static const char projected[] = "e.status='projected'";
static const char unsourced[] =
    "NOT EXISTS(SELECT 1 FROM event_source s WHERE s.event=e.event AND s.known_from<:as_of)";

static const char recurring[] =
    "EXISTS(SELECT 1 FROM event_recurrence r WHERE r.version=e.id AND r.recurrence IS NOT NULL)";
static const char recurring_drive[] =
    "SELECT r.version FROM event_recurrence r WHERE r.recurrence IS NOT NULL";

const dtl_prefix dtl_is_choices[] = {
	{ .name = "bilateral",
	    .help = "exactly two states are represented by those who take part",
	    .possible = dtl_bilateral_possible,
	    .definite = dtl_bilateral_definite },
	{ .name = "disputed",
	    .help = "sources contradict each other on when, place, status or edition",
	    .possible = disputed,
	    .drive = disputed_drive,
	    .drive_kind = DTL_DRIVE_MANY },
	{ .name = "fuzzy",
	    .help = "its date is not known to the day, or not for certain",
	    .possible = fuzzy },
	{ .name = "overdue",
	    .help = "its window is past, and nobody has said that it was held",
	    .possible = overdue },
	{ .name = "projected", .help = "it is expected from a series' cadence only", .possible = projected },
	{ .name = "recurring",
	    .help = "it takes place again and again, by a rule",
	    .possible = recurring,
	    .drive = recurring_drive,
	    .drive_kind = DTL_DRIVE_MANY },
	{ .name = "unsourced", .help = "no source has said anything of it", .possible = unsourced },
	{ .name = NULL },
};
const char *const dtl_is_names[] = { "bilateral", "disputed", "fuzzy", "overdue", "projected", "recurring",
	"unsourced", NULL };

static const dtl_prefix *find_choice(const char *name)
{
	for (const dtl_prefix *c = dtl_is_choices; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static dtl_status choose(dtl_plan *plan, const dtl_node *node, const dtl_query_value *value,
    const dtl_prefix **out, dtl_error *err)
{
	dtl_text word = DTL_TEXT_INIT;
	dtl_slug(&word, value->text, strlen(value->text) + 1);
	*out = find_choice(dtl_text_str(&word));
	dtl_status status = DTL_OK;
	if (dtl_text_failed(&word))
		status = dtl_fail_memory(err);
	else if (!*out)
		status = dtl_refuse_choice(plan, node, value, dtl_text_str(&word), err);
	else if ((*out)->possible == projected)
		plan->projected = true;
	dtl_text_free(&word);
	return status;
}

/* The node becomes the fragment of its value, or one of several. */
dtl_status dtl_resolve_is(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	const dtl_prefix *choice = NULL;
	dtl_node *terms = dtl_arena_alloc(&plan->arena, node->value_count * sizeof *terms);
	dtl_node **children = dtl_arena_alloc(&plan->arena, node->value_count * sizeof *children);
	dtl_status status = terms && children ? DTL_OK : dtl_fail_memory(err);
	for (size_t i = 0; i < node->value_count && status == DTL_OK; i++) {
		status = choose(plan, node, &node->values[i], &choice, err);
		terms[i] = (dtl_node){ .kind = DTL_NODE_TERM, .prefix = choice, .groups = 1, .at = node->at };
		children[i] = &terms[i];
	}
	if (status != DTL_OK)
		return status;
	if (node->value_count == 1)
		*node = terms[0];
	else
		*node =
		    (dtl_node){ .kind = DTL_NODE_OR, .children = children, .child_count = node->value_count };
	return DTL_OK;
}

dtl_status dtl_resolve_state(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	const char *name = dtl_state_name(DTL_STATE_PROJECTED);
	for (size_t i = 0; i < node->value_count; i++)
		plan->projected = plan->projected || strcasecmp(node->values[i].text, name) == 0;
	return dtl_resolve_choice(plan, node, err);
}
