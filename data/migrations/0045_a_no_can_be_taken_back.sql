-- A company's no by mistake was for ever. For fourteen days, while the vacancy is open and the candidacy lives, an interview or
-- an offer may follow it.
INSERT INTO answer_steps (before, after, opening) VALUES ('declined', 'interview', ''), ('declined', 'offer', 'offered');

-- As before (0035), but for that: the end that the no has made on the ladder has not happened. Nor can it be said before its
-- time that an interview was not held.
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
    ELSIF before.kind = 'declined' AND (before.recorded_at <= now() - interval '14 days' OR NOT EXISTS (
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

-- As before (0027), but by the last word: what was taken back is not over.
CREATE OR REPLACE FUNCTION awaits_company(vacancy uuid, candidate uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id AND s.status IN ('sent', 'answered')
        WHERE i.vacancy_id = vacancy AND i.candidate_id = candidate AND i.removed_at IS NULL AND NOT says_no(i.id)
            AND coalesce((SELECT a.kind NOT IN ('declined', 'withdrawn') FROM employer_answers a WHERE a.item_id = i.id
                          ORDER BY a.id DESC LIMIT 1), true)
            AND NOT EXISTS (SELECT FROM placements p JOIN placement_ladder l ON l.placement_id = p.id
                            WHERE p.item_id = i.id AND l.kind IN ('started', 'ended')));
$$;
