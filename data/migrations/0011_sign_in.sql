-- Coming in: passwords, second factors, sessions, tokens, links that work once. The application role can read no hash,
-- digest or sealed secret of these tables: it may read other columns of what is its own, and asks named functions that
-- answer one question about one value. Every digest is SHA-256 of at least 80 random bits, so nothing slower is needed.

ALTER TABLE duties ADD CONSTRAINT duties_of_one_account UNIQUE (id, account_id);

CREATE FUNCTION is_current(duty duties) RETURNS boolean LANGUAGE sql STABLE
    RETURN duty.since <= now() AND (duty.until IS NULL OR duty.until > now());

CREATE TABLE passwords (
    account_id uuid CONSTRAINT passwords_pkey PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    hash text NOT NULL CONSTRAINT passwords_hash CHECK (hash LIKE '$argon2id$%'),
    set_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE second_factors (
    account_id uuid CONSTRAINT second_factors_pkey PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    secret text NOT NULL,
    confirmed_at timestamptz,
    last_step bigint NOT NULL DEFAULT 0
);
COMMENT ON COLUMN second_factors.secret IS 'Sealed by the vault for this account';
COMMENT ON COLUMN second_factors.last_step IS 'Time step of the last code that was accepted; no code of it or before is taken again';

CREATE TABLE recovery_codes (
    account_id uuid NOT NULL CONSTRAINT recovery_codes_account REFERENCES accounts ON DELETE CASCADE,
    digest bytea NOT NULL,
    CONSTRAINT recovery_codes_pkey PRIMARY KEY (account_id, digest)
);
COMMENT ON TABLE recovery_codes IS 'Codes that have not been used';

CREATE TABLE sessions (
    id uuid CONSTRAINT sessions_pkey PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT sessions_account REFERENCES accounts ON DELETE CASCADE,
    duty_id uuid,
    digest bytea NOT NULL CONSTRAINT sessions_digest UNIQUE,
    second_factor boolean NOT NULL,
    agent text NOT NULL DEFAULT '' CONSTRAINT sessions_agent CHECK (length(agent) <= 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    until timestamptz NOT NULL,
    CONSTRAINT sessions_duty FOREIGN KEY (duty_id, account_id) REFERENCES duties (id, account_id) ON DELETE CASCADE
);
CREATE INDEX sessions_of_account ON sessions (account_id);
COMMENT ON TABLE sessions IS 'Sessions that have not been ended. Without a duty, one may only choose one or care for the own account';
COMMENT ON COLUMN sessions.second_factor IS 'Whether a second factor was shown at sign-in';

CREATE TABLE api_tokens (
    id uuid CONSTRAINT api_tokens_pkey PRIMARY KEY,
    account_id uuid NOT NULL,
    duty_id uuid NOT NULL,
    name text NOT NULL CONSTRAINT api_tokens_name CHECK (name <> ''),
    scopes text[] NOT NULL CONSTRAINT api_tokens_scopes
        CHECK (scopes <> '{}' AND scopes <@ ARRAY['read', 'write', 'accounts']),
    digest bytea NOT NULL CONSTRAINT api_tokens_digest UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    until timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT api_tokens_duty FOREIGN KEY (duty_id, account_id) REFERENCES duties (id, account_id) ON DELETE CASCADE,
    CONSTRAINT api_tokens_end_within_a_year CHECK (until <= created_at + interval '367 days')
);
CREATE INDEX api_tokens_of_account ON api_tokens (account_id);

CREATE TABLE account_links (
    id uuid CONSTRAINT account_links_pkey PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT account_links_account REFERENCES accounts ON DELETE CASCADE,
    digest bytea NOT NULL CONSTRAINT account_links_digest UNIQUE,
    clears_second_factor boolean NOT NULL,
    created_by uuid NOT NULL DEFAULT asking_account(),
    created_at timestamptz NOT NULL DEFAULT now(),
    until timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX account_links_of_account ON account_links (account_id);
COMMENT ON TABLE account_links IS 'Invitations and resets: whoever has the link sets a password, once';

CREATE TABLE sign_in_attempts (
    key text CONSTRAINT sign_in_attempts_pkey PRIMARY KEY,
    attempts integer NOT NULL DEFAULT 1,
    last_at timestamptz NOT NULL DEFAULT now(),
    wait_until timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_attempts_by_age ON sign_in_attempts (last_at);
COMMENT ON COLUMN sign_in_attempts.key IS 'Keyed hash of login and address, or of login and known device';

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['passwords', 'second_factors', 'recovery_codes', 'sessions', 'api_tokens',
            'account_links', 'sign_in_attempts'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['passwords', 'second_factors', 'recovery_codes', 'sessions', 'api_tokens'] LOOP
        EXECUTE format('CREATE POLICY own ON %I TO jembatan_app USING (account_id = (SELECT asking_account()))', target);
    END LOOP;
    -- An administrator sees who has a password and a second factor, and asks for links.
    FOREACH target IN ARRAY ARRAY['passwords', 'second_factors'] LOOP
        EXECUTE format('CREATE POLICY administrator ON %I FOR SELECT TO jembatan_app
            USING ((SELECT acts_as(''administrator'')))', target);
    END LOOP;
END $$;
CREATE POLICY administrator ON account_links FOR INSERT TO jembatan_app
    WITH CHECK ((SELECT acts_as('administrator')) AND account_id <> (SELECT asking_account()));

GRANT SELECT (account_id, set_at) ON passwords TO jembatan_app;
GRANT SELECT (account_id, confirmed_at, last_step), UPDATE (confirmed_at, last_step), DELETE ON second_factors
    TO jembatan_app;
GRANT SELECT (account_id), INSERT, DELETE ON recovery_codes TO jembatan_app;
GRANT SELECT (id, account_id, duty_id, second_factor, agent, created_at, seen_at, until),
    INSERT (id, account_id, duty_id, digest, second_factor, agent, until),
    UPDATE (duty_id, digest, second_factor, seen_at), DELETE ON sessions TO jembatan_app;
GRANT SELECT (id, account_id, duty_id, name, scopes, created_at, until, used_at, revoked_at),
    INSERT (id, account_id, duty_id, name, scopes, digest, until), UPDATE (revoked_at) ON api_tokens TO jembatan_app;
GRANT INSERT (id, account_id, digest, clears_second_factor, until) ON account_links TO jembatan_app;

-- Administration. Nobody gives a duty, or a way in, to themselves: that takes a second administrator.
GRANT INSERT (id, login, name, language), UPDATE (name, language, status, version) ON accounts TO jembatan_app;
GRANT INSERT (id, account_id, role, unit_id, provinces, employer_id, until), UPDATE (until) ON duties TO jembatan_app;
GRANT INSERT (id, unit_id, absent, covering, since, until), UPDATE (until) ON covers TO jembatan_app;
CREATE POLICY not_to_oneself ON duties AS RESTRICTIVE FOR INSERT TO jembatan_app
    WITH CHECK (account_id <> (SELECT asking_account()));

CREATE FUNCTION add_unit(id uuid, type text, name text, province_code text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT acts_as('administrator') THEN
        RAISE insufficient_privilege USING TABLE = 'units';
    END IF;
    INSERT INTO units (id, type, name, province_code) VALUES (add_unit.id, add_unit.type, add_unit.name, add_unit.province_code);
END $$;

-- Disabling ends what was open, so that enabling later opens nothing by itself.
CREATE FUNCTION close_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM sessions WHERE account_id = NEW.id;
    UPDATE api_tokens SET revoked_at = now() WHERE account_id = NEW.id AND revoked_at IS NULL;
    UPDATE account_links SET used_at = now() WHERE account_id = NEW.id AND used_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER account_closed AFTER UPDATE OF status ON accounts
    FOR EACH ROW WHEN (NEW.status = 'disabled') EXECUTE FUNCTION close_account();

-- Who holds this session, if it lives: not idle for longer than `idle`, not past its end, of an active account. Its
-- duty is null where none has been chosen or the chosen one has ended.
CREATE FUNCTION session_asking(digest bytea, idle interval) RETURNS TABLE (
    session_id uuid, account_id uuid, duty_id uuid, role text, unit_id uuid, second_factor boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH living AS (
        SELECT s.* FROM sessions s JOIN accounts a ON a.id = s.account_id
        WHERE s.digest = session_asking.digest AND s.until > now() AND s.seen_at + idle > now() AND a.status = 'active'
    ), seen AS (
        UPDATE sessions s SET seen_at = now() FROM living l WHERE s.id = l.id AND l.seen_at < now() - interval '30 seconds'
    )
    SELECT l.id, l.account_id, d.id, d.role, d.unit_id, l.second_factor
    FROM living l LEFT JOIN duties d ON d.id = l.duty_id AND is_current(d);
$$;

-- In whose duty this token asks, if it is good: not expired or revoked, of a current duty of an active account.
CREATE FUNCTION token_asking(digest bytea) RETURNS TABLE (
    token_id uuid, account_id uuid, duty_id uuid, role text, unit_id uuid, scopes text[])
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH good AS (
        SELECT t.*, d.role, d.unit_id
        FROM api_tokens t JOIN accounts a ON a.id = t.account_id JOIN duties d ON d.id = t.duty_id AND is_current(d)
        WHERE t.digest = token_asking.digest AND t.until > now() AND t.revoked_at IS NULL AND a.status = 'active'
    ), used AS (
        UPDATE api_tokens t SET used_at = now() FROM good g
        WHERE t.id = g.id AND (g.used_at IS NULL OR g.used_at < now() - interval '30 seconds')
    )
    SELECT g.id, g.account_id, g.duty_id, g.role, g.unit_id, g.scopes FROM good g;
$$;

-- What a sign-in is held against. No row: no such login.
CREATE FUNCTION credentials_of(login text) RETURNS TABLE (
    account_id uuid, active boolean, hash text, secret text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id, a.status = 'active', p.hash, f.secret
    FROM accounts a LEFT JOIN passwords p ON p.account_id = a.id
        LEFT JOIN second_factors f ON f.account_id = a.id AND f.confirmed_at IS NOT NULL
    WHERE a.login = lower(btrim(credentials_of.login));
$$;

-- Functions, since writing over what stands takes the right to read it.
CREATE FUNCTION keep_password(new_hash text) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO passwords (account_id, hash) VALUES (asking_account(), new_hash)
    ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, set_at = now();
$$;
CREATE FUNCTION keep_second_factor(sealed text) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO second_factors (account_id, secret) VALUES (asking_account(), sealed)
    ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, confirmed_at = NULL, last_step = 0;
$$;

-- The asking account's second factor while it is being set up.
CREATE FUNCTION unconfirmed_second_factor() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT f.secret FROM second_factors f WHERE f.account_id = asking_account() AND f.confirmed_at IS NULL;
$$;

-- Whether the asking account had this code; it is gone afterwards.
CREATE FUNCTION use_recovery_code(digest bytea) RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM recovery_codes c WHERE c.account_id = asking_account() AND c.digest = use_recovery_code.digest RETURNING 1
    )
    SELECT EXISTS (SELECT FROM gone);
$$;

-- The account of a link that can still be used. STABLE: nothing is used up by looking.
CREATE FUNCTION link_account(digest bytea) RETURNS TABLE (account_id uuid, login text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id, a.login, a.name FROM account_links l JOIN accounts a ON a.id = l.account_id
    WHERE l.digest = link_account.digest AND l.used_at IS NULL AND l.until > now() AND a.status = 'active';
$$;

-- Set a password by a link, once: every other link, session and token of the account ends. False: it is no good any more.
CREATE FUNCTION use_link(digest bytea, new_hash text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    link account_links;
BEGIN
    UPDATE account_links l SET used_at = now() FROM accounts a
    WHERE l.digest = use_link.digest AND l.used_at IS NULL AND l.until > now() AND a.id = l.account_id AND a.status = 'active'
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

-- Count an attempt under a key before it is made, so that attempts at one moment count too. Returns 0, or the seconds to
-- wait, and then nothing is counted. The first `free` attempts wait for nothing; after each further one the next waits
-- twice as long, a quarter of an hour at most. A day without attempts forgets them.
CREATE FUNCTION begin_attempt(asked text, free integer) RETURNS double precision LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    waits timestamptz;
BEGIN
    DELETE FROM sign_in_attempts WHERE last_at < now() - interval '1 day';
    INSERT INTO sign_in_attempts (key) VALUES (asked) ON CONFLICT (key) DO NOTHING;
    IF FOUND THEN
        RETURN 0;
    END IF;
    SELECT wait_until INTO waits FROM sign_in_attempts WHERE key = asked FOR UPDATE;
    IF waits > clock_timestamp() THEN
        RETURN extract(epoch FROM waits - clock_timestamp());
    END IF;
    UPDATE sign_in_attempts SET attempts = attempts + 1, last_at = now(), wait_until = clock_timestamp()
        + CASE WHEN attempts < free THEN 0 ELSE least(900, 2 ^ least(attempts + 1 - free, 10)) END * interval '1 second'
    WHERE key = asked;
    RETURN 0;
END $$;

CREATE FUNCTION forget_attempts(asked text[]) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DELETE FROM sign_in_attempts WHERE key = ANY (asked);
$$;

GRANT EXECUTE ON FUNCTION is_current(duties), add_unit(uuid, text, text, text), session_asking(bytea, interval),
    token_asking(bytea), credentials_of(text), keep_password(text), keep_second_factor(text), unconfirmed_second_factor(),
    use_recovery_code(bytea), link_account(bytea), use_link(bytea, text), begin_attempt(text, integer),
    forget_attempts(text[]) TO jembatan_app;

-- Who administers from the command line of the machine itself; apart from the local case worker, who has a caseload.
INSERT INTO accounts (id, login, name, created_by) VALUES
    ('00000000-0000-4000-8000-000000000002', 'local-administrator', 'Administrator lokal', '00000000-0000-4000-8000-000000000002');
INSERT INTO duties (id, account_id, role, unit_id, granted_by) VALUES
    ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-000000000002', 'administrator',
     '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000002');
