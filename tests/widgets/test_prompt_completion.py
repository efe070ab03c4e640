"""The list: slash words and files."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from javari_tui.domain.mentions import mention, mentioned
from javari_tui.widgets.prompt import Prompt
from javari_tui.widgets.prompt.queries import QueryKind, query_at
from javari_tui.widgets.prompt.slash_words import slash_call
from tests.widgets.prompt_app import PromptApp

FILES = ("src/main.py", "my file.txt", 'quo"te.txt', "日本語.md", "[/x].txt", "red\x1b[31m.txt")


async def until_open(pilot: Pilot[None], app: PromptApp) -> None:
    for _round in range(200):
        if app.menu.is_open:
            return
        await pilot.pause(0.01)
    raise AssertionError("the list did not open")


def titles(app: PromptApp) -> list[str]:
    return [choice.title for choice in app.menu.choices] if app.menu.is_open else []


async def test_a_slash_at_the_start_lists_the_words_and_letters_narrow_them() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("/")
        assert titles(app) == ["/new", "/rename", "/language"]
        await pilot.press(*"ren")
        assert titles(app) == ["/rename"]


async def test_a_translated_title_finds_the_word() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"/idi")
        assert titles(app) == ["/language"]


async def test_enter_runs_a_word_that_takes_nothing_and_the_prompt_is_empty() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"/ne", "enter")
        await pilot.pause()
        (entered,) = app.heard(Prompt.SlashEntered)
        assert (entered.word, entered.argument) == ("new", "")
        assert app.prompt.draft.is_empty
        assert app.sent == []


async def test_enter_completes_a_word_that_takes_something_and_waits_for_it() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"/ren", "enter")
        assert app.prompt.draft.text == "/rename "
        await pilot.press(*"My chat", "enter")
        await pilot.pause()
        (entered,) = app.heard(Prompt.SlashEntered)
        assert (entered.word, entered.argument) == ("rename", "My chat")


async def test_a_whole_word_runs_without_what_it_takes() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"/rename", "enter")
        await pilot.pause()
        assert [message.word for message in app.heard(Prompt.SlashEntered)] == ["rename"]


async def test_tab_completes_without_running_and_arrows_choose() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("/", "down", "up", "up", "tab")
        await pilot.pause()
        assert app.prompt.draft.text == "/language"
        assert app.said == [] or not app.heard(Prompt.SlashEntered)
        assert not app.menu.is_open


async def test_esc_closes_the_list_first_and_only_then_reaches_the_screen() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("/", "n", "escape")
        assert not app.menu.is_open
        assert app.reached == []
        assert app.prompt.draft.text == "/n"
        await pilot.press("e")
        assert not app.menu.is_open
        await pilot.press("escape")
        assert app.reached == ["escape"]


async def test_a_word_nobody_knows_is_sent_only_when_entered_twice() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"/etc", "enter")
        await pilot.pause()
        assert app.sent == []
        assert "/etc" in str(app.prompt.query_one(".prompt--error", Static).content)
        await pilot.press("enter")
        await pilot.pause()
        assert app.sent == ["/etc"]


@pytest.mark.parametrize("text", ["/etc/hosts is what?", "a /new chat", "1/2"])
async def test_a_slash_elsewhere_is_text(text: str) -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*text, "enter")
        await pilot.pause()
        assert app.sent == [text]


async def test_an_at_sign_asks_for_files_and_choosing_one_wants_it_attached() -> None:
    app = PromptApp(files=FILES)
    async with app.run_test() as pilot:
        await pilot.press(*"look at @mai")
        await until_open(pilot, app)
        await pilot.press("enter")
        await pilot.pause()
        assert [message.path for message in app.heard(Prompt.AttachWanted)] == [Path("src/main.py")]
        assert app.prompt.draft.text == "look at @src/main.py "
        assert app.sent == []


@pytest.mark.parametrize("name", FILES)
async def test_names_of_any_kind_can_be_chosen_and_are_shown_clean(name: str) -> None:
    app = PromptApp(files=[name])
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("@")
        await until_open(pilot, app)
        assert "\x1b" not in titles(app)[0]
        await pilot.press("tab")
        await pilot.pause()
        assert [str(message.path) for message in app.heard(Prompt.AttachWanted)] == [name]
        assert app.prompt.draft.text == f"{mention(Path(name))} "
        assert "\x1b" not in app.prompt.draft.text


async def test_files_that_come_too_late_are_dropped() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press(*"@ab")
        app.prompt.offer_files("a", [Path("a.txt")])
        assert titles(app) == []
        app.prompt.offer_files("ab", [Path("ab.txt")])
        assert titles(app) == ["ab.txt"]
        await pilot.press("c")
        assert titles(app) == []


async def test_files_are_asked_for_once_a_pause_not_at_every_letter() -> None:
    app = PromptApp(files=FILES)
    async with app.run_test() as pilot:
        for letter in "@main":
            app.area.insert(letter)
        await until_open(pilot, app)
        assert [message.query for message in app.heard(Prompt.FilesWanted)] == ["main"]


async def test_the_list_stands_over_the_page_and_inside_the_window() -> None:
    app = PromptApp()
    async with app.run_test(size=(60, 20)) as pilot:
        page = app.query_one("#page").region
        await pilot.press("/")
        await pilot.pause()
        assert app.menu.region.bottom == app.prompt.region.y
        assert app.menu.region.height == 3
        assert app.query_one("#page").region == page


async def test_a_click_takes_a_choice() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        await pilot.press("/")
        await pilot.pause()
        await pilot.click(app.menu, offset=(3, 1))
        await pilot.pause()
        assert app.prompt.draft.text == "/rename "
        assert app.area.has_focus


@pytest.mark.parametrize(
    ("before", "text"),
    [("@", ""), ("see @src/m", "src/m"), ('see @"my fi', "my fi"), ('(@"a\\"b', 'a"b'), ("[@x", "x")],
)
def test_what_is_looked_for_after_an_at_sign(before: str, text: str) -> None:
    query = query_at(before, 3)

    assert query is not None
    assert (query.kind, query.text) == (QueryKind.FILE, text)


@pytest.mark.parametrize("before", ["me@home", "@a b", '@"a b" ', "plain", "x /new"])
def test_what_is_not_looked_for(before: str) -> None:
    assert query_at(before, 0) is None


def test_what_calls_a_command_and_what_does_not() -> None:
    assert slash_call("/rename  My chat ") == ("rename", "My chat")
    assert slash_call("/new") == ("new", "")
    assert slash_call("/etc/hosts") is None
    assert slash_call("/new\nline") is None


def test_a_text_names_files_with_an_at_sign() -> None:
    text = 'see @a.py, (@src/b.py) and @"my file.txt"! mail a@b.c, @a.py again'
    assert mentioned(text) == ("a.py", "src/b.py", "my file.txt")
    for name in ("a b.txt", 'q"uote.txt', "back\\slash", "ñ 世界.md"):
        assert mentioned(f"look at {mention(Path(name))} please") == (name,)
