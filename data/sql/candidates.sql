-- name: add_candidates
INSERT INTO candidates (
    id, home, education, consented, objected, custody_regency, accepted_places, willing_to_move, sea_crossing,
    max_travel_m, licences, languages, experience, interests, excluded_fields, shifts, contracts, minimum_wage_idr,
    needs_lodging, restrictions, blocked_fields, blockers, caseload)
SELECT id, home, education, consented, objected, custody_regency, accepted_places, willing_to_move, sea_crossing,
       max_travel_m, licences, languages, experience, interests, excluded_fields, shifts, contracts, minimum_wage_idr,
       needs_lodging, restrictions, blocked_fields, blockers, coalesce(caseload, asking_account())
FROM jsonb_populate_recordset(NULL::candidates, :rows::jsonb);

-- name: add_identities
-- Unit and caseload are the candidate's; whom the actor cannot see gets no rows.
INSERT INTO candidate_identities (
    candidate_id, name, birth_date, phone, district, facility, guarantor, nik_sealed, nik_hash, nik_last4,
    register_sealed, register_hash, register_last4, unit_id, caseload)
SELECT r.candidate_id, r.name, r.birth_date, r.phone, r.district, r.facility, r.guarantor, r.nik_sealed, r.nik_hash,
       r.nik_last4, r.register_sealed, r.register_hash, r.register_last4, c.unit_id, c.caseload
FROM jsonb_populate_recordset(NULL::candidate_identities, :rows::jsonb) r JOIN candidates c ON c.id = r.candidate_id;

-- name: add_references
INSERT INTO candidate_references (candidate_id, position, system, key, unit_id, caseload)
SELECT r.candidate_id, r.position, r.system, r.key, c.unit_id, c.caseload
FROM jsonb_populate_recordset(NULL::candidate_references, :rows::jsonb) r JOIN candidates c ON c.id = r.candidate_id;

-- name: remove_references
DELETE FROM candidate_references WHERE candidate_id = ANY (:candidates::uuid[]);

-- name: write_protected
SELECT write_protected_attributes(:rows::jsonb);

-- name: candidate_facts_of
SELECT f.* FROM candidate_facts f WHERE f.id = ANY (:candidates::uuid[]);

-- name: lock_candidates
-- Nobody else changes these until the end of the transaction; in one order, so that two bulk writers do not deadlock.
SELECT id, version FROM candidates WHERE id = ANY (:candidates::uuid[]) ORDER BY id FOR UPDATE;

-- name: page_candidates
SELECT id, seq FROM candidates WHERE seq > :after ORDER BY seq LIMIT :limit;

-- name: open_candidates
-- Whom of those who take part in matching the actor may see.
SELECT id FROM candidates c WHERE gate_open(c);

-- name: identities_of
-- Of people who are in one's charge; a planner is given names and telephones.
SELECT i.candidate_id, i.name, i.birth_date, i.phone, i.district, i.facility, i.guarantor, i.nik_hash,
       i.nik_last4, i.register_hash, i.register_last4,
       coalesce((SELECT jsonb_agg(jsonb_build_array(r.system, r.key) ORDER BY r.position)
                 FROM candidate_references r WHERE r.candidate_id = i.candidate_id), '[]') AS refs
FROM candidate_identities i WHERE i.candidate_id = ANY (:candidates::uuid[])
UNION ALL
SELECT candidate_id, name, NULL, phone, '', '', NULL, NULL, '', NULL, '', '[]' FROM planned_names(:candidates::uuid[]);

-- name: candidates_by_reference
SELECT r.system, r.key, r.candidate_id
FROM candidate_references r
JOIN unnest(:systems::text[], :keys::text[]) AS asked (system, key) USING (system, key);

-- name: take_turn
-- Whoever records people into one caseload waits for each other. Not by number: a file has more than there is room for
-- locks, and waiting for another caseload would tell that it knows the person.
SELECT pg_advisory_xact_lock(hashtextextended('new people of ' || asking_account()::text, 7262526842847));

-- name: candidates_by_nik_hash
SELECT nik_hash AS hash, candidate_id FROM candidate_identities WHERE nik_hash = ANY (:hashes::text[]);

-- name: candidates_by_register_hash
SELECT register_hash AS hash, candidate_id FROM candidate_identities WHERE register_hash = ANY (:hashes::text[]);

-- name: candidates_by_birth_date
-- In the order of creation.
SELECT i.candidate_id, i.name, i.birth_date
FROM candidate_identities i JOIN candidates c ON c.id = i.candidate_id
WHERE i.birth_date = ANY (:dates::date[]) ORDER BY c.seq;

-- name: images_of_candidates
-- The stored rows, for undoing an import.
SELECT c.id, jsonb_build_object(
    'facts', to_jsonb(c),
    'identity', (SELECT to_jsonb(i) FROM candidate_identities i WHERE i.candidate_id = c.id),
    'references', coalesce((SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position)
                            FROM candidate_references r WHERE r.candidate_id = c.id), '[]'))::text AS image
FROM candidates c WHERE c.id = ANY (:candidates::uuid[]);

-- name: replace_candidates
UPDATE candidates c SET
    home = r.home, education = r.education, consented = r.consented, objected = r.objected,
    custody_regency = r.custody_regency, accepted_places = r.accepted_places, willing_to_move = r.willing_to_move,
    sea_crossing = r.sea_crossing, max_travel_m = r.max_travel_m, licences = r.licences, languages = r.languages,
    experience = r.experience, interests = r.interests, excluded_fields = r.excluded_fields, shifts = r.shifts,
    contracts = r.contracts, minimum_wage_idr = r.minimum_wage_idr, needs_lodging = r.needs_lodging,
    restrictions = r.restrictions, blocked_fields = r.blocked_fields, blockers = r.blockers,
    recorded_by = DEFAULT, recorded_at = DEFAULT, version = c.version + 1
FROM jsonb_populate_recordset(NULL::candidates, :rows::jsonb) r
WHERE c.id = r.id
RETURNING c.id, c.version;

-- name: replace_identities
-- A number that is not given is kept.
UPDATE candidate_identities i SET
    name = r.name, birth_date = r.birth_date, phone = r.phone, district = r.district, facility = r.facility,
    guarantor = r.guarantor,
    nik_sealed = coalesce(r.nik_sealed, i.nik_sealed), nik_hash = coalesce(r.nik_hash, i.nik_hash),
    nik_last4 = CASE WHEN r.nik_hash IS NULL THEN i.nik_last4 ELSE r.nik_last4 END,
    register_sealed = coalesce(r.register_sealed, i.register_sealed),
    register_hash = coalesce(r.register_hash, i.register_hash),
    register_last4 = CASE WHEN r.register_hash IS NULL THEN i.register_last4 ELSE r.register_last4 END,
    recorded_by = DEFAULT, recorded_at = DEFAULT, version = i.version + 1
FROM jsonb_populate_recordset(NULL::candidate_identities, :rows::jsonb) r
WHERE i.candidate_id = r.candidate_id;

-- name: touch_candidates
-- A part of these records (certificates, window) has changed.
UPDATE candidates SET recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
WHERE id = ANY (:candidates::uuid[]);

-- name: set_gates
UPDATE candidates SET consented = :consented, objected = :objected,
    recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
WHERE id = :candidate AND (consented, objected) IS DISTINCT FROM (:consented, :objected);

-- name: remove_candidate
-- Everything that hangs on the person goes with it, by the foreign keys.
DELETE FROM candidates WHERE id = :candidate;
