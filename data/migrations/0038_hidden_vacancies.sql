-- A vacancy is hidden for a person: the case worker says that it is not to be shown or proposed to this person again, and why. And
-- whatever people do to the machine's order is counted by group, each kind by itself.

-- 1. Only added to: hidden with a reason, shown again. How a pair stands is its newest row.
CREATE TABLE vacancy_hidings (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT vacancy_hidings_pkey PRIMARY KEY,
    candidate_id uuid NOT NULL,
    vacancy_id uuid NOT NULL CONSTRAINT vacancy_hidings_vacancy REFERENCES vacancies ON DELETE CASCADE,
    hidden boolean NOT NULL,
    reason text NOT NULL DEFAULT '' CONSTRAINT vacancy_hidings_reason CHECK (reason IN ('', 'not_wanted', 'too_far',
        'health_or_supervision', 'employer_unsuitable', 'employer_problem', 'other')),
    note text NOT NULL DEFAULT '' CONSTRAINT vacancy_hidings_note_length CHECK (length(note) <= 500),
    unit_id uuid NOT NULL,
    caseload uuid NOT NULL,
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT vacancy_hidings_reasoned CHECK (hidden = (reason <> '')),
    CONSTRAINT vacancy_hidings_other_says_what CHECK (reason <> 'other' OR btrim(note) <> ''),
    CONSTRAINT vacancy_hidings_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX vacancy_hidings_of_pair ON vacancy_hidings (candidate_id, vacancy_id, id);
CREATE INDEX vacancy_hidings_of_vacancy ON vacancy_hidings (vacancy_id);
COMMENT ON TABLE vacancy_hidings IS 'Lowongan yang disembunyikan bagi seseorang, dan yang ditampilkan lagi. Only added to';
COMMENT ON COLUMN vacancy_hidings.reason IS 'Health and supervision are one code: which of them it is is not asked';
COMMENT ON COLUMN vacancy_hidings.note IS 'For the staff, and in the person''s own file; never for an employer';

CREATE VIEW hidden_vacancies WITH (security_invoker = true) AS
SELECT h.id, h.candidate_id, h.vacancy_id, h.reason, h.note, h.recorded_by, h.recorded_at FROM vacancy_hidings h
WHERE h.hidden AND NOT EXISTS (SELECT FROM vacancy_hidings l
                               WHERE l.candidate_id = h.candidate_id AND l.vacancy_id = h.vacancy_id AND l.id > h.id);
COMMENT ON VIEW hidden_vacancies IS 'Pairs that are hidden now';

CREATE FUNCTION is_hidden(person uuid, vacancy uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM hidden_vacancies h WHERE h.candidate_id = person AND h.vacancy_id = vacancy);
$$;
COMMENT ON FUNCTION is_hidden(uuid, uuid) IS 'For the functions below; nobody may call it';

-- Walls. The person's own case worker hides; planners of the region read; an employer reads nothing. The program knows which pairs
-- are hidden, so that it ranks and plans without them, and not why.
ALTER TABLE vacancy_hidings ENABLE ROW LEVEL SECURITY;
ALTER TABLE vacancy_hidings FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    sees CONSTANT text := '(unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]))';
BEGIN
    EXECUTE 'CREATE POLICY owner ON vacancy_hidings TO CURRENT_USER USING (true)';
    EXECUTE format('CREATE POLICY case_worker ON vacancy_hidings FOR SELECT TO jembatan_app USING (%s)', sees);
    EXECUTE format('CREATE POLICY hides ON vacancy_hidings FOR INSERT TO jembatan_app WITH CHECK (%s)', sees);
END $$;
CREATE POLICY backup ON vacancy_hidings FOR SELECT TO jembatan_backup USING (true);
CREATE POLICY release_planner ON vacancy_hidings FOR SELECT TO jembatan_app
    USING (unit_id = ANY ((SELECT planned_units())::uuid[]));
CREATE POLICY worker ON vacancy_hidings FOR SELECT TO jembatan_worker USING (true);
GRANT SELECT, INSERT (candidate_id, vacancy_id, hidden, reason, note, unit_id, caseload) ON vacancy_hidings TO jembatan_app;
GRANT SELECT ON hidden_vacancies TO jembatan_app;
GRANT SELECT (id, candidate_id, vacancy_id, hidden) ON vacancy_hidings TO jembatan_worker;
SELECT note_changes_of('vacancy_hidings', 'vacancy_id', 'candidate_id', 'id');

-- 2. Nothing that is hidden is proposed by accident: it has to be shown again first.
-- As before (0023), but for what has been hidden since the run.
CREATE OR REPLACE FUNCTION fill_shortlist(list uuid, run uuid, size integer) RETURNS text
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
    WHERE NOT is_hidden(c.id, v.id)
    ORDER BY t.place LIMIT size;
    UPDATE shortlists SET run_id = run, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1 WHERE id = list;
    RETURN NULL;
END $$;

-- As before (0023), but: what is hidden is not brought back.
CREATE OR REPLACE FUNCTION change_item(item uuid, what text, place integer, why text, words text) RETURNS text
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
    ELSIF what = 'restore' AND is_hidden(pair.candidate_id, pair.vacancy_id) THEN
        RETURN 'hidden';
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

-- As before (0023), but: nor added.
CREATE OR REPLACE FUNCTION add_item(item uuid, list uuid, other uuid, why text, words text) RETURNS text
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
    ELSIF is_hidden(person.id, offered) THEN
        RETURN 'hidden';
    END IF;
    SELECT coalesce(max(i.position), 0) + 1 INTO place FROM shortlist_items i WHERE i.shortlist_id = list;
    INSERT INTO shortlist_items (id, shortlist_id, candidate_id, vacancy_id, position, origin, unit_id, caseload)
    VALUES (item, list, person.id, offered, place, 'added', person.unit_id, person.caseload);
    INSERT INTO shortlist_overrides (item_id, candidate_id, action, to_position, reason, note, role, unit_id, caseload)
    VALUES (item, person.id, 'add', place, why, words, (asking_duty()).role, person.unit_id, person.caseload);
    UPDATE shortlists SET version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = list;
    RETURN NULL;
END $$;

-- As before (0034), but: nor sent, where it was hidden after it had been listed.
CREATE OR REPLACE FUNCTION unsendable(list uuid) RETURNS TABLE (item_id uuid, code text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, w.code FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
    JOIN candidates c ON c.id = i.candidate_id JOIN vacancies v ON v.id = i.vacancy_id
    LEFT JOIN LATERAL (SELECT a.interested FROM candidate_answers a WHERE a.item_id = i.id ORDER BY a.id DESC LIMIT 1) a ON true
    CROSS JOIN LATERAL (SELECT CASE
        WHEN NOT may_propose(c) THEN 'moved_on'
        WHEN NOT gate_open(c) THEN 'gate_closed'
        WHEN EXISTS (SELECT FROM work_at_hand h WHERE h.candidate_id = c.id AND h.item_id IS DISTINCT FROM i.id) THEN 'has_work'
        WHEN is_hidden(c.id, v.id) THEN 'hidden'
        WHEN v.status <> 'open' OR v.closes < (now() AT TIME ZONE 'Asia/Jakarta')::date THEN 'vacancy_closed'
        WHEN NOT verified_company(v.employer_id) THEN 'employer_not_verified'
        WHEN NOT opening_for(v, c.id) THEN 'openings_filled'
        WHEN (SELECT m.shortlist_interest FROM meta m) AND a.interested IS NOT TRUE
            THEN CASE WHEN a.interested IS NULL THEN 'not_asked' ELSE 'not_interested' END END AS code) w
    WHERE s.id = list AND handles_list(s) AND w.code IS NOT NULL ORDER BY i.position, i.seq;
$$;

-- As before (0030), but: nor proposed or given to review.
CREATE OR REPLACE FUNCTION take_step(list uuid, target text, why text, words text) RETURNS text
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
    ELSIF (stands.status, target) IN (('requested', 'proposed'), ('proposed', 'under_review')) AND EXISTS (
            SELECT FROM shortlist_items i JOIN candidates c ON c.id = i.candidate_id
            WHERE i.shortlist_id = list AND i.removed_at IS NULL AND may_propose(c) AND is_hidden(c.id, i.vacancy_id)) THEN
        RETURN 'hidden';
    ELSIF target = 'sent' THEN
        SELECT u.code INTO refusal FROM unsendable(list) u LIMIT 1;
        IF FOUND THEN
            RETURN refusal;
        END IF;
    END IF;
    UPDATE shortlists SET status = target, version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = list;
    INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, reason, note, version)
    VALUES (list, 'step', stands.status, target, acting, why, words, stands.version + 1);
    RETURN NULL;
END $$;

-- As before (0035), but: nor is the person's card shown to the company for this vacancy, unless it still waits for an answer.
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
    WHERE v.id = vacancy AND v.employer_id = asking_company()
        AND (v.status = 'open' AND NOT said_no(c.id, v.id) AND NOT is_hidden(c.id, v.id)
             OR v.status IN ('open', 'closed', 'draft') AND awaits_company(v.id, c.id))
        AND verified_company(v.employer_id);
$$;

-- 3. The person's own file tells it, too; and it is kept for as long as the rule says.
ALTER FUNCTION subject_file(uuid) RENAME TO subject_file_before_hidings;
REVOKE EXECUTE ON FUNCTION subject_file_before_hidings(uuid) FROM jembatan_app;
CREATE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT subject_file_before_hidings(who) || jsonb_build_object('hidden_vacancies', (
        SELECT jsonb_agg(jsonb_build_object('at', h.recorded_at, 'vacancy', v.title, 'employer', e.name, 'hidden', h.hidden,
                                            'reason', h.reason, 'note', h.note) ORDER BY h.id)
        FROM vacancy_hidings h JOIN vacancies v ON v.id = h.vacancy_id JOIN employers e ON e.id = v.employer_id
        WHERE h.candidate_id = who));
$$;
COMMENT ON FUNCTION subject_file(uuid) IS 'All that is kept of a person, numbers still sealed; null where the person is not yours';
GRANT EXECUTE ON FUNCTION subject_file(uuid) TO jembatan_app;

-- Of a vacancy that may still be filled, what hides it now is kept.
CREATE FUNCTION hidings_past_retention(before timestamptz) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT h.id FROM vacancy_hidings h JOIN vacancies v ON v.id = h.vacancy_id
    WHERE h.recorded_at < before AND NOT (
        EXISTS (SELECT FROM hidden_vacancies n WHERE n.id = h.id)
        AND v.status <> 'closed' AND coalesce(v.closes >= before::date, true));
$$;
-- As before (0031), but for these, and for what the officer has looked at or closed (0037).
CREATE OR REPLACE FUNCTION retention(what text, before timestamptz, remove boolean) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    found bigint;
    old uuid[];
    hidings bigint[];
BEGIN
    CASE what
    WHEN 'transfers' THEN -- an open one waits for somebody
        SELECT count(*) INTO found FROM transfers WHERE decided_at < before;
        IF remove THEN DELETE FROM transfers WHERE decided_at < before; END IF;
    WHEN 'complaints' THEN
        SELECT count(*) INTO found FROM complaints WHERE decided_at < before;
        IF remove THEN DELETE FROM complaints WHERE decided_at < before; END IF;
    WHEN 'state_changes' THEN -- and the appeals against them
        old := ARRAY(SELECT states_past_retention(before));
        found := cardinality(old);
        IF remove THEN
            PERFORM set_config('app.retention', 'state_changes', true);
            DELETE FROM state_changes WHERE id = ANY (old);
            PERFORM set_config('app.retention', '', true);
        END IF;
    WHEN 'fairness_comparisons' THEN -- a month's report stays: made again, it would differ by whoever has gone since
        SELECT count(*) INTO found FROM fairness_comparisons f WHERE f.made_at < retention.before;
        IF remove THEN DELETE FROM fairness_comparisons f WHERE f.made_at < retention.before; END IF;
    WHEN 'employer_lists' THEN
        SELECT count(*) INTO found FROM employer_lists WHERE day < before::date;
        IF remove THEN DELETE FROM employer_lists WHERE day < before::date; END IF;
    WHEN 'sign_in_refusals' THEN
        SELECT count(*) INTO found FROM sign_in_refusals WHERE since < before;
        IF remove THEN DELETE FROM sign_in_refusals WHERE since < before; END IF;
    WHEN 'unusual_readings' THEN -- one that nobody has looked at waits
        old := ARRAY(SELECT r.finding_id FROM unusual_reviews r WHERE r.recorded_at < before);
        found := cardinality(old);
        IF remove THEN DELETE FROM unusual_readings WHERE id = ANY (old); END IF;
    WHEN 'breaches' THEN -- an open one waits for whoever is to be told
        old := ARRAY(SELECT b.id FROM breaches b WHERE b.id NOT IN (SELECT o.id FROM open_breaches o)
                         AND (SELECT max(a.recorded_at) FROM breach_acts a WHERE a.breach_id = b.id) < before);
        found := cardinality(old);
        IF remove THEN DELETE FROM breaches WHERE id = ANY (old); END IF;
    WHEN 'hidden_vacancies' THEN
        hidings := ARRAY(SELECT hidings_past_retention(before));
        found := cardinality(hidings);
        IF remove THEN DELETE FROM vacancy_hidings h WHERE h.id = ANY (hidings); END IF;
    WHEN 'accounts' THEN
        old := ARRAY(SELECT accounts_past_retention(before));
        found := cardinality(old);
        IF remove THEN PERFORM forget_accounts(old); END IF;
    WHEN 'trail' THEN
        SELECT count(*) INTO found FROM trail WHERE at < before;
    ELSE
        RETURN retention_before_the_rest(what, before, remove);
    END CASE;
    RETURN found;
END $$;
