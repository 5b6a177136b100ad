"""The composition root: the only place that constructs adapters and gives them to the use cases."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from api.accounts.desk import FrontDesk
from api.program import Program
from api.settings import Settings, SettingsError, variable
from api.wiring.accounts import front_desk
from api.wiring.fairness import fairness_office
from api.wiring.hands import hands
from api.wiring.reference import adapter, composer, linter, rarity, recipe, trade
from api.wiring.shortlists import list_policy
from data import reference_files
from data.accounts import PostgresAccounts
from data.anchors import AnchorFile
from data.cohorts import PostgresCohortStore
from data.embedded import embedded_server
from data.entry_rules import set_entry_rules_at
from data.erasure import PostgresEraser
from data.gateway import PostgresGateway
from data.index_store import PostgresIndexStore
from data.migrate import migrate_at
from data.pool import Database
from data.reference_load import load_reference_at
from data.retention import retention_rules
from data.rights_journal import RightsJournal
from data.sealing import PostgresSealStore
from data.vault import vault_from_file
from data.verdicts import PostgresVerdicts
from data.wordings import WordingFiles
from embeddings.adapter import AdaptedEncoder
from embeddings.bundled import ensure_model
from embeddings.encoder import EncoderOptions, SentenceEncoder
from embeddings.shelf import IndexShelf
from matching.explain import Reader
from matching.intake import work_cells
from matching.intake.vacancies import forget_wages
from matching.language.tokens import forget_texts, lines_with_words, words_of
from matching.model import Actor, UnitId
from matching.model.ids import AccountId, DutyId
from matching.ports import Encoder
from matching.requirements.filling import forget_requirements
from matching.trade import Trade
from matching.usecases.catalogue import Catalogue, CatalogueSettings
from matching.usecases.cohort import CohortOffice
from matching.usecases.fairness import FairnessOffice
from matching.usecases.indexing import Indexer
from matching.usecases.match import Matcher
from matching.usecases.rights import RightsOffice
from matching.usecases.shortlists.desk import ShortlistDesk
from matching.usecases.shortlists.renewing import Renewer
from matching.usecases.trail import Sealer
from matching.vocabulary import Role

__all__ = [
    "adapted",
    "adapter",
    "assemble",
    "composer",
    "databases",
    "desk",
    "encoder",
    "eraser",
    "fairness",
    "front_desk",
    "gateway",
    "journals",
    "local_actor",
    "local_administrator",
    "local_officer",
    "local_planner",
    "now",
    "program",
    "rarity",
    "raw_encoder",
    "recipe",
    "rights",
    "rights_journal",
    "sealer",
    "telling_entry_rules",
    "trade",
]

Prepare = Callable[[str], Awaitable[None]]
WIB = ZoneInfo("Asia/Jakarta")
LOCAL_ACCOUNT = AccountId(UUID("00000000-0000-4000-8000-000000000001"))
LOCAL_UNIT = UnitId(UUID("00000000-0000-4000-8000-0000000000a1"))
LOCAL_DUTY = DutyId(UUID("00000000-0000-4000-8000-0000000000d1"))
LOCAL_OFFICER = AccountId(UUID("00000000-0000-4000-8000-000000000003"))
LOCAL_OFFICER_DUTY = DutyId(UUID("00000000-0000-4000-8000-0000000000d5"))
LOCAL_PLANNER = AccountId(UUID("00000000-0000-4000-8000-000000000004"))
LOCAL_PLANNING = DutyId(UUID("00000000-0000-4000-8000-0000000000d4"))
LOCAL_ADMINISTRATOR = AccountId(UUID("00000000-0000-4000-8000-000000000002"))
LOCAL_ADMINISTRATION = DutyId(UUID("00000000-0000-4000-8000-0000000000d2"))


def local_actor(purpose: str) -> Actor:
    """The local case worker (made by the migrations), as whom the command line acts on this machine."""
    return Actor(LOCAL_ACCOUNT, Role.CASE_WORKER, LOCAL_UNIT, purpose, LOCAL_DUTY)


def local_planner(purpose: str) -> Actor:
    """The local release planner, who approves what the local case worker has proposed."""
    return Actor(LOCAL_PLANNER, Role.RELEASE_PLANNER, LOCAL_UNIT, purpose, LOCAL_PLANNING)


def local_officer(purpose: str) -> Actor:
    """The local data protection officer, for the trail and for requests; it sees no case data."""
    return Actor(LOCAL_OFFICER, Role.DATA_PROTECTION_OFFICER, LOCAL_UNIT, purpose, LOCAL_OFFICER_DUTY)


def local_administrator(purpose: str) -> Actor:
    """The local administrator, as whom the command line keeps accounts; it has no case data."""
    return Actor(LOCAL_ADMINISTRATOR, Role.ADMINISTRATOR, LOCAL_UNIT, purpose, LOCAL_ADMINISTRATION)


@asynccontextmanager
async def databases(
    settings: Settings, prepare: Prepare | None = None
) -> AsyncIterator[tuple[Database, Database]]:
    """The database, migrated and with its reference data, as the application and as the worker; `prepare` is given
    the owner's address before anybody else comes in. Who has been erased and is back, as after a restore, is erased
    again before anybody is served, and what the rights journal tells is done again."""
    async with AsyncExitStack() as stack:
        if settings.database_url is None:
            server = await stack.enter_async_context(embedded_server(settings.home))
            owner, app, worker = (server.url(f"jembatan_{role}") for role in ("owner", "app", "worker"))
        else:
            app = worker = settings.database_url.get_secret_value()
            owner = settings.owner_database_url.get_secret_value() if settings.owner_database_url else app
        await migrate_at(owner, login=urlsplit(app).username)
        await load_reference_at(owner)
        if prepare:
            await prepare(owner)
        size = settings.pool_connections
        hand = await stack.enter_async_context(Database.open(worker, role="jembatan_worker", max_size=size))
        journal = rights_journal(settings, hand)
        stores = await stack.enter_async_context(
            Database.open(app, role="jembatan_app", max_size=size, noted=journal.keep)
        )
        await journal.begin()
        await eraser(settings, hand).repeat(at=now())
        yield stores, hand


def telling_entry_rules(settings: Settings) -> Prepare:
    """A server's preparation: it alone tells the database the rules, so no command under other settings turns any."""

    async def tell(owner: str) -> None:
        await set_entry_rules_at(
            owner,
            local_administrator("settings"),
            four_eyes=settings.four_eyes,
            issuer=settings.oidc_issuer,
        )

    return tell


