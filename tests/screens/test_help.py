"""The help screen, driven by keys: shelves, search, links, back and forward, judgement, and out again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, Static

from javari_tui import i18n
from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.commands.key_names import CommandKeys
from javari_tui.domain.help import Explanation, RelatedCommand
from javari_tui.paths import shipped
from javari_tui.screens.dialogs.explain import ExplainDialog
from javari_tui.screens.help.screen import HelpScreen
from javari_tui.services.help.help import Help
from javari_tui.themes import ThemeLibrary
from javari_tui.widgets.help.article import HelpArticle
from javari_tui.widgets.help.judgement import HelpJudgement
from javari_tui.widgets.help.list import HelpList

Kept = list[tuple[str, str, str, str]]


class HelpApp(App[None], inherit_bindings=False):
    """Only the help, over an empty screen."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *, slug: str | None = None, query: str = "") -> None:
        super().__init__()
        self.kept: Kept = []
        pages = Help(shipped("help"), record=self._record)
        pages.use_key_names(CommandKeys(ALL_COMMANDS))
        self.help_screen = HelpScreen(pages, slug=slug, query=query)

    async def _record(self, slug: str, kind: str, query: str, feedback: str) -> None:
        self.kept.append((slug, kind, query, feedback))

    async def on_mount(self) -> None:
        for theme in ThemeLibrary().all():
            self.register_theme(theme)
        self.theme = "javari-dark"
        await self.push_screen(self.help_screen)


def title(app: HelpApp) -> str:
    return app.help_screen.query_one(HelpArticle).shown_title


def listed(app: HelpApp) -> list[str]:
    options = app.help_screen.query_one(HelpList).options
    return [str(option.prompt).strip().splitlines()[0] for option in options]


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _turn in range(200):
        await pilot.pause()
        if holds():
            return
    raise AssertionError("it did not come to that")


async def test_the_shelves_are_shown_and_the_first_page_opens() -> None:
    app = HelpApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert {"Getting started", "Chatting", "Keyboard", "Common questions"} <= set(listed(app))
        await pilot.press("enter")
        assert title(app) == "First steps"
        assert app.help_screen.query_one(HelpArticle).has_focus
        await until(pilot, lambda: ("getting-started", "view", "", "") in app.kept)


async def test_typing_searches_and_enter_opens_what_is_marked() -> None:
    app = HelpApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*"tmux")
        await pilot.pause()
        assert listed(app)[0].startswith("SSH and tmux")
        await pilot.press("down", "enter")
        assert title(app) == "SSH and tmux"
        await until(pilot, lambda: ("ssh-tmux", "search", "tmux", "") in app.kept)


async def test_what_is_not_there_is_told() -> None:
    app = HelpApp(query="xyzzyx")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        nothing = app.help_screen.query_one("#help-nothing", Static)
        assert nothing.display and "Nothing found" in str(nothing.render())
        await pilot.press("enter")
        assert title(app) == ""
        await until(pilot, lambda: ("", "search", "xyzzyx", "") in app.kept)


async def test_links_are_followed_by_tab_and_enter_and_back_and_forward_work() -> None:
    app = HelpApp(slug="getting-started")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("tab")
        assert app.help_screen.query_one(HelpArticle).chosen_target == "help:models"
        await pilot.press("tab", "shift+tab", "enter")
        assert title(app) == "Models and keys"
        await pilot.press("alt+left")
        assert title(app) == "First steps"
        await pilot.press("alt+right")
        assert title(app) == "Models and keys"
        await pilot.press("backspace", "backspace")
        assert app.help_screen.query_one(Input).has_focus, "before the first page is the list"


async def test_a_chosen_link_is_scrolled_into_view() -> None:
    app = HelpApp(slug="getting-started")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        article = app.help_screen.query_one(HelpArticle)
        assert article.scroll_y == 0
        await pilot.press("tab", "tab", "tab", "tab")
        await until(pilot, lambda: article.scroll_y > 0)


