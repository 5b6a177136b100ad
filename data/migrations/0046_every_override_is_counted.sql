-- What people do to the machine's order is counted whole, and a no that was taken back is no no.

-- 1. As before (0023), but: hiding a vacancy for a person, and showing it again, too. Only the own case worker does so.
CREATE OR REPLACE FUNCTION override_counts(since timestamptz, until timestamptz) RETURNS TABLE (
    account_id uuid, account text, role text, employer_id uuid, employer text, action text, reason text, times bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.by, a.name, o.role, e.id, e.name, o.action, o.reason, count(*)
    FROM (
        SELECT p.recorded_by AS by, p.role, i.vacancy_id, p.action, p.reason, p.recorded_at, p.unit_id
        FROM shortlist_overrides p JOIN shortlist_items i ON i.id = p.item_id
        UNION ALL
        SELECT h.recorded_by, 'case_worker', h.vacancy_id, CASE WHEN h.hidden THEN 'hide' ELSE 'show' END, h.reason, h.recorded_at, h.unit_id
        FROM vacancy_hidings h) o
    JOIN vacancies v ON v.id = o.vacancy_id JOIN employers e ON e.id = v.employer_id LEFT JOIN accounts a ON a.id = o.by
    WHERE o.unit_id = ANY (planned_units()) AND o.recorded_at >= since AND o.recorded_at < until
    GROUP BY o.by, a.name, o.role, e.id, e.name, o.action, o.reason
    ORDER BY count(*) DESC, a.name, e.name, o.action, o.reason;
$$;

-- 2. Whom a company invites: by its first answer that it has not taken back. A no that was followed by an interview or an offer by
-- then was a mistake; what a report of before has counted as a no is a yes in the month in which it was taken back.
CREATE FUNCTION first_said_by(item uuid, until timestamptz) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT a.kind <> 'declined' FROM employer_answers a
    WHERE a.item_id = item AND a.recorded_at < until AND NOT (a.kind = 'declined' AND EXISTS (
        SELECT FROM employer_answers l WHERE l.item_id = item AND l.id > a.id AND l.recorded_at < until))
    ORDER BY a.id LIMIT 1;
$$;
COMMENT ON FUNCTION first_said_by(uuid, timestamptz) IS 'Whether the first answer that stands is none but a no; null: there is none yet. Nobody may call it';

-- As before (0041), but for that.
CREATE OR REPLACE FUNCTION fairness_of_month(since timestamptz, until timestamptz)
    RETURNS TABLE (matter text, employer text, sex text, age text, region text, facility text, disability text,
                   minority_language text, selected boolean, places integer[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.matter, f.employer, g.*, f.selected, f.places FROM (
        SELECT 'listed' AS matter, '' AS employer, c.id AS person, l.person IS NOT NULL AS selected, coalesce(l.places, '{}') AS places
        FROM candidates c LEFT JOIN (
            SELECT i.candidate_id AS person, coalesce(array_agg(p.place) FILTER (WHERE s.kind = 'candidates'), '{}') AS places
            FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id
            CROSS JOIN LATERAL (SELECT count(*)::integer AS place FROM shortlist_items o WHERE o.shortlist_id = i.shortlist_id
                                    AND o.removed_at IS NULL AND (o.position, o.seq) <= (i.position, i.seq)) p
            WHERE i.removed_at IS NULL AND i.recorded_at >= since AND i.recorded_at < until GROUP BY i.candidate_id) l ON l.person = c.id
        WHERE gate_open(c)
        UNION ALL
        SELECT m.matter, '', i.candidate_id, m.selected, '{}'
        FROM shortlist_items i JOIN (
            SELECT e.shortlist_id, min(e.recorded_at) AS at FROM shortlist_events e
            WHERE e.kind = 'step' AND e.after IN ('sent', 'closed') GROUP BY e.shortlist_id) decided ON decided.shortlist_id = i.shortlist_id
        CROSS JOIN LATERAL (
            SELECT coalesce(bool_or(o.action = 'remove'), false) AS removed,
                   coalesce(bool_or(o.action = 'move' AND o.to_position > o.from_position), false) AS down,
                   coalesce(bool_or(o.action = 'move' AND o.to_position < o.from_position), false) AS up
            FROM shortlist_overrides o WHERE o.item_id = i.id) o
        CROSS JOIN LATERAL (VALUES ('kept', NOT (o.removed OR o.down)), ('removed', o.removed), ('moved_down', o.down AND NOT o.removed),
                                   ('moved_up', o.up)) AS m (matter, selected)
        WHERE i.origin IN ('ranking', 'plan') AND decided.at >= since AND decided.at < until
        UNION ALL
        SELECT m.matter, '', c.id, m.selected, '{}' FROM candidates c
        CROSS JOIN LATERAL (VALUES
            ('added', c.id IN (SELECT o.candidate_id FROM shortlist_overrides o
                               WHERE o.action = 'add' AND o.recorded_at >= since AND o.recorded_at < until)),
            ('hidden', c.id IN (SELECT h.candidate_id FROM vacancy_hidings h
                                WHERE h.hidden AND h.recorded_at >= since AND h.recorded_at < until))) AS m (matter, selected)
        WHERE gate_open(c)
        UNION ALL
        SELECT m.matter, e.name || ' (' || left(e.id::text, 8) || ')', i.candidate_id, m.yes, '{}'
        FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id JOIN employers e ON e.id = v.employer_id
        JOIN LATERAL (
            SELECT 'invited' AS matter, n.yes FROM (VALUES (first_said_by(i.id, since), first_said_by(i.id, until))) n (before, yes)
            WHERE n.yes IS DISTINCT FROM n.before
            UNION ALL
            SELECT 'answered', n.yes FROM (VALUES (said_by(i.id, since), said_by(i.id, until))) n (before, yes)
            WHERE n.yes IS DISTINCT FROM n.before) m ON true) f
    CROSS JOIN LATERAL groups_of(f.person, (until AT TIME ZONE 'Asia/Jakarta')::date - 1) g ORDER BY random();
$$;

-- 3. As before (0045), but once: a second no of the same item is no slip, and stands.
CREATE OR REPLACE FUNCTION record_answer(item uuid, answer text, meeting timestamptz, way text, meeting_place text, why text,
        words text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    party text := answers_for(item);
    pair shortlist_items;
    list shortlists;
    person candidates;
    step answer_steps;
    before employer_answers;
    added employer_answers;
    work placements;
BEGIN
    IF is_over_for_company(item) THEN
        PERFORM refuse('candidacy_withdrawn');
    ELSIF party IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT s.* INTO list FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id WHERE i.id = item FOR UPDATE OF s;
    SELECT * INTO pair FROM shortlist_items WHERE id = item FOR UPDATE;
    SELECT * INTO person FROM candidates c WHERE c.id = pair.candidate_id FOR NO KEY UPDATE; -- one hire after the other
    IF is_over_for_company(item) THEN -- while this waited
        PERFORM refuse('candidacy_withdrawn');
    ELSIF pair.removed_at IS NOT NULL OR person.id IS NULL THEN
        RETURN NULL;
    END IF;
    IF list.status NOT IN ('sent', 'answered') THEN
        PERFORM refuse(CASE party WHEN 'employer' THEN 'candidacy_withdrawn' ELSE 'answer_to_a_sent_list' END);
    ELSIF NOT gate_open(person) THEN
        PERFORM refuse('answer_gate_closed');
    END IF;
    SELECT * INTO before FROM employer_answers WHERE item_id = item ORDER BY id DESC LIMIT 1;
    SELECT * INTO step FROM answer_steps s WHERE s.before = coalesce(before.kind, '') AND s.after = answer;
    IF NOT FOUND THEN
        PERFORM refuse('answer_order');
    ELSIF answer IN ('interview', 'offer', 'hired') AND says_no(item) THEN
        PERFORM refuse('candidacy_withdrawn');
    ELSIF before.kind = 'declined' AND (before.recorded_at <= now() - interval '14 days' OR EXISTS (
            SELECT FROM employer_answers a WHERE a.item_id = item AND a.kind = 'declined' AND a.id < before.id) OR NOT EXISTS (
            SELECT FROM vacancies v WHERE v.id = pair.vacancy_id AND v.status = 'open' AND coalesce(v.closes >= today_here(), true))) THEN
        PERFORM refuse('declined_stands');
    ELSIF answer = 'interview' AND ((meeting AT TIME ZONE 'Asia/Jakarta')::date < today_here()
                                    OR meeting > now() + interval '180 days') THEN
        PERFORM refuse('interview_ahead');
    ELSIF answer IN ('no_show', 'not_held') AND before.meets_at > now() THEN
        PERFORM refuse('interview_has_been');
    END IF;
    INSERT INTO employer_answers (item_id, candidate_id, kind, meets_at, how, place, reason, note, on_behalf, unit_id, caseload)
    VALUES (item, pair.candidate_id, answer, meeting, way, meeting_place, why, words, party <> 'employer',
            pair.unit_id, pair.caseload) RETURNING * INTO added;
    SELECT * INTO work FROM placements p WHERE p.item_id = item;
    IF before.kind = 'declined' THEN -- this end alone is taken back, none that somebody else has made
        PERFORM climb(work, 'void', today_here(), instead_of => l.id) FROM placement_ladder l
        WHERE l.placement_id = work.id AND l.kind = 'ended' AND l.reason = 'declined_by_employer';
    END IF;
    IF stands_on(work.id, 'started') AND (answer = 'withdrawn' OR stands_on(work.id, 'ended')) THEN
        PERFORM refuse('ladder_order'); -- work that has begun ends on the ladder alone
    ELSIF stands_on(work.id, 'ended') THEN
        PERFORM refuse('candidacy_withdrawn');
    END IF;
    IF work.id IS NULL AND answer <> 'declined' THEN
        INSERT INTO placements (id, candidate_id, item_id, vacancy_id, employer_id, kind, unit_id, caseload)
        SELECT gen_random_uuid(), pair.candidate_id, item, v.id, v.employer_id, 'job', pair.unit_id, pair.caseload
        FROM vacancies v WHERE v.id = pair.vacancy_id RETURNING * INTO work;
        PERFORM climb(work, 'proposed', coalesce((SELECT (max(e.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date
                          FROM shortlist_events e WHERE e.shortlist_id = list.id AND e.after = 'sent'), today_here()));
    END IF;
    IF work.id IS NOT NULL THEN
        PERFORM follow_answer(work, before, added);
    ELSE -- a hold for somebody who was declined at once is given back all the same
        work.vacancy_id := pair.vacancy_id; work.candidate_id := pair.candidate_id; work.item_id := item;
    END IF;
    IF step.opening <> '' THEN
        PERFORM take_opening(work, step.opening);
    END IF;
    IF list.status = 'sent' AND NOT EXISTS (
            SELECT FROM shortlist_items i WHERE i.shortlist_id = list.id AND i.removed_at IS NULL
                AND NOT EXISTS (SELECT FROM employer_answers a WHERE a.item_id = i.id)) THEN
        PERFORM take_step(list.id, 'answered', '', '');
    END IF;
    RETURN added.id;
END $$;
