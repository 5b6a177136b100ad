"""Who may ask: every operation names the roles that it is for, beside its router.

A role that an operation is not for gets 403 whatever the address names, so that nothing is learnt from it. Which
records a role sees is decided below, by the database; what is not one's own is not there (404).
"""

from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request

from api.errors import DUTY, FORBIDDEN, SIGN_IN, Refused
from matching.model import Actor
from matching.vocabulary import Role


def acting(request: Request) -> Actor | None:
    """Who asks, as the gate has found; None: in no duty."""
    actor: Actor | None = request.state.actor
    return actor


@dataclass(frozen=True)
class Only:
    """A dependency that lets some roles through. A test finds the operations that have none."""

    roles: frozenset[Role]

    def __call__(self, request: Request) -> None:
        """Refuse (403) everybody else, and whoever has chosen no duty yet."""
        actor = acting(request)
        if actor is None:
            raise Refused(DUTY if request.state.admitted else SIGN_IN)
        if actor.role not in self.roles:
            raise Refused(FORBIDDEN)


def only(*roles: Role) -> Any:
    """The dependency for these roles."""
    return Depends(Only(frozenset(roles)))


CASE_WORKERS = only(Role.CASE_WORKER)
PLANNERS = only(Role.RELEASE_PLANNER)
CASE_STAFF = only(Role.CASE_WORKER, Role.RELEASE_PLANNER)
PLANNERS = only(Role.RELEASE_PLANNER)
EMPLOYERS = only(Role.EMPLOYER)
VACANCY_PARTIES = only(Role.CASE_WORKER, Role.RELEASE_PLANNER, Role.EMPLOYER)
ADMINISTRATORS = only(Role.ADMINISTRATOR)
OFFICERS = only(Role.DATA_PROTECTION_OFFICER)
DECIDERS = only(Role.CASE_WORKER, Role.DATA_PROTECTION_OFFICER)
FAIRNESS_READERS = only(Role.RELEASE_PLANNER, Role.DATA_PROTECTION_OFFICER)
STAFF = only(*frozenset(Role) - {Role.EMPLOYER, Role.WORKER})
ANYBODY_ON_DUTY = only(*frozenset(Role) - {Role.WORKER})
EMPLOYER_READERS = only(Role.CASE_WORKER, Role.RELEASE_PLANNER, Role.EMPLOYER, Role.ADMINISTRATOR)
