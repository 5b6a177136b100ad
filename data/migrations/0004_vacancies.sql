-- Employers and vacancies, openings that are held, and how a vacancy stood before.

CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
) ON COMMIT DROP;

CREATE TABLE employers (
    id uuid CONSTRAINT employers_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT employers_seq UNIQUE,
    name text NOT NULL CONSTRAINT employers_name CHECK (name <> ''),
    business_number text NOT NULL,
    sector text NOT NULL,
    contact text NOT NULL,
    verification text NOT NULL
        CONSTRAINT employers_verification CHECK (verification IN ('unverified', 'verified', 'suspended')),
    reference_system text,
    reference_key text,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT employers_reference_whole CHECK ((reference_system IS NULL) = (reference_key IS NULL)),
    CONSTRAINT one_employer_per_reference UNIQUE (reference_system, reference_key)
);
CREATE UNIQUE INDEX one_employer_per_business_number ON employers (business_number) WHERE business_number <> '';
COMMENT ON COLUMN employers.business_number IS 'NIB';
COMMENT ON COLUMN employers.sector IS 'KBLI 2020';

CREATE TABLE vacancies (
    id uuid CONSTRAINT vacancies_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT vacancies_seq UNIQUE,
    employer_id uuid NOT NULL CONSTRAINT vacancies_employer REFERENCES employers,
    title text NOT NULL CONSTRAINT vacancies_title CHECK (title <> ''),
    place text CONSTRAINT vacancies_place CHECK (place ~ '^\d\d\.\d\d$'),
    description text NOT NULL,
    occupation text NOT NULL,
    setting text NOT NULL CONSTRAINT vacancies_setting CHECK (setting IN ('outside', 'inside_facility')),
    months_left_asked smallint NOT NULL CONSTRAINT vacancies_months_left CHECK (months_left_asked >= 0),
    openings integer NOT NULL CONSTRAINT vacancies_openings CHECK (openings >= 1),
    held integer NOT NULL DEFAULT 0,
    contract text CONSTRAINT vacancies_contract CHECK (contract IN
        ('permanent', 'fixed_term', 'daily', 'piece_rate', 'outsourced', 'apprenticeship', 'partnership',
         'self_employment')),
    wage_lower_idr bigint,
    wage_upper_idr bigint,
    wage_unit text CONSTRAINT vacancies_wage_unit CHECK (wage_unit IN ('hour', 'day', 'week', 'month', 'piece')),
    wage_monthly_lower_idr bigint,
    wage_monthly_upper_idr bigint,
    shifts text[] NOT NULL,
    hours_per_week smallint,
    lodging boolean NOT NULL,
    starts date,
    closes date,
    required_education smallint NOT NULL CONSTRAINT vacancies_required_education CHECK (required_education BETWEEN 0 AND 9),
    required_experience_months integer NOT NULL,
    required_certificates text[] NOT NULL,
    required_units text[] NOT NULL,
    required_licences text[] NOT NULL,
    required_languages text[] NOT NULL,
    preferred_education smallint NOT NULL CONSTRAINT vacancies_preferred_education CHECK (preferred_education BETWEEN 0 AND 9),
    preferred_experience_months integer NOT NULL,
    preferred_certificates text[] NOT NULL,
    preferred_units text[] NOT NULL,
    preferred_licences text[] NOT NULL,
    preferred_languages text[] NOT NULL,
    licences_by_law text[] NOT NULL,
    understood text[] NOT NULL,
    understood_confidence double precision[] NOT NULL,
    demands text[] NOT NULL,
    fields text[] NOT NULL,
    police_record_letter boolean NOT NULL,
    placement_elsewhere boolean NOT NULL,
    status text NOT NULL CONSTRAINT vacancies_status CHECK (status IN ('draft', 'open', 'closed', 'suspended')),
    reference_system text,
    reference_key text,
    facility text NOT NULL,
    age_min smallint,
    age_max smallint,
    sex_limit text,
    limit_reason text NOT NULL,
    wage_text text NOT NULL,
    source_text text NOT NULL,
    text_version integer NOT NULL DEFAULT 1,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT holds_within_openings CHECK (held BETWEEN 0 AND openings),
    CONSTRAINT vacancies_inside_has_place CHECK (place IS NOT NULL OR setting = 'outside'),
    CONSTRAINT vacancies_wage CHECK (wage_unit IS NULL OR (0 < wage_lower_idr AND wage_lower_idr <= wage_upper_idr)),
    CONSTRAINT vacancies_wage_whole CHECK (num_nulls(wage_lower_idr, wage_upper_idr, wage_unit) IN (0, 3)),
    CONSTRAINT vacancies_understood CHECK (cardinality(understood) = cardinality(understood_confidence)),
    CONSTRAINT vacancies_age_limits CHECK (age_min <= age_max),
    CONSTRAINT vacancies_reference_whole CHECK ((reference_system IS NULL) = (reference_key IS NULL)),
    CONSTRAINT one_vacancy_per_reference UNIQUE (reference_system, reference_key)
);
CREATE INDEX vacancies_of_employer ON vacancies (employer_id);
COMMENT ON COLUMN vacancies.place IS 'Regency code (Kemendagri); null: abroad';
COMMENT ON COLUMN vacancies.held IS 'Kept by the triggers of holds; nobody writes it';
COMMENT ON COLUMN vacancies.age_min IS 'Limits of age and sex are stored because the law asks for them, never ranked on';
COMMENT ON COLUMN vacancies.understood IS 'Occupations read at intake (KBJI), in step with understood_confidence';
COMMENT ON COLUMN vacancies.text_version IS 'Grows when what is embedded changes, and only then';

