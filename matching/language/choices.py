"""Words → members of the closed vocabularies. The words are data: `enum_words.csv`, beside this file.

A word that stands under two members is ambiguous on purpose and is refused with both named.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from matching.errors import InvalidValue
from matching.language.problems import is_blank, plain, refusal, require_text

_E = TypeVar("_E", bound=Enum)
_SEPARATOR = re.compile(r"\s*(?:[,;|&+\n]|\bdan\b|\band\b|\batau\b|\bor\b)\s*")
_YES = frozenset(
    {
        "ya",
        "y",
        "yes",
        "1",
        "v",
        "✓",
        "✔",
        "true",
        "benar",
        "bersedia",
        "mau",
        "ada",
        "sudah",
        "iya",
        "setuju",
    }
)
_NO = frozenset({"tidak", "t", "no", "n", "0", "-", "false", "salah", "tdk", "tidak bersedia", "tidak mau",
                 "tidak ada", "belum", "tidak setuju", "bukan"})  # fmt: skip


class Sex(StrEnum):
    """Sex as a vacancy or a source system states it: stored where the law asks for it, never ranked on."""

    FEMALE = "female"
    MALE = "male"


def parse_choice(kind: type[_E], text: str, field: str) -> _E:
    """The member of a vocabulary that a word names: `PB`, `harian lepas`, `kontrak`, or the code itself.

    Raises:
        InvalidValue: an unknown word (the problem lists one word per member), or one that names several members.
    """
    words = _normal(require_text(field, text))
    members: tuple[_E, ...] | None = _known(kind).get(words)
    if members is None and "/" in words:
        named = {member for part in words.split("/") for member in _known(kind).get(part.strip(), (None,))}
        members = tuple(member for member in kind if member in named) if None not in named else None
    if not members:
        listed = ", ".join(_label(member) for member in kind)
        raise refusal(field, f"tidak dikenal; pilih: {listed}", f"unknown; choose: {listed}")
    if len(members) > 1:
        raise _several(members, field)
    return members[0]


def parse_choices(kind: type[_E], text: str, field: str) -> tuple[_E, ...]:
    """Members separated by commas, `;`, `&`, `+`, `dan`, `atau`, line breaks or `/`; in the vocabulary's order.

    Raises:
        InvalidValue: as `parse_choice`, for any of them. Blank is no member.
    """
    if is_blank(text):
        return ()
    found: set[_E] = set()
    for part in filter(None, _SEPARATOR.split(plain(text))):
        whole = _normal(part) in _known(kind)
        found |= {
            parse_choice(kind, piece, field)
            for piece in ([part] if whole else part.split("/"))
            if piece.strip()
        }
    return tuple(member for member in kind if member in found)


def parse_yes_no(text: str, field: str = "answer") -> bool:
    """`ya`, `y`, `1`, `v`, `ada`, `bersedia` … or `tidak`, `t`, `0`, `-` …; a blank cell is no answer.

    Raises:
        InvalidValue: neither; `x` too, which some write for yes and some for no.
    """
    words = plain(text)
    if words in _YES or words in _NO:
        return words in _YES
    raise refusal(field, "tulis ya atau tidak", "write ya (yes) or tidak (no)")


def parse_sex(text: str, header: str = "", field: str = "sex") -> Sex:
    """Read `Laki-laki`, `Perempuan`, `Pria`, `Wanita`, `L`, `W`; `P` only where the column's header tells which.

    In `L/P` P is perempuan, in `P/W` it is pria.

    Raises:
        InvalidValue: an unknown word, or a bare `P` without the legend in the header.
    """
    if require_text(field, text).strip(". ") != "p":
        return parse_choice(Sex, text, field)
    legend = plain(header)
    woman, man = (
        re.search(r"\bl\s*/\s*p\b|\bp\s*/\s*l\b", legend),
        re.search(r"\bp\s*/\s*w\b|\bw\s*/\s*p\b", legend),
    )
    if bool(woman) == bool(man):
        raise refusal(
            field,
            "P bisa berarti perempuan (L/P) atau pria (P/W); tulis lengkap, atau beri legenda di judul kolom",
            "P can be perempuan (L/P) or pria (P/W); write the word, or put the legend in the column's header",
        )
    return Sex.FEMALE if woman else Sex.MALE


def parse_sexes(text: str, field: str = "sex") -> frozenset[Sex]:
    """Whom a vacancy names: `Pria/Wanita`, `P/W`, `L/P`, `wanita`, `semua`; both where it does not matter.

    Raises:
        InvalidValue: an unknown word, or a bare `P`.
    """
    words = require_text(field, text)
    if re.fullmatch(r"[lpw]\s*/\s*[lpw]|semua|bebas|all|any|tidak dibatasi", words):
        return frozenset(Sex)
    return frozenset(
        parse_sex(part, field=field) for part in re.split(r"[/,&]|\bdan\b|\batau\b|\bor\b", words)
    )


def words_for(kind: type[_E]) -> Mapping[str, _E]:
    """Member by each word that names it alone, for finding them in running text."""
    return {word: members[0] for word, members in _known(kind).items() if len(members) == 1 and len(word) > 2}


@cache
def _known(kind: type[_E]) -> Mapping[str, tuple[_E, ...]]:
    """Members by every word that names them, the codes themselves included."""
    found: dict[str, set[_E]] = defaultdict(set)
    for vocabulary, name, word in _rows():
        if vocabulary == kind.__name__:
            found[_normal(word)].add(kind[name])
    for member in kind:
        found[_normal(member.name)].add(member)
        found[_normal(str(member.value))].add(member)
    return {word: tuple(member for member in kind if member in members) for word, members in found.items()}


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    """(vocabulary, member, word) of the table, in its order."""
    lines = files("matching.language").joinpath("enum_words.csv").read_text("utf-8").splitlines()
    return tuple(
        (row["vocabulary"], row["member"], word)
        for row in csv.DictReader(lines)
        for word in row["words"].split("|")
    )


def _label(member: Enum) -> str:
    """The first word of a member, as the table has it."""
    kind = type(member).__name__
    return next(
        (word for name, row, word in _rows() if (name, row) == (kind, member.name)), str(member.value)
    )


def _normal(words: str) -> str:
    words = re.sub(r"\b([a-z])\.\s?(?=[a-z]\b)", r"\1", plain(words))  # "P.B."
    words = re.sub(r"(?<=\w)[-_.](?=\w)|[.()]", " ", words)
    return re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", words)).strip()


def _several(members: tuple[Enum, ...], field: str) -> InvalidValue:
    listed = ", ".join(_label(member) for member in members)
    return refusal(field, f"bisa berarti {listed}; tulis salah satu", f"could be {listed}; write one of them")
