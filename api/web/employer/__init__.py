"""The employer's workspace: own vacancies, people who fit as coded cards, answers, and the company's own state."""

from api.access import EMPLOYERS
from api.web.employer import candidates, company, posting, preview, vacancies
from api.web.screens import Entry, in_navigation
from matching.vocabulary import Role

ROUTERS = (
    candidates.about,
    posting.router,
    preview.router,
    vacancies.router,
    candidates.router,
    company.router,
)
GUARD = EMPLOYERS

in_navigation(Role.EMPLOYER, [Entry("/lowongan-kami", "own_vacancies"), Entry("/perusahaan", "company")])
