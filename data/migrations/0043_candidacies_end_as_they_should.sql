-- 1. A correction that leaves nothing standing of what took an opening gives it back; what stood only as an offer stands so
-- again. As before (0034), but for that.
CREATE OR REPLACE FUNCTION record_event(placement uuid, rung text, day date, why text, words text, by_contract text, wage bigint,
        regency text, instead_of bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    work placements;
    added bigint;
    wanted text;
    was_over boolean;
BEGIN
    PERFORM FROM candidates c JOIN placements p ON p.candidate_id = c.id AND p.id = placement
    WHERE in_charge(c.id) FOR NO KEY UPDATE OF c; -- one hire after the other
    SELECT * INTO work FROM placements p WHERE p.id = placement AND in_charge(p.candidate_id) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF work.kind = 'self_employment' AND rung = 'accepted' THEN
        PERFORM refuse('ladder_order');
    ELSIF rung IN ('accepted', 'started') AND instead_of IS NULL AND says_no(work.item_id) THEN
        PERFORM refuse('candidacy_withdrawn');
    END IF;
    was_over := stands_on(work.id, 'ended');
    added := climb(work, rung, day, why, words, by_contract, wage, regency, instead_of);
    IF instead_of IS NOT NULL AND work.item_id IS NOT NULL AND stands_on(work.id, 'offered')
            AND NOT stands_on(work.id, 'started') AND NOT stands_on(work.id, 'ended')
            AND (says_no(work.item_id) OR was_over AND NOT candidacy_lives(work.item_id)) THEN
        PERFORM refuse('candidacy_withdrawn');
    END IF;
    -- An opening that somebody has begun to work in is filled, and stays so when they leave: the employer may raise the
    -- number again. Before that day it is given back.
    wanted := CASE WHEN stands_on(work.id, 'started') THEN 'filled' WHEN stands_on(work.id, 'ended') THEN 'released'
                   WHEN stands_on(work.id, 'accepted') THEN 'filled' WHEN stands_on(work.id, 'offered') THEN 'offered'
                   WHEN instead_of IS NOT NULL THEN 'released' END;
    IF wanted IS NOT NULL AND work.vacancy_id IS NOT NULL THEN
        PERFORM take_opening(work, wanted);
    END IF;
    RETURN added;
END $$;

-- 2. An interview has taken place only where its time has come: what is answered before tells of none. As before (0024).
CREATE OR REPLACE FUNCTION follow_answer(work placements, before employer_answers, answer employer_answers) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF before.kind = 'interview' AND before.meets_at <= now() AND answer.kind IN ('offer', 'hired', 'declined')
            AND NOT stands_on(work.id, 'interviewed') THEN
        PERFORM climb(work, 'interviewed', (before.meets_at AT TIME ZONE 'Asia/Jakarta')::date);
    END IF;
    IF answer.kind IN ('offer', 'hired') AND NOT stands_on(work.id, 'offered') THEN
        PERFORM climb(work, 'offered', today_here());
    END IF;
    IF answer.kind = 'hired' AND NOT stands_on(work.id, 'accepted') THEN
        PERFORM climb(work, 'accepted', today_here());
    END IF;
    IF answer.kind IN ('declined', 'withdrawn') THEN
        PERFORM climb(work, 'ended', today_here(),
                      CASE answer.kind WHEN 'declined' THEN 'declined_by_employer' ELSE 'withdrawn_by_employer' END);
    END IF;
END $$;

-- 3. A list is answered when everybody on it has an answer, or is out of the company's reach; else it is closed with a reason.
CREATE FUNCTION answered_by_answers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM shortlist_items i WHERE i.shortlist_id = NEW.id AND i.removed_at IS NULL AND candidacy_lives(i.id)
                   AND NOT EXISTS (SELECT FROM employer_answers a WHERE a.item_id = i.id)) THEN
        PERFORM refuse('not_all_answered');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered_by_answers BEFORE UPDATE OF status ON shortlists FOR EACH ROW
    WHEN (OLD.status = 'sent' AND NEW.status = 'answered') EXECUTE FUNCTION answered_by_answers();

-- 4. What goes along to another unit: interviews and answers of candidacies that live. As before (0024), but for that.
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
        SELECT 'request', q.id, (q.due_at AT TIME ZONE 'Asia/Jakarta')::date, q.kind FROM subject_requests q
        WHERE q.candidate_id = candidate AND q.state = 'open'
        UNION ALL
        SELECT 'blocker', c.id, NULL, b ->> 0 FROM candidates c, jsonb_array_elements(c.blockers) b
        WHERE c.id = candidate AND b ->> 1 <> 'done') m
    ORDER BY m.due_on NULLS LAST, m.kind, m.record;
$$;

-- A list that is closed ends every ladder of it on which nobody has accepted. As before (0027), but for that.
CREATE OR REPLACE FUNCTION list_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM candidates c JOIN shortlist_items i ON i.candidate_id = c.id
    WHERE i.shortlist_id = NEW.id ORDER BY c.id FOR NO KEY UPDATE OF c;
    PERFORM end_candidacy(i.id, 'candidacy_withdrawn', false) FROM shortlist_items i
    WHERE i.shortlist_id = NEW.id ORDER BY i.vacancy_id, i.id;
    PERFORM climb(p, 'ended', today_here(), 'candidacy_withdrawn') FROM placements p JOIN shortlist_items i ON i.id = p.item_id
    WHERE i.shortlist_id = NEW.id AND NOT EXISTS (
        SELECT FROM placement_ladder l WHERE l.placement_id = p.id AND l.kind IN ('accepted', 'started', 'ended'))
    ORDER BY p.seq;
    RETURN NULL;
