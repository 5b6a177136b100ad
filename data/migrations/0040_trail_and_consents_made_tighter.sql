-- What a second review of accounts and privacy found: changes and readings that two records took along when they became
-- one, a child's own word, and digests of requests that anybody could try out.

-- 1. As before (0029), but: rows are the same by their own key alone, so that a row which comes to another person is
-- noted, as it was and as it stands.
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
              FROM states GROUP BY content ->> TG_ARGV[2]) one
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

-- A decision's own number is no part of what is noted; of one row, they are told apart by their states.
SELECT note_changes_of('queue_decisions', 'row_id', 'candidate_id', 'row_id');

-- As before (0012), but: what is known of the one that goes by no key of its own is written to the one that stays, so
-- that it is noted there; and transfers stay in the history.
CREATE OR REPLACE FUNCTION join_people(kept uuid, newer uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    hanging regclass;
BEGIN
    -- Whoever has objected, or has not consented, once, is taken at that word. What is closed stays closed.
    UPDATE candidates k SET
        home = n.home, education = greatest(k.education, n.education), consented = k.consented AND n.consented,
        objected = k.objected OR n.objected, restricted = k.restricted OR n.restricted,
        custody_regency = n.custody_regency, accepted_places = n.accepted_places, willing_to_move = n.willing_to_move, sea_crossing = n.sea_crossing, max_travel_m = n.max_travel_m,
        licences = k.licences || (SELECT coalesce(jsonb_agg(l), '[]') FROM jsonb_array_elements(n.licences) l
                                  WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(k.licences) h WHERE h -> 0 = l -> 0)),
        languages = ARRAY(SELECT DISTINCT unnest(k.languages || n.languages) ORDER BY 1),
        experience = k.experience || (SELECT coalesce(jsonb_agg(e), '[]') FROM jsonb_array_elements(n.experience) e
                                      WHERE NOT k.experience @> jsonb_build_array(e)),
        interests = n.interests, excluded_fields = n.excluded_fields, shifts = n.shifts, contracts = n.contracts,
        minimum_wage_idr = n.minimum_wage_idr, needs_lodging = n.needs_lodging,
        restrictions = ARRAY(SELECT DISTINCT unnest(k.restrictions || n.restrictions) ORDER BY 1),
        blocked_fields = ARRAY(SELECT DISTINCT unnest(k.blocked_fields || n.blocked_fields) ORDER BY 1),
        blockers = n.blockers, recorded_by = asking_account(), recorded_at = now(), version = k.version + 1
    FROM candidates n WHERE k.id = kept AND n.id = newer;
    -- Sealed numbers are bound to their record and stay. A register number is of the facility that was left: it goes
    -- where the new one has another, and comes back with the next list of that facility.
    UPDATE candidate_identities k SET
        name = n.name, birth_date = coalesce(n.birth_date, k.birth_date), phone = coalesce(n.phone, k.phone),
        district = coalesce(nullif(n.district, ''), k.district), facility = n.facility,
        guarantor = coalesce(n.guarantor, k.guarantor),
        register_sealed = CASE WHEN n.register_hash IS NULL THEN k.register_sealed END,
        register_hash = CASE WHEN n.register_hash IS NULL THEN k.register_hash END,
        register_last4 = CASE WHEN n.register_hash IS NULL THEN k.register_last4 ELSE '' END,
        recorded_by = asking_account(), recorded_at = now(), version = k.version + 1
    FROM candidate_identities n WHERE k.candidate_id = kept AND n.candidate_id = newer;
    INSERT INTO protected_attributes AS k (candidate_id, sex, disability, religion, minority_language, unit_id, caseload,
                                           recorded_by, recorded_at)
    SELECT kept, n.sex, n.disability, n.religion, n.minority_language, n.unit_id, n.caseload, n.recorded_by, n.recorded_at
    FROM protected_attributes n WHERE n.candidate_id = newer
    ON CONFLICT ON CONSTRAINT protected_attributes_pkey DO UPDATE SET
        sex = coalesce(excluded.sex, k.sex), disability = coalesce(excluded.disability, k.disability),
        religion = coalesce(excluded.religion, k.religion),
        minority_language = coalesce(excluded.minority_language, k.minority_language), version = k.version + 1;
    DELETE FROM protected_attributes WHERE candidate_id = newer;
    DELETE FROM certificates n USING certificates k WHERE n.candidate_id = newer AND k.candidate_id = kept
        AND (n.kind, n.title, n.scheme, n.number, n.issued) IS NOT DISTINCT FROM (k.kind, k.title, k.scheme, k.number, k.issued);
    UPDATE certificates SET position = position + 1 + (SELECT coalesce(max(position), 0) FROM certificates WHERE candidate_id = kept)
    WHERE candidate_id = newer;
    UPDATE release_windows SET superseded_at = now() WHERE candidate_id = kept AND superseded_at IS NULL
        AND EXISTS (SELECT FROM release_windows WHERE candidate_id = newer AND superseded_at IS NULL);
    UPDATE supervisions SET superseded_at = now() WHERE candidate_id = kept AND superseded_at IS NULL
        AND (EXISTS (SELECT FROM release_windows WHERE candidate_id = newer AND superseded_at IS NULL)
             OR EXISTS (SELECT FROM supervisions WHERE candidate_id = newer AND superseded_at IS NULL));
    -- The rest only changes its owner, in tables of later migrations too; what hangs on such a row by a key of its own
    -- follows through that.
    FOR hanging IN
        SELECT c.conrelid::regclass FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attname = 'candidate_id'
        WHERE c.contype = 'f' AND c.confrelid = 'candidates'::regclass AND a.attnum = ANY (c.conkey)
            AND c.conrelid NOT IN ('candidate_identities'::regclass, 'import_changes'::regclass,
                                   'embedded_candidates'::regclass, 'transfers'::regclass)
            AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.contype = 'f' AND o.conrelid = c.conrelid
                                AND o.oid <> c.oid AND a.attnum = ANY (o.conkey))
    LOOP
        EXECUTE format('UPDATE %s SET candidate_id = $1 WHERE candidate_id = $2', hanging) USING kept, newer;
    END LOOP;
    -- Whatever is still asked about the one that goes was asked of somebody who has it no longer.
    UPDATE transfers SET candidate_id = kept, outcome = coalesce(outcome, 'withdrawn'),
        decided_by = coalesce(decided_by, asking_account()), decided_at = coalesce(decided_at, now())
    WHERE candidate_id = newer;
    UPDATE runs SET features = replace(features::text, newer::text, kept::text)::jsonb,
                    result = replace(result::text, newer::text, kept::text)::jsonb,
                    mentions = array_replace(mentions, newer, kept)
    WHERE mentions @> ARRAY[newer];
    UPDATE unresolved_rows SET possible = array_replace(possible, newer, kept) WHERE possible @> ARRAY[newer];
    UPDATE subject_requests SET subject = kept WHERE subject = newer;
    UPDATE former_ids SET candidate_id = kept WHERE candidate_id = newer;
    INSERT INTO former_ids (former, candidate_id) VALUES (newer, kept);
    DELETE FROM candidates WHERE id = newer;
