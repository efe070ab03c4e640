"""A text to read on the settings screen, exactly as it is."""

from __future__ import annotations

from textual.content import Content

from javari_tui.widgets.settings.row import SettingRow


class ReadingRow(SettingRow):
    """A title, a sentence, and a text on the background of code. The text is data and not translated."""

    COMPONENT_CLASSES = {"setting--text"}

    DEFAULT_CSS = """
    ReadingRow {
        pointer: default;
        .setting--text { color: $j-code-text; background: $j-code-background; }
    }
    """

    def value_lines(self, width: int) -> list[Content]:
        """The text, folded, each line on the background over its whole width."""
        style = self._style("text")
        inner = max(8, width - 2)
        folded = Content(self.value).wrap(inner) if self.value else []
        rows = [Content.assemble(" ", line, " " * (width - 1 - line.cell_length)) for line in folded]
        return [Content(""), *(row.stylize(style) for row in rows)]
