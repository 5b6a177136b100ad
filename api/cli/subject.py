"""`jembatan subject`: the rights of a person (UU 27/2022), from this machine. Every act is written down."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from api import wiring
from api.cli.arguments import AsJson, Who, day, named
from api.schemas.documents import gates_document
from api.schemas.rights import consent_document, request_document
from api.settings import load_settings
from api.subject_page import subject_page
from api.subject_words import FileWords
from data import reference_files
from data.erasure import EXPORTS
from matching.errors import NotFound
from matching.messages import Tongue
from matching.model import Actor, CandidateId, EmployerId
from matching.model.rights import Disclosed, ErasureGround, Guardian, How, Purpose, RequestKind, is_minor
from matching.usecases.rights import ConsentAsked, RightsOffice

subject_app = typer.Typer(no_args_is_help=True, help="Hak orang atas datanya. Rights of a person.")
PURPOSE = "rights of a person"
T = TypeVar("T")
Errand = Callable[[RightsOffice, Actor], Awaitable[T]]
PersonErrand = Callable[[RightsOffice, Actor, CandidateId], Awaitable[T]]
Reason = Annotated[
    str, typer.Option("--reason", help="Alasan, tidak wajib. A reason; nobody has to give one.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(subject_app, name="subject")


def run(errand: Errand[T], *, officer: bool = False) -> T:
    """Run an errand as the local case worker, or as the local data protection officer."""

    async def work() -> T:
        actor = wiring.local_officer(PURPOSE) if officer else wiring.local_actor(PURPOSE)
        async with wiring.rights(load_settings()) as office:
            return await errand(office, actor)

    return asyncio.run(work())


def of_person(who: str, errand: PersonErrand[T]) -> T:
    """Run an errand about one person, given by id or by a source system's key."""
    asked = named(who, "candidate")

    async def work(office: RightsOffice, actor: Actor) -> T:
        if isinstance(asked, UUID):
            return await errand(office, actor, CandidateId(asked))
        async with office.gateway.transaction(actor, read_only=True) as tx:
            found = await tx.candidates.by_reference([asked])
        if asked not in found:
            raise NotFound("candidate")
        return await errand(office, actor, found[asked])

    return run(work)


def printed(document: object) -> None:
    """JSON for people and programs."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


@subject_app.command("show")
def show(who: Who) -> None:
    """Persetujuan, gerbang, permintaan dan batas waktunya. Consents, gates, requests and their clocks."""

    async def errand(office: RightsOffice, actor: Actor, candidate: CandidateId) -> dict[str, Any]:
        standing, now = await office.standing(actor, candidate), office.clock()
        gates = standing.record.candidate.gates
        minor = is_minor(standing.record.identity.birth_date, now.date())
        current = [entry for entry in standing.ledger if entry.state == "current"]
        return {
            "candidate": str(candidate),
            "gates": gates_document(gates) | {"restricted": gates.restricted, "open": gates.open},
            "guardian_missing": minor and any(entry.consent.guardian is None for entry in current),
            "consents": [consent_document(entry) for entry in standing.ledger],
            "requests": [request_document(one, now) for one in standing.requests],
        }

    printed(of_person(who, errand))


@subject_app.command("wording")
def wording(purpose: Purpose, language: str = "id") -> None:
    """Teks persetujuan yang berlaku, untuk dibaca atau dicetak. The text of consent, to be read out or printed."""

    async def errand(office: RightsOffice, _: Actor) -> str:
        return office.wordings.newest(purpose, language).text

    typer.echo(run(errand))


@subject_app.command("consent")
def consent(
    who: Who,
    *,
    purpose: Annotated[Purpose, typer.Option(help="Untuk apa. What for.")],
    how: Annotated[How, typer.Option(help="Cara diberikan. How it was given.")],
    to: Annotated[UUID | None, typer.Option(help="Id pemberi kerja. Id of the employer.")] = None,
    field: Annotated[
        list[Disclosed] | None, typer.Option(help="Data yang boleh dibuka. What may be disclosed.")
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=day, metavar="DATE", help="Sampai tanggal. Last day.")
    ] = None,
    evidence: Annotated[str, typer.Option(help="Tempat bukti disimpan. Where the evidence is kept.")] = "",
    language: str = "id",
    guardian: Annotated[str, typer.Option(help="Nama wali. Guardian's name.")] = "",
    relation: Annotated[str, typer.Option(help="Hubungan wali. Relation to the child.")] = "",
) -> None:
    """Catat persetujuan, dengan teks yang berlaku. Enter a consent, under the wording in force."""
    asked = ConsentAsked(
        purpose=purpose,
        how=how,
        language=language,
        employer=EmployerId(to) if to else None,
        fields=frozenset(field or ()),
        until=datetime.combine(until, time.max, wiring.WIB) if until else None,
        guardian=Guardian(guardian, relation) if guardian or relation else None,
        evidence=evidence,
    )

    async def errand(office: RightsOffice, actor: Actor, candidate: CandidateId) -> dict[str, Any]:
        return consent_document(await office.consent(actor, candidate, asked))

    printed(of_person(who, errand))


@subject_app.command("withdraw")
def withdraw(
    who: Who,
    consent_id: Annotated[
        UUID | None, typer.Option("--consent", help="Hanya persetujuan ini. This consent alone.")
    ] = None,
    reason: Reason = "",
) -> None:
    """Tarik persetujuan; tanpa --consent semuanya. Withdraw consent; without --consent all of them, at once."""

    async def errand(office: RightsOffice, actor: Actor, candidate: CandidateId) -> dict[str, Any]:
        if consent_id:
            return consent_document(await office.withdraw(actor, candidate, consent_id, reason=reason))
        asked = await office.request(actor, candidate, RequestKind.WITHDRAWAL, note=reason)
        return request_document(asked, office.clock())

    printed(of_person(who, errand))


@subject_app.command("object")
def object_(who: Who, reason: Reason = "") -> None:
    """Keberatan atas pemeringkatan otomatis: langsung berhenti. Objection to profiling: matching stops at once."""
    _request(who, RequestKind.OBJECTION, reason)


@subject_app.command("restrict")
def restrict(
    who: Who,
    reason: Reason = "",
    lift: Annotated[bool, typer.Option("--lift", help="Lanjutkan lagi. Take processing up again.")] = False,
) -> None:
    """Tunda pemrosesan, atau lanjutkan lagi. Suspend processing, or take it up again."""
    if not lift:
        _request(who, RequestKind.RESTRICTION, reason)
        return

    async def errand(office: RightsOffice, actor: Actor, candidate: CandidateId) -> None:
        await office.take_up_again(actor, candidate)

    of_person(who, errand)
    typer.echo("dilanjutkan / taken up again")


@subject_app.command("request")
def request(who: Who, kind: RequestKind, note: str = "") -> None:
    """Catat permintaan orang, dengan batas waktunya. Write a person's request down, with its clock."""
    _request(who, kind, note)


