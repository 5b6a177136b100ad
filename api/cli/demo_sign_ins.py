"""Sign-ins for trying the program out: one for each role, two where a second person approves or confirms; made by
`jembatan demo` and printed at every run of it.

Passwords and tokens are derived from this installation's keys, so they differ from one installation to the next, stand
nowhere in clear, and can be printed again. They are never made where the server is reached from beyond this machine.
"""

from dataclasses import dataclass
from datetime import timedelta

import typer

from api import wiring
from api.accounts.administration import PLATFORM
from api.accounts.desk import FrontDesk
from api.accounts.gate import as_oneself
from api.accounts.tokens import TOKEN, digest_of, new_secret
from matching.errors import NotFound
from matching.model import Actor, EmployerId, UnitId
from matching.model.accounts import Account, ApiToken, Duty, Scope
from matching.model.ids import DutyId, TokenId
from matching.vocabulary import Role

NAME = "demo"
PASSWORD_CHARS, GROUP = 20, 4
NOWHERE = ""  # the province of the local unit, which lies in none


@dataclass(frozen=True, slots=True)
class Sample:
    """One sign-in: who it is and what to try with it."""

    login: str
    name: str
    role: Role
    unit: UnitId
    told: str
    provinces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class SignIn:
    """What is printed of it. Never shown by accident."""

    sample: Sample
    password: str
    token: str


HERE = wiring.LOCAL_UNIT
SAMPLES = (
    Sample(
        "local",
        "",
        Role.CASE_WORKER,
        HERE,
        "petugas dengan beban contoh / case worker with the sample people",
    ),
    Sample("rekan@contoh.example", "Rekan Contoh", Role.CASE_WORKER, HERE, "rekan seunit / colleague"),
    Sample(
        "perencana@contoh.example",
        "Perencana Contoh",
        Role.RELEASE_PLANNER,
        HERE,
        "perencana pembebasan / release planner",
        (NOWHERE,),
    ),
    Sample(
        "perencana2@contoh.example",
        "Perencana Kedua",
        Role.RELEASE_PLANNER,
        HERE,
        "perencana kedua, untuk persetujuan kedua / second planner, for the second approval",
        (NOWHERE,),
    ),
    Sample(
        "perusahaan@contoh.example",
        "Anggota Contoh",
        Role.EMPLOYER,
        PLATFORM,
        "anggota satu pemberi kerja / member of one employer",
    ),
    Sample("admin@contoh.example", "Administrator Contoh", Role.ADMINISTRATOR, HERE, "administrator"),
    Sample(
        "admin2@contoh.example",
        "Administrator Kedua",
        Role.ADMINISTRATOR,
        HERE,
        "administrator kedua, yang mengonfirmasi / second administrator, who confirms",
    ),
    Sample(
        "ppdp@contoh.example",
        "Pelindung Data Contoh",
        Role.DATA_PROTECTION_OFFICER,
        HERE,
        "petugas pelindungan data / data-protection officer",
    ),
)


async def sample_sign_ins(desk: FrontDesk, employer: EmployerId) -> list[SignIn]:
    """Make what is missing of them; the same again at the next call. `employer` is the company of its member."""
    administrator = wiring.local_administrator("demonstration")
    return [await _sign_in(desk, administrator, sample, employer) for sample in SAMPLES]


def show_sign_ins(sign_ins: list[SignIn], address: str) -> None:
    """Print them, and how to ask with one."""
    typer.echo("\nMasuk / sign in – contoh, hanya di komputer ini / samples, on this machine only:")
    for one in sign_ins:
        typer.echo(f"  {one.sample.login:<26}{one.password}  {one.sample.told}\n    {one.token}")
    typer.echo(f'  curl -H "Authorization: Bearer {sign_ins[0].token}" {address}/api/v1/me\n')


async def _sign_in(desk: FrontDesk, administrator: Actor, sample: Sample, employer: EmployerId) -> SignIn:
    account = await _account(desk, administrator, sample)
    duty = await _duty(desk, administrator, account, sample, employer)
    password = await _password(desk, account)
    return SignIn(sample, password, await _token(desk, account, duty))


async def _account(desk: FrontDesk, administrator: Actor, sample: Sample) -> Account:
    try:
        async with desk.administration.accounts.transaction(administrator, read_only=True) as tx:
            return await tx.staff.by_login(sample.login)
    except NotFound:
        account, _ = await desk.administration.add(administrator, sample.login, sample.name)
        return account


