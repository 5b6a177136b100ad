"""Languages that a clause asks for."""

import re
from collections.abc import Iterator

from matching.language.choices import words_for
from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import Item
from matching.requirements.strength import item_at
from matching.vocabulary import Language

_LANGUAGES = re.compile(
    r"(?<!\w)(?:(?:ber)?bahasa |b\. ?)?(?P<name>{})(?!\w)".format(
        "|".join(map(re.escape, words_for(Language)))
    )
)
_SPOKEN = re.compile(
    r"bahasa|berbahasa|\b(?:english|fluent|speak|spoken|language|lisan|conversational|communicat\w+"
    r"|aktif|pasif|proficien\w+|fasih|mandarin)\b"
)
_TAUGHT = re.compile(
    r"\b(?:guru|mengajar|mengajarkan|pengajar|kursus|translator|penerjemah|sastra|jurusan|les|tutor"
    r"|pelajaran|menerjemahkan|restoran|restaurant"
    r"|dari|lulusan|instruktur|teacher|teaching|translate|perusahaan|instructor|course|ke|interpreter"
    r"|pendidikan|pembelajaran|kelas)\b[^,;.]{0,30}$"
)


@only_where(
    "bahasa|english|fluent|speak|spoken|language|lisan|conversational|communicat|aktif|pasif|proficien|fasih|mandarin"
)
def languages(clause: Clause) -> Iterator[Item[Language]]:
    """Languages that people are asked to speak, not those that they teach or translate."""
    if clause.tells(Section.BENEFITS, Section.ELSEWHERE, Section.DUTIES, Section.TITLE) or not _SPOKEN.search(
        clause.words
    ):
        return
    for match in _LANGUAGES.finditer(clause.words):
        language = words_for(Language)[match["name"]]
        if language is not Language.INDONESIAN and _is_spoken(clause.words, match):
            yield item_at(clause, language, match.start(), match.end(), 0.85)


def _is_spoken(words: str, match: re.Match[str]) -> bool:
    """Whether a language is one to speak or to work in: not a subject, a cuisine or a province."""
    if re.match(r" (?:barat|tengah|timur)\b", words[match.end() :]):
        return False
    in_it = re.search(r"\b(?:dalam|using|menggunakan) $", words[: match.start()])
    return in_it is not None or not _TAUGHT.search(words[: match.start()])
