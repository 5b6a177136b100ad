"""Work abroad: a licensed agency must be named (UU 18/2017 Art. 49); signs of trafficking (UU 21/2007)."""

import re
from collections.abc import Iterator

from matching.lint.catalogue import Code, Finding
from matching.model import Vacancy

_SCAM_TOWNS = (  # where people have been held to defraud others by telephone
    r"phnom penh|sihanoukville|poipet|bavet|koh kong|myawaddy|kk park|shwe kokko|laukkai|tachileik|golden triangle"
)
_NAMES = (
    r"malaysia|singap(?:ura|ore)|taiwan|hong ?kong|korea(?: selatan)?|jepang|japan|arab saudi|saudi"
    r"|dubai|uea|qatar|kuwait"
    r"|oman|bahrain|brunei|kamboja|cambodia|myanmar|thailand|laos|vietnam|filipina|philippines|polandia|turki|rumania"
    r"|kroasia|australia|selandia baru|jerman|kanada|papua (?:new guinea|nugini)|maladewa|maldives|makau|macau"
    rf"|{_SCAM_TOWNS}"
)
COUNTRIES = re.compile(rf"\b(?:{_NAMES})\b")
_SENT = re.compile(
    rf"\b(?:bekerja|kerja|penempatan|ditempatkan|berangkat|pemberangkatan|dikirim|lokasi(?: kerja)?"
    rf"|magang|tki|pmi|job|negara tujuan|work(?:ing)?|placement|based|located|jobs?)"
    rf"\b\W{{0,3}}(?:(?:ke|di|in|at|negara|untuk|area|:)\W{{1,2}}){{0,2}}(?:luar negeri|{_NAMES})\b"
    rf"|\bpekerja migran\b|\btki\b|\btkw\b"
)
_LICENSED = re.compile(
    r"\bp3mi\b|\bpptkis\b|\bsip2mi\b|\bsippmi\b|\bsip3mi\b|\b[bk]p2mi\b|\bsiskop2mi\b|\bg ?to ?g\b"
    r"|\bsending organi[sz]ation\b"
    r"|\bi[zj]in (?:\w+ ){0,3}(?:kemnaker|kementerian|depnaker|penempatan|kemenaker)"
    r"|\bterdaftar (?:\w+ ){0,3}(?:kemnaker|otit|disnaker)"
)
_VISA = re.compile(
    r"\bvisa (?:turis|kunjungan|wisata|ziarah|umro?h|pelancong|pelajar)\b|\b(?:tourist|visit(?:or)?|student) visa\b"
    r"|\btanpa (?:paspor|visa|dokumen|kontrak kerja)\b|\bnon ?prosedural\b|\bjalur (?:cepat|belakang)\b"
)
_SCAM_PLACES = re.compile(rf"\b(?:kamboja|cambodia|myanmar|laos|filipina|philippines|{_SCAM_TOWNS})\b")
_SCAM_WORK = re.compile(
    r"\b(?:admin|cs|customer service|telemarketing|marketing|operator|sc[a]mmer|judi|slot|kasino"
    r"|casino|online|crypto|love)\b"
)
_PRIVATE = re.compile(
    r"(?:\+?62|\b0)8\d{2}[\s.-]?\d{3,4}[\s.-]?\d{3,5}\b|\bwa\.me/|\bt\.me/|\btelegram\b|\bwhats ?app\b"
)
_OFFICIAL = re.compile(
    r"@(?!gmail|yahoo|hotmail|outlook|ymail)[\w-]+\.[\w.]+|https?://(?!wa\.me|t\.me|bit\.ly|forms)|\bwww\."
)
_WARNS = re.compile(r"\b(?:bukan|tidak|jangan|waspada|hati-hati)\b[^.;\n]{0,40}$")


def abroad(vacancy: Vacancy, text: str) -> Iterator[Finding]:
    """Findings of work abroad, by the place or by the text (in small letters)."""
    sent = _SENT.search(text)
    yield from _bound(text)
    if vacancy.place is not None and sent is None:
        return
    where = sent.span() if sent else (None, None)
    licensed = _LICENSED.search(text) is not None
    if not licensed and (vacancy.place is None or not _student(text)):
        yield Finding(Code.ABROAD_UNLICENSED, *where)
    private = _PRIVATE.search(text)
    if private and not licensed and not _OFFICIAL.search(text):
        yield Finding(Code.ABROAD_PRIVATE_NUMBER, *private.span())
    yield from _signs(text)


