/* Who meets whom, as nodes and links: for d3-force, and for networkx's node_link_graph(). */
#include "formats/lines.h"
#include "formats/network.h"

typedef struct document {
	dtl_network network; /* first: see network.h */
	dtl_text text;
	dtl_json_writer json;
} document;

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *d = state;
	dtl_json_writer *j = &d->json;
	dtl_status status = dtl_network_begin(&d->network, options);
	dtl_lines_begin(j, &d->text);
	dtl_json_key(j, "directed");
	dtl_json_bool(j, false);
	dtl_json_key(j, "multigraph");
	dtl_json_bool(j, false);
	dtl_json_key(j, "graph");
	dtl_json_begin_object(j);
	dtl_json_member(j, "level", d->network.level);
	dtl_json_member(j, "as_of", options->as_of);
	dtl_json_end_object(j);
	return status == DTL_OK ? dtl_emit(&d->text, out, err) : status;
}

static void add_node(dtl_json_writer *j, const dtl_node *n)
{
	dtl_json_begin_object(j);
	dtl_json_member(j, "id", n->id);
	dtl_json_member(j, "name", n->name);
	dtl_json_member(j, "kind", n->kind);
	dtl_json_member_int(j, "events", n->events);
	dtl_json_end_object(j);
}

static void add_link(dtl_json_writer *j, const dtl_network *n, const dtl_meeting *m)
{
	char first[40], last[40];
	bool dated = dtl_meeting_days(m, first, last);
	dtl_json_begin_object(j);
	dtl_json_member(j, "source", n->nodes[m->one].id);
	dtl_json_member(j, "target", n->nodes[m->other].id);
	dtl_json_member_int(j, "weight", m->weight);
	dtl_json_member(j, "first", dated ? first : NULL);
	dtl_json_member(j, "last", dated ? last : NULL);
	dtl_json_end_object(j);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *d = state;
	const dtl_network *n = &d->network;
	dtl_json_writer *j = &d->json;
	dtl_status status = dtl_network_sort(&d->network, err);
	dtl_json_key(j, "nodes");
	dtl_json_begin_array(j);
	for (size_t i = 0; status == DTL_OK && i < n->node_count; i++) {
		if (n->nodes[i].events == 0)
			continue;
		add_node(j, &n->nodes[i]);
		status = dtl_emit(&d->text, out, err);
	}
	dtl_json_end_array(j);
	dtl_json_key(j, "links");
	dtl_json_begin_array(j);
	for (size_t i = 0; status == DTL_OK && i < n->meeting_count; i++) {
		add_link(j, n, &n->meetings[i]);
		status = dtl_emit(&d->text, out, err);
	}
	dtl_json_end_array(j);
	return status == DTL_OK ? dtl_lines_end(j, out, err) : status;
}

static void release(void *state)
{
	document *d = state;
	dtl_network_free(&d->network);
	dtl_text_free(&d->text);
}

static const dtl_format_option settings[] = { DTL_LEVEL_OPTION, { NULL, NULL, NULL, NULL } };

const dtl_exporter dtl_export_graph = {
	.name = "graph",
	.summary = "who meets whom: nodes and links (d3-force)",
	.suffix = "graph.json",
	.occurrences = true,
	.options = settings,
	.state_size = sizeof(document),
	.begin = begin,
	.define = dtl_network_define,
	.event = dtl_network_event,
	.end = end,
	.release = release,
	.left_out = dtl_network_left_out,
};
