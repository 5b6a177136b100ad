-- 1. Four eyes: what one administrator gives lets nobody in before a second one confirms it. Until then a duty opens
-- nothing, and a link or an identity opens no account that has a duty. Who administers on the machine itself holds its
-- keys anyway, and is recorded like anybody else. A setting (`meta.four_eyes`, written by the owner) does without.

ALTER TABLE meta ADD COLUMN four_eyes boolean NOT NULL DEFAULT true;
ALTER TABLE meta ADD COLUMN oidc_issuer text;
COMMENT ON COLUMN meta.four_eyes IS 'Whether a second administrator confirms what one gives; as the last server was told';
COMMENT ON COLUMN meta.oidc_issuer IS 'The one identity provider from which people come; null: none does; as the last server was told';

CREATE FUNCTION awaits_second() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    RETURN acts_as('administrator') AND asking_account() <> '00000000-0000-4000-8000-000000000002'
           AND (SELECT m.four_eyes FROM meta m);
COMMENT ON FUNCTION awaits_second() IS 'Whether what is given in this transaction waits for a second administrator';

-- Columns with these defaults cannot be written by the application: what one administrator inserts awaits the second.
ALTER TABLE duties ADD COLUMN pending boolean NOT NULL DEFAULT awaits_second(),
    ADD COLUMN confirmed_by uuid, ADD COLUMN confirmed_at timestamptz,
    ADD CONSTRAINT duties_confirmed_by_another CHECK (confirmed_by NOT IN (granted_by, account_id));
ALTER TABLE account_links ADD COLUMN pending boolean NOT NULL DEFAULT awaits_second(),
    ADD COLUMN confirmed_by uuid, ADD COLUMN confirmed_at timestamptz,
    ADD CONSTRAINT account_links_confirmed_by_another CHECK (confirmed_by NOT IN (created_by, account_id));
ALTER TABLE external_identities ADD COLUMN pending boolean NOT NULL DEFAULT false,
    ADD COLUMN confirmed_by uuid, ADD COLUMN confirmed_at timestamptz,
    ADD CONSTRAINT external_identities_confirmed_by_another CHECK (confirmed_by NOT IN (linked_by, account_id));
COMMENT ON COLUMN duties.pending IS 'Given by one administrator, not confirmed by a second: it opens nothing';
COMMENT ON COLUMN account_links.pending IS 'Not confirmed by a second administrator: no good while the account has a duty';
COMMENT ON COLUMN external_identities.pending IS 'Tied by one administrator to an account that has had a duty: lets nobody in';

CREATE OR REPLACE FUNCTION is_current(duty duties) RETURNS boolean LANGUAGE sql STABLE
    RETURN NOT duty.pending AND duty.since <= now() AND (duty.until IS NULL OR duty.until > now());
CREATE OR REPLACE FUNCTION asking_duty() RETURNS duties LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT d FROM duties d JOIN accounts a ON a.id = d.account_id
    WHERE d.id = nullif(current_setting('app.duty', true), '')::uuid
        AND d.account_id = asking_account() AND d.unit_id = asking_unit() AND d.role = current_setting('app.role', true)
        AND is_current(d) AND a.status = 'active';
