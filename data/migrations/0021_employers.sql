-- Employers register and are verified, vacancies are checked before they are published. States change as one table
-- says; each change says who, when and why, and is never rewritten. A suspension can be appealed.

-- 1. States and what may follow on what: matching/model/states.py, held equal by a test.
ALTER TABLE employers DROP CONSTRAINT employers_verification;
ALTER TABLE employers ADD CONSTRAINT employers_verification
    CHECK (verification IN ('unverified', 'verified', 'suspended', 'blocked'));

CREATE TABLE allowed_transitions (
    entity text NOT NULL CONSTRAINT allowed_transitions_entity CHECK (entity IN ('employers', 'vacancies')),
    from_state text NOT NULL,
    to_state text NOT NULL,
    roles text[] NOT NULL,
    CONSTRAINT allowed_transitions_pkey PRIMARY KEY (entity, from_state, to_state)
);
GRANT SELECT ON allowed_transitions TO jembatan_app;
INSERT INTO allowed_transitions (entity, from_state, to_state, roles) VALUES
    ('employers', 'unverified', 'verified', '{case_worker,release_planner}'),
    ('employers', 'verified', 'unverified', '{case_worker,employer,release_planner}'),
    ('employers', 'unverified', 'suspended', '{release_planner}'),
    ('employers', 'verified', 'suspended', '{release_planner}'),
    ('employers', 'suspended', 'verified', '{release_planner}'),
    ('employers', 'suspended', 'unverified', '{release_planner}'),
    ('employers', 'unverified', 'blocked', '{release_planner}'),
    ('employers', 'verified', 'blocked', '{release_planner}'),
    ('employers', 'suspended', 'blocked', '{release_planner}'),
    ('employers', 'blocked', 'unverified', '{release_planner}'),
    ('vacancies', 'draft', 'open', '{case_worker,release_planner}'),
    ('vacancies', 'draft', 'closed', '{case_worker,employer,release_planner}'),
    ('vacancies', 'draft', 'suspended', '{case_worker,release_planner}'),
    ('vacancies', 'open', 'draft', '{case_worker,employer,release_planner}'),
    ('vacancies', 'open', 'closed', '{case_worker,employer,release_planner}'),
    ('vacancies', 'open', 'suspended', '{case_worker,release_planner}'),
    ('vacancies', 'closed', 'open', '{case_worker,release_planner}'),
    ('vacancies', 'closed', 'draft', '{case_worker,employer,release_planner}'),
    ('vacancies', 'closed', 'suspended', '{case_worker,release_planner}'),
    ('vacancies', 'suspended', 'open', '{case_worker,release_planner}'),
    ('vacancies', 'suspended', 'draft', '{case_worker,release_planner}'),
    ('vacancies', 'suspended', 'closed', '{case_worker,release_planner}');

-- 2. What a company says of itself, and whose words of a vacancy nobody has checked.
ALTER TABLE employers ADD COLUMN motivation text NOT NULL DEFAULT '',
    ADD COLUMN registered_at timestamptz,
    ADD COLUMN registered_as text CONSTRAINT employers_registered_as CHECK (registered_as IN ('employer', 'staff')),
    ADD CONSTRAINT employers_registered CHECK ((registered_at IS NULL) = (registered_as IS NULL));
COMMENT ON COLUMN employers.motivation IS 'Why the company wants to take part, in its own words';
COMMENT ON COLUMN employers.registered_as IS 'Who has registered it. A company that did so itself is verified by a planner';
ALTER TABLE vacancies ADD COLUMN unchecked text NOT NULL DEFAULT ''
    CONSTRAINT vacancies_unchecked CHECK (unchecked IN ('', 'company', 'staff')),
    ADD CONSTRAINT vacancies_published_is_checked CHECK (status <> 'open' OR unchecked = '');
COMMENT ON COLUMN vacancies.unchecked IS 'Whose words stand in it that nobody has checked: such a vacancy is not published';

