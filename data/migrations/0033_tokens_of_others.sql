-- An administrator sees which tokens of an account open something, and ends one; never a digest. The trail notes it (0017).
CREATE POLICY administrator ON api_tokens FOR SELECT TO jembatan_app USING ((SELECT acts_as('administrator')));

CREATE FUNCTION revoke_token_of(account uuid, token uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT acts_as('administrator') THEN
        RETURN false;
    END IF;
    UPDATE api_tokens t SET revoked_at = now() WHERE t.id = token AND t.account_id = account AND t.revoked_at IS NULL;
    RETURN FOUND;
END $$;
COMMENT ON FUNCTION revoke_token_of(uuid, uuid) IS 'By an administrator; false where there is no such token that is good';
GRANT EXECUTE ON FUNCTION revoke_token_of(uuid, uuid) TO jembatan_app;
