"""The release planner's workspace: what waits for approval, who may offer work, and plans for everybody who leaves."""

from api.access import PLANNERS
from api.web.planner import (
    board,
    changes,
    checks,
    cohorts,
    companies,
    new_company,
    overrides,
    proposals,
    reviews,
    vacancies,
)
from api.web.screens import Entry, in_navigation
from matching.vocabulary import Role

ROUTERS = (
    overrides.router,
    reviews.router,
    changes.router,
    new_company.router,  # before the one that would take its address for an id
    companies.router,
    vacancies.router,
    board.router,
    cohorts.router,
    proposals.router,
    checks.router,
)
GUARD = PLANNERS

in_navigation(
    Role.RELEASE_PLANNER,
    [
        Entry("/tinjauan", "review"),
        Entry("/kohort", "cohort"),
        Entry("/periksa-lowongan", "vacancies"),
        Entry("/pemberi-kerja", "employers"),
        Entry("/pemantauan-terlambat", "checks"),
    ],
)
