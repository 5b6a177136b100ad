"""Words in an advertisement that law or circular does not allow, or that keep people away.

A wording is looked for in one clause at a time, so that "tanpa" and "tidak" are those of the same clause.
"""

import re
from collections.abc import Iterator
from typing import Final

from matching.lint.catalogue import Code, Finding
from matching.lint.money import PAYING
from matching.lint.patterns import WELCOME, wording
from matching.lint.people import KEPT_AWAY
from matching.requirements.clauses import Clause, Section
from matching.requirements.items import Strength
from matching.requirements.strength import strength_at

_NOBODY = re.compile(  # the company says that it does not, or warns of others who do
    r"\b(?:tanpa|bebas|gratis|free|no|bukan|jangan|waspada|hati-hati|penipuan|mengatasnamakan|never|not)\b"
    r"|\b(?:tidak|tdk|tak|gak|nggak|ga)\b(?!\W+boleh)"
)
_PAID_FOR = re.compile(
    r"ditanggung|dibiayai|dibayarkan? (?:oleh )?perusahaan|disediakan|subsidi|bantuan|pengganti|tunjangan|reimburs"
    r"|(?:perusahaan|kami|kantor|company|we)\b[^.;]{0,20}\b(?:menanggung|membiayai|menyediakan|covers?|pays?|bears?)\b"
    r"|dikembalikan oleh|mendapat|fasilitas|biaya (?:perjalanan|kesehatan|pengobatan|lembur|hidup)"
)


