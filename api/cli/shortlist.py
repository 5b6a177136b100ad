"""`jembatan shortlist`: shortlists from the request to the sheet, as the local case worker; approval as the planner."""

import json
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console

from api import shortlist_sheet, wiring
from api.cli.arguments import AsJson, AsOf, candidate_of, named, reckoned_from
from api.cli.running import with_program
from api.cli.shortlist_report import show_changes, show_list, show_lists
from api.program import Program
from api.schemas.shortlist_documents import changes_document, shortlist_document, shortlist_summary
from api.settings import load_settings
from matching.errors import NotFound
from matching.messages import Tongue
from matching.model import Actor, RunId, VacancyId
from matching.model.shortlists import ItemId, Shortlist, ShortlistId
from matching.usecases.shortlists.comparing import what_changed
from matching.workflow import AnswerReason, ItemChange, OverrideReason, State, StepReason

shortlist_app = typer.Typer(no_args_is_help=True, help="Daftar usulan. Shortlists.")
PURPOSE = "shortlists on the command line"
Which = Annotated[UUID, typer.Argument(metavar="LIST", help="Id daftar. The id of the list.")]
Row = Annotated[int, typer.Argument(metavar="ROW", min=1, help="Nomor baris. Number of the row as shown.")]
Reason = Annotated[OverrideReason, typer.Option("--reason", help="Alasan. The reason.")]
Note = Annotated[str, typer.Option("--note", help="Catatan, tanpa nama orang. A note; name nobody.")]
Vacancy = Annotated[str | None, typer.Option("--vacancy", help="Id lowongan. The vacancy's id.")]
Candidate = Annotated[
    str | None, typer.Option("--candidate", help="Id kandidat, atau SISTEM:KUNCI. Id, or SYSTEM:KEY.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(shortlist_app, name="shortlist")


def _tell(stands: Shortlist, actor: Actor, *, as_json: bool) -> None:
    tongue = Tongue(load_settings().language)
    document = shortlist_document(stands, actor.role, tongue)
    _print(document) if as_json else show_list(document, tongue, Console())


def _print(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


@shortlist_app.command("request")
def request(
    candidate: Candidate = None, vacancy: Vacancy = None, note: Note = "", as_json: AsJson = False
) -> None:
    """Minta daftar untuk satu kandidat atau satu lowongan. Ask for a list for a person or for a vacancy."""
    who = named(candidate, "candidate") if candidate else None

    async def work(program: Program) -> tuple[Shortlist, Actor]:
        person = await candidate_of(program, who) if who else None
        made = await program.shortlists.request(
            program.actor,
            candidate=person,
            vacancy=VacancyId(UUID(vacancy)) if vacancy else None,
            today=program.today(),
            note=note,
        )
        return made, program.actor

    stands, actor = with_program(PURPOSE, work)
    _tell(stands, actor, as_json=as_json)


@shortlist_app.command("propose")
def propose(
    which: Which,
    size: Annotated[int | None, typer.Option("--size", min=1, max=100)] = None,
    run: Annotated[UUID | None, typer.Option("--run", help="Run tercatat. A recorded run.")] = None,
    note: Note = "",
    as_json: AsJson = False,
) -> None:
    """Isi dari peringkat yang dicatat, lalu usulkan. Fill it from a recorded ranking and propose it."""

    async def work(program: Program) -> tuple[Shortlist, Actor]:
        done = await program.shortlists.propose(
            program.actor,
            ShortlistId(which),
            today=program.today(),
            size=size,
            run=RunId(run) if run else None,
            note=note,
        )
        return done, program.actor

    stands, actor = with_program(PURPOSE, work, ranking=True)
    _tell(stands, actor, as_json=as_json)


@shortlist_app.command("list")
def list_all(
    state: Annotated[State | None, typer.Option("--state")] = None, limit: int = 50, as_json: AsJson = False
) -> None:
    """Semua daftar. All lists."""

    async def work(program: Program) -> list[dict[str, Any]]:
        rows, _ = await program.shortlists.page(program.actor, state=state, limit=limit, cursor=None)
        return [shortlist_summary(one, Tongue(program.settings.language)) for one in rows]

    rows = with_program(PURPOSE, work)
    _print({"items": rows}) if as_json else show_lists(rows, Console())


@shortlist_app.command("show")
def show(which: Which, as_json: AsJson = False) -> None:
    """Satu daftar dengan riwayatnya. A list with its history."""

    async def work(program: Program) -> tuple[Shortlist, Actor]:
        return await program.shortlists.get(program.actor, ShortlistId(which)), program.actor

    stands, actor = with_program(PURPOSE, work)
    _tell(stands, actor, as_json=as_json)


def _change(
    which: UUID, row: int, change: ItemChange, reason: OverrideReason, note: str, *, place: int | None = None
) -> None:
    async def work(program: Program) -> tuple[Shortlist, Actor]:
        item = await _item(program, which, row)
        done = await program.shortlists.change(
            program.actor, ShortlistId(which), item, change, place=place, reason=reason, note=note
        )
        return done, program.actor

    stands, actor = with_program(PURPOSE, work)
    _tell(stands, actor, as_json=False)


async def _item(program: Program, which: UUID, row: int) -> ItemId:
    """The item in a row of the list as it is shown: those that stand, then those left out. Raises NotFound."""
    stands = await program.shortlists.get(program.actor, ShortlistId(which))
    if row > len(stands.items):
        raise NotFound("item")
    return stands.items[row - 1].id


@shortlist_app.command("move")
def move(
    which: Which,
    row: Row,
    to: Annotated[int, typer.Argument(metavar="TO", min=1)],
    reason: Reason,
    note: Note = "",
) -> None:
    """Pindahkan urutan satu baris. Move a row to another place."""
    _change(which, row, ItemChange.MOVE, reason, note, place=to)


@shortlist_app.command("remove")
def remove(which: Which, row: Row, reason: Reason, note: Note = "") -> None:
    """Keluarkan satu baris. Leave a row out."""
    _change(which, row, ItemChange.REMOVE, reason, note)


@shortlist_app.command("restore")
def restore(which: Which, row: Row, reason: Reason, note: Note = "") -> None:
    """Kembalikan satu baris. Bring a row back."""
    _change(which, row, ItemChange.RESTORE, reason, note)


@shortlist_app.command("add")
def add(
    which: Which, reason: Reason, vacancy: Vacancy = None, candidate: Candidate = None, note: Note = ""
) -> None:
    """Tambahkan dari luar peringkat. Add a vacancy or a person from outside the ranking."""
    if (vacancy is None) == (candidate is None):
        raise typer.BadParameter("either --vacancy or --candidate")
    who = named(candidate, "candidate") if candidate else None

    async def work(program: Program) -> tuple[Shortlist, Actor]:
        other = await candidate_of(program, who) if who else UUID(vacancy)
        done = await program.shortlists.add(
            program.actor, ShortlistId(which), other, today=program.today(), reason=reason, note=note
        )
        return done, program.actor

    stands, actor = with_program(PURPOSE, work)
    _tell(stands, actor, as_json=False)


@shortlist_app.command("step")
def step(
    which: Which,
    to: Annotated[State, typer.Argument(metavar="STATE")],
    reason: Annotated[StepReason | None, typer.Option("--reason")] = None,
    note: Note = "",
) -> None:
    """Ambil satu langkah, misalnya under_review, sent, closed. Take a step."""

    async def work(program: Program) -> tuple[Shortlist, Actor]:
        done = await program.shortlists.step(program.actor, ShortlistId(which), to, reason=reason, note=note)
        return done, program.actor

    stands, actor = with_program(PURPOSE, work)
    _tell(stands, actor, as_json=False)


@shortlist_app.command("approve")
def approve(which: Which, note: Note = "") -> None:
    """Setujui sebagai perencana lokal. Approve as the local release planner what stands now."""
    planner = wiring.local_planner(PURPOSE)

    async def work(program: Program) -> Shortlist:
        seen = await program.shortlists.get(planner, ShortlistId(which))
        return await program.shortlists.approve(
            planner, seen.id, version=seen.version, today=program.today(), note=note
        )

    _tell(with_program(PURPOSE, work, ranking=True), planner, as_json=False)


@shortlist_app.command("ask")
def ask(
    which: Which,
    row: Row,
    interested: Annotated[bool, typer.Option("--interested/--not-interested")],
    reason: Annotated[AnswerReason | None, typer.Option("--reason")] = None,
    note: Note = "",
) -> None:
    """Catat jawaban orangnya. Write down what the person said."""

    async def work(program: Program) -> tuple[Shortlist, Actor]:
        item = await _item(program, which, row)
        done = await program.shortlists.ask(
            program.actor, ShortlistId(which), item, interested=interested, reason=reason, note=note
        )
        return done, program.actor

    stands, actor = with_program(PURPOSE, work)
    _tell(stands, actor, as_json=False)


@shortlist_app.command("changes")
def changes(which: Which, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Apa yang berubah sejak dibuat. What has changed since."""

    async def work(program: Program) -> dict[str, Any]:
        today = reckoned_from(as_of, program.today())
        stands, since = await what_changed(program.shortlists, program.actor, ShortlistId(which), today=today)
        return changes_document(
            stands.id, since, today, program.actor.role, Tongue(program.settings.language)
        )

    document = with_program(PURPOSE, work, ranking=True)
    _print(document) if as_json else show_changes(document, Console())


@shortlist_app.command("sheet")
def sheet(
    which: Which,
    row: Annotated[int | None, typer.Option("--row", min=1, help="Satu baris saja. One row alone.")] = None,
    page: Annotated[bool, typer.Option("--page", help="Sebagai HTML. As HTML.")] = False,
    lang: Annotated[Tongue, typer.Option("--lang")] = Tongue.INDONESIAN,
) -> None:
    """Lembar cetak untuk orangnya, dalam bahasa yang mudah. The sheet for the person, in plain words."""

    async def work(program: Program) -> tuple[shortlist_sheet.Part, ...]:
        item = await _item(program, which, row) if row else None
        return await shortlist_sheet.parts_of(program, ShortlistId(which), item, lang)

    shown = with_program(PURPOSE, work, ranking=True)
    typer.echo(shortlist_sheet.as_page(shown, lang) if page else shortlist_sheet.as_text(shown))
