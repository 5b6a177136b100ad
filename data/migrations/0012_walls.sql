-- Row-level security, forced, on every table that holds something of a person or a company. The application owns
-- nothing, so there is no way around for it. The worker role builds indexes from matching facts of everybody and
-- cannot read identities. The owner is let through: it runs the triggers and the named functions of these files.

-- 1. Who sees which row. Functions without arguments stand in sub-selects, so that they are asked once for a statement
-- and not once for a row.
DO $$
DECLARE
    target text;
    sees CONSTANT text := '(unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]))';
    plans CONSTANT text := 'unit_id = ANY ((SELECT planned_units())::uuid[])';
BEGIN
    -- Whatever is forced lets the owner and the backup through by a policy of their own.
    FOREACH target IN ARRAY ARRAY['candidates', 'candidate_identities', 'protected_attributes', 'candidate_references',
            'certificates', 'release_windows', 'supervisions', 'consent_events', 'holds', 'imports', 'import_changes',
            'unresolved_rows', 'queue_decisions', 'runs', 'idempotency_keys', 'embedded_candidates', 'facet_vectors',
            'employers',
            'vacancies', 'vacancy_history', 'accounts', 'duties', 'covers', 'field_rules'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;

    FOREACH target IN ARRAY ARRAY['candidates', 'candidate_identities', 'candidate_references', 'certificates',
            'release_windows', 'supervisions', 'consent_events', 'holds'] LOOP
        EXECUTE format('CREATE POLICY case_worker ON %I TO jembatan_app USING (%s)', target, sees);
    END LOOP;
    -- A planner reads what work and dates need. Who somebody is comes from `planned_names`: name and telephone alone.
    FOREACH target IN ARRAY ARRAY['candidates', 'certificates', 'release_windows', 'supervisions', 'holds'] LOOP
        EXECUTE format('CREATE POLICY release_planner ON %I FOR SELECT TO jembatan_app USING (%s)', target, plans);
    END LOOP;

    FOREACH target IN ARRAY ARRAY['candidates', 'certificates', 'release_windows', 'supervisions',
            'embedded_candidates', 'facet_vectors', 'vacancies', 'employers'] LOOP
        EXECUTE format('CREATE POLICY worker ON %I TO jembatan_worker USING (true)', target);
    END LOOP;
END $$;

CREATE FUNCTION planned_names(people uuid[]) RETURNS TABLE (candidate_id uuid, name text, phone text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.candidate_id, i.name, i.phone FROM candidate_identities i
    WHERE i.candidate_id = ANY (people) AND i.unit_id = ANY (planned_units());
$$;

-- The rule behind a blocked field tells of offences by implication. The old policy believed the session's word.
DROP POLICY only_for_case_workers ON field_rules;
CREATE POLICY case_worker ON field_rules FOR SELECT TO jembatan_app USING ((SELECT acts_as('case_worker')));

-- A key of a source system is unique in a caseload: across caseloads an error would tell that somebody else has the
-- person. A person known elsewhere is claimed (section 3).
ALTER TABLE candidate_references DROP CONSTRAINT one_candidate_per_reference,
    ADD CONSTRAINT one_candidate_per_reference UNIQUE (system, key, unit_id, caseload);
COMMENT ON CONSTRAINT one_candidate_per_reference ON candidate_references IS
    'Within a caseload; beyond it a duplicate is claimed, never told by an error';

CREATE POLICY own ON imports TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]));
-- What an import changed holds states of people: it is hidden with the person.
CREATE POLICY own ON import_changes TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[])
           AND import_id IN (SELECT i.id FROM imports i)
           AND (candidate_id IS NULL OR EXISTS (SELECT FROM candidates c WHERE c.id = candidate_id)));
CREATE POLICY own ON unresolved_rows TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[])
           AND import_id IN (SELECT i.id FROM imports i));
CREATE POLICY own ON queue_decisions TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND row_id IN (SELECT u.id FROM unresolved_rows u));
CREATE POLICY own ON idempotency_keys TO jembatan_app USING (account_id = (SELECT asking_account()));

