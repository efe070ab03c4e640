"""Plans, topping up and paying by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from javari_tui import i18n, paths
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.credits import Credits
from javari_tui.domain.plans import BillingCycle
from javari_tui.screens.dialogs.question import Question
from javari_tui.screens.dialogs.sign_in import SignInDialog
from javari_tui.screens.plans import payment_watch
from javari_tui.screens.plans.payment import PaymentDialog
from javari_tui.screens.plans.screen import PlansScreen
from javari_tui.screens.plans.top_up import TopUpDialog
from javari_tui.widgets.plans.plan_card import PlanCard
from javari_tui.widgets.plans.qr_code import QrCode
from tests.screens.account_stand_in import ACCOUNT, NOW, PAGE, PLANS, Person, StandIn, at_windows, offered


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(payment_watch, "PAUSES", (0.001,))
    with time_machine.travel(NOW, tick=False):
        yield


async def _open(person: Person) -> None:
    person.app.push_screen(person.plans)
    await person.on(PlansScreen)
    await person.until(lambda: person.chosen() and "credits a month" in person.text())


async def test_the_plans_are_compared_and_the_current_one_is_marked() -> None:
    async with at_windows(StandIn(account=ACCOUNT), size=(140, 40)) as person:
        await _open(person)
        top = next(row for row in person.rows() if "Starter" in row)
        assert all(plan.name in top for plan in PLANS), "side by side"
        for words in ("✓ Your plan", "★ Most popular", "5,000 credits a month", "$19.00 a month", "16% less"):
            assert words in person.said()
        assert "● Monthly ○ Annual" in person.said() and "▸ Free" in person.said()
        await person.press("m")
        assert "○ Monthly ● Annual" in person.said()
        assert "$190.00 a year" in person.said() and "$1,188.00 a year" in person.said()
        person.stand_in.ledger.becomes(plan="Pro")
        await person.until(lambda: "Pro" in str(person.app.screen.query_one(".-current").render()))


async def test_where_there_is_little_room_they_stand_below_each_other_and_arrows_reach_all() -> None:
    async with at_windows(StandIn(account=ACCOUNT), size=(60, 20)) as person:
        await _open(person)
        for name in ("Starter", "Pro", "Enterprise"):
            for _press in range(8):
                if person.chosen() != name:
                    await person.press("down")
            assert person.chosen() == name
        await person.pilot.resize_terminal(100, 20)
        await person.pilot.resize_terminal(60, 20)
        await person.until(lambda: "Enterprise" in person.text())
        await person.press("home")
        assert person.chosen() == "Free"
        await person.press("enter")
        await person.until(lambda: "Free is your plan already." in person.notices())


async def test_where_they_stand_below_each_other_the_first_one_is_seen_first() -> None:
    async with at_windows(StandIn(account=ACCOUNT), size=(60, 20)) as person:
        person.stand_in.ledger.becomes(plan="Enterprise")
        await _open(person)
        assert person.chosen() == "Free" and "▸ Free" in person.text()


async def test_a_key_that_comes_before_the_plans_are_drawn_counts() -> None:
    async with at_windows(StandIn(account=ACCOUNT)) as person:
        person.app.push_screen(person.plans)
        await person.until(person.chosen)
        await person.press("down")
        assert person.chosen() != "Free"


async def test_a_hundred_plans_with_long_hostile_names_can_be_gone_through() -> None:
    name = "[/b]\x1b[31m" + "W" * 200
    plans = tuple(offered(f"{number}{name}", 100, 1_200, number, features=("y" * 300,)) for number in range(100))
    async with at_windows(StandIn(account=ACCOUNT, plans=plans)) as person:
        await _open(person)
        assert len(person.app.screen.query(PlanCard)) == 100
        assert "[/b]␛[31m" in person.said()
        await person.press("end", "left", "up")
        assert person.chosen().startswith("9")


async def test_choosing_a_plan_shows_where_to_pay_and_the_payment_closes_it_by_itself() -> None:
    async with at_windows(StandIn(account=ACCOUNT)) as person:
        await _open(person)
        while person.chosen() != "Pro":
            await person.press("right")
        await person.press("m", "enter")
        await person.on(PaymentDialog)
        assert person.stand_in.account.bought == [("Pro", BillingCycle.ANNUAL)]
        assert "Change to Pro Pro, $190.00 a year." in person.said() and "Waiting for the payment" in person.said()
        assert person.app.screen.query_one(QrCode).display
        await person.press("a")
        assert person.copied == [PAGE.url]
        rounds = person.stand_in.sync.rounds
        await person.until(lambda: person.stand_in.sync.rounds > rounds + 2)
        person.stand_in.ledger.becomes(plan="Pro", total=Credits.of(5_000), available=Credits.of(4_990))
        await person.on(PlansScreen)
        await person.until(lambda: "Plan Pro has begun; 4,990 credits are left." in person.notices())


async def test_a_payment_counts_after_the_window_was_left() -> None:
    async with at_windows(StandIn(account=ACCOUNT)) as person:
        person.begin(person.paying.top_up())
        await person.on(TopUpDialog)
        await person.press("down", "enter")
        await person.on(PaymentDialog)
        person.stand_in.sync.trouble = BillingError(BillingTrouble.UNREACHABLE)
        await person.reads("Javari keeps asking")
        await person.press("escape")
        await person.until(lambda: person.results == [None])
        person.stand_in.sync.trouble = None
        assert person.stand_in.account.bought == [Credits.of(1_000)]
        person.stand_in.ledger.becomes(total=Credits.of(2_000), available=Credits.of(1_740))
        await person.until(lambda: "1,000 credits have arrived; 1,740 are left." in person.notices())


async def test_a_payment_is_seen_also_where_older_credits_were_used_up_meanwhile() -> None:
    async with at_windows(StandIn(account=ACCOUNT)) as person:
        ledger, sync = person.stand_in.ledger, person.stand_in.sync
        person.begin(person.paying.top_up())
        await person.on(TopUpDialog)
        await person.press("enter")
        await person.on(PaymentDialog)
        ledger.becomes(total=Credits(), available=Credits())
        rounds = sync.rounds
        await person.until(lambda: sync.rounds > rounds + 2)
        assert isinstance(person.app.screen, PaymentDialog)
        ledger.becomes(total=Credits.of(500), available=Credits.of(500))
        await person.until(lambda: "500 credits have arrived" in person.notices())


@pytest.mark.parametrize(("plan", "words"), [("Free", "To go back to Free"), ("Pro", "Pro is your plan already")])
async def test_a_plan_that_is_paid_is_ended_and_looked_after_on_a_page(plan: str, words: str) -> None:
    async with at_windows(StandIn(account=ACCOUNT)) as person:
        person.stand_in.ledger.becomes(plan="Pro")
        offer = next(offer for offer in PLANS if offer.name == plan)
        person.begin(person.paying.choose(offer, BillingCycle.MONTHLY))
        await person.on(PaymentDialog)
        assert person.stand_in.account.bought == ["portal"] and words in person.said()
        assert "Waiting" not in person.said()
        await person.press("escape")
        await person.until(lambda: person.results)


def test_only_what_was_given_or_another_plan_is_a_payment() -> None:
    before = StandIn(account=ACCOUNT).ledger.view
    pro = replace(before, plan="Pro", renews_at=NOW)
    assert payment_watch.is_paid(before, replace(before, total=Credits.of(1_500)))
    assert payment_watch.is_paid(before, replace(before, plan="Pro"), plan="Pro")
    assert payment_watch.is_paid(pro, replace(pro, renews_at=NOW + timedelta(days=365)), plan="Pro")
    no_payment = (
        replace(before, available=Credits.of(999)),  # an answer gave back what it did not use
        replace(before, total=None, plan=""),
        replace(before, plan="Starter"),
    )
    for now in no_payment:
        assert not payment_watch.is_paid(before, now) and not payment_watch.is_paid(before, now, plan="Pro")
    for unknown in (replace(before, total=None, plan=""), replace(before, is_local=True, plan="")):
        assert not payment_watch.is_paid(unknown, pro, plan="Pro")


async def test_an_address_is_never_cut_however_long_and_the_code_follows_the_window() -> None:
    stand_in = StandIn(account=ACCOUNT)
    url = "https://pay.example/" + "".join(f"{number:04}" for number in range(60))
    stand_in.account.page = replace(PAGE, url=url)
    async with at_windows(stand_in) as person:
        person.begin(person.paying.choose(PLANS[2], BillingCycle.MONTHLY))
        await person.on(PaymentDialog)
        assert url in "".join(row.strip(" │") for row in person.rows())
        code = person.app.screen.query_one(QrCode)
        assert not code.display and "in a window of" in person.said()
        await person.pilot.resize_terminal(140, 50)
        await person.until(lambda: code.display and "in a window of" not in person.said())


@pytest.mark.parametrize(
    ("language", "typed", "bought"),
    [("en", "2,500", 2_500), ("es", "2.500", 2_500), ("en", "0", None), ("en", "9999999", None), ("en", "1e3", None)],
)
async def test_another_amount_is_typed_as_the_language_writes_it(language: str, typed: str, bought: int | None) -> None:
    i18n.use_language(language, paths.shipped("locales"))
    stand_in = StandIn(account=ACCOUNT)
    async with at_windows(stand_in) as person:
        person.begin(person.paying.top_up())
        await person.on(TopUpDialog)
        await person.press(*typed, "enter")
        if bought is None:
            assert isinstance(person.app.screen, TopUpDialog)
        else:
            await person.on(PaymentDialog)
        assert stand_in.account.bought == ([] if bought is None else [Credits.of(bought)])


@pytest.mark.parametrize(("keys", "added"), [(["enter"], 1), (["escape"], 0), (["n"], 0)])
async def test_without_an_account_topping_up_adds_to_the_budget(keys: list[str], added: int) -> None:
    async with at_windows(StandIn()) as person:
        person.begin(person.paying.top_up())
        await person.on(Question)
        assert "Javari charges nothing" in person.said()
        await person.press(*keys)
        await person.until(lambda: len(person.results) == 1)
        assert person.stand_in.ledger.added == added
        assert ("you have 1,740 now" in person.notices()) is bool(added)


async def test_choosing_without_an_account_signs_in_first_and_goes_on() -> None:
    async with at_windows(StandIn()) as person:
        await _open(person)
        assert person.chosen() == "Pro"
        await person.press("enter")
        await person.on(SignInDialog)
        person.stand_in.account.approved.put_nowait(None)
        await person.on(PaymentDialog)
        assert person.stand_in.account.bought == [("Pro", BillingCycle.MONTHLY)]


async def test_a_server_without_plans_says_so() -> None:
    async with at_windows(StandIn(account=ACCOUNT, plans=())) as person:
        person.app.push_screen(person.plans)
        await person.reads("offers no plans")


@pytest.mark.parametrize("trouble", [BillingTrouble.NOT_SET, BillingTrouble.UNREACHABLE])
async def test_without_a_catalogue_this_machines_plan_and_the_way_on_are_shown(trouble: BillingTrouble) -> None:
    stand_in = StandIn(plans=None)
    stand_in.account.trouble = BillingError(trouble)
    async with at_windows(stand_in, size=(80, 24)) as person:
        await _open(person)
        assert "Free (this machine)" in person.said() and BillingError(trouble).title in person.said()
        if trouble is BillingTrouble.NOT_SET:
            await person.press("b")
            await person.until(lambda: person.settings == ["credits"])
        else:
            stand_in.account.plans = PLANS
            await person.press("r")
            await person.reads("Starter")
        await person.press("escape")
        await person.until(lambda: not isinstance(person.app.screen, PlansScreen))
