"""The last guard: no control, bidi or invisible tag character from any text reaches the terminal.

Stock Textual lets almost every widget write an escape sequence that stands in plain text; link targets are a
second channel. Texts are cleaned where they enter; this is the net below, over one private hook of an exactly
pinned Textual.
"""

from __future__ import annotations

import re

from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from javari_tui.terminal.ascii_only import in_ascii
from javari_tui.terminal.glyphs import glyphs_in_force

_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\ud800-\udfff]"
)


def install() -> None:
    """Put the guard into every strip that is rendered from now on; safe to call again."""
    if getattr(Strip.render, "is_guard", False):
        return
    original = Strip.render

    def render(self: Strip, console: Console) -> str:
        """Render a strip whose texts and link targets carry nothing but text."""
        if self._render_cache is None:
            if any(map(_is_unsafe, self._segments)):
                self._segments = [_without_controls(segment) for segment in self._segments]
            if glyphs_in_force() == "ascii":
                self._segments = [Segment(in_ascii(text), style, control) for text, style, control in self._segments]
        return original(self, console)

    render.is_guard = True  # type: ignore[attr-defined]
    Strip.render = render  # type: ignore[method-assign]


def _is_unsafe(segment: Segment) -> bool:
    text, style, _control = segment
    return bool(_FORBIDDEN.search(text) or (style is not None and style.link and _FORBIDDEN.search(style.link)))


def _without_controls(segment: Segment) -> Segment:
    """The segment cleaned. What is taken out is zero cells wide, so nothing on the row moves."""
    text, style, _control = segment
    if style is not None and style.link:
        style = style.update_link(_FORBIDDEN.sub("", style.link))
    return Segment(_FORBIDDEN.sub("", text), style)
