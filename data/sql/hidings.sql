-- name: hidden_for
SELECT h.vacancy_id, v.title, e.name AS employer, h.reason, h.note, h.recorded_by, h.recorded_at
FROM hidden_vacancies h JOIN vacancies v ON v.id = h.vacancy_id JOIN employers e ON e.id = v.employer_id
WHERE h.candidate_id = :candidate ORDER BY h.id DESC;

-- name: hidden_from
SELECT h.candidate_id FROM hidden_vacancies h WHERE h.vacancy_id = :vacancy;

-- name: say_hidden
-- Of an own person. Null: there is no such pair; false: so it stands already.
WITH pair AS (
    SELECT c.id AS candidate_id, v.id AS vacancy_id, c.unit_id, c.caseload FROM candidates c CROSS JOIN vacancies v
    WHERE c.id = :candidate AND v.id = :vacancy AND c.unit_id = case_unit() AND c.caseload = ANY (case_loads())),
said AS (
    INSERT INTO vacancy_hidings (candidate_id, vacancy_id, hidden, reason, note, unit_id, caseload)
    SELECT p.candidate_id, p.vacancy_id, :hidden, :reason, :note, p.unit_id, p.caseload FROM pair p
    WHERE :hidden IS DISTINCT FROM EXISTS (SELECT FROM hidden_vacancies h
                                           WHERE h.candidate_id = p.candidate_id AND h.vacancy_id = p.vacancy_id)
        OR NOT EXISTS (SELECT FROM hidden_vacancies h WHERE (h.candidate_id, h.vacancy_id, h.reason, h.note)
                                                                = (p.candidate_id, p.vacancy_id, :reason, :note)) AND :hidden
    RETURNING 1)
SELECT EXISTS (SELECT FROM said) FROM pair;
