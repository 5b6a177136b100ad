-- 1. A person's own file says of which employer an answer, an opening, a piece of work and a complaint are; it gave their
-- codes, which say nothing to the person (UU 27/2022 Art. 5 and 7). As before (0024), but for that.
CREATE OR REPLACE FUNCTION subject_outcomes(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'employer_answers', (SELECT jsonb_agg(to_jsonb(a) - '{unit_id,caseload,version}'::text[]
                                              || jsonb_build_object('vacancy', v.title, 'employer', e.name) ORDER BY a.id)
                             FROM employer_answers a JOIN shortlist_items i ON i.id = a.item_id
                             JOIN vacancies v ON v.id = i.vacancy_id JOIN employers e ON e.id = v.employer_id
                             WHERE a.candidate_id = who),
        'openings', (SELECT jsonb_agg(to_jsonb(h) - '{unit_id,caseload,version}'::text[]
                                      || jsonb_build_object('vacancy', v.title, 'employer', e.name) ORDER BY h.recorded_at)
                     FROM holds h JOIN vacancies v ON v.id = h.vacancy_id JOIN employers e ON e.id = v.employer_id
                     WHERE h.candidate_id = who),
        'placements', (SELECT jsonb_agg(to_jsonb(p) - '{seq,unit_id,caseload,version}'::text[]
                              || jsonb_build_object('vacancy', v.title, 'employer', e.name, 'events',
                              (SELECT jsonb_agg(to_jsonb(s) - '{unit_id,caseload,version}'::text[] ORDER BY s.id)
                               FROM placement_events s WHERE s.placement_id = p.id)) ORDER BY p.seq)
                       FROM placements p LEFT JOIN vacancies v ON v.id = p.vacancy_id
                       LEFT JOIN employers e ON e.id = p.employer_id WHERE p.candidate_id = who),
        'complaints', (SELECT jsonb_agg(to_jsonb(k) - '{seq,unit_id,caseload,version}'::text[]
                                        || jsonb_build_object('employer', e.name) ORDER BY k.seq)
                       FROM complaints k JOIN employers e ON e.id = k.employer_id WHERE k.candidate_id = who))
    WHERE in_charge(who);
$$;

-- 2. What is not done about a person: also a correction that was granted (0059), and any other request that was.
-- As before (0043), but for these.
CREATE OR REPLACE FUNCTION matters_of(candidate uuid) RETURNS TABLE (kind text, record uuid, due_on date, about text) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.kind, m.record, m.due_on, m.about FROM (
        SELECT 'interview' AS kind, a.item_id AS record, (a.meets_at AT TIME ZONE 'Asia/Jakarta')::date AS due_on, v.title AS about
        FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id
        JOIN LATERAL (SELECT * FROM employer_answers e WHERE e.item_id = i.id ORDER BY e.id DESC LIMIT 1) a ON a.kind = 'interview'
        WHERE i.candidate_id = candidate AND candidacy_lives(i.id)
        UNION ALL
        SELECT 'answer', i.id, NULL, v.title FROM shortlist_items i
        JOIN shortlists s ON s.id = i.shortlist_id AND s.status IN ('sent', 'answered') JOIN vacancies v ON v.id = i.vacancy_id
        WHERE i.candidate_id = candidate AND i.removed_at IS NULL
            AND NOT EXISTS (SELECT FROM employer_answers e WHERE e.item_id = i.id)
        UNION ALL
        SELECT CASE l.kind WHEN 'offered' THEN 'offer' ELSE 'start' END, l.placement_id, NULL, coalesce(v.title, '')
        FROM placements p LEFT JOIN vacancies v ON v.id = p.vacancy_id
        JOIN LATERAL (SELECT * FROM placement_ladder r WHERE r.placement_id = p.id ORDER BY r.position DESC LIMIT 1) l
            ON l.kind IN ('offered', 'accepted')
        WHERE p.candidate_id = candidate
        UNION ALL
        SELECT 'check', k.placement_id, k.due_on, k.kind FROM checks k WHERE k.candidate_id = candidate AND k.answer IS NULL
        UNION ALL
        SELECT CASE WHEN q.state = 'approved' AND q.kind = 'correction' THEN 'correction' ELSE 'request' END, q.id,
               (q.due_at AT TIME ZONE 'Asia/Jakarta')::date, q.kind FROM subject_requests q
        WHERE q.candidate_id = candidate AND q.state IN ('open', 'approved')
        UNION ALL
        SELECT 'blocker', c.id, NULL, b ->> 0 FROM candidates c, jsonb_array_elements(c.blockers) b
        WHERE c.id = candidate AND b ->> 1 <> 'done') m
    ORDER BY m.due_on NULLS LAST, m.kind, m.record;
$$;
