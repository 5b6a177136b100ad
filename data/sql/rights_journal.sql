-- name: begin_journal
SELECT begin_journal();

-- name: waiting_notes
SELECT id, kind, subject, at FROM waiting_notes();

-- name: notes_written
SELECT notes_written(:ids::uuid[]);

-- name: compare_journal
SELECT fresh, missing FROM compare_journal(:ids::uuid[]);

-- name: forget_notes
SELECT forget_notes(:ids::uuid[]);

-- name: repeat_notes
SELECT repeat_notes(:ids::uuid[], :kinds::text[], :subjects::uuid[], :moments::timestamptz[]);
