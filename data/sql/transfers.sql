-- name: claim_people
SELECT claim_people(:hashes::text[]);

-- name: offer_person
SELECT offer_person(:candidate::uuid, :unit::uuid, :note::text);

-- name: hand_over_person
SELECT hand_over_person(:candidate::uuid, :colleague::uuid);

-- name: decide_transfer
SELECT decide_transfer(:transfer::uuid, :accept::boolean);

-- name: page_transfers
-- What is offered to the unit, and all that was ever asked about people whom one has in charge.
SELECT t.id, t.seq, t.candidate_id, t.kind, t.from_unit, f.name AS from_name, t.to_unit, o.name AS to_name, t.note,
       t.asked_at, t.outcome, t.decided_at, t.open_matters
FROM transfers t JOIN units f ON f.id = t.from_unit JOIN units o ON o.id = t.to_unit
WHERE t.seq > :after AND (NOT :waiting::boolean OR t.outcome IS NULL) ORDER BY t.seq LIMIT :limit;

-- name: units_to_offer_to
SELECT id, type, name, province_code FROM units WHERE type IN ('lapas', 'rutan', 'lpka', 'bapas') ORDER BY name;

-- name: colleagues
SELECT id, name FROM colleagues();

-- name: sealed_number
-- One sealed number of a person whom one has in charge.
SELECT CASE WHEN :number::text = 'national_id' THEN nik_sealed ELSE register_sealed END AS sealed
FROM candidate_identities WHERE candidate_id = :candidate;
