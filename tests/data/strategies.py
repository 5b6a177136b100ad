"""Values of every kind that stores hold, for tests of the laws of storing."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from matching.model import (
    Asks,
    Blocker,
    Candidate,
    CandidateId,
    Certificate,
    CertificateId,
    Employer,
    EmployerId,
    Experience,
    ExternalReference,
    Gates,
    HeldLicence,
    Identity,
    Preferences,
    ProtectedAttributes,
    UnitCode,
    Vacancy,
    VacancyId,
    Wage,
)
from matching.model.records import CandidateRecord, EmployerRecord, Guarantor, PersonLimits, VacancyRecord
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import (
    BlockerKind,
    BlockerStatus,
    CertificateKind,
    ContractKind,
    DateBasis,
    Education,
    EmployerVerification,
    Language,
    Licence,
    ReleaseMode,
    Shift,
    VacancyStatus,
    Verification,
    WageUnit,
    WorkDemand,
    WorkSetting,
)

# PostgreSQL's text holds every character but NUL; half a surrogate pair is no character.
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)
words = texts.filter(lambda text: bool(text.strip()))
days = st.dates(date(1950, 1, 1), date(2060, 1, 1))
regencies = st.sampled_from(["11.01", "31.71", "35.19", "34.71"])
ids: st.SearchStrategy[Any] = st.uuids(version=4)
FEW: dict[str, Any] = {"max_size": 3}


def sets_of(kind: Any) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(kind))


def tuples_of(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, **FEW).map(tuple)


certificates = st.builds(
    Certificate,
    id=ids.map(CertificateId),
    kind=st.sampled_from(CertificateKind),
    title=words,
    scheme=texts,
    units=tuples_of(st.builds(UnitCode, words, st.none() | st.integers(1990, 2030))),
    kkni_level=st.none() | st.integers(1, 9),
    issuer=texts,
    number=texts,
    issued=st.none() | st.dates(date(1990, 1, 1), date(2026, 1, 1)),
    expires=st.none() | st.dates(date(2026, 1, 1), date(2040, 1, 1)),
    training_hours=st.none() | st.integers(1, 5_000),
    verification=st.sampled_from(Verification),
    verified_by=texts,
    verified_on=st.none() | days,
    evidence_reference=texts,
)


@st.composite
def windows(draw: st.DrawFn) -> ReleaseWindow:
    earliest, expected, latest = sorted(draw(st.tuples(days, days, days)))
    mode, basis = draw(st.sampled_from(ReleaseMode)), draw(st.sampled_from(DateBasis))
    return ReleaseWindow(mode, earliest, expected, latest, basis, draw(days), draw(texts))


supervisions = st.builds(
    Supervision,
    until=st.none() | days,
    area=tuples_of(regencies),
    report_every_days=st.none() | st.integers(1, 365),
)
candidates = st.builds(
    Candidate,
    id=ids.map(CandidateId),
    home=regencies,
    education=st.sampled_from(Education),
    gates=st.builds(Gates, st.booleans(), st.booleans()),
    window=st.none() | windows(),
    supervision=st.none() | supervisions,
    custody_regency=st.none() | regencies,
    accepted_places=tuples_of(regencies | st.just("35")),
    willing_to_move=st.booleans(),
    sea_crossing=st.booleans(),
    max_travel_m=st.integers(0, 1_000_000),
    licences=tuples_of(st.builds(HeldLicence, st.sampled_from(Licence), st.none() | days)),
    languages=sets_of(Language),
    certificates=st.lists(certificates, unique_by=lambda certificate: certificate.id, **FEW).map(tuple),
    experience=tuples_of(
        st.builds(Experience, words, st.integers(0, 600), st.booleans(), st.booleans(), st.none() | ids)
    ),
    preferences=st.builds(
        Preferences,
        interests=tuples_of(words),
        excluded_fields=st.frozensets(words, **FEW),
        shifts=sets_of(Shift),
        contracts=sets_of(ContractKind),
        minimum_wage_idr=st.none() | st.integers(1, 10**10),
        needs_lodging=st.booleans(),
    ),
    restrictions=sets_of(WorkDemand),
    blocked_fields=st.frozensets(words, **FEW),
    blockers=st.lists(
        st.builds(
            Blocker, st.sampled_from(BlockerKind), st.sampled_from(BlockerStatus), st.integers(0, 1_000)
        ),
        unique_by=lambda blocker: blocker.kind,
        **FEW,
    ).map(tuple),
)
references = st.builds(ExternalReference, words, ids.map(str))
candidate_records = st.builds(
    CandidateRecord,
    candidate=candidates,
    identity=st.builds(
        Identity,
        name=words,
        birth_date=st.none()
        | st.dates(date(1930, 1, 1), date(2005, 1, 1)),  # grown up: a child waits for a guardian
        phone=st.none() | texts,
        national_id=st.none() | st.integers(10**15, 10**16 - 1).map(str),
        register_number=st.none() | st.integers(10**5, 10**9).map(str),
        district=texts,
    ),
    references=tuples_of(references),
    facility=texts,
    guarantor=st.none() | st.builds(Guarantor, st.just("family"), words, st.none() | words),
    protected=st.none() | st.builds(ProtectedAttributes, sex=st.sampled_from(["female", "male", None])),
)
employer_records = st.builds(
    EmployerRecord,
    employer=st.builds(
        Employer,
        id=ids.map(EmployerId),
        name=words,
        business_number=ids.map(str) | st.just(""),
        sector=texts,
        contact=texts,
        verification=st.sampled_from(EmployerVerification),
    ),
    reference=st.none() | references,
)
asks = st.builds(
    Asks,
    education=st.sampled_from(Education),
    experience_months=st.integers(0, 600),
    certificates=tuples_of(words),
    units=st.frozensets(words, **FEW),
    licences=sets_of(Licence),
    languages=sets_of(Language),
)


@st.composite
def wages(draw: st.DrawFn) -> Wage:
    lower, upper = sorted(draw(st.tuples(*[st.integers(1, 10**10)] * 2)))
    monthly = st.none() | st.integers(1, 10**10)
    return Wage(lower, upper, draw(st.sampled_from(WageUnit)), draw(monthly), draw(monthly))


vacancies = st.builds(
    Vacancy,
    id=ids.map(VacancyId),
    employer=ids.map(EmployerId),
    title=words,
    place=regencies,
    description=texts,
    occupation=st.sampled_from(["", "7212", "7531.02"]),
    setting=st.sampled_from(WorkSetting),
    months_left_asked=st.integers(0, 100),
    openings=st.integers(1, 1_000),
    contract=st.none() | st.sampled_from(ContractKind),
    wage=st.none() | wages(),
    shifts=sets_of(Shift),
    hours_per_week=st.none() | st.integers(1, 100),
    lodging=st.booleans(),
    starts=st.none() | days,
    closes=st.none() | days,
    required=asks,
    preferred=asks,
    licences_by_law=sets_of(Licence),
    understood=tuples_of(st.tuples(words, st.floats(0, 1, allow_subnormal=False))),
    demands=sets_of(WorkDemand),
    fields=st.frozensets(words, **FEW),
    police_record_letter=st.booleans(),
    placement_elsewhere=st.booleans(),
    status=st.sampled_from(VacancyStatus),
)
vacancy_records = st.builds(
    VacancyRecord,
    vacancy=vacancies | vacancies.map(lambda one: replace(one, place=None, setting=WorkSetting.OUTSIDE)),
    reference=st.none() | references,
    facility=texts,
    limits=st.builds(
        PersonLimits, age_min=st.none() | st.integers(15, 30), age_max=st.none() | st.integers(30, 70),
        sex=st.none() | st.just("male"), reason=texts,
    ),
    wage_text=texts,
    source_text=texts,
)  # fmt: skip
