"""Tasks (what is due, and what it blocks), notices of them, and jobs that work outside the database.

Tasks are read off the facts by the database (`open_tasks`), with the eyes of whoever asks; `KINDS` is the same table as
its `task_kinds`, and a test compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NewType
from uuid import UUID

from matching.model.ids import AccountId, CandidateId
from matching.vocabulary import Role

TaskId = NewType("TaskId", UUID)
"""Follows from what the task is about: the same fact is the same task, and another one when it becomes late."""
NoticeId = NewType("NoticeId", UUID)
JobId = NewType("JobId", UUID)
SNOOZED_AT_MOST_DAYS = 14


class TaskKind(StrEnum):
    """What is to be done; words: `task.…`, and what it blocks: `blocks.…`."""

    LIST_TO_PROPOSE = "list_to_propose"
    LIST_TO_SUBMIT = "list_to_submit"
    LIST_TO_REVIEW = "list_to_review"
    LIST_TO_BE_SENT = "list_to_be_sent"
    CANDIDATE_TO_BE_ASKED = "candidate_to_be_asked"
    LIST_FLAGGED = "list_flagged"
    VACANCY_CLOSES = "vacancy_closes"
    EMPLOYER_SILENT = "employer_silent"
    EMPLOYER_SILENT_LONG = "employer_silent_long"
    PROPOSAL_TO_ANSWER = "proposal_to_answer"
    INTERVIEW_RESULT = "interview_result"
    OWN_VACANCY_CLOSES = "own_vacancy_closes"
    OWN_VACANCY_RETURNED = "own_vacancy_returned"
    EMPLOYER_TO_VERIFY = "employer_to_verify"
    VACANCY_TO_CHECK = "vacancy_to_check"
    APPEAL_TO_DECIDE = "appeal_to_decide"
    OFFER_TO_ACCEPT = "offer_to_accept"
    START_TO_RECORD = "start_to_record"
    HOLD_ENDS = "hold_ends"
    HOLD_GIVEN_BACK = "hold_given_back"
    CHECK_DUE = "check_due"
    CHECK_ESCALATED = "check_escalated"
    COMPLAINT_TO_DECIDE = "complaint_to_decide"
    CERTIFICATE_EXPIRES = "certificate_expires"
    WINDOW_MOVED = "window_moved"
    BLOCKER_LEAD = "blocker_lead"
    HORIZON_ENTERED = "horizon_entered"
    REQUEST_OPEN = "request_open"
    CORRECTION_TO_CARRY_OUT = "correction_to_carry_out"
    TRANSFER_OFFERED = "transfer_offered"
    TRANSFER_CLAIMED = "transfer_claimed"
    ROWS_WAITING = "rows_waiting"
    DUTY_TO_CONFIRM = "duty_to_confirm"
    COVER_TO_CONFIRM = "cover_to_confirm"
    LINK_TO_CONFIRM = "link_to_confirm"
    IDENTITY_TO_CONFIRM = "identity_to_confirm"
    JOBS_SET_ASIDE = "jobs_set_aside"
    PLAN_TO_SIGN = "plan_to_sign"
    MONTH_TO_SIGN = "month_to_sign"
    RECIPE_TO_SIGN = "recipe_to_sign"
    UNUSUAL_READING = "unusual_reading"
    BREACH_TO_TELL = "breach_to_tell"
    CONTACT_REQUESTED = "contact_requested"
    NOTED = "noted"


class Ends(StrEnum):
    """How a task ends: when its fact does and in no other way, or also by the mark of whoever has it."""

    FACT = "fact"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class KindOfTask:
    """Whose task it is and how it ends. Due `due_days` after the fact (None: the fact has its own day), shown
    `ahead_days` before that (None: at once)."""

    roles: tuple[Role, ...]
    ends: Ends
    due_days: int | None
    ahead_days: int | None


_WORKER, _PLANNER, _EMPLOYER = Role.CASE_WORKER, Role.RELEASE_PLANNER, Role.EMPLOYER
_ADMINISTRATOR, _OFFICER = Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER
_K = TaskKind
KINDS: Mapping[TaskKind, KindOfTask] = MappingProxyType(
    {
        _K.LIST_TO_PROPOSE: KindOfTask((_WORKER, _PLANNER), Ends.FACT, 3, None),
        _K.LIST_TO_SUBMIT: KindOfTask((_WORKER, _PLANNER), Ends.FACT, 3, None),
        _K.LIST_TO_REVIEW: KindOfTask((_PLANNER,), Ends.FACT, 3, None),
        _K.LIST_TO_BE_SENT: KindOfTask((_WORKER, _PLANNER), Ends.FACT, 2, None),
        _K.CANDIDATE_TO_BE_ASKED: KindOfTask((_WORKER,), Ends.FACT, 5, None),
        _K.LIST_FLAGGED: KindOfTask((_WORKER,), Ends.FACT, 3, None),
        _K.VACANCY_CLOSES: KindOfTask((_WORKER,), Ends.MARK, None, 7),
        _K.EMPLOYER_SILENT: KindOfTask((_WORKER,), Ends.FACT, 7, 0),
        _K.EMPLOYER_SILENT_LONG: KindOfTask((_PLANNER,), Ends.FACT, 14, 0),
        _K.PROPOSAL_TO_ANSWER: KindOfTask((_EMPLOYER,), Ends.FACT, 7, None),
        _K.INTERVIEW_RESULT: KindOfTask((_WORKER, _EMPLOYER), Ends.FACT, 1, 0),
        _K.OWN_VACANCY_CLOSES: KindOfTask((_EMPLOYER,), Ends.MARK, None, 7),
        _K.OWN_VACANCY_RETURNED: KindOfTask((_EMPLOYER,), Ends.FACT, 7, None),
        _K.EMPLOYER_TO_VERIFY: KindOfTask((_PLANNER,), Ends.FACT, 5, None),
        _K.VACANCY_TO_CHECK: KindOfTask((_PLANNER,), Ends.FACT, 3, None),
        _K.APPEAL_TO_DECIDE: KindOfTask((_PLANNER,), Ends.FACT, 7, None),
        _K.OFFER_TO_ACCEPT: KindOfTask((_WORKER,), Ends.FACT, 5, None),
        _K.START_TO_RECORD: KindOfTask((_WORKER,), Ends.FACT, 0, 0),
        _K.HOLD_ENDS: KindOfTask((_WORKER,), Ends.FACT, None, 3),
        _K.HOLD_GIVEN_BACK: KindOfTask((_WORKER,), Ends.MARK, 3, None),
        _K.CHECK_DUE: KindOfTask((_WORKER,), Ends.FACT, None, 14),
        # the first day on which `Check.state` says so: placements.ESCALATED_AFTER and one day
        _K.CHECK_ESCALATED: KindOfTask((_PLANNER,), Ends.FACT, 15, 0),
        _K.COMPLAINT_TO_DECIDE: KindOfTask((_PLANNER,), Ends.FACT, 14, None),
        _K.CERTIFICATE_EXPIRES: KindOfTask((_WORKER,), Ends.MARK, None, 90),
        _K.WINDOW_MOVED: KindOfTask((_WORKER,), Ends.MARK, 7, None),
        _K.BLOCKER_LEAD: KindOfTask((_WORKER,), Ends.MARK, None, 14),
        _K.HORIZON_ENTERED: KindOfTask((_WORKER,), Ends.MARK, 7, None),
        _K.REQUEST_OPEN: KindOfTask((_WORKER, _OFFICER), Ends.FACT, None, None),
        _K.CORRECTION_TO_CARRY_OUT: KindOfTask((_WORKER,), Ends.FACT, None, None),
        _K.TRANSFER_OFFERED: KindOfTask((_WORKER,), Ends.FACT, 7, None),
        _K.TRANSFER_CLAIMED: KindOfTask((_WORKER,), Ends.FACT, 7, None),
        _K.ROWS_WAITING: KindOfTask((_WORKER,), Ends.FACT, 7, None),
        _K.DUTY_TO_CONFIRM: KindOfTask((_ADMINISTRATOR,), Ends.FACT, 3, None),
        _K.COVER_TO_CONFIRM: KindOfTask((_ADMINISTRATOR,), Ends.FACT, 1, None),
        _K.LINK_TO_CONFIRM: KindOfTask((_ADMINISTRATOR,), Ends.FACT, 1, None),
        _K.IDENTITY_TO_CONFIRM: KindOfTask((_ADMINISTRATOR,), Ends.FACT, 3, None),
        _K.JOBS_SET_ASIDE: KindOfTask((_ADMINISTRATOR,), Ends.FACT, 1, None),
        _K.PLAN_TO_SIGN: KindOfTask((_PLANNER,), Ends.FACT, 3, None),
        _K.MONTH_TO_SIGN: KindOfTask((_PLANNER,), Ends.FACT, 14, None),
        _K.RECIPE_TO_SIGN: KindOfTask((_PLANNER,), Ends.FACT, 14, None),
        _K.UNUSUAL_READING: KindOfTask((_OFFICER,), Ends.FACT, 3, None),
        _K.BREACH_TO_TELL: KindOfTask((_OFFICER,), Ends.FACT, None, None),
        _K.CONTACT_REQUESTED: KindOfTask((_WORKER,), Ends.FACT, 5, None),
        _K.NOTED: KindOfTask((_WORKER, _PLANNER, _EMPLOYER, _ADMINISTRATOR, _OFFICER), Ends.FACT, None, None),
    }
)


class Urgency(StrEnum):
    """Where a day to be done by stands."""

    LATE = "late"
    TODAY = "today"
    AHEAD = "ahead"


def urgency(due: date, today: date) -> Urgency:
    """Late from the day after."""
    return Urgency.LATE if due < today else Urgency.TODAY if due == today else Urgency.AHEAD


@dataclass(frozen=True, slots=True)
class Task:
    """A task of whoever asks. `about`: the title of a vacancy or certificate, a code, or the note of a person.

    `record` is what the kind is about: a list, a placement, a vacancy and so on."""

    id: TaskId
    kind: TaskKind
    record: UUID
    candidate: CandidateId | None
    due: date
    about: str = field(default="", repr=False)
    times: int = 1
    snoozed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many tasks of a kind there are, and how many of them are late."""

    total: int
    late: int


