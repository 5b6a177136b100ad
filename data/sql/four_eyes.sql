-- name: set_four_eyes
-- As the owner; noted in the trail where it turns.
WITH turned AS (UPDATE meta SET four_eyes = :on WHERE four_eyes <> :on RETURNING four_eyes)
INSERT INTO trail (act, entity, fields) SELECT 'change', 'meta', ARRAY['four_eyes', four_eyes::text] FROM turned;
