#define _DEFAULT_SOURCE /* madvise */
#include "app.h"
#include "command.h"
#include "term.h"
#include <errno.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The exit codes of the manual, from what happened. */
static int exit_code(dtl_status status)
{
	switch (status) {
	case DTL_OK:
	case DTL_DONE: return 0;
	case DTL_E_ARGUMENT:
	case DTL_E_AMBIGUOUS: return 2;
	case DTL_E_NOTFOUND: return 3;
	case DTL_E_REJECTED: return 4;
	case DTL_E_SCHEMA:
	case DTL_E_DAMAGED: return 5;
	case DTL_E_BUSY: return 75;
	case DTL_E_EXISTS:
	case DTL_E_PARSE:
	case DTL_E_IO:
	case DTL_E_MEMORY:
	case DTL_E_DATABASE: return 1;
	}
	return 1;
}

/* A file that is opened next must not become the standard output that somebody closed; using that still fails. */
static void fill_standard_files(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			return;
}

/* A closed pipe and a full file are errors of a write, not the end of the process. */
static void ignore_signals(void)
{
	struct sigaction ignore = { 0 };
	ignore.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGXFSZ, &ignore, NULL);
}

/* Whoever read our output has seen enough: no failure, and nothing to say. */
static bool reader_left(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };
	return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

static void print_error(const program *app, const dtl_error *err)
{
	static const char nameless[] = "cannot write: "; /* what is written to is the caller's to know */
	const char *text = err->text;
	fputs("dateline: ", stderr);
	if (strncmp(text, nameless, strlen(nameless)) == 0) {
		fputs("cannot write standard output: ", stderr);
		text += strlen(nameless);
	} else if (app->where) {
		print_words(stderr, app->where);
		fputs(":", stderr);
		if (err->line > 0)
			fprintf(stderr, "%ld:", err->line);
		putc(' ', stderr);
	}
	print_words(stderr, text);
	putc('\n', stderr);
}

/* A full disk is found out here at the latest. */
static dtl_status finish_output(program *app, dtl_error *err)
{
	term_show(app);
	errno = 0;
	bool bad = ferror(stdout);
	bad = fflush(stdout) != 0 || bad;
	int why = errno;
	bad = fclose(stdout) != 0 || bad;
	app->where = NULL;
	if (bad)
		return fail_system(err, why ? why : errno, "cannot write standard output");
	return DTL_OK;
}

static dtl_status run_command(program *app, dtl_error *err)
{
	static const dtl_open_mode modes[] = {
		[NEEDS_READ] = DTL_OPEN_READ,
		[NEEDS_WRITE] = DTL_OPEN_WRITE,
		[NEEDS_CREATE] = DTL_OPEN_CREATE,
	};
	const command *c = app->line.command;
	dtl_status status = app_settle(app, err);
	app->operands = app->line.operands;
	app->operand_count = app->line.operand_count;
	app->kind = app->line.outer->kind;
	app->subkind = app->line.outer->subkind;
	if (status == DTL_OK)
		status = term_hold(app, err);
	if (status == DTL_OK && c->check)
		status = c->check(app, app->line.args, err);
	if (status == DTL_DONE)
		return DTL_OK;
	if (status == DTL_OK && c->needs != NEEDS_NOTHING && c->needs != NEEDS_ITSELF)
		status = app_open(app, modes[c->needs], err);
	return status == DTL_OK ? c->run(app, app->line.args, err) : status;
}

/* What was asked for instead of a command, or in place of running it. */
static dtl_status explain(program *app, dtl_error *err)
{
	const opt_result *line = &app->line;
	if (line->common.version)
		return cmd_version.run(app, NULL, err);
	dtl_status status = term_start(app, err);
	if (status == DTL_OK)
		status = term_hold(app, err);
	if (status != DTL_OK)
		return status;
	if (line->outer)
		help_command(app, line->outer, line->command ? line->command : line->outer);
	else
		help_overview(app, app->out);
	return DTL_OK;
}

static dtl_status serve(program *app, int argc, char **argv, dtl_error *err)
{
	dtl_status status = app_start(app, argc, argv, err);
	if (status == DTL_OK)
		status = opt_parse(&app->line, argc, argv, err);
	if (status != DTL_OK)
		return status;
	if (app->line.common.help || app->line.common.version)
		return explain(app, err);
	if (app->line.command)
		return run_command(app, err);
	if (app->line.outer)
		return fail(err, DTL_E_ARGUMENT, "'%s' needs a verb: %s", app->line.outer->name,
		    app->line.outer->usage);
	help_overview(app, stderr);
	return fail(err, DTL_E_ARGUMENT, "no command is given");
}

/*
 * The system gives memory page by page as it is first touched, which takes as
 * long as to print an agenda: the first megabytes come in large pages. What lies
 * before the first of them is passed over, and so takes no memory either.
 */
#ifdef __GLIBC__
static void *volatile passed_over; /* volatile: it is asked for, and never used */

static void take_large_pages(void)
{
#ifdef MADV_HUGEPAGE
	enum { PAGE = 2 << 20, PAGES = 2, SOME = 1 << 16, HEADER = 64 };
	mallopt(M_MMAP_THRESHOLD, 2 * PAGE);
	mallopt(M_TOP_PAD, (PAGES + 1) * PAGE);
	char *first = malloc(SOME);
	if (!first)
		return;
	size_t before = PAGE - (uintptr_t)first % PAGE;
	madvise(first + before, (size_t)PAGES * PAGE, MADV_HUGEPAGE); /* advice: nothing is lost without */
	free(first);
	passed_over = before > SOME ? malloc(before - HEADER) : NULL;
#endif
}
#endif

/* A short life: memory is asked for in large pieces, and not given back in between to be asked for again. */
static void keep_memory(void)
{
#ifdef __GLIBC__
	take_large_pages();
	mallopt(M_TRIM_THRESHOLD, 16 << 20);
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
#endif
}

int main(int argc, char **argv)
{
	program app = { 0 };
	dtl_error err = { 0 }, late = { 0 };
	keep_memory();
	fill_standard_files();
	ignore_signals();
	dtl_db_alone();
	dtl_status status = serve(&app, argc, argv, &err);
	if (status == DTL_OK && app.db)
		status = dtl_db_keep(app.db, &err);
	if (status == DTL_OK)
		dtl_db_close(app.db);
	else
		dtl_db_discard(app.db); /* a timeline made by a command that failed is not to stay */
	app.db = NULL;
	bool left = reader_left();
	if (status == DTL_E_IO && left && ferror(stdout))
		status = DTL_OK;
	if (status != DTL_OK)
		print_error(&app, &err);
	if (finish_output(&app, &late) != DTL_OK && !left && !reader_left() && status == DTL_OK) {
		status = late.status;
		print_error(&app, &late);
	}
	if (status == DTL_OK && app.rejected)
		status = DTL_E_REJECTED;
	int code = status == DTL_OK && app.unfit ? 1 : exit_code(status);
	app_release(&app);
	return code;
}