_NOT = r"(?:tidak|tdk|tak|belum|blm|bukan|tanpa|bebas|bersih|no|not|never)"
_PAPERS = r"(?:ija[sz]a[hs]h?|sttb|ktp|kartu keluarga|bpkb|akta|buku nikah|sertifikat asli|dokumen asli)"
_CREDIT = r"pembiayaan|pinjaman|kredit|dana tunai|nasabah|debitur|leasing|kendaraan|pencairan|gadai"
_COPY = (
    r"foto ?cop|foto ?kop|\bfc\b|\bcopy\b|salinan|\bscan|legalisir|soft ?file|melampirkan|lamaran|verifikasi"
)
_FEE_OF = (
    r"(?:pendaftaran|registrasi|admin(?:istrasi)?|training|pelatihan|seragam|jaminan|penempatan|keberangkatan"
    r"|pemberangkatan|interview|wawancara|medical|mcu|id ?card|kartu|masuk kerja|pangkal)"
)
_VEIL = r"(?:hijab|jilbab|kerudung)"
_FAITH = r"(?:muslim(?:ah)?|islam|kristen|kristiani|katolik|nasrani|hindu|budha?|buddha)"
WORDINGS = (
    wording(
        Code.RECORD_DEMANDED,
        rf"\b{_NOT}\b[^,;.]{{0,40}}\b(?:kriminal\w*|(?:di)?pidana|dihukum|dipenjara|kejahatan|tindak hukum"
        r"|masalah hukum|crimi[n]al\w*)"
        r"|\b(?:catatan|riwayat|rekam jejak) (?:kriminal|kejahatan|pidana|hukum)\b"
        r"|\bcrimi[n]al (?:record|background|history)|\bskck (?:yang )?bersih|\bclean record\b"
        r"|\b(?:pass|lulus) (?:a )?background check|\b(?:bukan|tidak menerima) (?:mantan|eks)\W+(?:nara"
        r"|na)pi(?:dana)?\b",
        rf"\b(?:tidak|tdk) (?:meminta|mensyaratkan|memerlukan)|\b(?:do|does|will) not (?:ask|check|require)|{WELCOME}",
        plain=False,
    ),
    wording(
        Code.TATTOO,
        rf"\b{_NOT}\b[^,;.]{{0,25}}\b(?:ber)?(?:tatt?oo?s?|tattoos?|tindik\w*)\b",
        r"tidak masalah|boleh|dipersilakan",
        plain=False,
    ),
    wording(
        Code.LOOKS,
        r"\b(?:ber)?pen?ampilan\b[^,;.]{0,25}\b(?:menarik|cantik|ganteng|good|oke|modis|enak dipandang)\b"
        r"|\bgood[- ]?looking\b|\bgood look\b|\b(?:berparas|berwajah|wajah|paras"
        r"|muka) (?:yang )?(?:cantik|menarik|ganteng|bersih)"
        r"|\b(?:good|attractive|pleasant) appearance\b"
        r"|\b(?:wanita|perempuan|gadis|pria|cewe\w?|cowo\w?) (?:cantik|ganteng|menarik)\b",
        r"kosmetik|skincare|perawatan|produk",
    ),
    wording(
        Code.BODY,
        r"\b(?:tinggi|berat)(?: (?:dan |& ?)?(?:berat|tinggi))? ?badan\b|\b(?:tb"
        r"|tinggi)\b\W{0,3}(?:min\w*|minimal|>)?\W{0,3}1[4-9]\d\b"
        r"|\b(?:postur|badan|tubuh)\b[^,;.]{0,15}\b(?:ideal|prop\w*sional|tegap|tinggi)\b|\btidak buta warna\b"
        r"|\btidak (?:ber|memakai |menggunakan |pakai )(?:kacamata|soft\w+)|\bmata (?:tidak )?(?:minus|rabun)"
        r"|\bnot colou?r ?blind\b",
        r"\b(?:mengukur|menimbang|pasien|pelanggan|customer|menurunkan|balita|anak)\b",
        plain=False,
    ),
    wording(
        Code.DISABILITY,
        r"\b(?:tidak|tanpa|bukan)\b[^,;.]{0,20}\b(?:cacat|kecacatan|difabel|disabilitas|berkebutuhan khusus)\b"
        r"|\bnormal (?:secara )?fisik\b",
        r"produk|barang|hasil|kain|jahitan|material|terbuka|diskrimin|memandang|membeda|peluang|\bcacat hukum",
        plain=False,
    ),
    wording(
        Code.MARITAL_STATUS,
        r"\b(?:belum|tidak|blm) (?:pernah |sedang )?(?:menikah|nikah|kawin|berkeluarga)\b"
        r"|\b(?:harus |sudah |telah |wajib )(?:menikah|berkeluarga)\b|\b(?:masih |berstatus )?lajang\b"
        r"|\b(?:pria|wanita|perempuan|laki-?\s?laki|status|berstatus|masih|female|male)\W{1,3}(?:\w+ )?single\b"
        r"|^\W*single\W*$|\b(?:not married|unmarried)\b",
        r"(?:menikah|kawin|berkeluarga|single|lajang)\s*(?:/|atau|maupun|dan|ataupun)|belum\s*(?:/|atau"
        r"|maupun|dan)\s*"
        r"(?:sudah|menikah)|(?:sudah|telah)\s*(?:/|atau|maupun)|selama|\bproject|\bparent",
        plain=False,
    ),
    wording(
        Code.PREGNANCY,
        r"\btidak (?:sedang |dalam keadaan |boleh )?(?:hamil|mengandung)\b|\bmenunda (?:kehamilan|hamil"
        r"|menikah|pernikahan)"
        r"|\b(?:tidak|belum boleh) (?:akan |boleh )?menikah selama|\bnot pregnant\b",
        plain=False,
    ),
    wording(
        Code.RELIGION,
        rf"\bber ?agama {_FAITH}|^\W*(?:\d\W+)?(?:(?:di\s?utamakan|wajib|khusus|seorang|harus|hanya"
        rf"|lebih disukai|pria|wanita"
        rf"|perempuan|laki-?\s?laki)\W+){{0,3}}(?:ber ?agama\b|{_FAITH}(?! (?:school|center|university|hospital))\b)"
        rf"|\b(?:wanita|pria|perempuan|karyawati) {_FAITH}|\b{_FAITH} (?:yang )?taat\b"
        rf"|\b(?:wajib|bersedia|harus|diutamakan|khusus|memakai|menggunakan|mengenakan|lepas|melepas"
        rf"|tidak)\b[^,;.]{{0,15}}\b(?:ber)?{_VEIL}\b"
        rf"|^\W*(?:wanita |perempuan )?(?:ber){_VEIL}\b|\brajin (?:sholat|shalat|beribadah|ibadah)"
        rf"|\b(?:sholat|shalat) (?:5|lima) waktu"
        r"|\btaat beribadah",
        r"tidak (?:membeda|memandang|dibatasi)|semua agama|segala agama|bahasa|produk|toko|penjualan|menjual|fashion"
        r"|tutorial|koleksi|bank syariah",
        plain=False,
    ),
    wording(
        Code.ETHNICITY,
        r"^\W*(?:\d\W+)?(?:(?:diutamakan|khusus|wanita|pria|perempuan|laki-?\s?laki|etnis|suku|seorang)\W+){0,3}"
        r"(?:chinese|tionghoa|tiong ?hoa|pribumi)\b(?!\W*(?:language|speak|food|restaurant|cuisine|new year|-))"
        r"|\bketurunan (?:tionghoa|chinese|arab|india)\b|\b(?:suku|etnis) (?:jawa|sunda|batak|madura"
        r"|minang|melayu|bali|bugis|betawi|papua)\b"
        r"|\b(?:pribumi|non pribumi)\b"
        r"|\b(?:ber)?kulit (?:putih|cerah|kuning langsat|bersih)\b|\bwarna kulit\b",
        r"perawatan|produk|tidak (?:membeda|memandang)|semua suku|tanpa (?:membeda|memandang)|\bbahasa\b"
        r"|diskriminasi",
    ),
    wording(
        Code.FEE_DEMANDED,
        rf"\b(?:biaya|uang|fee|dana) {_FEE_OF}\b|\b(?:registration|training|admin\w*|application) fee\b"
        r"|\b(?:membayar|bayar|menyetor(?:kan)?|setor|menyerahkan|dikenakan|dipungut|siapkan|transfer"
        r"|wajib|ada|dengan) "
        r"(?:\w+ ){0,2}(?:deposit|uang jaminan|dana jaminan|uang titipan)\b"
        r"|\b(?:deposit|uang jaminan|jaminan uang) (?:\w+ ){0,2}(?:sebesar|rp|idr|\d)|\bdipungut biaya\b"
        r"|\bpungutan biaya\b"
        r"|\bpotong(?:an)? gaji[^,;.]{0,40}(?:training|pelatihan|seragam|deposit|jaminan|keberangkatan|biaya)"
        r"|\b(?:pelamar|peserta|kandidat|calon \w+) (?:\w+ ){0,2}(?:membayar|bayar|dikenakan"
        r"|menanggung) (?:\w+ )?biaya"
        r"|\bbiaya (?:\w+ ){0,2}(?:ditanggung|dibebankan|menjadi tanggungan) (?:\w+ )?(?:pelamar|peserta"
        r"|kandidat|pekerja|sendiri)",
        r"siswa|murid|mahasiswa|pelanggan|customer|nasabah|pasien|klien|tagihan|anggaran|laporan"
        r"|mengelola|kredit|debitur"
        r"|barang jaminan|agunan|bpjs",
        no_benefit=True,
    ),
    wording(
        Code.DOCUMENTS_HELD,
        rf"\b{_PAPERS}\b[^.;]{{0,40}}\b(?:ditahan|dijaminkan|disimpan|dititip\w*|jaminan|dipegang)\b"
        rf"|\b(?:menahan|tahan|penahanan|menjaminkan|jaminan|menitip\w*|titip|menyerahkan|serahkan"
        rf"|penyerahan|menyimpan)\b"
        rf"[^.;,]{{0,25}}\b{_PAPERS}\b",
        f"{_COPY}|{_CREDIT}",
    ),
    wording(
        Code.PASSPORT_HELD,
        r"\bpass?por[t]?\b[^.;]{0,40}\b(?:ditahan|disimpan|dipegang|dijaminkan|diserahkan|diambil)\b"
        r"|\b(?:menahan|menyimpan|memegang|menyerahkan|serahkan|pegang|tahan)\b[^.;,]{0,25}\bpass?por[t]?\b",
        _COPY,
    ),
    wording(
        Code.UNPAID,
        r"\b(?:training|pelatihan|masa percobaan|probation|magang|uji coba"
        r"|percobaan)\b[^.;]{0,30}\b(?:tidak (?:di)?(?:bayar|gaji)"
        r"|tanpa (?:gaji|upah|bayaran)|belum digaji)\b|\bunpaid\b(?! (?:leave|invoice|bill|order))"
        r"|\btidak (?:dibayar|digaji)\b",
        r"invoice|tagihan|pelanggan|cuti|izin|absen|pembayaran",
        plain=False,
    ),
    wording(
        Code.LEAVING_FINED,
        r"\b(?:pinalti|penalti|penalty|denda|ganti rugi)\b[^.;]{0,60}\b(?:resign|mengundurkan diri|keluar"
        r"|berhenti|putus kontrak)\b"
        r"|\b(?:resign|mengundurkan diri|keluar(?!\W+masuk)|berhenti)\b[^.;]{0,60}\b(?:denda|penalti|pinalti|penalty"
        r"|ganti rugi)\b",
    ),
)


