"""The data-protection officer's workspace: what people ask for, who has looked at whom, and what is kept how long."""

from api.access import OFFICERS
from api.web.officer import breach, breaches, chain, keeping, letters, requests, trail
from api.web.screens import Entry, in_navigation
from matching.vocabulary import Role

ROUTERS = (
    letters.router,
    requests.router,
    chain.router,
    trail.router,
    breach.router,
    breaches.router,
    keeping.router,
)
GUARD = OFFICERS

in_navigation(
    Role.DATA_PROTECTION_OFFICER,
    [
        Entry("/permintaan", "requests"),
        Entry("/jejak", "trail"),
        Entry("/kebocoran", "breach"),
        Entry("/penyimpanan", "keeping"),
    ],
)
