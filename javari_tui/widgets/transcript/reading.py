"""The reading half of the transcript: keys and the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message as TextualMessage

from javari_tui.commands.transcript import CODE_INSIDE, CODE_OUTSIDE
from javari_tui.i18n import N_
from javari_tui.widgets.transcript.choosing import Chooser
from javari_tui.widgets.transcript.cursor import BlockCursor, blocks_at, first_stop, group_at, stops
from javari_tui.widgets.transcript.drawing import MARGIN

if TYPE_CHECKING:
    from javari_tui.widgets.transcript.chrome import FoldBlock


class Reader(Chooser):
    """A canvas one can read with keys and the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move_block(-1)", N_("Block up"), show=False),
        Binding("down", "move_block(1)", N_("Block down"), show=False),
        Binding(CODE_OUTSIDE.keys, "move_columns(-1)", CODE_OUTSIDE.title, show=False, id=CODE_OUTSIDE.id),
        Binding(CODE_INSIDE.keys, "move_columns(1)", CODE_INSIDE.label, id=CODE_INSIDE.id),
        Binding("alt+up", "move_message(-1)", N_("Message up"), show=False),
        Binding("alt+down", "move_message(1)", N_("Message down"), show=False),
        Binding("home", "go_home", N_("To the start"), show=False),
        Binding("end", "go_end", N_("To the end"), show=False),
        Binding("pageup", "page(-1)", N_("A page up"), show=False),
        Binding("pagedown", "page(1)", N_("A page down"), show=False),
        Binding("space", "toggle_fold", N_("Fold or unfold"), show=False),
    ]

    class LinkOpened(TextualMessage, namespace="transcript"):
        """The reader wants to open a link. Its target is a stranger's: show it and ask first."""

        def __init__(self, target: str) -> None:
            super().__init__()
            self.target = target

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor, on the last block in sight if it is nowhere in sight; hide it with the focus."""
        super().watch_has_focus(has_focus)
        if has_focus and (self.cursor_spot() is None or not self.is_in_sight()):
            self.cursor = self.in_sight(-1)
        self.show_targets()
        self.settle()

    def action_move_block(self, step: int) -> None:
        """To the next block, or further down in one that is taller than the window."""
        spot = self.cursor_spot()
        if spot is None or not self.is_in_sight():
            self.cursor = self.in_sight(-step)
            return
        if self.scroll_within(step):
            return
        group = group_at(self.document, spot.entry, spot.block)
        start = group[-1] if step > 0 else group[0]
        self.put(next(stops(self.document, spot.entry, start, step), None), step)

    def action_move_message(self, step: int) -> None:
        """To the first block of the next message."""
        spot = self.cursor_spot()
        if spot is None or not self.is_in_sight():
            self.cursor = self.in_sight(-step)
            return
        first = first_stop(self.document, spot.entry)
        if step < 0 and first != self.cursor:
            self.put(first, step)
            return
        entry = spot.entry + step
        while 0 <= entry < len(self.document.entries):
            if stop := first_stop(self.document, entry):
                self.put(stop, step)
                return
            entry += step
        self.put(None, step)

    def action_move_columns(self, step: int) -> None:
        """Show other columns of the tables under the cursor; without any, go to the code inside, or out of it."""
        entry = self.document.find(self.selected_message_id())
        moved = [block.move_columns(step) for block in blocks_at(self.document, self.cursor)]
        if entry is not None and any(moved):
            self.document.measure(entry)
            if not self.viewport.following:
                self.viewport.go_to(self.viewport.top)
            self.settle()
        elif not self.has_choice:
            self._go_inside(step)

    def _go_inside(self, step: int) -> None:
        """To the next code inside the block, or the one before."""
        from javari_tui.widgets.transcript.inner_code import neighbour  # noqa: PLC0415 - all layout

        place = neighbour(self.document, self.cursor, step)
        if place is not None:
            self.put(place, step)

    @property
    def has_code_inside(self) -> bool:
        """Whether the cursor can go to code inside the block it is on."""
        from javari_tui.widgets.transcript.inner_code import has_inner_code  # noqa: PLC0415 - all layout

        return any(has_inner_code(block) for block in blocks_at(self.document, self.cursor))

    def action_go_home(self) -> None:
        """To the first message that is there."""
        if self.document.entries:
            self.put(next(stops(self.document, 0, -1, 1), None), -1)
            self.scroll_rows(-self.document.heights.total)

    def action_go_end(self) -> None:
        """To the last block, and follow the end."""
        entries = self.document.entries
        if entries:
            last = len(entries) - 1
            blocks = self.document.made(last).blocks
            self.cursor = next(stops(self.document, last, len(blocks), -1), None)
            self.viewport.following = True
            self.scroll_rows(0)

    def action_page(self, step: int) -> None:
        """A page, less a row to find the place again."""
        self.scroll_rows(step * max(self.size.height - 1, 1))
        if self.cursor is not None and not self.is_in_sight():
            self.cursor = self.in_sight(step)

    def extend(self, step: int) -> None:
        """Take the next block into what is chosen, or the last one out of it."""
        with self.choosing():
            self.action_move_block(step)

    def action_toggle_fold(self) -> None:
        """Unfold or fold what the cursor is on, or the thinking of its message."""
        entry = self.document.find(self.selected_message_id())
        if entry is None or self.cursor is None:
            return
        fold = entry.fold_block(self.cursor.block)
        if fold is not None:
            self._toggle(fold)

    def _toggle(self, fold: FoldBlock) -> None:
        """Fold or unfold, for this message only."""
        for entry in self.document.entries_made():
            if fold in entry.blocks:
                entry.toggle(fold)
                self.document.measure(entry)
        self.viewport.go_to(self.viewport.top)
        self.settle()

    def on_click(self, event: Click) -> None:
        """A click puts the cursor there; on a link it opens it, on a folded row it unfolds."""
        if event.y >= len(self.seen) or self.text_selection is not None:
            return
        spot, line = self.seen[event.y]
        entry = self.document.made(spot.entry)
        block, fold = entry.blocks[spot.block], entry.fold_block(spot.block)
        if target := line.target_at(event.x - MARGIN) if event.x >= MARGIN else "":
            self.post_message(self.LinkOpened(target))
        elif fold is block and spot.row == block.space:
            self._toggle(fold)
        if block.can_have_cursor:
            first = group_at(self.document, spot.entry, spot.block)[0]
            self.cursor = BlockCursor(self.document.entries[spot.entry].message.id, first)
