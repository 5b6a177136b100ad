-- Whether a birth date is a child's is asked first: of 20,000 people who are imported, each cost an update that looked
-- through who has consented and changed nothing, half of the time that their identities took to be stored.
CREATE OR REPLACE FUNCTION child_waits_for_guardian() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF is_child(NEW.birth_date) THEN
        UPDATE candidates p SET consented = false, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
        WHERE p.id = NEW.candidate_id AND p.consented AND NOT EXISTS (
            SELECT FROM consent_states c WHERE c.candidate_id = p.id AND c.purpose = 'matching' AND c.state = 'current'
                AND btrim(c.guardian_name) <> '');
    END IF;
    RETURN NULL;
END $$;
