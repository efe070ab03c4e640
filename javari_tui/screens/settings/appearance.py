"""Appearance: the theme, seen at once, and how much is drawn and moves."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from javari_tui.i18n import N_
from javari_tui.messages import ThemeChosen
from javari_tui.screens.settings.pane import SettingsPane
from javari_tui.settings import Glyphs, Images, Link, Motion, SidebarOpens
from javari_tui.themes import TITLES, ThemeLibrary, theme_titles
from javari_tui.widgets.settings.choice import ChoiceRow, Option, options, switch
from javari_tui.widgets.settings.sample import ThemeSample

_IMAGES = (
    Option(Images.AUTO, N_("Automatic"), N_("Drawn by the terminal where it can (kitty, sixels), else with blocks.")),
    Option(Images.KITTY, N_("By the terminal"), N_("As kitty does, also in tmux. Only if yours can.")),
    Option(Images.SIXEL, N_("As sixels"), N_("By the terminal, also on slow lines. Not in tmux.")),
    Option(Images.BLOCKS, N_("With blocks"), N_("Coarse, but on every terminal with colours.")),
    Option(Images.NONE, N_("Not at all"), N_("They are only told of.")),
)
_GLYPHS = options({Glyphs.AUTO: N_("As the terminal"), Glyphs.UNICODE: N_("Unicode"), Glyphs.ASCII: N_("Plain ASCII")})
_MOTION = options({Motion.FULL: N_("Full"), Motion.REDUCED: N_("Reduced")})
_LINK = (
    Option(Link.AUTO, N_("Automatic"), N_("Draws less often, and without motion, while the line is slow.")),
    Option(Link.FULL, N_("Always full")),
    Option(Link.LIGHT, N_("Always light"), N_("Draws little: for slow lines, and for tmux at the end of one.")),
)
_OPENS = (
    Option(SidebarOpens.IMPORTANT, N_("For what matters"), N_("Long code, diffs, pictures, data, what a tool shows.")),
    Option(SidebarOpens.ALWAYS, N_("For all code"), N_("Short pieces too.")),
    Option(SidebarOpens.NEVER, N_("Never"), N_("Only when you open it.")),
)


class AppearancePane(SettingsPane):
    """How Javari looks."""

    KEY = "appearance"
    TITLE = N_("Appearance")
    GLYPH = "palette"

    def rows(self) -> Iterable[Widget]:
        """Theme with a sample, then the rest."""
        titles = theme_titles(ThemeLibrary(self.services.folders.themes))
        themes = [Option(name, title, is_name=name not in TITLES) for name, title in titles.items()]
        yield ChoiceRow("theme", N_("Theme"), N_("Changes as you choose."), options=themes)
        yield ThemeSample()
        yield ChoiceRow("glyphs", N_("Characters"), N_("What marks and lines are drawn with."), options=_GLYPHS)
        yield ChoiceRow("motion", N_("Motion"), N_("Whether things move and fade."), options=_MOTION)
        yield ChoiceRow("link", N_("Connection"), N_("How much is drawn over the line."), options=_LINK)
        yield ChoiceRow("images", N_("Pictures"), N_("How they are shown in the sidebar."), options=_IMAGES)
        yield switch("timestamps", N_("Times"), N_("Shows when each message was said."))
        yield switch("mouse", N_("Mouse"), N_("Off leaves the mouse to the terminal. From the next start."))
        yield switch("sidebar", N_("Sidebar"), N_("Whether it is open when Javari starts."))
        yield ChoiceRow("sidebar_opens", N_("Opens by itself"), N_("When the sidebar does."), options=_OPENS)

    async def fill(self) -> None:
        """What is in force."""
        self.show_preferences(await self.services.preferences.read())
        self.show_settings()

    async def choose(self, key: str, value: str) -> None:
        """Save at once, and show it at once."""
        match key:
            case "theme":
                self.app.post_message(ThemeChosen(value))
                await self.services.preferences.change(theme=value)
            case "sidebar":
                await self.services.preferences.change(sidebar_default_open=value == "true")
            case _:
                await self.save_setting(key, value)
