-- Who works here: accounts, and the duties in which they act. A duty says the role and what it reaches: a case
-- worker's unit, a release planner's provinces, an employer member's company. The walls (0012) believe a session
-- only as far as a current duty of an active account backs it: one that has ended opens nothing, at once.

ALTER TABLE units DROP CONSTRAINT units_type;
ALTER TABLE units ADD CONSTRAINT units_type
    CHECK (type IN ('lapas', 'rutan', 'lpka', 'bapas', 'kanwil', 'ditjenpas', 'platform'));
COMMENT ON TABLE units IS
    'Units (UPT), regional offices and the directorate to which people and accounts belong; `platform`: members of employers';

CREATE TABLE accounts (
    id uuid CONSTRAINT accounts_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT accounts_seq UNIQUE,
    login text NOT NULL CONSTRAINT accounts_login CHECK (login = lower(btrim(login)) AND login <> ''),
    name text NOT NULL CONSTRAINT accounts_name CHECK (name <> ''),
    language text NOT NULL DEFAULT 'id' CONSTRAINT accounts_language CHECK (language IN ('id', 'en')),
    status text NOT NULL DEFAULT 'active' CONSTRAINT accounts_status CHECK (status IN ('active', 'disabled')),
    created_by uuid NOT NULL DEFAULT asking_account(),
    created_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT one_account_per_login UNIQUE (login)
);
COMMENT ON COLUMN accounts.login IS 'E-mail address, or a short name for accounts that nobody signs in to';

CREATE TABLE duties (
    id uuid CONSTRAINT duties_pkey PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT duties_account REFERENCES accounts ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT duties_role CHECK (role IN
        ('case_worker', 'release_planner', 'employer', 'administrator', 'data_protection_officer')),
    unit_id uuid NOT NULL CONSTRAINT duties_unit REFERENCES units,
    provinces text[] NOT NULL DEFAULT '{}',
    employer_id uuid CONSTRAINT duties_employer REFERENCES employers ON DELETE CASCADE,
    since timestamptz NOT NULL DEFAULT now(),
    until timestamptz,
    granted_by uuid NOT NULL DEFAULT asking_account(),
    granted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT duties_planner_has_region CHECK ((role = 'release_planner') = (provinces <> '{}')),
    CONSTRAINT duties_employer_has_company CHECK ((role = 'employer') = (employer_id IS NOT NULL)),
    CONSTRAINT duties_end_after_start CHECK (until > since)
);
CREATE INDEX duties_of_account ON duties (account_id);
COMMENT ON TABLE duties IS 'Penugasan: one role of one account. Ended by `until`, never deleted';
COMMENT ON COLUMN duties.provinces IS 'Kemendagri codes of the provinces of a release planner''s region';

CREATE TABLE covers (
    id uuid CONSTRAINT covers_pkey PRIMARY KEY,
    unit_id uuid NOT NULL CONSTRAINT covers_unit REFERENCES units,
    absent uuid NOT NULL CONSTRAINT covers_absent REFERENCES accounts ON DELETE CASCADE,
    covering uuid NOT NULL CONSTRAINT covers_covering REFERENCES accounts ON DELETE CASCADE,
    since timestamptz NOT NULL DEFAULT now(),
    until timestamptz NOT NULL,
    granted_by uuid NOT NULL DEFAULT asking_account(),
    granted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT covers_two_people CHECK (absent <> covering),
    CONSTRAINT covers_end_after_start CHECK (until > since),
    CONSTRAINT covers_end_within_a_quarter CHECK (until <= since + interval '100 days')
);
CREATE INDEX covers_of_covering ON covers (covering);
COMMENT ON TABLE covers IS 'During an absence another case worker of the unit sees the caseload; it ends by itself';

-- The duty in which this transaction acts, if it is current; otherwise nothing. SECURITY DEFINER, because who asks
-- need not be able to read the tables from which the walls are built.
CREATE FUNCTION asking_duty() RETURNS duties LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d FROM duties d JOIN accounts a ON a.id = d.account_id
    WHERE d.id = nullif(current_setting('app.duty', true), '')::uuid
        AND d.account_id = asking_account() AND d.unit_id = asking_unit() AND d.role = current_setting('app.role', true)
        AND d.since <= now() AND (d.until IS NULL OR d.until > now()) AND a.status = 'active';
$$;

CREATE FUNCTION acts_as(VARIADIC roles text[]) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp RETURN coalesce((asking_duty()).role = ANY (roles), false);

-- The unit whose people a case worker may see, as far as they are in one of `case_loads`; null for everybody else.
CREATE FUNCTION case_unit() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.unit_id FROM asking_duty() d WHERE d.role = 'case_worker';
$$;
CREATE FUNCTION case_loads() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT array_append(ARRAY(SELECT c.absent FROM covers c
                              WHERE c.covering = d.account_id AND c.unit_id = d.unit_id
                                  AND c.since <= now() AND c.until > now()), d.account_id)
    FROM asking_duty() d WHERE d.role = 'case_worker';
$$;

-- The units of a release planner's region; empty for everybody else.
CREATE FUNCTION planned_units() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT ARRAY(SELECT u.id FROM units u, asking_duty() d
                 WHERE d.role = 'release_planner' AND u.province_code = ANY (d.provinces));
$$;

CREATE FUNCTION asking_company() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    RETURN (asking_duty()).employer_id;

GRANT EXECUTE ON FUNCTION asking_duty(), acts_as(text[]), case_unit(), case_loads(), planned_units(), asking_company()
    TO jembatan_app;

-- Who acts on the command line of the machine itself: whoever may start the program there holds its keys anyway.
INSERT INTO units (id, type, name, province_code) VALUES
    ('00000000-0000-4000-8000-0000000000a1', 'lapas', 'Unit lokal', ''),
    ('00000000-0000-4000-8000-0000000000a2', 'platform', 'Pemberi kerja', '')
ON CONFLICT DO NOTHING;
INSERT INTO accounts (id, login, name, created_by) VALUES
    ('00000000-0000-4000-8000-000000000001', 'local', 'Petugas lokal', '00000000-0000-4000-8000-000000000001');
INSERT INTO duties (id, account_id, role, unit_id, granted_by) VALUES
    ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-000000000001', 'case_worker',
     '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000001');

GRANT SELECT ON accounts, duties, covers TO jembatan_app;
