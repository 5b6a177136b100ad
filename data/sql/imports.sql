-- name: add_import
INSERT INTO imports (id, kind, digest, created, updated, unchanged, queued, refused, at)
VALUES (:id, :kind, :digest, :created, :updated, :unchanged, :queued, :refused, :at);

-- name: get_import
SELECT id, kind, digest, created, updated, unchanged, queued, refused, at, undone_at
FROM imports WHERE id = :import_id;

-- name: lock_import
SELECT undone_at FROM imports WHERE id = :import_id FOR UPDATE;

-- name: page_imports
SELECT id, kind, digest, created, updated, unchanged, queued, refused, at, undone_at, seq
FROM imports WHERE seq > :after ORDER BY seq LIMIT :limit;

-- name: latest_imports
SELECT id, kind, digest, created, updated, unchanged, queued, refused, at, undone_at
FROM imports ORDER BY seq DESC LIMIT :limit;

-- name: mark_undone
UPDATE imports SET undone_at = :at WHERE id = :import_id;

-- name: log_changes
-- A record that one import changed twice keeps its first image and its last state.
INSERT INTO import_changes (import_id, kind, record_id, candidate_id, created, before, after)
SELECT :import_id, kind, record_id, candidate_id, created, before::jsonb, after
FROM unnest(:kinds::text[], :records::uuid[], :candidates::uuid[], :created::boolean[], :before::text[], :after::text[])
     AS r (kind, record_id, candidate_id, created, before, after)
ON CONFLICT ON CONSTRAINT import_changes_pkey DO UPDATE SET after = excluded.after;

-- name: changes_of_import
SELECT kind, record_id, candidate_id, created FROM import_changes WHERE import_id = :import_id ORDER BY seq;

-- name: logged_states
SELECT kind, record_id, created, after FROM import_changes WHERE import_id = :import_id;

-- name: logged_changes
-- How many changes there are, those of people who have gone elsewhere included.
SELECT logged_changes(:import_id::uuid);

-- name: lock_logged_candidates
-- Also for certificates and windows: whoever writes them locks the person first. In the order of all bulk writers.
SELECT c.id FROM candidates c
WHERE c.id IN (SELECT i.candidate_id FROM import_changes i WHERE i.import_id = :import_id)
ORDER BY c.id FOR UPDATE;

-- name: lock_logged_employers
-- Nor can anybody's vacancy come to hang on them.
SELECT e.id FROM employers e
WHERE e.id IN (SELECT i.record_id FROM import_changes i WHERE i.import_id = :import_id AND i.kind = 'employer')
ORDER BY e.id FOR UPDATE;

-- name: lock_logged_vacancies
SELECT v.id FROM vacancies v
WHERE v.id IN (SELECT i.record_id FROM import_changes i WHERE i.import_id = :import_id AND i.kind = 'vacancy')
ORDER BY v.id FOR UPDATE;

-- name: states_of_candidates
-- What stands in the record, without who wrote it and when; `whole`: with all that would go with the person.
SELECT c.id, md5(concat(
    to_jsonb(c) - '{seq,text_version,recorded_by,recorded_at,version}'::text[],
    (SELECT to_jsonb(i) - '{recorded_by,recorded_at,version}'::text[]
     FROM candidate_identities i WHERE i.candidate_id = c.id),
    (SELECT jsonb_agg(jsonb_build_array(r.system, r.key) ORDER BY r.position)
     FROM candidate_references r WHERE r.candidate_id = c.id),
    CASE WHEN :whole::boolean THEN concat(
        (SELECT jsonb_agg(to_jsonb(t) - '{recorded_by,recorded_at,version}'::text[] ORDER BY t.id)
         FROM certificates t WHERE t.candidate_id = c.id),
        (SELECT to_jsonb(w) - '{id,recorded_by,recorded_at,version}'::text[]
         FROM release_windows w WHERE w.candidate_id = c.id AND w.superseded_at IS NULL),
        (SELECT to_jsonb(s) - '{id,recorded_by,recorded_at,version}'::text[]
         FROM supervisions s WHERE s.candidate_id = c.id AND s.superseded_at IS NULL),
        (SELECT count(*) FROM runs u WHERE u.candidate_id = c.id),
        (SELECT count(*) FROM holds h WHERE h.candidate_id = c.id)) END)) AS state
FROM candidates c WHERE c.id = ANY (:records::uuid[]);

-- name: states_of_certificates
SELECT t.id, md5((to_jsonb(t) - '{recorded_by,recorded_at,version}'::text[])::text) AS state
FROM certificates t WHERE t.id = ANY (:records::uuid[]);

