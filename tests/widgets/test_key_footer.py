"""The last line: keys that work now, as many as fit."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from javari_tui import i18n
from javari_tui.commands.key_names import shown_key
from javari_tui.paths import shipped
from javari_tui.themes import VARIABLE_DEFAULTS
from javari_tui.widgets.key_footer import KeyFooter


class Keys(App[None]):
    """Two keys, one of which can be switched off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "app.one", "One"),
        Binding("b", "app.two", "Two"),
        Binding("c", "app.three", "Three", show=False),
    ]
    works = True
    ran = ""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(VARIABLE_DEFAULTS)

    def compose(self) -> ComposeResult:
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.works if action == "two" else True

    def action_one(self) -> None:
        self.ran += "1"

    def action_two(self) -> None:
        self.ran += "2"

    def line(self) -> str:
        return next(iter(self.screen._compositor.render_strips())).text.rstrip()


async def test_only_keys_that_work_now_are_shown() -> None:
    app = Keys()
    async with app.run_test(size=(60, 2)) as pilot:
        await pilot.pause()
        assert app.line().startswith("a One  b Two")
        app.works = False
        app.screen.refresh_bindings()
        await pilot.pause()
        await pilot.pause()
        assert "Two" not in app.line()
        assert "Three" not in app.line()


async def test_keys_and_labels_change_their_language_together() -> None:
    class Named(Keys, inherit_bindings=False):
        BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "app.one", "Send")]

        def get_key_display(self, binding: Binding) -> str:
            return shown_key(binding.key)

    app = Named()
    async with app.run_test(size=(60, 2)) as pilot:
        await pilot.pause()
        footer = app.screen.query_one(KeyFooter)
        assert footer.render().plain.startswith("Enter Send")
        i18n.use_language("es", shipped("locales"))
        assert footer.render().plain.startswith("Intro Enviar"), "at the very next drawing, whenever that is"


@pytest.mark.parametrize("width", [5, 8, 12, 40])
async def test_an_entry_is_whole_or_not_there(width: int) -> None:
    app = Keys()
    async with app.run_test(size=(width, 2)) as pilot:
        await pilot.pause()
        assert app.line() in ("", "a One", "a One  b Two") or app.line().startswith("a One  b Two  ")
        assert len(app.line()) <= width


async def test_a_click_does_what_the_key_does() -> None:
    app = Keys()
    async with app.run_test(size=(60, 2)) as pilot:
        await pilot.pause()
        await pilot.click(KeyFooter, offset=(8, 0))
        await pilot.pause()
        assert app.ran == "2"
