-- name: fairness_of_people
SELECT sex, age, region, facility, disability, minority_language, selected, exposure, selected_before, exposure_before
FROM fairness_of_people(:people::uuid[], :chosen::boolean[], :weights::float8[], :chosen_before::boolean[],
                        :weights_before::float8[], :on_day::date);

-- name: fairness_of_month
SELECT matter, employer, sex, age, region, facility, disability, minority_language, selected, places
FROM fairness_of_month(:since, :until);

-- name: add_fairness_report
INSERT INTO fairness_reports (id, plan_id, month, report, alarms, made_at)
VALUES (:id, :plan::uuid, :month::date, :report, :alarms, :at) ON CONFLICT DO NOTHING;

-- name: fairness_of_plan
SELECT id, plan_id, month, report, alarms, made_at, signed_by, signed_at, reason FROM fairness_reports WHERE plan_id = :plan;

-- name: fairness_report_of_month
SELECT id, plan_id, month, report, alarms, made_at, signed_by, signed_at, reason FROM fairness_reports WHERE month = :month;

-- name: page_fairness_reports
SELECT id, seq, plan_id, month, report, alarms, made_at, signed_by, signed_at, reason
FROM fairness_reports WHERE seq > :after ORDER BY seq LIMIT :limit;

-- name: plan_waits
SELECT :plan::uuid = ANY (waiting_plans());

-- name: get_fairness_report
SELECT id, plan_id, month, report, alarms, made_at, signed_by, signed_at, reason FROM fairness_reports WHERE id = :fairness_report;

-- name: sign_fairness_report
SELECT sign_report(:fairness_report, :words);

-- name: add_comparison
INSERT INTO fairness_comparisons (id, before, after, as_of, report, alarms, people, made_at)
VALUES (:id, :before, :after, :as_of, :report, :alarms, :people, :at);

-- name: comparison_of
SELECT id, before, after, as_of, report, alarms, people, made_at, signed_by, signed_at, reason
FROM fairness_comparisons WHERE after = :after ORDER BY seq DESC LIMIT 1;

-- name: page_comparisons
SELECT seq, id, before, after, as_of, report, alarms, people, made_at, signed_by, signed_at, reason
FROM fairness_comparisons WHERE seq > :after ORDER BY seq LIMIT :limit;

-- name: get_comparison
SELECT id, before, after, as_of, report, alarms, people, made_at, signed_by, signed_at, reason
FROM fairness_comparisons WHERE id = :comparison;

-- name: sign_comparison
SELECT sign_comparison(:comparison::uuid, :words);

-- name: admit_recipe
SELECT admit_recipe(:name, :model, :weights::jsonb);

-- name: newest_recipe
SELECT name, model, weights FROM recipes ORDER BY used_at DESC, name LIMIT 1;
