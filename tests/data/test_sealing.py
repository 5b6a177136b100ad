"""The chain finds out whoever has been at the trail, and names the first row."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.sealing import PostgresSealStore
from matching.model import Actor
from matching.trail import Act, Anchor, Fault, FaultKind
from tests.postgres import Fresh
from tests.staff import OFFICER

Rows = list[tuple[int, int]]
"""(position, seq)"""


@pytest.fixture
def seals(worker: Database) -> PostgresSealStore:
    return PostgresSealStore(worker)


@pytest_asyncio.fixture
async def intruder(fresh: Fresh) -> AsyncIterator[Connection]:
    """A superuser who has put the triggers to sleep."""
    connection = await asyncpg.connect(fresh.url("postgres"))
    await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()


async def read(gateway: PostgresGateway, *numbers: int) -> None:
    for number in numbers:
        async with gateway.transaction(replace(OFFICER, purpose=f"purpose {number}"), read_only=True) as tx:
            tx.trail.note(Act.READ, [UUID(int=number)], "facts", entity="trail")


@pytest_asyncio.fixture
async def sealed(gateway: PostgresGateway, seals: PostgresSealStore, intruder: Connection) -> Rows:
    """Two runs of sealing, and the last 20 rows, which are ours."""
    await read(gateway, *range(10))
    assert await seals.seal() >= 10
    await read(gateway, *range(10, 20))
    assert await seals.seal() == 10
    rows = await intruder.fetch("SELECT position, seq FROM trail_links ORDER BY position DESC LIMIT 20")
    return [tuple(row) for row in reversed(rows)]


async def first_fault(seals: PostgresSealStore, *anchors: Anchor) -> Fault | None:
    found = await seals.verify(anchors)
    return found.faults[0] if found.faults else None


async def test_an_untouched_chain_holds(seals: PostgresSealStore, sealed: Rows, intruder: Connection) -> None:
    end = await seals.anchor()
    assert end is not None
    heard: list[tuple[int, int]] = []
    found = await seals.verify([end], lambda done, total: heard.append((done, total)))
    assert (found.faults, found.anchors, found.links) == ((), 1, end.position)
    assert heard[-1] == (end.position, end.position)
    assert await seals.seal() == 0
    assert (await seals.lag()).rows == 0
    last = await seals.sealed()
    assert last
    assert (last.position, last.at) == (
        end.position,
        await intruder.fetchval("SELECT max(at) FROM trail_seals"),
    )
    assert end.position == await intruder.fetchval("SELECT count(*) FROM trail")


async def test_a_link_is_the_hash_of_the_one_before_and_the_row(
    seals: PostgresSealStore, sealed: Rows, intruder: Connection
) -> None:
    line = await intruder.fetchval(
        """SELECT ROW(t.seq, t.xid::text, (extract(epoch FROM t.at) * 1000000)::bigint, t.account, t.role,
               t.duty, t.unit, t.purpose, t.request, t.act, t.entity, t.record_id, t.subject, t.fields, t.digests)::text
           FROM trail t JOIN trail_links l USING (seq) WHERE l.position = 1"""
    )
    assert await intruder.fetchval("SELECT link FROM trail_links WHERE position = 1") == (
        sha256(bytes(32) + line.encode()).digest()
    )


@pytest.mark.parametrize(
    "change",
    ["account = gen_random_uuid()", "at = at + interval '1 microsecond'", "fields = '{window}'",
     "subject = NULL", "purpose = 'lain'", "act = 'rank'", "digests = '{}'", "request = gen_random_uuid()"],
)  # fmt: skip
async def test_a_changed_row_is_named(
    seals: PostgresSealStore, sealed: Rows, intruder: Connection, change: str
) -> None:
    for position, seq in (sealed[7], sealed[3]):
        await intruder.execute(f"UPDATE trail SET {change} WHERE seq = $1", seq)
        assert await first_fault(seals) == Fault(FaultKind.CHANGED, position, seq)


async def test_a_missing_row_is_named(seals: PostgresSealStore, sealed: Rows, intruder: Connection) -> None:
    position, seq = sealed[5]
    await intruder.execute("DELETE FROM trail WHERE seq = $1", seq)
    assert await first_fault(seals) == Fault(FaultKind.MISSING, position, seq)
    await intruder.execute("DELETE FROM trail_links WHERE seq = $1", seq)
    assert await first_fault(seals) == Fault(FaultKind.GAP, position)


async def test_a_row_put_in_between_is_named(
    seals: PostgresSealStore, sealed: Rows, intruder: Connection
) -> None:
    put = """INSERT INTO trail (seq, xid, act, entity) OVERRIDING SYSTEM VALUE
             SELECT $2, xid, 'read', 'candidates' FROM trail WHERE seq = $1"""
    position, seq = sealed[-1]
    await intruder.execute(put, seq, seq + 1)
    assert await first_fault(seals) == Fault(FaultKind.INSERTED, position, seq + 1)
    await intruder.execute(put, seq, -1)
    assert await first_fault(seals) == Fault(FaultKind.INSERTED, 0, -1)
    assert await seals.seal() == 0, "what was put in between is not sealed afterwards"


async def test_rows_that_changed_places_are_named(
    seals: PostgresSealStore, sealed: Rows, intruder: Connection
) -> None:
    (position, seq), (_, other) = sealed[4], sealed[9]
    for was, becomes in ((seq, -1), (other, seq), (-1, other)):
        await intruder.execute("UPDATE trail_links SET seq = $2 WHERE seq = $1", was, becomes)
    assert await first_fault(seals) == Fault(FaultKind.CHANGED, position, other)


async def test_a_tail_that_was_cut_off_is_missed(
    seals: PostgresSealStore, sealed: Rows, intruder: Connection
) -> None:
    end = await seals.anchor()
    assert end is not None
    position, seq = sealed[12]
    await intruder.execute("DELETE FROM trail WHERE seq >= $1", seq)
    await intruder.execute("DELETE FROM trail_links WHERE seq >= $1", seq)
    assert await first_fault(seals) == Fault(FaultKind.TRUNCATED, position), "the last seal knows of more"
    await intruder.execute("DELETE FROM trail_seals WHERE position >= $1", position)
    assert await first_fault(seals) is None, "without an anchor nobody can tell"
    assert await first_fault(seals, end) == Fault(FaultKind.TRUNCATED, position)


async def test_a_chain_that_was_reckoned_anew_does_not_meet_its_anchors(
    seals: PostgresSealStore, sealed: Rows, intruder: Connection
) -> None:
    end = await seals.anchor()
    assert end is not None
    await intruder.execute("UPDATE trail SET account = NULL WHERE seq = $1", sealed[4][1])
    await intruder.execute("DELETE FROM trail_links; DELETE FROM trail_seals")
    await seals.seal()
    assert await first_fault(seals) is None
    found = await first_fault(seals, end)
    assert found is not None
    assert (found.kind, found.position) == (FaultKind.REWRITTEN, end.position)


async def test_an_anchor_made_after_a_rewriting_does_not_replace_the_one_of_before(
    seals: PostgresSealStore, sealed: Rows, intruder: Connection
) -> None:
    before = await seals.anchor()
    await intruder.execute("UPDATE trail SET account = NULL WHERE seq = $1", sealed[4][1])
    await intruder.execute("DELETE FROM trail_links; DELETE FROM trail_seals")
    await seals.seal()
    after = await seals.anchor()
    assert before is not None
    assert after is not None
    assert (after.position, after.link != before.link) == (before.position, True)
    found = await first_fault(seals, before, after)
    assert found is not None
    assert found.kind is FaultKind.REWRITTEN


async def test_the_database_remembers_how_far_it_was_anchored(seals: PostgresSealStore) -> None:
    assert await seals.anchored() == 0
    for position in (7, 5):
        await seals.note_anchored(position)
    assert await seals.anchored() == 7


async def test_what_is_committed_late_comes_later_in_the_chain_and_nothing_is_left_out(
    database: Database,
    gateway: PostgresGateway,
    case_worker: Actor,
    seals: PostgresSealStore,
    owner: Connection,
) -> None:
    await seals.seal()
    async with database.transaction(case_worker) as slow:
        await slow.execute("SELECT note_reads('{export}', '{candidates}', '{null}', '{null}', '{name}')")
        await read(gateway, 1, 2)
        assert await seals.seal() == 0, "somebody who began before could still come"
        assert (await seals.lag()).rows == 2
    assert await seals.seal() == 3
    assert (await seals.verify()).faults == ()
    assert await owner.fetchval("SELECT count(*) FROM trail") == await owner.fetchval(
        "SELECT count(*) FROM trail_links"
    )


async def test_many_write_while_several_seal(
    gateway: PostgresGateway, seals: PostgresSealStore, owner: Connection
) -> None:
    done = asyncio.Event()

    async def keep_sealing() -> None:
        while not done.is_set():
            await seals.seal()

    sealing = [asyncio.create_task(keep_sealing()) for _ in range(3)]
    await asyncio.gather(*(read(gateway, *range(20)) for _ in range(8)))
    done.set()
    await asyncio.gather(*sealing)
    await seals.seal()
    assert (await seals.verify()).faults == ()
    assert await owner.fetchval("SELECT count(*) FROM trail WHERE act = 'read'") == 160
    assert await owner.fetchval("SELECT count(*) FROM trail") == await owner.fetchval(
        "SELECT max(position) FROM trail_links"
    )


async def test_a_sealing_that_is_killed_leaves_no_half_chain(
    fresh: Fresh, gateway: PostgresGateway, seals: PostgresSealStore, owner: Connection
) -> None:
    await seals.seal()
    await read(gateway, *range(5))
    superuser = await asyncpg.connect(fresh.url("postgres"))
    async with superuser.transaction():
        await superuser.execute("LOCK trail_seals IN SHARE MODE")  # its links are written, its seal waits
        sealing = asyncio.create_task(seals.seal())
        waiting = (
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        while (pid := await superuser.fetchval(waiting)) is None:  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.01)
        await superuser.execute("SELECT pg_terminate_backend($1)", pid)
        with pytest.raises(Exception, match="reached"):
            await sealing
    await superuser.close()
    assert (await seals.verify()).faults == ()
    assert await seals.seal() == 5
    assert (await seals.verify()).faults == ()


async def test_after_a_restore_elsewhere_the_chain_goes_on(
    seals: PostgresSealStore, sealed: Rows, gateway: PostgresGateway, intruder: Connection
) -> None:
    """Transactions are numbered anew there: rows that were not sealed yet may have any number."""
    await read(gateway, 31, 32)
    await intruder.execute("UPDATE trail SET xid = '99999999' WHERE purpose = 'purpose 31'")
    await intruder.execute("UPDATE trail_seals SET bound = '99999990'")
    await intruder.execute("UPDATE meta SET incarnation = gen_random_uuid()")
    assert (await seals.verify()).faults == ()
    assert await seals.seal() == 2
    await read(gateway, 33)
    assert await seals.seal() == 1
    assert (await seals.verify()).faults == ()
