"""The people of the sample world, but for the memorable ones."""

from datetime import date, timedelta
from functools import cache

from data.sample.catalogue import Course, courses, trades
from data.sample.dice import Dice, Weighted, sample_id
from data.sample.persons import draw_guarantor, draw_identity, draw_protected, source_reference
from data.sample.places import any_regency, facilities_of, neighbour
from data.sample.windows import draw_supervision, draw_window
from matching.geo import Regency
from matching.model import (
    Blocker,
    Candidate,
    CandidateId,
    Certificate,
    CertificateId,
    Experience,
    ExternalReference,
    Gates,
    HeldLicence,
    Preferences,
)
from matching.model.records import CandidateRecord
from matching.vocabulary import (
    BlockerKind,
    BlockerStatus,
    CertificateKind,
    ContractKind,
    Education,
    Language,
    Licence,
    Shift,
    Verification,
    WorkDemand,
)

_WOMEN = 0.06
_WOMENS_TRADES = (
    "sewing_operator",
    "tailor",
    "baker",
    "beautician",
    "batik_maker",
    "embroiderer",
    "laundry_worker",
)
_EDUCATION = Weighted(
    [
        (Education.NONE, 5.0),
        (Education.SD, 30.0),
        (Education.SMP, 28.0),
        (Education.SMA, 34.0),
        (Education.D3, 3.0),
    ]
)
_VERIFICATION = Weighted(
    [
        (Verification.CLAIMED, 35.0),
        (Verification.ORIGINAL_SEEN, 45.0),
        (Verification.CONFIRMED_BY_ISSUER, 18.0),
        (Verification.REJECTED, 2.0),
    ]
)
_BLOCKERS = (
    (BlockerKind.IDENTITY_CARD, 0.35, 14),
    (BlockerKind.POLICE_RECORD_LETTER, 0.55, 7),
    (BlockerKind.SOCIAL_SECURITY, 0.4, 10),
    (BlockerKind.BANK_ACCOUNT, 0.45, 5),
    (BlockerKind.HEALTH_LETTER, 0.15, 3),
    (BlockerKind.HOUSING, 0.1, 30),
    (BlockerKind.TRANSPORT, 0.15, 7),
)
_BLOCKED = ("FW02", "FW03", "FW05", "FW06", "FW08", "FW09", "FW10", "FW12")
_UNWANTED = ("FW10", "FW11", "FW14", "FW15")
_REGIONAL = {
    "31": Language.INDONESIAN,
    "32": Language.SUNDANESE,
    "33": Language.JAVANESE,
    "35": Language.JAVANESE,
}
_VALID_YEARS = {CertificateKind.COMPETENCE: 3, CertificateKind.CONSTRUCTION: 5, CertificateKind.K3_LICENCE: 5}


@cache
def _courses() -> Weighted[Course]:
    return Weighted([(course, course.weight) for course in courses()])


def draw_course(dice: Dice) -> tuple[bool, Course]:
    """Whether it is a woman, and what the person has learnt: what is drawn first of anybody."""
    woman = dice.chance(_WOMEN)
    course = dice.weighted(_courses())
    while woman and course.trade not in _WOMENS_TRADES:
        course = dice.weighted(_courses())
    return woman, course


def draw_person(seed: int, key: str, serial: int, as_of: date) -> CandidateRecord:
    """One person with everything that is recorded of them."""
    dice = Dice(seed, key)
    woman, course = draw_course(dice)
    home = any_regency(dice)
    facility, custody = _custody(dice, home)
    return CandidateRecord(
        candidate=_candidate(dice, key, course=course, home=home, custody=custody, as_of=as_of),
        identity=draw_identity(dice, home.code, serial, as_of, woman=woman),
        references=_references(dice, key),
        facility=facility,
        guarantor=draw_guarantor(dice, serial),
        protected=draw_protected(dice, woman=woman),
    )


def _references(dice: Dice, key: str) -> tuple[ExternalReference, ...]:
    training = (ExternalReference("SKILLHUB", f"CONTOH-{key.upper()}"),) if dice.chance(0.4) else ()
    return (source_reference(key), *training)


