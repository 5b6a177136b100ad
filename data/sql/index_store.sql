-- name: position
-- Everything of transactions before `xmin` is visible; what comes later, or was still under way, is at or after it.
SELECT m.incarnation::text || '.' || d.oid::text AS incarnation, pg_snapshot_xmin(pg_current_snapshot())::text AS xmin,
       m.pruned_xid
FROM meta m CROSS JOIN pg_database d WHERE d.datname = current_database();

-- name: is_pruned
-- Whether entries at or after this position have been pruned.
SELECT pruned_xid >= :xmin::text::xid8 FROM meta;

-- name: changed_records
SELECT DISTINCT topic, record_id FROM outbox WHERE xid >= :xmin::text::xid8;

-- name: all_indexed_vacancies
SELECT f.*, x.text_version AS embedded_version, x.vector, array_to_string(x.terms, E'\n') AS terms
FROM vacancy_facts f JOIN vacancy_vectors x ON x.vacancy_id = f.id AND x.model = :model ORDER BY f.seq;

-- name: indexed_vacancies
SELECT f.*, x.text_version AS embedded_version, x.vector, array_to_string(x.terms, E'\n') AS terms
FROM vacancy_facts f JOIN vacancy_vectors x ON x.vacancy_id = f.id AND x.model = :model
WHERE f.id = ANY (:vacancies::uuid[]) ORDER BY f.seq;

-- name: all_vacancies
SELECT f.* FROM vacancy_facts f ORDER BY f.seq;

-- name: all_indexed_candidates
SELECT f.* FROM candidate_facts f
JOIN embedded_candidates x ON x.candidate_id = f.id AND x.model = :model AND x.text_version = f.text_version
WHERE f.consented AND NOT f.objected AND NOT f.restricted ORDER BY f.seq;

-- name: indexed_candidates
SELECT f.* FROM candidate_facts f
JOIN embedded_candidates x ON x.candidate_id = f.id AND x.model = :model AND x.text_version = f.text_version
WHERE f.consented AND NOT f.objected AND NOT f.restricted AND f.id = ANY (:candidates::uuid[]) ORDER BY f.seq;

-- name: moved_windows
-- Of people with an open gate.
SELECT f.id, f.mode, f.earliest, f.expected, f.latest, f.basis, f.as_of, f.source, f.supervision_id, f.until, f.area,
       f.report_every_days
FROM candidate_facts f
WHERE f.consented AND NOT f.objected AND NOT f.restricted AND f.id = ANY (:candidates::uuid[]);

-- name: facets_of
SELECT candidate_id, position, digest, vector, array_to_string(terms, E'\n') AS terms
FROM facet_vectors WHERE candidate_id = ANY (:candidates::uuid[]) AND model = :model ORDER BY candidate_id, position;

-- name: hidden_pairs
-- For ranking: which pairs, and not why.
SELECT h.candidate_id, h.vacancy_id FROM vacancy_hidings h
WHERE h.candidate_id = ANY (:candidates::uuid[]) AND h.hidden AND NOT EXISTS (
    SELECT FROM vacancy_hidings l WHERE l.candidate_id = h.candidate_id AND l.vacancy_id = h.vacancy_id AND l.id > h.id)
ORDER BY h.id;

-- name: unembedded_vacancies
-- Created after this one; where that has gone meanwhile, from the first. One after the other (OFFSET 0: no join of the
-- whole tables), because of all that follow only a few are asked for.
SELECT f.* FROM vacancy_facts f
LEFT JOIN LATERAL (SELECT x.text_version FROM vacancy_vectors x WHERE x.vacancy_id = f.id AND x.model = :model OFFSET 0) x ON true
WHERE x.text_version IS DISTINCT FROM f.text_version
    AND f.seq > coalesce((SELECT a.seq FROM vacancies a WHERE a.id = :after::uuid), 0)
ORDER BY f.seq LIMIT :limit;

