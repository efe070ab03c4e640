"""The page of credits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle

from javari_tui.domain.billing import EndpointBalance, EndpointGrant
from javari_tui.domain.chat import Chat
from javari_tui.domain.credits import Credits
from javari_tui.domain.model_records import ModelRef, Usage
from javari_tui.domain.spending import Charge, GrantSource, HoldWish
from javari_tui.domain.turn_actions import Action
from javari_tui.screens.credits.screen import CreditsScreen
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.outbox import Outbox
from tests.journeys.person import Person
from tests.snapshots import home
from tests.snapshots.conftest import SMALL, Act, Picture

MODELS = (home.MODEL, ModelRef("anthropic", "claude-haiku-4-5"), ModelRef("ollama", "qwen3:8b"))
COSTS = (4_120_000, 810_000, 0, 12_400_000, 96_000, 2_000_000, 7_350_000)


def credits_page(page: str) -> Act:
    """One of its pages, at rest."""

    async def open_it(person: Person) -> None:
        await person.slash("/credits")
        await person.on(CreditsScreen)
        await person.press(page)
        await person.until(lambda: all(worker.is_finished for worker in person.app.workers if worker.group == "read"))

    return open_it


def some_weeks(written: home.Writing) -> None:
    """What a month of use leaves behind: three chats, three models, a gift."""
    chats = [
        written.chat(title, "q", "a")[0] for title in ("Disk full at 3 am", "東京の週末の計画", "Invoice template")
    ]
    ledger = LedgerStore(written.chats._database)
    _use(ledger, chats, 60)
    ledger.grant("gift", Credits.of(250), GrantSource.GIFT, expires_at=home.NOW + timedelta(days=12), at=home.NOW)


def an_account(written: home.Writing) -> None:
    """An account whose server refused two uses, and answered a while ago."""
    chats = [written.chat("Disk full at 3 am", "q", "a")[0]]
    database = written.chats._database
    accounts, ledger, outbox = AccountStore(database), LedgerStore(database), Outbox(database)
    accounts.sign_in("acct_1", "https://billing.example.com", at=home.NOW)
    left = Credits.of(3_120)
    renews_at = home.NOW + timedelta(days=9)
    grant = EndpointGrant(
        id="g", kind="plan", amount=Credits.of(5_000), remaining=left, created_at=home.NOW, expires_at=renews_at
    )
    told = EndpointBalance(
        account="acct_1",
        plan="Pro",
        posted=left,
        held=Credits(),
        available=left,
        overdraft_limit=Credits(),
        ledger_seq=1,
        as_of=home.NOW,
        grants=(grant,),
        renews_at=renews_at,
    )
    accounts.write_mirror(told, at=home.NOW - timedelta(minutes=14))
    ledger.follow(told, at=home.NOW)
    _use(ledger, chats, 4, ago=timedelta(minutes=1))
    refused = outbox.lease(2, timedelta(minutes=1))
    for event, problem in zip(refused, ("timestamp-out-of-range", "price-mismatch"), strict=True):
        outbox.quarantine(event.event, problem)


def _use(ledger: LedgerStore, chats: list[Chat], count: int, ago: timedelta = timedelta(hours=11)) -> None:
    """So many answers, the oldest first."""
    several: Iterator[tuple[Chat, ModelRef, int, Action]] = zip(
        cycle(chats), cycle(MODELS * 2 + MODELS[:1]), cycle(COSTS), cycle((*Action, Action.CHAT)), strict=False
    )
    for number, (chat, model, cost, action) in zip(range(count, 0, -1), several, strict=False):
        at = home.NOW - number * ago
        free = model.provider == "ollama"
        wish = HoldWish(
            least=Credits(),
            most=Credits(0 if free else cost),
            price_version="2026-03-01",
            model=model,
            chat_id=chat.id,
            question_id=1,
            message_id=2,
        )
        charge = Charge(cost=wish.most, action=action, usage=Usage(input=1200, output=340), is_estimated=number == 7)
        ledger.settle(ledger.hold(wish, at=at).id, charge, at=at)


def test_overview(picture: Picture) -> None:
    picture(some_weeks, credits_page("1"), config="credits: {most_day: 50, most_chat: 400}")


def test_spending(picture: Picture) -> None:
    picture(some_weeks, credits_page("2"), theme="light", language="es")


def test_entries_on_a_small_screen(picture: Picture) -> None:
    picture(some_weeks, credits_page("3"), size=SMALL, environ={"JAVARI_GLYPHS": "ascii"}, theme="ansi")


def test_waiting(picture: Picture) -> None:
    picture(an_account, credits_page("4"), language="qps")
