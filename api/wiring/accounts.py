"""Accounts, put together from the settings."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from api.accounts.administration import Administration
from api.accounts.cookies import Cookies
from api.accounts.desk import FrontDesk
from api.accounts.gate import Keeper
from api.accounts.own import OwnAccount
from api.accounts.passwords import Hasher
from api.accounts.sign_in import SessionPolicy, Sessions
from api.accounts.throttle import Throttle
from api.settings import Settings
from api.wiring.identity_provider import by_provider
from data.vault import vault_from_file
from matching.account_stores import AccountGateway


def front_desk(
    settings: Settings, accounts: AccountGateway, clock: Callable[[], datetime], new_id: Callable[[], UUID]
) -> FrontDesk:
    """Sign-in, own accounts and administration over the stores of accounts."""
    vault = vault_from_file(settings.keys_path)
    idle = timedelta(minutes=settings.session_idle_minutes)
    lately = timedelta(minutes=settings.shown_again_minutes)
    hasher = Hasher(
        memory_kib=settings.argon2_memory_kib,
        passes=settings.argon2_passes,
        at_once=settings.password_hashing_at_once,
    )
    sessions = Sessions(
        accounts=accounts,
        vault=vault,
        hasher=hasher,
        throttle=Throttle(accounts.door, vault),
        policy=SessionPolicy(settings.session_hours, idle, settings.second_factor_asked),
        clock=clock,
        new_id=new_id,
    )
    return FrontDesk(
        keeper=Keeper(accounts.door, Cookies(settings.https), idle),
        sessions=sessions,
        own=OwnAccount(sessions, settings.token_days, lately, clock, new_id),
        administration=Administration(accounts, settings.link_hours, clock, new_id),
        by_provider=by_provider(settings, sessions, clock),
    )
