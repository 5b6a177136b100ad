"""Synthetic examples of ranked lists and runs."""

from api.schemas.examples import EMPLOYER_ID, PERSON, RUN_ID, VACANCY_ID, Example

MATCH: Example = {
    "rank": 1,
    "score": 0.71234,
    "fit": 0.8021,
    "fit_word": "strong",
    "fit_words": "cocok kuat",
    "contributions": {
        "meaning": 0.13,
        "words": 0.2,
        "trade": 0.15,
        "evidence": 0.09,
        "distance": 0.07,
    },
    "evidence": [
        {
            "facet": "certificate",
            "label": "Juru Las SMAW 3G",
            "verification": "original_seen",
            "line": "Tukang Las (Welder) SMAW",
            "terms": ["las", "smaw"],
        }
    ],
    "gaps": [
        {
            "kind": "certificate",
            "asked": "Juru Las SMAW 6G",
            "required": False,
            "by_law": False,
            "line": "",
            "words": "Sertifikat: Juru Las SMAW 6G (lebih disukai)",
        }
    ],
    "flags": [{"flag": "tight_window", "words": "Tanggal mulai mepet dengan perkiraan bebas"}],
    "window": {
        "verdict": "tight",
        "words": "mepet",
        "starts": "2027-02-01",
        "earliest": "2027-01-10",
        "expected": "2027-01-20",
        "latest": "2027-02-15",
    },
    "distance_m": 0,
}
PLACE: Example = {"code": "35.19", "name": "Kabupaten Madiun"}
DECIDED: Example = {
    "as_of": "2026-11-22",
    "facts": "now",
    "dropped": {"too_far": 1204, "licence_missing": 35},
    "words": {"too_far": "Terlalu jauh", "licence_missing": "Izin yang diwajibkan hukum belum dimiliki"},
    "sources": {"licence_missing": "UU 22/2009 Art. 77; Permenaker 8/2020"},
    "snapshot": "g7@1042",
    "model": "multilingual-e5-small@2f1c",
    "weights": "2026-11-a",
}
DISPLAY: Example = {"similar": True, "employer_rows": 3, "within": 20}
VACANCIES_FOR: Example = DECIDED | {
    "candidate_id": PERSON,
    "display": DISPLAY,
    "live": 3000,
    "eligible": 214,
    "weak": 61,
    "not_enough": False,
    "not_enough_words": None,
    "would_open": [
        {
            "vacancy_id": "f0c3a7b8-1d2e-4f5a-9b6c-7d8e9f0a1b22",
            "title": "Welder",
            "reason": "too_far",
            "words": "Terlalu jauh",
            "source": None,
            "score": 0.69,
            "would_rank": 2,
            "to": {"willing_to_move": True},
        }
    ],
    "matches": [
        MATCH
        | {
            "score_rank": 1,
            "similar": ["2b9d7c54-90a1-4c8e-8f3d-5e6a7b8c9d11"],
            "moved": False,
            "vacancy_id": VACANCY_ID,
            "title": "Tukang Las (Welder) SMAW",
            "employer": {"id": EMPLOYER_ID, "name": "PT Contoh Karya"},
            "place": PLACE,
        }
    ],
}
WHAT_IF: Example = {
    "certificates": [
        {"kind": "training", "title": "Juru Las SMAW 6G", "verification": "confirmed_by_issuer"}
    ],
    "licences": ["SIM_B1"],
}
WHAT_IF_LIST: Example = VACANCIES_FOR | {
    "supposed": WHAT_IF,
    "matches": [row | {"rank_before": 3} for row in VACANCIES_FOR["matches"]],
}
WHAT_OPENS: Example = {
    "candidate_id": PERSON,
    "as_of": "2026-11-22",
    "facts": "now",
    "kind": "training",
    "licences": [
        {
            "licence": "SIM_B1",
            "opens": 41,
            "ranked": 3,
            "vacancy_id": VACANCY_ID,
            "title": "Sopir Truk dan Tukang Las",
            "score": 0.61,
            "would_rank": 4,
        }
    ],
    "certificates": [{"title": "Juru Las SMAW 6G", "asked_by": 5, "enters": 2, "rises": 7}],
}
CANDIDATES_FOR: Example = DECIDED | {
    "vacancy_id": VACANCY_ID,
    "title": "Tukang Las (Welder) SMAW",
    "people": 611,
    "matches": [MATCH | {"candidate_id": PERSON, "home": PLACE}],
}
RUN: Example = {"candidate_id": PERSON, "size": 20}
RUN_SUMMARY: Example = {
    "id": RUN_ID,
    "kind": "vacancies",
    "candidate": PERSON,
    "vacancy": None,
    "snapshot": "g7@1042",
    "model": "multilingual-e5-small@2f1c",
    "rules": "2026-11-a",
    "parameters": {"size": 20, "display": DISPLAY, "as_of": "2026-11-22"},
    "at": "2026-11-22T09:30:00+07:00",
    "erased": False,
}
RUN_OUT: Example = RUN_SUMMARY | {
    "weights": {"version": "2026-11-a", "of": {"meaning": 0.24}},
    "features": [{"meaning": 0.83}],
    "result": {"rows": [], "dropped": {}},
}
REPLAY: Example = {
    "run": RUN_ID,
    "same": True,
    "rows": [
        {"record": VACANCY_ID, "rank": 1, "score": 0.71234, "recorded_rank": 1, "recorded_score": 0.71234}
    ],
}
