"""Must, nice to have, not needed: which cue of a clause governs a span in it.

A clause falls into segments at commas, semicolons and brackets. A cue governs what follows it in its segment
("diutamakan D3"); at the end of a segment it governs what stands before it ("SIM A lebih disukai"), back over a list
but not past the next demand; alone in a segment it governs the segment before ("SIM A (nilai plus)").
"""

import math
import re
from itertools import pairwise
from typing import TypeVar

from matching.requirements.clauses import Clause, Section
from matching.requirements.cues import MUST, NEEDLESS, NOT_NEEDED, PREFER
from matching.requirements.items import Item, Strength
from matching.requirements.negation import Denial, denial_of

_T = TypeVar("_T")
DOUBTFUL = 0.8  # at most this sure is a must under a denial whose scope is not clear: less than what may bar
_NOT_DENIED = r"(?<!tidak )(?<!tdk )(?<!tak )(?<!bukan )(?<!gak )(?<!not )"
_PREFER = re.compile(rf"\b{_NOT_DENIED}(?:{PREFER})(?!\w)")
_MUST = re.compile(rf"\b(?:{MUST})\b")
_NOT_NEEDED = re.compile(rf"\b(?:{NOT_NEEDED})\b")
_NEEDLESS = re.compile(NEEDLESS)
_EDGE = re.compile(r"[,;()\[\]]|\.\s|\s-\s|\b(?:namun|tetapi|tapi|sedangkan|but)\b")
_ASIDE = re.compile(r"\s*[(\[]\s*\w+(?: \w+)?\s*[)\]]")  # "bahasa Inggris (wajib)"
_UNLESS = re.compile(rf"(?:{NOT_NEEDED}) (?:jika|bila|apabila|kalau|asal\w*|selama|karena|if)\b")
_CLOSING = re.compile(r"[)\]]")
_FILLER = re.compile(
    r"\b(?:namun|tetapi|tapi|dan|akan|adalah|merupakan|menjadi|sangat|lebih|jika|ada|ini|itu|hal|it|is|this|that"
    r"|yang|meskipun|but|juga|jadi"
    r"|sebagai|ya|wajib|bagi|pelamar|kandidat|suatu|sebuah|be|will|would|are)\b"
)
_NEXT_DEMAND = re.compile(
    r"\b(?:dan|serta|and)\s+(?:memiliki|mempunyai|punya|(?:ber)?pengalaman|menguasai|mampu|bersedia|usia|berusia)\b"
)
_HEAD = re.compile(
    r"\b(?<!atau )(?:fresh|memiliki|mempunyai|punya|pendidikan|lulusan|jurusan|(?:ber)?pengalaman|experience|usia|umur"
    r"|memahami|paham|mengerti|mengetahui|terbiasa|bersedia|siap|pernah|berdomisili|familiar"
    r"|understand(?:ing)?|knowledge|sim|sio|minimal|min"
    r"|pria|wanita|laki|perempuan|sertifikat\w*|bahasa|mampu|dapat|bisa|menguasai|domisili|d[1-4]"
    r"|s-?[123]|sm[ak]|skck)\b"
)


def item_at(
    clause: Clause, value: _T, start: int, end: int, sure: float, *, strength: Strength | None = None
) -> Item[_T]:
    """What was read at `start` to `end` of a clause's words, as an item of the text; `strength` None: by its cues.

    A must under a denial whose scope is not clear is at most `DOUBTFUL`.
    """
    asked = strength_at(clause, start, end) if strength is None else strength
    if strength is None and asked is Strength.REQUIRED:
        sure = surely(clause, start, end, sure)
    return Item(value, asked, clause.start + start, clause.start + end, sure, clause.form)


def surely(clause: Clause, start: int, end: int, sure: float) -> float:
    """How surely something is a must that would be as sure as `sure` if nothing were denied in its clause."""
    unclear = denial_of(clause, start, end) in (Denial.DOUBT, Denial.LAPSED)
    return min(sure, DOUBTFUL) if unclear else sure


def strength_at(clause: Clause, start: int, end: int) -> Strength:
    """How much the clause asks for what stands at `start` to `end` of its words."""
    denial = denial_of(clause, start, end)
    if denial is Denial.EXCLUDED:
        return Strength.NOT_NEEDED
    spared = denial is not Denial.LAPSED and _governs(_NOT_NEEDED, clause.words, start, end)
    if denial is Denial.NEED or spared:
        both = _governs(_PREFER, clause.words, start, end)
        return Strength.PREFERRED if both else Strength.NOT_NEEDED
    wished = _governs(_PREFER, clause.words, start, end)
    if (wished or clause.tells(Section.PREFERRED)) and not _insists(clause.words, start, end):
        return Strength.PREFERRED
    return Strength.REQUIRED


