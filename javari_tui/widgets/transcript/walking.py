"""The block cursor on the canvas: where it is, and bringing it into sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message as TextualMessage
from textual.reactive import reactive

from javari_tui.widgets.transcript.canvas import Canvas
from javari_tui.widgets.transcript.cursor import BlockCursor, blocks_at, group_at, source_at
from javari_tui.widgets.transcript.viewport import Spot

if TYPE_CHECKING:
    from javari_tui.widgets.transcript.blocks import Block


class Walker(Canvas):
    """A canvas with a block cursor."""

    cursor: reactive[BlockCursor | None] = reactive(None, init=False, repaint=False)
    """The block the reader is on."""

    class CursorMoved(TextualMessage, namespace="transcript"):
        """The cursor went to another block, or nowhere."""

        def __init__(self, cursor: BlockCursor | None) -> None:
            super().__init__()
            self.cursor = cursor

    def blocks_under_cursor(self) -> Sequence[Block]:
        """Those in sight: a list may have thousands of items. Its sign shows while the transcript has the focus."""
        spot = self.cursor_spot() if self.has_focus else None
        if spot is None:
            return ()
        group = self._group_of(spot)
        shown = dict.fromkeys(seen.block for seen, _line in self.seen if seen.entry == spot.entry)
        blocks = self.document.made(spot.entry).blocks
        return [blocks[at] for at in shown if at in group]

    def _group_of(self, spot: Spot) -> range:
        """The blocks the cursor stands on: of code inside one, only that."""
        if self.cursor is not None and self.cursor.code:
            return range(spot.block, spot.block + 1)
        return group_at(self.document, spot.entry, spot.block)

    def _code_rows(self, entry: int) -> range:
        """The rows of its block that the cursor is on, where it is on code inside one."""
        from javari_tui.widgets.transcript.inner_code import rows_of_code  # noqa: PLC0415 - all layout

        return rows_of_code(self.document, entry, self.cursor) if self.cursor and self.cursor.code else range(0)

    def selected_message_id(self) -> int | None:
        """The message the cursor is in."""
        return self.cursor.message_id if self.cursor else None

    def selected_source(self) -> str:
        """What was written in the block under the cursor."""
        return source_at(self.document, self.cursor)

    def watch_cursor(self, cursor: BlockCursor | None) -> None:
        """Links under the cursor say where they lead."""
        self.show_targets()
        self.settle()
        self.post_message(self.CursorMoved(cursor))

    def show_targets(self) -> None:
        """In the cursor's block, while the transcript has the focus."""
        self.document.show_targets_in(blocks_at(self.document, self.cursor) if self.has_focus else ())

    def scroll_rows(self, rows: int) -> None:
        """Scroll, as the reader's wish."""
        self.viewport.move(rows)
        self.settle()
        self.scrolled_by_user()

    def cursor_spot(self) -> Spot | None:
        """Where the cursor's first row is."""
        entry = self.document.find(self.selected_message_id())
        if entry is None or self.cursor is None:
            return None
        position = self.document.position(entry)
        blocks = self.document.made(position).blocks
        if self.cursor.block >= len(blocks):
            return None
        code = self._code_rows(position)
        return Spot(position, self.cursor.block, code[0] if code else blocks[self.cursor.block].space)

    def is_in_sight(self) -> bool:
        """Whether any row of the cursor's blocks is on screen."""
        spot = self.cursor_spot()
        if spot is None:
            return False
        group, code = self._group_of(spot), self._code_rows(spot.entry)
        here = (seen for seen, _line in self.seen if seen.entry == spot.entry and seen.block in group)
        return any(not code or seen.row in code for seen in here)

    def in_sight(self, step: int) -> BlockCursor | None:
        """The first (or, going up, the last) block on screen."""
        for spot, _line in self.seen if step > 0 else reversed(self.seen):
            block = self.document.entries[spot.entry].blocks[spot.block]
            if block.can_have_cursor and spot.row >= block.space:
                first = group_at(self.document, spot.entry, spot.block)[0]
                return BlockCursor(self.document.entries[spot.entry].message.id, first)
        return None

    def scroll_within(self, step: int) -> bool:
        """Scroll through a block that goes on beyond the edge of the window."""
        blocks = blocks_at(self.document, self.cursor)
        edge = self.seen[-1 if step > 0 else 0].spot
        block = self.document.entries[edge.entry].blocks[edge.block]
        if block not in blocks:
            return False
        at_last = block is blocks[-1] and edge.row == block.height(self.document.page.width) - 1
        at_first = block is blocks[0] and edge.row <= block.space
        if (step > 0 and at_last) or (step < 0 and at_first):
            return False
        self.scroll_rows(step * max(self.size.height // 2, 1))
        return True

    def put(self, cursor: BlockCursor | None, step: int) -> None:
        """Put the cursor on a block and bring it into sight; past the last one, only scroll to the end."""
        if cursor is None:
            self.scroll_rows(step * self.size.height)
            return
        self.cursor = cursor
        self.bring_into_sight()

    def bring_into_sight(self) -> None:
        """Scroll as little as shows the cursor's blocks whole, or their first row at the top."""
        spot = self.cursor_spot()
        if spot is None:
            return
        blocks = blocks_at(self.document, self.cursor)
        width = self.document.page.width
        rows = len(self._code_rows(spot.entry)) or sum(block.height(width) for block in blocks) - spot.row
        tops = [y for y, seen in enumerate(self.seen) if seen.spot == spot]
        if not tops or rows >= self.size.height:
            self._go_to(spot, rows)
        elif (below := tops[0] + rows - self.size.height) > 0:
            self.viewport.move(below)
        self.settle()
        self.scrolled_by_user()

    def _go_to(self, spot: Spot, rows: int) -> None:
        """A spot out of sight: at the top when it is above, at the bottom when it is below and fits."""
        if self.seen and spot > self.seen[-1].spot and rows < self.size.height:
            self.viewport.go_to(spot)
            self.viewport.move(rows - self.size.height)
        else:
            self.viewport.go_to(spot)
            if spot.entry == 0 or spot.row:
                self.viewport.move(-1)
