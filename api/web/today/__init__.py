"""Where everybody's day begins: what is due, why, what it blocks, and where it is done."""

from api.access import ANYBODY_ON_DUTY
from api.web.screens import Entry, Place, in_navigation
from api.web.today import notices, tasks
from matching.vocabulary import Role

ROUTERS = (tasks.router, notices.router)
GUARD = ANYBODY_ON_DUTY

for role in frozenset(Role) - {Role.WORKER}:
    in_navigation(role, [Entry("/beranda", "today")], Place.TODAY)
