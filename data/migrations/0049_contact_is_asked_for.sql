-- A company asks for contact with the person behind a card of one of its open vacancies. It learns that it has asked, and
-- afterwards "proposed" or "not possible", never why; whose card it is, it learns by a proposal and a disclosure alone.

-- 1. One row for each time that somebody was asked for. It goes where its person goes.
CREATE TABLE contact_requests (
    id uuid CONSTRAINT contact_requests_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    candidate_id uuid NOT NULL,
    vacancy_id uuid NOT NULL CONSTRAINT contact_requests_vacancy REFERENCES vacancies ON DELETE CASCADE,
    reason text NOT NULL DEFAULT '' CONSTRAINT contact_requests_reason CHECK (reason IN ('', 'not_wanted', 'other_plans',
        'unsuitable', 'health_or_supervision', 'employer_problem', 'other')),
    answered_by uuid,
    answered_at timestamptz,
    unit_id uuid NOT NULL,
    caseload uuid NOT NULL,
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT contact_requests_answered CHECK ((reason <> '') = (answered_at IS NOT NULL) AND (reason <> '') = (answered_by IS NOT NULL)),
    CONSTRAINT contact_requests_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX contact_requests_of_vacancy ON contact_requests (vacancy_id, recorded_at);
CREATE INDEX contact_requests_of_candidate ON contact_requests (candidate_id, vacancy_id);
COMMENT ON TABLE contact_requests IS 'Permintaan kontak oleh pemberi kerja. A request stands for 30 days';
COMMENT ON COLUMN contact_requests.reason IS 'Why not, for the staff and in the person''s own file; never for an employer. Empty: nobody has said no';

-- 2. Walls. An employer reads and writes by the functions below alone; the person's case worker answers, planners of the region read.
ALTER TABLE contact_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON contact_requests TO CURRENT_USER USING (true);
CREATE POLICY backup ON contact_requests FOR SELECT TO jembatan_backup USING (true);
CREATE POLICY case_worker ON contact_requests FOR SELECT TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]));
CREATE POLICY answers ON contact_requests FOR UPDATE TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]));
CREATE POLICY release_planner ON contact_requests FOR SELECT TO jembatan_app
    USING (unit_id = ANY ((SELECT planned_units())::uuid[]));
GRANT SELECT, UPDATE (reason, answered_by, answered_at) ON contact_requests TO jembatan_app;
SELECT note_changes_of('contact_requests', 'vacancy_id', 'candidate_id', 'id');

