"""Driving licences (SIM) and operator licences (SIO), one or a list of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matching.errors import InvalidValue
from matching.language.problems import is_blank, plain, refusal
from matching.vocabulary import Licence

_NONE = frozenset({"tidak ada", "tidak punya", "belum ada", "belum punya", "tdk ada", "none", "no"})
_SEPARATOR = re.compile(r"\s*(?:[,;/&+\n|]|\bdan\b|\band\b|\batau\b|\bor\b|\bserta\b)\s*")
_LEAD = re.compile(r"^(?:wajib|harus|minimal|min\.?|memiliki|mempunyai|punya|pemegang|lisensi|sertifikat)\s+")
_SIM = re.compile(
    r"(?:(sim)\.?\s*)?(a|b[ -]?(?:2|ii)|b[ -]?(?:1|i)|b|c[ -]?(?:1|2|i{1,2})?|d[ -]?(?:1|i)?)(?:[ .-]*(u|umum))?"
)
_CLASS = re.compile(r"\s*\(?\b(?:kelas|klas|class|kls)\s*(1|i|2|ii)\)?$")
_NO_MACHINE = (  # words beside "crane" that are none of its kinds
    r"(?!(?:bukan|tidak|tdk|tak|tanpa|belum|no|not|dan|atau|or|and|yang|wajib|harus|diutamakan|lebih|nilai|aktif"
    r"|menjadi|adalah|merupakan|is|are|will|would|masih|minimal|untuk|jika|bila|kalau|boleh|jangan|dengan|memiliki"
    r"|punya|sio|operator)\b)"
)
_SIO = {
    r"forklift|fork lift|forklif|reach truck": Licence.SIO_FORKLIFT,
    rf"(?:{_NO_MACHINE}\w+ )?crane(?: {_NO_MACHINE}\w+)?|derek|keran angkat|hmc|rtgc?": Licence.SIO_CRANE,
    r"boiler|ketel uap|ketel|pesawat uap": Licence.SIO_BOILER,
    r"welder|juru las|las|welding": Licence.SIO_WELDER,
    r"excavator|ekskavator|eksavator|exca|wheel excavator": Licence.SIO_EXCAVATOR,
    r"(?:wheel |backhoe )?loader": Licence.SIO_LOADER,
    r"genset|generator|motor diesel|generator set": Licence.SIO_GENSET,
    r"bulldozer|buldoser|dozer|(?:motor )?grader": Licence.SIO_ALAT_BERAT,
    r"gondola": Licence.SIO_GONDOLA,
    r"lift|elevator|teknisi lift|lift dan eskalator": Licence.SIO_LIFT,
    r"(?:ahli |teknisi )?a?k3 listrik|listrik k3|electrician": Licence.K3_ELECTRICIAN,
    r"(?:k3 )?(?:teknik )?(?:scaffolding|scaffolder|perancah)": Licence.K3_SCAFFOLDING,
}
OPERATORS = frozenset(_SIO.values()) | {Licence.SIO_FORKLIFT_1}
# Those have an SIO that is no `Licence`.
OTHER_TRADES = r"(?:rigger|rigging|juru ikat|signalman|tkbt|towing|mekanik|mechanic)"
_MACHINES = {kind: re.compile(rf"\b(?:{kind})\b") for kind in _SIO}


def parse_licences(text: str, field: str = "licences") -> frozenset[Licence]:
    """Read `SIM A, SIM B1 Umum`, `SIM A/C`, `SIO forklift kelas 1`; blank or `tidak ada` is the empty set.

    A forklift licence without its class is class II, the smaller one.

    Raises:
        InvalidValue: an unknown licence, a SIM without its class, or `Umum` that could belong to two classes.
    """
    if is_blank(text) or plain(text) in _NONE:
        return frozenset()
    found: set[Licence] = set()
    previous: Licence | None = None
    for part in filter(None, _SEPARATOR.split(plain(text))):
        bare = _LEAD.sub("", part)
        licence = _driving(bare, previous, field) or _operator(bare)
        if licence is None:
            raise _unknown(field)
        found.add(licence)
        previous = licence
    return frozenset(found)


def _driving(part: str, previous: Licence | None, field: str) -> Licence | None:
    if part == "sim":
        raise refusal(field, "SIM apa? A, B1, B2, C, atau D", "which SIM? A, B1, B2, C or D")
    match = _SIM.fullmatch(part)
    if match is None:
        return None
    named, letters, public = match.groups()
    letters = letters.replace(" ", "").replace("-", "").upper().replace("II", "2").replace("I", "1")
    if letters == "B":
        raise refusal(field, "SIM B1 atau SIM B2?", "SIM B1 or SIM B2?")
    if letters[0] in "CD":
        return None if public else Licence[f"SIM_{letters[0]}"]
    if public and not named and previous in (Licence.SIM_A, Licence.SIM_B1, Licence.SIM_B2):
        raise refusal(
            field,
            "'Umum' berlaku untuk yang mana? tulis lengkap, contoh: SIM A, SIM B1 Umum",
            "which class does 'Umum' belong to? write it out, for example: SIM A, SIM B1 Umum",
        )
    return Licence[f"SIM_{letters}_UMUM" if public else f"SIM_{letters}"]


def _operator(part: str) -> Licence | None:
    name = re.sub(r"^(?:sio|sim|surat izin operator|operator)\s+", "", part)
    name = re.sub(r"^operator\s+", "", name)
    grade = _CLASS.search(name)
    name = _CLASS.sub("", name).strip()
    for pattern, licence in _SIO.items():
        if re.fullmatch(pattern, name):
            first_class = grade is not None and grade.group(1) in ("1", "i")
            return Licence.SIO_FORKLIFT_1 if first_class and licence is Licence.SIO_FORKLIFT else licence
    return None


def _unknown(field: str) -> InvalidValue:
    return refusal(
        field,
        "izin tidak dikenal; contoh: SIM A, SIM B1 Umum, SIM C, SIO forklift kelas 1, SIO crane, K3 listrik",
        "unknown licence; for example: SIM A, SIM B1 Umum, SIM C, SIO forklift kelas 1, SIO crane, K3 listrik",
    )


_BOTH_B = r"b\s*-?\(?(?:1|i)\s?(?:/|&|,|dan|atau)\s?(?:2|ii)\)?"  # "B (I atau II)", "B1/2"
_GRADE = rf"(?:a|{_BOTH_B}|b\s*-?(?:1|2|ii|i)|b|c|d)(?!\w)(?:[\s.-]*umum\b)?"
_BETWEEN = (
    r"\s*(?:[,/&+]\s*(?:\b(?:dan|atau|and|or)\b)?|\b(?:dan|atau|and|or|serta)\b|\bdan/atau\b|\band/or\b)\s*"
)
_WORDS_BETWEEN = r"\b(?:sim|dan|atau|and|or|serta)\b"
_NAMED_SIM = re.compile(
    rf"\b(?:sim|driving licen[cs]e)\b[ .:)]*(?:aktif |active )?(?:\((?:surat i[jz]in mengemudi"
    rf"|driving licen[cs]e)\)\s*)?(?:(?:golongan|gol|tipe|type|kelas)\b[. ]*)?"
    rf"\(?(?P<grades>{_GRADE}(?:{_BETWEEN}(?:sim[ .:]*)?{_GRADE})*)|\bsim (?:minimal )?(?P<vehicle>motor|mobil)\b"
)
_NAMED_SIO = re.compile(
    r"\b(?:sio|lisensi(?: k3)?|sertifikat (?:k3|operator)"
    r"|surat i[jz]in operator)\b[ .:-]*(?:\([^()]{1,40}\)\s*)?(?:(?:operator|alat|operasional"
    r"|teknisi|untuk|unit|jenis|mengoperasikan|kelas)\s+)*"
    rf"(?P<kind>{'|'.join(_SIO)})\b(?P<grade>\s*\(?(?:kelas|klas|class|kls) (?:1|i|2|ii)\b)?"
    r"|\b(?P<k3>(?:ahli |teknisi )?a?k3 listrik|k3 (?:teknik )?(?:scaffolding|scaffolder|perancah))\b"
)
_BY_MINISTRY = re.compile(  # an operator's licence under another name
    rf"\bsertifika(?:t|si)\s+(?P<kind>{'|'.join(_SIO)})\b[^,.;()]{{0,30}}?\b(?:kemenaker|kemnaker|depnaker"
    rf"|disnaker)\b"
)
_VEHICLES = {"motor": Licence.SIM_C, "mobil": Licence.SIM_A}


@dataclass(frozen=True, slots=True)
class NamedLicences:
    """Licences named in one breath and where: all of them, or any one of them (`SIM A / SIM C`)."""

    licences: frozenset[Licence]
    start: int
    end: int
    any_of: bool = False


def one_by_one(named: NamedLicences, words: str) -> Iterator[NamedLicences]:
    """The driving licences of a list of which all are asked, each where it stands in the words."""
    listed = re.sub(_WORDS_BETWEEN, lambda match: "/" * len(match[0]), words[named.start : named.end])
    before = False
    for match in re.finditer(_GRADE, listed):
        start = named.start + match.start() if before else named.start
        yield NamedLicences(_grades(match.group()), start, named.start + match.end())
        before = True


def find_licences(words: str) -> Iterator[NamedLicences]:
    """Licences in running text that is in lower case; a SIM without its class is none. `SIM B` is the lesser, B1."""
    for match in _NAMED_SIM.finditer(words):
        if match["vehicle"]:
            yield NamedLicences(frozenset({_VEHICLES[match["vehicle"]]}), match.start(), match.end())
        else:
            grades = match["grades"]
            several = re.search(r"/|\b(?:atau|or)\b", grades) is not None
            yield NamedLicences(_grades(grades), match.start(), match.end(), any_of=several)
    for match in (*_NAMED_SIO.finditer(words), *_BY_MINISTRY.finditer(words)):
        named = match.groupdict()
        licence = _operator((named.get("k3") or named["kind"]) + (named.get("grade") or "").replace("(", ""))
        if licence:
            end = match.end("kind") if match.re is _BY_MINISTRY else match.end()
            yield NamedLicences(frozenset({licence}), match.start(), end)


def machine_named(words: str) -> Licence | None:
    """The licence for the only kind of machine that a title in lower case names; None for none or several."""
    found = {_SIO[kind] for kind, pattern in _MACHINES.items() if pattern.search(words)}
    return found.pop() if len(found) == 1 else None


def _grades(grades: str) -> frozenset[Licence]:
    found = set()
    grades = re.sub(_BOTH_B, "b1/b2", grades)
    for match in re.finditer(_GRADE, re.sub(_WORDS_BETWEEN, "/", grades)):
        letters = re.sub(r"[\s.-]", "", match.group())
        public = letters.endswith("umum")
        letters = letters.removesuffix("umum").upper().replace("II", "2").replace("I", "1")
        letters = "B1" if letters == "B" else letters
        found.add(Licence[f"SIM_{letters}_UMUM" if public and letters[0] in "AB" else f"SIM_{letters}"])
    return frozenset(found)
