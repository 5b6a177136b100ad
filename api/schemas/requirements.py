"""What is read from a vacancy's text, as JSON."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from api.schemas.documents import Document, limits_document, plain
from api.schemas.parts import EducationName, Shape
from matching.requirements.items import Item, Requirements, Strength, Willingness
from matching.requirements.reading import (
    experience_asked,
    least_education,
    wage_offered,
)
from matching.vocabulary import Language, Licence, WageUnit

LICENCES, CERTIFICATES = "licences", "certificates"


class SpanOut(Shape):
    """One thing read, and where: offsets of characters into the text."""

    field: str = Field(description="The key it speaks for; wage, age, sex for those of several keys.")
    value: Any
    strength: Strength
    start: int
    end: int
    confidence: float = Field(ge=0, le=1)


class RequirementsOut(Shape):
    """What is read from one text, null or empty where it is silent; `id` where the input gave one."""

    id: str | int | None = None
    education_min: EducationName | None = Field(description="The lowest level that is accepted.")
    experience_months_min: int | None = Field(description="0: none is needed; null: silent, or no number.")
    experience_must: bool | None = Field(description="False: preferred, or not needed.")
    licences_must: list[Licence]
    licences_preferred: list[Licence]
    certificates_must: list[str]
    certificates_preferred: list[str]
    wage_from: int | None = Field(description="Rupiah per wage_unit.")
    wage_to: int | None
    wage_unit: WageUnit | None
    age_min: int | None
    age_max: int | None
    sex: Literal["female", "male"] | None = Field(description="Null: silent, or both are welcome.")
    skck: bool | None
    languages_must: list[Language]
    languages_preferred: list[Language]
    willingness: list[Willingness]
    openings: int | None
    placement: list[str]
    spans: list[SpanOut]


def requirements_document(read: Requirements) -> Document:
    """The figures that stand for a text, null or empty where it is silent, and the spans they were read from."""
    education, experience = least_education(read), experience_asked(read)
    wage = wage_offered(read)
    return {
        "education_min": plain(education.value) if education else None,
        "experience_months_min": experience.value if experience else None,
        "experience_must": experience.required if experience else None,
        **_by_strength(read),
        "wage_from": wage.value.lower if wage else None,
        "wage_to": wage.value.upper if wage else None,
        "wage_unit": plain(wage.value.unit) if wage else None,
        **limits_document(read),
        "skck": next((item.value for item in read.police_record_letter), None),
        "languages_must": _values(read.languages, Strength.REQUIRED),
        "languages_preferred": _values(read.languages, Strength.PREFERRED),
        "willingness": sorted({plain(item.value) for item in read.willingness}),
        "openings": read.openings[0].value if read.openings else None,
        "placement": [item.value for item in read.placement],
        "spans": list(_spans(read)),
    }


def _by_strength(read: Requirements) -> Document:
    found: Document = {}
    for ending, strength in (("must", Strength.REQUIRED), ("preferred", Strength.PREFERRED)):
        asked = [item.value.licences for item in read.licences if item.strength is strength]
        found[f"licences_{ending}"] = sorted(frozenset[Any]().union(*asked))
        found[f"certificates_{ending}"] = _values(read.certificates, strength)
    found["licences_preferred"] = [
        one for one in found["licences_preferred"] if one not in found["licences_must"]
    ]
    return found


def _values(items: tuple[Item[Any], ...], strength: Strength) -> list[Any]:
    """Values of one strength, each once, in the order of the text."""
    return list(dict.fromkeys(plain(item.value) for item in items if item.strength is strength))


def _spans(read: Requirements) -> Iterator[Document]:
    """Every item with where it stands; `field` is the key that it speaks for."""
    endings = {Strength.REQUIRED: "must", Strength.PREFERRED: "preferred", Strength.NOT_NEEDED: "not_needed"}
    for kind, items in _kinds(read):
        for item in items:
            field = (
                f"{kind}_{endings[item.strength]}" if kind in (LICENCES, CERTIFICATES, "languages") else kind
            )
            yield {
                "field": field,
                "value": plain(item.value),
                "strength": item.strength.value,
                "start": item.start,
                "end": item.end,
                "confidence": item.confidence,
            }


def _kinds(read: Requirements) -> tuple[tuple[str, tuple[Item[Any], ...]], ...]:
    return (
        ("education_min", read.education),
        ("experience_months_min", read.experience),
        (LICENCES, read.licences),
        (CERTIFICATES, read.certificates),
        ("languages", read.languages),
        ("wage", read.wages),
        ("age", read.ages),
        ("sex", read.sexes),
        ("skck", read.police_record_letter),
        ("willingness", read.willingness),
        ("openings", read.openings),
        ("placement", read.placement),
    )
