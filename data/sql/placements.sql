-- name: record_answer
SELECT record_answer(:item::uuid, :kind::text, :meets_at::timestamptz, :how::text, :place::text, :reason::text, :note::text);

-- name: answers_of
SELECT id, kind, meets_at, how, place, reason, note, on_behalf, recorded_at, candidate_id FROM answers_of(:item::uuid);

-- name: answers_to
SELECT i.id AS item_id, a.id, a.kind, a.meets_at, a.how, a.place, a.reason, a.note, a.on_behalf, a.recorded_at, a.candidate_id
FROM unnest(:items::uuid[]) AS i (id) CROSS JOIN LATERAL answers_of(i.id) a
WHERE is_over_for_company(i.id) IS NOT TRUE ORDER BY i.id, a.id;

-- name: may_answer
SELECT CASE WHEN is_over_for_company(:item::uuid) THEN 'over' ELSE answers_for(:item::uuid) END;

-- name: proposals_to
SELECT item_id, candidate_id, last_answer FROM proposals_to(:vacancy::uuid);

-- name: openings_of
-- A hold that is over is free, whether or not it has been given back by now.
SELECT v.openings, v.held - e.over - u.kept AS held, v.offered, v.filled, v.released + e.over - u.over - u.released AS released
FROM vacancies v CROSS JOIN expired_holds(v.id) AS e (over) CROSS JOIN unsent_holds(v.id) AS u WHERE v.id = :vacancy;

-- name: hold_opening
SELECT hold_opening(:item::uuid, :keep::boolean, :days::integer);

-- name: open_placement
SELECT open_placement(:id::uuid, :candidate::uuid, :kind::text, :vacancy::uuid, :employer::uuid);

-- name: record_event
SELECT record_event(:placement::uuid, :kind::text, :happened_on::date, :reason::text, :note::text, :contract::text,
                    :wage::bigint, :place::text, :corrects::bigint);

-- name: placements_of
SELECT id, candidate_id, kind, item_id, vacancy_id, employer_id FROM placements WHERE candidate_id = :candidate ORDER BY seq;

-- name: placements_from
SELECT id, candidate_id, kind, item_id, vacancy_id, employer_id FROM placements WHERE item_id = ANY (:items::uuid[]) ORDER BY seq;

-- name: work_at_hand
SELECT candidate_id, max(work) AS work FROM work_at_hand
WHERE :candidates::uuid[] IS NULL OR candidate_id = ANY (:candidates::uuid[]) GROUP BY candidate_id;

-- name: get_placement
SELECT id, candidate_id, kind, item_id, vacancy_id, employer_id FROM placements WHERE id = :placement;

-- name: events_of
SELECT e.id, e.placement_id, e.kind, e.happened_on, e.contract, e.wage_monthly_idr, e.place, e.reason, e.note, e.corrects,
       e.recorded_at, EXISTS (SELECT FROM placement_ladder l WHERE l.id = e.id) AS stands
FROM placement_events e WHERE e.placement_id = ANY (:placements::uuid[]) ORDER BY e.id;

-- name: open_checks
-- Checks that fall due until a day and have no answer, the oldest first.
SELECT placement_id, candidate_id, kind, due_on, answer, answered_on FROM checks
WHERE answer IS NULL AND due_on <= :until ORDER BY due_on, placement_id LIMIT :limit;

-- name: check_lines
-- The same between two days, as a list shows them.
SELECT k.placement_id, k.candidate_id, k.kind, k.due_on, k.answer, k.answered_on, p.kind AS work, k.started_on,
       coalesce(v.title, '') AS title, coalesce(e.name, '') AS employer, u.name AS unit, count(*) OVER () AS total
FROM checks k JOIN placements p ON p.id = k.placement_id JOIN units u ON u.id = p.unit_id
LEFT JOIN vacancies v ON v.id = p.vacancy_id LEFT JOIN employers e ON e.id = coalesce(p.employer_id, v.employer_id)
WHERE k.answer IS NULL AND k.due_on <= :until AND (:since::date IS NULL OR k.due_on >= :since)
ORDER BY k.due_on, k.placement_id LIMIT :limit OFFSET :skipped;

-- name: open_matters
SELECT kind, record, due_on, about FROM open_matters(:candidate::uuid);

-- name: add_complaint
INSERT INTO complaints (id, employer_id, candidate_id, by_whom, code, note, unit_id, caseload)
SELECT :id, :employer, c.id, :by_whom, :code, :note, coalesce(c.unit_id, asking_unit()), coalesce(c.caseload, asking_account())
FROM (SELECT 1) AS one LEFT JOIN candidates c ON c.id = :candidate::uuid
WHERE (:candidate::uuid IS NULL OR c.id IS NOT NULL) AND EXISTS (SELECT FROM employers e WHERE e.id = :employer);

-- name: complaints_about
SELECT id, employer_id, candidate_id, by_whom, code, note, state, recorded_at FROM complaints
WHERE employer_id = :employer ORDER BY seq DESC LIMIT :limit;

-- name: decide_complaint
UPDATE complaints SET state = :state, decided_by = asking_account(), decided_at = now()
WHERE id = :complaint AND state = 'open';
