-- name: lock_migrations
-- One migrator at a time; any number that nobody else uses would do.
SELECT pg_advisory_lock(7262526842847);

-- name: unlock_migrations
SELECT pg_advisory_unlock(7262526842847);

-- name: create_migrations_table
CREATE TABLE IF NOT EXISTS public.schema_migrations (
    version integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- name: list_migrations
SELECT version, name, checksum FROM public.schema_migrations ORDER BY version;

-- name: record_migration
INSERT INTO public.schema_migrations (version, name, checksum) VALUES (:version, :name, :checksum);

-- name: who_logged_in
SELECT session_user;

-- name: is_member
-- Whether the login may act as the role. Since PostgreSQL 16 a member may be one who may not.
SELECT pg_has_role(
    :login::name, :role::name,
    CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END
);

-- name: grant_role
-- The statement that makes the login a member, with its name quoted.
SELECT format('GRANT %I TO %I', :role::text, :login::text);
