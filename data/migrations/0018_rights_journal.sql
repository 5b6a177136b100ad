-- What a restore must not undo: a consent withdrawn, an objection, a restriction; an account disabled, a duty or cover
-- ended, a password or second factor changed. Triggers note each here; right after the commit the program writes it into
-- a journal outside the database (data/rights_journal.py) and only the note's id stays. So a restored database knows
-- which of the journal's entries it holds already; the others are done again, each once. The journal only ever closes.

CREATE TABLE journal_notes (
    id uuid CONSTRAINT journal_notes_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT journal_notes_seq UNIQUE,
    kind text CONSTRAINT journal_notes_kind CHECK (kind IN ('begun', 'withdrawn', 'objected', 'objection_ended',
        'restricted', 'restriction_ended', 'disabled', 'active', 'credentials', 'duty_ended', 'cover_ended')),
    subject uuid,
    at timestamptz,
    CONSTRAINT journal_notes_waiting CHECK (num_nulls(kind, subject, at) IN (0, 3))
);
CREATE INDEX journal_notes_that_wait ON journal_notes (seq) WHERE kind IS NOT NULL;
COMMENT ON TABLE journal_notes IS 'Entries of the rights journal: whole while they wait to be written there, then the id alone';
COMMENT ON COLUMN journal_notes.subject IS 'Consent, person, account, duty or cover, by kind; of `begun`, the installation';
COMMENT ON COLUMN journal_notes.at IS 'When it was; of an ended duty or cover, its end';
ALTER TABLE journal_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON journal_notes TO CURRENT_USER USING (true);
CREATE POLICY backup ON journal_notes FOR SELECT TO jembatan_backup USING (true);

-- `app.noted` tells the program that this transaction has something to be written.
CREATE FUNCTION note_for_journal(what text, subjects uuid[], since timestamptz) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO journal_notes (kind, subject, at) SELECT what, one, since FROM unnest(subjects) one;
    PERFORM set_config('app.noted', 'yes', true);
END $$;

CREATE FUNCTION note_withdrawals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM note_for_journal('withdrawn', array_agg(consent_id), withdrawn_at) FROM after GROUP BY withdrawn_at;
    RETURN NULL;
END $$;
CREATE TRIGGER note_withdrawals AFTER INSERT ON consent_withdrawals
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION note_withdrawals();

-- Of records that became one, a backup may hold each.
CREATE FUNCTION note_gates() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    person CONSTANT uuid[] := NEW.id || ARRAY(SELECT former FROM former_ids WHERE candidate_id = NEW.id);
BEGIN
    IF NEW.objected <> OLD.objected THEN
        PERFORM note_for_journal(CASE WHEN NEW.objected THEN 'objected' ELSE 'objection_ended' END, person, now());
    END IF;
    IF NEW.restricted <> OLD.restricted THEN
        PERFORM note_for_journal(CASE WHEN NEW.restricted THEN 'restricted' ELSE 'restriction_ended' END, person, now());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_gates AFTER UPDATE ON candidates FOR EACH ROW
    WHEN ((OLD.objected, OLD.restricted) IS DISTINCT FROM (NEW.objected, NEW.restricted)) EXECUTE FUNCTION note_gates();

CREATE FUNCTION note_status() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM note_for_journal(NEW.status, ARRAY[NEW.id], now());
    RETURN NULL;
END $$;
CREATE TRIGGER note_status AFTER UPDATE ON accounts FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION note_status();

CREATE FUNCTION note_credentials() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM note_for_journal('credentials', ARRAY[CASE TG_OP WHEN 'DELETE' THEN OLD.account_id ELSE NEW.account_id END], now());
    RETURN NULL;
END $$;
CREATE TRIGGER note_credentials AFTER INSERT OR DELETE OR UPDATE OF hash ON passwords
    FOR EACH ROW EXECUTE FUNCTION note_credentials();
CREATE TRIGGER note_credentials AFTER INSERT OR DELETE OR UPDATE OF secret, confirmed_at ON second_factors
    FOR EACH ROW EXECUTE FUNCTION note_credentials();
CREATE TRIGGER note_credentials AFTER DELETE ON external_identities
    FOR EACH ROW EXECUTE FUNCTION note_credentials();

CREATE FUNCTION note_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM note_for_journal(TG_ARGV[0], ARRAY[NEW.id], NEW.until);
    RETURN NULL;
END $$;
CREATE TRIGGER note_end AFTER UPDATE ON duties FOR EACH ROW
    WHEN (NEW.until IS NOT NULL AND NEW.until IS DISTINCT FROM OLD.until) EXECUTE FUNCTION note_end('duty_ended');
CREATE TRIGGER note_end AFTER UPDATE ON covers FOR EACH ROW
    WHEN (NEW.until <> OLD.until) EXECUTE FUNCTION note_end('cover_ended');

-- Backups of before this migration know none of it: what stands now goes into the journal.
INSERT INTO journal_notes (kind, subject, at)
SELECT 'withdrawn', consent_id, withdrawn_at FROM consent_withdrawals
UNION ALL SELECT 'objected', id, recorded_at FROM candidates WHERE objected
UNION ALL SELECT 'restricted', id, recorded_at FROM candidates WHERE restricted
UNION ALL SELECT 'disabled', id, now() FROM accounts WHERE status = 'disabled'
UNION ALL SELECT 'duty_ended', id, until FROM duties WHERE until IS NOT NULL;

