"""Release windows of the sample people, in about the proportions that published figures suggest."""

from datetime import date, timedelta

from data.sample.dice import Dice, Weighted
from data.sample.places import regencies_of
from matching.geo import Regency
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import SUPERVISED_MODES, DateBasis, ReleaseMode

# Conditional release, leave and pre-release leave together about 77,000 a year of 110,000 to 150,000 releases; some
# 8,000 people go free on one 17 August (domain guide, section 5). The split inside is the team's.
_MODES = Weighted(
    [
        (ReleaseMode.CONDITIONAL_RELEASE, 40.0),
        (ReleaseMode.CONDITIONAL_LEAVE, 18.0),
        (ReleaseMode.PRE_RELEASE_LEAVE, 3.0),
        (ReleaseMode.FULL_TERM, 29.0),
        (ReleaseMode.REMISSION, 6.0),
        (ReleaseMode.ASSIMILATION, 3.0),
        (ReleaseMode.JUVENILE, 1.0),
    ]
)
_BASES = Weighted(
    [
        (DateBasis.SOURCE_TWO_THIRDS, 46.0),
        (DateBasis.BOARD, 17.0),
        (DateBasis.DECISION, 12.0),
        (DateBasis.OWN_ESTIMATE, 10.0),
    ]
)
# Days before and after the expected day that each basis leaves open: a public case left 79 days after eligibility.
_SPREAD = {
    DateBasis.DECISION: (0, 3),
    DateBasis.BOARD: (5, 25),
    DateBasis.SOURCE_TWO_THIRDS: (7, 79),
    DateBasis.SOURCE_EXPIRY: (30, 10),
    DateBasis.OWN_ESTIMATE: (60, 90),
}


def draw_window(dice: Dice, as_of: date) -> ReleaseWindow | None:
    """The window of one person; a few have none yet, some are already out."""
    if dice.chance(0.03):
        return None
    mode = dice.weighted(_MODES)
    supervised = mode in SUPERVISED_MODES or mode is ReleaseMode.ASSIMILATION
    basis = dice.weighted(_BASES) if supervised else DateBasis.SOURCE_EXPIRY
    out = mode in SUPERVISED_MODES and dice.chance(0.15)
    expected = dice.day(as_of, -240, -5) if out else dice.day(as_of, 5, 300)
    if out:
        basis = DateBasis.DECISION
    before, after = (0, 0) if out else _SPREAD[basis]
    return ReleaseWindow(
        mode=mode,
        earliest=expected - timedelta(days=before),
        expected=expected,
        latest=expected + timedelta(days=after),
        basis=basis,
        as_of=dice.day(as_of, -20, 0),
        source="SDP (contoh)",
    )


def draw_supervision(dice: Dice, window: ReleaseWindow | None, home: Regency) -> Supervision | None:
    """Supervision that follows the mode: probation is the remainder and a year more for conditional release."""
    if window is None or window.mode not in SUPERVISED_MODES:
        return None
    long = window.mode is ReleaseMode.CONDITIONAL_RELEASE
    until = dice.day(window.expected, 400, 1100) if long else dice.day(window.expected, 60, 180)
    area: tuple[str, ...] = ()
    if dice.chance(0.4):
        others = [r.code for r in dice.some(regencies_of()[home.province_code], 3) if r.code != home.code]
        area = (home.code, *others)
    return Supervision(until=None if dice.chance(0.08) else until, area=area, report_every_days=30)
