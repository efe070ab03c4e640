"""What an answer costs is told where it stands; what cannot be paid for is refused with the ways on, and kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from javari_tui.domain.chat import Draft
from javari_tui.domain.models import ModelRequest, Usage, UsageReported
from javari_tui.paths import folders
from javari_tui.providers.scripted import Script, Scripted, calling, saying
from javari_tui.screens.chat.screen import ChatScreen
from javari_tui.screens.dialogs import careful
from javari_tui.screens.dialogs.notice import Notice
from javari_tui.screens.dialogs.picker import Picker
from javari_tui.screens.dialogs.refused import RefusedDialog
from javari_tui.services.ledger import price_list
from javari_tui.storage.first_look import first_look
from javari_tui.widgets.credits_bar import CreditsBar
from tests.journeys.conftest import Javari
from tests.journeys.person import PATIENCE, Person, halting
from tests.widgets.shown import shown

USED = Usage(input=1000, output=100)


SetPrice = Callable[[int, int], None]
"""Dollars for a million tokens that are sent, and for a million of an answer."""


@pytest.fixture
def price(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SetPrice]:
    """The scripted model is one that is paid for, and costs what it is told to; the other one has no price."""

    def set_price(read: int, written: int) -> None:
        (tmp_path / "prices.toml").write_text(
            f"""version = "2026-11-23"
            [[price]]
            model = "scripted/script"
            from = 2026-01-01
            input = {read}
            output = {written}
            cache_read = 0
            cache_write = 0
            """
        )
        price_list.shipped_prices.cache_clear()

    monkeypatch.setattr(price_list, "PRICES", tmp_path / "prices.toml")
    monkeypatch.setattr(Scripted, "info", property(lambda self: replace(self._info, is_local=False)))
    yield set_price
    price_list.shipped_prices.cache_clear()


@pytest.fixture
def priced(price: SetPrice) -> None:
    """A credit for a thousand tokens sent, nothing for what is answered."""
    price(10, 0)


@pytest.fixture
def dear(price: SetPrice) -> None:
    """The shortest answer takes 1,500 credits of the thousand that there are."""
    price(0, 240_000)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows that ask take keys from their first moment on."""
    monkeypatch.setattr(careful, "QUIET", 0.0)
    monkeypatch.setattr(careful, "TYPING", 0.0)


async def test_an_answer_says_what_it_cost_and_its_receipt_says_why(javari: Javari, priced: None) -> None:
    async with javari([saying("It is done.", usage=USED)]) as person:
        await person.ask("Do it")
        await person.reads(r"Javari  script · 1 credit\s")
        await person.reads("Credits: 999 / 1,000 .*last 1 ")
        await person.slash("/cost")
        await person.on(Notice)
        assert person.sees("1 credit, for a chat")
        assert person.sees("Tokens sent: 1,000")
        assert person.sees("Prices of: 2026-11-23")
        await person.press("escape")
        await person.back()
        await person.press("shift+tab", "p")
        await person.on(Notice)
    async with javari([]) as person:  # and it is still told when the chat is opened again
        await person.reads("Javari  script · 1 credit")
        await person.reads("Credits: 999 / 1,000 .*last 1 ")


async def test_the_first_picture_has_the_figure_of_the_last_one(javari: Javari, priced: None) -> None:
    async with javari([saying("It is done.", usage=USED)]) as person:
        await person.ask("Do it")
        await person.reads("Credits: 999 / 1,000")
        async with asyncio.timeout(PATIENCE):
            while "999" not in (await person.services.view.flag("credits_shown") or ""):
                await asyncio.sleep(0.002)
    look = first_look(folders().database)
    assert look is not None
    async with shown(CreditsBar(look.credits_shown)) as (_pilot, app):
        assert app.rows()[0].startswith(" ◆ Credits: ≈999 / 1,000 ━━━━─ | Plan: Free (local)")


async def test_an_answer_with_tools_says_once_what_all_of_it_cost(javari: Javari, priced: None) -> None:
    def script(request: ModelRequest) -> Script:
        done = len(person.model.requests) > 1
        called = calling("no_such_tool")
        return saying("Found.", usage=USED) if done else (*called[:-1], UsageReported(USED), called[-1])

    async with javari(script) as person:
        await person.ask("Look it up")
        await person.reads("Javari  script · 2 credits")
        assert len(re.findall("credits?\\b", person.text().split("Found.")[0])) == 1
        await person.slash("/cost")
        await person.on(Notice)
        assert person.sees("2 credits in all, for 2 requests")


async def test_a_draft_says_what_it_may_cost_while_it_is_typed_and_no_more_when_it_is_gone(
    javari: Javari, priced: None
) -> None:
    async with javari([saying("ok")]) as person:
        await person.type("How much is this?")
        await person.reads("draft ≈\\d")
        await person.press("ctrl+u")
        await person.reads_no_more("draft")
        await person.type("/mod")
        await person.settle()
        assert not person.sees("draft ≈")
        await person.press("escape", "ctrl+u")


