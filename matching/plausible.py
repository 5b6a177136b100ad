"""What cannot be true of a person, whatever a form or a file says: better asked again than stored."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from matching.language.problems import refusal
from matching.vocabulary import Education

YOUNGEST, OLDEST = 12, 100
"""Years of age: nobody under twelve is in custody (UU 11/2012 Art. 1(3) and 21)."""
YOUNGEST_WITH: Mapping[Education, int] = MappingProxyType(
    {
        Education.SMP: 13,
        Education.SMA: 15,
        Education.D1: 16,
        Education.D2: 17,
        Education.D3: 18,
        Education.S1: 19,
        Education.S2: 21,
        Education.S3: 23,
    }
)
"""Years of age below which nobody has finished a school, classes skipped (school begins at six or seven, Permendikbud
1/2021); generous, so that only what cannot be is refused."""
LETTERS = refusal("text", "tulis dengan huruf", "write it in letters").problem


def has_letters(text: str) -> bool:
    """Whether a name or a title says anything that can be read out: signs and pictures alone do not."""
    return any(sign.isalpha() for sign in text)


def check_person(birth_date: date | None, education: Education, today: date) -> None:
    """Raises InvalidValue (`birth_date`, `education`) for what cannot be true of somebody in custody or after it."""
    if birth_date is None:
        return
    age = today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))
    if not YOUNGEST <= age <= OLDEST:
        raise refusal(
            "birth_date",
            f"usianya harus {YOUNGEST} sampai {OLDEST} tahun; periksa tahunnya",
            f"must make an age of {YOUNGEST} to {OLDEST} years; check the year",
        )
    least = YOUNGEST_WITH.get(education, 0)
    if age < least:
        raise refusal(
            "education",
            f"{education.name} paling cepat tamat pada usia {least} tahun; periksa pendidikan atau tanggal lahir",
            f"{education.name} is finished at {least} at the earliest; check education or birth date",
        )
