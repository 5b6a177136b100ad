-- name: note_reads
-- Who, in which duty and for what, the session says itself; whom its duty may not see, it cannot have read. Fields come
-- joined by commas.
SELECT note_reads(:acts::text[], :entities::text[], :records::uuid[], :subjects::uuid[], :fields::text[]);

-- name: note_indexing
-- The worker's: of nobody.
INSERT INTO trail (act, entity, record_id, subject, fields)
SELECT n.act, n.entity, n.record_id, n.subject, string_to_array(n.fields, ',')
FROM unnest(:acts::text[], :entities::text[], :records::uuid[], :subjects::uuid[], :fields::text[])
     AS n (act, entity, record_id, subject, fields);

-- name: search_trail
-- Role and purpose have no index: `window` rows are looked at, and the lowest of them is told (`floor`) with how many
-- there were, also where none is found.
WITH looked AS MATERIALIZED (
    SELECT * FROM search_trail(:subject, :record, :account, :since, :until, :act, :before, :window))
SELECT ends.looked, ends.floor, f.seq, f.at, f.account, f.role, f.duty, f.unit, f.purpose, f.request, f.act, f.entity,
       f.record_id, f.subject, f.fields, f.digests
FROM (SELECT count(*) AS looked, min(seq) AS floor FROM looked) ends
LEFT JOIN (SELECT * FROM looked
           WHERE (:role::text IS NULL OR role = :role) AND (:purpose::text IS NULL OR purpose = :purpose)
           ORDER BY seq DESC LIMIT :limit) f ON true
ORDER BY f.seq DESC;

-- name: processing_of
SELECT at, role, unit, purpose, act, entity, fields FROM processing_of(:candidate);

-- name: reading_days
SELECT account, role, unit, day, people, late, looked_up, namesakes
FROM reading_days(:since, :until, :provinces, :zones) ORDER BY day, account, role, unit;
