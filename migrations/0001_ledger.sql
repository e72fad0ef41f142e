-- The ledger: facts. Its lines are appended and never changed; everything in
-- 0002_derived.sql is folded from them and can be dropped.

-- What this file knows of itself: ledger (its own random id), projector and
-- tzdata (the versions that the derived tables were made with).
CREATE TABLE meta(
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One command's work. A claim may arrive before its changeset's header: then
-- the row is a name only (n IS NULL) and its claims do not count yet.
CREATE TABLE changeset(
  id          INTEGER PRIMARY KEY,
  uid         BLOB NOT NULL UNIQUE CHECK(length(uid) = 16),
  n           INTEGER CHECK(n >= 0),
  recorded_at INTEGER,
  ledger      BLOB CHECK(length(ledger) = 16),
  author      TEXT,
  message     TEXT,
  command     TEXT,
  CHECK((n IS NULL) = (recorded_at IS NULL) AND (n IS NULL) = (ledger IS NULL))
) STRICT;
CREATE INDEX changeset_n ON changeset(n);

-- What claims are about, by (kind, key); rows here stand for names, whether or
-- not anybody has said anything of them. kind: 0 event, 1 actor, 2 series,
-- 3 place, 4 source, 5 topic; acts: 6 changeset, 7 claim.
-- slug and suffix are how an event's key is shown: slug~suffix.
CREATE TABLE entity(
  id     INTEGER PRIMARY KEY,
  kind   INTEGER NOT NULL CHECK(kind BETWEEN 0 AND 7),
  key    TEXT NOT NULL CHECK(key <> ''),
  slug   TEXT,
  suffix TEXT
) STRICT;
CREATE UNIQUE INDEX entity_key ON entity(kind, key);
CREATE INDEX entity_slug ON entity(slug) WHERE slug IS NOT NULL;

-- lane: hand, json, ics …; rank: 0 normal, 1 preferred, 2 deprecated;
-- known_at: seconds since 1970, NULL on acts; patch: canonical JSON.
CREATE TABLE claim(
  id        INTEGER PRIMARY KEY,
  changeset INTEGER NOT NULL REFERENCES changeset(id),
  position  INTEGER NOT NULL CHECK(position >= 0),
  entity    INTEGER NOT NULL REFERENCES entity(id),
  known_at  INTEGER,
  source    INTEGER REFERENCES entity(id),
  lane      TEXT NOT NULL,
  rank      INTEGER NOT NULL DEFAULT 0 CHECK(rank BETWEEN 0 AND 2),
  snapshot  INTEGER NOT NULL DEFAULT 0 CHECK(snapshot IN (0, 1)),
  speaker   TEXT,
  locator   TEXT,
  quote     TEXT,
  patch     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX claim_id ON claim(changeset, position);
CREATE INDEX claim_entity ON claim(entity, known_at);

-- Stands in for a claim that was taken out for good, and wins over it.
CREATE TABLE purged(
  changeset INTEGER NOT NULL REFERENCES changeset(id),
  position  INTEGER NOT NULL CHECK(position >= 0),
  PRIMARY KEY(changeset, position)
) STRICT, WITHOUT ROWID;