EVERY: Final = (*WORDINGS, *KEPT_AWAY, *PAYING)


def worded(clause: Clause) -> Iterator[Finding]:
    """Findings of the wordings in one clause, each code at most once."""
    found: set[Code] = set()
    if clause.tells(Section.DUTIES):
        return
    for one in EVERY:
        if one.code in found or (one.no_benefit and clause.tells(Section.BENEFITS)):
            continue
        match = one.pattern.search(clause.words)
        if match is None or (one.unless and one.unless.search(clause.words)):
            continue
        if one.plain and _denied(clause, match):
            continue
        found.add(one.code)
        yield Finding(one.code, clause.start + match.start(), clause.start + match.end())


def _denied(clause: Clause, match: re.Match[str]) -> bool:
    """Whether the clause says that it is not so: "tanpa biaya", "tidak ada uang jaminan", "ditanggung perusahaan"."""
    before, after = clause.words[: match.start()], clause.words[match.end() :]
    near = before.rpartition(".")[2][-60:]
    return (
        _NOBODY.search(near) is not None
        or _NOBODY.search(match.group()) is not None
        or re.match(r"[^,.;]{0,25}\b(?:tidak|bukan|gratis|free|nol|0\b)", after) is not None
        or (_PAID_FOR.search(clause.words) is not None and "pelamar" not in clause.words)
        or strength_at(clause, match.start(), match.end()) is Strength.NOT_NEEDED
    )
