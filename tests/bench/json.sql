-- What dateline/1 says of each event, as hand-written SQL: the yardstick of json.sh.
SELECT e.key AS id, coalesce(u.uid, e.key || '@dateline') AS uid, e.title, e.type, e.level, e.status,
  json_object('edtf', e.edtf, 'text', e.said, 'said_on', e.said_on, 'tz', e.tz,
    'start', json_array(strftime('%Y-%m-%dT%H:%M:%SZ', e.start_lo, 'unixepoch'), strftime('%Y-%m-%dT%H:%M:%SZ', e.start_hi, 'unixepoch')),
    'end', json_array(strftime('%Y-%m-%dT%H:%M:%SZ', e.end_lo, 'unixepoch'), strftime('%Y-%m-%dT%H:%M:%SZ', e.end_hi, 'unixepoch'))) AS "when",
  (SELECT json_object('id', k.key, 'name', p.name, 'country', p.country, 'lat', p.lat, 'lon', p.lon, 'tz', p.tz)
     FROM entity k LEFT JOIN place p ON p.id = k.id WHERE k.id = e.place) AS place,
  (SELECT json_group_array(json_object('id', k.key, 'name', a.name, 'kind', a.kind, 'role', x.role,
       'title', (SELECT group_concat(o.name, ', ') FROM affiliation f JOIN actor o ON o.id = f.of
                  WHERE f.actor = x.actor AND f.rel = 'holds' AND f.from_lo < e.end_hi AND f.to_hi > e.start_lo),
       'for', (SELECT b.key FROM entity b WHERE b.id = x.behalf)))
     FROM event_actor x JOIN entity k ON k.id = x.actor LEFT JOIN actor a ON a.id = x.actor WHERE x.version = e.id) AS actors,
  (SELECT json_group_array(k.key) FROM event_topic y JOIN entity k ON k.id = y.topic WHERE y.version = e.id) AS topics,
  (SELECT k.key FROM entity k WHERE k.id = e.series) AS series, e.edition,
  (SELECT k.key FROM entity k WHERE k.id = e.parent) AS parent,
  (SELECT json_group_array(json_object('rel', l.rel, 'id', k.key)) FROM event_link l JOIN entity k ON k.id = l.target
    WHERE l.version = e.id) AS links,
  e.url, t.description,
  (SELECT json_group_array(k.key) FROM event_source s JOIN entity k ON k.id = s.source WHERE s.event = e.event) AS sources,
  strftime('%Y-%m-%dT%H:%M:%SZ', e.known_from, 'unixepoch') AS known_from,
  (SELECT r.recurrence FROM event_recurrence r WHERE r.version = e.id) AS recurrence, e.extra
FROM event e JOIN event_text t ON t.id = e.text
LEFT JOIN (SELECT NULL AS uid) u
WHERE e.known_to = 9223372036854775807
ORDER BY e.start_lo, e.end_hi DESC, e.key;
