-- name: get_shortlist
SELECT id, seq, kind, candidate_id, vacancy_id, status, run_id, approvals_asked(id) AS approval_reasons, note, unit_id,
       recorded_by, recorded_at, version
FROM shortlists WHERE id = :shortlist;

-- name: page_shortlists
SELECT id, seq, kind, candidate_id, vacancy_id, status, run_id, approvals_asked(id) AS approval_reasons, note, unit_id,
       recorded_by, recorded_at, version
FROM shortlists WHERE seq > :after AND (:status::text IS NULL OR status = :status) ORDER BY seq LIMIT :limit;

-- name: shortlists_at_hand
-- The newest first, of a person those, too, of a vacancy in which they stand; with whom or what each is for, live items, and consequences that nobody has dealt with.
SELECT s.id, s.seq, s.kind, s.candidate_id, s.vacancy_id, s.status, s.run_id, approvals_asked(s.id) AS approval_reasons,
       s.note, s.unit_id, s.recorded_by, s.recorded_at, s.version, coalesce(p.name, v.title, '') AS about, n.items, n.flags,
       s.total
FROM (
    SELECT l.*, count(*) OVER () AS total FROM shortlists l
    WHERE (:status::text IS NULL OR l.status = :status) AND (:candidate::uuid IS NULL OR l.candidate_id = :candidate
        OR l.kind = 'candidates' AND EXISTS (SELECT FROM shortlist_items i
                                             WHERE i.shortlist_id = l.id AND i.candidate_id = :candidate AND i.removed_at IS NULL))
    ORDER BY l.seq DESC LIMIT :limit OFFSET :skipped) s
LEFT JOIN candidate_identities p ON p.candidate_id = s.candidate_id
LEFT JOIN vacancies v ON v.id = s.vacancy_id
CROSS JOIN LATERAL (
    SELECT count(DISTINCT i.id) AS items, count(f.id) AS flags FROM shortlist_items i
    LEFT JOIN shortlist_flags f ON f.item_id = i.id AND f.resolved_at IS NULL
    WHERE i.shortlist_id = s.id AND i.removed_at IS NULL) n
ORDER BY s.seq DESC;

-- name: shortlist_items
-- Live ones in their order, then those left out.
SELECT i.id, i.candidate_id, i.vacancy_id, v.title, v.employer_id, e.name AS employer_name, i.position, i.origin, i.ranked,
       i.score, i.fit, i.removed_at, i.frozen, i.plan_id
FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id JOIN employers e ON e.id = v.employer_id
WHERE i.shortlist_id = :shortlist ORDER BY i.removed_at IS NOT NULL, i.position, i.seq;

-- name: shortlist_answers
SELECT a.item_id, a.interested, a.reason, a.note, a.recorded_by, a.recorded_at
FROM candidate_answers a JOIN shortlist_items i ON i.id = a.item_id WHERE i.shortlist_id = :shortlist ORDER BY a.id;

-- name: shortlist_flags
SELECT f.id, f.item_id, f.kind, f.code, f.parameters, f.recorded_at, f.resolved_at
FROM shortlist_flags f JOIN shortlist_items i ON i.id = f.item_id WHERE i.shortlist_id = :shortlist ORDER BY f.seq;

-- name: shortlist_overrides
SELECT o.item_id, o.action, o.from_position, o.to_position, o.reason, o.note, o.role, o.recorded_by, o.recorded_at
FROM shortlist_overrides o JOIN shortlist_items i ON i.id = o.item_id WHERE i.shortlist_id = :shortlist ORDER BY o.id;

-- name: shortlist_events
SELECT kind, before, after, role, reason, note, version, recorded_by, recorded_at
FROM shortlist_events WHERE shortlist_id = :shortlist ORDER BY id;

-- name: shortlist_of_item
SELECT list_of_item(:item::uuid);

-- name: listed_of_person
-- Where somebody stands in a list that goes on: which vacancy, in which list.
SELECT i.vacancy_id, i.shortlist_id FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id AND s.status <> 'closed'
WHERE i.candidate_id = :candidate AND i.removed_at IS NULL ORDER BY i.seq;

-- name: open_shortlist
SELECT open_shortlist(:shortlist::uuid, :side::text, :candidate::uuid, :vacancy::uuid, :note::text);

-- name: fill_shortlist
SELECT fill_shortlist(:shortlist::uuid, :run::uuid, :size::integer);

-- name: change_item
SELECT change_item(:item::uuid, :change::text, :place::integer, :reason::text, :note::text);

-- name: add_item
SELECT add_item(:new_item::uuid, :shortlist::uuid, :other::uuid, :reason::text, :note::text, :known::jsonb);

-- name: step_shortlist
SELECT take_step(:shortlist::uuid, :target::text, :reason::text, :note::text);

-- name: approve_shortlist
SELECT approve_shortlist(:shortlist::uuid, :version::integer, :facts::jsonb, :note::text);

-- name: unsendable
SELECT item_id, code FROM unsendable(:shortlist::uuid);

-- name: add_answer
-- Of an own person, about an item that stands.
INSERT INTO candidate_answers (item_id, candidate_id, interested, reason, note, unit_id, caseload)
SELECT i.id, i.candidate_id, :interested, :reason, :note, i.unit_id, i.caseload
FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id
WHERE i.id = :item AND i.removed_at IS NULL AND s.status <> 'closed'
    AND i.unit_id = case_unit() AND i.caseload = ANY (case_loads())
RETURNING candidate_id;

-- name: resolve_flag
UPDATE shortlist_flags SET resolved_at = now(), resolved_by = asking_account()
WHERE id = :flag AND resolved_at IS NULL RETURNING candidate_id;

-- name: override_counts
SELECT account_id, account, role, employer_id, employer, action, reason, times
FROM override_counts(:since::timestamptz, :until::timestamptz);

-- name: sheet_contact
SELECT u.name AS unit, a.name AS officer FROM units u, accounts a WHERE u.id = asking_unit() AND a.id = asking_account();

-- name: entrants
-- Who could not be out by `until` as it was known at `since`: by the window that stood then, or by none.
SELECT w.candidate_id FROM release_windows w JOIN candidates c ON c.id = w.candidate_id AND gate_open(c)
WHERE w.superseded_at IS NULL AND w.recorded_at >= :since AND w.earliest <= :until AND w.latest >= :today
    AND NOT EXISTS (SELECT FROM release_windows p WHERE p.candidate_id = w.candidate_id AND p.superseded_at >= :since
                        AND p.recorded_at < :since AND p.earliest <= :until)
ORDER BY w.earliest, w.candidate_id;
