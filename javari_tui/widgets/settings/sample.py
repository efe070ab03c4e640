"""A few lines of a chat, to see a theme before leaving the settings."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from javari_tui.i18n import _
from javari_tui.terminal.glyphs import glyph


class ThemeSample(Widget):
    """A question, an answer with code, a change: in the colours of the theme in force."""

    DEFAULT_CSS = """
    ThemeSample { height: auto; margin: 0 0 1 2; background: $background; }
    """

    def render(self) -> Content:
        """The lines."""
        width = max(20, min(64, self.content_size.width))
        question = [(f"{glyph('bar')} ", "$j-user-bar"), (_("How do I greet someone in Python?"), "$text")]
        answer = [
            (f"{glyph('brand')} ", "$j-mark"),
            (_("Like this,"), "$text"),
            (" ", ""),
            (_("simply:"), "$text-muted"),
        ]
        code = [
            ("def", "$j-code-keyword"),
            (" ", ""),
            ("greet", "$j-code-function"),
            ("(name): ", "$j-code-operator"),
            ("return", "$j-code-keyword"),
            (" ", ""),
            ('f"Hello, {name}"', "$j-code-string"),
            ("  # ", "$j-code-comment"),
            ("42", "$j-code-number"),
        ]
        return Content("\n").join(
            (
                _line(question, width, "$j-user-background"),
                _line(answer, width),
                _line(code, width, "$j-code-background", indent=2),
                _line([("- ", "$j-remove"), ("Helo", "$text")], width, "$j-remove-background", indent=2),
                _line([("+ ", "$j-add"), ("Hello", "$text")], width, "$j-add-background", indent=2),
            )
        )

    def translate(self) -> None:
        """Draw anew: everything is translated as it is drawn."""
        self.refresh(layout=True)


def _line(parts: list[tuple[str, str]], width: int, background: str = "", indent: int = 0) -> Content:
    """Parts with their styles on one background as wide as the sample."""
    words = Content.assemble(*parts).truncate(width - indent - 1, ellipsis=True)
    padded = Content.assemble(words, " " * (width - indent - words.cell_length))
    if background:
        padded = padded.stylize(f"on {background}")
    return Content.assemble(" " * indent, padded)
