-- People: matching facts, identity and protected attributes in three tables with separate access.
--
-- Every personal table carries unit, caseload and who recorded it. A child row's unit and caseload follow its
-- candidate's through the foreign key (ON UPDATE CASCADE), so a wall is one comparison of columns, without a join.

CREATE FUNCTION asking_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.account', true), '')::uuid;
CREATE FUNCTION asking_unit() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.unit', true), '')::uuid;
GRANT EXECUTE ON FUNCTION asking_account(), asking_unit() TO jembatan_app, jembatan_worker;

CREATE TABLE units (
    id uuid CONSTRAINT units_pkey PRIMARY KEY,
    type text NOT NULL CONSTRAINT units_type CHECK (type IN ('lapas', 'rutan', 'lpka', 'bapas')),
    name text NOT NULL CONSTRAINT units_name UNIQUE,
    province_code text NOT NULL DEFAULT ''
);
COMMENT ON TABLE units IS 'Unit pelaksana teknis (UPT) to which people and accounts belong';

-- The pattern for the columns that say where a record belongs and who wrote it last.
CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
) ON COMMIT DROP;

CREATE TABLE candidates (
    id uuid CONSTRAINT candidates_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT candidates_seq UNIQUE,
    home text NOT NULL CONSTRAINT candidates_home CHECK (home ~ '^\d\d\.\d\d$'),
    education smallint NOT NULL CONSTRAINT candidates_education CHECK (education BETWEEN 0 AND 9),
    consented boolean NOT NULL,
    objected boolean NOT NULL,
    custody_regency text CONSTRAINT candidates_custody_regency CHECK (custody_regency ~ '^\d\d\.\d\d$'),
    accepted_places text[] NOT NULL,
    willing_to_move boolean NOT NULL,
    sea_crossing boolean NOT NULL,
    max_travel_m integer NOT NULL CONSTRAINT candidates_max_travel CHECK (max_travel_m >= 0),
    licences jsonb NOT NULL,
    languages text[] NOT NULL,
    experience jsonb NOT NULL,
    interests text[] NOT NULL,
    excluded_fields text[] NOT NULL,
    shifts text[] NOT NULL,
    contracts text[] NOT NULL,
    minimum_wage_idr bigint CONSTRAINT candidates_minimum_wage CHECK (minimum_wage_idr > 0),
    needs_lodging boolean NOT NULL,
    restrictions text[] NOT NULL,
    blocked_fields text[] NOT NULL,
    blockers jsonb NOT NULL,
    text_version integer NOT NULL DEFAULT 1,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT candidates_belong UNIQUE (id, unit_id, caseload)
);
COMMENT ON TABLE candidates IS 'Matching facts of people. No name, no number, no offence';
COMMENT ON COLUMN candidates.seq IS 'Order of creation, for pages and indexes';
COMMENT ON COLUMN candidates.licences IS '[[licence, last day or null], …]';
COMMENT ON COLUMN candidates.experience IS '[{title, months, inside, reviewed, would_take_back}, …]';
COMMENT ON COLUMN candidates.blockers IS '[[kind, status, lead days], …]';
COMMENT ON COLUMN candidates.blocked_fields IS 'Opaque codes from the source; why a field is blocked is stored nowhere';
COMMENT ON COLUMN candidates.text_version IS 'Grows when what is embedded changes, and only then';
COMMENT ON COLUMN candidates.version IS 'Grows with every change of the person''s facts, identity, certificates or window';

CREATE TABLE candidate_identities (
    candidate_id uuid CONSTRAINT candidate_identities_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT candidate_identities_name CHECK (name <> ''),
    birth_date date,
    phone text,
    district text NOT NULL,
    facility text NOT NULL,
    guarantor jsonb,
    nik_sealed text,
    nik_hash text,
    nik_last4 text NOT NULL DEFAULT '',
    register_sealed text,
    register_hash text,
    register_last4 text NOT NULL DEFAULT '',
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT candidate_identities_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT candidate_identities_nik CHECK ((nik_sealed IS NULL) = (nik_hash IS NULL)),
    CONSTRAINT candidate_identities_register CHECK ((register_sealed IS NULL) = (register_hash IS NULL)),
    CONSTRAINT candidate_identities_sealed CHECK (nik_sealed LIKE 'v1:%' AND register_sealed LIKE 'v1:%')
);
CREATE INDEX candidate_identities_nik_hash ON candidate_identities (nik_hash);
CREATE INDEX candidate_identities_register_hash ON candidate_identities (register_hash);
COMMENT ON TABLE candidate_identities IS 'Who people are. Numbers are sealed by the vault and found by a keyed hash';
COMMENT ON INDEX candidate_identities_nik_hash IS
    'Not unique: an error would tell one unit that another knows the person';

