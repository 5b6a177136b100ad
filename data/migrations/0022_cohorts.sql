-- Plans for everybody who leaves within a horizon. The program makes them as the worker, nation-wide or for provinces;
-- planners read the report of a plan that lies within their region, and of its proposals those of their people.

CREATE TABLE cohort_plans (
    id uuid CONSTRAINT cohort_plans_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT cohort_plans_seq UNIQUE,
    horizon_days integer NOT NULL CONSTRAINT cohort_plans_horizon CHECK (horizon_days >= 0),
    provinces text[] NOT NULL,
    as_of date NOT NULL,
    key text NOT NULL,
    parameters jsonb NOT NULL,
    begun_at timestamptz NOT NULL,
    asked_by uuid,
    report jsonb,
    done_at timestamptz,
    CONSTRAINT cohort_plans_done CHECK ((report IS NULL) = (done_at IS NULL))
);
CREATE INDEX cohort_plans_by_scope ON cohort_plans (provinces, done_at);
COMMENT ON TABLE cohort_plans IS 'One plan. Of people its report has counts alone, small ones left out';
COMMENT ON COLUMN cohort_plans.provinces IS 'Of the units whose people are planned for; empty: of all';
COMMENT ON COLUMN cohort_plans.key IS 'All that its lists depend on but the people: vacancies, model, weights, rules, settings, day';
COMMENT ON COLUMN cohort_plans.asked_by IS 'Null: by the program, on the machine itself';

-- The pattern of 0003. No row is unique by plan and person: where two records become one person (0012), both stay.
CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL,
    caseload uuid NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
) ON COMMIT DROP;

