-- Figures that were not true, and small numbers that could be worked out.

-- 1. Fairness of a month. An item is judged by what the employer has said last, in the month in which it was said: one who
-- invites everybody and then turns one group away is not fair. Whom it invites is a matter of its own.
CREATE FUNCTION said_by(item uuid, until timestamptz) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT a.kind IN ('offer', 'hired') FROM employer_answers a
    WHERE a.item_id = item AND a.kind IN ('offer', 'hired', 'declined', 'withdrawn') AND a.recorded_at < until
    ORDER BY a.id DESC LIMIT 1;
$$;
COMMENT ON FUNCTION said_by(uuid, timestamptz) IS 'Whether the last word until then is a yes; null: none is decisive yet. Nobody may call it';

-- As before (0032), but: every kind of override by itself (items of a ranking or a plan that were left out, moved down or moved up;
-- people for whom something was added by hand, or hidden); places are counted among the items that are there; an answer that
-- changes nothing (hired after an offer) is not counted again.
CREATE OR REPLACE FUNCTION fairness_of_month(since timestamptz, until timestamptz)
    RETURNS TABLE (matter text, employer text, sex text, age text, region text, facility text, disability text,
                   minority_language text, selected boolean, places integer[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.matter, f.employer, g.*, f.selected, f.places FROM (
        SELECT 'listed' AS matter, '' AS employer, c.id AS person, l.person IS NOT NULL AS selected, coalesce(l.places, '{}') AS places
        FROM candidates c LEFT JOIN (
            SELECT i.candidate_id AS person, coalesce(array_agg(p.place) FILTER (WHERE s.kind = 'candidates'), '{}') AS places
            FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id
            CROSS JOIN LATERAL (SELECT count(*)::integer AS place FROM shortlist_items o WHERE o.shortlist_id = i.shortlist_id
                                    AND o.removed_at IS NULL AND (o.position, o.seq) <= (i.position, i.seq)) p
            WHERE i.removed_at IS NULL AND i.recorded_at >= since AND i.recorded_at < until GROUP BY i.candidate_id) l ON l.person = c.id
        WHERE gate_open(c)
        UNION ALL
        SELECT m.matter, '', i.candidate_id, m.selected, '{}'
        FROM shortlist_items i JOIN (
            SELECT e.shortlist_id, min(e.recorded_at) AS at FROM shortlist_events e
            WHERE e.kind = 'step' AND e.after IN ('sent', 'closed') GROUP BY e.shortlist_id) decided ON decided.shortlist_id = i.shortlist_id
        CROSS JOIN LATERAL (
            SELECT coalesce(bool_or(o.action = 'remove'), false) AS removed,
                   coalesce(bool_or(o.action = 'move' AND o.to_position > o.from_position), false) AS down,
                   coalesce(bool_or(o.action = 'move' AND o.to_position < o.from_position), false) AS up
            FROM shortlist_overrides o WHERE o.item_id = i.id) o
        CROSS JOIN LATERAL (VALUES ('kept', NOT (o.removed OR o.down)), ('removed', o.removed), ('moved_down', o.down AND NOT o.removed),
                                   ('moved_up', o.up)) AS m (matter, selected)
        WHERE i.origin IN ('ranking', 'plan') AND decided.at >= since AND decided.at < until
        UNION ALL
        SELECT m.matter, '', c.id, m.selected, '{}' FROM candidates c
        CROSS JOIN LATERAL (VALUES
            ('added', c.id IN (SELECT o.candidate_id FROM shortlist_overrides o
                               WHERE o.action = 'add' AND o.recorded_at >= since AND o.recorded_at < until)),
            ('hidden', c.id IN (SELECT h.candidate_id FROM vacancy_hidings h
                                WHERE h.hidden AND h.recorded_at >= since AND h.recorded_at < until))) AS m (matter, selected)
        WHERE gate_open(c)
        UNION ALL
        SELECT m.matter, e.name || ' (' || left(e.id::text, 8) || ')', i.candidate_id, m.yes, '{}'
        FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id JOIN employers e ON e.id = v.employer_id
        JOIN LATERAL (
            SELECT 'invited' AS matter, w.first AS yes FROM (
                SELECT a.kind <> 'declined', a.recorded_at FROM employer_answers a WHERE a.item_id = i.id ORDER BY a.id LIMIT 1) w (first, at)
            WHERE w.at >= since AND w.at < until
            UNION ALL
            SELECT 'answered', n.yes FROM (VALUES (said_by(i.id, since), said_by(i.id, until))) n (before, yes)
            WHERE n.yes IS DISTINCT FROM n.before) m ON true) f
    CROSS JOIN LATERAL groups_of(f.person, (until AT TIME ZONE 'Asia/Jakarta')::date - 1) g ORDER BY random();
$$;

-- 2. As before (0026), but: of whom processing is suspended (UU 27/2022, article 41), or who has objected to it, no group is read.
CREATE OR REPLACE FUNCTION groups_of(who uuid, at date) RETURNS TABLE (
    sex text, age text, region text, facility text, disability text, minority_language text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(p.sex, ''), age_band(n.birth_date, at), u.province_code, u.name,
           CASE WHEN p.disability <> '' THEN 'yes' ELSE 'none_told' END,
           CASE WHEN p.minority_language <> '' THEN 'yes' ELSE 'none_told' END
    FROM candidates c JOIN units u ON u.id = c.unit_id LEFT JOIN candidate_identities n ON n.candidate_id = c.id
    LEFT JOIN protected_attributes p ON p.candidate_id = c.id WHERE c.id = who AND NOT c.restricted AND NOT c.objected;
$$;
