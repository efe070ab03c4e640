"""A real billing server as its own process, and machines that use it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.services.billing.machine import Endpoint, Machine, Proxy


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A server that all tests share; each opens an account of its own."""
    endpoint = Endpoint(tmp_path_factory.mktemp("billing") / "billing.db")
    yield endpoint
    endpoint.close()


@pytest.fixture
async def proxy(endpoint: Endpoint) -> AsyncIterator[Proxy]:
    """A line to it that can be listened to and cut."""
    proxy = Proxy(endpoint.served.url)
    await proxy.start()
    yield proxy
    await proxy.close()


@pytest.fixture
async def machines(tmp_path: Path) -> AsyncIterator[Callable[..., Machine]]:
    """Makes machines; those with the same folder are two processes on one file. Closed at the end."""
    made: list[Machine] = []

    def make(endpoint: Endpoint, url: str, *, folder: str = "one", account: tuple[str, str] | None = None) -> Machine:
        made.append(Machine(tmp_path / folder, url, *(account or endpoint.account())))
        return made[-1]

    yield make
    for machine in made:
        await machine.close()
