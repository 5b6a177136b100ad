-- name: add_windows
INSERT INTO release_windows (
    candidate_id, mode, earliest, expected, latest, basis, as_of, source, unit_id, caseload)
SELECT r.candidate_id, r.mode, r.earliest, r.expected, r.latest, r.basis, r.as_of, r.source, c.unit_id, c.caseload
FROM jsonb_populate_recordset(NULL::release_windows, :rows::jsonb) r JOIN candidates c ON c.id = r.candidate_id;

-- name: add_supervisions
INSERT INTO supervisions (candidate_id, until, area, report_every_days, unit_id, caseload)
SELECT r.candidate_id, r.until, r.area, r.report_every_days, c.unit_id, c.caseload
FROM jsonb_populate_recordset(NULL::supervisions, :rows::jsonb) r JOIN candidates c ON c.id = r.candidate_id;

-- name: supersede_windows
UPDATE release_windows SET superseded_at = now() WHERE candidate_id = ANY (:candidates::uuid[]) AND superseded_at IS NULL;

-- name: supersede_supervisions
UPDATE supervisions SET superseded_at = now() WHERE candidate_id = ANY (:candidates::uuid[]) AND superseded_at IS NULL;

-- name: current_windows_of
SELECT id, mode, earliest, expected, latest, basis, as_of, source, supervision_id, until, area, report_every_days
FROM candidate_facts WHERE id = ANY (:candidates::uuid[]);

-- name: windows_of
SELECT mode, earliest, expected, latest, basis, as_of, source
FROM release_windows WHERE candidate_id = :candidate ORDER BY superseded_at IS NOT NULL, id DESC;

-- name: images_of_windows
-- The current window and supervision; null where there is none.
SELECT c.id, jsonb_build_object(
    'window', (SELECT to_jsonb(w) FROM release_windows w WHERE w.candidate_id = c.id AND w.superseded_at IS NULL),
    'supervision', (SELECT to_jsonb(s) FROM supervisions s WHERE s.candidate_id = c.id AND s.superseded_at IS NULL))::text AS image
FROM candidates c WHERE c.id = ANY (:candidates::uuid[]);
