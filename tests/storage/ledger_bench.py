"""What tests of the ledger say again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from javari_tui.domain.billing import EndpointBalance, EndpointGrant
from javari_tui.domain.credits import Credits
from javari_tui.domain.model_records import ModelRef, Usage
from javari_tui.domain.spending import Charge, HoldWish
from javari_tui.domain.turn_actions import Action
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
MODEL = ModelRef("anthropic", "claude-opus-5-5")


def wish(most: int, *, least: int = 1, chat: int = 1, question: int = 1, message: int = 2) -> HoldWish:
    """A wish for so many micro-credits."""
    return HoldWish(
        least=Credits(least),
        most=Credits(most),
        price_version="one",
        model=MODEL,
        chat_id=chat,
        question_id=question,
        message_id=message,
    )


def charge(cost: int, *, action: Action = Action.CHAT, tokens: int = 10, estimated: bool = False) -> Charge:
    """An answer that came to so many micro-credits."""
    return Charge(cost=Credits(cost), action=action, usage=Usage(input=tokens, output=tokens), is_estimated=estimated)


def told(
    available: int, seq: int, *, account: str = "acct_1", plan: str = "Pro", grants: tuple[EndpointGrant, ...] = ()
) -> EndpointBalance:
    """What an endpoint says is left."""
    left = Credits(available)
    return EndpointBalance(
        account=account,
        plan=plan,
        posted=left,
        held=Credits(0),
        available=left,
        overdraft_limit=Credits(0),
        ledger_seq=seq,
        as_of=START,
        grants=grants,
    )


def signed_in(database: Database, available: int = 1_000_000_000, account: str = "acct_1") -> AccountStore:
    """An account that is signed in and whose endpoint told what it has."""
    accounts = AccountStore(database)
    accounts.sign_in(account, "https://billing.example", at=START)
    balance = told(available, 1, account=account)
    assert accounts.write_mirror(balance, at=START)
    LedgerStore(database).follow(balance, at=START)
    return accounts


@contextmanager
def opened(folder: Path) -> Iterator[Database]:
    """A database in a folder, closed at the end."""
    database = Database.open(folder / "data" / "javari.db", backups=folder / "data" / "backups")
    try:
        yield database
    finally:
        database.close()
