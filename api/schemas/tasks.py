"""Tasks, notices and jobs: what is asked, and how they are shown."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from api.schemas.documents import Document, plain
from api.schemas.parts import Day, Shape
from api.schemas.shortlists import Words
from matching.messages import Tongue, words
from matching.model.tasks import (
    KINDS,
    Choice,
    Ends,
    Job,
    JobKind,
    JobState,
    MailChoice,
    Notice,
    Task,
    TaskKind,
    Urgency,
    urgency,
)

_K = TaskKind
_LIST, _WORK = "/shortlists/{record}", "/candidates/{candidate}/placements"
WHERE: Mapping[TaskKind, str] = MappingProxyType(
    {
        _K.LIST_TO_PROPOSE: _LIST,
        _K.LIST_TO_SUBMIT: _LIST,
        _K.LIST_TO_REVIEW: _LIST,
        _K.LIST_TO_BE_SENT: _LIST,
        _K.CANDIDATE_TO_BE_ASKED: _LIST,
        _K.LIST_FLAGGED: _LIST,
        _K.VACANCY_CLOSES: _LIST,
        _K.EMPLOYER_SILENT: _LIST,
        _K.EMPLOYER_SILENT_LONG: _LIST,
        _K.PROPOSAL_TO_ANSWER: "/vacancies/{record}/proposals",
        _K.INTERVIEW_RESULT: _LIST,
        _K.OWN_VACANCY_CLOSES: "/vacancies/{record}",
        _K.OWN_VACANCY_RETURNED: "/vacancies/{record}/history",
        _K.EMPLOYER_TO_VERIFY: "/employers/{record}/registration",
        _K.VACANCY_TO_CHECK: "/vacancies/{record}",
        _K.APPEAL_TO_DECIDE: "/employers/{record}/registration",
        _K.OFFER_TO_ACCEPT: _WORK,
        _K.START_TO_RECORD: _WORK,
        _K.HOLD_ENDS: _LIST,
        _K.HOLD_GIVEN_BACK: _LIST,
        _K.CHECK_DUE: _WORK,
        _K.CHECK_ESCALATED: _WORK,
        _K.COMPLAINT_TO_DECIDE: "/employers/{record}/complaints",
        _K.CERTIFICATE_EXPIRES: "/candidates/{candidate}/certificates",
        _K.WINDOW_MOVED: "/candidates/{candidate}/window",
        _K.HORIZON_ENTERED: "/candidates/{candidate}/matches",
        _K.BLOCKER_LEAD: "/candidates/{candidate}",
        _K.REQUEST_OPEN: "/subject-requests",
        _K.CORRECTION_TO_CARRY_OUT: "/candidates/{candidate}/requests",
        _K.TRANSFER_OFFERED: "/transfers",
        _K.TRANSFER_CLAIMED: "/transfers",
        _K.ROWS_WAITING: "/imports/queue",
        _K.DUTY_TO_CONFIRM: "/confirmations",
        _K.COVER_TO_CONFIRM: "/confirmations",
        _K.LINK_TO_CONFIRM: "/confirmations",
        _K.IDENTITY_TO_CONFIRM: "/confirmations",
        _K.JOBS_SET_ASIDE: "/jobs",
        _K.PLAN_TO_SIGN: "/fairness-reports/{record}",
        _K.MONTH_TO_SIGN: "/fairness-reports/{record}",
        _K.RECIPE_TO_SIGN: "/fairness-comparisons/{record}",
        _K.UNUSUAL_READING: "/trail/findings/{record}",
        _K.BREACH_TO_TELL: "/breaches/{record}",
        _K.CONTACT_REQUESTED: "/candidates/{candidate}/contact-requests",
        _K.NOTED: "/candidates/{candidate}",
    }
)
"""Where a task is seen to, below `/api/v1`."""
OF_A_COMPANY: Mapping[TaskKind, str] = MappingProxyType(
    {_K.INTERVIEW_RESULT: "/vacancies/{record}/proposals"}
)
OF_NOBODY: Mapping[TaskKind, str | None] = MappingProxyType({**OF_A_COMPANY, _K.NOTED: None})
"""Where it is about no person that one knows."""
OF_A_PERSON: Mapping[TaskKind, str] = MappingProxyType({_K.REQUEST_OPEN: "/candidates/{candidate}/requests"})
"""Where it is about a person in one's charge."""
ABOUT: Mapping[TaskKind, str] = MappingProxyType(
    {
        _K.LIST_FLAGGED: "consequence",
        _K.BLOCKER_LEAD: "blocker",
        _K.CHECK_DUE: "measure",
        _K.CHECK_ESCALATED: "measure",
        _K.UNUSUAL_READING: "unusual",
        _K.BREACH_TO_TELL: "untold",
        _K.COMPLAINT_TO_DECIDE: "complaint",
    }
)
"""Of what `about` holds codes, by the kind of word."""


