"""Signing in on a machine without a browser (RFC 8628), and what the service says of itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from javari_billing.wire.holds import MAX_TTL_SECONDS
from javari_billing.wire.usage import MAX_BYTES, MAX_EVENTS
from javari_billing.wire.values import Address, Count, Identifier, Moment, Value

Token = Annotated[str, Field(min_length=8, max_length=200, pattern=r"^[A-Za-z0-9._~+/=-]+$")]


class DeviceCode(Value):
    """The code that the user types on the page, and how often the client may ask whether they did."""

    device_code: Token
    user_code: Annotated[str, Field(pattern=r"^[A-Z]{4}-[A-Z]{4}$")]
    verification_uri: Address
    verification_uri_complete: Address
    expires_in: Count
    interval: Count


class Tokens(Value):
    """A short-lived access token, and a refresh token that is good for one use."""

    access_token: Token
    refresh_token: Token
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of a kind
    expires_in: Count
    scope: Annotated[str, Field(max_length=200)]


class SignInError(Value):
    """The errors of OAuth keep their own shape (RFC 6749 §5.2)."""

    error: Annotated[str, Field(max_length=100)]
    error_description: Annotated[str | None, Field(max_length=300)] = None


class SignedOut(Value):
    """Nothing more to say (RFC 7009)."""


class Service(Value):
    """What a client needs to know before it sends anything."""

    versions: tuple[Identifier, ...] = ("v1",)
    max_events: Count = MAX_EVENTS
    max_bytes: Count = MAX_BYTES
    max_hold_ttl_s: Count = MAX_TTL_SECONDS
    accepts_past_s: Annotated[Count, Field(description="How old an event may be")]
    accepts_future_s: Annotated[Count, Field(description="How far ahead a client's clock may be")]
    webhook_keys: Annotated[tuple[str, ...], Field(description="Ed25519, as in Standard Webhooks")] = ()
    server_time: Moment
