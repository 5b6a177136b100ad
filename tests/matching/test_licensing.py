import pytest

from data import reference_files
from matching.licensing import legally_required, named_by_vacancy
from matching.vocabulary import Licence


@pytest.mark.parametrize(
    ("title", "licence"),
    [
        ("Operator Forklift", Licence.SIO_FORKLIFT),
        ("Supir Reach Truck / Forklift", Licence.SIO_FORKLIFT),
        ("Forklift", Licence.SIO_FORKLIFT),
        ("Operator crane 50 ton", Licence.SIO_CRANE),
        ("OPERATOR BOILER", Licence.SIO_BOILER),
        ("Operator Excavator, Morowali", Licence.SIO_EXCAVATOR),
        ("Sopir truk tronton", Licence.SIM_B1),
        ("SUPIR DUMPTRUCK", Licence.SIM_B1),
        ("Operator dump truck", Licence.SIM_B1),
        ("Operator alat berat", Licence.SIO_ALAT_BERAT),
        ("Operator bulldozer", Licence.SIO_ALAT_BERAT),
        ("Driver Trailer", Licence.SIM_B2),
        ("Sopir bus", Licence.SIM_B1_UMUM),
        ("Sopir taksi", Licence.SIM_A_UMUM),
        ("Driver", Licence.SIM_A),
        ("Driver / Sopir Perusahaan (Area Bekasi)", Licence.SIM_A),
        ("Kurir motor", Licence.SIM_C),
        ("Ojek", Licence.SIM_C),
    ],
)
def test_the_licence_of_a_job_is_read_from_its_title(title: str, licence: Licence) -> None:
    assert legally_required(title, "", reference_files.required_licences()) == {licence}


@pytest.mark.parametrize(
    "title",
    [
        "Helper driver",
        "Driver helper",
        "Kernet truk",
        "Asisten sopir mobil derek",
        "Driver / Helper",
        "Sopir & Kernet Truk",
        "Mekanik forklift",
        "Sales Engineer (Forklift)",
        "Teknisi Mesin Boiler",
        "Kandang ayam boiler",
        "Rigger crane",
        "Koordinator Driver",
        "Device Driver Developer",
        "Mekanik sepeda motor",
        "Sales motor",
        "Staff Gudang / Operator Forklift",
        "SPG display gondola",
        "Cuci motor",
        "Tukang las",
        "Operator jahit",
        "Operator jembatan timbang truk",
        "Mekanik alat berat",
        "Sales alat berat",
        "",
    ],
)
def test_work_beside_the_machine_needs_no_licence(title: str) -> None:
    assert legally_required(title, "", reference_files.required_licences()) == frozenset()


@pytest.mark.parametrize(
    ("code", "licence"),
    [
        ("8344.00", Licence.SIO_FORKLIFT),
        ("8344", Licence.SIO_FORKLIFT),
        ("8322.01", Licence.SIM_A),
        ("8331.01", Licence.SIM_B1_UMUM),
    ],
)
def test_a_classification_code_decides_before_the_title(code: str, licence: Licence) -> None:
    assert legally_required("Helper", code, reference_files.required_licences()) == {licence}


def test_a_title_of_several_jobs_never_asks_for_more_than_each_of_them() -> None:
    rules = reference_files.required_licences()
    jobs = ["Driver", "Operator Forklift", "Helper gudang", "Sopir truk", "Kurir motor"]
    for one in jobs:
        for other in jobs:
            both = legally_required(f"{one} / {other}", "", rules)
            assert both <= legally_required(one, "", rules) & legally_required(other, "", rules)


@pytest.mark.parametrize(
    ("title", "asked", "named"),
    [
        ("Driver box B1", set(), {Licence.SIM_B1}),
        ("Sopir SIM B2 Umum", set(), {Licence.SIM_B2_UMUM}),
        ("Driver (SIM A/B1)", set(), {Licence.SIM_A}),  # one of them is enough
        ("Kurir SIM C", set(), {Licence.SIM_C}),
        ("Driver SIM A atau SIM C", set(), set()),
        ("Driver", {Licence.SIM_B1}, {Licence.SIM_B1}),
        ("Kurir", {Licence.SIM_C}, {Licence.SIM_C}),
        ("Operator produksi", {Licence.SIO_FORKLIFT, Licence.SIM_C}, {Licence.SIO_FORKLIFT}),
        ("Driver", {Licence.K3_ELECTRICIAN}, set()),
        ("Kasir", {Licence.SIM_C}, set()),
        ("Helper driver B1", {Licence.SIM_A}, set()),
        ("Driver / Helper", {Licence.SIM_A}, set()),
        ("Tukang las gedung B1", {Licence.SIM_C}, set()),
        ("Sopir B2 shift A", set(), {Licence.SIM_B2}),
        ("Operator dump truck SIM B2", set(), {Licence.SIM_B2}),
    ],
)
def test_a_licence_that_driving_work_names_is_asked_for_by_law(
    title: str, asked: set[Licence], named: set[Licence]
) -> None:
    assert named_by_vacancy(title, asked) == named
