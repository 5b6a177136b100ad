-- What employers are told of people, closed further: no place of a facility, nobody who has found work or has said no, no
-- count of what was held before a list was sent, and one answer for every candidacy that is over.

-- 1. One answer to a company for every candidacy that was sent to it and is over: left out, gate closed, a no. Work that has
-- begun is not over by a no. What was never sent is not there, in a list that was closed before that either.
CREATE FUNCTION was_sent(list shortlists) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT list.status IN ('sent', 'answered')
           OR EXISTS (SELECT FROM shortlist_events e WHERE e.shortlist_id = list.id AND e.after = 'sent');
$$;
CREATE FUNCTION is_over_for_company(item uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id JOIN vacancies v ON v.id = i.vacancy_id
        JOIN candidates c ON c.id = i.candidate_id
        WHERE i.id = item AND v.employer_id = asking_company() AND verified_company(v.employer_id) AND was_sent(s)
            AND NOT EXISTS (SELECT FROM shortlist_events e WHERE e.shortlist_id = s.id AND e.after = 'sent'
                            HAVING min(e.recorded_at) > i.removed_at)
            AND (i.removed_at IS NOT NULL OR NOT gate_open(c)
                 OR says_no(i.id) AND NOT EXISTS (SELECT FROM placements p WHERE p.item_id = i.id AND stands_on(p.id, 'started'))));
$$;
COMMENT ON FUNCTION is_over_for_company(uuid) IS 'Of the company that asks: it was sent this item, and is told no more of it than that';
GRANT EXECUTE ON FUNCTION is_over_for_company(uuid) TO jembatan_app;

