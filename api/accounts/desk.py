"""Everything about accounts that the routers and commands are given, put together by the wiring."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.accounts.administration import Administration
from api.accounts.gate import Keeper
from api.accounts.own import OwnAccount
from api.accounts.sign_in import Sessions

if TYPE_CHECKING:  # only a server with a provider loads what it takes
    from api.accounts.oidc.sign_in import ByProvider


@dataclass(frozen=True)
class FrontDesk:
    """Who may come in, and what can be done about it."""

    keeper: Keeper
    sessions: Sessions
    own: OwnAccount
    administration: Administration
    by_provider: "ByProvider | None"
