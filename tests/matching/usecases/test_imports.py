"""Imports on a real database: joining, everything or nothing, the same file twice, and the way back."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice, product
from uuid import UUID

import pytest

from api.wiring.clerks import Processes
from data.pool import Connection, Database
from matching.errors import AlreadyUndone, UndoRefused
from matching.intake.columns import ImportKind, column
from matching.intake.rows import SheetRow
from matching.model import CandidateId, ExternalReference, Gates, ImportId
from matching.model.import_progress import Course
from matching.model.records import CandidateRecord, Unchecked, VacancyRecord
from matching.model.tasks import TaskKind
from matching.publishing import Decision
from matching.usecases.imports import (
    Desk,
    ImportReport,
    Mode,
    Sheet,
    Stage,
    begin,
    follow,
    import_rows,
    list_imports,
    list_queue,
    progress_of,
    under_way,
    undo_import,
)
from matching.usecases.imports.bulk import PIECE
from matching.usecases.imports.clerks import Clerk
from matching.vocabulary import Education, EmployerVerification, VacancyStatus
from tests.matching.intake.sheets import example
from tests.matching.usecases.desks import desk_on
from tests.postgres import Fresh
from tests.staff import PLANNER

ORDER = (
    ImportKind.CANDIDATES,
    ImportKind.CERTIFICATES,
    ImportKind.WINDOWS,
    ImportKind.EMPLOYERS,
    ImportKind.VACANCIES,
)
WHOLE = Mode()
SECOND_NIK = "3577014107900002"


@pytest.fixture
def desk(database: Database) -> Desk:
    return desk_on(database)


async def imported(
    desk: Desk, kind: ImportKind, *rows: dict[str, str], mode: Mode = WHOLE, source: str | None = None
) -> ImportReport:
    header = list(dict.fromkeys(title for row in rows for title in row))
    sheet = Sheet(kind, header, [SheetRow(i, row) for i, row in enumerate(rows, 2)], "d" * 64, source)
    report = await import_rows(sheet, desk, mode, lambda *_: None)
    counted = (
        report.created,
        report.updated,
        report.unchanged,
        report.queued,
        report.refused,
        report.held_back,
    )
    assert sum(counted) == report.rows
    return report


def person(**changed: str) -> dict[str, str]:
    return example(ImportKind.CANDIDATES, **changed)


async def everybody(desk: Desk) -> Sequence[CandidateRecord]:
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        return (await tx.candidates.page(limit=100, cursor=None)).records


async def test_the_examples_of_all_templates_import_and_the_second_time_change_nothing(desk: Desk) -> None:
    for kind in ORDER:
        report = await imported(desk, kind, example(kind))
        assert (report.created, report.problems) == (1, ()), kind
    for kind in ORDER:
        report = await imported(desk, kind, example(kind))
        assert (report.unchanged, report.import_id) == (1, None), kind
    assert len((await list_imports(desk, limit=10)).records) == len(ORDER)


async def test_what_the_lists_say_is_what_is_stored(desk: Desk) -> None:
    for kind in ORDER:
        await imported(desk, kind, example(kind))
    [record] = await everybody(desk)
    someone = record.candidate
    assert (someone.home, someone.education, record.identity.district) == ("35.19", Education.SMA, "Mejayan")
    assert someone.gates == Gates(consented=True)
    assert [one.title for one in someone.certificates] == ["Plate Welder SMAW 3G-Up/PF"]
    assert someone.window is not None
    assert someone.window.expected == date(2027, 3, 15)
    assert record.references == (ExternalReference("SDP", "C-0001"),)
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        [vacancy] = (await tx.vacancies.page(limit=5, cursor=None)).records
    assert (vacancy.vacancy.place, vacancy.vacancy.openings) == ("35.19", 4)
    assert vacancy.vacancy.employer_verified
    assert vacancy.vacancy.understood == (("7212", 1.0),)


async def turned(desk: Desk, **changed: str) -> tuple[Gates, list[str]]:
    """The gates after a list that says this of the person, and the columns with a remark; the same list once more
    changes nothing."""
    await imported(desk, ImportKind.CANDIDATES, person(**changed))
    report = await imported(desk, ImportKind.CANDIDATES, person(**changed))
    assert (report.unchanged, report.fine) == (1, True)
    [record] = await everybody(desk)
    return record.candidate.gates, [one.column for one in report.problems]


async def test_a_list_opens_the_gate_once_and_what_was_closed_stays_closed(desk: Desk) -> None:
    assert await turned(desk, consent="") == (Gates(consented=False), [])
    assert await turned(desk) == (Gates(consented=True), [])
    assert await turned(desk, consent="tidak") == (Gates(consented=False), [])
    assert await turned(desk) == (Gates(consented=False), ["persetujuan"])


async def test_a_list_ends_no_objection(desk: Desk) -> None:
    assert await turned(desk, objection="ya") == (Gates(consented=True, objected=True), [])
    assert await turned(desk, objection="tidak") == (Gates(consented=True, objected=True), ["keberatan"])


async def test_for_a_child_a_list_opens_nothing(desk: Desk) -> None:
    born = f"17/08/{desk.reading.today.year - 16}"
    gates, remarks = await turned(desk, birth_date=born, nik="")
    assert (gates, remarks) == (Gates(consented=False), ["persetujuan"])


async def test_undoing_a_list_opens_no_gate_that_it_has_closed(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    closing = await imported(desk, ImportKind.CANDIDATES, person(consent="tidak", education="D3"))
    assert closing.import_id
    await undo_import(desk, closing.import_id)
    [record] = await everybody(desk)
    assert (record.candidate.gates, record.candidate.education) == (Gates(consented=False), Education.SMA)


async def test_a_list_for_somebody_whose_processing_is_suspended_is_no_change(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    [record] = await everybody(desk)
    async with desk.gateway.transaction(desk.actor) as tx:
        await tx.consents.suspend(record.id, restricted=True)
    assert (await imported(desk, ImportKind.CANDIDATES, person())).unchanged == 1


async def test_one_wrong_row_keeps_all_from_being_stored(desk: Desk) -> None:
    report = await imported(desk, ImportKind.CANDIDATES, person(), person(key="C-0002", home="Madiun"))
    assert (report.refused, report.held_back, report.import_id) == (1, 1, None)
    assert [(one.row, one.column, one.value) for one in report.problems] == [(3, "tempat kembali", "Madiun")]
    assert not await everybody(desk)


async def test_partial_stores_the_good_rows(desk: Desk) -> None:
    report = await imported(
        desk, ImportKind.CANDIDATES, person(), person(key="C-0002", home="Madiun"), mode=Mode(partial=True)
    )
    assert (report.created, report.refused) == (1, 1)
    assert len(await everybody(desk)) == 1


async def test_a_dry_run_counts_as_the_import_would_and_stores_nothing(desk: Desk) -> None:
    dry = await imported(desk, ImportKind.CANDIDATES, person(), mode=Mode(dry_run=True))
    assert (dry.created, dry.import_id) == (1, None)
    assert not await everybody(desk)
    assert not (await list_imports(desk, limit=10)).records


async def test_a_transferred_person_with_the_same_nik_is_one_person_with_two_references(desk: Desk) -> None:
    moved = person(source="SDP-NGAWI", key="N-77", register_number="B.I 9/2025", name="CONTOH SATU")
    report = await imported(desk, ImportKind.CANDIDATES, person(), moved)
    assert (report.created, report.updated) == (1, 1)
    [record] = await everybody(desk)
    assert record.references == (ExternalReference("SDP", "C-0001"), ExternalReference("SDP-NGAWI", "N-77"))
    again = await imported(desk, ImportKind.CANDIDATES, person(), moved)
    assert again.unchanged == 2


async def test_a_number_is_taken_from_a_list_only_where_it_is_another_one(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    moved = person(register_number="B.I 9/2026")
    assert (await imported(desk, ImportKind.CANDIDATES, moved)).updated == 1
    assert (await imported(desk, ImportKind.CANDIDATES, moved)).unchanged == 1
    [record] = await everybody(desk)
    assert record.register_last4 == "2026"
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        assert set((await tx.candidates.by_register_number(["B.I 9/2026"])).values()) == {record.id}
        assert set((await tx.candidates.by_national_id([person()["NIK"]])).values()) == {record.id}


async def test_what_two_rows_say_of_one_person_s_protected_attributes_is_kept_together(
    desk: Desk, owner: Connection
) -> None:
    await imported(desk, ImportKind.CANDIDATES, person(sex="", religion=""))
    first, second = (
        person(sex="perempuan", religion=""),
        person(source="SDP-NGAWI", key="N-77", sex="", religion="Hindu"),
    )
    await imported(desk, ImportKind.CANDIDATES, first, second)
    assert tuple(await owner.fetchrow("SELECT sex, religion FROM protected_attributes")) == (
        "female",
        "Hindu",
    )


async def test_a_key_and_a_nik_of_two_people_are_a_problem(desk: Desk) -> None:
    other = person(
        key="C-0002", nik=SECOND_NIK, name="Contoh Dua", birth_date="01/07/1990", register_number=""
    )
    await imported(desk, ImportKind.CANDIDATES, person(), other)
    report = await imported(desk, ImportKind.CANDIDATES, person(nik=SECOND_NIK))
    [problem] = [one for one in report.problems if not one.remark]
    assert (problem.column, problem.value) == ("NIK", "•••")
    assert report.refused == 1


async def test_a_key_does_not_turn_one_person_into_another(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    [before] = await everybody(desk)
    other_number = await imported(desk, ImportKind.CANDIDATES, person(nik=SECOND_NIK, name="Orang Lain"))
    assert [one.column for one in other_number.problems if not one.remark] == ["NIK"]
    stranger = person(nik="", register_number="", name="Orang Lain", birth_date="01/01/1980")
    assert (await imported(desk, ImportKind.CANDIDATES, stranger)).queued == 1
    corrected = person(nik="", register_number="", name="Contoh Satu Diperbaiki")
    assert (await imported(desk, ImportKind.CANDIDATES, corrected)).updated == 1
    [after] = await everybody(desk)
    assert (after.id, after.identity.birth_date) == (before.id, before.identity.birth_date)
    assert after.national_id_last4 == before.national_id_last4


async def test_a_name_and_a_birth_date_never_join_but_wait_for_somebody_to_say(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    [known] = await everybody(desk)
    namesake = person(source="BLK", key="G-1", nik="", register_number="")
    nameless = person(key="", nik="", register_number="", name="Contoh Tiga")
    report = await imported(desk, ImportKind.CANDIDATES, namesake, nameless)
    assert (report.queued, report.created) == (2, 0)
    waiting = (await list_queue(desk, limit=10)).records
    assert [one.row.possible for one in waiting] == [(known.id,), ()]
    again = await imported(desk, ImportKind.CANDIDATES, namesake, nameless)
    assert (again.unchanged, again.import_id) == (2, None)


async def test_a_register_number_alone_does_not_join_another_name(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    other = person(key="", nik="", name="Orang Lain", birth_date="02/02/1992")
    assert (await imported(desk, ImportKind.CANDIDATES, other)).queued == 1
    same = person(key="", nik="", education="D3")
    assert (await imported(desk, ImportKind.CANDIDATES, same)).updated == 1


async def test_a_blank_cell_changes_nothing_that_is_known(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    [before] = await everybody(desk)
    said = {
        title: text for title, text in person().items() if title in ("sistem sumber", "kunci sumber", "nama")
    }
    short = said | {"tempat kembali": "Kab. Madiun", "pendidikan": "SMA", "persetujuan": "", "telepon": ""}
    assert (await imported(desk, ImportKind.CANDIDATES, short)).unchanged == 1
    [after] = await everybody(desk)
    assert after == before


async def test_parts_of_somebody_unknown_are_refused_and_say_what_to_import_first(desk: Desk) -> None:
    for kind in (ImportKind.CERTIFICATES, ImportKind.WINDOWS):
        report = await imported(desk, kind, example(kind))
        assert "impor dahulu daftar orangnya" in report.problems[0].problem
    vacancy = await imported(desk, ImportKind.VACANCIES, example(ImportKind.VACANCIES))
    assert "impor dahulu daftar pemberi kerja" in vacancy.problems[0].problem


async def test_a_date_that_moves_is_a_new_window_and_the_old_one_stays_recorded(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    await imported(desk, ImportKind.WINDOWS, example(ImportKind.WINDOWS))
    moved = example(ImportKind.WINDOWS, expected="01/04/2027")
    assert (await imported(desk, ImportKind.WINDOWS, moved)).updated == 1
    [record] = await everybody(desk)
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        windows = await tx.candidates.windows(record.id)
    assert [one.expected for one in windows] == [date(2027, 4, 1), date(2027, 3, 15)]


async def test_a_certificate_is_known_by_its_number_and_is_not_doubled(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    await imported(desk, ImportKind.CERTIFICATES, example(ImportKind.CERTIFICATES))
    confirmed = example(ImportKind.CERTIFICATES, verification="dikonfirmasi penerbit")
    other = example(ImportKind.CERTIFICATES, number="lain 2", title="Barista")
    report = await imported(desk, ImportKind.CERTIFICATES, confirmed, other)
    assert (report.updated, report.created) == (1, 1)
    [record] = await everybody(desk)
    assert [one.title for one in record.candidate.certificates] == ["Plate Welder SMAW 3G-Up/PF", "Barista"]


async def test_a_changed_title_is_read_anew(desk: Desk) -> None:
    await imported(desk, ImportKind.EMPLOYERS, example(ImportKind.EMPLOYERS))
    satpam = example(ImportKind.VACANCIES, title="Satpam", occupation="", status="draf")
    await imported(desk, ImportKind.VACANCIES, satpam)
    report = await imported(
        desk, ImportKind.VACANCIES, satpam | {"jabatan": "Operator jahit", "status lowongan": "buka"}
    )
    assert report.updated == 1
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        [record] = (await tx.vacancies.page(limit=5, cursor=None)).records
    assert record.vacancy.fields == frozenset()
    assert record.vacancy.status is VacancyStatus.OPEN


async def the_vacancy(desk: Desk) -> VacancyRecord:
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        [record] = (await tx.vacancies.page(limit=5, cursor=None)).records
    assert isinstance(record, VacancyRecord)
    return record


async def test_with_the_setting_an_open_vacancy_is_imported_as_a_draft_and_undone_as_it_was(
    database: Database,
) -> None:
    desk = desk_on(database)
    checked = replace(desk, staff_checked=True)
    await imported(desk, ImportKind.EMPLOYERS, example(ImportKind.EMPLOYERS))
    await imported(desk, ImportKind.VACANCIES, example(ImportKind.VACANCIES))
    assert (await the_vacancy(desk)).vacancy.status is VacancyStatus.OPEN
    new_words = example(ImportKind.VACANCIES, title="Operator jahit")
    report = await imported(checked, ImportKind.VACANCIES, new_words)
    waiting = await the_vacancy(desk)
    assert (waiting.vacancy.status, waiting.unchecked) == (VacancyStatus.DRAFT, Unchecked.STAFF)
    assert "tetap rancangan" in str(report.problems)
    assert report.import_id is not None
    again = await imported(checked, ImportKind.VACANCIES, new_words)
    assert (again.updated, (await the_vacancy(desk)).vacancy.status) == (0, VacancyStatus.DRAFT)
    await undo_import(desk, report.import_id)
    back = await the_vacancy(desk)
    assert (back.vacancy.status, back.unchecked) == (VacancyStatus.OPEN, None)


async def test_no_list_publishes_what_asks_for_money_or_papers(desk: Desk) -> None:
    await imported(desk, ImportKind.EMPLOYERS, example(ImportKind.EMPLOYERS))
    asks = example(
        ImportKind.VACANCIES, description="Peserta membayar biaya pendaftaran. Ijazah asli ditahan."
    )
    report = await imported(desk, ImportKind.VACANCIES, asks)
    waiting = await the_vacancy(desk)
    assert (waiting.vacancy.status, waiting.unchecked) == (VacancyStatus.DRAFT, Unchecked.STAFF)
    said = " ".join(one.problem for one in report.problems)
    assert "Pelamar diminta membayar" in said
    assert "dokumen pribadi ditahan" in said
    async with desk.gateway.transaction(PLANNER) as tx:
        await tx.states.change_vacancy(waiting.id, Decision("open", "not_so", note="sudah diluruskan"))
    await imported(desk, ImportKind.VACANCIES, asks)
    assert (await the_vacancy(desk)).vacancy.status is VacancyStatus.OPEN, "what a planner has seen stays"


async def test_no_list_publishes_what_blocks_and_every_finding_is_told_with_its_row(desk: Desk) -> None:
    await imported(desk, ImportKind.EMPLOYERS, example(ImportKind.EMPLOYERS))
    whole = example(ImportKind.VACANCIES)[column(ImportKind.VACANCIES, "description").indonesian]
    blocked = example(
        ImportKind.VACANCIES, key="V-1", description=f"{whole}\n- Khusus pria beragama Islam\n- Belum menikah"
    )
    shut = example(
        ImportKind.VACANCIES, key="V-2", description=f"{whole}\n- Tidak menerima mantan warga binaan"
    )
    report = await imported(desk, ImportKind.VACANCIES, blocked, shut)
    async with desk.gateway.transaction(PLANNER, read_only=True) as tx:
        records = (await tx.vacancies.page(limit=5, cursor=None)).records
        tasks, _ = await tx.tasks.open(kind=None, snoozed=False, limit=50)
    assert [one.kind for one in tasks] == [TaskKind.VACANCY_TO_CHECK]
    stands = {one.reference.key: (one.vacancy.status, one.unchecked) for one in records if one.reference}
    assert stands == {
        "V-1": (VacancyStatus.DRAFT, Unchecked.STAFF),
        "V-2": (VacancyStatus.OPEN, None),  # a warning, to be told and not to be waited for
    }
    said = [(one.row, one.problem.split(" / ")[0]) for one in report.problems]
    assert (2, "Iklan membatasi agama atau busana keagamaan") in said
    assert (2, "Iklan membatasi status perkawinan") in said
    assert (3, "Iklan menutup diri bagi orang yang pernah dipidana") in said


async def test_no_list_takes_a_suspended_employer_in_again(desk: Desk) -> None:
    listed = example(ImportKind.EMPLOYERS)
    await imported(desk, ImportKind.EMPLOYERS, listed)
    async with desk.gateway.transaction(PLANNER) as tx:
        [record] = (await tx.employers.page(limit=5, cursor=None)).records
        await tx.states.change_employer(record.employer.id, Decision("suspended", "complaint", "Keluhan"))
    report = await imported(desk, ImportKind.EMPLOYERS, listed)
    assert "hanya dapat diubah oleh perencana" in report.problems[0].problem
    async with desk.gateway.transaction(PLANNER, read_only=True) as tx:
        [record] = (await tx.employers.page(limit=5, cursor=None)).records
    assert record.employer.verification is EmployerVerification.SUSPENDED


async def test_undo_brings_back_what_stood_before(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person())
    [before] = await everybody(desk)
    changed = await imported(
        desk,
        ImportKind.CANDIDATES,
        person(education="D3"),
        person(key="C-9", nik="", register_number="", name="Lima"),
    )
    assert changed.import_id
    await undo_import(desk, changed.import_id)
    [after] = await everybody(desk)
    assert replace(after, stamp=None) == replace(before, stamp=None)
    with pytest.raises(AlreadyUndone):
        await undo_import(desk, changed.import_id)


async def test_undo_is_refused_where_somebody_has_changed_the_record_since(desk: Desk) -> None:
    first = await imported(desk, ImportKind.CANDIDATES, person())
    await imported(desk, ImportKind.CANDIDATES, person(education="D3"))
    assert first.import_id
    with pytest.raises(UndoRefused):
        await undo_import(desk, first.import_id)


async def test_a_key_twice_in_one_file_names_the_other_row(desk: Desk) -> None:
    report = await imported(desk, ImportKind.CANDIDATES, person(), person(education="D3"))
    assert [(one.row, one.value) for one in report.problems] == [(3, "•••")]
    assert "baris 2" in report.problems[0].problem


async def test_the_source_of_the_command_line_stands_for_a_missing_column(desk: Desk) -> None:
    row = {title: text for title, text in person().items() if title != "sistem sumber"}
    assert "--source" in (await imported(desk, ImportKind.CANDIDATES, row)).problems[0].problem
    await imported(desk, ImportKind.CANDIDATES, row, source="BLK-MADIUN")
    [record] = await everybody(desk)
    assert record.references == (ExternalReference("BLK-MADIUN", "C-0001"),)


async def test_progress_reaches_the_end_of_every_stage(desk: Desk) -> None:
    heard: list[tuple[Stage, int, int]] = []
    sheet = Sheet(ImportKind.CANDIDATES, list(person()), [SheetRow(2, person())], "d" * 64)
    await import_rows(sheet, desk, Mode(), lambda *step: heard.append(step))
    assert {(stage, 1, 1) for stage in Stage} <= set(heard)


@pytest.mark.parametrize("kind", [ImportKind.CANDIDATES, ImportKind.CERTIFICATES, ImportKind.WINDOWS])
async def test_progress_never_goes_back_and_counts_every_row_of_a_long_file(
    desk: Desk, kind: ImportKind
) -> None:
    called = [
        f"Contoh {''.join(letters)}" for letters in islice(product("abcdefghijkl", repeat=4), PIECE + 1)
    ]
    for one in dict.fromkeys((ImportKind.CANDIDATES, kind)):
        rows = [
            example(one, key=f"K-{number}", nik="", register_number="", name=name)
            for number, name in enumerate(called)
        ]
        sheet = Sheet(one, list(rows[0]), [SheetRow(i, row) for i, row in enumerate(rows, 2)], "d" * 64)
        heard: list[tuple[Stage, int, int]] = []
        await import_rows(sheet, desk, WHOLE, partial(lambda said, *step: said.append(step), heard))
        stored = [done for stage, done, _ in heard if stage is Stage.STORE]
        assert stored == sorted(stored)
        assert set(stored) >= {PIECE, PIECE + 1}


async def at_its_check(desk: Desk, import_id: ImportId) -> None:
    for _ in range(3_000):
        if (await progress_of(desk.gateway, desk.actor, import_id)).stage is Stage.CHECK:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nothing is told of it")


async def test_how_far_an_import_is_can_be_read_before_it_commits_and_its_end_after(desk: Desk) -> None:
    sheet = Sheet(ImportKind.CANDIDATES, list(person()), [SheetRow(2, person())], "d" * 64)
    one = ImportId(UUID(int=99))
    assert await begin(sheet, desk, WHOLE, one)
    assert not await begin(sheet, desk, WHOLE, one)
    async with desk.gateway.transaction(desk.actor) as tx:
        await tx.candidates.take_turn()
        at_work = asyncio.create_task(follow(sheet, desk, WHOLE, one, every_s=0.01))
        await at_its_check(desk, one)
        assert [(one.id, one.done, one.rows) for one in await under_way(desk.gateway, desk.actor, 9)] == [
            (one, 0, 1)
        ]
    assert (await at_work).import_id == one
    assert (await progress_of(desk.gateway, desk.actor, one)).course is Course.DONE
    assert await under_way(desk.gateway, desk.actor, 9) == []


async def test_an_import_that_fails_or_is_stopped_says_so(desk: Desk) -> None:
    sheet = Sheet(ImportKind.CANDIDATES, list(person()), [SheetRow(2, person())], "d" * 64)
    failing, stopped = ImportId(UUID(int=98)), ImportId(UUID(int=97))

    async def keep(_: ImportReport) -> None:
        raise OSError("no place left")

    await begin(sheet, desk, Mode(dry_run=True), failing)
    with pytest.raises(OSError, match="no place left"):
        await follow(sheet, desk, Mode(dry_run=True), failing, keep=keep)
    await begin(sheet, desk, WHOLE, stopped)
    async with desk.gateway.transaction(desk.actor) as tx:
        await tx.candidates.take_turn()
        at_work = asyncio.create_task(follow(sheet, desk, WHOLE, stopped, every_s=0.01))
        await at_its_check(desk, stopped)
        at_work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await at_work
    assert [(await progress_of(desk.gateway, desk.actor, one)).course for one in (failing, stopped)] == [
        Course.FAILED
    ] * 2
    assert not await everybody(desk)


async def test_what_is_stored_of_a_new_person_is_closed_until_consent_is_given(desk: Desk) -> None:
    await imported(desk, ImportKind.CANDIDATES, person(consent=""))
    [record] = await everybody(desk)
    assert not record.candidate.gates.open
    assert record.id == CandidateId(UUID(int=1))


async def test_an_import_that_is_killed_leaves_nothing_behind(fresh: Fresh, desk: Desk) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.matching.usecases.interrupted_import", fresh.url("jembatan_app"),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert program.stdout is not None
    assert await asyncio.wait_for(program.stdout.readline(), 60) == b"2 rows written, none committed\n"
    program.kill()
    await program.wait()
    assert not await everybody(desk)
    assert not (await list_imports(desk, limit=10)).records
    report = await imported(desk, ImportKind.CANDIDATES, person())
    assert report.created == 1


async def test_however_many_clerks_read_the_outcome_is_the_same(desk: Desk) -> None:
    await imported(desk, ImportKind.EMPLOYERS, example(ImportKind.EMPLOYERS))
    rows = [example(ImportKind.VACANCIES, key=f"L-{number % 450}") for number in range(600)]
    for number in range(0, 600, 7):
        rows[number] |= example(ImportKind.VACANCIES, key=f"L-{number % 450}", wage="USD 700")
    for number in range(3, 600, 50):
        rows[number] |= example(
            ImportKind.VACANCIES, key=f"L-{number % 450}", place="Taiwan", setting="di dalam lapas"
        )
    try_out, several = (
        Mode(dry_run=True),
        Processes(2, Clerk(desk.reading, desk.trade, desk.linter), 20_000, worth=1),
    )
    alone = await imported(desk, ImportKind.VACANCIES, *rows, mode=try_out)
    together = await imported(replace(desk, clerks=several), ImportKind.VACANCIES, *rows, mode=try_out)
    assert alone.refused
    assert alone.created > 300
    assert together == alone


async def test_a_row_that_cannot_be_true_of_a_person_is_a_problem_of_its_cell(desk: Desk) -> None:
    young = person(birth_date="01/02/2011", education="S3")
    young.pop("NIK", None)
    report = await imported(desk, ImportKind.CANDIDATES, young)
    (problem,) = (one for one in report.problems if not one.remark)
    assert (report.refused, problem.column) == (1, "pendidikan")
    assert "23 tahun" in problem.problem
