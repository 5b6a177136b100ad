"""Examples of consents and requests, shown in the document of the API and held against the shapes by a test."""

from typing import Any

Example = dict[str, Any]
CONSENT: Example = {
    "purpose": "matching",
    "how": "written",
    "language": "id",
    "evidence": "Map persetujuan 12/2026",
}
CONSENT_OUT: Example = {
    "id": "0b7f5d1a-6a51-4e0c-9a43-9f1b7f1f2c01",
    "purpose": "matching",
    "recipient": "unit",
    "employer_id": None,
    "fields": [],
    "wording": "matching/1",
    "language": "id",
    "wording_sha256": "188294b65fe6879405d3f66aef3f1083768c165a1dbbc92dcd48c7555bc0af03",
    "how": "written",
    "given_at": "2026-11-22T09:00:00+07:00",
    "until": None,
    "guardian": None,
    "evidence": "Map persetujuan 12/2026",
    "state": "current",
    "withdrawn_at": None,
    "withdrawal_reason": "",
    "recorded_at": "2026-11-22T09:05:00+07:00",
}
WITHDRAWAL: Example = {"reason": ""}
REQUEST: Example = {"kind": "access", "note": "Minta salinan data"}
DECISION: Example = {"granted": True, "answer": ""}
CORRECTION: Example = {"done": True, "words": "Ijazah dibetulkan menurut aslinya"}
REQUEST_OUT: Example = {
    "id": "3f0a8a52-0f6b-4a57-8f5e-6a3b0c1d2e03",
    "kind": "access",
    "subject": "7f3e4a58-2b0f-4f0e-8b77-0c4a3f6f1a10",
    "candidate": "7f3e4a58-2b0f-4f0e-8b77-0c4a3f6f1a10",
    "state": "open",
    "received_at": "2026-11-22T09:00:00+07:00",
    "due_at": "2026-11-25T09:00:00+07:00",
    "due_in_hours": 71.5,
    "article": "UU 27/2022 Art. 32",
    "by_law": True,
    "note": "Minta salinan data",
    "answer": "",
    "granted_at": None,
    "decided_at": None,
}
WORDINGS: Example = {
    "items": [
        {"key": "matching/1", "language": "id", "sha256": "188294b6…", "text": "PERSETUJUAN PENCOCOKAN …"}
    ]
}
SUBJECT_FILE: Example = {"person": {"home": "35.19"}, "identity": {"name": "Contoh Satu"}, "consents": []}
