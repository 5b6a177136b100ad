"""Everything about accounts that the routers and commands are given, put together by the wiring."""

from dataclasses import dataclass

from api.accounts.administration import Administration
from api.accounts.gate import Keeper
from api.accounts.oidc.sign_in import ByProvider
from api.accounts.own import OwnAccount
from api.accounts.sign_in import Sessions


@dataclass(frozen=True)
class FrontDesk:
    """Who may come in, and what can be done about it."""

    keeper: Keeper
    sessions: Sessions
    own: OwnAccount
    administration: Administration
    by_provider: ByProvider | None
