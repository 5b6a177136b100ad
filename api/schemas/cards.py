"""Cards of people as an employer sees them. Nothing that is not named here leaves for an employer."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.matches import GapRow
from api.schemas.parts import Day, Shape
from api.words import gap_words
from matching.geo import Gazetteer
from matching.messages import Tongue, words
from matching.model.cards import Card, CardCertificate
from matching.scoring import FitWord
from matching.small_numbers import LEAST
from matching.usecases.cards import CardRow, CardsFor
from matching.vocabulary import Verification


class UnitRow(Shape):
    """A unit of competency."""

    code: str
    decree_year: int | None


class CardCertificateOut(Shape):
    """A certificate; what of its title, scheme or issuer would name a facility is left out."""

    title: str
    scheme: str
    units: list[UnitRow]
    kkni_level: int | None
    issuer: str
    verification: Verification


class DisclosedOut(Shape):
    """What the person has agreed that this employer learns; null: not that."""

    name: str | None
    phone: str | None
    district: str | None


class ProvinceRow(Shape):
    """A province."""

    code: str
    name: str


class CardOut(Shape):
    """A person without a name. `code` is this employer's name for the person; another employer has another."""

    code: str
    province: ProvinceRow
    available_from: str | None = Field(description="Month, YYYY-MM.")
    months_of_work: int
    certificates: list[CardCertificateOut]
    disclosed: DisclosedOut | None


class ProofRow(Shape):
    """The certificate and the line of the vacancy that support each other."""

    certificate: str
    verification: Verification
    line: str


class RankedCard(CardOut):
    """A card in its place."""

    rank: int
    fit_word: FitWord
    fit_words: str
    proof: ProofRow | None
    gaps: list[GapRow]
    needs_weekday: bool
    needs: list[str]


class FoundRow(Shape):
    """How many people fit, in steps; `most` is null where there is no upper end."""

    least: int
    most: int | None
    words: str


class CardList(Shape):
    """People for a vacancy as its employer sees them. Who is not in it is not spoken of."""

    kind: Literal["cards"]
    vacancy_id: UUID
    title: str
    as_of: Day
    found: FoundRow
    cards: list[RankedCard]


def card_document(card: Card, gazetteer: Gazetteer) -> Document:
    """One card, in the shape of `CardOut`."""
    return _card(card, _provinces(gazetteer))


def cards_document(answer: CardsFor, gazetteer: Gazetteer, tongue: Tongue) -> Document:
    """The cards for a vacancy, in the shape of `CardList`."""
    provinces = _provinces(gazetteer)
    return {
        "kind": "cards",
        "vacancy_id": str(answer.vacancy.id),
        "title": answer.vacancy.title,
        "as_of": answer.as_of.isoformat(),
        "found": found(answer.found, tongue),
        "cards": [_ranked(row, provinces, tongue) for row in answer.rows],
    }


def _provinces(gazetteer: Gazetteer) -> dict[str, str]:
    return {regency.province_code: regency.province for regency in gazetteer.regencies}


def found(step: tuple[int, int | None], tongue: Tongue) -> Document:
    """The step in which a number of people lies, with its words."""
    least, most = step
    if most == 0:
        said = words("card.nobody", tongue)
    elif most is not None and most < LEAST:
        said = words("card.fewer_than_five", tongue)
    else:
        said = f"{least}–{most}" if most else words("card.or_more", tongue).format(least)
    return {"least": least, "most": most, "words": said}


def _ranked(row: CardRow, provinces: dict[str, str], tongue: Tongue) -> Document:
    return {
        "rank": row.rank,
        **_card(row.card, provinces),
        "fit_word": str(row.fit_word),
        "fit_words": words(f"fit.{row.fit_word}", tongue),
        "proof": _proof(row),
        "gaps": [{**plain(gap), "words": gap_words(gap, tongue)} for gap in row.gaps],
        "needs_weekday": row.needs_weekday,
        "needs": [words("card.weekday", tongue)] if row.needs_weekday else [],
    }


def _card(card: Card, provinces: dict[str, str]) -> Document:
    told: dict[str, Any] = plain(card.disclosed)
    return {
        "code": card.code,
        "province": {"code": card.province, "name": provinces.get(card.province, "")},
        "available_from": f"{card.available_from:%Y-%m}" if card.available_from else None,
        "months_of_work": card.months_of_work,
        "certificates": [_certificate(one) for one in card.certificates],
        "disclosed": told if any(told.values()) else None,
    }


def _certificate(certificate: CardCertificate) -> Document:
    shown: Document = plain(certificate)
    del shown["id"]
    return shown


def _proof(row: CardRow) -> Document | None:
    if row.certificate is None:
        return None
    return {
        "certificate": row.certificate.title,
        "verification": str(row.certificate.verification),
        "line": row.line,
    }