class TaskIn(Shape):
    """A task in one's own words; about a person it goes where the person goes."""

    note: Annotated[Words, StringConstraints(min_length=1)] = Field(
        examples=["Telepon bengkel tentang seragam kerja"], description="Without the name of anybody."
    )
    due: Day
    candidate_id: UUID | None = None


class TaskMade(Shape):
    """The task that was written down."""

    id: UUID


class SnoozeIn(Shape):
    """Until when it is put off: 14 days at most; what becomes late is there again."""

    until: Day


class TaskOut(Shape):
    """A task. `about`: the title of a vacancy or certificate, the note, or codes with words in `about_words`."""

    id: UUID
    kind: TaskKind
    words: str
    blocks: str
    record: UUID
    candidate: UUID | None
    about: str
    about_words: str
    times: int
    due: date
    urgency: Urgency
    ends: Ends = Field(description="`fact`: when it is recorded as done; `mark`: also by `…/done`.")
    snoozed_until: date | None
    where: str | None = Field(description="Address below `/api/v1` at which it is seen to.")


class Tasks(Shape):
    """Tasks of the duty in which one asks, the most urgent first, and how many there are in all."""

    items: list[TaskOut]
    total: int


class NoticeOut(Shape):
    """That a task has come up. `open`: it is still to be done."""

    id: UUID
    kind: TaskKind
    words: str
    task: UUID
    record: UUID
    candidate: UUID | None
    due: date
    at: datetime
    read_at: datetime | None
    open: bool
    where: str | None


class Notices(Shape):
    """Notices, the newest first; `unread`: how many are, on all pages."""

    items: list[NoticeOut]
    next: str | None
    unread: int


class ChoiceIn(Shape):
    """How one is told by e-mail: not, at once, once a day. Without an address at the login, where that is one."""

    mail: MailChoice = Field(examples=[MailChoice.DAILY])
    address: Annotated[
        str, StringConstraints(pattern=r'^([^\s@<>",;:\x00-\x20]+@[^\s@<>",;:\x00-\x20]+)?$', max_length=200)
    ] = ""


class ChoiceOut(Shape):
    """What holds. An empty address: nothing is sent."""

    mail: MailChoice
    address: str


class JobOut(Shape):
    """A job of the program: a mail to which account, the fairness report of which month (`day` is its first), or the
    ranking of who has come near release; and a code of what went wrong last. It holds no words of anybody."""

    id: UUID
    kind: JobKind
    account: UUID | None
    day: date
    state: JobState
    attempts: int
    run_at: datetime
    problem: str
    created_at: datetime
    ended_at: datetime | None


class Jobs(Shape):
    """Jobs, the newest first."""

    items: list[JobOut]
    next: str | None


def task_document(task: Task, today: date, tongue: Tongue) -> Document:
    """A task as it is shown."""
    return {
        **plain(task),
        "words": words(f"task.{task.kind}", tongue),
        "blocks": words(f"blocks.{task.kind}", tongue),
        "about_words": about_words(task, tongue),
        "urgency": str(urgency(task.due, today)),
        "ends": str(KINDS[task.kind].ends),
        "where": where(task),
    }


def about_words(task: Task, tongue: Tongue) -> str:
    """Words for the codes of `about`; empty where it holds none."""
    if task.kind not in ABOUT:
        return ""
    return "; ".join(words(f"{ABOUT[task.kind]}.{code}", tongue) for code in task.about.split())


def notice_document(notice: Notice, tongue: Tongue) -> Document:
    """A notice as it is shown."""
    return {
        **plain(notice),
        "words": words(f"task.{notice.kind}", tongue),
        "where": where(notice),
    }


def where(one: Task | Notice) -> str | None:
    """The address at which a task is seen to: ids and nothing else."""
    others = OF_NOBODY if one.candidate is None else OF_A_PERSON
    address = others[one.kind] if one.kind in others else WHERE[one.kind]
    return address.format(record=one.record, candidate=one.candidate) if address else None


def choice_document(choice: Choice) -> Document:
    """What holds."""
    return {"mail": str(choice.mail), "address": choice.address}


def job_document(job: Job) -> Document:
    """A job as an administrator sees it."""
    return dict(plain(job))
