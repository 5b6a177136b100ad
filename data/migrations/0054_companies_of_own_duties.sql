-- Whoever has duties at several companies chooses among them before any is chosen, when no wall opens: by their names, not
-- by that of the platform in which all companies' members are.
CREATE FUNCTION own_company_name(company uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT e.name FROM employers e
    WHERE e.id = company AND EXISTS (SELECT FROM duties d WHERE d.employer_id = company
                                     AND d.account_id = asking_account() AND is_current(d));
$$;
COMMENT ON FUNCTION own_company_name(uuid) IS 'Name of a company in which the asking account has a current duty; null: of another';
GRANT EXECUTE ON FUNCTION own_company_name(uuid) TO jembatan_app;
