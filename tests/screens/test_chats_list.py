"""The list of chats by itself, over a real library."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from javari_tui.messages import ExplanationWanted, QuitWanted
from javari_tui.providers.scripted import saying
from javari_tui.screens.chats.screen import ChatPick, ChatsDialog
from javari_tui.themes import VARIABLE_DEFAULTS
from tests.services.javari import Javari, open_javari, until


class Frame(App[None], inherit_bindings=False):
    """Shows the list and notes what was picked."""

    def __init__(self, dialog: ChatsDialog) -> None:
        super().__init__()
        self.dialog = dialog
        self.picked: list[ChatPick | None] = []
        self.heard: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(VARIABLE_DEFAULTS)

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.picked.append)

    def on_explanation_wanted(self, message: ExplanationWanted) -> None:
        self.heard.append("explain")

    def on_quit_wanted(self, message: QuitWanted) -> None:
        self.heard.append("quit")

    def text(self) -> str:
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


@pytest.fixture
async def javari() -> AsyncIterator[Javari]:
    """Three chats."""
    opened = await open_javari([saying("about zanzibar")])
    for words in ("alpha question", "beta question", "gamma question"):
        await opened.ask(words)
    yield opened
    await opened.services.close()


@asynccontextmanager
async def _listed(javari: Javari, **options: object) -> AsyncIterator[tuple[Frame, Pilot[None]]]:
    app = Frame(ChatsDialog(javari.services.chats, **options))  # type: ignore[arg-type]
    async with app.run_test(size=(100, 30)) as pilot:
        await until(lambda: isinstance(app.screen, ChatsDialog) and app.dialog._rows)
        await pilot.pause()
        yield app, pilot


async def test_enter_right_behind_the_letters_opens_what_they_find(javari: Javari) -> None:
    async with _listed(javari) as (app, _pilot):
        assert app._driver is not None
        for letter in "alpha":
            app._driver.send_message(Key(letter, letter))
        app._driver.send_message(Key("enter", None))
        await until(lambda: app.picked)
        assert app.picked == [ChatPick(1)]


async def test_the_open_chat_is_chosen_first_and_others_are_newest_first(javari: Javari) -> None:
    async with _listed(javari, current=2) as (app, _pilot):
        assert app.dialog.query_one(OptionList).highlighted == 1
        assert app.text().index("gamma") < app.text().index("beta") < app.text().index("alpha")


async def test_words_that_were_said_are_found_below_titles_or_above_them(javari: Javari) -> None:
    async with _listed(javari, query="question") as (app, _pilot):
        await until(lambda: len(app.dialog._rows) == 6)
        assert [type(row).__name__ for row in app.dialog._rows] == ["Chat"] * 3 + ["SearchHit"] * 3
    async with _listed(javari, query="question", said_first=True) as (app, _pilot):
        await until(lambda: len(app.dialog._rows) == 6)
        assert [type(row).__name__ for row in app.dialog._rows] == ["SearchHit"] * 3 + ["Chat"] * 3


async def test_a_hit_is_picked_with_its_message(javari: Javari) -> None:
    async with _listed(javari, query="zanzibar") as (app, pilot):
        await pilot.press("enter")
        await until(lambda: app.picked)
        (pick,) = app.picked
        assert pick is not None
        assert pick.message_id is not None


async def test_f1_and_quitting_work_here_too(javari: Javari) -> None:
    async with _listed(javari) as (app, pilot):
        await pilot.press("f1", "ctrl+q")
        await until(lambda: app.heard == ["explain", "quit"])


async def test_archiving_takes_out_of_the_list_and_back(javari: Javari) -> None:
    async with _listed(javari) as (app, pilot):
        await pilot.press("f6")
        await until(lambda: len(app.dialog._rows) == 2)
        await pilot.press("f7")
        await until(lambda: [getattr(row, "title", "") for row in app.dialog._rows] == ["gamma question"])
        await pilot.press("f6")
        await until(lambda: not app.dialog._rows)
        assert len(await javari.services.chats.list()) == 3


async def test_titles_do_not_wait_for_a_busy_disk_and_the_mark_stays_when_words_that_were_said_follow(
    javari: Javari,
) -> None:
    async with _listed(javari) as (app, pilot):
        gate = threading.Event()
        held = asyncio.create_task(javari.services.chats._disk.run(gate.wait, 10))
        marked = app.dialog.query_one(OptionList)
        marked.highlighted = 2
        app.dialog.query_one(Input).value = "question"
        await until(lambda: marked.highlighted == 0)
        await pilot.press("down")
        assert len(app.dialog._rows) == 3
        gate.set()
        await until(lambda: len(app.dialog._rows) == 6)
        assert marked.highlighted == 1
        assert await held
