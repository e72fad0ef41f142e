-- Whoever shows who takes part, and where, reads one row for each: the key stands
-- in it. An entity's key never changes.
ALTER TABLE actor ADD COLUMN key TEXT NOT NULL DEFAULT '';
UPDATE actor SET key = (SELECT n.key FROM entity n WHERE n.id = actor.id);
ALTER TABLE place ADD COLUMN key TEXT NOT NULL DEFAULT '';
UPDATE place SET key = (SELECT n.key FROM entity n WHERE n.id = place.id);

-- Who acts for an actor, or held an office, and when: all of it is in the index.
DROP INDEX affiliation_of;
CREATE INDEX affiliation_of ON affiliation(of, rel, actor, term, from_lo, to_hi);
