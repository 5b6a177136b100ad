-- The rights of the person (UU 27/2022): a ledger of consents that the gate to matching follows, restriction, requests
-- with their clocks, erasure, retention, and everything that is kept of a person in one answer.

-- 1. Restriction (Art 41): processing is suspended and can be taken up again. A state of its own beside the consent.
ALTER TABLE candidates ADD COLUMN restricted boolean NOT NULL DEFAULT false;
ALTER TABLE consent_events ADD COLUMN restricted boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN candidates.restricted IS 'Processing is suspended: in no list and no index, disclosed to nobody';

CREATE OR REPLACE VIEW candidate_facts WITH (security_invoker = true) AS
SELECT c.id, c.home, c.education, c.consented, c.objected, c.custody_regency, c.accepted_places, c.willing_to_move,
       c.sea_crossing, c.max_travel_m, c.licences, c.languages, c.experience, c.interests, c.excluded_fields, c.shifts,
       c.contracts, c.minimum_wage_idr, c.needs_lodging, c.restrictions, c.blocked_fields, c.blockers,
       w.id AS window_id, w.mode, w.earliest, w.expected, w.latest, w.basis, w.as_of, w.source,
       s.id AS supervision_id, s.until, s.area, s.report_every_days,
       c.seq, c.text_version, c.unit_id, c.caseload, c.recorded_by, c.recorded_at, c.version, c.restricted
FROM candidates c
LEFT JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
LEFT JOIN supervisions s ON s.candidate_id = c.id AND s.superseded_at IS NULL;

CREATE OR REPLACE FUNCTION record_gates_given() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO consent_events (candidate_id, consented, objected, restricted, unit_id, caseload)
    SELECT id, consented, objected, restricted, unit_id, caseload FROM after WHERE consented OR objected OR restricted;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION record_gates_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO consent_events (candidate_id, consented, objected, restricted, unit_id, caseload)
    VALUES (NEW.id, NEW.consented, NEW.objected, NEW.restricted, NEW.unit_id, NEW.caseload);
    RETURN NULL;
END $$;
DROP TRIGGER record_gates_changed ON candidates;
CREATE TRIGGER record_gates_changed AFTER UPDATE ON candidates FOR EACH ROW
    WHEN ((OLD.consented, OLD.objected, OLD.restricted) IS DISTINCT FROM (NEW.consented, NEW.objected, NEW.restricted))
    EXECUTE FUNCTION record_gates_changed();
DROP TRIGGER forget_vectors ON candidates;
CREATE TRIGGER forget_vectors AFTER UPDATE ON candidates FOR EACH ROW
    WHEN ((OLD.consented AND NOT OLD.objected AND NOT OLD.restricted)
          AND NOT (NEW.consented AND NOT NEW.objected AND NOT NEW.restricted))
    EXECUTE FUNCTION forget_vectors();

-- 2. The ledger of consents. Nothing in it is changed: a consent ends by its date or by a withdrawal of its own row.
CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now()
) ON COMMIT DROP;

