"""What an applicant is made to pay, or to leave with somebody: money, papers, the passport."""

from typing import Final

from matching.lint.catalogue import Code
from matching.lint.patterns import wording

_APPLICANT = (
    r"(?:pelamar|peserta|kandidat|calon (?:karyawan|pegawai|pekerja|tenaga kerja|mitra)|karyawan baru)"
)
_APPLICANTS = r"(?:applicants?|candidates?|trainees?|new (?:employees?|hires?|staff))"
_BOUGHT = (
    r"(?:starter ?(?:kit|pack)|paket (?:awal|kerja|usaha|training)|seragam|uniforms?|modul|atribut|id ?card"
    r"|formulir|tiket|ticket"
    r"|perlengkapan|peralatan|kit|modal|deposit|biaya|uang|fee|administrasi|adm|admin|materai|pendaftaran"
    r"|akomodasi|training|pelatihan|materi|materials?|keanggotaan|member(?:ship)?|saldo|test|tests?|mcu|medical|pack)"
)
_BUY = (
    r"(?:(?:mem)?beli|(?:mem)?bayar|(?:me)?nebus|tebus|(?:me)?lunasi|(?:mem)?bayarkan|(?:me)?nyetor|setor"
    r"|transfer|talangi|top ?up|isi)"
)
_FEE_OF = (
    r"(?:pendaftaran|registrasi|admin(?:istrasi)?|training|pelatihan|seragam|jaminan|penempatan|keberangkatan"
    r"|pemberangkatan|interview|wawancara|medical|mcu|id ?card|kartu|masuk kerja|pangkal)"
)
_WORN = r"(?:seragam|uniforms?|training|pelatihan|id ?card|atribut|medical|mcu|deposit|formulir|sepatu safety|apd)"
_THEIRS = (  # what customers, pupils and suppliers pay is no fee of applicants
    r"siswa|murid|mahasiswa|pelanggan|customers?|nasabah|pasien|klien|clients?|tagihan|anggaran|laporan"
    r"|kredit|debitur"
    r"|agunan|bpjs|vendor|supplier|invoices?|payroll|pajak|\btax|penumpang|tamu\b|guests?|pembelian bahan|kasir|penyewa"
    r"|orang tua"
)
_PERSONAL = (
    r"(?:(?:ija[sz]a?[hs]?h?|sttb|ktp|kk|sim|akta|kartu keluarga|transkrip|dokumen|surat|sertifikat) (?:\w+ )?"
    r"\(?asli\)?|(?:ija[sz]a?[hs]?h?|sttb|bpkb|buku nikah))"
)
_PAPERS = r"(?:ija[sz]a?[hs]?h?|sttb|ktp|kartu keluarga|bpkb|akta|buku nikah|sertifikat asli|dokumen asli)"
_ORIGINALS = (
    r"(?:original (?:\w+ )?(?:diplomas?|certificates?|documents?|papers|ids?|cards?)|(?:your|the"
    r"|school) diplomas?"
    r"|school certificates?|id cards?|identity cards?)"
)
_TAKEN = (
    r"(?:dikumpul\w*|ditinggal\w*|diserah\w*|diambil|disita|ditahan|dijamin\w*|disimpan|dititip\w*|dipegang|ditaruh"
    r"|(?:sebagai |sbg |jadi )?jaminan|(?:kami|perusahaan|kantor|hrd) (?:tahan|simpan|pegang))"
)
_KEPT = (
    r"(?:held|kept|retained|withheld|surrendered|handed over|deposited|collected|a guarantee|as guarantee"
    r"|collateral)"
)
_KEEPS = r"(?:holds?|keeps?|retains?|withholds?|surrender|hands? over|deposit)"
_A_COPY = (
    r"foto ?[ck]op|\bfc\b|\bcop(?:y|ies)\b|salinan|\bscan|legalisir|soft ?file|lamaran|ditunjukkan|diperlihatkan"
    r"|melampirkan|verifikasi"
)
_CREDIT = r"pembiayaan|pinjaman|kredit|dana tunai|nasabah|debitur|leasing|kendaraan|pencairan|gadai"

