"""Which denials of a clause are of a span in it: "bukan lulusan S1", "SIM B1 bukan syarat", "S1 jangan melamar".

A denial has a scope. It reaches forward to what it denies over words that only lead there ("tidak memiliki SIM A",
"bukan untuk lulusan S1 atau D3"); it reaches back over few words where it denies a need or a welcome ("SIM B1 bukan
keharusan", "lulusan S1 tidak akan kami terima"). Two denials of one span ("tanpa SIM A jangan melamar") ask for it,
but too artfully to bar anybody. A denial of something else that is known ("tidak bertato", "tanpa pengalaman") leaves
a span as sure as it was; any other denial leaves doubt. So does a verdict in a sentence of its own ("Tidak wajib.")
for whatever stands in the sentence before it. That a licence may have expired ("SIM C mati boleh") is no denial of the
licence, which is still asked; but one that is valid is not, and so it bars nobody.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from matching.requirements.clauses import Clause
from matching.requirements.cues import ACCEPTS, LAPSED, NEED, NEEDLESS, NO, NOT_NEEDED


class Denial(Enum):
    """What denials in a clause do to a span."""

    NONE = auto()
    DOUBT = auto()  # one stands there whose scope is not clear, or two that cancel each other
    LAPSED = auto()  # one that is no longer valid will do: "SIM C mati boleh"
    NEED = auto()  # not needed: "tidak wajib"
    EXCLUDED = auto()  # not that: "bukan S1", "S1 jangan melamar", "tanpa SIM"


_DENIES = re.compile(
    rf"\b(?:{NO}|tanpa|without|jangan(?:lah)?|dilarang|kecuali|except|excluding|neither|nor|selain"
    rf"|other than"
    r"|ditolak|gugur|di ?diskualifikasi|dikecualikan)(?!\w)|\bno\b(?![.:]| ?\d| (?:hp|telp|wa|rek|ktp"
    r"|urut)\b)"
    r"|\bnon\b(?=[ -]?(?:s-?[123]|sarjana|d[1-4]|sm[akp]|sim|skck)\b)"
)
_LEVEL = (
    r"(?:s-?\s?[123]|d-?\s?(?:[1-4]|iii?|iv)|sm[akup]|smp|sd|slta|sltp|stm|mts|paket [abc]|sarjana|diploma|magister"
    r"|bachelor'?s?|master'?s?|high school)"
)
_LICENCE = r"(?:(?:sim|sio)\b|(?:[acd]|b\s?(?:[12]|ii?))(?: umum)?\b)"
_LEADS = re.compile(  # words between a denial and what it denies
    rf"(?:[\s/&\"'(-]|\b(?:(?:{NEED}|untuk|utk|bagi|buat|para|yang|yg|memiliki|mempunyai|punya|ada(?:nya)?|bawa"
    rf"|membawa"
    r"|pake|pakai|memakai|menggunakan|melampirkan|menyertakan|memandang|melihat|membedakan|mempedulikan"
    r"|menerima|terima|mencari|cari|terbuka|di ?buka|berlaku"
    r"|di ?peruntukk?an|ditujukan|lulusan|tamatan|lulus|tamat|pelamar|melamar|lamar|mendaftar|kandidat|calon|mereka"
    r"|orang|kamu|anda|kalian|jika|bila|kalau|apabila|dengan|dari|pendidikan|berpendidikan|pemegang|pemilik"
    r"|ija[sz]ah|gelar"
    r"|bergelar|sertifikat|surat|lisensi|min(?:imal|imum)?|setara|setingkat|jenjang|tingkat|level|perlu|boleh"
    r"|dapat|bisa"
    r"|aktif|sekedar|kami|kita|dan|atau|maupun|ataupun|serta|pemula|sekolah|golongan|gol|kelas|kepemilikan"
    r"|dokumen|berkas"
    r"|syarat|melulu|saat ini|lagi|for|to|open|accept(?:ing)?|hiring|hire|looking|require|requiring|need"
    r"|needing|having"
    r"|have|has|had|hold(?:ing|ers?)?|possess(?:ing)?|own(?:ing)?|an?|the|any|with|graduates?|of|valid|active"
    r"|your|ask"
    rf"|asking|apply|if|{NO}|tanpa|you|we|do|and|or|degrees?|driving|licen[cs]es?|{_LEVEL})\b|{_LICENCE}))*"
)
_BACK = re.compile(  # words between what is denied and a denial after it
    rf"(?:[\s/&\"')*-]|\b(?:(?:sederajat|setara|saja|juga|aktif|umum|kelas|yang|masih|berlaku|adalah|ini|itu"
    rf"|saat|untuk|bagi"
    r"|posisi|lowongan|jabatan|pekerjaan|akan|kami|merupakan|menjadi|mohon|maaf|harap|tolong|dimohon|diharap"
    r"|sebaiknya|dan"
    r"|atau|maupun|semua|jurusan|di|ke|atas|pada|tahap|dalam|polri|polsek|polres|is|are|was|were|will|would|be"
    r"|please"
    r"|graduates?|holders?|degrees?|licen[cs]e|clearance|record|for|this|position|role|job|currently|for|at|present"
    rf"|do|does|did|should|can|could|may|an?|or|and|the|pelamar|lulusan|{_LEVEL})\b|{_LICENCE}))*"
)
_ANY_TWO = re.compile(r" ?(?:[a-z]+ ){0,2}")  # "lulusan s1 teknik sipil jangan melamar"
_CONSEQUENCE = re.compile(
    r"[\s?!,:-]*(?:maka |ya |mohon |harap |langsung |otomatis |auto |please |will be )*"
)
_WELCOME = (
    r"(?:(?:boleh|dapat|bisa|perlu|usah|akan|kami|di|be|to|to be|being) ?)*(?:melamar|lamar|mendaftar|daftar|kirim"
    r"|mengirim|apply|di ?terima|terima|layani|proses|dipertimbangkan|diproses|di ?perkenankan|di ?perbolehkan"
    r"|boleh"
    r"|di ?layani|dipanggil|panggil|ikut|masuk|disarankan|eligible|accepted|considered|allowed|welcome|processed)"
)
_REFUSES = re.compile(
    rf"(?:{NO}|jangan(?:lah)?|dilarang|no)(?: {_WELCOME}\b| (?:entry|job|interview|hire|offer|need apply)\b)"
    r"|need not apply|ditolak|gugur|di ?diskualifikasi|dikecualikan|dilarang"
)
_NEEDLESS = re.compile(NEEDLESS)
_WELCOMED = re.compile(
    r"\b(?:dipersilakan|dipersilahkan|silakan|silahkan|boleh|diterima|diperbolehkan|welcome|may apply|accepted)\b"
)
_ELSE = re.compile(  # what else may be denied in the words of a requirement
    rf"[\s-]*(?:(?:{NEED}|sedang|pernah|sudah|memiliki|mempunyai|punya|ada|dengan|sebagai|terbuka|menerima"
    rf"|untuk|bagi"
    r"|masih|dalam|yang|kami|akan|boleh|in|have|having|has|any|an?|for|to|be|being|accept(?:ing)?|open|lulusan"
    r"|status)\s+)*"
    r"(?:(?:ber)?peng[am]l?am?an|experience|fresh ?gra\w+|newcomers?|pemula|usia|umur|batas\w*|ber-?tatt?oo?"
    r"|tatt?oo?s?"
    r"|(?:ber)?tindik\w*|(?:pe|me)?rokok\w*|smok\w+|buta|color ?blind|(?:me)?nikah|married|(?:ber)?keluarga|kawin"
    r"|kuliah|studying|sekolah|hamil|pregnant|sakit|cacat|gagap|ber?kaca ?mata|kaca ?mata|minus|mabuk\w*"
    r"|minum\w*|narkoba|obat"
    r"|terlibat|terikat|riwayat|penyakit|catatan|ikatan|kontrak|masalah hukum|mudah|gampang|malas|gaptek|takut"
    r"|phobia"
    r"|fobia|malu|hanya|cuma|sekada?r|sekedar|saja|only|just|lebih|kurang|more|less|later|bekerja|kerja|dipungut"
    r"|pungut\w*|biaya|potongan|deposit|menahan|ditahan|tahan|menjaminkan|jaminan|mengutamakan|outsour\w+|mlm|sales"
    r"|marketing|wawancara|target|siswa|mahasiswa|pelajar|magang|karyawan|agen|penyalur|yayasan|calo|member\w*"
    r"|gender|agama|jurusan|fakultas|tergantung|rabun|lupa|ragu|curang|bohong|terlambat|bolos"
    r"|menular\w*|berkacamata|bermasalah|mati|kedaluwarsa|kadaluarsa|expired?|dicabut|pelihara|suka|banyak|fee"
    r"|charge|afraid)\b"
)
_EDGE = re.compile(r"[,;]|\.\s|[()\[\]]|\s-\s|\b(?:namun|tetapi|tapi|sedangkan|but)\b")
_NOT_ONLY = re.compile(
    rf"(?:{NO}) (?:hanya|cuma|sekada?r|sekedar|saja|melulu|only|just|lebih dari|kurang dari|more than|less than)\b"
)
_NO_NEED = re.compile(rf"(?:{NOT_NEEDED})\b")
_OBJECT = re.compile(rf"\b(?:{_LEVEL}|sim|sio|skck|bahasa)\b")
_NOT_THIS = ("bukan", "bukanlah", "bkn", "kecuali", "tanpa", "not", "except", "without", "no")
_ASKED_AS_A_QUESTION = re.compile(r"\?\s*$|\?\s")  # "SIM B1?": a question demands nothing
_CONCEDED = re.compile(  # what may be brought later, or what the employer sees to
    r"[^,;.]*\b(?:menyusul|dibuatkan|difasilitasi|dibantu|dibiayai|diuruskan|(?:akan|kami) (?:bantu|latih|urus"
    r"|biayai|dilatih))\b"
)
_EASED = r"(?:boleh|bisa|dapat|(?:walau|meski|biar)(?:pun)?|may|can|even if|(?:hidup|aktif) ?(?:/|atau))"
# "(yang sudah) mati", with `eased` before or `then` after it where that is welcome
_MAY_HAVE_LAPSED = re.compile(
    r"[\s(,.]*(?:(?:umum|yang|sudah|telah|masih|pun|dalam keadaan|kondisi|which|that|has|is)\s+)*"
    rf"(?P<eased>{_EASED}\W*(?:(?:yang|sudah|telah|be|it is|it has)\s+)*)?{LAPSED}"
    rf"(?P<then>[\s),]*(?:(?:juga|pun|masih|tetap|akan|is|are|will be|also|still|saja)\s+)*{ACCEPTS})?"
)
_LAPSED_BEFORE = ("expired ", "lapsed ", "inactive ")
_IS_ACCEPTED = re.compile(rf"[\s),]*(?:(?:is|are|will be|also|still|juga|tetap)\s+)*{ACCEPTS}")


REACH = 80  # characters that a denial spans at most to what it denies
_OF_VALIDITY = 25  # characters after "mati" in which a denial is of what has lapsed
CLAUSES_REMEMBERED = 64  # a clause is asked about once for each span that is read in it


@dataclass(frozen=True, slots=True)
class _Said:
    """A denial where it stands, and what can be told of it whatever span is asked about."""

    word: str
    start: int
    end: int
    of_else: bool  # of something known that is no requirement: "tidak bertato"
    of_need: bool  # "tidak wajib"
    of_object: bool  # of a level, a licence, a letter or a language
    needless: bool  # "tidak wajib" and nothing after it that is not needed
    refuses: bool  # "jangan melamar"


def forget_denials() -> None:
    """Remember no clause any more."""
    _denials.cache_clear()
    _edges.cache_clear()


def denial_of(clause: Clause, start: int, end: int) -> Denial:
    """What the clause's denials do to what stands at `start` to `end` of its words."""
    words = clause.words
    found: list[Denial] = []
    doubt = bool(
        end <= clause.judged or _ASKED_AS_A_QUESTION.search(words, end) or _CONCEDED.match(words, end)
    )
    lapsed = _MAY_HAVE_LAPSED.match(words, end)
    if lapsed and (lapsed["eased"] or lapsed["then"]):
        return Denial.LAPSED
    if words[:start].endswith(_LAPSED_BEFORE) and _IS_ACCEPTED.match(words, end):
        return Denial.LAPSED
    of_validity = lapsed.end() + _OF_VALIDITY if lapsed else end
    for said in _denials(words):
        if start <= said.start < of_validity:
            continue  # part of what was read ("tidak tamat SD"), or of what has lapsed ("mati tidak diterima")
        one = _forward(words, said, start, end) if said.end <= start else _backward(words, said, end)
        doubt |= one is Denial.DOUBT
        found += [one] if one in (Denial.NEED, Denial.EXCLUDED) else []
    if len(found) == 1:
        return found[0]
    if len(found) > 1 and all(one is Denial.NEED for one in found):
        return Denial.NEED
    return Denial.DOUBT if found or doubt else Denial.NONE


