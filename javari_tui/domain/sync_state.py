"""How sending to the billing endpoint goes, and what it told last of the balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from javari_tui.domain.billing import EndpointBalance
from javari_tui.domain.credits import NOTHING, Credits


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """How sending goes for an account. All of it is by this machine's clock."""

    last_success_at: datetime | None = None
    trouble: str = ""
    """What kind of trouble the last try had (`BillingTrouble`); empty when it went well."""
    problem: str = ""
    """The last part of the problem's type, where the endpoint named one."""
    trouble_at: datetime | None = None
    failures: int = 0
    """Tries in a row that did not reach it: above 0 the account is offline."""
    next_try_at: datetime | None = None
    clock_offset: timedelta | None = None
    """The endpoint's clock less this machine's, as last measured."""
    highest_seq: int = 0
    """The highest number of its ledger that the endpoint ever told."""
    difference: Credits = NOTHING
    """Its sum of this machine's events less that of this machine, as last compared."""
    disagrees: bool = False
    """Both had different events when they were compared last."""
    went_back_at: datetime | None = None
    """When the endpoint was found to know less than before, such as after a backup was put back."""
    reconciled_at: datetime | None = None
    """When both were compared last; None again from when it went back until they were compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """The balance as the endpoint told it last."""

    balance: EndpointBalance
    learned_at: datetime
    """By this machine's clock."""
    etag: str = ""
