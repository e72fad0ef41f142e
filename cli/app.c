#include "app.h"
#include "command.h"
#include "dice.h"
#include "term.h"
#include <ctype.h>
#include <dateline/text.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

dtl_status fail(dtl_error *err, dtl_status status, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	err->status = status;
	err->line = 0;
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return status;
}

dtl_status fail_memory(dtl_error *err)
{
	return fail(err, DTL_E_MEMORY, "out of memory");
}

dtl_status fail_system(dtl_error *err, int number, const char *format, ...)
{
	char what[DTL_ERROR_TEXT], words[128];
	va_list args;
	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (strerror_r(number ? number : EIO, words, sizeof(words)) != 0)
		snprintf(words, sizeof(words), "error %d", number);
	words[0] = (char)tolower((unsigned char)words[0]);
	return fail(err, DTL_E_IO, "%.*s: %s", (int)(DTL_ERROR_TEXT - sizeof(words) - 3), what, words);
}

static void print_line(FILE *out, const char *line, size_t len)
{
	char small[1024], *shown = small;
	size_t size = dtl_text_printable_len(small, sizeof(small), line, len);
	if (size >= sizeof(small)) {
		shown = malloc(size + 1);
		if (!shown)
			return;
		dtl_text_printable_len(shown, size + 1, line, len);
	}
	fwrite(shown, 1, size, out);
	if (shown != small)
		free(shown);
}

void print_words_len(FILE *out, const char *text, size_t len)
{
	const char *end = text + len;
	for (const char *newline; (newline = memchr(text, '\n', (size_t)(end - text))); text = newline + 1) {
		print_line(out, text, (size_t)(newline - text));
		putc('\n', out);
	}
	print_line(out, text, (size_t)(end - text));
}

void print_words(FILE *out, const char *text)
{
	print_words_len(out, text, strlen(text));
}

void print_blanks(FILE *out, size_t count)
{
	static const char blanks[] = "                                ";
	for (; count >= sizeof(blanks); count -= sizeof(blanks) - 1)
		fwrite(blanks, 1, sizeof(blanks) - 1, out);
	fwrite(blanks, 1, count, out);
}

void app_note(program *app, const char *format, ...)
{
	if (app->common->quiet)
		return;
	char text[2 * DTL_ERROR_TEXT];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	print_words(stderr, text);
	putc('\n', stderr);
}

static dtl_status read_clock(int64_t *out, dtl_error *err)
{
	const char *still = getenv("SOURCE_DATE_EPOCH");
	if (!still || !*still) {
		*out = (int64_t)time(NULL);
		return DTL_OK;
	}
	char *end;
	errno = 0;
	*out = strtoll(still, &end, 10);
	if (*end || errno)
		return fail(err, DTL_E_ARGUMENT, "SOURCE_DATE_EPOCH is not a number of seconds: '%s'", still);
	return DTL_OK;
}

