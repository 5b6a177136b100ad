"""Which claims of the provider give which duties: a small TOML file, read once. `docs/identity-provider.md` shows one.

A claim is named by its path (`realm_access.roles`); it may hold one value or many. What a claim calls a unit or a
company is looked up in the file's tables, and what is not there gives nothing.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from api.accounts.administration import PLATFORM
from api.settings import SettingsError
from matching.model import EmployerId, UnitId
from matching.model.accounts import ProvidedDuty
from matching.vocabulary import Role

Claims = Mapping[str, Any]
Province = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
MAX_DUTIES = 50
"""More than anybody has; a claim with a thousand values is a mistake, and is cut here."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SecondFactor(_Part):
    """What the provider says when a second factor was shown (RFC 8176 names many values of `amr`); one is enough."""

    amr: tuple[str, ...] = ()
    acr: tuple[str, ...] = ()

    def was_shown(self, claims: Claims) -> bool:
        """Whether these claims say so."""
        return bool(
            set(self.amr) & set(_values(claims, "amr")) or set(self.acr) & set(_values(claims, "acr"))
        )


class DutyRule(_Part):
    """One kind of duty: `when` every claim in it is, or holds, its value. No administrators: what they do would outlive
    the claims that made them so."""

    role: Literal[Role.CASE_WORKER, Role.RELEASE_PLANNER, Role.EMPLOYER, Role.DATA_PROTECTION_OFFICER]
    when: dict[str, str] = Field(min_length=1)
    unit: UUID | None = None
    unit_claim: str | None = None
    provinces: tuple[Province, ...] = ()
    provinces_claim: str | None = None
    employer: UUID | None = None
    employer_claim: str | None = None

    @model_validator(mode="after")
    def _says_what_it_reaches(self) -> "DutyRule":
        for names, needed, whose in (
            (("employer", "employer_claim"), self.role is Role.EMPLOYER, "members of employers"),
            (("unit", "unit_claim"), self.role is not Role.EMPLOYER, "all but members of employers"),
            (("provinces", "provinces_claim"), self.role is Role.RELEASE_PLANNER, "release planners"),
        ):
            if sum(bool(getattr(self, name)) for name in names) != needed:
                raise ValueError(f"`{names[0]}` or `{names[1]}` is for {whose}, and for nobody else")
        return self

    def applies(self, claims: Claims) -> bool:
        """Whether the claims fit."""
        return all(value in _values(claims, claim) for claim, value in self.when.items())


class ClaimMapping(_Part):
    """The whole file."""

    duty: tuple[DutyRule, ...] = Field(min_length=1)
    second_factor: SecondFactor = SecondFactor()
    name_claim: str = "name"
    units: dict[str, UUID] = {}
    employers: dict[str, UUID] = {}

    def duties(self, claims: Claims) -> Sequence[ProvidedDuty]:
        """The duties that claims give, each once; none where the claims say nothing that the file knows."""
        given = dict.fromkeys(
            duty for rule in self.duty if rule.applies(claims) for duty in self._of(rule, claims)
        )
        return tuple(given)[:MAX_DUTIES]

    def name(self, claims: Claims) -> str:
        """What somebody is called, at most 200 characters; "—" where the provider does not say."""
        found = next(_values(claims, self.name_claim), "")
        return " ".join(found.split())[:200] or "—"

    def _of(self, rule: DutyRule, claims: Claims) -> Iterator[ProvidedDuty]:
        if rule.role is Role.EMPLOYER:
            for company in _named(rule.employer, rule.employer_claim, self.employers, claims):
                yield ProvidedDuty(rule.role, PLATFORM, employer=EmployerId(company))
            return
        provinces = rule.provinces or tuple(sorted(_provinces(rule.provinces_claim, claims)))
        if rule.role is Role.RELEASE_PLANNER and not provinces:
            return
        for unit in _named(rule.unit, rule.unit_claim, self.units, claims):
            yield ProvidedDuty(rule.role, UnitId(unit), provinces)


def mapping_from_file(path: Path) -> ClaimMapping:
    """The mapping of a TOML file.

    Raises:
        SettingsError: there is no such file, it is not TOML, or it does not say what it must.
    """
    try:
        return ClaimMapping.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from None
    except ValidationError as error:
        lines = [
            f"{path}: {'.'.join(map(str, one['loc']))}: {one['msg']}"
            for one in error.errors(include_url=False)
        ]
        raise SettingsError("\n".join(lines)) from None


def _values(claims: Claims, path: str) -> Iterator[str]:
    """The texts that a claim holds; nothing where it is of another kind."""
    found: Any = claims.get(path)  # a name may have dots in it, as addresses have
    if found is None:
        found = claims
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    yield from (one for one in (found if isinstance(found, list) else [found]) if isinstance(one, str))


def _named(
    fixed: UUID | None, claim: str | None, known: Mapping[str, UUID], claims: Claims
) -> Iterator[UUID]:
    if fixed:
        yield fixed
    elif claim:
        yield from (known[value] for value in _values(claims, claim) if value in known)


def _provinces(claim: str | None, claims: Claims) -> set[str]:
    return {one for one in _values(claims, claim or "") if len(one) == 2 and one.isascii() and one.isdigit()}
