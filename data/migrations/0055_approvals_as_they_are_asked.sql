-- How many approvals a list needs was found with the first of them, and one until then: "0 of 1" became "1 of 2".

-- Why a second person approves a list, as far as is known: while it is not approved, as it stands now; then, as it was
-- found with the approval. For whoever handles the list; others see what was found.
CREATE FUNCTION approvals_asked(list uuid) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN s.status IN ('requested', 'proposed', 'under_review') AND handles_list(s) THEN second_reasons(list)
                ELSE s.approval_reasons END
    FROM shortlists s WHERE s.id = list;
$$;
COMMENT ON FUNCTION approvals_asked(uuid) IS 'Why a second approval is needed, as far as is known (shortlists.approval_reasons)';
GRANT EXECUTE ON FUNCTION approvals_asked(uuid) TO jembatan_app;