async def test_what_cannot_be_paid_for_stays_in_the_prompt_and_goes_after_the_budget_grew(
    javari: Javari, dear: None, at_once: None
) -> None:
    async with javari([saying("Here it is.")]) as person:
        await person.type("first line\nsecond line")
        await person.press("up", "home", "right")
        await person.reads("! not enough")
        before = person.chat_screen.prompt.draft
        await person.press("enter")
        await refused(person)
        assert person.sees("What you wrote is in the prompt")
        assert person.sees("nothing is charged")
        await person.press("escape")
        await person.back()
        assert person.chat_screen.prompt.draft == before == Draft(text="first line\nsecond line", cursor=(0, 1))
        assert person.model.requests == []
        assert await person.services.chats.list() == ()
        await person.press("enter")
        await refused(person)
        await person.press("a")
        assert isinstance(person.app.screen, RefusedDialog)  # a letter marks and does nothing
        await person.press("enter")
        await person.back()
        await person.reads("1,000 credits added. Enter sends what you wrote.")
        await person.reads("Credits: 2,000 / 2,000")
        await person.press("enter")
        assert (await person.answered()).text == "Here it is."


async def test_enter_in_a_refusal_leaves_everything_and_m_leads_to_the_models(
    javari: Javari, dear: None, at_once: None
) -> None:
    async with javari([saying("ok")]) as person:
        await person.send("Too dear")
        await refused(person)
        await person.press("enter")
        await person.back()
        assert person.prompt == "Too dear"
        await person.press("enter")
        await refused(person)
        await person.press("m", "enter")
        await person.on(Picker)
        await person.press("escape")
        await person.back()
        assert person.prompt == "Too dear"


async def test_what_is_typed_before_a_refusal_listens_is_in_the_prompt_and_said_so(javari: Javari, dear: None) -> None:
    async with javari([saying("ok")]) as person:
        await person.send("Too dear")
        await refused(person)
        await person.press("x")
        await person.reads("What you typed went into the prompt")
        await person.press("escape")
        await person.back()
        assert person.prompt == "Too dearx"


async def test_a_limit_of_the_users_own_leads_to_the_settings(javari: Javari, price: SetPrice, at_once: None) -> None:
    price(100_000, 0)
    async with javari([saying("ok")]) as person:
        person.services.settings.set("credits.most_day", "2")
        await person.send("Ask " * 200)
        await refused(person)
        assert person.sees("limit for today")
        assert not person.sees("budget")
        await person.press("r", "enter")
        await person.until(lambda: not isinstance(person.app.screen, RefusedDialog | ChatScreen))


async def test_near_a_limit_it_warns_once(javari: Javari, priced: None) -> None:
    used = Usage(input=4000, output=1)
    async with javari([saying("one", usage=used), saying("two", usage=used)]) as person:
        person.services.settings.set("credits.most_chat", "10")
        warned = told(person)
        await person.ask("1")
        await person.reads("Credits: 996")
        assert warned() == 0
        await person.ask("2")
        await person.until(lambda: warned() == 1)
        await person.reads("Near your limit for this chat: 2 of 10 credits are left.")
        await person.services.ledger.add_budget()
        await person.reads("Credits: 1,992")
        await person.slash("/cost")
        await person.on(Notice)
        assert warned() == 1


async def test_another_answer_that_cannot_be_paid_for_asks_in_the_same_way(
    javari: Javari, priced: None, at_once: None
) -> None:
    async with javari([saying("Once.", usage=USED)]) as person:
        await person.ask("Do it")
        await person.reads("Credits: 999")
        person.services.settings.set("credits.most_chat", "1")
        await person.press("f8")
        await refused(person)
        assert person.sees("limit for this chat")
        assert not person.sees("in the prompt")
        await person.press("enter")
        await person.back()
        assert person.said() == ["Do it", "Once."]
        assert len(person.model.requests) == 1


async def test_what_waits_in_the_queue_goes_on_waiting_and_says_how_it_goes_on(
    javari: Javari, priced: None, at_once: None
) -> None:
    script, go_on = halting("A beginning", " and an end.")
    async with javari([script, saying("The second.", usage=USED)]) as person:
        await person.send("First")
        await person.reads("A beginning")
        await person.send("Second")
        await person.reads("Second")
        person.services.settings.set("credits.most_chat", "1")
        go_on.set()
        await person.reads("/settings or /model helps")
        assert not isinstance(person.app.screen, RefusedDialog)
        await person.slash("/send")  # who asks is offered the ways on
        await refused(person)
        assert person.sees("Over your limit for this chat \\(1\\)")
        await person.press("enter")
        await person.back()
        person.services.settings.set("credits.most_chat", "0")
        await person.slash("/send")
        await person.reads("The second.")


async def test_the_guide_is_free_and_says_truly_what_is_left(javari: Javari) -> None:
    async with javari() as person:
        await person.send("How many credits do I have?")
        await person.until(lambda: person.answers() and "Javari charges nothing" in person.said()[-1])
        assert "Credits: **1,000** of 1,000" in person.said()[-1]


async def refused(person: Person) -> None:
    """Wait until the window asks and takes answers."""
    await person.on(RefusedDialog)
    await person.until(lambda: isinstance(person.app.screen, RefusedDialog) and person.app.screen.is_seen)


def told(person: Person) -> Callable[[], int]:
    """How often a limit was warned of."""
    heard: list[str] = []
    real = person.app.notify

    def notify(message: str, **more: object) -> None:
        heard.append(message)
        real(message, **more)  # type: ignore[arg-type]

    person.app.notify = notify  # type: ignore[method-assign]
    return lambda: sum("Near your limit" in text for text in heard)
