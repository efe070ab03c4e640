"""One setting on the settings screen: its title, its sentence, and its value in whatever form."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from javari_tui.domain.words import fold
from javari_tui.i18n import _


class SettingRow(Widget, can_focus=True):
    """A setting that can be chosen with the keyboard. It draws its texts translated, so it follows the language."""

    COMPONENT_CLASSES = {"setting--title", "setting--sentence", "setting--value", "setting--other", "setting--note"}

    DEFAULT_CSS = """
    SettingRow {
        height: auto;
        padding: 0 1;
        margin: 0 0 1 0;
        border-left: blank $background;
        pointer: pointer;
        .setting--title { text-style: bold; }
        .setting--sentence { color: $text-muted; text-style: $j-muted-style; }
        .setting--value { color: $text-accent; }
        .setting--other { color: $text-muted; text-style: $j-muted-style; }
        .setting--note { color: $text-warning; }
        &:focus { border-left: outer $border; }
    }
    """

    class Changed(Message):
        """The user chose another value."""

        def __init__(self, row: SettingRow, value: str) -> None:
            super().__init__()
            self.row, self.value = row, value

        @property
        def control(self) -> SettingRow:
            """The row."""
            return self.row

    value: reactive[str] = reactive("", layout=True)
    """What is in force, as text."""
    note: reactive[str] = reactive("", layout=True)
    """A few words of warning after the title, already translated."""

    def __init__(self, key: str, title: str, sentence: str = "") -> None:
        """`title` and `sentence` are marked."""
        super().__init__()
        self.key, self.title, self.sentence = key, title, sentence

    @property
    def shown_title(self) -> str:
        """The title in the language in force."""
        return _(self.title)

    def found_by(self) -> str:
        """Everything a search may hit, folded."""
        return fold(" ".join((self.shown_title, _(self.sentence), self.key, *self.words())))

    def words(self) -> tuple[str, ...]:
        """More words to be found by."""
        return ()

    def value_lines(self, width: int) -> list[Content]:
        """The value, drawn in lines of at most `width` columns."""
        return []

    def lines(self, width: int) -> list[Content]:
        """The whole row in lines."""
        title = Content(self.shown_title).stylize(self._style("title"))
        if self.note:
            title = Content.assemble(title, "  ", Content(self.note).stylize(self._style("note")))
        sentence = Content(_(self.sentence)).stylize(self._style("sentence"))
        told = sentence.wrap(width) if self.sentence else []
        return [*title.wrap(width), *told, *self.value_lines(width)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the lines need."""
        return len(self.lines(max(8, width)))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self.lines(max(8, self.content_size.width)))

    def translate(self) -> None:
        """Draw anew: everything is translated as it is drawn."""
        self.refresh(layout=True)

    def _style(self, part: str) -> Style:
        """The look of a part."""
        return self.get_visual_style(f"setting--{part}", partial=True)


def flow(parts: list[Content], width: int, gap: str = "   ") -> list[Content]:
    """Parts one after another; a part that does not fit starts a new line, none is torn."""
    lines: list[list[Content]] = [[]]
    room = width
    for part in parts:
        need = part.cell_length + (cell_len(gap) if lines[-1] else 0)
        if need > room and lines[-1]:
            lines.append([])
            room, need = width, part.cell_length
        lines[-1].append(part)
        room -= need
    return [Content(gap).join(line) for line in lines if line]
