"""Who is kept away: for a record, marks on the skin, looks, build, disability, marriage or pregnancy."""

from typing import Final

from matching.lint.catalogue import Code
from matching.lint.patterns import NOT, WELCOME, YET, shut_out, wording

_NOT_ASKED = (
    rf"\b(?:tidak|tdk|ga+k?|ngg?ak?) (?:meminta|minta|mensyaratkan|memerlukan|perlu|butuh)"
    rf"|\b(?:do|does|will) not (?:ask|check|require)|{WELCOME}"
)
_RECORD = (  # words of the advertisements themselves
    r"(?:(?:mantan|eks|ex|bekas)\W{0,3}(?:n[a]rapidana|n[a]pi|tahanan|warga binaan|con[v]icts?|cons?"
    r"|off[e]nders?|prisoners?|inm[a]tes?)"
    r"|n[a]rapidana|n[a]pi|residivis|con[v]icts?|f[e]lons?|former (?:prisoners?|inm[a]tes?)"
    r"|(?:crimi[n]al|prison|police) (?:record|background|history)|(?:been|gone) (?:in|to) (?:prison|jail)"
    r"|(?:in|from) prison|served time"
    r"|pernah (?:di(?:hukum|pidana|penjara)|masuk (?:penjara|bui|lapas)|terlibat kriminal))"
)
_TROUBLE = (
    r"(?:kriminal\w*|(?:di)?pidana|dihukum|(?:di)?penjara|bui|jeruji|(?:masuk|keluar) (?:lapas|rutan)|kejahatan"
    r"|tindak hukum|(?:masalah|kasus|perkara|proses|persoalan) (?:hukum|pidana|polisi)"
    r"|catatan (?:di )?(?:hukum|kepolisian|polisi)|(?:ber)?masalah (?:dengan |dgn |sama |secara )?(?:hukum|polisi)"
    r"|berurusan (?:dengan|dgn|sama) (?:hukum|polis\w+|kepolisian|aparat|pihak berwajib)"
    r"|(?:ter)?jerat\w* (?:kasus|hukum|perkara)"
    r"|crimi[n]al\w*|con[v]ict(?:ed|ions?)|arrest(?:ed|s)?|imprisoned|jail(?:ed)?|police record|f[e]lon(?:y|ies)"
    r"|legal (?:issues?|problems?|cases?|troubles?)|trouble with the (?:law|police))"
)
_MARKED = r"(?:(?:ber)?tatt?oo?(?:s|ed)?|(?:ber)?tindik\w*|pierc(?:ed|ings?))"
_DISABLED = (
    r"(?:(?:penyandang )?(?:cacat|disabilitas|difabel)|disab(?:led|ilit(?:y|ies))|handicap\w*|deformit\w+)"
)
_IMPAIRED = (
    r"(?:cacat|kecacatan|difabel|disabilitas|berkebutuhan khusus|(?:keterbatasan|kelainan|kekurangan"
    r"|gangguan) (?:fisik|mental|tubuh|anggota)"
    r"|lumpuh|pincang|tuna ?(?:rungu|netra|wicara|daksa)|tuli|bisu)"
)
_FAIR = (
    r"(?:cantik|ganteng|tampan|rupawan|cakep|kece|jelita|pretty|beautiful|handsome|sexy"
    r"|gorgeous|charming|photogenic|fotogenik)"
)
_PLEASING = rf"(?:menarik|{_FAIR}|good|oke?|modis|fresh|stylish|camera[- ]?face|enak di ?(?:pandang|lihat))"
_WED = r"(?:menikah|nikah|kawin|berkeluarga|berumah tangga|married)"
_UNWED = rf"(?:(?:belum|blm|tidak|tdk|not|un)(?: ?(?:pernah )?{_WED})?|lajang|single|bujang\w*|jomblo|gadis)"
_WEDDED = rf"(?:{YET}(?: {_WED})?|(?<!belum )(?<!blm )(?<!tidak )(?<!tdk )(?<!not )(?<!un)(?<!pernah ){_WED})"
_OR = r"\s*(?:/|,|&|atau(?:pun)?|maupun|dan|or)\s*(?:yang |yg )?"
_EXPECTING = r"(?:hamil|mengandung|menyusui|menikah)"
_IF = rf"(?:bila|jika|apabila|kalau|klo|kl|saat|ketika) (?:\w+ )?{_EXPECTING}"
_GOES = r"(?:mengundurkan diri|resign|keluar|berhenti|diberhentikan|phk|diputus)"

