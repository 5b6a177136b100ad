-- name: begin_external_sign_in
SELECT begin_external_sign_in(:digest, :browser, :return_to, :until);

-- name: take_external_sign_in
SELECT take_external_sign_in(:digest, :browser);

-- name: enter_by_provider
SELECT enter_by_provider(:issuer, :subject, :name, :asked);

-- name: identities_of_account
SELECT account_id, issuer, subject, linked_at, signed_in_at, pending, linked_by FROM external_identities
WHERE acts_as('administrator') AND account_id = :account ORDER BY linked_at, issuer;

-- name: link_identity
SELECT link_identity(:account, :issuer, :subject);

-- name: unlink_identity
SELECT unlink_identity(:account, :issuer);

-- name: confirm_identity
SELECT confirm_identity(:account, :issuer);
