-- name: outcome_people
SELECT unit, region, schemes, providers, consented, complete, reached, released_on, first_day, lost_work, placed_again
FROM outcome_people();

-- name: outcome_proposals
SELECT o.unit, o.region, report_name(o.employer, o.employer_name) AS employer_name, o.schemes, o.providers, o.sent_on,
       o.interview_on, o.offered
FROM outcome_proposals() o;

-- name: outcome_placements
SELECT o.unit, o.region, report_name(o.employer, o.employer_name) AS employer_name, o.schemes, o.providers, o.kind, o.accepted,
       o.started_on, o.ended_on, o.reason, o.known_until, o.contract, o.wage, o.minimum
FROM outcome_placements() o;

-- name: employer_facts
SELECT employer_facts(:employer::uuid);
