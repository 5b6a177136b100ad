"""Who is kept away for faith, or for people, descent or colour."""

from typing import Final

from matching.lint.catalogue import Code
from matching.lint.patterns import WELCOME, shut_out, wording

_VEIL = r"(?:hijab|jilbab|kerudung)"
_FAITHS = (
    r"(?:muslim\w*|moslems?|islam|kristen|kristiani|protestan|christians?|katolik|catholics?|nasrani|hindus?|budd?ha"
    r"|buddhists?|k[h]?onghucu)"
)
_ANY_FAITH = rf"(?:non\W{{0,2}})?{_FAITHS}"
_LED = (
    r"(?:(?:di\s?utamakan|utamakan|wajib|wjb|khusus|seorang|harus|hrs|hanya|lebih disukai|dicari|pria|wanita|perempuan"
    r"|laki-?\s?laki)\W+){0,3}"
)
_PEOPLES = (
    r"(?:jawa|sunda|batak|madura|minang|padang|melayu|bali|bugis|betawi|papua|ambon|dayak|aceh|flores|nias|timur|manado"
    r"|toraja|sasak|banjar|tionghoa|chinese|china|cina|arab|india|javanese|sundanese|madurese|balinese|papuans?)"
)
_OF_PEOPLES = (
    rf"(?:(?:orang|org|suku|etnis|keturunan|berdarah) (?:asli |daerah )?{_PEOPLES}"
    rf"|(?:orang )?asli {_PEOPLES})"
)
_OF_FAITH = "islam muslim moslem krist christ protestan katolik cathol nasrani hindu bud onghucu"
_OF_PEOPLE = "orang org suku etnis turunan darah asli descent ethnic preferred only saja"

ORIGINS: Final = (
    wording(
        Code.RELIGION,
        f"agama jilbab hijab kerudung salat sholat shalat ibadah seiman taat church gereja {_OF_FAITH}",
        rf"\bber ?agama {_FAITHS}|^\W*agama\W{{1,3}}(?:wajib |harus )?{_FAITHS}"
        rf"|^\W*(?:\d\W+)?{_LED}(?:ber ?agama\b|{_FAITHS}(?! (?:school|center|university|hospital))\b)"
        rf"|\b(?:wanita|pria|perempuan|karyawati) {_FAITHS}|\b{_FAITHS} (?:yang )?taat\b|\bse(?:iman|agama)\b"
        rf"|\b(?:wajib|wjb|bersedia|harus|hrs|diutamakan|khusus|memakai|menggunakan|mengenakan|pakai|pake|lepas|melepas"
        rf"|tidak|tdk)\b[^,;.]{{0,15}}\b(?:ber)?{_VEIL}\b|\bnon\W?{_VEIL}\b"
        rf"|^\W*(?:wanita |perempuan )?(?:ber){_VEIL}\b|\brajin (?:sholat|shalat|salat|beribadah|ibadah|ke gereja)"
        r"|\b(?:sholat|shalat|salat) (?:5|lima) waktu|\btaat (?:beribadah|beragama)",
        r"tidak (?:membeda|memandang|dibatasi)|semua agama|segala agama|agama apa ?pun|hijab (?:ok|boleh|bisa)"
        r"|hijab\s*(?:/|&|,|atau|maupun|dan)\s*(?:non|tidak|tdk)|bahasa|produk|toko|penjualan|menjual"
        rf"|fashion|tutorial|koleksi|bank syariah|{WELCOME}",
        plain=False,
    ),
    wording(
        Code.RELIGION,
        _OF_FAITH,
        rf"{shut_out(_ANY_FAITH)}|\b{_FAITHS}\W{{1,2}}(?:only|saja|preferred|diutamakan)\b"
        rf"|\b(?:must be|only|preferably|prefer) (?:an? )?(?:\w+ )?{_FAITHS}\b"
        r"|\bnon\W{0,2}(?:muslim|islam)\b[^,;.]{0,10}$",
        rf"semua agama|all religions|\bbahasa\b|\bproduk|\btoko\b|fashion|school|sekolah|{WELCOME}",
        plain=False,
    ),
    wording(
        Code.ETHNICITY,
        "chinese tiong pribumi turunan suku etnis kulit skin",
        r"^\W*(?:\d\W+)?(?:(?:diutamakan|khusus|wanita|pria|perempuan|laki-?\s?laki|etnis|suku|seorang)\W+){0,3}"
        r"(?:chinese|tionghoa|tiong ?hoa|pribumi)\b(?!\W*(?:language|speak|food|restaurant|cuisine|new year|-))"
        r"|\bketurunan (?:tionghoa|chinese|arab|india)\b"
        rf"|\b(?:suku|etnis) {_PEOPLES}\b|\b(?:pribumi|non pribumi)\b"
        r"|\b(?:ber)?kulit (?:putih|cerah|terang|kuning langsat|bersih)\b|\bwarna kulit\b"
        r"|\b(?:fair|white|light|bright)[- ]skin(?:ned)?\b",
        r"perawatan|produk|tidak (?:membeda|memandang)|semua suku|tanpa (?:membeda|memandang)|\bbahasa\b"
        r"|diskriminasi",
    ),
    wording(
        Code.ETHNICITY,
        _OF_PEOPLE,
        rf"{shut_out(_OF_PEOPLES)}"
        r"|\b(?:khusus|hanya|diutamakan|utamakan|wajib|harus|disukai|diprioritaskan|prioritas|prefer\w*)\b[^,;.]{0,20}"
        rf"\b{_OF_PEOPLES}\b"
        rf"|\b{_OF_PEOPLES}\W{{1,2}}(?:saja|only)\b"
        rf"|\b{_PEOPLES} (?:only|descent|ethnic\w*|preferred)\b",
        r"bahasa|language|masakan|food|restoran|perawatan|produk|semua suku|membeda|memandang|discriminat"
        r"|diskriminasi",
        plain=False,
    ),
)
