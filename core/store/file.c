/*
 * The file as seen from outside. SQLite would lock, recover or checkpoint what
 * it opens; a stranger's file must not notice that we looked.
 */
#include "base/text.h"
#include "store/internal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER = 100, AT_USER_VERSION = 60, AT_APPLICATION_ID = 68 };

static const char magic[16] = "SQLite format 3";

static uint32_t big_endian(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Bytes in "path-wal" or the like; 0 if there is none. */
static int64_t size_beside(const char *path, const char *suffix)
{
	struct stat st;
	dtl_text name = DTL_TEXT_INIT;
	dtl_text_add(&name, path);
	dtl_text_add(&name, suffix);
	int64_t size = stat(dtl_text_str(&name), &st) == 0 ? (int64_t)st.st_size : 0;
	dtl_text_free(&name);
	return size;
}

static dtl_file_kind judge(const unsigned char *header, size_t len, dtl_file_look *out)
{
	if (len < HEADER || memcmp(header, magic, sizeof(magic)) != 0)
		/* Half written when the power went, with the journal that takes it back: SQLite's to decide. */
		return out->journal_waits ? DTL_FILE_SQLITE : DTL_FILE_FOREIGN;
	uint32_t application = big_endian(header + AT_APPLICATION_ID);
	out->schema = (int)(big_endian(header + AT_USER_VERSION) & INT32_MAX);
	if (application == DTL_APPLICATION_ID)
		return out->schema > dtl_store_schema_latest() ? DTL_FILE_NEWER : DTL_FILE_SQLITE;
	/* Ours carry their id from the first commit on, in the file itself. */
	bool blank = application == 0 && out->schema == 0 && !out->log_waits && !out->journal_waits;
	return blank ? DTL_FILE_UNNAMED : DTL_FILE_FOREIGN;
}

/* The first bytes of the file, by the VFS. */
static int read_header(sqlite3_vfs *vfs, const char *name, unsigned char *header, size_t *len)
{
	sqlite3_int64 size = 0;
	sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
	if (!file)
		return SQLITE_NOMEM;
	int code = vfs->xOpen(vfs, name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, NULL);
	if (code == SQLITE_OK)
		code = file->pMethods->xFileSize(file, &size);
	*len = size < HEADER ? (size_t)size : HEADER;
	if (code == SQLITE_OK && *len > 0)
		code = file->pMethods->xRead(file, header, (int)*len, 0);
	if (file->pMethods)
		file->pMethods->xClose(file);
	free(file);
	return code;
}

/*
 * Through SQLite's VFS and not with open(2): closing a file descriptor drops all
 * locks that this process holds on the file, those of its other connections
 * included; the VFS knows about them and waits.
 */
static int look_by_vfs(const char *path, unsigned char *header, size_t *len, int *number)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	char *plain = dtl_file_plain_name(path);
	char *full = vfs ? malloc((size_t)vfs->mxPathname + 1) : NULL;
	sqlite3_filename name = NULL;
	int code = SQLITE_NOMEM;
	if (plain && full)
		code = vfs->xFullPathname(vfs, plain, vfs->mxPathname + 1, full) & 0xFF;
	if (plain && full && code == SQLITE_OK) {
		name = sqlite3_create_filename(full, "", "", 0, NULL);
		code = name ? read_header(vfs, name, header, len) : SQLITE_NOMEM;
		*number = vfs->xGetLastError(vfs, 0, NULL);
	}
	sqlite3_free_filename(name);
	free(full);
	free(plain);
	return code;
}

static dtl_status look_inside(const char *path, dtl_file_look *out, dtl_error *err)
{
	char room[128];
	unsigned char header[HEADER] = { 0 };
	size_t len = 0;
	int number = 0;
	int code = look_by_vfs(path, header, &len, &number);
	if (dtl_store_status(code) == DTL_E_MEMORY)
		return dtl_fail_memory(err);
	if (code != SQLITE_OK)
		return dtl_fail(err, DTL_E_IO, "cannot open '%s': %s", path,
		    number ? dtl_file_os_says(number, room, sizeof(room)) : sqlite3_errstr(code));
	out->kind = judge(header, len, out);
	return DTL_OK;
}

