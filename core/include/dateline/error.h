/*
 * How every call in libdateline reports what went wrong.
 *
 * A call that can fail returns a dtl_status and takes a `dtl_error *` as its
 * last parameter. The caller owns the dtl_error (usually on its stack); NULL
 * is allowed where the text does not matter. It is written only on failure,
 * allocates nothing, and never goes stale: it belongs to one call.
 *
 * Any call may return DTL_E_MEMORY, DTL_E_IO or DTL_E_DATABASE; headers list
 * only the codes that are peculiar to a call.
 */
#ifndef DATELINE_ERROR_H
#define DATELINE_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DTL_PUBLIC       __attribute__((visibility("default")))
#define DTL_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define DTL_PUBLIC
#define DTL_PRINTF(f, a)
#endif

/* Situations that a caller branches on; the rest is in the text. */
typedef enum dtl_status {
	DTL_OK,          /* done */
	DTL_DONE,        /* no more rows: the end of a cursor, not a failure */
	DTL_E_ARGUMENT,  /* what the caller gave is wrong: an option, a date, a query, a field */
	DTL_E_AMBIGUOUS, /* a name or ID that stands for several things; the text lists them */
	DTL_E_NOTFOUND,  /* no such file, event, actor, changeset … */
	DTL_E_EXISTS,    /* there is one already */
	DTL_E_PARSE,     /* input that cannot be read: `line` says where */
	DTL_E_REJECTED,  /* some entries of an import were refused, the rest is taken */
	DTL_E_SCHEMA,    /* not a timeline, or one written by a newer dateline */
	DTL_E_DAMAGED,   /* a timeline whose file or ledger is damaged */
	DTL_E_BUSY,      /* another process is writing: try again */
	DTL_E_IO,        /* the operating system said no: permission, space, read error */
	DTL_E_MEMORY,    /* out of memory */
	DTL_E_DATABASE,  /* SQLite said no for another reason; the text quotes the statement */
} dtl_status;

#define DTL_ERROR_TEXT 1024

typedef struct dtl_error {
	dtl_status status;
	long line;                 /* line in the input, from 1; 0 when not reading one */
	char text[DTL_ERROR_TEXT]; /* one line, lower case, no full stop, NUL-terminated */
} dtl_error;

/* The name of a status ("not found"), for logs and tests; never NULL. */
DTL_PUBLIC const char *dtl_status_name(dtl_status status);

#ifdef __cplusplus
}
#endif
#endif
