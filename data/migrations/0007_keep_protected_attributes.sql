-- A protected attribute that is not given is kept: an import that says nothing of it does not know better. Also the
-- index by which people of the same name and birth date are looked for.

CREATE OR REPLACE FUNCTION write_protected_attributes(
    candidate uuid, sex text, disability text, religion text, minority_language text
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO protected_attributes AS old (
        candidate_id, sex, disability, religion, minority_language, unit_id, caseload)
    SELECT c.id, $2, $3, $4, $5, c.unit_id, c.caseload FROM candidates c WHERE c.id = $1
    ON CONFLICT ON CONSTRAINT protected_attributes_pkey DO UPDATE
    SET sex = coalesce(excluded.sex, old.sex), disability = coalesce(excluded.disability, old.disability),
        religion = coalesce(excluded.religion, old.religion),
        minority_language = coalesce(excluded.minority_language, old.minority_language),
        recorded_by = asking_account(), recorded_at = now(), version = old.version + 1
    WHERE (coalesce(excluded.sex, old.sex), coalesce(excluded.disability, old.disability),
           coalesce(excluded.religion, old.religion), coalesce(excluded.minority_language, old.minority_language))
          IS DISTINCT FROM (old.sex, old.disability, old.religion, old.minority_language);
$$;

CREATE INDEX candidate_identities_birth_date ON candidate_identities (birth_date);
