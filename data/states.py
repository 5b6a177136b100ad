"""States of employers and vacancies, registrations and appeals. Implements `matching.publishing.StateStore`."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol

from data.queries import load
from data.vacancy_rows import employer_record_of
from matching.errors import NotFound
from matching.model import EmployerId, VacancyId
from matching.model.ids import AccountId
from matching.model.states import Appeal, EmployerFile, Registration, StateChange


class _Decision(Protocol):
    @property
    def target(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def told(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def findings(self) -> tuple[str, ...]: ...
    @property
    def judged(self) -> tuple[str, ...]: ...


class StateStore:
    """Named functions of the database decide who may; null is their answer for what is not there for who asks."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._queries = load("states")
        self._employers = load("employers")

    async def register(self, employer: EmployerId, registration: Registration) -> None:
        """Write what a company says of itself. Raises NotFound, InvalidValue for a NIB that another has."""
        await self._ask("register_employer", "employer", employer=employer, **asdict(registration))

    async def keep(self, employer: EmployerId, registration: Registration) -> None:
        """Write what a company has to say of itself so far. Raises NotFound, StateRefused where it has registered,
        InvalidValue for a NIB that another has."""
        await self._ask("keep_registration", "employer", employer=employer, **asdict(registration))

    async def file(self, employer: EmployerId) -> EmployerFile:
        """Raises NotFound."""
        rows = await self._employers["employers_of"].fetch(self._connection, employers=[employer])
        if not rows:
            raise NotFound("employer")
        said = await self._queries["registration_of"].fetchrow(self._connection, employer=employer)
        changes = await self._queries["states_of_employer"].fetch(self._connection, employer=employer)
        appeals = await self._queries["appeals_of"].fetch(self._connection, employer=employer)
        return EmployerFile(
            employer_record_of(rows[0]),
            said["motivation"],
            said["registered_at"],
            said["registered_as"],
            tuple(map(_change, changes)),
            tuple(Appeal(**dict(row)) for row in appeals),
        )

    async def change_employer(self, employer: EmployerId, decision: _Decision) -> None:
        """Raises NotFound, StateRefused."""
        await self._ask(
            "change_employer_state",
            "employer",
            employer=employer,
            target=decision.target,
            reason=decision.reason,
            told=decision.told,
            note=decision.note,
        )

    async def appeal(self, employer: EmployerId, words: str) -> None:
        """Raises NotFound, StateRefused where there is nothing to appeal or an appeal waits."""
        await self._ask("appeal_suspension", "employer", employer=employer, words=words)

    async def decide_appeal(self, employer: EmployerId, *, granted: bool, told: str, note: str) -> None:
        """Raises NotFound where no appeal waits, StateRefused where who asks has suspended the company."""
        await self._ask("decide_appeal", "appeal", employer=employer, granted=granted, told=told, note=note)

    async def change_vacancy(self, vacancy: VacancyId, decision: _Decision) -> None:
        """Raises NotFound, StateRefused."""
        await self._ask(
            "change_vacancy_state",
            "vacancy",
            vacancy=vacancy,
            target=decision.target,
            reason=decision.reason,
            told=decision.told,
            note=decision.note,
            findings=list(decision.findings),
            judged=list(decision.judged),
        )

    async def of_vacancy(self, vacancy: VacancyId) -> Sequence[StateChange]:
        """Oldest first."""
        rows = await self._queries["states_of_vacancy"].fetch(self._connection, vacancy=vacancy)
        return [_change(row) for row in rows]

    async def _ask(self, query: str, kind: str, /, **arguments: Any) -> None:
        if await self._queries[query].fetchval(self._connection, **arguments) is None:
            raise NotFound(kind)


def _change(row: Any) -> StateChange:
    return StateChange(
        before=row["from_state"],
        after=row["to_state"],
        at=row["at"],
        reason=row["reason"],
        told=row["told"],
        note=row["note"],
        findings=tuple(row["findings"]),
        judged=tuple(row["judged"]),
        account=AccountId(row["account"]) if row["account"] else None,
        role=row["role"],
    )
