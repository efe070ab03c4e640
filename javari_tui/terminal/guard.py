"""The last guard: no control, bidi or invisible tag character from any text reaches the terminal, and no picture.

Stock Textual lets almost every widget write an escape sequence that stands in plain text; link targets are a
second channel. Texts are cleaned where they enter; this is the net below, over one private hook of an exactly
pinned Textual.
"""

from __future__ import annotations

import re

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from javari_tui.terminal.ascii_only import in_ascii
from javari_tui.terminal.glyphs import glyphs_in_force

_DRAWN_THERE = "\U0010eeee"
"""A cell in which a terminal may draw a picture."""
_FORBIDDEN = re.compile(
    f"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f\ud800-\udfff{_DRAWN_THERE}]"
)


def install() -> None:
    """Put the guard into every strip that is rendered from now on; safe to call again."""
    if getattr(Strip.render, "is_guard", False):
        return
    original = Strip.render

    def render(self: Strip, console: Console) -> str:
        """Render a strip whose texts and link targets carry nothing but text."""
        if self._render_cache is None:
            glyphs = glyphs_in_force()
            if glyphs == "ascii" or any(map(_is_unsafe, self._segments)):
                self._segments = [_safe(segment, glyphs) for segment in self._segments]
        return original(self, console)

    render.is_guard = True  # type: ignore[attr-defined]
    Strip.render = render  # type: ignore[method-assign]


def safe_text(text: str, glyphs: str, style: Style | None = None) -> str:
    """The text as it may stand on screen. What is taken out is zero cells wide, so nothing on the row moves."""
    if _DRAWN_THERE in text:
        from javari_tui.terminal import placeholders  # noqa: PLC0415 - with the first picture that a terminal draws

        if placeholders.are_ours(style):
            return text
        text = placeholders.without_placeholders(text)
    text = _FORBIDDEN.sub("", text)
    return in_ascii(text) if glyphs == "ascii" else text


def safe_style(style: Style | None) -> Style | None:
    """The style with nothing but text in its link target."""
    if style is not None and style.link and _FORBIDDEN.search(style.link):
        return style.update_link(_FORBIDDEN.sub("", style.link))
    return style


def _is_unsafe(segment: Segment) -> bool:
    text, style, _control = segment
    return bool(_FORBIDDEN.search(text) or (style is not None and style.link and _FORBIDDEN.search(style.link)))


def _safe(segment: Segment, glyphs: str) -> Segment:
    """The segment without what must not reach the terminal."""
    text, style, _control = segment
    return Segment(safe_text(text, glyphs, style), safe_style(style))
