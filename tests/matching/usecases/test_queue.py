"""Working off *possibly the same person*: nobody is merged by guess, nothing is lost, everything can be taken back."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from data.pool import Connection, Database
from matching.errors import AlreadyDecided, InvalidValue, NotFound, UndoRefused
from matching.intake.columns import ImportKind
from matching.intake.rows import SheetRow
from matching.model import CandidateId, ExternalReference, QueuedRowId
from matching.model.records import CandidateRecord, QueueOutcome
from matching.usecases.imports import (
    Desk,
    ImportReport,
    Mode,
    Sheet,
    dismiss_row,
    import_rows,
    list_imports,
    list_queue,
    resolve_row,
    undo_import,
)
from matching.usecases.imports.answers import Joined, New
from matching.usecases.imports.queue import Waiting
from tests.matching.intake.sheets import example
from tests.matching.usecases.desks import desk_on
from tests.staff import COLLEAGUE

PEOPLE, CERTIFICATES, WINDOWS = ImportKind.CANDIDATES, ImportKind.CERTIFICATES, ImportKind.WINDOWS
SECOND_NIK = "3577014107900002"


@pytest.fixture
def desk(database: Database) -> Desk:
    return desk_on(database)


async def imported(
    desk: Desk, kind: ImportKind, row: dict[str, str], source: str | None = None
) -> ImportReport:
    sheet = Sheet(kind, list(row), [SheetRow(2, row)], "d" * 64, source)
    return await import_rows(sheet, desk, Mode(), lambda *_: None)


def person(**changed: str) -> dict[str, str]:
    return example(PEOPLE, **changed)


def namesake(**changed: str) -> dict[str, str]:
    """A row of another system about somebody of the same name and birth date."""
    return person(
        **{"source": "BLK", "key": "G-1", "nik": "", "register_number": "", "education": "D3"} | changed
    )


async def everybody(desk: Desk) -> Sequence[CandidateRecord]:
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        return (await tx.candidates.page(limit=100, cursor=None)).records


async def queue(desk: Desk, *, decided: bool = False) -> list[Waiting]:
    return list((await list_queue(desk, limit=100, decided=decided)).records)


async def waiting(
    desk: Desk, row: dict[str, str], kind: ImportKind = PEOPLE, source: str | None = None
) -> QueuedRowId:
    assert (await imported(desk, kind, row, source)).queued == 1
    one = (await queue(desk))[-1].row.id
    assert one
    return one


async def somebody(desk: Desk) -> CandidateRecord:
    await imported(desk, PEOPLE, person())
    [known] = await everybody(desk)
    return known


async def test_a_row_is_shown_with_who_it_may_be_and_what_speaks_for_it_but_no_number(desk: Desk) -> None:
    known = await somebody(desk)
    await waiting(desk, namesake(register_number="B.I 7/2019", religion="Hindu", phone="0812-0000-0001"))
    [shown] = await queue(desk)
    [possible] = shown.possible
    assert possible.candidate == known.id
    assert (possible.national_id_last4, possible.register_last4) == ("0001", "2024")
    assert possible.same == {"name": True, "birth_date": True, "register_number": False}
    assert shown.cells["nama"] == "Contoh Satu"
    assert shown.cells["nomor register"] == "•••2019"
    assert (shown.cells["agama"], shown.cells["telepon"]) == ("•••", "•••0001")


async def test_a_past_decision_names_nobody_who_has_gone_elsewhere(desk: Desk) -> None:
    known = await somebody(desk)
    await resolve_row(desk, await waiting(desk, namesake()), Joined(known.id))
    async with desk.gateway.transaction(desk.actor) as tx:
        await tx.transfers.hand_over(known.id, COLLEAGUE.account)
    [shown] = await queue(desk, decided=True)
    assert shown.row.decided
    assert (shown.row.decided.outcome, shown.row.decided.candidate) == (QueueOutcome.JOINED, None)
    assert str(known.id) not in repr(shown)


async def test_a_row_joined_to_a_person_is_taken_in_as_an_import_that_undo_takes_back(desk: Desk) -> None:
    before = await somebody(desk)
    row = await waiting(desk, namesake())
    report = await resolve_row(desk, row, Joined(before.id))
    assert (report.updated, report.refused) == (1, 0)
    assert report.import_id
    [after] = await everybody(desk)
    assert after.references == (ExternalReference("SDP", "C-0001"), ExternalReference("BLK", "G-1"))
    assert after.candidate.education != before.candidate.education
    assert await queue(desk) == []
    [decided] = [one.row.decided for one in await queue(desk, decided=True)]
    assert decided
    assert (decided.outcome, decided.candidate, decided.import_id) == (
        QueueOutcome.JOINED, before.id, report.import_id,
    )  # fmt: skip
    assert decided.by == desk.actor.account
    assert decided.at
    await undo_import(desk, report.import_id)
    [back] = await everybody(desk)
    assert replace(back, stamp=None) == replace(before, stamp=None)
    assert [one.row.id for one in await queue(desk)] == [row]


async def test_a_row_of_a_new_person_makes_one_and_undo_lets_the_row_wait_again(desk: Desk) -> None:
    known = await somebody(desk)
    row = await waiting(desk, namesake())
    report = await resolve_row(desk, row, New())
    assert report.created == 1
    assert report.import_id
    other = next(one for one in await everybody(desk) if one.id != known.id)
    assert other.references == (ExternalReference("BLK", "G-1"),)
    [decided] = [one.row.decided for one in await queue(desk, decided=True)]
    assert decided
    assert (decided.outcome, decided.candidate) == (QueueOutcome.NEW, other.id)
    await undo_import(desk, report.import_id)
    assert [one.id for one in await everybody(desk)] == [known.id]
    assert [one.row.id for one in await queue(desk)] == [row]


async def test_a_dismissed_row_stays_recorded_and_does_not_come_back_as_new_noise(desk: Desk) -> None:
    known = await somebody(desk)
    row = await waiting(desk, namesake())
    await dismiss_row(desk, row, " baris ganda ")
    assert await queue(desk) == []
    again = await imported(desk, PEOPLE, namesake())
    assert (again.unchanged, again.queued, again.import_id) == (1, 0, None)
    assert await queue(desk) == []
    [decided] = [one.row.decided for one in await queue(desk, decided=True)]
    assert decided
    assert (decided.outcome, decided.reason, decided.by) == (
        QueueOutcome.DISMISSED, "baris ganda", desk.actor.account,
    )  # fmt: skip
    assert (await resolve_row(desk, row, Joined(known.id))).updated == 1, "a dismissal is no last word"


async def test_a_row_taken_in_does_not_wait_again_when_its_file_comes_again(desk: Desk) -> None:
    await somebody(desk)
    nameless = person(key="", nik="", register_number="", name="Contoh Tiga")
    await resolve_row(desk, await waiting(desk, nameless), New())
    again = await imported(desk, PEOPLE, nameless)
    assert (again.unchanged, again.queued) == (1, 0)
    assert len(await everybody(desk)) == 2


async def test_a_decision_that_changes_nothing_is_recorded_all_the_same(desk: Desk) -> None:
    known = await somebody(desk)
    row = await waiting(desk, namesake(key="", education=person()["pendidikan"]))
    report = await resolve_row(desk, row, Joined(known.id))
    assert (report.unchanged, report.updated) == (1, 0)
    assert report.import_id in [one.id for one in (await list_imports(desk, limit=10)).records]
    assert await queue(desk) == []


async def test_nobody_decides_twice(desk: Desk) -> None:
    known = await somebody(desk)
    row = await waiting(desk, namesake())
    await resolve_row(desk, row, Joined(known.id))
    for attempt in (resolve_row(desk, row, New()), dismiss_row(desk, row, "salah")):
        with pytest.raises(AlreadyDecided):
            await attempt


async def test_of_two_who_decide_at_once_one_is_told(desk: Desk) -> None:
    known = await somebody(desk)
    row = await waiting(desk, namesake())
    attempts = [resolve_row(desk, row, said) for said in (Joined(known.id), New(), New())]
    answers = await asyncio.gather(*attempts, return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == [
        "AlreadyDecided",
        "AlreadyDecided",
        "ImportReport",
    ]


async def test_what_speaks_against_it_holds_the_row_back(desk: Desk) -> None:
    known = await somebody(desk)
    stranger = person(nik="", register_number="", name="Orang Lain", birth_date="01/01/1980")
    row = await waiting(desk, stranger)
    report = await resolve_row(desk, row, New())
    assert [(one.column, one.value) for one in report.problems] == [("kunci sumber", "•••")]
    assert (report.import_id, len(await queue(desk))) == (None, 1)
    await imported(
        desk,
        PEOPLE,
        person(key="C-2", nik=SECOND_NIK, register_number="", name="Dua", birth_date="02/02/1992"),
    )
    other = next(one for one in await everybody(desk) if one.id != known.id)
    assert not (await resolve_row(desk, row, Joined(other.id))).fine
    with pytest.raises(NotFound):
        await resolve_row(desk, row, Joined(CandidateId(UUID(int=999))))
    with pytest.raises(NotFound):
        await resolve_row(desk, QueuedRowId(UUID(int=999)), New())
    assert (await resolve_row(desk, row, Joined(known.id))).updated == 1, "a person may change the name"


async def test_another_nik_than_the_stored_one_is_not_joined(desk: Desk) -> None:
    known = await somebody(desk)
    row = await waiting(desk, namesake(nik=SECOND_NIK))
    report = await resolve_row(desk, row, Joined(known.id))
    assert [one.column for one in report.problems if not one.remark] == ["NIK"]
    assert list(await everybody(desk)) == [known]


@pytest.mark.parametrize("kind", [CERTIFICATES, WINDOWS])
async def test_certificates_and_windows_wait_and_are_taken_in_too(desk: Desk, kind: ImportKind) -> None:
    known = await somebody(desk)
    row = await waiting(desk, example(kind, key="", nik="", register_number=""), kind)
    refused = await resolve_row(desk, row, New())
    assert "impor dahulu daftar orangnya" in refused.problems[0].problem
    report = await resolve_row(desk, row, Joined(known.id))
    assert report.created == 1
    assert report.import_id
    [after] = await everybody(desk)
    assert after.candidate.certificates or after.candidate.window
    await undo_import(desk, report.import_id)
    [back] = await everybody(desk)
    assert (back.candidate.certificates, back.candidate.window) == ((), None)


async def test_the_source_of_the_command_line_waits_with_the_row(desk: Desk) -> None:
    known = await somebody(desk)
    row = {title: text for title, text in namesake().items() if title != "sistem sumber"}
    one = await waiting(desk, row, source="BLK-MADIUN")
    await resolve_row(desk, one, Joined(known.id))
    [after] = await everybody(desk)
    assert after.references[-1] == ExternalReference("BLK-MADIUN", "G-1")


async def test_a_row_goes_with_the_person_whose_it_was_said_to_be(desk: Desk, owner: Connection) -> None:
    known = await somebody(desk)
    await resolve_row(desk, await waiting(desk, namesake()), Joined(known.id))
    await waiting(desk, namesake(key="", name="Contoh Tiga"))
    async with desk.gateway.transaction(desk.actor) as tx:
        await tx.candidates.remove(known.id)
    [left] = await queue(desk, decided=True)
    assert left.cells["nama"] == "Contoh Tiga"
    assert await owner.fetchval("SELECT count(*) FROM queue_decisions") == 0


async def test_an_import_is_not_undone_under_a_row_that_was_joined_to_its_person(desk: Desk) -> None:
    first = await imported(desk, PEOPLE, person())
    [known] = await everybody(desk)
    row = await waiting(desk, namesake(key="", education=person()["pendidikan"]))
    second = await resolve_row(desk, row, Joined(known.id))
    assert first.import_id
    assert second.import_id
    with pytest.raises(UndoRefused):
        await undo_import(desk, first.import_id)
    await undo_import(desk, second.import_id)
    await undo_import(desk, first.import_id)
    assert not await everybody(desk)
    assert [one.row.possible for one in await queue(desk)] == [()]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
async def test_a_dismissal_says_why(desk: Desk, reason: str) -> None:
    await somebody(desk)
    row = await waiting(desk, namesake())
    with pytest.raises(InvalidValue):
        await dismiss_row(desk, row, reason)
    assert len(await queue(desk)) == 1
