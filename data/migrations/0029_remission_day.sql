-- A day on which everybody's window moves costs what moves, and no more. What is noted and told is what it was.

-- Columns of a table but for some, as a list for one row of it: `a.home, a.education, …`. A column that comes later is in it.
CREATE FUNCTION columns_but(target regclass, of_row text, but text[]) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(format('%s.%I', of_row, attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attname <> ALL (but);
$$;

-- 1. The outbox. A window that moves says so by a topic of its own: index building then reads windows alone. A person of
-- whom a part has changed is no change of the person's own row, whose version alone has grown.
ALTER TABLE outbox DROP CONSTRAINT outbox_topic,
    ADD CONSTRAINT outbox_topic CHECK (topic IN ('vacancy', 'candidate', 'window'));

CREATE FUNCTION changed_people_to_outbox() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    entries bigint;
    untold CONSTANT text[] := '{recorded_by,recorded_at,version}';
BEGIN
    EXECUTE format('INSERT INTO outbox (topic, record_id) SELECT ''candidate'', a.id FROM before b JOIN changed a USING (id)
                    WHERE (%s) IS DISTINCT FROM (%s)',
                   columns_but(TG_RELID, 'b', untold), columns_but(TG_RELID, 'a', untold));
    GET DIAGNOSTICS entries = ROW_COUNT;
    IF entries > 0 THEN
        PERFORM pg_notify('jembatan_outbox', '');
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER outbox_update ON candidates;
CREATE TRIGGER outbox_update AFTER UPDATE ON candidates REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION changed_people_to_outbox();

DO $$
DECLARE
    part text;
BEGIN
    FOREACH part IN ARRAY ARRAY['release_windows', 'supervisions'] LOOP
        EXECUTE format('DROP TRIGGER outbox_insert ON %I', part);
        EXECUTE format('DROP TRIGGER outbox_update ON %I', part);
        EXECUTE format('CREATE TRIGGER outbox_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed
                        FOR EACH STATEMENT EXECUTE FUNCTION to_outbox(''window'', ''candidate_id'')', part);
        EXECUTE format('CREATE TRIGGER outbox_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed
                        FOR EACH STATEMENT EXECUTE FUNCTION to_outbox(''window'', ''candidate_id'')', part);
    END LOOP;
END $$;

-- 2. The trail, as before (0020). Of people of whom only a part has changed nothing is looked at any more, since nothing
-- would be noted; and of each record the states are compared field by field, without a join for each.
CREATE OR REPLACE FUNCTION trail_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    anything boolean;
    untold CONSTANT text[] := '{seq,recorded_by,recorded_at,version,text_version,nik_sealed,register_sealed}';
BEGIN
    IF TG_TABLE_NAME = 'candidates' THEN
        EXECUTE format('SELECT count(*) > 0 FROM before b JOIN after a USING (id) WHERE (%s) IS DISTINCT FROM (%s)',
                       columns_but(TG_RELID, 'b', untold), columns_but(TG_RELID, 'a', untold)) INTO anything;
        IF NOT anything THEN
            RETURN NULL;
        END IF;
    END IF;
    WITH states AS MATERIALIZED (
        SELECT trail_content(to_jsonb(b)) AS content, false AS stands FROM before b
        UNION ALL SELECT trail_content(to_jsonb(a)), true FROM after a),
    pairs AS MATERIALIZED (
        SELECT r.was, r.stands, (r.stands ->> TG_ARGV[1])::uuid AS subject
        FROM (SELECT array_agg(content ORDER BY content) FILTER (WHERE NOT stands) AS was,
                     array_agg(content ORDER BY content) FILTER (WHERE stands) AS stands
              FROM states GROUP BY content ->> TG_ARGV[0], content ->> TG_ARGV[2]) one
        CROSS JOIN LATERAL unnest(one.was, one.stands) AS r (was, stands)
        WHERE r.was <> r.stands)
    INSERT INTO trail (act, entity, record_id, subject, fields, digests)
    SELECT 'change', TG_TABLE_NAME, (p.stands ->> TG_ARGV[0])::uuid, p.subject, c.fields, c.digests
    FROM pairs p
    LEFT JOIN LATERAL (
        SELECT inner_block, outer_block FROM trail_keys
        WHERE subject = coalesce(p.subject, '00000000-0000-0000-0000-000000000000')
        LIMIT 1) k ON true
    CROSS JOIN LATERAL (
        SELECT array_agg(key ORDER BY key) AS fields, jsonb_object_agg(key, jsonb_build_array(
                   trail_digest(k.inner_block, k.outer_block, TG_TABLE_NAME || '.' || key || '=' || (p.was -> key)::text),
                   trail_digest(k.inner_block, k.outer_block, TG_TABLE_NAME || '.' || key || '=' || value::text)))
                   AS digests
        FROM jsonb_each(p.stands) WHERE p.was -> key <> value) c;
    RETURN NULL;
END $$;

-- 3. As before (0012); the units that one plans for are asked once and not for every person.
CREATE OR REPLACE FUNCTION planned_names(people uuid[]) RETURNS TABLE (candidate_id uuid, name text, phone text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.candidate_id, i.name, i.phone FROM candidate_identities i
    WHERE i.candidate_id = ANY (people) AND i.unit_id = ANY ((SELECT planned_units())::uuid[]);
$$;

-- 4. Who comes near release is ranked again, and whoever has the person in charge is told. One row for each person who is
-- within the horizon: it goes when the person leaves it or takes part no longer, so that who comes back comes anew.
CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
) ON COMMIT DROP;
CREATE TABLE horizon_entries (
    id uuid CONSTRAINT horizon_entries_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT horizon_entries_seq UNIQUE,
    candidate_id uuid NOT NULL,
    entered_on date NOT NULL,
    news boolean NOT NULL,
    viable integer CONSTRAINT horizon_entries_viable CHECK (viable >= 0),
    snapshot text NOT NULL DEFAULT '',
    ranked_at timestamptz CONSTRAINT horizon_entries_ranked CHECK ((ranked_at IS NULL) = (viable IS NULL)),
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT horizon_entries_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX horizon_entries_of_candidate ON horizon_entries (candidate_id);
CREATE INDEX horizon_entries_waiting ON horizon_entries (seq) WHERE news AND viable IS NULL;
COMMENT ON COLUMN horizon_entries.news IS 'False: within the horizon already when the program first looked';
COMMENT ON COLUMN horizon_entries.viable IS 'Vacancies that the rules leave and supervision allows, as many as a list holds at most; null: not ranked yet';
COMMENT ON COLUMN horizon_entries.snapshot IS 'Version of the indexes on which it was ranked';

CREATE TABLE horizon_round (
    only_row boolean CONSTRAINT horizon_round_one_row PRIMARY KEY DEFAULT true CONSTRAINT horizon_round_only_row CHECK (only_row),
    at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO horizon_round DEFAULT VALUES;
COMMENT ON TABLE horizon_round IS 'When a process has last looked who is within the horizon; the one that sets it looks';

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['horizon_entries', 'horizon_round'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
END $$;
CREATE POLICY worker ON horizon_entries TO jembatan_worker USING (true);
CREATE POLICY case_worker ON horizon_entries FOR SELECT TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]));
GRANT SELECT, UPDATE (viable, snapshot, ranked_at) ON horizon_entries TO jembatan_worker;
GRANT SELECT ON horizon_entries TO jembatan_app;
SELECT note_changes_of('horizon_entries', 'id', 'candidate_id', 'id');

ALTER TABLE jobs DROP CONSTRAINT jobs_kind, ADD CONSTRAINT jobs_kind CHECK (kind IN ('mail', 'horizon')),
    ALTER account_id DROP NOT NULL,
    ADD CONSTRAINT jobs_of_somebody CHECK ((kind = 'mail') = (account_id IS NOT NULL));

-- By the program, once in a while: who has come and who has gone. Who has come is a job, unless one waits already.
CREATE FUNCTION look_at_horizon(today date, until date, every interval) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    before timestamptz;
    came bigint;
BEGIN
    SELECT at INTO before FROM horizon_round WHERE at <= now() - every FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    UPDATE horizon_round SET at = now();
    CREATE TEMPORARY TABLE near ON COMMIT DROP AS
    SELECT c.id, c.unit_id, c.caseload, w.earliest FROM candidates c JOIN release_windows w ON w.candidate_id = c.id
    WHERE c.consented AND NOT c.objected AND NOT c.restricted AND w.superseded_at IS NULL
        AND w.earliest <= until AND w.latest >= today;
    DELETE FROM horizon_entries h WHERE NOT EXISTS (SELECT FROM near n WHERE n.id = h.candidate_id);
    INSERT INTO horizon_entries (candidate_id, entered_on, news, unit_id, caseload)
    SELECT n.id, today, before > '-infinity', n.unit_id, n.caseload FROM near n
    WHERE NOT EXISTS (SELECT FROM horizon_entries h WHERE h.candidate_id = n.id) ORDER BY n.earliest, n.id;
    GET DIAGNOSTICS came = ROW_COUNT;
    INSERT INTO jobs (kind, day) SELECT 'horizon', today
    WHERE EXISTS (SELECT FROM horizon_entries h JOIN embedded_candidates e USING (candidate_id) WHERE h.news AND h.viable IS NULL)
        AND NOT EXISTS (SELECT FROM jobs WHERE kind = 'horizon' AND state IN ('waiting', 'set_aside'));
    RETURN came;
END $$;
COMMENT ON FUNCTION look_at_horizon(date, date, interval) IS 'How many have come; 0 where somebody has looked since. Those of the first look are no news';
GRANT EXECUTE ON FUNCTION look_at_horizon(date, date, interval) TO jembatan_worker;

INSERT INTO task_kinds (kind, roles, ends, due_days, ahead_days) VALUES ('horizon_entered', '{case_worker}', 'mark', 7, NULL);
CREATE VIEW tasks_of_horizon WITH (security_invoker = true) AS
SELECT 'horizon_entered' AS kind, h.candidate_id AS record_id, max(h.entered_on)::text AS part, h.candidate_id, '' AS about,
       max(h.viable)::bigint AS times, max(h.entered_on) AS since, NULL::date AS deadline
FROM horizon_entries h
WHERE (SELECT acts_as('case_worker')) AND h.news AND h.viable > 0 AND h.entered_on > today_here() - 30
GROUP BY h.candidate_id;
GRANT SELECT ON tasks_of_horizon TO jembatan_app;

-- A person's own file tells of it. No rule of retention: a row lasts as long as the person is near release.
ALTER FUNCTION subject_file(uuid) RENAME TO subject_file_before_horizon;
REVOKE EXECUTE ON FUNCTION subject_file_before_horizon(uuid) FROM jembatan_app;
CREATE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT subject_file_before_horizon(who) || jsonb_build_object('horizon_entries', (
        SELECT jsonb_agg(jsonb_build_object('entered_on', h.entered_on, 'ranked_at', h.ranked_at, 'viable', h.viable)
                         ORDER BY h.seq)
        FROM horizon_entries h WHERE h.candidate_id = who));
$$;
COMMENT ON FUNCTION subject_file(uuid) IS 'All that is kept of a person, numbers still sealed; null where the person is not yours';
GRANT EXECUTE ON FUNCTION subject_file(uuid) TO jembatan_app;
