"""The table of steps: closed, and walked whole."""

from itertools import product
from pathlib import Path

import pytest

from matching.messages import Tongue, words
from matching.vocabulary import Role
from matching.workflow import (
    TRANSITIONS,
    AnswerReason,
    ApprovalReason,
    ItemChange,
    OverrideReason,
    Refusal,
    State,
    StepReason,
    changes_in,
    drawing,
    steps_from,
    transition,
)


def test_a_step_is_in_the_table_or_there_is_none() -> None:
    for before, after, role in product(State, State, Role):
        step = transition(before, after, role)
        assert (step in TRANSITIONS) if step else True
        assert (step is not None) == any(
            (one.before, one.after, one.role) == (before, after, role) for one in TRANSITIONS
        )
        assert step is None or step in steps_from(before, role)
    assert len({(one.before, one.after, one.role) for one in TRANSITIONS}) == len(TRANSITIONS)


@pytest.mark.parametrize("role", [Role.WORKER, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER])
def test_neither_the_program_nor_who_has_no_case_data_takes_a_step(role: Role) -> None:
    assert [step for state in State for step in steps_from(state, role)] == []


def test_only_a_planner_approves_and_nothing_is_sent_without_approval() -> None:
    assert {(one.before, one.role) for one in TRANSITIONS if one.after is State.APPROVED} == {
        (State.UNDER_REVIEW, Role.RELEASE_PLANNER)
    }
    assert {one.before for one in TRANSITIONS if one.after is State.SENT} == {State.APPROVED}


def test_every_state_is_reached_and_all_ends_closed() -> None:
    reached = {State.REQUESTED}
    for _ in State:
        reached |= {one.after for one in TRANSITIONS if one.before in reached}
    assert reached == set(State)
    assert steps_from(State.CLOSED, Role.RELEASE_PLANNER) == ()
    assert all(transition(state, State.CLOSED, Role.CASE_WORKER) for state in set(State) - {State.CLOSED})


def test_what_goes_back_or_ends_early_says_why() -> None:
    order = list(State)
    for step in TRANSITIONS:
        backwards = order.index(step.after) < order.index(step.before)
        early = step.after is State.CLOSED and step.before is not State.ANSWERED
        assert step.reasoned == (backwards or early), step


def test_after_approval_an_item_is_only_left_out() -> None:
    assert changes_in(State.UNDER_REVIEW) == set(ItemChange)
    assert changes_in(State.SENT) == {ItemChange.REMOVE}
    assert changes_in(State.CLOSED) == set()


def test_every_code_has_words_in_both_languages() -> None:
    coded = {
        "state": State, "change": ItemChange, "refusal": Refusal, "override": OverrideReason, "step": StepReason,
        "answer": AnswerReason, "approval": ApprovalReason,
    }  # fmt: skip
    for prefix, codes in coded.items():
        for code in codes:
            assert all(words(f"{prefix}.{code}", tongue) for tongue in Tongue)


def test_the_drawing_has_every_step() -> None:
    assert drawing().count("-->") == 2 + len({(one.before, one.after) for one in TRANSITIONS})


def test_the_drawing_in_the_documents_is_that_of_the_table() -> None:
    text = (Path(__file__).parents[2] / "docs/shortlists.md").read_text("utf-8")
    assert f"```mermaid\n{drawing()}\n```" in text
    assert all(
        f"| `{code}` |" in text for code in (*OverrideReason, *StepReason, *AnswerReason, *ApprovalReason)
    )
