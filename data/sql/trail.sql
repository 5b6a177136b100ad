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
SELECT seq, at, account, role, duty, unit, purpose, request, act, entity, record_id, subject, fields, digests
FROM search_trail(:subject, :record, :account, :since, :until, :act, :role, :purpose, :before, :limit) ORDER BY seq DESC;

-- name: unit_names
SELECT id, name FROM units WHERE id = ANY (:units::uuid[]);

-- name: processing_of
SELECT at, role, unit, purpose, act, entity, fields FROM processing_of(:candidate);

-- name: reading_days
SELECT account, role, unit, day, people, late, looked_up, namesakes
FROM reading_days(:since, :until, :provinces, :zones) ORDER BY day, account, role, unit;
