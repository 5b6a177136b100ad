"""Synthetic examples for OpenAPI. Nobody in them is real; a test reads each with the shape that it stands for."""

from typing import Any

Example = dict[str, Any]

PERSON = "7f3e4a58-2b0f-4f0e-8b77-0c4a3f6f1a10"
CERTIFICATE_ID = "3b0d6a4e-6a0e-4d0a-9d0b-6b2f5a8f2c11"
EMPLOYER_ID = "0b5b3c52-7c0e-4a63-9a55-2b1d0a7f6e01"
VACANCY_ID = "c2a9f1d4-5e7b-4c1f-8a3d-9f0e6b7d2a33"
RUN_ID = "e5d1c0b2-9f3a-4b8e-a6c7-1d2e3f4a5b66"
STAMP: Example = {
    "unit": "00000000-0000-4000-8000-0000000000a1",
    "recorded_by": "00000000-0000-4000-8000-000000000001",
    "recorded_at": "2026-11-22T09:30:00+07:00",
    "version": 1,
}
FACTS: Example = {
    "home": "35.19",
    "education": "SMA",
    "accepted_places": ["35.77"],
    "max_travel_m": 40000,
    "licences": [{"licence": "SIM_C", "expires": "2029-08-01"}],
    "languages": ["id", "jv"],
    "experience": [{"title": "Tukang las", "months": 18, "inside": True, "reviewed": True}],
    "preferences": {"interests": ["pengelasan"], "minimum_wage_idr": 2400000},
    "blocked_fields": ["FW01"],
    "blockers": [{"kind": "identity_card", "status": "in_progress", "lead_days": 14}],
}
WINDOW: Example = {
    "mode": "conditional_release",
    "earliest": "2027-01-10",
    "expected": "2027-01-20",
    "latest": "2027-02-15",
    "basis": "source_two_thirds",
    "as_of": "2026-11-02",
    "source": "SDP",
}
SUPERVISION: Example = {"until": "2028-03-01", "area": ["35.19", "35.77"], "report_every_days": 30}
WINDOW_SETTING: Example = {"window": WINDOW, "supervision": SUPERVISION}
WINDOW_HISTORY: Example = WINDOW_SETTING | {"history": [WINDOW]}
GATES: Example = {"consented": True, "objected": False}
CERTIFICATE: Example = {
    "kind": "competence",
    "title": "Juru Las SMAW 3G",
    "scheme": "Pengelasan Pelat SMAW",
    "units": [{"code": "C.24LAS01.014.1", "decree_year": 2018}],
    "issuer": "LSP Las Contoh",
    "issued": "2026-03-14",
    "expires": "2029-03-14",
    "verification": "original_seen",
}
CERTIFICATE_OUT: Example = CERTIFICATE | {
    "id": CERTIFICATE_ID,
    "kkni_level": None,
    "number": "",
    "training_hours": None,
    "verified_by": "",
    "verified_on": None,
    "evidence_reference": "",
}
CANDIDATE: Example = {
    "identity": {"name": "Contoh Satu", "birth_date": "1994-05-17", "national_id": "3519011705940001"},
    "facts": FACTS,
    "references": [{"system": "BLK-CONTOH", "key": "2026-0117"}],
    "facility": "Lapas Contoh",
    "gates": GATES,
    "window": WINDOW,
    "certificates": [CERTIFICATE],
}
CANDIDATE_OUT: Example = {
    "id": PERSON,
    "identity": {
        "name": "Contoh Satu",
        "birth_date": "1994-05-17",
        "phone": None,
        "district": "",
        "national_id_last4": "0001",
        "register_number_last4": None,
    },
    "facts": FACTS,
    "references": [{"system": "BLK-CONTOH", "key": "2026-0117"}],
    "facility": "Lapas Contoh",
    "guarantor": None,
    "gates": GATES,
    "window": WINDOW,
    "supervision": None,
    "certificates": [CERTIFICATE_OUT],
    "stamp": STAMP,
}
CANDIDATE_PATCH: Example = {"facts": {"max_travel_m": 60000, "willing_to_move": True}, "guarantor": None}
LOOKUP: Example = {"national_id": "3519011705940001"}
EMPLOYER: Example = {
    "name": "PT Contoh Karya",
    "business_number": "9900000000017",
    "sector": "25920",
    "contact": "hrd@contoh.example",
    "verification": "verified",
    "reference": None,
}
EMPLOYER_OUT: Example = EMPLOYER | {"id": EMPLOYER_ID, "stamp": STAMP}
EMPLOYER_PATCH: Example = {"verification": "verified"}
VACANCY: Example = {
    "employer": EMPLOYER_ID,
    "title": "Tukang Las (Welder) SMAW",
    "place": "35.19",
    "description": "Mengelas rangka baja.\nSertifikat las lebih disukai.",
    "openings": 3,
    "contract": "fixed_term",
    "wage": {"lower_idr": 2400000, "upper_idr": 3000000, "unit": "month"},
    "shifts": ["day"],
    "starts": "2027-02-01",
    "closes": "2027-01-15",
    "required": {"education": "SMP", "experience_months": 6},
    "preferred": {"certificates": ["Juru Las SMAW"]},
}
VACANCY_OUT: Example = VACANCY | {
    "id": VACANCY_ID,
    "occupation": "",
    "setting": "outside",
    "months_left_asked": 0,
    "held": 0,
    "wage": VACANCY["wage"] | {"monthly_lower_idr": 2400000, "monthly_upper_idr": 3000000},
    "hours_per_week": None,
    "lodging": False,
    "demands": [],
    "fields": [],
    "police_record_letter": False,
    "placement_elsewhere": False,
    "status": "open",
    "facility": "",
    "limits": {},
    "wage_text": "",
    "source_text": "",
    "reference": None,
    "kept": False,
    "licences_by_law": [],
    "understood": [{"occupation": "7212", "confidence": 1.0}],
    "employer_verified": True,
    "sector": "25920",
    "from_text": [],
    "unchecked": None,
    "stamp": STAMP,
}
VACANCY_DETAIL: Example = VACANCY_OUT | {
    "findings": [
        {
            "code": "age_without_reason",
            "severity": "warning",
            "rule": "SE Menaker M/6/HK.04/V/2025",
            "start": 40,
            "end": 62,
            "details": {"age_max": 35},
            "message": {
                "id": "Ada batas usia tanpa alasan",
                "en": "There is a limit of age without a reason",
            },
            "suggestion": {
                "id": "Hapus batas usia, atau isi alasan dari sifat pekerjaan",
                "en": "Leave the limit out, or give the reason that lies in the work",
            },
        }
    ],
    "contradictions": [
        {"field": "required.education", "stated": "SMP", "read": "SMA", "start": 77, "end": 80}
    ],
    "limits_in_text": {"age_min": None, "age_max": 35, "sex": None},
}
VACANCY_PATCH: Example = {"openings": 5, "closes": None}


def a_page(item: Example) -> Example:
    """A page with one item."""
    return {"items": [item], "next": None}
