"""What the endpoint does not know of yet, counted: read after every answer, so by what the index has of it."""

from __future__ import annotations

from dataclasses import dataclass

from javari_tui.domain.credits import NOTHING, Credits
from javari_tui.storage.sqlite_library import sqlite

_COUNTED = "SELECT count(*), coalesce(sum(cost), 0) FROM usage_outbox WHERE user_id = ? AND state = "


@dataclass(frozen=True, slots=True)
class Unsent:
    """So many events, and what they cost together."""

    count: int = 0
    amount: Credits = NOTHING


def read_pending(plain: sqlite.Connection, user_id: int) -> Unsent:
    """The events that wait to be sent."""
    return _counted(plain, "'pending'", user_id)


def read_quarantined(plain: sqlite.Connection, user_id: int) -> Unsent:
    """The events that wait for the user."""
    return _counted(plain, "'quarantined'", user_id)


def _counted(plain: sqlite.Connection, state: str, user_id: int) -> Unsent:
    count, amount = plain.execute(_COUNTED + state, (user_id,)).fetchone()
    return Unsent(count, Credits(amount))
