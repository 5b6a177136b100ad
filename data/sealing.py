"""The trail as a chain of hashes, sealed and verified under the worker's role. Implements `matching.trail.SealStore`.

A link is SHA-256(link before ‖ text of the row in UTF-8), the first being made with 32 zero bytes. The chain's order is
that of sealing: a row gets the next position once every transaction that could still come before it is over, so
nothing is ever put in between. It is hashed here and not in the database, which may be the one that lies.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from data.pool import Database, Program
from data.queries import load
from matching.trail import Anchor, Fault, FaultKind, Lag, Seal, Verification

_ROWS = 5_000
_SEALER = Program(purpose="sealing the trail")


def linked(previous: bytes, line: str) -> bytes:
    """The link of a row after another."""
    return sha256(previous + line.encode()).digest()


class PostgresSealStore:
    """Sealing on a database that was opened as the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = load("sealing")

    async def seal(self) -> int:
        """Seal what can no longer be overtaken, in one transaction; how many rows, 0 while another process seals."""
        async with self._database.transaction(_SEALER) as connection:
            if not await self._queries["try_seal_lock"].fetchval(connection):
                return 0
            head = await self._queries["chain_head"].fetchrow(connection)
            query = self._queries["unsealed_rows"]
            cursor = await connection.cursor(
                query.sql, *query.arguments({name: head[name] for name in query.parameters})
            )
            position, link = head["position"], head["link"]
            while rows := await cursor.fetch(_ROWS):
                links = [link := linked(link, row["line"]) for row in rows]
                seqs = [row["seq"] for row in rows]
                await self._queries["add_links"].execute(connection, after=position, seqs=seqs, links=links)
                position += len(rows)
            if position > head["position"]:
                await self._queries["add_seal"].execute(
                    connection,
                    position=position,
                    link=link,
                    incarnation=head["incarnation"],
                    bound=head["bound"],
                )
            return int(position - head["position"])

    async def anchor(self) -> Anchor | None:
        """The end of the chain as it stands."""
        async with self._database.transaction(_SEALER, read_only=True) as connection:
            row = await self._queries["anchor"].fetchrow(connection)
        return Anchor(row["position"], row["link"], row["at"]) if row else None

    async def anchored(self) -> int:
        """Position of the last anchor that was kept in the program's own file."""
        async with self._database.transaction(_SEALER, read_only=True) as connection:
            return int(await self._queries["anchored"].fetchval(connection))

    async def note_anchored(self, position: int) -> None:
        """Remember that an anchor was kept there."""
        async with self._database.transaction(_SEALER) as connection:
            await self._queries["note_anchored"].execute(connection, position=position)

    async def lag(self) -> Lag:
        """What is not sealed yet."""
        async with self._database.transaction(_SEALER, read_only=True) as connection:
            head = await self._queries["chain_head"].fetchrow(connection)
            row = await self._queries["lag"].fetchrow(connection, since=head["since"])
        return Lag(row["rows"], max(0.0, row["seconds"]))

    async def sealed(self) -> Seal | None:
        """When rows were sealed last."""
        async with self._database.transaction(_SEALER, read_only=True) as connection:
            row = await self._queries["last_seal"].fetchrow(connection)
        return Seal(row["position"], row["at"]) if row else None

    async def verify(
        self, anchors: Sequence[Anchor] = (), progress: Callable[[int, int], None] | None = None
    ) -> Verification:
        """Reckon every link again from the rows; also finds rows among the sealed that never were, and what an anchor
        or a seal remembers and the chain does not have."""
        async with self._database.transaction(_SEALER, read_only=True) as connection:
            total = await self._queries["count_links"].fetchval(connection)
            # Of two of one position the first counts: the later may have been made after somebody was at the chain.
            chain = _Chain({anchor.position: anchor.link for anchor in reversed(anchors)})
            query = self._queries["sealed_rows"]
            rows = await query.fetch(connection, after=0, limit=_ROWS)
            while rows:  # the database prepares the next ones while these are reckoned
                following = query.fetch(connection, after=rows[-1]["position"], limit=_ROWS)
                rows, _ = await asyncio.gather(following, asyncio.to_thread(chain.follow, rows))
                if progress:
                    progress(chain.position, total)
            chain.end_at(await self._queries["last_seal"].fetchrow(connection))
            head = await self._queries["chain_head"].fetchrow(connection)
            stranger = await self._queries["first_unsealed_among_sealed"].fetchrow(
                connection, since=head["since"]
            )
        if stranger:
            chain.fault(FaultKind.INSERTED, stranger["position"] or 0, stranger["seq"])
        return chain.result()


@dataclass
class _Chain:
    """Follows a chain from its beginning; after a fault it goes on from the link that is stored."""

    anchors: dict[int, bytes]
    position: int = 0
    link: bytes = bytes(32)
    links: int = 0
    met: int = 0
    faults: dict[FaultKind, Fault] = field(default_factory=dict)

    def follow(self, rows: Sequence[Any]) -> None:
        """The next links with their rows."""
        anchors = self.anchors
        for position, seq, link, line in rows:
            if position != self.position + 1:
                self.fault(FaultKind.GAP, self.position + 1, None)
            if line is None:
                self.fault(FaultKind.MISSING, position, seq)
            elif linked(self.link, line) != link:
                self.fault(FaultKind.CHANGED, position, seq)
            if position in anchors:
                self._meet(anchors[position], position, link, seq)
            self.position, self.link = position, link
        self.links += len(rows)

    def end_at(self, seal: Any) -> None:
        """Whether all that anchors and the last seal know of has been there."""
        beyond = [position for position in self.anchors if position > self.position]
        if seal and seal["position"] > self.position:
            beyond.append(seal["position"])
        if beyond:
            self.fault(FaultKind.TRUNCATED, self.position + 1, None)

    def fault(self, kind: FaultKind, position: int, seq: int | None) -> None:
        """The first of a kind counts."""
        self.faults.setdefault(kind, Fault(kind, position, seq))

    def result(self) -> Verification:
        """What was found, in the order of the chain."""
        ordered = sorted(self.faults.values(), key=lambda fault: fault.position)
        return Verification(self.links, self.met, tuple(ordered))

    def _meet(self, anchored: bytes, position: int, link: bytes, seq: int) -> None:
        if anchored == link:
            self.met += 1
        else:
            self.fault(FaultKind.REWRITTEN, position, seq)
