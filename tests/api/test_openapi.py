import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi.openapi.models import OpenAPI
from pydantic import BaseModel

from api.errors import BY_ERROR, TYPE_PREFIX
from api.schemas import (
    account_examples,
    accounts,
    candidates,
    duties,
    employers,
    examples,
    findings,
    health,
    identities,
    identity_examples,
    imports,
    list_examples,
    lookup_examples,
    matches,
    outcomes,
    oversight,
    person_parts,
    placement_examples,
    placements,
    reference,
    rights,
    rights_examples,
    runs,
    state_examples,
    states,
    system,
    task_examples,
    tasks,
    trail,
    vacancies,
    what_if,
)

Operation = tuple[str, dict[str, Any]]
SHAPES: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (candidates.CandidateNew, examples.CANDIDATE),
    (candidates.CandidateOut, examples.CANDIDATE_OUT),
    (candidates.Lookup, examples.LOOKUP),
    (person_parts.CertificateIn, examples.CERTIFICATE),
    (person_parts.CertificateOut, examples.CERTIFICATE_OUT),
    (person_parts.WindowSetting, examples.WINDOW_SETTING),
    (person_parts.WindowHistory, examples.WINDOW_HISTORY),
    (person_parts.GatesShape, examples.GATES),
    (rights.ConsentIn, rights_examples.CONSENT),
    (rights.ConsentOut, rights_examples.CONSENT_OUT),
    (rights.WordsIn, rights_examples.WITHDRAWAL),
    (rights.RequestIn, rights_examples.REQUEST),
    (rights.RequestOut, rights_examples.REQUEST_OUT),
    (rights.DecisionIn, rights_examples.DECISION),
    (rights.WordingList, rights_examples.WORDINGS),
    (employers.EmployerIn, examples.EMPLOYER),
    (employers.EmployerOut, examples.EMPLOYER_OUT),
    (states.RegistrationIn, state_examples.REGISTRATION),
    (states.EmployerDecisionIn, state_examples.DECISION),
    (states.AppealIn, state_examples.APPEAL),
    (states.AppealDecisionIn, state_examples.APPEAL_DECISION),
    (states.EmployerFileOut, state_examples.FILE),
    (states.VacancyDecisionIn, state_examples.VACANCY_DECISION),
    (states.PublishIn, state_examples.PUBLISH),
    (states.CloseIn, state_examples.CLOSE),
    (states.HistoryOut, state_examples.HISTORY),
    (findings.LintOut, state_examples.LINT),
    (vacancies.VacancyDetail, examples.VACANCY_DETAIL),
    (vacancies.VacancyIn, examples.VACANCY),
    (vacancies.VacancyOut, examples.VACANCY_OUT),
    (matches.VacancyList, list_examples.VACANCIES_FOR),
    (matches.CandidateList, list_examples.CANDIDATES_FOR),
    (what_if.WhatIfIn, list_examples.WHAT_IF),
    (what_if.WhatIfList, list_examples.WHAT_IF_LIST),
    (what_if.WhatOpensOut, list_examples.WHAT_OPENS),
    (runs.RunIn, list_examples.RUN),
    (runs.RunSummary, list_examples.RUN_SUMMARY),
    (runs.RunOut, list_examples.RUN_OUT),
    (runs.Replay, list_examples.REPLAY),
    (trail.TrailRow, trail.ENTRY),
    (trail.UnusualDays, trail.UNUSUAL),
    (oversight.ChainOut, oversight.CHAIN),
    (oversight.ProcessingOut, oversight.PROCESSING),
    (oversight.WorksheetOut, oversight.WORKSHEET),
    (oversight.RetentionOut, oversight.RETENTION),
    (oversight.JournalsOut, oversight.JOURNALS),
    (system.SystemOut, system.SYSTEM),
    (system.SettingsOut, system.SETTINGS),
    (reference.RegencyList, lookup_examples.REGENCIES),
    (reference.CodeList, lookup_examples.OCCUPATIONS),
    (reference.Slice[reference.ProvinceOut], lookup_examples.PROVINCES),
    (reference.Slice[reference.SchemeOut], lookup_examples.SCHEMES),
    (reference.Slice[reference.UnitOut], lookup_examples.UNITS_OF_COMPETENCY),
    (reference.Slice[reference.CodeOut], lookup_examples.CONSTRUCTION_JOBS),
    (reference.Slice[reference.FacilityOut], lookup_examples.FACILITIES),
    (reference.Slice[reference.MinimumWageOut], lookup_examples.MINIMUM_WAGES),
    (reference.FieldList, lookup_examples.FIELDS),
    (reference.WordList, lookup_examples.WORDS),
    (reference.SourceList, lookup_examples.SOURCES),
    (imports.ReportOut, lookup_examples.REPORT),
    (imports.ImportOut, lookup_examples.IMPORT_OUT),
    (imports.ProgressOut, lookup_examples.PROGRESS),
    (imports.ProgressList, lookup_examples.PROGRESS_LIST),
    (imports.QueuedOut, lookup_examples.QUEUED),
    (imports.ResolveIn, lookup_examples.RESOLVE),
    (imports.DismissIn, lookup_examples.DISMISS),
    (accounts.SignInIn, account_examples.SIGN_IN),
    (accounts.DutyChoice, account_examples.DUTY_CHOICE),
    (accounts.PasswordChange, account_examples.PASSWORD_CHANGE),
    (accounts.PasswordShown, account_examples.PASSWORD_SHOWN),
    (accounts.CodeShown, account_examples.CODE_SHOWN),
    (accounts.ShownAgain, account_examples.SHOWN_AGAIN),
    (accounts.LinkUse, account_examples.LINK_USE),
    (accounts.TokenIn, account_examples.TOKEN),
    (accounts.AccountIn, account_examples.ACCOUNT),
    (accounts.LinkWanted, account_examples.LINK_WANTED),
    (duties.DutyIn, account_examples.DUTY),
    (duties.CoverIn, account_examples.COVER),
    (duties.UnitIn, account_examples.UNIT),
    (accounts.AccountWithDuties, account_examples.ACCOUNT_WITH_DUTIES),
    (accounts.Me, account_examples.ME),
    (accounts.Sessions, account_examples.SESSIONS),
    (accounts.Tokens, account_examples.TOKENS),
    (accounts.TokenShown, account_examples.TOKEN_SHOWN),
    (accounts.FactorShown, account_examples.FACTOR_SHOWN),
    (accounts.RecoveryCodes, account_examples.RECOVERY_CODES),
    (accounts.LinkShown, account_examples.LINK_SHOWN),
    (duties.Covers, account_examples.COVERS),
    (duties.Units, account_examples.UNITS),
    (identities.IdentityIn, identity_examples.IDENTITY),
    (identities.Identities, identity_examples.IDENTITIES),
    (identities.SignedOut, identity_examples.SIGNED_OUT),
    (placements.EmployerAnswerIn, placement_examples.ANSWER),
    (placements.EmployerAnswers, placement_examples.ANSWERS),
    (placements.Proposals, placement_examples.PROPOSALS),
    (placements.OpeningsOut, placement_examples.OPENINGS),
    (placements.EventIn, placement_examples.EVENT),
    (placements.PlacementIn, placement_examples.NEW_PLACEMENT),
    (placements.Placements, placement_examples.PLACEMENTS),
    (placements.Checks, placement_examples.CHECKS),
    (placements.Matters, placement_examples.MATTERS),
    (placements.ComplaintIn, placement_examples.COMPLAINT),
    (placements.Complaints, placement_examples.COMPLAINTS),
    (placements.ComplaintDecision, placement_examples.DECISION),
    (outcomes.ReportOut, placement_examples.REPORT),
    (outcomes.ReliabilityOut, placement_examples.RELIABILITY),
    (tasks.TaskIn, task_examples.NEW),
    (tasks.TaskMade, task_examples.MADE),
    (tasks.SnoozeIn, task_examples.SNOOZE),
    (tasks.Tasks, task_examples.TASKS),
    (tasks.Notices, task_examples.NOTICES),
    (tasks.ChoiceIn, task_examples.CHOICE),
    (tasks.Jobs, task_examples.JOBS),
    (health.Live, lookup_examples.LIVE),
    (health.Ready, lookup_examples.READY),
]