@asynccontextmanager
async def gateway(settings: Settings) -> AsyncIterator[PostgresGateway]:
    """The stores alone, without a model or indexes."""
    async with databases(settings) as (app, _):
        yield PostgresGateway(app, vault_from_file(settings.keys_path))


@asynccontextmanager
async def desk(settings: Settings) -> AsyncIterator[FrontDesk]:
    """Accounts alone, without a model or indexes."""
    async with databases(settings) as (app, _):
        accounts = PostgresAccounts(app, vault_from_file(settings.keys_path))
        yield front_desk(settings, accounts, now, uuid4)


@asynccontextmanager
async def rights(settings: Settings) -> AsyncIterator[RightsOffice]:
    """The rights of people alone, without a model or indexes; a serving process hears of what is done by the outbox."""
    async with databases(settings) as (app, worker):
        yield _rights(settings, PostgresGateway(app, vault_from_file(settings.keys_path)), worker)


def _rights(settings: Settings, stores: PostgresGateway, worker: Database) -> RightsOffice:
    return RightsOffice(
        gateway=stores,
        eraser=eraser(settings, worker),
        wordings=WordingFiles(),
        rules=retention_rules(settings.retention_file),
        disclosure_days=settings.disclosure_days,
        clock=now,
        new_id=uuid4,
    )


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


@asynccontextmanager
async def fairness(settings: Settings) -> AsyncIterator[FairnessOffice]:
    """Fairness reports alone, without a model or indexes."""
    async with databases(settings) as (_, worker):
        yield fairness_office(settings, worker, now, WIB, uuid4)


@asynccontextmanager
async def sealer(settings: Settings) -> AsyncIterator[Sealer]:
    """Sealing and verifying the trail alone."""
    async with databases(settings) as (_, worker):
        yield Sealer(PostgresSealStore(worker), AnchorFile(settings.anchors_path))


