"""Nobody makes ranking worse unnoticed: floors over the golden set, and trades that share a word kept apart."""

from itertools import combinations
from statistics import fmean
from time import perf_counter

import pytest

from api.cli.evaluate import OURS
from api.cli.workbench import workbench
from api.settings import Settings
from data.trec import read_collection
from embeddings.bundled import ensure_model
from embeddings.cache import CachedEncoder
from matching.evaluation import SystemResult, evaluate
from matching.language.tokens import tokenise
from tests.golden.collection import Trap, read_golden, read_measured, read_toml

SLACK = 0.03  # how far the mean of a metric may fall below what was measured
NOTICED = 0.05  # what counts as a fall of one certificate, in the message
FALLEN = 0.15  # how far one certificate may fall
SAME = 0.6  # share of words that two advertisements may have in common
GOLDEN = read_golden()
MEASURED = read_measured()
METRICS = sorted(next(iter(MEASURED.values())))


@pytest.fixture(scope="module")
def ours(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> SystemResult:
    """The lists of the production path with the bundled model, through the files that `jembatan evaluate` reads.

    Vectors are remembered with the test runner's cache, by the model's checksum and by text.
    """
    assert pytestconfig.cache is not None
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(pytestconfig.cache.mkdir("models"))
    ensure_model(home / "models")
    bench = workbench(Settings(home=home))
    encoder = bench.adapted(CachedEncoder(bench.encoder, pytestconfig.cache.mkdir("vectors")))
    GOLDEN.write(home / "golden")
    collection = read_collection(home / "golden")
    ranker = bench.production(collection.documents, encoder)
    return evaluate({OURS: ranker}, collection.queries, collection.qrels, clock=perf_counter).systems[0]


@pytest.mark.slow
@pytest.mark.parametrize("metric", METRICS)
def test_no_metric_falls_under_its_floor(metric: str, ours: SystemResult) -> None:
    floor = fmean(values[metric] for values in MEASURED.values()) - SLACK
    fallen = [
        f"{qid} {values[metric]:.2f} → {ours.per_query[qid][metric]:.2f}"
        for qid, values in MEASURED.items()
        if ours.per_query[qid][metric] < values[metric] - NOTICED
    ]
    assert ours.metrics[metric].mean >= floor, f"fallen: {', '.join(fallen)}"


@pytest.mark.slow
def test_no_certificate_falls_far_under_what_was_measured(ours: SystemResult) -> None:
    """A mean hides a trade that is lost."""
    assert [
        f"{qid} {values['ndcg@10']:.2f} → {ours.per_query[qid]['ndcg@10']:.2f}"
        for qid, values in MEASURED.items()
        if ours.per_query[qid]["ndcg@10"] < values["ndcg@10"] - FALLEN
    ] == []


@pytest.mark.slow
@pytest.mark.parametrize("trap", GOLDEN.traps, ids=lambda trap: trap.name)
def test_the_trade_stands_above_what_only_shares_its_word(trap: Trap, ours: SystemResult) -> None:
    places = {doc_id: place for place, (doc_id, _) in enumerate(ours.rankings[trap.certificate], 1)}
    last = len(GOLDEN.documents) + 1
    assert [
        f"{wrong} at {places[wrong]} above {right} at {places.get(right, last)}"
        for right in rightful(trap)
        for wrong in intruders(trap)
        if places.get(wrong, last) < places.get(right, last)
    ] == []


def rightful(trap: Trap) -> list[str]:
    grades = GOLDEN.grades[trap.certificate]
    return [d for d, role in GOLDEN.roles.items() if grades.get(role) == 3 and d not in trap.known]


def intruders(trap: Trap) -> list[str]:
    return [d for d, role in GOLDEN.roles.items() if role in trap.below and d not in trap.known]


def test_the_set_is_large_enough_to_notice() -> None:
    assert len(GOLDEN.queries) >= 60
    assert len(GOLDEN.documents) >= 400


def test_every_certificate_is_measured() -> None:
    assert list(MEASURED) == [query.qid for query in GOLDEN.queries]


def test_roles_are_named_where_they_exist_and_once() -> None:
    known = set(GOLDEN.roles.values())
    for certificate in read_toml("certificates.toml").values():
        named = " ".join(certificate[grade] for grade in certificate.keys() - {"title"}).split()
        assert set(named) <= known
        assert len(named) == len(set(named))


def test_every_certificate_has_three_vacancies_that_it_is_made_for() -> None:
    exact = {
        qid: sum(grades.get(role) == 3 for role in GOLDEN.roles.values())
        for qid, grades in GOLDEN.grades.items()
    }
    assert {qid for qid, count in exact.items() if count < 3} == set()


@pytest.mark.parametrize("trap", GOLDEN.traps, ids=lambda trap: trap.name)
def test_every_trap_has_two_sides(trap: Trap) -> None:
    kinds = set(GOLDEN.roles.values())
    assert trap.below <= kinds
    assert trap.known.keys() <= GOLDEN.roles.keys()
    assert rightful(trap)
    assert {role for role in trap.below if GOLDEN.grades[trap.certificate].get(role, 0) > 1} == set()


def test_no_two_advertisements_are_nearly_the_same() -> None:
    words = {d.doc_id: set(tokenise(f"{d.title} {d.description}")) for d in GOLDEN.documents}
    assert [
        (one, other)
        for one, other in combinations(words, 2)
        if len(words[one] & words[other]) > SAME * len(words[one] | words[other])
    ] == []
