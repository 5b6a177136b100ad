-- The work of the data-protection officer: unusual reading is a task until somebody has looked at it, a breach has its
-- clock (UU 27/2022 Art. 46), and what a person asks for by letter is written down by who receives the letter.

-- 1. Unusual reading (docs/trail.md). What stands out on a day that is over is kept by the program, once; that somebody
-- has looked at it, and what they found, is added beside it. Neither is changed.
CREATE TABLE unusual_readings (
    id uuid CONSTRAINT unusual_readings_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT unusual_readings_seq UNIQUE,
    account uuid,
    role text,
    unit uuid,
    day date NOT NULL,
    measure text NOT NULL
        CONSTRAINT unusual_readings_measure CHECK (measure IN ('people', 'late', 'looked_up', 'namesakes')),
    count bigint NOT NULL CONSTRAINT unusual_readings_count CHECK (count > 0),
    own_usual double precision,
    role_usual double precision,
    found_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT one_unusual_reading_a_day UNIQUE NULLS NOT DISTINCT (account, role, unit, day, measure)
);
COMMENT ON TABLE unusual_readings IS 'Counts of staff, of nobody whom they have read';
COMMENT ON COLUMN unusual_readings.account IS 'As in the trail: no key, and null where somebody has worked around the program';

CREATE TABLE unusual_reviews (
    finding_id uuid CONSTRAINT unusual_reviews_pkey PRIMARY KEY
        CONSTRAINT unusual_reviews_finding REFERENCES unusual_readings ON DELETE CASCADE,
    outcome text NOT NULL CONSTRAINT unusual_reviews_outcome CHECK (outcome IN ('in_order', 'improper', 'breach')),
    note text NOT NULL CONSTRAINT unusual_reviews_note CHECK (length(btrim(note)) BETWEEN 1 AND 2000),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE unusual_reviews IS 'Append-only: that somebody has looked at it, and what they found; never by whose reading it is';

CREATE TABLE unusual_round (
    only_row boolean CONSTRAINT unusual_round_one_row PRIMARY KEY DEFAULT true CONSTRAINT unusual_round_only_row CHECK (only_row),
    looked date NOT NULL
);
INSERT INTO unusual_round (looked) VALUES (today_here() - 2);
COMMENT ON TABLE unusual_round IS 'The last day at which the program has looked: each day that is over is looked at, also after a stop';

-- What reading_days (0013) counts, for the program as well as for the officer.
CREATE FUNCTION days_of_reading(since timestamptz, until timestamptz, provinces text[], zones text[]) RETURNS TABLE (
    account uuid, role text, unit uuid, day date, people bigint, late bigint, looked_up bigint, namesakes bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH reads AS (
        SELECT t.account, t.role, t.unit, t.subject, t.act, t.at AT TIME ZONE coalesce(z.zone, 'Asia/Jakarta') AS local
        FROM trail t
        LEFT JOIN units u ON u.id = t.unit
        LEFT JOIN unnest(provinces, zones) AS z (province, zone) ON z.province = u.province_code
        WHERE t.at >= since AND t.at < until
            AND t.subject IS NOT NULL AND t.act IN ('read', 'look_up', 'reveal', 'export')),
    namesakes AS ( -- reader and read share the last word of their names
        SELECT a.id AS account, i.candidate_id AS subject
        FROM accounts a JOIN candidate_identities i
            ON lower(substring(btrim(a.name) FROM '\S{4,}$')) = lower(substring(btrim(i.name) FROM '\S{4,}$')))
    SELECT r.account, r.role, r.unit, r.local::date, count(DISTINCT r.subject),
           count(DISTINCT r.subject) FILTER (WHERE extract(isodow FROM r.local) = 7
                                                OR extract(hour FROM r.local) NOT BETWEEN 6 AND 18),
           count(DISTINCT r.subject) FILTER (WHERE r.act = 'look_up'),
           count(DISTINCT n.subject)
    FROM reads r LEFT JOIN namesakes n ON (n.account, n.subject) = (r.account, r.subject)
    GROUP BY r.account, r.role, r.unit, r.local::date;
$$;
COMMENT ON FUNCTION days_of_reading(timestamptz, timestamptz, text[], text[]) IS 'Counts by account and day, of nobody by name or id who was read';
CREATE OR REPLACE FUNCTION reading_days(since timestamptz, until timestamptz, provinces text[], zones text[]) RETURNS TABLE (
    account uuid, role text, unit uuid, day date, people bigint, late bigint, looked_up bigint, namesakes bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM days_of_reading(since, until, provinces, zones) WHERE acts_as('data_protection_officer') $$;

-- 2. A breach: found when, by whom and what, with its clock; then what has been done. Nothing of it is changed.
CREATE TABLE breaches (
    id uuid CONSTRAINT breaches_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT breaches_seq UNIQUE,
    found_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    found_by text NOT NULL CONSTRAINT breaches_found_by CHECK (length(btrim(found_by)) BETWEEN 1 AND 200),
    what text NOT NULL CONSTRAINT breaches_what CHECK (length(btrim(what)) BETWEEN 1 AND 2000),
    account uuid,
    since date,
    until date,
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT breaches_due CHECK (due_at = found_at + interval '72 hours'),
    CONSTRAINT breaches_found CHECK (found_at <= recorded_at + interval '5 minutes'),
    CONSTRAINT breaches_seen CHECK (num_nulls(account, since, until) IN (0, 3) AND since <= until)
);
COMMENT ON TABLE breaches IS 'Append-only. The clock runs from when it was known (UU 27/2022 Art. 46), not from when it was written down';
COMMENT ON COLUMN breaches.account IS 'Whose looks the worksheet is of, and on which days; null where it was no account';

CREATE TABLE breach_acts (
    id uuid CONSTRAINT breach_acts_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    breach_id uuid NOT NULL CONSTRAINT breach_acts_breach REFERENCES breaches ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT breach_acts_kind CHECK (kind IN ('persons_told', 'agency_told', 'found_none')),
    at timestamptz NOT NULL,
    note text NOT NULL CONSTRAINT breach_acts_note CHECK (length(btrim(note)) BETWEEN 1 AND 2000),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT one_breach_act_of_a_kind UNIQUE (breach_id, kind),
    CONSTRAINT breach_acts_at CHECK (at <= recorded_at + interval '5 minutes')
);
COMMENT ON TABLE breach_acts IS 'Append-only: the persons were told, the agency was; or it turned out to be none';

CREATE VIEW open_breaches WITH (security_invoker = true) AS
SELECT b.*, array_remove(ARRAY[CASE WHEN NOT a.kinds @> '{persons_told}' THEN 'persons' END,
                               CASE WHEN NOT a.kinds @> '{agency_told}' THEN 'agency' END], NULL) AS untold
FROM breaches b CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(c.kind), '{}') AS kinds FROM breach_acts c WHERE c.breach_id = b.id) a
WHERE NOT a.kinds @> '{found_none}' AND NOT a.kinds @> '{persons_told,agency_told}';
COMMENT ON VIEW open_breaches IS 'Those of which somebody is still to be told, and who; asks with the reader''s own rights';

-- 3. Walls: the officer's alone, and of the first, the program's to add. Nobody but the owner (retention) removes.
DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['unusual_readings', 'unusual_reviews', 'unusual_round', 'breaches', 'breach_acts'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['unusual_readings', 'unusual_reviews', 'breaches', 'breach_acts'] LOOP
        EXECUTE format('CREATE POLICY officer ON %I FOR SELECT TO jembatan_app USING ((SELECT acts_as(''data_protection_officer'')))', target);
        EXECUTE format('GRANT SELECT ON %I TO jembatan_app', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['breaches', 'breach_acts'] LOOP
        EXECUTE format('CREATE POLICY officer_adds ON %I FOR INSERT TO jembatan_app
                        WITH CHECK ((SELECT acts_as(''data_protection_officer'')) AND recorded_by = (SELECT asking_account()))', target);
    END LOOP;
END $$;
CREATE POLICY officer_adds ON unusual_reviews FOR INSERT TO jembatan_app WITH CHECK (
    (SELECT acts_as('data_protection_officer')) AND recorded_by = (SELECT asking_account())
    AND EXISTS (SELECT FROM unusual_readings f WHERE f.id = finding_id AND f.account IS DISTINCT FROM (SELECT asking_account())));
CREATE POLICY worker ON unusual_readings TO jembatan_worker USING (true);
CREATE POLICY worker ON unusual_round TO jembatan_worker USING (true);
GRANT INSERT (finding_id, outcome, note) ON unusual_reviews TO jembatan_app;
GRANT INSERT (id, found_at, due_at, found_by, what, account, since, until) ON breaches TO jembatan_app;
GRANT INSERT (breach_id, kind, at, note) ON breach_acts TO jembatan_app;
GRANT SELECT, INSERT (account, role, unit, day, measure, count, own_usual, role_usual) ON unusual_readings TO jembatan_worker;
GRANT SELECT, UPDATE (looked) ON unusual_round TO jembatan_worker;
GRANT SELECT ON open_breaches TO jembatan_app;
GRANT EXECUTE ON FUNCTION days_of_reading(timestamptz, timestamptz, text[], text[]) TO jembatan_worker;
SELECT note_changes_of('unusual_readings', 'id', '', 'id'), note_changes_of('unusual_reviews', 'finding_id', '', 'finding_id'),
    note_changes_of('breaches', 'id', '', 'id'), note_changes_of('breach_acts', 'id', '', 'id');

-- 4. Both are tasks of the officer.
INSERT INTO task_kinds (kind, roles, ends, due_days, ahead_days) VALUES
    ('unusual_reading', '{data_protection_officer}', 'fact', 3, NULL),
    ('breach_to_tell', '{data_protection_officer}', 'fact', NULL, NULL);
CREATE VIEW tasks_of_oversight WITH (security_invoker = true) AS
SELECT 'unusual_reading' AS kind, f.id AS record_id, ''::text AS part, NULL::uuid AS candidate_id, f.measure AS about,
       f.count AS times, (f.found_at AT TIME ZONE 'Asia/Jakarta')::date AS since, NULL::date AS deadline
FROM unusual_readings f
WHERE f.account IS DISTINCT FROM (SELECT asking_account())
    AND NOT EXISTS (SELECT FROM unusual_reviews r WHERE r.finding_id = f.id)
UNION ALL
SELECT 'breach_to_tell', b.id, '', NULL, array_to_string(b.untold, ' '), 1, NULL, (b.due_at AT TIME ZONE 'Asia/Jakarta')::date
FROM open_breaches b;
CREATE OR REPLACE VIEW open_tasks WITH (security_invoker = true) AS
SELECT n.id, d.kind, d.record_id, d.candidate_id, d.about, d.times, d.ends, d.due_on, m.snoozed_until
FROM (SELECT t.kind, t.record_id, t.part, t.candidate_id, t.about, t.times, k.ends, k.ahead_days,
             coalesce(t.deadline, t.since + k.due_days) AS due_on
      FROM (SELECT * FROM tasks_of_lists UNION ALL SELECT * FROM tasks_of_work UNION ALL SELECT * FROM tasks_of_people
            UNION ALL SELECT * FROM tasks_of_offices UNION ALL SELECT * FROM tasks_of_employers
            UNION ALL SELECT * FROM tasks_of_horizon UNION ALL SELECT * FROM tasks_of_fairness
            UNION ALL SELECT * FROM tasks_of_oversight) t
      JOIN task_kinds k ON k.kind = t.kind AND (SELECT (asking_duty()).role) = ANY (k.roles)) d
CROSS JOIN LATERAL (SELECT md5(concat_ws('|', d.kind, d.record_id, d.part,
    CASE WHEN d.ends = 'fact' AND d.due_on < today_here() THEN 'late' END))::uuid AS id) n
LEFT JOIN task_marks m ON m.account_id = asking_account() AND m.task_id = n.id
WHERE m.done_at IS NULL AND (d.ahead_days IS NULL OR d.due_on <= today_here() + d.ahead_days);
GRANT SELECT ON tasks_of_oversight TO jembatan_app;

-- 5. A person's letter. Whoever receives it need not see anybody: the person is found by the keyed hash of the number,
-- and the request goes to who has them in charge. The look-up is a row of the trail whether or not it found anybody, and
-- there are not many in a day: an officer has to know whether there is somebody, and nobody else may find out so.
CREATE FUNCTION request_by_letter(
    number_kind text, hashes text[], asked text, received timestamptz, due timestamptz, words text
) RETURNS TABLE (people integer, requests uuid[]) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    known uuid[];
    one uuid;
BEGIN
    IF NOT acts_as('data_protection_officer') THEN
        RETURN;
    END IF;
    IF (SELECT count(*) FROM trail t WHERE t.account = asking_account() AND t.at > now() - interval '1 day'
            AND t.act = 'look_up' AND t.entity = 'subject_requests') >= 50 THEN
        RAISE EXCEPTION 'too many look-ups' USING ERRCODE = 'check_violation', CONSTRAINT = 'letters_in_a_day';
    END IF;
    SELECT coalesce(array_agg(i.candidate_id), '{}') INTO known FROM candidate_identities i
    WHERE number_kind = 'nik' AND i.nik_hash = ANY (hashes) OR number_kind = 'register_number' AND i.register_hash = ANY (hashes);
    people := cardinality(known);
    IF people = 0 OR people > 1 AND number_kind <> 'nik' THEN -- a register number is a facility's own: two may be two people's
        INSERT INTO trail (act, entity, fields) VALUES ('look_up', 'subject_requests', ARRAY[number_kind]);
        known := '{}';
    END IF;
    requests := '{}';
    FOREACH one IN ARRAY known LOOP
        INSERT INTO subject_requests (id, kind, subject, candidate_id, state, received_at, due_at, note, unit_id, caseload)
        SELECT gen_random_uuid(), asked, c.id, c.id, 'open', received, due, words, c.unit_id, c.caseload
        FROM candidates c WHERE c.id = one RETURNING requests || id INTO requests;
        INSERT INTO trail (act, entity, record_id, subject, fields)
        VALUES ('look_up', 'subject_requests', requests[cardinality(requests)], one, ARRAY[number_kind]);
    END LOOP;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION request_by_letter(text, text[], text, timestamptz, timestamptz, text) IS
    'By an officer: how many records have this number, and the requests that were written down, one for each; none where a register number is more than one person''s';
GRANT EXECUTE ON FUNCTION request_by_letter(text, text[], text, timestamptz, timestamptz, text) TO jembatan_app;

-- 6. Signing an account out everywhere is an act of its own (it was: disabled and let in again).
CREATE FUNCTION sign_out_everywhere(account uuid, with_tokens boolean) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT acts_as('administrator') OR NOT EXISTS (SELECT FROM accounts a WHERE a.id = account) THEN
        RETURN false;
    END IF;
    DELETE FROM sessions s WHERE s.account_id = account;
    IF with_tokens THEN
        UPDATE api_tokens t SET revoked_at = now() WHERE t.account_id = account AND t.revoked_at IS NULL;
        UPDATE account_links l SET used_at = now() WHERE l.account_id = account AND l.used_at IS NULL;
    END IF;
    -- also where nothing was open: that it was done is what is asked for later
    INSERT INTO trail (act, entity, record_id, fields)
    VALUES ('sign_out', 'accounts', account, CASE WHEN with_tokens THEN '{links,sessions,tokens}' ELSE '{sessions}' END::text[]);
    RETURN true;
END $$;
COMMENT ON FUNCTION sign_out_everywhere(uuid, boolean) IS 'By an administrator; false where there is no such account. The account stays as it is';
GRANT EXECUTE ON FUNCTION sign_out_everywhere(uuid, boolean) TO jembatan_app;

-- 7. Searching by role and by purpose. Almost all rows are of case workers and of case work, and such are found from the
-- end; the others have an index, which costs nothing where it has no row (measured: docs/trail.md; the function: 0040).
CREATE INDEX trail_of_role ON trail (role, seq) WHERE role <> 'case_worker';
CREATE INDEX trail_of_purpose ON trail (purpose, seq) WHERE purpose <> 'case work';
DROP FUNCTION search_trail(uuid, uuid, uuid, timestamptz, timestamptz, text, bigint, integer);
