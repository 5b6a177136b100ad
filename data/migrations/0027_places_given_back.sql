-- Openings come back when what they were kept for is over, and nobody is promised twice. A hold ends by itself; what is
-- held or offered goes back when the item is left out, the list closed, the person's gate closed, or the person says no.

-- 1. A hold lasts until a day.
ALTER TABLE holds ADD COLUMN expires_at timestamptz NOT NULL DEFAULT now() + interval '14 days';
CREATE INDEX holds_to_expire ON holds (expires_at) WHERE released_at IS NULL AND state = 'held';
COMMENT ON COLUMN holds.expires_at IS 'Of what is `held` alone: from then on it counts as free, and the program gives it back';

CREATE FUNCTION give_back_expired(of_vacancy uuid DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    given_back bigint;
BEGIN
    PERFORM FROM vacancies v WHERE v.id IN (
        SELECT h.vacancy_id FROM holds h WHERE h.released_at IS NULL AND h.state = 'held' AND h.expires_at <= now()
            AND (of_vacancy IS NULL OR h.vacancy_id = of_vacancy)) ORDER BY v.id FOR NO KEY UPDATE;
    UPDATE holds h SET released_at = now() WHERE h.released_at IS NULL AND h.state = 'held' AND h.expires_at <= now()
        AND (of_vacancy IS NULL OR h.vacancy_id = of_vacancy);
    GET DIAGNOSTICS given_back = ROW_COUNT;
    RETURN given_back;
END $$;
COMMENT ON FUNCTION give_back_expired(uuid) IS 'Holds that are over, of one vacancy or of all; how many';

CREATE FUNCTION expired_holds(vacancy uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(sum(h.openings), 0)::integer FROM holds h
    WHERE h.vacancy_id = vacancy AND h.released_at IS NULL AND h.state = 'held' AND h.expires_at <= now();
$$;
COMMENT ON FUNCTION expired_holds(uuid) IS 'Openings that are counted as held still, and are free';

-- 2. A candidacy: whether it may be promised something, and its end.
CREATE FUNCTION says_no(item uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT NOT a.interested FROM candidate_answers a WHERE a.item_id = item ORDER BY a.id DESC LIMIT 1), false);
$$;
CREATE FUNCTION candidacy_lives(item uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id
                   JOIN candidates c ON c.id = i.candidate_id
                   WHERE i.id = item AND i.removed_at IS NULL AND s.status NOT IN ('requested', 'closed')
                       AND gate_open(c) AND NOT says_no(i.id));
$$;

-- Once the person, or whoever answers for the list, has ended it. What they have begun to work in ends on the ladder alone,
-- and so does what has been accepted, unless it is the person who says no (`accepted_too`).
CREATE FUNCTION end_candidacy(item uuid, why text, accepted_too boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    work placements;
    ending CONSTANT text[] := CASE WHEN accepted_too THEN '{held,offered,filled}' ELSE '{held,offered}' END;
BEGIN
    SELECT * INTO work FROM placements p WHERE p.item_id = item FOR UPDATE;
    IF stands_on(work.id, 'started') THEN
        RETURN;
    END IF;
    IF stands_on(work.id, 'offered') AND NOT stands_on(work.id, 'ended')
            AND (accepted_too OR NOT stands_on(work.id, 'accepted')) THEN
        PERFORM climb(work, 'ended', today_here(), why);
    END IF;
    PERFORM FROM vacancies v JOIN holds h ON h.vacancy_id = v.id WHERE h.item_id = item FOR NO KEY UPDATE OF v;
    UPDATE holds h SET released_at = now() WHERE h.item_id = item AND h.released_at IS NULL AND h.state = ANY (ending);
END $$;

CREATE FUNCTION item_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM candidates c WHERE c.id = NEW.candidate_id FOR NO KEY UPDATE;
    PERFORM end_candidacy(NEW.id, 'candidacy_withdrawn', false);
    RETURN NULL;
END $$;
CREATE TRIGGER item_ends AFTER UPDATE OF removed_at ON shortlist_items FOR EACH ROW
    WHEN (OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL) EXECUTE FUNCTION item_ends();

CREATE FUNCTION list_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM candidates c JOIN shortlist_items i ON i.candidate_id = c.id
    WHERE i.shortlist_id = NEW.id ORDER BY c.id FOR NO KEY UPDATE OF c;
    PERFORM end_candidacy(i.id, 'candidacy_withdrawn', false) FROM shortlist_items i
    WHERE i.shortlist_id = NEW.id ORDER BY i.vacancy_id, i.id;
    RETURN NULL;
END $$;
CREATE TRIGGER list_ends AFTER UPDATE OF status ON shortlists FOR EACH ROW
    WHEN (OLD.status <> 'closed' AND NEW.status = 'closed') EXECUTE FUNCTION list_ends();

-- Consent withdrawn, objection, restriction: which, nobody is told.
CREATE FUNCTION gate_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM end_candidacy(h.item_id, 'candidacy_withdrawn', false) FROM holds h
    WHERE h.candidate_id = NEW.id AND h.item_id IS NOT NULL AND h.released_at IS NULL ORDER BY h.vacancy_id, h.id;
    UPDATE holds h SET released_at = now()
    WHERE h.candidate_id = NEW.id AND h.item_id IS NULL AND h.released_at IS NULL AND h.state <> 'filled';
    RETURN NULL;
END $$;
CREATE TRIGGER gate_ends AFTER UPDATE ON candidates FOR EACH ROW
    WHEN ((OLD.consented AND NOT OLD.objected AND NOT OLD.restricted)
          AND NOT (NEW.consented AND NOT NEW.objected AND NOT NEW.restricted))
    EXECUTE FUNCTION gate_ends();

CREATE FUNCTION person_says_no() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM candidates c WHERE c.id = NEW.candidate_id FOR NO KEY UPDATE;
    PERFORM end_candidacy(NEW.item_id, 'declined_by_person', true);
    RETURN NULL;
END $$;
CREATE TRIGGER person_says_no AFTER INSERT ON candidate_answers FOR EACH ROW
    WHEN (NOT NEW.interested) EXECUTE FUNCTION person_says_no();

-- An item that goes (with a list that is old enough, or where two records become one) keeps no opening either.
CREATE FUNCTION item_goes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE holds h SET released_at = now() WHERE h.item_id = OLD.id AND h.released_at IS NULL AND h.state <> 'filled';
    RETURN OLD;
END $$;
CREATE TRIGGER item_goes BEFORE DELETE ON shortlist_items FOR EACH ROW EXECUTE FUNCTION item_goes();

-- Who has been erased leaves no name. The place that they filled is filled; what was kept for them is given back.
CREATE OR REPLACE FUNCTION leave_counts_behind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE holds SET candidate_id = NULL, item_id = NULL, released_at = CASE WHEN state <> 'filled' THEN now() END
    WHERE candidate_id = OLD.id AND released_at IS NULL;
    UPDATE complaints SET note = '' WHERE candidate_id = OLD.id;
    RETURN OLD;
END $$;

-- What is kept already for something that is over. Its ladder is left to the case worker.
UPDATE holds h SET released_at = now()
WHERE h.released_at IS NULL AND h.item_id IS NOT NULL AND h.state <> 'filled' AND NOT candidacy_lives(h.item_id);

-- 3. Hold an opening for the person of an item for so many days, before anybody has answered; and give it back.
DROP FUNCTION hold_opening(uuid, boolean);
CREATE FUNCTION hold_opening(item uuid, keep boolean, for_days integer) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    work placements;
    list shortlists;
BEGIN
    IF coalesce(answers_for(item), 'employer') = 'employer' THEN
        RETURN false;
    END IF;
    SELECT s.* INTO list FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id WHERE i.id = item FOR SHARE OF s;
    SELECT i.candidate_id, i.id, i.vacancy_id, i.unit_id, i.caseload
    INTO work.candidate_id, work.item_id, work.vacancy_id, work.unit_id, work.caseload
    FROM shortlist_items i WHERE i.id = item FOR UPDATE;
    PERFORM FROM candidates c WHERE c.id = work.candidate_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM holds h WHERE h.vacancy_id = work.vacancy_id AND h.candidate_id = work.candidate_id
                   AND h.released_at IS NULL AND h.state <> 'held') THEN
        PERFORM refuse('opening_is_promised');
    ELSIF keep AND list.status IN ('requested', 'closed') THEN
        PERFORM refuse('hold_in_a_live_list');
    ELSIF keep AND NOT EXISTS (SELECT FROM candidates c WHERE c.id = work.candidate_id AND gate_open(c)) THEN
        PERFORM refuse('answer_gate_closed');
    ELSIF keep AND NOT EXISTS (SELECT FROM vacancies v WHERE v.id = work.vacancy_id AND v.status = 'open'
                                   AND coalesce(v.closes >= today_here(), true) AND verified_company(v.employer_id)) THEN
        PERFORM refuse('hold_of_an_open_vacancy');
    END IF;
    PERFORM take_opening(work, CASE WHEN keep THEN 'held' ELSE 'released' END);
    UPDATE holds h SET expires_at = now() + make_interval(days => for_days)
    WHERE keep AND h.item_id = item AND h.released_at IS NULL;
    RETURN true;
END $$;
COMMENT ON FUNCTION hold_opening(uuid, boolean, integer) IS 'False where there is no such item for the one who asks';

-- 4. What was sent and is not finished stays before the company when its vacancy has closed, or is looked at anew because
-- its words have changed. Suspended, it does not.
CREATE FUNCTION awaits_company(vacancy uuid, candidate uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id AND s.status IN ('sent', 'answered')
        WHERE i.vacancy_id = vacancy AND i.candidate_id = candidate AND i.removed_at IS NULL AND NOT says_no(i.id)
            AND NOT EXISTS (SELECT FROM employer_answers a WHERE a.item_id = i.id AND a.kind IN ('declined', 'withdrawn'))
            AND NOT EXISTS (SELECT FROM placements p JOIN placement_ladder l ON l.placement_id = p.id
                            WHERE p.item_id = i.id AND l.kind IN ('started', 'ended')));
$$;

-- 5. Work that was found without a list is bound to what is published, of a company that is verified, or to nothing here.
ALTER TABLE placements DROP CONSTRAINT placements_kind, DROP CONSTRAINT placements_own_business,
    ADD CONSTRAINT placements_kind CHECK (kind IN ('job', 'self_employment', 'former_employer', 'outside_employer')),
    ADD CONSTRAINT placements_own_business CHECK (kind NOT IN ('self_employment', 'outside_employer')
                                                  OR num_nonnulls(vacancy_id, employer_id) = 0);
CREATE OR REPLACE FUNCTION open_placement(new_id uuid, candidate uuid, of_kind text, vacancy uuid, employer uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    company CONSTANT uuid := coalesce((SELECT v.employer_id FROM vacancies v WHERE v.id = vacancy), employer);
BEGIN
    IF vacancy IS NOT NULL AND NOT EXISTS (
            SELECT FROM vacancies v WHERE v.id = vacancy AND v.status IN ('open', 'closed') AND v.unchecked = '') THEN
        PERFORM refuse('no_such_vacancy');
    ELSIF company IS NOT NULL AND (company <> coalesce(employer, company) OR NOT verified_company(company)) THEN
        PERFORM refuse('no_such_employer');
    ELSIF of_kind = 'job' AND company IS NULL THEN
        PERFORM refuse('placements_job_has_employer');
    END IF;
    INSERT INTO placements (id, candidate_id, vacancy_id, employer_id, kind, unit_id, caseload)
    SELECT new_id, c.id, vacancy, company, of_kind, c.unit_id, c.caseload
    FROM candidates c WHERE c.id = candidate AND in_charge(c.id);
    RETURN FOUND;
END $$;

-- 6. Who has written a complaint down does not decide it.
CREATE FUNCTION complaint_by_another() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF asking_account() = NEW.recorded_by THEN
        PERFORM refuse('complaint_by_another');
    END IF;
    NEW.decided_by := asking_account();
    RETURN NEW;
END $$;
CREATE TRIGGER complaint_by_another BEFORE UPDATE OF state ON complaints FOR EACH ROW
    WHEN (OLD.state = 'open' AND NEW.state <> 'open') EXECUTE FUNCTION complaint_by_another();

-- 7. Tasks follow: a hold that ends soon, and one that has ended by itself; nothing waits for a candidacy that is over.
INSERT INTO task_kinds (kind, roles, ends, due_days, ahead_days) VALUES
    ('hold_ends', '{case_worker}', 'fact', NULL, 3),
    ('hold_given_back', '{case_worker}', 'mark', 3, NULL);

CREATE OR REPLACE FUNCTION company_matters() RETURNS TABLE (kind text, record_id uuid, part text, about text, times bigint, since date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.kind, p.vacancy_id, max(p.item)::text, p.title, count(*), min(p.since) FROM (
        SELECT CASE WHEN a.kind IS NULL THEN 'proposal_to_answer' ELSE 'interview_result' END AS kind, v.id AS vacancy_id,
               v.title, i.seq AS item, (coalesce(a.meets_at, sent.at) AT TIME ZONE 'Asia/Jakarta')::date AS since
        FROM vacancies v JOIN shortlist_items i ON i.vacancy_id = v.id AND i.removed_at IS NULL
        JOIN shortlists s ON s.id = i.shortlist_id AND s.status IN ('sent', 'answered')
        JOIN candidates c ON c.id = i.candidate_id AND gate_open(c)
        CROSS JOIN LATERAL (SELECT max(e.recorded_at) AS at FROM shortlist_events e
                            WHERE e.shortlist_id = s.id AND e.after = 'sent') sent
        LEFT JOIN LATERAL (SELECT o.kind, o.meets_at FROM employer_answers o WHERE o.item_id = i.id
                           ORDER BY o.id DESC LIMIT 1) a ON true
        WHERE v.employer_id = asking_company() AND (a.kind IS NULL OR a.kind = 'interview' AND a.meets_at < now())
            AND NOT says_no(i.id)) p
    GROUP BY p.kind, p.vacancy_id, p.title;
$$;

-- What the staff record waits for a planner like what a company writes.
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
    WHERE v.status = 'draft' AND v.unchecked <> ''
        AND CASE WHEN back.told THEN v.unchecked = 'company' AND v.employer_id = asking_company()
            ELSE v.place IS NULL OR planned_provinces() && ARRAY[left(v.place, 2), ''] END;
$$;

-- 8. Which recipes (model and weights) may rank. The first that this database knows is free; every other is compared with
-- one of these first, and where the comparison has alarms a planner answers for it.
ALTER TABLE fairness_comparisons ADD COLUMN alarms integer NOT NULL DEFAULT 0 CONSTRAINT fairness_comparisons_alarms CHECK (alarms >= 0),
    ADD COLUMN signed_by uuid, ADD COLUMN signed_at timestamptz,
    ADD COLUMN reason text NOT NULL DEFAULT '' CONSTRAINT fairness_comparisons_reason_length CHECK (length(reason) <= 500),
    ADD CONSTRAINT fairness_comparisons_signed CHECK (num_nonnulls(signed_by, signed_at) = CASE reason WHEN '' THEN 0 ELSE 2 END);
UPDATE fairness_comparisons SET alarms = coalesce(jsonb_array_length(report #> '{after,alarms}'), 0);
CREATE TABLE recipes (
    name text CONSTRAINT recipes_pkey PRIMARY KEY,
    model text NOT NULL,
    weights jsonb NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE recipes IS 'Models with their weights that have been let in to rank people; of no person';
COMMENT ON COLUMN recipes.weights IS 'To compare with, when the program comes with others';
ALTER TABLE recipes ENABLE ROW LEVEL SECURITY;
ALTER TABLE recipes FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON recipes TO CURRENT_USER USING (true);
CREATE POLICY backup ON recipes FOR SELECT TO jembatan_backup USING (true);
CREATE POLICY worker ON recipes FOR SELECT TO jembatan_worker USING (true);
GRANT SELECT ON recipes TO jembatan_worker;

CREATE FUNCTION admit_recipe(of_name text, of_model text, of_weights jsonb) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    LOCK TABLE recipes IN SHARE ROW EXCLUSIVE MODE; -- of two that come first, one does
    INSERT INTO recipes (name, model, weights) SELECT of_name, of_model, of_weights
    WHERE NOT EXISTS (SELECT FROM recipes) OR EXISTS (
        SELECT FROM fairness_comparisons c JOIN recipes r ON r.name = c.before
        WHERE c.after = of_name AND (c.alarms = 0 OR c.signed_at IS NOT NULL))
    ON CONFLICT DO NOTHING;
    UPDATE recipes SET used_at = now() WHERE name = of_name;
    RETURN FOUND;
END $$;
COMMENT ON FUNCTION admit_recipe(text, text, jsonb) IS 'Whether this recipe may rank people';

CREATE FUNCTION sign_comparison(comparison uuid, words text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    stands fairness_comparisons;
BEGIN
    SELECT * INTO stands FROM fairness_comparisons c WHERE c.id = comparison AND acts_as('release_planner') FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'not_found';
    ELSIF stands.alarms = 0 OR stands.signed_at IS NOT NULL THEN
        RETURN 'nothing_to_sign';
    ELSIF btrim(words) = '' THEN
        RETURN 'reason_needed';
    END IF;
    UPDATE fairness_comparisons SET signed_by = asking_account(), signed_at = now(), reason = words WHERE id = comparison;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION sign_comparison(uuid, text) IS 'Null when it is done, else a code of `matching.workflow.Refusal`';

GRANT EXECUTE ON FUNCTION hold_opening(uuid, boolean, integer), expired_holds(uuid), sign_comparison(uuid, text) TO jembatan_app;
GRANT EXECUTE ON FUNCTION give_back_expired(uuid), admit_recipe(text, text, jsonb) TO jembatan_worker;
