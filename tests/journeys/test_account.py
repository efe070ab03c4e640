"""Signing in at the real server, in its own process, and what the bar then shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from javari_tui.providers.scripted import saying
from javari_tui.screens.dialogs.profile_menu import ProfileMenuDialog
from javari_tui.screens.dialogs.question import Question
from javari_tui.screens.dialogs.sign_in import SignInDialog
from javari_tui.screens.plans import payment_watch
from javari_tui.screens.plans.payment import PaymentDialog
from javari_tui.screens.plans.top_up import TopUpDialog
from tests.billing.server import Served
from tests.journeys.conftest import Javari
from tests.journeys.person import Person


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server of its own, which Javari is told of; no keyring of whoever runs the tests is touched."""
    served = Served(f"sqlite:///{tmp_path / 'billing.db'}")
    served.start()
    monkeypatch.setenv("JAVARI_BILLING_URL", served.url)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    yield served
    served.kill()


async def _allow(person: Person, server: Served, key: str) -> None:
    """What the user does on the page, in the browser of another machine."""
    window = person.app.screen
    assert isinstance(window, SignInDialog)
    await person.until(lambda: window.address)
    assert window.address == f"{server.url}/device"
    spaced = next(row for row in person.text().split("│") if row.count("-") == 1 and "  " in row)
    form = {"code": spaced.replace(" ", ""), "key": key, "answer": "allow"}
    answer = await asyncio.to_thread(httpx2.post, window.address, data=form)
    assert answer.status_code == 200


async def test_signing_in_buying_and_signing_out_at_the_real_server(
    javari: Javari, server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payment_watch, "PAUSES", (0.1,))
    account, key = re.findall(r"acct_\w+|jvk_\S+", server.command("account", "create", "Ada"))
    async with javari([saying("Hello")], size=(80, 24)) as person:
        person.services.account._sleep = _soon
        await person.slash("/topup")
        await person.on(Question)
        await person.press("s")
        await person.on(SignInDialog)
        await _allow(person, server, key)
        # Signed in, it goes on with what was wanted.
        await person.on(TopUpDialog)
        await person.type("2,500")
        await person.press("enter")
        await person.on(PaymentDialog)
        await _pay(person)
        await person.back()
        await person.reads(r"3,500 / 3,500.*Plan: Free \|")
        await person.press("f9")
        await person.on(ProfileMenuDialog)
        assert f"Free · {account[:12]}" in person.text()
        await person.press("end", "enter")
        await person.on(Question)
        await person.press("y", "enter")
        await person.reads(r"1,000 / 1,000.*Free \(local\)")


async def _pay(person: Person) -> None:
    """Pay on the page of the server's test provider, in the browser of another machine."""
    window = person.app.screen
    assert isinstance(window, PaymentDialog)
    assert window.address in "".join(row.strip(" │") for row in person.rows())
    answer = await asyncio.to_thread(httpx2.post, window.address, data={"press": "pay"})
    assert answer.status_code == 303


async def _soon(_seconds: float) -> None:
    """The server asks for five seconds between two questions whether the page was answered."""
    await asyncio.sleep(0.02)
