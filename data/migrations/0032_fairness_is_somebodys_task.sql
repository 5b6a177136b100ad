-- What a fairness report waits for is a task: a plan that may not be used before somebody answers for it, and a month in
-- which a group has fared worse than the bound allows. The report of a month is a job of the program's own.

-- 1. Who may sign, told once: asked by whoever signs and by the list of tasks.
CREATE FUNCTION signature_refused(stands fairness_reports) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    planned cohort_plans;
    own CONSTANT text[] := planned_provinces();
BEGIN
    IF NOT acts_as('release_planner') THEN
        RETURN 'not_found';
    END IF;
    IF stands.plan_id IS NOT NULL THEN
        SELECT * INTO planned FROM cohort_plans p WHERE p.id = stands.plan_id AND p.done_at IS NOT NULL AND p.provinces <@ own;
        IF NOT FOUND THEN
            RETURN 'not_found';
        END IF;
    END IF;
    IF stands.alarms = 0 OR stands.signed_at IS NOT NULL THEN
        RETURN 'nothing_to_sign';
    ELSIF planned.asked_by = asking_account() THEN
        RETURN 'own_proposal';
    ELSIF planned.provinces = '{}' AND EXISTS (
            SELECT FROM candidates c JOIN units u ON u.id = c.unit_id WHERE NOT u.province_code = ANY (own)) THEN
        RETURN 'another_region';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION signature_refused(fairness_reports) IS 'Why the asking account may not answer for a report; null: it may.
 A month is of the whole country, and any planner answers for it: what is signed is that somebody has read it, and what follows';

ALTER TABLE fairness_reports DROP CONSTRAINT fairness_reports_of_plan_signed,
    ADD CONSTRAINT fairness_reports_with_alarms_signed CHECK (signed_at IS NULL OR alarms > 0);
COMMENT ON COLUMN fairness_reports.signed_by IS 'Who answers for a report with alarms. Until then nobody is shown the proposals of its plan';

