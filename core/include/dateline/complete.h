/*
 * For completion at a prompt: what begins like something typed, and the words
 * that a field takes.
 */
#ifndef DATELINE_COMPLETE_H
#define DATELINE_COMPLETE_H

#include <dateline/db.h>
#include <dateline/event.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Told of each: its ID as shown, and its title, name or label (NULL: it has none). They last until it returns. */
typedef dtl_status (*dtl_beginning_fn)(void *user, const char *id, const char *name, dtl_error *err);

/*
 * The things whose IDs begin with `beginning`, by ID; of actors only those of
 * `subkind`, unless that is NULL. If there are more than `most`, the first so
 * many less one, and the last: what these begin with in common, all do. Events
 * that have a calendar's UID for an ID come where no other begins so.
 */
DTL_PUBLIC dtl_status dtl_complete(dtl_db *db, dtl_kind kind, const char *subkind, const char *beginning,
    size_t most, dtl_beginning_fn each, void *user, dtl_error *err);

/*
 * The words that a field option takes ("type" of events; of "with" the roles, of
 * "link" the relations), NULL-terminated; NULL: it takes others. They last as
 * long as the program.
 */
DTL_PUBLIC const char *const *dtl_field_words(dtl_kind kind, const char *option);

#ifdef __cplusplus
}
#endif
#endif
