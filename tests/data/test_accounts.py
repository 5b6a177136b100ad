"""What the application's role can reach of what lets people in: nothing that would let anybody in."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from api.accounts.gate import as_oneself
from data.accounts import PostgresAccounts
from data.errors import NotPermitted
from data.pool import Connection, Database
from data.vault import Vault
from matching.errors import NotFound
from matching.model import Actor
from matching.model.accounts import Account, ApiToken, Duty, Scope, Session
from matching.model.ids import AccountId, DutyId, LinkId, SessionId, TokenId
from matching.vocabulary import Role
from tests.staff import ADMINISTRATOR, CASE_WORKER, COLLEAGUE, HERE, OFFICER, PLANNER

LATER = datetime.now(UTC) + timedelta(hours=1)
SECRETS = [
    ("passwords", "hash"),
    ("second_factors", "secret"),
    ("recovery_codes", "digest"),
    ("sessions", "digest"),
    ("api_tokens", "digest"),
    ("account_links", "digest"),
    ("account_links", "account_id"),
    ("sign_in_attempts", "key"),
]


@pytest.mark.parametrize(("table", "column"), SECRETS)
@pytest.mark.parametrize("actor", [CASE_WORKER, ADMINISTRATOR], ids=lambda one: str(one.role))
async def test_the_application_reads_no_hash_digest_or_secret(
    database: Database, table: str, column: str, actor: Actor
) -> None:
    for statement in (f"SELECT {column} FROM {table}", f"UPDATE {table} SET {column} = {column}"):
        with pytest.raises(NotPermitted):
            async with database.transaction(actor) as connection:
                await connection.execute(statement)


async def test_every_table_that_lets_people_in_has_its_walls_forced(owner: Connection) -> None:
    rows = await owner.fetch(
        "SELECT relname FROM pg_class WHERE relname = ANY ($1) AND relrowsecurity AND relforcerowsecurity",
        [table for table, _ in SECRETS],
    )
    assert {row["relname"] for row in rows} == {table for table, _ in SECRETS}


async def test_sessions_and_tokens_are_seen_and_ended_by_their_account_alone(
    vault: Vault, database: Database
) -> None:
    accounts = PostgresAccounts(database, vault)
    session = Session(
        SessionId(uuid4()),
        CASE_WORKER.account,
        CASE_WORKER.duty,
        second_factor=False,
        agent="uji",
        until=LATER,
    )
    assert CASE_WORKER.duty is not None
    token = ApiToken(
        TokenId(uuid4()), CASE_WORKER.account, CASE_WORKER.duty, "uji", frozenset({Scope.READ}), LATER
    )
    async with accounts.transaction(as_oneself(CASE_WORKER.account)) as tx:
        await tx.own.open_session(session, b"session")
        await tx.own.add_token(token, b"token")
        assert [one.id for one in await tx.own.sessions()] == [session.id]
        assert [one.scopes for one in await tx.own.tokens()] == [frozenset({Scope.READ})]
    for other in (COLLEAGUE, ADMINISTRATOR):
        async with accounts.transaction(other) as tx:
            assert not await tx.own.sessions()
            with pytest.raises(NotFound):
                await tx.own.end_session(session.id)
            with pytest.raises(NotFound):
                await tx.own.revoke_token(token.id)
    admitted = await accounts.door.by_session(b"session", idle=timedelta(minutes=1))
    assert admitted is not None
    assert admitted.duty is not None
    assert (admitted.account, admitted.duty.role) == (CASE_WORKER.account, Role.CASE_WORKER)


async def test_a_token_or_session_cannot_take_a_duty_of_somebody_else(
    vault: Vault, database: Database
) -> None:
    accounts = PostgresAccounts(database, vault)
    assert COLLEAGUE.duty is not None
    session = Session(
        SessionId(uuid4()), CASE_WORKER.account, COLLEAGUE.duty, second_factor=False, agent="", until=LATER
    )
    token = ApiToken(
        TokenId(uuid4()), CASE_WORKER.account, COLLEAGUE.duty, "x", frozenset({Scope.READ}), LATER
    )
    with pytest.raises(NotFound):
        async with accounts.transaction(as_oneself(CASE_WORKER.account)) as tx:
            await tx.own.open_session(session, b"x")
    with pytest.raises(NotFound):
        async with accounts.transaction(as_oneself(CASE_WORKER.account)) as tx:
            await tx.own.add_token(token, b"x")


@pytest.mark.parametrize("actor", [CASE_WORKER, PLANNER, OFFICER], ids=lambda one: str(one.role))
async def test_for_everybody_but_an_administrator_there_is_no_staff(
    vault: Vault, database: Database, actor: Actor
) -> None:
    accounts = PostgresAccounts(database, vault)
    async with accounts.transaction(actor) as tx:
        assert (await tx.staff.page(limit=5, cursor=None)).records == ()
        assert not await tx.staff.units()
        with pytest.raises(NotFound):
            await tx.staff.get(COLLEAGUE.account)
        with pytest.raises(NotFound):
            await tx.staff.end_duty(DutyId(uuid4()))
        with pytest.raises(NotFound):
            await tx.staff.set_active(COLLEAGUE.account, active=False)
    duty = Duty(DutyId(uuid4()), COLLEAGUE.account, Role.ADMINISTRATOR, HERE)
    link = {"clears_second_factor": False, "until": LATER}
    with pytest.raises((NotFound, NotPermitted)):
        async with accounts.transaction(actor) as tx:
            await tx.staff.add(Account(AccountId(uuid4()), "x", "X"))
    with pytest.raises((NotFound, NotPermitted)):
        async with accounts.transaction(actor) as tx:
            await tx.staff.grant(duty)
    with pytest.raises((NotFound, NotPermitted)):
        async with accounts.transaction(actor) as tx:
            await tx.staff.add_link(LinkId(uuid4()), COLLEAGUE.account, b"x", **link)  # type: ignore[arg-type]


async def test_an_administrator_gives_nothing_to_themselves(vault: Vault, database: Database) -> None:
    accounts = PostgresAccounts(database, vault)
    duty = Duty(DutyId(uuid4()), ADMINISTRATOR.account, Role.CASE_WORKER, HERE)
    with pytest.raises(NotFound):
        async with accounts.transaction(ADMINISTRATOR) as tx:
            await tx.staff.grant(duty)
    with pytest.raises(NotFound):
        async with accounts.transaction(ADMINISTRATOR) as tx:
            await tx.staff.add_link(
                LinkId(uuid4()), ADMINISTRATOR.account, b"x", clears_second_factor=True, until=LATER
            )
