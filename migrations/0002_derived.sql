-- Derived: all of this follows from the ledger; `dateline rebuild` drops and
-- makes it anew. Entities are named by entity.id. Times are seconds since
-- 1970-01-01T00:00:00Z, spans are half-open; 9223372036854775807 is "no end",
-- -9223372036854775808 "no beginning".

-- How acts judge changesets and claims.
CREATE TABLE retracted(changeset INTEGER PRIMARY KEY) STRICT;
CREATE TABLE judged(claim INTEGER PRIMARY KEY, rank INTEGER NOT NULL) STRICT;

-- Entities that are said to be one with another: the end of the chain.
CREATE TABLE merged(entity INTEGER PRIMARY KEY, canonical INTEGER NOT NULL) STRICT;
CREATE INDEX merged_canonical ON merged(canonical);

-- Entities whose claims changed in the open transaction.
CREATE TABLE stale(entity INTEGER PRIMARY KEY) STRICT;

-- One row for each version of an event: what was known of it from known_from
-- until known_to. span is the length class of end_hi - start_lo: 0 up to a day,
-- 1 to 8 days, 2 to 32 days, 3 to 366 days, 4 to 3,660 days, 5 longer or open.
-- Without a date: span 6 and all bounds at their limits.
CREATE TABLE event(
  id          INTEGER PRIMARY KEY,
  event       INTEGER NOT NULL,
  known_from  INTEGER NOT NULL,
  known_to    INTEGER NOT NULL,
  span        INTEGER NOT NULL,
  start_lo    INTEGER NOT NULL,
  start_hi    INTEGER NOT NULL,
  end_lo      INTEGER NOT NULL,
  end_hi      INTEGER NOT NULL,
  title       TEXT NOT NULL,
  type        TEXT,
  level       TEXT,
  status      TEXT,
  edtf        TEXT,
  tz          TEXT,
  said        TEXT,    -- the words of the date
  said_on     TEXT,
  place       INTEGER,
  series      INTEGER,
  edition     INTEGER,
  parent      INTEGER,
  url         TEXT,
  extra       TEXT,
  text        INTEGER NOT NULL   -- event_text.id
) STRICT;
CREATE INDEX event_now  ON event(span, start_lo, end_hi, known_from, title, status, type, edtf) WHERE known_to = 9223372036854775807;
CREATE INDEX event_past ON event(span, start_lo, end_hi, known_to, known_from, title, status, type, edtf) WHERE known_to < 9223372036854775807;
CREATE INDEX event_entity ON event(event, known_from);
CREATE INDEX event_words ON event(text);
CREATE INDEX event_series ON event(series, start_lo) WHERE series IS NOT NULL;
CREATE INDEX event_place ON event(place, span, start_lo) WHERE place IS NOT NULL;
CREATE INDEX event_parent ON event(parent) WHERE parent IS NOT NULL;

-- Versions share a text while its words stay the same.
CREATE TABLE event_text(
  id          INTEGER PRIMARY KEY,
  event       INTEGER NOT NULL,
  title       TEXT NOT NULL,
  description TEXT
) STRICT;
CREATE INDEX event_text_event ON event_text(event);

