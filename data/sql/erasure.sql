-- name: installation
-- Which database this is, and every copy of it.
SELECT installation FROM meta;

-- name: erase_person
SELECT erase_person(:candidate);

-- name: people_there
SELECT still_there AS id FROM still_there(:people::uuid[]);

-- name: approved_erasures
SELECT approved_erasures AS id FROM approved_erasures();

-- name: close_expired_gates
SELECT close_expired_gates();

-- name: people_past_retention
SELECT people_past_retention AS id FROM people_past_retention(:before::date);

-- name: retention
SELECT retention(:what, :before::timestamptz, :remove::boolean);

-- name: former_ids_of
SELECT former AS id FROM former_ids WHERE candidate_id = :candidate ORDER BY former;
