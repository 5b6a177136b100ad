-- A correction that was granted counted as carried out although nobody had changed anything, and whoever has the person in
-- charge, the only one who can, heard of it no more. It is approved until they say that it was carried out, or why not.
ALTER TABLE subject_requests ADD COLUMN granted_at timestamptz;
COMMENT ON COLUMN subject_requests.granted_at IS 'When it was granted; decided_at is when it was decided last, which of a correction is when it was carried out, or not';
GRANT UPDATE (granted_at) ON subject_requests TO jembatan_app;

INSERT INTO task_kinds (kind, roles, ends, due_days, ahead_days) VALUES
    ('correction_to_carry_out', '{case_worker}', 'fact', NULL, NULL);

-- As before (0030), but: a correction that was granted is no request to be decided any more, but work of its own.
CREATE OR REPLACE VIEW tasks_of_offices WITH (security_invoker = true) AS
-- The officer sees requests, not people.
SELECT 'request_open' AS kind, q.id AS record_id, '' AS part,
       CASE WHEN (SELECT acts_as('case_worker')) THEN q.candidate_id END AS candidate_id, q.kind AS about, 1::bigint AS times,
       NULL::date AS since, (q.due_at AT TIME ZONE 'Asia/Jakarta')::date AS deadline
FROM subject_requests q WHERE q.state = 'open' OR q.state = 'approved' AND q.kind <> 'correction'
UNION ALL
SELECT 'correction_to_carry_out', q.id, '', q.candidate_id, concat_ws(' · ', nullif(q.note, ''), nullif(q.answer, '')), 1,
       NULL, (q.due_at AT TIME ZONE 'Asia/Jakarta')::date
FROM subject_requests q WHERE (SELECT acts_as('case_worker')) AND q.state = 'approved' AND q.kind = 'correction'
UNION ALL
-- Who is offered to the unit, is not there for it yet.
SELECT CASE t.kind WHEN 'offer' THEN 'transfer_offered' ELSE 'transfer_claimed' END, t.id, '',
       CASE t.kind WHEN 'claim' THEN t.candidate_id END, '', 1, (t.asked_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM transfers t
WHERE t.outcome IS NULL AND CASE t.kind WHEN 'offer' THEN t.to_unit = (SELECT case_unit())
    WHEN 'claim' THEN EXISTS (SELECT FROM candidates c WHERE c.id = t.candidate_id) ELSE false END
UNION ALL
SELECT 'rows_waiting', r.import_id, max(r.seq)::text, NULL, '', count(*), (min(r.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM queue r WHERE (SELECT acts_as('case_worker')) AND r.outcome IS NULL GROUP BY r.import_id
UNION ALL
SELECT 'duty_to_confirm', d.account_id, d.id::text, NULL, d.role, 1, (d.granted_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM duties d WHERE (SELECT acts_as('administrator')) AND d.pending AND (d.until IS NULL OR d.until > now())
    AND asking_account() NOT IN (d.granted_by, d.account_id)
UNION ALL
SELECT 'cover_to_confirm', c.covering, c.id::text, NULL, '', 1, (c.granted_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM covers c WHERE (SELECT acts_as('administrator')) AND c.pending AND c.until > now()
    AND asking_account() NOT IN (c.granted_by, c.covering)
UNION ALL
SELECT 'link_to_confirm', l.account_id, l.id::text, NULL, '', 1, (l.given_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM pending_links() l WHERE asking_account() NOT IN (l.given_by, l.account_id)
UNION ALL
SELECT 'identity_to_confirm', e.account_id, e.issuer, NULL, '', 1, (e.linked_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM external_identities e WHERE (SELECT acts_as('administrator')) AND e.pending
    AND asking_account() NOT IN (e.linked_by, e.account_id)
UNION ALL
SELECT 'jobs_set_aside', '00000000-0000-0000-0000-000000000000', max(j.seq)::text, NULL, '', count(*),
       (min(j.ended_at) AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM jobs j WHERE (SELECT acts_as('administrator')) AND j.state = 'set_aside' HAVING count(*) > 0
UNION ALL
SELECT 'noted', n.id, '', n.candidate_id, n.note, 1, NULL, n.due_on FROM noted_tasks n WHERE n.done_at IS NULL;
