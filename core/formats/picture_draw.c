/* The picture as SVG. Nothing in it depends on a font that is there: labels have more room than they need. */
#include "formats/markup.h"
#include "formats/picture.h"
#include "formats/picture_time.h"
#include <string.h>

enum { ROW = 22, LABEL = 56, LANE_COLUMNS = 26 };

static void num(dtl_text *out, const char *name, double value)
{
	dtl_text_addf(out, " %s=\"%.1f\"", name, value);
}

/* Light and dark, by the reader's wish. Colours alone say nothing: shapes do, too. */
static const char style[] =
    ".dl{background:#fff;font-family:system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:11px}"
    ".dl text{fill:#1c2430;unicode-bidi:plaintext}.dl .paper{fill:#fff}.dl .title{font-size:17px;font-weight:600}"
    ".dl .caption,.dl .tick{fill:#566173}.dl .lane{font-size:12px;font-weight:600}"
    ".dl .stripe{fill:#f4f6f9}.dl .grid{stroke:#d9dee6}.dl .today{stroke:#c01c28;stroke-width:1.5}"
    ".dl .now{fill:#c01c28}.dl .core{stroke:none}.dl .band{fill-opacity:.18;stroke-dasharray:3 2}"
    ".dl .shape{stroke-width:1.6}.dl .cancelled~text{text-decoration:line-through}"
    ".dl .l0{fill:#6b7685;stroke:#6b7685}.dl .l1{fill:#8a6d3b;stroke:#8a6d3b}.dl .l2{fill:#b35900;stroke:#b35900}"
    ".dl .l3{fill:#1a66c2;stroke:#1a66c2}.dl .l4{fill:#5b3fc4;stroke:#5b3fc4}.dl .l5{fill:#1f7a3d;stroke:#1f7a3d}"
    ".dl .l6{fill:#a3488f;stroke:#a3488f}.dl .l7{fill:#c01c28;stroke:#c01c28}.dl .hollow{fill:#fff}"
    ".dl .mark:focus,.dl a:focus .shape{outline:2px solid #1a66c2}"
    "@media(prefers-color-scheme:dark){.dl{background:#12161c}.dl text{fill:#e6eaf0}.dl .paper{fill:#12161c}"
    ".dl .caption,.dl .tick{fill:#a4afbf}.dl .stripe{fill:#1a2029}.dl .grid{stroke:#333d4b}"
    ".dl .today{stroke:#ff7b72}.dl .now{fill:#ff7b72}.dl .hollow{fill:#12161c}"
    ".dl .l0{fill:#98a3b3;stroke:#98a3b3}.dl .l1{fill:#d2a95f;stroke:#d2a95f}.dl .l2{fill:#ff9f45;stroke:#ff9f45}"
    ".dl .l3{fill:#6cb0ff;stroke:#6cb0ff}.dl .l4{fill:#b29cff;stroke:#b29cff}.dl .l5{fill:#6ccf8b;stroke:#6ccf8b}"
    ".dl .l6{fill:#e79ad6;stroke:#e79ad6}.dl .l7{fill:#ff7b72;stroke:#ff7b72}.dl .hollow{fill:#12161c}}";

void dtl_picture_style(dtl_text *out)
{
	dtl_text_add(out, style);
}

/* ---- Shapes ---- */

static void add_shape(dtl_text *out, dtl_look look, double x, double y)
{
	static const struct {
		const char *path; /* around 0,0 */
		bool hollow;
	} shapes[DTL_LOOKS] = {
		[DTL_LOOK_NONE] = { "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z", true },
		[DTL_LOOK_RUMOURED] = { "M0,-5L5,4H-5z", true },
		[DTL_LOOK_EXPECTED] = { "M0,-5.5L5.5,0L0,5.5L-5.5,0z", true },
		[DTL_LOOK_ANNOUNCED] = { "M0,-5.5L5.5,0L0,5.5L-5.5,0z", false },
		[DTL_LOOK_CONFIRMED] = { "M-4.5,-4.5H4.5V4.5H-4.5z", false },
		[DTL_LOOK_HELD] = { "M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0z", false },
		[DTL_LOOK_POSTPONED] = { "M-4.5,-4.5H4.5V4.5H-4.5z", true },
		[DTL_LOOK_CANCELLED] = { "M-4.5,-4.5L4.5,4.5M4.5,-4.5L-4.5,4.5", false },
	};
	dtl_text_addf(out, "<path class=\"shape l%d%s%s\" transform=\"translate(%.1f,%.1f)\" d=\"%s\"/>",
	    (int)look, shapes[look].hollow ? " hollow" : "", look == DTL_LOOK_CANCELLED ? " cancelled" : "",
	    x, y, shapes[look].path);
}

