"""Four eyes in the database itself: whoever runs any SQL as the application, in an administrator's duty."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from data.accounts import PostgresAccounts
from data.errors import NotPermitted
from data.pool import Connection, Database
from data.vault import Vault
from matching.errors import InvalidValue, NotFound
from matching.model.accounts import ApiToken, Cover, Duty, Scope
from matching.model.ids import AccountId, CoverId, DutyId, LinkId, TokenId
from matching.vocabulary import Role
from tests.staff import ADMINISTRATOR, CASE_WORKER, COLLEAGUE, HERE, OFFICER, PLANNER, RECRUITER

LATER = datetime.now(UTC) + timedelta(hours=1)
MACHINE = AccountId(UUID("00000000-0000-4000-8000-000000000002"))


async def a_duty(accounts: PostgresAccounts, account: AccountId = PLANNER.account) -> DutyId:
    """A duty that the administrator has given."""
    duty = DutyId(uuid4())
    async with accounts.transaction(ADMINISTRATOR) as tx:
        await tx.staff.grant(Duty(duty, account, Role.CASE_WORKER, HERE))
    return duty


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE duties SET pending = false",
        "UPDATE duties SET confirmed_by = granted_by",
        "UPDATE duties SET granted_by = account_id",
        "UPDATE account_links SET pending = false",
        "UPDATE external_identities SET pending = false",
        "UPDATE covers SET pending = false",
        "UPDATE covers SET confirmed_by = granted_by",
        "INSERT INTO covers (id, unit_id, absent, covering, until, pending) VALUES "
        f"('{uuid4()}', '{HERE}', '{CASE_WORKER.account}', '{COLLEAGUE.account}', now() + interval '1 day', false)",
        "UPDATE meta SET four_eyes = false",
        "UPDATE meta SET oidc_issuer = 'x'",
        "INSERT INTO duties (id, account_id, role, unit_id, pending) "
        f"VALUES ('{uuid4()}', '{PLANNER.account}', 'case_worker', '{HERE}', false)",
        "INSERT INTO duties (id, account_id, role, unit_id, granted_by) "
        f"VALUES ('{uuid4()}', '{PLANNER.account}', 'case_worker', '{HERE}', '{OFFICER.account}')",
        "SELECT count_refusal(NULL, 'password')",
        "SELECT note_way_in()",
        "DELETE FROM sign_in_refusals",
    ],
)
async def test_the_application_confirms_nothing_by_itself(
    database: Database, vault: Vault, statement: str
) -> None:
    await a_duty(PostgresAccounts(database, vault))
    with pytest.raises(NotPermitted):
        async with database.transaction(ADMINISTRATOR) as connection:
            await connection.execute(statement)


@pytest.mark.parametrize("until", ["NULL", "now() + interval '1 day'"])
async def test_an_ended_duty_is_not_taken_up_again(database: Database, owner: Connection, until: str) -> None:
    await owner.execute("UPDATE duties SET until = now() WHERE id = $1", COLLEAGUE.duty)
    with pytest.raises(NotPermitted):
        async with database.transaction(ADMINISTRATOR) as connection:
            await connection.execute(f"UPDATE duties SET until = {until} WHERE id = $1", COLLEAGUE.duty)


async def a_cover(accounts: PostgresAccounts) -> Cover:
    """By which the administrator lets the colleague see the case worker's people."""
    cover = Cover(CoverId(uuid4()), HERE, CASE_WORKER.account, COLLEAGUE.account, datetime.now(UTC), LATER)
    async with accounts.transaction(ADMINISTRATOR) as tx:
        assert await tx.staff.cover(cover), "it waits"
    return cover


async def test_a_cover_that_waits_opens_no_caseload_and_none_is_made_longer(
    database: Database, vault: Vault, owner: Connection
) -> None:
    accounts = PostgresAccounts(database, vault)
    cover = await a_cover(accounts)

    async def loads() -> list[UUID]:
        async with database.transaction(COLLEAGUE) as connection:
            return list(await connection.fetchval("SELECT case_loads()"))

    assert await loads() == [COLLEAGUE.account]
    with pytest.raises(InvalidValue):
        async with accounts.transaction(ADMINISTRATOR) as tx:
            await tx.staff.confirm_cover(cover.id)
    with pytest.raises(Exception, match="covers_confirmed_by_another"):
        await owner.execute("UPDATE covers SET confirmed_by = covering WHERE id = $1", cover.id)
    await owner.execute("UPDATE covers SET pending = false WHERE id = $1", cover.id)
    assert set(await loads()) == {CASE_WORKER.account, COLLEAGUE.account}
    await owner.execute("UPDATE covers SET until = now() WHERE id = $1", cover.id)
    with pytest.raises(NotPermitted):
        async with database.transaction(ADMINISTRATOR) as connection:
            await connection.execute("UPDATE covers SET until = now() + interval '9 days'")
    assert await loads() == [COLLEAGUE.account]