@lru_cache(CLAUSES_REMEMBERED)
def _denials(words: str) -> tuple[_Said, ...]:
    return tuple(
        _Said(
            match.group(),
            match.start(),
            match.end(),
            of_else=_ELSE.match(words, match.end(), match.end() + REACH) is not None,
            of_need=_NO_NEED.match(words, match.start()) is not None,
            of_object=_leads_to_object(words, match.end()),
            needless=_NEEDLESS.match(words, match.start()) is not None,
            refuses=_REFUSES.match(words, match.start()) is not None,
        )
        for match in _DENIES.finditer(words)
        if not _NOT_ONLY.match(words, match.start())
    )


@lru_cache(CLAUSES_REMEMBERED)
def _edges(words: str) -> tuple[int, ...]:
    return tuple(match.start() for match in _EDGE.finditer(words))


def _forward(words: str, said: _Said, start: int, end: int) -> Denial:
    """What a denial does to a span after it."""
    gap = words[said.end : start]
    led = len(gap) <= REACH and _LEADS.fullmatch(gap)
    if led and said.word in ("selain", "other than"):
        return Denial.EXCLUDED if _WELCOMED.search(words, end) else Denial.DOUBT
    if led:
        needless = _NO_NEED.match(words, said.start, start)
        return Denial.NEED if needless else Denial.EXCLUDED
    if len(gap) <= REACH and _LEADS.fullmatch(gap.replace(",", " ")):
        return Denial.DOUBT  # "tidak menerima lulusan SD, SMP": a list, or the next demand
    return _unread(words, said, said.end, start)