@dataclass(frozen=True, slots=True)
class Notice:
    """That a task has come up; `open`: it is still to be done."""

    id: NoticeId
    kind: TaskKind
    task: TaskId
    record: UUID
    candidate: CandidateId | None
    due: date
    at: datetime
    read_at: datetime | None
    open: bool


class MailChoice(StrEnum):
    """Whether one is told by e-mail."""

    OFF = "off"
    AT_ONCE = "at_once"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody is told; `address` empty: nobody is."""

    mail: MailChoice
    address: str = field(default="", repr=False)


class JobKind(StrEnum):
    """What a job does."""

    MAIL = "mail"
    FAIRNESS_MONTH = "fairness_month"
    HORIZON = "horizon"


class JobProblem(StrEnum):
    """What went wrong with a job last; of `smtp` the mail server's number follows: `smtp_451`. Words: `trouble.…`."""

    NO_CONNECTION = "no_connection"
    NOT_POSSIBLE = "not_possible"  # such as a server that does not encrypt
    SIGN_IN_REFUSED = "sign_in_refused"
    RECIPIENT_REFUSED = "recipient_refused"
    SMTP = "smtp"
    SLOW = "slow"
    LOST = "lost"  # its process ended at every attempt
    NOT_MADE = "not_made"  # a report
    FAILED = "failed"


class JobState(StrEnum):
    """How a job stands; `set_aside`: it has failed too often, or would for good, and waits for an administrator."""

    WAITING = "waiting"
    DONE = "done"
    SET_ASIDE = "set_aside"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Job:
    """A job. `account`: to whom a mail goes; `day`: that of a mail, or the first of the month of a report; `problem`: a
    code of what went wrong last."""

    id: JobId
    kind: JobKind
    account: AccountId | None
    day: date
    state: JobState
    attempts: int
    run_at: datetime
    problem: str = ""
    created_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told by e-mail: that there is something new, and of how many things. The rest is behind the sign-in.
    `id` is that of the job, so that a letter that goes twice is known as the same."""

    id: JobId
    address: str = field(repr=False)
    language: str
    notices: int
