-- name: people_of_provinces
SELECT c.id FROM candidates c JOIN units u ON u.id = c.unit_id
WHERE c.id = ANY (:candidates::uuid[]) AND u.province_code = ANY (:provinces::text[]);

-- name: work_of
SELECT candidate_id, work FROM work_of(:candidates::uuid[]);

-- name: barred_pairs
SELECT candidate_id, array_agg(vacancy_id) AS vacancies FROM barred_pairs(:candidates::uuid[]) GROUP BY candidate_id;

-- name: unfinished_plan
SELECT id, horizon_days, provinces, as_of, key, parameters, begun_at, asked_by, report, done_at, people
FROM cohort_plans
WHERE done_at IS NULL AND horizon_days = :horizon_days AND provinces = :provinces AND key = :key
ORDER BY seq DESC LIMIT 1;

-- name: drop_unfinished_plans
DELETE FROM cohort_plans
WHERE done_at IS NULL AND horizon_days = :horizon_days AND provinces = :provinces AND key <> :key;

-- name: add_plan
INSERT INTO cohort_plans (id, horizon_days, provinces, as_of, key, parameters, begun_at, asked_by, people)
VALUES (:id, :horizon_days, :provinces, :as_of, :key, :parameters, :at, :account::uuid, :count);

-- name: put_lists
-- Of whom is still there, with an open gate.
INSERT INTO cohort_lists (plan_id, turn, candidate_id, key, vacancies, scores, unit_id, caseload)
SELECT :plan, :turn, c.id, r.key, r.vacancies, r.scores, c.unit_id, c.caseload
FROM unnest(:candidates::uuid[], :keys::text[], :ids::bytea[], :scores::bytea[]) AS r (candidate, key, vacancies, scores)
JOIN candidates c ON c.id = r.candidate
WHERE gate_open(c);

-- name: lists_of_plan
SELECT candidate_id, key, vacancies, scores FROM cohort_lists WHERE plan_id = :plan AND turn = :turn;

-- name: standing_proposals
-- Of the newest plan that was made for its own day: one for another day is a what-if, and nothing stands by it.
SELECT candidate_id, vacancy_id FROM cohort_proposals WHERE vacancy_id IS NOT NULL AND plan_id = (
    SELECT id FROM cohort_plans WHERE done_at IS NOT NULL AND provinces = :provinces AND id <> ALL (waiting_plans())
        AND as_of = (begun_at AT TIME ZONE 'Asia/Jakarta')::date
    ORDER BY seq DESC LIMIT 1);

-- name: finish_plan
UPDATE cohort_plans SET report = :report, done_at = :at WHERE id = :plan;

-- name: add_proposals
-- Of whom is still there, with an open gate; a vacancy may have gone meanwhile, too.
INSERT INTO cohort_proposals (plan_id, candidate_id, vacancy_id, score, options, standing, unit_id, caseload)
SELECT :plan, c.id, v.id, r.score, r.options, r.standing, c.unit_id, c.caseload
FROM unnest(:candidates::uuid[], :vacancies::uuid[], :scores::double precision[], :options::integer[],
            :standing::boolean[]) WITH ORDINALITY AS r (candidate, vacancy, score, options, standing, place)
JOIN candidates c ON c.id = r.candidate JOIN vacancies v ON v.id = r.vacancy
WHERE gate_open(c) ORDER BY r.place;

-- name: add_undecided
INSERT INTO cohort_proposals (plan_id, candidate_id, options, standing, unit_id, caseload)
SELECT :plan, c.id, r.options, false, c.unit_id, c.caseload
FROM unnest(:candidates::uuid[], :options::integer[]) WITH ORDINALITY AS r (candidate, options, place)
JOIN candidates c ON c.id = r.candidate
WHERE gate_open(c) ORDER BY r.place;

-- name: remove_lists
DELETE FROM cohort_lists WHERE plan_id = :plan;

-- name: get_plan
SELECT id, horizon_days, provinces, as_of, key, parameters, begun_at, asked_by, report, done_at, people
FROM cohort_plans WHERE id = :plan;

-- name: newest_plan
-- That may be used, and was made for its own day.
SELECT id, horizon_days, provinces, as_of, key, parameters, begun_at, asked_by, report, done_at, people
FROM cohort_plans WHERE done_at IS NOT NULL AND id <> ALL (waiting_plans())
    AND as_of = (begun_at AT TIME ZONE 'Asia/Jakarta')::date
ORDER BY seq DESC LIMIT 1;

-- name: page_plans
SELECT id, seq, horizon_days, provinces, as_of, key, parameters, begun_at, asked_by, report, done_at, people
FROM cohort_plans WHERE seq > :after ORDER BY seq LIMIT :limit;

-- name: page_proposals
SELECT seq, candidate_id, vacancy_id, score, options, standing
FROM cohort_proposals WHERE plan_id = :plan AND vacancy_id IS NOT NULL AND seq > :after ORDER BY seq LIMIT :limit;

-- name: proposals_by_unit
SELECT u.id AS unit, u.name, u.province_code AS province, count(*) AS proposals
FROM cohort_proposals q JOIN units u ON u.id = q.unit_id
WHERE q.plan_id = :plan AND q.vacancy_id IS NOT NULL GROUP BY u.id, u.name, u.province_code ORDER BY u.name, u.id;

-- name: planned_provinces
SELECT planned_provinces();

-- name: plans_under_way
SELECT id, horizon_days, provinces, as_of, begun_at, people, ranked, own FROM plans_under_way();

-- name: accept_plan
SELECT candidate_id, vacancy_id, outcome, shortlist_id
FROM accept_plan(:plan::uuid, :chosen::uuid[], :provinces::text[], :units::uuid[]);

-- name: cohort_board
-- Of a planner's people, by the month in which they are expected to leave and the province of their unit.
SELECT date_trunc('month', w.expected)::date AS month, u.province_code AS province, count(*) AS leaving,
       count(*) FILTER (WHERE q.options > 0) AS viable, count(*) FILTER (WHERE q.proposed) AS proposed,
       count(*) FILTER (WHERE k.working) AS working
FROM candidates c JOIN units u ON u.id = c.unit_id
JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
CROSS JOIN LATERAL (SELECT max(o.options) AS options, coalesce(bool_or(o.vacancy_id IS NOT NULL), false) AS proposed
                    FROM cohort_proposals o WHERE o.plan_id = :plan::uuid AND o.candidate_id = c.id) q
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM work_at_hand h WHERE h.candidate_id = c.id) AS working) k
WHERE c.unit_id = ANY (planned_units()) AND c.consented AND NOT c.objected AND NOT c.restricted
    AND w.latest >= :today AND w.earliest <= :until
GROUP BY 1, 2 ORDER BY 1, 2;
