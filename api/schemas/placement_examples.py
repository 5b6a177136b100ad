"""Synthetic examples of what follows a proposal."""

from api.schemas.examples import EMPLOYER_ID, PERSON, VACANCY_ID, Example
from api.schemas.transfer_examples import CARDS

ITEM = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b31"
PLACEMENT_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b32"
COMPLAINT_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b33"
_TIME = "2026-11-22T03:00:00+00:00"
_NOT_RANKED = ("rank", "fit_word", "fit_words", "proof", "gaps", "needs_weekday", "needs")

ANSWER: Example = {
    "kind": "interview",
    "meets_at": "2026-12-01T09:00:00+07:00",
    "how": "in_facility",
    "place": "Ruang bimbingan kerja",
}
ANSWERS: Example = {
    "items": [{"id": 1, **ANSWER, "reason": None, "note": "", "on_behalf": False, "recorded_at": _TIME}],
    "next": ["interview", "offer", "hired", "declined", "no_show", "not_held"],
}
PROPOSALS: Example = {
    "items": [
        {
            "item": ITEM,
            "card": {key: value for key, value in CARDS["cards"][0].items() if key not in _NOT_RANKED},
            "last_answer": "interview",
        }
    ]
}
OPENINGS: Example = {"openings": 3, "held": 0, "offered": 1, "filled": 1, "released": 2, "free": 1}
EVENT: Example = {
    "kind": "started",
    "on": "2026-08-20",
    "contract": "fixed_term",
    "wage_monthly_idr": 2_500_000,
    "place": "35.19",
}
NEW_PLACEMENT: Example = {"kind": "former_employer", "employer": EMPLOYER_ID, "event": EVENT}
PLACEMENT: Example = {
    "id": PLACEMENT_ID,
    "candidate": PERSON,
    "kind": "job",
    "item": ITEM,
    "vacancy": VACANCY_ID,
    "employer": EMPLOYER_ID,
    "events": [
        {"id": 4, **EVENT, "reason": None, "note": "", "corrects": None, "stands": True, "recorded_at": _TIME}
    ],
}
PLACEMENTS: Example = {"items": [PLACEMENT]}
CHECKS: Example = {
    "items": [
        {
            "placement": PLACEMENT_ID,
            "candidate": PERSON,
            "kind": "kept_90",
            "due": "2026-11-18",
            "state": "late",
        }
    ]
}
MATTERS: Example = {
    "items": [
        {
            "kind": "check",
            "words": "Pemeriksaan bertahan kerja",
            "record": PLACEMENT_ID,
            "due": "2026-11-18",
            "about": "kept_90",
        }
    ]
}
COMPLAINT: Example = {"by_whom": "candidate", "code": "wage_not_paid", "note": "Upah bulan kedua"}
COMPLAINT_MADE: Example = {"id": COMPLAINT_ID}
COMPLAINTS: Example = {
    "items": [{"id": COMPLAINT_ID, "candidate": None, **COMPLAINT, "state": "open", "recorded_at": _TIME}]
}
DECISION: Example = {"upheld": True}
REPORT: Example = {
    "by": "unit",
    "year": 2026,
    "as_of": "2026-11-22",
    "rows": [
        {
            "group": "",
            "measure": "kept_90",
            "words": "Bertahan 90 hari",
            "base": 48,
            "count": 21,
            "value": 0.6731,
            "low": 0.5102,
            "high": 0.7919,
            "hidden": False,
        },
        {
            "group": "Lapas Contoh",
            "measure": "kept_90",
            "words": "Bertahan 90 hari",
            "base": None,
            "count": None,
            "value": None,
            "low": None,
            "high": None,
            "hidden": True,
        },
    ],
    "left_out": 2,
}
RELIABILITY: Example = {
    "employer": EMPLOYER_ID,
    "measures": [
        {
            "measure": "interviews_kept",
            "words": "Wawancara yang ditepati",
            "base": 8,
            "count": 7,
            "value": 0.875,
            "low": 0.5291,
            "high": 0.9776,
        }
    ],
    "complaints_upheld": 0,
    "complaints_open": 1,
}
