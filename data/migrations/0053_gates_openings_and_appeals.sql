-- Three things that were told or let through against the facts.

-- 1. Whoever holds an opening, was offered it or fills it is not told that none is left. For the program, which looks at live lists.
CREATE FUNCTION kept_openings() RETURNS TABLE (vacancy_id uuid, candidate_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT DISTINCT h.vacancy_id, h.candidate_id FROM holds h
    WHERE h.candidate_id IS NOT NULL AND h.released_at IS NULL AND NOT (h.state = 'held' AND h.expires_at <= now());
$$;
COMMENT ON FUNCTION kept_openings() IS 'For whom an opening of a vacancy is held, offered or filled (opening_for)';
GRANT EXECUTE ON FUNCTION kept_openings() TO jembatan_worker;

-- 2. Once somebody takes part no longer, a list in which they stand goes nowhere: they are left out, or the list is closed.
CREATE FUNCTION with_closed_gate(list uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM shortlist_items i JOIN candidates c ON c.id = i.candidate_id
                   WHERE i.shortlist_id = list AND i.removed_at IS NULL AND NOT gate_open(c));
$$;
COMMENT ON FUNCTION with_closed_gate(uuid) IS 'Whether somebody stands in this list who takes part no longer';

-- As before (0038), but: nor proposed or given to review.
CREATE OR REPLACE FUNCTION take_step(list uuid, target text, why text, words text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands shortlists;
    acting CONSTANT text := (asking_duty()).role;
    needs_reason boolean;
    refusal text;
BEGIN
    SELECT * INTO stands FROM shortlists s WHERE s.id = list FOR UPDATE;
    IF NOT FOUND OR NOT (handles_list(stands) OR receives_list(list)) THEN
        RETURN 'not_found';
    END IF;
    SELECT t.reasoned INTO needs_reason FROM shortlist_transitions t
    WHERE (t.before, t.after, t.role) = (stands.status, target, acting) AND t.after <> 'approved';
    IF NOT FOUND THEN
        RETURN 'no_such_step';
    ELSIF needs_reason AND why = '' THEN
        RETURN 'reason_needed';
    ELSIF (stands.status, target) IN (('requested', 'proposed'), ('proposed', 'under_review'), ('approved', 'sent'))
        AND NOT EXISTS (SELECT FROM shortlist_items i WHERE i.shortlist_id = list AND i.removed_at IS NULL) THEN
        RETURN 'empty';
    ELSIF (stands.status, target) IN (('requested', 'proposed'), ('proposed', 'under_review')) AND EXISTS (
            SELECT FROM shortlist_items i JOIN candidates c ON c.id = i.candidate_id
            WHERE i.shortlist_id = list AND i.removed_at IS NULL AND may_propose(c) AND is_hidden(c.id, i.vacancy_id)) THEN
        RETURN 'hidden';
    ELSIF (stands.status, target) IN (('requested', 'proposed'), ('proposed', 'under_review')) AND with_closed_gate(list) THEN
        RETURN 'gate_closed';
    ELSIF target = 'sent' THEN
        SELECT u.code INTO refusal FROM unsendable(list) u LIMIT 1;
        IF FOUND THEN
            RETURN refusal;
        END IF;
    END IF;
    UPDATE shortlists SET status = target, version = version + 1, recorded_by = DEFAULT, recorded_at = DEFAULT WHERE id = list;
    INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, reason, note, version)
    VALUES (list, 'step', stands.status, target, acting, why, words, stands.version + 1);
    RETURN NULL;
END $$;

-- As before (0034), but: nor approved.
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
    ELSIF with_closed_gate(list) THEN
        RETURN 'gate_closed';
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

-- As before (0043), but: nothing but the flag is a task about somebody who takes part no longer.
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
    AND NOT EXISTS (SELECT FROM candidates c WHERE c.id = s.candidate_id AND NOT gate_open(c))
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
JOIN candidates c ON c.id = i.candidate_id AND gate_open(c)
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

-- 3. An appeal is against one suspension or block and ends with it: an old one lifted a new block. The next decision about the
-- company answers it, granted where that lets the company in again, and is what the company is told.
CREATE FUNCTION end_appeal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE appeals SET granted = NEW.to_state NOT IN ('suspended', 'blocked'), told = NEW.told, decided_by = NEW.account, decided_at = now()
    WHERE employer_id = NEW.employer_id AND granted IS NULL AND against <> NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER end_appeal AFTER INSERT ON state_changes FOR EACH ROW WHEN (NEW.employer_id IS NOT NULL AND NEW.account IS NOT NULL)
    EXECUTE FUNCTION end_appeal();
-- Those that are open against what holds no longer.
UPDATE appeals a SET granted = s.to_state NOT IN ('suspended', 'blocked'), told = s.told, decided_by = s.account, decided_at = s.at
FROM (SELECT DISTINCT ON (employer_id) * FROM state_changes WHERE employer_id IS NOT NULL ORDER BY employer_id, seq DESC) s
WHERE s.employer_id = a.employer_id AND a.granted IS NULL AND s.id <> a.against AND s.account IS NOT NULL;