-- As before (0024), but for lists that were closed without having been sent.
CREATE OR REPLACE FUNCTION answers_for(item uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN v.employer_id = asking_company() AND s.status IN ('sent', 'answered', 'closed') AND was_sent(s) AND gate_open(c)
            AND verified_company(v.employer_id) THEN 'employer'
        WHEN in_charge(c.id) THEN 'case_worker'
        WHEN c.unit_id = ANY (planned_units()) THEN 'release_planner' END
    FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id JOIN vacancies v ON v.id = i.vacancy_id
    JOIN candidates c ON c.id = i.candidate_id WHERE i.id = item AND i.removed_at IS NULL;
$$;

-- As before (0024), but for that; and nothing is answered while the person's gate is closed or the person does not want it,
-- an interview lies ahead, and nobody has missed one that has not been.
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
    ELSIF answer = 'interview' AND ((meeting AT TIME ZONE 'Asia/Jakarta')::date < today_here()
                                    OR meeting > now() + interval '180 days') THEN
        PERFORM refuse('interview_ahead');
    ELSIF answer = 'no_show' AND before.meets_at > now() THEN
        PERFORM refuse('interview_has_been');
    END IF;
    INSERT INTO employer_answers (item_id, candidate_id, kind, meets_at, how, place, reason, note, on_behalf, unit_id, caseload)
    VALUES (item, pair.candidate_id, answer, meeting, way, meeting_place, why, words, party <> 'employer',
            pair.unit_id, pair.caseload) RETURNING * INTO added;
    SELECT * INTO work FROM placements p WHERE p.item_id = item;
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

-- Where somebody is met is told to the company as it has written it down itself. What the staff have written for it may
-- name the facility: it is told to whom the person has disclosed something, or where it says nothing of one.
CREATE OR REPLACE FUNCTION answers_of(item uuid) RETURNS TABLE (
    id bigint, kind text, meets_at timestamptz, how text, place text, reason text, note text, on_behalf boolean,
    recorded_at timestamptz, candidate_id uuid
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id, a.kind, a.meets_at, a.how,
           CASE WHEN NOT w.told OR disclosed_fields(a.candidate_id, asking_company()) <> '{}' THEN a.place
                WHEN a.how <> 'in_facility' AND a.place !~* masking_pattern() THEN a.place ELSE '' END,
           a.reason, CASE WHEN w.told THEN '' ELSE a.note END, a.on_behalf, a.recorded_at, a.candidate_id
    FROM employer_answers a CROSS JOIN LATERAL (SELECT a.on_behalf AND answers_for(item) = 'employer' AS told) w
    WHERE a.item_id = item AND answers_for(item) IS NOT NULL ORDER BY a.id;
$$;

-- 2. Whoever has found work is looked for no longer. Of these people, those whom a company may still be shown as somebody
-- to look for; who was sent to it stays in its proposals.
CREATE FUNCTION looking_for_work(vacancy uuid, people uuid[]) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT ARRAY(SELECT p.id FROM unnest(people) AS p (id)
                 WHERE NOT EXISTS (SELECT FROM work_at_hand h WHERE h.candidate_id = p.id))
    FROM vacancies v WHERE v.id = vacancy AND v.employer_id = asking_company();
$$;
COMMENT ON FUNCTION looking_for_work(uuid, uuid[]) IS 'Null where the vacancy is not one''s own';
GRANT EXECUTE ON FUNCTION looking_for_work(uuid, uuid[]) TO jembatan_app;

-- 3. A no is heard: the company is not shown the person for this vacancy any more, and no plan asks for the same again.
-- A list that a case worker makes all the same carries a flag.
CREATE FUNCTION said_no(person uuid, vacancy uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT NOT a.interested AND a.recorded_at > now() - interval '180 days'
                     FROM candidate_answers a JOIN shortlist_items i ON i.id = a.item_id
                     WHERE i.candidate_id = person AND i.vacancy_id = vacancy ORDER BY a.id DESC LIMIT 1), false);
$$;
COMMENT ON FUNCTION said_no(uuid, uuid) IS 'Whether the last word about this pair, in any list, is a no of the last 180 days';

-- As before (0021), but for what still waits for the company (0027) and for who has said no.
CREATE OR REPLACE FUNCTION cards_for(vacancy uuid, people uuid[], today date) RETURNS TABLE (
    candidate_id uuid, code text, province text, available_from date, months_of_work bigint, certificates jsonb,
    name text, phone text, district text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, card_code(c.id, v.employer_id), left(c.home, 2), date_trunc('month', greatest(w.expected, today))::date,
           (SELECT coalesce(sum((job ->> 'months')::integer), 0) FROM jsonb_array_elements(c.experience) job),
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'id', t.id, 'title', masked_title(t.title, p.words), 'scheme', masked_title(t.scheme, p.words),
                       'units', t.units, 'kkni_level', t.kkni_level, 'issuer', coalesce(masked_issuer(t.issuer, p.words), ''),
                       'verification', t.verification) ORDER BY t.position, t.id), '[]')
            FROM certificates t WHERE t.candidate_id = c.id AND t.verification <> 'rejected'),
           CASE WHEN 'name' = ANY (d.fields) THEN i.name END, CASE WHEN 'phone' = ANY (d.fields) THEN i.phone END,
           CASE WHEN 'district' = ANY (d.fields) THEN i.district END
    FROM vacancies v
    CROSS JOIN (SELECT masking_pattern() AS words) p
    JOIN candidates c ON c.id = ANY (people) AND gate_open(c)
    JOIN candidate_identities i ON i.candidate_id = c.id
    LEFT JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
    CROSS JOIN LATERAL (SELECT disclosed_fields(c.id, v.employer_id) AS fields) d
    WHERE v.id = vacancy AND v.employer_id = asking_company()
        AND (v.status = 'open' AND NOT said_no(c.id, v.id)
             OR v.status IN ('open', 'closed', 'draft') AND awaits_company(v.id, c.id))
        AND verified_company(v.employer_id);
$$;

