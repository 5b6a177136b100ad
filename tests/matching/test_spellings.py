"""Free names in reports: what is one however it is written, and what stays two."""

from datetime import date

import pytest

from matching.outcome_report import report
from matching.outcomes import Facts, Grouping
from matching.spellings import spelt_alike
from tests.matching.test_outcomes import person

TODAY = date(2026, 11, 28)


def together(by: Grouping, *names: str) -> list[str]:
    """The groups of one person for each name."""
    field = {Grouping.SCHEME: "schemes", Grouping.PROVIDER: "providers"}[by]
    facts = Facts([person(**{field: (name,)}) for name in names])
    return list(spelt_alike(facts, by).groups(by))


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (
            Grouping.PROVIDER,
            ("BLK Semarang", "Balai Latihan Kerja Semarang", "blk semarang ", "B.L.K Semarang"),
        ),
        (
            Grouping.PROVIDER,
            ("UPT BLK Madiun", "BLK Madiun", "Balai Latihan Kerja (BLK) Madiun", "BLK UPTD Madiun"),
        ),
        (
            Grouping.PROVIDER,
            ("LSP.BLK Surabaya", "LSP BLK Surabaya", "Lembaga Sertifikasi Profesi BLK Surabaya"),
        ),
        (Grouping.PROVIDER, ("BNSP melalui LSP BPVP Bekasi", "LSP BPVP Bekasi", "BNSP - LSP BPVP Bekasi")),
        (Grouping.PROVIDER, ("BLK Kab. Demak", "BLK Kabupaten Demak")),
        (
            Grouping.SCHEME,
            ("Plate Welder SMAW 3G", "plate welder  smaw-3g", "Skema Okupasi Plate Welder SMAW 3G"),
        ),
    ],
)
def test_one_however_it_is_written(by: Grouping, names: tuple[str, ...]) -> None:
    assert together(by, *names) == [names[0].strip()] or len(together(by, *names)) == 1


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (Grouping.PROVIDER, ("BLK Kota Semarang", "BLK Kabupaten Semarang", "BLK Semarang")),
        (Grouping.PROVIDER, ("LSP BLK Surabaya", "BLK Surabaya")),
        (Grouping.PROVIDER, ("UPT", "BNSP", "-")),
        (Grouping.SCHEME, ("Plate Welder SMAW 3G", "Plate Welder SMAW 1G")),
        (Grouping.SCHEME, ("SKKNI 2018", "SKKNI 2019")),
    ],
)
def test_what_is_not_the_same_stays_apart(by: Grouping, names: tuple[str, ...]) -> None:
    assert together(by, *names) == sorted(names)


def test_the_spelling_of_most_rows_is_told_and_somebody_who_holds_two_spellings_counts_once() -> None:
    both = person(providers=("blk semarang ", "Balai Latihan Kerja Semarang"))
    facts = Facts([both, *[person(providers=("Balai Latihan Kerja Semarang",))] * 5])
    alike = spelt_alike(facts, Grouping.PROVIDER)
    assert {row.providers for row in alike.people} == {("Balai Latihan Kerja Semarang",)}
    assert spelt_alike(facts, Grouping.UNIT) is facts


def test_few_of_each_spelling_are_told_together_and_few_of_all_are_not() -> None:
    people = [
        *[person(providers=("BLK Semarang",), reached=at < 5) for at in range(6)],
        *[person(providers=("blk semarang",), reached=False) for _ in range(4)],
        *[person(providers=("Balai Latihan Kerja Semarang ",), reached=False) for _ in range(2)],
        *[person(providers=("LPK Lain",), reached=at < 6) for at in range(12)],
        *[person(providers=("LPK Dua",), reached=True) for at in range(4)],
        *[person(providers=("LPK Tiga",), reached=False) for at in range(4)],
        *[person(providers=("LPK Kecil",), reached=True) for _ in range(2)],
        *[person(providers=("lpk kecil",), reached=False) for _ in range(2)],
    ]
    told = report(Facts(people), Grouping.PROVIDER, TODAY)
    bases = {row.group: row.base for row in told.rows if row.measure == "reached" and row.group}
    assert bases == {"BLK Semarang": 12, "LPK Lain": 12}
    assert told.left_out == 3  # three groups of few, one of them written in two ways
