-- name: open_tasks
-- The most urgent first; `total` counts those of the kind, and `snoozed` asks for those too that are put off.
SELECT t.id, t.kind, t.record_id, t.candidate_id, t.about, t.times, t.due_on, t.snoozed_until, count(*) OVER () AS total
FROM open_tasks t
WHERE (:kind::text IS NULL OR t.kind = :kind) AND (:snoozed::boolean OR coalesce(t.snoozed_until, '-infinity') <= today_here())
ORDER BY t.due_on, t.kind, t.id LIMIT :limit;

-- name: agenda
-- A page as of `open_tasks`, and beside each row `counts`: by kind how many there are and how many of them are late, without
-- those that are put off. All facts are read once; where the page is empty, one row with the counts alone.
WITH standing AS MATERIALIZED (
    SELECT t.*, coalesce(t.snoozed_until, '-infinity') > today_here() AS put_off, t.due_on < today_here() AS late FROM open_tasks t
), counted AS (
    SELECT jsonb_object_agg(k.kind, jsonb_build_array(k.total, k.late)) FILTER (WHERE k.total > 0) AS counts
    FROM (SELECT s.kind, count(*) FILTER (WHERE NOT s.put_off) AS total, count(*) FILTER (WHERE s.late AND NOT s.put_off) AS late
          FROM standing s GROUP BY s.kind) k
    HAVING count(*) > 0
)
SELECT p.*, c.counts FROM counted c LEFT JOIN (
    SELECT s.id, s.kind, s.record_id, s.candidate_id, s.about, s.times, s.due_on, s.snoozed_until, count(*) OVER () AS total
    FROM standing s WHERE (:kind::text IS NULL OR s.kind = :kind) AND (:snoozed::boolean OR NOT s.put_off)
    ORDER BY s.due_on, s.kind, s.id LIMIT :limit OFFSET :skipped
) p ON true ORDER BY p.due_on, p.kind, p.id;

-- name: get_task
SELECT id, kind, record_id, candidate_id, about, times, due_on, snoozed_until FROM open_tasks WHERE id = :task;

-- name: note_task
-- About a person it belongs where the person does.
INSERT INTO noted_tasks (id, candidate_id, note, due_on, unit_id, caseload)
SELECT :id, c.id, :note, :due_on, coalesce(c.unit_id, asking_unit()), coalesce(c.caseload, asking_account())
FROM (SELECT 1) AS one LEFT JOIN candidates c ON c.id = :candidate::uuid
WHERE :candidate::uuid IS NULL OR c.id IS NOT NULL
RETURNING id;

-- name: end_noted_task
UPDATE noted_tasks SET done_at = now(), done_by = asking_account(), version = version + 1
WHERE id = :task AND done_at IS NULL RETURNING id;

-- name: mark_task
INSERT INTO task_marks AS known (task_id, candidate_id, done_at, snoozed_until)
SELECT t.id, t.candidate_id, CASE WHEN :done::boolean THEN now() END, :snoozed_until::date FROM open_tasks t WHERE t.id = :task
ON CONFLICT (account_id, task_id) DO UPDATE
SET done_at = excluded.done_at, snoozed_until = excluded.snoozed_until, at = now()
RETURNING task_id;

-- name: note_new_tasks
-- What somebody has noted for a later day is told on that day.
INSERT INTO notices (duty_id, task_id, kind, record_id, candidate_id, due_on)
SELECT (asking_duty()).id, t.id, t.kind, t.record_id, t.candidate_id, t.due_on FROM open_tasks t
WHERE t.snoozed_until IS NULL AND (t.kind <> 'noted' OR t.due_on <= today_here())
ON CONFLICT (duty_id, task_id) DO NOTHING;

-- name: page_notices
-- The newest first; `open` where the task still stands.
WITH standing AS MATERIALIZED (SELECT t.id FROM open_tasks t)
SELECT n.id, n.seq, n.task_id, n.kind, n.record_id, n.candidate_id, n.due_on, n.noted_at, n.read_at,
       n.task_id IN (SELECT s.id FROM standing s) AS open
FROM notices n
WHERE (:before::bigint IS NULL OR n.seq < :before) AND (NOT :unread::boolean OR n.read_at IS NULL)
ORDER BY n.seq DESC LIMIT :limit;

-- name: count_unread
SELECT count(*) FROM notices WHERE read_at IS NULL;

-- name: read_notices
UPDATE notices SET read_at = coalesce(read_at, now())
WHERE :notice::uuid IS NULL AND read_at IS NULL OR id = :notice RETURNING id;

-- name: own_mail_choice
SELECT c.mail, c.address FROM own_mail_choice() c;

-- name: choose_mail
INSERT INTO notice_choices (mail, address) VALUES (:mail, :address)
ON CONFLICT (account_id) DO UPDATE SET mail = excluded.mail, address = excluded.address;
