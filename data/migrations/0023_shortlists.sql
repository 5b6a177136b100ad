-- Shortlists (daftar usulan): what was proposed to whom, who answered for it, and what was said. One list is for a person
-- (of vacancies) or for a vacancy (of people); each of its items is one pair of a person and a vacancy, and what follows,
-- from the employer's answer to the check after a year, hangs on the item.

CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
) ON COMMIT DROP;

CREATE TABLE shortlists (
    id uuid CONSTRAINT shortlists_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT shortlists_seq UNIQUE,
    kind text NOT NULL CONSTRAINT shortlists_kind CHECK (kind IN ('vacancies', 'candidates')),
    candidate_id uuid,
    vacancy_id uuid CONSTRAINT shortlists_vacancy REFERENCES vacancies,
    status text NOT NULL DEFAULT 'requested' CONSTRAINT shortlists_status CHECK (status IN
        ('requested', 'proposed', 'under_review', 'approved', 'sent', 'answered', 'closed')),
    run_id uuid CONSTRAINT shortlists_run REFERENCES runs ON DELETE SET NULL,
    approvals_needed smallint NOT NULL DEFAULT 1 CONSTRAINT shortlists_approvals CHECK (approvals_needed BETWEEN 1 AND 2),
    approval_reasons text[] NOT NULL DEFAULT '{}',
    note text NOT NULL DEFAULT '' CONSTRAINT shortlists_note_length CHECK (length(note) <= 500),
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT shortlists_for_one CHECK ((kind = 'vacancies') = (candidate_id IS NOT NULL)
                                         AND (kind = 'candidates') = (vacancy_id IS NOT NULL)),
    CONSTRAINT shortlists_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX shortlists_of_candidate ON shortlists (candidate_id);
CREATE INDEX shortlists_of_vacancy ON shortlists (vacancy_id);
CREATE INDEX shortlists_of_caseload ON shortlists (unit_id, caseload, status);
COMMENT ON TABLE shortlists IS 'Daftar usulan. `vacancies`: for a person; `candidates`: for a vacancy';
COMMENT ON COLUMN shortlists.unit_id IS 'Of the person, whom a list for a person follows; otherwise of who has asked for it';
COMMENT ON COLUMN shortlists.run_id IS 'The recorded run from which the items came';
COMMENT ON COLUMN shortlists.approval_reasons IS 'Why a second approval is needed, such as first_contact, case_by_case_field';

CREATE TABLE shortlist_items (
    id uuid CONSTRAINT shortlist_items_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT shortlist_items_seq UNIQUE,
    shortlist_id uuid NOT NULL CONSTRAINT shortlist_items_shortlist REFERENCES shortlists ON DELETE CASCADE,
    candidate_id uuid NOT NULL,
    vacancy_id uuid NOT NULL CONSTRAINT shortlist_items_vacancy REFERENCES vacancies,
    position integer NOT NULL,
    origin text NOT NULL CONSTRAINT shortlist_items_origin CHECK (origin IN ('ranking', 'added')),
    ranked integer CONSTRAINT shortlist_items_ranked CHECK (ranked >= 1),
    score double precision,
    fit text CONSTRAINT shortlist_items_fit CHECK (fit IN ('strong', 'possible', 'stretch')),
    frozen jsonb,
    removed_at timestamptz,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT one_item_per_pair UNIQUE (shortlist_id, candidate_id, vacancy_id),
    CONSTRAINT shortlist_items_belong UNIQUE (id, candidate_id, unit_id, caseload),
    CONSTRAINT shortlist_items_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX shortlist_items_of_candidate ON shortlist_items (candidate_id);
CREATE INDEX shortlist_items_of_vacancy ON shortlist_items (vacancy_id);
COMMENT ON COLUMN shortlist_items.unit_id IS 'Of the person: an item goes where its person goes';
COMMENT ON COLUMN shortlist_items.ranked IS 'Place in the ranking, from 1; null: added from outside it';
COMMENT ON COLUMN shortlist_items.frozen IS 'What was known at approval: reasons, gaps, flags, window, certificates, model, rules';

-- What people did to the machine's order, with the reason. Only added to.
CREATE TABLE shortlist_overrides (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT shortlist_overrides_pkey PRIMARY KEY,
    item_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    action text NOT NULL CONSTRAINT shortlist_overrides_action CHECK (action IN ('move', 'add', 'remove', 'restore')),
    from_position integer,
    to_position integer,
    reason text NOT NULL CONSTRAINT shortlist_overrides_reason CHECK (reason ~ '^[a-z_]{1,40}$'),
    note text NOT NULL DEFAULT '' CONSTRAINT shortlist_overrides_note_length CHECK (length(note) <= 500),
    role text NOT NULL,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT shortlist_overrides_item FOREIGN KEY (item_id, candidate_id, unit_id, caseload)
        REFERENCES shortlist_items (id, candidate_id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX shortlist_overrides_of_item ON shortlist_overrides (item_id);

-- The candidate's voice: asked by the case worker, in the person's words as far as a code has them. Only added to.
CREATE TABLE candidate_answers (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT candidate_answers_pkey PRIMARY KEY,
    item_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    interested boolean NOT NULL,
    reason text NOT NULL DEFAULT '' CONSTRAINT candidate_answers_reason CHECK (reason ~ '^[a-z_]{0,40}$'),
    note text NOT NULL DEFAULT '' CONSTRAINT candidate_answers_note_length CHECK (length(note) <= 500),
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT candidate_answers_no_needs_reason CHECK (interested OR reason <> ''),
    CONSTRAINT candidate_answers_item FOREIGN KEY (item_id, candidate_id, unit_id, caseload)
        REFERENCES shortlist_items (id, candidate_id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX candidate_answers_of_item ON candidate_answers (item_id, id);

-- Which step may follow which, and who takes it: the same table as `matching.workflow.TRANSITIONS`; a test compares them.
CREATE TABLE shortlist_transitions (
    before text NOT NULL,
    after text NOT NULL,
    role text NOT NULL,
    reasoned boolean NOT NULL,
    CONSTRAINT shortlist_transitions_pkey PRIMARY KEY (before, after, role)
);
COMMENT ON COLUMN shortlist_transitions.reasoned IS 'Whether a reason must be given';
INSERT INTO shortlist_transitions (before, after, role, reasoned) VALUES
    ('requested', 'proposed', 'case_worker', false),
    ('requested', 'proposed', 'release_planner', false),
    ('proposed', 'under_review', 'case_worker', false),
    ('proposed', 'under_review', 'release_planner', false),
    ('under_review', 'proposed', 'case_worker', true),
    ('under_review', 'proposed', 'release_planner', true),
    ('under_review', 'approved', 'release_planner', false),
    ('approved', 'under_review', 'release_planner', true),
    ('approved', 'sent', 'case_worker', false),
    ('approved', 'sent', 'release_planner', false),
    ('sent', 'answered', 'case_worker', false),
    ('sent', 'answered', 'release_planner', false),
    ('sent', 'answered', 'employer', false),
    ('answered', 'closed', 'case_worker', false),
    ('answered', 'closed', 'release_planner', false),
    ('requested', 'closed', 'case_worker', true),
    ('requested', 'closed', 'release_planner', true),
    ('proposed', 'closed', 'case_worker', true),
    ('proposed', 'closed', 'release_planner', true),
    ('under_review', 'closed', 'case_worker', true),
    ('under_review', 'closed', 'release_planner', true),
    ('approved', 'closed', 'case_worker', true),
    ('approved', 'closed', 'release_planner', true),
    ('sent', 'closed', 'case_worker', true),
    ('sent', 'closed', 'release_planner', true);

CREATE TABLE shortlist_events (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT shortlist_events_pkey PRIMARY KEY,
    shortlist_id uuid NOT NULL CONSTRAINT shortlist_events_shortlist REFERENCES shortlists ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT shortlist_events_kind CHECK (kind IN ('step', 'approval')),
    before text NOT NULL,
    after text NOT NULL,
    role text NOT NULL,
    reason text NOT NULL DEFAULT '' CONSTRAINT shortlist_events_reason CHECK (reason ~ '^[a-z_]{0,40}$'),
    note text NOT NULL DEFAULT '' CONSTRAINT shortlist_events_note_length CHECK (length(note) <= 500),
    version integer NOT NULL,
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX shortlist_events_of_shortlist ON shortlist_events (shortlist_id, id);
COMMENT ON COLUMN shortlist_events.version IS 'Of the list: an approval counts for the version that it has seen';
COMMENT ON TABLE shortlist_events IS 'Each step and each approval: who, when, why. Only added to, by take_step and approve_shortlist';

-- What follows for an item when something moves under it: found by the program itself, seen by those who have the person.
CREATE TABLE shortlist_flags (
    id uuid CONSTRAINT shortlist_flags_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT shortlist_flags_seq UNIQUE,
    item_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT shortlist_flags_kind CHECK (kind IN
        ('window', 'vacancy', 'certificate', 'gate', 'transfer', 'rule')),
    code text NOT NULL CONSTRAINT shortlist_flags_code CHECK (code ~ '^[a-z_]{1,40}$'),
    parameters jsonb NOT NULL DEFAULT '{}',
    resolved_at timestamptz,
    resolved_by uuid,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT shortlist_flags_item FOREIGN KEY (item_id, candidate_id, unit_id, caseload)
        REFERENCES shortlist_items (id, candidate_id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX one_open_flag ON shortlist_flags (item_id, code) WHERE resolved_at IS NULL;
CREATE INDEX shortlist_flags_of_item ON shortlist_flags (item_id);
COMMENT ON COLUMN shortlist_flags.code IS 'The consequence; its words stand in the catalogue of messages';

-- How each live item stood when the program looked last; what is new since then becomes a flag.
CREATE TABLE shortlist_verdicts (
    item_id uuid CONSTRAINT shortlist_verdicts_pkey PRIMARY KEY,
    candidate_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    caseload uuid NOT NULL,
    stands jsonb NOT NULL,
    CONSTRAINT shortlist_verdicts_item FOREIGN KEY (item_id, candidate_id, unit_id, caseload)
        REFERENCES shortlist_items (id, candidate_id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
COMMENT ON TABLE shortlist_verdicts IS 'Reckoned anew from facts at every change; holds nothing that they do not say';
CREATE TABLE shortlist_renewal (
    only_row boolean CONSTRAINT shortlist_renewal_one_row PRIMARY KEY DEFAULT true
        CONSTRAINT shortlist_renewal_only_row CHECK (only_row),
    watermark text NOT NULL DEFAULT '',
    day date NOT NULL DEFAULT '-infinity'
);
INSERT INTO shortlist_renewal DEFAULT VALUES;
COMMENT ON TABLE shortlist_renewal IS 'Up to where in the outbox, and for which day, verdicts of live items have been renewed';

-- Walls. The application reads; whatever it changes, it changes by the functions below. An employer reads nothing here.
DO $$
DECLARE
    target text;
    sees CONSTANT text := '(unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]))';
    plans CONSTANT text := 'unit_id = ANY ((SELECT planned_units())::uuid[])';
BEGIN
    FOREACH target IN ARRAY ARRAY['shortlists', 'shortlist_items', 'shortlist_overrides', 'candidate_answers',
            'shortlist_events', 'shortlist_flags', 'shortlist_verdicts', 'shortlist_renewal'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['shortlist_items', 'shortlist_overrides', 'candidate_answers', 'shortlist_flags'] LOOP
        EXECUTE format('CREATE POLICY case_worker ON %I FOR SELECT TO jembatan_app USING (%s)', target, sees);
        EXECUTE format('CREATE POLICY release_planner ON %I FOR SELECT TO jembatan_app USING (%s)', target, plans);
    END LOOP;
    EXECUTE format('CREATE POLICY case_worker ON shortlists FOR SELECT TO jembatan_app USING (%s OR kind = ''candidates''
                    AND (SELECT acts_as(''case_worker'')) AND id IN (SELECT i.shortlist_id FROM shortlist_items i))', sees);
    EXECUTE format('CREATE POLICY release_planner ON shortlists FOR SELECT TO jembatan_app USING (%s OR
                    (SELECT acts_as(''release_planner'')) AND caseload = (SELECT asking_account()))', plans);
    -- The person's own case worker asks the person, and nobody else.
    EXECUTE format('CREATE POLICY asked ON candidate_answers FOR INSERT TO jembatan_app WITH CHECK (%s)', sees);
    EXECUTE format('CREATE POLICY done ON shortlist_flags FOR UPDATE TO jembatan_app USING (%s OR %s)', sees, plans);
    FOREACH target IN ARRAY ARRAY['shortlists', 'shortlist_items'] LOOP
        EXECUTE format('CREATE POLICY worker ON %I FOR SELECT TO jembatan_worker USING (true)', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['shortlist_flags', 'shortlist_verdicts', 'shortlist_renewal'] LOOP
        EXECUTE format('CREATE POLICY worker ON %I TO jembatan_worker USING (true)', target);
    END LOOP;
END $$;
CREATE POLICY of_a_list ON shortlist_events FOR SELECT TO jembatan_app
    USING (EXISTS (SELECT FROM shortlists s WHERE s.id = shortlist_id));

GRANT SELECT ON shortlists, shortlist_items, shortlist_overrides, candidate_answers, shortlist_transitions, shortlist_events,
    shortlist_flags TO jembatan_app;
GRANT INSERT ON candidate_answers TO jembatan_app;
GRANT UPDATE (resolved_at, resolved_by) ON shortlist_flags TO jembatan_app;
GRANT SELECT ON shortlists, shortlist_items TO jembatan_worker;
GRANT SELECT, INSERT, UPDATE ON shortlist_flags, shortlist_verdicts, shortlist_renewal TO jembatan_worker;
GRANT EXECUTE ON FUNCTION gate_open(candidates) TO jembatan_worker;

SELECT note_changes_of(name, record_column, subject_column, key_column) FROM (VALUES
    ('shortlists'::regclass, 'id', 'candidate_id', 'id'),
    ('shortlist_items', 'id', 'candidate_id', 'id'),
    ('shortlist_overrides', 'item_id', 'candidate_id', 'id'),
    ('candidate_answers', 'item_id', 'candidate_id', 'id'),
    ('shortlist_events', 'shortlist_id', '', 'id'),
    ('shortlist_flags', 'id', 'candidate_id', 'id')) AS tables (name, record_column, subject_column, key_column);

-- Whoever answers for a list: the case worker whose it is, or a planner of the region.
CREATE FUNCTION handles_list(list shortlists) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(list.unit_id = case_unit() AND list.caseload = ANY (case_loads()), false)
        OR list.unit_id = ANY (planned_units()) OR (acts_as('release_planner') AND list.caseload = asking_account());
$$;
CREATE FUNCTION may_propose(person candidates) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(person.unit_id = case_unit() AND person.caseload = ANY (case_loads()), false)
        OR person.unit_id = ANY (planned_units());
$$;
-- A company to which the list has been sent. Its members see what is theirs by functions of later migrations.
CREATE FUNCTION receives_list(list uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
                   JOIN vacancies v ON v.id = i.vacancy_id
                   WHERE s.id = list AND s.status IN ('sent', 'answered') AND v.employer_id = asking_company());
$$;

-- Who acts as planner on the command line of the machine itself: it answers for the unit that is nowhere else.
INSERT INTO accounts (id, login, name, created_by) VALUES
    ('00000000-0000-4000-8000-000000000004', 'local-planner', 'Perencana lokal', '00000000-0000-4000-8000-000000000004');
INSERT INTO duties (id, account_id, role, unit_id, provinces, granted_by) VALUES
    ('00000000-0000-4000-8000-0000000000d4', '00000000-0000-4000-8000-000000000004', 'release_planner',
     '00000000-0000-4000-8000-0000000000a1', '{""}', '00000000-0000-4000-8000-000000000004');

-- The functions that change something answer null when it is done, else a code of `matching.workflow.Refusal`.

CREATE FUNCTION open_shortlist(list uuid, side text, person uuid, vacancy uuid, words text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    facts candidates;
BEGIN
    IF NOT acts_as('case_worker', 'release_planner') THEN
        RETURN 'not_found';
    ELSIF side = 'vacancies' THEN
        SELECT * INTO facts FROM candidates c WHERE c.id = person;
        IF NOT FOUND OR NOT may_propose(facts) THEN
            RETURN 'not_found';
        ELSIF NOT gate_open(facts) THEN
            RETURN 'gate_closed';
        END IF;
        INSERT INTO shortlists (id, kind, candidate_id, note, unit_id, caseload)
        VALUES (list, side, person, words, facts.unit_id, facts.caseload);
    ELSE
        PERFORM FROM vacancies v WHERE v.id = vacancy;
        IF NOT FOUND THEN
            RETURN 'not_found';
        END IF;
        INSERT INTO shortlists (id, kind, vacancy_id, note) VALUES (list, side, vacancy, words);
    END IF;
    INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, note, version)
    VALUES (list, 'step', '', 'requested', (asking_duty()).role, words, 1);
    RETURN NULL;
END $$;

-- The first `size` rows of a recorded run, as it has them.
CREATE FUNCTION fill_shortlist(list uuid, run uuid, size integer) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands shortlists;
    recorded runs;
BEGIN
    SELECT * INTO stands FROM shortlists s WHERE s.id = list FOR UPDATE;
    IF NOT FOUND OR NOT handles_list(stands) THEN
        RETURN 'not_found';
    END IF;
    SELECT * INTO recorded FROM runs r WHERE r.id = run AND r.kind = stands.kind AND NOT r.erased
        AND CASE stands.kind WHEN 'vacancies' THEN r.candidate_id = stands.candidate_id
            ELSE r.vacancy_id = stands.vacancy_id AND r.unit_id = asking_unit() AND r.caseload = ANY (own_records()) END;
    IF NOT FOUND THEN
        RETURN 'not_found';
    ELSIF stands.status <> 'requested' OR stands.run_id IS NOT NULL THEN
        RETURN 'frozen';
    END IF;
    INSERT INTO shortlist_items (shortlist_id, candidate_id, vacancy_id, position, origin, ranked, score, fit, unit_id, caseload)
    SELECT list, c.id, v.id, row_number() OVER (ORDER BY t.place), 'ranking', (t.row ->> 'rank')::integer,
           (t.row ->> 'score')::double precision, t.row ->> 'fit', c.unit_id, c.caseload
    FROM jsonb_array_elements(recorded.result -> 'rows') WITH ORDINALITY AS t (row, place)
    JOIN candidates c ON c.id = coalesce(stands.candidate_id, (t.row ->> 'id')::uuid) AND may_propose(c) AND gate_open(c)
    JOIN vacancies v ON v.id = coalesce(stands.vacancy_id, (t.row ->> 'id')::uuid)
    ORDER BY t.place LIMIT size;
    UPDATE shortlists SET run_id = run, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1 WHERE id = list;
    RETURN NULL;
END $$;

-- What a human does to the order: free, with a reason. Until it is approved all of it; afterwards only leaving out.
CREATE FUNCTION change_item(item uuid, what text, place integer, why text, words text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands shortlists;
    pair shortlist_items;
    others integer;
    new_place integer;
BEGIN
    SELECT s.* INTO stands FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id WHERE i.id = item FOR UPDATE OF s;
    SELECT * INTO pair FROM shortlist_items i WHERE i.id = item FOR UPDATE;
    IF NOT FOUND OR NOT (handles_list(stands) OR (what = 'remove' AND in_charge(pair.candidate_id))) THEN
        RETURN 'not_found';
    ELSIF stands.status = 'closed' OR (what <> 'remove' AND stands.status NOT IN ('requested', 'proposed', 'under_review')) THEN
        RETURN 'frozen';
    ELSIF why = '' THEN
        RETURN 'reason_needed';
    ELSIF what NOT IN ('move', 'remove', 'restore') OR (what = 'restore') <> (pair.removed_at IS NOT NULL) THEN
        RETURN 'no_such_change';
    END IF;
    SELECT count(*) INTO others FROM shortlist_items i
    WHERE i.shortlist_id = stands.id AND i.id <> item AND i.removed_at IS NULL;
    new_place := CASE what WHEN 'remove' THEN NULL ELSE least(greatest(coalesce(place, others + 1), 1), others + 1) END;
    IF what <> 'remove' THEN
        UPDATE shortlist_items i SET position = o.place FROM (
            SELECT n.id, n.at + (n.at >= new_place)::integer AS place FROM (
                SELECT x.id, row_number() OVER (ORDER BY x.position, x.seq)::integer AS at FROM shortlist_items x
                WHERE x.shortlist_id = stands.id AND x.id <> item AND x.removed_at IS NULL) n) o
        WHERE i.id = o.id AND i.position <> o.place;
    END IF;
    UPDATE shortlist_items SET position = coalesce(new_place, position), version = version + 1,
        removed_at = CASE what WHEN 'remove' THEN now() END, recorded_by = DEFAULT, recorded_at = DEFAULT
    WHERE id = item;
    INSERT INTO shortlist_overrides (item_id, candidate_id, action, from_position, to_position, reason, note, role, unit_id, caseload)
    VALUES (item, pair.candidate_id, what, pair.position, new_place, why, words, (asking_duty()).role, pair.unit_id, pair.caseload);
    UPDATE shortlists SET version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = stands.id;
    RETURN NULL;
END $$;

CREATE FUNCTION add_item(item uuid, list uuid, other uuid, why text, words text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands shortlists;
    person candidates;
    offered uuid;
    place integer;
BEGIN
    SELECT * INTO stands FROM shortlists s WHERE s.id = list FOR UPDATE;
    IF NOT FOUND OR NOT handles_list(stands) THEN
        RETURN 'not_found';
    END IF;
    SELECT * INTO person FROM candidates c WHERE c.id = coalesce(stands.candidate_id, other);
    IF NOT FOUND OR NOT may_propose(person) THEN
        RETURN 'not_found';
    END IF;
    SELECT v.id INTO offered FROM vacancies v WHERE v.id = coalesce(stands.vacancy_id, other);
    IF NOT FOUND THEN
        RETURN 'not_found';
    ELSIF stands.status NOT IN ('requested', 'proposed', 'under_review') THEN
        RETURN 'frozen';
    ELSIF why = '' THEN
        RETURN 'reason_needed';
    ELSIF NOT gate_open(person) THEN
        RETURN 'gate_closed';
    ELSIF EXISTS (SELECT FROM shortlist_items i
                  WHERE (i.shortlist_id, i.candidate_id, i.vacancy_id) = (list, person.id, offered)) THEN
        RETURN 'already_listed';
    END IF;
    SELECT coalesce(max(i.position), 0) + 1 INTO place FROM shortlist_items i WHERE i.shortlist_id = list;
    INSERT INTO shortlist_items (id, shortlist_id, candidate_id, vacancy_id, position, origin, unit_id, caseload)
    VALUES (item, list, person.id, offered, place, 'added', person.unit_id, person.caseload);
    INSERT INTO shortlist_overrides (item_id, candidate_id, action, to_position, reason, note, role, unit_id, caseload)
    VALUES (item, person.id, 'add', place, why, words, (asking_duty()).role, person.unit_id, person.caseload);
    UPDATE shortlists SET version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = list;
    RETURN NULL;
END $$;

-- Items that may not be sent now, and why.
CREATE FUNCTION unsendable(list uuid, interest_needed boolean) RETURNS TABLE (item_id uuid, code text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, w.code FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
    JOIN candidates c ON c.id = i.candidate_id JOIN vacancies v ON v.id = i.vacancy_id
    LEFT JOIN LATERAL (SELECT a.interested FROM candidate_answers a WHERE a.item_id = i.id ORDER BY a.id DESC LIMIT 1) a ON true
    CROSS JOIN LATERAL (SELECT CASE
        WHEN NOT gate_open(c) THEN 'gate_closed'
        WHEN v.status <> 'open' OR v.closes < (now() AT TIME ZONE 'Asia/Jakarta')::date THEN 'vacancy_closed'
        WHEN NOT verified_company(v.employer_id) THEN 'employer_not_verified'
        WHEN interest_needed AND a.interested IS NOT TRUE
            THEN CASE WHEN a.interested IS NULL THEN 'not_asked' ELSE 'not_interested' END END AS code) w
    WHERE s.id = list AND handles_list(s) AND w.code IS NOT NULL ORDER BY i.position, i.seq;
$$;

-- The one way from state to state, but for approval. Only somebody who acts in a duty can take it: the program cannot.
CREATE FUNCTION take_step(list uuid, target text, why text, words text, interest_needed boolean) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands shortlists;
    acting CONSTANT text := (asking_duty()).role;
    needs_reason boolean;
    refusal text;
BEGIN
    SELECT * INTO stands FROM shortlists s WHERE s.id = list FOR UPDATE;
    IF NOT FOUND OR NOT (handles_list(stands) OR receives_list(list)) THEN
        RETURN 'not_found';
    END IF;
    SELECT t.reasoned INTO needs_reason FROM shortlist_transitions t
    WHERE (t.before, t.after, t.role) = (stands.status, target, acting) AND t.after <> 'approved';
    IF NOT FOUND THEN
        RETURN 'no_such_step';
    ELSIF needs_reason AND why = '' THEN
        RETURN 'reason_needed';
    ELSIF (stands.status, target) IN (('requested', 'proposed'), ('proposed', 'under_review'), ('approved', 'sent'))
        AND NOT EXISTS (SELECT FROM shortlist_items i WHERE i.shortlist_id = list AND i.removed_at IS NULL) THEN
        RETURN 'empty';
    ELSIF target = 'sent' THEN
        SELECT u.code INTO refusal FROM unsendable(list, interest_needed) u LIMIT 1;
        IF FOUND THEN
            RETURN refusal;
        END IF;
    END IF;
    UPDATE shortlists SET status = target, version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = list;
    INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, reason, note, version)
    VALUES (list, 'step', stands.status, target, acting, why, words, stands.version + 1);
    RETURN NULL;
END $$;

-- Companies of a list to which nothing has ever been sent.
CREATE FUNCTION first_contacts(list uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT DISTINCT v.employer_id FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
    JOIN vacancies v ON v.id = i.vacancy_id
    WHERE s.id = list AND handles_list(s) AND NOT EXISTS (
        SELECT FROM shortlist_events e JOIN shortlist_items o ON o.shortlist_id = e.shortlist_id
        JOIN vacancies w ON w.id = o.vacancy_id
        WHERE e.after = 'sent' AND w.employer_id = v.employer_id AND coalesce(o.removed_at > e.recorded_at, true));
$$;

-- A planner who has neither proposed the list nor added to it approves what stands in version `seen`; where `reasons`
-- ask for it, a second one does. With the last approval, what was known is frozen: `facts` by item.
CREATE FUNCTION approve_shortlist(list uuid, seen integer, reasons text[], facts jsonb, words text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands shortlists;
    acting CONSTANT text := (asking_duty()).role;
    needed CONSTANT smallint := CASE WHEN reasons = '{}' THEN 1 ELSE 2 END;
    given integer;
BEGIN
    SELECT * INTO stands FROM shortlists s WHERE s.id = list FOR UPDATE;
    IF NOT FOUND OR NOT handles_list(stands) THEN
        RETURN 'not_found';
    ELSIF NOT EXISTS (SELECT FROM shortlist_transitions t
                      WHERE (t.before, t.after, t.role) = (stands.status, 'approved', acting)) THEN
        RETURN 'no_such_step';
    ELSIF stands.version <> seen OR EXISTS (SELECT FROM shortlist_items i
            WHERE i.shortlist_id = list AND i.removed_at IS NULL AND NOT facts ? i.id::text) THEN
        RETURN 'changed';
    ELSIF NOT EXISTS (SELECT FROM shortlist_items i WHERE i.shortlist_id = list AND i.removed_at IS NULL) THEN
        RETURN 'empty';
    ELSIF EXISTS (SELECT FROM shortlist_events e WHERE e.shortlist_id = list AND e.recorded_by = asking_account()
                    AND (e.before, e.after) IN (('requested', 'proposed'), ('proposed', 'under_review')))
        OR EXISTS (SELECT FROM shortlist_overrides o JOIN shortlist_items i ON i.id = o.item_id
                   WHERE i.shortlist_id = list AND o.action = 'add' AND o.recorded_by = asking_account()) THEN
        RETURN 'own_proposal';
    ELSIF EXISTS (SELECT FROM shortlist_events e WHERE e.shortlist_id = list AND e.kind = 'approval'
                    AND e.version = seen AND e.recorded_by = asking_account()) THEN
        RETURN 'same_person';
    END IF;
    INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, note, version)
    VALUES (list, 'approval', stands.status, stands.status, acting, words, seen);
    SELECT count(DISTINCT e.recorded_by) INTO given FROM shortlist_events e
    WHERE e.shortlist_id = list AND e.kind = 'approval' AND e.version = seen;
    UPDATE shortlists SET approvals_needed = needed, approval_reasons = reasons WHERE id = list;
    IF given < needed THEN
        RETURN NULL;
    END IF;
    UPDATE shortlist_items i SET frozen = facts -> i.id::text, version = version + 1
    WHERE i.shortlist_id = list AND i.removed_at IS NULL;
    UPDATE shortlists SET status = 'approved', version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = list;
    INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, note, version)
    VALUES (list, 'step', stands.status, 'approved', acting, words, seen + 1);
    RETURN NULL;
END $$;

-- How often people of a region's lists were moved, added, left out: by whom, for whose vacancies, why.
CREATE FUNCTION override_counts(since timestamptz, until timestamptz) RETURNS TABLE (
    account_id uuid, account text, role text, employer_id uuid, employer text, action text, reason text, times bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.recorded_by, a.name, o.role, e.id, e.name, o.action, o.reason, count(*)
    FROM shortlist_overrides o JOIN shortlist_items i ON i.id = o.item_id JOIN vacancies v ON v.id = i.vacancy_id
    JOIN employers e ON e.id = v.employer_id LEFT JOIN accounts a ON a.id = o.recorded_by
    WHERE o.unit_id = ANY (planned_units()) AND o.recorded_at >= since AND o.recorded_at < until
    GROUP BY o.recorded_by, a.name, o.role, e.id, e.name, o.action, o.reason
    ORDER BY count(*) DESC, a.name, e.name, o.action, o.reason;
$$;

-- For the report of fairness alone: overrides with the group of the person, and without the person.
CREATE FUNCTION overrides_by_group(since timestamptz, until timestamptz) RETURNS TABLE (
    action text, reason text, role text, employer_id uuid, unit_id uuid, at timestamptz,
    sex text, age integer, disability boolean, minority_language boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.action, o.reason, o.role, v.employer_id, o.unit_id, o.recorded_at, p.sex,
           extract(year FROM age(o.recorded_at::date, n.birth_date))::integer,
           coalesce(p.disability, '') <> '', coalesce(p.minority_language, '') <> ''
    FROM shortlist_overrides o JOIN shortlist_items i ON i.id = o.item_id JOIN vacancies v ON v.id = i.vacancy_id
    JOIN candidate_identities n ON n.candidate_id = o.candidate_id
    LEFT JOIN protected_attributes p ON p.candidate_id = o.candidate_id
    WHERE o.recorded_at >= since AND o.recorded_at < until;
$$;

-- Two records of one person that become one may stand in one list twice: the item of the record that goes, goes with it.
CREATE FUNCTION one_item_of_joined() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    RETURN CASE WHEN EXISTS (SELECT FROM shortlist_items i WHERE (i.shortlist_id, i.candidate_id, i.vacancy_id)
                                = (NEW.shortlist_id, NEW.candidate_id, NEW.vacancy_id) AND i.id <> NEW.id)
           THEN NULL ELSE NEW END;
END $$;
CREATE TRIGGER one_item_of_joined BEFORE UPDATE OF candidate_id ON shortlist_items FOR EACH ROW
    WHEN (OLD.candidate_id <> NEW.candidate_id) EXECUTE FUNCTION one_item_of_joined();

-- A person's own file tells of the lists, too.
ALTER FUNCTION subject_file(uuid) RENAME TO subject_file_before_shortlists;
REVOKE EXECUTE ON FUNCTION subject_file_before_shortlists(uuid) FROM jembatan_app;
CREATE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT subject_file_before_shortlists(who) || jsonb_build_object('shortlists', (
        SELECT jsonb_agg(jsonb_build_object(
            'shortlist', s.id, 'state', s.status, 'at', i.recorded_at, 'vacancy', v.title, 'employer', e.name,
            'origin', i.origin, 'ranked', i.ranked, 'score', i.score, 'removed_at', i.removed_at, 'frozen', i.frozen,
            'answers', (SELECT jsonb_agg(jsonb_build_object('at', a.recorded_at, 'interested', a.interested,
                            'reason', a.reason, 'note', a.note) ORDER BY a.id)
                        FROM candidate_answers a WHERE a.item_id = i.id),
            'changes', (SELECT jsonb_agg(jsonb_build_object('at', o.recorded_at, 'action', o.action, 'role', o.role,
                            'reason', o.reason, 'note', o.note) ORDER BY o.id)
                        FROM shortlist_overrides o WHERE o.item_id = i.id),
            'consequences', (SELECT jsonb_agg(jsonb_build_object('at', f.recorded_at, 'code', f.code,
                                 'parameters', f.parameters, 'resolved_at', f.resolved_at) ORDER BY f.seq)
                             FROM shortlist_flags f WHERE f.item_id = i.id),
            'steps', (SELECT jsonb_agg(jsonb_build_object('at', t.recorded_at, 'before', t.before, 'after', t.after,
                          'role', t.role, 'reason', t.reason) ORDER BY t.id)
                      FROM shortlist_events t WHERE t.shortlist_id = s.id)) ORDER BY s.seq, i.position)
        FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id JOIN vacancies v ON v.id = i.vacancy_id
        JOIN employers e ON e.id = v.employer_id WHERE i.candidate_id = who));
$$;
COMMENT ON FUNCTION subject_file(uuid) IS 'All that is kept of a person, numbers still sealed; null where the person is not yours';

-- Closed lists are kept for as long as the rule says.
ALTER FUNCTION retention(text, timestamptz, boolean) RENAME TO retention_before_shortlists;
REVOKE EXECUTE ON FUNCTION retention_before_shortlists(text, timestamptz, boolean) FROM jembatan_worker;
CREATE FUNCTION retention(what text, before timestamptz, remove boolean) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    IF what <> 'shortlists' THEN
        RETURN retention_before_shortlists(what, before, remove);
    END IF;
    SELECT count(*) INTO found FROM shortlists s WHERE s.status = 'closed' AND s.recorded_at < before;
    IF remove THEN DELETE FROM shortlists s WHERE s.status = 'closed' AND s.recorded_at < before; END IF;
    RETURN found;
END $$;
COMMENT ON FUNCTION retention(text, timestamptz, boolean) IS 'How many rows are older; with `remove` they go';

GRANT EXECUTE ON FUNCTION open_shortlist(uuid, text, uuid, uuid, text), fill_shortlist(uuid, uuid, integer),
    change_item(uuid, text, integer, text, text), add_item(uuid, uuid, uuid, text, text), unsendable(uuid, boolean),
    take_step(uuid, text, text, text, boolean), first_contacts(uuid),
    approve_shortlist(uuid, integer, text[], jsonb, text), override_counts(timestamptz, timestamptz), subject_file(uuid)
    TO jembatan_app;
GRANT EXECUTE ON FUNCTION overrides_by_group(timestamptz, timestamptz), retention(text, timestamptz, boolean) TO jembatan_worker;
