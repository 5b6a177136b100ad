"""`jembatan audit`: the trail sealed, anchored, verified and searched."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress

from api import wiring
from api.cli import exit_codes, tables
from api.cli.arguments import AsJson, day
from api.cli.progress import columns
from api.schemas.documents import plain
from api.schemas.trail import row_document
from api.settings import load_settings
from api.startup import anchors_beside_the_data
from data.anchors import AnchorFile
from matching.model import CandidateId
from matching.model.oversight import Finding
from matching.trail import Act, Fault, FaultKind, TrailEntry, TrailQuery, Verification
from matching.usecases import trail
from matching.vocabulary import Role

audit_app = typer.Typer(no_args_is_help=True, help="Jejak baca dan ubah. The trail of reads and changes.")
PURPOSE = "auditing the trail"
WORDS = {
    FaultKind.CHANGED: "baris diubah atau dipindah / the row or its place was changed",
    FaultKind.MISSING: "baris hilang / the row has gone",
    FaultKind.GAP: "mata rantai hilang / links have gone",
    FaultKind.INSERTED: "baris disisipkan / a row was put in between",
    FaultKind.REWRITTEN: "rantai ditulis ulang sampai di sini / the chain was rewritten up to here",
    FaultKind.UNANCHORED: "jangkar yang disimpan hilang dari berkasnya / anchors that were kept are not in their file",
    FaultKind.TRUNCATED: "akhir rantai dipotong mulai di sini / the chain was cut off from here on",
}
UNANCHORED = (
    "tanpa jangkar: hanya diperiksa terhadap dirinya sendiri / no anchors: held against itself alone; whoever can "
    "write the database could have made all of it anew"
)
_MOMENT = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(audit_app, name="audit")


@audit_app.command("seal")
def seal() -> None:
    """Segel jejak sekarang; server melakukannya sendiri. Seal the trail now; a server does so by itself."""

    async def work() -> int:
        async with wiring.sealer(load_settings()) as sealer:
            return await sealer.seal(now=wiring.now())

    typer.echo(f"{asyncio.run(work())} sealed")


@audit_app.command("anchor")
def anchor(
    out: Annotated[
        Path | None, typer.Option("--out", help="Berkas jangkar. File of anchors; else that of the settings.")
    ] = None,
) -> None:
    """Segel, lalu catat ujung rantai di luar basis data. Seal, then keep the end of the chain outside the database."""

    async def work() -> str:
        settings = load_settings()
        async with wiring.sealer(settings) as sealer:
            await sealer.seals.seal()
            kept = await sealer.anchor(AnchorFile(out) if out else None)
        if not out and (beside := anchors_beside_the_data(settings)):
            typer.echo(beside, err=True)
        return f"{kept.position} {kept.link.hex()}" if kept else "nothing is sealed yet"

    typer.echo(asyncio.run(work()))


@audit_app.command("verify")
def verify(
    anchors: Annotated[
        Path | None,
        typer.Option(
            "--anchors", exists=True, help="Berkas jangkar. File of anchors; else that of the settings."
        ),
    ] = None,
    require_anchors: Annotated[
        bool,
        typer.Option(
            "--require-anchors",
            help="Gagal bila tidak ada jangkar. Fail where there is no anchor to hold it against.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Hitung ulang rantai dan sebut baris pertama yang diubah. Reckon the chain again; name the first tampered row.

    Without anchors the chain is held against itself alone, which is said; with `--anchors` or `--require-anchors`, and
    where anchors of the settings' file have gone, that is a failure.
    """

    async def work() -> Verification:
        settings = load_settings()
        async with wiring.sealer(settings) as sealer:
            with _progress() as progress:
                return await sealer.verify(AnchorFile(anchors) if anchors else None, progress)

    found = asyncio.run(work())
    if as_json:
        typer.echo(json.dumps(plain(found)))
    else:
        typer.echo(f"{found.links} links, {found.anchors} anchors")
        for restore in found.restores:
            typer.echo(
                f"dipulihkan / restored {restore.at:%Y-%m-%d %H:%M}: cadangan / backup {restore.backup}; "
                f"rantai berlanjut dari / the chain goes on from {restore.position}; "
                f"jangkar dilewati / anchors passed over: {restore.undone}"
            )
        for fault in found.faults:
            typer.echo(_told(fault))
    if unanchored := found.links > 0 and found.anchors == 0:
        typer.echo(UNANCHORED, err=True)
    if found.faults or (unanchored and (require_anchors or anchors)):
        raise typer.Exit(exit_codes.PROBLEMS)