-- name: states_of_windows
SELECT c.id, md5(concat(
    (SELECT to_jsonb(w) - '{id,recorded_by,recorded_at,version}'::text[]
     FROM release_windows w WHERE w.candidate_id = c.id AND w.superseded_at IS NULL),
    (SELECT to_jsonb(s) - '{id,recorded_by,recorded_at,version}'::text[]
     FROM supervisions s WHERE s.candidate_id = c.id AND s.superseded_at IS NULL))) AS state
FROM candidates c WHERE c.id = ANY (:records::uuid[]);

-- name: states_of_employers
SELECT e.id, md5((to_jsonb(e) - '{recorded_by,recorded_at,version}'::text[])::text) AS state
FROM employers e WHERE e.id = ANY (:records::uuid[]);

-- name: states_of_vacancies
-- What is held counts only where the vacancy would be removed.
SELECT v.id, md5(concat(to_jsonb(v) - '{text_version,taken,held,offered,filled,released,recorded_by,recorded_at,version}'::text[],
                        CASE WHEN :whole::boolean THEN v.taken END)) AS state
FROM vacancies v WHERE v.id = ANY (:records::uuid[]);

-- name: others_depend_on_import
-- Whether a vacancy of somebody else hangs on an employer of this import, a hold on one of its vacancies, a row of the
-- queue on one of its people, or a shortlist on either.
SELECT EXISTS (
    SELECT FROM import_changes i JOIN vacancies v ON v.employer_id = i.record_id
    WHERE i.import_id = :import_id AND i.kind = 'employer' AND i.created
        AND NOT EXISTS (SELECT FROM import_changes o WHERE o.import_id = i.import_id AND o.kind = 'vacancy'
                            AND o.record_id = v.id AND o.created)
    UNION ALL
    SELECT FROM import_changes i JOIN holds h ON h.vacancy_id = i.record_id
    WHERE i.import_id = :import_id AND i.kind = 'vacancy' AND i.created
    UNION ALL
    SELECT FROM import_changes i JOIN queue_decisions d ON d.candidate_id = i.record_id
    JOIN imports m ON m.id = d.import_id
    WHERE i.import_id = :import_id AND i.kind = 'candidate' AND i.created AND m.id <> i.import_id
        AND m.undone_at IS NULL
    UNION ALL
    SELECT FROM import_changes i JOIN shortlist_items l ON i.record_id IN (l.candidate_id, l.vacancy_id)
    WHERE i.import_id = :import_id AND i.kind IN ('candidate', 'vacancy') AND i.created);

-- name: end_imported_windows
UPDATE release_windows w SET superseded_at = now() FROM import_changes i
WHERE i.import_id = :import_id AND i.kind = 'window' AND w.candidate_id = i.record_id AND w.superseded_at IS NULL;

-- name: end_imported_supervisions
UPDATE supervisions s SET superseded_at = now() FROM import_changes i
WHERE i.import_id = :import_id AND i.kind = 'window' AND s.candidate_id = i.record_id AND s.superseded_at IS NULL;

-- name: bring_back_windows
INSERT INTO release_windows (candidate_id, mode, earliest, expected, latest, basis, as_of, source, unit_id, caseload)
SELECT c.id, b.mode, b.earliest, b.expected, b.latest, b.basis, b.as_of, b.source, c.unit_id, c.caseload
FROM import_changes i JOIN candidates c ON c.id = i.record_id
CROSS JOIN jsonb_populate_record(NULL::release_windows, nullif(i.before -> 'window', 'null')) b
WHERE i.import_id = :import_id AND i.kind = 'window' AND b.mode IS NOT NULL;

-- name: bring_back_supervisions
INSERT INTO supervisions (candidate_id, until, area, report_every_days, unit_id, caseload)
SELECT c.id, b.until, b.area, b.report_every_days, c.unit_id, c.caseload
FROM import_changes i JOIN candidates c ON c.id = i.record_id
CROSS JOIN jsonb_populate_record(NULL::supervisions, nullif(i.before -> 'supervision', 'null')) b
WHERE i.import_id = :import_id AND i.kind = 'window' AND b.area IS NOT NULL;

-- name: remove_imported_certificates
DELETE FROM certificates t USING import_changes i
WHERE i.import_id = :import_id AND i.kind = 'certificate' AND i.before IS NULL AND t.id = i.record_id;

-- name: bring_back_certificates
INSERT INTO certificates AS old (
    id, candidate_id, position, kind, title, scheme, units, kkni_level, issuer, number, issued, expires,
    training_hours, verification, verified_by, verified_on, evidence_reference, unit_id, caseload, version)
SELECT b.id, c.id, b.position, b.kind, b.title, b.scheme, b.units, b.kkni_level, b.issuer, b.number, b.issued,
       b.expires, b.training_hours, b.verification, b.verified_by, b.verified_on, b.evidence_reference, c.unit_id,
       c.caseload, b.version + 1
