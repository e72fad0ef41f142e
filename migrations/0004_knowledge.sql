-- What was new, and what had ended, between two days of knowledge.
CREATE INDEX event_began ON event(known_from);
CREATE INDEX event_ended ON event(known_to) WHERE known_to < 9223372036854775807;