CREATE TABLE cohort_lists (
    plan_id uuid NOT NULL CONSTRAINT cohort_lists_plan REFERENCES cohort_plans ON DELETE CASCADE,
    turn smallint NOT NULL,
    candidate_id uuid NOT NULL,
    key text NOT NULL,
    vacancies bytea NOT NULL,
    scores bytea NOT NULL,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT cohort_lists_in_step CHECK (length(vacancies) = 2 * length(scores)),
    CONSTRAINT cohort_lists_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX cohort_lists_of_plan ON cohort_lists (plan_id, turn);
CREATE INDEX cohort_lists_of_candidate ON cohort_lists (candidate_id);
COMMENT ON TABLE cohort_lists IS 'Lists while a plan is made, so that a run that is killed goes on; they go when it is done';
COMMENT ON COLUMN cohort_lists.key IS 'What the list depends on of the person: with another one it is made again';
COMMENT ON COLUMN cohort_lists.vacancies IS 'Ids of 16 bytes, best first; `scores` are as many little-endian doubles';

CREATE TABLE cohort_proposals (
    plan_id uuid NOT NULL CONSTRAINT cohort_proposals_plan REFERENCES cohort_plans ON DELETE CASCADE,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT cohort_proposals_seq UNIQUE,
    candidate_id uuid NOT NULL,
    vacancy_id uuid NOT NULL CONSTRAINT cohort_proposals_vacancy REFERENCES vacancies ON DELETE CASCADE,
    score double precision NOT NULL CONSTRAINT cohort_proposals_score CHECK (score BETWEEN 0 AND 1),
    options integer NOT NULL CONSTRAINT cohort_proposals_options CHECK (options > 0),
    standing boolean NOT NULL,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT cohort_proposals_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX cohort_proposals_of_plan ON cohort_proposals (plan_id, seq);
CREATE INDEX cohort_proposals_of_candidate ON cohort_proposals (candidate_id);
CREATE INDEX cohort_proposals_of_vacancy ON cohort_proposals (vacancy_id);
COMMENT ON TABLE cohort_proposals IS 'Which opening a plan proposes to whom. A suggestion to the staff: nobody is sent anywhere by it';
COMMENT ON COLUMN cohort_proposals.standing IS 'The plan before had proposed the same';

-- Whose gate closes leaves plans as well as indexes (0014).
CREATE FUNCTION forget_plans() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM cohort_lists WHERE candidate_id = NEW.id;
    DELETE FROM cohort_proposals WHERE candidate_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_plans AFTER UPDATE ON candidates FOR EACH ROW
    WHEN (gate_open(OLD) AND NOT gate_open(NEW)) EXECUTE FUNCTION forget_plans();

-- Walls.
DO $$
DECLARE
    target text;
    sees CONSTANT text := '(unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]))';
    plans CONSTANT text := 'unit_id = ANY ((SELECT planned_units())::uuid[])';
BEGIN
    FOREACH target IN ARRAY ARRAY['cohort_plans', 'cohort_lists', 'cohort_proposals'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
        EXECUTE format('CREATE POLICY worker ON %I TO jembatan_worker USING (true)', target);
    END LOOP;
    EXECUTE format('CREATE POLICY case_worker ON cohort_proposals FOR SELECT TO jembatan_app USING (%s)', sees);
    EXECUTE format('CREATE POLICY release_planner ON cohort_proposals FOR SELECT TO jembatan_app USING (%s)', plans);
END $$;

CREATE FUNCTION planned_provinces() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    RETURN (SELECT d.provinces FROM asking_duty() d WHERE d.role = 'release_planner');
COMMENT ON FUNCTION planned_provinces() IS 'The region of a release planner; null for everybody else';
-- A nation-wide plan names no province, so that it lies within every region.
CREATE POLICY release_planner ON cohort_plans FOR SELECT TO jembatan_app
    USING (done_at IS NOT NULL AND provinces <@ (SELECT planned_provinces()));

GRANT SELECT, INSERT, UPDATE, DELETE ON cohort_plans, cohort_lists, cohort_proposals TO jembatan_worker;
GRANT SELECT ON cohort_plans, cohort_proposals TO jembatan_app;
GRANT EXECUTE ON FUNCTION planned_provinces() TO jembatan_app;
GRANT EXECUTE ON FUNCTION gate_open(candidates) TO jembatan_worker;

-- What is kept of a person (0014) names plans, too.
ALTER FUNCTION subject_file(uuid) RENAME TO subject_file_before_cohorts;
REVOKE EXECUTE ON FUNCTION subject_file_before_cohorts(uuid) FROM jembatan_app;
CREATE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT subject_file_before_cohorts(who) || jsonb_build_object('cohort_plans', (
        SELECT jsonb_agg(jsonb_build_object('plan', p.plan_id, 'at', p.recorded_at, 'vacancy', v.title, 'employer', e.name,
                                            'score', p.score, 'options', p.options, 'standing', p.standing) ORDER BY p.seq)
        FROM cohort_proposals p JOIN vacancies v ON v.id = p.vacancy_id JOIN employers e ON e.id = v.employer_id
        WHERE p.candidate_id = who));
$$;
COMMENT ON FUNCTION subject_file(uuid) IS 'All that is kept of a person, numbers still sealed; null where the person is not yours';
GRANT EXECUTE ON FUNCTION subject_file(uuid) TO jembatan_app;

-- Plans are kept for as long as the rule of retention says.
ALTER FUNCTION retention(text, timestamptz, boolean) RENAME TO retention_before_cohorts;
REVOKE EXECUTE ON FUNCTION retention_before_cohorts(text, timestamptz, boolean) FROM jembatan_worker;
CREATE FUNCTION retention(what text, before timestamptz, remove boolean) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    IF what <> 'cohort_plans' THEN
        RETURN retention_before_cohorts(what, before, remove);
    END IF;
    SELECT count(*) INTO found FROM cohort_plans WHERE begun_at < before;
    IF remove THEN DELETE FROM cohort_plans WHERE begun_at < before; END IF;
    RETURN found;
END $$;
COMMENT ON FUNCTION retention(text, timestamptz, boolean) IS 'How many rows are older; with `remove` they go';
GRANT EXECUTE ON FUNCTION retention(text, timestamptz, boolean) TO jembatan_worker;
