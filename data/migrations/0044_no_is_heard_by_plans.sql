-- What somebody has said no to is in no plan, and what is told of an employer has bases that it can answer for.

-- 1. A company's no is kept as long as a person's (said_no, 0035).
CREATE FUNCTION company_said_no(person uuid, vacancy uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT a.kind IN ('declined', 'withdrawn') AND a.recorded_at > now() - interval '180 days'
                     FROM employer_answers a JOIN shortlist_items i ON i.id = a.item_id
                     WHERE i.candidate_id = person AND i.vacancy_id = vacancy ORDER BY a.id DESC LIMIT 1), false);
$$;
COMMENT ON FUNCTION company_said_no(uuid, uuid) IS 'Whether the company''s last word about this pair, in any list, is a no of the last 180 days';

CREATE FUNCTION barred_pairs(people uuid[]) RETURNS TABLE (candidate_id uuid, vacancy_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT p.candidate_id, p.vacancy_id
    FROM (SELECT i.candidate_id, i.vacancy_id, bool_or(s.status <> 'closed' AND i.removed_at IS NOT NULL) AS left_out,
                 bool_or(s.status <> 'closed' AND i.removed_at IS NULL) AS live
          FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id
          WHERE i.candidate_id = ANY (people) GROUP BY i.candidate_id, i.vacancy_id) p
    WHERE p.left_out AND NOT p.live OR said_no(p.candidate_id, p.vacancy_id) OR company_said_no(p.candidate_id, p.vacancy_id)
    UNION
    SELECT h.candidate_id, h.vacancy_id FROM hidden_vacancies h WHERE h.candidate_id = ANY (people);
$$;
COMMENT ON FUNCTION barred_pairs(uuid[]) IS 'For plans: pairs of which what_bars says was_left_out, hidden, said_no or declined_before; which, and not why';
GRANT EXECUTE ON FUNCTION barred_pairs(uuid[]) TO jembatan_worker;

-- As before (0035), but for what is hidden and for a company's no since the plan.
CREATE OR REPLACE FUNCTION what_bars(plan uuid, person candidates, wanted uuid) RETURNS TABLE (outcome text, list uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN before.list IS NOT NULL THEN 'requested_before'
        WHEN NOT gate_open(person) THEN 'gate_closed'
        WHEN EXISTS (SELECT FROM work_at_hand h WHERE h.candidate_id = person.id) THEN 'has_work'
        WHEN same.live THEN 'live_item'
        WHEN same.list IS NOT NULL THEN 'was_left_out'
        WHEN is_hidden(person.id, wanted) THEN 'hidden'
        WHEN said_no(person.id, wanted) THEN 'said_no'
        WHEN company_said_no(person.id, wanted) THEN 'declined_before'
        WHEN v.status <> 'open' OR v.closes < today_here() THEN 'vacancy_closed'
        WHEN NOT verified_company(v.employer_id) THEN 'employer_not_verified'
        WHEN NOT opening_for(v, person.id) THEN 'openings_filled'
        ELSE 'requested' END, coalesce(before.list, same.list)
    FROM vacancies v
    LEFT JOIN LATERAL (SELECT i.shortlist_id AS list FROM shortlist_items i
                       WHERE i.plan_id = plan AND i.candidate_id = person.id ORDER BY i.seq LIMIT 1) before ON true
    LEFT JOIN LATERAL (SELECT i.shortlist_id AS list, i.removed_at IS NULL AS live FROM shortlist_items i
                       JOIN shortlists s ON s.id = i.shortlist_id AND s.status <> 'closed'
                       WHERE i.candidate_id = person.id AND i.vacancy_id = wanted
                       ORDER BY i.removed_at IS NOT NULL, i.seq LIMIT 1) same ON true
    WHERE v.id = wanted;
$$;

-- 2. As before (0024), but: with each work comes how long ago it began, because it is followed until the last check that must have
-- been answered by now, and not until its end (matching/outcomes.py, Stay). A proposal that the person or the staff has ended is followed until then, and is no longer one that
-- the company leaves without an answer, unless it was closed for that; where a gate has closed, since when is not known, and it
-- is not followed at all. An interview whose time came is one that was due, reported or not. Work begins by offers whose day has
-- come: the vacancy's first day, not before the offer nor before the person is expected to be free.
CREATE OR REPLACE FUNCTION employer_facts(employer uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    WITH sent AS (
        SELECT i.id, o.at, a.answered_at, a.offered_on, coalesce(a.kinds, '{}') AS kinds, v.starts, w.expected,
               CASE WHEN closed.reason = 'no_answer' THEN closed.recorded_at END AS silent_until,
               CASE WHEN NOT gate_open(c) THEN o.at ELSE least(i.removed_at, closed.recorded_at, no.recorded_at) END AS over_at,
               coalesce((SELECT array_agg(l.kind) FROM placements p JOIN placement_ladder l ON l.placement_id = p.id
                         WHERE p.item_id = i.id), '{}') AS rungs
        FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id AND v.employer_id = employer
        JOIN shortlists s ON s.id = i.shortlist_id JOIN candidates c ON c.id = i.candidate_id
        LEFT JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
        CROSS JOIN LATERAL (SELECT max(e.recorded_at) AS at FROM shortlist_events e
                            WHERE e.shortlist_id = i.shortlist_id AND e.after = 'sent') o
        CROSS JOIN LATERAL (SELECT min(a.recorded_at) AS answered_at, array_agg(a.kind) AS kinds,
                                   (min(a.recorded_at) FILTER (WHERE a.kind IN ('offer', 'hired')) AT TIME ZONE 'Asia/Jakarta')::date AS offered_on
                            FROM employer_answers a WHERE a.item_id = i.id) a
        LEFT JOIN LATERAL (SELECT e.recorded_at, e.reason FROM shortlist_events e
                           WHERE e.shortlist_id = i.shortlist_id AND e.after = 'closed' AND s.status = 'closed'
                           ORDER BY e.id DESC LIMIT 1) closed ON true
        LEFT JOIN LATERAL (SELECT n.recorded_at FROM candidate_answers n WHERE n.item_id = i.id AND says_no(i.id)
                           ORDER BY n.id DESC LIMIT 1) no ON true
        WHERE o.at IS NOT NULL AND (i.removed_at IS NULL OR i.removed_at > o.at)),
    proposals AS (
        SELECT s.*, s.answered_at IS NOT NULL OR s.over_at IS NULL OR coalesce(s.over_at = s.silent_until, false) AS to_answer,
               'interviewed' = ANY (s.rungs) OR 'no_show' = ANY (s.kinds) AS met,
               'not_held' = ANY (s.kinds) OR EXISTS (
                   SELECT FROM employer_answers m
                   WHERE m.item_id = s.id AND m.kind = 'interview' AND m.meets_at <= now() AND coalesce(s.over_at > m.meets_at, true)
                       AND NOT EXISTS (SELECT FROM employer_answers l -- put off, or called off, in time
                                       WHERE l.item_id = s.id AND l.id > m.id AND l.recorded_at < m.meets_at)) AS due,
               greatest(s.offered_on, s.starts, s.expected) <= today_here() AND s.offered_on IS NOT NULL AS to_start
        FROM sent s),
    work AS (
        SELECT s.happened_on AS started, e.happened_on AS ended, k.until FROM placements p
        JOIN placement_ladder s ON s.placement_id = p.id AND s.kind = 'started'
        LEFT JOIN placement_ladder e ON e.placement_id = p.id AND e.kind = 'ended'
        CROSS JOIN LATERAL (SELECT max(l.happened_on) AS until FROM placement_ladder l
                            WHERE l.placement_id = p.id AND l.kind <> 'ended') k
        WHERE p.employer_id = employer)
    SELECT jsonb_build_object(
        'waits', coalesce((SELECT jsonb_agg(jsonb_build_array(
                     round(extract(epoch FROM coalesce(answered_at, over_at, now()) - at) / 86400, 3), answered_at IS NOT NULL))
                     FROM proposals), '[]'),
        'sent', (SELECT count(*) FROM proposals WHERE to_answer),
        'interviews', (SELECT count(*) FROM proposals WHERE met OR due),
        'met', (SELECT count(*) FROM proposals WHERE met),
        'offers', (SELECT count(*) FROM proposals WHERE offered_on IS NOT NULL),
        'taken_back', (SELECT count(*) FROM proposals WHERE 'withdrawn' = ANY (kinds)),
        'to_start', (SELECT count(*) FROM proposals WHERE to_start),
        'starts', (SELECT count(*) FROM proposals WHERE to_start AND 'started' = ANY (rungs)),
        'lasted', coalesce((SELECT jsonb_agg(jsonb_build_array(coalesce(ended, until) - started, ended IS NOT NULL,
                                                                  today_here() - started)) FROM work), '[]'),
        'complaints_upheld', (SELECT count(*) FROM complaints c WHERE c.employer_id = employer AND c.state = 'upheld'),
        'complaints_open', (SELECT count(*) FROM complaints c WHERE c.employer_id = employer AND c.state = 'open'))
    FROM employers e WHERE e.id = employer AND acts_as('release_planner');
$$;
