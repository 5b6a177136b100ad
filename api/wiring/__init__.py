"""The composition root: the only place that constructs adapters and gives them to the use cases."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

from api.accounts.desk import FrontDesk
from api.program import Program
from api.settings import Settings, SettingsError, variable
from api.wiring.accounts import front_desk
from api.wiring.actors import (
    LOCAL_ACCOUNT,
    LOCAL_ADMINISTRATOR,
    LOCAL_OFFICER,
    LOCAL_UNIT,
    local_actor,
    local_administrator,
    local_officer,
    local_planner,
)
from api.wiring.clock import WIB, new_id, now
from api.wiring.encoders import adapted, encoder, raw_encoder
from api.wiring.fairness import fairness_office, refuse_untried
from api.wiring.offices import (
    cohort_office,
    eraser,
    horizon_watch,
    journals,
    rights_journal,
    rights_office,
    sealing,
)
from api.wiring.reference import adapter, composer, linter, rarity, recipe, trade
from api.wiring.shortlists import list_policy
from api.wiring.telling import teller
from data import reference_files
from data.accounts import PostgresAccounts
from data.embedded import embedded_server
from data.entry_rules import EntryRules, OthersDemandMore, entry_rules_at
from data.gateway import PostgresGateway
from data.held_files import HELD, HeldFiles
from data.index_store import PostgresIndexStore
from data.migrate import migrate_at
from data.pool import Database
from data.reference_load import load_reference_at
from data.vault import vault_from_file
from data.verdicts import PostgresVerdicts
from embeddings.shelf import IndexShelf
from matching.explain import Reader
from matching.intake import work_cells
from matching.intake.vacancies import forget_wages
from matching.language.tokens import forget_texts, lines_with_words, words_of
from matching.lint.wording import forget_wordings
from matching.model import Actor
from matching.ports import Encoder
from matching.requirements.filling import forget_requirements
from matching.trade import Trade
from matching.usecases.breaches import BreachDesk
from matching.usecases.catalogue import Catalogue, CatalogueSettings
from matching.usecases.fairness import FairnessOffice
from matching.usecases.indexing import Indexer
from matching.usecases.inspecting import Inspector
from matching.usecases.match import Matcher
from matching.usecases.rights import RightsOffice
from matching.usecases.shortlists.desk import ShortlistDesk
from matching.usecases.shortlists.renewing import Renewer
from matching.usecases.telling import Teller
from matching.usecases.trail import Sealer

__all__ = [
    "LOCAL_ACCOUNT",
    "LOCAL_ADMINISTRATOR",
    "LOCAL_OFFICER",
    "LOCAL_UNIT",
    "WIB",
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
    "new_id",
    "now",
    "program",
    "rarity",
    "raw_encoder",
    "recipe",
    "rights",
    "rights_journal",
    "sealer",
    "telling_entry_rules",
    "telling_jobs",
    "trade",
]

Prepare = Callable[[str], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def databases(
    settings: Settings, prepare: Prepare | None = None
) -> AsyncIterator[tuple[Database, Database]]:
    """The database, migrated and with its reference data, as the application and as the worker; `prepare` is given
    the owner's address before anybody else comes in, and held until the end. Who has been erased and is back, as after
    a restore, is erased again before anybody is served, and what the rights journal tells is done again."""
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
            await stack.enter_async_context(prepare(owner))
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
    """A server's preparation: it alone tells the database the rules, so no command under other settings turns any, and
    while it runs no other server loosens them. Raises SettingsError where this one would."""
    rules = EntryRules(
        four_eyes=settings.four_eyes,
        issuer=settings.oidc_issuer,
        shortlist_interest=settings.shortlist_interest,
        second_approval=settings.shortlist_second_approval,
    )

    @asynccontextmanager
    async def tell(owner: str) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(entry_rules_at(owner, local_administrator("settings"), rules))
            except OthersDemandMore:
                names = ("four_eyes", "shortlist_interest", "shortlist_second_approval")
                raise SettingsError(
                    f"{', '.join(map(variable, names))}: peladen lain berjalan dengan tuntutan lebih ketat; "
                    "hentikan dahulu / another server runs that demands more; stop it first"
                ) from None
            yield

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
        yield front_desk(settings, accounts, now, new_id)


@asynccontextmanager
async def rights(settings: Settings) -> AsyncIterator[RightsOffice]:
    """The rights of people alone, without a model or indexes; a serving process hears of what is done by the outbox."""
    async with databases(settings) as (app, worker):
        yield rights_office(settings, PostgresGateway(app, vault_from_file(settings.keys_path)), worker)


@asynccontextmanager
async def fairness(settings: Settings) -> AsyncIterator[FairnessOffice]:
    """Fairness reports alone, without a model or indexes."""
    async with databases(settings) as (_, worker):
        yield fairness_office(settings, worker)


@asynccontextmanager
async def sealer(settings: Settings) -> AsyncIterator[Sealer]:
    """Sealing and verifying the trail alone."""
    async with databases(settings) as (_, worker):
        yield sealing(settings, worker)


@asynccontextmanager
async def telling_jobs(settings: Settings) -> AsyncIterator[Teller]:
    """Rounds and jobs alone, without a model or indexes."""
    async with databases(settings) as (app, worker):
        yield teller(settings, PostgresGateway(app, vault_from_file(settings.keys_path)), worker, now)


@asynccontextmanager
async def program(
    settings: Settings,
    *,
    purpose: str,
    load: bool = True,
    prepare: Prepare | None = None,
    on_trial: bool = False,
) -> AsyncIterator[Program]:
    """The program put together and, with `load`, ready to rank people. Opened and closed in mirrored order.

    Raises SettingsError where its model and weights may not rank yet; they may `on_trial`.
    """
    async with databases(settings, prepare) as (app, worker):
        texts_to_vectors = await asyncio.to_thread(encoder, settings)
        assembled = assemble(settings, app, worker, texts_to_vectors, local_actor(purpose))
        if load:
            if not on_trial:
                await refuse_untried(assembled)
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
    seals = sealing(settings, worker)
    return Program(
        settings=settings,
        gateway=stores,
        accounts=PostgresAccounts(app, vault),
        index=index,
        catalogue=catalogue,
        indexer=Indexer(index, texts_to_vectors, composing, model),
        matcher=matcher,
        shortlists=ShortlistDesk(stores, matcher, list_policy(settings), now, new_id),
        verdicts=Renewer(PostgresVerdicts(worker), rules),
        horizon=horizon_watch(settings, matcher, worker),
        cohorts=cohort_office(settings, matcher, worker, key),
        rights=rights_office(settings, stores, worker),
        breaches=BreachDesk(stores, now, new_id),
        journal=rights_journal(settings, worker),
        encoder=texts_to_vectors,
        trade=knowledge,
        linter=linter(rules.world),
        gazetteer=rules.world.gazetteer,
        sealer=seals,
        inspector=Inspector(stores, seals, now),
        teller=teller(settings, stores, worker, now),
        held=HeldFiles(settings.home / HELD, now, settings.held_files),
        actor=actor,
        clock=now,
        new_id=new_id,
    )


def _forget(knowledge: Trade) -> None:
    """Empty what a process remembers of texts, when a person or a vacancy has left: theirs may be among them."""
    knowledge.forget()
    forget_texts()
    work_cells.forget()
    forget_requirements()
    forget_wordings()
    forget_wages()