-- The worker's side.
CREATE FUNCTION begin_journal() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO journal_notes (kind, subject, at) SELECT 'begun', installation, now() FROM meta $$;
CREATE FUNCTION waiting_notes() RETURNS TABLE (id uuid, kind text, subject uuid, at timestamptz) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT n.id, n.kind, n.subject, n.at FROM journal_notes n WHERE n.kind IS NOT NULL ORDER BY n.seq $$;
CREATE FUNCTION notes_written(ids uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE journal_notes SET kind = NULL, subject = NULL, at = NULL WHERE id = ANY (ids) $$;

-- Held against the ids in the journal: those that this database has never heard of, and those of its own that are missing.
CREATE FUNCTION compare_journal(ids uuid[]) RETURNS TABLE (fresh uuid[], missing uuid[]) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT ARRAY(SELECT u.one FROM unnest(ids) WITH ORDINALITY AS u (one, place)
                 WHERE NOT EXISTS (SELECT FROM journal_notes n WHERE n.id = u.one) ORDER BY u.place),
           ARRAY(SELECT n.id FROM journal_notes n WHERE n.kind IS NULL
                     AND NOT EXISTS (SELECT FROM unnest(ids) one WHERE one = n.id)) $$;
CREATE FUNCTION forget_notes(ids uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM journal_notes WHERE kind IS NULL AND id = ANY (ids) $$;

-- Of entries just taken over: whose last word is that it has begun.
CREATE FUNCTION begun_and_not_ended(ids uuid[], begun text, ended text) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT subject FROM journal_notes WHERE id = ANY (ids) AND kind IN (begun, ended)
    GROUP BY subject HAVING max(seq) FILTER (WHERE kind = begun) > coalesce(max(seq) FILTER (WHERE kind = ended), 0) $$;
CREATE FUNCTION repeat_notes(ids uuid[], kinds text[], subjects uuid[], moments timestamptz[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed bigint;
    repeated bigint := 0;
BEGIN
    INSERT INTO journal_notes (id, kind, subject, at)
    SELECT n.id, n.kind, n.subject, n.at
    FROM unnest(ids, kinds, subjects, moments) WITH ORDINALITY AS n (id, kind, subject, at, place) ORDER BY n.place
    ON CONFLICT DO NOTHING;

    INSERT INTO consent_withdrawals (consent_id, candidate_id, withdrawn_at, unit_id, caseload)
    SELECT DISTINCT ON (c.id) c.id, c.candidate_id, n.at, c.unit_id, c.caseload
    FROM journal_notes n JOIN consents c ON c.id = n.subject
    WHERE n.id = ANY (ids) AND n.kind = 'withdrawn' ORDER BY c.id, n.seq ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE candidates SET objected = true, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    WHERE NOT objected AND id IN (SELECT begun_and_not_ended(ids, 'objected', 'objection_ended'));
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE candidates SET restricted = true, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    WHERE NOT restricted AND id IN (SELECT begun_and_not_ended(ids, 'restricted', 'restriction_ended'));
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE accounts SET status = 'disabled', version = version + 1
    WHERE status = 'active' AND id IN (SELECT begun_and_not_ended(ids, 'disabled', 'active'));
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE duties d SET until = greatest(n.at, d.since + interval '1 microsecond')
    FROM (SELECT subject, min(at) AS at FROM journal_notes WHERE id = ANY (ids) AND kind = 'duty_ended' GROUP BY subject) n
    WHERE d.id = n.subject AND (d.until IS NULL OR d.until > greatest(n.at, d.since + interval '1 microsecond'));
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE covers d SET until = greatest(n.at, d.since + interval '1 microsecond')
    FROM (SELECT subject, min(at) AS at FROM journal_notes WHERE id = ANY (ids) AND kind = 'cover_ended' GROUP BY subject) n
    WHERE d.id = n.subject AND d.until > greatest(n.at, d.since + interval '1 microsecond');
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    -- Which password or second factor is the right one is not known here, so none of them is.
    WITH changed_since AS (SELECT subject FROM journal_notes WHERE id = ANY (ids) AND kind = 'credentials'),
         factors AS (DELETE FROM second_factors WHERE account_id IN (SELECT subject FROM changed_since)),
         codes AS (DELETE FROM recovery_codes WHERE account_id IN (SELECT subject FROM changed_since)),
         identities AS (DELETE FROM external_identities WHERE account_id IN (SELECT subject FROM changed_since))
    DELETE FROM passwords WHERE account_id IN (SELECT subject FROM changed_since);
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;

    -- What the triggers have noted meanwhile stands in the journal already.
    DELETE FROM journal_notes WHERE kind IS NOT NULL AND xmin = pg_current_xact_id()::xid AND id <> ALL (ids);
    PERFORM notes_written(ids);
    RETURN repeated;
END $$;
COMMENT ON FUNCTION repeat_notes(uuid[], text[], uuid[], timestamptz[]) IS 'Do again what the journal tells and this database does not know; how many changes';

GRANT EXECUTE ON FUNCTION begin_journal(), waiting_notes(), notes_written(uuid[]), compare_journal(uuid[]),
    forget_notes(uuid[]), repeat_notes(uuid[], text[], uuid[], timestamptz[]) TO jembatan_worker;

-- Anchors: how far the trail was anchored outside, so that a file that has gone is missed.
ALTER TABLE meta ADD COLUMN anchored bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN meta.anchored IS 'Position of the last anchor that was added to the file of the settings';
GRANT UPDATE (anchored) ON meta TO jembatan_worker;
