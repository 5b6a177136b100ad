"""Knowledge of the trade, put together: what a title means, what it is called, what the law asks of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from matching.aliases import OccupationCatalogue
from matching.fields_of_work import fields_of_description, fields_of_title
from matching.job_functions import JobFunctions, best_code
from matching.licensing import legally_required, named_by_vacancy
from matching.model import Vacancy
from matching.profile import Occupations
from matching.reference import AppliesTo, FieldOfWork, LegalBar, LicenceRule, Strength, UnitGroup
from matching.remembered import Remembered
from matching.requirements.filling import filled
from matching.vocabulary import Licence

TITLES_REMEMBERED = 50_000
SECOND_CODE = 0.9
"""Share of the confidence that goes to the further unit groups of an occupation; the first is the one it is mainly."""


class Trade:
    """Reference data about work. Titles repeat by the thousand, so what they mean is remembered."""

    def __init__(
        self,
        catalogue: OccupationCatalogue,
        fields: Sequence[FieldOfWork],
        licence_rules: Sequence[LicenceRule],
        bars: Sequence[LegalBar],
        unit_titles: Mapping[tuple[str, int | None], str],
        *,
        functions: JobFunctions,
        unit_groups: Sequence[UnitGroup] = (),
        countries: Sequence[str] = (),
    ) -> None:
        self.countries = tuple(countries)
        self.fields, self.licence_rules, self.bars = tuple(fields), tuple(licence_rules), tuple(bars)
        self.catalogue, self._unit_titles, self.functions = catalogue, unit_titles, functions
        self._unit_groups = sorted(unit_groups, key=lambda group: -len(group.prefix))
        self._fields_of_title = Remembered(self._fields_by_title, TITLES_REMEMBERED)
        self._licences = Remembered(self._licences_by_law, TITLES_REMEMBERED)
        self._occupations = Remembered(self._understood, TITLES_REMEMBERED)
        self._aliases = Remembered(catalogue.aliases_for, TITLES_REMEMBERED)
        self._trained = Remembered(self._functions_trained, TITLES_REMEMBERED)

    def forget(self) -> None:
        """Remember no title any more; a title may have been on the certificate of somebody who is erased."""
        titles = (self._fields_of_title, self._licences, self._occupations, self._aliases, self._trained)
        for remembered in titles:
            remembered.cache_clear()

    def occupations(self, title: str) -> Occupations:
        """Occupations of a title, as KBJI unit groups with a confidence in [0, 1], best first."""
        return self._occupations(title)

    def aliases(self, title: str) -> tuple[str, ...]:
        """Other words for what a title names."""
        return self._aliases(title)

    def functions_named(self, title: str) -> int:
        """Bits of what somebody with this job title does in the trade."""
        return self.functions.of_vacancy(title, best_code(self.occupations(title)))

    def functions_trained(self, title: str) -> int:
        """Bits of what a certificate of this title trains for."""
        return self._trained(title)

    def _functions_trained(self, title: str) -> int:
        return self.functions.of_training(title, best_code(self.occupations(title)))

    def unit_title(self, code: str, decree_year: int | None) -> str | None:
        """Title of a unit of competency; by code alone only where no year is known."""
        return self._unit_titles.get((code, decree_year)) or self._unit_titles.get((code, None))

    def unit_trade(self, code: str) -> str | None:
        """A title that the catalogue knows for what a unit of competency is about, by the start of its code."""
        return next((group.title for group in self._unit_groups if code.startswith(group.prefix)), None)

    def licences_of_trade(self, title: str) -> frozenset[Licence]:
        """Licences without which nobody may do what a title names."""
        return self._licences(title, "")

    def fields_named(self, title: str) -> frozenset[str]:
        """Codes of the fields of work that a title names."""
        return self._fields_of_title(title, "")

    def read(self, vacancy: Vacancy) -> Vacancy:
        """The vacancy with what its title, occupation and text say: requirements where its own fields are silent,
        fields of work, licences by law, occupations.
        """
        vacancy = filled(vacancy)
        declared = frozenset(vacancy.fields)
        recognised = self._fields_of_title(vacancy.title, vacancy.occupation)
        described = fields_of_description(vacancy.description, self.fields, self.countries)
        understood = (
            ((vacancy.occupation[:4], 1.0),) if vacancy.occupation else self.occupations(vacancy.title)
        )
        return replace(
            vacancy,
            fields=declared | recognised | described,
            licences_by_law=self._licences(vacancy.title, vacancy.occupation)
            | named_by_vacancy(vacancy.title, vacancy.required.licences),
            understood=understood,
        )

    def closed_fields(self, applies_to: AppliesTo) -> frozenset[str]:
        """Fields of work that a hard bar closes to these people."""
        bars = (bar for bar in self.bars if bar.strength is Strength.HARD and bar.applies_to is applies_to)
        return frozenset().union(*(bar.fields for bar in bars))

    def checks(self) -> tuple[LegalBar, ...]:
        """Bars that close nothing and are shown to the case worker, whoever the person is."""
        return tuple(bar for bar in self.bars if bar.strength is Strength.FLAG)

    def _fields_by_title(self, title: str, occupation: str) -> frozenset[str]:
        return fields_of_title(title, occupation, self.fields, self.countries)

    def _licences_by_law(self, title: str, occupation: str) -> frozenset[Licence]:
        return legally_required(title, occupation, self.licence_rules)

    def _understood(self, title: str) -> Occupations:
        best: dict[str, float] = {}
        for answer in self.catalogue.understand(title):
            for position, code in enumerate(answer.occupation.kbji):
                confidence = answer.confidence * (SECOND_CODE if position else 1.0)
                best[code] = max(best.get(code, 0.0), round(confidence, 3))
        return tuple(sorted(best.items(), key=lambda item: (-item[1], item[0])))