CREATE TABLE protected_attributes (
    candidate_id uuid CONSTRAINT protected_attributes_pkey PRIMARY KEY,
    sex text CONSTRAINT protected_attributes_sex CHECK (sex IN ('female', 'male')),
    disability text,
    religion text,
    minority_language text,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT protected_attributes_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
COMMENT ON TABLE protected_attributes IS 'Written through write_protected_attributes, read by the fairness report only';

CREATE FUNCTION write_protected_attributes(
    candidate uuid, sex text, disability text, religion text, minority_language text
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO protected_attributes (candidate_id, sex, disability, religion, minority_language, unit_id, caseload)
    SELECT c.id, $2, $3, $4, $5, c.unit_id, c.caseload FROM candidates c WHERE c.id = $1
    ON CONFLICT ON CONSTRAINT protected_attributes_pkey DO UPDATE
    SET sex = excluded.sex, disability = excluded.disability, religion = excluded.religion,
        minority_language = excluded.minority_language, recorded_by = asking_account(), recorded_at = now(),
        version = protected_attributes.version + 1
    WHERE (protected_attributes.sex, protected_attributes.disability, protected_attributes.religion,
           protected_attributes.minority_language)
          IS DISTINCT FROM (excluded.sex, excluded.disability, excluded.religion, excluded.minority_language);
$$;
COMMENT ON FUNCTION write_protected_attributes(uuid, text, text, text, text) IS
    'The application writes without reading; nothing comes back, so that guessing tells nothing';
GRANT EXECUTE ON FUNCTION write_protected_attributes(uuid, text, text, text, text) TO jembatan_app;

CREATE TABLE candidate_references (
    candidate_id uuid NOT NULL,
    position smallint NOT NULL,
    system text NOT NULL CONSTRAINT candidate_references_system_named CHECK (system <> ''),
    key text NOT NULL CONSTRAINT candidate_references_key_named CHECK (key <> ''),
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT one_candidate_per_reference UNIQUE (system, key, unit_id),
    CONSTRAINT candidate_references_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX candidate_references_of_candidate ON candidate_references (candidate_id);
COMMENT ON CONSTRAINT one_candidate_per_reference ON candidate_references IS
    'Within a unit; across units a duplicate is claimed by transfer, never told by an error';

CREATE TABLE certificates (
    id uuid CONSTRAINT certificates_pkey PRIMARY KEY,
    candidate_id uuid NOT NULL,
    position integer NOT NULL,
    kind text NOT NULL CONSTRAINT certificates_kind CHECK (kind IN
        ('competence', 'training', 'lsk', 'construction', 'k3_licence', 'equivalency', 'work_statement')),
    title text NOT NULL CONSTRAINT certificates_title CHECK (title <> ''),
    scheme text NOT NULL,
    units jsonb NOT NULL,
    kkni_level smallint CONSTRAINT certificates_kkni_level CHECK (kkni_level BETWEEN 1 AND 9),
    issuer text NOT NULL,
    number text NOT NULL,
    issued date,
    expires date,
    training_hours integer CONSTRAINT certificates_training_hours CHECK (training_hours > 0),
    verification text NOT NULL CONSTRAINT certificates_verification CHECK (verification IN
        ('claimed', 'original_seen', 'confirmed_by_issuer', 'rejected')),
    verified_by text NOT NULL,
    verified_on date,
    evidence_reference text NOT NULL,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT certificates_expire_after_issue CHECK (expires >= issued),
    CONSTRAINT certificates_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX certificates_of_candidate ON certificates (candidate_id, position);
COMMENT ON COLUMN certificates.units IS '[[code, decree year or null], …]';

CREATE TABLE release_windows (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT release_windows_pkey PRIMARY KEY,
    candidate_id uuid NOT NULL,
    mode text NOT NULL CONSTRAINT release_windows_mode CHECK (mode IN
        ('full_term', 'remission', 'conditional_release', 'conditional_leave', 'pre_release_leave', 'assimilation',
         'juvenile')),
    earliest date NOT NULL,
    expected date NOT NULL,
    latest date NOT NULL,
    basis text NOT NULL CONSTRAINT release_windows_basis CHECK (basis IN
        ('decision', 'board', 'source_two_thirds', 'source_expiry', 'own_estimate')),
    as_of date NOT NULL,
    source text NOT NULL,
    superseded_at timestamptz,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT release_windows_in_order CHECK (earliest <= expected AND expected <= latest),
    CONSTRAINT release_windows_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX one_current_window_per_candidate ON release_windows (candidate_id) WHERE superseded_at IS NULL;
CREATE INDEX release_windows_of_candidate ON release_windows (candidate_id);
COMMENT ON TABLE release_windows IS 'Effective-dated: a window is superseded, never changed';

CREATE TABLE supervisions (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT supervisions_pkey PRIMARY KEY,
    candidate_id uuid NOT NULL,
    until date,
    area text[] NOT NULL,
    report_every_days smallint CONSTRAINT supervisions_report_every CHECK (report_every_days > 0),
    superseded_at timestamptz,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT supervisions_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX one_current_supervision_per_candidate ON supervisions (candidate_id) WHERE superseded_at IS NULL;
CREATE INDEX supervisions_of_candidate ON supervisions (candidate_id);
COMMENT ON TABLE supervisions IS 'Effective-dated, as the windows. A null `until` is not known yet';

CREATE TABLE consent_events (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT consent_events_pkey PRIMARY KEY,
    candidate_id uuid NOT NULL,
    consented boolean NOT NULL,
    objected boolean NOT NULL,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT consent_events_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX consent_events_of_candidate ON consent_events (candidate_id);
COMMENT ON TABLE consent_events IS 'Append-only: how the gates of a person stood after each change. Written by trigger';

CREATE FUNCTION record_gates_given() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO consent_events (candidate_id, consented, objected, unit_id, caseload)
    SELECT id, consented, objected, unit_id, caseload FROM after WHERE consented OR objected;
    RETURN NULL;
END $$;
CREATE FUNCTION record_gates_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO consent_events (candidate_id, consented, objected, unit_id, caseload)
    VALUES (NEW.id, NEW.consented, NEW.objected, NEW.unit_id, NEW.caseload);
    RETURN NULL;
END $$;
CREATE TRIGGER record_gates_given AFTER INSERT ON candidates
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION record_gates_given();
CREATE TRIGGER record_gates_changed AFTER UPDATE ON candidates FOR EACH ROW
    WHEN ((OLD.consented, OLD.objected) IS DISTINCT FROM (NEW.consented, NEW.objected))
    EXECUTE FUNCTION record_gates_changed();

CREATE VIEW candidate_facts WITH (security_invoker = true) AS
SELECT c.id, c.home, c.education, c.consented, c.objected, c.custody_regency, c.accepted_places, c.willing_to_move,
       c.sea_crossing, c.max_travel_m, c.licences, c.languages, c.experience, c.interests, c.excluded_fields, c.shifts,
       c.contracts, c.minimum_wage_idr, c.needs_lodging, c.restrictions, c.blocked_fields, c.blockers,
       w.id AS window_id, w.mode, w.earliest, w.expected, w.latest, w.basis, w.as_of, w.source,
       s.id AS supervision_id, s.until, s.area, s.report_every_days,
       c.seq, c.text_version, c.unit_id, c.caseload, c.recorded_by, c.recorded_at, c.version
FROM candidates c
LEFT JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
LEFT JOIN supervisions s ON s.candidate_id = c.id AND s.superseded_at IS NULL;
COMMENT ON VIEW candidate_facts IS 'Matching facts with the current window and supervision; asks with the reader''s own rights';

GRANT SELECT ON units TO jembatan_app, jembatan_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON candidates, candidate_identities, candidate_references, certificates TO jembatan_app;
GRANT SELECT, INSERT, UPDATE ON release_windows, supervisions TO jembatan_app;
GRANT SELECT ON consent_events, candidate_facts TO jembatan_app;
GRANT SELECT ON candidates, certificates, release_windows, supervisions, candidate_facts TO jembatan_worker;
