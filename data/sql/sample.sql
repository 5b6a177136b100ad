-- name: enrol_unit
INSERT INTO units (id, type, name, province_code) VALUES (:id, :type, :name, :province) ON CONFLICT DO NOTHING;

-- name: enrol_account
INSERT INTO accounts (id, login, name, created_by) VALUES (:id, :login, :name, :id) ON CONFLICT DO NOTHING;

-- name: enrol_case_worker
INSERT INTO duties (id, account_id, role, unit_id, granted_by)
VALUES (:id, :account, 'case_worker', :unit, :account) ON CONFLICT DO NOTHING;