async def test_a_click_follows_a_link() -> None:
    app = HelpApp(slug="billing")
    async with app.run_test(size=(120, 40)) as pilot:
        app.help_screen.open_page("faq")
        await pilot.pause()
        lines = app.help_screen.query_one("_Lines")
        rows = [line.plain for line in lines.page.lines]  # type: ignore[attr-defined]
        row = next(at for at, line in enumerate(rows) if "Credits and plans" in line)
        await pilot.click(lines, offset=(rows[row].index("Credits and plans") + 2, row))
        await until(pilot, lambda: title(app) == "Credits and plans")


async def test_letters_judge_a_page_only_while_it_is_read() -> None:
    app = HelpApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("y", "n")
        assert app.help_screen.query_one(Input).value == "yn"
        app.help_screen.open_page("chat")
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: ("chat", "helpful", "", "") in app.kept)
        assert "Thank you" in str(app.help_screen.query_one(HelpJudgement).render())
        app.help_screen.open_page("chats")
        assert "Was this page helpful?" in str(app.help_screen.query_one(HelpJudgement).render())


async def test_no_asks_what_was_missing_and_esc_there_judges_nothing() -> None:
    app = HelpApp(slug="chat")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("n")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("n")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.press(*"more", "enter")
        await until(pilot, lambda: ("chat", "not_helpful", "", "more") in app.kept)
        assert [kind for _slug, kind, _query, _words in app.kept].count("not_helpful") == 1


@pytest.mark.parametrize("slug", [None, "chat"])
async def test_esc_leads_back_from_everywhere(slug: str | None) -> None:
    app = HelpApp(slug=slug)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.screen is app.help_screen
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not app.help_screen)


async def test_an_unknown_page_is_reported_and_the_list_stays() -> None:
    app = HelpApp(slug="no-such-page")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(app._notifications) == 1)
        assert "Chatting" in listed(app)


async def test_a_place_in_a_page_may_be_named() -> None:
    app = HelpApp(slug="models#connect")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert title(app) == "Models and keys"


@pytest.mark.parametrize(("size", "both"), [((60, 20), False), ((80, 24), False), ((120, 40), True)])
async def test_list_and_page_stand_side_by_side_only_where_there_is_room(size: tuple[int, int], *, both: bool) -> None:
    app = HelpApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        reading, pages = app.help_screen.query_one("#help-reading"), app.help_screen.query_one(HelpList)
        assert pages.size.width > 0
        assert (reading.size.width > 0) is both
        app.help_screen.open_page("chat")
        await pilot.pause()
        assert reading.size.width > 40
        assert (pages.size.width > 0) is both
        assert pages.size.width + reading.size.width <= size[0]


async def test_another_language_changes_everything_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    app = HelpApp(slug="chat")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(i18n._chosen, "language", "es")
        app.help_screen.translate()
        await pilot.pause()
        assert title(app) == "Chatear"
        assert "Tus chats" in listed(app)


async def test_f1_explains_the_help_and_enter_or_esc_closes_it() -> None:
    app = HelpApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, ExplainDialog))
        assert "Type to search them" in "\n".join(str(part.render()) for part in app.screen.query(Static))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.help_screen)


@pytest.mark.parametrize(("key", "result"), [("enter", "chat"), ("escape", None), ("f1", None)])
async def test_an_explanation_leads_to_its_page_or_back(key: str, result: str | None) -> None:
    app = HelpApp()
    told = Explanation(
        title="Prompt",
        text="Write [bold]here[/bold].",
        related=(RelatedCommand(title="Send", keys="Enter"),),
        slug="chat",
    )
    answers: list[str | None] = []
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await app.push_screen(ExplainDialog(told), answers.append)
        shown = "\n".join(str(part.render()) for part in app.screen.query(Static))
        assert "Write [bold]here[/bold]." in shown and "Enter\nSend" in shown
        await pilot.press(key)
        await until(pilot, lambda: bool(answers))
    assert answers == [result]
