"""Answers whose Javari died while they were written: what had come of them is paid, by what is on disk."""

from __future__ import annotations

from dataclasses import replace

from javari_tui.domain.chat import Message, Role
from javari_tui.domain.errors import NotFound
from javari_tui.domain.prices import PriceList
from javari_tui.domain.spending import Charge, Hold
from javari_tui.services.conversation.context import used_tokens
from javari_tui.services.conversation.paying import wanted_for
from javari_tui.services.ledger.bills import SUMMARY, Came, Turn, charge_for, tokens_of
from javari_tui.services.ledger.price_list import shipped_prices
from javari_tui.services.ledger.spending import Spending
from javari_tui.services.stored import Stored


def end_abandoned(spending: Spending, system: str) -> int:
    """On the disk thread: pay what dead processes left open, or give it back where nothing came; how many were paid.

    `system` is the system prompt, which their prompts had too.
    """
    stored = spending.stored

    def estimate(hold: Hold) -> Charge | None:
        return _charge(stored, spending, hold, system)

    return len(stored.ledger.end_abandoned(estimate, at=spending.time()))


def _charge(stored: Stored, spending: Spending, hold: Hold, system: str) -> Charge | None:
    """What is on disk of an answer, as it is paid; None: nothing came."""
    try:
        answer = stored.messages.get(hold.message_id)
    except NotFound:
        return None
    came = _came(stored, answer)
    if came.is_nothing:
        return None
    path, _older = stored.messages.path(hold.chat_id, leaf_id=answer.id)
    wanted = wanted_for(path, hold.model, used_tokens(path[:-1], system, hold.model), 0)
    turn = SUMMARY if answer.role is Role.SUMMARY else Turn.of(path, ())
    prices = _prices_of(spending, hold)
    charge = charge_for(spending, came, wanted, turn, prices=prices, at=hold.created_at)
    return replace(charge, price_version=prices.version)


def _prices_of(spending: Spending, hold: Hold) -> PriceList:
    """The list that an answer was asked for by, else that of now: nothing is told under another list's name."""
    now = spending.prices()
    return next((known for known in (now, shipped_prices()) if known.version == hold.price_version), now)


def _came(stored: Stored, answer: Message) -> Came:
    """What came of it since it was paid last."""
    paid = sum(receipt.usage.output for receipt in stored.ledger_lines.receipts(answer.id))
    tokens = tokens_of(answer.text, answer.thinking, answer.tool_calls)
    return Came(text=answer.text, tokens=max(0, tokens - paid))
