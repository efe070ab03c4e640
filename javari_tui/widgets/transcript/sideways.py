"""Going sideways in tables that have no room for all their columns."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from javari_tui.i18n import N_
from javari_tui.widgets.transcript.cursor import blocks_at
from javari_tui.widgets.transcript.reading import Reader


class Sideways(Reader):
    """A reader who can look at other columns of the table under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move_columns(-1)", N_("Columns before"), show=False),
        Binding("right", "move_columns(1)", N_("Columns after"), show=False),
    ]

    def action_move_columns(self, step: int) -> None:
        """Show other columns of the tables under the cursor."""
        entry = self.document.find(self.selected_message_id())
        moved = [block.move_columns(step) for block in blocks_at(self.document, self.cursor)]
        if entry is None or not any(moved):
            return
        self.document.measure(entry)
        if not self.viewport.following:
            self.viewport.go_to(self.viewport.top)
        self.settle()
