"""What an applicant is made to pay, leave or go without, in words other than the usual ones, or in English."""

from typing import Final

from matching.lint.catalogue import Code
from matching.lint.patterns import wording

_APPLICANT = (
    r"(?:pelamar|peserta|kandidat|calon (?:karyawan|pegawai|pekerja|tenaga kerja|mitra)|karyawan baru)"
)
_APPLICANTS = r"(?:applicants?|candidates?|trainees?|new (?:employees?|hires?|staff))"
_BOUGHT = (
    r"(?:starter ?kit|paket (?:awal|kerja|usaha|training)|seragam|uniforms?|modul|atribut|id ?card"
    r"|formulir|tiket|ticket"
    r"|perlengkapan|peralatan|kit|modal|deposit|biaya|uang|fee|administrasi|adm|materai|pendaftaran"
    r"|akomodasi|training)"
)
_BUY = (
    r"(?:(?:mem)?beli|(?:mem)?bayar|(?:me)?nebus|tebus|(?:me)?lunasi|(?:mem)?bayarkan|(?:me)?nyetor|setor"
    r"|transfer|talangi)"
)
_THEIRS = (  # what customers, pupils and suppliers pay is no fee of applicants
    r"siswa|murid|mahasiswa|pelanggan|customers?|nasabah|pasien|klien|clients?|tagihan|anggaran|laporan"
    r"|kredit|debitur"
    r"|agunan|bpjs|vendor|supplier|invoices?|payroll|pajak|\btax|penumpang|tamu\b|guests?|pembelian bahan|kasir"
)
_PERSONAL = (
    r"(?:(?:ija[sz]a[hs]h?|sttb|ktp|kk|sim|akta|kartu keluarga|transkrip|dokumen|surat) (?:\w+ )?asli"
    r"|(?:ija[sz]a[hs]h?|sttb|bpkb|buku nikah))"
)
_ORIGINALS = (
    r"(?:original (?:\w+ )?(?:diplomas?|certificates?|documents?|papers|ids?|cards?)|(?:your|the"
    r"|school) diplomas?"
    r"|school certificates?|id cards?|identity cards?)"
)
_KEPT = (
    r"(?:held|kept|retained|withheld|surrendered|handed over|deposited|collected|a guarantee|as guarantee"
    r"|collateral)"
)
_A_COPY = r"foto ?[ck]op|\bfc\b|\bcop(?:y|ies)\b|salinan|\bscan|legalisir|soft ?file|lamaran|ditunjukkan|diperlihatkan"
_LEFT = r"(?:resign|mengundurkan diri|keluar|berhenti|putus kontrak)"

PAYING: Final = (
    wording(
        Code.FEE_DEMANDED,
        rf"\b(?:{_APPLICANT}|wajib|harus|diharuskan|diwajibkan|diminta|perlu|cukup"
        rf"|terlebih dahulu)\b[^.;]{{0,40}}"
        rf"\b{_BUY}\b[^.;]{{0,30}}\b{_BOUGHT}\b"
        rf"|(?:^|[,;:]\s*)(?:cukup |hanya |silakan )?(?:bayar|beli|tebus|setor) (?:\w+ ){{0,2}}{_BOUGHT}\b"
        rf"|\b(?:dibayar\w*|dibiayai|ditanggung|dibebankan|ditalangi)\b[^.;]{{0,20}}\b{_APPLICANT}\b"
        r"|\b(?:biaya|uang|fee|ongkos) (?:jasa|komisi|terima kasih|balas jasa|pelicin|sogok|masuk|pangkal"
        r"|muka kerja)\b"
        r"[^.;]{0,30}\b(?:penyalur\w*|agen|yayasan|calo|makelar|lolos|kerja|diterima|rp|\d)"
        r"|\bmahar\b|\buang (?:pelicin|komitmen)\b|\b(?:siapkan|sediakan) (?:uang|dana|biaya)\b"
        rf"|\b{_APPLICANT}\b[^.;]{{0,25}}\b(?:men)?transfer\b[^.;]{{0,40}}\b(?:rekening|hrd|panitia|seragam)\b",
        rf"{_THEIRS}|nikah",
        no_benefit=True,
    ),
    wording(
        Code.FEE_DEMANDED,
        r"\b(?:processing|placement|uniform|agency|recruitment|service|medical|interview) (?:fees?|charges?"
        r"|costs?)\b"
        r"[^.;]{0,40}\b(?:paid|pay|payable|required|borne|deducted|rp|idr)\b"
        r"|\bdeposit\b[^.;]{0,40}\b(?:required|must|needed|paid|rp|idr|before)\b"
        rf"|\b{_APPLICANTS}\b[^.;]{{0,25}}\b(?:pays?|buys?|purchases?|bears?)\b"
        rf"|\b(?:must|need to|required to|have to) (?:first )?(?:pay|buy|purchase) [^.;]{{0,20}}{_BOUGHT}\b",
        _THEIRS,
        no_benefit=True,
    ),
    wording(
        Code.DOCUMENTS_HELD,
        rf"\b{_PERSONAL}\b[^.;]{{0,40}}\b(?:dikumpul\w*|ditinggal\w*|diserah\w*|diambil|disita"
        rf"|(?:sebagai )?jaminan)\b",
        rf"{_A_COPY}|nasabah|kredit|pinjaman|gadai|leasing|debitur",
    ),
    wording(
        Code.DOCUMENTS_HELD,
        rf"\b{_ORIGINALS}\b[^.;]{{0,40}}\b{_KEPT}\b"
        rf"|\b(?:hold|keep|retain|withhold|surrender|hand over|deposit)\b[^.;]{{0,25}}\b{_ORIGINALS}\b",
        rf"{_A_COPY}|customers?|clients?|students?|files?\b",
    ),
    wording(
        Code.PASSPORT_HELD,
        rf"\bpassports?\b[^.;]{{0,40}}\b(?:{_KEPT}|taken)\b"
        r"|\b(?:hold|keep|retain|withhold|surrender|hand over)\b[^.;]{0,25}\bpassports?\b",
        rf"{_A_COPY}|customers?|clients?|guests?",
    ),
    wording(
        Code.UNPAID,
        r"\b(?:hanya|only|murni|full|100 ?%)\W+(?:\w+\W+)?(?:komisi|commission)\b|\bcommission[- ](?:only"
        r"|based only)\b"
        r"|\btanpa gaji(?: pokok)?\b|\btidak ada gaji(?: pokok)?\b|\b(?:(?<!no work )no|without) (?:basic "
        r"|base |fixed )?(?:salary|pay)\b"
        r"|\b(?:belum|tidak) (?:mendapat|dapat|menerima|ada|diberi\w*)\w*\W(?:gaji|upah|bayaran)\b",
        r"\bmitra|kemitraan|freelance|lepas|invoice|cuti\b|potongan|leave\b",
        plain=False,
    ),
    wording(
        Code.LEAVING_FINED,
        rf"\b{_LEFT}\b[^.;]{{0,60}}\b(?:(?:wajib|harus|dikenakan) (?:membayar|bayar|mengganti|mengembalikan)"
        rf"|gaji (?:hangus|ditahan))"
        r"|\b(?:leave|leaving|resign\w*|quit\w*)\b[^.;]{0,60}\b(?:penalty|fine[ds]?|pay back|repay"
        r"|compensat\w+)\b"
        r"|\b(?:penalty|fine[ds]?)\b[^.;]{0,40}\b(?:leave|leaving|resign\w*|quit\w*)\b",
        r"pelanggan|customers?|asuransi|barang|pesangon|competitive|attractive",
    ),
)
