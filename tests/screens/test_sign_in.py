"""Signing in and out by keys: what is shown, what is copied, and that every end says what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

from javari_tui.domain.billing import TokenPlace
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.screens.dialogs.question import Question
from javari_tui.screens.dialogs.sign_in import SignInDialog
from javari_tui.widgets.plans.qr_code import QrCode
from tests.screens.account_stand_in import ACCOUNT, NOW, SIGN_IN_CODE, Person, StandIn, at_windows


@pytest.fixture(autouse=True)
def still() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


async def _asked(person: Person) -> None:
    person.begin(person.paying.sign_in())
    await person.on(SignInDialog)
    await person.reads("W D J B - M J H T")


async def test_the_code_is_shown_and_copied_and_approving_it_signs_in() -> None:
    async with at_windows(StandIn()) as person:
        await _asked(person)
        for words in (SIGN_IN_CODE.address, "valid for 15 minutes", "kept in this machine’s keyring"):
            assert words in person.said()
        assert person.app.screen.query_one(QrCode).display
        await person.press("c", "a")
        assert person.copied == ["WDJB-MJHT", SIGN_IN_CODE.address]
        person.stand_in.account.approved.put_nowait(None)
        await person.until(lambda: person.results == [True])
        assert "You are signed in as acct_1." in person.notices()


async def test_without_a_keyring_it_says_how_long_one_stays_signed_in() -> None:
    stand_in = StandIn()
    stand_in.account.token_place = TokenPlace.SESSION
    async with at_windows(stand_in, size=(60, 20)) as person:
        await _asked(person)
        assert "only until" in person.said()
        assert not person.app.screen.query_one(QrCode).display
        await person.press("q")
        await person.until(lambda: person.app.screen.query_one(QrCode).columns == 37)
        await person.reads("Close WDJB-MJHT https://billing.example/device")
        await person.press("x")
        await person.on(SignInDialog)


async def test_esc_ends_the_waiting_and_signs_nobody_in() -> None:
    async with at_windows(StandIn()) as person:
        await _asked(person)
        await person.press("escape")
        await person.until(lambda: person.results == [False])
        await person.until(lambda: person.stand_in.account.ended == 1)


@pytest.mark.parametrize("trouble", [BillingTrouble.DENIED, BillingTrouble.CODE_OVER])
async def test_a_no_and_a_code_that_ran_out_lead_to_another_code(trouble: BillingTrouble) -> None:
    async with at_windows(StandIn()) as person:
        await _asked(person)
        person.stand_in.account.approved.put_nowait(BillingError(trouble))
        await person.reads("Begin again to get another code")
        assert "W D J B" not in person.said()
        await person.press("enter")
        await person.reads("W D J B")
        assert person.stand_in.account.begun == 2


async def test_a_server_that_cannot_be_reached_is_tried_again_by_a_key() -> None:
    stand_in = StandIn()
    stand_in.account.trouble = BillingError(BillingTrouble.UNREACHABLE, detail="refused \x1b[31m[/x]")
    async with at_windows(stand_in) as person:
        person.begin(person.paying.sign_in())
        await person.reads("cannot be reached")
        assert "refused ␛[31m[/x]" in person.said()
        stand_in.account.trouble = None
        await person.press("enter")
        await person.reads("W D J B")


async def test_without_a_server_it_leads_to_the_settings() -> None:
    stand_in = StandIn()
    stand_in.account.trouble = BillingError(BillingTrouble.NOT_SET)
    async with at_windows(stand_in) as person:
        person.begin(person.paying.sign_in())
        await person.reads("No billing server is set")
        await person.press("enter")
        await person.until(lambda: person.results == [False])
        assert person.settings == ["credits"]


@pytest.mark.parametrize(("keys", "is_out"), [(["y", "enter"], True), (["enter"], False), (["y", "escape"], False)])
async def test_signing_out_is_asked_once_and_tells_what_waits(keys: list[str], is_out: bool) -> None:
    stand_in = StandIn(account=ACCOUNT)
    stand_in.ledger.view, stand_in.account.unsent = replace(stand_in.ledger.view, pending=3), 3
    async with at_windows(stand_in) as person:
        person.begin(person.paying.sign_out())
        await person.on(Question)
        assert "3 uses are not sent yet" in person.said()
        await person.press(*keys)
        await person.until(lambda: len(person.results) == 1)
        assert (stand_in.account.account is None) is is_out
        assert ("You are signed out. 3 uses" in person.notices()) is is_out
