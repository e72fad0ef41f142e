/* What unit tests share. Include it instead of cmocka.h, which wants its own headers first. */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <dateline/error.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/*
 * These print the `dtl_error err` that is in scope where they stand: a local of
 * the test or a static of its file.
 */
/* The call succeeds: assert_ok(dtl_x(…, &err)), or its own words are printed. */
#define assert_ok(call) check_status((call), DTL_OK, #call, &err, __FILE__, __LINE__)
/* The call ends with this status. */
#define assert_status(call, wanted) check_status((call), wanted, #call, &err, __FILE__, __LINE__)
/* `text` holds `part`. */
#define assert_contains(text, part) check_contains(text, part, __FILE__, __LINE__)

void check_status(
    dtl_status have, dtl_status wanted, const char *call, const dtl_error *said, const char *file, int line);
void check_contains(const char *text, const char *part, const char *file, int line);

/* A new empty directory; the name lasts until the program ends. */
const char *temp_dir(void);
/* DIR/name in a ring of static buffers: good for the next dozen calls. */
const char *path_in(const char *dir, const char *name);
/* Delete the directory and all that is in it. */
void remove_dir(const char *dir);

/* The whole file, NUL-terminated, *len (may be NULL) its length; fails the test if it cannot be read. Free it. */
char *read_file(const char *path, size_t *len);
void write_file(const char *path, const void *bytes, size_t len);
bool file_exists(const char *path);

/* Run `body` in a child process with what it needs changed there; gives its exit code, 128 + signal if killed. */
int in_child(int (*body)(void *user), void *user);

#endif
