"""Fairness reports, for planners, who sign them, and for the data-protection officer."""

from api.access import FAIRNESS_READERS
from api.web.fairness import recipes, reports
from api.web.screens import Entry, Place, in_navigation
from matching.vocabulary import Role

ROUTERS = (reports.router, recipes.router)
GUARD = FAIRNESS_READERS

for role in (Role.RELEASE_PLANNER, Role.DATA_PROTECTION_OFFICER):
    in_navigation(role, [Entry("/keadilan", "fairness")], Place.REPORTS)
