-- Which fields of a vacancy were silent and hold what its text says.

ALTER TABLE vacancies ADD COLUMN from_text text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN vacancies.from_text IS 'Fields filled from the text, such as required.education; emptied and read anew at every reading';

CREATE OR REPLACE VIEW vacancy_facts WITH (security_invoker = true) AS
SELECT v.id, v.employer_id, v.title, v.place, e.verification AS employer_verification, e.sector, v.description,
       v.occupation, v.setting, v.months_left_asked, v.openings, v.held, v.contract, v.wage_lower_idr,
       v.wage_upper_idr, v.wage_unit, v.wage_monthly_lower_idr, v.wage_monthly_upper_idr, v.shifts, v.hours_per_week,
       v.lodging, v.starts, v.closes,
       v.required_education, v.required_experience_months, v.required_certificates, v.required_units,
       v.required_licences, v.required_languages,
       v.preferred_education, v.preferred_experience_months, v.preferred_certificates, v.preferred_units,
       v.preferred_licences, v.preferred_languages,
       v.licences_by_law, v.understood, v.understood_confidence, v.demands, v.fields, v.police_record_letter,
       v.placement_elsewhere, v.status, v.seq, v.text_version, v.from_text
FROM vacancies v JOIN employers e ON e.id = v.employer_id;
