-- name: count_employer_list
-- One more list of this vacancy's employer today; how many it are. Null: not the asking company's vacancy.
SELECT count_employer_list(:vacancy::uuid);

-- name: cards_for
SELECT candidate_id, code, province, available_from, months_of_work, certificates, name, phone, district
FROM cards_for(:vacancy::uuid, CASE WHEN :looking::boolean THEN looking_for_work(:vacancy::uuid, :candidates::uuid[])
                                ELSE :candidates::uuid[] END, :today::date);

-- name: ask_contact
SELECT ask_contact(:vacancy::uuid, :candidate::uuid, :most::integer);

-- name: contacts_asked
SELECT code, asked_at, state FROM contacts_asked(:vacancy::uuid);

-- name: withdrawn_from
SELECT code FROM withdrawn_from(:vacancy::uuid);

-- name: contacts_with
-- Of the last 30 days, the newest first; `waits`: nobody has proposed the vacancy or said no.
SELECT r.vacancy_id, v.title, e.name AS employer, r.recorded_at, r.answered_at, r.reason,
       EXISTS (SELECT FROM waiting_contacts w WHERE w.id = r.id) AS waits
FROM contact_requests r JOIN vacancies v ON v.id = r.vacancy_id JOIN employers e ON e.id = v.employer_id
WHERE r.candidate_id = :candidate AND r.recorded_at > now() - interval '30 days' ORDER BY r.recorded_at DESC, r.id;

-- name: refuse_contact
UPDATE contact_requests SET reason = :reason, answered_by = asking_account(), answered_at = now()
WHERE candidate_id = :candidate AND vacancy_id = :vacancy AND recorded_at > now() - interval '30 days' RETURNING id;