def _backward(words: str, said: _Said, end: int) -> Denial:
    """What a denial does to a span before it."""
    if said.start - end <= REACH:
        if said.refuses and not said.of_else and _reaches(words, end, said.start):
            return Denial.EXCLUDED
        if said.needless and _BACK.fullmatch(words, end, said.start):
            return Denial.NEED
    return _unread(words, said, end, said.start)


def _reaches(words: str, end: int, start: int) -> bool:
    """Whether a refusal at `start` is of what ends at `end`: few words between, or a comma as before a consequence."""
    back = _BACK.match(words, end, start)
    rest = words[back.end() if back else end : start]
    return bool(_ANY_TWO.fullmatch(rest) or _CONSEQUENCE.fullmatch(rest))


def _unread(words: str, said: _Said, first: int, last: int) -> Denial:
    """Doubt, unless a denial is of something else that is known, or of a need in another part of the clause."""
    if said.of_else:
        return Denial.NONE
    edges = _edges(words)
    apart = bisect_left(edges, first) < bisect_left(edges, last)
    other = said.of_object and (apart or said.word in _NOT_THIS)
    return Denial.NONE if other or (apart and said.of_need) else Denial.DOUBT


def _leads_to_object(words: str, start: int) -> bool:
    led = _LEADS.match(words, start, start + REACH)
    return led is not None and _OBJECT.search(words, start, led.end() + 8) is not None
