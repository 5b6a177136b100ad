"""Reference data and knowledge of the trade, from the files to what the use cases take."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import numpy as np

from api.reference_book import ReferenceBook, Row
from api.settings import Settings
from data import reference_files, trade_files
from embeddings.adapter import SHIPPED, Adapter, read_adapter, shipped_adapter
from matching.aliases import OccupationCatalogue
from matching.display import Display
from matching.geo import Gazetteer
from matching.intake.reading import Reading
from matching.job_functions import JobFunctions
from matching.language.places import PlaceParser, common_aliases
from matching.language.tokens import tokenise
from matching.lint.reading import Linter
from matching.pairing import Policy
from matching.profile import Composer
from matching.rarity import Rarity
from matching.reference import AppliesTo
from matching.release import WindowPolicy
from matching.scoring import Weights
from matching.search import Bars, Recipe
from matching.trade import Trade
from matching.world import FieldCodes, World


def trade() -> Trade:
    """Knowledge of the trade from the reference files."""
    units = reference_files.units()
    titles = {(unit.code, unit.decree_year): unit.title for unit in units}
    titles |= {(unit.code, None): unit.title for unit in units}
    return Trade(
        OccupationCatalogue(
            trade_files.occupations(),
            trade_files.scheme_aliases(),
            trade_files.generic_words(),
            tokenise,
        ),
        reference_files.fields_of_work(),
        reference_files.required_licences(),
        reference_files.legal_bars(),
        titles,
        functions=JobFunctions(trade_files.job_functions(), trade_files.job_function_agreement()),
        unit_groups=trade_files.unit_groups(),
        countries=reference_files.countries(),
    )


def adapter(settings: Settings) -> Adapter | None:
    """The adapter in force. Raises AdapterDamaged where its file cannot be read."""
    if settings.model_adapter == "none":
        return None
    shipped = settings.model_adapter == SHIPPED
    return read_adapter(shipped_adapter() if shipped else Path(settings.model_adapter))


def weights(settings: Settings) -> Weights:
    """Weights of the score, on the scale of cosines that the adapter in force has."""
    in_force = adapter(settings)
    if in_force is None:
        return Weights()
    return Weights(cosine_floor=in_force.cosine_floor, cosine_ceiling=in_force.cosine_ceiling)


def recipe(settings: Settings, knowledge: Trade) -> Recipe:
    """Reference data and settings that decide a list."""
    world = _world(knowledge, reference_files.gazetteer())
    codes = world.fields
    window = WindowPolicy(any_time_days=settings.any_time_days, max_wait_days=settings.max_wait_days)
    return Recipe(
        world=world,
        rarity=rarity(),
        policy=Policy(
            window=window,
            assimilation_radius_m=settings.assimilation_radius_m,
            transfer_lead_days=calendar_days(settings.transfer_lead_working_days),
        ),
        bars=Bars(
            codes.mask(knowledge.closed_fields(AppliesTo.EVERYONE)),
            codes.mask(knowledge.closed_fields(AppliesTo.UNDER_SUPERVISION)),
            knowledge.checks(),
        ),
        weights=weights(settings),
        pool=settings.retrieval_rows,
        display=Display(settings.group_similar, settings.employer_rows, settings.list_rows),
    )


def _world(knowledge: Trade, gazetteer: Gazetteer) -> World:
    codes = FieldCodes([field.code for field in knowledge.fields])
    wages = minimum_wages(gazetteer)
    return World(gazetteer, codes, knowledge.functions, wages, knowledge.licences_of_trade)


def rarity() -> Rarity:
    """Rarity of words over the titles of work in the reference data."""
    light = {token for word in trade_files.generic_words() for token in tokenise(word)}
    return Rarity((tokenise(title) for title in reference_files.work_titles()), light)


def calendar_days(working_days: int) -> int:
    """Calendar days that hold this many working days, weekends counted in."""
    return -(-working_days * 7 // 5)


def minimum_wages(gazetteer: Gazetteer) -> Mapping[int, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """The least that the law allows, by year: shape (regencies,), rupiah a month, NaN where unknown.

    A regency's own minimum, else its province's: a regency may set a higher one, never a lower (PP 36/2021 Art. 30).
    """
    by_year: dict[int, dict[str, int]] = {}
    for wage in reference_files.minimum_wages():
        by_year.setdefault(wage.year, {})[wage.place_code] = wage.monthly_idr
    return {
        year: np.array([known.get(r.code, known.get(r.province_code, np.nan)) for r in gazetteer.regencies])
        for year, known in by_year.items()
    }


def composer(knowledge: Trade) -> Composer:
    """Composer of facets and vacancy texts."""
    return Composer(tokenise, knowledge)


def reading(today: date, max_text_chars: int) -> Reading:
    """The reference data that cells are read against."""
    gazetteer = reference_files.gazetteer()
    wages = _minimum_wages()
    return Reading(
        gazetteer=gazetteer,
        places=places(gazetteer),
        fields=reference_files.fields_of_work(),
        today=today,
        kbji=frozenset(reference_files.kbji()),
        kbli=frozenset(reference_files.kbli()),
        minimum_wage=lambda place, year: wages.get((place, year)),
        max_text_chars=max_text_chars,
    )


def _minimum_wages() -> Mapping[tuple[str, int], int]:
    """By place and year: a regency's own minimum ("UMK") under its code, a province's, only a floor, under its own."""
    return {(wage.place_code, wage.year): wage.monthly_idr for wage in reference_files.minimum_wages()}


def places(gazetteer: Gazetteer) -> PlaceParser:
    """The reader of places, with what people call them."""
    return PlaceParser(gazetteer, {**common_aliases(), **reference_files.place_aliases()})


def linter(world: World | None = None) -> Linter:
    """The reader of what is wrong with advertisements; without a world, by the reference data alone."""
    knows = world or _world(trade(), reference_files.gazetteer())
    return Linter(knows, places(knows.gazetteer))


def linter_of(knowledge: Trade) -> Linter:
    """The same where knowledge of the trade is at hand, as it is for who reads files."""
    return linter(_world(knowledge, reference_files.gazetteer()))


def book(gazetteer: Gazetteer) -> ReferenceBook:
    """Reference data that people look up."""
    return ReferenceBook(
        reference_files.version(),
        reference_files.kbji(),
        reference_files.kbli(),
        _called(),
        _lists(gazetteer),
        reference_files.sources(),
        places(gazetteer),
    )


def _called() -> Mapping[str, Sequence[str]]:
    """What people call the trades of a KBJI code."""
    names: dict[str, list[str]] = {}
    for trade_of in trade_files.occupations():
        for code in trade_of.kbji:
            names.setdefault(code, []).extend((trade_of.name_id, trade_of.name_en, *trade_of.aliases))
    return names


def _lists(gazetteer: Gazetteer) -> Mapping[str, Sequence[Row]]:
    """The lists that are answered row by row, each row's code first; places with their names."""
    provinces = {province.code: province.name for province in reference_files.provinces()}
    places = provinces | {regency.code: regency.name for regency in gazetteer.regencies}
    return {
        "provinces": [asdict(one) for one in reference_files.provinces()],
        "schemes": [asdict(one) for one in reference_files.schemes()],
        "units": [asdict(one) for one in reference_files.units()],
        "construction_jobs": [asdict(one) for one in reference_files.construction_jobs()],
        "facilities": [
            {"name": one.name, **asdict(one), "province": provinces.get(one.province_code, "")}
            for one in reference_files.facilities()
        ],
        "minimum_wages": [
            {"place_code": one.place_code, "place": places.get(one.place_code, ""), **asdict(one)}
            for one in reference_files.minimum_wages()
        ],
    }