CREATE TABLE consents (
    id uuid CONSTRAINT consents_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT consents_seq UNIQUE,
    candidate_id uuid NOT NULL,
    purpose text NOT NULL CONSTRAINT consents_purpose CHECK (purpose IN ('matching', 'disclosure', 'contact')),
    recipient text NOT NULL CONSTRAINT consents_recipient CHECK (recipient IN ('unit', 'employer', 'training_centre')),
    employer_id uuid CONSTRAINT consents_employer REFERENCES employers,
    fields text[] NOT NULL CONSTRAINT consents_fields CHECK (fields <@ ARRAY['name', 'phone', 'district']),
    wording text NOT NULL,
    language text NOT NULL CONSTRAINT consents_language CHECK (language IN ('id', 'en')),
    wording_sha256 text NOT NULL,
    how text NOT NULL CONSTRAINT consents_how CHECK (how IN ('written', 'recorded', 'witnessed', 'source')),
    given_at timestamptz NOT NULL,
    until timestamptz,
    guardian_name text NOT NULL DEFAULT '',
    guardian_relation text NOT NULL DEFAULT '',
    evidence text NOT NULL DEFAULT '',
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT consents_of_candidate UNIQUE (id, candidate_id),
    CONSTRAINT consents_end_after_start CHECK (until > given_at),
    CONSTRAINT consents_to_an_employer CHECK ((recipient = 'employer') = (employer_id IS NOT NULL)),
    CONSTRAINT consents_disclosure CHECK (
        purpose <> 'disclosure' OR (recipient = 'employer' AND fields <> '{}' AND until IS NOT NULL)),
    CONSTRAINT consents_source CHECK ((how = 'source') = (wording = '') AND (how <> 'source' OR purpose = 'matching')),
    CONSTRAINT consents_evidence CHECK (how NOT IN ('written', 'recorded') OR evidence <> ''),
    CONSTRAINT consents_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX consents_by_candidate ON consents (candidate_id, purpose);
CREATE INDEX consents_to_employer ON consents (employer_id) WHERE employer_id IS NOT NULL;
CREATE INDEX consents_that_end ON consents (until) WHERE purpose = 'matching' AND until IS NOT NULL;
COMMENT ON TABLE consents IS 'Buku persetujuan. Append-only; `source`: taken over as another system has it, its wording unknown';
COMMENT ON COLUMN consents.fields IS 'What is disclosed, for a disclosure; facts of skill go without a name and need none';
COMMENT ON COLUMN consents.evidence IS 'Where the paper or the recording is kept, never the document itself';

CREATE TABLE consent_withdrawals (
    consent_id uuid CONSTRAINT consent_withdrawals_pkey PRIMARY KEY,
    candidate_id uuid NOT NULL,
    withdrawn_at timestamptz NOT NULL DEFAULT now(),
    reason text NOT NULL DEFAULT '',
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT consent_withdrawals_consent FOREIGN KEY (consent_id, candidate_id)
        REFERENCES consents (id, candidate_id) ON DELETE CASCADE,
    CONSTRAINT consent_withdrawals_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX consent_withdrawals_of_candidate ON consent_withdrawals (candidate_id);
COMMENT ON TABLE consent_withdrawals IS 'Append-only: no reason has to be given';

CREATE VIEW consent_states WITH (security_invoker = true) AS
SELECT c.id, c.seq, c.candidate_id, c.purpose, c.recipient, c.employer_id, c.fields, c.wording, c.language,
       c.wording_sha256, c.how, c.given_at, c.until, c.guardian_name, c.guardian_relation, c.evidence, c.recorded_by,
       c.recorded_at, w.withdrawn_at, coalesce(w.reason, '') AS withdrawal_reason,
       CASE WHEN w.consent_id IS NOT NULL THEN 'withdrawn'
            WHEN c.until <= now() THEN 'expired' ELSE 'current' END AS state
FROM consents c LEFT JOIN consent_withdrawals w ON w.consent_id = c.id;
COMMENT ON VIEW consent_states IS 'The ledger as it stands now; asks with the reader''s own rights';

-- A child's consent is given by a parent or guardian (Art 25). A source system's word is taken as it is, and shown as
-- incomplete; it opens the gate to matching and nothing else.
CREATE FUNCTION guardian_of_minor() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.how <> 'source' AND (btrim(NEW.guardian_name) = '' OR btrim(NEW.guardian_relation) = '') AND EXISTS (
        SELECT FROM candidate_identities i WHERE i.candidate_id = NEW.candidate_id
            AND i.birth_date + interval '18 years' > (NEW.given_at AT TIME ZONE 'Asia/Jakarta')::date) THEN
        RAISE EXCEPTION 'a guardian is needed' USING ERRCODE = 'check_violation', CONSTRAINT = 'consents_guardian_of_minor';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guardian_of_minor BEFORE INSERT ON consents FOR EACH ROW EXECUTE FUNCTION guardian_of_minor();

-- The gate follows the ledger …
CREATE FUNCTION consent_opens_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE candidates SET consented = true, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    WHERE NOT consented AND id IN (
        SELECT candidate_id FROM after
        WHERE purpose = 'matching' AND how <> 'source' AND (until IS NULL OR until > now()));
    RETURN NULL;
END $$;
CREATE TRIGGER consent_opens_gate AFTER INSERT ON consents
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION consent_opens_gate();
CREATE FUNCTION withdrawal_closes_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE candidates p SET consented = false, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    WHERE p.consented AND p.id IN (
        SELECT w.candidate_id FROM after w JOIN consents c ON c.id = w.consent_id WHERE c.purpose = 'matching')
        AND NOT EXISTS (SELECT FROM consent_states c
                        WHERE c.candidate_id = p.id AND c.purpose = 'matching' AND c.state = 'current');
    RETURN NULL;
END $$;
CREATE TRIGGER withdrawal_closes_gate AFTER INSERT ON consent_withdrawals
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION withdrawal_closes_gate();

-- … and where the gate is turned itself (an import, a record as it came), the ledger says so.
CREATE FUNCTION gates_to_ledger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO consents (candidate_id, purpose, recipient, fields, wording, language, wording_sha256, how, given_at,
                          unit_id, caseload)
    SELECT id, 'matching', 'unit', '{}', '', 'id', '', 'source', now(), unit_id, caseload FROM after WHERE consented;
    RETURN NULL;
END $$;
CREATE TRIGGER gates_to_ledger AFTER INSERT ON candidates
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION gates_to_ledger();
CREATE FUNCTION turned_gate_to_ledger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.consented AND NOT EXISTS (SELECT FROM consent_states c WHERE c.candidate_id = NEW.id
                                        AND c.purpose = 'matching' AND c.state = 'current') THEN
        INSERT INTO consents (candidate_id, purpose, recipient, fields, wording, language, wording_sha256, how, given_at,
                              unit_id, caseload)
        VALUES (NEW.id, 'matching', 'unit', '{}', '', 'id', '', 'source', now(), NEW.unit_id, NEW.caseload);
    ELSIF NOT NEW.consented THEN
        INSERT INTO consent_withdrawals (consent_id, candidate_id, unit_id, caseload)
        SELECT c.id, NEW.id, NEW.unit_id, NEW.caseload FROM consent_states c
        WHERE c.candidate_id = NEW.id AND c.purpose = 'matching' AND c.state = 'current';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER turned_gate_to_ledger AFTER UPDATE ON candidates FOR EACH ROW
    WHEN (OLD.consented IS DISTINCT FROM NEW.consented) EXECUTE FUNCTION turned_gate_to_ledger();

INSERT INTO consents (candidate_id, purpose, recipient, fields, wording, language, wording_sha256, how, given_at,
                      unit_id, caseload, recorded_by, recorded_at)
SELECT id, 'matching', 'unit', '{}', '', 'id', '', 'source', recorded_at, unit_id, caseload, recorded_by, recorded_at
FROM candidates WHERE consented;

CREATE FUNCTION close_expired_gates() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    closed bigint;
BEGIN
    UPDATE candidates p SET consented = false, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    WHERE p.consented
        AND p.id IN (SELECT c.candidate_id FROM consents c WHERE c.purpose = 'matching' AND c.until <= now())
        AND NOT EXISTS (SELECT FROM consent_states c
                        WHERE c.candidate_id = p.id AND c.purpose = 'matching' AND c.state = 'current');
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END $$;
COMMENT ON FUNCTION close_expired_gates() IS 'Close the gates whose consents have all run out; how many';

-- Whether identity may be shown to this employer now, and which of it. While processing is restricted, nothing is.
CREATE OR REPLACE FUNCTION disclosed_fields(candidate uuid, employer uuid) RETURNS text[] LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT field ORDER BY field), '{}')
    FROM consent_states c JOIN candidates p ON p.id = c.candidate_id, unnest(c.fields) AS field
    WHERE c.candidate_id = $1 AND c.employer_id = $2 AND c.purpose = 'disclosure' AND c.state = 'current'
        AND c.given_at <= now() AND NOT p.restricted;
