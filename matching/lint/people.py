"""Who is kept away by words other than the usual ones: shut out in so many words, or in English."""

from typing import Final

from matching.lint.catalogue import Code
from matching.lint.patterns import WELCOME, shut_out, wording

_NEVER = r"(?:tidak|tdk|tak|belum|blm|bukan|tanpa|bebas|bersih|no|not|never)"
_RECORD = (  # words of the advertisements themselves
    r"(?:(?:mantan|eks|ex|bekas)\W{0,3}(?:n[a]rapidana|n[a]pi|tahanan|warga binaan|con[v]icts?"
    r"|off[e]nders?|prisoners?)"
    r"|n[a]rapidana|n[a]pi|residivis|con[v]icts?|f[e]lons?|(?:crimi[n]al|prison|police) (?:record"
    r"|background|history))"
)
_MARKED = r"(?:(?:ber)?tatt?oo?(?:s|ed)?|(?:ber)?tindik\w*|pierc(?:ed|ings?))"
_DISABLED = (
    r"(?:(?:penyandang )?(?:cacat|disabilitas|difabel)|disab(?:led|ilit(?:y|ies))|handicap\w*|deformit\w+)"
)
_FAITHS = (
    r"(?:muslim\w*|islam|kristen|kristiani|christians?|katolik|catholics?|nasrani|hindus?|budd?ha|buddhists?)"
)
_PEOPLES = (
    r"(?:jawa|sunda|batak|madura|minang|padang|melayu|bali|bugis|betawi|papua|ambon|dayak|aceh|flores|nias"
    r"|tionghoa|chinese|china|cina|arab|india|javanese|sundanese|madurese|balinese|papuans?)"
)
_OF_PEOPLES = (
    rf"(?:(?:orang|suku|etnis|keturunan|berdarah) (?:asli |daerah )?{_PEOPLES}|(?:orang )?asli {_PEOPLES})"
)
_ANY_FAITH = rf"(?:non\W{{0,2}})?{_FAITHS}"
_FAIR = r"(?:cantik|ganteng|tampan|rupawan|cakep|jelita|pretty|beautiful|handsome|good[- ]?looking|sexy)"