-- 3. Every change of state.
CREATE TABLE state_changes (
    id uuid CONSTRAINT state_changes_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT state_changes_seq UNIQUE,
    employer_id uuid CONSTRAINT state_changes_employer REFERENCES employers ON DELETE CASCADE,
    vacancy_id uuid CONSTRAINT state_changes_vacancy REFERENCES vacancies ON DELETE CASCADE,
    from_state text NOT NULL,
    to_state text NOT NULL,
    reason text NOT NULL DEFAULT '',
    told text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    findings text[] NOT NULL DEFAULT '{}',
    account uuid DEFAULT asking_account(),
    role text DEFAULT nullif(current_setting('app.role', true), ''),
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT state_changes_of_one CHECK (num_nonnulls(employer_id, vacancy_id) = 1)
);
CREATE INDEX state_changes_of_employer ON state_changes (employer_id, seq) WHERE employer_id IS NOT NULL;
CREATE INDEX state_changes_of_vacancy ON state_changes (vacancy_id, seq) WHERE vacancy_id IS NOT NULL;
COMMENT ON TABLE state_changes IS 'Append-only. Equal states: a draft was returned to its company';
COMMENT ON COLUMN state_changes.reason IS 'Code; of a publication, why blocking findings were overridden';
COMMENT ON COLUMN state_changes.told IS 'The reason as the company is told it';
COMMENT ON COLUMN state_changes.note IS 'For the staff alone';
COMMENT ON COLUMN state_changes.findings IS 'Codes of findings that stood when it was published';

CREATE TABLE appeals (
    id uuid CONSTRAINT appeals_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT appeals_seq UNIQUE,
    employer_id uuid NOT NULL CONSTRAINT appeals_employer REFERENCES employers ON DELETE CASCADE,
    against uuid NOT NULL CONSTRAINT appeals_against REFERENCES state_changes ON DELETE CASCADE,
    words text NOT NULL CONSTRAINT appeals_words CHECK (btrim(words) <> ''),
    asked_by uuid NOT NULL DEFAULT asking_account(),
    asked_at timestamptz NOT NULL DEFAULT now(),
    granted boolean,
    told text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    decided_by uuid,
    decided_at timestamptz,
    CONSTRAINT appeals_decided CHECK (num_nulls(granted, decided_by, decided_at) IN (0, 3))
);
CREATE UNIQUE INDEX one_open_appeal ON appeals (employer_id) WHERE granted IS NULL;
COMMENT ON TABLE appeals IS 'Keberatan of a company against its suspension; decided once, by another planner';

