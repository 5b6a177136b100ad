"""Identities as rows: numbers sealed by the vault, found by their keyed hash, shown by their last four characters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from data.queries import Query
from data.rows import Row, day
from data.vault import Vault, last_four
from matching.model import CandidateId, ExternalReference, Identity, comparable
from matching.model.records import CandidateRecord, Guarantor, KnownPerson
from matching.stores import Namesake

NIK, REGISTER = "nik", "register_number"


def identity_row(record: CandidateRecord, vault: Vault) -> Row:
    """Row of `candidate_identities`; a number that is None leaves its columns null."""
    person = record.identity
    return {
        **_plain_row(record),
        **_number_columns(vault, record.id, "nik", NIK, person.national_id),
        **_number_columns(vault, record.id, "register", REGISTER, person.register_number),
    }


def identity_changed(record: CandidateRecord, current: CandidateRecord, row: Any, vault: Vault) -> bool:
    """Whether `record` says something else than `current`; `row` holds the hashes. None means "keep the number"."""
    return (
        _plain_row(record) != _plain_row(current)
        or _another(vault, NIK, record.identity.national_id, row["nik_hash"])
        or _another(vault, REGISTER, record.identity.register_number, row["register_hash"])
    )


def identity_of(row: Any) -> Identity:
    """Identity without the numbers: to reveal one is an act of its own."""
    return Identity(row["name"], row["birth_date"], row["phone"], district=row["district"])


def guarantor_of(row: Any) -> Guarantor | None:
    """The guarantor of a row of `candidate_identities`."""
    stored = row["guarantor"]
    return Guarantor(stored["kind"], stored["name"], stored["phone"]) if stored else None


def references_of(row: Any) -> tuple[ExternalReference, ...]:
    """The references in the column `refs`."""
    return tuple(ExternalReference(system, key) for system, key in row["refs"])


def person_of(row: Any) -> KnownPerson:
    """The person of a row of `identities_of`."""
    return KnownPerson(
        CandidateId(row["candidate_id"]),
        identity_of(row),
        references_of(row),
        row["nik_last4"],
        row["register_last4"],
    )


async def found_by_number(
    query: Query, connection: Any, vault: Vault, column: str, numbers: Sequence[str]
) -> Mapping[str, CandidateId]:
    """Candidates by the numbers as given; hashes of every known key are searched."""
    number_of = {known: number for number in numbers for known in vault.lookup_hashes(number, column=column)}
    rows = await query.fetch(connection, hashes=list(number_of))
    return {number_of[row["hash"]]: CandidateId(row["candidate_id"]) for row in rows}


async def found_by_name(
    query: Query, connection: Any, people: Sequence[Namesake]
) -> Mapping[Namesake, tuple[CandidateId, ...]]:
    """Candidates by name and birth date as given. The index finds the date; the name is compared here."""
    rows = await query.fetch(connection, dates=list({birth for _, birth in people}))
    known: dict[Namesake, list[CandidateId]] = defaultdict(list)
    for row in rows:
        known[comparable(row["name"]), row["birth_date"]].append(CandidateId(row["candidate_id"]))
    asked = {(name, birth): (comparable(name), birth) for name, birth in people}
    return {one: tuple(known[key]) for one, key in asked.items() if key in known}


def _plain_row(record: CandidateRecord) -> Row:
    person, guarantor = record.identity, record.guarantor
    return {
        "candidate_id": str(record.id),
        "name": person.name,
        "birth_date": day(person.birth_date),
        "phone": person.phone,
        "district": person.district,
        "facility": record.facility,
        "guarantor": (
            {"kind": guarantor.kind, "name": guarantor.name, "phone": guarantor.phone} if guarantor else None
        ),
    }


def _number_columns(vault: Vault, record: CandidateId, prefix: str, column: str, number: str | None) -> Row:
    if number is None:
        return {f"{prefix}_sealed": None, f"{prefix}_hash": None, f"{prefix}_last4": ""}
    return {
        f"{prefix}_sealed": vault.seal(number, column=column, record=str(record)),
        f"{prefix}_hash": vault.lookup_hash(number, column=column),
        f"{prefix}_last4": last_four(number),
    }


def _another(vault: Vault, column: str, number: str | None, known: str | None) -> bool:
    return number is not None and known not in vault.lookup_hashes(number, column=column)