CREATE TABLE event_actor(
  version  INTEGER NOT NULL,
  actor    INTEGER NOT NULL,
  role     TEXT NOT NULL,
  behalf   INTEGER,
  span     INTEGER NOT NULL,
  start_lo INTEGER NOT NULL,
  PRIMARY KEY(version, actor, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_actor_time ON event_actor(actor, span, start_lo);
CREATE INDEX event_actor_behalf ON event_actor(behalf) WHERE behalf IS NOT NULL;

CREATE TABLE event_topic(
  version  INTEGER NOT NULL,
  topic    INTEGER NOT NULL,
  span     INTEGER NOT NULL,
  start_lo INTEGER NOT NULL,
  PRIMARY KEY(version, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_topic_time ON event_topic(topic, span, start_lo);

CREATE TABLE event_link(
  version INTEGER NOT NULL,
  rel     TEXT NOT NULL,
  target  INTEGER NOT NULL,
  PRIMARY KEY(version, rel, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_link_target ON event_link(target);

-- Who has said anything of an event that counts, and since when.
CREATE TABLE event_source(
  event      INTEGER NOT NULL,
  source     INTEGER NOT NULL,
  known_from INTEGER NOT NULL,
  PRIMARY KEY(event, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_source_source ON event_source(source, known_from);

-- Of versions that recur: their rules, and the instances that differ (JSON, dateline-1.schema.json).
-- An event takes place from its first start to its last end; when in between is worked out when it is asked for.
CREATE TABLE event_recurrence(
  version    INTEGER PRIMARY KEY,
  recurrence TEXT,
  instances  TEXT
) STRICT;

-- Fields of events (when, place, status, edition) on which sources contradict
-- each other: what each said, as long as it was its word and stood like that.
-- standing: 1 shown, 2 contrary to what was shown, 3 not contrary, 4 vaguer. ord
-- orders the words of an event: a higher one goes before. Who publishes a source
-- and where a place lies is looked up when this is read.
CREATE TABLE contested(
  event      INTEGER NOT NULL,
  field      TEXT NOT NULL,
  ord        INTEGER NOT NULL,
  known_from INTEGER NOT NULL,
  known_to   INTEGER NOT NULL,
  standing   INTEGER NOT NULL CHECK(standing BETWEEN 1 AND 4),
  source     INTEGER NOT NULL,
  said_at    INTEGER NOT NULL,   -- since when the source's word has been known
  value      TEXT NOT NULL,      -- EDTF, a place's key, a status, a number
  place      INTEGER,
  PRIMARY KEY(event, field, ord, known_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE actor(
  id    INTEGER PRIMARY KEY,
  kind  TEXT,
  name  TEXT NOT NULL,
  extra TEXT
) STRICT;
-- since and until: EDTF as said; from_lo and to_hi: their outer bounds.
CREATE TABLE affiliation(
  actor   INTEGER NOT NULL,
  rel     TEXT NOT NULL,
  of      INTEGER NOT NULL,
  term    INTEGER NOT NULL,  -- 1, 2 … for a second term
  since   TEXT,
  until   TEXT,
  from_lo INTEGER NOT NULL,
  to_hi   INTEGER NOT NULL,
  PRIMARY KEY(actor, rel, of, term)
) STRICT, WITHOUT ROWID;
CREATE INDEX affiliation_of ON affiliation(of, rel);
CREATE TABLE actor_code(
  actor  INTEGER NOT NULL,
  system TEXT NOT NULL,
  code   TEXT NOT NULL,
  PRIMARY KEY(actor, system)
) STRICT, WITHOUT ROWID;

CREATE TABLE series(
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL,
  cadence   TEXT,
  place     INTEGER,
  organiser INTEGER,
  extra     TEXT
) STRICT;

-- What was known of when a series meets, and where: like versions of an event.
CREATE TABLE cadence(
  series     INTEGER NOT NULL,
  known_from INTEGER NOT NULL,
  known_to   INTEGER NOT NULL,
  cadence    TEXT NOT NULL,
  place      INTEGER,
  PRIMARY KEY(series, known_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE place(
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  country TEXT,
  lat     REAL,
  lon     REAL,
  tz      TEXT,
  parent  INTEGER,
  extra   TEXT
) STRICT;
CREATE INDEX place_parent ON place(parent) WHERE parent IS NOT NULL;
CREATE INDEX place_country ON place(country) WHERE country IS NOT NULL;

CREATE TABLE source(
  id        INTEGER PRIMARY KEY,
  publisher TEXT,
  title     TEXT,
  author    TEXT,
  url       TEXT,
  published TEXT,
  language  TEXT,
  extra     TEXT
) STRICT;

CREATE TABLE topic(
  id     INTEGER PRIMARY KEY,
  label  TEXT NOT NULL,
  parent INTEGER,
  extra  TEXT
) STRICT;
CREATE INDEX topic_parent ON topic(parent) WHERE parent IS NOT NULL;

CREATE TABLE alias(
  entity INTEGER NOT NULL,
  alias  TEXT NOT NULL,
  PRIMARY KEY(entity, alias)
) STRICT, WITHOUT ROWID;

-- Every way to name an actor, series, place, source or topic: what is 0 key,
-- 1 code, 2 name, 3 alias; name is folded (case, accents, blanks).
CREATE TABLE name(
  kind   INTEGER NOT NULL,
  name   TEXT NOT NULL,
  what   INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  PRIMARY KEY(kind, name, what, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_entity ON name(entity);

CREATE VIRTUAL TABLE event_search USING fts5(
  title, description, content='event_text', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
-- Rows are claims: what was quoted is known as long as its claim counts.
CREATE VIRTUAL TABLE quote_search USING fts5(
  quote, content='claim', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
