"""Terms of work that the law does not allow: work without pay, a fine for leaving."""

from typing import Final

from matching.lint.catalogue import Code
from matching.lint.patterns import wording

_NOT_YET = r"(?:tidak|tdk|tak|belum|blm|ga+k?|gk|ngg?ak?|tanpa)"
_PAY = r"(?:gaji|gapok|upah|bayaran|uang saku|salary|honor)"
_LEFT = r"(?:resign|mengundurkan diri|keluar(?!\W+masuk)|berhenti|putus kontrak|mundur)"
_PAYS = (
    r"(?:(?:wajib|harus|hrs|dikenakan|kena) (?:membayar|bayar|mengganti|ganti|mengembalikan|kembalikan)"
    r"|(?:bayar|ganti|kembalikan) (?:uang|biaya|rp|\d)|gaji (?:\w+ )?(?:hangus|ditahan|tidak dibayar))"
)

TERMS: Final = (
    wording(
        Code.UNPAID,
        "gaji bayar upah unpaid pay paid gapok saku salary honor",
        r"\b(?:training|pelatihan|masa percobaan|probation|magang|uji coba|trial"
        rf"|percobaan)\b[^.;]{{0,30}}\b{_NOT_YET} (?:akan |ada |mendapat\w* |dapat )?(?:di)?(?:bayar\w*|{_PAY})\b"
        r"|\bunpaid\b(?! (?:leave|invoice|bill|order))|\btidak (?:dibayar|digaji)\b",
        r"invoice|tagihan|pelanggan|cuti|izin|absen|pembayaran|tanggal",
        plain=False,
    ),
    wording(
        Code.UNPAID,
        "komisi commission gaji gapok upah bayar salary pay paid saku honor wage",
        r"\b(?:hanya|only|murni|full|100 ?%)\W+(?:\w+\W+)?(?:komisi|commission)\b|\bcommission[- ](?:only"
        r"|based only)\b|\bkomisi (?:saja|doang|aja)\b"
        rf"|\btanpa {_PAY}(?: pokok)?\b|\b{_NOT_YET} ada {_PAY}(?: pokok)?\b"
        r"|\b(?:(?<!no work )no|without) (?:basic |base |fixed |any )?(?:salary|pay|wages?)\b|\bnot (?:be )?paid\b"
        rf"|\b(?:belum|blm|tidak|tdk) (?:mendapat|dapat|menerima|diberi\w*)\w*\W(?:gaji|upah|bayaran)\b",
        r"\bmitra|kemitraan|freelance|lepas|invoice|cuti\b|potongan|leave\b|terlambat|overtime|late\b",
        plain=False,
    ),
    wording(
        Code.LEAVING_FINED,
        "resign undurkan keluar berhenti putus mundur leav quit",
        r"\b(?:pinalti|penalti|penalty|denda|ganti rugi)\b[^.;]{0,60}\b(?:resign|mengundurkan diri|keluar"
        r"|berhenti|putus kontrak|mundur)\b"
        rf"|\b{_LEFT}\b[^.;]{{0,60}}\b(?:denda|penalti|pinalti|penalty|ganti rugi|{_PAYS})\b"
        rf"|\b{_PAYS}[^.;]{{0,40}}\b(?:bila|jika|apabila|kalau|klo) (?:\w+ )?{_LEFT}\b"
        r"|\b(?:leave|leaving|resign\w*|quit\w*)\b[^.;]{0,60}\b(?:penalty|fine[ds]?|pay back|repay"
        r"|compensat\w+)\b"
        r"|\b(?:penalty|fine[ds]?)\b[^.;]{0,40}\b(?:leave|leaving|resign\w*|quit\w*)\b",
        r"pelanggan|customers?|asuransi|barang|pesangon|competitive|attractive|uang makan",
    ),
)
