-- What happened on the ladder is asked for by person, for each person of a report: without an index the report of outcomes
-- read every event for everybody.
CREATE INDEX placement_events_of_candidate ON placement_events (candidate_id);
-- A run that has had its time leaves the lists that were made from it: for each run, every list was read.
CREATE INDEX shortlists_of_run ON shortlists (run_id) WHERE run_id IS NOT NULL;
