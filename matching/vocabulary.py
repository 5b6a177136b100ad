"""The closed vocabularies of the domain.

Codes only ever grow: a value that has been stored is never renamed or removed. Members whose position matters
(bit masks, ranks) say so; append there, never insert.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from functools import cache
from typing import TypeVar

_E = TypeVar("_E", bound=StrEnum)


class CertificateKind(StrEnum):
    """What a certificate says about its holder; ranked by `EVIDENCE_WEIGHT`, never merged."""

    COMPETENCE = "competence"  # sertifikat kompetensi: BNSP through a licensed LSP
    TRAINING = "training"  # sertifikat pelatihan: BLK, BPVP, LPK, facility
    LSK = "lsk"  # Lembaga Sertifikasi Kompetensi of the education ministry
    CONSTRUCTION = "construction"  # SKK Konstruksi (older: SKT, SKA)
    K3_LICENCE = "k3_licence"  # lisensi K3 / SIO of the labour ministry
    EQUIVALENCY = "equivalency"  # Paket A, B, C
    WORK_STATEMENT = "work_statement"  # surat keterangan kerja, for example of a prison workshop


class Verification(StrEnum):
    """How far somebody has checked a certificate."""

    CLAIMED = "claimed"
    ORIGINAL_SEEN = "original_seen"
    CONFIRMED_BY_ISSUER = "confirmed_by_issuer"
    REJECTED = "rejected"


class Education(IntEnum):
    """Level of schooling; the number is the rank, so levels compare."""

    NONE = 0
    SD = 1
    SMP = 2
    SMA = 3  # SMA, SMK, MA and what is equal to them (sederajat)
    D1 = 4
    D2 = 5
    D3 = 6
    S1 = 7  # S1 and D4
    S2 = 8
    S3 = 9


class Licence(StrEnum):
    """Driving licences (SIM) and operator licences (SIO). The order is a bit position: append only."""

    SIM_A = "SIM_A"
    SIM_A_UMUM = "SIM_A_UMUM"
    SIM_B1 = "SIM_B1"
    SIM_B1_UMUM = "SIM_B1_UMUM"
    SIM_B2 = "SIM_B2"
    SIM_B2_UMUM = "SIM_B2_UMUM"
    SIM_C = "SIM_C"
    SIM_D = "SIM_D"
    SIO_FORKLIFT = "SIO_FORKLIFT"  # class II: up to 15 tonnes
    SIO_FORKLIFT_1 = "SIO_FORKLIFT_1"  # class I: every tonnage
    SIO_CRANE = "SIO_CRANE"
    SIO_BOILER = "SIO_BOILER"
    SIO_WELDER = "SIO_WELDER"
    SIO_EXCAVATOR = "SIO_EXCAVATOR"
    SIO_LOADER = "SIO_LOADER"
    SIO_GENSET = "SIO_GENSET"
    SIO_GONDOLA = "SIO_GONDOLA"
    SIO_LIFT = "SIO_LIFT"
    K3_ELECTRICIAN = "K3_ELECTRICIAN"
    K3_SCAFFOLDING = "K3_SCAFFOLDING"
    SIO_ALAT_BERAT = "SIO_ALAT_BERAT"  # heavy equipment of a kind that is not named


_DRIVING = {
    Licence.SIM_A_UMUM: {Licence.SIM_A},
    Licence.SIM_B1: {Licence.SIM_A},
    Licence.SIM_B1_UMUM: {Licence.SIM_A, Licence.SIM_A_UMUM, Licence.SIM_B1},
    Licence.SIM_B2: {Licence.SIM_A, Licence.SIM_B1},
    Licence.SIM_B2_UMUM: {
        Licence.SIM_A,
        Licence.SIM_A_UMUM,
        Licence.SIM_B1,
        Licence.SIM_B1_UMUM,
        Licence.SIM_B2,
    },
    Licence.SIO_FORKLIFT_1: {Licence.SIO_FORKLIFT},
    Licence.SIO_EXCAVATOR: {Licence.SIO_ALAT_BERAT},
    Licence.SIO_LOADER: {Licence.SIO_ALAT_BERAT},
}
LICENCE_COVERS: Mapping[Licence, frozenset[Licence]] = {
    held: frozenset(_DRIVING.get(held, set()) | {held}) for held in Licence
}
"""Which licences a held licence stands in for (UU 22/2009 Art. 82 for the classes of driving licence)."""


class Language(StrEnum):
    """Languages that vacancies ask for (ISO 639-1). The order is a bit position: append only."""

    INDONESIAN = "id"
    ENGLISH = "en"
    JAPANESE = "ja"
    MANDARIN = "zh"
    KOREAN = "ko"
    ARABIC = "ar"
    GERMAN = "de"
    JAVANESE = "jv"
    SUNDANESE = "su"


class ContractKind(StrEnum):
    """The order is a bit position: append only."""

    PERMANENT = "permanent"  # PKWTT
    FIXED_TERM = "fixed_term"  # PKWT
    DAILY = "daily"  # harian lepas
    PIECE_RATE = "piece_rate"  # borongan
    OUTSOURCED = "outsourced"  # alih daya
    APPRENTICESHIP = "apprenticeship"  # pemagangan
    PARTNERSHIP = "partnership"  # kemitraan
    SELF_EMPLOYMENT = "self_employment"  # wirausaha


class Shift(StrEnum):
    """The order is a bit position: append only."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    ROTATING = "rotating"


