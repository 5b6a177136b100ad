"""Codes of SKKNI units of competency in their three eras, with the errors that scanners and keyboards make."""

import re
from enum import StrEnum
from functools import lru_cache

from matching.language.problems import refusal, require_text
from matching.model.certificate import UnitCode


class CodeEra(StrEnum):
    """Which rule shaped a unit code."""

    BEFORE_2012 = "before_2012"  # OTO.SM01.001.01
    FROM_2012 = "from_2012"  # X.000000.000.00, Permenakertrans 8/2012
    FROM_2016 = "from_2016"  # C.24LAS01.001.1, Permenaker 3/2016


_SHAPES = {  # K: KBLI category A-V, L: letter, D: digit
    CodeEra.FROM_2016: ("K.DDLLLDD.DDD.D", "K.DDLLLDD.DDD.DD"),
    CodeEra.FROM_2012: ("K.DDDDDD.DDD.DD",),
    CodeEra.BEFORE_2012: ("LLL.LLDD.DDD.DD",),
}
_TO_DIGIT = {"O": "0", "Q": "0", "I": "1", "L": "1", "|": "1"}
_TO_LETTER = {"0": "O", "1": "I", "|": "I"}
_CATEGORIES = frozenset("ABCDEFGHIJKLMNOPQRSTUV")
_YEAR = re.compile(r"(?:\s+|\s*\(\s*)(?:(?:tahun|thn|th)\.?\s*)?((?:19|20)\d{2})\s*\)?$")


def code_era(code: str) -> CodeEra | None:
    """The era of a code in its correct spelling; None where no era's shape fits as it stands."""
    return next((era for _, reading, era in _readings(code) if reading == code), None)


def parse_unit_code(text: str, field: str = "unit_code") -> UnitCode:
    """Read `C.24LAS01.001.1`, `OTO.SM01.001.01`, `C24LAS0l,OO1.1`, `C.24LAS01.001.1 (2018)`.

    A year beside the code is the decree's: one code has carried several titles.
    Dots, spaces and the confusions O/0 and I/l/1 are put right where the shape leaves one reading.

    Raises:
        InvalidValue: no era's shape fits, or two readings need equally many corrections.
    """
    words = require_text(field, text)
    year = _YEAR.search(words)
    if year is not None:
        words = words[: year.start()]
    readings = _readings(re.sub(r"[\s\-_:'`]", "", words).replace(",", ".").upper())
    if not readings:
        raise refusal(
            field,
            "bukan kode unit SKKNI; contoh: C.24LAS01.001.1, OTO.SM01.001.01",
            "not an SKKNI unit code; for example: C.24LAS01.001.1, OTO.SM01.001.01",
        )
    fewest = [reading for reading in readings if reading[0] == readings[0][0]]
    if len(fewest) > 1:
        codes = " / ".join(code for _, code, _ in fewest)
        raise refusal(
            field,
            f"bisa dibaca sebagai {codes}; tulis dengan titik",
            f"could be {codes}; write it with its dots",
        )
    return UnitCode(fewest[0][1], int(year.group(1)) if year else None)


def parse_unit_codes(text: str, field: str = "unit_codes") -> tuple[UnitCode, ...]:
    """Unit codes separated by `;`, `|`, line breaks or a comma and a blank; each once, in their order."""
    parts = re.split(r"[;|\n\r]+|,\s+(?=[A-Za-z01]{1,3}[.,\s]?\s?[A-Za-z0-9]{2})", text)
    return tuple(dict.fromkeys(parse_unit_code(part, field) for part in parts if part.strip()))


@lru_cache(maxsize=20_000)
def _readings(code: str) -> tuple[tuple[tuple[bool, int], str, CodeEra], ...]:
    """((dots stand elsewhere, corrections), code, era) of every shape that the characters fit, the best first."""
    widths = [len(group) for group in code.split(".")]
    found = []
    for era, shape in ((era, shape) for era, shapes in _SHAPES.items() for shape in shapes):
        fitted = _fit(code.replace(".", ""), shape)
        if fitted is not None:
            moved = widths != [len(group) for group in shape.split(".")]
            found.append(((moved, fitted[0]), fitted[1], era))
    return tuple(sorted(found))


def _fit(compact: str, shape: str) -> tuple[int, str] | None:
    slots = shape.replace(".", "")
    if len(slots) != len(compact):
        return None
    read = [_character(slot, character) for slot, character in zip(slots, compact, strict=True)]
    if None in read:
        return None
    corrections = sum(new != old for new, old in zip(read, compact, strict=True))
    characters = iter(read)
    return corrections, "".join(slot if slot == "." else str(next(characters)) for slot in shape)


def _character(slot: str, character: str) -> str | None:
    if slot == "D":
        digit = _TO_DIGIT.get(character, character)
        return digit if digit in "0123456789" else None
    letter = _TO_LETTER.get(character, character)
    allowed = _CATEGORIES if slot == "K" else frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return letter if letter in allowed else None