-- name: unembedded_candidates
-- Likewise.
SELECT f.* FROM candidate_facts f
LEFT JOIN LATERAL (
    SELECT x.text_version FROM embedded_candidates x WHERE x.candidate_id = f.id AND x.model = :model OFFSET 0) x ON true
WHERE f.consented AND NOT f.objected AND NOT f.restricted AND x.text_version IS DISTINCT FROM f.text_version
    AND f.seq > coalesce((SELECT a.seq FROM candidates a WHERE a.id = :after::uuid), 0)
ORDER BY f.seq LIMIT :limit;

-- name: count_unembedded
SELECT (SELECT count(*) FROM vacancies v LEFT JOIN vacancy_vectors x ON x.vacancy_id = v.id AND x.model = :model
        WHERE x.text_version IS DISTINCT FROM v.text_version) AS vacancies,
       (SELECT count(*) FROM candidates c LEFT JOIN embedded_candidates x ON x.candidate_id = c.id AND x.model = :model
        WHERE c.consented AND NOT c.objected AND NOT c.restricted AND x.text_version IS DISTINCT FROM c.text_version) AS candidates;

-- name: put_vacancy_vectors
-- Terms come joined by line ends. A vacancy that has gone meanwhile, or has a newer vector, is left alone.
INSERT INTO vacancy_vectors AS old (vacancy_id, model, text_version, vector, terms)
SELECT v.id, :model, r.text_version, r.vector, string_to_array(r.terms, E'\n')
FROM unnest(:vacancies::uuid[], :text_versions::integer[], :vectors::bytea[], :terms::text[])
     AS r (vacancy_id, text_version, vector, terms)
JOIN vacancies v ON v.id = r.vacancy_id
ON CONFLICT ON CONSTRAINT vacancy_vectors_pkey DO UPDATE SET
    text_version = excluded.text_version, vector = excluded.vector, terms = excluded.terms
WHERE old.text_version <= excluded.text_version;

-- name: put_embedded_candidates
-- Nobody whose gate has closed, or whose text is newer, is marked; who has been, comes back.
INSERT INTO embedded_candidates AS old (candidate_id, model, text_version)
SELECT c.id, :model, r.text_version
FROM unnest(:candidates::uuid[], :text_versions::integer[]) AS r (candidate_id, text_version)
JOIN candidates c ON c.id = r.candidate_id AND c.consented AND NOT c.objected AND NOT c.restricted
ON CONFLICT ON CONSTRAINT embedded_candidates_pkey DO UPDATE SET text_version = excluded.text_version
WHERE old.text_version <= excluded.text_version
RETURNING candidate_id;

-- name: remove_facets
DELETE FROM facet_vectors WHERE candidate_id = ANY (:candidates::uuid[]) AND model = :model;

-- name: add_facets
INSERT INTO facet_vectors (candidate_id, model, position, digest, vector, terms)
SELECT candidate_id, :model, position, digest, vector, string_to_array(terms, E'\n')
FROM unnest(:candidates::uuid[], :positions::smallint[], :digests::text[], :vectors::bytea[], :terms::text[])
     AS r (candidate_id, position, digest, vector, terms);

-- name: known_vectors
-- One of each: a facet such as a common certificate is held by tens of thousands.
SELECT d.digest, x.vector FROM unnest(:digests::text[]) d (digest)
CROSS JOIN LATERAL (SELECT f.vector FROM facet_vectors f WHERE f.digest = d.digest AND f.model = :model LIMIT 1) x;

-- name: try_lock
SELECT pg_try_advisory_lock(hashtextextended(:name, 7262526842847));

-- name: still_there
SELECT 1;

-- name: prune_outbox
-- Forget entries older than this, and that they are forgotten.
WITH gone AS (DELETE FROM outbox WHERE at < now() - :keep::interval RETURNING xid)
UPDATE meta SET pruned_xid = greatest(pruned_xid, (SELECT max(xid) FROM gone)) WHERE EXISTS (SELECT FROM gone);
