"""What the billing endpoint tells and is told, once it was checked. Its texts are data: never markup, never trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from javari_tui.domain.credits import NOTHING, Credits


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account at an endpoint, as this machine knows it."""

    id: str
    """The endpoint's name of it: the `subject` of every event."""
    endpoint: str
    """The address, without a slash at its end."""
    user_id: int
    """The row of `users` that its ledger belongs to."""
    source: str
    """The `source` of every event that this machine makes; never changes."""
    signed_in_at: datetime
    needs_sign_in: bool = False


class TokenPlace(StrEnum):
    """Where the tokens of an account are kept."""

    KEYRING = "keyring"
    SESSION = "session"
    """In memory alone: there is no real keyring on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """What the endpoint says of itself."""

    max_events: int = 500
    max_bytes: int = 1 << 20
    accepts_past: timedelta = timedelta(days=34)
    accepts_future: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointGrant:
    """Credits that the endpoint gave."""

    id: str
    kind: str
    """`plan`, `purchase`, `gift`, or a later one."""
    amount: Credits
    remaining: Credits
    created_at: datetime
    expires_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointBalance:
    """What the endpoint says is left."""

    account: str
    plan: str
    posted: Credits
    held: Credits
    available: Credits
    overdraft_limit: Credits
    ledger_seq: int
    as_of: datetime
    grants: tuple[EndpointGrant, ...] = ()
    """In the order they are used up."""
    is_closed: bool = False
    renews_at: datetime | None = None
    grace_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedPlan:
    """A plan of the endpoint's catalogue."""

    name: str
    tier: str
    credits_per_month: Credits
    price_monthly: int
    """In the smallest unit of the currency."""
    price_annual: int
    currency: str
    features: tuple[str, ...] = ()
    is_popular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedPrice:
    """What the endpoint counts a model by; micro-credits for a million tokens."""

    model: str
    action: str
    input_mcr: int
    output_mcr: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All plans on offer, and the price list in force."""

    version: str
    plans: tuple[OfferedPlan, ...]
    price_version: str | None = None
    """None: the endpoint takes what this machine's price list says."""
    prices: tuple[OfferedPrice, ...] = ()
    learned_at: datetime | None = None


class VerdictStatus(StrEnum):
    """What became of an event that was sent."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one event."""

    id: str
    status: VerdictStatus
    seq: int | None = None
    problem: str = ""
    """The last part of the problem's type, such as `timestamp-out-of-range`."""
    retryable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageAnswer:
    """What became of a batch: one verdict for each event, whatever their order."""

    ledger_seq: int
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDigest:
    """The events of one source on one day in UTC, by their own time."""

    day: str
    count: int
    sum: Credits
    xor: str
    """XOR of the first 64 bits of SHA-256 of each id, as 16 hexadecimal digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDifference:
    """A day on which the endpoint has something else."""

    endpoint: DayDigest
    ids: tuple[str, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPage:
    """The address of a page where the user pays, or looks after cards and invoices."""

    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInCode:
    """What the user does on another machine to sign in here."""

    user_code: str
    address: str
    address_complete: str
    """With the code in it, for a QR code."""
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What one round with the endpoint came to."""

    sent: int = 0
    accepted: int = 0
    duplicates: int = 0
    quarantined: int = 0
    kept: int = 0
    """Events that are sent again later."""
    requests: int = 0
    balance_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayApart:
    """How far apart both sides are on a day: the endpoint's digest less that of this machine."""

    day: str
    count: int
    sum: Credits
    xor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileReport:
    """What comparing both ledgers by day came to."""

    days: int
    user_id: int = 0
    """Of the account whose ledger it was."""
    apart: tuple[DayApart, ...] = ()
    """Of the days that differ by how much: what the user may accept."""
    differing: tuple[str, ...] = ()
    resent: int = 0
    """Events that the endpoint did not have though it once said so: sent again."""
    unknown_here: tuple[str, ...] = ()
    """Ids that the endpoint has of this machine and this machine has not."""
    difference: Credits = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedEvent:
    """An event that is not sent again by itself."""

    event: str
    problem: str
    amount: Credits
    model: str
    created_at: datetime
    chat_id: int
    chat_title: str
