-- name: certificates_of
SELECT candidate_id, id, kind, title, scheme, units, kkni_level, issuer, number, issued, expires, training_hours,
       verification, verified_by, verified_on, evidence_reference
FROM certificates WHERE candidate_id = ANY (:candidates::uuid[]) ORDER BY candidate_id, position, id;

-- name: put_certificates
-- Known ids are replaced where they stand, unless a position is given; new ones come after the others. Returns whose
-- certificates there are now: unchanged rows are left alone, and a certificate does not change its owner.
INSERT INTO certificates AS old (
    id, candidate_id, position, kind, title, scheme, units, kkni_level, issuer, number, issued, expires,
    training_hours, verification, verified_by, verified_on, evidence_reference, unit_id, caseload)
SELECT r.id, r.candidate_id,
       coalesce(r.position, known.position,
                coalesce((SELECT max(o.position) FROM certificates o WHERE o.candidate_id = r.candidate_id), -1)
                + (row_number() OVER (PARTITION BY r.candidate_id ORDER BY r.ordinality))::integer),
       r.kind, r.title, r.scheme, r.units, r.kkni_level, r.issuer, r.number, r.issued, r.expires, r.training_hours,
       r.verification, r.verified_by, r.verified_on, r.evidence_reference, c.unit_id, c.caseload
FROM jsonb_populate_recordset(NULL::certificates, :rows::jsonb) WITH ORDINALITY r
JOIN candidates c ON c.id = r.candidate_id
LEFT JOIN certificates known ON known.id = r.id
ON CONFLICT ON CONSTRAINT certificates_pkey DO UPDATE SET
    position = excluded.position, kind = excluded.kind, title = excluded.title, scheme = excluded.scheme,
    units = excluded.units, kkni_level = excluded.kkni_level, issuer = excluded.issuer, number = excluded.number,
    issued = excluded.issued, expires = excluded.expires, training_hours = excluded.training_hours,
    verification = excluded.verification, verified_by = excluded.verified_by, verified_on = excluded.verified_on,
    evidence_reference = excluded.evidence_reference,
    recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at, version = old.version + 1
WHERE old.candidate_id = excluded.candidate_id
    AND (old.position, old.kind, old.title, old.scheme, old.units, old.kkni_level, old.issuer, old.number, old.issued,
         old.expires, old.training_hours, old.verification, old.verified_by, old.verified_on, old.evidence_reference)
        IS DISTINCT FROM
        (excluded.position, excluded.kind, excluded.title, excluded.scheme, excluded.units, excluded.kkni_level,
         excluded.issuer, excluded.number, excluded.issued, excluded.expires, excluded.training_hours,
         excluded.verification, excluded.verified_by, excluded.verified_on, excluded.evidence_reference)
RETURNING id, candidate_id;

-- name: images_of_certificates
-- The stored rows of these certificates, and of all that belong to these candidates.
SELECT id, candidate_id, to_jsonb(c)::text AS image FROM certificates c
WHERE id = ANY (:certificates::uuid[]) OR candidate_id = ANY (:candidates::uuid[]) ORDER BY id FOR UPDATE;

-- name: remove_certificates
DELETE FROM certificates WHERE id = ANY (:certificates::uuid[]);
