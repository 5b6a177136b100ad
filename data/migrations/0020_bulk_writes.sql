-- Writing thousands of records in a statement costs no more than their number. What is noted and kept is what it was.

-- 1. The trail (0013). A plan of a trigger is kept from the first statement of a session, which may have touched one row
-- or none; whatever the plan then is, the work must not grow with the square of the rows. So states before and after
-- are brought together by grouping and not by a join, keys are looked up one by one, and each row is read as JSON once.
CREATE OR REPLACE FUNCTION trail_created() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_TABLE_NAME = 'candidates' THEN
        PERFORM add_trail_keys(array_agg((to_jsonb(a) ->> 'id')::uuid)) FROM after a;
    END IF;
    WITH written AS MATERIALIZED (SELECT trail_content(to_jsonb(a)) AS content FROM after a)
    INSERT INTO trail (act, entity, record_id, subject, digests)
    SELECT 'create', TG_TABLE_NAME, (w.content ->> TG_ARGV[0])::uuid, (w.content ->> TG_ARGV[1])::uuid,
           jsonb_build_object('*', jsonb_build_array(NULL, trail_digest(
               k.inner_block, k.outer_block, TG_TABLE_NAME || '=' || w.content::text)))
    FROM written w LEFT JOIN LATERAL (
        SELECT inner_block, outer_block FROM trail_keys
        WHERE subject = coalesce((w.content ->> TG_ARGV[1])::uuid, '00000000-0000-0000-0000-000000000000')
        LIMIT 1) k ON true;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION trail_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    WITH gone AS MATERIALIZED (SELECT trail_content(to_jsonb(b)) AS content FROM before b)
    INSERT INTO trail (act, entity, record_id, subject, digests)
    SELECT 'remove', TG_TABLE_NAME, (g.content ->> TG_ARGV[0])::uuid, (g.content ->> TG_ARGV[1])::uuid,
           jsonb_build_object('*', jsonb_build_array(trail_digest(
               k.inner_block, k.outer_block, TG_TABLE_NAME || '=' || g.content::text), NULL))
    FROM gone g LEFT JOIN LATERAL (
        SELECT inner_block, outer_block FROM trail_keys
        WHERE subject = coalesce((g.content ->> TG_ARGV[1])::uuid, '00000000-0000-0000-0000-000000000000')
        LIMIT 1) k ON true;
    IF TG_TABLE_NAME = 'candidates' THEN -- by now the rows that hung on the person have gone, and are noted
        DELETE FROM trail_keys WHERE subject IN (SELECT (to_jsonb(b) ->> 'id')::uuid FROM before b);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION trail_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    WITH states AS MATERIALIZED (
        SELECT trail_content(to_jsonb(b)) AS content, false AS stands FROM before b
        UNION ALL SELECT trail_content(to_jsonb(a)), true FROM after a)
    INSERT INTO trail (act, entity, record_id, subject, fields, digests)
    SELECT 'change', TG_TABLE_NAME, (r.stands ->> TG_ARGV[0])::uuid, (r.stands ->> TG_ARGV[1])::uuid, c.fields, c.digests
    FROM (SELECT array_agg(content ORDER BY content) FILTER (WHERE NOT stands) AS was,
                 array_agg(content ORDER BY content) FILTER (WHERE stands) AS stands
          FROM states GROUP BY content ->> TG_ARGV[0], content ->> TG_ARGV[2]) one
    CROSS JOIN LATERAL unnest(one.was, one.stands) AS r (was, stands)
    LEFT JOIN LATERAL (
        SELECT inner_block, outer_block FROM trail_keys
        WHERE subject = coalesce((r.stands ->> TG_ARGV[1])::uuid, '00000000-0000-0000-0000-000000000000')
        LIMIT 1) k ON true
    CROSS JOIN LATERAL (
        SELECT array_agg(key ORDER BY key) AS fields, jsonb_object_agg(key, jsonb_build_array(
                   trail_digest(k.inner_block, k.outer_block, TG_TABLE_NAME || '.' || key || '=' || before.value::text),
                   trail_digest(k.inner_block, k.outer_block, TG_TABLE_NAME || '.' || key || '=' || after.value::text)))
                   AS digests
        FROM jsonb_each(r.was) before JOIN jsonb_each(r.stands) after USING (key) WHERE before.value <> after.value) c
    WHERE r.was <> r.stands;
    RETURN NULL;
END $$;

-- 2. Protected attributes of many people in one statement: the triggers of the table run once and not once a person.
-- As before (0012) for people whom the one who asks has in charge; nothing comes back.
DROP FUNCTION write_protected_attributes(uuid, text, text, text, text);
CREATE FUNCTION write_protected_attributes(stated jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO protected_attributes AS old (
        candidate_id, sex, disability, religion, minority_language, unit_id, caseload)
    SELECT c.id, r.sex, r.disability, r.religion, r.minority_language, c.unit_id, c.caseload
    FROM jsonb_populate_recordset(NULL::protected_attributes, stated) r JOIN candidates c ON c.id = r.candidate_id
    WHERE c.unit_id = (SELECT case_unit()) AND c.caseload = ANY ((SELECT case_loads())::uuid[])
    ON CONFLICT ON CONSTRAINT protected_attributes_pkey DO UPDATE
    SET sex = coalesce(excluded.sex, old.sex), disability = coalesce(excluded.disability, old.disability),
        religion = coalesce(excluded.religion, old.religion),
        minority_language = coalesce(excluded.minority_language, old.minority_language),
        recorded_by = asking_account(), recorded_at = now(), version = old.version + 1
    WHERE (coalesce(excluded.sex, old.sex), coalesce(excluded.disability, old.disability),
           coalesce(excluded.religion, old.religion), coalesce(excluded.minority_language, old.minority_language))
          IS DISTINCT FROM (old.sex, old.disability, old.religion, old.minority_language);
$$;
COMMENT ON FUNCTION write_protected_attributes(jsonb) IS
    '[{candidate_id, sex, disability, religion, minority_language}, …], each person once. The application writes without
reading; nothing comes back, so that guessing tells nothing';
GRANT EXECUTE ON FUNCTION write_protected_attributes(jsonb) TO jembatan_app;

-- 3. As before (0012); who asks is asked once and not for every person found.
CREATE OR REPLACE FUNCTION claim_people(nik_hashes text[]) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO transfers (candidate_id, kind, from_unit, from_caseload, to_unit, to_caseload)
    SELECT i.candidate_id, 'claim', i.unit_id, i.caseload, (SELECT case_unit()), asking_account()
    FROM candidate_identities i
    WHERE i.nik_hash = ANY (nik_hashes) AND (SELECT acts_as('case_worker'))
        AND NOT (i.unit_id = (SELECT case_unit()) AND i.caseload = ANY ((SELECT case_loads())::uuid[]))
    ON CONFLICT DO NOTHING;
$$;
