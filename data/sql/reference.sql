-- name: lock_reference
SELECT pg_advisory_xact_lock(7262526842848);

-- name: loaded_datasets
SELECT dataset, version, rows, source, completeness, loaded_at FROM reference_loads ORDER BY dataset;

-- name: record_load
INSERT INTO reference_loads (dataset, version, rows, source, completeness)
VALUES (:dataset, :version, :rows, :source, :completeness)
ON CONFLICT ON CONSTRAINT reference_loads_pkey DO UPDATE SET
    version = excluded.version, rows = excluded.rows, source = excluded.source,
    completeness = excluded.completeness, loaded_at = excluded.loaded_at;

-- name: clear_provinces
DELETE FROM provinces;

-- name: fill_provinces
INSERT INTO provinces (code, name)
SELECT code, name FROM jsonb_populate_recordset(NULL::provinces, :rows::jsonb);

-- name: clear_regencies
DELETE FROM regencies;

-- name: fill_regencies
INSERT INTO regencies (code, bps_code, name, province_code, lat, lon, island)
SELECT code, bps_code, name, province_code, lat, lon, island FROM jsonb_populate_recordset(NULL::regencies, :rows::jsonb);

-- name: clear_occupations
DELETE FROM occupations;

-- name: fill_occupations
INSERT INTO occupations (code, digits, title)
SELECT code, digits, title FROM jsonb_populate_recordset(NULL::occupations, :rows::jsonb);

-- name: clear_sectors
DELETE FROM sectors;

-- name: fill_sectors
INSERT INTO sectors (code, category, title)
SELECT code, category, title FROM jsonb_populate_recordset(NULL::sectors, :rows::jsonb);

-- name: clear_schemes
DELETE FROM schemes;

-- name: fill_schemes
INSERT INTO schemes (code, title, profession, field, kind, source)
SELECT code, title, profession, field, kind, source FROM jsonb_populate_recordset(NULL::schemes, :rows::jsonb);

-- name: clear_competency_units
DELETE FROM competency_units;

-- name: fill_competency_units
INSERT INTO competency_units (code, decree_year, title)
SELECT code, decree_year, title FROM jsonb_populate_recordset(NULL::competency_units, :rows::jsonb);

-- name: clear_construction_jobs
DELETE FROM construction_jobs;

-- name: fill_construction_jobs
INSERT INTO construction_jobs (code, title)
SELECT code, title FROM jsonb_populate_recordset(NULL::construction_jobs, :rows::jsonb);

-- name: clear_programmes
DELETE FROM programmes;

-- name: fill_programmes
INSERT INTO programmes (title, field, lesson_hours)
SELECT title, field, lesson_hours FROM jsonb_populate_recordset(NULL::programmes, :rows::jsonb);

-- name: clear_facilities
DELETE FROM facilities;

-- name: fill_facilities
INSERT INTO facilities (name, type, class, province_code)
SELECT name, type, class, province_code FROM jsonb_populate_recordset(NULL::facilities, :rows::jsonb);

-- name: clear_minimum_wages
DELETE FROM minimum_wages;

-- name: fill_minimum_wages
INSERT INTO minimum_wages (place_code, year, monthly_idr, mark)
SELECT place_code, year, monthly_idr, mark FROM jsonb_populate_recordset(NULL::minimum_wages, :rows::jsonb);

-- name: clear_fields_of_work
DELETE FROM fields_of_work;

-- name: fill_fields_of_work
INSERT INTO fields_of_work (code, name_id, name_en)
SELECT code, name_id, name_en FROM jsonb_populate_recordset(NULL::fields_of_work, :rows::jsonb);

-- name: clear_field_rules
DELETE FROM field_rules;

-- name: fill_field_rules
INSERT INTO field_rules (field_code, rule)
SELECT field_code, rule FROM jsonb_populate_recordset(NULL::field_rules, :rows::jsonb);

-- name: clear_legal_bars
DELETE FROM legal_bars;

-- name: fill_legal_bars
INSERT INTO legal_bars (code, fields, strength, applies_to, words_id, words_en, source)
SELECT code, fields, strength, applies_to, words_id, words_en, source FROM jsonb_populate_recordset(NULL::legal_bars, :rows::jsonb);

-- name: clear_masked_words
DELETE FROM masked_words;

-- name: fill_masked_words
INSERT INTO masked_words (pattern, why)
SELECT pattern, why FROM jsonb_populate_recordset(NULL::masked_words, :rows::jsonb);
