-- From a plan to shortlists: a planner takes proposals over, and they become requested items for each person's case
-- worker. And plans and sending look at the work that people have found, and at the openings that are really free.

-- 1. Work that somebody has: accepted or begun, and not ended.
CREATE VIEW work_at_hand WITH (security_invoker = true) AS
SELECT p.candidate_id, p.id AS placement_id, p.item_id,
       CASE WHEN bool_or(e.kind = 'started') THEN 'has_started' ELSE 'has_accepted' END AS work
FROM placements p JOIN placement_ladder e ON e.placement_id = p.id
GROUP BY p.id, p.candidate_id, p.item_id
HAVING bool_or(e.kind IN ('accepted', 'started')) AND NOT bool_or(e.kind = 'ended');
COMMENT ON VIEW work_at_hand IS 'Placements accepted or begun, and not ended: whoever has one is looked for no longer';
GRANT SELECT ON work_at_hand TO jembatan_app;

CREATE FUNCTION work_of(people uuid[]) RETURNS TABLE (candidate_id uuid, work text) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT w.candidate_id, max(w.work) FROM work_at_hand w WHERE w.candidate_id = ANY (people) GROUP BY w.candidate_id;
$$;
COMMENT ON FUNCTION work_of(uuid[]) IS 'For plans: who of these people has work. Of two, begun goes before accepted';
GRANT EXECUTE ON FUNCTION work_of(uuid[]) TO jembatan_worker;

-- 2. A plan tells of everybody how many options they had, so that a board can count who is left out.
ALTER TABLE cohort_plans ADD COLUMN people integer CONSTRAINT cohort_plans_people CHECK (people >= 0);
COMMENT ON COLUMN cohort_plans.people IS 'How many it is about, known as it begins';
ALTER TABLE cohort_proposals ALTER COLUMN vacancy_id DROP NOT NULL, ALTER COLUMN score DROP NOT NULL,
    DROP CONSTRAINT cohort_proposals_options, ADD CONSTRAINT cohort_proposals_options CHECK (options >= 0),
    ADD CONSTRAINT cohort_proposals_or_none CHECK ((vacancy_id IS NULL) = (score IS NULL) AND (vacancy_id IS NULL OR options > 0));
COMMENT ON TABLE cohort_proposals IS 'What a plan says of whom: how many options they had and which opening it proposes, if any.
 A suggestion to the staff: nobody is sent anywhere by it';