END $$;

-- 2. All ids that a person has had. Whoever read the record that has gone has read this person.
CREATE FUNCTION ids_ever(person uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT person || ARRAY(SELECT f.former FROM former_ids f WHERE f.candidate_id = person);
$$;
COMMENT ON FUNCTION ids_ever(uuid) IS 'For functions that ask whose the person is: it asks nobody';

-- As before (0013, 0017), under every id.
CREATE OR REPLACE FUNCTION processing_of(person uuid) RETURNS TABLE (
    at timestamptz, role text, unit uuid, purpose text, act text, entity text, fields text[]
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.at, t.role, t.unit, t.purpose, t.act, t.entity, t.fields FROM trail t
    WHERE t.subject = ANY ((SELECT ids_ever(person))::uuid[])
        AND (acts_as('data_protection_officer')
             OR EXISTS (SELECT FROM candidates c WHERE c.id = person AND c.unit_id = case_unit()
                            AND c.caseload = ANY (case_loads())))
    ORDER BY t.seq;
$$;
-- The question is put together of what is asked for: a plan that must do for every question uses none of the indexes
-- (measured: docs/trail.md).
CREATE FUNCTION search_trail(
    of_subject uuid, of_record uuid, of_account uuid, since timestamptz, until timestamptz, of_act text, of_role text,
    of_purpose text, before_seq bigint, rows integer
) RETURNS SETOF trail LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT acts_as('data_protection_officer') THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE 'SELECT * FROM trail t WHERE '
        || concat_ws(' AND ', 'true',
            CASE WHEN of_subject IS NOT NULL THEN 't.subject = ANY (ids_ever($1))' END,
            CASE WHEN of_record IS NOT NULL THEN 't.record_id = $2 AND t.subject IS NULL' END,
            CASE WHEN of_account IS NOT NULL THEN 't.account = $3' END,
            CASE WHEN since IS NOT NULL THEN 't.at >= $4' END,
            CASE WHEN until IS NOT NULL THEN 't.at < $5' END,
            CASE WHEN of_act IS NOT NULL THEN 't.act = $6' END,
            CASE WHEN of_role IS NOT NULL THEN 't.role = $7' END,
            CASE WHEN of_purpose IS NOT NULL THEN 't.purpose = $8' END,
            CASE WHEN before_seq IS NOT NULL THEN 't.seq < $9' END)
        || ' ORDER BY t.seq DESC LIMIT $10'
    USING of_subject, of_record, of_account, since, until, of_act, of_role, of_purpose, before_seq, rows;
END $$;
COMMENT ON FUNCTION search_trail(uuid, uuid, uuid, timestamptz, timestamptz, text, text, text, bigint, integer) IS
    'Rows of the trail, the newest first; nothing, unless an officer asks';
GRANT EXECUTE ON FUNCTION search_trail(uuid, uuid, uuid, timestamptz, timestamptz, text, text, text, bigint, integer) TO jembatan_app;

-- As before (0014), under the id that stands: a person of whom a former record was seen is told like anybody else.
CREATE OR REPLACE FUNCTION breach_worksheet(suspect uuid, since timestamptz, until timestamptz) RETURNS TABLE (
    candidate_id uuid, unit text, caseload text, first_at timestamptz, last_at timestamptz, looks bigint,
    fields text[], purposes text[], still_kept boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH seen AS MATERIALIZED (
        SELECT coalesce(f.candidate_id, t.candidate_id) AS person, t.at, t.purpose, t.fields
        FROM trail_by(suspect, since, until) t LEFT JOIN former_ids f ON f.former = t.candidate_id
        WHERE acts_as('data_protection_officer') AND t.candidate_id IS NOT NULL)
    SELECT s.person, u.name, a.name, min(s.at), max(s.at), count(*),
           (SELECT coalesce(array_agg(DISTINCT f ORDER BY f), '{}') FROM seen o, unnest(o.fields) f WHERE o.person = s.person),
           array_remove(array_agg(DISTINCT s.purpose ORDER BY s.purpose), NULL), c.id IS NOT NULL
    FROM seen s
    LEFT JOIN candidates c ON c.id = s.person
    LEFT JOIN units u ON u.id = c.unit_id LEFT JOIN accounts a ON a.id = c.caseload
    GROUP BY s.person, u.name, a.name, c.id ORDER BY min(s.at), s.person;
$$;

-- 3. As before (0014), but: what somebody agreed to as a child discloses nothing without a parent or guardian (UU 27/2022
-- Art. 25), however the birth date came to be known, and also when the child has grown up.
CREATE OR REPLACE FUNCTION disclosed_fields(candidate uuid, employer uuid) RETURNS text[] LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT field ORDER BY field), '{}')
    FROM consent_states c JOIN candidates p ON p.id = c.candidate_id, unnest(c.fields) AS field
    WHERE c.candidate_id = $1 AND c.employer_id = $2 AND c.purpose = 'disclosure' AND c.state = 'current'
        AND c.given_at <= now() AND NOT p.restricted
        AND (btrim(c.guardian_name) <> '' OR NOT EXISTS (
            SELECT FROM candidate_identities i WHERE i.candidate_id = c.candidate_id
                AND i.birth_date + interval '18 years' > (c.given_at AT TIME ZONE 'Asia/Jakarta')::date));
$$;

-- 4. Digests of requests are keyed from now on (data/idempotency.py), so that nobody can try out with them what stood in
-- one: those of before, of seven days at most, go.
DELETE FROM idempotency_keys;
COMMENT ON COLUMN idempotency_keys.request_digest IS 'Keyed hash of the vault';

-- As before (0014), but: a key goes under whatever record of the person it created one.
CREATE OR REPLACE FUNCTION erase_person(who uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was_there boolean;
    hanging regclass;
BEGIN
    PERFORM FROM candidates WHERE id = who FOR UPDATE;
    was_there := FOUND;
    -- A queued row may be about this person, for it has the same name and birth date: it goes, whoever else it may be.
    DELETE FROM unresolved_rows WHERE possible @> ARRAY[who];
    DELETE FROM idempotency_keys WHERE record_id = who;
    -- … and under whatever else of the person, in tables of later migrations too; before it goes with the person.
    FOR hanging IN
        SELECT t.oid::regclass FROM pg_class t
        JOIN pg_attribute p ON p.attrelid = t.oid AND p.attname = 'candidate_id'
        JOIN pg_attribute i ON i.attrelid = t.oid AND i.attname = 'id' AND i.atttypid = 'uuid'::regtype
        WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('DELETE FROM idempotency_keys WHERE record_id IN (SELECT id FROM %s WHERE candidate_id = $1)', hanging)
            USING who;
    END LOOP;
    DELETE FROM candidates WHERE id = who;
    -- What remains of a request has no words of anybody; of an erasure, its ground.
    UPDATE subject_requests SET
        note = CASE WHEN kind = 'erasure' AND note IN ('request', 'purpose_ended', 'retention_ended', 'mistake')
                    THEN note ELSE '' END,
        answer = CASE WHEN state = 'refused' THEN '…' ELSE '' END,
        state = CASE WHEN state IN ('open', 'approved') THEN 'done' ELSE state END,
        decided_at = coalesce(decided_at, now())
    WHERE subject = who;
    RETURN was_there;
END $$;
