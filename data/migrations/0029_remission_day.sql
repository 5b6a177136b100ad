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
