-- name: outcome_people
SELECT unit, region, schemes, providers, consented, complete, reached, released_on, first_day, lost_work, placed_again
FROM outcome_people();

-- name: outcome_proposals
SELECT unit, region, employer_name, schemes, providers, sent_on, interview_on, offered FROM outcome_proposals();

-- name: outcome_placements
SELECT unit, region, employer_name, schemes, providers, kind, accepted, started_on, ended_on, reason, known_until, contract,
       wage, minimum
FROM outcome_placements();

-- name: employer_facts
SELECT employer_facts(:employer::uuid);
