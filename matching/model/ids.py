"""Identifiers: opaque, random, and not interchangeable."""

from typing import NewType
from uuid import UUID

CandidateId = NewType("CandidateId", UUID)
CertificateId = NewType("CertificateId", UUID)
EmployerId = NewType("EmployerId", UUID)
VacancyId = NewType("VacancyId", UUID)
RunId = NewType("RunId", UUID)
ImportId = NewType("ImportId", UUID)
QueuedRowId = NewType("QueuedRowId", UUID)
UnitId = NewType("UnitId", UUID)
AccountId = NewType("AccountId", UUID)
DutyId = NewType("DutyId", UUID)
RequestId = NewType("RequestId", UUID)
SessionId = NewType("SessionId", UUID)
TokenId = NewType("TokenId", UUID)
CoverId = NewType("CoverId", UUID)
LinkId = NewType("LinkId", UUID)