@audit_app.command("search")
def search(
    *,
    subject: Annotated[UUID | None, typer.Option(help="Id kandidat. The candidate's id.")] = None,
    record: Annotated[
        UUID | None, typer.Option(help="Id akun, pemberi kerja, lowongan. Of an account, employer, vacancy.")
    ] = None,
    account: Annotated[
        UUID | None, typer.Option(help="Id akun yang berbuat. Of the account that acts.")
    ] = None,
    act: Annotated[Act | None, typer.Option(help="Perbuatan. The act.")] = None,
    role: Annotated[Role | None, typer.Option(help="Peran. The role.")] = None,
    purpose: Annotated[str | None, typer.Option(help="Tujuan, seutuhnya. The whole purpose.")] = None,
    since: Annotated[datetime | None, typer.Option("--from", formats=_MOMENT, metavar="TIME")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=_MOMENT, metavar="TIME")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """Siapa membaca atau mengubah data siapa, yang terbaru dahulu. Who read or changed what of whom, newest first."""
    query = TrailQuery(
        CandidateId(subject) if subject else None, record, account, since, until, act, role, purpose
    )

    async def work() -> Sequence[TrailEntry]:
        async with wiring.gateway(load_settings()) as gateway:
            rows, _ = await trail.search(gateway, wiring.local_officer(PURPOSE), query, limit=limit)
            return rows

    rows = asyncio.run(work())
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row_document(row), ensure_ascii=False))
        return
    table = tables.table("seq", "at", "account", "role", "purpose", "act", "of", "subject", "fields", ids=())
    for row in rows:
        table.add_row(
            str(row.seq), f"{row.at:%Y-%m-%d %H:%M:%S}", str(row.account or "-"), row.role, row.purpose, row.act,
            row.entity, str(row.subject or "-"), " ".join(row.fields),
        )  # fmt: skip
    Console().print(table)


@audit_app.command("unusual")
def unusual(
    since: Annotated[date | None, typer.Option("--from", parser=day, metavar="DATE")] = None,
    until: Annotated[date | None, typer.Option("--to", parser=day, metavar="DATE")] = None,
    as_json: AsJson = False,
) -> None:
    """Pembacaan yang tidak lazim, sejak kemarin bila tidak disebut. Unusual reading, since yesterday unless said."""
    last = until or wiring.now().date()

    async def work() -> Sequence[Finding]:
        async with wiring.gateway(load_settings()) as gateway:
            actor = wiring.local_officer(PURPOSE)
            return await trail.unusual_reading(
                gateway, actor, since=since or last - timedelta(days=1), until=last
            )

    found = asyncio.run(work())
    if as_json:
        typer.echo(json.dumps(plain(found), indent=2))
        return
    table = tables.table(
        "day", "account", "role", "measure", "count", "usual (account)", "usual (role)", ids=(1,)
    )
    for one in found:
        usual = ("-" if limit is None else f"{limit:.0f}" for limit in (one.own_usual, one.role_usual))
        table.add_row(str(one.day), str(one.account), one.role, one.measure, str(one.count), *usual)
    Console().print(table)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    with Progress(*columns(), console=Console(stderr=True)) as progress:
        task = progress.add_task("rantai / chain", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _told(fault: Fault) -> str:
    row = f", row {fault.seq}" if fault.seq is not None else ""
    return f"position {fault.position}{row}: {fault.kind}: {WORDS[fault.kind]}"
