"""Tokens as the endpoint gives them: renewing and revoking, and the errors of OAuth in their own shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode

from javari_tui.billing.checked import Fields
from javari_tui.billing.exchange import Answer, Exchange, Question
from javari_tui.billing.misunderstood import Misunderstood
from javari_tui.billing.refusals import refusal_of
from javari_tui.domain.access_tokens import Tokens
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.secret import Secret

T = TypeVar("T")

CLIENT = "javari"
TOKEN_PATH = "/oauth/token"  # noqa: S105 - an address
_LIMIT = 64 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{8,200}\Z")
_LONGEST = 86_400
"""Seconds: an access token that says it lasts longer is asked for anew after a day all the same."""


async def renew(exchange: Exchange, refresh: Secret) -> Tokens:
    """New tokens for a refresh token, which is used up by that. BillingError SIGNED_OUT: it is no longer taken."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh.reveal()}
    answer = await ask_form(exchange, TOKEN_PATH, form)
    match oauth_error(answer):
        case None:
            return tokens_of(answer)
        case "invalid_grant":
            raise BillingError(BillingTrouble.SIGNED_OUT)
        case other:
            raise BillingError(BillingTrouble.REFUSED, problem=other)


async def revoke(exchange: Exchange, token: Secret) -> None:
    """End every token that came from the same approval."""
    answer = await ask_form(exchange, "/oauth/revoke", {"token": token.reveal()})
    if not 200 <= answer.status < 300:
        raise refusal_of(answer)


async def ask_form(exchange: Exchange, path: str, form: dict[str, str]) -> Answer:
    """Ask one of the endpoints for signing in."""
    body = urlencode({"client_id": CLIENT, **form}).encode()
    kind = "application/x-www-form-urlencoded"
    return await exchange.ask(Question(method="POST", path=path, limit=_LIMIT, body=body, kind=kind))


def oauth_error(answer: Answer) -> str | None:
    """The name of the error that an answer is; None for a success. BillingError: it is no answer of OAuth's."""
    if 200 <= answer.status < 300:
        return None
    if answer.status not in {400, 401}:
        raise refusal_of(answer)
    try:
        return answer.fields("application/json").identifier("error")
    except Misunderstood:
        raise refusal_of(answer) from None


def tokens_of(answer: Answer) -> Tokens:
    """The tokens in an answer."""
    return understood(answer, _tokens)


def understood(answer: Answer, read: Callable[[Fields], T]) -> T:
    """What a success holds. BillingError: it is not what the contract says."""
    try:
        return read(answer.fields("application/json"))
    except Misunderstood as error:
        raise BillingError(BillingTrouble.NOT_UNDERSTOOD, detail=str(error)) from error


def _tokens(fields: Fields) -> Tokens:
    if fields.text("token_type").lower() != "bearer":
        raise Misunderstood("token_type is not Bearer")
    lasts = min(fields.whole("expires_in", least=1), _LONGEST)
    return Tokens(
        access=Secret(fields.matching("access_token", _TOKEN)),
        refresh=Secret(fields.matching("refresh_token", _TOKEN)),
        expires_at=datetime.now(UTC) + timedelta(seconds=lasts),
    )