KEPT_AWAY: Final = (
    wording(
        Code.RECORD_DEMANDED,
        rf"{shut_out(_RECORD)}|\b{_NEVER}\b[^,;.]{{0,40}}\b(?:penjara|berurusan dengan (?:hukum|polis\w+"
        rf"|kepolisian"
        r"|aparat|pihak berwajib)|(?:ter)?jerat\w* (?:kasus|hukum|perkara)|kasus (?:hukum|pidana|polisi)"
        r"|proses hukum"
        r"|catatan (?:di )?(?:kepolisian|polisi)|con[v]ict(?:ed|ions?)|arrested|imprisoned|jail(?:ed)?"
        r"|police record)\b"
        r"|\bbersih (?:di|dari) (?:mata )?(?:kepolisian|polisi|hukum)\b",
        rf"\b(?:tidak|tdk) (?:meminta|mensyaratkan|memerlukan)|\b(?:do|does|will) not (?:ask|check|require)"
        rf"|{WELCOME}",
        plain=False,
    ),
    wording(
        Code.TATTOO,
        rf"{shut_out(_MARKED)}|\b(?:no|not|without)\b[^,;.]{{0,20}}\b{_MARKED}\b",
        WELCOME,
        plain=False,
    ),
    wording(
        Code.LOOKS,
        rf"(?:^|[,;/&:]|\b(?:dan|and|yang|must be|harus))\s*(?:\w+ (?:dan|and) )?{_FAIR}(?=\s*(?:$|[,.;/&)]"
        rf"|dan\b|and\b))"
        r"|(?:^|[,;/&:]|\band|\bmust be)\s*attractive(?=\s*(?:$|[,.;/&)]|and\b|looks?\b|appearance|face"
        r"|wom[ae]n|female|male))"
        r"|\b(?:wajah|paras)\b[^,;.]{0,20}\b(?:cantik|menarik|ganteng|tampan|bersih|mulus|fresh)\b"
        r"|\b(?:good|attractive|presentable|pretty|pleasant|beautiful) (?:looks?|face)\b",
        r"\b(?:kue|tanaman|bunga|desain|produk|hasil|rumah|salary|foto|konten|makeup|kosmetik|skincare"
        r"|perawatan|untuk wajah|riasan|kuku|rambut)\b",
    ),
    wording(
        Code.BODY,
        r"\b(?:height|tall)\b[^,;.]{0,25}\b1[4-9]\d\b|\b1[4-9]\d ?cm (?:tall|in height)\b"
        r"|\b(?:ideal|proportional\w*|slim|slender|athletic) (?:body|posture|weight|figure|physique|build)\b"
        r"|\b(?:ber)?(?:tubuh|badan) (?:langsing|ramping|atletis|tinggi|ideal)\b|\btidak (?:gemuk|gendut"
        r"|obesitas)\b",
        r"\b(?:mengukur|menimbang|pasien|pelanggan|customers?|patients?|menurunkan|balita|anak|program"
        r"|produk|rak)\b",
        plain=False,
    ),
    wording(
        Code.DISABILITY,
        rf"{shut_out(_DISABLED)}|\b(?:no|not|without|free (?:of|from))\b[^,;.]{{0,20}}\b{_DISABLED}\b"
        r"|\b(?:no|without)\b[^,;.]{0,15}\bphysical (?:defects?|limitations?)\b|\bphysically (?:normal"
        r"|perfect)\b"
        r"|\banggota (?:tubuh|badan) lengkap\b|\b(?:tubuh|fisik) (?:normal|sempurna)\b",
        rf"\bproduk|\bbarang|\bhasil\b|\bmaterial|memandang|membeda|peluang|equal|{WELCOME}",
        plain=False,
    ),
    wording(
        Code.MARITAL_STATUS,
        r"\b(?:status|berstatus|masih|khusus|harus)\W{1,3}(?:janda|duda|gadis|perawan|bujang\w*|jejaka)\b"
        r"|\b(?:belum|tidak|masih belum) berumah tangga\b|\bmust be (?:single|unmarried)\b|\b(?:single"
        r"|unmarried) (?:only|preferred|status)\b",
        r"\b(?:menikah|kawin|married)\W{1,3}(?:atau|maupun|dan|or)\b|pelanggan|pasien",
        plain=False,
    ),
    wording(
        Code.PREGNANCY,
        r"\b(?:bila|jika|apabila|kalau|saat|ketika) (?:\w+ )?(?:hamil|mengandung|menikah)\b[^.;]{0,40}"
        r"\b(?:mengundurkan diri|resign|keluar|berhenti|diberhentikan|phk|diputus)\b"
        r"|\b(?:mengundurkan diri|resign|keluar|berhenti|diberhentikan|phk|diputus)\b[^.;]{0,30}"
        r"\b(?:bila|jika|apabila|kalau|saat|ketika) (?:\w+ )?(?:hamil|mengandung|menikah)\b"
        r"|\b(?:not|never|no)\b[^,;.]{0,25}\bpregnan(?:t|cy|cies)\b|\b(?:may|must"
        r"|shall) not (?:get )?marr(?:y|ied)\b|\bpregnancy test\b|\btes kehamilan\b",
        r"\bcuti\b|pasien|klinik|apotek|discriminat|leave\b",
        plain=False,
    ),
    wording(
        Code.RELIGION,
        rf"{shut_out(_ANY_FAITH)}|\b{_FAITHS}\W{{1,2}}(?:only|saja|preferred|diutamakan)\b"
        rf"|\b(?:must be|only|preferably) (?:an? )?(?:\w+ )?{_FAITHS}\b"
        r"|\bnon\W{0,2}(?:muslim|islam)\b[^,;.]{0,10}$",
        rf"semua agama|all religions|\bbahasa\b|\bproduk|\btoko\b|fashion|school|sekolah|{WELCOME}",
        plain=False,
    ),
    wording(
        Code.ETHNICITY,
        rf"{shut_out(_OF_PEOPLES)}"
        rf"|\b(?:khusus|hanya|diutamakan|wajib|harus)\b[^,;.]{{0,20}}\b{_OF_PEOPLES}\b"
        rf"|\b{_OF_PEOPLES}\W{{1,2}}(?:saja|only)\b"
        rf"|\b{_PEOPLES} (?:only|descent|ethnic\w*|preferred)\b",
        r"bahasa|language|masakan|food|restoran|perawatan|produk|semua suku|membeda|memandang|discriminat"
        r"|diskriminasi",
        plain=False,
    ),
)
