#define _XOPEN_SOURCE 700 /* realpath */

#include "store/draft.h"
#include "base/text.h"
#include "store/internal.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct dtl_draft {
	const char *path; /* as the caller named it */
	char *place;      /* the same, absolute: the caller may change its directory */
	char *name;       /* where it is made */
	char *lock_name;
	int lock; /* whoever holds a lock on that file makes the draft */
	bool has_mode;
	mode_t mode; /* of the empty file that stands in its place */
};

static dtl_status fail_system(const dtl_draft *d, const char *doing, int number, dtl_error *err)
{
	char room[128];
	return dtl_fail(err, DTL_E_IO, "cannot %s '%s': %s", doing, d->path,
	    dtl_file_os_says(number, room, sizeof(room)));
}

static char *joined(const char *head, const char *tail)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_text_add(&text, head);
	dtl_text_add(&text, tail);
	return dtl_text_take(&text);
}

/* "DIRECTORY/NAME" with the directory resolved; the file itself need not be there. */
static char *absolute(const char *path)
{
	char *head = strdup(path);
	char *tail = strdup(path);
	char *directory = head ? realpath(dirname(head), NULL) : NULL;
	dtl_text text = DTL_TEXT_INIT;
	if (directory && tail) {
		dtl_text_add(&text, strcmp(directory, "/") == 0 ? "" : directory);
		dtl_text_add(&text, "/");
		dtl_text_add(&text, basename(tail));
	}
	int number = errno;
	free(directory);
	free(tail);
	free(head);
	errno = number;
	return text.len > 0 ? dtl_text_take(&text) : NULL;
}

static dtl_status find_place(dtl_draft *d, dtl_error *err)
{
	struct stat st;
	if (lstat(d->path, &st) == 0 && S_ISLNK(st.st_mode)) {
		d->place = realpath(d->path, NULL);
		if (!d->place && errno == ENOENT)
			return dtl_fail(
			    err, DTL_E_IO, "cannot create '%s': it is a link to nothing", d->path);
	} else {
		d->place = absolute(d->path);
	}
	if (!d->place)
		return errno == ENOMEM ? dtl_fail_memory(err) : fail_system(d, "create", errno, err);
	d->name = joined(d->place, "-new");
	d->lock_name = joined(d->place, "-lock");
	return d->name && d->lock_name ? DTL_OK : dtl_fail_memory(err);
}

/* What is in the place of the draft: DTL_OK nothing, or no bytes; DTL_DONE more than that. */
static dtl_status look(dtl_draft *d, dtl_error *err)
{
	struct stat st;
	d->has_mode = stat(d->place, &st) == 0;
	if (!d->has_mode)
		return errno == ENOENT ? DTL_OK : fail_system(d, "open", errno, err);
	d->mode = st.st_mode & 07777;
	return S_ISREG(st.st_mode) && st.st_size == 0 ? DTL_OK : DTL_DONE;
}

/* Is the file that we have locked still the one of that name? Whoever held the lock before has removed it. */
static bool is_current(const dtl_draft *d)
{
	struct stat held, named;
	return fstat(d->lock, &held) == 0 && stat(d->lock_name, &named) == 0 && held.st_dev == named.st_dev &&
	       held.st_ino == named.st_ino;
}

/* One try to get the lock: DTL_OK it is ours, DTL_E_BUSY not now. */
static dtl_status try_lock(dtl_draft *d, dtl_error *err)
{
	d->lock = open(d->lock_name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (d->lock < 0)
		return fail_system(d, "create", errno, err);
	bool locked = flock(d->lock, LOCK_EX | LOCK_NB) == 0;
	int number = errno;
	if (locked && is_current(d))
		return DTL_OK;
	close(d->lock);
	d->lock = -1;
	if (locked || number == EWOULDBLOCK || number == EINTR)
		return DTL_E_BUSY;
	return fail_system(d, "lock", number, err);
}

static dtl_status wait_for_lock(dtl_draft *d, dtl_error *err)
{
	enum { NAP_MS = 10 };
	for (int waited = 0;; waited += NAP_MS) {
		dtl_status status = look(d, err);
		if (status == DTL_OK)
			status = try_lock(d, err);
		if (status != DTL_E_BUSY)
			return status;
		if (waited >= DTL_STORE_BUSY_MS)
			return dtl_fail(
			    err, DTL_E_BUSY, "'%s' is being made by another process: try again", d->path);
		sqlite3_sleep(NAP_MS);
	}
}

dtl_status dtl_draft_begin(dtl_draft **out, const char *path, dtl_error *err)
{
	*out = NULL;
	dtl_draft *d = calloc(1, sizeof(*d));
	if (!d)
		return dtl_fail_memory(err);
	d->path = path;
	d->lock = -1;
	dtl_status status = find_place(d, err);
	if (status == DTL_OK)
		status = wait_for_lock(d, err);
	/* Whoever had the lock before may have put it there while we got it. */
	if (status == DTL_OK)
		status = look(d, err);
	if (status != DTL_OK) {
		dtl_draft_end(d);
		return status;
	}
	dtl_file_remove(d->name); /* of one that was killed */
	*out = d;
	return DTL_OK;
}

const char *dtl_draft_name(const dtl_draft *d)
{
	return d->name;
}

/* The name is to survive a loss of power, as the contents do. */
static void sync_directory(const dtl_draft *d)
{
	char *copy = strdup(d->place);
	int directory = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (directory >= 0) {
		fsync(directory);
		close(directory);
	}
	free(copy);
}

dtl_status dtl_draft_publish(dtl_draft *d, dtl_error *err)
{
	dtl_status status = look(d, err);
	if (status == DTL_DONE)
		return dtl_fail(err, DTL_E_BUSY, "'%s' was made by another program meanwhile", d->path);
	if (status != DTL_OK)
		return status;
	if (d->has_mode && chmod(d->name, d->mode) != 0)
		return fail_system(d, "write", errno, err);
	/* link(2) replaces nothing, but not every file system has it. */
	bool linked = !d->has_mode && link(d->name, d->place) == 0;
	if (!linked && !d->has_mode && errno == EEXIST)
		return dtl_fail(err, DTL_E_BUSY, "'%s' was made by another program meanwhile", d->path);
	if (!linked && rename(d->name, d->place) != 0)
		return fail_system(d, "create", errno, err);
	sync_directory(d);
	return DTL_OK;
}

void dtl_draft_end(dtl_draft *d)
{
	if (!d)
		return;
	if (d->lock >= 0) {
		dtl_file_remove(d->name);
		unlink(d->lock_name);
		close(d->lock);
	}
	free(d->place);
	free(d->name);
	free(d->lock_name);
	free(d);
}

bool dtl_draft_exists(const char *path)
{
	struct stat st;
	char *name = joined(path, "-lock");
	bool exists = name && stat(name, &st) == 0;
	free(name);
	return exists;
}
