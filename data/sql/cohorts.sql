-- name: people_of_provinces
SELECT c.id FROM candidates c JOIN units u ON u.id = c.unit_id
WHERE c.id = ANY (:candidates::uuid[]) AND u.province_code = ANY (:provinces::text[]);

-- name: unfinished_plan
SELECT id, horizon_days, provinces, as_of, key, parameters, begun_at, asked_by, report, done_at
FROM cohort_plans
WHERE done_at IS NULL AND horizon_days = :horizon_days AND provinces = :provinces AND key = :key
ORDER BY seq DESC LIMIT 1;

-- name: drop_unfinished_plans
DELETE FROM cohort_plans
WHERE done_at IS NULL AND horizon_days = :horizon_days AND provinces = :provinces AND key <> :key;

-- name: add_plan
INSERT INTO cohort_plans (id, horizon_days, provinces, as_of, key, parameters, begun_at, asked_by)
VALUES (:id, :horizon_days, :provinces, :as_of, :key, :parameters, :at, :account::uuid);

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
SELECT candidate_id, vacancy_id FROM cohort_proposals WHERE plan_id = (
    SELECT id FROM cohort_plans WHERE done_at IS NOT NULL AND provinces = :provinces AND id <> ALL (waiting_plans())
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

-- name: remove_lists
DELETE FROM cohort_lists WHERE plan_id = :plan;

-- name: get_plan
SELECT id, horizon_days, provinces, as_of, key, parameters, begun_at, asked_by, report, done_at
FROM cohort_plans WHERE id = :plan;

-- name: page_plans
SELECT id, seq, horizon_days, provinces, as_of, key, parameters, begun_at, asked_by, report, done_at
FROM cohort_plans WHERE seq > :after ORDER BY seq LIMIT :limit;

-- name: page_proposals
SELECT seq, candidate_id, vacancy_id, score, options, standing
FROM cohort_proposals WHERE plan_id = :plan AND seq > :after ORDER BY seq LIMIT :limit;

-- name: planned_provinces
SELECT planned_provinces();
