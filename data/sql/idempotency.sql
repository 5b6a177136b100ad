-- name: recall_key
SELECT request_digest, record_id FROM idempotency_keys WHERE account_id = asking_account() AND key = :key;

-- name: remember_key
INSERT INTO idempotency_keys (key, request_digest, record_id) VALUES (:key, :request_digest, :record);
