"""What a list may lack because it is not embedded yet: told on stderr, lest silence be taken for absence."""

from rich.console import Console

from api.program import Program


async def pending_vacancies(program: Program, console: Console) -> int:
    """How many vacancies a list may lack; a warning when there are any."""
    vacancies, _ = await program.index.count_unembedded(model=program.matcher.model)
    _warn(vacancies, "lowongan", "vacancies", console)
    return vacancies


async def pending_candidates(program: Program, console: Console) -> int:
    """How many people with an open gate a list may lack; a warning when there are any."""
    _, candidates = await program.index.count_unembedded(model=program.matcher.model)
    _warn(candidates, "orang", "people", console)
    return candidates


def _warn(count: int, indonesian: str, english: str, console: Console) -> None:
    if count:
        console.print(
            f"{count} {indonesian} belum diindeks, daftar mungkin belum memuatnya: `jembatan reindex` / "
            f"{count} {english} not indexed yet, the list may lack them",
            style="yellow",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
