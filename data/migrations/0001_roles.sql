-- Who may do what. The owner is whoever migrates; the other roles own nothing and get each right by name.
-- Roles belong to the whole server: they may be there already, as logins (embedded server) or as groups.

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['jembatan_app', 'jembatan_worker', 'jembatan_auditor', 'jembatan_backup'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database of this server was being migrated at the same moment
            END;
        END IF;
    END LOOP;
    BEGIN
        ALTER ROLE jembatan_backup BYPASSRLS; -- a backup holds every row
    EXCEPTION WHEN insufficient_privilege THEN
        RAISE NOTICE 'jembatan_backup cannot bypass row-level security; a superuser must grant it BYPASSRLS';
    END;
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO jembatan_app, jembatan_worker, jembatan_auditor, jembatan_backup;

-- What later migrations create is closed until they open it; only the backup reads all.
ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO jembatan_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO jembatan_backup;

GRANT SELECT ON schema_migrations TO jembatan_app, jembatan_worker, jembatan_auditor, jembatan_backup;