-- The person's file (0022) names these rows, too.
CREATE OR REPLACE FUNCTION subject_file_before_shortlists(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT subject_file_before_cohorts(who) || jsonb_build_object('cohort_plans', (
        SELECT jsonb_agg(jsonb_build_object('plan', p.plan_id, 'at', p.recorded_at, 'vacancy', v.title, 'employer', e.name,
                                            'score', p.score, 'options', p.options, 'standing', p.standing) ORDER BY p.seq)
        FROM cohort_proposals p LEFT JOIN vacancies v ON v.id = p.vacancy_id LEFT JOIN employers e ON e.id = v.employer_id
        WHERE p.candidate_id = who));
$$;

-- How far plans of one's region are that are not done. Only counts.
CREATE FUNCTION plans_under_way() RETURNS TABLE (id uuid, horizon_days integer, provinces text[], as_of date,
    begun_at timestamptz, people integer, ranked bigint, own boolean) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT p.id, p.horizon_days, p.provinces, p.as_of, p.begun_at, p.people,
           (SELECT count(*) FROM cohort_lists l WHERE l.plan_id = p.id AND l.turn = 0), p.asked_by IS NOT DISTINCT FROM asking_account()
    FROM cohort_plans p WHERE p.done_at IS NULL AND p.provinces <@ planned_provinces() ORDER BY p.seq;
$$;
GRANT EXECUTE ON FUNCTION plans_under_way() TO jembatan_app;

-- 3. Taken over. An item of a plan is a machine's proposal as one of a ranking is: no override.
ALTER TABLE shortlist_items DROP CONSTRAINT shortlist_items_origin,
    ADD CONSTRAINT shortlist_items_origin CHECK (origin IN ('ranking', 'added', 'plan')),
    ADD COLUMN plan_id uuid CONSTRAINT shortlist_items_plan REFERENCES cohort_plans ON DELETE SET NULL,
    ADD CONSTRAINT shortlist_items_of_plan CHECK (plan_id IS NULL OR origin = 'plan');
CREATE INDEX shortlist_items_of_plan ON shortlist_items (plan_id, candidate_id);
COMMENT ON COLUMN shortlist_items.plan_id IS 'The plan whose proposal it was; null with `plan` as origin: that plan is kept no longer';

-- Each proposal that was asked for, once a person, with what has become of it. People come one after the other, so that
-- two planners at once request nothing twice. Who is not the planner's is not there.
CREATE FUNCTION accept_plan(plan uuid, chosen uuid[], of_provinces text[], of_units uuid[])
    RETURNS TABLE (candidate_id uuid, vacancy_id uuid, outcome text, shortlist_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    one record;
    person candidates;
BEGIN
    PERFORM FROM cohort_plans p WHERE p.id = plan AND p.done_at IS NOT NULL AND p.provinces <@ planned_provinces()
        AND p.id <> ALL (waiting_plans());
    IF NOT FOUND THEN
        RETURN;
    END IF;
    FOR one IN
        SELECT DISTINCT ON (q.candidate_id) q.candidate_id AS who, q.vacancy_id AS what, q.score AS fits
        FROM cohort_proposals q JOIN units u ON u.id = q.unit_id
        WHERE q.plan_id = plan AND q.vacancy_id IS NOT NULL AND q.unit_id = ANY (planned_units())
            AND (chosen IS NULL OR q.candidate_id = ANY (chosen))
            AND (of_provinces = '{}' OR u.province_code = ANY (of_provinces)) AND (of_units = '{}' OR u.id = ANY (of_units))
        ORDER BY q.candidate_id, q.seq
    LOOP
        SELECT * INTO person FROM candidates c WHERE c.id = one.who FOR NO KEY UPDATE;
        CONTINUE WHEN NOT FOUND;
        candidate_id := one.who;
        vacancy_id := one.what;
        SELECT r.outcome, r.list INTO outcome, shortlist_id FROM what_bars(plan, person, one.what) r;
        IF outcome = 'requested' THEN
            shortlist_id := request_item(plan, person, one.what, one.fits);
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;
COMMENT ON FUNCTION accept_plan(uuid, uuid[], text[], uuid[]) IS 'Proposals of a plan as requested items; null as `chosen`: all';

CREATE FUNCTION what_bars(plan uuid, person candidates, wanted uuid) RETURNS TABLE (outcome text, list uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN before.list IS NOT NULL THEN 'requested_before'
        WHEN NOT gate_open(person) THEN 'gate_closed'
        WHEN EXISTS (SELECT FROM work_at_hand h WHERE h.candidate_id = person.id) THEN 'has_work'
        WHEN same.live THEN 'live_item'
        WHEN same.list IS NOT NULL THEN 'was_left_out'
        WHEN v.status <> 'open' OR v.closes < today_here() THEN 'vacancy_closed'
        WHEN NOT verified_company(v.employer_id) THEN 'employer_not_verified'
        WHEN v.openings <= v.taken AND NOT EXISTS (SELECT FROM holds h WHERE h.vacancy_id = v.id AND h.candidate_id = person.id
                                                       AND h.released_at IS NULL) THEN 'openings_filled'
        ELSE 'requested' END, coalesce(before.list, same.list)
    FROM vacancies v
    LEFT JOIN LATERAL (SELECT i.shortlist_id AS list FROM shortlist_items i
                       WHERE i.plan_id = plan AND i.candidate_id = person.id ORDER BY i.seq LIMIT 1) before ON true
    LEFT JOIN LATERAL (SELECT i.shortlist_id AS list, i.removed_at IS NULL AS live FROM shortlist_items i
                       JOIN shortlists s ON s.id = i.shortlist_id AND s.status <> 'closed'
                       WHERE i.candidate_id = person.id AND i.vacancy_id = wanted
                       ORDER BY i.removed_at IS NOT NULL, i.seq LIMIT 1) same ON true
    WHERE v.id = wanted;
$$;
COMMENT ON FUNCTION what_bars(uuid, candidates, uuid) IS 'For accept_plan: `requested` where nothing stands in the way';

-- In the person's list of plans that is still requested, else in a new one.
CREATE FUNCTION request_item(plan uuid, person candidates, wanted uuid, fits double precision) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    list uuid;
BEGIN
    SELECT s.id INTO list FROM shortlists s
    WHERE s.candidate_id = person.id AND s.status = 'requested'
        AND EXISTS (SELECT FROM shortlist_items i WHERE i.shortlist_id = s.id AND i.origin = 'plan')
    ORDER BY s.seq LIMIT 1 FOR UPDATE;
    IF NOT FOUND THEN
        list := gen_random_uuid();
        INSERT INTO shortlists (id, kind, candidate_id, unit_id, caseload)
        VALUES (list, 'vacancies', person.id, person.unit_id, person.caseload);
        INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, version)
        VALUES (list, 'step', '', 'requested', (asking_duty()).role, 1);
    ELSE
        UPDATE shortlists SET version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = list;
    END IF;
    INSERT INTO shortlist_items (shortlist_id, candidate_id, vacancy_id, position, origin, plan_id, score, unit_id, caseload)
    SELECT list, person.id, wanted, coalesce(max(i.position), 0) + 1, 'plan', plan, fits, person.unit_id, person.caseload
    FROM shortlist_items i WHERE i.shortlist_id = list;
    RETURN list;
END $$;
COMMENT ON FUNCTION request_item(uuid, candidates, uuid, double precision) IS 'For accept_plan';
GRANT EXECUTE ON FUNCTION accept_plan(uuid, uuid[], text[], uuid[]) TO jembatan_app;
