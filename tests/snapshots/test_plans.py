"""Plans, signing in and paying, over an endpoint that stands still."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from javari_tui.domain.plans import BillingCycle
from javari_tui.screens.dialogs.sign_in import SignInDialog
from javari_tui.screens.plans.paying import Paying
from javari_tui.screens.plans.payment import PaymentDialog
from javari_tui.screens.plans.screen import PlansScreen
from tests.journeys.person import Person
from tests.screens.account_stand_in import ACCOUNT, PLANS, StandIn
from tests.snapshots import home
from tests.snapshots.conftest import LARGE, SMALL, USUAL, Act, Picture

Way = Callable[[Paying], Awaitable[object]]


async def _nowhere(_text: str) -> None:
    """Nothing is copied, and no settings are opened."""


def _begun(stand_in: StandIn, way: Way, window: type) -> Act:
    """Begins a way through the windows."""

    async def begin(person: Person) -> None:
        paying = Paying(person.chat_screen, stand_in.services, copy=_nowhere, go_to_settings=_nowhere)
        person.chat_screen.run_worker(way(paying), group="plans.window")
        await person.on(window)

    return begin


def _plans(stand_in: StandIn) -> Act:
    async def show(person: Person) -> None:
        paying = Paying(person.chat_screen, stand_in.services, copy=_nowhere, go_to_settings=_nowhere)
        person.app.push_screen(PlansScreen(stand_in.services, paying, go_to_settings=_nowhere))
        await person.reads("Enterprise|Pro")

    return show


def test_plans_with_an_account(picture: Picture) -> None:
    picture(home.one_answer, _plans(StandIn(account=ACCOUNT)), size=USUAL)


def test_plans_without_an_account(picture: Picture) -> None:
    picture(home.one_answer, _plans(StandIn()), size=LARGE, theme="light", language="es")


def test_signing_in(picture: Picture) -> None:
    picture(home.one_answer, _begun(StandIn(), Paying.sign_in, SignInDialog), language="es", theme="ansi")


def test_paying(picture: Picture) -> None:
    def buy(paying: Paying) -> Awaitable[object]:
        return paying.choose(PLANS[2], BillingCycle.ANNUAL)

    picture(home.one_answer, _begun(StandIn(account=ACCOUNT), buy, PaymentDialog), size=SMALL, language="qps")
