-- name: stale_identities
-- Sealed or hashed under another key than the current ones.
SELECT candidate_id, nik_sealed, nik_hash, register_sealed, register_hash FROM candidate_identities
WHERE nik_sealed NOT LIKE 'v1:' || :sealing || ':%' OR nik_hash NOT LIKE 'h1:' || :hashing || ':%'
    OR register_sealed NOT LIKE 'v1:' || :sealing || ':%' OR register_hash NOT LIKE 'h1:' || :hashing || ':%'
ORDER BY candidate_id LIMIT :limit FOR UPDATE;

-- name: reseal_identities
-- Nothing of the person changes, so neither do version and recorder.
UPDATE candidate_identities i SET nik_sealed = r.nik_sealed, nik_hash = r.nik_hash,
    register_sealed = r.register_sealed, register_hash = r.register_hash
FROM jsonb_populate_recordset(NULL::candidate_identities, :rows::jsonb) r WHERE i.candidate_id = r.candidate_id;

-- name: stale_images
-- What an import keeps of a person as it was before.
SELECT import_id, kind, record_id, before -> 'identity' AS identity FROM import_changes
WHERE before #>> '{identity,nik_sealed}' NOT LIKE 'v1:' || :sealing || ':%'
    OR before #>> '{identity,nik_hash}' NOT LIKE 'h1:' || :hashing || ':%'
    OR before #>> '{identity,register_sealed}' NOT LIKE 'v1:' || :sealing || ':%'
    OR before #>> '{identity,register_hash}' NOT LIKE 'h1:' || :hashing || ':%'
ORDER BY import_id, kind, record_id LIMIT :limit FOR UPDATE;

-- name: reseal_image
UPDATE import_changes SET before = jsonb_set(before, '{identity}', :identity::jsonb)
WHERE import_id = :import_id AND kind = :kind AND record_id = :record_id;

-- name: stale_queue
SELECT import_id, row, cells_sealed FROM unresolved_rows
WHERE cells_sealed NOT LIKE 'v1:' || :sealing || ':%' ORDER BY import_id, row LIMIT :limit FOR UPDATE;

-- name: reseal_queue
UPDATE unresolved_rows SET cells_sealed = :cells_sealed WHERE import_id = :import_id AND row = :row;

-- name: follow_states
-- Undoing an import compares digests of states: where only the seal is new, the state counts as the same.
UPDATE import_changes i SET after = r.now
FROM unnest(:records::uuid[], :before::text[], :now::text[]) AS r (record_id, before, now)
WHERE i.kind = 'candidate' AND i.record_id = r.record_id AND i.after = r.before;

-- name: stale_second_factors
SELECT account_id, secret FROM second_factors
WHERE secret NOT LIKE 'v1:' || :sealing || ':%' ORDER BY account_id LIMIT :limit FOR UPDATE;

-- name: reseal_second_factor
UPDATE second_factors SET secret = :secret WHERE account_id = :account_id;
