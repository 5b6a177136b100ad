-- name: set_entry_rules
-- As the owner; noted in the trail where one turns.
WITH stood AS (SELECT four_eyes, oidc_issuer FROM meta FOR UPDATE), turned AS (
    UPDATE meta m SET four_eyes = :four_eyes, oidc_issuer = :issuer::text FROM stood s
    WHERE (s.four_eyes, s.oidc_issuer) IS DISTINCT FROM (:four_eyes, :issuer::text)
    RETURNING s.four_eyes AS before, m.four_eyes, s.oidc_issuer IS DISTINCT FROM m.oidc_issuer AS other_issuer)
INSERT INTO trail (act, entity, fields)
SELECT 'change', 'meta', CASE WHEN before <> four_eyes THEN ARRAY['four_eyes', four_eyes::text] ELSE '{}' END
    || CASE WHEN other_issuer THEN ARRAY['oidc_issuer'] ELSE '{}' END
FROM turned;
