-- What is due, for whom, and what it blocks. Tasks are not stored: they are read off the facts, with the eyes of whoever
-- asks, so that a task ends when its fact does and nobody is told of anybody beyond their walls. Stored are what people
-- add (notes with a day, marks) and what has been told (notices), and jobs that work outside the database.

CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
) ON COMMIT DROP;

-- 1. Kinds of task: the same table as `matching.model.tasks.KINDS`; a test compares them.
CREATE TABLE task_kinds (
    kind text CONSTRAINT task_kinds_pkey PRIMARY KEY,
    roles text[] NOT NULL,
    ends text NOT NULL CONSTRAINT task_kinds_ends CHECK (ends IN ('fact', 'mark')),
    due_days integer,
    ahead_days integer
);
COMMENT ON COLUMN task_kinds.ends IS 'fact: when what it is about is done, and in no other way; mark: also when whoever has it says so';
COMMENT ON COLUMN task_kinds.due_days IS 'Due so many days after the fact; null: the fact has its own day';
COMMENT ON COLUMN task_kinds.ahead_days IS 'Shown so many days before it is due; null: at once';
INSERT INTO task_kinds (kind, roles, ends, due_days, ahead_days) VALUES
    ('list_to_propose', '{case_worker,release_planner}', 'fact', 3, NULL),
    ('list_to_submit', '{case_worker,release_planner}', 'fact', 3, NULL),
    ('list_to_review', '{release_planner}', 'fact', 3, NULL),
    ('list_to_be_sent', '{case_worker,release_planner}', 'fact', 2, NULL),
    ('candidate_to_be_asked', '{case_worker}', 'fact', 5, NULL),
    ('list_flagged', '{case_worker}', 'fact', 3, NULL),
    ('vacancy_closes', '{case_worker}', 'mark', NULL, 7),
    ('employer_silent', '{case_worker}', 'fact', 7, 0),
    ('employer_silent_long', '{release_planner}', 'fact', 14, 0),
    ('proposal_to_answer', '{employer}', 'fact', 7, NULL),
    ('interview_result', '{case_worker,employer}', 'fact', 1, 0),
    ('own_vacancy_closes', '{employer}', 'mark', NULL, 7),
    ('own_vacancy_returned', '{employer}', 'fact', 7, NULL),
    ('employer_to_verify', '{release_planner}', 'fact', 5, NULL),
    ('vacancy_to_check', '{release_planner}', 'fact', 3, NULL),
    ('appeal_to_decide', '{release_planner}', 'fact', 7, NULL),
    ('offer_to_accept', '{case_worker}', 'fact', 5, NULL),
    ('start_to_record', '{case_worker}', 'fact', 0, 0),
    ('check_due', '{case_worker}', 'fact', NULL, 14),
    ('check_escalated', '{release_planner}', 'fact', 15, 0),
    ('complaint_to_decide', '{release_planner}', 'fact', 14, NULL),
    ('certificate_expires', '{case_worker}', 'mark', NULL, 90),
    ('window_moved', '{case_worker}', 'mark', 7, NULL),
    ('blocker_lead', '{case_worker}', 'mark', NULL, 14),
    ('request_open', '{case_worker,data_protection_officer}', 'fact', NULL, NULL),
    ('transfer_offered', '{case_worker}', 'fact', 7, NULL),
    ('transfer_claimed', '{case_worker}', 'fact', 7, NULL),
    ('rows_waiting', '{case_worker}', 'fact', 7, NULL),
    ('duty_to_confirm', '{administrator}', 'fact', 3, NULL),
    ('link_to_confirm', '{administrator}', 'fact', 1, NULL),
    ('identity_to_confirm', '{administrator}', 'fact', 3, NULL),
    ('jobs_set_aside', '{administrator}', 'fact', 1, NULL),
    ('noted', '{case_worker,release_planner,employer,administrator,data_protection_officer}', 'fact', NULL, NULL);

