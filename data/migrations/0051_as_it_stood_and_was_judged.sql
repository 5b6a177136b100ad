-- What somebody adds to a list is held against how it stood then, and what goes out to job boards against what a planner has judged.

-- 1. What moved between the adding and the program's first look was told to nobody.
-- As before (0038), and how the pair stands at that moment. The version is none that an item has, so that it is looked at all the same.
CREATE FUNCTION add_item(item uuid, list uuid, other uuid, why text, words text, known jsonb) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    refusal text := add_item(item, list, other, why, words);
BEGIN
    IF refusal IS NULL AND known IS NOT NULL THEN
        INSERT INTO shortlist_verdicts (item_id, candidate_id, unit_id, caseload, stands)
        SELECT i.id, i.candidate_id, i.unit_id, i.caseload,
               known || jsonb_build_object('holder', i.unit_id || '/' || i.caseload, 'version', 0)
        FROM shortlist_items i WHERE i.id = item;
    END IF;
    RETURN refusal;
END $$;
COMMENT ON FUNCTION add_item(uuid, uuid, uuid, text, text, jsonb) IS
    'Adds from outside the ranking; `known`: how the pair stands now, null where that cannot be reckoned';
REVOKE EXECUTE ON FUNCTION add_item(uuid, uuid, uuid, text, text) FROM jembatan_app;
GRANT EXECUTE ON FUNCTION add_item(uuid, uuid, uuid, text, text, jsonb) TO jembatan_app;

-- 2. In which lines the findings stood that somebody has published a vacancy with: what came by a file, or was found since, nobody
-- has judged.
ALTER TABLE state_changes ADD COLUMN judged text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN state_changes.judged IS 'Of a publication: code of each finding of the text, and the digest of the line in which it stands';

-- As before (0021), but for that.
DROP FUNCTION change_vacancy_state(uuid, text, text, text, text, text[]);
CREATE FUNCTION change_vacancy_state(
    vacancy uuid, target text, reason_of text, told_of text, note_of text, findings_of text[], judged_of text[]
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    standing text;
BEGIN
    SELECT v.status INTO standing FROM vacancies v WHERE v.id = vacancy AND may_see_employer(v.employer_id) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF standing <> target OR NOT (target = 'draft' AND acts_as('release_planner')) THEN
        PERFORM require_transition('vacancies', standing, target);
    END IF;
    INSERT INTO state_changes (vacancy_id, from_state, to_state, reason, told, note, findings, judged)
    VALUES (vacancy, standing, target, reason_of, told_of, note_of, findings_of, judged_of);
    UPDATE vacancies SET status = target,
        unchecked = CASE WHEN target = 'open' AND acts_as('release_planner') THEN '' ELSE unchecked END,
        recorded_by = asking_account(), recorded_at = now(), version = version + 1
    WHERE id = vacancy;
    RETURN vacancy;
END $$;

DROP FUNCTION states_of(uuid, uuid);
CREATE FUNCTION states_of(employer uuid, vacancy uuid) RETURNS TABLE (
    from_state text, to_state text, at timestamptz, reason text, told text, note text, findings text[], judged text[],
    account uuid, role text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.from_state, s.to_state, s.at, s.reason, s.told, CASE WHEN acts_as('employer') THEN '' ELSE s.note END,
           s.findings, s.judged, CASE WHEN acts_as('employer') THEN NULL ELSE s.account END, s.role
    FROM state_changes s LEFT JOIN vacancies v ON v.id = s.vacancy_id
    WHERE (s.employer_id = employer OR s.vacancy_id = vacancy) AND may_see_employer(coalesce(s.employer_id, v.employer_id))
    ORDER BY s.seq;
$$;
GRANT EXECUTE ON FUNCTION change_vacancy_state(uuid, text, text, text, text, text[], text[]), states_of(uuid, uuid) TO jembatan_app;
