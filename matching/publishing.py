"""From a draft to a published vacancy: what lands as a draft, what sends a published one back, what may be published.

Pure rules, and the store that keeps states; `matching.usecases.publishing` has the errands.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any, Final, Protocol

from matching.errors import InvalidValue, StateRefused
from matching.lint.catalogue import Code, Finding, Severity
from matching.model import EmployerId, Vacancy, VacancyId
from matching.model.records import Unchecked, VacancyRecord
from matching.model.states import (
    VACANCY_TRANSITIONS,
    EmployerFile,
    Override,
    Registration,
    StateChange,
    require,
)
from matching.requirements.filling import silenced
from matching.vocabulary import Role, VacancyStatus

_NOT_WORDS: Final = frozenset(
    {
        "held", "licences_by_law", "understood", "employer_verified", "sector", "from_text", "status", "openings",
        "closes",
    }
)  # fmt: skip
_OPEN, _DRAFT = VacancyStatus.OPEN, VacancyStatus.DRAFT
_SENT: Final = "sudah dikirim, atau bukan rancangan perusahaan / has been sent, or is no company's draft"


@dataclass(frozen=True, slots=True)
class Decision:
    """A change of state as somebody asks for it; `told`: for the company, `note`: for the staff."""

    target: str
    reason: str = ""
    told: str = ""
    note: str = ""
    findings: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()


def as_posted(record: VacancyRecord, role: Role, *, staff_checked: bool) -> VacancyRecord:
    """A new vacancy as it is stored: what a company posts is a draft, whatever it says, kept for itself or sent to be
    checked; what the staff publishes is one where `staff_checked` asks for a second look. Raises InvalidValue where the
    staff keeps one."""
    if role is Role.EMPLOYER:
        return _draft_of(record, record.unchecked or Unchecked.COMPANY)
    if record.unchecked is Unchecked.KEPT:
        raise InvalidValue("kept", _SENT)
    if staff_checked and record.vacancy.status is _OPEN:
        return _draft_of(record, Unchecked.STAFF)
    return record


def as_changed(
    before: VacancyRecord, after: VacancyRecord, role: Role, *, staff_checked: bool
) -> VacancyRecord:
    """A changed vacancy as it is stored.

    A company's change of what is published sends it back to be checked, but for what only takes back: closing, fewer
    openings, an earlier close. What it has kept for itself is sent by keeping it no longer.

    Raises:
        InvalidValue: what was sent is to be kept again.
        StateRefused: this role may not make that change, or publishes what a planner has to check first.
    """
    require(VACANCY_TRANSITIONS, before.vacancy.status, after.vacancy.status, role)
    if before.unchecked is Unchecked.KEPT:
        return replace(after, unchecked=after.unchecked or Unchecked.COMPANY)
    if after.unchecked is Unchecked.KEPT:
        raise InvalidValue("kept", _SENT)
    after = replace(after, unchecked=before.unchecked)
    new_words, comes_out = not only_takes_back(before, after), _published(after) and not _published(before)
    if role is Role.EMPLOYER and new_words:
        after = replace(after, unchecked=Unchecked.COMPANY)
    elif role is not Role.EMPLOYER and staff_checked and (new_words or comes_out):
        after = replace(after, unchecked=after.unchecked or Unchecked.STAFF)
    if after.unchecked is None or not _published(after):
        return after
    if comes_out:
        raise StateRefused
    return _draft_of(after, after.unchecked)


def _published(record: VacancyRecord) -> bool:
    return record.vacancy.status is _OPEN


def only_takes_back(before: VacancyRecord, after: VacancyRecord) -> bool:
    """Whether the words and requirements stay, and openings and closing date at most take something back."""
    old, new = before.vacancy, after.vacancy
    earlier = new.closes == old.closes or (
        new.closes is not None and (old.closes is None or new.closes < old.closes)
    )
    return _words(before) == _words(after) and new.openings <= old.openings and earlier


def _words(record: VacancyRecord) -> tuple[Any, ...]:
    """What the employer writes, without state, administration and what was read."""
    own = silenced(record.vacancy)
    written = (field.name for field in fields(Vacancy) if field.name not in _NOT_WORDS)
    return (
        *(getattr(own, name) for name in written),
        record.facility,
        record.limits,
        record.wage_text,
        record.source_text,
    )


def _draft_of(record: VacancyRecord, whose: Unchecked) -> VacancyRecord:
    return replace(record, vacancy=replace(record.vacancy, status=_DRAFT), unchecked=whose)


def check_publication(
    findings: Sequence[Finding], acknowledged: Collection[str], override: Override | None, note: str
) -> tuple[str, ...]:
    """The codes that stand when a vacancy is published.

    Raises:
        InvalidValue: a finding is not acknowledged (hints need not be); one that blocks stands without a reason and a
            note.
    """
    codes = tuple(sorted({str(one.code) for one in findings}))
    weighty = sorted({str(one.code) for one in findings if one.severity is not Severity.HINT})
    unseen = [code for code in weighty if code not in acknowledged]
    if unseen:
        raise InvalidValue("acknowledged", f"belum diakui / not acknowledged: {', '.join(unseen)}")
    blocking = sorted({str(one.code) for one in findings if one.severity is Severity.BLOCKS})
    if blocking and (override is None or not note.strip()):
        raise InvalidValue(
            "override",
            f"perlu alasan dan catatan / a reason and a note are needed for: {', '.join(blocking)}",
        )
    return codes


def judged_lines(text: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    """What whoever publishes has judged: codes of weighty findings, each with a digest of its line."""
    return tuple(sorted({key for one in findings for key in _keys(text, one)}))


def unjudged(text: str, findings: Sequence[Finding], changes: Sequence[StateChange]) -> list[Finding]:
    """Weighty findings of the words that nobody has published this vacancy with: it came by a file, the line is new, or
    what is wrong with it was found since. A suspension ends what was judged before."""
    known: set[str] = set()
    for change in changes:
        known = set() if change.after == VacancyStatus.SUSPENDED else known | {*change.judged}
    return [one for one in findings if not known.issuperset(_keys(text, one))]


_OF_FIELDS: Final = frozenset({Code.CONTRADICTION, Code.WAGE_BELOW_MINIMUM, Code.WAGE_UNREALISTIC})
"""Not what the words say is wrong, but what a field does, which they contradict or fill."""


def _keys(text: str, found: Finding) -> Iterator[str]:
    if found.start is None or found.severity is Severity.HINT or found.code in _OF_FIELDS:
        return
    first, last = text.rfind("\n", 0, found.start) + 1, text.find("\n", found.end or found.start)
    for line in text[first : last if last >= 0 else len(text)].split("\n"):
        yield f"{found.code} {sha256(line.strip().encode()).hexdigest()[:16]}"


def copied(record: VacancyRecord, new: VacancyId, role: Role) -> VacancyRecord:
    """A draft like this vacancy, of no source system and with nothing held; a company keeps it until it is changed and
    sent."""
    draft = replace(record.vacancy, id=new, status=_DRAFT, held=0)
    whose = Unchecked.KEPT if role is Role.EMPLOYER else record.unchecked
    return replace(record, vacancy=draft, reference=None, stamp=None, unchecked=whose)


class StateStore(Protocol):
    """States, registrations and appeals. Everything is decided by named functions of the database; what is not the
    actor's raises NotFound, what may not follow StateRefused."""

    async def register(self, employer: EmployerId, registration: Registration) -> None: ...
    async def keep(self, employer: EmployerId, registration: Registration) -> None: ...
    async def file(self, employer: EmployerId) -> EmployerFile: ...
    async def change_employer(self, employer: EmployerId, decision: Decision) -> None: ...
    async def appeal(self, employer: EmployerId, words: str) -> None: ...
    async def decide_appeal(self, employer: EmployerId, *, granted: bool, told: str, note: str) -> None: ...
    async def change_vacancy(self, vacancy: VacancyId, decision: Decision) -> None: ...
    async def of_vacancy(self, vacancy: VacancyId) -> Sequence[StateChange]: ...
