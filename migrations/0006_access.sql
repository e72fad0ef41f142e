-- Texts are found through the versions that share them.
DROP INDEX event_text_event;
-- Editions are looked for by time, too.
DROP INDEX event_series;
CREATE INDEX event_series ON event(series, span, start_lo) WHERE series IS NOT NULL;
