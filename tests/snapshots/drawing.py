"""The app as it is drawn for a picture, and the picture without anything that changes by itself."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from textual.widgets import Input, TextArea

from javari_tui import app

_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_CLIP = re.compile(r'\s*<clipPath id="[^"]*-line-\d+">.*?</clipPath>', re.DOTALL)
_CLIPPED = re.compile(r' clip-path="url\(#[^)]*-line-\d+\)"')
_NAME = re.compile(r"terminal-\d+-")
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_LINE_END = re.compile(r"<text [^>]*>\n</text>")
_RECTANGLES = re.compile(r'(?:<rect fill="[^"]*" x="[^"]*" y="[^"]*" width="[^"]*" height="24.65"[^>]*/>)+')
_RECTANGLE = re.compile(r'<rect fill="([^"]*)" x="([^"]*)" y="([^"]*)" width="([^"]*)"')


class PicturedApp(app.JavariApp):
    """Javari with cursors that are always seen, and screenshots that are the same everywhere."""

    # Textual looks beside the file of the class.
    CSS_PATH = str(Path(app.__file__).parent / app.JavariApp.CSS_PATH)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen as it is now."""
        for field in (*self.screen.query(Input), *self.screen.query(TextArea)):
            field._cursor_visible = field.has_focus
        # Whoever looked at a window's lines meanwhile left them drawn without the screen behind it.
        self.screen.refresh()
        self.screen._styles_cache.clear()
        return plain(super().export_screenshot(title="javari", simplify=simplify))


def plain(drawn: str) -> str:
    """The picture without fonts from elsewhere and names made of its content; small, with its spaces kept."""
    for pattern in (_FONT_FACE, _COMMENT, _CLIP, _CLIPPED, _NAME, _LINE_END):
        drawn = pattern.sub("", drawn)
    drawn = _RECTANGLES.sub(_joined, drawn).replace("</text><text", "</text>\n<text")
    return drawn.replace("<svg ", '<svg xml:space="preserve" shape-rendering="crispEdges" ', 1)


def _joined(found: re.Match[str]) -> str:
    """Rectangles of one colour side by side as one: how a line was put together does not matter."""
    rectangles = [match.groups() for match in _RECTANGLE.finditer(found.group())]
    rows: list[str] = []
    for (colour, top), group in groupby(rectangles, key=lambda rectangle: (rectangle[0], rectangle[2])):
        parts = [*group]
        left = parts[0][1]
        width = round(sum(float(part[3]) for part in parts), 1)
        rows.append(f'<rect fill="{colour}" x="{left}" y="{top}" width="{width}" height="24.65"/>')
    return "\n".join(rows)
