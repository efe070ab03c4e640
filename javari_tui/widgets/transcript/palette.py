"""From the names of looks to styles in the theme in force."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color
from textual.style import Style as VisualStyle
from textual.widget import Widget

from javari_tui.widgets.transcript.line import Look

CSS = """
Transcript {
    background: $background;
    color: $text;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    height: 1fr;
}
"""
"""The widget itself, by the theme's variables."""

_MUTED = "$text-muted $j-muted-style"
_LOOKS = {
    "user": "on $j-user-background",
    "user-bar": "$j-user-bar on $j-user-background",
    "user-name": "bold",
    "name": "bold",
    "mark": "bold $accent",
    "cursor": "bold $accent",
    "version": "$text-accent",
    "tool": "$text-accent",
    "muted": _MUTED,
    "fold": _MUTED,
    "note": _MUTED,
    "quote": _MUTED,
    "target": _MUTED,
    "chip": "bold on $j-code-background",
    "error": "bold $text-error",
    "line": "$j-line",
    "bullet": "$text-accent",
    "quote-bar": "$text-accent",
    "done": "$text-success",
    "heading-1": "bold underline $text-accent",
    "heading-2": "bold $text-accent",
    "heading-3": "bold",
    "heading-4": "bold",
    "heading-5": "bold $text-muted",
    "heading-6": "bold $text-muted",
    "table-head": "bold",
    "code": "$j-code-text on $j-code-background",
    "code-title": _MUTED,
    "code-edge": "$j-line",
    "code-inline": "$j-code-string on $j-code-background",
    "link": "underline $link-color",
    "added": "on $j-add-background",
    "removed": "on $j-remove-background",
    "added-word": "$j-change-style $text on $j-add-word-background",
    "removed-word": "$j-change-style $text on $j-remove-word-background",
    "sign-added": "$j-add on $j-add-background",
    "sign-removed": "$j-remove on $j-remove-background",
    "hunk": "$text-accent",
    "match": "$j-match-foreground on $j-match-background",
    "match-now": "bold $block-cursor-foreground on $block-cursor-background",
    "image": "italic $text-muted",
}
"""Looks by the theme's variables. No component classes: Textual would style all of them anew, again and again,
before the first picture and whenever the focus moves, and few are ever drawn."""

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
        return self._of_variables(_LOOKS[name])

    def _of_variables(self, look: str) -> Style:
        """What a text such as `bold $accent on $surface` stands for in the theme in force."""
        variables = self._widget.app.theme_variables
        words = [variables[word[1:]] if word.startswith("$") else word for word in look.split()]
        return VisualStyle.parse(" ".join(word for word in words if word != "none"), {}).rich_style

    def _of_code(self, token: str) -> Style:
        """The colour of a token, or of the nearest kind above it."""
        if self._code is None:
            from javari_tui.themes.code import code_palette  # noqa: PLC0415 - with the first code that is drawn

            self._code = code_palette(self._widget.app.current_theme)
        while token and token not in self._code:
            token = token.rpartition(".")[0]
        style = Style.from_color(Color.parse(self._code.get(token, "ansi_default")).rich_color)
        return style + Style(italic=True) if token.startswith("Comment") else style
