"""Where each kind of task is seen to, among the pages of whose task it is."""

from collections.abc import Mapping
from types import MappingProxyType

from matching.model.tasks import Notice, Task, TaskKind
from matching.vocabulary import Role

_K = TaskKind
_LIST, _PERSON = "/usulan/{record}", "/orang/{candidate}"
_WORK, _TRANSFERS = "/penempatan/{record}", "/perpindahan"
_REVIEW, _COMPANY, _REPORT = "/tinjauan/{record}", "/pemberi-kerja/{record}", "/keadilan/{record}"
_PROPOSED, _OWN = "/lowongan-kami/{record}/usulan", "/lowongan-kami/{record}"
PLACES: Mapping[Role, Mapping[TaskKind, str]] = MappingProxyType(
    {
        Role.CASE_WORKER: {
            _K.LIST_TO_PROPOSE: _LIST,
            _K.LIST_TO_SUBMIT: _LIST,
            _K.LIST_TO_BE_SENT: _LIST,
            _K.CANDIDATE_TO_BE_ASKED: _LIST,
            _K.LIST_FLAGGED: f"{_LIST}/perubahan",
            _K.VACANCY_CLOSES: _LIST,
            _K.EMPLOYER_SILENT: _LIST,
            _K.INTERVIEW_RESULT: _LIST,
            _K.OFFER_TO_ACCEPT: _WORK,
            _K.START_TO_RECORD: _WORK,
            _K.CHECK_DUE: _WORK,
            _K.CERTIFICATE_EXPIRES: _PERSON,
            _K.WINDOW_MOVED: _PERSON,
            _K.BLOCKER_LEAD: f"{_PERSON}/hambatan",
            _K.REQUEST_OPEN: f"{_PERSON}/persetujuan",
            _K.CORRECTION_TO_CARRY_OUT: f"{_PERSON}/persetujuan",
            _K.TRANSFER_OFFERED: _TRANSFERS,
            _K.TRANSFER_CLAIMED: _TRANSFERS,
            _K.HORIZON_ENTERED: f"{_PERSON}/lowongan",
            _K.HOLD_ENDS: _LIST,
            _K.HOLD_GIVEN_BACK: _LIST,
            _K.ROWS_WAITING: "/antrean",
            _K.CONTACT_REQUESTED: f"{_PERSON}/lowongan/{{record}}",
            _K.NOTED: _PERSON,
        },
        Role.RELEASE_PLANNER: {
            _K.LIST_TO_PROPOSE: _REVIEW,
            _K.LIST_TO_SUBMIT: _REVIEW,
            _K.LIST_TO_REVIEW: _REVIEW,
            _K.LIST_TO_BE_SENT: _REVIEW,
            _K.EMPLOYER_SILENT_LONG: _REVIEW,
            _K.EMPLOYER_TO_VERIFY: _COMPANY,
            _K.VACANCY_TO_CHECK: "/periksa-lowongan/{record}",
            _K.APPEAL_TO_DECIDE: _COMPANY,
            _K.COMPLAINT_TO_DECIDE: _COMPANY,
            _K.CHECK_ESCALATED: "/pemantauan-terlambat/{record}",
            _K.PLAN_TO_SIGN: _REPORT,
            _K.MONTH_TO_SIGN: _REPORT,
            _K.RECIPE_TO_SIGN: "/resep/{record}",
        },
        Role.EMPLOYER: {
            _K.PROPOSAL_TO_ANSWER: _PROPOSED,
            _K.INTERVIEW_RESULT: _PROPOSED,
            _K.OWN_VACANCY_CLOSES: _OWN,
            _K.OWN_VACANCY_RETURNED: _OWN,
        },
        Role.ADMINISTRATOR: {
            **dict.fromkeys(
                (_K.DUTY_TO_CONFIRM, _K.LINK_TO_CONFIRM, _K.IDENTITY_TO_CONFIRM, _K.COVER_TO_CONFIRM),
                "/konfirmasi",
            ),
            _K.JOBS_SET_ASIDE: "/pekerjaan",
        },
        Role.DATA_PROTECTION_OFFICER: {
            _K.REQUEST_OPEN: "/permintaan/{record}",
            _K.UNUSUAL_READING: "/jejak/tidak-lazim/{record}",
            _K.BREACH_TO_TELL: "/kebocoran/{record}",
        },
    }
)
"""Where the task of each kind is seen to; a note about nobody, where it stands."""


def page_of(one: Task | Notice, role: Role) -> str | None:
    """The page at which a task is seen to; None where there is none, as for a note about nobody."""
    address = PLACES.get(role, {}).get(one.kind)
    if address is None or ("{candidate}" in address and one.candidate is None):
        return None
    return address.format(record=one.record, candidate=one.candidate)
