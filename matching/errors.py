"""Errors of the domain. The docstring of a class is the sentence that its readers see; `indonesian` says it first."""

from typing import ClassVar
from uuid import UUID

NEGATIVE = "kurang dari nol / is negative"
NOT_POSITIVE = "harus di atas nol / must be above zero"


class MatchingError(Exception):
    """Something in the matching domain was refused."""

    indonesian: ClassVar[str] = ""


class InvalidValue(MatchingError, ValueError):
    """A value is not one that this field can hold."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class NotFound(MatchingError, LookupError):
    """There is no such record, or it is not yours to see."""

    indonesian = "Tidak ada, atau bukan wewenang Anda"

    def __init__(self, kind: str) -> None:
        super().__init__(f"no such {kind}")
        self.kind = kind


class AlreadyRecorded(MatchingError):
    """Somebody in your charge has this NIK already; look at that record."""

    indonesian = "NIK ini sudah ada pada orang yang Anda tangani; lihat catatan itu"

    def __init__(self, candidate: UUID) -> None:
        super().__init__(str(candidate))
        self.candidate = candidate


class GateClosed(MatchingError):
    """This person has not opened, or has closed, the gate to matching."""

    indonesian = "Orang ini belum menyetujui pencocokan, atau berkeberatan"


class ConsentNeeded(MatchingError):
    """This is opened by a consent in the ledger, given under a wording; it can only be closed here."""

    indonesian = "Ini dibuka dengan mencatat persetujuan menurut naskahnya; di sini hanya dapat ditutup"


class AccessNotAsked(MatchingError):
    """No request of this person for access is open; write it down first."""

    indonesian = "Belum ada permintaan akses orang ini yang terbuka; catat dahulu"


class VersionConflict(MatchingError):
    """Somebody has changed this record since you read it; read it again."""

    indonesian = "Data ini telah diubah orang lain sejak Anda baca; baca ulang"


class UndoRefused(MatchingError):
    """A record of this import has been changed since; the import cannot be undone."""

    indonesian = "Data dari impor ini telah berubah sejak itu; impor tidak dapat dibatalkan"


class AlreadyUndone(MatchingError):
    """This import has been undone before."""

    indonesian = "Impor ini sudah dibatalkan"


class AlreadyDecided(MatchingError):
    """This row of the queue has been taken in already; undo that import, and it waits again."""

    indonesian = "Baris ini sudah diterima; batalkan impornya, maka baris ini menunggu lagi"


class UnknownReference(MatchingError):
    """A code is not in the reference data."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code!r} is not in the reference data")
        self.field = field
        self.code = code


class StateRefused(MatchingError):
    """This state does not follow from the one that stands, or somebody else has to decide on it."""

    indonesian = "Keadaan ini tidak dapat menyusul keadaan sekarang, atau orang lain yang harus memutuskannya"


class IdempotencyConflict(MatchingError):
    """This idempotency key has been used for another request."""

    indonesian = "Kunci idempotensi ini sudah dipakai untuk permintaan lain"


class StepRefused(MatchingError):
    """This cannot be done with the shortlist now."""

    indonesian = "Langkah ini tidak dapat diambil sekarang"

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code  # a `matching.workflow.Refusal`


class TooOften(MatchingError):
    """This has been asked for often enough today; ask again tomorrow."""

    indonesian = "Sudah cukup sering diminta hari ini; coba lagi besok"


class NoOpeningLeft(MatchingError):
    """No opening is free: wait until one is given back, or let the employer raise the number of openings."""

    indonesian = "Tidak ada tempat kosong: tunggu sampai ada yang dikembalikan, atau mintalah pemberi kerja menambahnya"


class CandidacyWithdrawn(MatchingError):
    """This candidacy has been withdrawn."""

    indonesian = "Pencalonan ini sudah ditarik"


class PlacedElsewhere(MatchingError):
    """This person is not available for this work at this time."""

    indonesian = "Orang ini tidak tersedia untuk pekerjaan ini pada waktu ini"


class OutOfOrder(MatchingError):
    """This cannot follow what has been recorded."""

    indonesian = "Ini tidak dapat menyusul yang sudah dicatat"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem  # what could


class PlanUnderWay(MatchingError):
    """A plan for these people is being made already; wait until it is done."""

    indonesian = "Rencana untuk orang-orang ini sedang dibuat; tunggu sampai selesai"


class NotDelivered(MatchingError):
    """The mail server has not taken the letter, or another job could not be done."""

    indonesian = "Peladen surel belum menerima surat ini, atau pekerjaan lain tidak dapat dilakukan"

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code, self.for_good = code, for_good  # a code of ours; whether trying again would be in vain
