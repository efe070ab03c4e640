"""Running the application until it is told to end: in this process, or in several beside each other."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from javari_billing.engine.database import Ledgers
from javari_billing.engine.refusals import DatabaseUnusable
from javari_billing.payments.setup import chosen, desk_of
from javari_billing.server.app import build
from javari_billing.server.limits import Limits

_UVICORN: dict[str, Any] = {
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "timeout_keep_alive": 30,
    "timeout_graceful_shutdown": 10,
    "timeout_worker_healthcheck": 30,
    "h11_max_incomplete_event_size": 64 * 1024,
}
_DATABASE, _RATE, _ADDRESS = "JAVARI_BILLING_DATABASE", "JAVARI_BILLING_RATE", "JAVARI_BILLING_PUBLIC_ADDRESS"
_PAYMENTS, _CENTS = "JAVARI_BILLING_PAYMENTS", "JAVARI_BILLING_CREDIT_CENTS"
_PRIVATE = "JAVARI_BILLING_ALLOW_PRIVATE_WEBHOOKS"


@dataclass(frozen=True, slots=True)
class Service:
    """What is served, and where."""

    database: str
    host: str
    port: int
    rate: int
    public_address: str | None = None
    workers: int = 1
    payments: str = "auto"
    credit_cents: int = 1
    allow_private_webhooks: bool = False


def serve(service: Service, ready: Callable[[str, str], None]) -> None:
    """Listen and serve until SIGINT or SIGTERM; `ready` gets the address and who takes payments once it listens."""
    ledgers = Ledgers.open(service.database)
    payments = chosen(service.payments, host=service.host, public_address=service.public_address)
    # What is missing is to be said before anybody is served.
    desk_of(payments, ledgers, "http://", os.environ)
    if service.workers > 1 and ledgers.engine.dialect.name == "sqlite":
        raise DatabaseUnusable("SQLite takes one write at a time: several processes need PostgreSQL.")
    family = socket.AF_INET6 if ":" in service.host else socket.AF_INET
    listening = socket.create_server((service.host, service.port), family=family, backlog=512)
    # asyncio asks for this only on sockets that name their protocol; without it each answer may wait 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    shown = f"[{service.host}]" if ":" in service.host else service.host
    address = f"http://{shown}:{listening.getsockname()[1]}"
    public = service.public_address or address
    ready(address, payments)
    if service.workers == 1:
        config = uvicorn.Config(_app(ledgers, replace(service, payments=payments, public_address=public)), **_UVICORN)
        asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))
        return
    ledgers.close()
    # The processes start anew, so what they need to know goes with their environment.
    os.environ |= {_DATABASE: service.database, _RATE: str(service.rate), _ADDRESS: public}
    os.environ |= {_PAYMENTS: payments, _CENTS: str(service.credit_cents)}
    os.environ |= {_PRIVATE: "1" if service.allow_private_webhooks else ""}
    config = uvicorn.Config(f"{__name__}:from_environment", factory=True, workers=service.workers, **_UVICORN)
    Multiprocess(config, sockets=[listening]).run()


def from_environment() -> FastAPI:
    """The application of one of several processes."""
    told = os.environ
    service = Service(
        database=told[_DATABASE],
        host="",
        port=0,
        rate=int(told[_RATE]),
        public_address=told[_ADDRESS],
        payments=told[_PAYMENTS],
        credit_cents=int(told[_CENTS]),
        allow_private_webhooks=bool(told[_PRIVATE]),
    )
    return _app(Ledgers.open(service.database), service)


def _app(ledgers: Ledgers, service: Service) -> FastAPI:
    public = service.public_address or ""
    desk = desk_of(service.payments, ledgers, public, os.environ, credit_cents=service.credit_cents)
    only_here = service.payments == "test-here"
    private = service.allow_private_webhooks
    return build(ledgers, _limits(service.rate), public, desk, only_here=only_here, allow_private=private)


def _limits(rate: int) -> Limits:
    return Limits(each_second=rate, in_a_row=5 * rate)