-- 3. The company's side. Whoever is not on a card for this vacancy now is not there; asked twice is asked once.
CREATE FUNCTION ask_contact(vacancy uuid, person uuid, most integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM vacancies v -- held, so that two at once are counted one after the other
    WHERE v.id = vacancy AND v.employer_id = asking_company() AND v.status = 'open' AND coalesce(v.closes >= today_here(), true) FOR UPDATE;
    IF NOT FOUND OR NOT EXISTS (SELECT FROM cards_for(vacancy, looking_for_work(vacancy, ARRAY[person]), today_here())) THEN
        RETURN 'not_found';
    ELSIF EXISTS (SELECT FROM contact_requests r WHERE r.candidate_id = person AND r.vacancy_id = vacancy
                      AND r.recorded_at > now() - interval '30 days') THEN
        RETURN NULL;
    ELSIF (SELECT count(*) FROM contact_requests r WHERE r.vacancy_id = vacancy
               AND (r.recorded_at AT TIME ZONE 'Asia/Jakarta')::date = today_here()) >= most THEN
        RETURN 'too_often';
    END IF;
    INSERT INTO contact_requests (candidate_id, vacancy_id, unit_id, caseload)
    SELECT c.id, vacancy, c.unit_id, c.caseload FROM candidates c WHERE c.id = person;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION ask_contact(uuid, uuid, integer) IS 'Null: it is asked for now. At most so many a day for one vacancy';

-- Once proposed, it stays told so, whatever comes of the list: that somebody was taken off is none of a company's business.
CREATE FUNCTION contacts_asked(vacancy uuid) RETURNS TABLE (code text, asked_at timestamptz, state text) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT card_code(r.candidate_id, v.employer_id), r.recorded_at,
           CASE WHEN p.live THEN 'proposed' WHEN r.answered_at IS NOT NULL THEN 'not_possible'
                WHEN p.live IS NOT NULL THEN 'proposed' ELSE 'asked' END
    FROM contact_requests r JOIN vacancies v ON v.id = r.vacancy_id
    CROSS JOIN LATERAL (
        SELECT bool_or(i.removed_at IS NULL AND s.status <> 'closed') AS live
        FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id
        WHERE i.candidate_id = r.candidate_id AND i.vacancy_id = r.vacancy_id
            AND (i.recorded_at >= r.recorded_at OR i.removed_at IS NULL AND s.status <> 'closed')) p
    WHERE v.id = vacancy AND v.employer_id = asking_company() AND r.recorded_at > now() - interval '30 days'
    ORDER BY r.recorded_at DESC, r.id;
$$;
COMMENT ON FUNCTION contacts_asked(uuid) IS 'What the asking company has asked for of its vacancy, by the codes of cards; of nobody else''s vacancy anything';
GRANT EXECUTE ON FUNCTION ask_contact(uuid, uuid, integer), contacts_asked(uuid) TO jembatan_app;

-- 4. It is a task of whoever has the person in charge, until the vacancy is on a list of theirs, or one of them says no; not of a
-- vacancy that has closed, of who takes part no longer, or after 30 days.
CREATE VIEW waiting_contacts WITH (security_invoker = true) AS
SELECT r.id, r.candidate_id, r.vacancy_id, v.title, r.recorded_at
FROM contact_requests r JOIN vacancies v ON v.id = r.vacancy_id AND v.status = 'open' AND coalesce(v.closes >= today_here(), true)
JOIN candidates c ON c.id = r.candidate_id AND gate_open(c)
WHERE r.answered_at IS NULL AND r.recorded_at > now() - interval '30 days' AND NOT EXISTS (
    SELECT FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id AND s.status <> 'closed'
    WHERE i.candidate_id = r.candidate_id AND i.vacancy_id = r.vacancy_id AND i.removed_at IS NULL);
INSERT INTO task_kinds (kind, roles, ends, due_days, ahead_days) VALUES ('contact_requested', '{case_worker}', 'fact', 5, NULL);
CREATE VIEW tasks_of_contacts WITH (security_invoker = true) AS
SELECT 'contact_requested' AS kind, w.vacancy_id AS record_id, w.id::text AS part, w.candidate_id, w.title AS about,
       1::bigint AS times, (w.recorded_at AT TIME ZONE 'Asia/Jakarta')::date AS since, NULL::date AS deadline
FROM waiting_contacts w WHERE (SELECT acts_as('case_worker'));
GRANT SELECT ON waiting_contacts, tasks_of_contacts TO jembatan_app;
-- As before (0037), but for these.
CREATE OR REPLACE VIEW open_tasks WITH (security_invoker = true) AS
SELECT n.id, d.kind, d.record_id, d.candidate_id, d.about, d.times, d.ends, d.due_on, m.snoozed_until
FROM (SELECT t.kind, t.record_id, t.part, t.candidate_id, t.about, t.times, k.ends, k.ahead_days,
             coalesce(t.deadline, t.since + k.due_days) AS due_on
      FROM (SELECT * FROM tasks_of_lists UNION ALL SELECT * FROM tasks_of_work UNION ALL SELECT * FROM tasks_of_people
            UNION ALL SELECT * FROM tasks_of_offices UNION ALL SELECT * FROM tasks_of_employers
            UNION ALL SELECT * FROM tasks_of_horizon UNION ALL SELECT * FROM tasks_of_fairness
            UNION ALL SELECT * FROM tasks_of_oversight UNION ALL SELECT * FROM tasks_of_contacts) t
      JOIN task_kinds k ON k.kind = t.kind AND (SELECT (asking_duty()).role) = ANY (k.roles)) d
CROSS JOIN LATERAL (SELECT md5(concat_ws('|', d.kind, d.record_id, d.part,
    CASE WHEN d.ends = 'fact' AND d.due_on < today_here() THEN 'late' END))::uuid AS id) n
LEFT JOIN task_marks m ON m.account_id = asking_account() AND m.task_id = n.id
WHERE m.done_at IS NULL AND (d.ahead_days IS NULL OR d.due_on <= today_here() + d.ahead_days);

-- 5. The person's own file tells it; and it is kept for as long as the rule says.
ALTER FUNCTION subject_file(uuid) RENAME TO subject_file_before_contacts;
REVOKE EXECUTE ON FUNCTION subject_file_before_contacts(uuid) FROM jembatan_app;
CREATE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT subject_file_before_contacts(who) || jsonb_build_object('contact_requests', (
        SELECT jsonb_agg(jsonb_build_object('at', r.recorded_at, 'vacancy', v.title, 'employer', e.name,
                                            'answered_at', r.answered_at, 'reason', r.reason) ORDER BY r.recorded_at, r.id)
        FROM contact_requests r JOIN vacancies v ON v.id = r.vacancy_id JOIN employers e ON e.id = v.employer_id
        WHERE r.candidate_id = who));
$$;
COMMENT ON FUNCTION subject_file(uuid) IS 'All that is kept of a person, numbers still sealed; null where the person is not yours';
GRANT EXECUTE ON FUNCTION subject_file(uuid) TO jembatan_app;

-- As before (0038), but for these.
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
    WHEN 'contact_requests' THEN
        SELECT count(*) INTO found FROM contact_requests r WHERE r.recorded_at < retention.before;
        IF remove THEN DELETE FROM contact_requests r WHERE r.recorded_at < retention.before; END IF;
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
