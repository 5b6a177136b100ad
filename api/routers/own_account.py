"""Password, second factor, sessions and tokens of whoever is signed in. A token may not touch any of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response
from fastapi.responses import JSONResponse

from api.accounts.tokens import csrf_of
from api.deps import BOUNDED, Desk, SignedIn, listed
from api.errors import CODE, CSRF, DUTY, NOT_FOUND, NOT_THEM, SCOPE, SHOW_AGAIN, TOO_MANY
from api.routers.answers import answers, body_example, no_content
from api.routers.session import me_again, renewed, signed_out
from api.schemas import account_examples as examples
from api.schemas.accounts import (
    CodeShown,
    FactorShown,
    Me,
    PasswordChange,
    PasswordShown,
    RecoveryCodes,
    Sessions,
    ShownAgain,
    TokenIn,
    Tokens,
    TokenShown,
    session_document,
    token_document,
)
from matching.model.ids import SessionId, TokenId

router = APIRouter(tags=["own account"], dependencies=[BOUNDED])
ChangeBody = Annotated[PasswordChange, Body(openapi_examples=body_example(examples.PASSWORD_CHANGE))]
ShownBody = Annotated[PasswordShown, Body(openapi_examples=body_example(examples.PASSWORD_SHOWN))]
CodeBody = Annotated[CodeShown, Body(openapi_examples=body_example(examples.CODE_SHOWN))]
AgainBody = Annotated[ShownAgain, Body(openapi_examples=body_example(examples.SHOWN_AGAIN))]
TokenBody = Annotated[TokenIn, Body(openapi_examples=body_example(examples.TOKEN))]


@router.post("/password", **answers(Me, examples.ME, CSRF, SCOPE, NOT_THEM, CODE, TOO_MANY))
async def change_password(desk: Desk, who: SignedIn, given: ChangeBody) -> Response:
    """Set another password. Every other session ends, this one gets another cookie; tokens stay."""
    return await me_again(desk, await desk.own.change_password(who, given.current, given.new, given.code))


@router.post("/session/show-again", **answers(Me, examples.ME, CSRF, SCOPE, NOT_THEM, CODE, TOO_MANY))
async def show_again(desk: Desk, who: SignedIn, given: AgainBody) -> Response:
    """Show password, and a code where there is a second factor, once more; the session gets another cookie."""
    return await me_again(desk, await desk.own.show_again(who, given.password, given.code))


@router.post(
    "/second-factor",
    **answers(FactorShown, examples.FACTOR_SHOWN, CSRF, SCOPE, NOT_THEM, TOO_MANY, status=201),
)
async def new_second_factor(desk: Desk, who: SignedIn, given: ShownBody) -> Response:
    """A secret for an authenticator (TOTP); in force once a first code of it has been shown."""
    secret, uri = await desk.own.new_second_factor(who, given.password)
    return JSONResponse({"secret": secret, "uri": uri}, 201)


@router.post(
    "/second-factor/confirm", **answers(RecoveryCodes, examples.RECOVERY_CODES, CSRF, SCOPE, CODE, NOT_FOUND)
)
async def confirm_second_factor(desk: Desk, who: SignedIn, given: CodeBody) -> Response:
    """Put the secret in force; the session gets another cookie. Recovery codes are shown this once."""
    opened, codes = await desk.own.confirm_second_factor(who, given.code)
    document = {"recovery_codes": codes, "csrf": csrf_of(opened.secret)}
    return JSONResponse(document, headers=renewed(desk, opened.secret))


@router.post("/second-factor/remove", **no_content(CSRF, SCOPE, NOT_THEM, CODE, NOT_FOUND, TOO_MANY))
async def remove_second_factor(desk: Desk, who: SignedIn, given: AgainBody) -> Response:
    """Do without a second factor; every session ends, this one too."""
    await desk.own.remove_second_factor(who, given.password, given.code)
    return signed_out(desk)


@router.get("/sessions", **answers(Sessions, examples.SESSIONS, SCOPE))
async def list_sessions(desk: Desk, who: SignedIn) -> Response:
    """Where one is signed in."""
    sessions, _ = await desk.own.listed(who)
    return listed({"items": [session_document(one, who.session) for one in sessions]})


@router.delete("/sessions", **no_content(CSRF, SCOPE))
async def end_other_sessions(desk: Desk, who: SignedIn) -> Response:
    """Sign out everywhere else."""
    await desk.own.end_other_sessions(who)
    return Response(status_code=204)


@router.delete("/sessions/{session_id}", **no_content(CSRF, SCOPE, NOT_FOUND))
async def end_session(desk: Desk, who: SignedIn, session_id: UUID) -> Response:
    """End one session."""
    await desk.own.end_session(who, SessionId(session_id))
    return Response(status_code=204)


@router.get("/tokens", **answers(Tokens, examples.TOKENS, SCOPE))
async def list_tokens(desk: Desk, who: SignedIn) -> Response:
    """Tokens of the account, ended ones too; never their secrets."""
    _, tokens = await desk.own.listed(who)
    return listed({"items": [token_document(one) for one in tokens]})


@router.post(
    "/tokens", **answers(TokenShown, examples.TOKEN_SHOWN, CSRF, SCOPE, DUTY, SHOW_AGAIN, status=201)
)
async def create_token(desk: Desk, who: SignedIn, given: TokenBody) -> Response:
    """A token for a program, bound to the duty of this session. Its secret is shown this once.

    Some minutes after signing in the session has to show password and code again first (`POST /session/show-again`).
    """
    token, secret = await desk.own.new_token(who, given.name, given.scopes, given.days)
    return JSONResponse({**token_document(token), "secret": secret}, 201)


@router.delete("/tokens/{token_id}", **no_content(CSRF, SCOPE, NOT_FOUND))
async def revoke_token(desk: Desk, who: SignedIn, token_id: UUID) -> Response:
    """Revoke a token, at once."""
    await desk.own.revoke_token(who, TokenId(token_id))
    return Response(status_code=204)
