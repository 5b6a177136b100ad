-- Fairness, in the open (docs/fairness.md). Protected attributes leave their table here alone, for the worker's report,
-- and never with an id; what is stored, and told to anybody, is a report in which small numbers are hidden.

CREATE TABLE fairness_reports (
    id uuid CONSTRAINT fairness_reports_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT fairness_reports_seq UNIQUE,
    plan_id uuid CONSTRAINT fairness_reports_plan REFERENCES cohort_plans ON DELETE CASCADE CONSTRAINT one_report_per_plan UNIQUE,
    month date CONSTRAINT one_report_per_month UNIQUE CONSTRAINT fairness_reports_month CHECK (extract(day FROM month) = 1),
    report jsonb NOT NULL,
    alarms integer NOT NULL CONSTRAINT fairness_reports_alarms CHECK (alarms >= 0),
    made_at timestamptz NOT NULL,
    signed_by uuid,
    signed_at timestamptz,
    reason text NOT NULL DEFAULT '' CONSTRAINT fairness_reports_reason_length CHECK (length(reason) <= 500),
    CONSTRAINT fairness_reports_of_one CHECK (num_nonnulls(plan_id, month) = 1),
    CONSTRAINT fairness_reports_signed CHECK (num_nonnulls(signed_by, signed_at) = CASE reason WHEN '' THEN 0 ELSE 2 END),
    CONSTRAINT fairness_reports_of_plan_signed CHECK (signed_at IS NULL OR (plan_id IS NOT NULL AND alarms > 0))
);
COMMENT ON TABLE fairness_reports IS 'Counts and ratios, small numbers hidden. A month has one report for good: of two that differ by a
 day, the difference would be one person';
COMMENT ON COLUMN fairness_reports.signed_by IS 'Who answers for a plan with alarms; until then nobody is shown its proposals';