@pytest.mark.parametrize("actor", [CASE_WORKER, OFFICER, PLANNER, RECRUITER], ids=lambda one: str(one.role))
async def test_for_everybody_but_an_administrator_nothing_waits(
    database: Database, vault: Vault, actor: object
) -> None:
    accounts = PostgresAccounts(database, vault)
    duty, cover = await a_duty(accounts), await a_cover(accounts)
    async with accounts.transaction(actor) as tx:  # type: ignore[arg-type]
        waiting = await tx.staff.pending()
        assert (waiting.duties, waiting.links, waiting.identities, waiting.covers) == ((), (), (), ())
    with pytest.raises(NotFound):
        async with accounts.transaction(actor) as tx:  # type: ignore[arg-type]
            await tx.staff.confirm_duty(duty)
    with pytest.raises(NotFound):
        async with accounts.transaction(actor) as tx:  # type: ignore[arg-type]
            await tx.staff.confirm_cover(cover.id)


async def test_who_gave_it_cannot_confirm_it_not_even_as_the_owner(
    database: Database, vault: Vault, owner: Connection
) -> None:
    accounts = PostgresAccounts(database, vault)
    duty = await a_duty(accounts)
    with pytest.raises(InvalidValue):
        async with accounts.transaction(ADMINISTRATOR) as tx:
            await tx.staff.confirm_duty(duty)
    with pytest.raises(Exception, match="duties_confirmed_by_another"):
        await owner.execute("UPDATE duties SET confirmed_by = granted_by WHERE id = $1", duty)


async def test_a_duty_that_waits_opens_nothing_to_a_session_that_claims_it(
    database: Database, vault: Vault, owner: Connection
) -> None:
    accounts = PostgresAccounts(database, vault)
    duty = await a_duty(accounts)
    who = (str(PLANNER.account), str(HERE), str(duty))
    for confirmed in (False, True):
        async with database.transaction(PLANNER) as connection:
            await connection.execute(
                "SELECT set_config('app.account', $1, true), set_config('app.unit', $2, true), "
                "set_config('app.duty', $3, true), set_config('app.role', 'case_worker', true)",
                *who,
            )
            assert await connection.fetchval("SELECT acts_as('case_worker')") == confirmed
        await owner.execute("UPDATE duties SET pending = false WHERE id = $1", duty)


async def test_a_link_that_waits_is_as_good_as_none(database: Database, vault: Vault) -> None:
    accounts = PostgresAccounts(database, vault)
    async with accounts.transaction(ADMINISTRATOR) as tx:
        waits = await tx.staff.add_link(
            LinkId(uuid4()), CASE_WORKER.account, b"link", clears_second_factor=True, until=LATER
        )
    assert waits
    assert await accounts.door.account_of_link(b"link") is None
    assert not await accounts.door.use_link(b"link", "$argon2id$x")


async def test_nobody_comes_in_as_the_administrator_of_the_machine(
    database: Database, owner: Connection
) -> None:
    duty = await owner.fetchval("SELECT id FROM duties WHERE account_id = $1", MACHINE)
    token = ApiToken(TokenId(uuid4()), MACHINE, duty, "x", frozenset({Scope.READ}), LATER)
    for statement in (
        "INSERT INTO sessions (id, account_id, duty_id, digest, second_factor, until) "
        "VALUES ($1, $2, $3, 'x', true, $4)",
        "INSERT INTO api_tokens (id, account_id, duty_id, name, scopes, digest, until) "
        "VALUES ($1, $2, $3, 'x', '{read}', 'x', $4)",
    ):
        with pytest.raises(Exception, match="not_of_the_machine"):
            await owner.execute(statement, token.id, MACHINE, duty, LATER)