PAYING: Final = (
    wording(
        Code.FEE_DEMANDED,
        "biaya uang fee dana dp ongkos deposit jaminan pungut potong",
        rf"\b(?:biaya|uang|fee|dana|dp|ongkos) {_FEE_OF}\b"
        r"|\b(?:registration|training|admin\w*|application|enrol?lment) fee\b"
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
        rf"{_THEIRS}|mengelola|barang jaminan",
        no_benefit=True,
    ),
    wording(
        Code.FEE_DEMANDED,
        "bayar beli tebus nebus setor nyetor lunas talangi transfer top isi biaya tanggung bebankan uang fee ongkos"
        " mahar siapkan sediakan potong gaji",
        rf"\b(?:{_APPLICANT}|wajib|wjb|harus|hrs|diharuskan|diwajibkan|diminta|perlu|cukup"
        rf"|terlebih dahulu|silakan)\b[^.;]{{0,40}}"
        rf"\b{_BUY}\b[^.;]{{0,30}}\b{_BOUGHT}\b"
        rf"|(?:^|[,;:]\s*)(?:cukup |hanya |silakan )?(?:bayar|beli|tebus|setor|top ?up) (?:\w+ ){{0,2}}{_BOUGHT}\b"
        rf"|\b(?:dibayar\w*|dibiayai|ditanggung|dibebankan|ditalangi)\b[^.;]{{0,20}}\b{_APPLICANT}\b"
        r"|\b(?:biaya|uang|fee|ongkos) (?:jasa|komisi|terima kasih|balas jasa|pelicin|sogok|masuk|pangkal"
        r"|muka kerja)\b"
        r"[^.;]{0,30}\b(?:penyalur\w*|agen|yayasan|calo|makelar|lolos|kerja|diterima|rp|\d)"
        r"|\bmahar\b|\buang (?:pelicin|komitmen)\b|\b(?:siapkan|sediakan) (?:uang|dana|biaya)\b"
        rf"|\b{_APPLICANT}\b[^.;]{{0,25}}\b(?:men)?transfer\b[^.;]{{0,40}}\b(?:rekening|hrd|panitia|seragam)\b"
        rf"|\b{_WORN}\b[^.;]{{0,30}}\b(?:di)?potong(?:an)? (?:dari )?(?:gaji|upah)"
        rf"|\b{_WORN}\b[^.;,]{{0,20}}\b(?:biaya|beli|bayar) (?:sendiri|pribadi|mandiri)\b"
        r"|\bgaji\b[^.;,]{0,30}\bditahan\b[^.;,]{0,20}\b(?:jaminan|deposit|garansi)\b",
        rf"{_THEIRS}|nikah",
        no_benefit=True,
    ),
    wording(
        Code.FEE_DEMANDED,
        "fee charge cost deposit pay buy purchase bear deduct expense",
        r"\b(?:processing|placement|uniform|agency|recruitment|service|medical|interview) (?:fees?|charges?"
        r"|costs?)\b"
        r"[^.;]{0,40}\b(?:paid|pay|payable|required|borne|deducted|rp|idr)\b"
        r"|\bdeposit\b[^.;]{0,40}\b(?:required|must|needed|paid|rp|idr|before)\b"
        rf"|\b{_APPLICANTS}\b[^.;]{{0,25}}\b(?:pays?|buys?|purchases?|bears?)\b"
        rf"|\b(?:must|need to|required to|have to|please|you (?:will )?|^\W*)\W?(?:first )?(?:pay|buy|purchase) "
        rf"[^.;]{{0,25}}{_BOUGHT}\b"
        rf"|\b{_WORN}\b[^.;]{{0,30}}\bdeducted from\b|\b{_WORN}\b[^.;]{{0,30}}\bat (?:your|their) own (?:cost|expense)",
        _THEIRS,
        no_benefit=True,
    ),
    wording(
        Code.DOCUMENTS_HELD,
        "asli ijaz ijas sttb bpkb nikah ktp akta keluarga",
        rf"\b{_PERSONAL}(?!\w)[^.;]{{0,40}}\b{_TAKEN}\b|\b{_PAPERS}\b[^.;]{{0,40}}\b"
        r"(?:ditahan|dijaminkan|disimpan|dititip\w*|jaminan|dipegang)\b"
        rf"|\b(?:menahan|tahan|penahanan|menjaminkan|jaminan|menitip\w*|titip|menyerahkan|serahkan"
        rf"|penyerahan|menyimpan)\b"
        rf"[^.;,]{{0,25}}\b{_PAPERS}\b",
        rf"{_A_COPY}|{_CREDIT}|siswa|murid|pelanggan",
    ),
    wording(
        Code.DOCUMENTS_HELD,
        "original diploma certificate card",
        rf"\b{_ORIGINALS}\b[^.;]{{0,40}}\b{_KEPT}\b|\b{_KEEPS}\b[^.;]{{0,25}}\b{_ORIGINALS}\b",
        rf"{_A_COPY}|customers?|clients?|students?|files?\b",
    ),
    wording(
        Code.PASSPORT_HELD,
        "paspor passpor",
        r"\bpass?por[t]?\b[^.;]{0,40}\b(?:ditahan|disimpan|dipegang|dijaminkan|diserahkan|diambil|dikumpul\w*)\b"
        r"|\b(?:menahan|menyimpan|memegang|menyerahkan|serahkan|pegang|simpan|tahan)\b[^.;,]{0,25}\bpass?por[t]?\b"
        rf"|\bpassports?\b[^.;]{{0,40}}\b(?:{_KEPT}|taken|in our (?:care|custody))\b"
        rf"|\b{_KEEPS}\b[^.;]{{0,25}}\bpassports?\b",
        rf"{_A_COPY}|customers?|clients?|guests?",
    ),
)
