-- What came of a proposal: the employer's answer, the openings that it takes, and the work that followed, up to the
-- check after a year. What is recorded is added, never changed; the order in which it may come stands in tables here and
-- in matching/model/placements.py, and a test compares them.

CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
) ON COMMIT DROP;

CREATE FUNCTION today_here() RETURNS date LANGUAGE sql STABLE RETURN (now() AT TIME ZONE 'Asia/Jakarta')::date;

-- 1. Openings are arithmetic: free = openings - held - offered - filled. Views that knew `held` go on to mean what is taken.
ALTER TABLE vacancies RENAME COLUMN held TO taken;
ALTER TABLE vacancies ADD COLUMN held integer NOT NULL DEFAULT 0, ADD COLUMN offered integer NOT NULL DEFAULT 0,
    ADD COLUMN filled integer NOT NULL DEFAULT 0, ADD COLUMN released integer NOT NULL DEFAULT 0;
UPDATE vacancies SET held = taken WHERE taken > 0;
ALTER TABLE vacancies ADD CONSTRAINT openings_add_up
    CHECK (taken = held + offered + filled AND least(held, offered, filled) >= 0);
COMMENT ON COLUMN vacancies.released IS 'How many have been given back so far';
COMMENT ON COLUMN vacancies.taken IS 'Openings that are not free. Like the three it adds up, kept by the triggers of holds';

ALTER TABLE holds
    ADD COLUMN state text NOT NULL DEFAULT 'held' CONSTRAINT holds_state CHECK (state IN ('held', 'offered', 'filled')),
    ADD COLUMN item_id uuid CONSTRAINT holds_item REFERENCES shortlist_items ON DELETE SET NULL;
CREATE UNIQUE INDEX one_opening_per_item ON holds (item_id) WHERE released_at IS NULL;
COMMENT ON TABLE holds IS 'Openings that somebody has: held, offered or filled, until released';

CREATE OR REPLACE FUNCTION count_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    touched uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.vacancy_id ELSE NEW.vacancy_id END;
BEGIN
    PERFORM FROM vacancies WHERE id = touched FOR NO KEY UPDATE; -- who takes the last opening comes one after the other
    UPDATE vacancies v SET held = n.held, offered = n.offered, filled = n.filled, released = n.released,
        taken = n.held + n.offered + n.filled
    FROM (SELECT coalesce(sum(openings) FILTER (WHERE released_at IS NULL AND state = 'held'), 0) AS held,
                 coalesce(sum(openings) FILTER (WHERE released_at IS NULL AND state = 'offered'), 0) AS offered,
                 coalesce(sum(openings) FILTER (WHERE released_at IS NULL AND state = 'filled'), 0) AS filled,
                 coalesce(sum(openings) FILTER (WHERE released_at IS NOT NULL), 0) AS released
          FROM holds WHERE vacancy_id = touched) n
    WHERE v.id = touched AND (v.held, v.offered, v.filled, v.released)
                             IS DISTINCT FROM (n.held, n.offered, n.filled, n.released);
    RETURN NULL;
END $$;

