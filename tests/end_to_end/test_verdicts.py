"""The people to remember, ranked by the real model over a real database: docs/sample-world.md says what is expected."""

from collections.abc import Mapping

import pytest

from api.program import Program
from data.pool import Connection
from data.sample import MEMORABLE, Memorable, remission_window, vacancy_id
from data.sample.memorable import REMISSION_MOVED, Expected, candidate_id
from matching.columns import CandidateTable
from matching.explain import Match
from matching.model import CandidateId, VacancyId
from matching.rules import failures
from matching.scoring import FEATURES
from matching.usecases.answers import VacanciesFor
from tests.end_to_end.vectors import stamps

ALL = 1_000
LEAST_HIGH = 0.5


async def ranked(program: Program, candidate: CandidateId) -> VacanciesFor:
    return await program.matcher.vacancies_for(
        program.actor, candidate, today=program.today(), size=ALL, plain=True
    )


async def reasons(program: Program, candidate: CandidateId, vacancy: VacancyId) -> set[str]:
    """Every rule that keeps these two apart."""
    async with program.gateway.transaction(program.actor, read_only=True) as tx:
        person = (await tx.candidates.matching_facts([candidate]))[candidate]
    recipe, snapshot = program.matcher.recipe, program.catalogue.snapshot
    row = program.catalogue.row_of(vacancy)
    assert row is not None
    pairing = recipe.pairing(CandidateTable.of([person], recipe.world), snapshot.vacancies, program.today())
    return {f"dropped:{reason}" for reason in failures(pairing).at(row)}


async def meets(program: Program, candidate: CandidateId, expected: Expected) -> None:
    """Check everything that is expected of a person."""
    answer = await ranked(program, candidate)
    matches = {match.vacancy: match for match in answer.matches}
    lowest_high = min(
        (matches[vacancy_id(key)].score for key, words in expected.items() if "high" in words), default=0.0
    )
    for key, words in expected.items():
        met = set(verdicts(matches, vacancy_id(key), lowest_high))
        met |= await reasons(program, candidate, vacancy_id(key))
        assert set(words) <= met, key
        assert any(word.startswith("dropped:") for word in words) or not str(met).count("dropped:"), key


def verdicts(matches: Mapping[VacancyId, Match], vacancy: VacancyId, lowest_high: float) -> list[str]:
    match = matches.get(vacancy)
    if match is None:
        return ["low"]
    grade = ["high"] if match.score >= LEAST_HIGH else []
    grade += ["low"] if match.score < lowest_high - 0.1 else []
    return [
        *grade,
        *(f"flag:{note.flag}" for note in match.flags),
        *(f"gap:{gap.kind}" for gap in match.gaps),
    ]


@pytest.mark.parametrize("one", MEMORABLE, ids=lambda one: one.key)
async def test_people_to_remember_meet_what_is_expected(one: Memorable, program: Program) -> None:
    await meets(program, one.candidate_id, one.vacancies)


async def test_people_who_differ_in_age_alone_have_the_same_list(program: Program) -> None:
    young, old = [await ranked(program, candidate_id(key)) for key in ("sewer-24", "sewer-46")]
    assert young.matches
    assert [(m.vacancy, m.score) for m in young.matches] == [(m.vacancy, m.score) for m in old.matches]


async def test_a_certificate_in_force_ranks_above_the_same_expired(program: Program) -> None:
    place = vacancy_id("teknisi_ac")
    expired, valid = [
        {m.vacancy: m.score for m in (await ranked(program, candidate_id(key))).matches}[place]
        for key in ("ac-expired", "ac-valid")
    ]
    assert expired < valid


async def test_the_licensed_have_no_gap_where_the_trained_have_one_by_law(program: Program) -> None:
    place = vacancy_id("operator_forklift")
    trained, licensed = [
        next(m for m in (await ranked(program, candidate_id(key))).matches if m.vacancy == place)
        for key in ("forklift-trained", "forklift-licensed")
    ]
    assert [gap.by_law for gap in trained.gaps] == [True]
    assert licensed.gaps == ()


@pytest.mark.parametrize("one", MEMORABLE, ids=lambda one: one.key)
async def test_a_pair_scores_the_same_from_both_sides(one: Memorable, program: Program) -> None:
    matches = (await ranked(program, one.candidate_id)).matches
    for match in [match for match in matches if match.vacancy in map(vacancy_id, one.vacancies)]:
        other_side = await program.matcher.candidates_for(
            program.actor, match.vacancy, today=program.today(), size=ALL
        )
        [same] = [row for row in other_side.matches if row.candidate == one.candidate_id]
        assert (same.score, same.contributions) == (match.score, match.contributions)


async def test_contributions_sum_to_the_score_and_the_list_is_in_order(program: Program) -> None:
    for one in MEMORABLE:
        matches = (await ranked(program, one.candidate_id)).matches
        assert [match.rank for match in matches] == list(range(1, len(matches) + 1))
        scores = [match.score for match in matches]
        assert scores == sorted(scores, reverse=True)
        for match in matches:
            assert set(match.contributions) == set(FEATURES)
            assert sum(match.contributions.values()) == pytest.approx(match.score, abs=1e-4)


async def test_a_remission_changes_the_verdict_and_embeds_nothing(
    program: Program, postgres: Connection
) -> None:
    one = next(one for one in MEMORABLE if one.key == REMISSION_MOVED)
    before = await stamps(postgres)
    async with program.gateway.transaction(program.actor) as tx:
        record = await tx.candidates.get(one.candidate_id)
        moved = remission_window(program.today())
        assert await tx.candidates.set_window(one.candidate_id, moved, record.candidate.supervision)
    assert await program.indexer.embed_missing(today=program.today()) == 0
    await program.catalogue.refresh()
    await meets(program, one.candidate_id, one.after)
    assert await stamps(postgres) == before
