-- What somebody adds to a list is held against how it stood when it was added, not when the program looks for the first time:
-- what moved in between was told to nobody.

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
