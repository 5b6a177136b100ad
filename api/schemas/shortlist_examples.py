"""Synthetic examples of shortlists."""

from api.schemas.examples import PERSON, VACANCY_ID, Example

SHORTLIST_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2c01"
ITEM_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2c02"
FLAG_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2c03"
EMPLOYER = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2c04"
ACCOUNT = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2c05"
AT = "2026-11-24T03:00:00+00:00"

REQUEST: Example = {"candidate_id": PERSON, "note": ""}
PROPOSE: Example = {"size": 5, "note": ""}
STEP: Example = {"to": "under_review", "note": ""}
APPROVAL: Example = {"version": 3, "note": ""}
NEW_ITEM: Example = {"vacancy_id": VACANCY_ID, "reason": "known_to_employer", "note": ""}
CHANGE: Example = {"change": "move", "place": 1, "reason": "candidate_wish", "note": ""}
ANSWER: Example = {"interested": False, "reason": "too_far", "note": ""}
FLAG: Example = {
    "id": FLAG_ID,
    "kind": "window",
    "code": "start_before_release",
    "words": "Mulai kerja kini sebelum perkiraan bebas",
    "parameters": {"earliest": "2027-03-01", "latest": "2027-04-01"},
    "at": AT,
    "resolved_at": None,
}
ITEM: Example = {
    "id": ITEM_ID,
    "candidate": PERSON,
    "vacancy": VACANCY_ID,
    "title": "Tukang Las (Welder) SMAW",
    "employer": EMPLOYER,
    "employer_name": "PT Contoh Baja",
    "position": 1,
    "origin": "ranking",
    "ranked": 1,
    "score": 0.71,
    "fit": "strong",
    "removed_at": None,
    "frozen": None,
    "answers": [{"interested": True, "reason": "", "note": "", "by": ACCOUNT, "at": AT}],
    "flags": [FLAG],
    "unsendable": None,
}
SUMMARY: Example = {
    "id": SHORTLIST_ID,
    "kind": "vacancies",
    "candidate": PERSON,
    "vacancy": None,
    "state": "proposed",
    "state_words": "diusulkan",
    "run": "7f3e4a58-2b0f-4f0e-8b77-0c4a3f6f1a99",
    "approvals_needed": 1,
    "approval_reasons": [],
    "note": "",
    "unit": "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b11",
    "recorded_by": ACCOUNT,
    "recorded_at": AT,
    "version": 3,
}
SHORTLIST: Example = {
    **SUMMARY,
    "next": [{"to": "under_review", "reasoned": False}, {"to": "closed", "reasoned": True}],
    "items": [ITEM],
    "moved_on": [],
    "events": [
        {
            "kind": "step",
            "before": "requested",
            "after": "proposed",
            "role": "case_worker",
            "reason": "",
            "note": "",
            "version": 3,
            "by": ACCOUNT,
            "at": AT,
        }
    ],
    "overrides": [
        {
            "item": ITEM_ID,
            "action": "move",
            "from_position": 3,
            "to_position": 1,
            "reason": "candidate_wish",
            "reason_words": "Keinginan orangnya",
            "note": "",
            "role": "case_worker",
            "by": ACCOUNT,
            "at": AT,
        }
    ],
}
CHANGES: Example = {
    "shortlist": SHORTLIST_ID,
    "as_of": "2026-11-27",
    "items": [
        {
            "item": ITEM_ID,
            "title": "Tukang Las (Welder) SMAW",
            "candidate": PERSON,
            "vacancy": VACANCY_ID,
            "changed": True,
            "rank_then": 1,
            "rank_now": 4,
            "score_then": 0.71,
            "score_now": 0.66,
            "new_gaps": [{"kind": "licence", "asked": "SIM_B1"}],
            "closed_gaps": [],
            "new_flags": ["tight_window"],
            "ended_flags": [],
            "gone": ["starts_before_release"],
            "window_then": ["2027-01-01", "2027-03-01"],
            "window_now": ["2027-04-01", "2027-06-01"],
            "words": ["Mulai kerja sebelum perkiraan bebas"],
        }
    ],
}
COUNTS: Example = {
    "items": [
        {
            "account_id": ACCOUNT,
            "account": "Petugas Contoh",
            "role": "case_worker",
            "employer_id": EMPLOYER,
            "employer": "PT Contoh Baja",
            "action": "move",
            "reason": "candidate_wish",
            "times": 3,
        }
    ]
}
ENTRANTS: Example = {"until": "2027-05-26", "candidates": [PERSON]}
SHEET: Example = {
    "parts": [
        {
            "level": 1,
            "heading": "Usulan pekerjaan untuk Anda",
            "lines": ["Nama: ……………………………", "Tanggal: 27-11-2026"],
            "listed": False,
        },
        {
            "level": 3,
            "heading": "Yang belum ada",
            "lines": ["Izin: SIM B1 (wajib)"],
            "listed": True,
        },
    ]
}
