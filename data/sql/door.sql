-- name: session_asking
SELECT session_id, account_id, duty_id, role, unit_id, second_factor, shown_at FROM session_asking(:digest, :idle);

-- name: token_asking
SELECT token_id, account_id, duty_id, role, unit_id, scopes FROM token_asking(:digest);

-- name: credentials_of
SELECT account_id, active, hash, secret FROM credentials_of(:login);

-- name: begin_attempt
SELECT begin_attempt(:key, :free);

-- name: forget_attempts
SELECT forget_attempts(:keys);

-- name: note_refusal
SELECT note_refusal(:login, :why);

-- name: link_account
SELECT account_id, login, name FROM link_account(:digest);

-- name: use_link
SELECT use_link(:digest, :password_hash);
