-- name: add_consent
-- Unit and caseload are the candidate's; whom the actor cannot see gets no row.
INSERT INTO consents (
    id, candidate_id, purpose, recipient, employer_id, fields, wording, language, wording_sha256, how, given_at, until,
    guardian_name, guardian_relation, evidence, unit_id, caseload)
SELECT :id, c.id, :purpose, :recipient, :employer, :fields, :wording, :language, :sha256, :how, :given_at, :until,
       :guardian_name, :guardian_relation, :evidence, c.unit_id, c.caseload
FROM candidates c WHERE c.id = :candidate;

-- name: consents_of
SELECT id, candidate_id, purpose, recipient, employer_id, fields, wording, language, wording_sha256, how, given_at,
       until, guardian_name, guardian_relation, evidence, recorded_by, recorded_at, withdrawn_at, withdrawal_reason, state
FROM consent_states WHERE candidate_id = :candidate ORDER BY seq DESC;

-- name: spoken
SELECT DISTINCT candidate_id FROM consents WHERE candidate_id = ANY (:candidates::uuid[]) AND purpose = 'matching';

-- name: withdraw_consents
-- One, or where none is named all that stand.
INSERT INTO consent_withdrawals (consent_id, candidate_id, withdrawn_at, reason, unit_id, caseload)
SELECT s.id, p.id, :at, :reason, p.unit_id, p.caseload
FROM consent_states s JOIN candidates p ON p.id = s.candidate_id
WHERE s.candidate_id = :candidate AND s.state = 'current' AND (:consent::uuid IS NULL OR s.id = :consent);

-- name: disclosed_to
SELECT disclosed_to(:candidate, :employer);

-- name: set_restricted
UPDATE candidates SET restricted = :restricted, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
WHERE id = :candidate AND restricted IS DISTINCT FROM :restricted;
