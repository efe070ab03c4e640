"""Signing in on a machine without a browser (RFC 8628): a code for the user, then asking until they decided."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from javari_tui.billing.answers import page_address
from javari_tui.billing.checked import Fields
from javari_tui.billing.exchange import Exchange
from javari_tui.billing.misunderstood import Misunderstood
from javari_tui.billing.refusals import refusal_of
from javari_tui.billing.tokens import TOKEN_PATH, ask_form, oauth_error, tokens_of, understood
from javari_tui.domain.access_tokens import Tokens
from javari_tui.domain.billing import SignInCode
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.secret import Secret

SCOPES = "usage:write balance:read checkout:create"
_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_DEVICE_CODE = re.compile(r"[!-~]{8,400}\Z")
_USER_CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z")
_USUAL, _SLOWER, _SLOWEST = 5.0, 5.0, 30.0
"""Seconds between two questions; how many more when asked to slow down, and when the endpoint cannot be reached."""
_VALID = (5, 3600)
"""For how many seconds a code may be valid."""

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class DeviceSignIn:
    """One attempt."""

    code: SignInCode
    _device_code: Secret
    _interval: float
    _valid: float

    async def tokens(self, exchange: Exchange, *, sleep: Sleep = asyncio.sleep) -> Tokens:
        """The tokens, once the user allowed it on the page. BillingError DENIED or CODE_OVER otherwise."""
        interval = pause = self._interval
        waited = 0.0
        form = {"grant_type": _GRANT, "device_code": self._device_code.reveal()}
        clock = asyncio.get_running_loop().time
        ends = clock() + self._valid
        while waited < self._valid and clock() < ends:
            await sleep(pause)
            waited += pause
            try:
                answer = await ask_form(exchange, TOKEN_PATH, form)
                error = oauth_error(answer)
            except BillingError as trouble:
                if trouble.trouble is not BillingTrouble.UNREACHABLE:
                    raise
                # The line comes and goes; the code stays good meanwhile.
                pause = min(max(2 * pause, trouble.retry_after or 0), _SLOWEST)
                continue
            if error is None:
                return tokens_of(answer)
            interval = pause = _next_interval(error, interval)
        raise BillingError(BillingTrouble.CODE_OVER)


async def begin(exchange: Exchange) -> DeviceSignIn:
    """Ask for a code."""
    answer = await ask_form(exchange, "/oauth/device_authorization", {"scope": SCOPES})
    if not 200 <= answer.status < 300:
        raise refusal_of(answer)

    def read(fields: Fields) -> DeviceSignIn:
        return _read(fields, exchange.endpoint)

    return understood(answer, read)


def _read(fields: Fields, endpoint: str) -> DeviceSignIn:
    valid = fields.whole("expires_in", least=_VALID[0], most=10**9)
    valid = min(valid, _VALID[1])
    address = page_address(fields, "verification_uri", endpoint)
    whole = "verification_uri_complete"
    code = fields.matching("user_code", _USER_CODE)
    if len(code) > 20:
        raise Misunderstood("user_code is too long to be typed")
    shown = SignInCode(
        user_code=code,
        address=address,
        address_complete=page_address(fields, whole, endpoint) if fields.has(whole) else address,
        expires_at=datetime.now(UTC) + timedelta(seconds=valid),
    )
    interval = float(fields.whole("interval", least=1, most=60, default=int(_USUAL)))
    return DeviceSignIn(shown, Secret(fields.matching("device_code", _DEVICE_CODE)), interval, float(valid))


def _next_interval(error: str, interval: float) -> float:
    """Seconds until the next question. BillingError when there is none."""
    match error:
        case "authorization_pending":
            return interval
        case "slow_down":
            return interval + _SLOWER
        case "access_denied":
            raise BillingError(BillingTrouble.DENIED)
        case "expired_token" | "invalid_grant":
            raise BillingError(BillingTrouble.CODE_OVER)
        case other:
            raise BillingError(BillingTrouble.REFUSED, problem=other)
