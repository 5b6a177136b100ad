-- name: caseload
-- People in one's charge, soonest expected release first; then those whose window is past, who left last at the top; who
-- has no window comes last. A profile has five parts: a
-- certificate, work done, interests, schooling, a window.
SELECT c.id, i.name, c.home, c.consented, c.objected, c.restricted, h.certificates,
       w.mode, w.earliest, w.expected, w.latest, w.basis, w.as_of, w.source,
       (h.certificates > 0)::int + (c.experience <> '[]')::int + (c.interests <> '{}')::int + (c.education > 0)::int
           + (w.id IS NOT NULL)::int AS filled,
       ARRAY(SELECT b ->> 0 FROM jsonb_array_elements(c.blockers) b WHERE b ->> 1 <> 'done') AS blockers,
       count(*) OVER () AS total
FROM candidates c
JOIN candidate_identities i ON i.candidate_id = c.id
LEFT JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
CROSS JOIN LATERAL (SELECT count(*) AS certificates FROM certificates t WHERE t.candidate_id = c.id) h
WHERE NOT EXISTS (SELECT FROM unnest(:words::text[]) word WHERE strpos(lower(i.name), word) = 0)
    AND (:until::date IS NULL OR (w.earliest <= :until AND w.latest >= :today::date))
    AND (:gate::text IS NULL OR :gate = CASE WHEN c.restricted THEN 'restricted' WHEN c.objected THEN 'objected'
                                             WHEN NOT c.consented THEN 'without_consent' ELSE 'open' END)
ORDER BY w.latest < :today::date, CASE WHEN w.latest < :today::date THEN :today - w.expected ELSE w.expected - :today END, c.seq
LIMIT :limit OFFSET :skipped;

-- name: names_of
SELECT i.candidate_id AS id, i.name FROM candidate_identities i WHERE i.candidate_id = ANY (:people::uuid[]);
