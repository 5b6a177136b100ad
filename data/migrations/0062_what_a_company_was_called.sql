-- A verified company that calls itself otherwise is looked at again: whoever looks must see what it was verified as.
-- As before (0021), but for the note, which its company does not see.
CREATE OR REPLACE FUNCTION note_employer_states() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO state_changes (employer_id, from_state, to_state, note)
    SELECT a.id, b.verification, a.verification,
           CASE WHEN b.verification = 'verified' THEN concat_ws('; ',
               CASE WHEN b.name <> a.name THEN b.name || ' → ' || a.name END,
               CASE WHEN b.business_number IS DISTINCT FROM a.business_number
                   THEN 'NIB ' || coalesce(b.business_number, '–') || ' → ' || coalesce(a.business_number, '–') END)
           ELSE '' END
    FROM before b JOIN after a ON a.id = b.id
    WHERE a.verification <> b.verification AND a.verification IS DISTINCT FROM (
        SELECT s.to_state FROM state_changes s WHERE s.employer_id = a.id ORDER BY s.seq DESC LIMIT 1);
    RETURN NULL;
END $$;
