"""Javari whose scripted model costs something: a token sent 1,000 micro-credits, one of an answer 5,000."""

from __future__ import annotations

from dataclasses import replace

from javari_tui.domain.credits import Credits
from javari_tui.domain.prices import read_price_list
from javari_tui.domain.spending import Balance, Receipt
from javari_tui.providers.scripted import Scripted
from javari_tui.services.ledger.spending import Spending
from javari_tui.services.opening import Services
from javari_tui.services.stored import Stored
from javari_tui.storage.ledger_audit import audit
from tests.services.javari import Javari

IN, OUT = 1_000, 5_000
"""Micro-credits for a token."""
SHORTEST = 64 * OUT
"""What the shortest answer worth asking for comes to, beside what is sent."""


def prices(version: str = "one", times: int = 1) -> str:
    """A price list, or one that is dearer."""
    return f"""
        version = "{version}"
        [[price]]
        model = "scripted/*"
        from = 2020-01-01
        input = {10 * times}
        output = {50 * times}
        cache_read = 1
        cache_write = 12
    """


def spending_of(services: Services) -> Spending:
    """What the conversations are paid by."""
    return services.conversation._desk.spending


def stored_of(services: Services) -> Stored:
    """What is on disk."""
    return spending_of(services).stored


def make_paid(javari: Javari, text: str | None = None) -> Javari:
    """The model costs from now on what this list says."""
    charge_for_model(javari.services, javari.model, text or prices())
    return javari


def charge_for_model(services: Services, model: Scripted, text: str) -> None:
    """The same for services that a test opened itself."""
    made = read_price_list(text)
    model._info = replace(model._info, is_local=False)
    spending_of(services).figures.prices = lambda: made  # type: ignore[method-assign]


async def balance(services: Services) -> Balance:
    """As it is on disk, where everything that must add up does."""

    def look() -> Balance:
        assert audit(stored_of(services).database) == ()
        return stored_of(services).ledger.balance()

    return await stored_of(services).disk.run(look)


async def leave_only(services: Services, left: Credits) -> None:
    """Let this be all that can be spent: another answer, of another chat, holds the rest."""
    rules, stored = spending_of(services), stored_of(services)
    there = (await balance(services)).available
    from javari_tui.domain.model_records import ModelRef
    from javari_tui.domain.spending import HoldWish

    wish = HoldWish(
        least=there - left,
        most=there - left,
        price_version="one",
        model=ModelRef("scripted", "script"),
        chat_id=0,
        question_id=0,
        message_id=0,
    )
    await stored.disk.run(stored.ledger.hold, wish)
    await rules.figures.refresh()


async def receipts(services: Services, chat_id: int) -> list[Receipt]:
    """What was taken in a chat, the oldest first."""
    page = await services.ledger.page()
    found = {entry.receipt.event: entry.receipt for entry in page.entries if entry.receipt is not None}
    return sorted((one for one in found.values() if one.chat_id == chat_id), key=lambda one: one.created_at)
