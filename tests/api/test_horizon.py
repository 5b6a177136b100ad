"""Who comes near release is ranked once, by a job, and told of; who leaves and comes back, anew."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from api import wiring
from api.program import Program
from data.pool import Connection
from matching.cohort import Block
from matching.model import CandidateId, Gates
from matching.model.tasks import JobKind, JobProblem, JobState, TaskKind
from matching.release import ReleaseWindow
from matching.search import Profile
from matching.usecases import horizon, tasks
from matching.vocabulary import DateBasis, ReleaseMode
from tests.api.office import a_vacancy, recorded, take_in

FAR, NEAR = 900, 20


async def moves(program: Program, person: UUID, days: int) -> None:
    """The person is out in so many days."""
    day = program.today() + timedelta(days=days)
    window = ReleaseWindow(ReleaseMode.FULL_TERM, day, day, day, DateBasis.DECISION, program.today(), "SDP")
    async with program.gateway.transaction(program.actor) as tx:
        await tx.candidates.set_window(CandidateId(person), window, None)


async def looked(program: Program) -> int:
    """How many were ranked, once all that was committed has been taken in."""
    await take_in(program)
    return await program.horizon.keep(program.today(), every=timedelta())


async def told(program: Program, person: UUID) -> list[int]:
    """Numbers of vacancies in the tasks about the person."""
    found, _ = await tasks.open_tasks(
        program.gateway, program.actor, kind=TaskKind.HORIZON_ENTERED, snoozed=True, limit=100
    )
    return [one.times for one in found if one.candidate == person]


def none_is_ranked(_: object) -> None:
    raise OSError


async def test_who_comes_near_release_is_ranked_once_and_the_case_worker_is_told(
    program: Program, client: httpx.AsyncClient, behind: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_vacancy(client, starts=None, closes=None)
    person = UUID((await recorded(client)).json()["id"])
    await moves(program, person, FAR)
    await behind.execute("DELETE FROM horizon_entries; UPDATE horizon_round SET at = '-infinity'")
    assert await looked(program) == 0  # the first look: nobody who is near already is news
    assert await looked(program) == 0

    await moves(program, person, NEAR)
    with monkeypatch.context() as broken:  # one attempt goes wrong, and the next is made later
        broken.setattr(horizon, "Block", none_is_ranked)
        assert await looked(program) == 0
    waiting = "SELECT problem FROM jobs WHERE kind = 'horizon' AND state = 'waiting'"
    assert await behind.fetchval(waiting) == JobProblem.FAILED
    assert await looked(program) == 0
    await behind.execute("UPDATE jobs SET run_at = now() WHERE kind = 'horizon'")
    assert await looked(program) == 1
    (viable,) = await told(program, person)
    assert viable > 0
    assert await looked(program) == 0
    done, _ = await tasks.jobs(
        program.gateway, wiring.local_administrator("tests"), state=JobState.DONE, limit=5, cursor=None
    )
    assert [(one.account, one.attempts) for one in done if one.kind is JobKind.HORIZON] == [(None, 2)]

    await moves(program, person, FAR)
    assert await looked(program) == 0
    assert await told(program, person) == []
    await moves(program, person, NEAR)
    assert await looked(program) == 1
    assert await told(program, person) == [viable]


async def test_a_job_that_another_process_has_taken_up_is_left_to_it(
    program: Program, client: httpx.AsyncClient, behind: Connection
) -> None:
    person = UUID((await recorded(client)).json()["id"])
    await moves(program, person, FAR)
    await looked(program)
    await moves(program, person, NEAR)
    await take_in(program)
    store, lease = program.horizon.store, timedelta(minutes=5)
    await store.look(program.today(), program.today() + timedelta(days=90), timedelta())
    job = await store.take(lease)
    assert job
    assert await store.take(lease) is None
    await behind.execute("UPDATE jobs SET run_at = now() WHERE kind = 'horizon' AND state = 'waiting'")
    assert await store.take(lease)  # its process was thought dead
    assert not await store.put(job, lease, {CandidateId(person): 3}, "1")
    assert await told(program, person) == []
    await behind.execute("UPDATE jobs SET run_at = now() WHERE kind = 'horizon' AND state = 'waiting'")
    assert await looked(program) == 1


async def test_one_who_cannot_be_ranked_keeps_nobody_else_from_it(
    program: Program,
    client: httpx.AsyncClient,
    behind: Connection,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await a_vacancy(client, starts=None, closes=None)
    people = [UUID((await recorded(client)).json()["id"]) for _ in range(3)]
    for person in people:
        await moves(program, person, FAR)
    await looked(program)
    for person in people:
        await moves(program, person, NEAR)

    def but_one(profiles: Sequence[Profile]) -> Block:
        if any(one.candidate.id == people[1] for one in profiles):
            raise ValueError
        return Block(profiles)

    with monkeypatch.context() as broken:
        broken.setattr(horizon, "Block", but_one)
        assert await looked(program) == 2
    assert f"{horizon.UNRANKED}: 1" in caplog.text
    stands = "SELECT snapshot, viable FROM horizon_entries WHERE candidate_id = $1"
    assert tuple(await behind.fetchrow(stands, people[1])) == (horizon.UNRANKED, 0)
    assert await looked(program) == 0  # nor is the job done over and over
    assert await told(program, people[1]) == []
    assert len(await told(program, people[0])) == 1


async def test_whose_gate_closes_is_near_no_release_at_once(
    program: Program, client: httpx.AsyncClient, behind: Connection
) -> None:
    person = UUID((await recorded(client)).json()["id"])
    await moves(program, person, NEAR)
    await looked(program)
    count = "SELECT count(*) FROM horizon_entries WHERE candidate_id = $1"
    assert await behind.fetchval(count, person) == 1
    async with program.gateway.transaction(program.actor) as tx:
        await tx.candidates.set_gates(CandidateId(person), Gates(consented=True, objected=True))
    assert await behind.fetchval(count, person) == 0
