"""`jembatan users`: accounts and their duties, as the local administrator. Secrets are printed alone on stdout."""

import json
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from api.accounts.desk import FrontDesk
from api.cli.arguments import AsJson
from api.cli.demo_sign_ins import close_samples
from api.cli.desk_work import DutyWanted, account_of, at_the_desk, everybody
from api.settings import load_settings
from matching.errors import NotFound
from matching.model import Actor
from matching.model.accounts import Account, ActingDuty, Admitted, Duty, Scope
from matching.model.ids import AccountId, DutyId
from matching.vocabulary import Role

users_app = typer.Typer(no_args_is_help=True, help="Akun dan penugasan. Accounts and duties.")
NOBODY = AccountId(UUID(int=0))
Login = Annotated[str, typer.Argument(help="Nama masuk: surel atau nama pendek. E-mail or short name.")]
RoleOption = Annotated[Role, typer.Option("--role", help="Peran. Role.")]
UnitOption = Annotated[str | None, typer.Option("--unit", help="Unit: id atau nama. Its id or name.")]
Provinces = Annotated[
    list[str] | None,
    typer.Option("--province", help="Provinsi perencana; dapat diulang. Of a planner; repeat."),
]
EmployerOption = Annotated[
    str | None, typer.Option("--employer", help="Id atau SISTEM:KUNCI. Of a member of an employer.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(users_app, name="users")


@users_app.command("add")
def add(
    login: Login,
    *,
    name: Annotated[str, typer.Option("--name", help="Nama lengkap. Full name.")],
    role: RoleOption,
    unit: UnitOption = None,
    province: Provinces = None,
    employer: EmployerOption = None,
    language: Annotated[str, typer.Option("--language", help="id / en")] = "id",
) -> None:
    """Akun baru dengan satu penugasan; mencetak undangan. A new account with a duty; prints the invitation."""
    wanted = DutyWanted(role, unit, tuple(province or ()), employer)

    async def work(desk: FrontDesk, actor: Actor) -> str:
        duty = await wanted.duty(desk, actor, NOBODY)
        _, link = await desk.administration.add(actor, login, name, language, duty=duty)
        return link.secret

    _print_link(login, at_the_desk(work))


@users_app.command("grant")
def grant(
    login: Login,
    role: RoleOption,
    unit: UnitOption = None,
    province: Provinces = None,
    employer: EmployerOption = None,
) -> None:
    """Penugasan lagi untuk akun yang ada; mencetak id-nya. A further duty for an account; prints its id."""
    wanted = DutyWanted(role, unit, tuple(province or ()), employer)

    async def work(desk: FrontDesk, actor: Actor) -> Duty:
        account = await account_of(desk, actor, login)
        return await desk.administration.grant(actor, await wanted.duty(desk, actor, account.id))

    typer.echo(str(at_the_desk(work).id))


@users_app.command("list")
def list_users(as_json: AsJson = False) -> None:
    """Akun dengan penugasannya. Accounts with their duties."""
    rows = at_the_desk(everybody)
    if as_json:
        documents = [_document(account, duties) for account, duties in rows]
        typer.echo(json.dumps({"accounts": documents}, ensure_ascii=False, indent=2))
        return
    table = Table("login", "nama / name", "peran / role", "unit, perusahaan / company", box=None)
    table.add_column("penugasan / duty", no_wrap=True)
    for account, duties in rows:
        name = account.name if account.active else f"{account.name} (nonaktif / disabled)"
        for duty in duties:
            state = " (menunggu / pending)" if duty.pending else " (berakhir / ended)" if duty.until else ""
            role = f"{duty.role}{state}"
            table.add_row(account.login, name, role, duty.where, str(duty.id))
        if not duties:
            table.add_row(account.login, name, "–")
    Console().print(table)


@users_app.command("invite")
def invite(login: Login) -> None:
    """Undangan baru. Another invitation; it works once and expires."""
    _print_link(login, at_the_desk(lambda desk, actor: _link(desk, actor, login)))


@users_app.command("reset-password")
def reset_password(
    login: Login,
    second_factor: Annotated[
        bool, typer.Option("--second-factor", help="Hapus juga faktor kedua. Remove the second factor, too.")
    ] = False,
) -> None:
    """Tautan untuk kata sandi baru. A link to set a new password; using it closes all that was open."""
    _print_link(
        login, at_the_desk(lambda desk, actor: _link(desk, actor, login, second_factor=second_factor))
    )


@users_app.command("set-password")
def set_password(
    login: Login,
    password_file: Annotated[
        typer.FileText | None,
        typer.Option(help="Baris pertamanya; `-`: masukan baku. Its first line; `-`: standard input."),
    ] = None,
) -> None:
    """Pasang kata sandi dari komputer ini. Set a password from this computer; closes all that was open.

    It is asked for, or read from a file; never an argument, which other users of the computer could see.
    """
    if password_file:
        password = password_file.readline().rstrip("\r\n")
    else:
        password = typer.prompt("Kata sandi / password", hide_input=True, confirmation_prompt=True, err=True)

    async def work(desk: FrontDesk, actor: Actor) -> None:
        await desk.own.use_link(await _link(desk, actor, login), password)

    at_the_desk(work)


@users_app.command("close-samples")
def close() -> None:
    """Tutup akun contoh dari `demo`. Let nobody in any more by the sign-ins that `demo` printed; says which."""
    for login in at_the_desk(lambda desk, _: close_samples(desk)):
        typer.echo(login)


@users_app.command("disable")
def disable(login: Login) -> None:
    """Tutup akun; sesi dan token berakhir. Disable an account; sessions and tokens end at once."""
    at_the_desk(lambda desk, actor: _set_active(desk, actor, login, active=False))


@users_app.command("enable")
def enable(login: Login) -> None:
    """Buka lagi akun. Let an account in again."""
    at_the_desk(lambda desk, actor: _set_active(desk, actor, login, active=True))


@users_app.command("sign-out")
def sign_out(
    login: Login,
    tokens: Annotated[
        bool, typer.Option("--tokens", help="Juga token dan tautan. Tokens and unused links, too.")
    ] = False,
) -> None:
    """Akhiri sesi di semua tempat; akunnya tetap. End sessions everywhere; the account stays as it is."""

    async def work(desk: FrontDesk, actor: Actor) -> None:
        account = await account_of(desk, actor, login)
        await desk.administration.sign_out(actor, account.id, tokens=tokens)

    at_the_desk(work)


@users_app.command("end-duty")
def end_duty(
    duty: Annotated[UUID, typer.Argument(help="Id, dari `users list`. As `users list` shows it.")],
) -> None:
    """Akhiri satu penugasan. End a duty, at once."""
    at_the_desk(lambda desk, actor: desk.administration.end_duty(actor, DutyId(duty)))


@users_app.command("token")
def token(
    login: Login,
    role: Annotated[Role | None, typer.Option("--role", help="Bila beberapa. Which of several.")] = None,
    scope: Annotated[list[Scope] | None, typer.Option("--scope", help="Dapat diulang. Repeat.")] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, max=366, help="Berlaku. Good for.")] = None,
    name: Annotated[str, typer.Option("--name", help="Untuk apa. What it is for.")] = "command line",
) -> None:
    """Token untuk API, dicetak sekali. A token for the API, printed once; without --scope to read and write."""
    scopes = frozenset(scope or (Scope.READ, Scope.WRITE))

    async def work(desk: FrontDesk, actor: Actor) -> str:
        account = await account_of(desk, actor, login)
        duties = (await desk.own.oneself(Admitted(account.id, None))).duties
        duty = _only([one for one in duties if role in (None, one.role)])
        admitted = Admitted(account.id, ActingDuty(duty.id, duty.role, duty.unit))
        _, secret = await desk.own.new_token(admitted, name, scopes, days)
        return secret

    typer.echo(at_the_desk(work))