-- How many changes an own import has logged, those of people included who have gone elsewhere: such an import cannot be
-- undone any more.
CREATE FUNCTION logged_changes(import uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM import_changes c JOIN imports i ON i.id = c.import_id
    WHERE i.id = import AND i.unit_id = case_unit() AND i.caseload = ANY (case_loads());
$$;

-- Whose lists for a vacancy one may see: one's own, and those of whom one covers.
CREATE FUNCTION own_records() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(case_loads(), ARRAY[d.account_id]) FROM asking_duty() d
    WHERE d.role IN ('case_worker', 'release_planner');
$$;
-- A run goes with its person. A list for a vacancy stays with who asked for it, as long as they may see all it names.
CREATE POLICY of_a_person ON runs TO jembatan_app USING (
    CASE WHEN candidate_id IS NOT NULL THEN EXISTS (SELECT FROM candidates c WHERE c.id = candidate_id)
         ELSE unit_id = (SELECT asking_unit()) AND caseload = ANY ((SELECT own_records())::uuid[])
              AND (SELECT count(*) FROM candidates c WHERE c.id = ANY (mentions)) = cardinality(mentions)
    END);

-- Vacancies are no secret among the staff; an employer sees and writes its own. Its record, with whether it has been
-- verified, is the staff's to write.
CREATE POLICY staff ON employers TO jembatan_app USING ((SELECT acts_as('case_worker', 'release_planner')));
CREATE POLICY administrator ON employers FOR SELECT TO jembatan_app USING ((SELECT acts_as('administrator')));
CREATE POLICY company ON employers FOR SELECT TO jembatan_app USING (id = (SELECT asking_company()));
CREATE POLICY staff ON vacancies TO jembatan_app USING ((SELECT acts_as('case_worker', 'release_planner')));
CREATE POLICY company ON vacancies TO jembatan_app USING (employer_id = (SELECT asking_company()));
CREATE POLICY of_a_vacancy ON vacancy_history FOR SELECT TO jembatan_app
    USING (EXISTS (SELECT FROM vacancies v WHERE v.id = vacancy_id));

-- Keys of source systems are unique among all companies, so a company that could choose one would learn of others'.
CREATE FUNCTION references_are_the_staffs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF acts_as('employer') AND (NEW.reference_system, NEW.reference_key) IS DISTINCT FROM
        (CASE WHEN TG_OP = 'UPDATE' THEN OLD.reference_system END, CASE WHEN TG_OP = 'UPDATE' THEN OLD.reference_key END)
    THEN
        RAISE EXCEPTION 'references are set by the staff'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'references_are_the_staffs';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER references_are_the_staffs BEFORE INSERT OR UPDATE OF reference_system, reference_key ON vacancies
    FOR EACH ROW EXECUTE FUNCTION references_are_the_staffs();

-- Accounts: an administrator's, and one's own.
CREATE POLICY administrator ON accounts TO jembatan_app USING ((SELECT acts_as('administrator')));
CREATE POLICY own ON accounts FOR SELECT TO jembatan_app USING (id = (SELECT asking_account()));
CREATE POLICY administrator ON duties TO jembatan_app USING ((SELECT acts_as('administrator')));
CREATE POLICY own ON duties FOR SELECT TO jembatan_app USING (account_id = (SELECT asking_account()));
CREATE POLICY administrator ON covers TO jembatan_app USING ((SELECT acts_as('administrator')));
CREATE POLICY own ON covers FOR SELECT TO jembatan_app
    USING ((SELECT asking_account()) IN (absent, covering));

-- The other case workers of one's unit, to whom a person can be handed over.
CREATE FUNCTION works_in(unit uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT DISTINCT a.id FROM accounts a JOIN duties d ON d.account_id = a.id
    WHERE d.role = 'case_worker' AND d.unit_id = unit AND a.status = 'active'
        AND d.since <= now() AND (d.until IS NULL OR d.until > now());
$$;
CREATE FUNCTION colleagues() RETURNS TABLE (id uuid, name text) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT a.id, a.name FROM accounts a
    WHERE a.id IN (SELECT works_in(case_unit())) AND a.id <> asking_account() ORDER BY a.name, a.id;
$$;

-- As before (0007), and only for people whom the one who asks has in charge.
CREATE OR REPLACE FUNCTION write_protected_attributes(
    candidate uuid, sex text, disability text, religion text, minority_language text
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO protected_attributes AS old (
        candidate_id, sex, disability, religion, minority_language, unit_id, caseload)
    SELECT c.id, $2, $3, $4, $5, c.unit_id, c.caseload FROM candidates c
    WHERE c.id = $1 AND c.unit_id = case_unit() AND c.caseload = ANY (case_loads())
    ON CONFLICT ON CONSTRAINT protected_attributes_pkey DO UPDATE
    SET sex = coalesce(excluded.sex, old.sex), disability = coalesce(excluded.disability, old.disability),
        religion = coalesce(excluded.religion, old.religion),
        minority_language = coalesce(excluded.minority_language, old.minority_language),
        recorded_by = asking_account(), recorded_at = now(), version = old.version + 1
    WHERE (coalesce(excluded.sex, old.sex), coalesce(excluded.disability, old.disability),
           coalesce(excluded.religion, old.religion), coalesce(excluded.minority_language, old.minority_language))
          IS DISTINCT FROM (old.sex, old.disability, old.religion, old.minority_language);
$$;

-- 2. What an employer is shown of people: cards, and only of people whose gate is open, for an own open vacancy.

CREATE FUNCTION gate_open(person candidates) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT person.consented AND NOT person.objected $$;
COMMENT ON FUNCTION gate_open(candidates) IS 'Whether this person takes part in matching';

-- What the person has agreed that this employer learns: of name, phone, district. Nothing, until the ledger of consents
-- (0014) says so.
CREATE FUNCTION disclosed_fields(candidate uuid, employer uuid) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$ SELECT '{}'::text[] $$;
CREATE FUNCTION disclosed_to(candidate uuid, employer uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$ SELECT disclosed_fields(candidate, employer) <> '{}' $$;

-- A name for a person that one employer knows, and that two employers cannot compare.
CREATE TABLE card_key (
    only_row boolean CONSTRAINT card_key_one_row PRIMARY KEY DEFAULT true CONSTRAINT card_key_only_row CHECK (only_row),
    secret bytea NOT NULL DEFAULT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
);
INSERT INTO card_key DEFAULT VALUES;
COMMENT ON TABLE card_key IS 'Read by card_code alone. The message after the secret has a fixed length';
CREATE FUNCTION card_code(candidate uuid, employer uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT regexp_replace(upper(encode(substr(sha256(secret || uuid_send(employer) || uuid_send(candidate)), 1, 6), 'hex')),
                          '(....)(....)(....)', '\1-\2-\3') FROM card_key;
$$;

-- Words of which an issuer or a title tells where somebody was; reference data. Where there are none, nothing is shown.
CREATE TABLE masked_words (
    pattern text CONSTRAINT masked_words_pkey PRIMARY KEY,
    why text NOT NULL
);
GRANT SELECT ON masked_words TO jembatan_app, jembatan_worker;
CREATE FUNCTION masking_pattern() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT '\m(' || string_agg(pattern, '|' ORDER BY pattern) || ')' FROM (
        SELECT pattern FROM masked_words
        UNION ALL
        SELECT regexp_replace(name, '([^[:alnum:] ])', '\\\1', 'g') FROM units
        WHERE type <> 'platform' AND EXISTS (SELECT FROM masked_words)) words;
$$;
CREATE FUNCTION masked_issuer(issuer text, pattern text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN issuer !~* pattern THEN issuer ELSE '' END;
CREATE FUNCTION masked_title(title text, pattern text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN coalesce(btrim(regexp_replace(title, '[[:space:],(–-]*(\m(di|oleh|dari|at|by|in)\M)?[[:space:](]*' || pattern || '.*$',
                                         '', 'i')), '');
COMMENT ON FUNCTION masked_title(text, text) IS 'The title up to the first word that tells of a facility';

-- Lists that an employer has asked for today: whoever asks often enough finds out who is behind a card.
CREATE TABLE employer_lists (
    employer_id uuid CONSTRAINT employer_lists_employer REFERENCES employers ON DELETE CASCADE,
    day date,
    lists integer NOT NULL,
    CONSTRAINT employer_lists_pkey PRIMARY KEY (employer_id, day)
);
CREATE FUNCTION count_employer_list(vacancy uuid) RETURNS integer LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO employer_lists AS known (employer_id, day, lists)
    SELECT v.employer_id, (now() AT TIME ZONE 'Asia/Jakarta')::date, 1 FROM vacancies v
    WHERE v.id = vacancy AND v.employer_id = asking_company()
    ON CONFLICT ON CONSTRAINT employer_lists_pkey DO UPDATE SET lists = known.lists + 1
    RETURNING lists;
$$;
COMMENT ON FUNCTION count_employer_list(uuid) IS 'Counts one more; how many it are today. Null where the vacancy is not one''s own';

CREATE FUNCTION cards_for(vacancy uuid, people uuid[], today date) RETURNS TABLE (
    candidate_id uuid, code text, province text, available_from date, months_of_work bigint, certificates jsonb,
    name text, phone text, district text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, card_code(c.id, v.employer_id), left(c.home, 2), date_trunc('month', greatest(w.expected, today))::date,
           (SELECT coalesce(sum((job ->> 'months')::integer), 0) FROM jsonb_array_elements(c.experience) job),
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'id', t.id, 'title', masked_title(t.title, p.words), 'scheme', masked_title(t.scheme, p.words),
                       'units', t.units, 'kkni_level', t.kkni_level, 'issuer', coalesce(masked_issuer(t.issuer, p.words), ''),
                       'verification', t.verification) ORDER BY t.position, t.id), '[]')
            FROM certificates t WHERE t.candidate_id = c.id AND t.verification <> 'rejected'),
           CASE WHEN 'name' = ANY (d.fields) THEN i.name END, CASE WHEN 'phone' = ANY (d.fields) THEN i.phone END,
           CASE WHEN 'district' = ANY (d.fields) THEN i.district END
    FROM vacancies v
    CROSS JOIN (SELECT masking_pattern() AS words) p
    JOIN candidates c ON c.id = ANY (people) AND gate_open(c)
    JOIN candidate_identities i ON i.candidate_id = c.id
    LEFT JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
    CROSS JOIN LATERAL (SELECT disclosed_fields(c.id, v.employer_id) AS fields) d
    WHERE v.id = vacancy AND v.employer_id = asking_company() AND v.status = 'open';
$$;

-- 3. From one caseload or unit to another.

CREATE TABLE transfers (
    id uuid CONSTRAINT transfers_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT transfers_seq UNIQUE,
    candidate_id uuid NOT NULL CONSTRAINT transfers_candidate REFERENCES candidates ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT transfers_kind CHECK (kind IN ('claim', 'offer', 'hand_over')),
    from_unit uuid NOT NULL CONSTRAINT transfers_from REFERENCES units,
    from_caseload uuid NOT NULL,
    to_unit uuid NOT NULL CONSTRAINT transfers_to REFERENCES units,
    to_caseload uuid,
    note text NOT NULL DEFAULT '',
    asked_by uuid NOT NULL DEFAULT asking_account(),
    asked_at timestamptz NOT NULL DEFAULT now(),
    outcome text CONSTRAINT transfers_outcome CHECK (outcome IN ('accepted', 'refused', 'withdrawn')),
    decided_by uuid,
    decided_at timestamptz,
    CONSTRAINT transfers_decided CHECK (num_nulls(outcome, decided_by, decided_at) IN (0, 3)),
    CONSTRAINT transfers_has_receiver CHECK (to_caseload IS NOT NULL OR kind = 'offer' AND outcome IS DISTINCT FROM 'accepted')
);
CREATE UNIQUE INDEX one_open_transfer ON transfers (candidate_id, to_unit, coalesce(to_caseload, to_unit)) WHERE outcome IS NULL;
COMMENT ON TABLE transfers IS 'Mutasi. `claim`: the receiving side asks; `offer`: the holding side does; `hand_over`: inside a unit, at once';
COMMENT ON COLUMN transfers.note IS 'Such as the number of the letter; no word about the person';

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['card_key', 'employer_lists', 'transfers'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
END $$;
-- Whoever claims sees nothing of it: a row would tell that somebody has the person. The history goes with the person.
CREATE POLICY holder ON transfers FOR SELECT TO jembatan_app
    USING ((SELECT acts_as('case_worker')) AND EXISTS (SELECT FROM candidates c WHERE c.id = candidate_id));
CREATE POLICY offered ON transfers FOR SELECT TO jembatan_app
    USING (kind = 'offer' AND outcome IS NULL AND to_unit = (SELECT case_unit()));
GRANT SELECT ON transfers TO jembatan_app;

-- Whether the one who asks has this person in charge.
CREATE FUNCTION in_charge(candidate uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM candidates c
                   WHERE c.id = candidate AND c.unit_id = case_unit() AND c.caseload = ANY (case_loads()));
$$;

-- Everybody with one of these numbers who is in somebody else's charge is claimed. Nothing comes back.
CREATE FUNCTION claim_people(nik_hashes text[]) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO transfers (candidate_id, kind, from_unit, from_caseload, to_unit, to_caseload)
    SELECT i.candidate_id, 'claim', i.unit_id, i.caseload, case_unit(), asking_account()
    FROM candidate_identities i
    WHERE i.nik_hash = ANY (nik_hashes) AND acts_as('case_worker')
        AND NOT (i.unit_id = case_unit() AND i.caseload = ANY (case_loads()))
    ON CONFLICT DO NOTHING;
$$;

CREATE FUNCTION offer_person(candidate uuid, unit uuid, words text) RETURNS uuid LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO transfers (candidate_id, kind, from_unit, from_caseload, to_unit, note)
    SELECT c.id, 'offer', c.unit_id, c.caseload, u.id, words FROM candidates c JOIN units u ON u.id = unit
    WHERE c.id = candidate AND in_charge(c.id) AND u.id <> c.unit_id AND u.type IN ('lapas', 'rutan', 'lpka', 'bapas')
    ON CONFLICT (candidate_id, to_unit, coalesce(to_caseload, to_unit)) WHERE outcome IS NULL DO UPDATE SET note = words
    RETURNING id;
$$;
COMMENT ON FUNCTION offer_person(uuid, uuid, text) IS 'The transfer that is open now; null where the person or the unit is none';

-- What the old side has of the person besides the person's own rows: lists that name them, rows that may be theirs.
CREATE FUNCTION forget_here(person uuid, unit uuid, holder uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE runs SET features = replace(features::text, person::text, '00000000-0000-0000-0000-000000000000')::jsonb,
                    result = replace(result::text, person::text, '00000000-0000-0000-0000-000000000000')::jsonb,
                    mentions = array_remove(mentions, person)
    WHERE mentions @> ARRAY[person] AND (unit_id, caseload) IS DISTINCT FROM (unit, holder);
    UPDATE unresolved_rows SET possible = array_remove(possible, person)
    WHERE possible @> ARRAY[person] AND (unit_id, caseload) IS DISTINCT FROM (unit, holder);
$$;

-- Two records of one NIK in one caseload become one: `kept`, which has the longer history, with what `newer` says.
-- Ids that a person had before two records became one: an erasure must name them too, for a backup holds them.
CREATE TABLE former_ids (
    former uuid CONSTRAINT former_ids_pkey PRIMARY KEY,
    candidate_id uuid NOT NULL CONSTRAINT former_ids_candidate REFERENCES candidates ON DELETE CASCADE
);
CREATE INDEX former_ids_of_candidate ON former_ids (candidate_id);
ALTER TABLE former_ids ENABLE ROW LEVEL SECURITY;
ALTER TABLE former_ids FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON former_ids TO CURRENT_USER USING (true);
CREATE POLICY backup ON former_ids FOR SELECT TO jembatan_backup USING (true);
CREATE POLICY worker ON former_ids FOR SELECT TO jembatan_worker USING (true);
GRANT SELECT ON former_ids TO jembatan_worker;

CREATE FUNCTION join_people(kept uuid, newer uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    hanging regclass;
BEGIN
    -- Whoever has objected, or has not consented, once, is taken at that word. What is closed stays closed.
    UPDATE candidates k SET
        home = n.home, education = greatest(k.education, n.education), consented = k.consented AND n.consented,
        objected = k.objected OR n.objected, restricted = k.restricted OR n.restricted, custody_regency = n.custody_regency, accepted_places = n.accepted_places,
        willing_to_move = n.willing_to_move, sea_crossing = n.sea_crossing, max_travel_m = n.max_travel_m,
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
    UPDATE protected_attributes k SET
        sex = coalesce(n.sex, k.sex), disability = coalesce(n.disability, k.disability),
        religion = coalesce(n.religion, k.religion),
        minority_language = coalesce(n.minority_language, k.minority_language), version = k.version + 1
    FROM protected_attributes n WHERE k.candidate_id = kept AND n.candidate_id = newer;
    DELETE FROM protected_attributes n WHERE n.candidate_id = newer
        AND EXISTS (SELECT FROM protected_attributes k WHERE k.candidate_id = kept);
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

-- Everything that is keyed by the person follows by the foreign keys. Only functions of this file call this.
CREATE FUNCTION move_person(person uuid, unit uuid, holder uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    twin uuid;
BEGIN
    SELECT o.candidate_id INTO twin FROM candidate_identities i
    JOIN candidate_identities o ON o.nik_hash = i.nik_hash AND o.candidate_id <> i.candidate_id
    WHERE i.candidate_id = person AND o.unit_id = unit AND o.caseload = holder ORDER BY o.recorded_at LIMIT 1;
    DELETE FROM candidate_references r USING candidate_references there
    WHERE r.candidate_id = person AND there.candidate_id <> person AND there.unit_id = unit AND there.caseload = holder
        AND (there.system, there.key) = (r.system, r.key);
    UPDATE candidates SET unit_id = unit, caseload = holder, recorded_by = asking_account(), recorded_at = now(),
        version = version + 1
    WHERE id = person;
    PERFORM forget_here(person, unit, holder);
    IF twin IS NOT NULL THEN
        PERFORM join_people(person, twin);
    END IF;
    -- Whatever else was asked about this person was asked of somebody who has it no longer.
    UPDATE transfers SET outcome = 'withdrawn', decided_by = asking_account(), decided_at = now()
    WHERE candidate_id = person AND outcome IS NULL;
END $$;

CREATE FUNCTION hand_over_person(candidate uuid, colleague uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    holder uuid;
BEGIN
    SELECT c.caseload INTO holder FROM candidates c WHERE c.id = candidate AND in_charge(c.id) FOR UPDATE;
    IF holder IS NULL OR holder = colleague OR colleague NOT IN (SELECT works_in(case_unit())) THEN
        RETURN false;
    END IF;
    INSERT INTO transfers (candidate_id, kind, from_unit, from_caseload, to_unit, to_caseload, outcome, decided_by, decided_at)
    VALUES (candidate, 'hand_over', case_unit(), holder, case_unit(), colleague, 'accepted', asking_account(), now());
    PERFORM move_person(candidate, case_unit(), colleague);
    RETURN true;
END $$;

-- A claim is decided by the holding side, an offer by the receiving one, to whom an accepted person comes; who has
-- offered may withdraw. False where there is nothing to decide.
CREATE FUNCTION decide_transfer(transfer uuid, accept boolean) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    asked transfers;
    holding boolean;
    receiver uuid;
BEGIN
    SELECT * INTO asked FROM transfers t WHERE t.id = transfer AND t.outcome IS NULL FOR UPDATE;
    IF NOT FOUND OR NOT acts_as('case_worker') THEN
        RETURN false;
    END IF;
    PERFORM FROM candidates c WHERE c.id = asked.candidate_id FOR UPDATE;
    holding := in_charge(asked.candidate_id);
    IF NOT (CASE asked.kind WHEN 'claim' THEN holding
                            ELSE asked.to_unit = case_unit() OR (holding AND NOT accept) END) THEN
        RETURN false;
    END IF;
    receiver := coalesce(asked.to_caseload, asking_account());
    IF accept AND receiver NOT IN (SELECT works_in(asked.to_unit)) THEN
        RETURN false; -- who has asked is not there any more, and nobody would have the person
    END IF;
    UPDATE transfers SET decided_by = asking_account(), decided_at = now(),
        to_caseload = CASE WHEN accept THEN receiver ELSE to_caseload END,
        outcome = CASE WHEN accept THEN 'accepted' WHEN asked.kind = 'offer' AND holding THEN 'withdrawn' ELSE 'refused' END
    WHERE id = transfer;
    IF accept THEN
        PERFORM move_person(asked.candidate_id, asked.to_unit, receiver);
    END IF;
    RETURN true;
END $$;

GRANT EXECUTE ON FUNCTION own_records(), gate_open(candidates), planned_names(uuid[]), logged_changes(uuid), colleagues(), in_charge(uuid),
    count_employer_list(uuid), cards_for(uuid, uuid[], date), claim_people(text[]), offer_person(uuid, uuid, text),
    hand_over_person(uuid, uuid), decide_transfer(uuid, boolean)
    TO jembatan_app;
