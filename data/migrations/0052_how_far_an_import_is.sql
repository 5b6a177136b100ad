-- How far the import of a file is. What its own transaction writes is seen by nobody before it commits, and another process may be
-- asked; so this is written beside it, once a second at most. No person is in it.

CREATE TABLE import_progress (
    id uuid CONSTRAINT import_progress_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT import_progress_seq UNIQUE,
    kind text NOT NULL,
    digest text NOT NULL,
    dry_run boolean NOT NULL,
    rows integer NOT NULL,
    stage text NOT NULL DEFAULT 'read' CONSTRAINT import_progress_stage CHECK (stage IN ('read', 'check', 'store')),
    done integer NOT NULL DEFAULT 0,
    outcome text NOT NULL DEFAULT '' CONSTRAINT import_progress_outcome CHECK (outcome IN ('', 'done', 'failed')),
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    begun_at timestamptz NOT NULL DEFAULT now(),
    heard_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE import_progress IS 'Kemajuan impor. Rows done of a file in the stage at hand; gone after a day, by the next import';
COMMENT ON COLUMN import_progress.id IS 'The id that the import itself gets, if it is stored';
COMMENT ON COLUMN import_progress.outcome IS 'Empty: it goes on, or the process that was at it has died';

ALTER TABLE import_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_progress FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON import_progress TO CURRENT_USER USING (true);
CREATE POLICY backup ON import_progress FOR SELECT TO jembatan_backup USING (true);
CREATE POLICY own ON import_progress TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]));
GRANT SELECT, INSERT, UPDATE (stage, done, outcome, heard_at) ON import_progress TO jembatan_app;

CREATE VIEW import_courses WITH (security_invoker = true) AS
SELECT p.*, CASE WHEN p.outcome <> '' THEN p.outcome
                 WHEN p.heard_at < clock_timestamp() - interval '1 minute' THEN 'silent' ELSE 'running' END AS course
FROM import_progress p;
GRANT SELECT ON import_courses TO jembatan_app;

CREATE FUNCTION forget_old_progress() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM import_progress WHERE begun_at < now() - interval '1 day';
    RETURN NULL;
END $$;
CREATE TRIGGER forget_old_progress AFTER INSERT ON import_progress
    FOR EACH STATEMENT EXECUTE FUNCTION forget_old_progress();