def encoder(settings: Settings) -> Encoder:
    """The embedding model of the settings with the adapter in force."""
    return adapted(settings, raw_encoder(settings))


def adapted(settings: Settings, raw: Encoder) -> Encoder:
    """An encoder with the adapter in force. Raises ForeignAdapter where that is for another model."""
    in_force = adapter(settings)
    return AdaptedEncoder(raw, in_force) if in_force else raw


def raw_encoder(settings: Settings) -> SentenceEncoder:
    """The embedding model of the settings as it is; the bundled one is converted at first use."""
    bundled = settings.model == "bundled"
    model = ensure_model(settings.home / "models") if bundled else settings.model
    options = EncoderOptions(
        query_prompt=settings.model_query_prompt,
        passage_prompt=settings.model_passage_prompt,
        max_tokens=settings.model_max_tokens,
        precision=settings.model_dtype,
        offline=bundled,
    )
    return SentenceEncoder(model, options)


@asynccontextmanager
async def program(
    settings: Settings, *, purpose: str, load: bool = True, prepare: Prepare | None = None
) -> AsyncIterator[Program]:
    """The program put together and, with `load`, its catalogue ready. Opened and closed in mirrored order."""
    async with databases(settings, prepare) as (app, worker):
        texts_to_vectors = await asyncio.to_thread(encoder, settings)
        assembled = assemble(settings, app, worker, texts_to_vectors, local_actor(purpose))
        if load:
            await assembled.catalogue.load()
        yield assembled


def settle() -> None:
    """Keep the garbage collector from what has been loaded, which lives as long as a serving process: looking through
    it again and again doubles the time of the slowest lists."""
    gc.collect()
    gc.freeze()


def assemble(
    settings: Settings, app: Database, worker: Database, texts_to_vectors: Encoder, actor: Actor
) -> Program:
    """Everything above the database and the encoder."""
    knowledge = trade()
    rules = recipe(settings, knowledge)
    composing = composer(knowledge)
    reader = Reader(words_of, lines_with_words, rules.rarity)
    vault = vault_from_file(settings.keys_path)
    stores = PostgresGateway(app, vault)
    index = PostgresIndexStore(worker)
    model = texts_to_vectors.identity
    key = f"{model}/{reference_files.version()}"
    catalogue = Catalogue(
        index,
        IndexShelf(settings.home / "indexes", texts_to_vectors.dimension),
        rules.world,
        CatalogueSettings(model, key, settings.index_rebuild_rows),
        partial(_forget, knowledge),
    )
    matcher = Matcher(stores, index, catalogue, texts_to_vectors, composing, rules, reader, model)
    return Program(
        settings=settings,
        gateway=stores,
        accounts=PostgresAccounts(app, vault),
        index=index,
        catalogue=catalogue,
        indexer=Indexer(index, texts_to_vectors, composing, model),
        matcher=matcher,
        shortlists=ShortlistDesk(stores, matcher, list_policy(settings), now, uuid4),
        verdicts=Renewer(PostgresVerdicts(worker), rules),
        cohorts=CohortOffice(
            matcher,
            PostgresCohortStore(worker),
            hands(settings),
            key,
            fairness_office(settings, worker, now, WIB, uuid4),
            settings.cohort_list_rows,
            settings.cohort_employer_most,
            now,
            uuid4,
        ),
        rights=_rights(settings, stores, worker),
        journal=rights_journal(settings, worker),
        encoder=texts_to_vectors,
        trade=knowledge,
        linter=linter(rules.world),
        gazetteer=rules.world.gazetteer,
        sealer=Sealer(PostgresSealStore(worker), AnchorFile(settings.anchors_path)),
        actor=actor,
        clock=now,
        new_id=uuid4,
    )


def _forget(knowledge: Trade) -> None:
    """Empty what a process remembers of texts, when a person or a vacancy has left: theirs may be among them."""
    knowledge.forget()
    forget_texts()
    work_cells.forget()
    forget_requirements()
    forget_wages()


def now() -> datetime:
    """The one place that reads the clock."""
    return datetime.now(UTC).astimezone(WIB)