END $$;

-- 5. Whoever was not met waits for the company's word again, and a company that does not tell how an interview went is silent
-- too: after fourteen days it is the planner's task. As before (0034), but for that, and:
-- a company's task that a vacancy closes with openings left counts as free what is held for who was never sent to it, as its own
-- openings (0035) do; the difference was how many are held, and a vacancy that was held whole had no task.
CREATE OR REPLACE VIEW tasks_of_work WITH (security_invoker = true) AS
WITH sent AS (
    SELECT i.id, i.shortlist_id, i.candidate_id, v.title, a.kind AS answer, a.meets_at, (e.at AT TIME ZONE 'Asia/Jakarta')::date AS since,
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
FROM sent s WHERE s.silent IS NOT NULL
UNION ALL
SELECT 'interview_result', s.shortlist_id, s.id || ':' || s.meets_at, s.candidate_id, s.title, 1,
       (s.meets_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM sent s WHERE s.answer = 'interview' AND s.meets_at < now()
UNION ALL
SELECT 'employer_silent_long', s.shortlist_id, s.id || ':' || s.meets_at, s.candidate_id, s.title, 1, s.waits, NULL
FROM sent s WHERE (SELECT acts_as('release_planner')) AND s.answer = 'interview' AND s.meets_at < now()
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

-- As before (0027), but for that.
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
        WHERE v.employer_id = asking_company() AND (a.kind IS NULL OR a.kind IN ('no_show', 'not_held') OR a.kind = 'interview' AND a.meets_at < now())
            AND NOT says_no(i.id)) p
    GROUP BY p.kind, p.vacancy_id, p.title;
$$;

-- 6. Who has put somebody first or brought them back waits for somebody else, as approve_shortlist (0034) has it. As before
-- (0025), but for that.
CREATE OR REPLACE VIEW tasks_of_lists WITH (security_invoker = true) AS
WITH stands AS (
    SELECT s.*, e.id AS step, (e.recorded_at AT TIME ZONE 'Asia/Jakarta')::date AS since
    FROM shortlists s CROSS JOIN LATERAL (
        SELECT o.id, o.recorded_at FROM shortlist_events o WHERE o.shortlist_id = s.id AND o.kind = 'step'
        ORDER BY o.id DESC LIMIT 1) e
    WHERE s.status IN ('requested', 'proposed', 'under_review', 'approved'))
SELECT CASE s.status WHEN 'requested' THEN 'list_to_propose' WHEN 'proposed' THEN 'list_to_submit' ELSE 'list_to_be_sent' END AS kind,
       s.id AS record_id, s.step::text AS part, s.candidate_id, '' AS about, 1::bigint AS times, s.since, NULL::date AS deadline
FROM stands s WHERE s.status <> 'under_review' AND s.caseload = ANY ((SELECT own_records())::uuid[])
UNION ALL
SELECT 'list_to_review', s.id, s.step::text, s.candidate_id, '', 1, s.since, NULL
FROM stands s WHERE (SELECT acts_as('release_planner')) AND s.status = 'under_review'
    -- who has proposed it, or has approved what stands, waits for somebody else (approve_shortlist)
    AND NOT EXISTS (SELECT FROM shortlist_events e WHERE e.shortlist_id = s.id AND e.recorded_by = asking_account()
                        AND ((e.before, e.after) IN (('requested', 'proposed'), ('proposed', 'under_review'))
                             OR e.kind = 'approval' AND e.version = s.version))
    AND NOT EXISTS (SELECT FROM shortlist_overrides o JOIN shortlist_items i ON i.id = o.item_id
                    WHERE i.shortlist_id = s.id AND o.recorded_by = asking_account()
                        AND (o.action IN ('add', 'restore') OR o.action = 'move' AND o.to_position = 1))
UNION ALL
SELECT 'candidate_to_be_asked', s.id, i.candidate_id::text, i.candidate_id, '', count(*), min(s.since), NULL
FROM stands s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
WHERE (SELECT acts_as('case_worker')) AND s.status <> 'requested'
    AND NOT EXISTS (SELECT FROM candidate_answers a WHERE a.item_id = i.id)
GROUP BY s.id, i.candidate_id
UNION ALL
SELECT 'list_flagged', i.shortlist_id, i.candidate_id || ':' || max(f.seq), i.candidate_id,
       string_agg(DISTINCT f.code, ' ' ORDER BY f.code), count(*), (max(f.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM shortlist_flags f JOIN shortlist_items i ON i.id = f.item_id AND i.removed_at IS NULL
JOIN shortlists s ON s.id = i.shortlist_id AND s.status <> 'closed'
WHERE (SELECT acts_as('case_worker')) AND f.resolved_at IS NULL
GROUP BY i.shortlist_id, i.candidate_id
UNION ALL
SELECT 'vacancy_closes', s.id, v.id || ':' || v.closes, s.candidate_id, v.title, count(*), NULL, v.closes
FROM stands s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
JOIN vacancies v ON v.id = i.vacancy_id AND v.status = 'open' AND v.closes >= today_here()
WHERE (SELECT acts_as('case_worker'))
GROUP BY s.id, s.candidate_id, v.id, v.closes, v.title;