def is_mixed(words: str, start: int, end: int) -> bool:
    """Whether a list has a word for a must before it and one for a wish, or for no need, right after it."""
    first, last = _around(words, start, end)
    after = _PREFER.search(words, end, last) or _NOT_NEEDED.search(words, end, last)
    return after is not None and bool(_musts(words, first, start))


def _insists(words: str, start: int, end: int) -> bool:
    """Whether a word for a must stands nearer in the segment, or alone in brackets after it, than one for a wish."""
    first, last = _around(words, start, end)
    beside = _ASIDE.match(words, last)
    if beside and _MUST.search(beside[0]):
        last = beside.end()
    wishes = list(_PREFER.finditer(words, first, last))
    return _nearest(_musts(words, first, last), start, end) < _nearest(wishes, start, end)


def _around(words: str, start: int, end: int) -> tuple[int, int]:
    """(start, end) of the segments in which a span begins and ends."""
    segments = _segments(words)
    first = next((first for first, last in segments if start < last), 0)
    return first, next((last for _, last in segments if end <= last), len(words))


def _musts(words: str, first: int, last: int) -> list[re.Match[str]]:
    """Words for a must between two places, those denied left out."""
    denied = [match.span() for match in _NOT_NEEDED.finditer(words, first, last)]
    return [
        match
        for match in _MUST.finditer(words, first, last)
        if not any(begin <= match.start() < stop for begin, stop in denied)
    ]


def _nearest(cues: list[re.Match[str]], start: int, end: int) -> float:
    """Characters between a span and the nearest of the cues; infinite where there is none."""
    return min((max(start - cue.end(), cue.start() - end, 0) for cue in cues), default=math.inf)


def _governs(cue: re.Pattern[str], words: str, start: int, end: int) -> bool:
    if not cue.search(words):
        return False
    segments = _segments(words)
    own = next((i for i, (_, last) in enumerate(segments) if start < last), len(segments) - 1)
    first, last = segments[own]
    if own and segments[0][0] == words.find("[") + 1 and _alone(cue, words[slice(*segments[0])]):
        return True  # "[opsional] SIM C"
    last = max(last, end)
    if cue.search(words, first, start):
        return True
    if _NEXT_DEMAND.search(words, end, last):
        return False  # "lulusan S1 dan memiliki pengalaman lebih diutamakan": the wish is for the experience
    return _closes(cue, words, end, last) or _reaches_back(cue, words, end, segments[own + 1 :])


def _reaches_back(cue: re.Pattern[str], words: str, end: int, later: list[tuple[int, int]]) -> bool:
    """Whether a cue in a later segment still governs: alone, or at the end of what reads on as one list.

    What stands in brackets is a remark: a cue in it governs what is before only if the remark is nothing else.
    """
    for first, last in later:
        aside = _aside(words, end, first)
        refused = cue is _NOT_NEEDED and aside is not None and _UNLESS.match(words, *aside)
        if aside and not refused and not _alone(cue, words[slice(*aside)]):
            continue
        if _alone(cue, words[first:last]):
            return True
        if cue is _NOT_NEEDED and _NEEDLESS.match(words, first, last):
            return True
        if _HEAD.search(words, first, last):
            return False
        if _closes(cue, words, first, last):
            return True
    return False


def _aside(words: str, end: int, first: int) -> tuple[int, int] | None:
    """(start, end) of the brackets after `end` in which `first` stands; None outside of any."""
    opened = max(words.rfind("(", end, first), words.rfind("[", end, first))
    if opened < 0 or _CLOSING.search(words, opened, first):
        return None
    closed = _CLOSING.search(words, first)
    return opened + 1, closed.start() if closed else len(words)


def _closes(cue: re.Pattern[str], words: str, first: int, last: int) -> bool:
    """Whether the words from `first` to `last` end in a cue."""
    found = list(cue.finditer(words, first, last))
    rest = _FILLER.sub("", words[found[-1].end() : last]).strip(" .!:*/\"'\\-+") if found else ""
    return bool(found) and (
        not rest or re.match(r"khusus|terutama|karena|memiliki$|apabila|jika", rest) is not None
    )


def _alone(cue: re.Pattern[str], segment: str) -> bool:
    if not cue.search(segment):
        return False
    rest = _FILLER.sub("", _PREFER.sub("", _NOT_NEEDED.sub("", segment)))
    return not re.search(r"\w", rest)


def _segments(words: str) -> list[tuple[int, int]]:
    """(start, end) of the segments, their dividing marks left out."""
    edges = [0]
    for match in _EDGE.finditer(words):
        edges += [match.start(), match.end()]
    edges.append(len(words))
    pairs = list(pairwise(edges))[::2]
    return [
        (first + _blanks(words[first:last]), last) for first, last in pairs if words[first:last].strip()
    ] or [(0, len(words))]


def _blanks(piece: str) -> int:
    return len(piece) - len(piece.lstrip())
