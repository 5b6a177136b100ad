"""A snapshot with some records changed: a new snapshot that shares what has not.

A record whose text is the same only changes in its columns (a moved date re-indexes nothing); one whose text has
changed is dead in its old row and lives in a new one.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar
from uuid import UUID

import numpy as np
import numpy.typing as npt

from matching.columns import CandidateTable, Column, Mask, Rows, VacancyTable, uuid_at
from matching.model import CandidateId
from matching.model.indexed import IndexedCandidate, IndexedVacancy, MovedWindow
from matching.ports import Counts, ProfileSnapshot, Snapshot, among
from matching.world import World


class _Versioned(Protocol):
    @property
    def text_version(self) -> int: ...
    @property
    def id(self) -> UUID: ...


_V = TypeVar("_V", bound=_Versioned)


def stacked(vectors: Sequence[npt.NDArray[np.float16]]) -> npt.NDArray[np.float16]:
    """Rows of vectors, shape (len(vectors), d)."""
    return np.stack(vectors) if vectors else np.zeros((0, 0), np.float16)


def with_vacancies(
    snapshot: Snapshot,
    changed: Sequence[IndexedVacancy],
    gone: Sequence[UUID],
    world: World,
    version: str,
) -> Snapshot:
    """The snapshot after some vacancies were written and some were removed."""
    if not changed and not gone:
        return snapshot
    table = snapshot.vacancies
    rows, same, new, alive = _sorted_out(table.ids, snapshot.alive, snapshot.text_version, changed, gone)
    if same:
        table = table.with_rows(rows, VacancyTable.of([item.vacancy for item in same], world))
    after = replace(snapshot, vacancies=table, alive=alive, version=version)
    if not new:
        return after
    return replace(
        after,
        vacancies=table.concat(VacancyTable.of([item.vacancy for item in new], world)),
        alive=np.concatenate([alive, np.ones(len(new), bool)]),
        text_version=_extended(snapshot.text_version, new),
        dense=snapshot.dense.with_added(stacked([item.vector for item in new]).astype(np.float32)),
        lexical=snapshot.lexical.with_added([item.terms for item in new]),
    )


def with_candidates(
    profiles: ProfileSnapshot, changed: Sequence[IndexedCandidate], world: World, version: str
) -> ProfileSnapshot:
    """The snapshot after some people were written; nobody is removed here, since a removal leaves no trace."""
    if not changed:
        return profiles
    table = profiles.candidates
    rows, same, new, alive = _sorted_out(table.ids, profiles.alive, profiles.text_version, changed, ())
    if same:
        table = table.with_rows(rows, CandidateTable.of([item.candidate for item in same], world))
    after = replace(profiles, candidates=table, alive=alive, version=version)
    if not new:
        return after
    facets = [facet for item in new for facet in item.facets]
    owners = np.repeat(np.arange(len(new)) + len(table), [len(item.facets) for item in new])
    grown = replace(
        after,
        candidates=table.concat(CandidateTable.of([item.candidate for item in new], world)),
        alive=np.concatenate([alive, np.ones(len(new), bool)]),
        text_version=_extended(profiles.text_version, new),
        owner=np.concatenate([profiles.owner, owners]),
    )
    if not facets:
        return grown
    return replace(
        grown,
        dense=profiles.dense.with_added(stacked([facet.vector for facet in facets]).astype(np.float32)),
        lexical=profiles.lexical.with_added([facet.terms for facet in facets]),
    )


def with_windows(
    profiles: ProfileSnapshot, moved: Sequence[MovedWindow], world: World, version: str
) -> ProfileSnapshot:
    """The snapshot after some windows have moved; who is not in it stays out."""
    by_id = {one.id: one for one in moved}
    table = profiles.candidates
    rows = np.flatnonzero(profiles.alive & among(table.ids, list(by_id)))
    if not rows.size:
        return profiles
    there = [by_id[CandidateId(uuid_at(table.ids, int(row)))] for row in rows]
    return replace(profiles, candidates=table.with_windows(rows, there, world), version=version)


def left(profiles: ProfileSnapshot, gone: Sequence[UUID]) -> bool:
    """Whether somebody who is gone has a trace here, in a row that is alive or dead."""
    return bool(among(profiles.candidates.ids, gone).any())


def _sorted_out(
    ids: Column, alive: Mask, versions: Counts, changed: Sequence[_V], gone: Sequence[UUID]
) -> tuple[Rows, list[_V], list[_V], Mask]:
    """(rows of records with the same text, those records, records for new rows, what is alive afterwards)."""
    touched = np.flatnonzero(alive & among(ids, [*gone, *(item.id for item in changed)]))
    row_of = {uuid_at(ids, int(row)): int(row) for row in touched}
    same = [item for item in changed if item.id in row_of and versions[row_of[item.id]] == item.text_version]
    rows = np.array([row_of[item.id] for item in same], np.int64)
    kept = {item.id for item in same}
    after = alive.copy()
    after[touched] = False
    after[rows] = True
    return rows, same, [item for item in changed if item.id not in kept], after


def _extended(versions: Counts, new: Sequence[_V]) -> Counts:
    return np.concatenate([versions, np.array([item.text_version for item in new], np.int32)])
