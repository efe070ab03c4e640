"""What each endpoint does: one function over one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from javari_billing.engine.holding import release, reserve
from javari_billing.engine.prices import catalogue
from javari_billing.engine.reading import account_row, balance, ledger_page, reconcile
from javari_billing.engine.refusals import refuse
from javari_billing.engine.sign_in import begin, poll, refresh, sign_out
from javari_billing.engine.usage import Window, report, settle
from javari_billing.engine.webhook_endpoints import (
    add_endpoint,
    add_signing_key,
    delete_endpoint,
    list_endpoints,
    public_keys,
    rotate_secret,
)
from javari_billing.server.calls import Call
from javari_billing.webhooks.signing import new_key, new_secret
from javari_billing.webhooks.targets import NotAllowed, check
from javari_billing.wire.holds import HoldRequest, SettleRequest
from javari_billing.wire.reconcile import ReconcileRequest
from javari_billing.wire.sign_in import Service, SignedOut, SignInError
from javari_billing.wire.usage import UsageBatch
from javari_billing.wire.values import Value, moment_of
from javari_billing.wire.webhooks import WebhookEndpointRequest

WINDOW: Final = Window()


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered, and the tag by which a client asks whether it changed."""

    value: Value
    etag: str = ""
    cache: str = "no-store"
    status: int = 0
    """Where it is another than the endpoint's."""
    seq: int | None = None
    """Where the ledger of the account stands now, where that is known."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What an endpoint does, and whether that writes."""

    do: Callable[[Connection, Call], Reply]
    writes: bool = False


def _usage(connection: Connection, call: Call) -> Reply:
    told = report(connection, call.account, call.read(UsageBatch).events, now=call.now, window=WINDOW)
    return Reply(told, seq=told.ledger_seq)


def _hold(connection: Connection, call: Call) -> Reply:
    request = call.read(HoldRequest)
    hold, seq = reserve(connection, call.account, request, key=call.idempotency_key, now=call.now)
    return Reply(hold, seq=seq)


def _settle(connection: Connection, call: Call) -> Reply:
    event = call.read(SettleRequest).event
    hold, seq = settle(connection, call.account, call.path_id, event, now=call.now, window=WINDOW)
    return Reply(hold, seq=seq)


def _release(connection: Connection, call: Call) -> Reply:
    return Reply(release(connection, call.account, call.path_id, now=call.now))


def _balance(connection: Connection, call: Call) -> Reply:
    # Holds change what is available without an entry, so the number of the ledger alone would not tell.
    row = account_row(connection, call.account)
    return Reply(balance(connection, call.account, now=call.now), etag=f'W/"{row.ledger_seq}.{row.version}"')


def _ledger(connection: Connection, call: Call) -> Reply:
    page = ledger_page(connection, call.account, after=call.after, limit=call.limit)
    return Reply(page, cache="private, max-age=31536000, immutable" if page.has_more else "no-store")


def _plans(connection: Connection, call: Call) -> Reply:
    told = catalogue(connection, now=call.now)
    return Reply(told, etag=f'"{told.version}"', cache="max-age=300, stale-if-error=604800")


def _reconcile(connection: Connection, call: Call) -> Reply:
    return Reply(reconcile(connection, call.account, call.read(ReconcileRequest)))


def _add_webhook(connection: Connection, call: Call) -> Reply:
    request = call.read(WebhookEndpointRequest)
    try:
        check(request.url, allow_private=call.allow_private)
    except NotAllowed as error:
        raise refuse("malformed", str(error)) from error
    told = add_endpoint(connection, call.account, request, secret=new_secret(), now=call.now)
    if not public_keys(connection, now=call.now):
        key = new_key()
        add_signing_key(connection, name=key.id, seed=key.seed, public=key.public, now=call.now)
    return Reply(told)


def _list_webhooks(connection: Connection, call: Call) -> Reply:
    return Reply(list_endpoints(connection, call.account))


def _rotate_webhook(connection: Connection, call: Call) -> Reply:
    return Reply(rotate_secret(connection, call.account, call.path_id, secret=new_secret(), now=call.now))


def _delete_webhook(connection: Connection, call: Call) -> Reply:
    return Reply(delete_endpoint(connection, call.account, call.path_id))


def _device_code(connection: Connection, call: Call) -> Reply:
    return _signed_in(begin(connection, call.form.get("scope", ""), page=call.page, now=call.now))


def _token(connection: Connection, call: Call) -> Reply:
    form = call.form
    match form.get("grant_type"):
        case "urn:ietf:params:oauth:grant-type:device_code":
            return _signed_in(poll(connection, form.get("device_code", ""), now=call.now))
        case "refresh_token":
            return _signed_in(refresh(connection, form.get("refresh_token", ""), now=call.now))
    return _signed_in(SignInError(error="unsupported_grant_type"))


def _revoke(connection: Connection, call: Call) -> Reply:
    sign_out(connection, call.form.get("token", ""), now=call.now)
    return Reply(SignedOut())


def _signed_in(told: Value) -> Reply:
    return Reply(told, status=400 if isinstance(told, SignInError) else 200)


def _service(connection: Connection, call: Call) -> Reply:
    told = Service(
        accepts_past_s=WINDOW.past // 1000,
        accepts_future_s=WINDOW.future // 1000,
        webhook_keys=public_keys(connection, now=call.now),
        server_time=moment_of(call.now),
    )
    return Reply(told, cache="max-age=3600")


OPERATIONS: Final = {
    "service": Operation(_service),
    "usage": Operation(_usage, writes=True),
    "hold": Operation(_hold, writes=True),
    "settle": Operation(_settle, writes=True),
    "release": Operation(_release, writes=True),
    "balance": Operation(_balance),
    "ledger": Operation(_ledger),
    "plans": Operation(_plans),
    "reconcile": Operation(_reconcile),
    "webhook-add": Operation(_add_webhook, writes=True),
    "webhook-list": Operation(_list_webhooks, writes=True),
    "webhook-rotate": Operation(_rotate_webhook, writes=True),
    "webhook-delete": Operation(_delete_webhook, writes=True),
    "device-code": Operation(_device_code, writes=True),
    "token": Operation(_token, writes=True),
    "revoke": Operation(_revoke, writes=True),
}
"""By the name of the endpoint. The others wait for somebody else and are no single transaction."""
