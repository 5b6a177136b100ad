-- A company keeps a draft for itself until it sends it: until then it is nobody's task, and of a vacancy nobody else sees it.

-- 1. Vacancies. What has been sent once is never kept again: lists and offers may stand on it.
ALTER TABLE vacancies DROP CONSTRAINT vacancies_unchecked,
    ADD CONSTRAINT vacancies_unchecked CHECK (unchecked IN ('', 'company', 'staff', 'kept'));
COMMENT ON COLUMN vacancies.unchecked IS
    'Whose words stand in it that nobody has checked: such a vacancy is not published. `kept`: its company has not sent it';
ALTER POLICY staff ON vacancies USING ((SELECT acts_as('case_worker', 'release_planner')) AND unchecked <> 'kept');

CREATE OR REPLACE FUNCTION hold_new_vacancy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.status := 'draft';
    NEW.unchecked := CASE WHEN NEW.unchecked = 'kept' THEN 'kept' ELSE 'company' END;
    RETURN NEW;
END $$;

-- As before (0021), but for what is kept, and sent.
CREATE OR REPLACE FUNCTION hold_vacancy_states() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('app.role', true) = 'employer' THEN
        IF OLD.unchecked = 'kept' THEN
            NEW.unchecked := CASE WHEN NEW.unchecked = 'kept' THEN 'kept' ELSE 'company' END;
        ELSE
            NEW.unchecked := OLD.unchecked;
            IF words_of_vacancy(NEW) <> words_of_vacancy(OLD) OR NEW.openings > OLD.openings
                OR (NEW.closes IS DISTINCT FROM OLD.closes AND NOT coalesce(NEW.closes < coalesce(OLD.closes, 'infinity'), false))
            THEN
                NEW.unchecked := 'company';
                IF NEW.status = 'open' THEN
                    NEW.status := 'draft'; -- it goes back to be checked
                END IF;
            END IF;
        END IF;
    ELSIF OLD.unchecked = 'company' AND NEW.unchecked <> 'company' AND acts_as('case_worker') THEN
        NEW.unchecked := 'company'; -- only a planner checks what a company writes
    END IF;
    IF NEW.status <> OLD.status THEN
        PERFORM require_transition('vacancies', OLD.status, NEW.status);
    END IF;
    RETURN NEW;
END $$;

-- As before (0051), but what a company keeps is there for nobody else.
CREATE OR REPLACE FUNCTION change_vacancy_state(
    vacancy uuid, target text, reason_of text, told_of text, note_of text, findings_of text[], judged_of text[]
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    standing text;
BEGIN
    SELECT v.status INTO standing FROM vacancies v
    WHERE v.id = vacancy AND may_see_employer(v.employer_id) AND (v.unchecked <> 'kept' OR acts_as('employer')) FOR UPDATE;
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

-- 2. Registrations: what is kept has not been registered, so that no planner's task follows from it (0056).
CREATE FUNCTION keep_registration(
    employer uuid, name_of text, number_of text, sector_of text, contact_of text, motivation_of text
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kept boolean;
BEGIN
    UPDATE employers e SET
        name = name_of, business_number = number_of, sector = sector_of, contact = contact_of, motivation = motivation_of,
        recorded_by = asking_account(), recorded_at = now(), version = e.version + 1
    WHERE e.id = employer AND e.id = asking_company() AND e.verification = 'unverified' AND e.registered_at IS NULL
    RETURNING true INTO kept;
    IF kept IS NULL AND employer = asking_company() THEN
        RAISE EXCEPTION 'it was sent' USING ERRCODE = 'check_violation', CONSTRAINT = 'state_transition';
    END IF;
    RETURN CASE WHEN kept THEN employer END;
END $$;
COMMENT ON FUNCTION keep_registration(uuid, text, text, text, text, text) IS
    'What a company has written of itself so far. Once it was sent, every change is';
GRANT EXECUTE ON FUNCTION keep_registration(uuid, text, text, text, text, text) TO jembatan_app;

-- As before (0056), but for drafts that are kept.
CREATE OR REPLACE FUNCTION publishing_matters() RETURNS TABLE (kind text, record_id uuid, part text, about text, since date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT 'employer_to_verify', e.id, e.version::text, e.name, (e.registered_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM employers e WHERE acts_as('release_planner') AND e.verification = 'unverified' AND e.registered_as = 'employer'
    UNION ALL
    SELECT 'appeal_to_decide', a.employer_id, a.id::text, e.name, (a.asked_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM appeals a JOIN employers e ON e.id = a.employer_id
    WHERE acts_as('release_planner') AND a.granted IS NULL AND NOT EXISTS (
        SELECT FROM state_changes s WHERE s.employer_id = a.employer_id AND s.account = asking_account()
            AND s.seq >= (SELECT o.seq FROM state_changes o WHERE o.id = a.against))
    UNION ALL
    SELECT CASE WHEN back.told THEN 'own_vacancy_returned' ELSE 'vacancy_to_check' END, v.id, v.version::text, v.title,
           (v.recorded_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM vacancies v CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM state_changes s WHERE s.vacancy_id = v.id AND (s.from_state, s.to_state) = ('draft', 'draft')
                           AND s.at >= v.recorded_at) AS told) back
    WHERE NOT stopped_company(v.employer_id) AND v.status = 'draft' AND v.unchecked NOT IN ('', 'kept')
        AND CASE WHEN back.told THEN v.unchecked = 'company' AND v.employer_id = asking_company()
            ELSE v.place IS NULL OR planned_provinces() && ARRAY[left(v.place, 2), ''] END;
$$;
