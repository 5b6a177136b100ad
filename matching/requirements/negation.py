"""Which denials of a clause are of a span in it: "bukan lulusan S1", "SIM B1 bukan syarat", "S1 jangan melamar".

A denial has a scope. It reaches forward to what it denies over words that only lead there ("tidak memiliki SIM A",
"bukan untuk lulusan S1 atau D3"); it reaches back over few words where it denies a need or a welcome ("SIM B1 bukan
keharusan", "lulusan S1 tidak akan kami terima"). Two denials of one span ("tanpa SIM A jangan melamar") ask for it,
but too artfully to bar anybody. A denial of something else that is known ("tidak bertato", "tanpa pengalaman") leaves
a span as sure as it was; any other denial leaves doubt.
"""

import re
from enum import Enum, auto

from matching.requirements.clauses import Clause
from matching.requirements.cues import NEED, NEEDLESS, NO, NOT_NEEDED


class Denial(Enum):
    """What denials in a clause do to a span."""

    NONE = auto()
    DOUBT = auto()  # one stands there whose scope is not clear, or two that cancel each other
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
    r"|masih|dalam|yang|kami|akan|in|have|having|has|any|an?|for|to|be|being|accept(?:ing)?|open|lulusan"
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


def denial_of(clause: Clause, start: int, end: int) -> Denial:
    """What the clause's denials do to what stands at `start` to `end` of its words."""
    words = clause.words
    found: list[Denial] = []
    doubt = bool(_ASKED_AS_A_QUESTION.search(words, end) or _CONCEDED.match(words, end))
    for match in _DENIES.finditer(words):
        if start <= match.start() < end:
            continue  # part of what was read: "tidak tamat SD"
        one = _denied(words, match, start, end)
        doubt |= one is Denial.DOUBT
        found += [one] if one in (Denial.NEED, Denial.EXCLUDED) else []
    if len(found) == 1:
        return found[0]
    if len(found) > 1 and all(one is Denial.NEED for one in found):
        return Denial.NEED
    return Denial.DOUBT if found or doubt else Denial.NONE


def _denied(words: str, match: re.Match[str], start: int, end: int) -> Denial:
    """What one denial does to a span."""
    if _NOT_ONLY.match(words, match.start()):
        return Denial.NONE
    if match.end() <= start:
        return _forward(words, match, start, end)
    return _backward(words, match, end)


def _forward(words: str, match: re.Match[str], start: int, end: int) -> Denial:
    """What a denial does to a span after it."""
    gap = words[match.end() : start]
    led = _LEADS.fullmatch(gap)
    if led and match.group() in ("selain", "other than"):
        return Denial.EXCLUDED if _WELCOMED.search(words, end) else Denial.DOUBT
    if not led and _LEADS.fullmatch(gap.replace(",", " ")):
        return Denial.DOUBT  # "tidak menerima lulusan SD, SMP": a list, or the next demand
    if led:
        needless = _NO_NEED.match(words, match.start(), start)
        return Denial.NEED if needless else Denial.EXCLUDED
    if _ELSE.match(words, match.end()):
        return Denial.NONE
    return _unread(words, match, match.end(), start)


def _backward(words: str, match: re.Match[str], end: int) -> Denial:
    """What a denial does to a span before it."""
    gap = words[end : match.start()]
    if _REFUSES.match(words, match.start()) and _reaches(words, end, match.start()):
        return Denial.EXCLUDED
    if _BACK.fullmatch(gap) and _NEEDLESS.match(words, match.start()):
        return Denial.NEED
    if _ELSE.match(words, match.end()):
        return Denial.NONE
    return _unread(words, match, end, match.start())


def _reaches(words: str, end: int, start: int) -> bool:
    """Whether a refusal at `start` is of what ends at `end`: few words between, or a comma as before a consequence."""
    back = _BACK.match(words, end, start)
    rest = words[back.end() if back else end : start]
    return bool(_ANY_TWO.fullmatch(rest) or _CONSEQUENCE.fullmatch(rest))


def _unread(words: str, match: re.Match[str], first: int, last: int) -> Denial:
    """Doubt, unless the denial is the need for something else in another part of the clause."""
    apart = _EDGE.search(words, first, last) is not None
    needless = _NO_NEED.match(words, match.start()) is not None
    other = _other_object(words, match.end()) and (apart or match.group() in _NOT_THIS)
    return Denial.NONE if other or (apart and needless) else Denial.DOUBT


def _other_object(words: str, start: int) -> bool:
    """Whether what a denial leads to is a level, a licence, a letter or a language, which is another than the span."""
    led = _LEADS.match(words, start)
    return bool(led and _OBJECT.search(words, start, led.end() + 8))
