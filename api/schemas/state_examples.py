"""Synthetic examples of registration, publication and findings."""

from api.schemas.examples import EMPLOYER_OUT, VACANCY_DETAIL, VACANCY_ID, Example

REGISTRATION: Example = {
    "name": "PT Contoh Karya",
    "business_number": "9900000000017",
    "sector": "25920",
    "contact": "hrd@contoh.example",
    "motivation": "Kami mencari juru las dan ingin memberi kesempatan kedua.",
}
DRAFT: Example = {"name": "PT Contoh Karya", "contact": "hrd@contoh.example"}
DECISION: Example = {
    "to": "suspended",
    "reason": "complaint",
    "told": "Ada keluhan tentang upah.",
    "note": "",
}
CHANGE: Example = {
    "before": "verified",
    "after": "suspended",
    "at": "2026-11-22T03:00:00+00:00",
    "reason": "complaint",
    "told": "Ada keluhan tentang upah.",
    "note": "",
    "findings": [],
    "account": None,
    "role": "release_planner",
}
APPEAL: Example = {"words": "Upah sudah kami bayar; bukti terlampir di kantor."}
APPEAL_DECISION: Example = {"granted": True, "told": "Bukti bayar sudah diperiksa.", "note": ""}
FILE: Example = {
    "employer": EMPLOYER_OUT,
    "motivation": REGISTRATION["motivation"],
    "registered_at": "2026-11-20T03:00:00+00:00",
    "registered_as": "employer",
    "changes": [CHANGE],
    "appeals": [
        APPEAL
        | {
            "asked_at": "2026-11-23T03:00:00+00:00",
            "granted": None,
            "told": "",
            "note": "",
            "decided_at": None,
        }
    ],
}
PUBLISH: Example = {"acknowledged": ["age_without_reason"], "override": None, "note": ""}
VACANCY_DECISION: Example = {
    "to": "draft",
    "reason": "to_be_corrected",
    "told": "Sebutkan jam kerja.",
    "note": "",
}
CLOSE: Example = {"reason": "filled", "note": ""}
HISTORY: Example = {"changes": [CHANGE | {"before": "open", "after": "draft"}]}
LINT: Example = {"blocks": False, "findings": VACANCY_DETAIL["findings"]}
JOB_POSTING: Example = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Tukang Las (Welder) SMAW",
    "description": "<p>Mengelas rangka baja.</p>",
    "identifier": {"@type": "PropertyValue", "name": "PT Contoh Karya", "value": VACANCY_ID},
    "datePosted": "2026-11-22",
    "validThrough": "2027-01-15T23:59:59+07:00",
    "employmentType": ["TEMPORARY"],
    "hiringOrganization": {"@type": "Organization", "name": "PT Contoh Karya"},
    "jobLocation": {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Kabupaten Madiun",
            "addressRegion": "Jawa Timur",
            "addressCountry": "ID",
        },
    },
    "totalJobOpenings": 3,
}
