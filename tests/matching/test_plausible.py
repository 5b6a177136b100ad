"""What cannot be true of a person is refused, with what would be right; what is rare is not."""

from datetime import date

import pytest

from matching.errors import InvalidValue
from matching.plausible import check_person
from matching.vocabulary import Education

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("birth", "education", "field", "right"),
    [
        (date(2027, 1, 1), Education.NONE, "birth_date", "12 sampai 100"),
        (date(2014, 11, 28), Education.NONE, "birth_date", "12 sampai 100"),
        (date(1925, 11, 27), Education.SD, "birth_date", "12 sampai 100"),
        (date(2012, 1, 1), Education.S3, "education", "23 tahun"),
        (date(2012, 1, 1), Education.SMA, "education", "15 tahun"),
    ],
)
def test_what_cannot_be_is_refused(birth: date, education: Education, field: str, right: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        check_person(birth, education, TODAY)
    assert caught.value.field == field
    assert right in caught.value.problem
    assert " / " in caught.value.problem


@pytest.mark.parametrize(
    ("birth", "education"),
    [
        (date(2014, 11, 27), Education.SD),
        (date(1925, 11, 28), Education.NONE),
        (date(2011, 1, 1), Education.SMA),
        (date(2000, 1, 1), Education.S3),
        (None, Education.S3),
    ],
)
def test_what_is_rare_is_taken(birth: date | None, education: Education) -> None:
    check_person(birth, education, TODAY)
