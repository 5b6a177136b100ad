"""One account: let in no more, signed out everywhere, given duties and links."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import Administrator, Desk
from api.schemas.duties import DutyIn, OfficeRole
from api.web.administrator.accounts import shown, unit_of
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue, NotFound
from matching.model import Actor
from matching.model.accounts import Unit
from matching.model.ids import AccountId, DutyId, TokenId
from matching.usecases import registering
from matching.vocabulary import Role

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/pengguna")
ROLES: tuple[Role, ...] = get_args(OfficeRole)
NO_COMPANY = (
    "tidak ada perusahaan dengan NIB itu; perencana mencatatnya di Pemberi kerja"
    " / there is no company with this NIB; a planner records it under Employers"
)
FIELDS = ("role", "unit", "number", "until")


@router.get("/{account_id}")
async def account(screen: Working, desk: Desk, actor: Administrator, account_id: UUID) -> Response:
    """One account with its duties."""
    return await _page(screen, desk, actor, AccountId(account_id))


@router.post("/{account_id}/tautan")
async def link(
    request: Request, screen: Working, desk: Desk, actor: Administrator, account_id: UUID
) -> Response:
    """A link to set a new password, which may also take the second factor away; shown this once."""
    form, account = await posted(request), AccountId(account_id)
    clears = form.text("clears") == "1"
    return shown(
        screen, account, await desk.administration.new_link(actor, account, clears_second_factor=clears)
    )


@router.post("/{account_id}/keluarkan")
async def sign_out(
    request: Request, screen: Working, desk: Desk, actor: Administrator, account_id: UUID
) -> Response:
    """End its sessions and, if asked, its tokens and links."""
    tokens = (await posted(request)).text("tokens") == "1"
    await desk.administration.sign_out(actor, AccountId(account_id), tokens=tokens)
    return screen.go(f"/pengguna/{account_id}", "signed_out_everywhere")


@router.post("/{account_id}/keadaan")
async def set_active(
    request: Request, screen: Working, desk: Desk, actor: Administrator, account_id: UUID
) -> Response:
    """Let in no more, or again."""
    active = (await posted(request)).text("active") == "1"
    await desk.administration.set_active(actor, AccountId(account_id), active=active)
    return screen.go(f"/pengguna/{account_id}", "done")


@router.post("/{account_id}/penugasan")
async def grant(
    request: Request, screen: Working, desk: Desk, actor: Administrator, account_id: UUID
) -> Response:
    """Give a duty; where two have to agree, it waits for another administrator."""
    form, account = await posted(request), AccountId(account_id)
    typed = {name: form.text(name) for name in FIELDS}
    try:
        asked = await _asked(screen, form, await desk.administration.units(actor))
        duty = parsed(DutyIn, asked).value(account_id, screen.program.new_id)
        granted = await desk.administration.grant(actor, duty)
    except WRONG as error:
        wrong, chosen = problems(error, screen.tongue), form.texts("provinces")
        return await _page(screen, desk, actor, account, wrong=wrong, typed=typed, chosen=chosen)
    return screen.go(f"/pengguna/{account_id}", "duty_waits" if granted.pending else "done")


@router.post("/{account_id}/penugasan/akhiri")
async def end_duty(
    request: Request, screen: Working, desk: Desk, actor: Administrator, account_id: UUID
) -> Response:
    """End a duty at once, or let one that waits never begin."""
    form = await posted(request)
    await desk.administration.end_duty(actor, DutyId(form.uuid("duty")))
    return screen.go(f"/pengguna/{account_id}", "done")


@router.post("/{account_id}/token/cabut")
async def revoke_token(
    request: Request, screen: Working, desk: Desk, actor: Administrator, account_id: UUID
) -> Response:
    """End one token at once."""
    form = await posted(request)
    await desk.administration.revoke_token(actor, AccountId(account_id), TokenId(form.uuid("token")))
    return screen.go(f"/pengguna/{account_id}", "done")


async def _asked(screen: Screen, form: Posted, units: Sequence[Unit]) -> dict[str, object]:
    """A duty as the API takes it; a company by its NIB, a day to its last second in Jakarta. Raises InvalidValue."""
    asked: dict[str, object] = {
        "role": form.text("role"),
        "unit": unit_of(units, form.text("unit")),
        "provinces": form.texts("provinces") if form.text("role") == Role.RELEASE_PLANNER else [],
        "until": f"{form.text('until')}T23:59:59+07:00" if form.text("until") else None,
    }
    if form.text("role") == Role.EMPLOYER:
        program, number = screen.program, form.text("number")
        try:
            asked["employer"] = await registering.of_number(program.gateway, program.actor, number)
        except NotFound:
            raise InvalidValue("number", NO_COMPANY) from None
    return asked


async def _page(
    screen: Screen,
    desk: Desk,
    actor: Actor,
    account: AccountId,
    *,
    wrong: Problems = NONE,
    typed: Mapping[str, str] = MappingProxyType({}),
    chosen: Sequence[str] = (),
) -> Response:
    found, duties = await desk.administration.get(actor, account)
    now = screen.program.clock()
    return screen.show(
        "administrator/account.html",
        422 if wrong else 200,
        account=found,
        own=account == actor.account,
        current=[one for one in duties if one.until is None or one.until > now],
        ended=[one for one in duties if one.until is not None and one.until <= now],
        tokens=await desk.administration.tokens(actor, account),
        units=await desk.administration.units(actor),
        roles=ROLES,
        provinces=screen.program.gazetteer.provinces,
        problems=wrong,
        typed={name: typed.get(name, "") for name in FIELDS},
        chosen=chosen,
    )
