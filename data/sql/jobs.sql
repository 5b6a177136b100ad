-- name: page_jobs
SELECT id, seq, kind, account_id, day, state, attempts, run_at, problem, created_at, ended_at FROM jobs
WHERE (:before::bigint IS NULL OR seq < :before) AND (:state::text IS NULL OR state = :state) ORDER BY seq DESC LIMIT :limit;

-- name: retry_job
UPDATE jobs SET state = 'waiting', attempts = 0, run_at = now(), ended_at = NULL, decided_by = asking_account()
WHERE id = :job AND state IN ('set_aside', 'discarded') RETURNING id;

-- name: discard_job
UPDATE jobs SET state = 'discarded', ended_at = now(), decided_by = asking_account()
WHERE id = :job AND state IN ('waiting', 'set_aside') RETURNING id;

-- name: begin_round
UPDATE notice_round SET at = now() WHERE at <= now() - :every::interval RETURNING at;

-- name: give_back_expired
SELECT give_back_expired();

-- name: duties_to_tell
SELECT account_id, role, unit_id, id FROM duties_to_tell();

-- name: queue_mails
SELECT queue_mails(:today::date, :hour::integer, :digest_hour::integer);

-- name: queue_month
SELECT queue_month(:today::date);

-- name: take_job
-- The attempt is counted before it is made, so that a job at which processes end is set aside as well.
UPDATE jobs SET attempts = attempts + 1, run_at = now() + :lease::interval
WHERE id = (SELECT id FROM jobs WHERE kind = :kind AND state = 'waiting' AND run_at <= now() ORDER BY run_at, seq LIMIT 1
            FOR UPDATE SKIP LOCKED)
RETURNING id, kind, account_id, day, state, attempts, run_at, problem, created_at, ended_at;

-- name: letter_of
SELECT address, language, notices FROM letter_of(:job::uuid);

-- name: finish_job
UPDATE jobs SET state = 'done', problem = '', ended_at = now() WHERE id = :job AND state = 'waiting' AND attempts = :attempt;

-- name: fail_job
-- `again_in` null: set aside.
UPDATE jobs SET problem = :problem, run_at = now() + coalesce(:again_in::interval, interval '0'),
    state = CASE WHEN :again_in::interval IS NULL THEN 'set_aside' ELSE state END,
    ended_at = CASE WHEN :again_in::interval IS NULL THEN now() END
WHERE id = :job AND state = 'waiting' AND attempts = :attempt;

-- name: keep_job
-- A long job says that it goes on; nothing comes back where another process has taken it up.
UPDATE jobs SET run_at = now() + :lease::interval WHERE id = :job AND state = 'waiting' AND attempts = :attempt RETURNING id;

-- name: look_at_horizon
SELECT look_at_horizon(:today, :until, :every);

-- name: count_near_release
SELECT count(*) FROM horizon_entries WHERE news AND viable IS NULL;

-- name: near_release
-- Who has come near release and is not ranked yet, soonest first as they came.
SELECT seq, candidate_id FROM horizon_entries WHERE news AND viable IS NULL AND seq > :after ORDER BY seq LIMIT :limit;

-- name: put_near_release
UPDATE horizon_entries h SET viable = r.viable, snapshot = :snapshot, ranked_at = now()
FROM unnest(:candidates::uuid[], :viable::integer[]) AS r (candidate_id, viable)
WHERE h.candidate_id = r.candidate_id AND h.news AND h.viable IS NULL;
