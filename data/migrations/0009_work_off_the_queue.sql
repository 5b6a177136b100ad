-- What somebody said of a row that waited: whose it is, that it is a new person's, or that it is to be left out.

CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
) ON COMMIT DROP;

ALTER TABLE unresolved_rows ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT unresolved_rows_id UNIQUE;

CREATE TABLE queue_decisions (
    row_id uuid NOT NULL CONSTRAINT queue_decisions_row REFERENCES unresolved_rows (id) ON DELETE CASCADE,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    outcome text NOT NULL CONSTRAINT queue_decisions_outcome CHECK (outcome IN ('joined', 'new', 'dismissed')),
    candidate_id uuid CONSTRAINT queue_decisions_candidate REFERENCES candidates ON DELETE SET NULL,
    import_id uuid CONSTRAINT queue_decisions_import
        REFERENCES imports ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    reason text NOT NULL DEFAULT '' CONSTRAINT queue_decisions_reason_length CHECK (length(reason) <= 200),
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT queue_decisions_pkey PRIMARY KEY (row_id, seq),
    CONSTRAINT queue_decisions_imported CHECK ((outcome = 'dismissed') = (import_id IS NULL)),
    CONSTRAINT queue_decisions_reasoned CHECK (outcome <> 'dismissed' OR reason <> '')
);
CREATE INDEX queue_decisions_of_candidate ON queue_decisions (candidate_id);
CREATE INDEX queue_decisions_of_import ON queue_decisions (import_id);
COMMENT ON TABLE queue_decisions IS 'Never changed: the last one stands, unless its import has been undone';

CREATE VIEW queue WITH (security_invoker = true) AS
SELECT u.id, u.import_id, u.row, u.cells_sealed, u.possible, i.kind, u.recorded_at, u.seq, d.outcome,
       d.candidate_id, d.import_id AS decided_import, d.reason, d.recorded_by AS decided_by,
       d.recorded_at AS decided_at
FROM unresolved_rows u JOIN imports i ON i.id = u.import_id
LEFT JOIN LATERAL (
    SELECT q.* FROM queue_decisions q LEFT JOIN imports m ON m.id = q.import_id
    WHERE q.row_id = u.id AND m.undone_at IS NULL ORDER BY q.seq DESC LIMIT 1) d ON true;
COMMENT ON VIEW queue IS 'Every row that waits or has waited, with the decision that stands';

-- A row that is known to be a person's goes with the person who is erased. Not where the import that made the person
-- is undone: then the row waits again.
CREATE FUNCTION erase_own_rows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM unresolved_rows u USING queue_decisions d, imports m
    WHERE d.row_id = u.id AND d.candidate_id = OLD.id AND m.id = d.import_id AND m.undone_at IS NULL;
    RETURN OLD;
END $$;
CREATE TRIGGER erase_own_rows BEFORE DELETE ON candidates FOR EACH ROW EXECUTE FUNCTION erase_own_rows();

GRANT SELECT, INSERT ON queue_decisions TO jembatan_app;
GRANT SELECT ON queue TO jembatan_app;
