"""What has come of it, for planners and case workers."""

from api.access import CASE_STAFF
from api.web.outcomes import dashboard
from api.web.screens import Entry, Place, in_navigation
from matching.vocabulary import Role

ROUTERS = (dashboard.router,)
GUARD = CASE_STAFF

for role in (Role.CASE_WORKER, Role.RELEASE_PLANNER):
    in_navigation(role, [Entry("/hasil", "outcomes")], Place.REPORTS)
