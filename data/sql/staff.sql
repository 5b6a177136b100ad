-- name: page_accounts
SELECT a.id, a.seq, a.login, a.name, a.language, a.status,
       EXISTS (SELECT FROM passwords p WHERE p.account_id = a.id) AS has_password,
       EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS has_second_factor
FROM accounts a WHERE acts_as('administrator') AND a.seq > :after ORDER BY a.seq LIMIT :limit;

-- name: account_of_login
SELECT a.id, a.seq, a.login, a.name, a.language, a.status,
       EXISTS (SELECT FROM passwords p WHERE p.account_id = a.id) AS has_password,
       EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS has_second_factor
FROM accounts a WHERE acts_as('administrator') AND a.login = :login;

-- name: account_by_id
SELECT a.id, a.seq, a.login, a.name, a.language, a.status,
       EXISTS (SELECT FROM passwords p WHERE p.account_id = a.id) AS has_password,
       EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS has_second_factor
FROM accounts a WHERE acts_as('administrator') AND a.id = :id;

-- name: add_account
INSERT INTO accounts (id, login, name, language) VALUES (:id, :login, :name, :language);

-- name: set_account_status
UPDATE accounts SET status = :status, version = version + 1 WHERE id = :id AND acts_as('administrator') RETURNING id;

-- name: sign_out_everywhere
SELECT sign_out_everywhere(:account, :tokens::boolean);

-- name: all_duties
SELECT d.id, d.account_id, d.role, d.unit_id, d.provinces, d.employer_id, d.since, d.until, u.name AS unit_name,
       coalesce(e.name, '') AS employer_name, d.pending, d.granted_by
FROM duties d JOIN units u ON u.id = d.unit_id LEFT JOIN employers e ON e.id = d.employer_id
WHERE acts_as('administrator') AND d.account_id = :account ORDER BY d.since, d.id;

-- name: pending_duties
SELECT d.id, d.account_id, d.role, d.unit_id, d.provinces, d.employer_id, d.since, d.until, u.name AS unit_name,
       coalesce(e.name, '') AS employer_name, d.pending, d.granted_by
FROM duties d JOIN units u ON u.id = d.unit_id LEFT JOIN employers e ON e.id = d.employer_id
WHERE acts_as('administrator') AND d.pending AND (d.until IS NULL OR d.until > now()) ORDER BY d.since, d.id;

-- name: pending_links
SELECT id, account_id, clears_second_factor, given_by, given_at, until FROM pending_links();

-- name: pending_identities
SELECT account_id, issuer, subject, linked_at, signed_in_at, pending, linked_by FROM external_identities
WHERE acts_as('administrator') AND pending ORDER BY linked_at, account_id;

-- name: pending_covers
SELECT id, unit_id, absent, covering, since, until, pending, granted_by FROM covers
WHERE acts_as('administrator') AND pending AND until > now() ORDER BY granted_at, id;

-- name: confirm_cover
SELECT confirm_cover(:id);

-- name: confirm_duty
SELECT confirm_duty(:id);

-- name: confirm_link
SELECT confirm_link(:id);

-- name: grant_duty
INSERT INTO duties (id, account_id, role, unit_id, provinces, employer_id, until)
VALUES (:id, :account, :role, :unit, :provinces, :employer, :until);

-- name: end_duty
-- A duty that begins and ends at one moment would break the table's rule, so it ends a moment later.
UPDATE duties d SET until = greatest(now(), d.since + interval '1 microsecond')
WHERE d.id = :id AND acts_as('administrator') AND (d.until IS NULL OR d.until > now()) RETURNING d.id;

-- name: add_link
INSERT INTO account_links (id, account_id, digest, clears_second_factor, until)
VALUES (:id, :account, :digest, :clears_second_factor, :until);

-- name: all_covers
SELECT id, unit_id, absent, covering, since, until, pending, granted_by FROM covers
WHERE acts_as('administrator') AND until > now() ORDER BY since, id;

-- name: add_cover
-- Both must be case workers of the unit now; nothing is written otherwise.
INSERT INTO covers (id, unit_id, absent, covering, since, until)
SELECT :id, :unit, :absent, :covering, :since, :until
WHERE (SELECT count(DISTINCT d.account_id) FROM duties d
       WHERE d.account_id IN (:absent, :covering) AND d.role = 'case_worker' AND d.unit_id = :unit AND is_current(d)) = 2
RETURNING pending;

-- name: end_cover
UPDATE covers c SET until = greatest(now(), c.since + interval '1 microsecond')
WHERE c.id = :id AND acts_as('administrator') AND c.until > now() RETURNING c.id;

-- name: tokens_of
-- Those that open something.
SELECT id, account_id, duty_id, name, scopes, created_at, until, used_at, revoked_at FROM api_tokens
WHERE account_id = :account AND acts_as('administrator') AND revoked_at IS NULL AND until > now() ORDER BY created_at, id;

-- name: revoke_token_of
SELECT revoke_token_of(:account, :token);

-- name: all_units
SELECT id, type, name, province_code FROM units WHERE acts_as('administrator') ORDER BY name;

-- name: add_unit
SELECT add_unit(:id, :type, :name, :province);
