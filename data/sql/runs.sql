-- name: add_run
-- A list for a vacancy names people: their ids are kept beside it, so that an erasure finds them.
INSERT INTO runs (
    id, kind, candidate_id, vacancy_id, snapshot, model, weights, rules, parameters, features, result, at, mentions)
VALUES (
    :id, :kind, :candidate, :vacancy, :snapshot, :model, :weights, :rules, :parameters, :features::jsonb,
    :result::jsonb, :at,
    CASE WHEN :kind = 'candidates' THEN ARRAY(
        SELECT DISTINCT found[1]::uuid
        FROM regexp_matches(:features::jsonb::text || :result::jsonb::text,
                            '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') AS found)
    ELSE '{}' END);

-- name: get_run
SELECT id, kind, candidate_id, vacancy_id, snapshot, model, weights, rules, parameters, features, result, at, erased
FROM runs WHERE id = :run;

-- name: page_runs
SELECT id, kind, candidate_id, vacancy_id, snapshot, model, weights, rules, parameters, features, result, at, erased,
       seq
FROM runs WHERE seq > :after ORDER BY seq LIMIT :limit;