$$;
-- Told to who has the person in charge and to that employer; to everybody else it looks as if nothing were.
CREATE OR REPLACE FUNCTION disclosed_to(candidate uuid, employer uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp
    RETURN (in_charge(candidate) OR coalesce(employer = asking_company(), false))
           AND disclosed_fields(candidate, employer) <> '{}';

-- Whose processing is suspended takes part in nothing (Art. 41): the wall of cards and lists says so, too.
CREATE OR REPLACE FUNCTION gate_open(person candidates) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT person.consented AND NOT person.objected AND NOT person.restricted $$;

-- 3. Requests of people, with their clocks.
CREATE TABLE subject_requests (
    id uuid CONSTRAINT subject_requests_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT subject_requests_seq UNIQUE,
    kind text NOT NULL CONSTRAINT subject_requests_kind CHECK (kind IN
        ('access', 'correction', 'withdrawal', 'objection', 'restriction', 'erasure')),
    subject uuid NOT NULL,
    candidate_id uuid,
    state text NOT NULL DEFAULT 'open' CONSTRAINT subject_requests_state CHECK (state IN
        ('open', 'approved', 'done', 'refused')),
    received_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    note text NOT NULL DEFAULT '',
    answer text NOT NULL DEFAULT '',
    decided_by uuid,
    decided_at timestamptz,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT subject_requests_due CHECK (due_at >= received_at),
    CONSTRAINT subject_requests_decided CHECK ((state = 'open') = (decided_at IS NULL)),
    CONSTRAINT subject_requests_refused CHECK (state <> 'refused' OR answer <> ''),
    CONSTRAINT subject_requests_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE SET NULL (candidate_id)
);
CREATE INDEX subject_requests_of_candidate ON subject_requests (candidate_id);
CREATE INDEX subject_requests_open ON subject_requests (due_at) WHERE state IN ('open', 'approved');
COMMENT ON TABLE subject_requests IS 'What people have asked for and what became of it; outlives an erasure without words';
COMMENT ON COLUMN subject_requests.subject IS 'The id that the person had, also when the person has been erased';

-- 4. Erasure (Art 43, 44): everything goes that hangs on the person by a key, and what only mentions them.
CREATE INDEX idempotency_keys_of_record ON idempotency_keys (record_id);
CREATE FUNCTION erase_person(who uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was_there boolean;
BEGIN
    PERFORM FROM candidates WHERE id = who FOR UPDATE;
    was_there := FOUND;
    -- A queued row may be about this person, for it has the same name and birth date: it goes, whoever else it may be.
    DELETE FROM unresolved_rows WHERE possible @> ARRAY[who];
    DELETE FROM idempotency_keys WHERE record_id = who
        OR record_id IN (SELECT id FROM certificates WHERE candidate_id = who)
        OR record_id IN (SELECT id FROM runs WHERE candidate_id = who);
    DELETE FROM candidates WHERE id = who;
    -- What remains of a request has no words of anybody; of an erasure, its ground.
    UPDATE subject_requests SET
        note = CASE WHEN kind = 'erasure' AND note IN ('request', 'purpose_ended', 'retention_ended', 'mistake')
                    THEN note ELSE '' END,
        answer = CASE WHEN state = 'refused' THEN '…' ELSE '' END,
        state = CASE WHEN state IN ('open', 'approved') THEN 'done' ELSE state END,
        decided_at = coalesce(decided_at, now())
    WHERE subject = who;
    RETURN was_there;
END $$;
COMMENT ON FUNCTION erase_person(uuid) IS 'The one way to erase; whether there was anybody. Index building hears of it by the outbox';

CREATE FUNCTION still_there(people uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$ SELECT id FROM candidates WHERE id = ANY (people) $$;
CREATE FUNCTION approved_erasures() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT DISTINCT candidate_id FROM subject_requests
    WHERE kind = 'erasure' AND state = 'approved' AND candidate_id IS NOT NULL $$;

ALTER TABLE meta ADD COLUMN installation uuid NOT NULL DEFAULT gen_random_uuid();
COMMENT ON COLUMN meta.installation IS 'Kept by a restore: names the erasure journal of this database and its copies';

-- 5. Retention (Art 42). Rules say how old; these say what. People are returned, to be erased like anybody else.
CREATE FUNCTION people_past_retention(before date) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT f.id FROM candidates f
    LEFT JOIN release_windows w ON w.candidate_id = f.id AND w.superseded_at IS NULL
    LEFT JOIN supervisions s ON s.candidate_id = f.id AND s.superseded_at IS NULL
    WHERE coalesce(w.latest, f.recorded_at::date) < before AND (s.id IS NULL OR s.until < before)
        AND f.recorded_at::date < before
    ORDER BY f.seq;
$$;
CREATE FUNCTION retention(what text, before timestamptz, remove boolean) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    CASE what
    WHEN 'imports' THEN
        SELECT count(*) INTO found FROM imports WHERE at < before;
        IF remove THEN DELETE FROM imports WHERE at < before; END IF;
    WHEN 'unresolved_rows' THEN
        SELECT count(*) INTO found FROM unresolved_rows WHERE recorded_at < before;
        IF remove THEN DELETE FROM unresolved_rows WHERE recorded_at < before; END IF;
    WHEN 'runs' THEN
        SELECT count(*) INTO found FROM runs WHERE at < before;
        IF remove THEN DELETE FROM runs WHERE at < before; END IF;
    WHEN 'idempotency_keys' THEN
        SELECT count(*) INTO found FROM idempotency_keys WHERE at < before;
        IF remove THEN DELETE FROM idempotency_keys WHERE at < before; END IF;
    WHEN 'subject_requests' THEN
        SELECT count(*) INTO found FROM subject_requests WHERE decided_at < before AND state IN ('done', 'refused');
        IF remove THEN DELETE FROM subject_requests WHERE decided_at < before AND state IN ('done', 'refused'); END IF;
    ELSE
        RAISE EXCEPTION 'no rule of retention is about that' USING ERRCODE = 'invalid_parameter_value';
    END CASE;
    RETURN found;
END $$;
COMMENT ON FUNCTION retention(text, timestamptz, boolean) IS 'How many rows are older; with `remove` they go';

-- 6. Access (Art 32): everything of one person in one answer, for whoever has the person in charge.
-- Who has looked is asked of the trail; without one nobody is named.
CREATE FUNCTION trail_of(person uuid) RETURNS TABLE (
    at timestamptz, role text, unit uuid, purpose text, act text, entity text, fields text[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF to_regprocedure('public.processing_of(uuid)') IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT at, role, unit, purpose, act, entity, fields FROM processing_of($1)' USING person;
    END IF;
END $$;
CREATE FUNCTION trail_by(suspect uuid, since timestamptz, until timestamptz) RETURNS TABLE (
    at timestamptz, candidate_id uuid, purpose text, fields text[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF to_regclass('public.trail') IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT at, subject, purpose, CASE fields WHEN ''{}'' THEN ARRAY[entity] ELSE fields END
            FROM trail WHERE account = $1 AND at >= $2 AND at < $3
                AND act NOT IN (''create'', ''change'', ''remove'', ''index'')' USING suspect, since, until;
    END IF;
END $$;

CREATE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'person', to_jsonb(c) - '{seq,text_version}'::text[],
        'identity', (SELECT to_jsonb(i) - '{nik_hash,register_hash,unit_id,caseload}'::text[]
                     FROM candidate_identities i WHERE i.candidate_id = c.id),
        'protected_attributes', (SELECT to_jsonb(p) - '{unit_id,caseload}'::text[]
                                 FROM protected_attributes p WHERE p.candidate_id = c.id),
        'unit', (SELECT u.name FROM units u WHERE u.id = c.unit_id),
        'references', (SELECT jsonb_agg(jsonb_build_object('system', r.system, 'key', r.key) ORDER BY r.position)
                       FROM candidate_references r WHERE r.candidate_id = c.id),
        'certificates', (SELECT jsonb_agg(to_jsonb(t) - '{unit_id,caseload,position}'::text[] ORDER BY t.position)
                         FROM certificates t WHERE t.candidate_id = c.id),
        'windows', (SELECT jsonb_agg(to_jsonb(w) - '{id,unit_id,caseload}'::text[] ORDER BY w.id)
                    FROM release_windows w WHERE w.candidate_id = c.id),
        'supervisions', (SELECT jsonb_agg(to_jsonb(s) - '{id,unit_id,caseload}'::text[] ORDER BY s.id)
                         FROM supervisions s WHERE s.candidate_id = c.id),
        'consents', (SELECT jsonb_agg(to_jsonb(s) - '{seq}'::text[] || jsonb_build_object('employer',
                                (SELECT e.name FROM employers e WHERE e.id = s.employer_id)) ORDER BY s.seq)
                     FROM consent_states s WHERE s.candidate_id = c.id),
        'gates', (SELECT jsonb_agg(jsonb_build_object('at', g.recorded_at, 'consented', g.consented,
                                                      'objected', g.objected, 'restricted', g.restricted) ORDER BY g.id)
                  FROM consent_events g WHERE g.candidate_id = c.id),
        'requests', (SELECT jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'state', q.state,
                                'received_at', q.received_at, 'due_at', q.due_at, 'note', q.note, 'answer', q.answer,
                                'decided_at', q.decided_at) ORDER BY q.seq)
                     FROM subject_requests q WHERE q.candidate_id = c.id),
        'proposed', (SELECT jsonb_agg(jsonb_build_object('run', r.id, 'at', r.at, 'model', r.model,
                                'vacancies', (SELECT jsonb_agg(jsonb_build_object('title', v.title, 'employer', e.name,
                                                    'rank', x.row -> 'rank', 'score', x.row -> 'score') ORDER BY x.place)
                                              FROM jsonb_array_elements(r.result -> 'rows')
                                                   WITH ORDINALITY AS x (row, place)
                                              JOIN vacancies v ON v.id = (x.row ->> 'id')::uuid
                                              JOIN employers e ON e.id = v.employer_id)) ORDER BY r.seq)
                     FROM runs r WHERE r.candidate_id = c.id),
        'named_in_lists', (SELECT jsonb_agg(jsonb_build_object('run', r.id, 'at', r.at, 'vacancy', v.title,
                                                               'employer', e.name) ORDER BY r.seq)
                           FROM runs r LEFT JOIN vacancies v ON v.id = r.vacancy_id
                           LEFT JOIN employers e ON e.id = v.employer_id WHERE r.mentions @> ARRAY[c.id]),
        'searchable_words', (SELECT jsonb_agg(jsonb_build_object('model', f.model, 'words', f.terms) ORDER BY f.position)
                             FROM facet_vectors f WHERE f.candidate_id = c.id),
        'imports', (SELECT jsonb_agg(DISTINCT jsonb_build_object('import', m.id, 'at', m.at, 'kind', m.kind))
                    FROM import_changes g JOIN imports m ON m.id = g.import_id WHERE g.candidate_id = c.id),
        'trail', (SELECT jsonb_agg(to_jsonb(t) || jsonb_build_object('unit', (SELECT u.name FROM units u
                                                                              WHERE u.id = t.unit)) ORDER BY t.at)
                  FROM trail_of(c.id) t))
    FROM candidates c
    WHERE c.id = who AND c.unit_id = case_unit() AND c.caseload = ANY (case_loads());
$$;
COMMENT ON FUNCTION subject_file(uuid) IS 'All that is kept of a person, numbers still sealed; null where the person is not yours';

-- 7. A breach (Art 46): who was seen by an account in a time, for the data protection officer. No name: the people are
-- told by those who have them in charge.
CREATE FUNCTION breach_worksheet(suspect uuid, since timestamptz, until timestamptz) RETURNS TABLE (
    candidate_id uuid, unit text, caseload text, first_at timestamptz, last_at timestamptz, looks bigint,
    fields text[], purposes text[], still_kept boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.candidate_id, u.name, a.name, min(t.at), max(t.at), count(*),
           (SELECT coalesce(array_agg(DISTINCT f ORDER BY f), '{}')
            FROM trail_by(suspect, since, until) o, unnest(o.fields) f WHERE o.candidate_id = t.candidate_id),
           array_remove(array_agg(DISTINCT t.purpose ORDER BY t.purpose), NULL), c.id IS NOT NULL
    FROM trail_by(suspect, since, until) t
    LEFT JOIN candidates c ON c.id = t.candidate_id
    LEFT JOIN units u ON u.id = c.unit_id LEFT JOIN accounts a ON a.id = c.caseload
    WHERE acts_as('data_protection_officer') AND t.candidate_id IS NOT NULL
    GROUP BY t.candidate_id, u.name, a.name, c.id ORDER BY min(t.at), t.candidate_id;
$$;
CREATE FUNCTION account_of(login text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id FROM accounts a
    WHERE acts_as('data_protection_officer') AND (a.login = lower(btrim($1)) OR a.id::text = lower(btrim($1))) $$;

-- Who acts as officer on the command line of the machine itself, apart from the local case worker.
INSERT INTO accounts (id, login, name, created_by) VALUES
    ('00000000-0000-4000-8000-000000000003', 'local-officer', 'Petugas pelindungan data lokal', '00000000-0000-4000-8000-000000000003');
INSERT INTO duties (id, account_id, role, unit_id, granted_by) VALUES
    ('00000000-0000-4000-8000-0000000000d5', '00000000-0000-4000-8000-000000000003', 'data_protection_officer',
     '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000003');

-- 8. Walls, and the trail of changes where there is one.
DO $$
BEGIN
    IF to_regprocedure('public.note_changes_of(regclass, text, text, text)') IS NOT NULL THEN
        PERFORM note_changes_of('consents', 'id', 'candidate_id', 'id'),
            note_changes_of('consent_withdrawals', 'consent_id', 'candidate_id', 'consent_id'),
            note_changes_of('subject_requests', 'id', 'subject', 'id');
    END IF;
END $$;
DO $$
DECLARE
    target text;
    sees CONSTANT text := '(unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]))';
BEGIN
    FOREACH target IN ARRAY ARRAY['consents', 'consent_withdrawals', 'subject_requests'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
        EXECUTE format('CREATE POLICY case_worker ON %I TO jembatan_app USING (%s)', target, sees);
    END LOOP;
END $$;
CREATE POLICY release_planner ON consents FOR SELECT TO jembatan_app
    USING (unit_id = ANY ((SELECT planned_units())::uuid[]));
CREATE POLICY release_planner ON consent_withdrawals FOR SELECT TO jembatan_app
    USING (unit_id = ANY ((SELECT planned_units())::uuid[]));
CREATE POLICY officer ON subject_requests TO jembatan_app USING ((SELECT acts_as('data_protection_officer')));

GRANT SELECT, INSERT ON consents, consent_withdrawals, subject_requests TO jembatan_app;
GRANT UPDATE (state, answer, decided_by, decided_at) ON subject_requests TO jembatan_app;
GRANT SELECT ON consent_states TO jembatan_app;
GRANT EXECUTE ON FUNCTION disclosed_to(uuid, uuid), subject_file(uuid), account_of(text),
    breach_worksheet(uuid, timestamptz, timestamptz) TO jembatan_app;
GRANT EXECUTE ON FUNCTION close_expired_gates(), erase_person(uuid), still_there(uuid[]), approved_erasures(),
    people_past_retention(date), retention(text, timestamptz, boolean) TO jembatan_worker;
