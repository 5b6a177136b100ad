"""The way of a shortlist (daftar usulan): its states, who may take which step, and what may still be changed.

One table. The database holds the same (`shortlist_transitions`) and is the wall; a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matching.vocabulary import Role


class State(StrEnum):
    """Where a shortlist stands."""

    REQUESTED = "requested"
    PROPOSED = "proposed"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from a state to another, by a role; `reasoned`: a reason must be given."""

    before: State
    after: State
    role: Role
    reasoned: bool = False


_STAFF = (Role.CASE_WORKER, Role.RELEASE_PLANNER)
_PLANNERS = (Role.RELEASE_PLANNER,)
_STEPS: tuple[tuple[State, State, tuple[Role, ...], bool], ...] = (
    (State.REQUESTED, State.PROPOSED, _STAFF, False),
    (State.PROPOSED, State.UNDER_REVIEW, _STAFF, False),
    (State.UNDER_REVIEW, State.PROPOSED, _STAFF, True),
    (State.UNDER_REVIEW, State.APPROVED, _PLANNERS, False),
    (State.APPROVED, State.UNDER_REVIEW, _PLANNERS, True),
    (State.APPROVED, State.SENT, _STAFF, False),
    (State.SENT, State.ANSWERED, (*_STAFF, Role.EMPLOYER), False),
    (State.ANSWERED, State.CLOSED, _STAFF, False),
    (State.REQUESTED, State.CLOSED, _STAFF, True),
    (State.PROPOSED, State.CLOSED, _STAFF, True),
    (State.UNDER_REVIEW, State.CLOSED, _STAFF, True),
    (State.APPROVED, State.CLOSED, _STAFF, True),
    (State.SENT, State.CLOSED, _STAFF, True),
)
TRANSITIONS: tuple[Transition, ...] = tuple(
    Transition(before, after, role, reasoned) for before, after, roles, reasoned in _STEPS for role in roles
)
"""Every step that there is. The worker, which is the program itself, takes none: a human decides."""
_BY_STEP: Mapping[tuple[State, State, Role], Transition] = {
    (step.before, step.after, step.role): step for step in TRANSITIONS
}


def transition(before: State, after: State, role: Role) -> Transition | None:
    """The step, where this role may take it."""
    return _BY_STEP.get((before, after, role))


def steps_from(before: State, role: Role) -> tuple[Transition, ...]:
    """What this role may do next with a list that it handles, in the order of the table."""
    return tuple(step for step in TRANSITIONS if step.before is before and step.role is role)


class ItemChange(StrEnum):
    """What people do to the machine's order: an override, with a reason."""

    MOVE = "move"
    ADD = "add"
    REMOVE = "remove"
    RESTORE = "restore"


def changes_in(state: State) -> frozenset[ItemChange]:
    """What may still be changed of the items: all until approval; afterwards an item may only be left out."""
    if state in (State.REQUESTED, State.PROPOSED, State.UNDER_REVIEW):
        return frozenset(ItemChange)
    return frozenset() if state is State.CLOSED else frozenset([ItemChange.REMOVE])


class Refusal(StrEnum):
    """Why a step, a change or an approval was refused. The words stand in the catalogue (`refusal.…`)."""

    NO_SUCH_STEP = "no_such_step"
    NO_SUCH_CHANGE = "no_such_change"
    REASON_NEEDED = "reason_needed"
    FROZEN = "frozen"
    EMPTY = "empty"
    CHANGED = "changed"
    ALREADY_LISTED = "already_listed"
    OWN_PROPOSAL = "own_proposal"
    SAME_PERSON = "same_person"
    MOVED_ON = "moved_on"
    GATE_CLOSED = "gate_closed"
    HAS_WORK = "has_work"
    HIDDEN = "hidden"
    VACANCY_CLOSED = "vacancy_closed"
    EMPLOYER_NOT_VERIFIED = "employer_not_verified"
    OPENINGS_FILLED = "openings_filled"
    NOT_ASKED = "not_asked"
    NOT_INTERESTED = "not_interested"
    AWAITING_SIGNATURE = "awaiting_signature"
    NOTHING_TO_SIGN = "nothing_to_sign"
    ANOTHER_REGION = "another_region"


class OverrideReason(StrEnum):
    """Why somebody moved, added, left out or brought back an item."""

    CANDIDATE_WISH = "candidate_wish"
    CANDIDATE_DECLINED = "candidate_declined"
    KNOWN_TO_EMPLOYER = "known_to_employer"
    SKILL_NOT_IN_DATA = "skill_not_in_data"
    DATA_WRONG = "data_wrong"
    FAMILY_OR_PLACE = "family_or_place"
    TRANSPORT_OR_HOUSING = "transport_or_housing"
    SUPERVISION = "supervision"
    HEALTH_OR_SAFETY = "health_or_safety"
    EMPLOYER_CONCERN = "employer_concern"
    BETTER_ELSEWHERE = "better_elsewhere"
    FAIRNESS = "fairness"
    MISTAKE = "mistake"
    NO_LONGER_POSSIBLE = "no_longer_possible"
    OTHER = "other"


class StepReason(StrEnum):
    """Why a list was sent back, opened again or closed before its end."""

    INCOMPLETE = "incomplete"
    NEEDS_CHANGE = "needs_change"
    FACTS_CHANGED = "facts_changed"
    PERSON_DECLINED = "person_declined"
    VACANCY_GONE = "vacancy_gone"
    PLACED_ELSEWHERE = "placed_elsewhere"
    NO_ANSWER = "no_answer"
    MISTAKE = "mistake"
    OTHER = "other"


class AnswerReason(StrEnum):
    """Why a person is not interested, as far as they want to say."""

    TOO_FAR = "too_far"
    WAGE = "wage"
    KIND_OF_WORK = "kind_of_work"
    SHIFT = "shift"
    FAMILY = "family"
    HEALTH = "health"
    OTHER_PLAN = "other_plan"
    EMPLOYER = "employer"
    RATHER_NOT_SAY = "rather_not_say"


class ApprovalReason(StrEnum):
    """Why a second person approves."""

    CASE_BY_CASE_FIELD = "case_by_case_field"
    FIRST_CONTACT = "first_contact"


def drawing() -> str:
    """The states as a Mermaid diagram, made from the table (docs/shortlists.md)."""
    short = {Role.CASE_WORKER: "PK", Role.RELEASE_PLANNER: "perencana", Role.EMPLOYER: "pemberi kerja"}
    lines = ["stateDiagram-v2", f"    [*] --> {State.REQUESTED}"]
    for before, after, roles, reasoned in _STEPS:
        told = ", ".join(short[role] for role in roles) + (" · alasan" if reasoned else "")
        lines.append(f"    {before} --> {after}: {told}")
    return "\n".join([*lines, f"    {State.CLOSED} --> [*]"])
