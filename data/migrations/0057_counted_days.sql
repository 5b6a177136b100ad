-- Unusual reading (docs/trail.md) is held against 28 days before it. Those are over, and their part of the trail does not
-- change: they are counted once. Before, every look counted five weeks of everybody's reading anew.
CREATE TABLE counted_days (day date CONSTRAINT counted_days_pkey PRIMARY KEY);
COMMENT ON TABLE counted_days IS 'Days whose reading is in reading_counts; also one on which nobody has read';
CREATE TABLE reading_counts (
    day date NOT NULL CONSTRAINT reading_counts_day REFERENCES counted_days ON DELETE CASCADE,
    account uuid,
    role text,
    unit uuid,
    people bigint NOT NULL,
    late bigint NOT NULL,
    looked_up bigint NOT NULL,
    namesakes bigint NOT NULL,
    CONSTRAINT one_reading_count_a_day UNIQUE NULLS NOT DISTINCT (day, account, role, unit)
);
COMMENT ON TABLE reading_counts IS 'As days_in_trail counts them: of staff, of nobody whom they have read';

-- What has counted all days counts those that are asked of it.
ALTER FUNCTION days_of_reading(timestamptz, timestamptz, text[], text[]) RENAME TO days_in_trail;
REVOKE EXECUTE ON FUNCTION days_in_trail(timestamptz, timestamptz, text[], text[]) FROM jembatan_worker;
COMMENT ON FUNCTION days_in_trail(timestamptz, timestamptz, text[], text[]) IS 'Counts by account and day, out of the trail, of nobody by name or id who was read';
CREATE FUNCTION days_of_reading(since timestamptz, until timestamptz, provinces text[], zones text[]) RETURNS TABLE (
    account uuid, role text, unit uuid, day date, people bigint, late bigint, looked_up bigint, namesakes bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH span AS ( -- a day begins first in Jayapura and ends last in Jakarta
        SELECT (since AT TIME ZONE 'Asia/Jakarta')::date AS first, (until AT TIME ZONE 'Asia/Jayapura')::date AS last),
    begun AS (
        SELECT min(d) AT TIME ZONE 'Asia/Jayapura' AS uncounted
        FROM span CROSS JOIN LATERAL generate_series(first::timestamp, last::timestamp, '1 day') AS d
        WHERE NOT EXISTS (SELECT FROM counted_days c WHERE c.day = d::date))
    SELECT r.account, r.role, r.unit, r.day, r.people, r.late, r.looked_up, r.namesakes
    FROM begun CROSS JOIN LATERAL days_in_trail(greatest(since, coalesce(uncounted, until)), until, provinces, zones) r
    WHERE NOT EXISTS (SELECT FROM counted_days c WHERE c.day = r.day)
    UNION ALL
    SELECT c.account, c.role, c.unit, c.day, c.people, c.late, c.looked_up, c.namesakes
    FROM span JOIN reading_counts c ON c.day BETWEEN first AND last;
$$;
COMMENT ON FUNCTION days_of_reading(timestamptz, timestamptz, text[], text[]) IS 'As days_in_trail; days that were counted come out of reading_counts, and whole';

-- A day is counted a day after it is over: what began to be written on it has long been written. Of two processes at
-- once the later finds nothing left. What no look reaches back to goes.
CREATE FUNCTION count_reading(today date, provinces text[], zones text[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH fresh AS (
        INSERT INTO counted_days SELECT d::date FROM generate_series(today - 62, today - 2, '1 day') AS d
        ON CONFLICT DO NOTHING RETURNING day)
    INSERT INTO reading_counts (day, account, role, unit, people, late, looked_up, namesakes)
    SELECT r.day, r.account, r.role, r.unit, r.people, r.late, r.looked_up, r.namesakes
    FROM (SELECT min(day)::timestamp AT TIME ZONE 'Asia/Jayapura' AS since,
                 (max(day) + 1)::timestamp AT TIME ZONE 'Asia/Jakarta' AS until FROM fresh) AS span
    CROSS JOIN LATERAL days_in_trail(span.since, span.until, provinces, zones) r JOIN fresh USING (day);
    DELETE FROM counted_days WHERE day < today - 400;
$$;
COMMENT ON FUNCTION count_reading(date, text[], text[]) IS 'Counts the reading of days that are over and were not counted yet';
GRANT EXECUTE ON FUNCTION days_of_reading(timestamptz, timestamptz, text[], text[]),
    count_reading(date, text[], text[]) TO jembatan_worker;

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['counted_days', 'reading_counts'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
END $$;
