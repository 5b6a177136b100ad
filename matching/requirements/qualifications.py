"""Certificates and languages that a clause asks for."""

import re
from collections.abc import Iterator

from matching.language.choices import words_for
from matching.requirements.clauses import Clause, Section
from matching.requirements.cues import NOT_NEEDED, PREFER
from matching.requirements.hints import only_where
from matching.requirements.items import Item
from matching.requirements.strength import item_at
from matching.vocabulary import Language

_NAMED = re.compile(
    r"(?<!\w)(?P<known>brevet(?: pajak)?(?: [a-c](?!\w)(?:\s*(?:[&/,]|dan)\s*[a-c](?!\w))*)?"
    r"|gada (?:pratama|madya|utama)|(?:ahli )?k3 umum|ak3 umum"
    r"|ahli k3 \w+|str(?!\w)(?! belum)|sk[kta]/sk[kta]|skk(?: konstruksi)?|toefl|toeic|ielts"
    r"|jlpt(?: \w{0,8}n[1-5])?|hsk(?: ?\d)?|btcls|acls|ccna)(?!\w)"
    rf"|(?:sertifika(?:t|si)|certifica(?:te|tion)s?|certified)(?: (?:resmi|keahlian|kompetensi"
    rf"|pelatihan|profesi|in|of|pendidikan))*"
    rf"\s*[:\-]?\s*(?P<named>(?!(?:{PREFER}|{NOT_NEEDED}|tanpa|yang|dan|akan|atau|vaksin|internal|magang"
    rf"|internship|resmi|tambahan|memiliki|lulus|lainnya|terkait|yg|untuk"
    rf"|pendukung)\b)[^\W_][\w/&+ ]{{1,50}}?)"
    rf"(?=\s+(?:{PREFER}|{NOT_NEEDED}|tanpa|dan|yang|atau|akan|dari|minimal|aktif|yg|is|will|menjadi)\b|\s*[,;().:\-]|$)"
)
_GIVEN = re.compile(
    r"\b(?:mendapat(?:kan)?|memberikan|diberikan|receive|get|dapat|berbagai|setelah|mengurus|produk"
    r"|telah mendapat|vaksin|internship)\W+(?:\w+\W+)?$"
)
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


@only_where(r"sertifika|certif|k3|brevet|gada |str(?!\w)|sk[kta]/|skk|toe|ielts|jlpt|hsk|btcls|acls|ccna")
def certificates(clause: Clause) -> Iterator[Item[str]]:
    """Certificates by name, in lower case as written; `sertifikat` alone names none."""
    if clause.tells(Section.BENEFITS, Section.ELSEWHERE, Section.DUTIES):
        return
    for match in _NAMED.finditer(clause.words):
        name = match["known"] or match["named"]
        if not _GIVEN.search(clause.words[: match.start()]) and "vaksin" not in name:
            yield item_at(clause, " ".join(name.split()), match.start(), match.end(), 0.85)


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
