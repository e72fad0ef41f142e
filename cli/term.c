#include "term.h"
#include <dateline/text.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SCREEN_WIDTH = 80, SCREEN_HEIGHT = 24, SCREEN_MAX = 10000 };

static size_t measure(const char *variable, size_t asked, size_t fallback)
{
	const char *given = getenv(variable);
	long n = given ? strtol(given, NULL, 10) : 0;
	if (n > 0 && n <= SCREEN_MAX)
		return (size_t)n;
	return asked > 0 ? asked : fallback;
}

static struct winsize screen(void)
{
	struct winsize size = { 0 };
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		size = (struct winsize){ 0 };
	return size;
}

/* A few large writes cost less than many. What goes to a screen is held back as a whole. */
static void write_much_at_once(void)
{
	static char room[1 << 16];
	setvbuf(stdout, room, _IOFBF, sizeof(room));
}

dtl_status term_start(program *app, dtl_error *err)
{
	const char *when = app->common->color ? app->common->color : "auto";
	const char *no_color = getenv("NO_COLOR"), *kind = getenv("TERM");
	app->terminal = isatty(STDOUT_FILENO);
	if (app->terminal)
		app->width = measure("COLUMNS", screen().ws_col, SCREEN_WIDTH);
	else
		write_much_at_once();
	if (strcmp(when, "always") == 0)
		app->color = true;
	else if (strcmp(when, "auto") == 0)
		app->color =
		    app->terminal && !(no_color && *no_color) && !(kind && strcmp(kind, "dumb") == 0);
	else if (strcmp(when, "never") != 0)
		return fail(err, DTL_E_ARGUMENT, "--color is auto, always or never: '%s'", when);
	return DTL_OK;
}

dtl_status term_hold(program *app, dtl_error *err)
{
	if (!app->terminal)
		return DTL_OK;
	app->out = open_memstream(&app->held, &app->held_len);
	if (app->out)
		return DTL_OK;
	app->out = stdout;
	return fail_memory(err);
}

/* Rows on the screen; longer lines take several. SGR sequences count as text: a row too many does no harm. */
static size_t count_rows(char *text, size_t width)
{
	size_t rows = 0;
	for (char *line = text; *line;) {
		char *end = strchr(line, '\n');
		if (end)
			*end = '\0';
		size_t columns = dtl_text_width(line);
		rows += columns > width ? (columns + width - 1) / width : 1;
		if (!end)
			break;
		*end = '\n';
		line = end + 1;
	}
	return rows;
}

static bool page(const char *text, size_t len)
{
	const char *pager = getenv("PAGER");
	if (pager && (!*pager || strcmp(pager, "cat") == 0))
		return false;
	setenv("LESS", "FRX", 0);
	FILE *to = popen(pager ? pager : "less", "w");
	if (!to)
		return false;
	fwrite(text, 1, len, to); /* whoever leaves the pager early has seen enough */
	int status = pclose(to);
	return !(WIFEXITED(status) && WEXITSTATUS(status) == 127); /* the shell's "no such program" */
}

void term_show(program *app)
{
	if (app->out == stdout)
		return;
	fclose(app->out);
	app->out = stdout;
	if (app->held && app->held_len > 0) {
		size_t height = measure("LINES", screen().ws_row, SCREEN_HEIGHT);
		if (count_rows(app->held, app->width) < height || !page(app->held, app->held_len))
			fwrite(app->held, 1, app->held_len, stdout);
	}
	free(app->held);
	app->held = NULL;
}

const char *paint_bold(const program *app)
{
	return app->color ? "\033[1m" : "";
}

const char *paint_dim(const program *app)
{
	return app->color ? "\033[2m" : "";
}

static const char *state_color(dtl_state state)
{
	switch (state) {
	case DTL_STATE_UPCOMING: return "";
	case DTL_STATE_UNDER_WAY: return "\033[1;32m";
	case DTL_STATE_OVER: return "";
	case DTL_STATE_OVERDUE: return "\033[35m";
	case DTL_STATE_LAPSED: return "\033[2;35m";
	case DTL_STATE_POSTPONED: return "\033[33m";
	case DTL_STATE_CANCELLED: return "\033[31m";
	case DTL_STATE_PROJECTED: return "\033[2m";
	}
	return "";
}

const char *paint_event(const program *app, const dtl_event *event)
{
	static const struct {
		const char *status, *color;
	} colors[] = {
		{ "rumoured", "\033[36m" },
		{ "expected", "\033[36m" },
		{ "announced", "\033[34m" },
		{ "confirmed", "\033[32m" },
		{ "held", "\033[2;32m" },
	};
	if (!app->color)
		return "";
	const char *color = state_color(event->state);
	for (size_t i = 0; !*color && event->status && i < sizeof(colors) / sizeof(*colors); i++)
		if (strcmp(event->status, colors[i].status) == 0)
			color = colors[i].color;
	return color;
}

const char *paint_off(const char *style)
{
	return *style ? "\033[0m" : "";
}