@pytest_asyncio.fixture(scope="module")
async def document(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.get("/api/v1/openapi.json")
    read: dict[str, Any] = answer.json()
    return read


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_the_document_is_openapi(document: dict[str, Any]) -> None:
    OpenAPI.model_validate(document)
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(ids) == len(set(ids))


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', str(document).replace("'", '"')))
    assert wanted <= set(document["components"]["schemas"])


def test_every_operation_has_a_tag_a_summary_and_a_description(document: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    for name, operation in operations(document):
        assert set(operation["tags"]) <= tags, name
        assert operation["summary"], name
        assert operation["description"], name


def test_every_operation_shows_an_example_of_its_answer(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        (fine,) = [status for status in operation["responses"] if status.startswith("2")]
        if fine == "204":
            assert "content" not in operation["responses"][fine], name
            continue
        content = operation["responses"][fine]["content"]["application/json"]
        assert content["example"], name
        assert content["schema"], name


def test_every_body_shows_an_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for content in [*operation.get("requestBody", {}).get("content", {}).values()][:1]:
            assert content.get("examples") or content.get("example"), name


def test_every_operation_documents_its_problems(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        answers = operation["responses"]
        assert {"403", "413", "421", "422", "500", "503"} <= set(answers), name
        for status, answer in answers.items():
            if status >= "400":
                assert "application/problem+json" in answer["content"], (name, status)
    changing = [
        operation
        for name, operation in operations(document)
        if name.startswith(("PUT", "PATCH", "DELETE"))
        and not {"session", "own account"} & set(operation["tags"])
    ]  # sessions and tokens have no state that two could change
    assert changing
    assert all({"404", "412", "428"} <= set(operation["responses"]) for operation in changing)


@pytest.mark.parametrize(("shape", "example"), SHAPES, ids=lambda one: getattr(one, "__name__", ""))
def test_every_example_has_the_shape_that_it_stands_for(
    shape: type[BaseModel], example: dict[str, Any]
) -> None:
    shape.model_validate(example)


def test_every_kind_of_problem_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs/api.md").read_text("utf-8")
    assert all(f"`{TYPE_PREFIX}{kind.slug}`" in text for kind in BY_ERROR.values())


async def test_every_operation_is_documented(document: dict[str, Any]) -> None:
    text = (Path(__file__).parents[2] / "docs/api.md").read_text("utf-8")
    assert [name for name, _ in operations(document) if f"`{name}`" not in text] == []


def test_no_address_has_room_for_personal_data(document: dict[str, Any]) -> None:
    personal = {"name", "nik", "national_id", "register_number", "phone", "birth_date"}
    for name, operation in operations(document):
        assert not personal & {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}, name
