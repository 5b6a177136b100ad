-- Holes in the walls that were known, closed: covers by two administrators, suspended companies after a restore, approvals
-- that the database counts by its own facts, when somebody last showed who they are, reads that nobody forges, and a
-- person's own file without the accounts of the staff.

-- 1. Four eyes over covers (0017): what one administrator gives opens no caseload before a second one confirms it. What
-- was given before stays as it was given; it ends by itself within 100 days.
ALTER TABLE covers ADD COLUMN pending boolean NOT NULL DEFAULT awaits_second(),
    ADD COLUMN confirmed_by uuid, ADD COLUMN confirmed_at timestamptz,
    ADD CONSTRAINT covers_confirmed_by_another CHECK (confirmed_by NOT IN (granted_by, covering));
COMMENT ON COLUMN covers.pending IS 'Given by one administrator, not confirmed by a second: it opens nothing';

CREATE OR REPLACE FUNCTION case_loads() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT array_append(ARRAY(SELECT c.absent FROM covers c
                              WHERE c.covering = d.account_id AND c.unit_id = d.unit_id AND NOT c.pending
                                  AND c.since <= now() AND c.until > now()), d.account_id)
    FROM asking_duty() d WHERE d.role = 'case_worker';
$$;

CREATE FUNCTION confirm_cover(cover uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    given covers;
BEGIN
    SELECT * INTO given FROM covers c
    WHERE c.id = cover AND c.pending AND c.until > now() AND acts_as('administrator') FOR UPDATE;
    IF given.id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM require_another(given.granted_by, given.covering);
    UPDATE covers c SET pending = false, since = greatest(c.since, now()), confirmed_by = asking_account(),
        confirmed_at = now()
    WHERE c.id = cover;
    RETURN true;
END $$;
GRANT EXECUTE ON FUNCTION confirm_cover(uuid) TO jembatan_app;

-- As of duties: by the right to end one, none is taken up again or made longer.
CREATE FUNCTION covers_only_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF acts_as('administrator') AND NEW.until > OLD.until THEN
        RAISE insufficient_privilege USING TABLE = 'covers';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER covers_only_end BEFORE UPDATE OF until ON covers FOR EACH ROW EXECUTE FUNCTION covers_only_end();

INSERT INTO task_kinds (kind, roles, ends, due_days, ahead_days) VALUES
    ('cover_to_confirm', '{administrator}', 'fact', 1, NULL);
CREATE OR REPLACE VIEW tasks_of_offices WITH (security_invoker = true) AS
-- The officer sees requests, not people.
SELECT 'request_open' AS kind, q.id AS record_id, '' AS part,
       CASE WHEN (SELECT acts_as('case_worker')) THEN q.candidate_id END AS candidate_id, q.kind AS about, 1::bigint AS times,
       NULL::date AS since, (q.due_at AT TIME ZONE 'Asia/Jakarta')::date AS deadline
FROM subject_requests q WHERE q.state IN ('open', 'approved')
UNION ALL
-- Who is offered to the unit, is not there for it yet.
SELECT CASE t.kind WHEN 'offer' THEN 'transfer_offered' ELSE 'transfer_claimed' END, t.id, '',
       CASE t.kind WHEN 'claim' THEN t.candidate_id END, '', 1, (t.asked_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM transfers t
WHERE t.outcome IS NULL AND CASE t.kind WHEN 'offer' THEN t.to_unit = (SELECT case_unit())
    WHEN 'claim' THEN EXISTS (SELECT FROM candidates c WHERE c.id = t.candidate_id) ELSE false END
UNION ALL
SELECT 'rows_waiting', r.import_id, max(r.seq)::text, NULL, '', count(*), (min(r.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM queue r WHERE (SELECT acts_as('case_worker')) AND r.outcome IS NULL GROUP BY r.import_id
UNION ALL
SELECT 'duty_to_confirm', d.account_id, d.id::text, NULL, d.role, 1, (d.granted_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM duties d WHERE (SELECT acts_as('administrator')) AND d.pending AND (d.until IS NULL OR d.until > now())
    AND asking_account() NOT IN (d.granted_by, d.account_id)
UNION ALL
SELECT 'cover_to_confirm', c.covering, c.id::text, NULL, '', 1, (c.granted_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM covers c WHERE (SELECT acts_as('administrator')) AND c.pending AND c.until > now()
    AND asking_account() NOT IN (c.granted_by, c.covering)
UNION ALL
SELECT 'link_to_confirm', l.account_id, l.id::text, NULL, '', 1, (l.given_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM pending_links() l WHERE asking_account() NOT IN (l.given_by, l.account_id)
UNION ALL
SELECT 'identity_to_confirm', e.account_id, e.issuer, NULL, '', 1, (e.linked_at AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM external_identities e WHERE (SELECT acts_as('administrator')) AND e.pending
    AND asking_account() NOT IN (e.linked_by, e.account_id)
UNION ALL
SELECT 'jobs_set_aside', '00000000-0000-0000-0000-000000000000', max(j.seq)::text, NULL, '', count(*),
       (min(j.ended_at) AT TIME ZONE 'Asia/Jakarta')::date, NULL
FROM jobs j WHERE (SELECT acts_as('administrator')) AND j.state = 'set_aside' HAVING count(*) > 0
UNION ALL
SELECT 'noted', n.id, '', n.candidate_id, n.note, 1, NULL, n.due_on FROM noted_tasks n WHERE n.done_at IS NULL;

-- 2. The journal of rights (0018) tells of companies, too, so that one that was suspended or blocked since a backup does
-- not see names again after it. It only ever closes: what was lifted since is as of the backup.
ALTER TABLE journal_notes DROP CONSTRAINT journal_notes_kind;
ALTER TABLE journal_notes ADD CONSTRAINT journal_notes_kind CHECK (kind IN ('begun', 'withdrawn', 'objected',
    'objection_ended', 'restricted', 'restriction_ended', 'disabled', 'active', 'credentials', 'duty_ended', 'cover_ended',
    'employer_verified', 'employer_unverified', 'employer_suspended', 'employer_blocked'));
COMMENT ON COLUMN journal_notes.subject IS 'Consent, person, account, duty, cover or employer, by kind; of `begun`, the installation';

CREATE FUNCTION how_closed(state text) RETURNS integer LANGUAGE sql IMMUTABLE
    RETURN array_position(ARRAY['verified', 'unverified', 'suspended', 'blocked'], state);
COMMENT ON FUNCTION how_closed(text) IS 'States of a company in the order of how little it is shown';

CREATE FUNCTION note_employer_for_journal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM note_for_journal('employer_' || NEW.verification, ARRAY[NEW.id], now());
    RETURN NULL;
END $$;
CREATE TRIGGER note_employer_for_journal AFTER UPDATE ON employers FOR EACH ROW
    WHEN (OLD.verification <> NEW.verification) EXECUTE FUNCTION note_employer_for_journal();
INSERT INTO journal_notes (kind, subject, at)
SELECT 'employer_' || verification, id, now() FROM employers WHERE verification IN ('suspended', 'blocked');

CREATE OR REPLACE FUNCTION repeat_notes(ids uuid[], kinds text[], subjects uuid[], moments timestamptz[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed bigint;
    repeated bigint := 0;
BEGIN
    INSERT INTO journal_notes (id, kind, subject, at)
    SELECT n.id, n.kind, n.subject, n.at
    FROM unnest(ids, kinds, subjects, moments) WITH ORDINALITY AS n (id, kind, subject, at, place) ORDER BY n.place
    ON CONFLICT DO NOTHING;

    INSERT INTO consent_withdrawals (consent_id, candidate_id, withdrawn_at, unit_id, caseload)
    SELECT DISTINCT ON (c.id) c.id, c.candidate_id, n.at, c.unit_id, c.caseload
    FROM journal_notes n JOIN consents c ON c.id = n.subject
    WHERE n.id = ANY (ids) AND n.kind = 'withdrawn' ORDER BY c.id, n.seq ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE candidates SET objected = true, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    WHERE NOT objected AND id IN (SELECT begun_and_not_ended(ids, 'objected', 'objection_ended'));
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE candidates SET restricted = true, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    WHERE NOT restricted AND id IN (SELECT begun_and_not_ended(ids, 'restricted', 'restriction_ended'));
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE accounts SET status = 'disabled', version = version + 1
    WHERE status = 'active' AND id IN (SELECT begun_and_not_ended(ids, 'disabled', 'active'));
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE duties d SET until = greatest(n.at, d.since + interval '1 microsecond')
    FROM (SELECT subject, min(at) AS at FROM journal_notes WHERE id = ANY (ids) AND kind = 'duty_ended' GROUP BY subject) n
    WHERE d.id = n.subject AND (d.until IS NULL OR d.until > greatest(n.at, d.since + interval '1 microsecond'));
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    UPDATE covers d SET until = greatest(n.at, d.since + interval '1 microsecond')
    FROM (SELECT subject, min(at) AS at FROM journal_notes WHERE id = ANY (ids) AND kind = 'cover_ended' GROUP BY subject) n
    WHERE d.id = n.subject AND d.until > greatest(n.at, d.since + interval '1 microsecond');
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    -- The last word of each company, where it is stricter than what stands.
    UPDATE employers e SET verification = n.state, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    FROM (SELECT DISTINCT ON (subject) subject, substr(kind, length('employer_') + 1) AS state FROM journal_notes
          WHERE id = ANY (ids) AND kind LIKE 'employer\_%' ORDER BY subject, seq DESC) n
    WHERE e.id = n.subject AND how_closed(n.state) > how_closed(e.verification);
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;
    -- Which password or second factor is the right one is not known here, so none of them is.
    WITH changed_since AS (SELECT subject FROM journal_notes WHERE id = ANY (ids) AND kind = 'credentials'),
         factors AS (DELETE FROM second_factors WHERE account_id IN (SELECT subject FROM changed_since)),
         codes AS (DELETE FROM recovery_codes WHERE account_id IN (SELECT subject FROM changed_since)),
         identities AS (DELETE FROM external_identities WHERE account_id IN (SELECT subject FROM changed_since))
    DELETE FROM passwords WHERE account_id IN (SELECT subject FROM changed_since);
    GET DIAGNOSTICS changed = ROW_COUNT; repeated := repeated + changed;

    -- What the triggers have noted meanwhile stands in the journal already.
    DELETE FROM journal_notes WHERE kind IS NOT NULL AND xmin = pg_current_xact_id()::xid AND id <> ALL (ids);
    PERFORM notes_written(ids);
    RETURN repeated;
END $$;

-- 3. What an approval and a sending need is told by the owner (data/entry_rules.py) and found by the database; nobody
-- who asks says how many are enough.
ALTER TABLE meta ADD COLUMN shortlist_interest boolean NOT NULL DEFAULT true,
    ADD COLUMN second_approval text[] NOT NULL DEFAULT '{case_by_case_field,first_contact}';
COMMENT ON COLUMN meta.shortlist_interest IS 'Whether a list is sent only when everybody in it has said yes; as the last server was told';
COMMENT ON COLUMN meta.second_approval IS 'What asks for a second approval of a list; as the last server was told';

DROP FUNCTION approve_shortlist(uuid, integer, text[], jsonb, text);
DROP FUNCTION take_step(uuid, text, text, text, boolean);
DROP FUNCTION unsendable(uuid, boolean);

-- Items that may not be sent now, and why.
CREATE FUNCTION unsendable(list uuid) RETURNS TABLE (item_id uuid, code text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, w.code FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id AND i.removed_at IS NULL
    JOIN candidates c ON c.id = i.candidate_id JOIN vacancies v ON v.id = i.vacancy_id
    LEFT JOIN LATERAL (SELECT a.interested FROM candidate_answers a WHERE a.item_id = i.id ORDER BY a.id DESC LIMIT 1) a ON true
    CROSS JOIN LATERAL (SELECT CASE
        WHEN NOT gate_open(c) THEN 'gate_closed'
        WHEN EXISTS (SELECT FROM work_at_hand h WHERE h.candidate_id = c.id AND h.item_id IS DISTINCT FROM i.id) THEN 'has_work'
        WHEN v.status <> 'open' OR v.closes < (now() AT TIME ZONE 'Asia/Jakarta')::date THEN 'vacancy_closed'
        WHEN NOT verified_company(v.employer_id) THEN 'employer_not_verified'
        WHEN v.openings <= v.taken AND NOT EXISTS (SELECT FROM holds h WHERE h.vacancy_id = v.id AND h.candidate_id = c.id
                                                       AND h.released_at IS NULL) THEN 'openings_filled'
        WHEN (SELECT m.shortlist_interest FROM meta m) AND a.interested IS NOT TRUE
            THEN CASE WHEN a.interested IS NULL THEN 'not_asked' ELSE 'not_interested' END END AS code) w
    WHERE s.id = list AND handles_list(s) AND w.code IS NOT NULL ORDER BY i.position, i.seq;
$$;

CREATE FUNCTION take_step(list uuid, target text, why text, words text) RETURNS text
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

-- Why a second person approves this list, as far as the settings ask for it: a company to which nothing has been sent
-- yet, or work in a field that is looked at case by case (of the bars, those that close nothing).
CREATE FUNCTION second_reasons(list uuid) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT ARRAY(
        SELECT 'case_by_case_field'
        WHERE EXISTS (SELECT FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id
                      JOIN legal_bars b ON b.strength = 'flag' AND b.fields && v.fields
                      WHERE i.shortlist_id = list AND i.removed_at IS NULL)
            AND 'case_by_case_field' = ANY (m.second_approval)
        UNION ALL
        SELECT 'first_contact'
        WHERE EXISTS (SELECT FROM first_contacts(list)) AND 'first_contact' = ANY (m.second_approval))
    FROM meta m;
$$;

-- A planner who has neither proposed the list nor added to it approves what stands in version `seen`; where there is a
-- reason for it, a second one does. With the last approval, what was known is frozen: `facts` by item.
CREATE FUNCTION approve_shortlist(list uuid, seen integer, facts jsonb, words text) RETURNS text
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
                   WHERE i.shortlist_id = list AND o.action = 'add' AND o.recorded_by = asking_account()) THEN
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

GRANT EXECUTE ON FUNCTION unsendable(uuid), take_step(uuid, text, text, text),
    approve_shortlist(uuid, integer, jsonb, text) TO jembatan_app;

-- 4. When whoever has a session last showed who they are.
ALTER TABLE sessions ADD COLUMN shown_at timestamptz;
UPDATE sessions SET shown_at = created_at;
ALTER TABLE sessions ALTER COLUMN shown_at SET DEFAULT now(), ALTER COLUMN shown_at SET NOT NULL;
COMMENT ON COLUMN sessions.shown_at IS 'When password, and second factor where there is one, were last shown in it';
GRANT SELECT (shown_at), UPDATE (shown_at) ON sessions TO jembatan_app;
DROP FUNCTION session_asking(bytea, interval);
CREATE FUNCTION session_asking(digest bytea, idle interval) RETURNS TABLE (
    session_id uuid, account_id uuid, duty_id uuid, role text, unit_id uuid, second_factor boolean, shown_at timestamptz)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH living AS (
        SELECT s.* FROM sessions s JOIN accounts a ON a.id = s.account_id
        WHERE s.digest = session_asking.digest AND s.until > now() AND s.seen_at + idle > now() AND a.status = 'active'
    ), seen AS (
        UPDATE sessions s SET seen_at = now() FROM living l WHERE s.id = l.id AND l.seen_at < now() - interval '30 seconds'
    )
    SELECT l.id, l.account_id, d.id, d.role, d.unit_id, l.second_factor, l.shown_at
    FROM living l LEFT JOIN duties d ON d.id = l.duty_id AND is_current(d);
$$;
GRANT EXECUTE ON FUNCTION session_asking(bytea, interval) TO jembatan_app;

-- 5. Reads. The application cannot add to the trail by itself: this function adds, in the name of the session's current
-- duty, what that duty may have read, and refuses everything else. Of these people, those whom the session may see:
CREATE FUNCTION readable(people uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT c.id FROM candidates c, (SELECT case_unit() AS unit, case_loads() AS loads, planned_units() AS planned,
                                           verified_company(asking_company()) AS company) w
    WHERE c.id = ANY (people) AND (c.unit_id = w.unit AND c.caseload = ANY (w.loads) OR c.unit_id = ANY (w.planned)
                                   OR w.company AND gate_open(c))
    UNION ALL -- what is answered to a company stays its own
    SELECT i.candidate_id FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id
    WHERE i.candidate_id = ANY (people) AND v.employer_id = asking_company() AND answers_for(i.id) IS NOT NULL
    UNION ALL -- an offer shows whom it is about
    SELECT t.candidate_id FROM transfers t
    WHERE t.candidate_id = ANY (people) AND t.kind = 'offer' AND t.outcome IS NULL AND t.to_unit = case_unit()
    UNION ALL -- and who has changed somebody in this transaction may have read them, wherever the person is now
    SELECT t.subject FROM trail t
    WHERE t.xid = pg_current_xact_id() AND t.subject = ANY (people) AND t.act IN ('create', 'change', 'remove')
        AND t.account = asking_account() AND (asking_duty()).id IS NOT NULL;
$$;

CREATE FUNCTION note_reads(acts text[], entities text[], records uuid[], subjects uuid[], fields text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    officer CONSTANT boolean := acts_as('data_protection_officer');
BEGIN
    IF (asking_duty()).id IS NULL
        OR EXISTS (SELECT FROM unnest(acts, entities, records, subjects) AS n (act, entity, record, subject)
                   WHERE n.act NOT IN ('read', 'rank', 'look_up', 'reveal', 'export')
                       OR n.act = 'reveal' AND coalesce(current_setting('app.purpose', true), '') !~
                          '^(employment|social_security|identity_document|police_record_letter|certification|bank_account|supervision|official_request|same_person|correction)( [0-9]{1,5})?$'
                       -- the officer looks at the trail and at requests, of whomever they are, and gives the trail to who asks
                       OR n.subject IS NOT NULL AND NOT (officer AND n.act = 'read' AND n.entity IN ('trail', 'subject_requests'))
                          AND NOT (officer AND n.act = 'export' AND n.entity = 'subject_requests' AND EXISTS
                                   (SELECT FROM subject_requests q WHERE q.id = n.record AND q.candidate_id = n.subject
                                        AND q.kind = 'access' AND q.state IN ('open', 'approved')))
                          AND n.subject NOT IN (SELECT readable(subjects)))
    THEN -- whom one may not see is not there
        RAISE EXCEPTION 'new row violates row-level security policy for table "trail"' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO trail (act, entity, record_id, subject, fields)
    SELECT n.act, n.entity, n.record, n.subject, string_to_array(n.fields, ',')
    FROM unnest(acts, entities, records, subjects, fields) AS n (act, entity, record, subject, fields);
END $$;
COMMENT ON FUNCTION note_reads(text[], text[], uuid[], uuid[], text[]) IS
    'Who, in which duty and for what, the session says; fields come joined by commas';
GRANT EXECUTE ON FUNCTION note_reads(text[], text[], uuid[], uuid[], text[]) TO jembatan_app;
DROP POLICY reading ON trail;
REVOKE INSERT (act, entity, record_id, subject, fields) ON trail FROM jembatan_app;

-- 6. A person's own file names no account: of whoever recorded or decided something it gives role and unit, as they
-- were then where the file says when.
CREATE FUNCTION staff_as_told(account uuid, moment timestamptz) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT jsonb_build_object('role', d.role, 'unit', u.name) FROM duties d JOIN units u ON u.id = d.unit_id
                     WHERE d.account_id = account AND NOT d.pending
                     ORDER BY (d.since <= staff_as_told.moment AND coalesce(d.until, 'infinity') > staff_as_told.moment) DESC,
                              d.since DESC, d.id LIMIT 1), '{}');
$$;
CREATE FUNCTION without_accounts(told jsonb, at timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    text_of CONSTANT text := told #>> '{}';
    moment timestamptz := at;
BEGIN
    IF jsonb_typeof(told) = 'array' THEN
        RETURN (SELECT coalesce(jsonb_agg(without_accounts(t.one, at) ORDER BY t.place), '[]')
                FROM jsonb_array_elements(told) WITH ORDINALITY AS t (one, place));
    ELSIF jsonb_typeof(told) = 'object' THEN
        moment := coalesce((told ->> 'recorded_at')::timestamptz, at);
        RETURN (SELECT coalesce(jsonb_object_agg(key, without_accounts(value, moment)), '{}') FROM jsonb_each(told));
    ELSIF jsonb_typeof(told) = 'string' AND text_of ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        AND EXISTS (SELECT FROM accounts a WHERE a.id = text_of::uuid) THEN
        RETURN staff_as_told(text_of::uuid, at);
    END IF;
    RETURN told;
END $$;
ALTER FUNCTION subject_file(uuid) RENAME TO subject_file_with_accounts;
REVOKE EXECUTE ON FUNCTION subject_file_with_accounts(uuid) FROM jembatan_app;
CREATE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    RETURN without_accounts(subject_file_with_accounts(who), now());
COMMENT ON FUNCTION subject_file(uuid) IS 'All that is kept of a person, numbers still sealed; null where the person is not yours';
GRANT EXECUTE ON FUNCTION subject_file(uuid) TO jembatan_app;
