"""The rows of the profile menu."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import set_cell_size
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from javari_tui.terminal.glyphs import glyph


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuRow:
    """One row: a mark, words, and the command it runs; no command makes it a heading."""

    glyph: str
    text: str
    command_id: str = ""
    rule_before: bool = False


class ProfileMenu(OptionList):
    """A list that never takes more room than its rows."""

    DEFAULT_CSS = """
    ProfileMenu {
        width: 100%;
        height: auto;
        max-height: 16;
        padding: 0;
        border: none;
        background: $surface;
        &:focus { border: none; background-tint: transparent; }
    }
    """

    def __init__(self, rows: tuple[MenuRow, ...]) -> None:
        super().__init__(markup=False)
        self._rows = rows

    def on_mount(self) -> None:
        """Fill in the rows; the first that does something is chosen."""
        for index, row in enumerate(self._rows):
            if row.rule_before:
                self.add_option(None)
            mark = glyph(row.glyph)
            # Emoji are two cells wide, the gear and the ASCII stand-ins one: the words start in one column.
            text = Content(f"{set_cell_size(mark, 4)}{row.text}")
            self.add_option(Option(text, id=row.command_id or f"heading-{index}", disabled=not row.command_id))
        self.action_first()
