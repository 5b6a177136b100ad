"""People of the sample who are in somebody else's charge, so that walls show: a colleague of the local unit has some,
another unit in another province has others, and one of theirs has the NIK of somebody known here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import asyncpg

from data.queries import load
from data.sample.dice import sample_id
from data.sample.memorable import TRANSFERRED, candidate_id
from data.sample.people import draw_person
from data.sample.world import SampleWorld
from data.translation import reaching_the_server, translated
from matching.model import Actor, UnitId
from matching.model.ids import AccountId, DutyId
from matching.model.records import CandidateRecord
from matching.vocabulary import Role, UnitType

LOCAL_UNIT = UnitId(UUID("00000000-0000-4000-8000-0000000000a1"))
PURPOSE = "sample of other caseloads"
FIRST_NUMBER = 700  # behind the numbers of the people who are in the local caseload
_SEED = 2026


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A case worker of the sample, the unit's name, kind and province, and the people in charge."""

    actor: Actor
    login: str
    name: str
    unit_name: str
    unit_type: UnitType
    province: str
    people: tuple[CandidateRecord, ...]


def neighbours(world: SampleWorld) -> tuple[Neighbour, Neighbour]:
    """The colleague with six people, and the case worker of a Bapas in Jawa Barat with eight, one of whom the local
    unit knows too (domain guide 8.4, case 13): the claim on that one waits with the local case worker."""
    (known,) = [one for one in world.candidates if one.id == candidate_id(TRANSFERRED)]
    far = [*_drawn(range(FIRST_NUMBER + 6, FIRST_NUMBER + 13), world.as_of), _elsewhere(known)]
    bapas = UnitId(sample_id("unit", "Bapas Contoh Jawa Barat"))
    return (
        _neighbour("rekan", "Rekan contoh", (LOCAL_UNIT, "Unit lokal", UnitType.LAPAS, ""),
                   _drawn(range(FIRST_NUMBER, FIRST_NUMBER + 6), world.as_of)),
        _neighbour("bapas", "Pembimbing contoh", (bapas, "Bapas Contoh Jawa Barat", UnitType.BAPAS, "32"), far),
    )  # fmt: skip


async def enrol_neighbours_at(url: str, those: Iterable[Neighbour]) -> None:
    """Give them units, accounts and duties, unless they have them; `url` is the owner's."""
    queries = load("sample")
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        with translated():
            for one in those:
                actor = one.actor
                await queries["enrol_unit"].execute(
                    connection,
                    id=actor.unit,
                    type=str(one.unit_type),
                    name=one.unit_name,
                    province=one.province,
                )
                await queries["enrol_account"].execute(
                    connection, id=actor.account, login=one.login, name=one.name
                )
                await queries["enrol_case_worker"].execute(
                    connection, id=actor.duty, account=actor.account, unit=actor.unit
                )
    finally:
        await connection.close()


def _drawn(numbers: Iterable[int], as_of: date) -> tuple[CandidateRecord, ...]:
    return tuple(draw_person(_SEED, f"neighbour-{number}", number, as_of) for number in numbers)


def _elsewhere(known: CandidateRecord) -> CandidateRecord:
    """The same person as another unit has recorded them: the NIK is the same, the rest is that unit's own."""
    stranger = draw_person(_SEED, "neighbour-known", FIRST_NUMBER + 20, date(2026, 11, 23))
    identity = replace(
        known.identity, register_number=stranger.identity.register_number, name=known.identity.name.upper()
    )
    return replace(stranger, identity=identity)


def _neighbour(
    key: str, name: str, unit: tuple[UnitId, str, UnitType, str], people: Sequence[CandidateRecord]
) -> Neighbour:
    actor = Actor(
        AccountId(sample_id("account", key)),
        Role.CASE_WORKER,
        unit[0],
        PURPOSE,
        DutyId(sample_id("duty", key)),
    )
    return Neighbour(actor, f"{key}@contoh.example", name, unit[1], unit[2], unit[3], tuple(people))
