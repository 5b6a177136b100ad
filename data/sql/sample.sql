-- name: enrol_unit
INSERT INTO units (id, type, name, province_code) VALUES (:id, :type, :name, :province) ON CONFLICT DO NOTHING;

-- name: enrol_account
INSERT INTO accounts (id, login, name, created_by) VALUES (:id, :login, :name, :id) ON CONFLICT DO NOTHING;

-- name: enrol_case_worker
INSERT INTO duties (id, account_id, role, unit_id, granted_by)
VALUES (:id, :account, 'case_worker', :unit, :account) ON CONFLICT DO NOTHING;

-- What the sample's unit did before today (data/sample/history_rows.py), written by the owner with the day of each.

-- name: past_is_there
SELECT EXISTS (SELECT FROM shortlists WHERE id = ANY (:shortlists::uuid[]));

-- name: add_past_shortlists
INSERT INTO shortlists (id, kind, candidate_id, status, unit_id, caseload, recorded_by, recorded_at, version)
SELECT id, 'vacancies', candidate_id, status, unit_id, caseload, recorded_by, recorded_at, version
FROM jsonb_populate_recordset(NULL::shortlists, :rows::jsonb);

-- name: add_past_items
INSERT INTO shortlist_items (id, shortlist_id, candidate_id, vacancy_id, position, origin, ranked, score, fit, frozen, unit_id,
                             caseload, recorded_by, recorded_at, version)
SELECT id, shortlist_id, candidate_id, vacancy_id, 1, 'ranking', 1, score, fit, frozen, unit_id, caseload, recorded_by,
       recorded_at, version
FROM jsonb_populate_recordset(NULL::shortlist_items, :rows::jsonb);

-- name: add_past_words
INSERT INTO candidate_answers (item_id, candidate_id, interested, unit_id, caseload, recorded_by, recorded_at, version)
SELECT item_id, candidate_id, true, unit_id, caseload, recorded_by, recorded_at, version
FROM jsonb_populate_recordset(NULL::candidate_answers, :rows::jsonb);

-- name: add_past_events
INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, reason, version, recorded_by, recorded_at)
SELECT shortlist_id, kind, before, after, role, reason, version, recorded_by, recorded_at
FROM jsonb_populate_recordset(NULL::shortlist_events, :rows::jsonb);

-- name: add_past_answers
INSERT INTO employer_answers (item_id, candidate_id, kind, meets_at, how, reason, on_behalf, unit_id, caseload, recorded_by,
                              recorded_at, version)
SELECT item_id, candidate_id, kind, meets_at, how, reason, true, unit_id, caseload, recorded_by, recorded_at, version
FROM jsonb_populate_recordset(NULL::employer_answers, :rows::jsonb);

-- name: add_past_holds
INSERT INTO holds (id, vacancy_id, candidate_id, item_id, state, released_at, unit_id, caseload, recorded_by, recorded_at, version)
SELECT id, vacancy_id, candidate_id, item_id, state, released_at, unit_id, caseload, recorded_by, recorded_at, version
FROM jsonb_populate_recordset(NULL::holds, :rows::jsonb);

-- name: add_past_placements
INSERT INTO placements (id, candidate_id, item_id, vacancy_id, employer_id, kind, unit_id, caseload, recorded_by, recorded_at,
                        version)
SELECT id, candidate_id, item_id, vacancy_id, employer_id, kind, unit_id, caseload, recorded_by, recorded_at, version
FROM jsonb_populate_recordset(NULL::placements, :rows::jsonb);

-- name: add_past_rungs
INSERT INTO placement_events (placement_id, candidate_id, kind, happened_on, contract, wage_monthly_idr, reason, unit_id,
                              caseload, recorded_by, recorded_at, version)
SELECT placement_id, candidate_id, kind, happened_on, contract, wage_monthly_idr, reason, unit_id, caseload, recorded_by,
       recorded_at, version
FROM jsonb_populate_recordset(NULL::placement_events, :rows::jsonb);

-- name: add_past_complaints
INSERT INTO complaints (id, employer_id, by_whom, code, state, decided_by, decided_at, unit_id, caseload, recorded_by,
                        recorded_at, version)
SELECT id, employer_id, by_whom, code, state, decided_by, decided_at, unit_id, caseload, recorded_by, recorded_at, version
FROM jsonb_populate_recordset(NULL::complaints, :rows::jsonb);
