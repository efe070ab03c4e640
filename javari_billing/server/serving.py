"""Running the application in this process until it is told to end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import uvicorn

from javari_billing.engine.database import Ledgers
from javari_billing.server.app import build
from javari_billing.server.limits import Limits


def serve(
    ledgers: Ledgers, *, host: str, port: int, limits: Limits, public_address: str | None, ready: Callable[[str], None]
) -> None:
    """Listen and serve; `ready` is called with the address once it listens. Ends at SIGINT or SIGTERM."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=512)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}"
    config = uvicorn.Config(
        build(ledgers, limits, public_address or address),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=64 * 1024,
    )
    ready(address)
    asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))
