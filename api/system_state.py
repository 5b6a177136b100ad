"""How the running program stands: versions, model, indexes and what waits. Of people no count is in it."""

from api.program import Program
from api.schemas.system import SystemOut
from matching.model.tasks import JobState
from matching.rules import RULES_VERSION
from matching.usecases import tasks


async def system_state(program: Program, version: str, reference_data: str) -> SystemOut:
    """How it stands now; asked by an administrator."""
    catalogue = program.catalogue
    snapshot = catalogue.snapshot if catalogue.ready else None
    vacancies, candidates = await program.index.count_unembedded(model=program.matcher.model)
    lag = await program.sealer.seals.lag()
    aside, _ = await tasks.jobs(
        program.gateway, program.actor, state=JobState.SET_ASIDE, limit=1, cursor=None
    )
    return SystemOut(
        ready=catalogue.ready,
        version=version,
        reference_data=reference_data,
        rules=RULES_VERSION,
        weights=program.matcher.recipe.weights.version,
        model=program.matcher.model,
        snapshot=snapshot.version if snapshot else "",
        profiles=catalogue.profiles.version if snapshot else "",
        vectors=len(snapshot.dense) if snapshot else 0,
        dead=int((~snapshot.alive).sum()) if snapshot else 0,
        pending_vacancies=vacancies,
        people_pending=candidates > 0,
        index_age_s=round(program.pulse.age(), 1),
        unsealed_rows=lag.rows,
        unsealed_s=round(lag.seconds, 1),
        jobs_set_aside=bool(aside),
    )
