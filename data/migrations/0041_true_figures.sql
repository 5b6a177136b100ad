-- Figures that were not true, and small numbers that could be worked out.

-- 1. As before (0024), but for `lasted`: with each work comes how long ago it began, because it is followed until the last check
-- that must have been answered by now, and not until its end (matching/outcomes.py, Stay).
CREATE OR REPLACE FUNCTION employer_facts(employer uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    WITH proposals AS (
        SELECT i.id, sent.at, (SELECT min(a.recorded_at) FROM employer_answers a WHERE a.item_id = i.id) AS answered_at,
               ARRAY(SELECT a.kind FROM employer_answers a WHERE a.item_id = i.id) AS kinds,
               (SELECT array_agg(l.kind) FROM placements p JOIN placement_ladder l ON l.placement_id = p.id
                WHERE p.item_id = i.id) AS rungs
        FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id AND v.employer_id = employer
        CROSS JOIN LATERAL (SELECT max(e.recorded_at) AS at FROM shortlist_events e
                            WHERE e.shortlist_id = i.shortlist_id AND e.after = 'sent') sent
        WHERE i.removed_at IS NULL AND sent.at IS NOT NULL),
    work AS (
        SELECT s.happened_on AS started, e.happened_on AS ended, k.until FROM placements p
        JOIN placement_ladder s ON s.placement_id = p.id AND s.kind = 'started'
        LEFT JOIN placement_ladder e ON e.placement_id = p.id AND e.kind = 'ended'
        CROSS JOIN LATERAL (SELECT max(l.happened_on) AS until FROM placement_ladder l
                            WHERE l.placement_id = p.id AND l.kind <> 'ended') k
        WHERE p.employer_id = employer)
    SELECT jsonb_build_object(
        'waits', coalesce((SELECT jsonb_agg(jsonb_build_array(
                     round(extract(epoch FROM coalesce(answered_at, now()) - at) / 86400, 3), answered_at IS NOT NULL))
                     FROM proposals), '[]'),
        'sent', (SELECT count(*) FROM proposals),
        'met', (SELECT count(*) FROM proposals WHERE 'interviewed' = ANY (rungs) OR 'no_show' = ANY (kinds)),
        'not_held', (SELECT count(*) FROM proposals WHERE 'not_held' = ANY (kinds)
                         AND NOT ('interviewed' = ANY (coalesce(rungs, '{}')) OR 'no_show' = ANY (kinds))),
        'offers', (SELECT count(*) FROM proposals WHERE kinds && '{offer,hired}'),
        'taken_back', (SELECT count(*) FROM proposals WHERE 'withdrawn' = ANY (kinds)),
        'starts', (SELECT count(*) FROM work),
        'lasted', coalesce((SELECT jsonb_agg(jsonb_build_array(coalesce(ended, until) - started, ended IS NOT NULL,
                                                                  today_here() - started)) FROM work), '[]'),
        'complaints_upheld', (SELECT count(*) FROM complaints c WHERE c.employer_id = employer AND c.state = 'upheld'),
        'complaints_open', (SELECT count(*) FROM complaints c WHERE c.employer_id = employer AND c.state = 'open'))
    FROM employers e WHERE e.id = employer AND acts_as('release_planner');
$$;
