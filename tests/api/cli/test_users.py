"""Accounts from the command line, on the database of the tests of the API."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from typer.testing import CliRunner, Result

from api.cli import app, exit_codes
from api.cli.demo_sign_ins import SAMPLES, sample_sign_ins, show_sign_ins
from api.cli.desk_work import PURPOSE
from api.cli.errors import explained_exit
from api.cli.serve import refuse_samples
from api.program import Program
from api.settings import SettingsError
from api.wiring import LOCAL_ADMINISTRATOR, front_desk
from data.pool import Connection
from matching.errors import InvalidValue, NotFound
from matching.model import EmployerId
from matching.vocabulary import Role
from tests.api.entrance import V1, asking, bearer, somebody
from tests.api.office import an_employer
from tests.postgres import Fresh
from tests.staff import ADMINISTRATOR, HERE

PASSWORD = "empat kata lain yang panjang"
Shell = Callable[..., Awaitable[Result]]


@pytest.fixture
def shell(filled: Fresh, program: Program, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Runs `jembatan …` in a thread, as its own event loop wants it."""
    monkeypatch.setenv("JEMBATAN_HOME", str(program.settings.home))
    monkeypatch.setenv("DATABASE_URL", filled.url("postgres"))  # may act as either role
    monkeypatch.setenv("JEMBATAN_OWNER_DATABASE_URL", filled.url("jembatan_owner"))
    monkeypatch.setenv("COLUMNS", "200")

    async def run(*words: object, answers: str | None = None) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, [str(word) for word in words], input=answers)

    return run


def a_login() -> str:
    return f"baris-{uuid4().hex[:10]}@uji.example"


async def added(shell: Shell, login: str) -> str:
    """The link of somebody new, alone on stdout."""
    done = await shell(
        "users", "add", login, "--name", "Baris", "--role", "case_worker", "--unit", "Lapas Uji"
    )
    assert done.exit_code == exit_codes.OK, done.output
    assert login in done.stderr
    return str(done.stdout.strip())


async def test_somebody_is_added_invited_and_given_a_token(
    shell: Shell, program: Program, stranger: httpx.AsyncClient
) -> None:
    login = a_login()
    first = await added(shell, login)
    second = (await shell("users", "invite", login)).stdout.strip()
    used = await stranger.post(f"{V1}/links/use", json={"link": second, "password": PASSWORD})
    assert used.status_code == 204
    used = await stranger.post(f"{V1}/links/use", json={"link": first, "password": PASSWORD})
    assert used.status_code == 410
    token = (await shell("users", "token", login, "--days", 1)).stdout.strip()
    async with asking(program, {"authorization": f"Bearer {token}"}) as client:
        me = (await client.get(f"{V1}/me")).json()
        assert (me["account"]["login"], me["scopes"]) == (login, ["read", "write"])
        assert (await shell("users", "disable", login)).exit_code == exit_codes.OK
        assert (await client.get(f"{V1}/me")).status_code == 401
    assert (await shell("users", "enable", login)).exit_code == exit_codes.OK


