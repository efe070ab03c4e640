"""Small windows: what they give back, and that keys do in them what they say."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from javari_tui.domain.help import Explanation, RelatedCommand
from javari_tui.messages import ExplanationWanted, InterruptWanted, QuitWanted
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.dialogs.explain import ExplainDialog
from javari_tui.screens.dialogs.notice import Notice
from javari_tui.screens.dialogs.picker import Choice, Picker, matching
from javari_tui.screens.dialogs.profile_menu import ProfileMenuDialog
from javari_tui.themes import VARIABLE_DEFAULTS

NOTHING = "nothing was given back yet"
CHOICES = (
    Choice(key="a", title="Apples", detail="red", hint="F1"),
    Choice(key="b", title="Bananas", detail="yellow", words="fruit"),
    Choice(key="c", title="[/nope]", detail="[@click=app.quit]x[/]"),
)


class Frame(App[None], inherit_bindings=False):
    """Shows one window and notes what it gives back and asks for."""

    def __init__(self, window: ModalScreen[Any]) -> None:
        super().__init__()
        self._window = window
        self.given: object = NOTHING
        self.heard: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(VARIABLE_DEFAULTS)

    def on_mount(self) -> None:
        self.push_screen(self._window, self._give)

    def _give(self, given: object) -> None:
        self.given = given

    def on_explanation_wanted(self, message: ExplanationWanted) -> None:
        self.heard.append("explain")

    def on_interrupt_wanted(self, message: InterruptWanted) -> None:
        self.heard.append("interrupt")

    def on_quit_wanted(self, message: QuitWanted) -> None:
        self.heard.append("quit")

    def text(self) -> str:
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


async def _given(window: ModalScreen[Any], *keys: str) -> object:
    app = Frame(window)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
    return app.given


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        (["enter"], "a"),
        (["down", "enter"], "b"),
        (["down", "down", "down", "down", "enter"], "c"),
        (["down", "up", "up", "enter"], "a"),
        ([*"fruit", "enter"], "b"),
        ([*"yell", "enter"], "b"),
        ([*"zzz", "enter"], NOTHING),
        (["escape"], None),
    ],
)
async def test_a_picker_gives_back_what_was_picked(keys: list[str], given: object) -> None:
    assert await _given(Picker("Fruit", CHOICES), *keys) == given


async def test_a_picker_starts_at_what_is_chosen_now_and_shows_markup_as_text() -> None:
    app = Frame(Picker("Title [/x]", CHOICES, current="b", hint="[/hint]"))
    async with app.run_test() as pilot:
        await pilot.pause()
        for words in ("Title [/x]", "[/hint]", "[/nope]", "[@click=app.quit]x[/]"):
            assert words in app.text()
        await pilot.press("enter")
        await pilot.pause()
    assert app.given == "b"


def test_the_better_match_stands_first_and_no_words_keep_the_order() -> None:
    assert matching("", CHOICES) == CHOICES
    assert [choice.key for choice in matching("ban", CHOICES)] == ["b"]


async def test_asking_gives_back_the_line_or_nothing() -> None:
    assert await _given(AskText("Name", text="old"), "end", *" new", "enter") == "old new"
    assert await _given(AskText("Name", text="old"), "escape") is None


async def test_keys_that_come_together_close_one_window_and_no_more() -> None:
    app = Frame(AskText("Below"))
    async with app.run_test() as pilot:
        await pilot.pause()
        below, above, given = app.screen, AskText("Above", text="first"), list[str | None]()
        await app.push_screen(above, given.append)
        above.dismiss("first")
        above.action_dismiss_empty()  # a second Escape, read before the first has closed it
        await pilot.pause()
        assert given == ["first"]
        assert app.screen is below
        assert app.given == NOTHING


async def test_keys_that_come_in_one_burst_count_in_their_order() -> None:
    app = Frame(AskText("Name", text="old"))
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in ("ctrl+u", "n", "e", "w", "left", "x", "enter"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
    assert app.given == "nexw"


async def test_a_secret_is_shown_as_dots() -> None:
    app = Frame(AskText("Key", secret=True))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press(*"hunter2")
        await pilot.pause()
        assert "hunter2" not in app.text()
        assert app.screen.query_one(Input).value == "hunter2"


@pytest.mark.parametrize("key", ["enter", "escape", "q", "space"])
async def test_a_notice_closes(key: str) -> None:
    assert await _given(Notice("Title", "Text"), key) is None


async def test_an_explanation_leads_to_its_help_page_or_closes() -> None:
    told = Explanation(title="T", text="Text", related=(RelatedCommand(title="Do", keys="F5"),), slug="chat")
    assert await _given(ExplainDialog(told), "enter") == "chat"
    assert await _given(ExplainDialog(told), "escape") is None
    assert await _given(ExplainDialog(told), "f1") is None


async def test_a_long_notice_scrolls_and_its_hint_stays_in_sight() -> None:
    app = Frame(Notice("Title", "\n".join(f"row {number}" for number in range(200))))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert "closes this" in app.text()
        assert "row 199" not in app.text()
        await pilot.press("end")
        await pilot.pause()
        assert "row 199" in app.text()


async def test_the_profile_menu_gives_back_the_command_of_its_row() -> None:
    assert await _given(ProfileMenuDialog(user_name="[/nope]", language="English"), "enter") == "settings.language"
    assert await _given(ProfileMenuDialog(user_name="x", language="English"), "down", "enter") == "help.open"
    assert await _given(ProfileMenuDialog(user_name="x", language="English"), "f9") is None


@pytest.mark.parametrize(
    "window",
    [Picker("T", CHOICES), AskText("T"), ProfileMenuDialog(user_name="x", language="English"), Notice("T", "x")],
    ids=["picker", "ask", "menu", "notice"],
)
async def test_f1_ctrl_c_and_ctrl_q_work_in_every_window(window: ModalScreen[Any]) -> None:
    app = Frame(window)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("f1", "ctrl+c", "ctrl+q")
        await pilot.pause()
        assert app.heard == ["explain", "interrupt", "quit"]


async def test_a_picker_says_when_nothing_fits_and_its_hint_returns() -> None:
    app = Frame(Picker("Fruit", CHOICES, hint="take one"))
    async with app.run_test() as pilot:
        await pilot.press(*"zzzz")
        await pilot.pause()
        assert "Nothing found." in app.text() and "take one" not in app.text()
        await pilot.press(*["backspace"] * 4)
        await pilot.pause()
        assert "take one" in app.text()


@pytest.mark.parametrize(
    ("account", "needs_sign_in", "words", "commands"),
    [
        ("", False, ("No account: Free plan", "Sign In"), ["account.sign_in"]),
        ("acct_[/x]" + "1" * 40, False, ("Pro · acct_[/x]1", "…", "Sign Out"), ["account.sign_out"]),
        ("acct_1", True, ("Sign In Again", "Sign Out"), ["account.sign_in", "account.sign_out"]),
    ],
)
async def test_the_profile_menu_tells_whose_account_it_is_and_leads_in_and_out(
    account: str, needs_sign_in: bool, words: tuple[str, ...], commands: list[str]
) -> None:
    def menu() -> ProfileMenuDialog:
        plan = "Pro" if account else ""
        return ProfileMenuDialog(
            user_name="x", language="English", account=account, plan=plan, needs_sign_in=needs_sign_in
        )

    app = Frame(menu())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert all(word in app.text() for word in words)
    for steps, command in enumerate(reversed(commands)):
        assert await _given(menu(), "end", *["up"] * steps, "enter") == command
