"""Certificates that a clause asks people to hold: of competence, of training, of a profession, of a language test.

Asked is what a candidate must bring. What the employer gives, what a firm or its goods are certified for, what staff
see to, teach or know, papers of another kind (school, land, vaccination) and "certificates" without a name are not.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from matching.language.licences import OTHER_TRADES
from matching.requirements.clauses import Clause, Section
from matching.requirements.cues import NOT_NEEDED, PREFER
from matching.requirements.hints import only_where
from matching.requirements.items import Item, Strength
from matching.requirements.strength import item_at

_KNOWN = re.compile(  # schemes that are named without the word
    rf"(?<!\w)(?:(?:sio|lisensi(?: k3)?)\W+(?:operator )?{OTHER_TRADES}"
    r"|br(?:e|ea|a)vet+e?(?: (?:pajak|tax))?(?: [a-c](?!\w)(?:\s*(?:[&/,]|dan|atau)\s*[a-c](?!\w))*"
    r"| [abc]{2,3}(?!\w))?"
    r"|gada (?:pratama|madya|utama)|(?:ahli )?a?k3 ?(?:umum|u)(?!\w)|ak3(?!\w)|(?:petugas|ahli(?: muda| madya)?) k3 \w+"
    r"|(?:(?<=memiliki )|(?<=punya )|(?<=mempunyai ))k3(?=\s*(?:[,.;)&/]|dan\b|$))"
    r"|str(?:a|ttk)?(?!\w)(?! belum)|sk[kta]/sk[kta]|skk(?: konstruksi)?"
    r"|tkbt(?: ?(?:[12]|i{1,2})(?!\w))?|tkpk(?: ?(?:[123]|i{1,3})(?!\w))?"
    r"|btcls|acls|atls|ppgd|ccna|ccnp|mtcna|basic safety training|food handlers?|penjamah (?:makanan|pangan))(?!\w)"
)
_TEST = re.compile(  # tests of a language: a certificate where one must have passed, else a measure of the language
    r"(?<!\w)(?:toefl|toeic|ielts|jlpt(?: \w{0,8}n[1-5])?|jft|hsk(?: ?(?:level )?\d)?|topik (?:level )?[1-6])(?!\w)"
)
_PAPER = r"(?:(?:ber)?sertifika(?:t|si)|certifica(?:te|tion)s?|certified)(?!\w)"
_COURSE = r"(?:pelatihan|training|diklat|kursus|bimtek)(?!\w)"
_LEADS = (  # between the word and the name
    r"(?:(?:[\s:/,-]|\()*(?:resmi|keahlian|kompetensi|pelatihan|training|kursus|diklat|profesi|profesional|professional"
    r"|nasional|internasional|pendidikan|operator|teknisi|dari|di ?bidang|bidang|terkait|tentang|sebagai|minimal"
    r"|min|sesuai|kerja|in|of|for|as|an?|the|atau|dan|or|and|lisensi|ijazah|competen\w+"
    r"|khusus|tambahan|pendukung|formal|seperti|such)(?!\w)\.?)*+"
)
_STOPS = (
    rf"(?=\s+(?:{PREFER}|{NOT_NEEDED}|tanpa|dan|yang|yg|atau|akan|dari|minimal|aktif|is|are|will|menjadi|merupakan|untuk"
    r"|dengan|sebagai|bagi"
    r"|masih|wajib|harus|required|ditanggung|dibiayai|disediakan|difasilitasi|diberikan|oleh)\b|\s*[,;().:\-]|$)"
)
_NAME = (
    rf"\s*[:\-]?\s*(?P<name>(?!(?:{PREFER}|{NOT_NEEDED}|tanpa|yang|yg|akan|menjadi|merupakan|adalah|memiliki|mempunyai"
    r"|lulus(?:an)?|lainn?(?:ya)?|relevan|related|relevant|tersebut|berikut|required|needed"
    r"|untuk|dengan|bagi|pada|kepada|oleh|if|is|are|will|with|by|from|as follows|valid|aktif|asli|jika|bila|posisi"
    rf"|job|pekerjaan|industri tertentu)\b)[^\W_][\w/&+ ]{{1,50}}?){_STOPS}"
)
_NAMED = re.compile(rf"(?<!\w){_PAPER}(?!s?\s*[?])(?P<leads>{_LEADS}){_NAME}")
_TRAINED = re.compile(
    rf"(?<!\w)(?:(?:telah|sudah|pernah) (?:mengikuti|mendapat(?:kan)?|menjalani|lulus) {_COURSE}|lulus(?:an)? {_COURSE}"
    rf"|(?:memiliki|mempunyai|punya)(?: k3,)? {_COURSE})(?P<leads>{_LEADS}){_NAME}"
)
_OTHER_PAPER = re.compile(  # papers of another kind, and what a firm or its goods are certified for
    r"(?:vaksin(?:asi)?|vaccin\w*|tanah|rumah|bangunan|produk|halal|merek|hak|haki|paten|origin|analysis|analisa|garansi"
    r"|iso(?: ?\d[\d: ]*)?|tkdn|sni|slf|sbu|perusahaan|company|kelulusan|kelahiran|lahir|nikah|penduduk|kematian"
    r"|kepemilikan|penghargaan|prestasi|lomba|magang|internship|internal|external|eksternal|bebas|sehat|kesehatan|tidak"
    r"|dokter|formal|terakhir|akhir|sekolah|barang|kalibrasi|kendaraan|hewan|bibit|benih|apresiasi"
    r"|gratis|free|kerja|employment|pengalaman|completion|gold|program|nota|karyawan|peserta|dll)(?!\w)"
)
_OF_PERSONS = re.compile(r"auditor|awareness|penyelia|asesor|internal audit|inspect|surveyor")
_HOLDS = (
    r"\b(?:memiliki|mempunyai|punya|pemegang|memegang|wajib|harus|have|having|has|holds?"
    r"|holding|possess\w*|passed|lulus|menyertakan|melampirkan|bersertifika\w*|sertifika\w*|certif\w*|lisensi|dibuktikan"
    r"|with)\b"
)
_KNOWS = (
    r"\b(?:memahami|pemahaman|paham|mengerti|pengetahuan|mengetahui|understand\w*|knowledge|familiar\w*|menguasai"
    r"|penguasaan|materi|(?:meng)?ajar\w*|pengajar|teach\w*|tutor|guru|kursus|kelas|persiapan|preparation|regulasi"
    r"|prosedur|standar|fasih|mahir|fluent\w*|proficien\w*|posisi|position|lowongan|jabatan|sebagai|supervisi)\b"
)
_HELD = re.compile(rf"(?P<holds>{_HOLDS})|{_KNOWS}")
_TAUGHT_AFTER = re.compile(
    r"\W{0,2}(?:teach\w*|class\w*|course|preparation|tutor\w*|and ielts teach\w*|program)\b"
)
_SCORED = re.compile(
    r"[\w\s.,:>=+-]{0,20}?\b(?:\d{3}|(?:score|skor|nilai)\b|certificate|sertifikat|[4-9](?:[.,]\d)(?!\w))"
)
_SEEN_TO = re.compile(  # what is given, seen to, made or gone through, right before it
    r"\b(?:mendapat(?:kan)?|memperoleh|memberikan|diberikan|diberi|receive|get|dapat|dapatkan|berbagai|setelah|mengurus"
    r"|kepengurusan|pengurusan|urus|membuat|pembuatan|menerbitkan|penerbitan|memproses|proses|mengelola|menyiapkan"
    r"|mengajukan|pengajuan|perpanjangan|memperpanjang|e-|produk|vaksin|internship|gratis|free|jenjang|program"
    r"|pengalaman (?:mengikuti|mengurus|dalam|di)|dokumentasi|dokumen|legalitas|support\w*|for|audits?"
    r"|bersedia (?:mengikuti|ikut)|melalui|meningkatkan|mampu dalam|ter)\W+(?:\w+\W+){0,2}$"
)
_SEEN_TO_AFTER = re.compile(
    r"[^.;,]{0,40}\b(?:(?:akan |kami )?(?:diberikan|disediakan|ditanggung|dibiayai|difasilitasi)|provided|dari kami"
    r"|dari perusahaan|free of charge|gratis)\b"
)
_FIRM = re.compile(  # a firm that speaks of itself
    r"(?:\b(?:perusahaan|pt|cv|kami|company|we|our|klinik|lembaga|pabrik|brand|bisnis|lpk)\b)"
    r"(?![^.;]*\b(?:mencari|membutuhkan|membuka|kandidat|calon|pelamar|looking|seek\w*|hiring|candidates?)\b)"
)
_INSTEAD = re.compile(
    r"[^\W_][^.;]*?(?:\batau|\bor|/)\s*(?:(?:memiliki|mempunyai|punya|having|have|telah|sudah)\s+)?$"
)
_OR_EXPERIENCE = re.compile(
    r"[^.;,]{0,12}(?:/|\batau\b|\bor\b)\W*(?:memiliki |mempunyai )?(?:ber)?(?:pengalaman|experience)"
)
_LISTED = re.compile(r"[\s,/&]*(?:\b(?:dan|atau|and|or)\b)?[\s/]*")
_LATER = re.compile(r"\W*(?:jika|bila|kalau|apabila) belum\b")


@only_where(  # the beginnings of words where these begin with another letter: few letters to jump to are quick
    r"sertifika|certif|k3|br[ea]+vet|gada |str(?:a|ttk)?(?!\w)|sk[kta]/|skk|gd(?!\w)|tkbt|tkpk|toe|ielts|jlpt|jft|hsk"
    r"|topik|btcls|acls|atls|ccn|tcna|sio\W|isensi|basic safety|handler|jamah|atihan|training|iklat|kursus|bimtek"
)
def certificates(clause: Clause) -> Iterator[Item[str]]:
    """Certificates by name, in lower case as written; a certificate that something else may stand in for is a wish."""
    if clause.tells(Section.BENEFITS, Section.ELSEWHERE, Section.DUTIES):
        return
    last, wished = 0, False
    for match in _found(clause):
        if match.start() < last:
            continue  # named within one that has been read: "sertifikat ahli k3 umum"
        name = match.groupdict().get("name") or match.group()
        item = item_at(clause, " ".join(name.split()), match.start(), match.end(), 0.85)
        listed = wished and _LISTED.fullmatch(clause.words, last, match.start())
        if item.required and (listed or _is_replaced(clause.words, match, last)):
            item = replace(item, strength=Strength.PREFERRED)
        last, wished = match.end(), item.strength is Strength.PREFERRED
        yield item


def _found(clause: Clause) -> list[re.Match[str]]:
    words = clause.words
    named = [
        match
        for match in (*_NAMED.finditer(words), *_TRAINED.finditer(words))
        if not _OTHER_PAPER.match(match["name"]) or _OF_PERSONS.search(match["name"])
    ]
    known = [match for match in _KNOWN.finditer(words) if _is_held(clause, match)]
    tests = [match for match in _TEST.finditer(words) if _is_passed(clause, match)]
    found = [match for match in (*named, *known, *tests) if _is_of_candidates(words, match)]
    return sorted(found, key=lambda match: (match.start(), -match.end()))


def _is_of_candidates(words: str, match: re.Match[str]) -> bool:
    """Whether a candidate brings it: nobody gives it, sees to it, or tells of a firm that has it."""
    before = words[: match.start()]
    if _SEEN_TO.search(before) or _SEEN_TO_AFTER.match(words, match.end()):
        return False
    return _FIRM.search(before) is None


def _is_held(clause: Clause, match: re.Match[str]) -> bool:
    """Whether a scheme is one to hold, not one to know, to teach or to be called by."""
    if clause.tells(Section.TITLE) and "k3" in match.group():
        return False  # "Ahli K3 Umum" is a job
    held = _last_cue(clause.words, match.start())
    return (held is None or held) and not _TAUGHT_AFTER.match(clause.words, match.end())


def _is_passed(clause: Clause, match: re.Match[str]) -> bool:
    """Whether a test of a language is one to have passed."""
    if _TAUGHT_AFTER.match(clause.words, match.end()) or clause.tells(Section.TITLE):
        return False
    held = _last_cue(clause.words, match.start())
    alone = held is None and match.start() <= 3
    return bool(held) or alone or _SCORED.match(clause.words, match.end()) is not None


def _last_cue(words: str, end: int) -> bool | None:
    """Whether the nearest word before is one for holding; None where there is neither that nor one for knowing."""
    cues = list(_HELD.finditer(words, max(words.rfind(";", 0, end), 0), end))
    return cues[-1]["holds"] is not None if cues else None


def _is_replaced(words: str, match: re.Match[str], last: int) -> bool:
    """Whether something that is no certificate may stand in for it, or it may be had later."""
    if _OR_EXPERIENCE.match(words, match.end()) or _LATER.match(words, match.end()):
        return True
    instead = _INSTEAD.search(words, last, match.start())
    return instead is not None and not last
