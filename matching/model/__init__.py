"""Values of the domain, valid by construction."""

from matching.model.actor import Actor
from matching.model.candidate import (
    Blocker,
    Candidate,
    Experience,
    Gates,
    HeldLicence,
    Preferences,
)
from matching.model.certificate import Certificate, UnitCode
from matching.model.identity import ExternalReference, Identity, ProtectedAttributes, comparable
from matching.model.ids import (
    CandidateId,
    CertificateId,
    EmployerId,
    ImportId,
    QueuedRowId,
    RunId,
    UnitId,
    VacancyId,
)
from matching.model.vacancy import Asks, Employer, Vacancy, Wage

__all__ = [
    "Actor",
    "Asks",
    "Blocker",
    "Candidate",
    "CandidateId",
    "Certificate",
    "CertificateId",
    "Employer",
    "EmployerId",
    "Experience",
    "ExternalReference",
    "Gates",
    "HeldLicence",
    "Identity",
    "ImportId",
    "Preferences",
    "ProtectedAttributes",
    "QueuedRowId",
    "RunId",
    "UnitCode",
    "UnitId",
    "Vacancy",
    "VacancyId",
    "Wage",
    "comparable",
]
