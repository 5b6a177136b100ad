import json
from pathlib import Path

import numpy as np
import pytest

from api.cli.demo_sign_ins import SAMPLES
from benchmarks import addresses, calibration, cohort, pages, report, requirements, weights
from benchmarks.speed import MASKS, Plan, measure
from matching.scoring import FitWord
from matching.vocabulary import Role


def test_a_small_run_measures_everything_that_is_promised(tmp_path: Path) -> None:
    plan = Plan(sizes=(500,), texts=60, lists=4, peer_rows=400, hashing=True)
    results = measure(plan, tmp_path)
    assert set(results["in_process"]["500"]) == {"p50_ms", "p95_ms"}
    assert set(results["unmasked"]["500"]) == {"p95_ms"}
    assert set(results["restart"]["500"]) == {"seconds"}
    assert set(results["memory"]["500"]) == {"mb"}
    assert set(results["recall"]) == set(MASKS)
    assert set(results["encode"]["hashing"]) == {"texts_per_s"}
    assert all(set(found) == {"p95_ms", "recall"} for found in results["peers"].values())
    assert results["peers"]["numpy"]["recall"] == 1
    assert results["peers"]["ours"]["recall"] > 0.99
    document = tmp_path / "benchmarks.md"
    document.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    report.write(results, document)
    written = document.read_text(encoding="utf-8")
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert "| 500 |" in written


def test_a_tight_world_has_openings_for_sixty_percent_and_the_whole_is_extrapolated(tmp_path: Path) -> None:
    plan = cohort.Plan(rows=300, people=80, texts=120, cohort=200, hashing=True)
    made = cohort.bench(plan, tmp_path)
    tight, scale = cohort.tight(made), cohort.scale(made, plan)
    assert 0.5 < tight["openings_per_person"] < 0.8
    placed = tight["with_proposal"]
    assert placed["independent"] <= placed["assigned"] <= tight["with_viable"] <= tight["people"]
    assert scale["extrapolated"]["people"] == 200
    assert scale["ranking_cpu_ms"] > 0


def test_reading_of_requirements_is_counted_by_kind() -> None:
    text = "Sopir\nPendidikan minimal SMA\nMemiliki SIM A"
    label = {"education_min": [("SMP", 6, 28)], "licences_must": [("SIM_A", 39, 44), ("SIM_C", 39, 44)]}
    figures, differences = requirements.measure({"x": text}, {"x": label})
    assert (figures["education"]["precision"], figures["education"]["recall"]) == (0, 0)
    assert (figures["licences"]["precision"], figures["licences"]["recall"]) == (1, 0.5)
    assert figures["wage"]["precision"] is None
    assert len(differences) == 3
    assert requirements.wilson(95, 100) == pytest.approx((0.8882, 0.9785), abs=1e-4)


def test_weights_are_learned_from_pairs_and_none_takes_from_a_score() -> None:
    """Of a feature that grades follow, one that is noise and one that speaks against them: 1, little, 0."""
    dice = np.random.default_rng(0)
    found = []
    for _ in range(20):
        grades = dice.integers(0, 4, 40)
        features = np.column_stack([grades / 3, dice.random(40), 1 - grades / 3 + dice.normal(0, 0.1, 40)])
        found.append(weights.graded(features, grades.tolist(), dice))
    follows, noise, against = weights.learn([pairs for pairs in found if pairs])
    assert follows + noise + against == pytest.approx(1)
    assert follows > 0.8
    assert against == 0


def test_one_grade_for_all_teaches_nothing() -> None:
    assert weights.graded(np.ones((3, 2)), [2, 2, 2], np.random.default_rng(0)) is None


def test_words_begin_where_the_share_of_relevant_rows_reaches_what_they_promise() -> None:
    dice = np.random.default_rng(0)
    fits = dice.random(4_000)
    rows = [calibration.Row(float(fit), bool(dice.random() < fit)) for fit in fits]
    word = calibration.learned_naming(rows)
    assert [word(fit) for fit in (0.4, 0.6, 0.95)] == list(reversed(FitWord))
    counted = calibration.shares((word(row.fit), row) for row in rows)
    assert counted["strong"]["share"] == pytest.approx(0.925, abs=0.03)
    assert counted["strong"]["low"] < counted["strong"]["share"] < counted["strong"]["high"]


def test_pages_over_a_target_are_named_and_other_roles_stay_as_they_stand(tmp_path: Path) -> None:
    light, slow = {"kb": 10.5, "requests": 4, "p95_ms": 20.0}, {"kb": 60, "requests": 6, "p95_ms": 150.1}
    told = pages.summary({"tamu /": light, "local /beranda": slow})
    assert told == (
        "2 pages; kb <= 60: all; requests <= 5: local /beranda (6); p95_ms <= 150: local /beranda (150.1)"
    )
    out = tmp_path / "pages.json"
    assert pages.kept(out, ["tamu"]) == {}
    out.write_text(json.dumps({"machine": "m", "rounds": 20, "tamu /": light, "local /beranda": slow}))
    assert pages.kept(out, ["tamu"]) == {"local /beranda": slow}
    assert pages.kept(out, []) == {}


def test_a_page_without_a_row_is_told_with_who_should_have_seen_it() -> None:
    wanted = addresses.pages_of(None)
    rows = [f"{pages.STRANGER} {one.path}" for one in wanted]
    planner = [f"perencana {one.path}" for one in addresses.pages_of(Role.RELEASE_PLANNER)]
    assert len(planner) > 20
    assert pages.lacking([*rows, *planner], [Role.RELEASE_PLANNER]) == []
    rows.remove(f"{pages.STRANGER} /privasi")
    planner.remove("perencana /resep/{comparison_id}")
    rows.append("ppdp /resep/{id}")  # another role's
    told = pages.lacking([*rows, *planner], [Role.RELEASE_PLANNER])
    assert told == ["tamu /privasi", "release_planner /resep/{comparison_id}"]


def test_a_page_that_no_link_leads_to_is_looked_for_with_ids_of_other_links() -> None:
    (wanted,) = [one for one in addresses.pages_of(Role.CASE_WORKER) if one.path.endswith("/pemberi-kerja")]
    links = ["/beranda", "/usulan/1", "/usulan/1/baris/2?kabar=ok", "/usulan/3/baris/4/lembar", "/orang/9"]
    found = list(wanted.among(links, addresses.pages_of(Role.CASE_WORKER)))
    assert found == ["/usulan/1/baris/2/pemberi-kerja", "/usulan/3/baris/4/pemberi-kerja"]


def test_files_are_no_pages_but_a_persons_own_copy_is_one() -> None:
    every = {one.path for one in addresses.addresses()}
    assert "/orang/{candidate_id}/berkas" in every
    assert not [
        one for one in every if one.endswith((".ics", ".json", "/pdf", "/json", "/kohort/{plan_id}/berkas"))
    ]
    known = addresses.addresses()
    assert addresses.at("/pemberi-kerja/baru", known) != addresses.at("/pemberi-kerja/1", known)


def test_of_each_role_one_sample_is_measured_and_whoever_is_asked_for() -> None:
    logins = [one.login for one in SAMPLES]
    roles = [role for _, role in pages.firsts(logins, []).values()]
    assert roles == list(dict.fromkeys(one.role for one in SAMPLES))
    assert {"local", "rekan"} <= pages.firsts(logins, ["rekan"]).keys()
