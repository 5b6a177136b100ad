-- Retention (UU 27/2022 Art 42) of what had no rule yet: transfers, complaints, states and appeals, comparisons of recipes, counts
-- of employers' lists, refused sign-ins, disabled accounts. The trail is counted and never cut: its rows are links of a chain.

-- 1. Since when an account is disabled. Of those that are already, it is not known: their time begins now.
ALTER TABLE accounts ADD COLUMN disabled_at timestamptz;
UPDATE accounts SET disabled_at = now() WHERE status = 'disabled';
ALTER TABLE accounts ADD CONSTRAINT accounts_disabled_since CHECK ((status = 'disabled') = (disabled_at IS NOT NULL));
COMMENT ON COLUMN accounts.disabled_at IS 'Written by trigger';
CREATE FUNCTION note_since_when_disabled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.disabled_at := CASE WHEN NEW.status = 'disabled' THEN coalesce(NEW.disabled_at, now()) END;
    RETURN NEW;
END $$;
CREATE TRIGGER disabled_since BEFORE INSERT OR UPDATE OF status ON accounts
    FOR EACH ROW EXECUTE FUNCTION note_since_when_disabled();

-- 2. States of the past may go by retention, and by nothing else; how a record stands now does not.
CREATE OR REPLACE FUNCTION refuse_changing_states() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM employers WHERE id = OLD.employer_id)
        AND NOT EXISTS (SELECT FROM vacancies WHERE id = OLD.vacancy_id) THEN
        RETURN OLD; -- it goes with its record
    END IF;
    IF TG_OP = 'DELETE' AND current_setting('app.retention', true) = 'state_changes' THEN
        RETURN OLD; -- nobody but the owner may delete here, whatever the setting says
    END IF;
    RAISE EXCEPTION 'states are only added to' USING ERRCODE = 'insufficient_privilege', TABLE = TG_TABLE_NAME;
END $$;
CREATE FUNCTION states_past_retention(before timestamptz) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT s.id FROM state_changes s
    WHERE s.at < before
        AND EXISTS (SELECT FROM state_changes later WHERE later.seq > s.seq
                        AND (later.employer_id = s.employer_id OR later.vacancy_id = s.vacancy_id))
        AND NOT EXISTS (SELECT FROM appeals a WHERE a.against = s.id AND (a.granted IS NULL OR a.decided_at >= before));
$$;

-- 3. Accounts of which nothing is left but what others have written under their id: nobody's caseload hangs on them.
CREATE FUNCTION accounts_past_retention(before timestamptz) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT a.id FROM accounts a
    WHERE a.disabled_at < before AND a.login <> 'akun-' || a.id AND NOT EXISTS (SELECT FROM candidates c WHERE c.caseload = a.id);
$$;
CREATE FUNCTION forget_accounts(gone uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['passwords', 'second_factors', 'recovery_codes', 'sessions', 'api_tokens', 'account_links',
            'external_identities', 'notice_choices', 'sign_in_refusals'] LOOP
        EXECUTE format('DELETE FROM %I WHERE account_id = ANY ($1)', target) USING gone;
    END LOOP;
    UPDATE accounts SET login = 'akun-' || id, name = '–', version = version + 1 WHERE id = ANY (gone);
END $$;
COMMENT ON FUNCTION forget_accounts(uuid[]) IS
    'Name, address and every way in go; the id stays, for the trail and the stamps of records say who by it';

-- 4. The rules.
ALTER FUNCTION retention(text, timestamptz, boolean) RENAME TO retention_before_the_rest;
REVOKE EXECUTE ON FUNCTION retention_before_the_rest(text, timestamptz, boolean) FROM jembatan_worker;
CREATE FUNCTION retention(what text, before timestamptz, remove boolean) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    found bigint;
    old uuid[];
BEGIN
    CASE what
    WHEN 'transfers' THEN -- an open one waits for somebody
        SELECT count(*) INTO found FROM transfers WHERE decided_at < before;
        IF remove THEN DELETE FROM transfers WHERE decided_at < before; END IF;
    WHEN 'complaints' THEN
        SELECT count(*) INTO found FROM complaints WHERE decided_at < before;
        IF remove THEN DELETE FROM complaints WHERE decided_at < before; END IF;
    WHEN 'state_changes' THEN -- and the appeals against them
        old := ARRAY(SELECT states_past_retention(before));
        found := cardinality(old);
        IF remove THEN
            PERFORM set_config('app.retention', 'state_changes', true);
            DELETE FROM state_changes WHERE id = ANY (old);
            PERFORM set_config('app.retention', '', true);
        END IF;
    WHEN 'fairness_comparisons' THEN -- a month's report stays: made again, it would differ by whoever has gone since
        SELECT count(*) INTO found FROM fairness_comparisons f WHERE f.made_at < retention.before;
        IF remove THEN DELETE FROM fairness_comparisons f WHERE f.made_at < retention.before; END IF;
    WHEN 'employer_lists' THEN
        SELECT count(*) INTO found FROM employer_lists WHERE day < before::date;
        IF remove THEN DELETE FROM employer_lists WHERE day < before::date; END IF;
    WHEN 'sign_in_refusals' THEN
        SELECT count(*) INTO found FROM sign_in_refusals WHERE since < before;
        IF remove THEN DELETE FROM sign_in_refusals WHERE since < before; END IF;
    WHEN 'accounts' THEN
        old := ARRAY(SELECT accounts_past_retention(before));
        found := cardinality(old);
        IF remove THEN PERFORM forget_accounts(old); END IF;
    WHEN 'trail' THEN
        SELECT count(*) INTO found FROM trail WHERE at < before;
    ELSE
        RETURN retention_before_the_rest(what, before, remove);
    END CASE;
    RETURN found;
END $$;
COMMENT ON FUNCTION retention(text, timestamptz, boolean) IS 'How many rows are older; with `remove` they go, but for those of the trail';

DO $$
DECLARE
    made text;
BEGIN
    FOREACH made IN ARRAY ARRAY['states_past_retention(timestamptz)', 'accounts_past_retention(timestamptz)',
            'forget_accounts(uuid[])', 'retention(text, timestamptz, boolean)'] LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', made);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION retention(text, timestamptz, boolean) TO jembatan_worker;
