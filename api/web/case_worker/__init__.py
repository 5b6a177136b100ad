"""The case worker's workspace: the people in one's charge, and what they could do."""

from api.access import CASE_WORKERS
from api.web.case_worker import (
    blockers,
    certificates,
    checks,
    complaints,
    consent,
    consequences,
    employer_answer,
    facts,
    file,
    found_work,
    hand_over,
    hidden,
    import_progress,
    imports,
    matches,
    new_person,
    number,
    people,
    person,
    queue,
    ranked_paper,
    release,
    sheet,
    shortlist,
    shortlist_item,
    shortlists,
    transfers,
    vacancy,
)
from api.web.screens import Entry, in_navigation
from matching.vocabulary import Role

ROUTERS = (
    people.router,
    new_person.router,  # before those that would take its address for an id
    person.router,
    blockers.router,
    certificates.router,
    release.router,
    facts.router,
    number.router,
    found_work.router,
    hand_over.router,
    matches.router,
    ranked_paper.router,
    complaints.router,
    vacancy.router,  # after those whose addresses it would take for an id
    hidden.router,
    shortlists.router,
    shortlist.router,
    shortlist_item.router,
    sheet.router,
    employer_answer.router,
    consent.router,
    consequences.router,
    file.router,
    import_progress.router,  # before those that would take its address for an id
    imports.router,
    queue.router,
    checks.router,
    transfers.router,
)
GUARD = CASE_WORKERS

in_navigation(
    Role.CASE_WORKER,
    [
        Entry("/orang", "people"),
        Entry("/usulan", "shortlists"),
        Entry("/pemantauan", "checks"),
        Entry("/perpindahan", "transfers"),
        Entry("/impor", "imports"),
        Entry("/antrean", "queue"),
    ],
)
