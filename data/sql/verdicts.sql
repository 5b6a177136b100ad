-- name: try_lock_renewal
-- Until the end of the transaction; false while another process holds it.
SELECT pg_try_advisory_xact_lock(hashtextextended('shortlist verdicts', 7262526842847));

-- name: renewal
SELECT watermark, day FROM shortlist_renewal;

-- name: put_renewal
UPDATE shortlist_renewal SET watermark = :watermark, day = :day WHERE (watermark, day) IS DISTINCT FROM (:watermark, :day);

-- name: anything_since
SELECT EXISTS (SELECT FROM outbox WHERE xid >= :xmin::text::xid8);

-- name: live_items
-- Live items that nobody has looked at yet, or whose person or vacancy has changed since, or which were changed themselves: what
-- was left out and is brought back has not been looked at meanwhile. `whole`: all of them.
WITH changed AS MATERIALIZED (
    SELECT DISTINCT record_id FROM outbox WHERE NOT :whole::boolean AND xid >= :xmin::text::xid8)
SELECT i.id, i.candidate_id, i.vacancy_id, i.unit_id, i.caseload, c.consented AND NOT c.objected AND NOT c.restricted AS gate_open,
       v.stands, i.version,
       i.origin <> 'added' AND s.status IN ('requested', 'proposed', 'under_review', 'approved') AS ranked,
       k.vacancy_id IS NOT NULL AS kept
FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id AND s.status <> 'closed'
JOIN candidates c ON c.id = i.candidate_id LEFT JOIN shortlist_verdicts v ON v.item_id = i.id
LEFT JOIN kept_openings() k ON (k.vacancy_id, k.candidate_id) = (i.vacancy_id, i.candidate_id)
WHERE i.removed_at IS NULL AND (:whole OR (v.stands ->> 'version')::integer IS DISTINCT FROM i.version
                                OR i.candidate_id IN (SELECT record_id FROM changed)
                                OR i.vacancy_id IN (SELECT record_id FROM changed))
ORDER BY i.seq;

-- name: facts_of_people
SELECT f.* FROM candidate_facts f
WHERE f.id = ANY (:candidates::uuid[]) AND f.consented AND NOT f.objected AND NOT f.restricted;

-- name: facts_of_vacancies
SELECT f.* FROM vacancy_facts f WHERE f.id = ANY (:vacancies::uuid[]);

-- name: put_verdicts
INSERT INTO shortlist_verdicts AS old (item_id, candidate_id, unit_id, caseload, stands)
SELECT r.item_id, r.candidate_id, r.unit_id, r.caseload, r.stands
FROM jsonb_populate_recordset(NULL::shortlist_verdicts, :rows::jsonb) r
JOIN shortlist_items i ON (i.id, i.candidate_id, i.unit_id, i.caseload) = (r.item_id, r.candidate_id, r.unit_id, r.caseload)
ON CONFLICT ON CONSTRAINT shortlist_verdicts_pkey DO UPDATE SET stands = excluded.stands
WHERE old.stands IS DISTINCT FROM excluded.stands;

-- name: add_flags
INSERT INTO shortlist_flags (item_id, candidate_id, kind, code, parameters, unit_id, caseload)
SELECT r.item_id, r.candidate_id, r.kind, r.code, r.parameters, r.unit_id, r.caseload
FROM jsonb_populate_recordset(NULL::shortlist_flags, :rows::jsonb) r
JOIN shortlist_items i ON (i.id, i.candidate_id, i.unit_id, i.caseload) = (r.item_id, r.candidate_id, r.unit_id, r.caseload)
ON CONFLICT (item_id, code) WHERE resolved_at IS NULL DO UPDATE SET parameters = excluded.parameters, version = shortlist_flags.version + 1
RETURNING id;

-- name: end_flags
-- Of these items, open consequences that end with their cause and hold no longer; `holding` are item:code.
UPDATE shortlist_flags f SET resolved_at = now()
WHERE f.item_id = ANY (:items::uuid[]) AND f.resolved_at IS NULL AND f.code = ANY (:ending::text[])
    AND NOT f.item_id::text || ':' || f.code = ANY (:holding::text[]);
