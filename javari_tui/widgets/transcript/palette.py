"""From the names of looks to styles in the theme in force."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from javari_tui.themes import code_palette
from javari_tui.widgets.transcript.line import Look


def _classes(names: str) -> set[str]:
    """Component classes of names written in a row."""
    return {f"transcript--{name}" for name in names.split()}


COMPONENTS = _classes(
    "user user-bar user-name name mark version muted fold tool note chip error cursor line bullet done quote "
    "quote-bar heading-1 heading-2 heading-3 heading-4 heading-5 heading-6 table-head code code-title "
    "code-inline link target image"
)
"""Component classes of the transcript."""

CSS = """
Transcript {
    background: $background;
    color: $text;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    height: 1fr;
    & > .transcript--user { background: $j-user-background; }
    & > .transcript--user-bar { color: $j-user-bar; background: $j-user-background; }
    & > .transcript--user-name { text-style: bold; }
    & > .transcript--name { text-style: bold; }
    & > .transcript--mark, & > .transcript--cursor { color: $accent; text-style: bold; }
    & > .transcript--version, & > .transcript--tool { color: $text-accent; }
    & > .transcript--muted, & > .transcript--fold, & > .transcript--note, & > .transcript--quote {
        color: $text-muted; text-style: $j-muted-style;
    }
    & > .transcript--target { color: $text-muted; text-style: $j-muted-style; }
    & > .transcript--chip { background: $j-code-background; text-style: bold; }
    & > .transcript--error { color: $text-error; text-style: bold; }
    & > .transcript--line { color: $j-line; }
    & > .transcript--bullet, & > .transcript--quote-bar { color: $text-accent; }
    & > .transcript--done { color: $text-success; }
    & > .transcript--heading-1 { color: $text-accent; text-style: bold underline; }
    & > .transcript--heading-2 { color: $text-accent; text-style: bold; }
    & > .transcript--heading-3, & > .transcript--heading-4 { text-style: bold; }
    & > .transcript--heading-5, & > .transcript--heading-6 { text-style: bold; color: $text-muted; }
    & > .transcript--table-head { text-style: bold; }
    & > .transcript--code { background: $j-code-background; color: $j-code-text; }
    & > .transcript--code-title { color: $text-muted; text-style: $j-muted-style; }
    & > .transcript--code-inline { background: $j-code-background; color: $j-code-string; }
    & > .transcript--link { color: $link-color; text-style: underline; }
    & > .transcript--image { color: $text-muted; text-style: italic; }
}
"""
"""The look of the transcript, by the theme's variables."""

_PLAIN = {"strong": Style(bold=True), "em": Style(italic=True), "strike": Style(strike=True)}


class Palette:
    """Styles of looks for one widget; made again when the theme changes."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[Look, str], Style] = {}
        self._names: dict[str, Style] = {}
        self._code: Mapping[str, str] | None = None
        self.version = 0
        """Counts the changes."""

    def forget(self) -> None:
        """The theme changed."""
        self._styles.clear()
        self._names.clear()
        self._code = None
        self.version += 1

    def style(self, look: Look, ground: str = "") -> Style:
        """The style of a look, on the widget's ground or a special one."""
        known = self._styles.get((look, ground))
        if known is None:
            names = (ground, *look) if ground else look
            known = self._widget.rich_style
            for name in names:
                known += self._named(name)
            self._styles[look, ground] = known
        return known

    def _named(self, name: str) -> Style:
        """What one name adds."""
        style = self._names.get(name)
        if style is None:
            style = self._names[name] = self._make(name)
        return style

    def _make(self, name: str) -> Style:
        """By the stylesheet, or by the theme's palette for code."""
        if name in _PLAIN:
            return _PLAIN[name]
        if name.startswith("code:"):
            return self._of_code(name.removeprefix("code:"))
        return self._widget.get_component_rich_style(f"transcript--{name}", partial=True)

    def _of_code(self, token: str) -> Style:
        """The colour of a token, or of the nearest kind above it."""
        if self._code is None:
            self._code = code_palette(self._widget.app.current_theme)
        while token and token not in self._code:
            token = token.rpartition(".")[0]
        style = Style.from_color(Color.parse(self._code.get(token, "ansi_default")).rich_color)
        return style + Style(italic=True) if token.startswith("Comment") else style
