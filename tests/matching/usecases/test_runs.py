"""Runs: recorded by asking for it, and replayed to the same list from what was frozen."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from matching.display import Display
from matching.model import Actor, RunId, UnitId
from matching.model.ids import AccountId
from matching.model.records import RunRecord
from matching.scoring import FEATURES
from matching.usecases.answers import CandidatesFor, VacanciesFor
from matching.usecases.runs import record_run, replay
from matching.vocabulary import Role
from tests.matching.usecases.conftest import Office
from tests.people import TODAY, employer, person, recipe, someone, vacancies, work

ACTOR = Actor(AccountId(UUID(int=1)), Role.CASE_WORKER, UnitId(UUID(int=2)), "placement")
RUN = RunId(UUID(int=7))


async def recorded(office: Office, answer: VacanciesFor | CandidatesFor) -> RunRecord:
    await record_run(
        office.gateway,  # type: ignore[arg-type]
        ACTOR,
        answer,
        recipe().weights,
        run=RUN,
        at=datetime(2026, 11, 22, tzinfo=UTC),
        parameters={"size": 20},
    )
    return through_json(await office.gateway.get(RUN))


def through_json(run: RunRecord) -> RunRecord:
    """As a database gives it back."""

    def there_and_back(value: Any) -> Any:
        return json.loads(json.dumps(value))

    return replace(
        run,
        weights=there_and_back(run.weights),
        parameters=there_and_back(run.parameters),
        features=there_and_back(run.features),
        result=there_and_back(run.result),
    )


async def vacancies_for(office: Office, named: str) -> VacanciesFor:
    return await office.matcher.vacancies_for(ACTOR, person(named).id, today=TODAY, size=20)


async def candidates_for(office: Office, named: str) -> CandidatesFor:
    return await office.matcher.candidates_for(ACTOR, vacancies()[named].id, today=TODAY, size=20)


@pytest.mark.parametrize("named", ["rahman", "sari", "eko"])
async def test_a_replayed_list_is_the_recorded_one(opened: Office, named: str) -> None:
    answer = await vacancies_for(opened, named)
    run = await recorded(opened, answer)
    rows = replay(run)
    assert [row.record for row in rows] == [match.vacancy for match in answer.matches]
    assert [row.rank for row in rows] == [row.recorded_rank for row in rows]
    assert [row.score for row in rows] == [row.recorded_score for row in rows]
    assert (run.candidate, run.vacancy) == (answer.candidate.id, None)


async def test_a_replayed_list_of_people_is_the_recorded_one(opened: Office) -> None:
    for number in range(3):  # twins, so that there are ties
        opened.store.put_candidate(someone(f"twin {number}", certificates=person("rahman").certificates))
    await opened.embed()
    await opened.catalogue.refresh()
    answer = await candidates_for(opened, "welder")
    run = await recorded(opened, answer)
    assert len(answer.matches) >= 5
    assert [row.record for row in replay(run)] == [match.candidate for match in answer.matches]
    assert (run.candidate, run.vacancy) == (None, answer.vacancy.id)


async def test_a_list_in_which_rows_were_moved_and_grouped_replays_to_itself(opened: Office) -> None:
    own = [
        work(f"own {i}", f"Tukang las {place}", employer=employer("own"))
        for i, place in enumerate(("pagar", "kanopi", "kapal", "pipa", "pipa"))
    ]
    for offer in own:
        opened.store.put_vacancy(offer)
    await opened.embed()
    await opened.catalogue.refresh()
    answer = await vacancies_for(opened, "rahman")
    run = await recorded(opened, answer)
    assert any(row["moved"] for row in run.result["rows"])
    assert [row["similar"] for row in run.result["rows"] if row["similar"]] == [
        [str(vacancy) for vacancy in shown.similar] for shown in answer.shown if shown.similar
    ]
    rows = replay(run)
    assert [row.record for row in rows] == [match.vacancy for match in answer.matches]
    assert [row.rank for row in rows] == [row.recorded_rank for row in rows]
    before_the_step = replace(
        run,
        parameters={"size": 20},
        result={
            **run.result,
            "rows": [
                {key: value for key, value in row.items() if key not in {"moved", "similar", "score_rank"}}
                for row in run.result["rows"]
            ],
        },
    )
    scores = [row.score for row in replay(before_the_step)]
    assert scores == sorted(scores, reverse=True)


async def test_a_list_from_which_a_vacancy_has_vanished_replays_to_what_was_shown(opened: Office) -> None:
    titles = ("Tukang las pagar", "Tukang las kapal")
    own = [work(f"own {i}", title, employer=employer("own")) for i, title in enumerate(titles)]
    others = [work(f"other {i}", "Helper las", employer=employer(f"other {i}")) for i in range(3)]
    for offer in (*own, *others):
        opened.store.put_vacancy(offer)
    await opened.embed()
    await opened.catalogue.refresh()
    display = Display(similar=False, employer_rows=1, within=8)
    matcher = replace(opened.matcher, recipe=replace(opened.matcher.recipe, display=display))

    async def asked() -> VacanciesFor:
        return await matcher.vacancies_for(ACTOR, person("rahman").id, today=TODAY, size=20)

    whole = await asked()
    assert any(shown.moved for shown in whole.shown)
    opened.store.remove(whole.matches[0].vacancy)
    answer = await asked()
    assert len(answer.matches) == len(whole.matches) - 1
    assert answer.display.within == display.within - 1
    rows = replay(await recorded(opened, answer))
    assert [row.record for row in rows] == [match.vacancy for match in answer.matches]
    assert [row.rank for row in rows] == [row.recorded_rank for row in rows]


async def test_other_features_replay_to_another_list(opened: Office) -> None:
    run = await recorded(opened, await vacancies_for(opened, "rahman"))
    changed = [dict.fromkeys(run.features[0], 0.0), *run.features[1:]]
    rows = replay(replace(run, features=changed))
    assert rows[-1].recorded_rank == 1
    assert rows[-1].score == 0


async def test_a_run_freezes_all_that_decided_it(opened: Office) -> None:
    run = await recorded(opened, await vacancies_for(opened, "rahman"))
    display = {"similar": True, "employer_rows": 3, "within": 20}
    assert run.parameters == {"size": 20, "display": display, "hidden": [], "as_of": "2026-11-22"}
    assert set(run.weights["of"]) == {str(feature) for feature in FEATURES}
    assert all(set(frozen) == set(run.weights["of"]) for frozen in run.features)
    assert run.model == opened.matcher.model
    assert run.snapshot == opened.catalogue.snapshot.version
    assert run.rules
    assert len(run.features) == len(run.result["rows"])


async def test_a_run_knows_what_was_hidden_and_replays_the_list_without_it(opened: Office) -> None:
    person_id = person("rahman").id
    first, second, *others = [match.vacancy for match in (await vacancies_for(opened, "rahman")).matches]
    opened.store.hidings = {person_id: {first, second}}
    run = await recorded(opened, await vacancies_for(opened, "rahman"))
    opened.store.hidings = {person_id: {others[0]}}  # what is said later changes no record
    assert run.parameters["hidden"] == sorted([str(first), str(second)])
    assert run.result["dropped"]["hidden"] == 2
    rows = replay(run)
    assert [row.record for row in rows][: len(others)] == others
    assert [(row.rank, row.score) for row in rows] == [
        (row.recorded_rank, row.recorded_score) for row in rows
    ]


async def test_looking_at_a_list_writes_no_run(opened: Office) -> None:
    await vacancies_for(opened, "rahman")
    await candidates_for(opened, "welder")
    assert opened.gateway.kept == {}


async def test_the_frozen_result_names_the_reasons_of_what_fell_out(opened: Office) -> None:
    run = await recorded(opened, await vacancies_for(opened, "wira"))
    dropped: Mapping[str, int] = run.result["dropped"]
    assert dropped["closed_by_law"] == 2  # guarding, and work abroad under supervision
    assert dropped["abroad_under_supervision"] == 1


async def test_a_run_of_a_version_that_knew_fewer_features_is_still_replayed(opened: Office) -> None:
    run = await recorded(opened, await vacancies_for(opened, "rahman"))
    known = {"meaning": 0.6, "trade": 0.4}
    older = replace(
        run,
        weights={"version": "older", "of": known},
        features=[{name: frozen[name] for name in known} for frozen in run.features],
    )
    for row in replay(older):
        frozen = run.features[[UUID(one["id"]) for one in run.result["rows"]].index(row.record)]
        assert row.score == pytest.approx(sum(known[f] * frozen[f] for f in known), abs=2e-5)
