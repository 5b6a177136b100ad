"""What the breach of a constraint means to readers."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from data.errors import TryAgain
from matching.errors import (
    CandidacyWithdrawn,
    GateClosed,
    InvalidValue,
    NoOpeningLeft,
    NotFound,
    OutOfOrder,
    PlacedElsewhere,
    StateRefused,
    TooOften,
    UndoRefused,
)

ErrorFactory = Callable[[], Exception]

# Name of the constraint → the domain's error. One line per constraint whose breach has a meaning for the reader.
BY_CONSTRAINT: Mapping[str, ErrorFactory] = MappingProxyType(
    {
        "one_candidate_per_reference": lambda: InvalidValue(
            "references", "kunci ini milik catatan lain / another record has this key"
        ),
        "one_employer_per_reference": lambda: InvalidValue(
            "reference", "kunci ini milik catatan lain / another record has this key"
        ),
        "one_employer_per_business_number": lambda: InvalidValue(
            "employer.business_number", "NIB ini milik pemberi kerja lain / another employer has this NIB"
        ),
        "one_vacancy_per_reference": lambda: InvalidValue(
            "reference", "kunci ini milik catatan lain / another record has this key"
        ),
        "holds_within_openings": lambda: InvalidValue(
            "vacancy.openings", "kurang dari yang sedang dipegang / fewer than are held"
        ),
        "vacancies_employer": lambda: NotFound("employer"),
        "consents_guardian_of_minor": lambda: InvalidValue(
            "guardian",
            "anak: orang tua atau wali yang menyetujui"
            " / a child's parent or guardian consents (UU 27/2022 Art. 25)",
        ),
        "consents_employer": lambda: NotFound("employer"),
        "references_are_the_staffs": lambda: InvalidValue(
            "reference", "diisi oleh petugas / is set by the staff"
        ),
        "state_transition": StateRefused,
        "vacancies_published_is_checked": StateRefused,
        "nothing_to_appeal": StateRefused,
        "one_open_appeal": StateRefused,
        "appeal_by_another": StateRefused,
        "appeals_words": lambda: InvalidValue("words", "harus diisi / must be filled"),
        "runs_candidate": lambda: NotFound("candidate"),
        "shortlists_vacancy": UndoRefused,  # a vacancy is removed only where its import is undone
        "shortlist_items_vacancy": UndoRefused,
        "runs_vacancy": lambda: NotFound("vacancy"),
        "no_opening_left": NoOpeningLeft,
        "answer_order": lambda: OutOfOrder(
            "kind", "tidak dapat menyusul jawaban terakhir / is not what may follow the last answer"
        ),
        "declined_stands": lambda: OutOfOrder(
            "kind",
            "penolakan dapat ditarik sekali, dalam 14 hari, selama lowongan dibuka"
            " / what was declined is taken back once, within 14 days, while the vacancy is open",
        ),
        "answer_to_a_sent_list": lambda: OutOfOrder(
            "item",
            "daftarnya harus sudah dikirim dan belum selesai / the list must have been sent, and be open",
        ),
        "not_all_answered": lambda: OutOfOrder(
            "step",
            "masih ada yang belum dijawab; tutup dengan alasan / somebody has no answer yet; close it with a reason",
        ),
        "answer_gate_closed": GateClosed,
        "candidacy_withdrawn": CandidacyWithdrawn,
        "placed_elsewhere": PlacedElsewhere,
        "interview_ahead": lambda: InvalidValue(
            "meets_at", "antara hari ini dan 180 hari lagi / lies between today and 180 days from now"
        ),
        "interview_has_been": lambda: OutOfOrder(
            "kind", "waktu wawancaranya belum tiba / the time of the interview has not come yet"
        ),
        "hold_in_a_live_list": lambda: OutOfOrder(
            "item",
            "daftarnya harus sudah diusulkan dan belum selesai / the list must have been proposed, and be open",
        ),
        "hold_of_an_open_vacancy": lambda: OutOfOrder(
            "item", "lowongannya harus dibuka / the vacancy must be open"
        ),
        "placements_job_has_employer": lambda: InvalidValue(
            "kind",
            "pekerjaan ada pada lowongan atau pemberi kerja di sini; selain itu pada pemberi kerja di luar"
            " / a job is of a vacancy or an employer here; elsewhere it is of an outside employer",
        ),
        "complaint_by_another": StateRefused,
        "opening_is_promised": lambda: OutOfOrder(
            "item", "tempatnya sudah ditawarkan atau terisi / the opening is offered or filled already"
        ),
        "hold_renewed_twice": lambda: OutOfOrder(
            "item",
            "tempat ditahan sekali dan diperpanjang dua kali / an opening is held once and made longer twice",
        ),
        "ladder_order": lambda: OutOfOrder(
            "kind", "tidak dapat menyusul anak tangga sebelumnya / is not what may follow the rung before"
        ),
        "ladder_dates": lambda: InvalidValue(
            "on",
            "antara anak tangga sebelumnya dan hari ini; pemeriksaan paling cepat sekian hari setelah mulai"
            " / lies between the rung before and today; a check so many days after the start at least",
        ),
        "corrects_what_stands": lambda: InvalidValue(
            "corrects",
            "harus kejadian pekerjaan ini yang masih berlaku dan sejenis"
            " / must be an event of this placement that stands, of the same kind",
        ),
        "no_such_vacancy": lambda: NotFound("vacancy"),
        "no_such_employer": lambda: NotFound("employer"),
        "placements_vacancy": UndoRefused,  # somebody works there, as above
        "placements_employer": UndoRefused,
        "complaints_employer": UndoRefused,
        "placements_own_business": lambda: InvalidValue(
            "kind",
            "usaha sendiri atau pemberi kerja dari luar tidak punya lowongan dan pemberi kerja di sini"
            " / an own business, or an employer from outside, has no vacancy and no employer here",
        ),
        "complaints_of_candidate": lambda: InvalidValue(
            "candidate",
            "instansi mengeluhkan pemberi kerja saja / an authority complains of an employer alone",
        ),
        "one_account_per_login": lambda: InvalidValue(
            "login", "nama masuk ini sudah dipakai / another account has this login"
        ),
        "accounts_login": lambda: InvalidValue(
            "login", "huruf kecil, tanpa spasi / must be in lower case, without spaces"
        ),
        "duties_account": lambda: NotFound("account"),
        "duties_unit": lambda: InvalidValue("unit", "unit ini tidak ada / there is no such unit"),
        "duties_employer": lambda: InvalidValue(
            "employer", "pemberi kerja ini tidak ada / there is no such employer"
        ),
        "duties_planner_has_region": lambda: InvalidValue(
            "provinces",
            "wajib bagi perencana pembebasan, dan hanya baginya / is needed for a release planner, and for nobody else",
        ),
        "duties_employer_has_company": lambda: InvalidValue(
            "employer", "hanya bagi anggota pemberi kerja / of a member of one, and of nobody else"
        ),
        "duties_end_after_start": lambda: InvalidValue("until", "harus setelah hari ini / must lie ahead"),
        "confirmed_by_another": lambda: InvalidValue(
            "confirmation", "harus administrator lain / another administrator must give it"
        ),
        "sessions_not_of_the_machine": lambda: NotFound("duty"),
        "api_tokens_not_of_the_machine": lambda: NotFound("duty"),
        "covers_unit": lambda: InvalidValue("unit", "unit ini tidak ada / there is no such unit"),
        "covers_two_people": lambda: InvalidValue("covering", "harus orang lain / must be somebody else"),
        "covers_end_after_start": lambda: InvalidValue(
            "until", "harus setelah mulainya / must be after the beginning"
        ),
        "covers_end_within_a_quarter": lambda: InvalidValue(
            "until", "paling lama 100 hari setelah mulainya / at most 100 days after the beginning"
        ),
        "sessions_duty": lambda: NotFound("duty"),
        "api_tokens_duty": lambda: NotFound("duty"),
        "account_links_account": lambda: NotFound("account"),
        "external_identities_account": lambda: NotFound("account"),
        "external_identities_subject": lambda: InvalidValue(
            "subject", "1 sampai 255 karakter / 1 to 255 characters"
        ),
        "one_account_per_identity": lambda: InvalidValue(
            "subject", "identitas ini milik akun lain / another account has this identity"
        ),
        "one_identity_per_provider": lambda: InvalidValue(
            "account",
            "sudah punya identitas lain di sana; akhiri dahulu / has another identity there; end it first",
        ),
        "units_type": lambda: InvalidValue(
            "type", "jenis unit ini tidak ada / there is no such type of unit"
        ),
        "units_name": lambda: InvalidValue(
            "name", "nama ini sudah dipakai unit lain / another unit has this name"
        ),
        "letters_in_a_day": TooOften,
        "one_request_per_key": lambda: TryAgain(
            "idempotency key"
        ),  # by then the first request has its answer
    }
)
