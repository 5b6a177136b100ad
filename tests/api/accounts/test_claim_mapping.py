"""From claims to duties, and files and settings that cannot be meant."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from api.accounts.administration import PLATFORM
from api.accounts.oidc.mapping import MAX_DUTIES, ClaimMapping, mapping_from_file
from api.settings import Settings, SettingsError
from api.wiring.identity_provider import by_provider
from matching.model.accounts import ProvidedDuty
from matching.model.ids import EmployerId, UnitId
from matching.vocabulary import Role

ONE, TWO = UUID(int=1), UUID(int=2)
CASE_WORKER = {"role": "case_worker", "when": {"groups": "wali"}, "unit_claim": "unit"}
PLANNER = {"role": "release_planner", "when": {"groups": "p"}, "unit": ONE, "provinces_claim": "area"}
MEMBER = {"role": "employer", "when": {"groups": "m"}, "employer_claim": "company"}
TABLES = {"units": {"satu": ONE, "dua": TWO}, "employers": {"pt": TWO}}


def mapping(*duties: dict[str, Any], **more: Any) -> ClaimMapping:
    return ClaimMapping.model_validate({"duty": duties, **TABLES, **more})


@pytest.mark.parametrize(
    ("claims", "given"),
    [
        ({"groups": "wali", "unit": "satu"}, [ProvidedDuty(Role.CASE_WORKER, UnitId(ONE))]),
        ({"groups": ["x", "wali"], "unit": ["dua", "dua", "tiga"]}, [ProvidedDuty(Role.CASE_WORKER, UnitId(TWO))]),
        ({"groups": ["p"], "area": ["35", "11"]}, [ProvidedDuty(Role.RELEASE_PLANNER, UnitId(ONE), ("11", "35"))]),
        ({"groups": ["p"], "area": ["351", "x1", 35]}, []),
        ({"groups": ["m"], "company": "pt"}, [ProvidedDuty(Role.EMPLOYER, PLATFORM, (), EmployerId(TWO))]),
        ({"groups": ["m"], "company": "other"}, []),
        ({"groups": "waliku", "unit": "satu"}, []),
        ({"groups": {"wali": True}, "unit": "satu"}, []),
        ({"groups": True, "unit": "satu"}, []),
        ({"unit": "satu"}, []),
    ],
)  # fmt: skip
def test_claims_give_what_the_file_knows_and_nothing_else(
    claims: dict[str, Any], given: list[ProvidedDuty]
) -> None:
    assert list(mapping(CASE_WORKER, PLANNER, MEMBER).duties(claims)) == given


def test_every_condition_must_hold() -> None:
    both = mapping({**CASE_WORKER, "when": {"groups": "wali", "https://x.example/active": "yes"}})
    assert not both.duties({"groups": "wali", "unit": "satu"})
    assert both.duties({"groups": "wali", "unit": "satu", "https://x.example/active": "yes"})


def test_a_claim_is_found_by_its_path() -> None:
    deep = mapping({**CASE_WORKER, "when": {"realm_access.roles": "wali"}})
    assert deep.duties({"realm_access": {"roles": ["wali"]}, "unit": "satu"})
    assert not deep.duties({"realm_access": ["roles", "wali"], "unit": "satu"})


def test_there_is_an_end_to_duties() -> None:
    units = {str(number): UUID(int=number + 1) for number in range(MAX_DUTIES * 2)}
    many = mapping(CASE_WORKER, units=units).duties({"groups": "wali", "unit": list(units)})
    assert len(many) == MAX_DUTIES


def test_a_name_is_one_short_line() -> None:
    assert mapping(CASE_WORKER).name({"name": " Andi\n Contoh\t" + "x" * 300})[:13] == "Andi Contoh x"
    assert len(mapping(CASE_WORKER).name({"name": "x" * 300})) == 200
    assert mapping(CASE_WORKER).name({"name": ["", 7]}) == "—"
    assert mapping(CASE_WORKER).name({}) == "—"


@pytest.mark.parametrize(
    "wrong",
    [
        {**CASE_WORKER, "role": "administrator"},
        {**CASE_WORKER, "role": "worker"},
        {**CASE_WORKER, "when": {}},
        {**CASE_WORKER, "unit": ONE},
        {**CASE_WORKER, "unit_claim": None},
        {**CASE_WORKER, "provinces": ["35"]},
        {**CASE_WORKER, "employer": ONE},
        {**CASE_WORKER, "employer": ONE, "employer_claim": "company"},
        {**CASE_WORKER, "unknown": 1},
        {**PLANNER, "provinces_claim": None},
        {**PLANNER, "provinces": ["3"]},
        {**PLANNER, "provinces": ["35"]},
        {**MEMBER, "employer": ONE},
        {**MEMBER, "employer_claim": None},
        {**MEMBER, "unit": ONE},
        {**MEMBER, "unit": ONE, "unit_claim": "unit"},
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_meant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        mapping(wrong)


@pytest.mark.parametrize("text", [None, "duty = ", "", "[[duty]]\nrole = 'case_worker'\n", b"\xff"])
def test_a_file_that_says_too_little_is_refused_by_name(tmp_path: Path, text: str | bytes | None) -> None:
    path = tmp_path / "oidc.toml"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError, match=r"oidc\.toml"):
        mapping_from_file(path)


def way(home: Path, **given: Any) -> object:
    sessions: Any = None  # is handed on, not asked
    return by_provider(Settings(home=home, **given), sessions, lambda: datetime.now(UTC))


def test_half_a_provider_is_refused_at_the_start(tmp_path: Path) -> None:
    issuer = {"oidc_issuer": "https://masuk.contoh.example"}
    whole = {**issuer, "oidc_client_id": "jembatan"}
    rule = 'role = "case_worker"\nwhen = { groups = "wali" }\nunit = "8fab3e50-9c4d-4e8f-9021-3c4d5e6f7081"'
    (tmp_path / "oidc.toml").write_text(f"[[duty]]\n{rule}\n")
    assert way(tmp_path) is None
    assert way(tmp_path, **whole) is not None
    secret = {"oidc_client_secret": "x", "oidc_client_secret_file": tmp_path / "oidc.toml"}
    for wrong in (issuer, {**whole, **secret}, {**whole, "oidc_client_secret_file": tmp_path / "none"}):
        with pytest.raises(SettingsError):
            way(tmp_path, **wrong)


@pytest.mark.parametrize(
    "issuer",
    [
        "http://masuk.contoh.example",
        "masuk.contoh.example",
        "https://",
        "https://a.example/?x=1",
        "https://a.example/#x",
        "ftp://a.example",
    ],
)
def test_an_issuer_is_reached_by_https(issuer: str) -> None:
    with pytest.raises(ValidationError):
        Settings(oidc_issuer=issuer)


def test_openid_is_always_asked_for() -> None:
    with pytest.raises(ValidationError):
        Settings(oidc_scopes="profile email")
