"""All pages of the site."""

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from api.accounts.gate import is_page
from api.web import (
    account,
    administrator,
    assets,
    case_worker,
    employer,
    fairness,
    guide,
    language,
    officer,
    outcomes,
    own_account,
    planner,
    public,
    today,
)
from api.web.routes import problem_page

WORKSPACES = (today, case_worker, planner, employer, fairness, outcomes, officer, administrator)
"""Each has its routers, and the roles that they are for."""


def install(app: FastAPI) -> None:
    """Let the application answer people too; after `api.errors.install`, whose answers stay those of programs."""
    for router in (
        assets.router,
        public.router,
        guide.router,
        language.router,
        account.router,
        own_account.router,
    ):
        app.include_router(router)
    for workspace in WORKSPACES:
        for router in workspace.ROUTERS:
            app.include_router(router, dependencies=[workspace.GUARD])
    to_programs = app.exception_handlers[HTTPException]

    async def unrouted(request: Request, error: Exception) -> Response:
        if is_page(request.url.path):
            return await problem_page(request, error)
        answer: Response = await to_programs(request, error)  # type: ignore[misc] # ours is a coroutine
        return answer

    app.add_exception_handler(HTTPException, unrouted)
