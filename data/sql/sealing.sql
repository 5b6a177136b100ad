-- name: try_seal_lock
SELECT pg_try_advisory_xact_lock(hashtextextended('sealing the trail', 7262526842847));

-- name: chain_head
-- Where the chain ends; from which transaction on there may be unsealed rows (0: look at all, after a restore into
-- another database, whose transactions are numbered anew); and which transactions are over.
SELECT coalesce(l.position, 0) AS position, coalesce(l.link, decode(repeat('00', 32), 'hex')) AS link,
       here.incarnation, CASE WHEN s.incarnation = here.incarnation THEN s.bound ELSE '0'::xid8 END AS since,
       pg_snapshot_xmin(pg_current_snapshot()) AS bound, pg_snapshot_xmax(pg_current_snapshot()) AS beyond
FROM (SELECT m.incarnation::text || '.' || d.oid::text AS incarnation
      FROM meta m CROSS JOIN pg_database d WHERE d.datname = current_database()) here
LEFT JOIN (SELECT * FROM trail_seals ORDER BY position DESC LIMIT 1) s ON true
LEFT JOIN (SELECT * FROM trail_links ORDER BY position DESC LIMIT 1) l ON true;

-- name: unsealed_rows
-- Rows of transactions that were over, each as the text of a row value: what is sealed. No part of it depends on a
-- setting of the session. A row that is seen although its transaction has not
-- begun (`beyond`) comes from a database that was restored here.
SELECT t.seq, ROW(t.seq, t.xid::text, (extract(epoch FROM t.at) * 1000000)::bigint, t.account, t.role,
    t.duty, t.unit, t.purpose, t.request, t.act, t.entity, t.record_id, t.subject, t.fields, t.digests)::text AS line
FROM trail t
WHERE t.xid >= :since::xid8 AND (t.xid < :bound::xid8 OR (:since::xid8 = '0'::xid8 AND t.xid >= :beyond::xid8))
    AND NOT EXISTS (SELECT FROM trail_links l WHERE l.seq = t.seq)
ORDER BY t.seq;

-- name: add_links
INSERT INTO trail_links (position, seq, link)
SELECT :after + n.ordinality, n.seq, n.link
FROM unnest(:seqs::bigint[], :links::bytea[]) WITH ORDINALITY AS n (seq, link);

-- name: add_seal
INSERT INTO trail_seals (position, link, incarnation, bound) VALUES (:position, :link, :incarnation, :bound::xid8);

-- name: anchor
SELECT l.position, l.link, now() AS at FROM trail_links l ORDER BY l.position DESC LIMIT 1;

-- name: lag
SELECT count(*) AS rows, coalesce(extract(epoch FROM now() - min(t.at)), 0)::float8 AS seconds
FROM trail t
WHERE t.xid >= :since::xid8 AND NOT EXISTS (SELECT FROM trail_links l WHERE l.seq = t.seq);

-- name: count_links
SELECT coalesce(max(position), 0) FROM trail_links;

-- name: sealed_rows
-- Links with the rows that they seal, as above; none where the row has gone.
SELECT l.position, l.seq, l.link, CASE WHEN t.seq IS NOT NULL THEN
    ROW(t.seq, t.xid::text, (extract(epoch FROM t.at) * 1000000)::bigint, t.account, t.role, t.duty, t.unit,
    t.purpose, t.request, t.act, t.entity, t.record_id, t.subject, t.fields, t.digests)::text END AS line
FROM trail_links l LEFT JOIN trail t USING (seq)
WHERE l.position > :after ORDER BY l.position LIMIT :limit;

-- name: first_unsealed_among_sealed
-- A row of a transaction that was over when the last run sealed, and that it has not sealed: it came later.
SELECT t.seq, (SELECT max(l.position) FROM trail_links l WHERE l.seq < t.seq) AS position
FROM trail t
WHERE t.xid < :since::xid8 AND NOT EXISTS (SELECT FROM trail_links l WHERE l.seq = t.seq)
ORDER BY t.seq LIMIT 1;

-- name: last_seal
SELECT position, link, at FROM trail_seals ORDER BY position DESC LIMIT 1;

-- name: anchored
SELECT anchored FROM meta;

-- name: note_anchored
UPDATE meta SET anchored = greatest(anchored, :position);
