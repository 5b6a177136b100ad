from enum import Enum

import pytest

from matching import vocabulary
from matching.errors import InvalidValue
from matching.language.choices import Sex, parse_choice, parse_choices, parse_sex, parse_sexes, parse_yes_no
from matching.vocabulary import CertificateKind, ContractKind, ReleaseMode, Shift, WageUnit

VOCABULARIES = [
    vocabulary.CertificateKind,
    vocabulary.Verification,
    vocabulary.ReleaseMode,
    vocabulary.ContractKind,
    vocabulary.Shift,
    vocabulary.WageUnit,
    vocabulary.WorkSetting,
    vocabulary.Language,
    vocabulary.BlockerKind,
    vocabulary.BlockerStatus,
    vocabulary.VacancyStatus,
    vocabulary.EmployerVerification,
    vocabulary.WorkDemand,
    vocabulary.DateBasis,
    vocabulary.UnitType,
    Sex,
]


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("PB", ReleaseMode.CONDITIONAL_RELEASE),
        ("P.B.", ReleaseMode.CONDITIONAL_RELEASE),
        ("Pembebasan Bersyarat", ReleaseMode.CONDITIONAL_RELEASE),
        ("bebas murni", ReleaseMode.FULL_TERM),
        ("CB", ReleaseMode.CONDITIONAL_LEAVE),
        ("CMB", ReleaseMode.PRE_RELEASE_LEAVE),
        ("RU II", ReleaseMode.REMISSION),
        ("RK_II", ReleaseMode.REMISSION),
        ("Asimilasi", ReleaseMode.ASSIMILATION),
        ("PKWT", ContractKind.FIXED_TERM),
        ("Kontrak", ContractKind.FIXED_TERM),
        ("PKWT/kontrak", ContractKind.FIXED_TERM),
        ("karyawan tetap", ContractKind.PERMANENT),
        ("harian lepas", ContractKind.DAILY),
        ("borongan", ContractKind.PIECE_RATE),
        ("magang", ContractKind.APPRENTICESHIP),
        ("per jam", WageUnit.HOUR),
        ("Sertifikat BNSP", CertificateKind.COMPETENCE),
        ("BLK", CertificateKind.TRAINING),
    ],
)
def test_reads_the_words_of_a_vocabulary(text: str, member: Enum) -> None:
    assert parse_choice(type(member), text, "field") is member


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_code_of_every_vocabulary_reads_back(kind: type[Enum]) -> None:
    for member in kind:
        assert parse_choice(kind, str(member.value), "field") is member
        assert parse_choice(kind, member.name, "field") is member


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_the_words_that_a_refusal_offers_are_accepted(kind: type[Enum]) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_choice(kind, "qqqq", "field")
    offered = refused.value.problem.partition(" / ")[0].partition("pilih: ")[2].split(", ")
    assert [parse_choice(kind, word, "field") for word in offered] == list(kind)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(ReleaseMode, "bebas"), (ReleaseMode, "cuti"), (Shift, "siang"), (ContractKind, "freelance")],
)
def test_a_word_with_two_meanings_is_refused(kind: type[Enum], text: str) -> None:
    with pytest.raises(InvalidValue, match="bisa berarti"):
        parse_choice(kind, text, "field")


def test_lists_come_in_the_order_of_the_vocabulary() -> None:
    assert parse_choices(ContractKind, "magang, harian lepas/PKWT", "field") == (
        ContractKind.FIXED_TERM,
        ContractKind.DAILY,
        ContractKind.APPRENTICESHIP,
    )
    assert parse_choices(Shift, "-", "field") == ()
    with pytest.raises(InvalidValue):
        parse_choices(Shift, "pagi, kapan saja", "field")


def test_yes_and_no() -> None:
    assert all(parse_yes_no(text) for text in ("ya", "Y", "1", "v", "✓", "Bersedia", "TRUE"))
    assert not any(parse_yes_no(text) for text in ("tidak", "t", "0", "-", "tidak bersedia", "false"))
    for text in ("", "x", "mungkin"):
        with pytest.raises(InvalidValue):
            parse_yes_no(text)


def test_p_is_read_by_the_legend_of_its_header_only() -> None:
    assert parse_sex("P", "Jenis Kelamin (L/P)") is Sex.FEMALE
    assert parse_sex("p.", "P/W") is Sex.MALE
    assert parse_sex("L") is Sex.MALE
    assert parse_sex("W") is Sex.FEMALE
    assert parse_sex("Laki-laki") is Sex.MALE
    for header in ("", "Jenis Kelamin", "L/P atau P/W"):
        with pytest.raises(InvalidValue, match="perempuan"):
            parse_sex("P", header)


def test_a_vacancy_may_name_both_sexes() -> None:
    assert parse_sexes("Pria/Wanita") == parse_sexes("P/W") == parse_sexes("L/P") == frozenset(Sex)
    assert parse_sexes("wanita") == {Sex.FEMALE}
    with pytest.raises(InvalidValue):
        parse_sexes("P")
