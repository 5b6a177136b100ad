-- name: own_account
SELECT a.id, a.login, a.name, a.language, a.status,
       EXISTS (SELECT FROM passwords p WHERE p.account_id = a.id) AS has_password,
       EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS has_second_factor
FROM accounts a WHERE a.id = asking_account();

-- name: own_duties
SELECT d.id, d.account_id, d.role, d.unit_id, d.provinces, d.employer_id, d.since, d.until, u.name AS unit_name,
       coalesce(own_company_name(d.employer_id), '') AS employer_name, d.pending, d.granted_by
FROM duties d JOIN units u ON u.id = d.unit_id
WHERE d.account_id = asking_account() AND is_current(d) ORDER BY d.since, d.id;

-- name: keep_password
SELECT keep_password(:hash);

-- name: keep_second_factor
SELECT keep_second_factor(:secret);

-- name: unconfirmed_second_factor
SELECT unconfirmed_second_factor();

-- name: confirm_second_factor
UPDATE second_factors SET confirmed_at = now() WHERE account_id = asking_account();

-- name: drop_second_factor
DELETE FROM second_factors WHERE account_id = asking_account();

-- name: drop_recovery_codes
DELETE FROM recovery_codes WHERE account_id = asking_account();

-- name: add_recovery_codes
INSERT INTO recovery_codes (account_id, digest) SELECT asking_account(), unnest(:digests::bytea[]);

-- name: take_step
UPDATE second_factors SET last_step = :step WHERE account_id = asking_account() AND last_step < :step RETURNING account_id;

-- name: use_recovery_code
SELECT use_recovery_code(:digest);

-- name: own_sessions
SELECT id, account_id, duty_id, second_factor, agent, created_at, seen_at, until
FROM sessions WHERE account_id = asking_account() AND until > now() ORDER BY created_at, id;

-- name: forget_old_sessions
DELETE FROM sessions WHERE account_id = asking_account() AND until <= now();

-- name: open_session
INSERT INTO sessions (id, account_id, duty_id, digest, second_factor, agent, until)
VALUES (:id, asking_account(), :duty, :digest, :second_factor, :agent, :until);

-- name: renew_session
UPDATE sessions SET digest = :digest, duty_id = :duty, second_factor = :second_factor, seen_at = now(),
    shown_at = CASE WHEN :shown THEN now() ELSE shown_at END
WHERE id = :id AND account_id = asking_account() RETURNING id;

-- name: end_session
DELETE FROM sessions WHERE id = :id AND account_id = asking_account() RETURNING id;

-- name: end_other_sessions
DELETE FROM sessions WHERE account_id = asking_account() AND id IS DISTINCT FROM :id RETURNING id;

-- name: own_tokens
SELECT id, account_id, duty_id, name, scopes, created_at, until, used_at, revoked_at
FROM api_tokens WHERE account_id = asking_account() ORDER BY created_at, id;

-- name: add_token
INSERT INTO api_tokens (id, account_id, duty_id, name, scopes, digest, until)
VALUES (:id, asking_account(), :duty, :name, :scopes, :digest, :until);

-- name: revoke_own_tokens
UPDATE api_tokens SET revoked_at = now() WHERE account_id = asking_account() AND revoked_at IS NULL;

-- name: revoke_token
UPDATE api_tokens SET revoked_at = now()
WHERE id = :id AND account_id = asking_account() AND revoked_at IS NULL RETURNING id;