CREATE FUNCTION refuse_changing_states() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM employers WHERE id = OLD.employer_id)
        AND NOT EXISTS (SELECT FROM vacancies WHERE id = OLD.vacancy_id) THEN
        RETURN OLD; -- it goes with its record
    END IF;
    RAISE EXCEPTION 'states are only added to' USING ERRCODE = 'insufficient_privilege', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON state_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_changing_states();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON state_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['state_changes', 'appeals'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
        PERFORM note_changes_of(target::regclass, 'id', '', 'id');
    END LOOP;
END $$;

-- 4. The walls. They hold whatever statement comes, so what a function of section 5 does is held by them, too.
CREATE FUNCTION require_transition(entity_of text, from_of text, to_of text) RETURNS void LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    acting text := (asking_duty()).role;
BEGIN
    -- Nobody in a duty: the owner, who looks after the database itself.
    IF acting IS NOT NULL AND NOT EXISTS (
        SELECT FROM allowed_transitions t
        WHERE (t.entity, t.from_state, t.to_state) = (entity_of, from_of, to_of) AND acting = ANY (t.roles))
    THEN
        RAISE EXCEPTION 'this state does not follow' USING ERRCODE = 'check_violation', CONSTRAINT = 'state_transition';
    END IF;
END $$;

CREATE FUNCTION hold_employer_states() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_transition('employers', OLD.verification, NEW.verification);
    IF NEW.verification = 'verified' AND NEW.registered_as = 'employer' AND acts_as('case_worker') THEN
        RAISE EXCEPTION 'a planner verifies whoever registers itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'state_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_employer_states BEFORE UPDATE ON employers FOR EACH ROW
    WHEN (OLD.verification <> NEW.verification) EXECUTE FUNCTION hold_employer_states();

-- What an employer writes of a vacancy that somebody must look at. Left out are state and administration, what is read
-- from the text and from the trade, what is counted of openings (0024 adds the rest of these), and what only takes back: fewer
-- openings, an earlier close.
CREATE FUNCTION words_of_vacancy(v vacancies) RETURNS jsonb LANGUAGE sql STABLE
    RETURN to_jsonb(v) - '{status,unchecked,openings,closes,held,taken,offered,filled,released,seq,unit_id,caseload,recorded_by,recorded_at,version,text_version,understood,understood_confidence,licences_by_law,from_text}'::text[];

CREATE FUNCTION hold_new_vacancy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.status := 'draft';
    NEW.unchecked := 'company';
    RETURN NEW;
END $$;
CREATE TRIGGER hold_new_vacancy BEFORE INSERT ON vacancies FOR EACH ROW
    WHEN (current_setting('app.role', true) = 'employer') EXECUTE FUNCTION hold_new_vacancy();

CREATE FUNCTION hold_vacancy_states() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('app.role', true) = 'employer' THEN
        NEW.unchecked := OLD.unchecked;
        IF words_of_vacancy(NEW) <> words_of_vacancy(OLD) OR NEW.openings > OLD.openings
            OR (NEW.closes IS DISTINCT FROM OLD.closes AND NOT coalesce(NEW.closes < coalesce(OLD.closes, 'infinity'), false))
        THEN
            NEW.unchecked := 'company';
            IF NEW.status = 'open' THEN
                NEW.status := 'draft'; -- it goes back to be checked
            END IF;
        END IF;
    ELSIF OLD.unchecked = 'company' AND NEW.unchecked <> 'company' AND acts_as('case_worker') THEN
        NEW.unchecked := 'company'; -- only a planner checks what a company writes
    END IF;
    IF NEW.status <> OLD.status THEN
        PERFORM require_transition('vacancies', OLD.status, NEW.status);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_vacancy_states BEFORE UPDATE ON vacancies FOR EACH ROW EXECUTE FUNCTION hold_vacancy_states();

-- A change that came without a reason (a patch, an import) is written down here; one of section 5 is there already.
CREATE FUNCTION note_employer_states() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO state_changes (employer_id, from_state, to_state)
    SELECT a.id, b.verification, a.verification FROM before b JOIN after a ON a.id = b.id
    WHERE a.verification <> b.verification AND a.verification IS DISTINCT FROM (
        SELECT s.to_state FROM state_changes s WHERE s.employer_id = a.id ORDER BY s.seq DESC LIMIT 1);
    RETURN NULL;
END $$;
CREATE TRIGGER note_employer_states AFTER UPDATE ON employers REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION note_employer_states();
CREATE FUNCTION note_vacancy_states() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO state_changes (vacancy_id, from_state, to_state)
    SELECT a.id, b.status, a.status FROM before b JOIN after a ON a.id = b.id
    WHERE a.status <> b.status AND a.status IS DISTINCT FROM (
        SELECT s.to_state FROM state_changes s WHERE s.vacancy_id = a.id ORDER BY s.seq DESC LIMIT 1);
    RETURN NULL;
END $$;
CREATE TRIGGER note_vacancy_states AFTER UPDATE ON vacancies REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION note_vacancy_states();

-- 5. The errands. Null: there is no such record, or it is not for who asks.
CREATE FUNCTION may_see_employer(employer uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    RETURN acts_as('case_worker', 'release_planner') OR coalesce(employer = asking_company(), false);

CREATE FUNCTION register_employer(
    employer uuid, name_of text, number_of text, sector_of text, contact_of text, motivation_of text
) RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE employers e SET
        name = name_of, business_number = number_of, sector = sector_of, contact = contact_of,
        motivation = motivation_of, registered_at = now(),
        registered_as = CASE WHEN acts_as('employer') OR e.registered_as = 'employer' THEN 'employer' ELSE 'staff' END,
        -- who calls itself otherwise is somebody else until it has been looked at
        verification = CASE WHEN acts_as('employer') AND e.verification = 'verified'
                                 AND (e.name, e.business_number) <> (name_of, number_of)
                            THEN 'unverified' ELSE e.verification END,
        recorded_by = asking_account(), recorded_at = now(), version = e.version + 1
    WHERE e.id = employer AND may_see_employer(e.id)
    RETURNING e.id;
$$;

CREATE FUNCTION change_employer_state(employer uuid, target text, reason_of text, told_of text, note_of text)
    RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    standing text;
BEGIN
    SELECT verification INTO standing FROM employers WHERE id = employer AND acts_as('release_planner') FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM require_transition('employers', standing, target);
    INSERT INTO state_changes (employer_id, from_state, to_state, reason, told, note)
    VALUES (employer, standing, target, reason_of, told_of, note_of);
    UPDATE employers SET verification = target, recorded_by = asking_account(), recorded_at = now(), version = version + 1
    WHERE id = employer;
    RETURN employer;
END $$;

CREATE FUNCTION appeal_suspension(employer uuid, words_of text) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    answer uuid;
BEGIN
    IF NOT EXISTS (SELECT FROM employers WHERE id = employer AND id = asking_company()) THEN
        RETURN NULL;
    END IF;
    INSERT INTO appeals (employer_id, against, words)
    SELECT e.id, (SELECT s.id FROM state_changes s WHERE s.employer_id = e.id ORDER BY s.seq DESC LIMIT 1), words_of
    FROM employers e WHERE e.id = employer AND e.verification IN ('suspended', 'blocked')
    RETURNING id INTO answer;
    IF answer IS NULL THEN
        RAISE EXCEPTION 'nothing to appeal' USING ERRCODE = 'check_violation', CONSTRAINT = 'nothing_to_appeal';
    END IF;
    RETURN answer;
END $$;

CREATE FUNCTION decide_appeal(employer uuid, grants boolean, told_of text, note_of text) RETURNS uuid LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    asked appeals;
    standing text;
    ended uuid;
BEGIN
    IF NOT acts_as('release_planner') THEN
        RETURN NULL;
    END IF;
    SELECT verification INTO standing FROM employers WHERE id = employer FOR UPDATE;
    SELECT a.* INTO asked FROM appeals a WHERE a.employer_id = employer AND a.granted IS NULL FOR UPDATE;
    IF asked.id IS NULL THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM state_changes s WHERE s.employer_id = employer AND s.account = asking_account()
                   AND s.seq >= (SELECT a.seq FROM state_changes a WHERE a.id = asked.against)) THEN
        RAISE EXCEPTION 'another decides' USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_by_another';
    END IF;
    UPDATE appeals SET granted = grants, told = told_of, note = note_of, decided_by = asking_account(), decided_at = now()
    WHERE id = asked.id;
    IF grants AND standing IN ('suspended', 'blocked') THEN
        SELECT change_employer_state(employer, CASE WHEN standing = 'blocked' THEN 'unverified' ELSE s.from_state END,
                                     'appeal_granted', told_of, note_of)
        INTO ended FROM state_changes s WHERE s.id = asked.against;
    END IF;
    RETURN asked.id;
END $$;

CREATE FUNCTION change_vacancy_state(
    vacancy uuid, target text, reason_of text, told_of text, note_of text, findings_of text[]
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    standing text;
BEGIN
    SELECT v.status INTO standing FROM vacancies v WHERE v.id = vacancy AND may_see_employer(v.employer_id) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF standing <> target OR NOT (target = 'draft' AND acts_as('release_planner')) THEN
        PERFORM require_transition('vacancies', standing, target);
    END IF;
    INSERT INTO state_changes (vacancy_id, from_state, to_state, reason, told, note, findings)
    VALUES (vacancy, standing, target, reason_of, told_of, note_of, findings_of);
    UPDATE vacancies SET status = target,
        unchecked = CASE WHEN target = 'open' AND acts_as('release_planner') THEN '' ELSE unchecked END,
        recorded_by = asking_account(), recorded_at = now(), version = version + 1
    WHERE id = vacancy;
    RETURN vacancy;
END $$;

-- What stands of a record, oldest first. A company is told the reason that is meant for it, not who decided.
CREATE FUNCTION states_of(employer uuid, vacancy uuid) RETURNS TABLE (
    from_state text, to_state text, at timestamptz, reason text, told text, note text, findings text[], account uuid,
    role text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.from_state, s.to_state, s.at, s.reason, s.told, CASE WHEN acts_as('employer') THEN '' ELSE s.note END,
           s.findings, CASE WHEN acts_as('employer') THEN NULL ELSE s.account END, s.role
    FROM state_changes s LEFT JOIN vacancies v ON v.id = s.vacancy_id
    WHERE (s.employer_id = employer OR s.vacancy_id = vacancy) AND may_see_employer(coalesce(s.employer_id, v.employer_id))
    ORDER BY s.seq;
$$;
CREATE FUNCTION appeals_of(employer uuid) RETURNS TABLE (
    words text, asked_at timestamptz, granted boolean, told text, note text, decided_at timestamptz
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.words, a.asked_at, a.granted, a.told, CASE WHEN acts_as('employer') THEN '' ELSE a.note END, a.decided_at
    FROM appeals a WHERE a.employer_id = employer AND may_see_employer(a.employer_id) ORDER BY a.seq;
$$;

GRANT EXECUTE ON FUNCTION require_transition(text, text, text), words_of_vacancy(vacancies), may_see_employer(uuid),
    register_employer(uuid, text, text, text, text, text), change_employer_state(uuid, text, text, text, text),
    appeal_suspension(uuid, text), decide_appeal(uuid, boolean, text, text),
    change_vacancy_state(uuid, text, text, text, text, text[]), states_of(uuid, uuid), appeals_of(uuid)
    TO jembatan_app;

-- A company that is suspended or blocked is shown nobody any more, whatever was sent to it before.
CREATE FUNCTION verified_company(company uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    RETURN EXISTS (SELECT FROM employers e WHERE e.id = company AND e.verification = 'verified');

CREATE OR REPLACE FUNCTION cards_for(vacancy uuid, people uuid[], today date) RETURNS TABLE (
    candidate_id uuid, code text, province text, available_from date, months_of_work bigint, certificates jsonb,
    name text, phone text, district text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, card_code(c.id, v.employer_id), left(c.home, 2), date_trunc('month', greatest(w.expected, today))::date,
           (SELECT coalesce(sum((job ->> 'months')::integer), 0) FROM jsonb_array_elements(c.experience) job),
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'id', t.id, 'title', masked_title(t.title, p.words), 'scheme', masked_title(t.scheme, p.words),
                       'units', t.units, 'kkni_level', t.kkni_level, 'issuer', coalesce(masked_issuer(t.issuer, p.words), ''),
                       'verification', t.verification) ORDER BY t.position, t.id), '[]')
            FROM certificates t WHERE t.candidate_id = c.id AND t.verification <> 'rejected'),
           CASE WHEN 'name' = ANY (d.fields) THEN i.name END, CASE WHEN 'phone' = ANY (d.fields) THEN i.phone END,
           CASE WHEN 'district' = ANY (d.fields) THEN i.district END
    FROM vacancies v
    CROSS JOIN (SELECT masking_pattern() AS words) p
    JOIN candidates c ON c.id = ANY (people) AND gate_open(c)
    JOIN candidate_identities i ON i.candidate_id = c.id
    LEFT JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
    CROSS JOIN LATERAL (SELECT disclosed_fields(c.id, v.employer_id) AS fields) d
    WHERE v.id = vacancy AND v.employer_id = asking_company() AND v.status = 'open'
        AND verified_company(v.employer_id);
$$;