static void add_bar(
    dtl_text *out, const char *class, dtl_look look, double x0, double x1, double y, double height)
{
	dtl_text_addf(out, "<rect class=\"%s l%d\"", class, (int)look);
	num(out, "x", x0);
	num(out, "y", y - height / 2);
	num(out, "width", x1 - x0);
	num(out, "height", height);
	dtl_text_add(out, " rx=\"4\"/>");
}

static void add_arrow(dtl_text *out, dtl_look look, double x, double y, int way)
{
	dtl_text_addf(out,
	    "<path class=\"shape l%d arrow\" fill-opacity=\"0\" d=\"M%.1f,%.1fh%dl%d,-4m%d,4l%d,4\"/>",
	    (int)look, x, y, 12 * way, -4 * way, 4 * way, -4 * way);
}

static void add_body(const dtl_picture *p, dtl_text *out, const dtl_mark *m, double y)
{
	enum { HALF = 6, SMALL = 10 };
	double middle = (m->x0 + m->x1) / 2;
	if (dtl_mark_is_band(m)) {
		add_bar(out, "band", m->look, m->x0, m->x1, y, 14);
		if (m->bounds.start_hi < m->bounds.end_lo)
			add_bar(out, "core", m->look, dtl_picture_x(p, m->bounds.start_hi),
			    dtl_picture_x(p, m->bounds.end_lo), y, 8);
	} else if (m->x1 - m->x0 > SMALL) {
		add_bar(out, "core", m->look, m->x0, m->x1, y, 10);
	} else {
		add_shape(out, m->look, middle, y);
	}
	if (m->open_left)
		add_arrow(out, m->look, m->x0 - HALF, y, -1);
	if (m->open_right)
		add_arrow(out, m->look, m->x1 + HALF, y, 1);
}

/* `linked`: it leads to its page; in a page of ours it leads to its row, which does. */
static void add_mark(const dtl_picture *p, dtl_text *out, const dtl_mark *m, bool linked)
{
	linked = linked && m->url;
	double y = p->lanes[m->lane].y + m->row * ROW + ROW / 2.0;
	double label = m->label;
	bool bar = !dtl_mark_is_band(m) && m->x1 - m->x0 > 10;
	dtl_text_addf(out, "<g class=\"mark\" data-n=\"%zu\" data-id=\"", m->number);
	dtl_markup_add(out, m->id);
	dtl_text_add(out, "\"><title>");
	dtl_markup_add(out, m->tip);
	dtl_text_add(out, "</title>");
	if (linked) {
		dtl_text_add(out, "<a href=\"");
		dtl_markup_add(out, m->url);
		dtl_text_add(out, "\">");
	}
	add_body(p, out, m, y);
	if (dtl_mark_is_band(m) || bar) {
		add_shape(out, m->look, label + (m->leftward ? -5 : 5), y);
		label += m->leftward ? -13 : 13;
	}
	dtl_text_add(out, "<text");
	num(out, "x", label);
	num(out, "y", y + 4);
	dtl_text_add(out, m->leftward ? " text-anchor=\"end\">" : ">");
	dtl_text_add(out, m->about ? "c. " : "");
	dtl_markup_add_cut(out, m->title, LABEL);
	dtl_text_add(out, linked ? "</text></a></g>\n" : "</text></g>\n");
}

/* ---- What stands around them ---- */

