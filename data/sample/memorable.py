"""The people to remember: each shows one thing the program must do, on vacancies of its own (domain guide 8.4).

An expectation is one of `high` (in the list with a score of at least 0.5), `low` (not in the list, or at least 0.1
below every `high` of the same person), `dropped:<reason>`, `flag:<flag>` and `gap:<kind>`, by the codes of
matching/rules.py, matching/flags.py and matching/explain.py. Several may stand together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.sample.dice import sample_id
from matching.model import CandidateId

Expected = Mapping[str, tuple[str, ...]]

WELDER_3G = "welder-3g"
COOK_HELPER = "cook-helper"
HOTEL_CLEANER = "hotel-cleaner"
FORKLIFT_TRAINED = "forklift-trained"
FORKLIFT_UNTRAINED = "forklift-untrained"
FORKLIFT_LICENSED = "forklift-licensed"
GUARD_TRAINED = "guard-trained"
OVERSEAS_SUPERVISED = "overseas-supervised"
OVERSEAS_FREE = "overseas-free"
OVERSEAS_STAYING = "overseas-staying"
SEWER_24 = "sewer-24"
SEWER_46 = "sewer-46"
AC_EXPIRED = "ac-expired"
AC_VALID = "ac-valid"
REMISSION_MOVED = "remission-moved"
POLICE_LETTER = "police-letter"
MADIUN_REGENCY = "madiun-regency"
MADIUN_TOWN = "madiun-town"
TRANSFERRED = "transferred"
TRANSFER_NEEDED = "transfer-needed"


@dataclass(frozen=True, slots=True)
class Memorable:
    """A person to remember. `case` is the number in the domain guide's section 8.4; `vacancies` holds what is
    expected of each by its key, `after` the same once the event that `shows` names has happened."""

    key: str
    case: int
    shows: str
    vacancies: Expected
    after: Expected = field(default_factory=dict)

    @property
    def candidate_id(self) -> CandidateId:
        return candidate_id(self.key)


def candidate_id(key: str) -> CandidateId:
    """Identifier of a memorable person by key."""
    return CandidateId(sample_id("candidate", f"memorable-{key}"))


DEMO_PERSON = candidate_id(WELDER_3G)
"""The person for whom the demo ranks."""
REVIEWED_PERSON = candidate_id(SEWER_24)
"""The person whose list the demo hands to the planners."""


MEMORABLE: tuple[Memorable, ...] = (
    Memorable(
        WELDER_3G,
        1,
        "A weld position is not a mobile network; also the person of the demo, nearing release by Madiun",
        {
            "las_listrik_3g": ("high", "flag:tight_window", "flag:reporting_duty", "flag:former_employer"),
            "bts_3g": ("low",),
            "fitter_madiun": ("dropped:starts_before_release",),
        },
    ),
    Memorable(
        COOK_HELPER,
        2,
        "A helper in a kitchen is not a helper in a warehouse",
        {"cook_helper_resto": ("high",), "helper_gudang": ("low",)},
    ),
    Memorable(
        HOTEL_CLEANER,
        3,
        "CS in a hotel cleans; CS in a call centre answers telephones",
        {"cs_hotel": ("high",), "cs_call_centre": ("low",)},
    ),
    Memorable(
        FORKLIFT_TRAINED,
        4,
        "Training without the licence that the law asks: shown, with the gap",
        {"operator_forklift": ("high", "gap:licence", "flag:licence_before_start")},
    ),
    Memorable(
        FORKLIFT_UNTRAINED,
        4,
        "Neither training nor licence: not shown",
        {"operator_forklift": ("dropped:licence_missing",)},
    ),
    Memorable(
        FORKLIFT_LICENSED,
        4,
        "With the licence: shown without the gap",
        {"operator_forklift": ("high",)},
    ),
    Memorable(
        GUARD_TRAINED,
        5,
        "Guarding is closed by law, whatever the training",
        {"satpam_gudang": ("dropped:closed_by_law",)},
    ),
    Memorable(
        OVERSEAS_SUPERVISED,
        6,
        "No work abroad while a Bapas supervises",
        {"welder_jepang": ("dropped:abroad_under_supervision",)},
    ),
    Memorable(
        OVERSEAS_FREE,
        6,
        "Free after the full term and willing to go: open",
        {"welder_jepang": ("high", "gap:language")},
    ),
    Memorable(
        OVERSEAS_STAYING,
        6,
        "Free after the full term but not willing to leave home",
        {"welder_jepang": ("dropped:abroad_not_wanted",)},
    ),
    Memorable(
        SEWER_24,
        7,
        "A limit of age is stored and never ranked on: the same score as the person of 46",
        {"jahit_maks_35": ("high",)},
    ),
    Memorable(
        SEWER_46,
        7,
        "A limit of age is stored and never ranked on: the same score as the person of 24",
        {"jahit_maks_35": ("high",)},
    ),
    Memorable(
        AC_EXPIRED,
        8,
        "An expired certificate still counts, a little less, with a hint to renew it",
        {"teknisi_ac": ("high", "flag:certificate_expired")},
    ),
    Memorable(
        AC_VALID,
        8,
        "The same certificate in force ranks above the expired one",
        {"teknisi_ac": ("high",)},
    ),
    Memorable(
        REMISSION_MOVED,
        9,
        "A remission moves the window and nothing else: the verdict changes, the profile does not",
        {"fitter_madiun": ("dropped:starts_before_release",)},
        {"fitter_madiun": ("high",)},
    ),
    Memorable(
        POLICE_LETTER,
        11,
        "A police letter that is asked for is a flag for the case worker, never a bar",
        {"keripik_skck": ("high", "flag:police_record_letter", "flag:blocker")},
    ),
    Memorable(
        MADIUN_REGENCY,
        12,
        "Kabupaten Madiun and Kota Madiun are two places, 13 km apart",
        {"mebel_kab_madiun": ("high",), "mebel_kota_madiun": ("dropped:too_far",)},
    ),
    Memorable(
        MADIUN_TOWN,
        12,
        "The same from the other side",
        {"mebel_kota_madiun": ("high",), "mebel_kab_madiun": ("dropped:too_far",)},
    ),
    Memorable(
        TRANSFERRED,
        13,
        "Moved from one facility to another, so in two lists with one NIK: one person",
        {"roti_ngawi": ("high",)},
    ),
    Memorable(
        TRANSFER_NEEDED,
        14,
        "Work on another island under supervision: shown, with the transfer that it needs",
        {"tukang_luar_pulau": ("high", "flag:needs_transfer", "flag:placement_elsewhere")},
    ),
)