CREATE TABLE vacancy_history (
    vacancy_id uuid NOT NULL CONSTRAINT vacancy_history_vacancy REFERENCES vacancies ON DELETE CASCADE,
    version integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    superseded_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL,
    CONSTRAINT vacancy_history_pkey PRIMARY KEY (vacancy_id, version)
);
COMMENT ON TABLE vacancy_history IS 'Earlier states of vacancies, each with the time in which it held. Written by trigger';

CREATE FUNCTION keep_vacancy_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO vacancy_history (vacancy_id, version, recorded_at, record)
    VALUES (OLD.id, OLD.version, OLD.recorded_at, to_jsonb(OLD));
    RETURN NULL;
END $$;
CREATE TRIGGER keep_vacancy_history AFTER UPDATE ON vacancies FOR EACH ROW
    WHEN (NEW.version > OLD.version) EXECUTE FUNCTION keep_vacancy_history();

CREATE FUNCTION grow_text_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.text_version := OLD.text_version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER vacancy_text_changed BEFORE UPDATE ON vacancies FOR EACH ROW
    WHEN ((OLD.title, OLD.description, OLD.occupation, OLD.understood, OLD.understood_confidence,
           OLD.required_certificates, OLD.required_units, OLD.preferred_certificates, OLD.preferred_units)
          IS DISTINCT FROM
          (NEW.title, NEW.description, NEW.occupation, NEW.understood, NEW.understood_confidence,
           NEW.required_certificates, NEW.required_units, NEW.preferred_certificates, NEW.preferred_units))
    EXECUTE FUNCTION grow_text_version();
CREATE TRIGGER candidate_text_changed BEFORE UPDATE ON candidates FOR EACH ROW
    WHEN (OLD.interests IS DISTINCT FROM NEW.interests
          OR jsonb_path_query_array(OLD.experience, '$[*].title')
             IS DISTINCT FROM jsonb_path_query_array(NEW.experience, '$[*].title'))
    EXECUTE FUNCTION grow_text_version();

CREATE TABLE holds (
    id uuid CONSTRAINT holds_pkey PRIMARY KEY,
    vacancy_id uuid NOT NULL CONSTRAINT holds_vacancy REFERENCES vacancies,
    candidate_id uuid,
    openings integer NOT NULL DEFAULT 1 CONSTRAINT holds_openings CHECK (openings >= 1),
    released_at timestamptz,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT holds_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX holds_of_vacancy ON holds (vacancy_id);
CREATE INDEX holds_of_candidate ON holds (candidate_id);
COMMENT ON TABLE holds IS 'Openings held for somebody, until released';

CREATE FUNCTION count_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    touched uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.vacancy_id ELSE NEW.vacancy_id END;
BEGIN
    PERFORM FROM vacancies WHERE id = touched FOR UPDATE; -- two who take the last opening come one after the other
    UPDATE vacancies SET held =
        (SELECT coalesce(sum(openings), 0) FROM holds WHERE vacancy_id = touched AND released_at IS NULL)
    WHERE id = touched;
    RETURN NULL;
END $$;
CREATE TRIGGER count_holds AFTER INSERT OR UPDATE OR DELETE ON holds FOR EACH ROW EXECUTE FUNCTION count_holds();

CREATE VIEW vacancy_facts WITH (security_invoker = true) AS
SELECT v.id, v.employer_id, v.title, v.place, e.verification AS employer_verification, e.sector, v.description,
       v.occupation, v.setting, v.months_left_asked, v.openings, v.held, v.contract, v.wage_lower_idr,
       v.wage_upper_idr, v.wage_unit, v.wage_monthly_lower_idr, v.wage_monthly_upper_idr, v.shifts, v.hours_per_week,
       v.lodging, v.starts, v.closes,
       v.required_education, v.required_experience_months, v.required_certificates, v.required_units,
       v.required_licences, v.required_languages,
       v.preferred_education, v.preferred_experience_months, v.preferred_certificates, v.preferred_units,
       v.preferred_licences, v.preferred_languages,
       v.licences_by_law, v.understood, v.understood_confidence, v.demands, v.fields, v.police_record_letter,
       v.placement_elsewhere, v.status, v.seq, v.text_version
FROM vacancies v JOIN employers e ON e.id = v.employer_id;
COMMENT ON VIEW vacancy_facts IS 'Vacancies as matching knows them, with what their employer lends them';

GRANT SELECT, INSERT, UPDATE, DELETE ON employers, vacancies, holds TO jembatan_app;
GRANT SELECT ON vacancy_history, vacancy_facts TO jembatan_app;
GRANT SELECT ON vacancies, vacancy_facts TO jembatan_worker;
GRANT SELECT (id, verification, sector) ON employers TO jembatan_worker;
