-- Coming in by an identity provider (OpenID Connect): whom it knows is tied to an account by its own name for them, and
-- duties that it gave follow what it says at each sign-in. No e-mail address ties anybody to anything.

ALTER TABLE duties ADD COLUMN issuer text CONSTRAINT duties_issuer CHECK (issuer <> '');
COMMENT ON COLUMN duties.issuer IS 'The provider whose claims gave it and will end it; null: an administrator did, and will';
-- Who runs the provider may say who works where, but not who hands out accounts here: that would outlive the claims.
ALTER TABLE duties ADD CONSTRAINT duties_no_administrator_by_claims CHECK (issuer IS NULL OR role <> 'administrator');

CREATE TABLE external_identities (
    issuer text NOT NULL,
    subject text NOT NULL CONSTRAINT external_identities_subject CHECK (length(subject) BETWEEN 1 AND 255),
    account_id uuid NOT NULL CONSTRAINT external_identities_account REFERENCES accounts ON DELETE CASCADE,
    linked_by uuid NOT NULL DEFAULT asking_account(),
    linked_at timestamptz NOT NULL DEFAULT now(),
    signed_in_at timestamptz,
    CONSTRAINT one_account_per_identity PRIMARY KEY (issuer, subject),
    CONSTRAINT one_identity_per_provider UNIQUE (account_id, issuer)
);
COMMENT ON COLUMN external_identities.linked_by IS 'The account itself at a first sign-in, else the administrator who made the link';

CREATE TABLE external_sign_ins (
    digest bytea CONSTRAINT external_sign_ins_pkey PRIMARY KEY,
    browser bytea NOT NULL,
    return_to text NOT NULL CONSTRAINT external_sign_ins_same_site CHECK (return_to ~ '^/([^/\\]|$)'),
    until timestamptz NOT NULL
);
CREATE INDEX external_sign_ins_by_end ON external_sign_ins (until);
COMMENT ON TABLE external_sign_ins IS 'People who have been sent to the provider and are not back: digests of the state and of the browser''s cookie';

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['external_identities', 'external_sign_ins'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
END $$;
CREATE POLICY administrator ON external_identities FOR SELECT TO jembatan_app USING ((SELECT acts_as('administrator')));
GRANT SELECT ON external_identities TO jembatan_app;

CREATE FUNCTION begin_external_sign_in(digest bytea, browser bytea, return_to text, until timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM external_sign_ins s WHERE s.until <= now();
    INSERT INTO external_sign_ins (digest, browser, return_to, until) VALUES ($1, $2, $3, $4);
$$;

-- Where somebody wanted to go who comes back with this state in the same browser, in time and for the first time.
CREATE FUNCTION take_external_sign_in(digest bytea, browser bytea) RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM external_sign_ins s
    WHERE s.digest = take_external_sign_in.digest AND s.browser = take_external_sign_in.browser AND s.until > now()
    RETURNING s.return_to;
$$;

-- What claims ask for, as far as the unit and the company exist.
CREATE FUNCTION duties_asked(asked jsonb) RETURNS TABLE (role text, unit_id uuid, provinces text[], employer_id uuid)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT a.* FROM jsonb_to_recordset(asked) AS a(role text, unit_id uuid, provinces text[], employer_id uuid)
    WHERE EXISTS (SELECT FROM units u WHERE u.id = a.unit_id)
        AND (a.employer_id IS NULL OR EXISTS (SELECT FROM employers e WHERE e.id = a.employer_id));
$$;

-- End every current duty of an account that this provider gave and that is not among those asked, with what runs in it.
CREATE FUNCTION end_provided_duties(account uuid, provider text, asked jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone uuid[];
BEGIN
    WITH ended AS (
        UPDATE duties d SET until = greatest(now(), d.since + interval '1 microsecond')
        WHERE d.account_id = account AND d.issuer = provider AND is_current(d) AND NOT EXISTS (
            SELECT FROM duties_asked(asked) a
            WHERE a.role = d.role AND a.unit_id = d.unit_id AND a.provinces = d.provinces
                AND a.employer_id IS NOT DISTINCT FROM d.employer_id)
        RETURNING d.id
    )
    SELECT array_agg(id) INTO gone FROM ended;
    DELETE FROM sessions s WHERE s.duty_id = ANY (gone);
    UPDATE api_tokens t SET revoked_at = now() WHERE t.duty_id = ANY (gone) AND t.revoked_at IS NULL;
END $$;

-- The account of somebody whom a provider vouches for, with its duties brought into step with the claims. Somebody new
-- gets an account where claims give a duty. Null: there is no duty, or the account is disabled; what has gone has ended
-- all the same.
CREATE FUNCTION enter_by_provider(provider text, known_as text, called text, asked jsonb) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    account uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(provider || E'\n' || known_as, 16));
    SELECT e.account_id INTO account FROM external_identities e WHERE e.issuer = provider AND e.subject = known_as;
    IF account IS NULL THEN
        IF NOT EXISTS (SELECT FROM duties_asked(asked)) THEN
            RETURN NULL;
        END IF;
        account := gen_random_uuid();
        INSERT INTO accounts (id, login, name, created_by)
            VALUES (account, 'sso-' || left(replace(account::text, '-', ''), 12), called, account);
        INSERT INTO external_identities (issuer, subject, account_id, linked_by)
            VALUES (provider, known_as, account, account);
    END IF;
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
        RETURN NULL;
    END IF;
    RETURN account;
END $$;

-- Tie somebody whom a provider knows to an account that there is. Nobody does so for themselves.
CREATE FUNCTION link_identity(account uuid, provider text, known_as text) RETURNS void LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT acts_as('administrator') OR account = asking_account() THEN
        RAISE insufficient_privilege USING TABLE = 'external_identities';
    END IF;
    INSERT INTO external_identities (issuer, subject, account_id) VALUES (provider, known_as, account);
END $$;

-- Untie; what the provider gave ends, and so does every session, as nobody knows by which door it was opened.
CREATE FUNCTION unlink_identity(account uuid, provider text) RETURNS boolean LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT acts_as('administrator') THEN
        RAISE insufficient_privilege USING TABLE = 'external_identities';
    END IF;
    DELETE FROM external_identities e WHERE e.account_id = account AND e.issuer = provider;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM end_provided_duties(account, provider, '[]');
    DELETE FROM sessions s WHERE s.account_id = account;
    RETURN true;
END $$;

GRANT EXECUTE ON FUNCTION begin_external_sign_in(bytea, bytea, text, timestamptz), take_external_sign_in(bytea, bytea),
    enter_by_provider(text, text, text, jsonb), link_identity(uuid, text, text), unlink_identity(uuid, text)
    TO jembatan_app;