/* Does the word mean the same to a shell as it stands? */
static bool is_plain(const char *word)
{
	static const char plain[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%~";
	return *word && word[strspn(word, plain)] == '\0';
}

static void add_quoted(str *out, const char *word)
{
	if (is_plain(word)) {
		str_add(out, word);
		return;
	}
	str_add(out, "'");
	for (const char *c = word; *c; c++)
		if (*c == '\'')
			str_add(out, "'\\''");
		else
			str_add_len(out, c, 1);
	str_add(out, "'");
}

/* The command line as it could be typed again; where the file lies is no part of what was done. */
static char *print_command(int argc, char **argv)
{
	str line = STR_INIT;
	for (int i = 1; i < argc; i++) {
		bool apart = strcmp(argv[i], "-f") == 0 || strcmp(argv[i], "--file") == 0;
		if (apart)
			i++;
		if (apart || strncmp(argv[i], "--file=", 7) == 0 || strncmp(argv[i], "-f", 2) == 0)
			continue;
		if (line.len > 0)
			str_add(&line, " ");
		add_quoted(&line, argv[i]);
	}
	return line.data;
}

dtl_status app_start(program *app, int argc, char **argv, dtl_error *err)
{
	app->common = &app->line.common;
	app->out = stdout;
	app->command = print_command(argc, argv);
	dice_start(app);
	return read_clock(&app->now, err);
}

static dtl_status print_path(str *out, const char *base, const char *below, dtl_error *err)
{
	str_addf(out, "%s%s/dateline/dateline.db", base, below);
	return out->failed ? fail_memory(err) : DTL_OK;
}

static dtl_status find_path(program *app, dtl_error *err)
{
	const char *named = app->common->file ? app->common->file : getenv("DATELINE_DB");
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	str path = STR_INIT;
	dtl_status status = DTL_OK;
	app->default_path = !named || !*named;
	if (app->common->file && !*app->common->file)
		status = fail(err, DTL_E_ARGUMENT, "option '--file' names no file");
	else if (!app->default_path)
		str_add(&path, named);
	else if (data && *data == '/')
		status = print_path(&path, data, "", err);
	else if (home && *home)
		status = print_path(&path, home, "/.local/share", err);
	else
		status = fail(
		    err, DTL_E_ARGUMENT, "no timeline is named: give --file, or set DATELINE_DB or HOME");
	app->path = path.data;
	return status;
}

dtl_status day_read(
    day_span *out, program *app, const char *option, const char *text, int64_t said_on, dtl_error *err)
{
	dtl_reading reading;
	dtl_date_context context = { .said_on = said_on, .zone = "UTC" };
	dtl_error why;
	dtl_status status = dtl_date_read(&reading, text, &context, &why);
	if (status != DTL_OK)
		return fail(err, status, "%s: %s", option, why.text);
	const dtl_date *d = &reading.date;
	bool fine = d->precision == DTL_PRECISION_DAY || d->precision == DTL_PRECISION_SECOND;
	if (d->kind != DTL_DATE_ONE || !fine)
		return fail(err, DTL_E_ARGUMENT, "%s: not one day or instant: '%s'", option, text);
	*out = (day_span){ d->bounds.start_lo, d->bounds.end_hi, d->precision == DTL_PRECISION_SECOND };
	if (reading.phrase)
		app_note(app, "%s '%s': %s", option, text, reading.words);
	return DTL_OK;
}

/* The clock's own day is not over: there, today is now. */
static int64_t moment(const program *app, const day_span *d)
{
	bool running = !d->instant && dtl_day_of(d->first) == dtl_day_of(app->now);
	return running ? app->now : d->first;
}

static dtl_status settle_dates(program *app, dtl_error *err)
{
	const common *c = app->common;
	dtl_status status = DTL_OK;
	day_span d = { 0 };
	app->today = app->now;
	if (c->today && (status = day_read(&d, app, "--today", c->today, app->now, err)) == DTL_OK)
		app->today = moment(app, &d);
	if (c->recorded && status == DTL_OK) {
		status = day_read(&d, app, "--recorded-as-of", c->recorded, app->today, err);
		app->has_recorded = true;
		app->recorded = d.end;
	}
	if (!c->as_of || status != DTL_OK)
		return status;
	status = day_read(&d, app, "--as-of", c->as_of, app->today, err);
	if (status != DTL_OK)
		return status;
	app->has_as_of = true;
	app->as_of = d.end;
	dtl_time_print(app->as_of_text, sizeof(app->as_of_text), d.end - 1);
	if (!c->today)
		app->today = moment(app, &d);
	return DTL_OK;
}

static dtl_status settle_words(const common *c, dtl_error *err)
{
	static const char *const ranks[] = { "preferred", "normal", "deprecated" };
	if (c->tz && !dtl_zone_known(c->tz))
		return fail(err, DTL_E_ARGUMENT, "--tz: no such time zone: '%s'", c->tz);
	for (size_t i = 0; c->rank && strcmp(c->rank, ranks[i]) != 0;)
		if (++i == 3)
			return fail(
			    err, DTL_E_ARGUMENT, "--rank is preferred, normal or deprecated: '%s'", c->rank);
	return DTL_OK;
}

dtl_status app_settle(program *app, dtl_error *err)
{
	dtl_status status = settle_words(app->common, err);
	if (status == DTL_OK)
		status = term_start(app, err);
	if (status == DTL_OK)
		status = settle_dates(app, err);
	if (status == DTL_OK && (command_use(app->line.command) & USE_FILE))
		status = find_path(app, err);
	return status;
}

/* The folders above the default place, for their owner only. */
static dtl_status make_folders(char *path, dtl_error *err)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		bool made = mkdir(path, 0700) == 0 || errno == EEXIST || errno == EISDIR;
		if (!made)
			fail_system(err, errno, "cannot make the folder '%s'", path);
		*slash = '/';
		if (!made)
			return DTL_E_IO;
	}
	return DTL_OK;
}