CREATE FUNCTION sign_report(which uuid, words text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    stands fairness_reports;
    refused text;
BEGIN
    SELECT * INTO stands FROM fairness_reports r WHERE r.id = which FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'not_found';
    END IF;
    refused := signature_refused(stands);
    IF refused IN ('not_found', 'nothing_to_sign') THEN
        RETURN refused;
    ELSIF btrim(words) = '' THEN
        RETURN 'reason_needed';
    ELSIF refused IS NOT NULL THEN
        RETURN refused;
    END IF;
    UPDATE fairness_reports SET signed_by = asking_account(), signed_at = now(), reason = words WHERE id = stands.id;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sign_report(uuid, text) TO jembatan_app;
DROP FUNCTION sign_plan(uuid, text); -- 0026: the same for plans alone

-- 2. Signatures as tasks.
INSERT INTO task_kinds (kind, roles, ends, due_days, ahead_days) VALUES
    ('plan_to_sign', '{release_planner}', 'fact', 3, NULL),
    ('month_to_sign', '{release_planner}', 'fact', 14, NULL);
CREATE FUNCTION signatures_wanted() RETURNS TABLE (kind text, record_id uuid, about text, times bigint, since date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN r.month IS NULL THEN 'plan_to_sign' ELSE 'month_to_sign' END, r.id, coalesce(to_char(r.month, 'YYYY-MM'), ''),
           r.alarms::bigint, (r.made_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM fairness_reports r WHERE r.alarms > 0 AND r.signed_at IS NULL AND signature_refused(r) IS NULL;
$$;
COMMENT ON FUNCTION signatures_wanted() IS 'Reports that the asking account can answer for; of no person';
CREATE VIEW tasks_of_fairness WITH (security_invoker = true) AS
SELECT w.kind, w.record_id, ''::text AS part, NULL::uuid AS candidate_id, w.about, w.times, w.since, NULL::date AS deadline
FROM signatures_wanted() w;

CREATE OR REPLACE VIEW open_tasks WITH (security_invoker = true) AS
SELECT n.id, d.kind, d.record_id, d.candidate_id, d.about, d.times, d.ends, d.due_on, m.snoozed_until
FROM (SELECT t.kind, t.record_id, t.part, t.candidate_id, t.about, t.times, k.ends, k.ahead_days,
             coalesce(t.deadline, t.since + k.due_days) AS due_on
      FROM (SELECT * FROM tasks_of_lists UNION ALL SELECT * FROM tasks_of_work UNION ALL SELECT * FROM tasks_of_people
            UNION ALL SELECT * FROM tasks_of_offices UNION ALL SELECT * FROM tasks_of_employers
            UNION ALL SELECT * FROM tasks_of_horizon UNION ALL SELECT * FROM tasks_of_fairness) t
      JOIN task_kinds k ON k.kind = t.kind AND (SELECT (asking_duty()).role) = ANY (k.roles)) d
CROSS JOIN LATERAL (SELECT md5(concat_ws('|', d.kind, d.record_id, d.part,
    CASE WHEN d.ends = 'fact' AND d.due_on < today_here() THEN 'late' END))::uuid AS id) n
LEFT JOIN task_marks m ON m.account_id = asking_account() AND m.task_id = n.id
WHERE m.done_at IS NULL AND (d.ahead_days IS NULL OR d.due_on <= today_here() + d.ahead_days);
GRANT SELECT ON tasks_of_fairness TO jembatan_app;
GRANT EXECUTE ON FUNCTION signatures_wanted() TO jembatan_app;

-- 3. The report of a month is a job, once for each month, whoever queues it and however often. It is of no account.
ALTER TABLE jobs DROP CONSTRAINT jobs_kind, ADD CONSTRAINT jobs_kind CHECK (kind IN ('mail', 'horizon', 'fairness_month'));
CREATE UNIQUE INDEX one_job_per_month ON jobs (day) WHERE kind = 'fairness_month';
COMMENT ON COLUMN jobs.day IS 'Of a mail: the day that it is for; of a report: the first of the month';

CREATE FUNCTION queue_month(today date) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH made AS (
        INSERT INTO jobs (kind, day) SELECT 'fairness_month', m.month
        FROM (SELECT (date_trunc('month', today) - interval '1 month')::date) m (month)
        WHERE NOT EXISTS (SELECT FROM fairness_reports r WHERE r.month = m.month)
        ON CONFLICT (day) WHERE kind = 'fairness_month' DO NOTHING RETURNING 1)
    SELECT count(*) FROM made;
$$;
COMMENT ON FUNCTION queue_month(date) IS 'Queue the report of the month that is over, unless it is there or queued; how many were';
GRANT EXECUTE ON FUNCTION queue_month(date) TO jembatan_worker;

-- 4. A month again (0026), of plans' items as of rankings'. They are judged in the month in which their list was sent or closed, when nobody
-- changes them any more: by the month in which they were put in, what was left out of them a month later was in no report.
CREATE OR REPLACE FUNCTION fairness_of_month(since timestamptz, until timestamptz)
    RETURNS TABLE (matter text, employer text, sex text, age text, region text, facility text, disability text,
                   minority_language text, selected boolean, places integer[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.matter, f.employer, g.*, f.selected, f.places FROM (
        SELECT 'listed' AS matter, '' AS employer, c.id AS person, l.person IS NOT NULL AS selected, coalesce(l.places, '{}') AS places
        FROM candidates c LEFT JOIN (
            SELECT i.candidate_id AS person, coalesce(array_agg(i.position) FILTER (WHERE s.kind = 'candidates'), '{}') AS places
            FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id
            WHERE i.removed_at IS NULL AND i.recorded_at >= since AND i.recorded_at < until GROUP BY i.candidate_id) l ON l.person = c.id
        WHERE gate_open(c)
        UNION ALL
        SELECT 'kept', '', i.candidate_id, NOT EXISTS (
                   SELECT FROM shortlist_overrides o WHERE o.item_id = i.id AND (o.action = 'remove'
                       OR (o.action = 'move' AND o.to_position > o.from_position))), '{}'
        FROM shortlist_items i JOIN (
            SELECT e.shortlist_id, min(e.recorded_at) AS at FROM shortlist_events e
            WHERE e.kind = 'step' AND e.after IN ('sent', 'closed') GROUP BY e.shortlist_id) decided ON decided.shortlist_id = i.shortlist_id
        WHERE i.origin IN ('ranking', 'plan') AND decided.at >= since AND decided.at < until
        UNION ALL
        SELECT 'answered', e.name || ' (' || left(e.id::text, 8) || ')', a.candidate_id, bool_or(a.kind <> 'declined'), '{}'
        FROM employer_answers a JOIN shortlist_items i ON i.id = a.item_id JOIN vacancies v ON v.id = i.vacancy_id
        JOIN employers e ON e.id = v.employer_id
        WHERE a.kind IN ('interview', 'offer', 'hired', 'declined') AND a.recorded_at >= since AND a.recorded_at < until
        GROUP BY e.id, e.name, a.item_id, a.candidate_id) f
    CROSS JOIN LATERAL groups_of(f.person, (until AT TIME ZONE 'Asia/Jakarta')::date - 1) g ORDER BY random();
$$;
-- Overrides by group (0023) are in that report; nobody asked for them elsewhere.
DROP FUNCTION overrides_by_group(timestamptz, timestamptz);
