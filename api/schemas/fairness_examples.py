"""Synthetic examples of fairness reports."""

from api.schemas.cohort_examples import COHORT_PLAN_SUMMARY
from api.schemas.examples import Example

_WOMEN: Example = {"matter": "proposed", "employer": "", "attribute": "sex", "group": "female"}
SIGNATURE: Example = {
    "reason": "Lowongan di wilayah ini hampir semua las; tindak lanjut disepakati 3 Desember."
}
FAIRNESS_SUMMARY: Example = {
    "id": "0c9b1a52-7a0e-4a0d-9f0a-0d4a6f0f6b11",
    "plan": COHORT_PLAN_SUMMARY["id"],
    "month": None,
    "made_at": "2026-11-22T03:00:04+00:00",
    "alarms": [_WOMEN],
    "awaits_signature": True,
    "signed_by": None,
    "signed_at": None,
    "reason": "",
}
FAIRNESS_OUT: Example = {
    **FAIRNESS_SUMMARY,
    "bounds": {"ratio": 0.8, "people": 10, "level": 0.95, "least": 5},
    "tests": 24,
    "cells": [
        {
            **_WOMEN,
            "hidden": False,
            "alarm": True,
            "people": 60,
            "selected": 21,
            "exposure": 0.35,
            "ratio": {"value": 0.467, "low": 0.25, "high": 0.871},
            "exposure_ratio": {"value": 0.467, "low": 0.18, "high": 0.754},
            "change": {"value": None, "low": None, "high": None},
        },
        {
            "matter": "proposed",
            "employer": "",
            "attribute": "disability",
            "group": "yes",
            "hidden": True,
            "alarm": False,
        },
    ],
}
