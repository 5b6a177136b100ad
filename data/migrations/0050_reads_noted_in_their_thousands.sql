-- Whom one may not see was looked for in all whom one may, for each of them: of the hundred thousand people of a release list
-- that was their square. As before (0030), but for that.
CREATE OR REPLACE FUNCTION note_reads(acts text[], entities text[], records uuid[], subjects uuid[], fields text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    officer CONSTANT boolean := acts_as('data_protection_officer');
BEGIN
    IF (asking_duty()).id IS NULL
        OR EXISTS (SELECT FROM unnest(acts) AS n (act)
                   WHERE n.act NOT IN ('read', 'rank', 'look_up', 'reveal', 'export')
                       OR n.act = 'reveal' AND coalesce(current_setting('app.purpose', true), '') !~
                          '^(employment|social_security|identity_document|police_record_letter|certification|bank_account|supervision|official_request|same_person|correction)( [0-9]{1,5})?$')
        OR EXISTS (SELECT n.subject FROM unnest(acts, entities, records, subjects) AS n (act, entity, record, subject)
                   -- the officer looks at the trail and at requests, of whomever they are, and gives the trail to who asks
                   WHERE n.subject IS NOT NULL AND NOT (officer AND n.act = 'read' AND n.entity IN ('trail', 'subject_requests'))
                       AND NOT (officer AND n.act = 'export' AND n.entity = 'subject_requests' AND EXISTS
                                (SELECT FROM subject_requests q WHERE q.id = n.record AND q.candidate_id = n.subject
                                     AND q.kind = 'access' AND q.state IN ('open', 'approved')))
                   EXCEPT SELECT readable(subjects))
    THEN -- whom one may not see is not there
        RAISE EXCEPTION 'new row violates row-level security policy for table "trail"' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO trail (act, entity, record_id, subject, fields)
    SELECT n.act, n.entity, n.record, n.subject, string_to_array(n.fields, ',')
    FROM unnest(acts, entities, records, subjects, fields) AS n (act, entity, record, subject, fields);
END $$;