FROM import_changes i JOIN candidates c ON c.id = i.candidate_id
CROSS JOIN jsonb_populate_record(NULL::certificates, i.before) b
WHERE i.import_id = :import_id AND i.kind = 'certificate' AND i.before IS NOT NULL
ON CONFLICT ON CONSTRAINT certificates_pkey DO UPDATE SET
    position = excluded.position, kind = excluded.kind, title = excluded.title, scheme = excluded.scheme,
    units = excluded.units, kkni_level = excluded.kkni_level, issuer = excluded.issuer, number = excluded.number,
    issued = excluded.issued, expires = excluded.expires, training_hours = excluded.training_hours,
    verification = excluded.verification, verified_by = excluded.verified_by, verified_on = excluded.verified_on,
    evidence_reference = excluded.evidence_reference,
    recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at, version = old.version + 1;

-- name: bring_back_candidates
-- Also where only a certificate or the window was changed: the version of the whole record grows.
UPDATE candidates c SET
    home = b.home, education = b.education, consented = b.consented, objected = b.objected,
    custody_regency = b.custody_regency, accepted_places = b.accepted_places, willing_to_move = b.willing_to_move,
    sea_crossing = b.sea_crossing, max_travel_m = b.max_travel_m, licences = b.licences, languages = b.languages,
    experience = b.experience, interests = b.interests, excluded_fields = b.excluded_fields, shifts = b.shifts,
    contracts = b.contracts, minimum_wage_idr = b.minimum_wage_idr, needs_lodging = b.needs_lodging,
    restrictions = b.restrictions, blocked_fields = b.blocked_fields, blockers = b.blockers,
    recorded_by = DEFAULT, recorded_at = DEFAULT, version = c.version + 1
FROM (
    -- One row a person, of one look at the changes: joined with themselves they took the square of their number.
    SELECT i.candidate_id, (array_agg(i.before -> 'facts') FILTER (WHERE i.kind = 'candidate'))[1] AS facts
    FROM import_changes i WHERE i.import_id = :import_id GROUP BY i.candidate_id
    HAVING coalesce(NOT bool_or(i.created) FILTER (WHERE i.kind = 'candidate'), true)) touched
JOIN candidates now_stands ON now_stands.id = touched.candidate_id
CROSS JOIN jsonb_populate_record(now_stands, touched.facts) b
WHERE c.id = touched.candidate_id;

-- name: bring_back_identities
UPDATE candidate_identities p SET
    name = b.name, birth_date = b.birth_date, phone = b.phone, district = b.district, facility = b.facility,
    guarantor = b.guarantor, nik_sealed = b.nik_sealed, nik_hash = b.nik_hash, nik_last4 = b.nik_last4,
    register_sealed = b.register_sealed, register_hash = b.register_hash, register_last4 = b.register_last4,
    recorded_by = DEFAULT, recorded_at = DEFAULT, version = p.version + 1
FROM import_changes i CROSS JOIN jsonb_populate_record(NULL::candidate_identities, i.before -> 'identity') b
WHERE i.import_id = :import_id AND i.kind = 'candidate' AND i.before IS NOT NULL AND p.candidate_id = i.record_id;

-- name: remove_imported_references
DELETE FROM candidate_references r USING import_changes i
WHERE i.import_id = :import_id AND i.kind = 'candidate' AND i.before IS NOT NULL AND r.candidate_id = i.record_id;

-- name: bring_back_references
INSERT INTO candidate_references (candidate_id, position, system, key, unit_id, caseload)
SELECT c.id, b.position, b.system, b.key, c.unit_id, c.caseload
FROM import_changes i JOIN candidates c ON c.id = i.record_id
CROSS JOIN jsonb_populate_recordset(NULL::candidate_references, i.before -> 'references') b
WHERE i.import_id = :import_id AND i.kind = 'candidate' AND i.before IS NOT NULL;

-- name: remove_imported_candidates
DELETE FROM candidates c USING import_changes i
WHERE i.import_id = :import_id AND i.kind = 'candidate' AND i.created AND c.id = i.record_id;

