"""What would be if a person held more, as JSON: the list under a supposition, and what would open more."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from api.schemas.documents import Document, plain
from api.schemas.matches import Employers, VacancyList, VacancyRow, vacancies_document
from api.schemas.parts import Day, FactsOf, Shape
from api.schemas.person_parts import CertificateIn
from matching.geo import Gazetteer
from matching.messages import Tongue
from matching.usecases.what_if import Supposed, WhatIf, WhatOpens
from matching.vocabulary import CertificateKind, Licence, Verification


class CertificateSupposed(CertificateIn):
    """A certificate that is supposed to be held: confirmed by its issuer unless said otherwise."""

    verification: Verification = Verification.CONFIRMED_BY_ISSUER


class WhatIfIn(Shape):
    """What is supposed to be held besides what is on record; nothing of it is stored."""

    certificates: Annotated[tuple[CertificateSupposed, ...], Field(max_length=10)] = ()
    licences: frozenset[Licence] = frozenset()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.certificates and not self.licences:
            raise ValueError("isi sertifikat atau izin / a certificate or a licence is needed")
        return self

    def value(self) -> Supposed:
        """The supposition; raises InvalidValue."""
        return Supposed(tuple(certificate.value() for certificate in self.certificates), self.licences)


class SupposedCertificate(Shape):
    """A certificate that is supposed to be held."""

    title: str
    kind: CertificateKind
    verification: Verification


class SupposedRow(Shape):
    """What the list supposes."""

    certificates: list[SupposedCertificate]
    licences: list[Licence]


class WhatIfRow(VacancyRow):
    """A vacancy in a supposed list. `rank_before` is its rank without what is supposed; behind a better row like it,
    that row's; null where it is not in the list."""

    rank_before: int | None


class WhatIfList(VacancyList):
    """The list that the person has once what is supposed is on record."""

    supposed: SupposedRow
    matches: list[WhatIfRow]  # type: ignore[assignment]  # narrower, and never written to


class LicenceRow(Shape):
    """A licence whose lack alone closes `opens` vacancies, `ranked` of which fit enough to be ranked; the first of
    these, and the rank that it takes once the licence is on record."""

    licence: Licence
    opens: int
    ranked: int
    vacancy_id: UUID | None
    title: str
    score: float | None
    would_rank: int | None


class CertificateRow(Shape):
    """A certificate that `asked_by` rows of the list ask for: held, it brings `enters` vacancies into the list that
    are not in it now, and `rises` of its rows stand higher."""

    title: str
    asked_by: int
    enters: int
    rises: int


class WhatOpensOut(Shape):
    """Licences and certificates that would open more, those that open most first. Certificates are tried as `kind`,
    confirmed by the issuer; no vacancy is closed for lack of one."""

    candidate_id: UUID
    as_of: Day
    facts: FactsOf
    kind: CertificateKind
    licences: list[LicenceRow]
    certificates: list[CertificateRow]


def what_if_document(
    found: WhatIf,
    gazetteer: Gazetteer,
    employers: Employers,
    tongue: Tongue,
    *,
    pending: int | None = None,
) -> Document:
    """A supposed list, in the shape of `WhatIfList`."""
    listed = vacancies_document(found.answer, gazetteer, employers, tongue, pending=pending)
    ranks = [found.before.get(match.vacancy) for match in found.answer.matches]
    return {
        **listed,
        "supposed": {
            "certificates": [
                {"title": held.title, "kind": str(held.kind), "verification": str(held.verification)}
                for held in found.supposed.certificates
            ],
            "licences": plain(found.supposed.licences),
        },
        "matches": [{**row, "rank_before": rank} for row, rank in zip(listed["matches"], ranks, strict=True)],
    }


def what_opens_document(found: WhatOpens) -> Document:
    """What would open more, in the shape of `WhatOpensOut`."""
    document: Document = plain(found)
    document["candidate_id"] = document.pop("candidate")
    document["facts"] = "now"
    for row in document["licences"]:
        row["vacancy_id"] = row.pop("vacancy")
    return document
