"""Composes the text of a sample vacancy from the lines of its trade, in one of four manners of writing."""

import re
from functools import cache

from data.sample.catalogue import Trade, toml
from data.sample.dice import Dice, Weighted

_MANNERS = Weighted([("formal", 38.0), ("list", 30.0), ("chat", 18.0), ("mixed", 14.0)])
_BULLETS = ("- ", "• ", "* ", "✅ ", "")
_MISSPELT = 0.25  # share of texts with another spelling


def compose(
    dice: Dice,
    trade: Trade,
    title: str,
    *,
    firm: str,
    place: str,
    sector: str,
    wants: tuple[str, ...],
    offers: tuple[str, ...],
) -> str:
    """A description: opening, tasks, requirements (the trade's and `wants`), offers, closing."""
    manner = dice.weighted(_MANNERS)
    phrases = toml("phrases.toml")[manner]
    extras = toml("phrases.toml")["extras"]
    names = {"firm": firm, "place": place, "title": title, "sector": sector}
    tasks = dice.some(trade.tasks, dice.number(3, 6))
    asked = [*dice.some(trade.wants, dice.number(1, 3)), *wants]
    asked += [line.format(**names) for line in dice.some(extras["attitude"].splitlines(), dice.number(0, 2))]
    offered = [*offers, *dice.some(extras["lines"].splitlines(), dice.number(0, 3))]
    closing = _one(dice, phrases["closing"]) if dice.chance(0.6) else ""
    blocks = [
        _one(dice, phrases["opening"]).format(**names),
        _block(dice, _one(dice, phrases["tasks"]), tasks),
        _block(dice, _one(dice, phrases["wants"]), asked),
        _block(dice, _one(dice, phrases["offers"]), offered) if offered else "",
        closing,
    ]
    return _respelt(dice, manner, "\n".join(block for block in blocks if block))


def _one(dice: Dice, lines: str) -> str:
    return dice.pick(lines.splitlines())


def _block(dice: Dice, heading: str, lines: list[str]) -> str:
    bullet = dice.pick(_BULLETS)
    if bullet:
        return "\n".join([heading, *(bullet + line for line in lines)])
    return f"{heading} {', '.join(lines)}."


def _respelt(dice: Dice, manner: str, text: str) -> str:
    if manner == "chat":
        text = _replaced(text.lower() if dice.chance(0.5) else text, "short")
    return _replaced(text, "variants") if dice.chance(_MISSPELT) else text


def _replaced(text: str, table: str) -> str:
    words = toml("phrases.toml")[table]
    return _pattern(table).sub(lambda match: str(words[match.group()]), text)


@cache
def _pattern(table: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(toml('phrases.toml')[table])})\b")


_DECORATIONS = (
    "{title} {place}",
    "{title} - {place}",
    "{title} (URGENT)",
    "Dibutuhkan {title}",
    "Loker {title}",
)


def decorated(dice: Dice, title: str, place: str) -> str:
    """A title as advertisers dress it up; most leave it as it is."""
    if dice.chance(0.72):
        return title.upper() if dice.chance(0.08) else title
    return dice.pick(_DECORATIONS).format(title=title, place=place)
