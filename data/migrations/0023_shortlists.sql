-- Shortlists (daftar usulan): what was proposed to whom, who answered for it, and what was said. One list is for a person
-- (of vacancies) or for a vacancy (of people); each of its items is one pair of a person and a vacancy, and what follows,
-- from the employer's answer to the check after a year, hangs on the item.

CREATE TEMPORARY TABLE stamp (
    unit_id uuid NOT NULL DEFAULT asking_unit(),
    caseload uuid NOT NULL DEFAULT asking_account(),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1
) ON COMMIT DROP;

CREATE TABLE shortlists (
    id uuid CONSTRAINT shortlists_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT shortlists_seq UNIQUE,
    kind text NOT NULL CONSTRAINT shortlists_kind CHECK (kind IN ('vacancies', 'candidates')),
    candidate_id uuid,
    vacancy_id uuid CONSTRAINT shortlists_vacancy REFERENCES vacancies,
    status text NOT NULL DEFAULT 'requested' CONSTRAINT shortlists_status CHECK (status IN
        ('requested', 'proposed', 'under_review', 'approved', 'sent', 'answered', 'closed')),
    run_id uuid CONSTRAINT shortlists_run REFERENCES runs ON DELETE SET NULL,
    approvals_needed smallint NOT NULL DEFAULT 1 CONSTRAINT shortlists_approvals CHECK (approvals_needed BETWEEN 1 AND 2),
    approval_reasons text[] NOT NULL DEFAULT '{}',
    note text NOT NULL DEFAULT '' CONSTRAINT shortlists_note_length CHECK (length(note) <= 500),
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT shortlists_for_one CHECK ((kind = 'vacancies') = (candidate_id IS NOT NULL)
                                         AND (kind = 'candidates') = (vacancy_id IS NOT NULL)),
    CONSTRAINT shortlists_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX shortlists_of_candidate ON shortlists (candidate_id);
CREATE INDEX shortlists_of_vacancy ON shortlists (vacancy_id);
CREATE INDEX shortlists_of_caseload ON shortlists (unit_id, caseload, status);
COMMENT ON TABLE shortlists IS 'Daftar usulan. `vacancies`: for a person; `candidates`: for a vacancy';
COMMENT ON COLUMN shortlists.unit_id IS 'Of the person, whom a list for a person follows; otherwise of who has asked for it';
COMMENT ON COLUMN shortlists.run_id IS 'The recorded run from which the items came';
COMMENT ON COLUMN shortlists.approval_reasons IS 'Why a second approval is needed, such as first_contact, case_by_case_field';

CREATE TABLE shortlist_items (
    id uuid CONSTRAINT shortlist_items_pkey PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT shortlist_items_seq UNIQUE,
    shortlist_id uuid NOT NULL CONSTRAINT shortlist_items_shortlist REFERENCES shortlists ON DELETE CASCADE,
    candidate_id uuid NOT NULL,
    vacancy_id uuid NOT NULL CONSTRAINT shortlist_items_vacancy REFERENCES vacancies,
    position integer NOT NULL,
    origin text NOT NULL CONSTRAINT shortlist_items_origin CHECK (origin IN ('ranking', 'added')),
    ranked integer CONSTRAINT shortlist_items_ranked CHECK (ranked >= 1),
    score double precision,
    fit text CONSTRAINT shortlist_items_fit CHECK (fit IN ('strong', 'possible', 'stretch')),
    frozen jsonb,
    removed_at timestamptz,
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT one_item_per_pair UNIQUE (shortlist_id, candidate_id, vacancy_id),
    CONSTRAINT shortlist_items_belong UNIQUE (id, candidate_id, unit_id, caseload),
    CONSTRAINT shortlist_items_candidate FOREIGN KEY (candidate_id, unit_id, caseload)
        REFERENCES candidates (id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX shortlist_items_of_candidate ON shortlist_items (candidate_id);
CREATE INDEX shortlist_items_of_vacancy ON shortlist_items (vacancy_id);
COMMENT ON COLUMN shortlist_items.unit_id IS 'Of the person: an item goes where its person goes';
COMMENT ON COLUMN shortlist_items.ranked IS 'Place in the ranking, from 1; null: added from outside it';
COMMENT ON COLUMN shortlist_items.frozen IS 'What was known at approval: reasons, gaps, flags, window, certificates, model, rules';

-- What people did to the machine's order, with the reason. Only added to.
CREATE TABLE shortlist_overrides (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT shortlist_overrides_pkey PRIMARY KEY,
    item_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    action text NOT NULL CONSTRAINT shortlist_overrides_action CHECK (action IN ('move', 'add', 'remove', 'restore')),
    from_position integer,
    to_position integer,
    reason text NOT NULL CONSTRAINT shortlist_overrides_reason CHECK (reason ~ '^[a-z_]{1,40}$'),
    note text NOT NULL DEFAULT '' CONSTRAINT shortlist_overrides_note_length CHECK (length(note) <= 500),
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT shortlist_overrides_item FOREIGN KEY (item_id, candidate_id, unit_id, caseload)
        REFERENCES shortlist_items (id, candidate_id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX shortlist_overrides_of_item ON shortlist_overrides (item_id);

-- The candidate's voice: asked by the case worker, in the person's words as far as a code has them. Only added to.
CREATE TABLE candidate_answers (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT candidate_answers_pkey PRIMARY KEY,
    item_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    interested boolean NOT NULL,
    reason text NOT NULL DEFAULT '' CONSTRAINT candidate_answers_reason CHECK (reason ~ '^[a-z_]{0,40}$'),
    note text NOT NULL DEFAULT '' CONSTRAINT candidate_answers_note_length CHECK (length(note) <= 500),
    LIKE stamp INCLUDING DEFAULTS,
    CONSTRAINT candidate_answers_no_needs_reason CHECK (interested OR reason <> ''),
    CONSTRAINT candidate_answers_item FOREIGN KEY (item_id, candidate_id, unit_id, caseload)
        REFERENCES shortlist_items (id, candidate_id, unit_id, caseload) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX candidate_answers_of_item ON candidate_answers (item_id, id);

-- Which step may follow which, and who takes it: the same table as `matching.workflow.TRANSITIONS`; a test compares them.
CREATE TABLE shortlist_transitions (
    before text NOT NULL,
    after text NOT NULL,
    role text NOT NULL,
    reasoned boolean NOT NULL,
    CONSTRAINT shortlist_transitions_pkey PRIMARY KEY (before, after, role)
);
COMMENT ON COLUMN shortlist_transitions.reasoned IS 'Whether a reason must be given';
INSERT INTO shortlist_transitions (before, after, role, reasoned) VALUES
    ('requested', 'proposed', 'case_worker', false),
    ('requested', 'proposed', 'release_planner', false),
    ('proposed', 'under_review', 'case_worker', false),
    ('proposed', 'under_review', 'release_planner', false),
    ('under_review', 'proposed', 'case_worker', true),
    ('under_review', 'proposed', 'release_planner', true),
    ('under_review', 'approved', 'release_planner', false),
    ('approved', 'under_review', 'release_planner', true),
    ('approved', 'sent', 'case_worker', false),
    ('approved', 'sent', 'release_planner', false),
    ('sent', 'answered', 'case_worker', false),
    ('sent', 'answered', 'release_planner', false),
    ('sent', 'answered', 'employer', false),
    ('answered', 'closed', 'case_worker', false),
    ('answered', 'closed', 'release_planner', false),
    ('requested', 'closed', 'case_worker', true),
    ('requested', 'closed', 'release_planner', true),
    ('proposed', 'closed', 'case_worker', true),
    ('proposed', 'closed', 'release_planner', true),
    ('under_review', 'closed', 'case_worker', true),
    ('under_review', 'closed', 'release_planner', true),
    ('approved', 'closed', 'case_worker', true),
    ('approved', 'closed', 'release_planner', true),
    ('sent', 'closed', 'case_worker', true),
    ('sent', 'closed', 'release_planner', true);

CREATE TABLE shortlist_events (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT shortlist_events_pkey PRIMARY KEY,
    shortlist_id uuid NOT NULL CONSTRAINT shortlist_events_shortlist REFERENCES shortlists ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT shortlist_events_kind CHECK (kind IN ('step', 'approval')),
    before text NOT NULL,
    after text NOT NULL,
    role text NOT NULL,
    reason text NOT NULL DEFAULT '' CONSTRAINT shortlist_events_reason CHECK (reason ~ '^[a-z_]{0,40}$'),
    note text NOT NULL DEFAULT '' CONSTRAINT shortlist_events_note_length CHECK (length(note) <= 500),
    recorded_by uuid NOT NULL DEFAULT asking_account(),
    recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX shortlist_events_of_shortlist ON shortlist_events (shortlist_id, id);
COMMENT ON TABLE shortlist_events IS 'Each step and each approval: who, when, why. Only added to, by take_step and approve_shortlist';