def _custody(dice: Dice, home: Regency) -> tuple[str, str | None]:
    """Facility and its regency: in the province of return where one is known there."""
    known = facilities_of().get(home.province_code)
    if not known:
        return "", None
    facility, code = dice.pick(known)
    return facility.name, code


def _candidate(
    dice: Dice, key: str, *, course: Course, home: Regency, custody: str | None, as_of: date
) -> Candidate:
    window = draw_window(dice, as_of)
    education = dice.weighted(_EDUCATION)
    moves = dice.chance(0.35)
    return Candidate(
        id=CandidateId(sample_id("candidate", key)),
        home=home.code,
        education=education,
        gates=Gates(consented=dice.chance(0.93), objected=dice.chance(0.02)),
        window=window,
        supervision=draw_supervision(dice, window, home),
        custody_regency=custody,
        accepted_places=_accepted(dice, home),
        willing_to_move=moves,
        sea_crossing=moves and dice.chance(0.4),
        max_travel_m=dice.pick((10_000, 20_000, 30_000, 30_000, 40_000, 60_000)),
        licences=_licences(dice, course, as_of),
        languages=_languages(dice, home),
        certificates=_certificates(dice, key, course, education, as_of),
        experience=_experience(dice, course),
        preferences=_preferences(dice, course),
        restrictions=frozenset({dice.pick(tuple(WorkDemand))}) if dice.chance(0.12) else frozenset(),
        blocked_fields=frozenset(dice.some(_BLOCKED, dice.number(1, 2)))
        if dice.chance(0.07)
        else frozenset(),
        blockers=_blockers(dice),
    )


def _accepted(dice: Dice, home: Regency) -> tuple[str, ...]:
    near = tuple({neighbour(dice, home).code for _ in range(2)} - {home.code}) if dice.chance(0.3) else ()
    capital = (dice.pick(("31", "32", "35", "36")),) if dice.chance(0.08) else ()
    return (*sorted(near), *capital)


def _licences(dice: Dice, course: Course, as_of: date) -> tuple[HeldLicence, ...]:
    def held(licence: Licence) -> HeldLicence:
        return HeldLicence(licence, dice.day(as_of, -500, 1500))

    driving = [held(Licence.SIM_C)] if dice.chance(0.3) else []
    if dice.chance(0.12):
        driving.append(held(dice.pick((Licence.SIM_A, Licence.SIM_A, Licence.SIM_B1, Licence.SIM_B2))))
    if course.kind is CertificateKind.K3_LICENCE:
        driving.append(held(Licence.SIO_FORKLIFT))
    return tuple(driving)


def _languages(dice: Dice, home: Regency) -> frozenset[Language]:
    more = {_REGIONAL.get(home.province_code, Language.INDONESIAN)}
    if dice.chance(0.05):
        more.add(Language.ENGLISH)
    return frozenset({Language.INDONESIAN, *more})


def _certificates(
    dice: Dice, key: str, course: Course, education: Education, as_of: date
) -> tuple[Certificate, ...]:
    chosen = [course]
    related = [c for c in courses() if c.trade == course.trade and c.title != course.title]
    if related and dice.chance(0.35):
        chosen.append(dice.pick(related))
    if dice.chance(0.15):
        chosen.append(dice.weighted(_courses()))
    held = [draw_certificate(dice, f"{key}/{i}", c, as_of) for i, c in enumerate(chosen)]
    if education < Education.SMA and dice.chance(0.2):
        held.append(equivalency(f"{key}/paket", "B" if education < Education.SMP else "C", as_of))
    return tuple(held)


def draw_certificate(dice: Dice, key: str, course: Course, as_of: date) -> Certificate:
    """A certificate of a course: issued in the last years, so that many competence certificates have expired."""
    issued = dice.day(as_of, -4 * 365, -30)
    years = _VALID_YEARS.get(course.kind)
    verification = dice.weighted(_VERIFICATION)
    seen = verification is not Verification.CLAIMED
    return Certificate(
        id=CertificateId(sample_id("certificate", key)),
        kind=course.kind,
        title=course.title,
        scheme=course.scheme,
        units=course.units,
        kkni_level=course.level,
        issuer=_issuer(dice, course.kind),
        number=_number(dice, course, issued),
        issued=issued,
        expires=issued + timedelta(days=365 * years) if years else None,
        training_hours=course.hours,
        verification=verification,
        verified_by="petugas contoh" if seen else "",
        verified_on=dice.day(as_of, -60, 0) if seen else None,
    )