CREATE OR REPLACE FUNCTION proposals_to(vacancy uuid) RETURNS TABLE (item_id uuid, candidate_id uuid, last_answer text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, i.candidate_id, (SELECT a.kind FROM employer_answers a WHERE a.item_id = i.id ORDER BY a.id DESC LIMIT 1)
    FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id JOIN vacancies v ON v.id = i.vacancy_id
    WHERE v.id = vacancy AND v.employer_id = asking_company() AND s.status IN ('sent', 'answered')
        AND answers_for(i.id) IS NOT NULL AND NOT is_over_for_company(i.id)
    ORDER BY i.shortlist_id, i.position, i.seq;
$$;

-- As before (0028), but for a no, and for openings by their one arithmetic (0034).
CREATE OR REPLACE FUNCTION what_bars(plan uuid, person candidates, wanted uuid) RETURNS TABLE (outcome text, list uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN before.list IS NOT NULL THEN 'requested_before'
        WHEN NOT gate_open(person) THEN 'gate_closed'
        WHEN EXISTS (SELECT FROM work_at_hand h WHERE h.candidate_id = person.id) THEN 'has_work'
        WHEN same.live THEN 'live_item'
        WHEN same.list IS NOT NULL THEN 'was_left_out'
        WHEN said_no(person.id, wanted) THEN 'said_no'
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

CREATE FUNCTION flag_no_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO shortlist_flags (item_id, candidate_id, kind, code, unit_id, caseload)
    SELECT NEW.id, NEW.candidate_id, 'rule', 'said_no_before', NEW.unit_id, NEW.caseload
    WHERE said_no(NEW.candidate_id, NEW.vacancy_id);
    RETURN NULL;
END $$;
CREATE TRIGGER flag_no_before AFTER INSERT ON shortlist_items FOR EACH ROW EXECUTE FUNCTION flag_no_before();

-- 4. What is held of openings before a list is sent is the staff's affair: to a company it counts as free.
CREATE FUNCTION unsent_holds(vacancy uuid) RETURNS TABLE (kept integer, over integer, released integer) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(sum(h.openings) FILTER (WHERE h.released_at IS NULL AND h.expires_at > now()), 0)::integer,
           coalesce(sum(h.openings) FILTER (WHERE h.released_at IS NULL AND h.expires_at <= now()), 0)::integer,
           coalesce(sum(h.openings) FILTER (WHERE h.released_at IS NOT NULL), 0)::integer
    FROM holds h LEFT JOIN shortlist_items i ON i.id = h.item_id LEFT JOIN shortlists s ON s.id = i.shortlist_id
    WHERE acts_as('employer') AND h.vacancy_id = vacancy AND h.state = 'held' AND (s.id IS NULL OR NOT was_sent(s));
$$;
COMMENT ON FUNCTION unsent_holds(uuid) IS 'Openings held for who was never sent to the company: still, over, and given back. For the staff none are set apart';
GRANT EXECUTE ON FUNCTION unsent_holds(uuid) TO jembatan_app, jembatan_worker;
GRANT EXECUTE ON FUNCTION acts_as(text[]) TO jembatan_worker; -- of whom it says no

-- As before (0008), but for that.
CREATE OR REPLACE VIEW vacancy_facts WITH (security_invoker = true) AS
SELECT v.id, v.employer_id, v.title, v.place, e.verification AS employer_verification, e.sector, v.description,
       v.occupation, v.setting, v.months_left_asked, v.openings,
       v.taken - CASE WHEN (SELECT acts_as('employer')) THEN (SELECT u.kept + u.over FROM unsent_holds(v.id) u) ELSE 0 END AS held,
       v.contract, v.wage_lower_idr,
       v.wage_upper_idr, v.wage_unit, v.wage_monthly_lower_idr, v.wage_monthly_upper_idr, v.shifts, v.hours_per_week,
       v.lodging, v.starts, v.closes,
       v.required_education, v.required_experience_months, v.required_certificates, v.required_units,
       v.required_licences, v.required_languages,
       v.preferred_education, v.preferred_experience_months, v.preferred_certificates, v.preferred_units,
       v.preferred_licences, v.preferred_languages,
       v.licences_by_law, v.understood, v.understood_confidence, v.demands, v.fields, v.police_record_letter,
       v.placement_elsewhere, v.status, v.seq, v.text_version, v.from_text
FROM vacancies v JOIN employers e ON e.id = v.employer_id;

-- 5. Who takes part no longer is near no release, at once and not at the next look.
CREATE FUNCTION gate_ends_horizon() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM horizon_entries h WHERE h.candidate_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER gate_ends_horizon AFTER UPDATE ON candidates FOR EACH ROW
    WHEN ((OLD.consented AND NOT OLD.objected AND NOT OLD.restricted)
          AND NOT (NEW.consented AND NOT NEW.objected AND NOT NEW.restricted))
    EXECUTE FUNCTION gate_ends_horizon();
