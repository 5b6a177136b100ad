"""Knowledge of the trade as it ships with the program, read into values of the core (docs/trade-knowledge.md)."""

from functools import cache

from data.reference_csv import cells, rows
from matching.reference import FunctionAgreement, JobFunction, Occupation, SchemeAlias, UnitGroup


@cache
def occupations() -> tuple[Occupation, ...]:
    """Trades and the words for them."""
    return tuple(
        Occupation(
            key=row["key"],
            name_id=row["name_id"],
            name_en=row["name_en"],
            kbji=tuple(row["kbji"].split()),
            aliases=cells(row["aliases"]),
            contexts=cells(row["contexts"]),
            not_with=cells(row["not_with"]),
            source=row["source"],
            hints=cells(row["hints"]),
        )
        for row in rows("occupations.csv")
    )


@cache
def scheme_aliases() -> tuple[SchemeAlias, ...]:
    """What each scheme, programme, construction job and standard trains for."""
    return tuple(
        SchemeAlias(row["title"], row["occupation"], cells(row["aliases"]), row["source"], float(row["fit"]))
        for row in rows("scheme_aliases.csv")
    )


@cache
def unit_groups() -> tuple[UnitGroup, ...]:
    """What units of competency are about, by the start of their code."""
    return tuple(UnitGroup(row["prefix"], row["title"], row["source"]) for row in rows("unit_groups.csv"))


@cache
def job_functions() -> tuple[JobFunction, ...]:
    """What somebody does in a trade; the first is the work itself."""
    return tuple(
        JobFunction(row["function"], cells(row["words"]), cells(row["kbji_prefixes"]))
        for row in rows("job_functions.csv")
    )


@cache
def job_function_agreement() -> tuple[FunctionAgreement, ...]:
    """How far work in one function is open to whoever is trained for another."""
    return tuple(
        FunctionAgreement(row["one"], row["other"], float(row["agreement"]))
        for row in rows("job_function_agreement.csv")
    )


@cache
def generic_words() -> frozenset[str]:
    """Words of titles that name no trade by themselves."""
    return frozenset(row["word"] for row in rows("generic_words.csv"))
