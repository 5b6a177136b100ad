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

-- name: statements_to_admit
-- What must be run until the login may act as each of the wanted roles, and as no other of these; nothing when all is
-- so already. Since PostgreSQL 16 a member need not have the rights of a role that it has not put on. A superuser is
-- left alone: no membership adds to it.
SELECT format(CASE WHEN NOT wanted THEN 'REVOKE %I FROM %I'
                   WHEN choosy THEN 'GRANT %I TO %I WITH INHERIT FALSE, SET TRUE'
                   ELSE 'GRANT %I TO %I' END, role, :login::text)
FROM (
    SELECT role, role = ANY (:wanted::text[]) AS wanted, choosy,
           pg_has_role(:login::name, role::name, CASE WHEN choosy THEN 'SET' ELSE 'MEMBER' END) AS may_act,
           pg_has_role(:login::name, role::name, 'USAGE') AS has_its_rights
    FROM unnest(:roles::text[]) AS role
    CROSS JOIN (SELECT current_setting('server_version_num')::int >= 160000 AS choosy) AS server
    WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = :login::name)
) AS standing
WHERE CASE WHEN wanted THEN NOT may_act OR (choosy AND has_its_rights) ELSE may_act OR has_its_rights END;
