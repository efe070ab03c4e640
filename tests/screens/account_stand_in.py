"""What the windows of plans and accounts need of the services, moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from javari_tui.domain.balance_view import BalanceState, BalanceView
from javari_tui.domain.billing import Account, Catalogue, OfferedPlan, PaymentPage, SignInCode, TokenPlace
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.credits import Credits
from javari_tui.domain.plans import FREE_PLAN, BillingCycle
from javari_tui.screens.base import JavariScreen
from javari_tui.screens.plans.paying import Paying
from javari_tui.screens.plans.screen import PlansScreen
from javari_tui.services.listeners import Listeners
from javari_tui.themes import VARIABLE_DEFAULTS
from javari_tui.widgets.plans.plan_card import PlanCard

if TYPE_CHECKING:
    from javari_tui.services.opening import Services

NOW = datetime(2026, 3, 12, 10, 30, tzinfo=UTC)


def offered(name: str, monthly: int, annual: int, credits: int, *, popular: bool = False, **more: Any) -> OfferedPlan:  # noqa: ANN401
    """A plan of the catalogue."""
    features = more.pop("features", ("Every model", f"Up to {credits} credits"))
    return OfferedPlan(
        **{"tier": name.lower(), "currency": "USD", "features": features, **more},
        name=name,
        credits_per_month=Credits.of(credits),
        price_monthly=monthly,
        price_annual=annual,
        is_popular=popular,
    )


PLANS = (
    offered("Free", 0, 0, 1_000, features=("The Guide and local models", "Community help")),
    offered("Starter", 900, 9_000, 2_000, features=("Every model", "Sync between machines")),
    offered("Pro", 1_900, 19_000, 5_000, popular=True, features=("Every model", "Sync between machines", "Fast help")),
    offered("Enterprise", 9_900, 118_800, 50_000, features=("Everything in Pro", "Single sign-on", "Invoices")),
)
ACCOUNT = Account(id="acct_1", endpoint="https://billing.example", user_id=2, source="javari/x", signed_in_at=NOW)
PAGE = PaymentPage(url="https://billing.example/pay/cs_1234567890", expires_at=NOW + timedelta(minutes=30))
SIGN_IN_CODE = SignInCode(
    user_code="WDJB-MJHT",
    address="https://billing.example/device",
    address_complete="https://billing.example/device?user_code=WDJB-MJHT",
    expires_at=NOW + timedelta(minutes=15),
)
LOCAL = BalanceView(state=BalanceState.LOCAL, available=Credits.of(740), total=Credits.of(1_000))
HOSTED = replace(LOCAL, state=BalanceState.FRESH, plan="Free", is_local=False)


@dataclass
class StandInSync:
    """Rounds with the endpoint, counted."""

    rounds: int = 0
    trouble: BillingError | None = None
    hears: list[Callable[[], None]] = field(default_factory=list)

    def wake(self) -> None:
        """Nothing is to be sent."""

    async def sync_now(self) -> None:
        self.rounds += 1
        if self.trouble is not None:
            raise self.trouble


class StandInLedger:
    """A balance that changes when it is told to."""

    def __init__(self, view: BalanceView) -> None:
        self.view, self.added = view, 0
        self.listeners: Listeners[BalanceView] = Listeners()

    def listen(self, listener: Callable[[BalanceView], None]) -> Callable[[], None]:
        return self.listeners.add(listener)

    def becomes(self, **changes: Any) -> None:  # noqa: ANN401
        self.view = replace(self.view, **changes)
        self.listeners.tell(self.view)

    async def refresh(self) -> BalanceView:
        return self.view

    async def add_budget(self) -> BalanceView:
        self.added += 1
        assert self.view.available is not None
        self.becomes(available=self.view.available + FREE_PLAN.credits_per_month)
        return self.view


class StandInAccount:
    """An endpoint whose page is answered when it is told to."""

    def __init__(self, ledger: StandInLedger, account: Account | None, plans: tuple[OfferedPlan, ...] | None) -> None:
        self._ledger, self.account, self.plans = ledger, account, plans
        self.is_set, self.has_key, self.token_place = True, False, TokenPlace.KEYRING
        self.approved: asyncio.Queue[BillingError | None] = asyncio.Queue()
        self.begun = self.ended = self.unsent = 0
        self.trouble: BillingError | None = None
        self.bought: list[object] = []
        self.page = PAGE
        self.listeners: Listeners[Account | None] = Listeners()

    def listen(self, listener: Callable[[Account | None], None]) -> Callable[[], None]:
        return self.listeners.add(listener)

    async def sign_in(self) -> AsyncGenerator[SignInCode | Account, None]:
        self.begun += 1
        if self.trouble is not None:
            raise self.trouble
        try:
            yield SIGN_IN_CODE
            answer = await self.approved.get()
            if answer is not None:
                raise answer
            self.account = ACCOUNT
            self._ledger.becomes(is_local=False, plan="Free", state=BalanceState.FRESH)
            self.listeners.tell(ACCOUNT)
            yield ACCOUNT
        finally:
            self.ended += 1

    async def sign_out(self) -> int:
        self.account = None
        self.listeners.tell(None)
        return self.unsent

    async def catalogue(self, fresh: bool = False) -> Catalogue:
        if self.plans is None:
            raise self.trouble or BillingError(BillingTrouble.UNREACHABLE)
        return Catalogue(version="1", plans=self.plans, learned_at=NOW)

    async def checkout(
        self, *, plan: str = "", cycle: BillingCycle = BillingCycle.MONTHLY, credits: Credits | None = None
    ) -> PaymentPage:
        self.bought.append(credits or (plan, cycle))
        return self.page

    async def portal(self) -> PaymentPage:
        self.bought.append("portal")
        return self.page


class StandIn:
    """All of it."""

    def __init__(self, *, account: Account | None = None, plans: tuple[OfferedPlan, ...] | None = PLANS) -> None:
        self.ledger = StandInLedger(HOSTED if account else LOCAL)
        self.account = StandInAccount(self.ledger, account, plans)
        self.sync = StandInSync()

    @property
    def services(self) -> Services:
        """As the windows know them."""
        return cast("Services", self)


class Home(JavariScreen[None]):
    """The page that stays below."""


class Frame(App[None], inherit_bindings=False):
    """Shows the windows, and keeps the notices."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def get_default_screen(self) -> Home:
        return Home()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(VARIABLE_DEFAULTS)

    def notify(self, message: str, **_how: Any) -> None:  # noqa: ANN401
        self.told.append(message)


