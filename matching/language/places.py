"""Names of places → regencies. `Madiun` alone is two places, so it is refused and both are named."""

import csv
import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from matching.errors import InvalidValue
from matching.geo import Gazetteer, Regency
from matching.language.problems import plain, refusal, require_text

_KIND = re.compile(
    r"^(?:(?P<kab>kabupaten|kab|kabup|regency of)|(?P<kota>kotamadya|kodya|kota|city of))\b\.?\s*"
    r"(?:administrasi|adm|adminis)?\b\.?\s*(?=\S)"
)
_KIND_AFTER = re.compile(r"\s+(?:(?P<kab>kab|kabupaten|regency)|(?P<kota>kota|city))\.?$")
_DISTRICT = re.compile(
    r"^(?:kec|kecamatan|kel|kelurahan|desa|ds|dusun|dsn|jl|jalan|rt|rw|gg|distrik|nagari)\b"
)
_PROVINCE = re.compile(r"^(?:prov|provinsi|propinsi)\b\.?\s*")
_CODE = re.compile(r"(?:(?:kode|kemendagri|kode kemendagri)\s*:?\s*)?(\d{2})[.,](\d{2})(?:[.,]\d{2,4})*")
_SHORT = {"kep": "kepulauan", "ds": "desa", "st": "sungai", "adm": "administrasi", "prop": "provinsi"}
_PROVINCES = {
    "jatim": "jawa timur",
    "jateng": "jawa tengah",
    "jabar": "jawa barat",
    "diy": "daerah istimewa yogyakarta",
    "di yogyakarta": "daerah istimewa yogyakarta",
    "yogyakarta": "daerah istimewa yogyakarta",
    "jogja": "daerah istimewa yogyakarta",
    "dki": "dki jakarta",
    "jakarta": "dki jakarta",
    "jakarta raya": "dki jakarta",
    "dk jakarta": "dki jakarta",
    "sumut": "sumatera utara",
    "sumbar": "sumatera barat",
    "sumsel": "sumatera selatan",
    "kepri": "kepulauan riau",
    "babel": "kepulauan bangka belitung",
    "bangka belitung": "kepulauan bangka belitung",
    "kalbar": "kalimantan barat",
    "kalteng": "kalimantan tengah",
    "kalsel": "kalimantan selatan",
    "kaltim": "kalimantan timur",
    "kaltara": "kalimantan utara",
    "sulut": "sulawesi utara",
    "sulteng": "sulawesi tengah",
    "sulsel": "sulawesi selatan",
    "sultra": "sulawesi tenggara",
    "sulbar": "sulawesi barat",
    "malut": "maluku utara",
    "ntb": "nusa tenggara barat",
    "ntt": "nusa tenggara timur",
    "nad": "aceh",
    "nanggroe aceh darussalam": "aceh",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A regency, and the district or address written beside it."""

    regency_code: str
    district: str = ""


class PlaceParser:
    """Reads places against one gazetteer.

    `aliases` maps further names (`jogja`, `solo`) to regency codes; those outside the gazetteer are left out.
    """

    def __init__(self, gazetteer: Gazetteer, aliases: Mapping[str, str] | None = None) -> None:
        self._gazetteer = gazetteer
        self._by_name: dict[str, list[Regency]] = {}
        self._aliases = {
            _key(name): gazetteer.get(code) for name, code in (aliases or {}).items() if code in gazetteer
        }
        self._names: list[tuple[str, Regency]] = []
        self._official: dict[str, str] = {}
        for regency in gazetteer.regencies:
            _, name = _kind_and_name(_words(regency.name))
            self._by_name.setdefault(_key(name), []).append(regency)
            self._names.append((name, regency))
            self._official[_key(regency.province)] = regency.province_code
        for short, full in _PROVINCES.items():
            if _key(full) in self._official:
                self._official.setdefault(_key(short), self._official[_key(full)])

    def parse(self, text: str, field: str = "place") -> Place:
        """Read one place: `Kab. Madiun`, `Jakbar`, `35.19`, `Kec. Mejayan, Kab. Madiun`, `Sleman, DIY`.

        Raises:
            InvalidValue: no regency, or several that the text does not tell apart; the problem names them.
        """
        found, district = self._read(text, field)
        if len(found) > 1:
            raise _ambiguous(found, field)
        return Place(found[0].code, district)

    def possible(self, text: str, field: str = "place") -> tuple[str, ...]:
        """Codes of every regency that one place can mean: both for `Madiun`; for use where a choice can be offered.

        Raises:
            InvalidValue: no regency.
        """
        return tuple(dict.fromkeys(regency.code for regency in self._read(text, field)[0]))

    def _read(self, text: str, field: str) -> tuple[list[Regency], str]:
        """(regencies that the text can mean, what else it says of the place)."""
        words = require_text(field, text)
        code = _CODE.fullmatch(words)
        if code is not None:
            return [self._gazetteer.get(self._coded(f"{code.group(1)}.{code.group(2)}", field))], ""
        segments = [part.strip() for part in re.split(r"[,;()\n]", text) if part.strip()]
        readings = [self._candidates(_words(segment)) for segment in segments]
        chosen, others = self._choose(segments, readings, field)
        rest = [segments[i] for i in others if not self._province(_words(segments[i]))]
        return self._within_province(chosen, segments, others, field), ", ".join(rest)

    def parse_many(self, text: str, field: str = "places") -> tuple[Place, ...]:
        """Read places separated by `;`, `/`, `|`, `&`, `dan`, line breaks or commas; each once, in their order.

        A district before its regency and a province after it belong to that regency.

        Raises:
            InvalidValue: one of them cannot be read.
        """
        require_text(field, text)
        found = [
            self.parse(part, field)
            for piece in re.split(r"[;/|&\n]|\s+dan\s+", text)
            if piece.strip()
            for part in self._comma_parts(piece)
        ]
        return tuple(dict.fromkeys(found))

    def _comma_parts(self, piece: str) -> Iterator[str]:
        """Split at commas, keeping districts with the regency after them and provinces with the one before."""
        segments = [part.strip() for part in piece.split(",") if part.strip()]
        part: list[str] = []
        has_place = False
        for segment in segments:
            words = _words(segment)
            if has_place and not (self._province(words) and not _KIND.match(words)):
                yield ", ".join(part)
                part, has_place = [], False
            part.append(segment)
            has_place = has_place or not _DISTRICT.match(words)
        if part:
            yield ", ".join(part)

    def _coded(self, code: str, field: str) -> str:
        if code not in self._gazetteer:
            raise refusal(
                field,
                "kode Kemendagri ini tidak ada; contoh 35.19",
                "no such Kemendagri code; for example 35.19",
            )
        return code

    def _candidates(self, words: str) -> list[Regency]:
        """Regencies that one segment can mean; a bare first word (`Jakarta`) means all that begin with it."""
        if _DISTRICT.match(words):
            return []
        whole = _key(words)
        if whole in self._aliases:
            return [self._aliases[whole]]
        kind, name = _kind_and_name(words)
        named = self._by_name.get(_key(name), [])
        found = [regency for regency in named if not kind or _is_kind(regency, kind)]
        if found or not kind:
            return found or self._beginning_with(name)
        alias = self._aliases.get(_key(name))
        if alias is not None and _is_kind(alias, kind):
            return [alias]
        return self._by_name.get(whole, [])  # "Kota Baru" is Kabupaten Kotabaru

    def _beginning_with(self, name: str) -> list[Regency]:
        return [regency for full, regency in self._names if len(name) > 3 and full.startswith(name + " ")]

    def _choose(
        self, segments: list[str], readings: list[list[Regency]], field: str
    ) -> tuple[list[Regency], list[int]]:
        """The readings of the segment that names the regency, and the positions of all others."""
        naming = [i for i, found in enumerate(readings) if found]
        explicit = [i for i in naming if _kind_and_name(_words(segments[i]))[0]]
        not_province = [i for i in naming if not self._province(_words(segments[i]))]
        preferred = explicit or not_province or naming
        if not preferred:
            raise self._unknown(segments, field)
        if len(preferred) > 1:
            raise _ambiguous([regency for i in preferred for regency in readings[i]], field)
        return readings[preferred[0]], [i for i in range(len(segments)) if i != preferred[0]]

    def _within_province(
        self, found: list[Regency], segments: list[str], others: list[int], field: str
    ) -> list[Regency]:
        codes = {self._province(_words(segments[i])) for i in others} - {None}
        inside = [regency for regency in found if regency.province_code in codes]
        if codes and not inside:
            listed = ", ".join(f"{regency.name.title()}, {regency.province.title()}" for regency in found)
            raise refusal(
                field,
                f"provinsinya lain; maksudnya {listed}?",
                f"that is in another province; is it {listed}?",
            )
        return inside or found

    def _province(self, words: str) -> str | None:
        return self._official.get(_key(_PROVINCE.sub("", words)))

    def _unknown(self, segments: list[str], field: str) -> InvalidValue:
        if all(self._province(_words(segment)) for segment in segments):
            return refusal(
                field,
                "itu provinsi; tulis kabupaten/kotanya, contoh Kab. Madiun",
                "that is a province; write the regency, for example Kab. Madiun",
            )
        names = [_key(_kind_and_name(_words(segment))[1]) for segment in segments]
        near = [close for name in names for close in difflib.get_close_matches(name, self._by_name, 2, 0.8)]
        regencies = [regency for name in dict.fromkeys(near) for regency in self._by_name[name]]
        if regencies:
            listed = _listed(regencies)
            return refusal(
                field, f"tempat tidak dikenal; mungkin {listed}?", f"unknown place; perhaps {listed}?"
            )
        return refusal(
            field,
            "kabupaten/kota tidak dikenal; contoh: Kab. Madiun, Kota Madiun, atau kode 35.19",
            "unknown regency; for example: Kab. Madiun, Kota Madiun or the code 35.19",
        )


@cache
def common_aliases() -> Mapping[str, str]:
    """Regency codes of short forms, former names and well-known seats: `place_aliases.csv`, beside this file."""
    lines = files("matching.language").joinpath("place_aliases.csv").read_text("utf-8").splitlines()
    return MappingProxyType({row["alias"]: row["code"] for row in csv.DictReader(lines)})


def _words(text: str) -> str:
    """Lower case, punctuation as blanks, short forms written out."""
    parts = re.sub(r"[^\w\s]|_", " ", plain(text)).split()
    return " ".join(_SHORT.get(part, part) if i or part == "kep" else part for i, part in enumerate(parts))


def _key(words: str) -> str:
    """Letters and digits only: `Gunung Kidul` is `GUNUNGKIDUL`."""
    return re.sub(r"[\W_]", "", plain(words))


def _kind_and_name(words: str) -> tuple[str, str]:
    """(`kab`, `kota` or nothing, the bare name)."""
    match = _KIND.match(words)
    if match is not None:
        return match.lastgroup or "", words[match.end() :]
    after = _KIND_AFTER.search(words)
    if after is not None:
        return after.lastgroup or "", words[: after.start()]
    return "", words


def _is_kind(regency: Regency, kind: str) -> bool:
    return _kind_and_name(_words(regency.name))[0] == kind


def _listed(regencies: list[Regency]) -> str:
    unique = dict.fromkeys(f"{regency.name.title()} ({regency.code})" for regency in regencies)
    return ", ".join(list(unique)[:8])


def _ambiguous(regencies: list[Regency], field: str) -> InvalidValue:
    listed = _listed(regencies)
    return refusal(field, f"bisa berarti {listed}; tulis salah satu", f"could be {listed}; write one of them")