class WorkDemand(StrEnum):
    """What a job asks of the body, and so what a work restriction can exclude. Bit position: append only."""

    HEAVY_LIFTING = "heavy_lifting"
    HEIGHT = "height"
    NIGHT_WORK = "night_work"
    DUST_OR_FUMES = "dust_or_fumes"
    HEAT = "heat"
    LONG_STANDING = "long_standing"
    DRIVING = "driving"
    FINE_VISION = "fine_vision"
    LOUD_NOISE = "loud_noise"
    FOOD_HANDLING = "food_handling"


class WageUnit(StrEnum):
    """What a stated wage is paid for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    PIECE = "piece"  # borongan: cannot be turned into a monthly wage without guessing


class WorkSetting(StrEnum):
    """Whether the work is outside, or in a facility's own workshop."""

    OUTSIDE = "outside"
    INSIDE_FACILITY = "inside_facility"


class ReleaseMode(StrEnum):
    """By which way a person leaves custody (domain guide 1.1)."""

    FULL_TERM = "full_term"  # bebas murni
    REMISSION = "remission"  # remisi II: the remission uses up the remainder
    CONDITIONAL_RELEASE = "conditional_release"  # pembebasan bersyarat, PB
    CONDITIONAL_LEAVE = "conditional_leave"  # cuti bersyarat, CB
    PRE_RELEASE_LEAVE = "pre_release_leave"  # cuti menjelang bebas, CMB
    ASSIMILATION = "assimilation"  # asimilasi: daytime work near the facility before release
    JUVENILE = "juvenile"  # anak binaan of an LPKA


SUPERVISED_MODES = frozenset(
    {ReleaseMode.CONDITIONAL_RELEASE, ReleaseMode.CONDITIONAL_LEAVE, ReleaseMode.PRE_RELEASE_LEAVE}
)
"""Modes after which a Bapas supervises the person (Permenkumham 3/2018)."""


class DateBasis(StrEnum):
    """Where the dates of a release window come from; only `OWN_ESTIMATE` is ours."""

    DECISION = "decision"  # SK has been issued
    BOARD = "board"  # sidang TPP has recommended
    SOURCE_TWO_THIRDS = "source_two_thirds"  # two-thirds date of the source system
    SOURCE_EXPIRY = "source_expiry"  # sentence end date of the source system
    OWN_ESTIMATE = "own_estimate"


class WindowVerdict(StrEnum):
    """How a start date stands against a release window."""

    FITS = "fits"  # released before the start in every case of the range
    TIGHT = "tight"  # released before the start in some cases of the range
    TOO_EARLY = "too_early"  # the work starts before the person can be out
    TOO_LATE = "too_late"  # the work starts longer after release than the person should wait


class BlockerKind(StrEnum):
    """What may have to be put in place before work can start."""

    IDENTITY_CARD = "identity_card"  # KTP / NIK
    POLICE_RECORD_LETTER = "police_record_letter"  # SKCK
    SOCIAL_SECURITY = "social_security"  # BPJS
    BANK_ACCOUNT = "bank_account"
    DRIVING_LICENCE = "driving_licence"  # SIM
    HEALTH_LETTER = "health_letter"
    HOUSING = "housing"
    TRANSPORT = "transport"


class BlockerStatus(StrEnum):
    """How far a blocker has been cleared."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"


class VacancyStatus(StrEnum):
    """Whether a vacancy is published."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    SUSPENDED = "suspended"


class EmployerVerification(StrEnum):
    """Whether an employer has been checked."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"


class UnitType(StrEnum):
    """Kinds of unit (UPT) to which a person or an account belongs."""

    LAPAS = "lapas"
    RUTAN = "rutan"
    LPKA = "lpka"
    BAPAS = "bapas"


class RevealPurpose(StrEnum):
    """For what a whole number of a person is needed. A list, because the trail that keeps it is never changed."""

    EMPLOYMENT = "employment"
    SOCIAL_SECURITY = "social_security"
    IDENTITY_DOCUMENT = "identity_document"
    POLICE_RECORD_LETTER = "police_record_letter"
    CERTIFICATION = "certification"
    BANK_ACCOUNT = "bank_account"
    SUPERVISION = "supervision"
    OFFICIAL_REQUEST = "official_request"
    SAME_PERSON = "same_person"
    CORRECTION = "correction"


class Role(StrEnum):
    """In which role an account acts."""

    CASE_WORKER = "case_worker"
    RELEASE_PLANNER = "release_planner"
    EMPLOYER = "employer"
    ADMINISTRATOR = "administrator"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    WORKER = "worker"  # the program itself: indexing, jobs


@cache
def _bit(member: StrEnum) -> int:
    return 1 << list(type(member)).index(member)


def bits(members: Iterable[StrEnum]) -> int:
    """Bit mask of enum members, by their position in the enum."""
    mask = 0
    for member in members:
        mask |= _bit(member)
    return mask


def from_bits(kind: type[_E], mask: int) -> tuple[_E, ...]:
    """Members of `kind` whose bit is set in `mask`, in order."""
    return tuple(member for position, member in enumerate(kind) if mask >> position & 1)
