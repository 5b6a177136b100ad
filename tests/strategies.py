"""Strategies: any person, any certificate, any vacancy of the known world."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from matching.model import (
    Asks,
    Candidate,
    CandidateId,
    Certificate,
    CertificateId,
    Experience,
    Gates,
    HeldLicence,
    Preferences,
    UnitCode,
    Vacancy,
    VacancyId,
    Wage,
)
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import (
    CertificateKind,
    ContractKind,
    DateBasis,
    Education,
    Licence,
    ReleaseMode,
    Shift,
    VacancyStatus,
    Verification,
    WageUnit,
    WorkDemand,
    WorkSetting,
)
from tests import people

TITLES = (
    "Plate Welder SMAW 3G-Up/PF",
    "Tukang las listrik",
    "Operator jahit",
    "Menjahit dengan Mesin Lockstitch",
    "Pengoperasian Forklift",
    "Operator Forklift",
    "Cook helper",
    "Helper gudang",
    "Barista",
    "Satpam",
    "Teknisi AC",
    "Kebun",
)
UNITS = ("C.24LAS01.001.1", "G.45OTO01.001.2", "OTO.SM01.001.01")
FIELDS = ("FW01", "FW02", "FW07", "FW10", "FW11")
VERIFICATIONS = st.sampled_from(Verification)
MONTHLY_WAGE = st.integers(1, 9).map(lambda millions: millions * 1_000_000)

days = st.integers(-200, 400).map(people.in_days)
titles = st.sampled_from(TITLES)
regencies = st.sampled_from([regency.code for regency in people.REGENCIES])
provinces = st.sampled_from(sorted({regency.province_code for regency in people.REGENCIES}))
fields_of_work = st.frozensets(st.sampled_from(FIELDS), max_size=2)
shifts = st.frozensets(st.sampled_from(Shift), max_size=2)
demands = st.frozensets(st.sampled_from(WorkDemand), max_size=2)
licences = st.sampled_from([Licence.SIO_FORKLIFT, Licence.SIO_FORKLIFT_1, Licence.SIM_A, Licence.SIM_B1])
units = st.lists(st.sampled_from(UNITS).map(UnitCode), max_size=2, unique=True).map(tuple)


@st.composite
def windows(draw: st.DrawFn) -> ReleaseWindow:
    first, second, third = sorted(draw(st.tuples(days, days, days)))
    modes, bases = st.sampled_from(ReleaseMode), st.sampled_from(DateBasis)
    return ReleaseWindow(draw(modes), first, second, third, draw(bases), people.TODAY)


supervisions = st.builds(
    Supervision, until=st.none() | days, area=st.lists(regencies, max_size=3, unique=True).map(tuple)
)


@st.composite
def certificates(
    draw: st.DrawFn, verifications: st.SearchStrategy[Verification] = VERIFICATIONS
) -> Certificate:
    expires: date | None = draw(st.none() | days)
    return Certificate(
        id=CertificateId(draw(st.uuids())),
        kind=draw(st.sampled_from(CertificateKind)),
        title=draw(titles),
        scheme=draw(st.just("") | titles),
        units=draw(units),
        expires=expires,
        verification=draw(verifications),
    )


jobs = st.builds(
    Experience,
    title=titles,
    months=st.integers(0, 120),
    inside=st.booleans(),
    reviewed=st.booleans(),
)
preferences = st.builds(
    Preferences,
    interests=st.lists(titles, max_size=1).map(tuple),
    excluded_fields=fields_of_work,
    shifts=shifts,
    contracts=st.frozensets(st.sampled_from(ContractKind), max_size=2),
    minimum_wage_idr=st.none() | MONTHLY_WAGE,
    needs_lodging=st.booleans(),
)
candidates = st.builds(
    Candidate,
    id=st.uuids().map(CandidateId),
    home=regencies,
    education=st.sampled_from(Education),
    gates=st.booleans().map(lambda objected: Gates(consented=True, objected=objected)),
    window=st.none() | windows(),
    supervision=st.none() | supervisions,
    custody_regency=st.none() | regencies,
    accepted_places=st.lists(regencies | provinces, max_size=3, unique=True).map(tuple),
    willing_to_move=st.booleans(),
    sea_crossing=st.booleans(),
    max_travel_m=st.integers(0, 200_000),
    licences=st.lists(st.builds(HeldLicence, licences, st.none() | days), max_size=2).map(tuple),
    certificates=st.lists(certificates(), max_size=3).map(tuple),
    experience=st.lists(jobs, max_size=2).map(tuple),
    preferences=preferences,
    restrictions=demands,
    blocked_fields=fields_of_work,
)
skilled = st.builds(
    lambda candidate, certificate: replace(candidate, certificates=(*candidate.certificates, certificate)),
    candidates,
    certificates(st.just(Verification.ORIGINAL_SEEN)),
)
"""People with at least one certificate that is seen (not all of them evidence of a trade)."""


@st.composite
def wages(draw: st.DrawFn) -> Wage:
    lower, upper = sorted((draw(MONTHLY_WAGE), draw(MONTHLY_WAGE)))
    if draw(st.booleans()):
        return Wage(lower, upper, WageUnit.MONTH, lower, upper)
    return Wage(lower, upper, WageUnit.PIECE)


asks = st.builds(
    Asks,
    education=st.sampled_from(Education),
    experience_months=st.integers(0, 60),
    units=units.map(lambda some: frozenset(unit.code for unit in some)),
)


@st.composite
def vacancies(draw: st.DrawFn) -> Vacancy:
    place: str | None = draw(st.none() | regencies)
    inside = place is not None and draw(st.integers(0, 5)) == 0
    openings = draw(st.integers(1, 3))
    identifier = draw(st.uuids())
    return people.trade().read(
        Vacancy(
            id=VacancyId(identifier),
            employer=people.employer("any"),
            title=draw(titles),
            place=place,
            employer_verified=draw(st.booleans()),
            description=draw(st.just("") | titles),
            setting=WorkSetting.INSIDE_FACILITY if inside else WorkSetting.OUTSIDE,
            months_left_asked=draw(st.integers(0, 12)),
            openings=openings,
            held=draw(st.integers(0, openings)),
            contract=draw(st.none() | st.sampled_from(ContractKind)),
            wage=draw(st.none() | wages()),
            shifts=draw(shifts),
            lodging=draw(st.booleans()),
            starts=draw(st.none() | days),
            closes=draw(st.none() | days),
            required=draw(asks),
            demands=draw(demands),
            fields=draw(fields_of_work),
            status=draw(st.sampled_from(VacancyStatus)),
        )
    )


def distinct(
    strategy: st.SearchStrategy[Vacancy], *, least: int, most: int
) -> st.SearchStrategy[list[Vacancy]]:
    """Lists of vacancies, each with an id of its own."""
    return st.lists(strategy, min_size=least, max_size=most, unique_by=lambda vacancy: vacancy.id)


boards = distinct(vacancies(), least=1, most=6)
crowds = st.lists(candidates, min_size=1, max_size=4, unique_by=lambda candidate: candidate.id)
