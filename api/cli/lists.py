"""Ranked lists for people to read in a terminal: reasons, gaps and flags in words."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.words import flag_words, gap_words, reason_words, score_words
from matching.explain import Match
from matching.geo import Gazetteer
from matching.messages import Tongue, words
from matching.model import Vacancy, VacancyId
from matching.usecases.answers import CandidatesFor, Shown, VacanciesFor

STRONGEST = 3


def show_vacancies(
    answer: VacanciesFor,
    gazetteer: Gazetteer,
    tongue: Tongue,
    console: Console,
    *,
    before: Mapping[VacancyId, int] | None = None,
) -> None:
    """One person's ranked vacancies, then what fell out and what would open; `before` are the ranks of another list to
    be told beside, one that supposes less."""
    _head(answer, tongue, console)
    table = Table(show_lines=True, expand=True)
    for title, ratio in (
        ("#", 1),
        (_say(tongue, "Lowongan", "Vacancy"), 9),
        (_say(tongue, "Alasan", "Reasons"), 10),
    ):
        table.add_column(title, ratio=ratio)
    table.add_column(_say(tongue, "Kesenjangan dan catatan", "Gaps and notes"), ratio=10)
    for match, vacancy, shown in zip(answer.matches, answer.vacancies, answer.shown, strict=True):
        table.add_row(
            str(match.rank),
            _vacancy(match, vacancy, gazetteer, tongue)
            .append_text(_placed(shown, tongue))
            .append_text(_since(match, before, tongue)),
            _reasons(match, tongue),
            _notes(match, tongue),
        )
    if answer.matches:
        console.print(table)
    _dropped(answer, tongue, console)


def show_candidates(answer: CandidatesFor, tongue: Tongue, console: Console) -> None:
    """People ranked for one vacancy, by opaque id."""
    console.print(Text(answer.vacancy.title, style="bold"))
    table = Table(show_lines=True, expand=True)
    for title in ("#", _say(tongue, "Kandidat", "Candidate"), _say(tongue, "Alasan", "Reasons")):
        table.add_column(title)
    table.add_column(_say(tongue, "Kesenjangan dan catatan", "Gaps and notes"))
    for match in answer.matches:
        table.add_row(
            str(match.rank),
            f"{match.candidate}\n{score_words(match, tongue)}",
            _reasons(match, tongue),
            _notes(match, tongue),
        )
    console.print(table)


def summary_table(tongue: Tongue) -> Table:
    """An empty table with a line for each person."""
    columns = (
        _say(tongue, "Kandidat", "Candidate"),
        _say(tongue, "Perkiraan bebas", "Release window"),
        _say(tongue, "Memenuhi aturan", "Pass the rules"),
        _say(tongue, "Lowongan teratas", "First vacancy"),
        _say(tongue, "Skor", "Score"),
    )
    return Table(*columns)


def add_summary(table: Table, answer: VacanciesFor, tongue: Tongue) -> None:
    """One person's line: window, how many pass the rules, and the first vacancy."""
    window = answer.candidate.window
    first = answer.matches[0] if answer.matches else None
    nothing = words("list.not_enough", tongue) if answer.not_enough else "–"
    table.add_row(
        str(answer.candidate.id),
        f"{window.earliest} – {window.latest}" if window else "–",
        f"{answer.eligible}",
        first.title if first else nothing,
        score_words(first, tongue) if first else "",
    )


def _head(answer: VacanciesFor, tongue: Tongue, console: Console) -> None:
    window = answer.candidate.window
    if window:
        when = f"{window.earliest} – {window.expected} – {window.latest}"
        console.print(_say(tongue, f"Perkiraan bebas: {when}", f"Release window: {when}"))
    counts = (answer.live, answer.eligible, len(answer.matches))
    console.print(
        _say(
            tongue,
            "{} lowongan, {} memenuhi aturan, {} ditampilkan".format(*counts),
            "{} vacancies, {} pass the rules, {} shown".format(*counts),
        )
    )
    if answer.not_enough:
        console.print(words("list.not_enough", tongue))


def _vacancy(match: Match, vacancy: Vacancy, gazetteer: Gazetteer, tongue: Tongue) -> Text:
    place = gazetteer.get(vacancy.place).name if vacancy.place else _say(tongue, "luar negeri", "abroad")
    distance = f", {match.distance_m / 1000:.0f} km" if match.distance_m is not None else ""
    text = Text(f"{match.title}\n", style="bold")
    text.append(f"{place}{distance}\n", style="not bold")
    text.append(score_words(match, tongue), style="not bold")
    return text


def _since(match: Match, before: Mapping[VacancyId, int] | None, tongue: Tongue) -> Text:
    """The rank in the other list, where there is one to be told beside."""
    if before is None:
        return Text()
    rank = before.get(match.vacancy)
    said = words("list.rank_before", tongue).format(rank) if rank else words("list.new", tongue)
    return Text(f"\n{said}", style="cyan not bold")


def _placed(shown: Shown, tongue: Tongue) -> Text:
    """How many stand behind a row, and that it was moved."""
    notes = []
    if shown.similar:
        notes.append(words("list.similar", tongue).format(len(shown.similar)))
    if shown.moved:
        notes.append(words("list.moved", tongue).format(shown.score_rank))
    return Text("".join(f"\n{note}" for note in notes), style="cyan not bold")


def _reasons(match: Match, tongue: Tongue) -> Text:
    strongest = sorted(match.contributions.items(), key=lambda item: -item[1])[:STRONGEST]
    lines = [f"{words(f'feature.{feature}', tongue)} +{value:.2f}" for feature, value in strongest]
    text = Text("\n".join(lines))
    for support in match.evidence:
        text.append(f"\n{support.label}", style="green")
        nearest = "" if support.terms else f" ({words('list.nearest', tongue)})"
        text.append(f"\n  ↔ “{support.line}”{nearest}", style="green")
    return text


def _notes(match: Match, tongue: Tongue) -> Text:
    gaps = Text("\n".join(f"− {gap_words(gap, tongue)}" for gap in match.gaps), style="red")
    notes = Text("\n".join(f"• {flag_words(note, tongue)}" for note in match.flags), style="yellow")
    return Text("\n").join([part for part in (gaps, notes) if part.plain])


def _dropped(answer: VacanciesFor, tongue: Tongue, console: Console) -> None:
    console.print(_say(tongue, "Tidak ditampilkan, menurut alasan:", "Not shown, by reason:"))
    for reason, count in sorted(answer.dropped.items(), key=lambda item: -item[1]):
        console.print(f"  {count:>7}  {reason_words(reason, tongue)}")
    if answer.weak:
        console.print(
            f"  {answer.weak:>7}  {_say(tongue, 'keterampilan kurang cocok', 'too little fit of skills')}"
        )
    _would_open(answer, tongue, console)


def _would_open(answer: VacanciesFor, tongue: Tongue, console: Console) -> None:
    rows: Iterable[str] = [
        f"  {miss.title}: {reason_words(miss.reason, tongue)} → #{miss.would_rank}"
        for miss in answer.would_open
    ]
    if answer.would_open:
        console.print(_say(tongue, "Terbuka jika satu hal berubah:", "Would open if one thing changed:"))
        console.print("\n".join(rows))


def _say(tongue: Tongue, indonesian: str, english: str) -> str:
    return indonesian if tongue is Tongue.INDONESIAN else english
