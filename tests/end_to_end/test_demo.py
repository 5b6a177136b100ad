"""What the demo prepares beyond the sample world."""

from api import wiring
from api.cli.demo import hand_in
from api.program import Program
from data.sample import REVIEWED_PERSON
from matching.workflow import State


async def test_the_planners_have_a_list_to_look_at_and_only_one_however_often_it_is_begun(
    program: Program,
) -> None:
    for _ in range(2):
        await hand_in(program, REVIEWED_PERSON)
    planner = wiring.local_planner("tests")
    found = await program.shortlists.at_hand(planner, candidate=None, state=State.UNDER_REVIEW, limit=9)
    assert found.total == 1
    stands = await program.shortlists.get(planner, found.lines[0].list.id)
    assert stands.candidate == REVIEWED_PERSON
    assert {item.answer and item.answer.interested for item in stands.live} == {True}