CREATE TABLE fairness_comparisons (
    id uuid CONSTRAINT fairness_comparisons_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT fairness_comparisons_seq UNIQUE,
    before text NOT NULL,
    after text NOT NULL,
    as_of date NOT NULL,
    report jsonb NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX fairness_comparisons_after ON fairness_comparisons (after);
COMMENT ON TABLE fairness_comparisons IS 'Two recipes (model and weights) over the same cohort, small numbers hidden';

-- Facts for the report: groups and what was decided, in no order, without an id.

CREATE FUNCTION age_band(born date, at date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN born IS NULL THEN '' WHEN years < 25 THEN '0_24' WHEN years < 35 THEN '25_34' WHEN years < 45 THEN '35_44'
                WHEN years < 55 THEN '45_54' ELSE '55_over' END
    FROM (SELECT extract(year FROM age(at, born))) AS a (years);
$$;

CREATE FUNCTION groups_of(who uuid, at date) RETURNS TABLE (
    sex text, age text, region text, facility text, disability text, minority_language text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(p.sex, ''), age_band(n.birth_date, at), u.province_code, u.name,
           CASE WHEN p.disability <> '' THEN 'yes' ELSE 'none_told' END,
           CASE WHEN p.minority_language <> '' THEN 'yes' ELSE 'none_told' END
    FROM candidates c JOIN units u ON u.id = c.unit_id LEFT JOIN candidate_identities n ON n.candidate_id = c.id
    LEFT JOIN protected_attributes p ON p.candidate_id = c.id WHERE c.id = who;
$$;
COMMENT ON FUNCTION groups_of(uuid, date) IS 'For the two functions below; nobody may call it';

-- Of a plan's people: who is selected, how exposed, and both by what it is compared with. Of few people, nothing.
CREATE FUNCTION fairness_of_people(people uuid[], chosen boolean[], weights float8[], chosen_before boolean[], weights_before float8[],
                                   at date)
    RETURNS TABLE (sex text, age text, region text, facility text, disability text, minority_language text, selected boolean,
                   exposure float8, selected_before boolean, exposure_before float8)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.*, r.chosen, round(r.weight::numeric, 3)::float8, r.chosen_before, round(r.weight_before::numeric, 3)::float8
    FROM unnest(people, chosen, weights, chosen_before, weights_before)
         AS r (person, chosen, weight, chosen_before, weight_before)
    CROSS JOIN LATERAL groups_of(r.person, at) g
    WHERE cardinality(people) >= 5 ORDER BY random();
$$;

-- Of a month: who of all with an open gate came into a list, and at which places of lists for a vacancy; which items of a
-- ranking people left or moved down; which answered items got a yes. An answer counts in the month in which it came.
CREATE FUNCTION fairness_of_month(since timestamptz, until timestamptz)
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
        FROM shortlist_items i WHERE i.origin = 'ranking' AND i.recorded_at >= since AND i.recorded_at < until
        UNION ALL
        SELECT 'answered', e.name || ' (' || left(e.id::text, 8) || ')', a.candidate_id, bool_or(a.kind <> 'declined'), '{}'
        FROM employer_answers a JOIN shortlist_items i ON i.id = a.item_id JOIN vacancies v ON v.id = i.vacancy_id
        JOIN employers e ON e.id = v.employer_id
        WHERE a.kind IN ('interview', 'offer', 'hired', 'declined') AND a.recorded_at >= since AND a.recorded_at < until
        GROUP BY e.id, e.name, a.item_id, a.candidate_id) f
    CROSS JOIN LATERAL groups_of(f.person, (until AT TIME ZONE 'Asia/Jakarta')::date - 1) g ORDER BY random();
$$;

-- A plan that falls under the bound waits for a planner who answers for it, and has not asked for it.
CREATE FUNCTION waiting_plans() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    RETURN ARRAY(SELECT r.plan_id FROM fairness_reports r WHERE r.plan_id IS NOT NULL AND r.alarms > 0 AND r.signed_at IS NULL);
COMMENT ON FUNCTION waiting_plans() IS 'Plans that may not be used yet';

CREATE FUNCTION sign_plan(plan uuid, words text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands fairness_reports;
    planned cohort_plans;
    own CONSTANT text[] := planned_provinces();
BEGIN
    SELECT * INTO planned FROM cohort_plans p WHERE p.id = plan AND p.done_at IS NOT NULL AND p.provinces <@ own;
    IF NOT FOUND THEN
        RETURN 'not_found';
    END IF;
    SELECT * INTO stands FROM fairness_reports r WHERE r.plan_id = plan FOR UPDATE;
    IF NOT FOUND OR stands.alarms = 0 OR stands.signed_at IS NOT NULL THEN
        RETURN 'nothing_to_sign';
    ELSIF btrim(words) = '' THEN
        RETURN 'reason_needed';
    ELSIF planned.asked_by = asking_account() THEN
        RETURN 'own_proposal';
    ELSIF planned.provinces = '{}' AND EXISTS (
            SELECT FROM candidates c JOIN units u ON u.id = c.unit_id WHERE NOT u.province_code = ANY (own)) THEN
        RETURN 'another_region';
    END IF;
    UPDATE fairness_reports SET signed_by = asking_account(), signed_at = now(), reason = words WHERE id = stands.id;
    RETURN NULL;
END $$;

-- Walls.
DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['fairness_reports', 'fairness_comparisons'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
        EXECUTE format('CREATE POLICY worker ON %I TO jembatan_worker USING (true)', target);
        EXECUTE format('CREATE POLICY officer ON %I FOR SELECT TO jembatan_app
                        USING ((SELECT acts_as(''data_protection_officer'')))', target);
    END LOOP;
END $$;
CREATE POLICY release_planner ON fairness_reports FOR SELECT TO jembatan_app
    USING ((SELECT acts_as('release_planner')) AND (plan_id IS NULL OR EXISTS (SELECT FROM cohort_plans p WHERE p.id = plan_id)));
CREATE POLICY release_planner ON fairness_comparisons FOR SELECT TO jembatan_app USING ((SELECT acts_as('release_planner')));
CREATE POLICY signed ON cohort_proposals AS RESTRICTIVE FOR SELECT TO jembatan_app
    USING (plan_id <> ALL ((SELECT waiting_plans())::uuid[]));

-- That groups were read, the trail says: one row a report, of nobody.
CREATE POLICY reporting ON trail FOR INSERT TO jembatan_worker
    WITH CHECK (act = 'read' AND entity = 'protected_attributes' AND subject IS NULL);

GRANT SELECT, INSERT ON fairness_reports, fairness_comparisons TO jembatan_worker;
GRANT SELECT ON fairness_reports, fairness_comparisons TO jembatan_app;
GRANT EXECUTE ON FUNCTION fairness_of_people(uuid[], boolean[], float8[], boolean[], float8[], date),
    fairness_of_month(timestamptz, timestamptz) TO jembatan_worker;
GRANT EXECUTE ON FUNCTION waiting_plans() TO jembatan_app, jembatan_worker;
GRANT EXECUTE ON FUNCTION sign_plan(uuid, text) TO jembatan_app;
