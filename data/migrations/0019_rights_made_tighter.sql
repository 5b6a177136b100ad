-- The rights of people, made tighter: for what a number may be revealed, who opens a gate, and what the person's own file
-- holds and when it is given out.

-- 1. A number is revealed for a purpose from a list, with at most the number of a letter: no words in a trail that is
-- never changed. What was written before stays, since it cannot be taken out of the chain.
ALTER POLICY reading ON trail WITH CHECK (
    act IN ('read', 'rank', 'look_up', 'reveal', 'export')
    AND (act <> 'reveal' OR coalesce(purpose, '') ~
        '^(employment|social_security|identity_document|police_record_letter|certification|bank_account|supervision|official_request|same_person|correction)( [0-9]{1,5})?$'));

-- 2. The ledger opens the gate. A source's word does so only for somebody of whom the ledger says nothing about matching
-- yet, and for no child (UU 27/2022 Art. 25); and nothing but a consent given afterwards ends an objection. This keeps
-- closed also what an import or its undoing would open.
CREATE FUNCTION objected_since(person uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(min(e.recorded_at), 'infinity') FROM consent_events e
    WHERE e.candidate_id = person AND e.objected
        AND e.id > (SELECT coalesce(max(b.id), 0) FROM consent_events b WHERE b.candidate_id = person AND NOT b.objected);
$$;
COMMENT ON FUNCTION objected_since(uuid) IS 'When the objection that stands was made; infinity where none was noted';

CREATE FUNCTION is_child(born date) RETURNS boolean LANGUAGE sql STABLE
    RETURN coalesce(born + interval '18 years' > (now() AT TIME ZONE 'Asia/Jakarta')::date, false);

CREATE FUNCTION gate_stays_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    given timestamptz := (SELECT max(c.given_at) FROM consent_states c WHERE c.candidate_id = NEW.id
                              AND c.purpose = 'matching' AND c.how <> 'source' AND c.state = 'current');
BEGIN
    IF NEW.consented AND NOT OLD.consented AND given IS NULL AND (
        EXISTS (SELECT FROM consents c WHERE c.candidate_id = NEW.id AND c.purpose = 'matching')
        OR EXISTS (SELECT FROM candidate_identities i WHERE i.candidate_id = NEW.id AND is_child(i.birth_date))) THEN
        NEW.consented := false;
    END IF;
    NEW.objected := NEW.objected OR OLD.objected AND (given IS NULL OR given <= objected_since(NEW.id));
    RETURN NEW;
END $$;
CREATE TRIGGER gate_stays_closed BEFORE UPDATE ON candidates FOR EACH ROW
    WHEN (NEW.consented AND NOT OLD.consented OR OLD.objected AND NOT NEW.objected)
    EXECUTE FUNCTION gate_stays_closed();

CREATE OR REPLACE FUNCTION consent_opens_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE candidates p SET consented = true, objected = p.objected AND g.at <= objected_since(p.id),
        recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    FROM (SELECT candidate_id, max(given_at) AS at FROM after
          WHERE purpose = 'matching' AND how <> 'source' AND (until IS NULL OR until > now()) GROUP BY candidate_id) g
    WHERE p.id = g.candidate_id AND (NOT p.consented OR p.objected AND g.at > objected_since(p.id));
    RETURN NULL;
END $$;

-- Who turns out to be a child, and for whom no guardian has consented, waits for one.
CREATE FUNCTION child_waits_for_guardian() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE candidates p SET consented = false, recorded_by = DEFAULT, recorded_at = DEFAULT, version = version + 1
    WHERE is_child(NEW.birth_date) AND p.id = NEW.candidate_id AND p.consented AND NOT EXISTS (
        SELECT FROM consent_states c WHERE c.candidate_id = p.id AND c.purpose = 'matching' AND c.state = 'current'
            AND btrim(c.guardian_name) <> '');
    RETURN NULL;
END $$;
CREATE TRIGGER child_waits_for_guardian AFTER INSERT OR UPDATE OF birth_date ON candidate_identities FOR EACH ROW
    WHEN (NEW.birth_date IS NOT NULL) EXECUTE FUNCTION child_waits_for_guardian();

-- Two records that become one take what was withdrawn along.
ALTER TABLE consent_withdrawals DROP CONSTRAINT consent_withdrawals_consent,
    ADD CONSTRAINT consent_withdrawals_consent FOREIGN KEY (consent_id, candidate_id)
        REFERENCES consents (id, candidate_id) ON UPDATE CASCADE ON DELETE CASCADE;

-- 3. The person's own file: to which companies the person was shown, by name and day; transfers and openings held. It is
-- given out only while the person's request for access waits (Art. 32).
CREATE FUNCTION shown_to(person uuid) RETURNS TABLE (employer text, day date, fields text[]) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.name, (t.at AT TIME ZONE 'Asia/Jakarta')::date, array_agg(DISTINCT field ORDER BY field)
    FROM trail t JOIN duties d ON d.id = t.duty JOIN employers e ON e.id = d.employer_id, unnest(t.fields) field
    WHERE t.subject IN (SELECT person UNION ALL SELECT f.former FROM former_ids f WHERE f.candidate_id = person)
        AND t.act = 'read' AND 'card' = ANY (t.fields)
    GROUP BY e.id, e.name, 2;
$$;
COMMENT ON FUNCTION shown_to(uuid) IS 'For subject_file alone: it asks nobody whose the person is';

CREATE OR REPLACE FUNCTION subject_file(who uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'person', to_jsonb(c) - '{seq,text_version}'::text[],
        'identity', (SELECT to_jsonb(i) - '{nik_hash,register_hash,unit_id,caseload}'::text[]
                     FROM candidate_identities i WHERE i.candidate_id = c.id),
        'protected_attributes', (SELECT to_jsonb(p) - '{unit_id,caseload}'::text[]
                                 FROM protected_attributes p WHERE p.candidate_id = c.id),
        'unit', (SELECT u.name FROM units u WHERE u.id = c.unit_id),
        'references', (SELECT jsonb_agg(jsonb_build_object('system', r.system, 'key', r.key) ORDER BY r.position)
                       FROM candidate_references r WHERE r.candidate_id = c.id),
        'certificates', (SELECT jsonb_agg(to_jsonb(t) - '{unit_id,caseload,position}'::text[] ORDER BY t.position)
                         FROM certificates t WHERE t.candidate_id = c.id),
        'windows', (SELECT jsonb_agg(to_jsonb(w) - '{id,unit_id,caseload}'::text[] ORDER BY w.id)
                    FROM release_windows w WHERE w.candidate_id = c.id),
        'supervisions', (SELECT jsonb_agg(to_jsonb(s) - '{id,unit_id,caseload}'::text[] ORDER BY s.id)
                         FROM supervisions s WHERE s.candidate_id = c.id),
        'consents', (SELECT jsonb_agg(to_jsonb(s) - '{seq}'::text[] || jsonb_build_object('employer',
                                (SELECT e.name FROM employers e WHERE e.id = s.employer_id)) ORDER BY s.seq)
                     FROM consent_states s WHERE s.candidate_id = c.id),
        'gates', (SELECT jsonb_agg(jsonb_build_object('at', g.recorded_at, 'consented', g.consented,
                                                      'objected', g.objected, 'restricted', g.restricted) ORDER BY g.id)
                  FROM consent_events g WHERE g.candidate_id = c.id),
        'requests', (SELECT jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'state', q.state,
                                'received_at', q.received_at, 'due_at', q.due_at, 'note', q.note, 'answer', q.answer,
                                'decided_at', q.decided_at) ORDER BY q.seq)
                     FROM subject_requests q WHERE q.candidate_id = c.id),
        'proposed', (SELECT jsonb_agg(jsonb_build_object('run', r.id, 'at', r.at, 'model', r.model,
                                'vacancies', (SELECT jsonb_agg(jsonb_build_object('title', v.title, 'employer', e.name,
                                                    'rank', x.row -> 'rank', 'score', x.row -> 'score') ORDER BY x.place)
                                              FROM jsonb_array_elements(r.result -> 'rows')
                                                   WITH ORDINALITY AS x (row, place)
                                              JOIN vacancies v ON v.id = (x.row ->> 'id')::uuid
                                              JOIN employers e ON e.id = v.employer_id)) ORDER BY r.seq)
                     FROM runs r WHERE r.candidate_id = c.id),
        'named_in_lists', (SELECT jsonb_agg(jsonb_build_object('run', r.id, 'at', r.at, 'vacancy', v.title,
                                                               'employer', e.name) ORDER BY r.seq)
                           FROM runs r LEFT JOIN vacancies v ON v.id = r.vacancy_id
                           LEFT JOIN employers e ON e.id = v.employer_id WHERE r.mentions @> ARRAY[c.id]),
        'holds', (SELECT jsonb_agg(jsonb_build_object('vacancy', v.title, 'employer', e.name, 'openings', h.openings,
                                                      'since', h.recorded_at, 'released_at', h.released_at)
                                   ORDER BY h.recorded_at, h.id)
                  FROM holds h JOIN vacancies v ON v.id = h.vacancy_id JOIN employers e ON e.id = v.employer_id
                  WHERE h.candidate_id = c.id),
        'transfers', (SELECT jsonb_agg(jsonb_build_object('kind', x.kind, 'from', f.name, 'to', o.name, 'note', x.note,
                                    'asked_at', x.asked_at, 'outcome', x.outcome, 'decided_at', x.decided_at) ORDER BY x.seq)
                      FROM transfers x JOIN units f ON f.id = x.from_unit JOIN units o ON o.id = x.to_unit
                      WHERE x.candidate_id = c.id),
        'shown_to', (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.day, s.employer) FROM shown_to(c.id) s),
        'searchable_words', (SELECT jsonb_agg(jsonb_build_object('model', f.model, 'words', f.terms) ORDER BY f.position)
                             FROM facet_vectors f WHERE f.candidate_id = c.id),
        'imports', (SELECT jsonb_agg(DISTINCT jsonb_build_object('import', m.id, 'at', m.at, 'kind', m.kind))
                    FROM import_changes g JOIN imports m ON m.id = g.import_id WHERE g.candidate_id = c.id),
        'trail', (SELECT jsonb_agg(to_jsonb(t) || jsonb_build_object('unit', (SELECT u.name FROM units u
                                                                              WHERE u.id = t.unit)) ORDER BY t.at)
                  FROM trail_of(c.id) t))
    FROM candidates c
    WHERE c.id = who AND c.unit_id = case_unit() AND c.caseload = ANY (case_loads())
        AND EXISTS (SELECT FROM subject_requests q WHERE q.candidate_id = c.id AND q.kind = 'access'
                        AND q.state IN ('open', 'approved'));
$$;
