-- Queries that were given a name. They are this file's own: neither facts, so
-- that they are not in the ledger, nor derived from it.
CREATE TABLE saved_query(
  name  TEXT PRIMARY KEY CHECK(name <> ''),
  query TEXT NOT NULL CHECK(query <> '')
) STRICT, WITHOUT ROWID;

-- Who takes part on behalf of whom, with time in it, like event_actor_time.
DROP INDEX event_actor_behalf;
CREATE INDEX event_actor_behalf ON event_actor(behalf, span, start_lo) WHERE behalf IS NOT NULL;
