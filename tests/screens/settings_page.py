"""The settings screen in a small app, on services of its own, with words for what a person does and sees."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.app import App
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from javari_tui import i18n, paths
from javari_tui.messages import LanguageChosen, SettingsChanged, ThemeChosen
from javari_tui.screens.settings.screen import SettingsScreen
from javari_tui.services.opening import Services, open_services
from javari_tui.settings import SettingsStore
from javari_tui.themes import VARIABLE_DEFAULTS, ThemeLibrary, theme_name
from javari_tui.widgets.settings.link import LinkRow
from javari_tui.widgets.settings.row import SettingRow
from javari_tui.widgets.settings.text import WrittenRow

Environ = dict[str, str]


class Frame(App[None]):
    """What the settings stand in: hears what they ask of the app."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables."""
        return dict(VARIABLE_DEFAULTS)

    def on_theme_chosen(self, message: ThemeChosen) -> None:
        """Put it on."""
        self.heard.append(message)
        theme = ThemeLibrary().theme(theme_name(message.name))
        assert theme is not None
        self.register_theme(theme)
        self.theme = theme.name

    def on_settings_changed(self, message: SettingsChanged) -> None:
        """Note it."""
        self.heard.append(message)

    def on_language_chosen(self, message: LanguageChosen) -> None:
        """Note it, and draw anew in the made-up language."""
        self.heard.append(message)
        i18n.use_language(i18n.PSEUDO_LANGUAGE, paths.shipped("locales"))
        for node in self.screen.walk_children(with_self=True):
            if callable(translate := getattr(node, "translate", None)):
                translate()
            node.refresh(layout=True)


class Page:
    """The screen under test, with words for what a person does and sees."""

    def __init__(self, pilot: Pilot[None], app: Frame, services: Services, screen: SettingsScreen) -> None:
        self.pilot, self.app, self.services, self.screen = pilot, app, services, screen

    async def press(self, *keys: str) -> None:
        """Keys, and what they set going."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to come true."""
        for _turn in range(400):
            if condition():
                return
            await self.pilot.pause(0.005)
        raise AssertionError("it never came true")

    def row(self, key: str) -> SettingRow:
        """The row of a key."""
        return next(row for row in self.screen.query(SettingRow) if row.key == key)

    async def go_to(self, key: str) -> None:
        """With the arrows, to a row."""
        for _turn in range(60):
            if getattr(self.app.focused, "key", "") == key:
                return
            await self.press("down")
        raise AssertionError(f"{key} cannot be reached")

    def shown_rows(self) -> list[str]:
        """The keys of the rows that can be seen now."""
        rows = [row for row in self.screen.query(Widget) if isinstance(row, SettingRow | WrittenRow)]
        return [
            row.key for row in rows if all(node.display for node in row.ancestors_with_self if isinstance(node, Widget))
        ]

    def text(self) -> str:
        """Everything on screen."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


@asynccontextmanager
async def opened(
    section: str = "", *, size: tuple[int, int] = (100, 40), environ: Environ | None = None
) -> AsyncIterator[Page]:
    """The screen, on services of its own."""
    folders = paths.folders()
    given = {"JAVARI_DISCOVERY": "off", **(environ or {})}
    services = await open_services(folders, SettingsStore.load(folders.config_file, given), environ=given)
    app = Frame()
    try:
        async with app.run_test(size=size) as pilot:
            screen = SettingsScreen(services, section=section)
            await app.push_screen(screen)
            page = Page(pilot, app, services, screen)
            await page.until(lambda: page.row("system_prompt").value and isinstance(page.row("model"), LinkRow))
            await pilot.pause()
            yield page
    finally:
        await services.close()


def _is_displayed(row: Widget) -> bool:
    return all(node.display for node in row.ancestors_with_self if isinstance(node, Widget))
