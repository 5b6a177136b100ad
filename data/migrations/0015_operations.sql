-- What a backup says of itself: how many rows each table has, counted in the backup's own snapshot.

CREATE FUNCTION table_counts() RETURNS TABLE (name text, rows bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
    FOR name IN SELECT c.relname FROM pg_class c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname LOOP
        EXECUTE format('SELECT count(*) FROM %I', name) INTO rows;
        RETURN NEXT;
    END LOOP;
END $$;
COMMENT ON FUNCTION table_counts() IS 'Rows of every table, as far as the one who asks sees them: the backup sees all';
GRANT EXECUTE ON FUNCTION table_counts() TO jembatan_backup;

-- Transfers (0012) are noted in the trail (0013), too.
SELECT note_changes_of('transfers', 'id', 'candidate_id', 'id');
