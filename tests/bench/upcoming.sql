-- What is to come in the 30 days from 4 June 2013, as hand-written SQL: the yardstick of a cold start that shows as many
-- events. It says less of them: no offices, no windows of series, dates as numbers.
WITH c(span, len) AS (
  VALUES(0, 86400), (1, 691200), (2, 2764800), (3, 31622400), (4, 316224000), (5, 9000000000000000000))
SELECT e.key, e.edtf, e.tz, e.start_lo, e.start_hi, e.end_lo, e.end_hi, e.title, e.status, e.type,
  (SELECT p.name FROM place p WHERE p.id = e.place),
  (SELECT group_concat(a.name || coalesce(' for ' || b.name, ''), '; ') FROM event_actor x CROSS JOIN actor a
    LEFT JOIN actor b ON b.id = x.behalf WHERE x.version = e.id AND a.id = x.actor)
FROM c CROSS JOIN event e INDEXED BY event_now
WHERE e.span = c.span AND e.start_lo > 1370304000 - c.len AND e.start_lo < 1372982400 AND e.end_hi > 1370304000
  AND coalesce(e.status, '') NOT IN ('held', 'cancelled') AND e.id < 1099511627776
ORDER BY e.start_lo, e.end_hi, e.key;
