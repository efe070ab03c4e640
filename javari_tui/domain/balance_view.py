"""The balance as it is shown: one figure, how true it is, and what the user should know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from javari_tui.domain.credits import NOTHING, Credits
from javari_tui.domain.spending import Limit


class BalanceState(StrEnum):
    """How true the figure is. The later in this list, the more it says, and the one that says most is shown."""

    UNKNOWN = "unknown"
    """Never read, or never told by the endpoint: shown as “—”, never as 0."""
    LOCAL = "local"
    """This machine's own ledger is the authority."""
    FRESH = "fresh"
    """The endpoint told it a moment ago."""
    PENDING = "pending"
    """Events of this machine are not sent yet; they are subtracted already."""
    STALE = "stale"
    """The endpoint told it more than five minutes ago."""
    OFFLINE = "offline"
    """The endpoint does not answer; what is used counts against the offline allowance."""
    EXHAUSTED = "exhausted"
    """Nothing is left: answers that cost something are refused before they are asked for."""
    DISAGREES = "disagrees"
    """Both ledgers know different events of this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceView:
    """What the bar shows."""

    state: BalanceState = BalanceState.UNKNOWN
    available: Credits | None = None
    """What can be spent: the endpoint's figure less what is not sent yet and what is held here."""
    total: Credits | None = None
    """What the grants that count had when they were given."""
    plan: str = ""
    """The plan's name, as the endpoint calls it: data, never markup. Empty: Free, on this machine."""
    is_local: bool = True
    pending: int = 0
    """Events that the endpoint does not know of yet."""
    pending_amount: Credits = NOTHING
    as_of: datetime | None = None
    """When the endpoint told the figure, by this machine's clock."""
    offline_used: Credits = NOTHING
    offline_allowance: Credits = NOTHING
    difference: Credits = NOTHING
    """The endpoint's sum of this machine's events less that of this machine."""
    quarantined: int = 0
    """Events that somebody must look at."""
    renews_at: datetime | None = None
    grace_until: datetime | None = None
    """Until when an unpaid plan goes on."""
    needs_sign_in: bool = False
    """The account's tokens are no longer taken: nothing is sent until the user signs in again."""
    is_closed: bool = False
    """The endpoint closed the account: reading still works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCost:
    """What sending a draft may come to, before it is sent."""

    least: Credits
    most: Credits
    is_known: bool = True
    """False where the price list does not have the model."""
    is_free: bool = False
    """A model on a machine of the user's own, or the Guide."""
    is_refused: bool = False
    """There is not enough left for the shortest answer worth asking for."""
    limit: Limit = Limit.BALANCE
    """What it is refused for."""
    cap: Credits | None = None
    """What the user set there."""
    is_near: bool = False
    """The longest answer would take most of what a limit or the balance leaves."""
