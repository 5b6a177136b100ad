-- name: register_employer
SELECT register_employer(:employer::uuid, :name::text, :business_number::text, :sector::text, :contact::text,
                         :motivation::text);

-- name: keep_registration
SELECT keep_registration(:employer::uuid, :name::text, :business_number::text, :sector::text, :contact::text,
                         :motivation::text);

-- name: registration_of
SELECT motivation, registered_at, registered_as FROM employers WHERE id = :employer;

-- name: change_employer_state
SELECT change_employer_state(:employer::uuid, :target::text, :reason::text, :told::text, :note::text);

-- name: appeal_suspension
SELECT appeal_suspension(:employer::uuid, :words::text);

-- name: decide_appeal
SELECT decide_appeal(:employer::uuid, :granted::boolean, :told::text, :note::text);

-- name: appeals_of
SELECT words, asked_at, granted, told, note, decided_at FROM appeals_of(:employer::uuid);

-- name: change_vacancy_state
SELECT change_vacancy_state(:vacancy::uuid, :target::text, :reason::text, :told::text, :note::text, :findings::text[],
                            :judged::text[]);

-- name: states_of_employer
SELECT from_state, to_state, at, reason, told, note, findings, judged, account, role FROM states_of(:employer::uuid, NULL);

-- name: states_of_vacancy
SELECT from_state, to_state, at, reason, told, note, findings, judged, account, role FROM states_of(NULL, :vacancy::uuid);
