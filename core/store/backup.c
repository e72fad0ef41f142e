/*
 * A copy of the file, page by page, as one reader sees it: others go on writing.
 * It is made as a draft (draft.h) and stands in its place when it is whole.
 */
#include "base/text.h"
#include "store/draft.h"
#include "store/internal.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static dtl_status refuse_existing(const char *path, dtl_error *err)
{
	return dtl_fail(err, DTL_E_EXISTS, "there is a file '%s' already", path);
}

/* Names that belong to the timeline: SQLite would take what stands there for its own. */
static bool belongs_to(dtl_store *db, const dtl_draft *d)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", "-journal", "-new", "-lock" };
	const char *own = sqlite3_db_filename(db->handle, "main");
	bool belongs = false;
	for (size_t i = 0; own && !belongs && i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		dtl_text name = DTL_TEXT_INIT;
		dtl_text_addf(&name, "%s%s-new", own, suffixes[i]);
		belongs = strcmp(dtl_text_str(&name), dtl_draft_name(d)) == 0;
		dtl_text_free(&name);
	}
	return belongs;
}

/* All in one step: with a lock for reading from beginning to end. */
static dtl_status copy_pages(dtl_store *db, sqlite3 *to, const char *path, dtl_error *err)
{
	sqlite3_backup *copy = sqlite3_backup_init(to, "main", db->handle, "main");
	int code = copy ? sqlite3_backup_step(copy, -1) : sqlite3_errcode(to);
	int end = sqlite3_backup_finish(copy);
	if (code == SQLITE_DONE)
		code = end;
	if (code == SQLITE_OK)
		return DTL_OK;
	dtl_status status = dtl_store_status(code);
	return dtl_fail(err, status, "cannot copy '%s' to '%s': %s", db->path, path, sqlite3_errstr(code));
}

/* Whoever may not read the timeline may not read the copy. */
static dtl_status copy_rights(const dtl_store *db, const dtl_draft *d, const char *path, dtl_error *err)
{
	struct stat st;
	char room[128];
	if (stat(db->path, &st) == 0 && chmod(dtl_draft_name(d), st.st_mode & 0777) != 0)
		return dtl_fail(err, DTL_E_IO, "cannot write '%s': %s", path,
		    dtl_file_os_says(errno, room, sizeof(room)));
	return DTL_OK;
}

static dtl_status copy_file(dtl_store *db, const dtl_draft *d, const char *path, dtl_error *err)
{
	sqlite3 *to = NULL;
	char *name = dtl_file_plain_name(dtl_draft_name(d));
	if (!name)
		return dtl_fail_memory(err);
	int code = sqlite3_open_v2(name, &to,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL);
	free(name);
	dtl_status status = code == SQLITE_OK ? copy_rights(db, d, path, err)
					      : dtl_fail(err, dtl_store_status(code),
						    "cannot create '%s': %s", path, sqlite3_errstr(code));
	if (status == DTL_OK)
		status = copy_pages(db, to, path, err);
	sqlite3_close(to);
	return status;
}

dtl_status dtl_store_backup(dtl_store *db, const char *path, dtl_error *err)
{
	struct stat st;
	dtl_draft *d = NULL;
	if (lstat(path, &st) == 0)
		return refuse_existing(path, err);
	dtl_status status = dtl_draft_begin(&d, path, err);
	if (status == DTL_DONE)
		return refuse_existing(path, err);
	if (status == DTL_OK && belongs_to(db, d))
		status = dtl_fail(err, DTL_E_ARGUMENT, "the name belongs to the timeline itself: '%s'", path);
	if (status == DTL_OK)
		status = copy_file(db, d, path, err);
	if (status == DTL_OK)
		status = dtl_draft_publish(d, err);
	dtl_draft_end(d);
	return status;
}

dtl_status dtl_store_copy(dtl_store **out, dtl_store *db, dtl_error *err)
{
	dtl_store *copy = NULL;
	dtl_status status = dtl_store_open(&copy, NULL, DTL_STORE_MEMORY, err);
	if (status == DTL_OK)
		status = copy_pages(db, copy->handle, "a scratch file", err);
	if (status != DTL_OK)
		dtl_store_close(copy);
	*out = status == DTL_OK ? copy : NULL;
	return status;
}
