-- 1. A token in a duty that an identity provider's claims gave opens something for a day after the last sign-in there: the
-- claims are seen at no other time, so longer it would outlive what gave it.
CREATE OR REPLACE FUNCTION token_asking(digest bytea) RETURNS TABLE (
    token_id uuid, account_id uuid, duty_id uuid, role text, unit_id uuid, scopes text[])
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH good AS (
        SELECT t.*, d.role, d.unit_id
        FROM api_tokens t JOIN accounts a ON a.id = t.account_id JOIN duties d ON d.id = t.duty_id AND is_current(d)
        WHERE t.digest = token_asking.digest AND t.until > now() AND t.revoked_at IS NULL AND a.status = 'active'
            AND (d.issuer IS NULL OR EXISTS (
                SELECT FROM external_identities e WHERE e.account_id = a.id AND e.issuer = d.issuer
                    AND e.signed_in_at > now() - interval '24 hours'))
    ), used AS (
        UPDATE api_tokens t SET used_at = now() FROM good g
        WHERE t.id = g.id AND (g.used_at IS NULL OR g.used_at < now() - interval '30 seconds')
    )
    SELECT g.id, g.account_id, g.duty_id, g.role, g.unit_id, g.scopes FROM good g;
$$;

-- 2. Who agreed to what, with a guardian's name and why something was withdrawn, is the case worker's; a planner has the gate.
DROP POLICY release_planner ON consents;
DROP POLICY release_planner ON consent_withdrawals;
