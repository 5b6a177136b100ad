"""JobPosting against the rules of schema.org: names of properties, what is required, forms of values."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from api.schemas.jobposting import job_posting
from matching.model import Asks, EmployerId, Vacancy, VacancyId, Wage
from matching.model.ids import AccountId, UnitId
from matching.model.records import PersonLimits, Stamp, VacancyRecord
from matching.model.states import StateChange
from matching.publishing import judged_lines
from matching.requirements.filling import text_of
from matching.vocabulary import ContractKind, Education, Licence, VacancyStatus, WageUnit, WorkSetting
from tests.matching.lint.test_lint import linter
from tests.people import gazetteer

REQUIRED = {"@context", "@type", "title", "description", "datePosted", "hiringOrganization", "jobLocation"}
"""Of schema.org's JobPosting, as search engines ask for it."""
KNOWN = REQUIRED | {
    "baseSalary", "directApply", "educationRequirements", "employmentType", "experienceRequirements", "identifier",
    "industry", "jobBenefits", "jobStartDate", "occupationalCategory", "qualifications",
    "totalJobOpenings", "validThrough", "workHours",
}  # fmt: skip
"""Properties of JobPosting, or of Intangible and Thing that it inherits, which are written here."""
EMPLOYMENT = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
CREDENTIALS = {
    "high school", "associate degree", "bachelor degree", "professional certificate", "postgraduate degree",
}  # fmt: skip
STAMP = Stamp(
    UnitId(UUID(int=1)),
    AccountId(UUID(int=1)),
    AccountId(UUID(int=1)),
    datetime(2026, 11, 20, 8, tzinfo=UTC),
    1,
)
RECORD = VacancyRecord(
    Vacancy(
        VacancyId(UUID(int=1)),
        EmployerId(UUID(int=2)),
        "Kasir (Wanita) Toko",
        "35.19",
        description="Melayani pembeli <ramah>.\nWanita, usia maksimal 30 tahun\nPendidikan minimal SMA",
        openings=4,
        held=1,
        contract=ContractKind.FIXED_TERM,
        hours_per_week=40,
        closes=date(2027, 1, 15),
        wage=Wage(2_500_000, 3_000_000, WageUnit.MONTH, 2_500_000, 3_000_000),
        required=Asks(Education.SMA, 12, ("Kasir Ritel",), licences=frozenset({Licence.SIM_C})),
    ),
    limits=PersonLimits(18, 30, "female", "ketentuan toko"),
    stamp=STAMP,
)
TODAY = date(2026, 11, 22)
OPENED = StateChange(
    "draft", "open", datetime(2026, 11, 21, 18, tzinfo=UTC), "", "", "", (), None, "release_planner"
)


def posting(
    record: VacancyRecord = RECORD, changes: Sequence[StateChange] = (OPENED,), **facts: Any
) -> dict[str, Any]:
    changed = replace(record, vacancy=replace(record.vacancy, **facts))
    findings = linter().lint(changed, TODAY)
    document = job_posting(changed, "PT Contoh", changes, gazetteer(), TODAY, findings=findings)
    assert document is not None
    assert REQUIRED <= set(document) <= KNOWN
    return document


def test_what_is_required_is_there_in_its_form() -> None:
    document = posting()
    assert (document["@context"], document["@type"]) == ("https://schema.org/", "JobPosting")
    assert document["datePosted"] == "2026-11-22", "after midnight in Jakarta"
    assert datetime.fromisoformat(document["validThrough"]).date() == date(2027, 1, 15)
    assert document["hiringOrganization"] == {"@type": "Organization", "name": "PT Contoh"}
    address = document["jobLocation"]["address"]
    assert (document["jobLocation"]["@type"], address["@type"]) == ("Place", "PostalAddress")
    assert (address["addressLocality"], address["addressRegion"]) == ("Kabupaten Madiun", "Jawa Timur")
    assert re.fullmatch("[A-Z]{2}", address["addressCountry"])
    assert set(document["employmentType"]) == {"FULL_TIME", "TEMPORARY"}
    salary = document["baseSalary"]
    assert (salary["@type"], salary["currency"]) == ("MonetaryAmount", "IDR")
    assert salary["value"] == {
        "@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 2_500_000, "maxValue": 3_000_000,
    }  # fmt: skip
    assert document["educationRequirements"]["credentialCategory"] == "high school"
    assert document["experienceRequirements"]["monthsOfExperience"] == 12
    assert document["qualifications"] == ["Kasir Ritel", "SIM_C"]
    assert document["totalJobOpenings"] == 3