/* A new file needs a directory to stand in; SQLite would only say that it cannot open the file. */
static dtl_status check_directory(const char *path, dtl_error *err)
{
	struct stat st;
	const char *slash = strrchr(path, '/');
	if (!slash || slash == path)
		return DTL_OK;
	dtl_text name = DTL_TEXT_INIT;
	dtl_text_add_len(&name, path, (size_t)(slash - path));
	dtl_status status = DTL_OK;
	if (stat(dtl_text_str(&name), &st) != 0 && errno == ENOENT)
		status = dtl_fail(err, DTL_E_NOTFOUND, "cannot create '%s': there is no directory '%s'", path,
		    dtl_text_str(&name));
	dtl_text_free(&name);
	return status;
}

dtl_status dtl_file_examine(const char *path, dtl_file_look *out, dtl_error *err)
{
	struct stat st;
	char room[128];
	*out = (dtl_file_look){ .kind = DTL_FILE_MISSING };
	if (path[0] == '\0')
		return dtl_fail(err, DTL_E_ARGUMENT, "the name of the timeline's file is empty");
	if (stat(path, &st) != 0) {
		if (errno == ENOENT)
			return check_directory(path, err);
		return dtl_fail(
		    err, DTL_E_IO, "cannot open '%s': %s", path, dtl_file_os_says(errno, room, sizeof(room)));
	}
	if (S_ISDIR(st.st_mode))
		return dtl_fail(err, DTL_E_IO, "cannot open '%s': it is a directory", path);
	/* Opening a pipe would wait for ever. */
	if (!S_ISREG(st.st_mode))
		return dtl_fail(err, DTL_E_IO, "cannot open '%s': it is not a regular file", path);
	out->log_waits = size_beside(path, "-wal") > 0;
	out->journal_waits = size_beside(path, "-journal") > 0;
	out->bytes = st.st_size;
	if (st.st_size == 0) {
		out->kind = DTL_FILE_EMPTY;
		return DTL_OK;
	}
	return look_inside(path, out, err);
}

int dtl_file_why_not_writable(const char *path)
{
	if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0 && errno != ENOENT)
		return errno;
	/* The file itself or a journal has to be made there. */
	const char *slash = strrchr(path, '/');
	dtl_text directory = DTL_TEXT_INIT;
	dtl_text_add_len(&directory, path, slash ? (size_t)(slash - path) + 1 : 0);
	dtl_text_add(&directory, ".");
	int number = faccessat(AT_FDCWD, dtl_text_str(&directory), W_OK, AT_EACCESS) != 0 ? errno : 0;
	dtl_text_free(&directory);
	return number;
}

void dtl_file_remove(const char *path)
{
	static const char *const suffixes[] = { "", "-journal", "-wal", "-shm" };
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		dtl_text name = DTL_TEXT_INIT;
		dtl_text_add(&name, path);
		dtl_text_add(&name, suffixes[i]);
		unlink(dtl_text_str(&name));
		dtl_text_free(&name);
	}
}

char *dtl_file_plain_name(const char *path)
{
	dtl_text name = DTL_TEXT_INIT;
	if (path[0] != '/')
		dtl_text_add(&name, "./");
	dtl_text_add(&name, path);
	return dtl_text_take(&name);
}

char *dtl_file_immutable_uri(const char *path)
{
	static const char hex[] = "0123456789ABCDEF";
	dtl_text uri = DTL_TEXT_INIT;
	dtl_text_add(&uri, path[0] == '/' ? "file:" : "file:./");
	/* "//x" would be an authority: keep one slash of a run at the start. */
	while (path[0] == '/' && path[1] == '/')
		path++;
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;
		bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			    strchr("/._-~", c);
		const char code[3] = { '%', hex[c >> 4], hex[c & 15] };
		dtl_text_add_len(&uri, safe ? path : code, safe ? 1 : 3);
	}
	dtl_text_add(&uri, "?immutable=1");
	return dtl_text_take(&uri);
}