-- name: bring_back_vacancies
UPDATE vacancies v SET
    employer_id = b.employer_id, title = b.title, place = b.place, description = b.description,
    occupation = b.occupation, setting = b.setting, months_left_asked = b.months_left_asked, openings = b.openings,
    contract = b.contract, wage_lower_idr = b.wage_lower_idr, wage_upper_idr = b.wage_upper_idr,
    wage_unit = b.wage_unit, wage_monthly_lower_idr = b.wage_monthly_lower_idr,
    wage_monthly_upper_idr = b.wage_monthly_upper_idr, shifts = b.shifts, hours_per_week = b.hours_per_week,
    lodging = b.lodging, starts = b.starts, closes = b.closes,
    required_education = b.required_education, required_experience_months = b.required_experience_months,
    required_certificates = b.required_certificates, required_units = b.required_units,
    required_licences = b.required_licences, required_languages = b.required_languages,
    preferred_education = b.preferred_education, preferred_experience_months = b.preferred_experience_months,
    preferred_certificates = b.preferred_certificates, preferred_units = b.preferred_units,
    preferred_licences = b.preferred_licences, preferred_languages = b.preferred_languages,
    licences_by_law = b.licences_by_law, understood = b.understood,
    understood_confidence = b.understood_confidence, demands = b.demands, fields = b.fields,
    police_record_letter = b.police_record_letter, placement_elsewhere = b.placement_elsewhere, status = b.status,
    reference_system = b.reference_system, reference_key = b.reference_key, facility = b.facility,
    age_min = b.age_min, age_max = b.age_max, sex_limit = b.sex_limit, limit_reason = b.limit_reason,
    wage_text = b.wage_text, source_text = b.source_text, unchecked = coalesce(b.unchecked, ''),
    recorded_by = DEFAULT, recorded_at = DEFAULT, version = v.version + 1
FROM import_changes i CROSS JOIN jsonb_populate_record(NULL::vacancies, i.before) b
WHERE i.import_id = :import_id AND i.kind = 'vacancy' AND i.before IS NOT NULL AND v.id = i.record_id;

-- name: remove_imported_vacancies
DELETE FROM vacancies v USING import_changes i
WHERE i.import_id = :import_id AND i.kind = 'vacancy' AND i.created AND v.id = i.record_id;

-- name: bring_back_employers
UPDATE employers e SET
    name = b.name, business_number = b.business_number, sector = b.sector, contact = b.contact,
    verification = b.verification, reference_system = b.reference_system, reference_key = b.reference_key,
    recorded_by = DEFAULT, recorded_at = DEFAULT, version = e.version + 1
FROM import_changes i CROSS JOIN jsonb_populate_record(NULL::employers, i.before) b
WHERE i.import_id = :import_id AND i.kind = 'employer' AND i.before IS NOT NULL AND e.id = i.record_id;

-- name: remove_imported_employers
DELETE FROM employers e USING import_changes i
WHERE i.import_id = :import_id AND i.kind = 'employer' AND i.created AND e.id = i.record_id;

-- name: queue_rows
INSERT INTO unresolved_rows (import_id, row, cells_sealed, possible)
SELECT import_id, row, cells_sealed, possible FROM jsonb_populate_recordset(NULL::unresolved_rows, :rows::jsonb);

-- name: page_queue
-- Whoever is not in one's charge any more is not named.
SELECT id, import_id, row, cells_sealed, kind, recorded_at, seq, outcome,
       (SELECT c.id FROM candidates c WHERE c.id = queue.candidate_id) AS candidate_id, decided_import, reason, decided_by,
       decided_at,
       ARRAY(SELECT p FROM unnest(possible) WITH ORDINALITY AS named (p, place)
             WHERE EXISTS (SELECT FROM candidates c WHERE c.id = p) ORDER BY place) AS possible
FROM queue WHERE seq > :after AND (:decided::boolean OR outcome IS NULL) ORDER BY seq LIMIT :limit;

-- name: lock_queued
-- Whoever decides on a row locks the import that it came from: the row itself is never changed.
SELECT i.id FROM imports i JOIN unresolved_rows u ON u.import_id = i.id WHERE u.id = :row_id FOR UPDATE OF i;

-- name: get_queued
SELECT id, import_id, row, cells_sealed, possible, kind, recorded_at, outcome,
       (SELECT c.id FROM candidates c WHERE c.id = queue.candidate_id) AS candidate_id, decided_import, reason, decided_by,
       decided_at
FROM queue WHERE id = :row_id;

-- name: decide
INSERT INTO queue_decisions (row_id, outcome, candidate_id, import_id, reason)
VALUES (:row_id, :outcome, :candidate, :import_id, :reason);

-- name: begin_progress
INSERT INTO import_progress (id, kind, digest, dry_run, rows) VALUES (:id, :kind, :digest, :dry_run, :count)
ON CONFLICT ON CONSTRAINT import_progress_pkey DO NOTHING RETURNING id;

-- name: tell_progress
UPDATE import_progress SET stage = :stage, done = :count, heard_at = clock_timestamp()
WHERE id = :import_id AND outcome = '';

-- name: end_progress
UPDATE import_progress SET outcome = :outcome, heard_at = clock_timestamp() WHERE id = :import_id;

-- name: get_progress
SELECT id, kind, digest, dry_run, rows, stage, done, course, begun_at, heard_at
FROM import_courses WHERE id = :import_id;

-- name: latest_progress
SELECT id, kind, digest, dry_run, rows, stage, done, course, begun_at, heard_at
FROM import_courses WHERE begun_at > now() - interval '1 day' ORDER BY seq DESC LIMIT :limit;