/* A dry run on a timeline that is not there yet is tried on one that goes away again. */
static dtl_status make_scratch(program *app, str *path, dtl_error *err)
{
	const char *base = getenv("TMPDIR");
	str folder = STR_INIT;
	str_addf(&folder, "%s/dateline.XXXXXX", base && *base ? base : "/tmp");
	if (folder.failed)
		return fail_memory(err);
	if (!mkdtemp(folder.data)) {
		fail_system(err, errno, "cannot make a temporary folder '%s'", folder.data);
		str_free(&folder);
		return DTL_E_IO;
	}
	app->scratch = folder.data;
	str_addf(path, "%s/t.db", app->scratch);
	return path->failed ? fail_memory(err) : DTL_OK;
}

static void remove_scratch(program *app)
{
	static const char *const files[] = { "/t.db", "/t.db-wal", "/t.db-shm", "/t.db-journal" };
	if (!app->scratch)
		return;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		str path = STR_INIT;
		str_addf(&path, "%s%s", app->scratch, files[i]);
		unlink(str_get(&path));
		str_free(&path);
	}
	rmdir(app->scratch);
	free(app->scratch);
	app->scratch = NULL;
}

/* Go back to the timeline as it was written down. */
static dtl_status recede(program *app, dtl_error *err)
{
	dtl_db *then = NULL;
	dtl_status status = dtl_db_recorded(&then, app->db, app->recorded, err);
	if (status != DTL_OK)
		return status;
	dtl_db_close(app->db);
	app->db = then;
	return DTL_OK;
}

bool app_is_blank(const program *app)
{
	struct stat st;
	if (stat(app->path, &st) != 0)
		return errno == ENOENT;
	return S_ISREG(st.st_mode) && st.st_size == 0;
}

dtl_status app_open(program *app, dtl_open_mode mode, dtl_error *err)
{
	bool creates = mode == DTL_OPEN_CREATE || mode == DTL_OPEN_BARE;
	bool missing = access(app->path, F_OK) != 0 && errno == ENOENT;
	str path = STR_INIT;
	dtl_status status = DTL_OK;
	if (!creates && missing)
		return fail(err, DTL_E_NOTFOUND,
		    "no timeline at '%s': make one with 'dateline init' or load a report with 'dateline import FILE'",
		    app->path);
	if (creates && app->common->dry_run && app_is_blank(app))
		status = make_scratch(app, &path, err);
	else
		str_add(&path, app->path);
	if (status == DTL_OK && missing && app->default_path && !app->scratch)
		status = make_folders(app->path, err);
	if (status == DTL_OK)
		status = dtl_db_open(&app->db, str_get(&path), mode, &app->dice, err);
	if (status == DTL_OK)
		status = dice_shake(app, err);
	if (status == DTL_OK && app->has_recorded)
		status = recede(app, err);
	str_free(&path);
	return status;
}

void app_close(program *app)
{
	dtl_db_close(app->db);
	app->db = NULL;
	remove_scratch(app);
}

void app_release(program *app)
{
	free(app->where_kept);
	app_close(app);
	free(app->path);
	free(app->command);
	opt_release(&app->line);
}
