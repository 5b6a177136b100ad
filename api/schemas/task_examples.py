"""Synthetic examples of tasks, notices and jobs."""

from api.schemas.examples import PERSON, Example

TASK_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b41"
NOTICE_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b42"
JOB_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b43"
LIST_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b44"
ACCOUNT_ID = "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b45"
_TIME = "2026-11-22T03:00:00+00:00"

NEW: Example = {
    "note": "Telepon bengkel tentang seragam kerja",
    "due": "2026-12-01",
    "candidate_id": PERSON,
}
MADE: Example = {"id": TASK_ID}
SNOOZE: Example = {"until": "2026-11-29"}
TASKS: Example = {
    "items": [
        {
            "id": TASK_ID,
            "kind": "list_to_be_sent",
            "words": "Kirim daftar usulan yang sudah disetujui",
            "blocks": "Pemberi kerja belum tahu tentang usulan ini",
            "record": LIST_ID,
            "candidate": PERSON,
            "about": "",
            "about_words": "",
            "times": 1,
            "due": "2026-11-24",
            "urgency": "ahead",
            "ends": "fact",
            "snoozed_until": None,
            "where": f"/shortlists/{LIST_ID}",
        }
    ],
    "total": 1,
}
NOTICES: Example = {
    "items": [
        {
            "id": NOTICE_ID,
            "kind": "list_to_be_sent",
            "words": "Kirim daftar usulan yang sudah disetujui",
            "task": TASK_ID,
            "record": LIST_ID,
            "candidate": PERSON,
            "due": "2026-11-24",
            "at": _TIME,
            "read_at": None,
            "open": True,
            "where": f"/shortlists/{LIST_ID}",
        }
    ],
    "next": None,
    "unread": 1,
}
CHOICE: Example = {"mail": "daily", "address": "petugas@contoh.example"}
JOBS: Example = {
    "items": [
        {
            "id": JOB_ID,
            "kind": "mail",
            "account": ACCOUNT_ID,
            "day": "2026-11-22",
            "state": "set_aside",
            "attempts": 8,
            "run_at": _TIME,
            "problem": "no_connection",
            "created_at": _TIME,
            "ended_at": _TIME,
        }
    ],
    "next": None,
}
