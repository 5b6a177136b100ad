-- Holes that a review found: other people's charges in one's list, the ladder after corrections, one opening for one person,
-- own hands on a list, holds without end, and what the two roles of the program may write.

-- 1. Free openings are one arithmetic: a hold that is over keeps nothing, whether or not it has been given back by now.
CREATE FUNCTION opening_for(vacancy vacancies, person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT vacancy.openings > vacancy.taken - expired_holds(vacancy.id)
        OR EXISTS (SELECT FROM holds h WHERE h.vacancy_id = vacancy.id AND h.candidate_id = person AND h.released_at IS NULL
                       AND NOT (h.state = 'held' AND h.expires_at <= now()));
$$;
COMMENT ON FUNCTION opening_for(vacancies, uuid) IS 'Whether an opening is free, or kept for this person';

-- As before (0025), but: a hold that ends soon, and one that has ended by itself; nothing waits for a candidacy that is
-- over; and a vacancy with openings that are free in this arithmetic closes soon.
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
FROM vacancies v CROSS JOIN LATERAL (SELECT v.openings - v.taken + expired_holds(v.id) AS openings) f
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

-- 2. As before (0030), but: nothing is sent for somebody who has work, nor where no opening is left but for whom one is
-- kept; who is in other hands by now is not sent by whoever has the list, and how they stand is not told.
CREATE OR REPLACE FUNCTION unsendable(list uuid) RETURNS TABLE (item_id uuid, code text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, w.code FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
    JOIN candidates c ON c.id = i.candidate_id JOIN vacancies v ON v.id = i.vacancy_id
    LEFT JOIN LATERAL (SELECT a.interested FROM candidate_answers a WHERE a.item_id = i.id ORDER BY a.id DESC LIMIT 1) a ON true
    CROSS JOIN LATERAL (SELECT CASE
        WHEN NOT may_propose(c) THEN 'moved_on'
        WHEN NOT gate_open(c) THEN 'gate_closed'
        WHEN EXISTS (SELECT FROM work_at_hand h WHERE h.candidate_id = c.id AND h.item_id IS DISTINCT FROM i.id) THEN 'has_work'
        WHEN v.status <> 'open' OR v.closes < (now() AT TIME ZONE 'Asia/Jakarta')::date THEN 'vacancy_closed'
        WHEN NOT verified_company(v.employer_id) THEN 'employer_not_verified'
        WHEN NOT opening_for(v, c.id) THEN 'openings_filled'
        WHEN (SELECT m.shortlist_interest FROM meta m) AND a.interested IS NOT TRUE
            THEN CASE WHEN a.interested IS NULL THEN 'not_asked' ELSE 'not_interested' END END AS code) w
    WHERE s.id = list AND handles_list(s) AND w.code IS NOT NULL ORDER BY i.position, i.seq;
$$;

-- Whoever answers for the list finds such an item by its number alone, to leave it out.
CREATE FUNCTION list_of_item(item uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.id FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id JOIN candidates c ON c.id = i.candidate_id
    WHERE i.id = item AND (handles_list(s) OR may_propose(c));
$$;
GRANT EXECUTE ON FUNCTION list_of_item(uuid) TO jembatan_app;

-- 3. One opening for one person in one vacancy, by whichever list or without one. As before (0024), but: a hold that is
-- over is in nobody's way, only a candidacy that lives is held or offered anything, and what is promised by one way is not
-- taken a second time by another.
CREATE OR REPLACE FUNCTION take_opening(work placements, wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    free integer;
    own holds;
    mine boolean;
BEGIN
    PERFORM FROM vacancies WHERE id = work.vacancy_id FOR NO KEY UPDATE;
    PERFORM give_back_expired(work.vacancy_id);
    IF wanted IN ('held', 'offered') AND work.item_id IS NOT NULL AND NOT candidacy_lives(work.item_id) THEN
        PERFORM refuse('candidacy_withdrawn');
    END IF;
    SELECT openings - taken INTO free FROM vacancies WHERE id = work.vacancy_id;
    SELECT * INTO own FROM holds h
    WHERE h.vacancy_id = work.vacancy_id AND h.candidate_id = work.candidate_id AND h.released_at IS NULL
    ORDER BY h.item_id IS NOT DISTINCT FROM work.item_id DESC, h.recorded_at LIMIT 1;
    mine := own.item_id IS NOT DISTINCT FROM work.item_id;
    IF wanted = 'released' THEN
        UPDATE holds SET released_at = now() WHERE id = own.id AND (mine OR own.item_id IS NULL AND own.state = 'held');
    ELSIF own.id IS NOT NULL AND NOT mine AND own.state <> 'held' THEN
        PERFORM refuse('opening_is_promised');
    ELSIF own.id IS NOT NULL THEN -- kept by another list, it is kept for the same person
        UPDATE holds SET state = wanted, item_id = work.item_id WHERE id = own.id;
    ELSIF free < 1 THEN
        PERFORM refuse('no_opening_left');
    ELSE
        INSERT INTO holds (id, vacancy_id, candidate_id, item_id, state, unit_id, caseload)
        VALUES (gen_random_uuid(), work.vacancy_id, work.candidate_id, work.item_id, wanted, work.unit_id, work.caseload);
    END IF;
END $$;

-- 4. Nobody is hired twice for the same time: whether the work of this ladder, as it stands, lies beside other work of the
-- same person. Two part-time jobs may stand together where both say their hours, and these make no more than a week of work
-- (40 hours, UU 13/2003 Art. 77); an own business hinders nobody, and what was found without a vacancy is a fact.
CREATE FUNCTION work_overlaps(work placements) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    WITH spans AS (
        SELECT p.id, p.vacancy_id, coalesce(min(l.happened_on) FILTER (WHERE l.kind = 'started'),
                                            min(l.happened_on) FILTER (WHERE l.kind = 'accepted')) AS since,
               coalesce(min(l.happened_on) FILTER (WHERE l.kind = 'ended'), 'infinity') AS until
        FROM placements p JOIN placement_ladder l ON l.placement_id = p.id
        WHERE p.candidate_id = work.candidate_id AND p.kind <> 'self_employment' GROUP BY p.id)
    SELECT EXISTS (
        SELECT FROM spans own JOIN spans o ON o.id <> own.id AND o.since < own.until AND own.since < o.until
        LEFT JOIN vacancies here ON here.id = own.vacancy_id LEFT JOIN vacancies there ON there.id = o.vacancy_id
        WHERE own.id = work.id AND own.vacancy_id IS NOT NULL AND coalesce(here.hours_per_week + there.hours_per_week > 40, true));
$$;

-- As before (0024), but for that; a correction is held against it, too: it makes no overlap that was not there.
CREATE OR REPLACE FUNCTION climb(work placements, rung text, day date, why text DEFAULT '', words text DEFAULT '',
        by_contract text DEFAULT NULL, wage bigint DEFAULT NULL, regency text DEFAULT NULL, instead_of bigint DEFAULT NULL)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    added bigint;
    broken text;
    overlapped boolean := false;
BEGIN
    PERFORM FROM placements WHERE id = work.id FOR UPDATE;
    IF instead_of IS NOT NULL THEN
        overlapped := work_overlaps(work);
    END IF;
    IF instead_of IS NOT NULL AND NOT EXISTS (SELECT FROM placement_ladder e WHERE e.id = instead_of
            AND e.placement_id = work.id AND (e.kind = rung OR rung = 'void')) THEN
        PERFORM refuse('corrects_what_stands');
    END IF;
    INSERT INTO placement_events (placement_id, candidate_id, kind, happened_on, reason, note, contract, wage_monthly_idr,
                                  place, corrects, unit_id, caseload)
    VALUES (work.id, work.candidate_id, rung, day, why, words, by_contract, wage, regency, instead_of,
            work.unit_id, work.caseload) RETURNING id INTO added;
    SELECT CASE WHEN bool_or(NOT EXISTS (SELECT FROM ladder_steps s WHERE s.before = l.before AND s.after = l.kind))
                    THEN 'ladder_order'
                WHEN bool_or(l.happened_on < l.before_on OR l.happened_on > today_here()
                             OR l.happened_on < l.started_on + l.days) THEN 'ladder_dates' END
    INTO broken
    FROM (SELECT e.kind, e.happened_on, e.days, coalesce(lag(e.kind) OVER rungs, '') AS before,
                 lag(e.happened_on) OVER rungs AS before_on,
                 min(e.happened_on) FILTER (WHERE e.kind = 'started') OVER () AS started_on
          FROM placement_ladder e WHERE e.placement_id = work.id
          WINDOW rungs AS (ORDER BY e.position, e.id)) l;
    IF broken IS NOT NULL THEN
        PERFORM refuse(broken);
    ELSIF (rung IN ('accepted', 'started') OR instead_of IS NOT NULL) AND NOT overlapped AND work_overlaps(work) THEN
        PERFORM refuse('placed_elsewhere');
    END IF;
    RETURN added;
END $$;
-- As before (0024), but: what the person does not want cannot be accepted for them, and no correction makes a promise again
-- that the person does not want, or whose candidacy is over. What they have begun to work in ends on the ladder alone.
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
                   WHEN stands_on(work.id, 'accepted') THEN 'filled' WHEN stands_on(work.id, 'offered') THEN 'offered' END;
    IF wanted IS NOT NULL AND work.vacancy_id IS NOT NULL THEN
        PERFORM take_opening(work, wanted);
    END IF;
    RETURN added;
END $$;

-- 5. Four eyes. As before (0030), but: to bring somebody back, or to put them first, is a proposal of one's own like adding.
CREATE OR REPLACE FUNCTION approve_shortlist(list uuid, seen integer, facts jsonb, words text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands shortlists;
    acting CONSTANT text := (asking_duty()).role;
    reasons text[];
    needed smallint;
    given integer;
BEGIN
    SELECT * INTO stands FROM shortlists s WHERE s.id = list FOR UPDATE;
    IF NOT FOUND OR NOT handles_list(stands) THEN
        RETURN 'not_found';
    ELSIF NOT EXISTS (SELECT FROM shortlist_transitions t
                      WHERE (t.before, t.after, t.role) = (stands.status, 'approved', acting)) THEN
        RETURN 'no_such_step';
    ELSIF stands.version <> seen OR EXISTS (SELECT FROM shortlist_items i
            WHERE i.shortlist_id = list AND i.removed_at IS NULL AND NOT facts ? i.id::text) THEN
        RETURN 'changed';
    ELSIF NOT EXISTS (SELECT FROM shortlist_items i WHERE i.shortlist_id = list AND i.removed_at IS NULL) THEN
        RETURN 'empty';
    ELSIF EXISTS (SELECT FROM shortlist_events e WHERE e.shortlist_id = list AND e.recorded_by = asking_account()
                    AND (e.before, e.after) IN (('requested', 'proposed'), ('proposed', 'under_review')))
        OR EXISTS (SELECT FROM shortlist_overrides o JOIN shortlist_items i ON i.id = o.item_id
                   WHERE i.shortlist_id = list AND o.recorded_by = asking_account()
                       AND (o.action IN ('add', 'restore') OR o.action = 'move' AND o.to_position = 1)) THEN
        RETURN 'own_proposal';
    ELSIF EXISTS (SELECT FROM shortlist_events e WHERE e.shortlist_id = list AND e.kind = 'approval'
                    AND e.version = seen AND e.recorded_by = asking_account()) THEN
        RETURN 'same_person';
    END IF;
    reasons := second_reasons(list);
    needed := CASE WHEN reasons = '{}' THEN 1 ELSE 2 END;
    INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, note, version)
    VALUES (list, 'approval', stands.status, stands.status, acting, words, seen);
    SELECT count(DISTINCT e.recorded_by) INTO given FROM shortlist_events e
    WHERE e.shortlist_id = list AND e.kind = 'approval' AND e.version = seen;
    UPDATE shortlists SET approvals_needed = needed, approval_reasons = reasons WHERE id = list;
    IF given < needed THEN
        RETURN NULL;
    END IF;
    UPDATE shortlist_items i SET frozen = facts -> i.id::text, version = version + 1
    WHERE i.shortlist_id = list AND i.removed_at IS NULL;
    UPDATE shortlists SET status = 'approved', version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = list;
    INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, note, version)
    VALUES (list, 'step', stands.status, 'approved', acting, words, seen + 1);
    RETURN NULL;
END $$;

-- 6. Holds come by functions alone. Holding again makes one longer twice and no more, given back between or not: with 14
-- days each, six weeks in which an opening is kept from others without an answer.
REVOKE INSERT (id, vacancy_id, candidate_id, openings) ON holds FROM jembatan_app;
ALTER TABLE holds ADD COLUMN renewals smallint NOT NULL DEFAULT 0 CONSTRAINT holds_renewals CHECK (renewals >= 0);
COMMENT ON COLUMN holds.renewals IS 'How often it was made longer';

CREATE OR REPLACE FUNCTION hold_opening(item uuid, keep boolean, for_days integer) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    work placements;
    list shortlists;
    longest CONSTANT integer := 2; -- renewals
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
    ELSIF keep AND (SELECT count(*) + coalesce(sum(h.renewals), 0) > longest FROM holds h
                    WHERE h.vacancy_id = work.vacancy_id AND h.candidate_id = work.candidate_id AND h.state = 'held') THEN
        PERFORM refuse('hold_renewed_twice');
    END IF;
    PERFORM give_back_expired(work.vacancy_id);
    UPDATE holds h SET renewals = h.renewals + 1
    WHERE keep AND h.vacancy_id = work.vacancy_id AND h.candidate_id = work.candidate_id AND h.released_at IS NULL;
    PERFORM take_opening(work, CASE WHEN keep THEN 'held' ELSE 'released' END);
    UPDATE holds h SET expires_at = now() + make_interval(days => for_days)
    WHERE keep AND h.item_id = item AND h.released_at IS NULL;
    RETURN true;
END $$;

-- 7. A complaint is decided once, by somebody else (0027), and when that was the database says.
CREATE POLICY decided_once ON complaints AS RESTRICTIVE FOR UPDATE TO jembatan_app
    USING (state = 'open') WITH CHECK (state <> 'open');
CREATE OR REPLACE FUNCTION complaint_by_another() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF asking_account() = NEW.recorded_by THEN
        PERFORM refuse('complaint_by_another');
    END IF;
    NEW.decided_by := asking_account();
    NEW.decided_at := now();
    RETURN NEW;
END $$;

-- 8. The program draws reports up, and signs none. A recipe is compared with the one in force over enough people; a
-- comparison of fewer says nothing about groups, so somebody answers for it like for one with alarms.
ALTER TABLE fairness_comparisons ADD COLUMN people integer NOT NULL DEFAULT 0
    CONSTRAINT fairness_comparisons_people CHECK (people >= 0);
COMMENT ON COLUMN fairness_comparisons.people IS 'How many were compared; 0 also of comparisons older than this column';
REVOKE INSERT ON fairness_reports, fairness_comparisons FROM jembatan_worker;
GRANT INSERT (id, plan_id, month, report, alarms, made_at) ON fairness_reports TO jembatan_worker;
GRANT INSERT (id, before, after, as_of, report, alarms, people, made_at) ON fairness_comparisons TO jembatan_worker;

CREATE FUNCTION comparison_needs_signature(comparison fairness_comparisons) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN comparison.alarms > 0 OR comparison.people < 20;
COMMENT ON FUNCTION comparison_needs_signature(fairness_comparisons) IS
    'With alarms, or of fewer than 20 people: of so few, most groups are under five and are hidden, so no alarm says nothing';

CREATE OR REPLACE FUNCTION admit_recipe(of_name text, of_model text, of_weights jsonb) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    LOCK TABLE recipes IN SHARE ROW EXCLUSIVE MODE; -- of two that come first, one does
    INSERT INTO recipes (name, model, weights) SELECT of_name, of_model, of_weights
    WHERE NOT EXISTS (SELECT FROM recipes) OR EXISTS (
        SELECT FROM fairness_comparisons c
        WHERE c.after = of_name AND c.before = (SELECT r.name FROM recipes r ORDER BY r.used_at DESC, r.name LIMIT 1)
            AND (c.signed_at IS NOT NULL OR NOT comparison_needs_signature(c)))
    ON CONFLICT DO NOTHING;
    UPDATE recipes SET used_at = now() WHERE name = of_name;
    RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION sign_comparison(comparison uuid, words text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    stands fairness_comparisons;
BEGIN
    SELECT * INTO stands FROM fairness_comparisons c WHERE c.id = comparison AND acts_as('release_planner') FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'not_found';
    ELSIF NOT comparison_needs_signature(stands) OR stands.signed_at IS NOT NULL THEN
        RETURN 'nothing_to_sign';
    ELSIF btrim(words) = '' THEN
        RETURN 'reason_needed';
    END IF;
    UPDATE fairness_comparisons SET signed_by = asking_account(), signed_at = now(), reason = words WHERE id = comparison;
    RETURN NULL;
END $$;

-- 9. Who was disabled and is forgotten stays refused: of the identity at the provider a digest is kept with the account,
-- by whatever it goes (retention, a journal that is repeated, an administrator).
CREATE FUNCTION forgotten_subject(provider text, known_as text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN 'sha256:' || encode(sha256(convert_to(provider || E'\n' || known_as, 'UTF8')), 'hex');
CREATE FUNCTION keep_forgotten_subject() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM accounts a WHERE a.id = OLD.account_id AND a.status = 'disabled') THEN
        RETURN OLD;
    END IF;
    UPDATE external_identities e SET subject = forgotten_subject(e.issuer, e.subject)
    WHERE e.issuer = OLD.issuer AND e.subject = OLD.subject AND e.subject NOT LIKE 'sha256:%';
    RETURN NULL;
END $$;
CREATE TRIGGER keep_forgotten_subject BEFORE DELETE ON external_identities
    FOR EACH ROW EXECUTE FUNCTION keep_forgotten_subject();
COMMENT ON COLUMN external_identities.subject IS 'As the provider names them; of a disabled account whose identity has gone, a digest';

-- As before (0017), but for that.
CREATE OR REPLACE FUNCTION enter_by_provider(provider text, known_as text, called text, asked jsonb) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    account uuid;
    waiting boolean;
BEGIN
    IF provider IS DISTINCT FROM (SELECT m.oidc_issuer FROM meta m) OR provider IS NULL THEN
        RAISE insufficient_privilege USING TABLE = 'external_identities';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(provider || E'\n' || known_as, 16));
    SELECT e.account_id, e.pending INTO account, waiting FROM external_identities e
    WHERE e.issuer = provider AND e.subject IN (known_as, forgotten_subject(provider, known_as))
    ORDER BY e.subject = known_as DESC LIMIT 1;
    IF account IS NULL THEN
        IF NOT EXISTS (SELECT FROM duties_asked(asked)) THEN
            PERFORM count_refusal('00000000-0000-0000-0000-000000000000', 'no_duty');
            RETURN NULL;
        END IF;
        account := gen_random_uuid();
        PERFORM set_config('app.account', account::text, true);
        INSERT INTO accounts (id, login, name, created_by)
            VALUES (account, 'sso-' || left(replace(account::text, '-', ''), 12), called, account);
        INSERT INTO external_identities (issuer, subject, account_id, linked_by)
            VALUES (provider, known_as, account, account);
    ELSIF waiting THEN
        PERFORM count_refusal(account, 'no_duty');
        RETURN NULL;
    END IF;
    PERFORM set_config('app.account', account::text, true);
    PERFORM end_provided_duties(account, provider, asked);
    INSERT INTO duties (id, account_id, role, unit_id, provinces, employer_id, issuer, granted_by)
        SELECT gen_random_uuid(), account, a.role, a.unit_id, a.provinces, a.employer_id, provider, account
        FROM duties_asked(asked) a
        WHERE NOT EXISTS (
            SELECT FROM duties d
            WHERE d.account_id = account AND d.issuer = provider AND is_current(d) AND d.role = a.role
                AND d.unit_id = a.unit_id AND d.provinces = a.provinces AND d.employer_id IS NOT DISTINCT FROM a.employer_id);
    UPDATE external_identities e SET signed_in_at = now() WHERE e.issuer = provider AND e.subject = known_as;
    IF NOT EXISTS (SELECT FROM accounts a JOIN duties d ON d.account_id = a.id
                   WHERE a.id = account AND a.status = 'active' AND is_current(d)) THEN
        DELETE FROM sessions s WHERE s.account_id = account;
        PERFORM count_refusal(account, 'no_duty');
        RETURN NULL;
    END IF;
    RETURN account;
END $$;

-- 10. As before (0028), but: a list that somebody is changing is passed over, and a new one made. Plans lock people first,
-- everything else lists first; who waits for both in two orders waits for ever.
CREATE OR REPLACE FUNCTION request_item(plan uuid, person candidates, wanted uuid, fits double precision) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    list uuid;
BEGIN
    SELECT s.id INTO list FROM shortlists s
    WHERE s.candidate_id = person.id AND s.status = 'requested'
        AND EXISTS (SELECT FROM shortlist_items i WHERE i.shortlist_id = s.id AND i.origin = 'plan')
    ORDER BY s.seq LIMIT 1 FOR UPDATE SKIP LOCKED; -- never wait for a list here: who changes it waits for the person
    IF NOT FOUND THEN
        list := gen_random_uuid();
        INSERT INTO shortlists (id, kind, candidate_id, unit_id, caseload)
        VALUES (list, 'vacancies', person.id, person.unit_id, person.caseload);
        INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, version)
        VALUES (list, 'step', '', 'requested', (asking_duty()).role, 1);
    ELSE
        UPDATE shortlists SET version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = list;
    END IF;
    INSERT INTO shortlist_items (shortlist_id, candidate_id, vacancy_id, position, origin, plan_id, score, unit_id, caseload)
    SELECT list, person.id, wanted, coalesce(max(i.position), 0) + 1, 'plan', plan, fits, person.unit_id, person.caseload
    FROM shortlist_items i WHERE i.shortlist_id = list;
    RETURN list;
END $$;
