"""Synthetic examples of plans for cohorts."""

from api.schemas.examples import PERSON, VACANCY_ID, Example

COHORT_PLAN: Example = {"horizon_days": 90, "provinces": ["35"]}
COHORT_PLAN_SUMMARY: Example = {
    "id": "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b41",
    "horizon_days": 90,
    "provinces": ["35"],
    "as_of": "2026-11-22",
    "begun_at": "2026-11-22T03:00:00+00:00",
    "done_at": "2026-11-22T03:00:04+00:00",
}
COHORT_PLAN_OUT: Example = {
    **COHORT_PLAN_SUMMARY,
    "parameters": {"list_rows": 100, "employer_most": 0},
    "people": 120,
    "openings": 900,
    "with_viable": 104,
    "with_proposal": {"assigned": 96, "greedy": 93, "independent": 61},
    "total_fit": {"assigned": 61.2, "greedy": 60.9, "independent": 42.8},
    "seconds": 4.1,
    "report": {
        "openings_viable": 230,
        "left_out": 8,
        "plan_before": {"proposals": 90, "kept": 82},
        "with_work": {"has_accepted": 3, "has_started": 6},
        "proposals_per_opening": {
            "assigned": {"mean": 0.417, "most": 1.0},
            "greedy": {"mean": 0.404, "most": 1.0},
            "independent": {"mean": 2.18, "most": 31.0},
        },
        "employers": {
            "assigned": {"reached": 40, "of": 71, "gini": 0.61},
            "greedy": {"reached": 39, "of": 71, "gini": 0.62},
            "independent": {"reached": 27, "of": 71, "gini": 0.74},
        },
        "provinces": {
            "shares": {
                "35": {"people": 98, "assigned": 0.93, "greedy": 0.91, "independent": 0.6},
                "33": {"people": None},
            },
            "gini": {"assigned": 0.0, "greedy": 0.0, "independent": 0.0},
        },
    },
}
PROPOSAL: Example = {
    "candidate": PERSON,
    "vacancy": VACANCY_ID,
    "score": 0.71,
    "options": 12,
    "standing": False,
}
ACCEPT: Example = {"provinces": ["35"]}
ACCEPTANCE: Example = {
    "plan": "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b41",
    "requested": 1,
    "lists": 1,
    "left_out": {},
    "items": [
        {
            "candidate": PERSON,
            "vacancy": VACANCY_ID,
            "outcome": "requested",
            "outcome_words": "Diminta dari petugasnya",
            "shortlist": "0b3c1c2e-9d54-4f64-8a51-0d6f1c2b4a17",
        }
    ],
}
UNDER_WAY: Example = {
    "items": [
        {
            "id": "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b41",
            "horizon_days": 90,
            "provinces": ["35"],
            "as_of": "2026-11-22",
            "begun_at": "2026-11-22T03:00:00+00:00",
            "people": 1200,
            "ranked": 384,
            "own": True,
        }
    ]
}