-- 2. What people add.
CREATE TABLE noted_tasks (
    id uuid CONSTRAINT noted_tasks_pkey PRIMARY KEY,
    candidate_id uuid,
    note text NOT NULL CONSTRAINT noted_tasks_note CHECK (length(note) BETWEEN 1 AND 500),
    due_on date NOT NULL,
    done_at timestamptz,
    done_by uuid,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT noted_tasks_done CHECK ((done_at IS NULL) = (done_by IS NULL)),
    CONSTRAINT noted_tasks_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX noted_tasks_of_candidate ON noted_tasks (candidate_id);
CREATE INDEX noted_tasks_of_caseload ON noted_tasks (unit_id, caseload) WHERE done_at IS NULL;
COMMENT ON TABLE noted_tasks IS 'About a person they go where the person goes; otherwise they are of who has written them';

CREATE TABLE task_marks (
    account_id uuid NOT NULL DEFAULT asking_account() CONSTRAINT task_marks_account REFERENCES accounts ON DELETE CASCADE,
    task_id uuid NOT NULL,
    candidate_id uuid CONSTRAINT task_marks_candidate REFERENCES candidates ON DELETE CASCADE,
    done_at timestamptz,
    snoozed_until date,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT task_marks_pkey PRIMARY KEY (account_id, task_id)
);
CREATE INDEX task_marks_of_candidate ON task_marks (candidate_id);

-- 3. Jobs: what is to be done outside the database. Taken by one process at a time, for as long as a lease lasts;
-- whoever is killed meanwhile leaves the job to the next, so that it is done at least once.
CREATE TABLE jobs (
    id uuid CONSTRAINT jobs_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT jobs_seq UNIQUE,
    kind text NOT NULL CONSTRAINT jobs_kind CHECK (kind IN ('mail')),
    account_id uuid NOT NULL CONSTRAINT jobs_account REFERENCES accounts ON DELETE CASCADE,
    day date NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CONSTRAINT jobs_state CHECK (state IN ('waiting', 'done', 'set_aside', 'discarded')),
    attempts integer NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL DEFAULT now(),
    problem text NOT NULL DEFAULT '' CONSTRAINT jobs_problem CHECK (problem ~ '^[a-z0-9_]{0,40}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    decided_by uuid,
    CONSTRAINT jobs_ended CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE INDEX jobs_waiting ON jobs (run_at, seq) WHERE state = 'waiting';
CREATE INDEX jobs_of_account ON jobs (account_id, day);
COMMENT ON TABLE jobs IS 'Holds the account and no word of anybody: what is told is put together when it is sent';
COMMENT ON COLUMN jobs.run_at IS 'Not before; while a process has the job, when its lease ends';
COMMENT ON COLUMN jobs.problem IS 'A code of what went wrong last, never a text from elsewhere';
COMMENT ON COLUMN jobs.decided_by IS 'The administrator who has had it tried again, or discarded it';

-- 4. Notices: that a task has come up, told once for each duty that has it.
CREATE TABLE notices (
    id uuid CONSTRAINT notices_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT notices_seq UNIQUE,
    account_id uuid NOT NULL DEFAULT asking_account() CONSTRAINT notices_account REFERENCES accounts ON DELETE CASCADE,
    duty_id uuid NOT NULL CONSTRAINT notices_duty REFERENCES duties ON DELETE CASCADE,
    task_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT notices_kind REFERENCES task_kinds,
    record_id uuid NOT NULL,
    candidate_id uuid CONSTRAINT notices_candidate REFERENCES candidates ON DELETE CASCADE,
    due_on date NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT now(),
    read_at timestamptz,
    job_id uuid CONSTRAINT notices_job REFERENCES jobs ON DELETE SET NULL,
    CONSTRAINT one_notice_per_task UNIQUE (duty_id, task_id)
);
CREATE INDEX notices_of_account ON notices (account_id, seq);
CREATE INDEX notices_of_candidate ON notices (candidate_id);
CREATE INDEX notices_of_job ON notices (job_id);
CREATE INDEX notices_to_mail ON notices (account_id) WHERE job_id IS NULL AND read_at IS NULL;
COMMENT ON TABLE notices IS 'Ids and codes alone; words are put to them when they are shown';

CREATE TABLE notice_choices (
    account_id uuid DEFAULT asking_account() CONSTRAINT notice_choices_pkey PRIMARY KEY
        CONSTRAINT notice_choices_account REFERENCES accounts ON DELETE CASCADE,
    mail text NOT NULL CONSTRAINT notice_choices_mail CHECK (mail IN ('off', 'at_once', 'daily')),
    address text NOT NULL DEFAULT ''
        CONSTRAINT notice_choices_address CHECK (address = '' OR address ~ '^[^[:space:]@<>",;:]+@[^[:space:]@<>",;:]+$')
);
COMMENT ON TABLE notice_choices IS 'By e-mail: not, at once, once a day. Who has said nothing is told once a day, where the login is an address';
COMMENT ON COLUMN notice_choices.address IS 'Empty: the login, where it is an address';

CREATE TABLE notice_round (
    only_row boolean CONSTRAINT notice_round_one_row PRIMARY KEY DEFAULT true CONSTRAINT notice_round_only_row CHECK (only_row),
    at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO notice_round DEFAULT VALUES;
COMMENT ON TABLE notice_round IS 'When a process has last gone round all duties; the one that sets it goes';

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['noted_tasks', 'task_marks', 'jobs', 'notices', 'notice_choices', 'notice_round'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['jobs', 'notice_round'] LOOP
        EXECUTE format('CREATE POLICY worker ON %I TO jembatan_worker USING (true)', target);
    END LOOP;
END $$;
-- About a person: whoever has the person in charge, and a planner of the region what they have written themselves.
CREATE POLICY case_worker ON noted_tasks TO jembatan_app USING (
    candidate_id IS NOT NULL AND unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]));
CREATE POLICY release_planner ON noted_tasks TO jembatan_app USING (
    candidate_id IS NOT NULL AND recorded_by = (SELECT asking_account()) AND unit_id = ANY ((SELECT planned_units())::uuid[]));
CREATE POLICY own ON noted_tasks TO jembatan_app USING (
    candidate_id IS NULL AND caseload = (SELECT (asking_duty()).account_id) AND unit_id = (SELECT (asking_duty()).unit_id));
CREATE POLICY own ON task_marks TO jembatan_app USING (account_id = (SELECT (asking_duty()).account_id));
CREATE POLICY own ON notice_choices TO jembatan_app USING (account_id = (SELECT asking_account()));
-- What was told of somebody who is in other hands now, is told no more.
CREATE POLICY own ON notices TO jembatan_app USING (
    duty_id = (SELECT (asking_duty()).id) AND account_id = (SELECT asking_account())
    AND (candidate_id IS NULL OR EXISTS (SELECT FROM candidates c WHERE c.id = candidate_id)));
CREATE POLICY administrator ON jobs TO jembatan_app USING ((SELECT acts_as('administrator')));

GRANT SELECT ON task_kinds TO jembatan_app;
GRANT SELECT, INSERT ON noted_tasks, task_marks, notices, notice_choices TO jembatan_app;
GRANT UPDATE (done_at, done_by, version) ON noted_tasks TO jembatan_app;
GRANT UPDATE (done_at, snoozed_until, at) ON task_marks TO jembatan_app;
GRANT UPDATE (read_at) ON notices TO jembatan_app;
GRANT UPDATE (mail, address) ON notice_choices TO jembatan_app;
GRANT SELECT, UPDATE (state, attempts, run_at, ended_at, decided_by) ON jobs TO jembatan_app;
GRANT SELECT, UPDATE ON jobs, notice_round TO jembatan_worker;
SELECT note_changes_of('noted_tasks', 'id', 'candidate_id', 'id');

-- 5. Tasks, read off the facts with the reader's own rights. One view for each part of the work; each row is
-- kind, what it is about (`record_id`), what makes it another task of that kind (`part`), the person, a code or a title,
-- how many, and the day of the fact (`since`) or the day that it must be done by (`deadline`).
CREATE VIEW tasks_of_lists WITH (security_invoker = true) AS
WITH stands AS (
    SELECT s.*, e.id AS step, (e.recorded_at AT TIME ZONE 'Asia/Jakarta')::date AS since
    FROM shortlists s CROSS JOIN LATERAL (
        SELECT o.id, o.recorded_at FROM shortlist_events o WHERE o.shortlist_id = s.id AND o.kind = 'step'
        ORDER BY o.id DESC LIMIT 1) e
    WHERE s.status IN ('requested', 'proposed', 'under_review', 'approved'))
SELECT CASE s.status WHEN 'requested' THEN 'list_to_propose' WHEN 'proposed' THEN 'list_to_submit' ELSE 'list_to_be_sent' END AS kind,
       s.id AS record_id, s.step::text AS part, s.candidate_id, '' AS about, 1::bigint AS times, s.since, NULL::date AS deadline
FROM stands s WHERE s.status <> 'under_review' AND s.caseload = ANY ((SELECT own_records())::uuid[])
UNION ALL
SELECT 'list_to_review', s.id, s.step::text, s.candidate_id, '', 1, s.since, NULL
FROM stands s WHERE (SELECT acts_as('release_planner')) AND s.status = 'under_review'
    -- who has proposed it, or has approved what stands, waits for somebody else (approve_shortlist)
    AND NOT EXISTS (SELECT FROM shortlist_events e WHERE e.shortlist_id = s.id AND e.recorded_by = asking_account()
                        AND ((e.before, e.after) IN (('requested', 'proposed'), ('proposed', 'under_review'))
                             OR e.kind = 'approval' AND e.version = s.version))
    AND NOT EXISTS (SELECT FROM shortlist_overrides o JOIN shortlist_items i ON i.id = o.item_id
                    WHERE i.shortlist_id = s.id AND o.action = 'add' AND o.recorded_by = asking_account())
UNION ALL
SELECT 'candidate_to_be_asked', s.id, i.candidate_id::text, i.candidate_id, '', count(*), min(s.since), NULL
FROM stands s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
WHERE (SELECT acts_as('case_worker')) AND s.status <> 'requested'
    AND NOT EXISTS (SELECT FROM candidate_answers a WHERE a.item_id = i.id)
GROUP BY s.id, i.candidate_id
UNION ALL
SELECT 'list_flagged', i.shortlist_id, i.candidate_id || ':' || max(f.seq), i.candidate_id,
       string_agg(DISTINCT f.code, ' ' ORDER BY f.code), count(*), (max(f.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM shortlist_flags f JOIN shortlist_items i ON i.id = f.item_id AND i.removed_at IS NULL
JOIN shortlists s ON s.id = i.shortlist_id AND s.status <> 'closed'
WHERE (SELECT acts_as('case_worker')) AND f.resolved_at IS NULL
GROUP BY i.shortlist_id, i.candidate_id
UNION ALL
SELECT 'vacancy_closes', s.id, v.id || ':' || v.closes, s.candidate_id, v.title, count(*), NULL, v.closes
FROM stands s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
JOIN vacancies v ON v.id = i.vacancy_id AND v.status = 'open' AND v.closes >= today_here()
WHERE (SELECT acts_as('case_worker'))
GROUP BY s.id, s.candidate_id, v.id, v.closes, v.title;

CREATE FUNCTION company_matters() RETURNS TABLE (kind text, record_id uuid, part text, about text, times bigint, since date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.kind, p.vacancy_id, max(p.item)::text, p.title, count(*), min(p.since) FROM (
        SELECT CASE WHEN a.kind IS NULL THEN 'proposal_to_answer' ELSE 'interview_result' END AS kind, v.id AS vacancy_id,
               v.title, i.seq AS item, (coalesce(a.meets_at, sent.at) AT TIME ZONE 'Asia/Jakarta')::date AS since
        FROM vacancies v JOIN shortlist_items i ON i.vacancy_id = v.id AND i.removed_at IS NULL
        JOIN shortlists s ON s.id = i.shortlist_id AND s.status IN ('sent', 'answered')
        JOIN candidates c ON c.id = i.candidate_id AND gate_open(c)
        CROSS JOIN LATERAL (SELECT max(e.recorded_at) AS at FROM shortlist_events e
                            WHERE e.shortlist_id = s.id AND e.after = 'sent') sent
        LEFT JOIN LATERAL (SELECT o.kind, o.meets_at FROM employer_answers o WHERE o.item_id = i.id
                           ORDER BY o.id DESC LIMIT 1) a ON true
        WHERE v.employer_id = asking_company() AND (a.kind IS NULL OR a.kind = 'interview' AND a.meets_at < now())) p
    GROUP BY p.kind, p.vacancy_id, p.title;
$$;
COMMENT ON FUNCTION company_matters() IS 'What waits for the asking company: by vacancy, of no person';

CREATE VIEW tasks_of_work WITH (security_invoker = true) AS
WITH sent AS (
    SELECT i.id, i.shortlist_id, i.candidate_id, v.title, a.kind AS answer, a.meets_at, (e.at AT TIME ZONE 'Asia/Jakarta')::date AS since
    FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
    JOIN vacancies v ON v.id = i.vacancy_id
    CROSS JOIN LATERAL (SELECT max(o.recorded_at) AS at FROM shortlist_events o
                        WHERE o.shortlist_id = s.id AND o.after = 'sent') e
    LEFT JOIN LATERAL (SELECT o.kind, o.meets_at FROM employer_answers o WHERE o.item_id = i.id
                       ORDER BY o.id DESC LIMIT 1) a ON true
    WHERE s.status IN ('sent', 'answered') AND (SELECT acts_as('case_worker', 'release_planner'))),
rungs AS (
    SELECT p.id, p.candidate_id, l.kind, l.happened_on, v.title, v.starts
    FROM placements p JOIN LATERAL (SELECT o.kind, o.happened_on FROM placement_ladder o WHERE o.placement_id = p.id
                                    ORDER BY o.position DESC LIMIT 1) l ON l.kind IN ('offered', 'accepted')
    LEFT JOIN vacancies v ON v.id = p.vacancy_id
    WHERE (SELECT acts_as('case_worker')))
SELECT CASE WHEN (SELECT acts_as('case_worker')) THEN 'employer_silent' ELSE 'employer_silent_long' END AS kind,
       s.shortlist_id AS record_id, s.id::text AS part, s.candidate_id, s.title AS about, 1::bigint AS times, s.since,
       NULL::date AS deadline
FROM sent s WHERE s.answer IS NULL
UNION ALL
SELECT 'interview_result', s.shortlist_id, s.id || ':' || s.meets_at, s.candidate_id, s.title, 1,
       (s.meets_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM sent s WHERE s.answer = 'interview' AND s.meets_at < now()
UNION ALL
SELECT m.kind, m.record_id, m.part, NULL, m.about, m.times, m.since, NULL FROM company_matters() m
UNION ALL
SELECT 'own_vacancy_closes', v.id, v.closes::text, NULL, v.title, v.openings - v.taken, NULL, v.closes
FROM vacancies v WHERE v.employer_id = (SELECT asking_company()) AND v.status = 'open' AND v.closes >= today_here()
    AND v.openings > v.taken
UNION ALL
SELECT 'offer_to_accept', r.id, '', r.candidate_id, coalesce(r.title, ''), 1, r.happened_on, NULL
FROM rungs r WHERE r.kind = 'offered'
UNION ALL
SELECT 'start_to_record', r.id, coalesce(r.starts, r.happened_on)::text, r.candidate_id, coalesce(r.title, ''), 1,
       greatest(r.starts, r.happened_on), NULL
FROM rungs r WHERE r.kind = 'accepted'
UNION ALL
SELECT 'check_due', k.placement_id, k.kind, k.candidate_id, k.kind, 1, NULL, k.due_on
FROM checks k WHERE (SELECT acts_as('case_worker')) AND k.answer IS NULL
UNION ALL
SELECT 'check_escalated', k.placement_id, k.kind, k.candidate_id, k.kind, 1, k.due_on, NULL
FROM checks k WHERE (SELECT acts_as('release_planner')) AND k.answer IS NULL
UNION ALL
SELECT 'complaint_to_decide', c.employer_id, c.id::text, c.candidate_id, c.code, 1,
       (c.recorded_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM complaints c WHERE (SELECT acts_as('release_planner')) AND c.state = 'open';

CREATE VIEW tasks_of_people WITH (security_invoker = true) AS
SELECT 'certificate_expires' AS kind, t.id AS record_id, t.expires::text AS part, t.candidate_id, t.title AS about,
       1::bigint AS times, NULL::date AS since, t.expires AS deadline
FROM certificates t JOIN candidates c ON c.id = t.candidate_id AND c.consented AND NOT c.objected AND NOT c.restricted
JOIN release_windows w ON w.candidate_id = t.candidate_id AND w.superseded_at IS NULL AND w.expected > t.expires
WHERE (SELECT acts_as('case_worker')) AND t.verification <> 'rejected'
    AND t.expires BETWEEN today_here() AND today_here() + 90
UNION ALL
SELECT 'window_moved', w.candidate_id, w.id::text, w.candidate_id, w.expected::text, 1,
       (w.recorded_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM release_windows w JOIN LATERAL (
    SELECT b.earliest, b.expected, b.latest FROM release_windows b WHERE b.candidate_id = w.candidate_id AND b.id < w.id
    ORDER BY b.id DESC LIMIT 1) b ON (b.earliest, b.expected, b.latest) <> (w.earliest, w.expected, w.latest)
WHERE (SELECT acts_as('case_worker')) AND w.superseded_at IS NULL AND w.recorded_at > now() - interval '30 days'
UNION ALL
-- Something takes longer to be put in place than is left until work can start: by a proposal or by the release.
SELECT 'blocker_lead', c.id, (b.one ->> 0) || ':' || s.day, c.id, b.one ->> 0, 1, NULL, s.day - (b.one ->> 2)::integer
FROM candidates c CROSS JOIN LATERAL jsonb_array_elements(c.blockers) AS b (one)
CROSS JOIN LATERAL (
    SELECT min(o.day) AS day FROM (
        SELECT w.expected AS day FROM release_windows w WHERE w.candidate_id = c.id AND w.superseded_at IS NULL
        UNION ALL
        SELECT v.starts FROM shortlist_items i JOIN shortlists l ON l.id = i.shortlist_id AND l.status <> 'closed'
        JOIN vacancies v ON v.id = i.vacancy_id WHERE i.candidate_id = c.id AND i.removed_at IS NULL) o
    WHERE o.day >= today_here()) s
WHERE (SELECT acts_as('case_worker')) AND c.blockers <> '[]' AND b.one ->> 1 <> 'done'
    AND c.consented AND NOT c.objected AND NOT c.restricted AND s.day - (b.one ->> 2)::integer <= today_here() + 14;

CREATE VIEW tasks_of_offices WITH (security_invoker = true) AS
-- The officer sees requests, not people.
SELECT 'request_open' AS kind, q.id AS record_id, '' AS part,
       CASE WHEN (SELECT acts_as('case_worker')) THEN q.candidate_id END AS candidate_id, q.kind AS about, 1::bigint AS times,
       NULL::date AS since, (q.due_at AT TIME ZONE 'Asia/Jakarta')::date AS deadline
FROM subject_requests q WHERE q.state IN ('open', 'approved')
UNION ALL
-- Who is offered to the unit, is not there for it yet.
SELECT CASE t.kind WHEN 'offer' THEN 'transfer_offered' ELSE 'transfer_claimed' END, t.id, '',
       CASE t.kind WHEN 'claim' THEN t.candidate_id END, '', 1, (t.asked_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM transfers t
WHERE t.outcome IS NULL AND CASE t.kind WHEN 'offer' THEN t.to_unit = (SELECT case_unit())
    WHEN 'claim' THEN EXISTS (SELECT FROM candidates c WHERE c.id = t.candidate_id) ELSE false END
UNION ALL
SELECT 'rows_waiting', r.import_id, max(r.seq)::text, NULL, '', count(*), (min(r.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM queue r WHERE (SELECT acts_as('case_worker')) AND r.outcome IS NULL GROUP BY r.import_id
UNION ALL
SELECT 'duty_to_confirm', d.account_id, d.id::text, NULL, d.role, 1, (d.granted_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM duties d WHERE (SELECT acts_as('administrator')) AND d.pending AND (d.until IS NULL OR d.until > now())
    AND asking_account() NOT IN (d.granted_by, d.account_id)
UNION ALL
SELECT 'link_to_confirm', l.account_id, l.id::text, NULL, '', 1, (l.given_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM pending_links() l WHERE asking_account() NOT IN (l.given_by, l.account_id)
UNION ALL
SELECT 'identity_to_confirm', e.account_id, e.issuer, NULL, '', 1, (e.linked_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM external_identities e WHERE (SELECT acts_as('administrator')) AND e.pending
    AND asking_account() NOT IN (e.linked_by, e.account_id)
UNION ALL
SELECT 'jobs_set_aside', '00000000-0000-0000-0000-000000000000', max(j.seq)::text, NULL, '', count(*),
       (min(j.ended_at) AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM jobs j WHERE (SELECT acts_as('administrator')) AND j.state = 'set_aside' HAVING count(*) > 0
UNION ALL
SELECT 'noted', n.id, '', n.candidate_id, n.note, 1, NULL, n.due_on FROM noted_tasks n WHERE n.done_at IS NULL;

-- Employers and vacancies before they are let in (0021). A draft that was sent back waits for its company again until
-- the company has changed it. A vacancy is checked by the planners of its place; one abroad, by any.
CREATE FUNCTION publishing_matters() RETURNS TABLE (kind text, record_id uuid, part text, about text, since date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT 'employer_to_verify', e.id, e.version::text, e.name, (e.registered_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM employers e WHERE acts_as('release_planner') AND e.verification = 'unverified' AND e.registered_as = 'employer'
    UNION ALL
    SELECT 'appeal_to_decide', a.employer_id, a.id::text, e.name, (a.asked_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM appeals a JOIN employers e ON e.id = a.employer_id
    WHERE acts_as('release_planner') AND a.granted IS NULL AND NOT EXISTS (
        SELECT FROM state_changes s WHERE s.employer_id = a.employer_id AND s.account = asking_account()
            AND s.seq >= (SELECT o.seq FROM state_changes o WHERE o.id = a.against))
    UNION ALL
    SELECT CASE WHEN back.told THEN 'own_vacancy_returned' ELSE 'vacancy_to_check' END, v.id, v.version::text, v.title,
           (v.recorded_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM vacancies v CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM state_changes s WHERE s.vacancy_id = v.id AND (s.from_state, s.to_state) = ('draft', 'draft')
                           AND s.at >= v.recorded_at) AS told) back
    WHERE v.status = 'draft' AND v.unchecked = 'company' AND CASE WHEN back.told THEN v.employer_id = asking_company()
        ELSE v.place IS NULL OR planned_provinces() && ARRAY[left(v.place, 2), ''] END;
$$;
COMMENT ON FUNCTION publishing_matters() IS 'What waits for a planner to let it in, and for a company to mend it; of no person';
CREATE VIEW tasks_of_employers WITH (security_invoker = true) AS
SELECT m.kind, m.record_id, m.part, NULL::uuid AS candidate_id, m.about, 1::bigint AS times, m.since, NULL::date AS deadline
FROM publishing_matters() m;

-- All of them. A further part of the work adds its kinds to `task_kinds`, a view of its own, and a line here.
-- A task that becomes late is another task: it is told anew, and no snooze outlasts the day that it is due. What ends by
-- a mark stays marked.
CREATE VIEW open_tasks WITH (security_invoker = true) AS
SELECT n.id, d.kind, d.record_id, d.candidate_id, d.about, d.times, d.ends, d.due_on, m.snoozed_until
FROM (SELECT t.kind, t.record_id, t.part, t.candidate_id, t.about, t.times, k.ends, k.ahead_days,
             coalesce(t.deadline, t.since + k.due_days) AS due_on
      FROM (SELECT * FROM tasks_of_lists UNION ALL SELECT * FROM tasks_of_work UNION ALL SELECT * FROM tasks_of_people
            UNION ALL SELECT * FROM tasks_of_offices UNION ALL SELECT * FROM tasks_of_employers) t
      JOIN task_kinds k ON k.kind = t.kind AND (SELECT (asking_duty()).role) = ANY (k.roles)) d
CROSS JOIN LATERAL (SELECT md5(concat_ws('|', d.kind, d.record_id, d.part,
    CASE WHEN d.ends = 'fact' AND d.due_on < today_here() THEN 'late' END))::uuid AS id) n
LEFT JOIN task_marks m ON m.account_id = asking_account() AND m.task_id = n.id
WHERE m.done_at IS NULL AND (d.ahead_days IS NULL OR d.due_on <= today_here() + d.ahead_days);
COMMENT ON VIEW open_tasks IS 'Tasks of the duty in which one asks; asks with the reader''s own rights';

GRANT SELECT ON tasks_of_lists, tasks_of_work, tasks_of_people, tasks_of_offices, tasks_of_employers, open_tasks TO jembatan_app;
GRANT EXECUTE ON FUNCTION company_matters(), publishing_matters() TO jembatan_app;

-- 6. Telling. The program goes round the duties, as each of them, and lets it note its own new tasks (data/telling.py).
CREATE FUNCTION duties_to_tell() RETURNS TABLE (account_id uuid, role text, unit_id uuid, id uuid) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.account_id, d.role, d.unit_id, d.id FROM duties d JOIN accounts a ON a.id = d.account_id
    WHERE a.status = 'active' AND is_current(d) ORDER BY d.account_id, d.id;
$$;

CREATE FUNCTION mail_choice(account accounts) RETURNS notice_choices LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT account.id, coalesce(c.mail, 'daily'),
           coalesce(nullif(c.address, ''), CASE WHEN account.login ~ '^[^[:space:]@<>",;:]+@[^[:space:]@<>",;:]+$' THEN account.login ELSE '' END)
    FROM (SELECT 1) one LEFT JOIN notice_choices c ON c.account_id = account.id;
$$;
COMMENT ON FUNCTION mail_choice(accounts) IS 'As chosen or as it is without a choice; an empty address gets nothing';

-- One job for each account with notices that are neither read nor mailed: at once, or once a day from `hour` on. While
-- a mail of the account waits, what is new waits for it to go.
CREATE FUNCTION queue_mails(today date, hour integer, digest_hour integer) RETURNS bigint LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    WITH due AS (
        SELECT a.id FROM accounts a CROSS JOIN LATERAL mail_choice(a) c
        WHERE a.status = 'active' AND c.address <> '' AND c.mail <> 'off'
            AND EXISTS (SELECT FROM notices n JOIN duties d ON d.id = n.duty_id AND is_current(d)
                        WHERE n.account_id = a.id AND n.job_id IS NULL AND n.read_at IS NULL)
            AND NOT EXISTS (SELECT FROM jobs j WHERE j.account_id = a.id AND j.kind = 'mail'
                                AND (j.state = 'waiting' OR c.mail = 'daily' AND j.day = today))
            AND (c.mail = 'at_once' OR hour >= digest_hour)),
    made AS (INSERT INTO jobs (kind, account_id, day) SELECT 'mail', id, today FROM due RETURNING id, account_id),
    told AS (UPDATE notices n SET job_id = m.id FROM made m
             WHERE n.account_id = m.account_id AND n.job_id IS NULL AND n.read_at IS NULL RETURNING n.id)
    SELECT count(*) FROM made;
$$;
COMMENT ON FUNCTION queue_mails(date, integer, integer) IS 'How many were queued';

-- What a mail says when it goes: to whom, in which language, of how many notices. Nothing is in it of anybody.
CREATE FUNCTION letter_of(job uuid) RETURNS TABLE (address text, language text, notices bigint) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.address, a.language,
           (SELECT count(*) FROM notices n JOIN duties d ON d.id = n.duty_id AND is_current(d)
            WHERE n.job_id = j.id AND n.read_at IS NULL)
    FROM jobs j JOIN accounts a ON a.id = j.account_id AND a.status = 'active' CROSS JOIN LATERAL mail_choice(a) c
    WHERE j.id = job AND c.address <> '' AND c.mail <> 'off';
$$;
GRANT EXECUTE ON FUNCTION duties_to_tell(), queue_mails(date, integer, integer), letter_of(uuid) TO jembatan_worker;

CREATE FUNCTION own_mail_choice() RETURNS notice_choices LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$ SELECT mail_choice(a) FROM accounts a WHERE a.id = asking_account() $$;
GRANT EXECUTE ON FUNCTION own_mail_choice() TO jembatan_app;

-- 7. A person's own file tells of notes; retention.
ALTER FUNCTION subject_file(uuid) RENAME TO subject_file_before_tasks;
REVOKE EXECUTE ON FUNCTION subject_file_before_tasks(uuid) FROM jembatan_app;
CREATE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT subject_file_before_tasks(who) || jsonb_build_object('noted_tasks', (
        SELECT jsonb_agg(jsonb_build_object('at', n.recorded_at, 'note', n.note, 'due_on', n.due_on, 'done_at', n.done_at)
                         ORDER BY n.recorded_at, n.id)
        FROM noted_tasks n WHERE n.candidate_id = who), 'notices', (
        SELECT jsonb_agg(jsonb_build_object('at', n.noted_at, 'kind', n.kind, 'due_on', n.due_on) ORDER BY n.seq)
        FROM notices n WHERE n.candidate_id = who));
$$;
COMMENT ON FUNCTION subject_file(uuid) IS 'All that is kept of a person, numbers still sealed; null where the person is not yours';
GRANT EXECUTE ON FUNCTION subject_file(uuid) TO jembatan_app;

ALTER FUNCTION retention(text, timestamptz, boolean) RENAME TO retention_before_tasks;
REVOKE EXECUTE ON FUNCTION retention_before_tasks(text, timestamptz, boolean) FROM jembatan_worker;
CREATE FUNCTION retention(what text, before timestamptz, remove boolean) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    CASE what
    WHEN 'noted_tasks' THEN
        SELECT count(*) INTO found FROM noted_tasks WHERE done_at < before;
        IF remove THEN DELETE FROM noted_tasks WHERE done_at < before; END IF;
    WHEN 'notices' THEN -- and marks: a notice whose task still stands is told anew
        SELECT count(*) INTO found FROM notices WHERE noted_at < before;
        IF remove THEN DELETE FROM notices WHERE noted_at < before; DELETE FROM task_marks WHERE at < before; END IF;
    WHEN 'jobs' THEN
        SELECT count(*) INTO found FROM jobs WHERE ended_at < before AND state <> 'set_aside';
        IF remove THEN DELETE FROM jobs WHERE ended_at < before AND state <> 'set_aside'; END IF;
    ELSE
        RETURN retention_before_tasks(what, before, remove);
    END CASE;
    RETURN found;
END $$;
COMMENT ON FUNCTION retention(text, timestamptz, boolean) IS 'How many rows are older; with `remove` they go';
GRANT EXECUTE ON FUNCTION retention(text, timestamptz, boolean) TO jembatan_worker;
