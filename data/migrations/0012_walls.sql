-- Row-level security, forced, on every table that holds something of a person or a company. The application owns
-- nothing, so there is no way around for it. The worker role builds indexes from matching facts of everybody and
-- cannot read identities. The owner is let through: it runs the triggers and the named functions of these files.

-- Whether the one who asks may see, or change, a row of a person by its unit and caseload. Functions without
-- arguments stand in sub-selects, so that they are asked once for a statement and not once for a row.
DO $$
DECLARE
    target text;
    sees CONSTANT text := '(unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]))';
    plans CONSTANT text := 'unit_id = ANY ((SELECT planned_units())::uuid[])';
BEGIN
    -- Whatever is forced lets the owner and the backup through by a policy of their own.
    FOREACH target IN ARRAY ARRAY['candidates', 'candidate_identities', 'protected_attributes', 'candidate_references',
            'certificates', 'release_windows', 'supervisions', 'consent_events', 'holds', 'imports', 'import_changes',
            'unresolved_rows', 'runs', 'idempotency_keys', 'embedded_candidates', 'facet_vectors', 'employers',
            'vacancies', 'vacancy_history', 'accounts', 'duties', 'covers'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;

    FOREACH target IN ARRAY ARRAY['candidates', 'candidate_identities', 'candidate_references', 'certificates',
            'release_windows', 'supervisions', 'consent_events', 'holds'] LOOP
        EXECUTE format('CREATE POLICY case_worker ON %I TO jembatan_app USING (%s)', target, sees);
        EXECUTE format('CREATE POLICY release_planner ON %I FOR SELECT TO jembatan_app USING (%s)', target, plans);
    END LOOP;

    FOREACH target IN ARRAY ARRAY['candidates', 'certificates', 'release_windows', 'supervisions',
            'embedded_candidates', 'facet_vectors', 'vacancies', 'employers'] LOOP
        EXECUTE format('CREATE POLICY worker ON %I TO jembatan_worker USING (true)', target);
    END LOOP;
END $$;
CREATE INDEX candidates_of_caseload ON candidates (unit_id, caseload, seq);

-- What somebody recorded in the course of an own duty, or of one that they cover.
CREATE FUNCTION own_records() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(case_loads(), ARRAY[d.account_id]) FROM asking_duty() d;
$$;
GRANT EXECUTE ON FUNCTION own_records() TO jembatan_app;

CREATE POLICY own ON imports TO jembatan_app
    USING (unit_id = (SELECT asking_unit()) AND caseload = ANY ((SELECT own_records())::uuid[]));
-- What an import changed holds states of people: it is hidden with the person.
CREATE POLICY own ON import_changes TO jembatan_app
    USING (unit_id = (SELECT asking_unit()) AND caseload = ANY ((SELECT own_records())::uuid[])
           AND (candidate_id IS NULL OR EXISTS (SELECT FROM candidates c WHERE c.id = candidate_id)));
CREATE POLICY own ON unresolved_rows TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]));
CREATE POLICY own ON idempotency_keys TO jembatan_app USING (account_id = (SELECT asking_account()));

-- A run goes with its person when that one is transferred; a list for a vacancy stays with who asked for it.
CREATE POLICY of_a_person ON runs TO jembatan_app USING (
    CASE WHEN candidate_id IS NOT NULL THEN EXISTS (SELECT FROM candidates c WHERE c.id = candidate_id)
         ELSE unit_id = (SELECT asking_unit()) AND caseload = ANY ((SELECT own_records())::uuid[])
    END);

-- Vacancies are no secret among the staff; an employer sees and writes its own.
CREATE POLICY staff ON employers TO jembatan_app USING ((SELECT acts_as('case_worker', 'release_planner')));
CREATE POLICY administrator ON employers FOR SELECT TO jembatan_app USING ((SELECT acts_as('administrator')));
CREATE POLICY company ON employers FOR SELECT TO jembatan_app USING (id = (SELECT asking_company()));
CREATE POLICY staff ON vacancies TO jembatan_app USING ((SELECT acts_as('case_worker', 'release_planner')));
CREATE POLICY company ON vacancies TO jembatan_app USING (employer_id = (SELECT asking_company()));
CREATE POLICY of_a_vacancy ON vacancy_history FOR SELECT TO jembatan_app
    USING (EXISTS (SELECT FROM vacancies v WHERE v.id = vacancy_id));

-- Accounts: an administrator's, one's own, and the names of those in one's own unit.
CREATE POLICY administrator ON accounts TO jembatan_app USING ((SELECT acts_as('administrator')));
CREATE POLICY own ON accounts FOR SELECT TO jembatan_app USING (id = (SELECT asking_account()));
CREATE POLICY administrator ON duties TO jembatan_app USING ((SELECT acts_as('administrator')));
CREATE POLICY own ON duties FOR SELECT TO jembatan_app USING (account_id = (SELECT asking_account()));
CREATE POLICY administrator ON covers TO jembatan_app USING ((SELECT acts_as('administrator')));
CREATE POLICY own ON covers FOR SELECT TO jembatan_app
    USING ((SELECT asking_account()) IN (absent, covering));
