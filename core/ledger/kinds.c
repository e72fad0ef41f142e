/* The names of kinds and states. No `default:`: the compiler names what has no name. */
#include <dateline/event.h>

const char *dtl_kind_name(dtl_kind kind)
{
	switch (kind) {
	case DTL_EVENT: return "event";
	case DTL_ACTOR: return "actor";
	case DTL_SERIES: return "series";
	case DTL_PLACE: return "place";
	case DTL_SOURCE: return "source";
	case DTL_TOPIC: return "topic";
	case DTL_CHANGESET: return "changeset";
	case DTL_CLAIM: return "claim";
	}
	return "thing";
}

const char *dtl_kind_plural(dtl_kind kind)
{
	switch (kind) {
	case DTL_EVENT: return "events";
	case DTL_ACTOR: return "actors";
	case DTL_SERIES: return "series";
	case DTL_PLACE: return "places";
	case DTL_SOURCE: return "sources";
	case DTL_TOPIC: return "topics";
	case DTL_CHANGESET: return "changesets";
	case DTL_CLAIM: return "claims";
	}
	return "things";
}

const char *dtl_state_name(dtl_state state)
{
	switch (state) {
	case DTL_STATE_UPCOMING: return "upcoming";
	case DTL_STATE_UNDER_WAY: return "under-way";
	case DTL_STATE_OVER: return "over";
	case DTL_STATE_OVERDUE: return "overdue";
	case DTL_STATE_LAPSED: return "lapsed";
	case DTL_STATE_POSTPONED: return "postponed";
	case DTL_STATE_CANCELLED: return "cancelled";
	case DTL_STATE_PROJECTED: return "projected";
	}
	return "unknown";
}
