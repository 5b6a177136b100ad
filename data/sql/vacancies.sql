-- name: add_vacancies
INSERT INTO vacancies (
    id, employer_id, title, place, description, occupation, setting, months_left_asked, openings, contract,
    wage_lower_idr, wage_upper_idr, wage_unit, wage_monthly_lower_idr, wage_monthly_upper_idr, shifts, hours_per_week,
    lodging, starts, closes, required_education, required_experience_months, required_certificates, required_units,
    required_licences, required_languages, preferred_education, preferred_experience_months, preferred_certificates,
    preferred_units, preferred_licences, preferred_languages, licences_by_law, understood,
    understood_confidence, demands, fields,
    police_record_letter, placement_elsewhere, status, reference_system, reference_key, facility, age_min, age_max,
    sex_limit, limit_reason, wage_text, source_text, from_text, unchecked, caseload)
SELECT
    id, employer_id, title, place, description, occupation, setting, months_left_asked, openings, contract,
    wage_lower_idr, wage_upper_idr, wage_unit, wage_monthly_lower_idr, wage_monthly_upper_idr, shifts, hours_per_week,
    lodging, starts, closes, required_education, required_experience_months, required_certificates, required_units,
    required_licences, required_languages, preferred_education, preferred_experience_months, preferred_certificates,
    preferred_units, preferred_licences, preferred_languages, licences_by_law, understood,
    understood_confidence, demands, fields,
    police_record_letter, placement_elsewhere, status, reference_system, reference_key, facility, age_min, age_max,
    sex_limit, limit_reason, wage_text, source_text, from_text, coalesce(unchecked, ''), coalesce(caseload, asking_account())
FROM jsonb_populate_recordset(NULL::vacancies, :rows::jsonb);

-- name: vacancy_facts_of
SELECT f.* FROM vacancy_facts f WHERE f.id = ANY (:vacancies::uuid[]);

-- name: vacancy_administration_of
-- What stands around the matching facts, in the order of creation.
SELECT id, seq, reference_system, reference_key, facility, age_min, age_max, sex_limit, limit_reason, wage_text,
       source_text, unchecked, unit_id, caseload, recorded_by, recorded_at, version
FROM vacancies WHERE id = ANY (:vacancies::uuid[]) ORDER BY seq;

-- name: lock_vacancies
SELECT id, version FROM vacancies WHERE id = ANY (:vacancies::uuid[]) ORDER BY id FOR UPDATE;

-- name: page_vacancies
SELECT id, seq FROM vacancies WHERE seq > :after AND (:status::text IS NULL OR status = :status) ORDER BY seq LIMIT :limit;

-- name: replace_vacancies
-- What is held stays as the holds have it.
UPDATE vacancies v SET
    employer_id = r.employer_id, title = r.title, place = r.place, description = r.description,
    occupation = r.occupation, setting = r.setting, months_left_asked = r.months_left_asked, openings = r.openings,
    contract = r.contract, wage_lower_idr = r.wage_lower_idr, wage_upper_idr = r.wage_upper_idr,
    wage_unit = r.wage_unit, wage_monthly_lower_idr = r.wage_monthly_lower_idr,
    wage_monthly_upper_idr = r.wage_monthly_upper_idr, shifts = r.shifts, hours_per_week = r.hours_per_week,
    lodging = r.lodging, starts = r.starts, closes = r.closes,
    required_education = r.required_education, required_experience_months = r.required_experience_months,
    required_certificates = r.required_certificates, required_units = r.required_units,
    required_licences = r.required_licences, required_languages = r.required_languages,
    preferred_education = r.preferred_education, preferred_experience_months = r.preferred_experience_months,
    preferred_certificates = r.preferred_certificates, preferred_units = r.preferred_units,
    preferred_licences = r.preferred_licences, preferred_languages = r.preferred_languages,
    licences_by_law = r.licences_by_law, understood = r.understood,
    understood_confidence = r.understood_confidence, demands = r.demands, fields = r.fields,
    police_record_letter = r.police_record_letter, placement_elsewhere = r.placement_elsewhere, status = r.status,
    reference_system = r.reference_system, reference_key = r.reference_key, facility = r.facility,
    age_min = r.age_min, age_max = r.age_max, sex_limit = r.sex_limit, limit_reason = r.limit_reason,
    wage_text = r.wage_text, source_text = r.source_text, from_text = r.from_text,
    unchecked = coalesce(r.unchecked, ''),
    recorded_by = DEFAULT, recorded_at = DEFAULT, version = v.version + 1
FROM jsonb_populate_recordset(NULL::vacancies, :rows::jsonb) r
WHERE v.id = r.id
RETURNING v.id, v.version;

-- name: images_of_vacancies
SELECT id, to_jsonb(v)::text AS image FROM vacancies v WHERE id = ANY (:vacancies::uuid[]);

-- name: vacancies_by_reference
SELECT v.reference_system AS system, v.reference_key AS key, v.id
FROM vacancies v JOIN unnest(:systems::text[], :keys::text[]) AS asked (system, key)
    ON (v.reference_system, v.reference_key) = (asked.system, asked.key);
