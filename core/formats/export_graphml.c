/* Who meets whom, as GraphML: for Gephi, yEd, igraph, networkx. */
#include "formats/emit.h"
#include "formats/markup.h"
#include "formats/network.h"

typedef struct document {
	dtl_network network; /* first: see network.h */
	dtl_text text;
} document;

static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			   "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\""
			   " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
			   " xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns"
			   " http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n"
			   "  <key id=\"name\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n"
			   "  <key id=\"kind\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n"
			   "  <key id=\"events\" for=\"node\" attr.name=\"events\" attr.type=\"long\"/>\n"
			   "  <key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n"
			   "  <key id=\"first\" for=\"edge\" attr.name=\"first\" attr.type=\"string\"/>\n"
			   "  <key id=\"last\" for=\"edge\" attr.name=\"last\" attr.type=\"string\"/>\n"
			   "  <graph edgedefault=\"undirected\">\n";

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *d = state;
	dtl_status status = dtl_network_begin(&d->network, options);
	dtl_text_add(&d->text, head);
	return status == DTL_OK ? dtl_emit(&d->text, out, err) : status;
}

static void add_data(dtl_text *t, const char *key, const char *value)
{
	if (!value)
		return;
	dtl_text_addf(t, "<data key=\"%s\">", key);
	dtl_markup_add(t, value);
	dtl_text_add(t, "</data>");
}

static void add_id(dtl_text *t, const char *before, const char *id)
{
	dtl_text_addf(t, "%s=\"", before);
	dtl_markup_add(t, id);
	dtl_text_add_char(t, '"');
}

static void add_node(dtl_text *t, const dtl_node *n)
{
	add_id(t, "    <node id", n->id);
	dtl_text_add_char(t, '>');
	add_data(t, "name", n->name);
	add_data(t, "kind", n->kind);
	dtl_text_addf(t, "<data key=\"events\">%lld</data></node>\n", (long long)n->events);
}

static void add_edge(dtl_text *t, const dtl_network *n, const dtl_meeting *m)
{
	char first[40], last[40];
	bool dated = dtl_meeting_days(m, first, last);
	add_id(t, "    <edge source", n->nodes[m->one].id);
	add_id(t, " target", n->nodes[m->other].id);
	dtl_text_addf(t, "><data key=\"weight\">%lld</data>", (long long)m->weight);
	add_data(t, "first", dated ? first : NULL);
	add_data(t, "last", dated ? last : NULL);
	dtl_text_add(t, "</edge>\n");
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *d = state;
	const dtl_network *n = &d->network;
	dtl_status status = dtl_network_sort(&d->network, err);
	for (size_t i = 0; status == DTL_OK && i < n->node_count; i++) {
		if (n->nodes[i].events == 0)
			continue;
		add_node(&d->text, &n->nodes[i]);
		status = dtl_emit(&d->text, out, err);
	}
	for (size_t i = 0; status == DTL_OK && i < n->meeting_count; i++) {
		add_edge(&d->text, n, &n->meetings[i]);
		status = dtl_emit(&d->text, out, err);
	}
	dtl_text_add(&d->text, "  </graph>\n</graphml>\n");
	return status == DTL_OK ? dtl_emit_last(&d->text, out, err) : status;
}

static void release(void *state)
{
	document *d = state;
	dtl_network_free(&d->network);
	dtl_text_free(&d->text);
}

static const dtl_format_option settings[] = { DTL_LEVEL_OPTION, { NULL, NULL, NULL, NULL } };

const dtl_exporter dtl_export_graphml = {
	.name = "graphml",
	.summary = "who meets whom, as GraphML",
	.suffix = "graphml",
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
