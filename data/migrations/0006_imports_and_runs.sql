-- Imports and what each changed, rows that wait for somebody to say whose they are, runs, and idempotency keys.

CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
) ON COMMIT DROP;

CREATE TABLE imports (
    id uuid CONSTRAINT imports_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT imports_seq UNIQUE,
    kind text NOT NULL,
    digest text NOT NULL,
    created integer NOT NULL,
    updated integer NOT NULL,
    unchanged integer NOT NULL,
    queued integer NOT NULL,
    refused integer NOT NULL,
    at timestamptz NOT NULL,
    undone_at timestamptz,
    LIKE stamp INCLUDING DEFAULTS
);

CREATE TABLE import_changes (
    import_id uuid NOT NULL CONSTRAINT import_changes_import
        REFERENCES imports ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL CONSTRAINT import_changes_kind CHECK (kind IN
        ('candidate', 'certificate', 'window', 'employer', 'vacancy')),
    record_id uuid NOT NULL,
    candidate_id uuid CONSTRAINT import_changes_candidate REFERENCES candidates ON DELETE CASCADE,
    created boolean NOT NULL,
    before jsonb,
    after text,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT import_changes_pkey PRIMARY KEY (import_id, kind, record_id)
);
CREATE INDEX import_changes_of_candidate ON import_changes (candidate_id);
COMMENT ON TABLE import_changes IS 'What an import did to each record, so that it can be undone; goes with an erased person';
COMMENT ON COLUMN import_changes.record_id IS 'For a window, the id of its candidate';
COMMENT ON COLUMN import_changes.before IS 'The stored rows as they were; null when the import created the record';
COMMENT ON COLUMN import_changes.after IS 'Digest of the content that the import left; another one now, and undo is refused';

CREATE TABLE unresolved_rows (
    import_id uuid NOT NULL CONSTRAINT unresolved_rows_import
        REFERENCES imports ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT unresolved_rows_seq UNIQUE,
    row integer NOT NULL,
    cells_sealed text NOT NULL CONSTRAINT unresolved_rows_sealed CHECK (cells_sealed LIKE 'v1:%'),
    possible uuid[] NOT NULL,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT unresolved_rows_pkey PRIMARY KEY (import_id, row)
);
CREATE INDEX unresolved_rows_possible ON unresolved_rows USING gin (possible);
COMMENT ON TABLE unresolved_rows IS 'Possibly the same person: rows without a usable key, sealed whole';

CREATE TABLE runs (
    id uuid CONSTRAINT runs_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT runs_seq UNIQUE,
    kind text NOT NULL CONSTRAINT runs_kind CHECK (kind IN ('vacancies', 'candidates')),
    candidate_id uuid CONSTRAINT runs_candidate REFERENCES candidates ON DELETE SET NULL,
    vacancy_id uuid CONSTRAINT runs_vacancy REFERENCES vacancies ON DELETE SET NULL,
    snapshot text NOT NULL,
    model text NOT NULL,
    weights jsonb NOT NULL,
    rules text NOT NULL,
    parameters jsonb NOT NULL,
    features jsonb NOT NULL,
    result jsonb NOT NULL,
    at timestamptz NOT NULL,
    erased boolean NOT NULL DEFAULT false,
    mentions uuid[] NOT NULL DEFAULT '{}',
    LIKE stamp INCLUDING DEFAULTS
);
CREATE INDEX runs_of_candidate ON runs (candidate_id);
CREATE INDEX runs_of_vacancy ON runs (vacancy_id);
CREATE INDEX runs_mentions ON runs USING gin (mentions);
COMMENT ON COLUMN runs.mentions IS 'Candidates that a list for a vacancy names, so that erasure finds them';
COMMENT ON COLUMN runs.erased IS 'The person has been erased: features and result are gone with the name';

CREATE TABLE idempotency_keys (
    account_id uuid NOT NULL DEFAULT asking_account(),
    key text NOT NULL,
    request_digest text NOT NULL,
    record_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT one_request_per_key PRIMARY KEY (account_id, key)
);

-- A person who is erased leaves runs that say so, and in the lists of others a row under the id of nobody.
CREATE FUNCTION erase_own_runs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE runs SET erased = true, features = '[]', parameters = '{}',
        result = '{"rows": [], "dropped": {}}' WHERE candidate_id = OLD.id;
    RETURN OLD;
END $$;
CREATE TRIGGER erase_own_runs BEFORE DELETE ON candidates FOR EACH ROW EXECUTE FUNCTION erase_own_runs();

CREATE FUNCTION erase_mentions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    removed uuid[] := (SELECT array_agg(id) FROM gone);
    one uuid;
BEGIN
    FOR one IN SELECT DISTINCT m FROM runs, unnest(mentions) m WHERE mentions && removed AND m = ANY (removed) LOOP
        UPDATE runs SET features = replace(features::text, one::text, '00000000-0000-0000-0000-000000000000')::jsonb,
                        result = replace(result::text, one::text, '00000000-0000-0000-0000-000000000000')::jsonb,
                        mentions = array_remove(mentions, one)
        WHERE mentions && ARRAY[one];
    END LOOP;
    FOR one IN SELECT DISTINCT p FROM unresolved_rows, unnest(possible) p WHERE possible && removed AND p = ANY (removed) LOOP
        UPDATE unresolved_rows SET possible = array_remove(possible, one) WHERE possible && ARRAY[one];
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER erase_mentions AFTER DELETE ON candidates
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION erase_mentions();

GRANT SELECT, INSERT, UPDATE ON imports, import_changes TO jembatan_app;
GRANT SELECT, INSERT, DELETE ON unresolved_rows TO jembatan_app;
GRANT SELECT, INSERT ON runs, idempotency_keys TO jembatan_app;
