/* The files of migrations/, embedded by migrations/embed.cmake: the only copy of the schema. */
#ifndef DTL_STORE_MIGRATIONS_H
#define DTL_STORE_MIGRATIONS_H

typedef struct dtl_migration {
	const char *name;         /* "0001_ledger" */
	const unsigned char *sql; /* UTF-8, NUL-terminated: unsigned, so that it may be anything */
} dtl_migration;

extern const dtl_migration dtl_migrations[];
extern const int dtl_migration_count;

#endif
