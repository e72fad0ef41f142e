-- The key stands with the rest of what a row of a table shows, and ends the
-- order of time (start, end, key): whoever lists events in that order reads one
-- index, and neither sorts nor looks anything up. An entity's key never changes.
ALTER TABLE event ADD COLUMN key TEXT NOT NULL DEFAULT '';
DROP INDEX event_now;
DROP INDEX event_past;
UPDATE event SET key = (SELECT n.key FROM entity n WHERE n.id = event.event);
CREATE INDEX event_now ON event(span, start_lo, end_hi, key, known_from, title, status, type, edtf, tz, start_hi, end_lo,
  place, has_extra, parts) WHERE id < 1099511627776;
CREATE INDEX event_past ON event(span, start_lo, end_hi, key, known_to, known_from, title, status, type, edtf, tz,
  start_hi, end_lo, place, has_extra, event, parts) WHERE id >= 1099511627776;

-- A title stands in its event's row only; all versions that share a text share it. FTS5 reads both through a view.
DROP TABLE event_search;
ALTER TABLE event_text DROP COLUMN title;
ALTER TABLE event_text DROP COLUMN event;
CREATE VIEW event_texts AS
SELECT t.id, (SELECT e.title FROM event e WHERE e.text = t.id LIMIT 1) AS title, t.description FROM event_text t;
CREATE VIRTUAL TABLE event_search USING fts5(
  title, description, content='event_texts', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
INSERT INTO event_search(event_search) VALUES('rebuild');
