SELECT 1; -- Reserved: written in a branch of its own.
