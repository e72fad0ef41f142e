#include "editor.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

dtl_status editor_open(editor *out, dtl_error *err)
{
	const char *base = getenv("TMPDIR");
	*out = (editor){ STR_INIT, STR_INIT };
	str_addf(&out->folder, "%s/dateline.XXXXXX", base && *base ? base : "/tmp");
	if (out->folder.failed)
		return fail_memory(err);
	if (!mkdtemp(out->folder.data)) {
		dtl_status status =
		    fail_system(err, errno, "cannot make a temporary folder '%s'", out->folder.data);
		str_free(&out->folder);
		return status;
	}
	str_addf(&out->path, "%s/event.txt", str_get(&out->folder));
	return out->path.failed ? fail_memory(err) : DTL_OK;
}

void editor_close(editor *e, bool keep)
{
	if (e->folder.len > 0 && !keep) {
		unlink(str_get(&e->path));
		rmdir(str_get(&e->folder)); /* unless the editor has left something of its own */
	}
	str_free(&e->path);
	str_free(&e->folder);
}

static dtl_status write_file(const editor *e, const char *text, dtl_error *err)
{
	const char *path = str_get(&e->path);
	FILE *file = fopen(path, "w");
	bool bad = !file || fputs(text, file) == EOF;
	int why = errno;
	if (file && fclose(file) != 0 && !bad) {
		bad = true;
		why = errno;
	}
	return bad ? fail_system(err, why, "cannot write '%s'", path) : DTL_OK;
}

static dtl_status read_file(const editor *e, str *out, dtl_error *err)
{
	const char *path = str_get(&e->path);
	FILE *file = fopen(path, "r");
	char buf[4096];
	size_t len;
	if (!file)
		return fail_system(err, errno, "cannot read '%s'", path);
	while ((len = fread(buf, 1, sizeof(buf), file)) > 0)
		str_add_len(out, buf, len);
	bool bad = ferror(file);
	int why = errno;
	fclose(file);
	if (bad)
		return fail_system(err, why, "cannot read '%s'", path);
	if (strlen(str_get(out)) != out->len)
		return fail(err, DTL_E_PARSE, "what the editor wrote is no text: '%s'", path);
	return out->failed ? fail_memory(err) : DTL_OK;
}

static const char *find_editor(bool *chosen)
{
	static const char *const variables[] = { "VISUAL", "EDITOR" };
	*chosen = true;
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *name = getenv(variables[i]);
		if (name && *name)
			return name;
	}
	*chosen = false;
	return "vi";
}

/* In the editor signals mean what they always mean: we had some of them ignored. */
static _Noreturn void become(const char *line, const char *name, const char *path)
{
	static const int signals[] = { SIGINT, SIGQUIT, SIGPIPE, SIGXFSZ };
	struct sigaction usual = { 0 };
	usual.sa_handler = SIG_DFL;
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaction(signals[i], &usual, NULL);
	execl("/bin/sh", "sh", "-c", line, name, path, (char *)NULL);
	_exit(127);
}

/* As system(3) does it: while the editor has the terminal, its keys are not for us. */
static int wait_for(const char *line, const char *name, const char *path)
{
	struct sigaction ignore = { 0 }, interrupt, quit;
	int status = -1;
	ignore.sa_handler = SIG_IGN;
	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
	pid_t child = fork();
	if (child == 0)
		become(line, name, path);
	while (child > 0 && waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			break;
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	return child < 0 ? -1 : status;
}

static dtl_status start(const editor *e, dtl_error *err)
{
	bool chosen;
	const char *name = find_editor(&chosen);
	str line = STR_INIT;
	str_addf(&line, "%s \"$@\"", name); /* it may have options */
	if (line.failed)
		return fail_memory(err);
	int status = wait_for(str_get(&line), name, str_get(&e->path));
	str_free(&line);
	if (status == 0)
		return DTL_OK;
	if (!chosen && WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return fail(err, DTL_E_IO,
		    "there is no editor: name one in VISUAL or EDITOR, or install '%s'; nothing is changed",
		    name);
	return fail(err, DTL_E_IO, "the editor failed, and nothing is changed: '%s'", name);
}

dtl_status editor_run(editor *e, str *out, const char *text, dtl_error *err)
{
	dtl_status status = write_file(e, text, err);
	if (status == DTL_OK)
		status = start(e, err);
	str_clear(out);
	return status == DTL_OK ? read_file(e, out, err) : status;
}
