"""The administrator's workspace: who comes in, in which duties, and how the program stands. No case data is in it."""

from api.access import ADMINISTRATORS
from api.web.administrator import account, accounts, confirmations, covers, jobs, system, units
from api.web.screens import Entry, in_navigation
from matching.vocabulary import Role

ROUTERS = (
    accounts.router,
    account.router,
    confirmations.router,
    covers.router,
    units.router,
    jobs.router,
    system.router,
)
GUARD = ADMINISTRATORS

in_navigation(
    Role.ADMINISTRATOR,
    [
        Entry("/pengguna", "accounts"),
        Entry("/konfirmasi", "confirmations"),
        Entry("/pengganti", "covers"),
        Entry("/unit", "units"),
        Entry("/pekerjaan", "jobs"),
        Entry("/keadaan", "state"),
        Entry("/pengaturan", "settings"),
    ],
)