def _only(duties: Sequence[Duty]) -> Duty:
    if not duties:
        raise NotFound("duty")
    if len(duties) > 1:
        raise typer.BadParameter("several duties; name one by --role")
    return duties[0]


def _document(account: Account, duties: Sequence[Duty]) -> dict[str, Any]:
    return {
        "login": account.login,
        "name": account.name,
        "active": account.active,
        "second_factor": account.has_second_factor,
        "duties": [
            {
                "id": str(duty.id),
                "role": str(duty.role),
                "unit": duty.unit_name,
                "employer": duty.employer_name or None,
                "until": duty.until.isoformat() if duty.until else None,
                "pending": duty.pending,
            }
            for duty in duties
        ],
    }


async def _link(desk: FrontDesk, actor: Actor, login: str, *, second_factor: bool = False) -> str:
    account = await account_of(desk, actor, login)
    link = await desk.administration.new_link(actor, account.id, clears_second_factor=second_factor)
    return link.secret


async def _set_active(desk: FrontDesk, actor: Actor, login: str, *, active: bool) -> None:
    account = await account_of(desk, actor, login)
    await desk.administration.set_active(actor, account.id, active=active)


def _print_link(login: str, link: str) -> None:
    settings = load_settings()
    hours, server = settings.link_hours, settings.public_url or f"http://127.0.0.1:{settings.port}"
    typer.echo(
        f"{login}: sekali pakai, berlaku {hours} jam, di / works once, within {hours} hours, at {server}/undangan",
        err=True,
    )
    typer.echo(link)
