-- name: unusual_readings
SELECT f.id, f.account, f.role, f.unit, f.day, f.measure, f.count, f.own_usual, f.role_usual, f.found_at,
       f.account IS NOT DISTINCT FROM asking_account() AS own, r.outcome, r.note, r.recorded_by, r.recorded_at
FROM unusual_readings f LEFT JOIN unusual_reviews r ON r.finding_id = f.id
WHERE NOT :waiting::boolean OR r.finding_id IS NULL ORDER BY f.day DESC, f.seq DESC LIMIT :limit;

-- name: unusual_reading
SELECT f.id, f.account, f.role, f.unit, f.day, f.measure, f.count, f.own_usual, f.role_usual, f.found_at,
       f.account IS NOT DISTINCT FROM asking_account() AS own, r.outcome, r.note, r.recorded_by, r.recorded_at
FROM unusual_readings f LEFT JOIN unusual_reviews r ON r.finding_id = f.id WHERE f.id = :finding;

-- name: review_reading
INSERT INTO unusual_reviews (finding_id, outcome, note) VALUES (:finding, :outcome, :note)
ON CONFLICT (finding_id) DO NOTHING RETURNING finding_id;

-- name: days_looked_at
SELECT looked FROM unusual_round;

-- name: count_reading
SELECT count_reading(:today, :provinces, :zones);

-- name: days_of_reading
-- As reading_days, for the program itself.
SELECT account, role, unit, day, people, late, looked_up, namesakes
FROM days_of_reading(:since, :until, :provinces, :zones) ORDER BY day, account, role, unit;

-- name: keep_unusual_readings
INSERT INTO unusual_readings (account, role, unit, day, measure, count, own_usual, role_usual)
SELECT * FROM unnest(:accounts::uuid[], :roles::text[], :units::uuid[], :days::date[], :measures::text[], :counts::bigint[],
                     :own_usual::double precision[], :role_usual::double precision[])
ON CONFLICT DO NOTHING;

-- name: note_days_looked_at
UPDATE unusual_round SET looked = :looked WHERE looked < :looked;

-- name: page_breaches
SELECT b.id, b.found_at, b.found_by, b.what, b.account, b.since, b.until FROM breaches b
LEFT JOIN open_breaches o ON o.id = b.id ORDER BY o.due_at NULLS LAST, b.seq DESC LIMIT :limit;

-- name: get_breach
SELECT id, found_at, found_by, what, account, since, until FROM breaches WHERE id = :breach;

-- name: acts_of_breaches
SELECT breach_id, kind, at, note, recorded_by FROM breach_acts WHERE breach_id = ANY (:breaches::uuid[]) ORDER BY recorded_at, kind;

-- name: add_breach
INSERT INTO breaches (id, found_at, due_at, found_by, what, account, since, until)
VALUES (:id, :found_at, :due_at, :found_by, :what, :account, :since, :until);

-- name: add_breach_act
INSERT INTO breach_acts (breach_id, kind, at, note)
SELECT b.id, :kind, :at, :note FROM open_breaches b WHERE b.id = :breach
ON CONFLICT (breach_id, kind) DO NOTHING RETURNING id;

-- name: request_by_letter
SELECT people, requests FROM request_by_letter(:number_kind, :hashes, :asked, :received_at, :due_at, :note);