static void add_lane(const dtl_picture *p, dtl_text *out, size_t i)
{
	const dtl_lane *lane = &p->lanes[i];
	double height = (lane->rows > 0 ? lane->rows : 1) * ROW + 10;
	if (i % 2 == 0) {
		dtl_text_add(out, "<rect class=\"stripe\" x=\"0\"");
		num(out, "y", lane->y - 5);
		num(out, "width", p->width);
		num(out, "height", height);
		dtl_text_add(out, "/>\n");
	}
	if (p->by == DTL_GROUP_NONE)
		return;
	dtl_text_add(out, "<text class=\"lane\" x=\"12\"");
	num(out, "y", lane->y + ROW / 2.0 + 4);
	dtl_text_add(out, "><title>");
	dtl_markup_add_cut(out, lane->name ? lane->name : "others", 400);
	dtl_text_add(out, "</title>");
	dtl_markup_add_cut(out, lane->name ? lane->name : "others", LANE_COLUMNS);
	dtl_text_add(out, "</text>\n");
}

static void add_ticks(const dtl_picture *p, dtl_text *out)
{
	char words[40];
	dtl_ticks t = dtl_ticks_over(p->from, p->to);
	for (int64_t at; dtl_ticks_next(&t, &at, words, sizeof(words));) {
		double x = dtl_picture_x(p, at);
		dtl_text_addf(out, "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
		    x, x, p->top - 6, p->height - 50);
		dtl_text_addf(out, "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\">", x + 3, p->top - 8);
		dtl_markup_add(out, words);
		dtl_text_add(out, "</text>\n");
	}
}

static void add_today(const dtl_picture *p, dtl_text *out)
{
	if (p->today <= p->from || p->today >= p->to)
		return;
	double x = dtl_picture_x(p, p->today);
	dtl_text_addf(out, "<line class=\"today\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x, x,
	    p->top - 22, p->height - 50);
	dtl_text_addf(out, "<text class=\"now\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">today</text>\n",
	    x + (x > p->width - 60 ? -4 : 4), p->top - 22, x > p->width - 60 ? "end" : "start");
}

/* Only the shapes that occur, and the band. */
static void add_legend(const dtl_picture *p, dtl_text *out)
{
	bool used[DTL_LOOKS] = { false }, bands = false;
	double x = 18, y = p->height - 22;
	for (size_t i = 0; i < p->count; i++) {
		used[p->marks[i].look] = true;
		bands = bands || dtl_mark_is_band(&p->marks[i]);
	}
	dtl_text_add(out, "<g class=\"legend\">");
	for (int i = 0; i < DTL_LOOKS; i++) {
		if (!used[i])
			continue;
		add_shape(out, (dtl_look)i, x, y);
		dtl_text_addf(
		    out, "<text x=\"%.1f\" y=\"%.1f\">%s</text>", x + 10, y + 4, dtl_look_name((dtl_look)i));
		x += 34 + 7.0 * (double)strlen(dtl_look_name((dtl_look)i));
	}
	if (bands) {
		add_bar(out, "band", DTL_LOOK_NONE, x - 6, x + 30, y, 14);
		dtl_text_addf(out, "<text x=\"%.1f\" y=\"%.1f\">possible days</text>", x + 36, y + 4);
	}
	dtl_text_add(out, "</g>\n");
}

static void add_heading(const dtl_picture *p, dtl_text *out)
{
	dtl_text_add(out, "<text class=\"title\" x=\"12\" y=\"26\">");
	dtl_markup_add_cut(out, p->title, 100);
	dtl_text_add(out, "</text>\n<text class=\"caption\" x=\"12\" y=\"44\">");
	dtl_markup_add_cut(out, p->caption, 150);
	dtl_text_add(out, "</text>\n");
}

void dtl_picture_draw(const dtl_picture *p, dtl_text *out, bool alone)
{
	dtl_text_addf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dl\" role=\"%s\" aria-labelledby=\"dl-title\" "
	    "viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\">\n<title id=\"dl-title\">",
	    alone ? "img" : "group", p->width, p->height, p->width, p->height);
	dtl_markup_add_cut(out, p->title, 100);
	dtl_text_add(out, "</title>\n");
	if (alone)
		dtl_text_addf(out, "<style>%s</style>\n", style);
	dtl_text_addf(out, "<rect class=\"paper\" width=\"%.0f\" height=\"%.0f\"/>\n", p->width, p->height);
	for (size_t i = 0; i < p->lane_count; i++)
		add_lane(p, out, i);
	add_ticks(p, out);
	add_heading(p, out);
	for (size_t i = 0; i < p->count; i++)
		add_mark(p, out, &p->marks[i], alone);
	add_today(p, out);
	add_legend(p, out);
	dtl_text_add(out, "</svg>\n");
}
