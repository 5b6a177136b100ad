-- name: add_request
INSERT INTO subject_requests (id, kind, subject, candidate_id, state, received_at, due_at, note, unit_id, caseload)
SELECT :id, :kind, c.id, c.id, 'open', :received_at, :due_at, :note, c.unit_id, c.caseload
FROM candidates c WHERE c.id = :candidate;

-- name: get_request
SELECT id, kind, subject, candidate_id, state, received_at, due_at, note, answer, decided_by, decided_at, granted_at
FROM subject_requests WHERE id = :request;

-- name: waiting_requests
SELECT id, kind, subject, candidate_id, state, received_at, due_at, note, answer, decided_by, decided_at, granted_at
FROM subject_requests
WHERE state IN ('open', 'approved') AND (:overdue_at::timestamptz IS NULL OR due_at < :overdue_at)
ORDER BY due_at, seq LIMIT :limit;

-- name: requests_of
SELECT id, kind, subject, candidate_id, state, received_at, due_at, note, answer, decided_by, decided_at, granted_at
FROM subject_requests WHERE candidate_id = :candidate ORDER BY seq DESC;

-- name: decide_request
UPDATE subject_requests SET state = :state::text, answer = :answer, decided_by = :by, decided_at = :at::timestamptz,
    granted_at = CASE WHEN :state::text <> 'refused' THEN :at::timestamptz END
WHERE id = :request AND state = 'open';

-- name: end_correction
UPDATE subject_requests SET state = :state, decided_by = :by, decided_at = :at,
    answer = concat_ws(E'\n', nullif(answer, ''), nullif(:words::text, ''))
WHERE id = :request AND kind = 'correction' AND state = 'approved';

-- name: subject_file
SELECT subject_file(:candidate);

-- name: account_of
SELECT account_of(:login);

-- name: breach_worksheet
SELECT candidate_id, unit, caseload, first_at, last_at, looks, fields, purposes, still_kept
FROM breach_worksheet(:account, :since, :until);