class Person:
    """Opens them, presses keys, reads."""

    def __init__(self, app: Frame, pilot: Pilot[None], stand_in: StandIn) -> None:
        self.app, self.pilot, self.stand_in = app, pilot, stand_in
        self.copied: list[str] = []
        self.settings: list[str] = []
        self.results: list[object] = []
        home = app.screen
        assert isinstance(home, Home)
        self.paying = Paying(home, stand_in.services, copy=self._copy, go_to_settings=self._go_to_settings)
        self.plans = PlansScreen(stand_in.services, self.paying, go_to_settings=self._go_to_settings)

    async def _copy(self, text: str) -> None:
        self.copied.append(text)

    async def _go_to_settings(self, section: str) -> None:
        self.settings.append(section)

    def begin(self, way: Coroutine[Any, Any, object]) -> None:
        """Begin a way through the windows; what it comes to is in `results`."""

        async def go() -> None:
            self.results.append(await way)

        self.app.screen.run_worker(go())

    async def press(self, *keys: str) -> None:
        for key in keys:
            character = key if len(key) == 1 else None
            self.app.post_message(Key(_character_to_key(key) if character else key, character))
            await self._settle()

    async def _settle(self) -> None:
        for _turn in range(3):
            await asyncio.sleep(0)
            await self.pilot._wait_for_screen()

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.002)
                await self.pilot._wait_for_screen()
            await self._settle()

    async def on(self, screen: type[Screen[Any]]) -> None:
        await self.until(lambda: isinstance(self.app.screen, screen))

    async def reads(self, words: str) -> None:
        await self.until(lambda: words in self.said())

    def rows(self) -> list[str]:
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.rows())

    def said(self) -> str:
        """All texts of the window, however they are wrapped."""
        parts = (str(part.render()) for part in self.app.screen.query(Static))
        return " ".join(" ".join(parts).split())

    def notices(self) -> str:
        return "\n".join(self.app.told)

    def chosen(self) -> str:
        card = self.app.screen.focused
        return card.shown.plan.name if isinstance(card, PlanCard) else ""


@asynccontextmanager
async def at_windows(stand_in: StandIn, *, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Person]:
    """An app with nothing but the windows."""
    app = Frame()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Person(app, pilot, stand_in)
