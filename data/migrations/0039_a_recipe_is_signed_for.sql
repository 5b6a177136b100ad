-- A new model or weight set that nothing may rank by before somebody has signed is the task of every planner who may. It ends
-- with the signature, with another recipe in force, or with a newer comparison of the same two: the newest alone is read.
INSERT INTO task_kinds (kind, roles, ends, due_days, ahead_days) VALUES ('recipe_to_sign', '{release_planner}', 'fact', 14, NULL);

-- As before (0032), but for recipes.
CREATE OR REPLACE FUNCTION signatures_wanted() RETURNS TABLE (kind text, record_id uuid, about text, times bigint, since date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN r.month IS NULL THEN 'plan_to_sign' ELSE 'month_to_sign' END, r.id, coalesce(to_char(r.month, 'YYYY-MM'), ''),
           r.alarms::bigint, (r.made_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM fairness_reports r WHERE r.alarms > 0 AND r.signed_at IS NULL AND signature_refused(r) IS NULL
    UNION ALL
    SELECT 'recipe_to_sign', c.id, '', c.alarms::bigint, (c.made_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM fairness_comparisons c
    WHERE acts_as('release_planner') AND c.before = (SELECT r.name FROM recipes r ORDER BY r.used_at DESC, r.name LIMIT 1)
        AND NOT EXISTS (SELECT FROM recipes r WHERE r.name = c.after)
        AND NOT EXISTS (SELECT FROM fairness_comparisons o WHERE o.before = c.before AND o.after = c.after
                            AND (o.seq > c.seq OR o.signed_at IS NOT NULL OR NOT comparison_needs_signature(o)));
$$;