def _issuer(dice: Dice, kind: CertificateKind) -> str:
    town = dice.pick(("Surabaya", "Madiun", "Semarang", "Bekasi", "Medan", "Makassar", "Serang", "Samarinda"))
    if kind is CertificateKind.COMPETENCE:
        return dice.pick((f"LSP BLK {town}", f"LSP.BLK {town}", f"BNSP melalui LSP BPVP {town}"))
    if kind is CertificateKind.CONSTRUCTION:
        return "LSP Konstruksi Contoh"
    if kind is CertificateKind.LSK:
        return "LSK Contoh"
    if kind is CertificateKind.K3_LICENCE:
        return "Kemnaker RI"
    return dice.pick((f"UPT BLK {town}", f"BLK {town}", f"BPVP {town}", f"Balai Latihan Kerja {town}"))


def _number(dice: Dice, course: Course, issued: date) -> str:
    serial = dice.number(0, 999)
    if (
        course.kind is CertificateKind.COMPETENCE
    ):  # KBLI, KBJI, level, serial, year; the sector 00000 is nobody's
        return f"00000 {trades()[course.trade].kbji} {course.level} {9_000_000 + serial} {issued.year}"
    return f"CONTOH/{serial:03d}/{issued:%m/%Y}"


def equivalency(key: str, packet: str, as_of: date) -> Certificate:
    """Paket A, B or C."""
    return Certificate(
        id=CertificateId(sample_id("certificate", key)),
        kind=CertificateKind.EQUIVALENCY,
        title=f"Ijazah Paket {packet}",
        issuer="PKBM Contoh",
        issued=as_of - timedelta(days=400),
        verification=Verification.ORIGINAL_SEEN,
        verified_by="petugas contoh",
        verified_on=as_of - timedelta(days=30),
    )


def _experience(dice: Dice, course: Course) -> tuple[Experience, ...]:
    jobs = []
    if dice.chance(0.62):
        same = dice.chance(0.45)
        trade = trades()[course.trade] if same else dice.pick(tuple(trades().values()))
        jobs.append(Experience(dice.pick(trade.titles), dice.number(3, 84)))
    if dice.chance(0.5):
        title = f"{trades()[course.trade].titles[0]} di bengkel kerja"
        jobs.append(Experience(title, dice.number(2, 30), inside=True, reviewed=dice.chance(0.6)))
    return tuple(jobs)


def _preferences(dice: Dice, course: Course) -> Preferences:
    interests = (trades()[course.trade].titles[0].lower(),) if dice.chance(0.4) else ()
    if dice.chance(0.15):
        interests = (*interests, "usaha sendiri")
    shifts = frozenset({Shift.DAY}) if dice.chance(0.2) else frozenset[Shift]()
    contracts = frozenset({ContractKind.PERMANENT, ContractKind.FIXED_TERM})
    return Preferences(
        interests=interests,
        excluded_fields=frozenset({dice.pick(_UNWANTED)}) if dice.chance(0.06) else frozenset(),
        shifts=shifts,
        contracts=contracts if dice.chance(0.2) else frozenset(),
        minimum_wage_idr=dice.number(15, 32) * 100_000 if dice.chance(0.5) else None,
        needs_lodging=dice.chance(0.12),
    )


def _blockers(dice: Dice) -> tuple[Blocker, ...]:
    present = [(kind, days) for kind, share, days in _BLOCKERS if dice.chance(share)]
    statuses = (BlockerStatus.OPEN, BlockerStatus.OPEN, BlockerStatus.IN_PROGRESS, BlockerStatus.DONE)
    return tuple(Blocker(kind, dice.pick(statuses), days) for kind, days in present)