async def _duty(
    desk: FrontDesk, administrator: Actor, account: Account, sample: Sample, employer: EmployerId
) -> DutyId:
    async with desk.administration.accounts.transaction(as_oneself(account.id), read_only=True) as tx:
        held = [duty.id for duty in await tx.own.duties() if duty.role is sample.role]
    if held:
        return held[0]
    company = employer if sample.role is Role.EMPLOYER else None
    number = DutyId(desk.administration.new_id())
    duty = Duty(number, account.id, sample.role, sample.unit, sample.provinces, company)
    return (await desk.administration.grant(administrator, duty)).id


async def standing_samples(desk: FrontDesk) -> list[str]:
    """Logins that still let in whoever has read what a demo printed here: by its password, or by a token of it."""
    standing = []
    for sample in SAMPLES:
        known = await desk.administration.accounts.door.credentials(sample.login)
        if known is None or not known.active:
            continue
        async with desk.administration.accounts.transaction(as_oneself(known.account), read_only=True) as tx:
            tokens = await tx.own.tokens()
        opens = any(one.name == NAME and one.revoked_at is None for one in tokens)
        for password in _passwords(desk, sample.login) if known.hash else ():
            opens = opens or await desk.sessions.hasher.verify(known.hash, password)
        if opens:
            standing.append(sample.login)
    return standing


async def close_samples(desk: FrontDesk) -> list[str]:
    """Let nobody in by them any more; which. The local account goes on acting on the command line, by no password."""
    standing = await standing_samples(desk)
    administrator = wiring.local_administrator("closing the samples")
    for login in standing:
        async with desk.administration.accounts.transaction(administrator, read_only=True) as tx:
            account = (await tx.staff.by_login(login)).id
        if account != wiring.LOCAL_ACCOUNT:
            await desk.administration.set_active(administrator, account, active=False)
            continue
        hashed = await desk.sessions.hasher.hash(new_secret(TOKEN))
        async with desk.administration.accounts.transaction(as_oneself(account)) as tx:
            await tx.own.keep_password(hashed)
            await tx.own.end_other_sessions(None)
            for one in await tx.own.tokens():
                if one.name == NAME and one.revoked_at is None:
                    await tx.own.revoke_token(one.id)
    return standing


async def _password(desk: FrontDesk, account: Account) -> str:
    password = _passwords(desk, account.login)[0]
    known = await desk.administration.accounts.door.credentials(account.login)
    if known is None or not await desk.sessions.hasher.verify(known.hash, password):
        hashed = await desk.sessions.hasher.hash(password)
        async with desk.administration.accounts.transaction(as_oneself(account.id)) as tx:
            await tx.own.keep_password(hashed)
    return password


async def _token(desk: FrontDesk, account: Account, duty: DutyId) -> str:
    """The last one if it is still good, else the next."""
    async with desk.administration.accounts.transaction(as_oneself(account.id)) as tx:
        made = sum(token.name == NAME for token in await tx.own.tokens())
    secrets = [TOKEN + _drawn(desk, f"{account.login} {number}", "demo token") for number in (made - 1, made)]
    if made and await desk.administration.accounts.door.by_token(digest_of(secrets[0])):
        return secrets[0]
    until = desk.administration.clock() + timedelta(days=desk.own.token_days)
    token = ApiToken(TokenId(desk.administration.new_id()), account.id, duty, NAME, frozenset(Scope), until)
    async with desk.administration.accounts.transaction(as_oneself(account.id)) as tx:
        await tx.own.add_token(token, digest_of(secrets[1]))
    return secrets[1]


def _passwords(desk: FrontDesk, login: str) -> list[str]:
    """What is drawn for a login under each key that there is, the current one first."""
    hashes = desk.sessions.vault.lookup_hashes(login, column="demo password")
    drawn = [one.rpartition(":")[2][:PASSWORD_CHARS] for one in hashes]
    return ["-".join(one[at : at + GROUP] for at in range(0, PASSWORD_CHARS, GROUP)) for one in drawn]


def _drawn(desk: FrontDesk, what: str, column: str) -> str:
    """256 bits in hexadecimal that only who has the keys can draw."""
    return desk.sessions.vault.lookup_hash(what, column=column).rpartition(":")[2]
