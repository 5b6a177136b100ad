"""The parts of a candidate's record that are kept in rows of their own: certificates and windows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from data.candidate_rows import (
    certificate_of,
    certificate_row,
    current_window_of,
    supervision_row,
    window_row,
)
from data.journal import Journal
from data.queries import load
from data.rows import Row, chunks, in_chunks
from matching.errors import NotFound
from matching.model import Candidate, CandidateId, Certificate
from matching.release import ReleaseWindow, Supervision

Window = tuple[ReleaseWindow | None, Supervision | None]


async def certificates_by_holder(
    connection: Any, candidates: Sequence[CandidateId]
) -> Mapping[CandidateId, list[Certificate]]:
    """Certificates of each in the holder's order; an empty list for who has none."""
    found: dict[CandidateId, list[Certificate]] = defaultdict(list)
    for row in await load("certificates")["certificates_of"].fetch(connection, candidates=candidates):
        found[row["candidate_id"]].append(certificate_of(row))
    return found


class CertificateRows:
    """Certificates, in their holder's order."""

    def __init__(self, connection: Any, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal
        self._queries = load("certificates")

    async def of(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, list[Certificate]]:
        return await certificates_by_holder(self._connection, candidates)

    async def add(self, candidates: Iterable[Candidate]) -> None:
        """Certificates of new candidates."""
        await in_chunks(self._queries["put_certificates"].fetch, self._connection, _rows(candidates))

    async def put(self, certificates: Sequence[tuple[CandidateId, Certificate]]) -> set[CandidateId]:
        """Insert or replace by id, the last one of an id counting; whose have changed."""
        latest = {certificate.id: (holder, certificate) for holder, certificate in certificates}
        await self._note(
            certificates=list(latest), holders={one: holder for one, (holder, _) in latest.items()}
        )
        rows = [certificate_row(holder, certificate, None) for holder, certificate in latest.values()]
        return await self._put(rows)

    async def replace_all(self, candidates: Sequence[Candidate]) -> None:
        """Let these candidates have the certificates that they name, in that order, and no others."""
        if not candidates:
            return
        holders = {c.id: candidate.id for candidate in candidates for c in candidate.certificates}
        known = await self._note(
            certificates=list(holders), candidates=[one.id for one in candidates], holders=holders
        )
        await self._queries["remove_certificates"].execute(
            self._connection, certificates=[one for one in known if one not in holders]
        )
        await self._put(_rows(candidates))

    async def _put(self, rows: Sequence[Row]) -> set[CandidateId]:
        changed: set[CandidateId] = set()
        for some in chunks(rows):
            answer = await self._queries["put_certificates"].fetch(self._connection, rows=some)
            changed.update(row["candidate_id"] for row in answer)
        return changed

    async def _note(
        self,
        *,
        certificates: Sequence[UUID],
        candidates: Sequence[UUID] = (),
        holders: Mapping[Any, CandidateId],
    ) -> list[UUID]:
        """Keep the rows as they are; ids of those that there are. Raises NotFound when one has another holder."""
        rows = await self._queries["images_of_certificates"].fetch(
            self._connection, certificates=certificates, candidates=candidates
        )
        for row in rows:
            if holders.get(row["id"], row["candidate_id"]) != row["candidate_id"]:
                raise NotFound("certificate")
            self._journal.note("certificate", row["id"], row["image"], candidate=row["candidate_id"])
        for certificate, holder in holders.items():
            self._journal.note("certificate", certificate, None, candidate=holder)
        return [row["id"] for row in rows]


class WindowRows:
    """Current windows and supervisions; what was current before stays, as superseded."""

    def __init__(self, connection: Any, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal
        self._queries = load("windows")

    async def current(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, Window]:
        rows = await self._queries["current_windows_of"].fetch(self._connection, candidates=candidates)
        return {row["id"]: current_window_of(row) for row in rows}

    async def add(
        self, windows: Iterable[tuple[CandidateId, ReleaseWindow | None, Supervision | None]]
    ) -> None:
        """For candidates who have none that is current."""
        given = list(windows)
        await self._write("add_windows", [window_row(one, window) for one, window, _ in given if window])
        await self._write(
            "add_supervisions", [supervision_row(one, new) for one, _, new in given if new is not None]
        )

    async def change(self, windows: Mapping[CandidateId, Window]) -> None:
        """End the current ones and let these be current."""
        if not windows:
            return
        candidates = list(windows)
        rows = await self._queries["images_of_windows"].fetch(self._connection, candidates=candidates)
        for row in rows:
            self._journal.note("window", row["id"], row["image"], candidate=row["id"])
        await self._queries["supersede_windows"].execute(self._connection, candidates=candidates)
        await self._queries["supersede_supervisions"].execute(self._connection, candidates=candidates)
        await self.add((one, window, supervision) for one, (window, supervision) in windows.items())

    async def _write(self, query: str, rows: Sequence[Row]) -> None:
        await in_chunks(self._queries[query].execute, self._connection, rows)


def _rows(candidates: Iterable[Candidate]) -> list[Row]:
    return [
        certificate_row(candidate.id, certificate, position)
        for candidate in candidates
        for position, certificate in enumerate(candidate.certificates)
    ]