$$;
CREATE OR REPLACE FUNCTION works_in(unit uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT DISTINCT a.id FROM accounts a JOIN duties d ON d.account_id = a.id
    WHERE d.role = 'case_worker' AND d.unit_id = unit AND a.status = 'active' AND is_current(d);
$$;

-- Ended is ended: by the right to end a duty, none is taken up again or made longer.
CREATE FUNCTION duties_only_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF acts_as('administrator') AND (NEW.until IS NULL OR NEW.until > OLD.until) THEN
        RAISE insufficient_privilege USING TABLE = 'duties';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER duties_only_end BEFORE UPDATE OF until ON duties FOR EACH ROW EXECUTE FUNCTION duties_only_end();

-- Whether a link that can still be used opens its account now.
CREATE FUNCTION link_opens(link account_links) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT NOT link.pending OR NOT EXISTS (
        SELECT FROM duties d
        WHERE d.account_id = link.account_id AND NOT d.pending AND (d.until IS NULL OR d.until > now()));
$$;
CREATE OR REPLACE FUNCTION link_account(digest bytea) RETURNS TABLE (account_id uuid, login text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id, a.login, a.name FROM account_links l JOIN accounts a ON a.id = l.account_id
    WHERE l.digest = link_account.digest AND l.used_at IS NULL AND l.until > now() AND a.status = 'active' AND link_opens(l);
$$;
CREATE OR REPLACE FUNCTION use_link(digest bytea, new_hash text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    link account_links;
BEGIN
    UPDATE account_links l SET used_at = now() FROM accounts a
    WHERE l.digest = use_link.digest AND l.used_at IS NULL AND l.until > now() AND a.id = l.account_id
        AND a.status = 'active' AND link_opens(l)
    RETURNING l.* INTO link;
    IF link.id IS NULL THEN
        RETURN false;
    END IF;
    UPDATE account_links SET used_at = now() WHERE account_id = link.account_id AND used_at IS NULL;
    DELETE FROM sessions WHERE account_id = link.account_id;
    UPDATE api_tokens SET revoked_at = now() WHERE account_id = link.account_id AND revoked_at IS NULL;
    IF link.clears_second_factor THEN
        DELETE FROM second_factors WHERE account_id = link.account_id;
        DELETE FROM recovery_codes WHERE account_id = link.account_id;
    END IF;
    INSERT INTO passwords (account_id, hash) VALUES (link.account_id, new_hash)
    ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, set_at = now();
    RETURN true;
END $$;

-- Links that wait for a second administrator; their digests stay where they are.
CREATE FUNCTION pending_links() RETURNS TABLE (
    id uuid, account_id uuid, clears_second_factor boolean, given_by uuid, given_at timestamptz, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id, l.account_id, l.clears_second_factor, l.created_by, l.created_at, l.until FROM account_links l
    WHERE acts_as('administrator') AND l.used_at IS NULL AND l.until > now() AND NOT link_opens(l)
    ORDER BY l.created_at, l.id;
$$;

-- Confirm what another administrator has given to somebody else. False: nothing of the kind waits.
CREATE FUNCTION require_another(VARIADIC involved uuid[]) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF asking_account() = ANY (involved) THEN
        RAISE check_violation USING CONSTRAINT = 'confirmed_by_another';
    END IF;
END $$;
CREATE FUNCTION confirm_duty(duty uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    given duties;
BEGIN
    SELECT * INTO given FROM duties d
    WHERE d.id = duty AND d.pending AND (d.until IS NULL OR d.until > now()) AND acts_as('administrator') FOR UPDATE;
    IF given.id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM require_another(given.granted_by, given.account_id);
    UPDATE duties d SET pending = false, since = now(), confirmed_by = asking_account(), confirmed_at = now()
    WHERE d.id = duty;
    RETURN true;
END $$;
CREATE FUNCTION confirm_link(link uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    given account_links;
BEGIN
    SELECT * INTO given FROM account_links l
    WHERE l.id = link AND l.pending AND l.used_at IS NULL AND l.until > now() AND acts_as('administrator') FOR UPDATE;
    IF given.id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM require_another(given.created_by, given.account_id);
    UPDATE account_links l SET pending = false, confirmed_by = asking_account(), confirmed_at = now() WHERE l.id = link;
    RETURN true;
END $$;
CREATE FUNCTION confirm_identity(account uuid, provider text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    given external_identities;
BEGIN
    SELECT * INTO given FROM external_identities e
    WHERE e.account_id = account AND e.issuer = provider AND e.pending AND acts_as('administrator') FOR UPDATE;
    IF given.account_id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM require_another(given.linked_by, given.account_id);
    UPDATE external_identities e SET pending = false, confirmed_by = asking_account(), confirmed_at = now()
    WHERE e.account_id = account AND e.issuer = provider;
    RETURN true;
END $$;

-- The three accounts of the machine itself are kept from the machine alone; and nobody comes in as its administrator.
CREATE FUNCTION kept_here_alone(account uuid) RETURNS boolean LANGUAGE sql STABLE
    RETURN account IN ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002',
                       '00000000-0000-4000-8000-000000000003')
           AND asking_account() IS DISTINCT FROM '00000000-0000-4000-8000-000000000002';
CREATE POLICY of_the_machine ON duties AS RESTRICTIVE FOR INSERT TO jembatan_app
    WITH CHECK (NOT kept_here_alone(account_id));
CREATE POLICY of_the_machine_still ON duties AS RESTRICTIVE FOR UPDATE TO jembatan_app USING (NOT kept_here_alone(account_id));
CREATE POLICY of_the_machine ON accounts AS RESTRICTIVE FOR UPDATE TO jembatan_app USING (NOT kept_here_alone(id));
CREATE POLICY of_the_machine ON account_links AS RESTRICTIVE FOR INSERT TO jembatan_app
    WITH CHECK (NOT kept_here_alone(account_id));
CREATE POLICY not_to_oneself ON covers AS RESTRICTIVE FOR INSERT TO jembatan_app
    WITH CHECK (covering <> (SELECT asking_account()));
DELETE FROM sessions WHERE account_id = '00000000-0000-4000-8000-000000000002';
DELETE FROM api_tokens WHERE account_id = '00000000-0000-4000-8000-000000000002';
ALTER TABLE sessions ADD CONSTRAINT sessions_not_of_the_machine
    CHECK (account_id <> '00000000-0000-4000-8000-000000000002');
ALTER TABLE api_tokens ADD CONSTRAINT api_tokens_not_of_the_machine
    CHECK (account_id <> '00000000-0000-4000-8000-000000000002');

-- 2. The trail of what lets people in. A row names the account that it is about as its record, the kind as its entity,
-- and names of fields: no digest, since nobody has to prove what a secret was. The database alone writes such rows.
DROP POLICY reading ON trail;
CREATE POLICY reading ON trail FOR INSERT TO jembatan_app
    WITH CHECK (act IN ('read', 'rank', 'look_up', 'reveal', 'export'));

-- The arguments: columns whose change is noted; of a new row, those that are true. Whoever uses a link, or comes back
-- from the provider, is nobody yet: the row names the account that they thereby are.
CREATE FUNCTION note_way_in() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    stands jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    whose CONSTANT uuid := coalesce(stands, was) ->> 'account_id';
    what text[];
BEGIN
    SELECT coalesce(array_agg(one ORDER BY one), '{}') INTO what FROM unnest(TG_ARGV) one
    WHERE CASE TG_OP WHEN 'UPDATE' THEN was -> one IS DISTINCT FROM stands -> one
                     WHEN 'INSERT' THEN stands -> one = 'true' ELSE false END;
    IF TG_OP = 'UPDATE' AND what = '{}' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' AND (was ->> 'until')::timestamptz <= now() THEN
        what := '{expired}';
    END IF;
    INSERT INTO trail (account, act, entity, record_id, fields)
    VALUES (coalesce(asking_account(), whose),
            CASE WHEN TG_OP = 'UPDATE' THEN 'change'
                 WHEN TG_TABLE_NAME = 'sessions' THEN CASE TG_OP WHEN 'INSERT' THEN 'sign_in' ELSE 'sign_out' END
                 WHEN TG_OP = 'INSERT' THEN 'create' ELSE 'remove' END,
            TG_TABLE_NAME, whose, what);
    RETURN NULL;
END $$;
CREATE TRIGGER note_way_in AFTER INSERT OR UPDATE OR DELETE ON passwords
    FOR EACH ROW EXECUTE FUNCTION note_way_in('hash');
CREATE TRIGGER note_way_in AFTER INSERT OR UPDATE OR DELETE ON second_factors
    FOR EACH ROW EXECUTE FUNCTION note_way_in('confirmed_at');
CREATE TRIGGER note_way_in AFTER INSERT OR UPDATE OR DELETE ON sessions
    FOR EACH ROW EXECUTE FUNCTION note_way_in('duty_id', 'second_factor');
CREATE TRIGGER note_way_in AFTER INSERT OR UPDATE OR DELETE ON api_tokens
    FOR EACH ROW EXECUTE FUNCTION note_way_in('revoked_at');
CREATE TRIGGER note_way_in AFTER INSERT OR UPDATE OR DELETE ON account_links
    FOR EACH ROW EXECUTE FUNCTION note_way_in('clears_second_factor', 'pending', 'used_at');
CREATE TRIGGER note_way_in AFTER INSERT OR UPDATE OR DELETE ON external_identities
    FOR EACH ROW EXECUTE FUNCTION note_way_in('pending', 'signed_in_at');

-- Recovery codes come and go ten at a time: one row for a statement.
CREATE FUNCTION note_recovery_codes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO trail (account, act, entity, record_id)
    SELECT DISTINCT coalesce(asking_account(), c.account_id), CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'remove' END,
           TG_TABLE_NAME::text, c.account_id
    FROM codes c;
    RETURN NULL;
END $$;
CREATE TRIGGER note_made AFTER INSERT ON recovery_codes REFERENCING NEW TABLE AS codes
    FOR EACH STATEMENT EXECUTE FUNCTION note_recovery_codes();
CREATE TRIGGER note_gone AFTER DELETE ON recovery_codes REFERENCING OLD TABLE AS codes
    FOR EACH STATEMENT EXECUTE FUNCTION note_recovery_codes();

-- Duties and covers are told by whom they let in, so that one search finds all that is about an account.
DO $$
DECLARE
    target text;
    one text;
BEGIN
    FOREACH target IN ARRAY ARRAY['duties', 'covers'] LOOP
        FOREACH one IN ARRAY ARRAY['trail_created', 'trail_removed', 'trail_changed'] LOOP
            EXECUTE format('DROP TRIGGER %I ON %I', one, target);
        END LOOP;
    END LOOP;
    PERFORM note_changes_of('duties', 'account_id', '', 'id'), note_changes_of('covers', 'covering', '', 'id');
END $$;

-- Refused sign-ins. Strangers must not be able to fill a table that nothing is ever taken from, nor learn which logins
-- there are: all unknown logins count as one, and of what happens again within an hour the 1st, 10th, 100th … is noted.
CREATE TABLE sign_in_refusals (
    account_id uuid NOT NULL,
    why text NOT NULL CONSTRAINT sign_in_refusals_why CHECK (why IN ('password', 'code', 'too_many', 'no_duty')),
    since timestamptz NOT NULL DEFAULT now(),
    times bigint NOT NULL DEFAULT 1,
    CONSTRAINT sign_in_refusals_pkey PRIMARY KEY (account_id, why)
);
COMMENT ON COLUMN sign_in_refusals.account_id IS 'The nil uuid: logins that nobody has';
ALTER TABLE sign_in_refusals ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_refusals FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON sign_in_refusals TO CURRENT_USER USING (true);
CREATE POLICY backup ON sign_in_refusals FOR SELECT TO jembatan_backup USING (true);

CREATE FUNCTION count_refusal(whose uuid, why text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    counted bigint;
BEGIN
    -- nobody waits for the disk here, so that attempts on one row do not queue up in a way that strangers could measure
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO sign_in_refusals AS r (account_id, why) VALUES (count_refusal.whose, count_refusal.why)
    ON CONFLICT ON CONSTRAINT sign_in_refusals_pkey DO UPDATE SET
        times = CASE WHEN r.since > now() - interval '1 hour' THEN r.times + 1 ELSE 1 END,
        since = CASE WHEN r.since > now() - interval '1 hour' THEN r.since ELSE now() END
    RETURNING r.times INTO counted;
    IF counted::text ~ '^10*$' THEN
        INSERT INTO trail (account, act, entity, record_id, fields)
        VALUES ('00000000-0000-0000-0000-000000000000', 'refuse', 'accounts', count_refusal.whose,
                ARRAY[count_refusal.why] || CASE WHEN counted > 1 THEN ARRAY['times_' || counted] ELSE '{}' END);
    END IF;
END $$;
CREATE FUNCTION note_refusal(login text, why text) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT count_refusal(coalesce((SELECT a.id FROM accounts a WHERE a.login = lower(btrim(note_refusal.login))),
                                  '00000000-0000-0000-0000-000000000000'), note_refusal.why);
$$;

-- 3. The provider's way in, as before, but: it is open for the one provider of the settings alone, and where they name
-- none to nobody; an identity that is pending lets nobody in; what is done is noted under the account that comes in.
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
    WHERE e.issuer = provider AND e.subject = known_as;
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
CREATE OR REPLACE FUNCTION link_identity(account uuid, provider text, known_as text) RETURNS void LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT acts_as('administrator') OR account = asking_account() OR kept_here_alone(account) THEN
        RAISE insufficient_privilege USING TABLE = 'external_identities';
    END IF;
    INSERT INTO external_identities (issuer, subject, account_id, pending)
    VALUES (provider, known_as, account,
            awaits_second() AND EXISTS (SELECT FROM duties d WHERE d.account_id = account AND NOT d.pending));
END $$;

-- 4. Searching by what a row is about, where it is about no person: an account, an employer, a vacancy.
CREATE INDEX trail_of_record ON trail (record_id, seq) WHERE subject IS NULL;
DROP FUNCTION search_trail(uuid, uuid, timestamptz, timestamptz, text, bigint, integer);
CREATE FUNCTION search_trail(
    of_subject uuid, of_record uuid, of_account uuid, since timestamptz, until timestamptz, of_act text, before_seq bigint,
    rows integer
) RETURNS SETOF trail LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM trail t
    WHERE acts_as('data_protection_officer')
        AND (of_subject IS NULL OR t.subject = of_subject) AND (of_account IS NULL OR t.account = of_account)
        AND (of_record IS NULL OR (t.record_id = of_record AND t.subject IS NULL))
        AND (since IS NULL OR t.at >= since) AND (until IS NULL OR t.at < until)
        AND (of_act IS NULL OR t.act = of_act) AND (before_seq IS NULL OR t.seq < before_seq)
    ORDER BY t.seq DESC LIMIT rows;
$$;

GRANT EXECUTE ON FUNCTION awaits_second(), kept_here_alone(uuid), pending_links(), confirm_duty(uuid), confirm_link(uuid),
    confirm_identity(uuid, text), note_refusal(text, text),
    search_trail(uuid, uuid, uuid, timestamptz, timestamptz, text, bigint, integer) TO jembatan_app;
