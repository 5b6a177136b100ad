-- name: count_employer_list
-- One more list of this vacancy's employer today; how many it are. Null: not the asking company's vacancy.
SELECT count_employer_list(:vacancy::uuid);

-- name: cards_for
SELECT candidate_id, code, province, available_from, months_of_work, certificates, name, phone, district
FROM cards_for(:vacancy::uuid, CASE WHEN :looking::boolean THEN looking_for_work(:vacancy::uuid, :candidates::uuid[])
                                ELSE :candidates::uuid[] END, :today::date);
