-- For people with a SQL prompt: names instead of numbers, dates as text.

CREATE VIEW events AS
SELECT coalesce(n.slug, n.key) AS id, n.key AS key, e.title, e.type, e.level, e.status, e.edtf AS "when",
       date(CASE WHEN e.start_lo > -62167219200 AND e.start_lo < 253402300800 THEN e.start_lo END, 'unixepoch') AS earliest_start,
       date(CASE WHEN e.end_hi > -62167219200 AND e.end_hi < 253402300800 THEN e.end_hi - 1 END, 'unixepoch') AS latest_end,
       p.name AS place, p.country, s.name AS series, e.edition,
       (SELECT group_concat(coalesce(a.name, k.key) || ' (' || x.role || ')', '; ')
          FROM event_actor x JOIN entity k ON k.id = x.actor LEFT JOIN actor a ON a.id = x.actor
         WHERE x.version = e.id) AS actors,
       t.description, e.url, datetime(e.known_from, 'unixepoch') AS known_from
  FROM event e JOIN entity n ON n.id = e.event JOIN event_text t ON t.id = e.text
  LEFT JOIN place p ON p.id = e.place LEFT JOIN series s ON s.id = e.series
 WHERE e.known_to = 9223372036854775807;

CREATE VIEW participations AS
SELECT n.key AS event, e.title, e.edtf AS "when", k.key AS actor, a.name, a.kind, x.role, b.key AS on_behalf_of
  FROM event e JOIN entity n ON n.id = e.event JOIN event_actor x ON x.version = e.id
  JOIN entity k ON k.id = x.actor LEFT JOIN actor a ON a.id = x.actor LEFT JOIN entity b ON b.id = x.behalf
 WHERE e.known_to = 9223372036854775807;

CREATE VIEW terms AS
SELECT k.key AS actor, a.name, f.rel, o.key AS of, w.name AS of_name, f.since, f.until
  FROM affiliation f JOIN entity k ON k.id = f.actor LEFT JOIN actor a ON a.id = f.actor
  JOIN entity o ON o.id = f.of LEFT JOIN actor w ON w.id = f.of;

CREATE VIEW claims AS
SELECT lower(hex(g.uid)) || '/' || c.position AS claim,
       CASE n.kind WHEN 0 THEN 'event' WHEN 1 THEN 'actor' WHEN 2 THEN 'series' WHEN 3 THEN 'place' WHEN 4 THEN 'source'
         WHEN 5 THEN 'topic' WHEN 6 THEN 'changeset' ELSE 'claim' END AS kind, n.key, s.key AS source, c.lane,
       datetime(c.known_at, 'unixepoch') AS known_at, datetime(g.recorded_at, 'unixepoch') AS recorded_at,
       g.author, g.message, c.speaker, c.locator, c.quote, c.patch
  FROM claim c JOIN changeset g ON g.id = c.changeset JOIN entity n ON n.id = c.entity
  LEFT JOIN entity s ON s.id = c.source;
