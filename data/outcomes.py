"""Facts that reports count, without any id of a person. Implements `matching.outcome_stores.OutcomeStore`."""

from typing import Any

from data.queries import load
from matching.errors import NotFound
from matching.model.ids import EmployerId
from matching.model.outcome_codes import PlacementKind
from matching.outcomes import Facts, PersonRow, PlacementRow, ProposalRow, Stay
from matching.reliability import EmployerFacts
from matching.uncertainty import Span
from matching.vocabulary import ContractKind


class OutcomeStore:
    """The facts of one transaction. Which units they are of is decided by the database; nobody is named."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._queries = load("outcomes")

    async def facts(self) -> Facts:
        """Of the unit of a case worker, or the region of a planner."""
        people = await self._queries["outcome_people"].fetch(self._connection)
        proposals = await self._queries["outcome_proposals"].fetch(self._connection)
        placements = await self._queries["outcome_placements"].fetch(self._connection)
        return Facts(
            [PersonRow(**_grouped(row)) for row in people],
            [ProposalRow(**_grouped(row)) for row in proposals],
            [PlacementRow(**_placed(row)) for row in placements],
        )

    async def employer(self, employer: EmployerId) -> EmployerFacts:
        """Raises NotFound."""
        found = await self._queries["employer_facts"].fetchval(self._connection, employer=employer)
        if found is None:
            raise NotFound("employer")
        waits = [Span(float(days), over) for days, over in found["waits"]]
        return EmployerFacts(**(found | {"waits": waits, "lasted": [Stay(*one) for one in found["lasted"]]}))


def _grouped(row: Any) -> dict[str, Any]:
    values = dict(row)
    values |= {"schemes": tuple(values["schemes"]), "providers": tuple(values["providers"])}
    if "employer_name" in values:
        values["employer"] = values.pop("employer_name") or ""
    return values


def _placed(row: Any) -> dict[str, Any]:
    values = _grouped(row)
    kind, contract = values["kind"], values["contract"]
    return values | {"kind": PlacementKind(kind), "contract": ContractKind(contract) if contract else None}
