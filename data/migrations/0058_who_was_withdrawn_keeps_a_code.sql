-- Whoever had been sent to a company and takes part no longer was gone from its list without a word. Their code stays, and
-- nothing else of them: no detail, and no reason, which would tell what the person has said or asked for.

-- Codes of cards alone, of candidacies that were sent and are over while their list goes on; nobody who has been proposed again.
CREATE FUNCTION withdrawn_from(vacancy uuid) RETURNS TABLE (code text) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT DISTINCT card_code(i.candidate_id, v.employer_id)
    FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id JOIN vacancies v ON v.id = i.vacancy_id
    WHERE v.id = vacancy AND v.employer_id = asking_company() AND s.status IN ('sent', 'answered')
        AND is_over_for_company(i.id)
        AND NOT EXISTS (SELECT FROM proposals_to(vacancy) p WHERE p.candidate_id = i.candidate_id)
    ORDER BY 1;
$$;
COMMENT ON FUNCTION withdrawn_from(uuid) IS 'Codes of whom the asking company was sent for its vacancy and is told no more of; of nobody else''s vacancy any';
GRANT EXECUTE ON FUNCTION withdrawn_from(uuid) TO jembatan_app;
