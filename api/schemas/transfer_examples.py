"""Synthetic examples of transfers and cards."""

from api.schemas.examples import PERSON, VACANCY_ID, Example

UNIT = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b11"
ACCOUNT = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b12"
TRANSFER_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b13"

CLAIM: Example = {"national_id": "3519011705940001"}
CLAIMED: Example = {"status": "asked"}
OFFER: Example = {"unit": UNIT, "note": "Surat 12/2026"}
OFFERED: Example = {"id": TRANSFER_ID}
HAND_OVER: Example = {"colleague": ACCOUNT}
REVEAL: Example = {"number": "national_id", "purpose": "social_security", "letter": "123"}
REVEALED: Example = {"number": "national_id", "value": "3519011705940001"}
TRANSFER: Example = {
    "id": TRANSFER_ID,
    "candidate": PERSON,
    "kind": "offer",
    "from_unit": "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b14",
    "from_name": "Lapas Contoh",
    "to_unit": UNIT,
    "to_name": "Bapas Contoh",
    "asked_at": "2026-11-22T03:00:00+00:00",
    "note": "Surat 12/2026",
    "outcome": None,
    "decided_at": None,
    "open_matters": None,
}
RECEIVERS: Example = {
    "units": [{"id": UNIT, "type": "bapas", "name": "Bapas Contoh", "province": "35"}],
    "colleagues": [{"id": ACCOUNT, "name": "Petugas Contoh"}],
}
CARDS: Example = {
    "kind": "cards",
    "vacancy_id": VACANCY_ID,
    "title": "Tukang Las (Welder) SMAW",
    "as_of": "2026-11-22",
    "found": {"least": 1, "most": 4, "words": "kurang dari 5"},
    "cards": [
        {
            "rank": 1,
            "code": "7A30-C41D-09BE",
            "province": {"code": "35", "name": "Jawa Timur"},
            "available_from": "2027-01",
            "months_of_work": 36,
            "certificates": [
                {
                    "title": "Juru Las SMAW 3G",
                    "scheme": "Plate Welder SMAW 3G",
                    "units": [{"code": "C.24LAS01.001.1", "decree_year": 2018}],
                    "kkni_level": 2,
                    "issuer": "LSP Las Contoh",
                    "verification": "original_seen",
                }
            ],
            "disclosed": None,
            "fit_word": "strong",
            "fit_words": "cocok kuat",
            "proof": {
                "certificate": "Juru Las SMAW 3G",
                "verification": "original_seen",
                "line": "Tukang Las (Welder) SMAW",
            },
            "gaps": [],
            "needs_weekday": True,
            "needs": ["Perlu satu hari kerja sebulan"],
        }
    ],
}
