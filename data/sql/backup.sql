-- name: export_snapshot
SELECT pg_export_snapshot();

-- name: table_counts
SELECT name, rows FROM table_counts();

-- name: where_it_stands
-- The last migration, and the server's version (180006 for 18.6).
SELECT (SELECT name FROM schema_migrations ORDER BY version DESC LIMIT 1) AS migration,
       current_setting('server_version_num')::integer AS server;

-- name: sees_all
SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user;

-- name: renew_incarnation
-- After a restore, positions in the outbox of before mean nothing.
UPDATE meta SET incarnation = gen_random_uuid();

-- name: end_sessions
-- Who had been shut out since the backup must not be let in again by it.
DELETE FROM sessions;

-- name: revoke_tokens
UPDATE api_tokens SET revoked_at = now() WHERE revoked_at IS NULL;

-- name: spend_links
UPDATE account_links SET used_at = now() WHERE used_at IS NULL;

-- name: anything_there
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1;

-- name: roles_to_make
SELECT format('CREATE ROLE %I NOLOGIN', wanted)
FROM unnest(ARRAY['jembatan_app', 'jembatan_worker', 'jembatan_auditor', 'jembatan_backup']) wanted
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted);