async def test_a_password_is_asked_for_and_weak_ones_are_refused(shell: Shell, program: Program) -> None:
    login = a_login()
    await added(shell, login)
    weak = await shell("users", "set-password", login, answers="pendek\npendek\n")
    assert isinstance(weak.exception, InvalidValue)
    done = await shell("users", "set-password", login, answers=f"{PASSWORD}\n{PASSWORD}\n")
    assert (done.exit_code, PASSWORD in done.output) == (exit_codes.OK, False)
    async with asking(program) as client:
        answer = await client.post(f"{V1}/session", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 201


async def test_a_password_is_read_from_a_file_or_from_standard_input_and_is_no_argument(
    shell: Shell, program: Program, tmp_path: Path
) -> None:
    login, given = a_login(), tmp_path / "password"
    await added(shell, login)
    given.write_text(f"{PASSWORD} satu\n")
    assert (await shell("users", "set-password", login, "--password", PASSWORD)).exit_code == exit_codes.USAGE
    for word, answers, number in ((given, None, "satu"), ("-", f"{PASSWORD} dua\n", "dua")):
        done = await shell("users", "set-password", login, "--password-file", word, answers=answers)
        assert (done.exit_code, PASSWORD in done.output) == (exit_codes.OK, False)
        async with asking(program) as client:
            body = {"login": login, "password": f"{PASSWORD} {number}"}
            assert (await client.post(f"{V1}/session", json=body)).status_code == 201


async def test_the_command_line_gives_alone_and_is_recorded(shell: Shell, behind: Connection) -> None:
    login = a_login()
    await added(shell, login)
    duty = await behind.fetchrow(
        "SELECT d.pending, d.account_id FROM duties d JOIN accounts a ON a.id = d.account_id WHERE login = $1",
        login,
    )
    assert not duty["pending"]
    rows = await behind.fetch(
        "SELECT DISTINCT account, purpose FROM trail WHERE record_id = $1", duty["account_id"]
    )
    assert [tuple(row) for row in rows] == [(LOCAL_ADMINISTRATOR, PURPOSE)]


async def test_the_command_line_is_the_second_who_confirms(
    shell: Shell, program: Program, behind: Connection
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    async with asking(program, await bearer(program, ADMINISTRATOR)) as first:
        place = f"{V1}/accounts/{one.account}"
        body = {"role": "data_protection_officer", "unit": str(HERE)}
        duty = (await first.post(f"{place}/duties", json=body)).json()
        link = (await first.post(f"{place}/link", json={})).json()
    for given in (duty, link):
        assert given["id"] in (await shell("users", "pending")).stdout
        assert (await shell("users", "confirm", given["id"])).exit_code == exit_codes.OK
        assert given["id"] not in (await shell("users", "pending")).stdout
        assert isinstance((await shell("users", "confirm", given["id"])).exception, NotFound)
    assert len((await one.signs_in())["duties"]) == 2


async def test_sample_sign_ins_are_found_and_closed(
    client: httpx.AsyncClient, shell: Shell, program: Program
) -> None:
    company = EmployerId((await an_employer(client)).json()["id"])
    desk = front_desk(program.settings, program.accounts, program.clock, program.new_id)
    made = await sample_sign_ins(desk, company)
    beyond = {"public_url": "https://jembatan.example.go.id"}
    outside = replace(program, settings=program.settings.model_copy(update=beyond))
    with pytest.raises(SettingsError, match="close-samples") as told:
        await refuse_samples(outside)
    assert all(one.sample.login in str(told.value) for one in made)
    await refuse_samples(program)  # on this machine alone they are what they are for
    closed = (await shell("users", "close-samples")).stdout.split()
    assert closed == [one.sample.login for one in made]
    await refuse_samples(outside)
    for one in made:
        async with asking(program, {"authorization": f"Bearer {one.token}"}) as by_token:
            assert (await by_token.get(f"{V1}/me")).status_code == 401
        async with asking(program) as by_password:
            body = {"login": one.sample.login, "password": one.password}
            assert (await by_password.post(f"{V1}/session", json=body)).status_code == 401
    for one in made[1:]:  # for the tests that come after
        assert (await shell("users", "enable", one.sample.login)).exit_code == exit_codes.OK


async def test_duties_are_granted_listed_and_ended(shell: Shell) -> None:
    login = a_login()
    await added(shell, login)
    granted = await shell(
        "users", "grant", login, "--role", "release_planner", "--unit", "Kanwil Uji", "--province", "35"
    )
    several = await shell("users", "token", login)
    assert several.exit_code == exit_codes.USAGE
    assert (await shell("users", "token", login, "--role", "release_planner")).stdout.startswith("jk_")
    assert (await shell("users", "end-duty", granted.stdout.strip())).exit_code == exit_codes.OK
    rows = json.loads((await shell("users", "list", "--json")).stdout)["accounts"]
    (mine,) = [row for row in rows if row["login"] == login]
    assert [(duty["role"], duty["until"] is None) for duty in mine["duties"]] == [
        ("case_worker", True),
        ("release_planner", False),
    ]
    assert login in (await shell("users", "list")).stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("token", "nobody@uji.example"), exit_codes.NOT_FOUND),
        (("end-duty", uuid4()), exit_codes.NOT_FOUND),
        (("add", a_login(), "--name", "X", "--role", "case_worker"), exit_codes.USAGE),
        (("add", a_login(), "--name", "X", "--role", "case_worker", "--unit", "Tidak Ada"), exit_codes.NOT_FOUND),
        (("add", a_login(), "--name", "X", "--role", "employer"), exit_codes.PROBLEMS),
        (("add", "officer@uji.example", "--name", "X", "--role", "employer"), exit_codes.PROBLEMS),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_said_and_nothing_is_made(
    shell: Shell, words: tuple[object, ...], code: int
) -> None:
    done = await shell("users", *words)
    given = (
        explained_exit(done.exception)[0]
        if isinstance(done.exception, NotFound | InvalidValue)
        else done.exit_code
    )
    assert given == code
    if words[0] == "add" and words[1] != "officer@uji.example":
        assert str(words[1]) not in (await shell("users", "list")).stdout


async def test_units_are_added_and_listed(shell: Shell) -> None:
    name = f"Bapas {uuid4().hex[:6]}"
    number = (await shell("units", "add", name, "--type", "bapas", "--province", "35")).stdout.strip()
    listing = (await shell("units", "list")).stdout
    assert name in listing
    assert number in listing


async def test_sample_sign_ins_let_in_each_role_and_are_the_same_again(
    client: httpx.AsyncClient, program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    company = EmployerId((await an_employer(client)).json()["id"])
    desk = front_desk(program.settings, program.accounts, program.clock, program.new_id)
    made = await sample_sign_ins(desk, company)
    again = await sample_sign_ins(desk, company)
    assert [(one.password, one.token) for one in made] == [(one.password, one.token) for one in again]
    for one in made:
        async with asking(program, {"authorization": f"Bearer {one.token}"}) as by_token:
            duty = (await by_token.get(f"{V1}/me")).json()["duties"][0]
            assert duty["role"] == one.sample.role
        async with asking(program) as by_password:
            body = {"login": one.sample.login, "password": one.password}
            answer = await by_password.post(f"{V1}/session", json=body)
            assert (answer.status_code, answer.json()["duty"]) == (201, duty["id"])
    show_sign_ins(made, "http://127.0.0.1:8000")
    shown = capsys.readouterr().out
    assert all(one.password in shown and one.token in shown for one in made)
    assert len(SAMPLES) == len(made)
    shared = Counter(one.sample.role for one in made)  # what one begins, another approves or confirms
    assert (shared[Role.RELEASE_PLANNER], shared[Role.ADMINISTRATOR]) == (2, 2)


async def test_a_sample_token_that_was_revoked_is_replaced(
    client: httpx.AsyncClient, program: Program
) -> None:
    company = EmployerId((await an_employer(client)).json()["id"])
    desk = front_desk(program.settings, program.accounts, program.clock, program.new_id)
    first = (await sample_sign_ins(desk, company))[1]
    async with asking(program) as browser:
        body = {"login": first.sample.login, "password": first.password}
        csrf = {"x-csrf-token": (await browser.post(f"{V1}/session", json=body)).json()["csrf"]}
        for token in (await browser.get(f"{V1}/tokens")).json()["items"]:
            await browser.delete(f"{V1}/tokens/{token['id']}", headers=csrf)
    second = (await sample_sign_ins(desk, company))[1]
    assert second.password == first.password
    assert second.token != first.token
    async with asking(program, {"authorization": f"Bearer {second.token}"}) as by_token:
        assert (await by_token.get(f"{V1}/me")).status_code == 200
