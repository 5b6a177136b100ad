"""Whole records of synthetic people, each another one."""

from datetime import date
from itertools import count
from uuid import uuid4

from matching.model import (
    Candidate,
    CandidateId,
    Certificate,
    CertificateId,
    Experience,
    ExternalReference,
    Gates,
    Identity,
)
from matching.model.records import CandidateRecord, Guarantor
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import CertificateKind, DateBasis, Education, ReleaseMode

_numbers = count(1)
WINDOW = ReleaseWindow(
    ReleaseMode.CONDITIONAL_RELEASE, date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1), DateBasis.BOARD,
    date(2026, 11, 1), "SDP",
)  # fmt: skip


def a_record(
    nik: str | None = None, *, title: str = "Juru Las SMAW 3G", **identity: object
) -> CandidateRecord:
    """Somebody with a certificate, a window, supervision, a guarantor and a key of a source system."""
    number = next(_numbers)
    described = {
        "phone": f"+6280000000{number:03}", "birth_date": date(1990, 1, 1), "district": "Mejayan",
        "register_number": f"B.I {number}/2025", "national_id": nik or f"35190117059490{number:02}",
    }  # fmt: skip
    return CandidateRecord(
        Candidate(
            CandidateId(uuid4()),
            "35.19",
            Education.SMA,
            Gates(consented=True),
            window=WINDOW,
            supervision=Supervision(date(2028, 1, 1), ("35.19",), 30),
            certificates=(Certificate(CertificateId(uuid4()), CertificateKind.TRAINING, title),),
            experience=(Experience(f"Tukang las {number}", 12),),
        ),
        Identity(f"Orang Contoh {number}", **(described | identity)),  # type: ignore[arg-type]
        references=(ExternalReference("SDP", f"P{number}"),),
        facility="Lapas Contoh",
        guarantor=Guarantor("family", "Penjamin Contoh"),
    )
