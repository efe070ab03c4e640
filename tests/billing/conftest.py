"""A ledger of its own for each test that wants one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from javari_billing.engine.database import Ledgers
from javari_billing.payments.desk import Desk
from javari_billing.payments.stripe_provider import StripeKeys, StripePayments
from tests.billing.bench import Bench, Clock
from tests.billing.shop import SECRET, Shop
from tests.billing.stripe_api import StripeApi, stripe_api


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database as the migrations make it, made once."""
    file = tmp_path_factory.mktemp("template") / "billing.db"
    Ledgers.open(f"sqlite:///{file}").close()
    return file.read_bytes()


@pytest.fixture
def address(template: bytes, tmp_path: Path) -> str:
    """A database on the disk."""
    file = tmp_path / "billing.db"
    file.write_bytes(template)
    return f"sqlite:///{file}"


@pytest.fixture
def bench(address: str) -> Iterator[Bench]:
    """An account in it."""
    clock = Clock()
    ledgers = Ledgers.open(address, clock=clock)
    yield Bench(ledgers, clock)
    ledgers.close()


@pytest.fixture(scope="module")
def api() -> Iterator[StripeApi]:
    """Stripe."""
    with stripe_api() as running:
        yield running


@pytest.fixture
def shop(bench: Bench, api: StripeApi) -> Shop:
    """One with nothing sold."""
    api.things.clear()
    api.requests.clear()
    api.is_down = False
    keys = StripeKeys("rk_test_secret", ("whsec_newer", SECRET), api.url)
    return Shop(bench, api, Desk(bench.ledgers, StripePayments(keys, "https://billing.example.org")))
