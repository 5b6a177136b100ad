-- A company's task that a vacancy closes with openings left counted openings that the staff hold for people who were not
-- sent to it: as its own openings (0035) do not, the difference was how many they are, and a vacancy that was held whole
-- had no task. As before (0034), but what is held for who was never sent is free to the company.
CREATE OR REPLACE VIEW tasks_of_work WITH (security_invoker = true) AS
WITH sent AS (
    SELECT i.id, i.shortlist_id, i.candidate_id, v.title, a.kind AS answer, a.meets_at, (e.at AT TIME ZONE 'Asia/Jakarta')::date AS since
    FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
    JOIN vacancies v ON v.id = i.vacancy_id
    CROSS JOIN LATERAL (SELECT max(o.recorded_at) AS at FROM shortlist_events o
                        WHERE o.shortlist_id = s.id AND o.after = 'sent') e
    LEFT JOIN LATERAL (SELECT o.kind, o.meets_at FROM employer_answers o WHERE o.item_id = i.id
                       ORDER BY o.id DESC LIMIT 1) a ON true
    LEFT JOIN LATERAL (SELECT o.interested FROM candidate_answers o WHERE o.item_id = i.id ORDER BY o.id DESC LIMIT 1) w ON true
    WHERE s.status IN ('sent', 'answered') AND w.interested IS NOT FALSE
        AND (SELECT acts_as('case_worker', 'release_planner'))),
rungs AS (
    SELECT p.id, p.candidate_id, l.kind, l.happened_on, v.title, v.starts
    FROM placements p JOIN LATERAL (SELECT o.kind, o.happened_on FROM placement_ladder o WHERE o.placement_id = p.id
                                    ORDER BY o.position DESC LIMIT 1) l ON l.kind IN ('offered', 'accepted')
    LEFT JOIN vacancies v ON v.id = p.vacancy_id
    WHERE (SELECT acts_as('case_worker'))),
kept AS (
    SELECT h.id, i.shortlist_id, i.candidate_id, v.title, h.released_at, (h.expires_at AT TIME ZONE 'Asia/Jakarta')::date AS until
    FROM holds h JOIN shortlist_items i ON i.id = h.item_id AND i.removed_at IS NULL
    JOIN shortlists s ON s.id = i.shortlist_id AND s.status <> 'closed' JOIN vacancies v ON v.id = h.vacancy_id
    WHERE (SELECT acts_as('case_worker')) AND h.state = 'held'
        AND (h.released_at IS NULL OR h.released_at >= h.expires_at AND h.released_at > now() - interval '14 days'))
SELECT CASE WHEN (SELECT acts_as('case_worker')) THEN 'employer_silent' ELSE 'employer_silent_long' END AS kind,
       s.shortlist_id AS record_id, s.id::text AS part, s.candidate_id, s.title AS about, 1::bigint AS times, s.since,
       NULL::date AS deadline
FROM sent s WHERE s.answer IS NULL
UNION ALL
SELECT 'interview_result', s.shortlist_id, s.id || ':' || s.meets_at, s.candidate_id, s.title, 1,
       (s.meets_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM sent s WHERE s.answer = 'interview' AND s.meets_at < now()
UNION ALL
SELECT m.kind, m.record_id, m.part, NULL, m.about, m.times, m.since, NULL FROM company_matters() m
UNION ALL
SELECT 'own_vacancy_closes', v.id, v.closes::text, NULL, v.title, f.openings, NULL, v.closes
FROM vacancies v CROSS JOIN LATERAL (SELECT v.openings - v.taken + expired_holds(v.id) + u.kept AS openings
                                   FROM unsent_holds(v.id) u) f
WHERE v.employer_id = (SELECT asking_company()) AND v.status = 'open' AND v.closes >= today_here() AND f.openings > 0
UNION ALL
SELECT 'offer_to_accept', r.id, '', r.candidate_id, coalesce(r.title, ''), 1, r.happened_on, NULL
FROM rungs r WHERE r.kind = 'offered'
UNION ALL
SELECT 'start_to_record', r.id, coalesce(r.starts, r.happened_on)::text, r.candidate_id, coalesce(r.title, ''), 1,
       greatest(r.starts, r.happened_on), NULL
FROM rungs r WHERE r.kind = 'accepted'
UNION ALL
SELECT 'check_due', k.placement_id, k.kind, k.candidate_id, k.kind, 1, NULL, k.due_on
FROM checks k WHERE (SELECT acts_as('case_worker')) AND k.answer IS NULL
UNION ALL
SELECT 'check_escalated', k.placement_id, k.kind, k.candidate_id, k.kind, 1, k.due_on, NULL
FROM checks k WHERE (SELECT acts_as('release_planner')) AND k.answer IS NULL
UNION ALL
SELECT 'complaint_to_decide', c.employer_id, c.id::text, c.candidate_id, c.code, 1,
       (c.recorded_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM complaints c WHERE (SELECT acts_as('release_planner')) AND c.state = 'open' AND c.recorded_by <> asking_account()
UNION ALL
SELECT CASE WHEN h.released_at IS NULL THEN 'hold_ends' ELSE 'hold_given_back' END, h.shortlist_id, h.id || ':' || h.until,
       h.candidate_id, h.title, 1, CASE WHEN h.released_at IS NOT NULL THEN h.until END,
       CASE WHEN h.released_at IS NULL THEN h.until END
FROM kept h;
