-- What was sent counts among proposals sent, and its person as reached, whatever became of it: left out afterwards, it
-- was in no report, as if it had never been proposed, and shares of those interviewed and offered looked better.
CREATE OR REPLACE FUNCTION outcome_people() RETURNS TABLE (
    unit text, region text, schemes text[], providers text[], consented boolean, complete boolean, reached boolean,
    released_on date, first_day date, lost_work boolean, placed_again boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.name, u.province_code, held.schemes, held.providers, gate_open(c) AND NOT c.restricted,
           cardinality(held.schemes) > 0 OR c.experience <> '[]',
           EXISTS (SELECT FROM placements p WHERE p.candidate_id = c.id)
               OR EXISTS (SELECT FROM shortlist_items i JOIN shortlist_events e ON e.shortlist_id = i.shortlist_id
                          WHERE i.candidate_id = c.id AND e.after = 'sent'
                              AND (i.removed_at IS NULL OR i.removed_at > e.recorded_at)),
           w.expected, work.first_day, work.lost, work.again
    FROM candidates c JOIN units u ON u.id = c.unit_id
    JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT coalesce(nullif(t.scheme, ''), t.title)), '{}') AS schemes,
               coalesce(array_agg(DISTINCT t.issuer) FILTER (WHERE t.issuer <> ''), '{}') AS providers
        FROM certificates t WHERE t.candidate_id = c.id AND t.verification <> 'rejected') held
    CROSS JOIN LATERAL (
        SELECT min(s.happened_on) AS first_day, coalesce(bool_or(e.id IS NOT NULL), false) AS lost,
               coalesce(bool_or(EXISTS (SELECT FROM placement_ladder o WHERE o.candidate_id = c.id AND o.kind = 'started'
                                            AND o.placement_id <> s.placement_id AND o.happened_on >= e.happened_on)), false) AS again
        FROM placement_ladder s LEFT JOIN placement_ladder e ON e.placement_id = s.placement_id AND e.kind = 'ended'
        WHERE s.candidate_id = c.id AND s.kind = 'started') work
    WHERE c.unit_id = ANY (reported_units());
$$;

CREATE OR REPLACE FUNCTION outcome_proposals() RETURNS TABLE (
    unit text, region text, employer uuid, employer_name text, schemes text[], providers text[], sent_on date,
    interview_on date, offered boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.name, u.province_code, v.employer_id, f.name, held.schemes, held.providers, sent.on_day, met.on_day,
           EXISTS (SELECT FROM employer_answers a WHERE a.item_id = i.id AND a.kind IN ('offer', 'hired'))
    FROM shortlist_items i JOIN units u ON u.id = i.unit_id
    JOIN vacancies v ON v.id = i.vacancy_id JOIN employers f ON f.id = v.employer_id
    CROSS JOIN LATERAL (SELECT max(e.recorded_at) AS at, (max(e.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date AS on_day
                        FROM shortlist_events e WHERE e.shortlist_id = i.shortlist_id AND e.after = 'sent') sent
    CROSS JOIN LATERAL (SELECT min(l.happened_on) AS on_day FROM placements p JOIN placement_ladder l ON l.placement_id = p.id
                        WHERE p.item_id = i.id AND l.kind = 'interviewed') met
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT coalesce(nullif(t.scheme, ''), t.title)), '{}') AS schemes,
               coalesce(array_agg(DISTINCT t.issuer) FILTER (WHERE t.issuer <> ''), '{}') AS providers
        FROM certificates t WHERE t.candidate_id = i.candidate_id AND t.verification <> 'rejected') held
    WHERE i.unit_id = ANY (reported_units()) AND sent.at IS NOT NULL
        AND (i.removed_at IS NULL OR i.removed_at > sent.at);
$$;

-- Two companies of one name are two: as in reports of fairness, each with the beginning of its id.
CREATE FUNCTION report_name(employer uuid, name text) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp
    RETURN CASE WHEN EXISTS (SELECT FROM employers e WHERE e.name = report_name.name AND e.id <> report_name.employer)
                THEN report_name.name || ' (' || left(report_name.employer::text, 8) || ')' ELSE report_name.name END;
REVOKE ALL ON FUNCTION report_name(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_name(uuid, text) TO jembatan_app;
CREATE INDEX employers_by_name ON employers (name);
