"""The page of credits in a small app, over a real ledger, with words for what a person does and sees."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from textual.app import App
from textual.pilot import Pilot

from javari_tui.domain.billing import EndpointBalance, EndpointGrant
from javari_tui.domain.credits import MICRO, Credits
from javari_tui.domain.model_records import ModelRef, Usage
from javari_tui.domain.spending import Charge, HoldWish
from javari_tui.domain.turn_actions import Action
from javari_tui.screens.credits.outcome import Outcome, Ways
from javari_tui.screens.credits.screen import CreditsScreen
from javari_tui.services.opening import Services
from javari_tui.storage.accounts import AccountStore
from javari_tui.themes import VARIABLE_DEFAULTS
from tests.services.javari import open_javari, until

CLAUDE, LOCAL = ModelRef("anthropic", "claude-opus-5-5"), ModelRef("ollama", "qwen3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """An answer that was paid."""

    credits: int
    ago: timedelta = timedelta(0)
    model: ModelRef = CLAUDE
    action: Action = Action.CHAT
    chat_id: int = 1
    estimated: bool = False


async def use(services: Services, *uses: Use) -> None:
    """Write them down, as answers do."""
    stored = services.ledger._stored

    def write() -> None:
        with stored.database.writing():
            for one in uses:
                at, cost = datetime.now(UTC) - one.ago, Credits(one.credits * MICRO)
                wish = HoldWish(
                    least=Credits(),
                    most=cost,
                    price_version="2026-11",
                    model=one.model,
                    chat_id=one.chat_id,
                    question_id=1,
                    message_id=2,
                )
                usage = Usage(input=1200, output=34)
                charge = Charge(cost=cost, action=one.action, usage=usage, is_estimated=one.estimated)
                stored.ledger.settle(stored.ledger.hold(wish, at=at).id, charge, at=at)

    await stored.disk.run(write)


async def sign_in(services: Services, *, credits: int, refused: str = "", plan: str = "Pro", more: int = 0) -> None:
    """As after signing in and hearing of the balance; with a problem, the newest use was refused for it.

    `more` came with the plan.
    """
    stored = services.ledger._stored

    def write() -> None:
        accounts, now = AccountStore(stored.database), datetime.now(UTC)
        left = Credits.of(credits)
        grant = EndpointGrant(
            id="g", kind="purchase", amount=left, remaining=left, created_at=now, expires_at=now + timedelta(days=9)
        )
        grants: tuple[EndpointGrant, ...] = (grant,)
        if more:
            given = Credits.of(more)
            grants += (EndpointGrant(id="p", kind="plan", amount=given, remaining=given, created_at=now, note=plan),)
        have = Credits.sum(each.remaining for each in grants)
        accounts.sign_in("acct_1", "https://billing.example.com")
        told = EndpointBalance(
            account="acct_1",
            plan=plan,
            posted=have,
            held=Credits(),
            available=have,
            overdraft_limit=Credits(),
            ledger_seq=len(grants),
            as_of=now,
            grants=grants,
        )
        accounts.write_mirror(told)
        stored.ledger.follow(told)

    await stored.disk.run(write)
    if refused:
        await use(services, Use(credits=3))
        (event,) = await stored.disk.run(stored.outbox.lease, 1, timedelta(minutes=1))
        await stored.disk.run(stored.outbox.quarantine, event.event, refused)
    await services.account.read()
    await services.ledger.refresh()


class Frame(App[None]):
    """What the page stands in: notes what it gives back and what it asks for."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.outcomes: list[Outcome | None] = []
        self.told: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables."""
        return dict(VARIABLE_DEFAULTS)

    def notify(self, message: str, **_more: object) -> None:
        """Note it."""
        self.told.append(message)


@dataclass
class Page:
    """The page under test."""

    pilot: Pilot[None]
    app: Frame
    services: Services
    screen: CreditsScreen
    asked: list[str] = field(default_factory=list)

    async def press(self, *keys: str) -> None:
        """Keys, and what they set going."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def text(self) -> str:
        """Everything on the screen."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    async def reads(self, words: str) -> str:
        """Wait until words stand on the screen."""
        await self.until(lambda: words in self.text())
        return self.text()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to come true."""
        for _turn in itertools.count():
            if condition():
                return
            assert _turn < 600, self.text()
            await self.pilot.pause(0.005)


@asynccontextmanager
async def opened(
    *uses: Use, titles: tuple[str, ...] = ("Disk full",), size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Page]:
    """The page, over services of its own with chats of these titles."""
    javari = await open_javari([])
    services = javari.services
    stored, app = services.ledger._stored, Frame()
    try:
        for title in titles:
            await stored.disk.run(stored.chats.create, title=title)
        await use(services, *uses)
        async with app.run_test(size=size) as pilot:
            asked: list[str] = []
            ways = Ways(
                run=lambda name, argument: asked.append(f"{name} {argument}"), can=lambda _name: True, chat_id=1
            )
            screen = CreditsScreen(services, ways)
            app.push_screen(screen, app.outcomes.append)
            page = Page(pilot, app, services, screen, asked)
            await until(lambda: app.screen is screen)
            await page.reads("credits left")
            yield page
    finally:
        await services.close()
