"""Offices over the stores: the rights of people with their journals, cohorts, the sealing of the trail."""

from pathlib import Path

from api.settings import Settings, SettingsError, variable
from api.wiring.clock import new_id, now
from api.wiring.fairness import fairness_office
from api.wiring.hands import hands
from data.anchors import AnchorFile
from data.cohorts import PostgresCohortStore
from data.erasure import PostgresEraser
from data.gateway import PostgresGateway
from data.horizon import PostgresHorizon
from data.pool import Database
from data.retention import retention_rules
from data.rights_journal import RightsJournal
from data.sealing import PostgresSealStore
from data.wordings import WordingFiles
from matching.usecases.cohort import CohortOffice
from matching.usecases.horizon import HorizonWatch
from matching.usecases.match import Matcher
from matching.usecases.rights import RightsOffice
from matching.usecases.trail import Sealer


def rights_office(settings: Settings, stores: PostgresGateway, worker: Database) -> RightsOffice:
    """Consents, requests, erasure and retention."""
    return RightsOffice(
        gateway=stores,
        eraser=eraser(settings, worker),
        wordings=WordingFiles(),
        rules=retention_rules(settings.retention_file),
        disclosure_days=settings.disclosure_days,
        clock=now,
        new_id=new_id,
    )


def cohort_office(settings: Settings, matcher: Matcher, worker: Database, key: str) -> CohortOffice:
    """Plans for cohorts; `key` names model and reference data."""
    return CohortOffice(
        matcher,
        PostgresCohortStore(worker),
        hands(settings),
        key,
        fairness_office(settings, worker),
        settings.cohort_list_rows,
        settings.cohort_employer_most,
        now,
        new_id,
    )


def horizon_watch(settings: Settings, matcher: Matcher, worker: Database) -> HorizonWatch:
    """Who comes near release, ranked by the hands that rank cohorts."""
    return HorizonWatch(
        PostgresHorizon(worker),
        matcher,
        hands(settings),
        settings.horizon_days,
        settings.list_rows,
        settings.job_attempts,
    )


def sealing(settings: Settings, worker: Database) -> Sealer:
    """Sealing and verifying the trail, with its anchors."""
    return Sealer(PostgresSealStore(worker), AnchorFile(settings.anchors_path))


def eraser(settings: Settings, worker: Database) -> PostgresEraser:
    """The erasing hand, on the worker's database. Raises SettingsError for a journal inside the home folder."""
    return PostgresEraser(worker, journals(settings), settings.home)


def rights_journal(settings: Settings, worker: Database) -> RightsJournal:
    """What a restore must not undo. Raises SettingsError for a journal inside the home folder."""
    return RightsJournal(worker, journals(settings))


def journals(settings: Settings) -> Path:
    """Folder of both journals. Raises SettingsError where it lies inside the home folder."""
    home, folder = (path.expanduser().resolve() for path in (settings.home, settings.erasure_journal))
    if folder == home or home in folder.parents:
        raise SettingsError(
            f"{variable('erasure_journal')}: lies inside the home folder, which a restore replaces"
        )
    return settings.erasure_journal
