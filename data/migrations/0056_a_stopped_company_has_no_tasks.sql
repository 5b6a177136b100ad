-- A company that is suspended or blocked kept its tasks, of which it can do none, and its silence was others' task although it
-- cannot speak. Tasks follow from facts: they are there again when it is let in again.
CREATE FUNCTION stopped_company(company uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    RETURN EXISTS (SELECT FROM employers e WHERE e.id = company AND e.verification IN ('suspended', 'blocked'));
COMMENT ON FUNCTION stopped_company(uuid) IS 'Whether a company is suspended or blocked';
GRANT EXECUTE ON FUNCTION verified_company(uuid), stopped_company(uuid) TO jembatan_app;

-- As before (0043), but: a company that may not answer is not silent, and none that is stopped minds its vacancies.
CREATE OR REPLACE VIEW tasks_of_work WITH (security_invoker = true) AS
WITH sent AS (
    SELECT i.id, i.shortlist_id, i.candidate_id, v.title, v.employer_id, a.kind AS answer, a.meets_at, (e.at AT TIME ZONE 'Asia/Jakarta')::date AS since,
           CASE WHEN a.kind IS NULL THEN '' WHEN a.kind IN ('no_show', 'not_held') THEN ':' || a.id END AS silent,
           (CASE a.kind WHEN 'interview' THEN a.meets_at ELSE coalesce(a.recorded_at, e.at) END AT TIME ZONE 'Asia/Jakarta')::date AS waits
    FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
    JOIN vacancies v ON v.id = i.vacancy_id
    CROSS JOIN LATERAL (SELECT max(o.recorded_at) AS at FROM shortlist_events o
                        WHERE o.shortlist_id = s.id AND o.after = 'sent') e
    LEFT JOIN LATERAL (SELECT o.id, o.kind, o.meets_at, o.recorded_at FROM employer_answers o WHERE o.item_id = i.id
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
       s.shortlist_id AS record_id, s.id || s.silent AS part, s.candidate_id, s.title AS about, 1::bigint AS times, s.waits AS since,
       NULL::date AS deadline
FROM sent s WHERE s.silent IS NOT NULL AND verified_company(s.employer_id)
UNION ALL
SELECT 'interview_result', s.shortlist_id, s.id || ':' || s.meets_at, s.candidate_id, s.title, 1,
       (s.meets_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM sent s WHERE s.answer = 'interview' AND s.meets_at < now()
UNION ALL
SELECT 'employer_silent_long', s.shortlist_id, s.id || ':' || s.meets_at, s.candidate_id, s.title, 1, s.waits, NULL
FROM sent s WHERE (SELECT acts_as('release_planner')) AND s.answer = 'interview' AND s.meets_at < now() AND verified_company(s.employer_id)
UNION ALL
SELECT m.kind, m.record_id, m.part, NULL, m.about, m.times, m.since, NULL FROM company_matters() m
UNION ALL
SELECT 'own_vacancy_closes', v.id, v.closes::text, NULL, v.title, f.openings, NULL, v.closes
FROM vacancies v CROSS JOIN LATERAL (SELECT v.openings - v.taken + expired_holds(v.id) + u.kept AS openings
                                   FROM unsent_holds(v.id) u) f
WHERE v.employer_id = (SELECT asking_company()) AND v.status = 'open' AND v.closes >= today_here() AND f.openings > 0
    AND NOT stopped_company(v.employer_id)
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

-- As before (0043), but for that.
CREATE OR REPLACE FUNCTION company_matters() RETURNS TABLE (kind text, record_id uuid, part text, about text, times bigint, since date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.kind, p.vacancy_id, max(p.item)::text, p.title, count(*), min(p.since) FROM (
        SELECT CASE a.kind WHEN 'interview' THEN 'interview_result' ELSE 'proposal_to_answer' END AS kind, v.id AS vacancy_id,
               v.title, i.seq AS item, (coalesce(a.meets_at, a.recorded_at, sent.at) AT TIME ZONE 'Asia/Jakarta')::date AS since
        FROM vacancies v JOIN shortlist_items i ON i.vacancy_id = v.id AND i.removed_at IS NULL
        JOIN shortlists s ON s.id = i.shortlist_id AND s.status IN ('sent', 'answered')
        JOIN candidates c ON c.id = i.candidate_id AND gate_open(c)
        CROSS JOIN LATERAL (SELECT max(e.recorded_at) AS at FROM shortlist_events e
                            WHERE e.shortlist_id = s.id AND e.after = 'sent') sent
        LEFT JOIN LATERAL (SELECT o.kind, o.meets_at, o.recorded_at FROM employer_answers o WHERE o.item_id = i.id
                           ORDER BY o.id DESC LIMIT 1) a ON true
        WHERE v.employer_id = asking_company() AND verified_company(v.employer_id)
            AND (a.kind IS NULL OR a.kind IN ('no_show', 'not_held') OR a.kind = 'interview' AND a.meets_at < now())
            AND NOT says_no(i.id)) p
    GROUP BY p.kind, p.vacancy_id, p.title;
$$;

-- As before (0027), but: nor does a draft of such a company wait, for it or for a planner.
CREATE OR REPLACE FUNCTION publishing_matters() RETURNS TABLE (kind text, record_id uuid, part text, about text, since date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT 'employer_to_verify', e.id, e.version::text, e.name, (e.registered_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM employers e WHERE acts_as('release_planner') AND e.verification = 'unverified' AND e.registered_as = 'employer'
    UNION ALL
    SELECT 'appeal_to_decide', a.employer_id, a.id::text, e.name, (a.asked_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM appeals a JOIN employers e ON e.id = a.employer_id
    WHERE acts_as('release_planner') AND a.granted IS NULL AND NOT EXISTS (
        SELECT FROM state_changes s WHERE s.employer_id = a.employer_id AND s.account = asking_account()
            AND s.seq >= (SELECT o.seq FROM state_changes o WHERE o.id = a.against))
    UNION ALL
    SELECT CASE WHEN back.told THEN 'own_vacancy_returned' ELSE 'vacancy_to_check' END, v.id, v.version::text, v.title,
           (v.recorded_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM vacancies v CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM state_changes s WHERE s.vacancy_id = v.id AND (s.from_state, s.to_state) = ('draft', 'draft')
                           AND s.at >= v.recorded_at) AS told) back
    WHERE NOT stopped_company(v.employer_id) AND v.status = 'draft' AND v.unchecked <> ''
        AND CASE WHEN back.told THEN v.unchecked = 'company' AND v.employer_id = asking_company()
            ELSE v.place IS NULL OR planned_provinces() && ARRAY[left(v.place, 2), ''] END;
$$;