KEPT_AWAY: Final = (
    wording(
        Code.RECORD_DEMANDED,
        "pidana api skck kriminal crimi hukum penjara bui jeruji lapas rutan polis police kejahatan kasus perkara"
        " berwajib aparat catatan riwayat rekam record background con felo arrest jail prison legal law inm off"
        " residivis tahanan binaan time",
        rf"{shut_out(_RECORD)}|\b{NOT}\b[^,;.]{{0,40}}\b{_TROUBLE}\b"
        r"|\b(?:catatan|riwayat|rekam jejak) (?:kriminal|kejahatan|pidana|hukum)\b"
        r"|\bcrimi[n]al (?:record|background|history)|\bskck\b[^,;.]{0,25}\b(?:bersih|clean|tanpa catatan)"
        r"|\b(?:clean|clear) (?:police |legal )?(?:record|background)\b|\b(?:pass|lulus) (?:a )?background check"
        r"|\bbersih (?:di|dari) (?:mata )?(?:kepolisian|polisi|hukum)\b",
        _NOT_ASKED,
        plain=False,
    ),
    wording(
        Code.SKCK_DEMANDED,
        "conduct kelakuan police",
        r"\bgood conduct (?:letter|certificate)|\b(?:letter|certificate) of good conduct\b|\bsurat berkelakuan baik\b"
        r"|\bpolice (?:certificate|check)\b",
        rf"{_NOT_ASKED}|\bskck\b|\b(?:not|no|without|tidak|tanpa)\b",
        plain=False,
    ),
    wording(
        Code.TATTOO,
        "tat tindik pierc",
        rf"{shut_out(_MARKED)}|\b{NOT}\b[^,;.]{{0,25}}\b{_MARKED}\b|\b(?:tattoo|piercing)[- ]free\b",
        rf"{WELCOME}|(?<!tidak )(?<!tdk )(?<!tak )(?<!gak )(?<!ga )\bboleh\b",
        plain=False,
    ),
    wording(
        Code.LOOKS,
        "ampil look appearance face wajah paras muka tampang cantik ganteng tampan rupawan cakep kece jelita pretty"
        " beautiful handsome sexy gorgeous charming photogenic fotogenik attractive menarik manis",
        rf"\b(?:ber)?pen?ampil[ae][nm]\b[^,;.]{{0,25}}\b{_PLEASING}\b"
        r"|\b(?:good|nice)[- ]?looking\b"
        r"|\b(?:good|attractive|presentable|pretty|pleasant|beautiful|nice) (?:looks?|face)\b"
        r"|\b(?:good|attractive|pleasant|nice) appearance\b"
        rf"|\b(?:ber)?(?:wajah|paras|muka|tampang)\b[^,;.]{{0,20}}\b(?:bersih|mulus|glowing|{_PLEASING})\b"
        r"|\b(?:wanita|perempuan|gadis|pria|cewe\w?|cowo\w?|mbak|spg|wom[ae]n|girls?|ladies)"
        rf" (?:yang |yg )?(?:menarik|manis|{_FAIR})\b"
        rf"|(?:^|[,;/&:]|\b(?:dan|and|yang|must be|harus))\s*(?:\w+ (?:dan|and) )?{_FAIR}(?=\s*(?:$|[,.;/&)]"
        r"|dan\b|and\b))"
        r"|(?:^|[,;/&:]|\band|\bmust be)\s*attractive(?=\s*(?:$|[,.;/&)]|and\b|looks?\b|appearance|face"
        r"|wom[ae]n|female|male))",
        r"kosmetik|skincare|perawatan|produk"
        r"|\b(?:kue|tanaman|bunga|desain|hasil|rumah|salary|foto|konten|makeup|untuk wajah|riasan|kuku|rambut)\b",
    ),
    wording(
        Code.BODY,
        "badan tubuh postur tinggi tb bb mata lihatan lens warna blind gemuk gendut obesitas height tall body"
        " posture weight figure physique build sight vision minus silinder plus rabun soft",
        r"\b(?:tinggi|berat)(?: (?:dan |& ?)?(?:berat|tinggi))? ?badan\b"
        r"|\b(?:tb|tinggi)\b\W{0,3}(?:min\w*|>)?\W{0,3}1[4-9]\d(?!\d)|\bmin\w*\W{1,3}(?:tb|tinggi)\W{1,3}1[4-9]\d(?!\d)"
        r"|\b(?:bb|tb)\W{1,3}(?:tb|bb)\b|\bbb\b\W{0,3}(?:ideal|prop\w*|seimbang|ma[kx]\w*|min\w*|\d\d)\b"
        r"|\b(?:postur|badan|tubuh)\b[^,;.]{0,15}\b(?:ideal|prop\w*sional|tegap|tinggi)\b"
        r"|\b(?:ber)?(?:tubuh|badan) (?:langsing|ramping|atletis)\b"
        rf"|\b{NOT} (?:\w+ )?(?:buta warna|gemuk|gendut|obesitas|rabun)\b"
        rf"|\b{NOT} (?:ber|memakai |menggunakan |pakai |pake )(?:kaca ?mata|soft ?\w+)"
        rf"|(?:\bmata\b[^,;.]{{0,12}}|^\W*){NOT} (?:ber)?(?:minus|silinder|plus)\b|\bmata (?:minus|rabun)"
        r"|\b(?:mata|penglihatan) (?:yang |yg )?(?:masih )?(?:normal|tajam|sempurna)\b"
        r"|\b(?:good|normal|perfect|sharp) (?:eye ?sight|vision)\b"
        r"|\b(?:not|no|without|free (?:of|from)) (?:be )?colou?r[- ]?blind(?:ness)?\b"
        r"|\b(?:height|tall)\b[^,;.]{0,25}\b1[4-9]\d(?!\d)|\b1[4-9]\d ?cm (?:tall|in height)\b"
        r"|\b(?:ideal|proportional\w*|slim|slender|athletic) (?:body|posture|weight|figure|physique|build)\b",
        r"\b(?:mengukur|menimbang|pasien|pelanggan|customers?|patients?|menurunkan|balita|anak|program"
        r"|produk|rak|lensa)\b",
        plain=False,
    ),
    wording(
        Code.DISABILITY,
        "cacat difabel disab khusus fisik mental kelainan kekurangan anggota lumpuh pincang tuna tuli bisu tubuh badan"
        " jasmani handicap deform defect physical limitation bodied",
        rf"{shut_out(f'(?:{_DISABLED}|{_IMPAIRED})')}|\b(?!bebas|bersih){NOT}\b[^,;.]{{0,20}}\b{_IMPAIRED}\b"
        rf"|\b(?:no|not|without|free (?:of|from))\b[^,;.]{{0,20}}\b{_DISABLED}\b"
        r"|\b(?:no|without|free (?:of|from))\b[^,;.]{0,15}\bphysical (?:defects?|limitations?|impairments?)\b"
        r"|\bphysically (?:normal|perfect)\b|\bable[- ]bodied\b"
        r"|\banggota (?:tubuh|badan) lengkap\b|\b(?:tubuh|fisik|jasmani) (?:normal|sempurna)\b"
        r"|\bnormal (?:secara )?(?:fisik|jasmani)\b",
        r"produk|barang|hasil|kain|jahitan|material|terbuka|diskrimin|memandang|membeda|peluang|equal|\bcacat hukum"
        rf"|{WELCOME}",
        plain=False,
    ),
    wording(
        Code.MARITAL_STATUS,
        "nikah kawin keluarga rumah lajang single bujang jomblo gadis perawan jejaka janda duda married",
        rf"\b(?:belum|tidak|blm|blom|tdk|ga+k?|ngg?ak?) (?:pernah |sedang |terikat )?(?:{_WED}|pernikahan|perkawinan)\b"
        rf"|\b(?:harus|wajib|{YET}) {_WED}\b|\b(?:masih |berstatus )?lajang\b"
        r"|\b(?:pria|wanita|perempuan|laki-?\s?laki|status|berstatus|masih|female|male|women|men)\W{1,3}"
        r"(?:\w+ )?single\b"
        r"|\b(?:status|berstatus|masih|khusus|harus)\W{1,3}(?:janda|duda|gadis|perawan|bujang\w*|jejaka|jomblo)\b"
        r"|^\W*single\W*$|\b(?:not (?:yet )?married|unmarried)\b|\bmust be (?:single|unmarried|married)\b"
        r"|\b(?:singles?|(?:un)?married)(?: status)?(?: (?:is|are))? (?:only|preferred|status|diutamakan)\b",
        rf"\b{_UNWED}{_OR}{_WEDDED}|\b{_WEDDED}{_OR}{_UNWED}|selama|\bproject|\bparent|pelanggan|pasien",
        plain=False,
    ),
    wording(
        Code.PREGNANCY,
        "hamil mengandung menyusui nikah pregnan marr",
        rf"\b(?:tidak|tdk|tak|belum|blm|ga+k?|ngg?ak?) (?:(?:sedang|lagi|dalam keadaan|boleh|akan) ){{0,2}}"
        r"(?:hamil|menyusui|mengandung(?=\W*$|\W*[,;.]| (?:selama|saat|dan)\b))"
        r"|\b(?:menunda|dilarang) (?:kehamilan|hamil|menikah|pernikahan)\b"
        r"|\b(?:tidak|belum boleh) (?:akan |boleh )?menikah selama|\bnot (?:be )?pregnant\b"
        rf"|\b(?:{_IF}|(?:yang|yg) hamil)\b[^.;]{{0,40}}\b{_GOES}\b|\b{_GOES}\b[^.;]{{0,30}}\b{_IF}\b"
        r"|\b(?:not|never|no)\b[^,;.]{0,25}\bpregnan(?:t|cy|cies)\b"
        r"|\b(?:may|must|shall) not (?:get )?marr(?:y|ied)\b|\bpregnancy test\b|\btes kehamilan\b"
        rf"|{shut_out('(?:(?:ibu|wanita|sedang|yang) hamil|pregnant(?: (?:women|applicants))?)')}",
        r"\bcuti\b|pasien|klinik|apotek|discriminat|leave\b|dipekerjakan|shift malam|lembur",
        plain=False,
    ),
)
