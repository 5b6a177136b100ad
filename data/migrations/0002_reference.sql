-- Reference data: codes and names, each dataset loaded whole, with its version and source (data/reference_load.py).
-- What is missing is unknown. The owner loads; everybody else reads.

CREATE TABLE reference_loads (
    dataset text CONSTRAINT reference_loads_pkey PRIMARY KEY,
    version text NOT NULL,
    rows integer NOT NULL,
    source text NOT NULL,
    completeness text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE reference_loads IS 'What has been loaded: version is the digest of the rows; completeness as the source states it';

CREATE TABLE provinces (
    code text CONSTRAINT provinces_pkey PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE regencies (
    code text CONSTRAINT regencies_pkey PRIMARY KEY,
    bps_code text NOT NULL,
    name text NOT NULL,
    province_code text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    island text NOT NULL,
    CONSTRAINT regencies_on_earth CHECK (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)
);
COMMENT ON COLUMN regencies.code IS 'Kemendagri, for example 35.19; the statistics office (BPS) numbers the same places otherwise';
COMMENT ON COLUMN regencies.island IS 'Within one group no sea is crossed';

CREATE TABLE occupations (
    code text CONSTRAINT occupations_pkey PRIMARY KEY,
    digits smallint NOT NULL,
    title text NOT NULL
);
COMMENT ON TABLE occupations IS 'KBJI 2014';

CREATE TABLE sectors (
    code text CONSTRAINT sectors_pkey PRIMARY KEY,
    category text NOT NULL,
    title text NOT NULL
);
COMMENT ON TABLE sectors IS 'KBLI 2020';

CREATE TABLE schemes (
    code text NOT NULL,
    title text NOT NULL,
    profession text NOT NULL,
    field text NOT NULL,
    kind text NOT NULL,
    source text NOT NULL,
    CONSTRAINT schemes_pkey PRIMARY KEY (source, code, title)
);

CREATE TABLE competency_units (
    code text NOT NULL,
    decree_year smallint,
    title text NOT NULL,
    CONSTRAINT competency_units_key UNIQUE NULLS NOT DISTINCT (code, decree_year)
);
COMMENT ON TABLE competency_units IS 'The key is code and decree year: one code has carried three titles';

CREATE TABLE construction_jobs (
    code text CONSTRAINT construction_jobs_pkey PRIMARY KEY,
    title text NOT NULL
);

CREATE TABLE programmes (
    title text CONSTRAINT programmes_pkey PRIMARY KEY,
    field text NOT NULL,
    lesson_hours integer NOT NULL
);

CREATE TABLE facilities (
    name text CONSTRAINT facilities_pkey PRIMARY KEY,
    type text NOT NULL,
    class text NOT NULL,
    province_code text NOT NULL
);

CREATE TABLE minimum_wages (
    place_code text NOT NULL,
    year smallint NOT NULL,
    monthly_idr bigint NOT NULL,
    mark text NOT NULL,
    CONSTRAINT minimum_wages_pkey PRIMARY KEY (place_code, year),
    CONSTRAINT minimum_wages_positive CHECK (monthly_idr > 0)
);

CREATE TABLE fields_of_work (
    code text CONSTRAINT fields_of_work_pkey PRIMARY KEY,
    name_id text NOT NULL,
    name_en text NOT NULL
);
COMMENT ON TABLE fields_of_work IS 'Opaque codes; the rule behind one is in field_rules, for the case worker only';

CREATE TABLE field_rules (
    field_code text CONSTRAINT field_rules_pkey PRIMARY KEY,
    rule text NOT NULL
);
ALTER TABLE field_rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY only_for_case_workers ON field_rules FOR SELECT
    USING (current_setting('app.role', true) = 'case_worker');
COMMENT ON TABLE field_rules IS 'Which rule closes a field. It tells of offences by implication, so no other role reads it';

CREATE TABLE legal_bars (
    code text CONSTRAINT legal_bars_pkey PRIMARY KEY,
    fields text[] NOT NULL,
    strength text NOT NULL CONSTRAINT legal_bars_strength CHECK (strength IN ('hard', 'flag')),
    applies_to text NOT NULL
        CONSTRAINT legal_bars_applies_to CHECK (applies_to IN ('everyone', 'under_supervision', 'flagged_at_source')),
    words_id text NOT NULL,
    words_en text NOT NULL,
    source text NOT NULL
);

GRANT SELECT ON reference_loads, provinces, regencies, occupations, sectors, schemes, competency_units,
    construction_jobs, programmes, facilities, minimum_wages, fields_of_work, legal_bars
    TO jembatan_app, jembatan_worker;
GRANT SELECT ON field_rules TO jembatan_app;
