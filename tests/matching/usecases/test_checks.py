"""What is missing on a ladder and what may come next, by the day."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from matching.model import CandidateId
from matching.model.outcome_codes import CHECK_DAYS, EndReason, PlacementKind, Rung
from matching.model.placements import LadderEvent, Placement, PlacementId, RecordedEvent
from matching.usecases.checks import following, unanswered
from matching.vocabulary import ContractKind

START, NOW = date(2026, 1, 10), datetime(2026, 11, 22, tzinfo=UTC)


def ladder(*rungs: tuple[Rung, int], kind: PlacementKind = PlacementKind.JOB) -> Placement:
    """Work whose rungs were recorded so many days after its start."""
    events = [
        RecordedEvent(
            at,
            LadderEvent(
                rung,
                START + timedelta(days=days),
                ContractKind.PERMANENT if rung is Rung.STARTED else None,
                reason=EndReason.LEFT if rung is Rung.ENDED else None,
            ),
            stands=True,
            recorded_at=NOW,
        )
        for at, (rung, days) in enumerate(rungs)
    ]
    return Placement(PlacementId(uuid4()), CandidateId(uuid4()), kind, None, None, None, events)


@pytest.mark.parametrize(
    ("rungs", "missing"),
    [
        ([(Rung.ACCEPTED, -5)], []),
        ([(Rung.STARTED, 0)], list(CHECK_DAYS)),
        (
            [(Rung.STARTED, 0), (Rung.KEPT_90, 91)],
            [Rung.KEPT_180, Rung.KEPT_365],
        ),  # a later word answers an earlier check
        ([(Rung.STARTED, 0), (Rung.ENDED, 40)], []),
    ],
)
def test_what_nobody_has_answered(rungs: list[tuple[Rung, int]], missing: list[Rung]) -> None:
    found = unanswered(ladder(*rungs))
    assert [one.kind for one in found] == missing
    assert [one.due for one in found] == [START + timedelta(days=CHECK_DAYS[one]) for one in missing]


@pytest.mark.parametrize(
    ("rungs", "days", "allowed"),
    [
        ([(Rung.OFFERED, -5)], 0, [Rung.ACCEPTED, Rung.ENDED]),
        ([(Rung.STARTED, 0)], 29, [Rung.ENDED]),
        ([(Rung.STARTED, 0)], 30, [Rung.KEPT_30, Rung.ENDED]),
        (
            [(Rung.STARTED, 0), (Rung.KEPT_30, 30)],
            400,
            [Rung.KEPT_90, Rung.KEPT_180, Rung.KEPT_365, Rung.ENDED],
        ),
        ([(Rung.STARTED, 0), (Rung.ENDED, 40)], 400, []),
    ],
)
def test_what_may_come_next(rungs: list[tuple[Rung, int]], days: int, allowed: list[Rung]) -> None:
    assert following(ladder(*rungs), START + timedelta(days=days)) == allowed


def test_nobody_offers_an_own_business() -> None:
    assert Rung.ACCEPTED not in following(ladder(kind=PlacementKind.SELF_EMPLOYMENT), START)
