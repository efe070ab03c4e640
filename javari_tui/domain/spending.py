"""What the ledger holds and tells: grants, holds, receipts, the balance, and what was spent on what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from javari_tui.domain.credits import Credits
from javari_tui.domain.model_records import ModelRef, Usage
from javari_tui.domain.plans import PlanTier
from javari_tui.domain.turn_actions import Action


class GrantSource(StrEnum):
    """Where credits came from."""

    PLAN = "plan"
    TOP_UP = "top_up"
    GIFT = "gift"
    REFUND = "refund"
    ACCOUNT = "account"
    """All that an account has, as its endpoint counts it."""


class EntryKind(StrEnum):
    """Why the balance changed."""

    GRANT = "grant"
    USAGE = "usage"
    EXPIRY = "expiry"
    SYNC = "sync"
    """An account's ledger was brought to what its endpoint says: top-ups, grants that ended, other machines' use."""


class HoldState(StrEnum):
    """How a hold stands; it leaves OPEN once."""

    OPEN = "open"
    SETTLED = "settled"
    RELEASED = "released"
    EXPIRED = "expired"
    """Its process died, and nothing of an answer had come."""


class Limit(StrEnum):
    """What a send can be refused for."""

    BALANCE = "balance"
    MESSAGE = "message"
    CHAT = "chat"
    DAY = "day"
    MONTH = "month"
    OFFLINE = "offline"
    """What may be used while the endpoint does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The most that may be spent; None: no cap."""

    message: Credits | None = None
    chat: Credits | None = None
    day: Credits | None = None
    month: Credits | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Credits that were given, and what is left of them."""

    id: int
    source: GrantSource
    amount: Credits
    remaining: Credits
    held: Credits
    priority: int
    """The lower is used first; among equals that which expires first."""
    created_at: datetime
    expires_at: datetime | None
    note: str = ""
    """What the endpoint calls it: the plan that it came with; data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldWish:
    """What shall be held for an answer before it is asked for."""

    least: Credits
    """With less the answer is not worth asking for."""
    most: Credits
    """What is held where it is affordable."""
    price_version: str
    model: ModelRef
    chat_id: int
    question_id: int
    """The user's message: what the cap for one message counts by, however many answers with tools it takes."""
    message_id: int
    """The empty message that the answer is written into."""


@dataclass(frozen=True, slots=True)
class Room:
    """What can be spent at most on an answer, and what it is that allows no more."""

    limit: Limit
    left: Credits


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Credits that are set aside for a running answer."""

    id: int
    uid: str
    """Also the id of the event that settles it, for ever."""
    amount: Credits
    state: HoldState
    price_version: str
    model: ModelRef
    chat_id: int
    question_id: int
    message_id: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What an answer came to."""

    cost: Credits
    action: Action
    usage: Usage
    is_estimated: bool = False
    """The provider told no usage: counted from what was sent and what came."""
    is_priced: bool = True
    """False where the price list does not have the model."""
    price_version: str = field(default="", compare=False)
    """Of the list it was priced by; empty: that of its hold."""
    is_free: bool = field(default=False, compare=False)
    """It costs nothing whatever any list says of the model: the endpoint is told so, nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was taken for an answer. Never changes."""

    event: str
    charged: Credits
    cost: Credits
    """Differs from `charged` by `uncovered`."""
    action: Action
    model: ModelRef
    chat_id: int
    message_id: int
    price_version: str
    usage: Usage
    is_estimated: bool
    is_priced: bool
    created_at: datetime

    @property
    def uncovered(self) -> Credits:
        """What the answer cost beyond its hold when nothing more was there: nobody pays it."""
        return self.cost - self.charged


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What is there, as of the last change."""

    posted: Credits
    held: Credits
    total: Credits
    """What the grants that count had when they were given."""
    tier: PlanTier
    renews_at: datetime
    grants: tuple[Grant, ...] = ()
    """Those that count, in the order they are used up."""

    @property
    def available(self) -> Credits:
        """What can be spent; never below zero."""
        return self.posted - self.held


class SpendingBy(StrEnum):
    """What spending is added up by."""

    DAY = "day"
    MODEL = "model"
    ACTION = "action"
    CHAT = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What was spent on one day, one model, one kind of action or one chat."""

    key: str
    """`2026-11-23`, `provider/model`, an action, or a chat's number."""
    title: str
    """A chat's title (empty when it is gone); else the key. Data: never markup."""
    amount: Credits
    events: int
    estimated: int
    """How many of the events were estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One line of the ledger."""

    seq: int
    event: str
    kind: EntryKind
    amount: Credits
    """Below zero when the balance became less."""
    created_at: datetime
    source: GrantSource | None = None
    receipt: Receipt | None = None
    """For a use: all of it, which may be spread over several lines, one for each grant it took from."""
    chat_title: str = ""
    note: str = ""
    """The plan that it came with, where that is known; data."""
    has_chat: bool = True
    """For a use: whether its chat is still there to go to."""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Some lines of the ledger, the newest first."""

    entries: tuple[LedgerEntry, ...]
    before: int | None
    """Where the next page begins; None when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEvent:
    """An event that the billing endpoint is to be told of, leased to whoever asked."""

    id: int
    event: str
    body: str
    """JSON, made once and never changed."""
    attempts: int
    corrected_time: str = ""
    """What is sent for its time where this machine's clock was wrong; chosen once."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that is not as the rules of the ledger want it."""

    what: str
    """For the log and the doctor, in English."""