-- 2. What an employer answers to one item.
CREATE TABLE answer_steps (
    before text NOT NULL,
    after text NOT NULL,
    opening text NOT NULL CONSTRAINT answer_steps_opening CHECK (opening IN ('', 'offered', 'filled', 'released')),
    CONSTRAINT answer_steps_pkey PRIMARY KEY (before, after)
);
COMMENT ON TABLE answer_steps IS 'Which answer may follow which (before '''': none yet), and what becomes of an opening';
INSERT INTO answer_steps (before, after, opening) VALUES
    ('', 'interview', ''), ('', 'offer', 'offered'), ('', 'hired', 'filled'), ('', 'declined', 'released'),
    ('interview', 'interview', ''), ('interview', 'offer', 'offered'), ('interview', 'hired', 'filled'),
    ('interview', 'declined', 'released'), ('interview', 'no_show', ''), ('interview', 'not_held', ''),
    ('no_show', 'interview', ''), ('no_show', 'declined', 'released'),
    ('not_held', 'interview', ''), ('not_held', 'offer', 'offered'), ('not_held', 'declined', 'released'),
    ('offer', 'hired', 'filled'), ('offer', 'withdrawn', 'released'), ('hired', 'withdrawn', 'released');

CREATE TABLE employer_answers (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT employer_answers_pkey PRIMARY KEY,
    item_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT employer_answers_kind CHECK (kind IN
        ('interview', 'offer', 'hired', 'declined', 'no_show', 'not_held', 'withdrawn')),
    meets_at timestamptz,
    how text CONSTRAINT employer_answers_how CHECK (how IN ('in_person', 'in_facility', 'video')),
    place text NOT NULL DEFAULT '' CONSTRAINT employer_answers_place CHECK (length(place) <= 200),
    reason text NOT NULL DEFAULT '' CONSTRAINT employer_answers_reason CHECK (reason ~ '^[a-z_]{0,40}$'),
    note text NOT NULL DEFAULT '' CONSTRAINT employer_answers_note_length CHECK (length(note) <= 500),
    on_behalf boolean NOT NULL,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT employer_answers_interview CHECK ((kind = 'interview') = (meets_at IS NOT NULL)
        AND (kind = 'interview') = (how IS NOT NULL) AND (kind = 'interview' OR place = '')),
    CONSTRAINT employer_answers_no_needs_reason CHECK ((kind IN ('declined', 'not_held', 'withdrawn')) = (reason <> '')),
    CONSTRAINT employer_answers_item FOREIGN KEY (item_id, candidate_id, unit_id, caseload)
        REFERENCES shortlist_items (id, candidate_id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX employer_answers_of_item ON employer_answers (item_id, id);
COMMENT ON COLUMN employer_answers.on_behalf IS 'Recorded by the staff, as the employer has told them';
COMMENT ON COLUMN employer_answers.kind IS 'no_show: the person was not there; not_held: the employer was not';

-- 3. Placements: the ladder from proposed to kept.
CREATE TABLE ladder_rungs (
    kind text CONSTRAINT ladder_rungs_pkey PRIMARY KEY,
    position smallint NOT NULL,
    days integer
);
COMMENT ON COLUMN ladder_rungs.days IS 'Of a check: days after the start';
INSERT INTO ladder_rungs (kind, position, days) VALUES
    ('proposed', 1, NULL), ('interviewed', 2, NULL), ('offered', 3, NULL), ('accepted', 4, NULL), ('started', 5, NULL),
    ('kept_30', 6, 30), ('kept_90', 7, 90), ('kept_180', 8, 180), ('kept_365', 9, 365), ('ended', 10, NULL);
CREATE TABLE ladder_steps (
    before text NOT NULL,
    after text NOT NULL,
    CONSTRAINT ladder_steps_pkey PRIMARY KEY (before, after)
);
-- A check may be missed, a rung before the start may not; work that was found without a list begins where it is told.
INSERT INTO ladder_steps (before, after) VALUES
    ('', 'proposed'), ('', 'accepted'), ('', 'started'),
    ('proposed', 'interviewed'), ('proposed', 'offered'), ('proposed', 'ended'),
    ('interviewed', 'offered'), ('interviewed', 'ended'), ('offered', 'accepted'), ('offered', 'ended'),
    ('accepted', 'started'), ('accepted', 'ended'),
    ('started', 'kept_30'), ('started', 'kept_90'), ('started', 'kept_180'), ('started', 'kept_365'), ('started', 'ended'),
    ('kept_30', 'kept_90'), ('kept_30', 'kept_180'), ('kept_30', 'kept_365'), ('kept_30', 'ended'),
    ('kept_90', 'kept_180'), ('kept_90', 'kept_365'), ('kept_90', 'ended'),
    ('kept_180', 'kept_365'), ('kept_180', 'ended'), ('kept_365', 'ended');

CREATE TABLE placements (
    id uuid CONSTRAINT placements_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT placements_seq UNIQUE,
    candidate_id uuid NOT NULL,
    item_id uuid CONSTRAINT placements_item REFERENCES shortlist_items ON DELETE SET NULL CONSTRAINT one_placement_per_item UNIQUE,
    vacancy_id uuid CONSTRAINT placements_vacancy REFERENCES vacancies,
    employer_id uuid CONSTRAINT placements_employer REFERENCES employers,
    kind text NOT NULL CONSTRAINT placements_kind CHECK (kind IN ('job', 'self_employment', 'former_employer')),
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT placements_belong UNIQUE (id, candidate_id, unit_id, caseload),
    CONSTRAINT placements_own_business CHECK (kind <> 'self_employment' OR num_nonnulls(vacancy_id, employer_id) = 0),
    CONSTRAINT placements_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX placements_of_candidate ON placements (candidate_id);
CREATE INDEX placements_of_employer ON placements (employer_id);
COMMENT ON TABLE placements IS 'Penempatan: one piece of work of one person, from a proposal or found otherwise';

CREATE TABLE placement_events (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT placement_events_pkey PRIMARY KEY,
    placement_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT placement_events_kind CHECK (kind IN ('proposed', 'interviewed', 'offered', 'accepted',
        'started', 'kept_30', 'kept_90', 'kept_180', 'kept_365', 'ended', 'void')),
    happened_on date NOT NULL,
    contract text CONSTRAINT placement_events_contract CHECK (contract IN ('permanent', 'fixed_term', 'daily',
        'piece_rate', 'outsourced', 'apprenticeship', 'partnership', 'self_employment')),
    wage_monthly_idr bigint CONSTRAINT placement_events_wage CHECK (wage_monthly_idr > 0),
    place text CONSTRAINT placement_events_place CHECK (place ~ '^\d\d\.\d\d$'),
    reason text NOT NULL DEFAULT '' CONSTRAINT placement_events_reason CHECK (reason ~ '^[a-z_]{0,40}$'),
    note text NOT NULL DEFAULT '' CONSTRAINT placement_events_note_length CHECK (length(note) <= 500),
    corrects bigint CONSTRAINT placement_events_corrects REFERENCES placement_events ON DELETE CASCADE
        CONSTRAINT corrected_once UNIQUE,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT placement_events_start CHECK (kind = 'started' OR num_nonnulls(contract, wage_monthly_idr, place) = 0),
    CONSTRAINT placement_events_contract_known CHECK (kind <> 'started' OR contract IS NOT NULL),
    CONSTRAINT placement_events_end CHECK ((kind = 'ended') = (reason <> '')),
    CONSTRAINT placement_events_void CHECK (kind <> 'void' OR corrects IS NOT NULL),
    CONSTRAINT placement_events_placement FOREIGN KEY (placement_id, candidate_id, unit_id, caseload)
        REFERENCES placements (id, candidate_id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX placement_events_of_placement ON placement_events (placement_id, id);
COMMENT ON COLUMN placement_events.corrects IS 'The event that this one stands for from now on; `void`: it has not happened';

CREATE VIEW placement_ladder WITH (security_invoker = true) AS
SELECT e.*, r.position, r.days FROM placement_events e JOIN ladder_rungs r ON r.kind = e.kind
WHERE NOT EXISTS (SELECT FROM placement_events c WHERE c.corrects = e.id);
COMMENT ON VIEW placement_ladder IS 'The events that stand: corrected ones and `void` are left out';

-- A check falls due so many days after the start, whoever has the person in charge then. It is answered by the word that
-- the person is still at work, by a later check, or by the end.
CREATE VIEW checks WITH (security_invoker = true) AS
SELECT s.placement_id, s.candidate_id, s.unit_id, s.caseload, r.kind, r.days, s.happened_on AS started_on,
       s.happened_on + r.days AS due_on, a.kind AS answer, a.happened_on AS answered_on
FROM placement_ladder s JOIN ladder_rungs r ON r.days IS NOT NULL
LEFT JOIN LATERAL (SELECT l.kind, l.happened_on FROM placement_ladder l
                   WHERE l.placement_id = s.placement_id AND l.position >= r.position
                   ORDER BY l.position LIMIT 1) a ON true
WHERE s.kind = 'started' AND NOT (a.kind IS NOT DISTINCT FROM 'ended' AND a.happened_on < s.happened_on + r.days);
COMMENT ON VIEW checks IS 'Checks after 30, 90, 180 and 365 days, as far as the work lasted. Open: answer is null';

-- 4. Complaints about an employer.
CREATE TABLE complaints (
    id uuid CONSTRAINT complaints_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT complaints_seq UNIQUE,
    employer_id uuid NOT NULL CONSTRAINT complaints_employer REFERENCES employers,
    candidate_id uuid,
    by_whom text NOT NULL CONSTRAINT complaints_by_whom CHECK (by_whom IN ('candidate', 'staff', 'family', 'authority')),
    code text NOT NULL CONSTRAINT complaints_code CHECK (code ~ '^[a-z_]{1,40}$'),
    note text NOT NULL DEFAULT '' CONSTRAINT complaints_note_length CHECK (length(note) <= 500),
    state text NOT NULL DEFAULT 'open' CONSTRAINT complaints_state CHECK (state IN ('open', 'upheld', 'dismissed')),
    decided_by uuid,
    decided_at timestamptz,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT complaints_of_candidate CHECK (candidate_id IS NULL OR by_whom <> 'authority'),
    CONSTRAINT complaints_decided CHECK ((state = 'open') = (decided_at IS NULL)),
    CONSTRAINT complaints_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE SET NULL (candidate_id)
);
CREATE INDEX complaints_about ON complaints (employer_id);
CREATE INDEX complaints_of_candidate ON complaints (candidate_id);

-- 5. Recording. Whose item it is: the company's, in a list that was sent to it; the case worker's and the planner's.
CREATE FUNCTION answers_for(item uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN v.employer_id = asking_company() AND s.status IN ('sent', 'answered', 'closed') AND gate_open(c)
            AND verified_company(v.employer_id) THEN 'employer'
        WHEN in_charge(c.id) THEN 'case_worker'
        WHEN c.unit_id = ANY (planned_units()) THEN 'release_planner' END
    FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id JOIN vacancies v ON v.id = i.vacancy_id
    JOIN candidates c ON c.id = i.candidate_id WHERE i.id = item AND i.removed_at IS NULL;
$$;
COMMENT ON FUNCTION answers_for(uuid) IS 'As whom the one who asks may speak of this item; null: it is not there';

CREATE FUNCTION refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

-- One opening for one person: kept in its new state, or taken if one is free; `released` gives it back.
CREATE FUNCTION take_opening(work placements, wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    free integer;
    own uuid;
BEGIN
    SELECT openings - taken INTO free FROM vacancies WHERE id = work.vacancy_id FOR NO KEY UPDATE;
    SELECT h.id INTO own FROM holds h
    WHERE h.vacancy_id = work.vacancy_id AND h.candidate_id = work.candidate_id AND h.released_at IS NULL
        AND (h.item_id = work.item_id OR h.item_id IS NULL) -- never that of another list
    ORDER BY h.item_id IS NOT DISTINCT FROM work.item_id DESC, h.recorded_at LIMIT 1;
    IF wanted = 'released' THEN
        UPDATE holds SET released_at = now() WHERE id = own;
    ELSIF own IS NOT NULL THEN
        UPDATE holds SET state = wanted, item_id = coalesce(item_id, work.item_id) WHERE id = own;
    ELSIF free < 1 THEN
        PERFORM refuse('no_opening_left');
    ELSE
        INSERT INTO holds (id, vacancy_id, candidate_id, item_id, state, unit_id, caseload)
        VALUES (gen_random_uuid(), work.vacancy_id, work.candidate_id, work.item_id, wanted, work.unit_id, work.caseload);
    END IF;
END $$;

-- The rungs that stand follow each other as the table has it, in the order of their dates, and none is in the future.
CREATE FUNCTION climb(work placements, rung text, day date, why text DEFAULT '', words text DEFAULT '',
        by_contract text DEFAULT NULL, wage bigint DEFAULT NULL, regency text DEFAULT NULL, instead_of bigint DEFAULT NULL)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    added bigint;
    broken text;
BEGIN
    PERFORM FROM placements WHERE id = work.id FOR UPDATE;
    IF instead_of IS NOT NULL AND NOT EXISTS (SELECT FROM placement_ladder e WHERE e.id = instead_of
            AND e.placement_id = work.id AND (e.kind = rung OR rung = 'void')) THEN
        PERFORM refuse('corrects_what_stands');
    END IF;
    INSERT INTO placement_events (placement_id, candidate_id, kind, happened_on, reason, note, contract, wage_monthly_idr,
                                  place, corrects, unit_id, caseload)
    VALUES (work.id, work.candidate_id, rung, day, why, words, by_contract, wage, regency, instead_of,
            work.unit_id, work.caseload) RETURNING id INTO added;
    SELECT CASE WHEN bool_or(NOT EXISTS (SELECT FROM ladder_steps s WHERE s.before = l.before AND s.after = l.kind))
                    THEN 'ladder_order'
                WHEN bool_or(l.happened_on < l.before_on OR l.happened_on > today_here()
                             OR l.happened_on < l.started_on + l.days) THEN 'ladder_dates' END
    INTO broken
    FROM (SELECT e.kind, e.happened_on, e.days, coalesce(lag(e.kind) OVER rungs, '') AS before,
                 lag(e.happened_on) OVER rungs AS before_on,
                 min(e.happened_on) FILTER (WHERE e.kind = 'started') OVER () AS started_on
          FROM placement_ladder e WHERE e.placement_id = work.id
          WINDOW rungs AS (ORDER BY e.position, e.id)) l;
    IF broken IS NOT NULL THEN
        PERFORM refuse(broken);
    END IF;
    RETURN added;
END $$;
COMMENT ON FUNCTION climb IS 'Add an event and hold the whole ladder against its law; called by the functions of this file';

CREATE FUNCTION stands_on(placement uuid, rung text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM placement_ladder WHERE placement_id = placement AND kind = rung) $$;

-- What an answer means for the ladder. The person's own word (accepted, or ended) is the case worker's to record.
CREATE FUNCTION follow_answer(work placements, before employer_answers, answer employer_answers) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF before.kind = 'interview' AND answer.kind IN ('offer', 'hired', 'declined') AND NOT stands_on(work.id, 'interviewed') THEN
        PERFORM climb(work, 'interviewed', least((before.meets_at AT TIME ZONE 'Asia/Jakarta')::date, today_here()));
    END IF;
    IF answer.kind IN ('offer', 'hired') AND NOT stands_on(work.id, 'offered') THEN
        PERFORM climb(work, 'offered', today_here());
    END IF;
    IF answer.kind = 'hired' AND NOT stands_on(work.id, 'accepted') THEN
        PERFORM climb(work, 'accepted', today_here());
    END IF;
    IF answer.kind IN ('declined', 'withdrawn') THEN
        PERFORM climb(work, 'ended', today_here(),
                      CASE answer.kind WHEN 'declined' THEN 'declined_by_employer' ELSE 'withdrawn_by_employer' END);
    END IF;
END $$;

CREATE FUNCTION record_answer(item uuid, answer text, meeting timestamptz, way text, meeting_place text, why text, words text)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    party text := answers_for(item);
    pair shortlist_items;
    list shortlists;
    step answer_steps;
    before employer_answers;
    added employer_answers;
    work placements;
BEGIN
    IF party IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT s.* INTO list FROM shortlists s JOIN shortlist_items i ON i.shortlist_id = s.id WHERE i.id = item FOR UPDATE OF s;
    SELECT * INTO pair FROM shortlist_items WHERE id = item FOR UPDATE;
    IF pair.removed_at IS NOT NULL THEN -- while this waited
        RETURN NULL;
    END IF;
    IF list.status NOT IN ('sent', 'answered') THEN
        PERFORM refuse('answer_to_a_sent_list');
    END IF;
    SELECT * INTO before FROM employer_answers WHERE item_id = item ORDER BY id DESC LIMIT 1;
    SELECT * INTO step FROM answer_steps s WHERE s.before = coalesce(before.kind, '') AND s.after = answer;
    IF NOT FOUND THEN
        PERFORM refuse('answer_order');
    END IF;
    INSERT INTO employer_answers (item_id, candidate_id, kind, meets_at, how, place, reason, note, on_behalf, unit_id, caseload)
    VALUES (item, pair.candidate_id, answer, meeting, way, meeting_place, why, words, party <> 'employer',
            pair.unit_id, pair.caseload) RETURNING * INTO added;
    SELECT * INTO work FROM placements p WHERE p.item_id = item;
    IF stands_on(work.id, 'ended') -- the person has said no, or has left
        OR answer = 'withdrawn' AND stands_on(work.id, 'started') THEN -- work that has begun ends on the ladder alone
        PERFORM refuse('ladder_order');
    END IF;
    IF work.id IS NULL AND answer <> 'declined' THEN
        INSERT INTO placements (id, candidate_id, item_id, vacancy_id, employer_id, kind, unit_id, caseload)
        SELECT gen_random_uuid(), pair.candidate_id, item, v.id, v.employer_id, 'job', pair.unit_id, pair.caseload
        FROM vacancies v WHERE v.id = pair.vacancy_id RETURNING * INTO work;
        PERFORM climb(work, 'proposed', coalesce((SELECT (max(e.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date
                          FROM shortlist_events e WHERE e.shortlist_id = list.id AND e.after = 'sent'), today_here()));
    END IF;
    IF work.id IS NOT NULL THEN
        PERFORM follow_answer(work, before, added);
    ELSE -- a hold for somebody who was declined at once is given back all the same
        work.vacancy_id := pair.vacancy_id; work.candidate_id := pair.candidate_id; work.item_id := item;
    END IF;
    IF step.opening <> '' THEN
        PERFORM take_opening(work, step.opening);
    END IF;
    IF list.status = 'sent' AND NOT EXISTS (
            SELECT FROM shortlist_items i WHERE i.shortlist_id = list.id AND i.removed_at IS NULL
                AND NOT EXISTS (SELECT FROM employer_answers a WHERE a.item_id = i.id)) THEN
        PERFORM take_step(list.id, 'answered', '', '', false);
    END IF;
    RETURN added.id;
END $$;
COMMENT ON FUNCTION record_answer IS 'Number of the answer; null where there is no such item for the one who asks';

CREATE FUNCTION answers_of(item uuid) RETURNS TABLE (
    id bigint, kind text, meets_at timestamptz, how text, place text, reason text, note text, on_behalf boolean,
    recorded_at timestamptz, candidate_id uuid
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id, a.kind, a.meets_at, a.how, a.place, a.reason,
           CASE WHEN a.on_behalf AND answers_for(item) = 'employer' THEN '' ELSE a.note END, a.on_behalf, a.recorded_at, a.candidate_id
    FROM employer_answers a WHERE a.item_id = item AND answers_for(item) IS NOT NULL ORDER BY a.id;
$$;

-- What has been sent to a company for an own vacancy: whom it is about is asked of `cards_for`.
CREATE FUNCTION proposals_to(vacancy uuid) RETURNS TABLE (item_id uuid, candidate_id uuid, last_answer text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, i.candidate_id, (SELECT a.kind FROM employer_answers a WHERE a.item_id = i.id ORDER BY a.id DESC LIMIT 1)
    FROM shortlist_items i JOIN shortlists s ON s.id = i.shortlist_id JOIN vacancies v ON v.id = i.vacancy_id
    WHERE v.id = vacancy AND v.employer_id = asking_company() AND s.status IN ('sent', 'answered') AND answers_for(i.id) IS NOT NULL
    ORDER BY i.shortlist_id, i.position, i.seq;
$$;

-- Hold an opening for the person of an item, before anybody has answered; and give it back.
CREATE FUNCTION hold_opening(item uuid, keep boolean) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    work placements;
BEGIN
    IF coalesce(answers_for(item), 'employer') = 'employer' THEN
        RETURN false;
    END IF;
    SELECT i.candidate_id, i.id, i.vacancy_id, i.unit_id, i.caseload
    INTO work.candidate_id, work.item_id, work.vacancy_id, work.unit_id, work.caseload
    FROM shortlist_items i WHERE i.id = item FOR UPDATE;
    IF EXISTS (SELECT FROM holds h WHERE h.vacancy_id = work.vacancy_id AND h.candidate_id = work.candidate_id
                   AND h.released_at IS NULL AND h.state <> 'held') THEN
        PERFORM refuse('opening_is_promised');
    END IF;
    PERFORM take_opening(work, CASE WHEN keep THEN 'held' ELSE 'released' END);
    RETURN true;
END $$;
COMMENT ON FUNCTION hold_opening(uuid, boolean) IS 'False where there is no such item for the one who asks';

-- Work that was found without a list: by the family, by a former employer, by oneself.
CREATE FUNCTION open_placement(new_id uuid, candidate uuid, of_kind text, vacancy uuid, employer uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF vacancy IS NOT NULL AND NOT EXISTS (SELECT FROM vacancies v WHERE v.id = vacancy) THEN
        PERFORM refuse('no_such_vacancy');
    ELSIF employer IS NOT NULL AND NOT EXISTS (SELECT FROM employers e WHERE e.id = employer) THEN
        PERFORM refuse('no_such_employer');
    END IF;
    INSERT INTO placements (id, candidate_id, vacancy_id, employer_id, kind, unit_id, caseload)
    SELECT new_id, c.id, vacancy, coalesce(employer, (SELECT v.employer_id FROM vacancies v WHERE v.id = vacancy)), of_kind,
           c.unit_id, c.caseload
    FROM candidates c WHERE c.id = candidate AND in_charge(c.id);
    RETURN FOUND;
END $$;

CREATE FUNCTION record_event(placement uuid, rung text, day date, why text, words text, by_contract text, wage bigint,
        regency text, instead_of bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    work placements;
    added bigint;
    wanted text;
BEGIN
    SELECT * INTO work FROM placements p WHERE p.id = placement AND in_charge(p.candidate_id) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF work.kind = 'self_employment' AND rung = 'accepted' THEN
        PERFORM refuse('ladder_order');
    END IF;
    added := climb(work, rung, day, why, words, by_contract, wage, regency, instead_of);
    -- An opening that somebody has begun to work in is filled, and stays so when they leave: the employer may raise the
    -- number again. Before that day it is given back.
    wanted := CASE WHEN stands_on(work.id, 'started') THEN 'filled' WHEN stands_on(work.id, 'ended') THEN 'released'
                   WHEN stands_on(work.id, 'accepted') THEN 'filled' WHEN stands_on(work.id, 'offered') THEN 'offered' END;
    IF wanted IS NOT NULL AND work.vacancy_id IS NOT NULL THEN
        PERFORM take_opening(work, wanted);
    END IF;
    RETURN added;
END $$;
COMMENT ON FUNCTION record_event IS 'Number of the event; null where the placement is not of somebody in one''s charge';

-- Who has been erased leaves no name, but the place that they filled is filled, and what was said of an employer counts.
CREATE FUNCTION leave_counts_behind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE holds SET candidate_id = NULL, item_id = NULL WHERE candidate_id = OLD.id AND state = 'filled' AND released_at IS NULL;
    UPDATE complaints SET note = '' WHERE candidate_id = OLD.id;
    RETURN OLD;
END $$;
CREATE TRIGGER leave_counts_behind BEFORE DELETE ON candidates FOR EACH ROW EXECUTE FUNCTION leave_counts_behind();

-- 6. What is open about a person when they go to another unit: kept with the transfer, for who receives them.
CREATE FUNCTION matters_of(candidate uuid) RETURNS TABLE (kind text, record uuid, due_on date, about text) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.kind, m.record, m.due_on, m.about FROM (
        SELECT 'interview' AS kind, a.item_id AS record, (a.meets_at AT TIME ZONE 'Asia/Jakarta')::date AS due_on, v.title AS about
        FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id
        JOIN LATERAL (SELECT * FROM employer_answers e WHERE e.item_id = i.id ORDER BY e.id DESC LIMIT 1) a ON a.kind = 'interview'
        WHERE i.candidate_id = candidate
        UNION ALL
        SELECT 'answer', i.id, NULL, v.title FROM shortlist_items i
        JOIN shortlists s ON s.id = i.shortlist_id AND s.status = 'sent' JOIN vacancies v ON v.id = i.vacancy_id
        WHERE i.candidate_id = candidate AND i.removed_at IS NULL
            AND NOT EXISTS (SELECT FROM employer_answers e WHERE e.item_id = i.id)
        UNION ALL
        SELECT CASE l.kind WHEN 'offered' THEN 'offer' ELSE 'start' END, l.placement_id, NULL, coalesce(v.title, '')
        FROM placements p LEFT JOIN vacancies v ON v.id = p.vacancy_id
        JOIN LATERAL (SELECT * FROM placement_ladder r WHERE r.placement_id = p.id ORDER BY r.position DESC LIMIT 1) l
            ON l.kind IN ('offered', 'accepted')
        WHERE p.candidate_id = candidate
        UNION ALL
        SELECT 'check', k.placement_id, k.due_on, k.kind FROM checks k WHERE k.candidate_id = candidate AND k.answer IS NULL
        UNION ALL
        SELECT 'request', q.id, (q.due_at AT TIME ZONE 'Asia/Jakarta')::date, q.kind FROM subject_requests q
        WHERE q.candidate_id = candidate AND q.state = 'open'
        UNION ALL
        SELECT 'blocker', c.id, NULL, b ->> 0 FROM candidates c, jsonb_array_elements(c.blockers) b
        WHERE c.id = candidate AND b ->> 1 <> 'done') m
    ORDER BY m.due_on NULLS LAST, m.kind, m.record;
$$;

CREATE FUNCTION open_matters(candidate uuid) RETURNS TABLE (kind text, record uuid, due_on date, about text) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.kind, m.record, m.due_on, m.about FROM matters_of(candidate) m WHERE in_charge(candidate) $$;

ALTER TABLE transfers ADD COLUMN open_matters jsonb;
COMMENT ON COLUMN transfers.open_matters IS 'What was open when the person came over; null while nobody has accepted';
CREATE FUNCTION keep_open_matters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.open_matters := (SELECT coalesce(jsonb_agg(to_jsonb(m)), '[]') FROM matters_of(NEW.candidate_id) m);
    RETURN NEW;
END $$;
CREATE TRIGGER keep_open_matters BEFORE INSERT OR UPDATE OF outcome ON transfers FOR EACH ROW
    WHEN (NEW.outcome = 'accepted') EXECUTE FUNCTION keep_open_matters();

-- 7. What reports count: facts of a unit (case worker) or a region (planner), without any id of a person.
CREATE FUNCTION reported_units() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    RETURN coalesce(array_append(planned_units(), case_unit()), '{}');
CREATE FUNCTION outcome_people() RETURNS TABLE (
    unit text, region text, schemes text[], providers text[], consented boolean, complete boolean, reached boolean,
    released_on date, first_day date, lost_work boolean, placed_again boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.name, u.province_code, held.schemes, held.providers, gate_open(c) AND NOT c.restricted,
           cardinality(held.schemes) > 0 OR c.experience <> '[]',
           EXISTS (SELECT FROM placements p WHERE p.candidate_id = c.id)
               OR EXISTS (SELECT FROM shortlist_items i JOIN shortlist_events e ON e.shortlist_id = i.shortlist_id
                          WHERE i.candidate_id = c.id AND i.removed_at IS NULL AND e.after = 'sent'),
           w.expected, work.first_day, work.lost, work.again
    FROM candidates c JOIN units u ON u.id = c.unit_id
    JOIN release_windows w ON w.candidate_id = c.id AND w.superseded_at IS NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT coalesce(nullif(t.scheme, ''), t.title)), '{}') AS schemes,
               coalesce(array_agg(DISTINCT t.issuer) FILTER (WHERE t.issuer <> ''), '{}') AS providers
        FROM certificates t WHERE t.candidate_id = c.id AND t.verification <> 'rejected') held
    CROSS JOIN LATERAL (
        SELECT min(s.happened_on) AS first_day, coalesce(bool_or(e.id IS NOT NULL), false) AS lost,
               coalesce(bool_or(EXISTS (SELECT FROM placement_ladder o WHERE o.candidate_id = c.id AND o.kind = 'started'
                                            AND o.placement_id <> s.placement_id AND o.happened_on >= e.happened_on)), false) AS again
        FROM placement_ladder s LEFT JOIN placement_ladder e ON e.placement_id = s.placement_id AND e.kind = 'ended'
        WHERE s.candidate_id = c.id AND s.kind = 'started') work
    WHERE c.unit_id = ANY (reported_units());
$$;

CREATE FUNCTION outcome_proposals() RETURNS TABLE (
    unit text, region text, employer uuid, employer_name text, schemes text[], providers text[], sent_on date,
    interview_on date, offered boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.name, u.province_code, v.employer_id, f.name, held.schemes, held.providers, sent.on_day, met.on_day,
           EXISTS (SELECT FROM employer_answers a WHERE a.item_id = i.id AND a.kind IN ('offer', 'hired'))
    FROM shortlist_items i JOIN units u ON u.id = i.unit_id
    JOIN vacancies v ON v.id = i.vacancy_id JOIN employers f ON f.id = v.employer_id
    CROSS JOIN LATERAL (SELECT (max(e.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date AS on_day FROM shortlist_events e
                        WHERE e.shortlist_id = i.shortlist_id AND e.after = 'sent') sent
    CROSS JOIN LATERAL (SELECT min(l.happened_on) AS on_day FROM placements p JOIN placement_ladder l ON l.placement_id = p.id
                        WHERE p.item_id = i.id AND l.kind = 'interviewed') met
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT coalesce(nullif(t.scheme, ''), t.title)), '{}') AS schemes,
               coalesce(array_agg(DISTINCT t.issuer) FILTER (WHERE t.issuer <> ''), '{}') AS providers
        FROM certificates t WHERE t.candidate_id = i.candidate_id AND t.verification <> 'rejected') held
    WHERE i.unit_id = ANY (reported_units()) AND i.removed_at IS NULL AND sent.on_day IS NOT NULL;
$$;

CREATE FUNCTION outcome_placements() RETURNS TABLE (
    unit text, region text, employer uuid, employer_name text, schemes text[], providers text[], kind text,
    accepted boolean, started_on date, ended_on date, reason text, known_until date, contract text, wage bigint, minimum bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.name, u.province_code, p.employer_id, f.name, held.schemes, held.providers, p.kind, l.accepted, s.happened_on,
           l.ended_on, coalesce(l.reason, ''), l.known_until, s.contract, s.wage_monthly_idr,
           (SELECT m.monthly_idr FROM minimum_wages m
            WHERE m.place_code IN (coalesce(s.place, v.place), left(coalesce(s.place, v.place), 2))
                AND m.year = extract(year FROM s.happened_on) ORDER BY length(m.place_code) DESC LIMIT 1)
    FROM placements p JOIN units u ON u.id = p.unit_id
    LEFT JOIN vacancies v ON v.id = p.vacancy_id LEFT JOIN employers f ON f.id = p.employer_id
    LEFT JOIN placement_ladder s ON s.placement_id = p.id AND s.kind = 'started'
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(e.kind IN ('accepted', 'started')), false) AS accepted,
               max(e.happened_on) FILTER (WHERE e.kind = 'ended') AS ended_on,
               max(e.reason) FILTER (WHERE e.kind = 'ended') AS reason,
               max(e.happened_on) FILTER (WHERE e.kind <> 'ended') AS known_until
        FROM placement_ladder e WHERE e.placement_id = p.id) l
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT coalesce(nullif(t.scheme, ''), t.title)), '{}') AS schemes,
               coalesce(array_agg(DISTINCT t.issuer) FILTER (WHERE t.issuer <> ''), '{}') AS providers
        FROM certificates t WHERE t.candidate_id = p.candidate_id AND t.verification <> 'rejected') held
    WHERE p.unit_id = ANY (reported_units());
$$;

-- What an employer has done so far, everywhere: counts and times, for planners. Null for everybody else.
CREATE FUNCTION employer_facts(employer uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    WITH proposals AS (
        SELECT i.id, sent.at, (SELECT min(a.recorded_at) FROM employer_answers a WHERE a.item_id = i.id) AS answered_at,
               ARRAY(SELECT a.kind FROM employer_answers a WHERE a.item_id = i.id) AS kinds,
               (SELECT array_agg(l.kind) FROM placements p JOIN placement_ladder l ON l.placement_id = p.id
                WHERE p.item_id = i.id) AS rungs
        FROM shortlist_items i JOIN vacancies v ON v.id = i.vacancy_id AND v.employer_id = employer
        CROSS JOIN LATERAL (SELECT max(e.recorded_at) AS at FROM shortlist_events e
                            WHERE e.shortlist_id = i.shortlist_id AND e.after = 'sent') sent
        WHERE i.removed_at IS NULL AND sent.at IS NOT NULL),
    work AS (
        SELECT s.happened_on AS started, e.happened_on AS ended, k.until FROM placements p
        JOIN placement_ladder s ON s.placement_id = p.id AND s.kind = 'started'
        LEFT JOIN placement_ladder e ON e.placement_id = p.id AND e.kind = 'ended'
        CROSS JOIN LATERAL (SELECT max(l.happened_on) AS until FROM placement_ladder l
                            WHERE l.placement_id = p.id AND l.kind <> 'ended') k
        WHERE p.employer_id = employer)
    SELECT jsonb_build_object(
        'waits', coalesce((SELECT jsonb_agg(jsonb_build_array(
                     round(extract(epoch FROM coalesce(answered_at, now()) - at) / 86400, 3), answered_at IS NOT NULL))
                     FROM proposals), '[]'),
        'sent', (SELECT count(*) FROM proposals),
        'met', (SELECT count(*) FROM proposals WHERE 'interviewed' = ANY (rungs) OR 'no_show' = ANY (kinds)),
        'not_held', (SELECT count(*) FROM proposals WHERE 'not_held' = ANY (kinds)
                         AND NOT ('interviewed' = ANY (coalesce(rungs, '{}')) OR 'no_show' = ANY (kinds))),
        'offers', (SELECT count(*) FROM proposals WHERE kinds && '{offer,hired}'),
        'taken_back', (SELECT count(*) FROM proposals WHERE 'withdrawn' = ANY (kinds)),
        'starts', (SELECT count(*) FROM work),
        'lasted', coalesce((SELECT jsonb_agg(jsonb_build_array(coalesce(ended, until) - started, ended IS NOT NULL)) FROM work), '[]'),
        'complaints_upheld', (SELECT count(*) FROM complaints c WHERE c.employer_id = employer AND c.state = 'upheld'),
        'complaints_open', (SELECT count(*) FROM complaints c WHERE c.employer_id = employer AND c.state = 'open'))
    FROM employers e WHERE e.id = employer AND acts_as('release_planner');
$$;

-- 8. Access, erasure and retention follow the person. What hangs on it, for the person's own file:
CREATE FUNCTION subject_outcomes(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'employer_answers', (SELECT jsonb_agg(to_jsonb(a) - '{unit_id,caseload,version}'::text[] ORDER BY a.id)
                             FROM employer_answers a WHERE a.candidate_id = who),
        'openings', (SELECT jsonb_agg(to_jsonb(h) - '{unit_id,caseload,version}'::text[] ORDER BY h.recorded_at)
                     FROM holds h WHERE h.candidate_id = who),
        'placements', (SELECT jsonb_agg(to_jsonb(p) - '{seq,unit_id,caseload,version}'::text[] || jsonb_build_object('events',
                              (SELECT jsonb_agg(to_jsonb(e) - '{unit_id,caseload,version}'::text[] ORDER BY e.id)
                               FROM placement_events e WHERE e.placement_id = p.id)) ORDER BY p.seq)
                       FROM placements p WHERE p.candidate_id = who),
        'complaints', (SELECT jsonb_agg(to_jsonb(k) - '{seq,unit_id,caseload,version}'::text[] ORDER BY k.seq)
                       FROM complaints k WHERE k.candidate_id = who))
    WHERE in_charge(who);
$$;
ALTER FUNCTION subject_file(uuid) RENAME TO subject_file_before_outcomes;
REVOKE EXECUTE ON FUNCTION subject_file_before_outcomes(uuid) FROM jembatan_app;
CREATE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    RETURN subject_file_before_outcomes(who) || subject_outcomes(who);
COMMENT ON FUNCTION subject_file(uuid) IS 'All that is kept of a person, numbers still sealed; null where the person is not yours';

SELECT note_changes_of('employer_answers', 'item_id', 'candidate_id', 'id'),
    note_changes_of('placements', 'id', 'candidate_id', 'id'),
    note_changes_of('placement_events', 'placement_id', 'candidate_id', 'id'),
    note_changes_of('complaints', 'id', 'candidate_id', 'id');

-- 9. Walls. Facts are added by the functions above alone, and nobody rewrites them: the transfer of a person, which
-- changes whose they are, and an erasure come by the keys.
CREATE FUNCTION refuse_changed_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - '{candidate_id,unit_id,caseload}'::text[] <> to_jsonb(NEW) - '{candidate_id,unit_id,caseload}'::text[] THEN
        RAISE EXCEPTION 'this is only added to' USING ERRCODE = 'insufficient_privilege', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['employer_answers', 'placements', 'placement_events', 'complaints'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', target);
        EXECUTE format('CREATE POLICY backup ON %I FOR SELECT TO jembatan_backup USING (true)', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['employer_answers', 'placements', 'placement_events'] LOOP
        EXECUTE format('CREATE POLICY case_worker ON %I FOR SELECT TO jembatan_app
            USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]))', target);
        EXECUTE format('CREATE POLICY release_planner ON %I FOR SELECT TO jembatan_app
            USING (unit_id = ANY ((SELECT planned_units())::uuid[]))', target);
    END LOOP;
    FOREACH target IN ARRAY ARRAY['employer_answers', 'placement_events'] LOOP
        EXECUTE format('CREATE TRIGGER only_added_to BEFORE UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_changed_facts()', target);
    END LOOP;
END $$;
-- A complaint is its recorder's and, of a person in charge, the case worker's; planners of the region see and decide it.
CREATE POLICY case_worker ON complaints FOR SELECT TO jembatan_app
    USING (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]));
CREATE POLICY case_worker_records ON complaints FOR INSERT TO jembatan_app
    WITH CHECK (unit_id = (SELECT case_unit()) AND caseload = ANY ((SELECT case_loads())::uuid[]));
CREATE POLICY release_planner ON complaints TO jembatan_app
    USING (unit_id = ANY ((SELECT planned_units())::uuid[]));
CREATE POLICY recorded ON complaints TO jembatan_app
    USING ((SELECT acts_as('release_planner')) AND caseload = (SELECT asking_account()) AND unit_id = (SELECT asking_unit()));

-- By hand an opening is held for somebody or for nobody yet, and given back; what is promised changes by answers alone.
REVOKE INSERT, UPDATE, DELETE ON holds FROM jembatan_app;
GRANT INSERT (id, vacancy_id, candidate_id, openings), UPDATE (released_at) ON holds TO jembatan_app;
CREATE POLICY not_promised ON holds AS RESTRICTIVE FOR UPDATE TO jembatan_app USING (state = 'held');
GRANT SELECT ON employer_answers, placements, placement_events, placement_ladder, checks, complaints, answer_steps,
    ladder_rungs, ladder_steps TO jembatan_app;
GRANT INSERT (id, employer_id, candidate_id, by_whom, code, note, unit_id, caseload) ON complaints TO jembatan_app;
GRANT UPDATE (state, decided_by, decided_at) ON complaints TO jembatan_app;
GRANT EXECUTE ON FUNCTION today_here(), record_answer(uuid, text, timestamptz, text, text, text, text), answers_of(uuid), proposals_to(uuid),
    answers_for(uuid), hold_opening(uuid, boolean), open_placement(uuid, uuid, text, uuid, uuid),
    record_event(uuid, text, date, text, text, text, bigint, text, bigint), open_matters(uuid), reported_units(),
    outcome_people(), outcome_proposals(), outcome_placements(), employer_facts(uuid), subject_file(uuid) TO jembatan_app;
