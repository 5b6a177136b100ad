"""Whose row is it? By external reference, then NIK, then register number; never by name.

A register number belongs to one facility and changes with a transfer, so it joins only where the name and birth date
do not speak against it.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from matching.errors import NotFound
from matching.intake.persons import PersonKeys
from matching.intake.rows import ReadRow
from matching.model import CandidateId, ExternalReference, Identity, comparable
from matching.model.records import CandidateRecord
from matching.stores import Namesake, Transaction
from matching.usecases.imports.answers import Answer, Contradiction, Joined, New, Said, Unclear
from matching.usecases.imports.bulk import stored

K = TypeVar("K")
V = TypeVar("V")
LOOKED_UP = 5_000
UNKNOWN = (
    "orang ini belum dikenal; impor dahulu daftar orangnya"
    " / this person is not known; import the list of people first"
)
TWO_PEOPLE = (
    "kunci sumber dan NIK ini milik dua orang berbeda / the source key and the NIK belong to two people"
)
ANOTHER_NUMBER = (
    "orang dengan kunci sumber ini punya NIK lain; perbaiki lewat data orangnya bila memang salah"
    " / the person with this source key has another NIK; correct it in the person's record if that one is wrong"
)
SOMEBODY_ELSE_S = (
    "kunci ini milik orang lain; pilih orang itu, atau perbaiki berkasnya"
    " / this key is another person's; choose that person, or correct the file"
)


class Known(Protocol):
    """By what somebody is known: a record, or less."""

    @property
    def identity(self) -> Identity: ...
    @property
    def references(self) -> tuple[ExternalReference, ...]: ...
    @property
    def national_id_last4(self) -> str: ...
    @property
    def register_last4(self) -> str: ...


P = TypeVar("P", bound=Known)
Read = Callable[[Sequence[CandidateId]], Awaitable[Mapping[CandidateId, P]]]


class People(Generic[P]):
    """Who is known, before and during one import."""

    def __init__(
        self,
        by_reference: Mapping[ExternalReference, CandidateId],
        by_national_id: Mapping[str, CandidateId],
        by_register_number: Mapping[str, CandidateId],
    ) -> None:
        self._by_reference, self._by_national_id = dict(by_reference), dict(by_national_id)
        self._by_register_number = dict(by_register_number)
        self._stored_numbers = dict(by_national_id), dict(by_register_number)
        self._namesakes: dict[Namesake, tuple[CandidateId, ...]] = {}
        self._called: dict[CandidateId, tuple[str, date | None]] = {}
        self.known: Mapping[CandidateId, P] = {}

    @classmethod
    async def of(
        cls, tx: Transaction, keys: Sequence[PersonKeys], read: Read[P], also: Iterable[CandidateId] = ()
    ) -> "People[P]":
        """Everybody whom these keys may mean, and `also` these, as far as they are there, as `read` gives them."""
        store = tx.candidates
        people = cls(
            await _looked_up(store.by_reference, [key.reference for key in keys]),
            await _looked_up(store.by_national_id, [key.national_id for key in keys]),
            await _looked_up(store.by_register_number, [key.register_number for key in keys]),
        )
        people.known = await stored(read, people.found | frozenset(also))
        people._called = {
            one: (comparable(record.identity.name), record.identity.birth_date)
            for one, record in people.known.items()
        }
        unfound = [key for key in keys if people._found(key) is None]
        people._namesakes = await _looked_up(store.by_name_and_birth, [key.namesake for key in unfound])
        return people

    @property
    def found(self) -> frozenset[CandidateId]:
        """Everybody found by a key."""
        return frozenset(
            (
                *self._by_reference.values(),
                *self._by_national_id.values(),
                *self._by_register_number.values(),
            )
        )

    def whose(self, keys: PersonKeys, name: str | None) -> Answer:
        """Whom a row is about; `name` as the row states it."""
        by_reference = self._by_reference.get(keys.reference) if keys.reference else None
        by_number = self._by_national_id.get(keys.national_id) if keys.national_id else None
        if by_reference and by_number and by_reference != by_number:
            return Contradiction("nik", TWO_PEOPLE)
        if by_reference and keys.national_id and not by_number and self._has_a_number(by_reference):
            return Contradiction("nik", ANOTHER_NUMBER)
        sure = by_reference or by_number
        if sure:
            return Unclear((sure,)) if self._is_somebody_else(sure, keys, name) else Joined(sure)
        registered = self._by_register_number.get(keys.register_number) if keys.register_number else None
        if registered and self._agrees(registered, keys, name):
            return Joined(registered)
        possible = self._namesakes.get(keys.namesake, ()) if keys.namesake else ()
        if possible or not keys.usable:
            return Unclear(possible)
        only_register = registered is not None and not (keys.reference or keys.national_id)
        return Unclear((registered,)) if registered and only_register else New()

    def confirmed(self, said: Said, keys: PersonKeys) -> Said | Contradiction:
        """Whose somebody said that a row is, unless its keys say against it; raises NotFound for nobody known."""
        by_reference = self._by_reference.get(keys.reference) if keys.reference else None
        by_number = self._by_national_id.get(keys.national_id) if keys.national_id else None
        one = said.candidate if isinstance(said, Joined) else None
        if one and one not in self.known:
            raise NotFound("candidate")
        if by_reference not in (None, one):
            return Contradiction("key", SOMEBODY_ELSE_S)
        if by_number not in (None, one):
            return Contradiction("nik", SOMEBODY_ELSE_S)
        if one and keys.national_id and not by_number and self._has_a_number(one):
            return Contradiction("nik", ANOTHER_NUMBER)
        return said

    def compared(self, candidate: CandidateId, keys: PersonKeys, row: ReadRow) -> dict[str, bool]:
        """Of what a row and a known person both state, by column key: whether it is the same."""
        record, (called, birth) = self.known[candidate], self._called[candidate]
        named, number, register = keys.reference, keys.national_id, keys.register_number
        name, born = row.values.get("name"), row.values.get("birth_date")
        same: dict[str, bool] = {}
        if named and named.system in {one.system for one in record.references}:
            same["key"] = named in record.references
        if number and record.national_id_last4:
            same["nik"] = self._by_national_id.get(number) == candidate
        if register and record.register_last4:
            same["register_number"] = self._by_register_number.get(register) == candidate
        if name:
            same["name"] = comparable(name) == called
        if born and birth:
            same["birth_date"] = born == birth
        return same

    def with_new_numbers_only(self, record: CandidateRecord) -> CandidateRecord:
        """The record without the numbers that are stored as this person's: a number that is None is kept."""
        said = record.identity
        numbers, registers = self._stored_numbers
        if said.national_id and numbers.get(said.national_id) == record.id:
            said = replace(said, national_id=None)
        if said.register_number and registers.get(said.register_number) == record.id:
            said = replace(said, register_number=None)
        return record if said is record.identity else replace(record, identity=said)

    def learn(self, candidate: CandidateId, keys: PersonKeys, name: str) -> None:
        """From now on these keys mean this person too."""
        if keys.reference:
            self._by_reference[keys.reference] = candidate
        if keys.national_id:
            self._by_national_id[keys.national_id] = candidate
        if keys.register_number and keys.register_number not in self._by_register_number:
            self._by_register_number[keys.register_number] = candidate
            self._called[candidate] = (comparable(name), keys.namesake[1] if keys.namesake else None)
        if keys.namesake and candidate not in (known := self._namesakes.get(keys.namesake, ())):
            self._namesakes[keys.namesake] = (*known, candidate)

    def _found(self, keys: PersonKeys) -> CandidateId | None:
        by_reference = self._by_reference.get(keys.reference) if keys.reference else None
        return by_reference or (self._by_national_id.get(keys.national_id) if keys.national_id else None)

    def _has_a_number(self, candidate: CandidateId) -> bool:
        """A NIK is stored for this person."""
        return candidate in self.known and bool(self.known[candidate].national_id_last4)

    def _is_somebody_else(self, candidate: CandidateId, keys: PersonKeys, name: str | None) -> bool:
        """Name and birth date are both stated, and both others than the stored ones."""
        if candidate not in self.known or name is None or keys.namesake is None:
            return False
        called, birth = self._called[candidate]
        return comparable(name) != called and birth is not None and keys.namesake[1] != birth

    def _agrees(self, candidate: CandidateId, keys: PersonKeys, name: str | None) -> bool:
        called, birth = self._called[candidate]
        stated_birth = keys.namesake[1] if keys.namesake else None
        same_birth = birth is None or stated_birth is None or birth == stated_birth
        return (name is None or comparable(name) == called) and same_birth


async def _looked_up(
    ask: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]], keys: Sequence[K | None]
) -> dict[K, V]:
    """What a store knows of these keys, asked in pieces."""
    wanted = list(dict.fromkeys(key for key in keys if key is not None))
    found: dict[K, V] = {}
    for begin in range(0, len(wanted), LOOKED_UP):
        found.update(await ask(wanted[begin : begin + LOOKED_UP]))
    return found
