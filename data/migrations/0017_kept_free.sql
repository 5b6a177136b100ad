-- Kept free for another part of the work.
SELECT 1;
