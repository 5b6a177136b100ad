"""The case worker's workspace: the people in one's charge, and what they could do."""

from api.access import CASE_WORKERS
from api.web.case_worker import (
    consent,
    hidden,
    imports,
    matches,
    people,
    person,
    queue,
    ranked_paper,
    shortlist,
    shortlist_item,
    shortlists,
)
from api.web.screens import Entry, in_navigation
from matching.vocabulary import Role

ROUTERS = (
    people.router,
    person.router,
    matches.router,
    ranked_paper.router,
    hidden.router,
    shortlists.router,
    shortlist.router,
    shortlist_item.router,
    consent.router,
    imports.router,
    queue.router,
)
GUARD = CASE_WORKERS

in_navigation(
    Role.CASE_WORKER,
    [
        Entry("/orang", "people"),
        Entry("/usulan", "shortlists"),
        Entry("/impor", "imports"),
        Entry("/antrean", "queue"),
    ],
)
