from pathlib import Path

import pytest

from benchmarks import report, requirements
from benchmarks.speed import MASKS, Plan, measure


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


def test_reading_of_requirements_is_counted_by_kind() -> None:
    text = "Sopir\nPendidikan minimal SMA\nMemiliki SIM A"
    label = {"education_min": [("SMP", 6, 28)], "licences_must": [("SIM_A", 39, 44), ("SIM_C", 39, 44)]}
    figures, differences = requirements.measure({"x": text}, {"x": label})
    assert (figures["education"]["precision"], figures["education"]["recall"]) == (0, 0)
    assert (figures["licences"]["precision"], figures["licences"]["recall"]) == (1, 0.5)
    assert figures["wage"]["precision"] is None
    assert len(differences) == 3
    assert requirements.wilson(95, 100) == pytest.approx((0.8882, 0.9785), abs=1e-4)
