"""Uses that wait for an account that is not signed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitingAccount:
    """An account that was signed in here, with as many uses as its endpoint does not know of."""

    account: str
    """The endpoint's name of it; data."""
    count: int
