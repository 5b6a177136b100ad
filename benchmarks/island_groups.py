"""Island group of each regency: within a group no sea has to be crossed; used by build_reference.py only.

A regency on several islands counts where most of its people live. Bridges join (Suramadu: Madura is JAWA;
Barelang: Rempang and Galang are BATAM; Tano Ponggol: Samosir is SUMATERA; Usdek: Tual is KEI; Biak-Supiori).
Ferries do not. Written by the team from the public map; review with local staff.
"""

BY_PROVINCE = {
    **dict.fromkeys(("11", "12", "13", "14", "15", "16", "17", "18"), "SUMATERA"),
    **dict.fromkeys(("31", "32", "33", "34", "35", "36"), "JAWA"),
    "51": "BALI",
    **dict.fromkeys(("61", "62", "63", "64", "65"), "KALIMANTAN"),
    **dict.fromkeys(("71", "72", "73", "74", "75", "76"), "SULAWESI"),
    **dict.fromkeys(("91", "92", "93", "94", "95", "96"), "PAPUA"),
}

BY_REGENCY = {
    "SIMEULUE": "11.09",
    "WEH": "11.72",
    "NIAS": "12.04 12.14 12.24 12.25 12.78",
    "MENTAWAI": "13.09",
    "MERANTI": "14.10",
    "BANGKA": "19.01 19.03 19.04 19.05 19.71",
    "BELITUNG": "19.02 19.06",
    "BINTAN": "21.01 21.72",
    "KARIMUN": "21.02",
    "NATUNA": "21.03",
    "LINGGA": "21.04",
    "ANAMBAS": "21.05",
    "BATAM": "21.71",
    "KEPULAUAN SERIBU": "31.01",
    "LOMBOK": "52.01 52.02 52.03 52.08 52.71",
    "SUMBAWA": "52.04 52.05 52.06 52.07 52.72",
    "TIMOR": "53.01 53.02 53.03 53.04 53.21 53.71",
    "ALOR": "53.05",
    "FLORES": "53.06 53.07 53.08 53.09 53.10 53.15 53.16 53.19",
    "SUMBA": "53.11 53.12 53.17 53.18",
    "LEMBATA": "53.13",
    "ROTE": "53.14",
    "SABU": "53.20",
    "NUNUKAN": "65.03",  # seat and most people on Nunukan and Sebatik
    "TARAKAN": "65.71",
    "SANGIHE": "71.03",
    "TALAUD": "71.04",
    "SITARO": "71.09",
    "PELENG": "72.07",
    "BANGGAI LAUT": "72.11",
    "SELAYAR": "73.01",
    "MUNA": "74.03 74.13 74.14",  # most of Buton Tengah lies on Muna
    "BUTON": "74.04 74.10 74.15 74.72",
    "WAKATOBI": "74.07",
    "WAWONII": "74.12",
    "SERAM": "81.01 81.05 81.06",
    "KEI": "81.02 81.72",
    "TANIMBAR": "81.03",
    "BURU": "81.04 81.09",
    "ARU": "81.07",
    "MALUKU BARAT DAYA": "81.08",
    "AMBON": "81.71",
    "HALMAHERA": "82.01 82.02 82.03 82.06",
    "BACAN": "82.04",
    "SULA": "82.05",
    "MOROTAI": "82.07",
    "TALIABU": "82.08",
    "TERNATE": "82.71",
    "TIDORE": "82.72",
    "YAPEN": "91.05",
    "BIAK": "91.06 91.19",
    "RAJA AMPAT": "96.03",
}
_REGENCY_GROUP = {code: group for group, codes in BY_REGENCY.items() for code in codes.split()}


def island_group(code: str) -> str:
    """Island group of a Kemendagri regency code; KeyError where a regency of an island province is not listed."""
    return _REGENCY_GROUP.get(code) or BY_PROVINCE[code[:2]]
