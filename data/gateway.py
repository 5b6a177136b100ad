"""The way in for use cases: a transaction of one actor with every store in it. Implements `matching.stores.Gateway`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from data.candidates import CandidateStore
from data.cards import CardStore
from data.caseload import CaseloadStore
from data.cohorts import CohortPlanStore
from data.consents import ConsentStore
from data.employers import EmployerStore
from data.fairness import FairnessReportStore
from data.hidings import HidingStore
from data.idempotency import IdempotencyStore
from data.imports import ImportStore
from data.journal import Journal
from data.outcomes import OutcomeStore
from data.placements import PlacementStore
from data.pool import Database
from data.runs import RunStore
from data.shortlists import ShortlistStore
from data.states import StateStore
from data.subjects import RequestStore, SubjectFiles
from data.tasks import JobStore, NoticeStore, TaskStore
from data.trail import Notes, TrailStore
from data.transfers import TransferStore
from data.vacancies import VacancyStore
from data.vault import Vault
from matching.model import Actor


@dataclass(frozen=True, slots=True)
class PostgresTransaction:
    """The stores of one transaction. They share a journal, so that an import knows what stood before, and notes of whom
    they have given out, which are written into the trail before the transaction is left."""

    candidates: CandidateStore
    caseload: CaseloadStore
    employers: EmployerStore
    vacancies: VacancyStore
    imports: ImportStore
    runs: RunStore
    idempotency: IdempotencyStore
    consents: ConsentStore
    requests: RequestStore
    subjects: SubjectFiles
    cards: CardStore
    transfers: TransferStore
    shortlists: ShortlistStore
    placements: PlacementStore
    outcomes: OutcomeStore
    cohorts: CohortPlanStore
    tasks: TaskStore
    notices: NoticeStore
    jobs: JobStore
    fairness: FairnessReportStore
    hidings: HidingStore
    states: StateStore
    trail: TrailStore


class PostgresGateway:
    """Opens transactions on the application's database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    @asynccontextmanager
    async def transaction(
        self, actor: Actor, *, read_only: bool = False
    ) -> AsyncIterator[PostgresTransaction]:
        """All that is done inside is stored at the end, or nothing is; `read_only` sees one state throughout."""
        journal, notes = Journal(), Notes()
        async with self._database.transaction(actor, read_only=read_only, closing=notes) as connection:
            yield PostgresTransaction(
                candidates=CandidateStore(connection, self._vault, journal, notes),
                caseload=CaseloadStore(connection, notes),
                employers=EmployerStore(connection, self._vault.cursors, journal),
                vacancies=VacancyStore(connection, self._vault.cursors, journal),
                imports=ImportStore(connection, self._vault, journal, notes),
                runs=RunStore(connection, self._vault.cursors, notes),
                idempotency=IdempotencyStore(connection),
                trail=TrailStore(connection, self._vault.cursors, notes),
                consents=ConsentStore(connection, notes),
                requests=RequestStore(connection, notes),
                subjects=SubjectFiles(connection, self._vault, notes),
                cards=CardStore(connection, notes),
                transfers=TransferStore(connection, self._vault, notes),
                placements=PlacementStore(connection, notes),
                outcomes=OutcomeStore(connection),
                shortlists=ShortlistStore(connection, self._vault.cursors, notes),
                cohorts=CohortPlanStore(connection, self._vault.cursors, notes),
                tasks=TaskStore(connection, notes),
                notices=NoticeStore(connection, self._vault.cursors, notes),
                jobs=JobStore(connection, self._vault.cursors),
                fairness=FairnessReportStore(connection, self._vault.cursors),
                hidings=HidingStore(connection, notes),
                states=StateStore(connection),
            )
