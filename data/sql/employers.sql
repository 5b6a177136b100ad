-- name: add_employers
INSERT INTO employers (
    id, name, business_number, sector, contact, verification, reference_system, reference_key, caseload)
SELECT id, name, business_number, sector, contact, verification, reference_system, reference_key,
       coalesce(caseload, asking_account())
FROM jsonb_populate_recordset(NULL::employers, :rows::jsonb);

-- name: employers_of
SELECT id, name, business_number, sector, contact, verification, reference_system, reference_key, seq, unit_id,
       caseload, recorded_by, recorded_at, version
FROM employers WHERE id = ANY (:employers::uuid[]);

-- name: lock_employers
SELECT id, version FROM employers WHERE id = ANY (:employers::uuid[]) ORDER BY id FOR UPDATE;

-- name: page_employers
-- `called`: part of a name, or a NIB; empty for all.
SELECT id, name, business_number, sector, contact, verification, reference_system, reference_key, seq, unit_id,
       caseload, recorded_by, recorded_at, version
FROM employers WHERE seq > :after AND (:verification::text IS NULL OR verification = :verification)
    AND (:called::text = '' OR business_number = :called OR strpos(lower(name), lower(:called)) > 0)
ORDER BY seq LIMIT :limit;

-- name: replace_employers
UPDATE employers e SET
    name = r.name, business_number = r.business_number, sector = r.sector, contact = r.contact,
    verification = r.verification, reference_system = r.reference_system, reference_key = r.reference_key,
    recorded_by = DEFAULT, recorded_at = DEFAULT, version = e.version + 1
FROM jsonb_populate_recordset(NULL::employers, :rows::jsonb) r
WHERE e.id = r.id
RETURNING e.id, e.version;

-- name: images_of_employers
SELECT id, to_jsonb(e)::text AS image FROM employers e WHERE id = ANY (:employers::uuid[]);

-- name: employers_by_reference
SELECT e.reference_system AS system, e.reference_key AS key, e.id
FROM employers e JOIN unnest(:systems::text[], :keys::text[]) AS asked (system, key)
    ON (e.reference_system, e.reference_key) = (asked.system, asked.key);

-- name: employers_by_business_number
SELECT business_number, id FROM employers WHERE business_number = ANY (:numbers::text[]) AND business_number <> '';
