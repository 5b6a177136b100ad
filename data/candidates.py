"""People: facts, identity, certificates, windows and gates. Implements `matching.stores.CandidateStore`."""

from collections.abc import Mapping, Sequence
from typing import Any

from data import identities
from data.candidate_parts import CertificateRows, Window, WindowRows
from data.candidate_rows import candidate_of, facts_row, protected_row, reference_rows, window_of
from data.journal import Journal
from data.queries import load
from data.rows import Row, chunks, in_chunks, next_cursor, stamp_of
from data.trail import Notes
from data.vault import Vault
from matching.errors import NotFound, VersionConflict
from matching.model import Candidate, CandidateId, Certificate, ExternalReference, Gates, ProtectedAttributes
from matching.model.records import CandidateRecord, KnownPerson
from matching.release import ReleaseWindow, Supervision
from matching.stores import Namesake, Page
from matching.trail import Act


class CandidateStore:
    """The people of one transaction. Writing in bulk costs a few statements, however many the records are. Whoever is
    given out is noted, with groups of fields; what is read to be compared and stays inside is not."""

    def __init__(self, connection: Any, vault: Vault, journal: Journal, notes: Notes) -> None:
        self._connection, self._vault, self._journal, self._notes = connection, vault, journal, notes
        self._queries = load("candidates")
        self._certificates = CertificateRows(connection, journal)
        self._windows = WindowRows(connection, journal)

    async def get(self, candidate: CandidateId) -> CandidateRecord:
        """The record, its numbers by their last four only; raises NotFound."""
        records = await self.records([candidate])
        if candidate not in records:
            raise NotFound("candidate")
        return records[candidate]

    async def records(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, CandidateRecord]:
        found = {record.id: record for record, _ in await self._records_and_identities(candidates)}
        self._notes.note(Act.READ, found, "certificates", "facts", "identity", "references", "window")
        return found

    async def persons(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, KnownPerson]:
        rows = await self._queries["identities_of"].fetch(self._connection, candidates=candidates)
        found = {CandidateId(row["candidate_id"]): identities.person_of(row) for row in rows}
        self._notes.note(Act.READ, found, "identity", "references")
        return found

    async def matching_facts(
        self, candidates: Sequence[CandidateId], *, act: Act = Act.READ
    ) -> Mapping[CandidateId, Candidate]:
        found = await self._facts_of(candidates)
        self._notes.note(act, found, "certificates", "facts", "window")
        return found

    async def open_to_matching(self) -> Sequence[CandidateId]:
        rows = await self._queries["open_candidates"].fetch(self._connection)
        return [CandidateId(row["id"]) for row in rows]

    async def page(self, *, limit: int, cursor: str | None) -> Page:
        rows = await self._queries["page_candidates"].fetch(
            self._connection, after=self._vault.cursors.position(cursor), limit=limit + 1
        )
        records = await self.records([row["id"] for row in rows[:limit]])
        return Page(tuple(records.values()), next_cursor(rows, limit, self._vault.cursors))

    async def add(self, records: Sequence[CandidateRecord]) -> None:
        """Store new people, of whom each gets the asking unit; in the order in which they are given.

        Whoever has the NIK of one elsewhere is claimed; nothing here says whether there is such a person.
        """
        facts = [facts_row(record.candidate, record.stamp) for record in records]
        await self._write("add_candidates", facts)
        await self._write("add_identities", [identities.identity_row(r, self._vault) for r in records])
        await self._write("add_references", reference_rows(records))
        await self._claim(records)
        await self.keep_protected({r.id: r.protected for r in records if r.protected})
        await self._certificates.add([r.candidate for r in records])
        await self._windows.add([(r.id, r.candidate.window, r.candidate.supervision) for r in records])
        for record in records:
            self._journal.note("candidate", record.id, None)

    async def replace(self, record: CandidateRecord, *, version: int | None) -> int:
        """Write all of a known record; the new version, or the one that stands when nothing is new.

        Of the identity, a number that is None is kept; so are protected attributes that are None.
        Raises NotFound, and VersionConflict when `version` is given and not the current one.
        """
        known = await self._lock([record.id])
        if version not in (None, known[record.id]):
            raise VersionConflict
        changed = await self._replace([record])
        return changed.get(record.id, known[record.id])

    async def replace_many(self, records: Sequence[CandidateRecord]) -> frozenset[CandidateId]:
        """As `replace`, whatever the versions are; whose records have changed. Each may be named once."""
        await self._lock([record.id for record in records])
        changed: set[CandidateId] = set()
        for some in chunks(records):
            changed.update(await self._replace(some))
        return frozenset(changed)

    async def by_reference(
        self, references: Sequence[ExternalReference]
    ) -> Mapping[ExternalReference, CandidateId]:
        rows = await self._queries["candidates_by_reference"].fetch(
            self._connection, systems=[r.system for r in references], keys=[r.key for r in references]
        )
        found = {ExternalReference(row["system"], row["key"]): row["candidate_id"] for row in rows}
        self._notes.note(Act.LOOK_UP, found.values(), "references")
        return found

    async def by_national_id(self, numbers: Sequence[str]) -> Mapping[str, CandidateId]:
        return await self._found_by_number("candidates_by_nik_hash", identities.NIK, numbers)

    async def take_turn(self) -> None:
        await self._queries["take_turn"].execute(self._connection)

    async def by_register_number(self, numbers: Sequence[str]) -> Mapping[str, CandidateId]:
        return await self._found_by_number("candidates_by_register_hash", identities.REGISTER, numbers)

    async def by_name_and_birth(
        self, people: Sequence[Namesake]
    ) -> Mapping[Namesake, tuple[CandidateId, ...]]:
        query = self._queries["candidates_by_birth_date"]
        found = await identities.found_by_name(query, self._connection, people)
        self._notes.note(Act.LOOK_UP, (one for several in found.values() for one in several), "name")
        return found

    async def set_window(
        self, candidate: CandidateId, window: ReleaseWindow, supervision: Supervision | None
    ) -> bool:
        """Make this the current window and supervision; False when they are already. Raises NotFound."""
        return bool(await self.set_windows([(candidate, window, supervision)]))

    async def set_windows(
        self, windows: Sequence[tuple[CandidateId, ReleaseWindow, Supervision | None]]
    ) -> Mapping[CandidateId, bool]:
        """As `set_window`, each candidate named once; whose has changed, and whether it is the first."""
        asked = {candidate: (window, supervision) for candidate, window, supervision in windows}
        await self._lock(list(asked))
        current = await self._windows.current(list(asked))
        changed = {one: new for one, new in asked.items() if new != current[one]}
        await self._windows.change(changed)
        await self._touch(list(changed))
        return {one: current[one][0] is None for one in changed}

    async def windows(self, candidate: CandidateId) -> Sequence[ReleaseWindow]:
        await self._known(candidate)
        rows = await load("windows")["windows_of"].fetch(self._connection, candidate=candidate)
        self._notes.note(Act.READ, [candidate], "window")
        return [window_of(row) for row in rows]

    async def keep_protected(self, attributes: Mapping[CandidateId, ProtectedAttributes]) -> None:
        await self._write("write_protected", [protected_row(*one) for one in attributes.items()])

    async def set_gates(self, candidate: CandidateId, gates: Gates) -> None:
        """Open or close the gates; the change is kept as an event, by the database. Raises NotFound."""
        await self._lock([candidate])
        await self._note([candidate])
        await self._queries["set_gates"].execute(
            self._connection, candidate=candidate, consented=gates.consented, objected=gates.objected
        )

    async def certificates(self, candidate: CandidateId) -> Sequence[Certificate]:
        await self._known(candidate)
        self._notes.note(Act.READ, [candidate], "certificates")
        return (await self._certificates.of([candidate]))[candidate]

    async def put_certificates(self, certificates: Sequence[tuple[CandidateId, Certificate]]) -> None:
        """Raises NotFound for an unknown candidate, or a certificate that is another person's."""
        await self._lock(list({candidate for candidate, _ in certificates}))
        await self._touch(list(await self._certificates.put(certificates)))

    async def remove(self, candidate: CandidateId) -> None:
        """Everything of this person goes at once; raises NotFound."""
        tag = await self._queries["remove_candidate"].execute(self._connection, candidate=candidate)
        if tag == "DELETE 0":
            raise NotFound("candidate")

    async def _known(self, candidate: CandidateId) -> None:
        if not await self._facts([candidate]):
            raise NotFound("candidate")

    async def _found_by_number(
        self, query: str, column: str, numbers: Sequence[str]
    ) -> Mapping[str, CandidateId]:
        found = await identities.found_by_number(
            self._queries[query], self._connection, self._vault, column, numbers
        )
        self._notes.note(Act.LOOK_UP, found.values(), column)
        return found

    async def _facts_of(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, Candidate]:
        return {row["id"]: candidate for row, candidate in await self._facts(candidates)}

    async def _facts(self, candidates: Sequence[CandidateId]) -> list[tuple[Any, Candidate]]:
        """Facts with their rows, in the order of creation."""
        rows = await self._queries["candidate_facts_of"].fetch(self._connection, candidates=candidates)
        certificates = await self._certificates.of(candidates)
        rows.sort(key=lambda row: int(row["seq"]))
        return [(row, candidate_of(row, certificates[row["id"]])) for row in rows]

    async def _records_and_identities(
        self, candidates: Sequence[CandidateId]
    ) -> list[tuple[CandidateRecord, Any]]:
        facts = await self._facts(candidates)
        rows = await self._queries["identities_of"].fetch(self._connection, candidates=candidates)
        identity = {row["candidate_id"]: row for row in rows}
        return [
            (_record(row, candidate, identity[candidate.id]), identity[candidate.id])
            for row, candidate in facts
            if candidate.id in identity
        ]

    async def _lock(self, candidates: Sequence[CandidateId]) -> dict[CandidateId, int]:
        rows = await self._queries["lock_candidates"].fetch(self._connection, candidates=candidates)
        if len(rows) < len(candidates):
            raise NotFound("candidate")
        return {row["id"]: row["version"] for row in rows}

    async def _replace(self, records: Sequence[CandidateRecord]) -> dict[CandidateId, int]:
        """Write what has changed of locked records; the new versions of those that have."""
        current = {
            record.id: (record, row)
            for record, row in await self._records_and_identities([record.id for record in records])
        }
        facts, persons, referred, certified, windows = [], [], [], [], {}
        for record in records:
            before, row = current[record.id]
            if facts_row(record.candidate) != facts_row(before.candidate):
                facts.append(record)
            if identities.identity_changed(record, before, row, self._vault):
                persons.append(record)
            if record.references != before.references:
                referred.append(record)
            if record.candidate.certificates != before.candidate.certificates:
                certified.append(record.candidate)
            if _window(record.candidate) != _window(before.candidate):
                windows[record.id] = _window(record.candidate)
        own = {record.id: record for record in (*facts, *persons, *referred)}
        await self._note(list(own))
        await self._write("replace_identities", [identities.identity_row(r, self._vault) for r in persons])
        await self._replace_references(referred)
        await self.keep_protected({r.id: r.protected for r in records if r.protected})
        await self._certificates.replace_all(certified)
        await self._windows.change(windows)
        changed = {*own, *windows, *(candidate.id for candidate in certified)}
        return await self._replace_facts([record for record in records if record.id in changed])

    async def _replace_facts(self, records: Sequence[CandidateRecord]) -> dict[CandidateId, int]:
        rows = await self._queries["replace_candidates"].fetch(
            self._connection, rows=[facts_row(record.candidate) for record in records]
        )
        return {row["id"]: row["version"] for row in rows}

    async def _replace_references(self, records: Sequence[CandidateRecord]) -> None:
        if records:
            candidates = [record.id for record in records]
            await self._queries["remove_references"].execute(self._connection, candidates=candidates)
            await self._write("add_references", reference_rows(records))

    async def _claim(self, records: Sequence[CandidateRecord]) -> None:
        numbers = [record.identity.national_id for record in records]
        hashes = [h for n in numbers if n for h in self._vault.lookup_hashes(n, column=identities.NIK)]
        await load("transfers")["claim_people"].execute(self._connection, hashes=hashes)

    async def _note(self, candidates: Sequence[CandidateId]) -> None:
        if candidates:
            rows = await self._queries["images_of_candidates"].fetch(self._connection, candidates=candidates)
            for row in rows:
                self._journal.note("candidate", row["id"], row["image"])

    async def _touch(self, candidates: Sequence[CandidateId]) -> None:
        if candidates:
            await self._queries["touch_candidates"].execute(self._connection, candidates=candidates)

    async def _write(self, query: str, rows: Sequence[Row]) -> None:
        await in_chunks(self._queries[query].execute, self._connection, rows)


def _record(row: Any, candidate: Candidate, identity: Any) -> CandidateRecord:
    return CandidateRecord(
        candidate,
        identities.identity_of(identity),
        references=identities.references_of(identity),
        facility=identity["facility"],
        guarantor=identities.guarantor_of(identity),
        stamp=stamp_of(row),
        national_id_last4=identity["nik_last4"],
        register_last4=identity["register_last4"],
    )


def _window(candidate: Candidate) -> Window:
    return candidate.window, candidate.supervision