def test_limits_of_age_and_sex_never_leave() -> None:
    document = posting()
    assert document["title"] == "Kasir Toko"
    assert document["description"] == "<p>Melayani pembeli &lt;ramah&gt;.</p><p>Pendidikan minimal SMA</p>"
    assert not re.search(r"(?i)wanita|female|usia|\b30\b|\b18\b|ketentuan", json.dumps(document))


TEACHER = "Mengajar mengaji.\nKhusus muslim\nBerpenampilan menarik\nMelampirkan SKCK\nKelahiran 2002 ke atas"


def published(text: str, *lines: str) -> StateChange:
    """Published by somebody who has seen these lines of a text with what was found in them."""
    record = replace(RECORD, vacancy=replace(RECORD.vacancy, title="Guru mengaji", description=text))
    judged = judged_lines(text_of(record.vacancy), linter().lint(record, TODAY))
    mine = {sha256(line.encode()).hexdigest()[:16] for line in lines}
    return replace(OPENED, judged=tuple(one for one in judged if one.split()[1] in mine))


def test_a_line_in_which_something_was_found_leaves_only_where_somebody_has_published_it_with_that() -> None:
    told: dict[str, Any] = {"title": "Guru mengaji", "description": TEACHER}
    assert posting(**told)["description"] == "<p>Mengajar mengaji.</p><p>Melampirkan SKCK</p>"
    judged = published(TEACHER, "Khusus muslim")
    shown = "<p>Mengajar mengaji.</p><p>Khusus muslim</p><p>Melampirkan SKCK</p>"
    assert posting(changes=[judged], **told)["description"] == shown
    more = told | {"description": f"{TEACHER}\nWajib berhijab"}  # of the same code, and judged by nobody
    assert posting(changes=[judged], **more)["description"] == shown
    suspended = replace(OPENED, after="suspended")
    assert "muslim" not in posting(changes=[judged, suspended, OPENED], **told)["description"]
    assert "muslim" in posting(changes=[suspended, judged, OPENED], **told)["description"]


def test_words_that_were_found_in_a_title_are_cut_out_of_it_once() -> None:
    assert posting(title="Dicari wanita cantik, kasir toko")["title"] == "Dicari , kasir toko"


@pytest.mark.parametrize("contract", [None, *ContractKind])
@pytest.mark.parametrize("hours", [None, 20, 40])
def test_every_contract_has_a_type_of_employment(contract: ContractKind | None, hours: int | None) -> None:
    assert set(posting(contract=contract, hours_per_week=hours)["employmentType"]) <= EMPLOYMENT


@pytest.mark.parametrize("level", list(Education))
def test_every_schooling_has_a_form(level: Education) -> None:
    shown = posting(required=Asks(education=level))["educationRequirements"]
    assert isinstance(shown, str) or shown["credentialCategory"] in CREDENTIALS


@pytest.mark.parametrize("unit", list(WageUnit))
def test_a_wage_is_shown_where_its_unit_has_a_name(unit: WageUnit) -> None:
    salary = posting(wage=Wage(100, 100, unit)).get("baseSalary")
    assert (salary is None) == (unit is WageUnit.PIECE)
    assert salary is None or salary["value"]["value"] == 100


@pytest.mark.parametrize(
    "facts",
    [
        {"status": VacancyStatus.DRAFT},
        {"status": VacancyStatus.CLOSED},
        {"employer_verified": False},
        {"place": None},
        {"held": 4},
        {"closes": TODAY - timedelta(days=1)},
        {"setting": WorkSetting.INSIDE_FACILITY},
    ],
)
def test_what_nobody_may_apply_for_has_no_posting(facts: dict[str, Any]) -> None:
    changed = replace(RECORD, vacancy=replace(RECORD.vacancy, **facts))
    assert job_posting(changed, "PT Contoh", [OPENED], gazetteer(), TODAY, findings=()) is None