@subject_app.command("requests")
def requests(
    overdue: Annotated[bool, typer.Option("--overdue", help="Yang lewat waktu. Overdue ones.")] = False,
    as_json: AsJson = False,
) -> None:
    """Permintaan yang menunggu, yang paling mendesak dahulu. Requests that wait, the most urgent first."""

    async def errand(office: RightsOffice, actor: Actor) -> list[dict[str, Any]]:
        now = office.clock()
        return [request_document(one, now) for one in await office.waiting(actor, overdue=overdue)]

    found = run(errand, officer=True)
    if as_json:
        printed(found)
        return
    for one in found:
        typer.echo(f"{one['id']}  {one['kind']:<12} {one['due_in_hours']:>7.1f} h  {one['subject']}")


@subject_app.command("decide")
def decide(
    request_id: Annotated[UUID, typer.Argument(metavar="REQUEST")],
    refuse: Annotated[bool, typer.Option("--refuse", help="Tolak. Refuse; say why with --answer.")] = False,
    answer: str = "",
) -> None:
    """Putuskan permintaan; penghapusan langsung dijalankan. Decide a request; an erasure is carried out at once."""

    async def errand(office: RightsOffice, actor: Actor) -> dict[str, Any]:
        decided = await office.decide(actor, request_id, granted=not refuse, answer=answer)
        return request_document(decided, office.clock())

    printed(run(errand, officer=True))


@subject_app.command("export")
def export(
    who: Who,
    out: Annotated[
        Path | None, typer.Option(help="Folder lain; penghapusan tidak menjangkaunya. Another folder.")
    ] = None,
    language: Annotated[
        Tongue, typer.Option(help="Bahasa halaman. Language of the page.")
    ] = Tongue.INDONESIAN,
) -> None:
    """Salinan semua data orang itu, dan siapa yang melihatnya. Everything of the person, and who has looked.

    Two files of mode 0600, JSON and a page to print. In the program's own folder an erasure takes them along.
    """
    settings = load_settings()
    say = FileWords(language, reference_files.gazetteer(), reference_files.fields_of_work())

    async def errand(office: RightsOffice, actor: Actor, candidate: CandidateId) -> list[Path]:
        file = await office.file(actor, candidate)
        folder = out or settings.home / EXPORTS / str(candidate)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = {
            "salinan-data.json": json.dumps(file, ensure_ascii=False, indent=2),
            "salinan-data.html": subject_page(file, office.clock(), say),
        }
        return [_private(folder / name, text) for name, text in content.items()]

    for path in of_person(who, errand):
        typer.echo(str(path))
    if out:
        typer.echo("di luar jangkauan penghapusan / out of reach of an erasure: delete it yourself", err=True)


@subject_app.command("erase")
def erase(
    who: Who,
    reason: Annotated[ErasureGround, typer.Option(help="Dasar penghapusan. The ground.")],
    yes: Annotated[bool, typer.Option("--yes", help="Tanpa bertanya lagi. Do not ask.")] = False,
) -> None:
    """Hapus orang ini untuk selamanya, juga dari cadangan yang dipulihkan. Erase a person everywhere, for good."""
    if not yes:
        typer.confirm("Hapus selamanya? / Erase for good?", abort=True)

    async def errand(office: RightsOffice, actor: Actor, candidate: CandidateId) -> None:
        await office.erase(actor, candidate, reason)

    of_person(who, errand)
    typer.echo("terhapus / erased")


def _request(who: str, kind: RequestKind, note: str) -> None:
    async def errand(office: RightsOffice, actor: Actor, candidate: CandidateId) -> dict[str, Any]:
        return request_document(await office.request(actor, candidate, kind, note=note), office.clock())

    printed(of_person(who, errand))


def _private(path: Path, text: str) -> Path:
    """Write a file that nobody else may read, in place of one that is there."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return path
