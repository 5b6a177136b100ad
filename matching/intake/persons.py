"""The keys by which a row names a person, and what a list of people says of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from matching.errors import InvalidValue
from matching.intake.minimum_wages import COLUMN, monthly_wish, source_words
from matching.intake.reading import Reading
from matching.intake.rows import ReadRow
from matching.language.places import Place
from matching.language.problems import refusal
from matching.model.candidate import Candidate, Experience, Gates, Preferences
from matching.model.identity import ExternalReference, Identity, ProtectedAttributes, comparable
from matching.model.ids import CandidateId
from matching.model.records import CandidateRecord, Guarantor
from matching.model.rights import is_minor

_WOMEN_DAY = 40  # added to the day of birth in a woman's NIK
_PROTECTED = ("sex", "disability", "religion", "minority_language")


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """What a row says of who it is about. `repr` shows nothing."""

    reference: ExternalReference | None = field(repr=False)
    national_id: str | None = field(repr=False)
    register_number: str | None = field(repr=False)
    namesake: tuple[str, date] | None = field(repr=False)  # name as compared, birth date: no key to join by

    @property
    def usable(self) -> bool:
        """Whether one of the keys can name a person for certain."""
        return bool(self.reference or self.national_id or self.register_number)


def person_keys(row: ReadRow) -> PersonKeys:
    """The keys of a row.

    Raises:
        InvalidValue: a key without its system, or nothing at all that could say who it is.
    """
    said = row.values
    keys = PersonKeys(reference(said), said.get("nik"), said.get("register_number"), name_and_birth(said))
    if not keys.usable and not said.get("name"):
        raise refusal(
            "key",
            "tidak jelas milik siapa; isi kunci sumber, NIK, nomor register, atau nama dan tanggal lahir",
            "whose is it? fill source key, NIK, register number, or name and birth date",
        )
    return keys


def reference(said: Mapping[str, Any], prefix: str = "") -> ExternalReference | None:
    """The external reference of a row, if it has a key; raises InvalidValue for a key without its system."""
    key, system = said.get(f"{prefix}key"), said.get(f"{prefix}source") or said.get("source")
    if key is None:
        return None
    if not system:
        raise refusal(
            f"{prefix}source",
            "kunci tanpa sistem sumber; isi kolomnya atau pakai --source",
            "a key without its source system; fill the column or use --source",
        )
    return ExternalReference(system, key)


def name_and_birth(said: Mapping[str, Any]) -> tuple[str, date] | None:
    """(name as it is compared, birth date), where the row states both."""
    name, birth = said.get("name"), said.get("birth_date")
    return (comparable(name), birth) if name and birth else None


def candidate_record(
    row: ReadRow, known: CandidateRecord | None, new_id: CandidateId, keys: PersonKeys, reading: Reading
) -> CandidateRecord:
    """The record of a person after this row. What the row does not say stays as it is known.

    Stores give out neither numbers nor protected attributes and keep what they are not given, so these are in the
    result only where a row brings them.

    Raises:
        InvalidValue: cells that contradict each other, or a minimum wage that the reference data does not have.
    """
    said = {**row.values, **_wish(row, reading)}
    candidate = _candidate(said, known.candidate if known else None, known.id if known else new_id)
    before = known.references if known else ()
    added = (keys.reference,) if keys.reference and keys.reference not in before else ()
    identity = _identity(said, known.identity if known else None)
    base = known or CandidateRecord(candidate, identity)
    return replace(
        base,
        candidate=candidate,
        identity=identity,
        references=(*before, *added),
        facility=said.get("facility", base.facility),
        guarantor=_guarantor(said) or base.guarantor,
        protected=_protected(said, base.protected),
    )


def closed_by_ledger(
    record: CandidateRecord, known: CandidateRecord | None, *, spoken: bool, today: date
) -> tuple[CandidateRecord, list[tuple[str, str]]]:
    """The record with the gate as far closed as the ledger of consents has it, and (column key, words) of what a row
    says in vain. `spoken`: whether the ledger says anything of this person's consent to matching.

    A source's word opens the gate of somebody of whom the ledger says nothing, who is no child (UU 27/2022 Art. 25); it
    ends no objection.
    """
    said, stands = record.candidate.gates, known.candidate.gates if known else Gates(consented=False)
    in_vain: list[tuple[str, str]] = []
    consented, objected = said.consented, said.objected
    if said.consented and not stands.consented:
        if spoken:
            in_vain.append(("consent", _LEDGER_SAYS))
        elif is_minor(record.identity.birth_date, today):
            in_vain.append(("consent", _GUARDIAN_SAYS))
        consented = not in_vain
    if stands.objected and not said.objected:
        objected = True
        in_vain.append(("objection", _LEDGER_SAYS))
    gates = replace(said, consented=consented, objected=objected)
    return replace(record, candidate=replace(record.candidate, gates=gates)), in_vain


_LEDGER_SAYS = (
    "berkas tidak membuka lagi; catat persetujuan baru di buku persetujuan"
    " / a file does not open this again; enter a new consent in the ledger"
)
_GUARDIAN_SAYS = (
    "anak: persetujuan orang tua atau wali dicatat di buku persetujuan"
    " / a child: the consent of a parent or guardian is entered in the ledger"
)


def _wish(row: ReadRow, reading: Reading) -> Mapping[str, int]:
    if COLUMN not in row.values:
        return {}
    return {COLUMN: monthly_wish(row.values[COLUMN], row.values["home"].regency_code, reading)[0]}


def remarks(row: ReadRow, reading: Reading) -> Iterator[tuple[str, str]]:
    """(column key, words) of what is worth a look and no error, of a row that has become a record."""
    if COLUMN in row.values:
        amount, which = monthly_wish(row.values[COLUMN], row.values["home"].regency_code, reading)
        if which:
            yield COLUMN, source_words(amount, which)
    nik, birth = row.values.get("nik"), row.values.get("birth_date")
    if nik and birth and not _agree(nik, birth):
        yield "nik", "tanggal lahir dalam NIK lain dari kolomnya / the birth date in the NIK is another one"


def _agree(nik: str, birth: date) -> bool:
    day = int(nik[6:8])
    day = day - _WOMEN_DAY if day > _WOMEN_DAY else day
    return (day, int(nik[8:10]), int(nik[10:12])) == (birth.day, birth.month, birth.year % 100)


def _candidate(said: Mapping[str, Any], known: Candidate | None, identifier: CandidateId) -> Candidate:
    place: Place = said["home"]
    base = known or Candidate(
        id=identifier, home=place.regency_code, education=said["education"], gates=Gates(consented=False)
    )
    gates = replace(
        base.gates,
        consented=said.get("consent", base.gates.consented),
        objected=said.get("objection", base.gates.objected),
    )
    taken = {
        name: said[name]
        for name in (
            "education",
            "custody_regency",
            "accepted_places",
            "willing_to_move",
            "sea_crossing",
            "max_travel_m",
            "licences",
            "languages",
            "restrictions",
            "blocked_fields",
            "blockers",
        )
        if name in said
    }
    return replace(
        base,
        home=place.regency_code,
        gates=gates,
        experience=_experience(said, base.experience),
        preferences=_preferences(said, base.preferences),
        **taken,
    )


def _experience(said: Mapping[str, Any], before: tuple[Experience, ...]) -> tuple[Experience, ...]:
    """Work before and inside; each of the two columns replaces its own kind. Who would take back is kept by title."""
    outside = said.get("experience", tuple(work for work in before if not work.inside))
    inside = said.get("experience_inside", tuple(work for work in before if work.inside))
    back = {(work.title, work.inside): work.would_take_back for work in before}
    return tuple(
        replace(work, would_take_back=back.get((work.title, work.inside))) for work in (*outside, *inside)
    )


def _preferences(said: Mapping[str, Any], before: Preferences) -> Preferences:
    return Preferences(
        interests=said.get("interests", before.interests),
        excluded_fields=said.get("excluded_fields", before.excluded_fields),
        shifts=said.get("shifts", before.shifts),
        contracts=said.get("contracts", before.contracts),
        minimum_wage_idr=said.get("minimum_wage", before.minimum_wage_idr),
        needs_lodging=said.get("needs_lodging", before.needs_lodging),
    )


def _identity(said: Mapping[str, Any], known: Identity | None) -> Identity:
    district = said.get("district") or said["home"].district or (known.district if known else "")
    return Identity(
        name=said["name"],
        birth_date=said.get("birth_date", known.birth_date if known else None),
        phone=said.get("phone", known.phone if known else None),
        national_id=said.get("nik", known.national_id if known else None),
        register_number=said.get("register_number", known.register_number if known else None),
        district=district,
    )


def _guarantor(said: Mapping[str, Any]) -> Guarantor | None:
    if "guarantor_name" not in said:
        if "guarantor_kind" in said or "guarantor_phone" in said:
            raise InvalidValue(
                "guarantor_name", "penjamin tanpa nama; isi namanya / a guarantor without a name"
            )
        return None
    if "guarantor_kind" not in said:
        raise InvalidValue(
            "guarantor_kind", "isi jenis penjamin: keluarga, pemberi kerja, yayasan / say which kind"
        )
    return Guarantor(said["guarantor_kind"], said["guarantor_name"], said.get("guarantor_phone"))


def _protected(said: Mapping[str, Any], before: ProtectedAttributes | None) -> ProtectedAttributes | None:
    stated = {name: str(said[name]) for name in _PROTECTED if name in said}
    return replace(before or ProtectedAttributes(), **stated) if stated else before
