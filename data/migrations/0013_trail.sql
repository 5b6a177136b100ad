-- The trail: who has read and changed what of whom, and for what purpose. Rows are added and never changed, by nobody;
-- no value of a person stands in them. A job seals them into a chain of hashes (data/sealing.py), so that whoever
-- rewrites, removes, inserts or reorders rows around the database's own walls is found out.

CREATE TABLE trail (
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT trail_pkey PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT now(),
    account uuid DEFAULT asking_account(),
    role text DEFAULT nullif(current_setting('app.role', true), ''),
    duty uuid DEFAULT nullif(current_setting('app.duty', true), '')::uuid,
    unit uuid DEFAULT asking_unit(),
    purpose text DEFAULT nullif(current_setting('app.purpose', true), ''),
    request uuid DEFAULT nullif(current_setting('app.request', true), '')::uuid,
    act text NOT NULL CONSTRAINT trail_act CHECK (act ~ '^[a-z_]{1,30}$'),
    entity text NOT NULL CONSTRAINT trail_entity CHECK (entity ~ '^[a-z_]{1,60}$'),
    record_id uuid,
    subject uuid,
    fields text[] NOT NULL DEFAULT '{}',
    digests jsonb
);
CREATE INDEX trail_of_subject ON trail (subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX trail_of_account ON trail (account, seq);
CREATE INDEX trail_by_time ON trail (at);
CREATE INDEX trail_by_xid ON trail (xid);
COMMENT ON TABLE trail IS 'One row for each person of whom a transaction has read, and for each record that a statement has changed';
COMMENT ON COLUMN trail.account IS 'As told in the session; null: somebody has worked around the program';
COMMENT ON COLUMN trail.entity IS 'Table of what was changed, or kind of what was read';
COMMENT ON COLUMN trail.record_id IS 'Of a part of a person without an id of its own, the person''s';
COMMENT ON COLUMN trail.subject IS 'The candidate whose data it is; an id that means nothing once the person is erased';
COMMENT ON COLUMN trail.fields IS 'Groups of fields that were read; columns that were changed; empty: the whole record';
COMMENT ON COLUMN trail.digests IS '{column: [before, after]}, or {"*": …} of a whole record: HMAC-SHA256 under the key of the person';

-- Keys of the digests. One goes with its person: afterwards nobody can try out which values a digest stands for.
-- The nil uuid has the key of everything that belongs to no person. Kept are the two blocks that HMAC (RFC 2104)
-- hashes first: the key, filled up to 64 bytes, XOR 0x36… and XOR 0x5c….
CREATE TABLE trail_keys (
    subject uuid CONSTRAINT trail_keys_pkey PRIMARY KEY,
    inner_block bytea NOT NULL,
    outer_block bytea NOT NULL
);
COMMENT ON TABLE trail_keys IS 'Read by the triggers of this file alone';

CREATE FUNCTION add_trail_keys(subjects uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO trail_keys (subject, inner_block, outer_block)
    SELECT one, substr(bit_send(key # ('x' || repeat('36', 64))::bit(512)), 5),
           substr(bit_send(key # ('x' || repeat('5c', 64))::bit(512)), 5)
    FROM unnest(subjects) one,
         LATERAL (SELECT ('x' || rpad(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                                                    || uuid_send(one)), 'hex'), 128, '0'))::bit(512) AS key) made
    ON CONFLICT DO NOTHING;
$$;

CREATE FUNCTION trail_digest(inner_block bytea, outer_block bytea, message text) RETURNS text LANGUAGE sql STABLE
    RETURN encode(sha256(outer_block || sha256(inner_block || convert_to(message, 'UTF8'))), 'base64');
COMMENT ON FUNCTION trail_digest(bytea, bytea, text) IS
    'HMAC-SHA256 in base64; the message is `table.column=value`, the value as jsonb prints it; null where there is no key';

-- Chain and seals. A link is the SHA-256 of the link before and the text of the row (data/sql/sealing.sql).
CREATE TABLE trail_links (
    position bigint CONSTRAINT trail_links_pkey PRIMARY KEY,
    seq bigint NOT NULL CONSTRAINT one_link_per_row UNIQUE,
    link bytea NOT NULL CONSTRAINT trail_links_sha256 CHECK (length(link) = 32)
);
CREATE TABLE trail_seals (
    position bigint CONSTRAINT trail_seals_pkey PRIMARY KEY,
    link bytea NOT NULL,
    incarnation text NOT NULL,
    bound xid8 NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE trail_links IS 'Order of sealing. No foreign key: a row that has gone must be missed, not take its link along';
COMMENT ON TABLE trail_seals IS 'Up to which position and transaction a run has sealed: all before `bound` were over';

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is only added to' USING ERRCODE = 'insufficient_privilege', TABLE = TG_TABLE_NAME;
END $$;
DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['trail', 'trail_links', 'trail_seals'] LOOP
        EXECUTE format('CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['trail', 'trail_keys', 'trail_links', 'trail_seals'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['trail', 'trail_links', 'trail_seals'] LOOP
        EXECUTE format('CREATE POLICY auditor ON %I FOR SELECT TO jembatan_auditor USING (true)', target);
        EXECUTE format('CREATE POLICY sealing ON %I FOR SELECT TO jembatan_worker USING (true)', target);
    END LOOP;
END $$;

-- The program says what it has read and the session says who: it can name nobody else, and no change that the
-- triggers have not seen.
CREATE POLICY reading ON trail FOR INSERT TO jembatan_app WITH CHECK (act NOT IN ('create', 'change', 'remove', 'index'));
CREATE POLICY indexing ON trail FOR INSERT TO jembatan_worker WITH CHECK (act = 'index');
CREATE POLICY sealed ON trail_links FOR INSERT TO jembatan_worker WITH CHECK (true);
CREATE POLICY sealed ON trail_seals FOR INSERT TO jembatan_worker WITH CHECK (true);
GRANT INSERT (act, entity, record_id, subject, fields) ON trail TO jembatan_app, jembatan_worker;
GRANT INSERT (position, seq, link) ON trail_links TO jembatan_worker;
GRANT INSERT (position, link, incarnation, bound) ON trail_seals TO jembatan_worker;
GRANT SELECT ON trail, trail_links, trail_seals TO jembatan_worker, jembatan_auditor;

-- Changes. The arguments of a trigger: the columns of the record's id, of the person's (or ''), and of the row's key.
-- What every change touches is left out; so are sealed numbers, which look new whenever they are written: their keyed
-- hash tells whether the number is another. Keys are always found by their index: a plan is kept from a time when there
-- were few.
CREATE FUNCTION trail_content(stored jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
    RETURN stored - '{seq,recorded_by,recorded_at,version,text_version,nik_sealed,register_sealed}'::text[];

CREATE FUNCTION trail_created() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_TABLE_NAME = 'candidates' THEN
        PERFORM add_trail_keys(array_agg((to_jsonb(a) ->> 'id')::uuid)) FROM after a;
    END IF;
    INSERT INTO trail (act, entity, record_id, subject, digests)
    SELECT 'create', TG_TABLE_NAME, (r.stored ->> TG_ARGV[0])::uuid, r.subject,
           jsonb_build_object('*', jsonb_build_array(NULL, trail_digest(
               k.inner_block, k.outer_block, TG_TABLE_NAME || '=' || trail_content(r.stored)::text)))
    FROM (SELECT to_jsonb(a) AS stored, (to_jsonb(a) ->> TG_ARGV[1])::uuid AS subject FROM after a) r
    LEFT JOIN trail_keys k ON k.subject = coalesce(r.subject, '00000000-0000-0000-0000-000000000000');
    RETURN NULL;
END $$;

CREATE FUNCTION trail_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO trail (act, entity, record_id, subject, digests)
    SELECT 'remove', TG_TABLE_NAME, (r.stored ->> TG_ARGV[0])::uuid, r.subject,
           jsonb_build_object('*', jsonb_build_array(trail_digest(
               k.inner_block, k.outer_block, TG_TABLE_NAME || '=' || trail_content(r.stored)::text), NULL))
    FROM (SELECT to_jsonb(b) AS stored, (to_jsonb(b) ->> TG_ARGV[1])::uuid AS subject FROM before b) r
    LEFT JOIN trail_keys k ON k.subject = coalesce(r.subject, '00000000-0000-0000-0000-000000000000');
    IF TG_TABLE_NAME = 'candidates' THEN -- by now the rows that hung on the person have gone, and are noted
        DELETE FROM trail_keys WHERE subject IN (SELECT (to_jsonb(b) ->> 'id')::uuid FROM before b);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION trail_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO trail (act, entity, record_id, subject, fields, digests)
    SELECT 'change', TG_TABLE_NAME, r.record_id, r.subject, c.fields, c.digests
    FROM (SELECT trail_content(to_jsonb(b)) AS was, trail_content(to_jsonb(a)) AS stands,
                 (to_jsonb(a) ->> TG_ARGV[0])::uuid AS record_id, (to_jsonb(a) ->> TG_ARGV[1])::uuid AS subject
          FROM before b JOIN after a ON to_jsonb(a) ->> TG_ARGV[0] = to_jsonb(b) ->> TG_ARGV[0]
                                    AND to_jsonb(a) ->> TG_ARGV[2] = to_jsonb(b) ->> TG_ARGV[2]) r
    LEFT JOIN trail_keys k ON k.subject = coalesce(r.subject, '00000000-0000-0000-0000-000000000000')
    CROSS JOIN LATERAL (
        SELECT array_agg(key ORDER BY key) AS fields, jsonb_object_agg(key, jsonb_build_array(
                   trail_digest(k.inner_block, k.outer_block, TG_TABLE_NAME || '.' || key || '=' || before.value::text),
                   trail_digest(k.inner_block, k.outer_block, TG_TABLE_NAME || '.' || key || '=' || after.value::text)))
                   AS digests
        FROM jsonb_each(r.was) before JOIN jsonb_each(r.stands) after USING (key) WHERE before.value <> after.value) c
    WHERE r.was <> r.stands;
    RETURN NULL;
END $$;

-- Let every change of a table be noted. A later migration calls this for a table of its own.
CREATE FUNCTION note_changes_of(target regclass, record_column text, subject_column text, key_column text)
    RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    arguments CONSTANT text := format('%L, %L, %L', record_column, subject_column, key_column);
BEGIN
    EXECUTE format('CREATE TRIGGER trail_created AFTER INSERT ON %s REFERENCING NEW TABLE AS after
                    FOR EACH STATEMENT EXECUTE FUNCTION trail_created(%s)', target, arguments);
    EXECUTE format('CREATE TRIGGER trail_removed AFTER DELETE ON %s REFERENCING OLD TABLE AS before
                    FOR EACH STATEMENT EXECUTE FUNCTION trail_removed(%s)', target, arguments);
    EXECUTE format('CREATE TRIGGER trail_changed AFTER UPDATE ON %s REFERENCING OLD TABLE AS before NEW TABLE AS after
                    FOR EACH STATEMENT EXECUTE FUNCTION trail_changed(%s)', target, arguments);
END $$;

SELECT add_trail_keys(array_agg(id)) FROM (SELECT id FROM candidates
    UNION ALL SELECT '00000000-0000-0000-0000-000000000000') everybody;
SELECT note_changes_of(name, record_column, subject_column, key_column) FROM (VALUES
    ('candidates'::regclass, 'id', 'id', 'id'),
    ('candidate_identities', 'candidate_id', 'candidate_id', 'candidate_id'),
    ('protected_attributes', 'candidate_id', 'candidate_id', 'candidate_id'),
    ('candidate_references', 'candidate_id', 'candidate_id', 'key'),
    ('certificates', 'id', 'candidate_id', 'id'),
    ('release_windows', 'candidate_id', 'candidate_id', 'id'),
    ('supervisions', 'candidate_id', 'candidate_id', 'id'),
    ('holds', 'id', 'candidate_id', 'id'),
    ('runs', 'id', 'candidate_id', 'id'),
    ('employers', 'id', '', 'id'),
    ('vacancies', 'id', '', 'id'),
    ('accounts', 'id', '', 'id'),
    ('duties', 'id', '', 'id'),
    ('covers', 'id', '', 'id')) AS tables (name, record_column, subject_column, key_column);

-- Who reads the trail. The application has no right to the table: it asks these functions, and they ask the duty.
CREATE FUNCTION search_trail(
    of_subject uuid, of_account uuid, since timestamptz, until timestamptz, of_act text, before_seq bigint, rows integer
) RETURNS SETOF trail LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM trail t
    WHERE acts_as('data_protection_officer')
        AND (of_subject IS NULL OR t.subject = of_subject) AND (of_account IS NULL OR t.account = of_account)
        AND (since IS NULL OR t.at >= since) AND (until IS NULL OR t.at < until)
        AND (of_act IS NULL OR t.act = of_act) AND (before_seq IS NULL OR t.seq < before_seq)
    ORDER BY t.seq DESC LIMIT rows;
$$;

-- A person's processing trail, for the access export (UU 27/2022, Article 32): for the officer, and for the case
-- worker who has the person. Of the staff it tells role and unit, not the account.
CREATE FUNCTION processing_of(person uuid) RETURNS TABLE (
    at timestamptz, role text, unit uuid, purpose text, act text, entity text, fields text[]
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.at, t.role, t.unit, t.purpose, t.act, t.entity, t.fields FROM trail t
    WHERE t.subject = person
        AND (acts_as('data_protection_officer')
             OR EXISTS (SELECT FROM candidates c WHERE c.id = person AND c.unit_id = case_unit()
                            AND c.caseload = ANY (case_loads())))
    ORDER BY t.seq;
$$;

-- What each account has read on each day, in the local time of its unit: counts, for finding what is unusual.
-- `zones` are [province codes, names of time zones]; a unit elsewhere, or without a province, lives by Jakarta's time.
CREATE FUNCTION reading_days(since timestamptz, until timestamptz, provinces text[], zones text[]) RETURNS TABLE (
    account uuid, role text, unit uuid, day date, people bigint, late bigint, looked_up bigint, namesakes bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH reads AS (
        SELECT t.account, t.role, t.unit, t.subject, t.act, t.at AT TIME ZONE coalesce(z.zone, 'Asia/Jakarta') AS local
        FROM trail t
        LEFT JOIN units u ON u.id = t.unit
        LEFT JOIN unnest(provinces, zones) AS z (province, zone) ON z.province = u.province_code
        WHERE acts_as('data_protection_officer') AND t.at >= since AND t.at < until
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
GRANT EXECUTE ON FUNCTION search_trail(uuid, uuid, timestamptz, timestamptz, text, bigint, integer), processing_of(uuid),
    reading_days(timestamptz, timestamptz, text[], text[]) TO jembatan_app;
