"""The production path over documents of an evaluation collection: profile → retrieval → score, without rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

import numpy as np

from data.trec import Document, Query
from matching.columns import VacancyTable
from matching.errors import InvalidValue
from matching.language.education import parse_education
from matching.model import (
    Asks,
    Candidate,
    CandidateId,
    Certificate,
    CertificateId,
    EmployerId,
    Gates,
    Vacancy,
    VacancyId,
)
from matching.pipeline import rank_vacancies, score_rows
from matching.ports import Encoder, Shelf, Snapshot
from matching.profile import Composer
from matching.scoring import Scored, Weights
from matching.search import Profile, Recipe
from matching.trade import Trade
from matching.usecases.indexing import unit_mean
from matching.vocabulary import CertificateKind, Education, Verification

NAMESPACE = UUID("6f0c1f62-3a0e-5d52-9d3b-2f2f6c1f7a11")
NOBODY = EmployerId(UUID(int=0))
RUN_ROWS = 1_000
ANY_DAY = date(2026, 1, 1)  # no rule is asked, so the day decides nothing


class Production:
    """Documents as vacancies in memory, ranked for a query taken as one certificate."""

    def __init__(self, shelf: Shelf, trade: Trade, composer: Composer, recipe: Recipe) -> None:
        self._shelf, self._trade, self._composer, self._recipe = shelf, trade, composer, recipe

    def __call__(self, documents: Sequence[Document], encoder: Encoder) -> "DocumentRanker":
        """Index the documents; the ranker that answers queries on them."""
        snapshot = self._snapshot([self._vacancy(document) for document in documents], encoder)
        names = tuple(document.doc_id for document in documents)
        return DocumentRanker(names, snapshot, self._recipe, lambda query: self._profile(query, encoder))

    def _vacancy(self, document: Document) -> Vacancy:
        somewhere = self._recipe.world.gazetteer.regencies[0].code
        return self._trade.read(
            Vacancy(
                id=VacancyId(uuid5(NAMESPACE, document.doc_id)),
                employer=NOBODY,
                title=document.title.strip() or document.doc_id,
                place=somewhere,
                required=Asks(education=_least(document.education)),
                description=f"{document.skills}\n{document.description}".strip(),
            )
        )

    def _snapshot(self, vacancies: Sequence[Vacancy], encoder: Encoder) -> Snapshot:
        texts = [self._composer.vacancy(vacancy) for vacancy in vacancies]
        titles = encoder.encode_passages([text.title for text in texts])
        bodies = encoder.encode_passages([text.whole for text in texts])
        dense, lexical = self._shelf.in_memory(unit_mean(titles, bodies), [text.terms for text in texts])
        table = VacancyTable.of(vacancies, self._recipe.world)
        rows = len(vacancies)
        return Snapshot(
            table,
            np.ones(rows, bool),
            np.zeros(rows, np.int32),
            dense,
            lexical,
            encoder.identity,
            "evaluation",
        )

    def _profile(self, query: Query, encoder: Encoder) -> Profile:
        certificate = Certificate(
            id=CertificateId(uuid5(NAMESPACE, query.qid)),
            kind=CertificateKind.COMPETENCE,
            title=query.title,
            verification=Verification.CONFIRMED_BY_ISSUER,
        )
        person = Candidate(
            id=CandidateId(uuid5(NAMESPACE, query.qid)),
            home=self._recipe.world.gazetteer.regencies[0].code,
            education=Education.SMA,
            gates=Gates(consented=True),
            certificates=(certificate,),
        )
        facets = self._composer.facets(person, ANY_DAY)
        return Profile(person, facets, encoder.encode_queries([facet.text for facet in facets]))


@dataclass(frozen=True)
class DocumentRanker:
    """Ranks documents for a query; `names` (n,) are their ids, in the order of the snapshot's rows."""

    names: tuple[str, ...]
    snapshot: Snapshot
    recipe: Recipe
    profile: Callable[[Query], Profile]

    def __call__(self, query: Query) -> list[tuple[str, float]]:
        """(document id, score) of at most RUN_ROWS documents, best first."""
        profile = self.profile(query)
        best = rank_vacancies(
            profile, self.snapshot, self.recipe, today=ANY_DAY, size=RUN_ROWS, with_rules=False
        ).best
        if best is None:
            return []
        return [(self.names[row], float(best.scored.scores[i])) for i, row in enumerate(best.rows)]

    def scored(self, query: Query) -> Scored | None:
        """Every document scored, in the order of `names`; None where the query says nothing that can be ranked."""
        rows = np.arange(len(self.names))
        return score_rows(self.profile(query), rows, self.snapshot, self.recipe, today=ANY_DAY)

    def with_weights(self, weights: Weights) -> "DocumentRanker":
        """The same under other weights."""
        return replace(self, recipe=replace(self.recipe, weights=weights))


def _least(education: str) -> Education:
    """The lowest schooling that a collection's own field names; where it says it in other words, the text decides."""
    try:
        return parse_education(education, several="lowest")
    except InvalidValue:
        return Education.NONE
