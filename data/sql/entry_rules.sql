-- name: hold_entry_rules
-- Of the session, until it ends.
SELECT pg_advisory_lock_shared(hashtextextended('entry rules', 7262526842847));

-- name: alone_under_entry_rules
-- Whether no other session holds them; until the transaction ends nobody can begin to.
SELECT pg_try_advisory_xact_lock(hashtextextended('entry rules', 7262526842847));

-- name: loosens_entry_rules
SELECT m.four_eyes AND NOT :four_eyes OR m.shortlist_interest AND NOT :shortlist_interest
    OR NOT m.second_approval <@ :second_approval::text[]
FROM meta m FOR UPDATE;

-- name: set_entry_rules
-- As the owner; noted in the trail where one turns.
WITH stood AS (SELECT four_eyes, oidc_issuer, shortlist_interest, second_approval FROM meta FOR UPDATE), turned AS (
    UPDATE meta m SET four_eyes = :four_eyes, oidc_issuer = :issuer::text, shortlist_interest = :shortlist_interest,
                      second_approval = :second_approval::text[]
    FROM stood s
    WHERE (s.four_eyes, s.oidc_issuer, s.shortlist_interest, s.second_approval)
          IS DISTINCT FROM (:four_eyes, :issuer::text, :shortlist_interest, :second_approval::text[])
    RETURNING s.four_eyes AS before, m.four_eyes, s.oidc_issuer IS DISTINCT FROM m.oidc_issuer AS other_issuer,
              s.shortlist_interest AS asked, m.shortlist_interest, s.second_approval AS seconds, m.second_approval)
INSERT INTO trail (act, entity, fields)
SELECT 'change', 'meta', CASE WHEN before <> four_eyes THEN ARRAY['four_eyes', four_eyes::text] ELSE '{}' END
    || CASE WHEN other_issuer THEN ARRAY['oidc_issuer'] ELSE '{}' END
    || CASE WHEN asked <> shortlist_interest THEN ARRAY['shortlist_interest', shortlist_interest::text] ELSE '{}' END
    || CASE WHEN seconds <> second_approval THEN ARRAY['second_approval'] || second_approval ELSE '{}' END
FROM turned;
