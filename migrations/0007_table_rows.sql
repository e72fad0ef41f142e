-- What a row of a table shows of an event stands together, in the order of
-- time: nothing else than its key and the names of actors has to be looked up.
-- A present version has its event's number; past ones are numbered from 2^40 on,
-- which tells them apart without another column.
--
-- parts: who takes part (event_actor), as a JSON array, or NULL: ACTOR of a
-- participant, else [ACTOR, ROLE] or [ACTOR, ROLE, ACTOR on whose behalf]. ROLE
-- is the number of a role that is known (0 host, 1 participant, 2 chair,
-- 3 head-of-delegation, 4 delegate, 5 speaker, 6 mediator, 7 observer,
-- 8 signatory, 9 target), else its name.
ALTER TABLE event ADD COLUMN parts TEXT;
-- 1 if there is an extra, else NULL. Where no place is known, a calendar's own words for it may be there. (A generated
-- column would do, but SQLite takes it for a use of every column: no index would hold all that is asked for.)
ALTER TABLE event ADD COLUMN has_extra INTEGER;
DROP INDEX event_now;
DROP INDEX event_past;
CREATE INDEX event_now ON event(span, start_lo, end_hi, known_from, title, status, type, edtf, tz, start_hi, end_lo,
  place, has_extra, parts) WHERE id < 1099511627776;
CREATE INDEX event_past ON event(span, start_lo, end_hi, known_to, known_from, title, status, type, edtf, tz, start_hi,
  end_lo, place, has_extra, event, parts) WHERE id >= 1099511627776;

-- Which windows of a series have an edition is told by this alone.
DROP INDEX event_series;
CREATE INDEX event_series ON event(series, span, start_lo, end_hi, event, known_from, known_to, start_hi, end_lo, status)
  WHERE series IS NOT NULL;

-- Present versions (numbered as their events) stand apart from past ones in the
-- indexes, too: a hundred past ones of each event are not in the way.
DROP INDEX event_actor_time;
CREATE INDEX event_actor_time ON event_actor(actor, version >= 1099511627776, span, start_lo);
DROP INDEX event_topic_time;
CREATE INDEX event_topic_time ON event_topic(topic, version >= 1099511627776, span, start_lo);
DROP INDEX event_actor_behalf;
CREATE INDEX event_actor_behalf ON event_actor(behalf, version >= 1099511627776, span, start_lo) WHERE behalf IS NOT NULL;