_BINDS = re.compile(
    r"\b(?:tidak|tdk|dilarang|tanpa) (?:\w+ )?(?:boleh|dapat|bisa|diizinkan|diperkenankan|izin)? ?(?:keluar|pulang"
    r"|meninggalkan)\b[^.;\n]{0,15}\b(?:mess|asrama|penampungan|kapal|rumah majikan|lokasi kerja|kontrak selesai)\b"
    r"|\b(?:(?:not|never) (?:allowed|permitted) to|may not|must not|cannot) leave (?:the )?(?:dorm\w*"
    r"|mess|compound|premises|house|site|boat)\b"
    r"|\b(?:hp|handphone|ponsel|telepon genggam|(?:mobile |cell ?)?phones?)\b[^.;\n]{0,20}\b(?:dikumpul\w*|disita"
    r"|ditahan|dipegang|confiscated|will be (?:kept|taken|held|collected))\b"
    r"|\b(?:utang|hutang|kasbon|debts?)\b[^.;\n]{0,30}\b(?:keberangkatan|tiket|perekrut\w*|penempatan"
    r"|agen|recruit\w*)\b"
    r"|\b(?:tiket|keberangkatan|(?:ongkos|biaya|uang) (?:jalan|berangkat|perjalanan|tiket)|tickets?|travel costs?"
    r"|recruitment costs?|(?:air|plane) ?fares?)\b[^.;\n]{0,30}\b(?:dipotong|dicicil|dibayar|dilunasi"
    r"|potong|deducted|taken)\b[^.;\n]{0,15}\b(?:gaji|upah|salary|wages?)\b"
    r"|\b(?:(?:tidak|tdk|dilarang|ga+k?|ngg?ak?) (?:boleh |bisa |dapat )?(?:berhenti|keluar|resign|pulang|pindah)"
    r"(?: kerja)? )?"
    r"(?:sampai|hingga|sebelum|selama|until|before) [^.;\n]{0,20}\b(?:utang|hutang|kasbon|debts?)\b[^.;\n]{0,15}"
    r"\b(?:(?:belum )?lunas|dilunasi|(?:re)?paid)\b"
    r"|\b(?:tidak|tdk|dilarang|ga+k?|ngg?ak?) (?:boleh |bisa |dapat )?(?:pulang|cuti pulang)\b[^.;\n]{0,15}"
    r"\b(?:selama|sampai|sebelum)\b[^.;\n]{0,15}\bkontrak\b"
    r"|\b(?:mess|asrama|kamar|pintu|gerbang|dorm\w*|doors?)\b[^.;\n]{0,15}\b(?:dikunci|terkunci|locked)\b"
)
_AT_WORK = re.compile(
    r"jam kerja|saat (?:be)?kerja|selama (?:be)?kerja|area produksi|loker\b|working hours|at work|"
    r"menagih|penagihan|collect(?:or|ion)|service|servis|counter|toko|penjualan|nasabah|pelanggan|customer"
)


def _bound(text: str) -> Iterator[Finding]:
    """Whoever works is bound, wherever that is: by debt of the journey, shut in, without a telephone."""
    for found in _BINDS.finditer(text):
        line = text[text.rfind("\n", 0, found.start()) + 1 : (text.find("\n", found.end()) + 1 or len(text))]
        if not _WARNS.search(text, 0, found.start()) and not _AT_WORK.search(line):
            yield Finding(Code.TRAFFICKING_SIGN, *found.span())
            return


def _student(text: str) -> bool:
    """Whether the work is at home, with people who go or have been abroad: a teacher of trainees, former trainees."""
    return (
        re.search(r"\b(?:ex|eks|mantan|pengajar|guru|sensei|siswa|lpk|pengalaman|alumni|calon)\b", text)
        is not None
    )


def _signs(text: str) -> Iterator[Finding]:
    visa = _VISA.search(text)
    if visa and not _WARNS.search(text, 0, visa.start()):
        yield Finding(Code.TRAFFICKING_SIGN, *visa.span())
        return
    place, work = _SCAM_PLACES.search(text), _SCAM_WORK.search(text)
    if place and work:
        yield Finding(Code.TRAFFICKING_SIGN, *place.span())
