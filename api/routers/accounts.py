"""Accounts, duties, covers and units: an administrator's. There is no case data here."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import JSONResponse

from api.access import ADMINISTRATORS
from api.accounts.administration import NewLink
from api.deps import BOUNDED, Administrator, Desk, Paging, Serving, listed, paged
from api.errors import CSRF, FORBIDDEN, NOT_FOUND
from api.routers.answers import answers, body_example, no_content
from api.schemas import account_examples as examples
from api.schemas.accounts import (
    AccountIn,
    AccountOut,
    AccountWithDuties,
    LinkShown,
    LinkWanted,
    SignOutIn,
    Tokens,
    account_document,
    token_document,
)
from api.schemas.duties import (
    CoverIn,
    CoverOut,
    Covers,
    DutyIn,
    DutyOut,
    UnitIn,
    UnitOut,
    Units,
    cover_document,
    duty_document,
)
from api.schemas.examples import a_page
from api.schemas.parts import Listing
from matching.model.ids import AccountId, CoverId, DutyId, TokenId

router = APIRouter(tags=["accounts"], dependencies=[ADMINISTRATORS, BOUNDED])
AccountBody = Annotated[AccountIn, Body(openapi_examples=body_example(examples.ACCOUNT))]
LinkBody = Annotated[LinkWanted, Body(openapi_examples=body_example(examples.LINK_WANTED))]
SignOutBody = Annotated[SignOutIn | None, Body(openapi_examples=body_example({"tokens": True}))]
DutyBody = Annotated[DutyIn, Body(openapi_examples=body_example(examples.DUTY))]
CoverBody = Annotated[CoverIn, Body(openapi_examples=body_example(examples.COVER))]
UnitBody = Annotated[UnitIn, Body(openapi_examples=body_example(examples.UNIT))]
REFUSALS = (FORBIDDEN, CSRF)


@router.get("/accounts", **answers(Listing[AccountOut], a_page(examples.ACCOUNT_OUT), FORBIDDEN))
async def list_accounts(request: Request, desk: Desk, actor: Administrator, asked: Paging) -> Response:
    """Accounts in the order in which they were made."""
    page = await desk.administration.page(actor, limit=asked.limit, cursor=asked.cursor)
    return paged(request, asked, page, account_document)


@router.post("/accounts", **answers(LinkShown, examples.LINK_SHOWN, *REFUSALS, status=201))
async def create_account(desk: Desk, actor: Administrator, new: AccountBody) -> Response:
    """Somebody new. The invitation by which they set a password is shown this once; it opens nothing without a duty."""
    account, link = await desk.administration.add(actor, new.login, new.name, new.language)
    location = {"Location": f"/api/v1/accounts/{account.id}"}
    return JSONResponse(_link_shown(account.id, link), 201, location)


@router.get(
    "/accounts/{account_id}",
    **answers(AccountWithDuties, examples.ACCOUNT_WITH_DUTIES, FORBIDDEN, NOT_FOUND),
)
async def get_account(desk: Desk, actor: Administrator, account_id: UUID) -> Response:
    """One account with its duties."""
    account, duties = await desk.administration.get(actor, AccountId(account_id))
    return listed({**account_document(account), "duties": [duty_document(one) for one in duties]})


@router.post(
    "/accounts/{account_id}/disable", **answers(AccountOut, examples.ACCOUNT_OUT, *REFUSALS, NOT_FOUND)
)
async def disable_account(desk: Desk, actor: Administrator, account_id: UUID) -> Response:
    """Let somebody in no more. Sessions, tokens and links end at once."""
    return listed(
        account_document(await desk.administration.set_active(actor, AccountId(account_id), active=False))
    )


@router.post(
    "/accounts/{account_id}/enable", **answers(AccountOut, examples.ACCOUNT_OUT, *REFUSALS, NOT_FOUND)
)
async def enable_account(desk: Desk, actor: Administrator, account_id: UUID) -> Response:
    """Let somebody in again, by the old password; tokens stay revoked."""
    return listed(
        account_document(await desk.administration.set_active(actor, AccountId(account_id), active=True))
    )


@router.post(
    "/accounts/{account_id}/sign-out", **answers(AccountOut, examples.ACCOUNT_OUT, *REFUSALS, NOT_FOUND)
)
async def sign_account_out(
    desk: Desk, actor: Administrator, account_id: UUID, wanted: SignOutBody = None
) -> Response:
    """End every session of somebody and, with `tokens`, their tokens and unused links. The account stays as it is."""
    tokens = wanted is not None and wanted.tokens
    account = await desk.administration.sign_out(actor, AccountId(account_id), tokens=tokens)
    return listed(account_document(account))


@router.post(
    "/accounts/{account_id}/link", **answers(LinkShown, examples.LINK_SHOWN, *REFUSALS, NOT_FOUND, status=201)
)
async def create_link(desk: Desk, actor: Administrator, account_id: UUID, wanted: LinkBody) -> Response:
    """A link by which somebody else sets a new password, once. Shown this once; nobody makes one for themselves.

    With `pending` it is for an account that has a duty: it is no good before another administrator confirms it.
    """
    link = await desk.administration.new_link(
        actor, AccountId(account_id), clears_second_factor=wanted.clears_second_factor
    )
    return JSONResponse(_link_shown(account_id, link), 201)


@router.post(
    "/accounts/{account_id}/duties", **answers(DutyOut, examples.DUTY_OUT, *REFUSALS, NOT_FOUND, status=201)
)
async def grant_duty(
    program: Serving, desk: Desk, actor: Administrator, account_id: UUID, new: DutyBody
) -> Response:
    """Give somebody else a duty. While it is `pending` it opens nothing: another administrator has to confirm it."""
    duty = new.value(account_id, program.new_id)
    return JSONResponse(duty_document(await desk.administration.grant(actor, duty)), 201)


@router.post("/duties/{duty_id}/end", **no_content(*REFUSALS, NOT_FOUND))
async def end_duty(desk: Desk, actor: Administrator, duty_id: UUID) -> Response:
    """End a duty, at once; or let one that waits never begin."""
    await desk.administration.end_duty(actor, DutyId(duty_id))
    return Response(status_code=204)


@router.get("/covers", **answers(Covers, examples.COVERS, FORBIDDEN))
async def list_covers(desk: Desk, actor: Administrator) -> Response:
    """Covers that have not ended."""
    return listed({"items": [cover_document(one) for one in await desk.administration.covers(actor)]})


@router.post("/covers", **answers(CoverOut, examples.COVER_OUT, *REFUSALS, status=201))
async def create_cover(program: Serving, desk: Desk, actor: Administrator, new: CoverBody) -> Response:
    """Let a colleague of the unit see an absent case worker's caseload, until a day at most 100 days away.

    While it is `pending` it opens nothing: another administrator has to confirm it.
    """
    cover = new.value(program.new_id, program.clock())
    return JSONResponse(cover_document(await desk.administration.cover(actor, cover)), 201)


@router.post("/covers/{cover_id}/end", **no_content(*REFUSALS, NOT_FOUND))
async def end_cover(desk: Desk, actor: Administrator, cover_id: UUID) -> Response:
    """End a cover before its time; or let one that waits never begin."""
    await desk.administration.end_cover(actor, CoverId(cover_id))
    return Response(status_code=204)


@router.get("/accounts/{account_id}/tokens", **answers(Tokens, examples.TOKENS, FORBIDDEN, NOT_FOUND))
async def list_tokens_of(desk: Desk, actor: Administrator, account_id: UUID) -> Response:
    """Tokens of an account that open something, oldest first; no secret."""
    tokens = await desk.administration.tokens(actor, AccountId(account_id))
    return listed({"items": [token_document(one) for one in tokens]})


@router.post("/accounts/{account_id}/tokens/{token_id}/revoke", **no_content(*REFUSALS, NOT_FOUND))
async def revoke_token_of(desk: Desk, actor: Administrator, account_id: UUID, token_id: UUID) -> Response:
    """End a token of somebody, at once."""
    await desk.administration.revoke_token(actor, AccountId(account_id), TokenId(token_id))
    return Response(status_code=204)


@router.get("/units", **answers(Units, examples.UNITS, FORBIDDEN))
async def list_units(desk: Desk, actor: Administrator) -> Response:
    """Units, by name."""
    units = await desk.administration.units(actor)
    return listed({"items": [UnitOut.model_validate(unit).model_dump(mode="json") for unit in units]})


@router.post("/units", **answers(UnitOut, examples.UNIT_OUT, *REFUSALS, status=201))
async def create_unit(program: Serving, desk: Desk, actor: Administrator, new: UnitBody) -> Response:
    """A new unit."""
    stored = await desk.administration.add_unit(actor, new.value(program.new_id))
    return JSONResponse(UnitOut.model_validate(stored).model_dump(mode="json"), 201)


def _link_shown(account: UUID, link: NewLink) -> dict[str, object]:
    return {"id": str(link.id), "account": str(account), "link": link.secret, "pending": link.pending}
