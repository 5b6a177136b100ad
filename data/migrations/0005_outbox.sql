-- Vectors and the outbox: what index building reads to know what has changed.

CREATE TABLE meta (
    only_row boolean CONSTRAINT meta_one_row PRIMARY KEY DEFAULT true CONSTRAINT meta_only_row CHECK (only_row),
    incarnation uuid NOT NULL DEFAULT gen_random_uuid(),
    pruned_xid xid8 NOT NULL DEFAULT '0'
);
INSERT INTO meta DEFAULT VALUES;
COMMENT ON COLUMN meta.incarnation IS 'Renewed by a restore: positions in the outbox of before mean nothing after';
COMMENT ON COLUMN meta.pruned_xid IS 'The last transaction whose entries have been pruned from the outbox';

CREATE TABLE outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pkey PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    topic text NOT NULL CONSTRAINT outbox_topic CHECK (topic IN ('vacancy', 'candidate')),
    record_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_by_xid ON outbox (xid);
COMMENT ON TABLE outbox IS 'One row per changed record and statement; written by trigger, in the transaction that changed it';
COMMENT ON COLUMN outbox.xid IS
    'Readers go by transaction, not by seq: numbers are given before the commit, so a lower one may appear later';

CREATE TABLE vacancy_vectors (
    vacancy_id uuid NOT NULL CONSTRAINT vacancy_vectors_vacancy REFERENCES vacancies ON DELETE CASCADE,
    model text NOT NULL,
    text_version integer NOT NULL,
    vector bytea NOT NULL,
    terms text[] NOT NULL,
    CONSTRAINT vacancy_vectors_pkey PRIMARY KEY (vacancy_id, model)
);
ALTER TABLE vacancy_vectors ALTER COLUMN vector SET STORAGE PLAIN;
COMMENT ON COLUMN vacancy_vectors.vector IS 'Unit vector, float16 little-endian';

CREATE TABLE embedded_candidates (
    candidate_id uuid NOT NULL CONSTRAINT embedded_candidates_candidate REFERENCES candidates ON DELETE CASCADE,
    model text NOT NULL,
    text_version integer NOT NULL,
    CONSTRAINT embedded_candidates_pkey PRIMARY KEY (candidate_id, model)
);
COMMENT ON TABLE embedded_candidates IS 'Whose facets are in facet_vectors, as of which text; somebody may have none';

CREATE TABLE facet_vectors (
    candidate_id uuid NOT NULL,
    model text NOT NULL,
    position smallint NOT NULL,
    digest text NOT NULL,
    vector bytea NOT NULL,
    terms text[] NOT NULL,
    CONSTRAINT facet_vectors_pkey PRIMARY KEY (candidate_id, model, position),
    CONSTRAINT facet_vectors_embedded FOREIGN KEY (candidate_id, model)
        REFERENCES embedded_candidates ON DELETE CASCADE
);
CREATE INDEX facet_vectors_by_digest ON facet_vectors (digest, model);
ALTER TABLE facet_vectors ALTER COLUMN vector SET STORAGE PLAIN;

-- One entry per changed record. Arguments: topic, and the column that holds the record's id.
CREATE FUNCTION to_outbox() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    entries bigint;
BEGIN
    EXECUTE format('INSERT INTO outbox (topic, record_id) SELECT DISTINCT %L, %I FROM changed', TG_ARGV[0], TG_ARGV[1]);
    GET DIAGNOSTICS entries = ROW_COUNT;
    IF entries > 0 THEN
        PERFORM pg_notify('jembatan_outbox', '');
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE
    source record;
BEGIN
    FOR source IN
        SELECT * FROM (VALUES
            ('vacancies', 'vacancy', 'id', true),
            ('vacancy_vectors', 'vacancy', 'vacancy_id', false),
            ('candidates', 'candidate', 'id', true),
            ('certificates', 'candidate', 'candidate_id', true),
            ('release_windows', 'candidate', 'candidate_id', false),
            ('supervisions', 'candidate', 'candidate_id', false),
            ('embedded_candidates', 'candidate', 'candidate_id', false)
        ) AS t (name, topic, record, with_deletes)
    LOOP
        EXECUTE format('CREATE TRIGGER outbox_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed
                        FOR EACH STATEMENT EXECUTE FUNCTION to_outbox(%L, %L)', source.name, source.topic, source.record);
        EXECUTE format('CREATE TRIGGER outbox_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed
                        FOR EACH STATEMENT EXECUTE FUNCTION to_outbox(%L, %L)', source.name, source.topic, source.record);
        IF source.with_deletes THEN
            EXECUTE format('CREATE TRIGGER outbox_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS changed
                            FOR EACH STATEMENT EXECUTE FUNCTION to_outbox(%L, %L)', source.name, source.topic, source.record);
        END IF;
    END LOOP;
END $$;

-- What an employer lends its vacancies (verification, sector) changes them, too.
CREATE FUNCTION employer_to_outbox() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO outbox (topic, record_id) SELECT 'vacancy', id FROM vacancies WHERE employer_id = NEW.id;
    PERFORM pg_notify('jembatan_outbox', '');
    RETURN NULL;
END $$;
CREATE TRIGGER outbox_update AFTER UPDATE ON employers FOR EACH ROW
    WHEN ((OLD.verification, OLD.sector) IS DISTINCT FROM (NEW.verification, NEW.sector))
    EXECUTE FUNCTION employer_to_outbox();

-- Certificates are text of their candidate; dates and numbers on them are not.
CREATE FUNCTION certificates_came_or_went() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE candidates SET text_version = text_version + 1 WHERE id IN (SELECT candidate_id FROM changed);
    RETURN NULL;
END $$;
CREATE TRIGGER text_insert AFTER INSERT ON certificates
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION certificates_came_or_went();
CREATE TRIGGER text_delete AFTER DELETE ON certificates
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION certificates_came_or_went();
CREATE FUNCTION certificate_text_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE candidates SET text_version = text_version + 1 WHERE id = NEW.candidate_id;
    RETURN NULL;
END $$;
CREATE TRIGGER text_update AFTER UPDATE ON certificates FOR EACH ROW
    WHEN ((OLD.title, OLD.scheme, OLD.units, OLD.kind, OLD.position, OLD.verification = 'rejected')
          IS DISTINCT FROM
          (NEW.title, NEW.scheme, NEW.units, NEW.kind, NEW.position, NEW.verification = 'rejected'))
    EXECUTE FUNCTION certificate_text_changed();

-- Whoever closes the gate leaves no vector behind.
CREATE FUNCTION forget_vectors() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM embedded_candidates WHERE candidate_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_vectors AFTER UPDATE ON candidates FOR EACH ROW
    WHEN ((OLD.consented AND NOT OLD.objected) AND NOT (NEW.consented AND NOT NEW.objected))
    EXECUTE FUNCTION forget_vectors();

GRANT SELECT ON meta TO jembatan_app, jembatan_worker;
GRANT UPDATE (pruned_xid) ON meta TO jembatan_worker;
GRANT SELECT, DELETE ON outbox TO jembatan_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON vacancy_vectors, embedded_candidates, facet_vectors TO jembatan_worker;
