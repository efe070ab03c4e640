"""JSON on paper: a tree whose containers fold. Long JSON is read in a thread."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Thread
from weakref import finalize

from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.json_reading import (
    JsonProblem,
    Number,
    children,
    read_json,
    written,
)
from javari_tui.domain.json_tree import JsonTree, Node, Steps
from javari_tui.domain.letting_go import let_go
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_, _, number_text
from javari_tui.widgets.sidebar.cursor_paper import CursorPaper
from javari_tui.widgets.sidebar.json_values import GROUND, KEY, QUIET, JsonValues
from javari_tui.widgets.sidebar.noted_paper import NotedPaper
from javari_tui.widgets.sidebar.paper import SCROLLBAR, WITHOUT
from javari_tui.widgets.transcript.glyphs import Glyphs
from javari_tui.widgets.transcript.line import Line, Span, cell_width

AT_ONCE = 100_000
"""Characters that are read before the first picture; more of it has a thread."""
_UNFOLDED_AT_FIRST = 40
"""Rows up to which levels are unfolded from the start."""
_LEAST = 8
"""Cells that a key or a value has, however deep it is."""
_LINES = ("jsonl", "ndjson", "jsonlines", "ldjson")
_READING = N_("Reading…")


class JsonPaper(CursorPaper):
    """A row for every value whose container is unfolded."""

    can_fold = True

    def __init__(self, block: SourceBlock, glyphs: Glyphs) -> None:
        super().__init__()
        self._block, self._glyphs = block, glyphs
        self._values = JsonValues(glyphs)
        self.tree: JsonTree | None = None
        """None as long as it is being read."""
        self._width = 1
        self.rows = 1
        self.reading = Thread(target=self._read, name="json", daemon=True)
        """Alive as long as the tree is still to come."""
        if len(block.text) <= AT_ONCE:
            self._read()
        else:
            self.reading.start()

    def reveal(self, steps: Steps) -> int:
        """Unfold down to a value; its row."""
        row = 0 if self.tree is None else self.tree.reveal(steps)
        self.rows = 1 if self.tree is None else self.tree.rows
        return row

    def facts(self) -> Sequence[str]:
        """How much there is in it."""
        value = None if self.tree is None else self.tree.node(0).value
        amount = self._values.amount(value) if isinstance(value, tuple | list) else ""
        return (_("JSON tree"), amount)

    def fit(self, width: int, *, wrap: bool) -> None:
        """Only how much of a row is to be seen depends on the width."""
        self._width = self.columns = max(width - SCROLLBAR - 2, 1)

    def work(self, last: int, seconds: float) -> bool:
        """Wait for the thread."""
        if self.tree is not None:
            self.rows = self.tree.rows
        return self.reading.is_alive()

    def row(self, y: int) -> Line:
        """A key and its value, or how much there is in it; one row, however long that is."""
        if self.tree is None:
            return Line((Span(_(_READING), QUIET),), fill=GROUND)
        if y >= self.tree.rows:
            return WITHOUT
        node = self.tree.node(y)
        spans = [Span(self._begin(node), QUIET), *self._key(node)]
        spans += self._values.value(
            node.value, max(self._width - sum(cell_width(span.text) for span in spans), _LEAST), is_open=node.is_open
        )
        if y == self.cursor:
            spans = [span._replace(look=(*span.look, "strong")) for span in spans]
        return Line(tuple(spans), fill=GROUND)

    def margin(self, y: int) -> str:
        """The cursor's sign."""
        return f"{self._glyphs.cursor} " if y == self.cursor and self.tree is not None else "  "

    def shown(self, line: int) -> str:
        """A row is what counts as a line here."""
        return self.row(line).text

    def toggle(self) -> bool:
        """Fold or unfold."""
        if self.tree is not None and self.tree.toggle(self.cursor):
            self.rows = self.tree.rows
        return True

    def aside(self, step: int) -> bool:
        """To the left fold, then go to the container; to the right unfold, then go into it."""
        tree = self.tree
        if tree is None:
            return True
        node = tree.node(self.cursor)
        if children(node.value) and node.is_open == (step < 0):
            self.toggle()
        elif step < 0:
            self.cursor = tree.row_at(tree.steps(self.cursor)[:-1])
        elif node.is_open:
            self.cursor += 1
        return True

    def unfold(self, level: int | None) -> bool:
        """Down to a level, or all; the cursor stays as near as it can. False where that would be too much."""
        tree = self.tree
        if tree is None:
            return True
        steps = tree.steps(self.cursor)
        if level is not None:
            tree.fold_all()
        is_whole = level == 1 or tree.unfold_to(level)
        self.rows, self.cursor = tree.rows, tree.row_at(steps)
        return is_whole

    def copied_value(self, row: int | None = None) -> str:
        """A text bare, as long as it can be copied so; everything else as JSON."""
        if self.tree is None:
            return ""
        value = self.tree.node(self.cursor if row is None else row).value
        if isinstance(value, str) and not isinstance(value, Number) and reveal(value) == value:
            return value
        return written(value)

    def copied_place(self, row: int | None = None) -> str:
        """The way to it as JSONPath."""
        return "" if self.tree is None else self.tree.path(self.cursor if row is None else row)

    def _read(self) -> None:
        """In a thread where it takes long."""
        found = read_json(self._block.text, is_lines=self._block.language in _LINES)
        if isinstance(found, JsonProblem):
            self.instead = NotedPaper(self._block, found.sentence)
            return
        tree = JsonTree(found.value)
        tree.unfold_while_short(_UNFOLDED_AT_FIRST)
        self.tree, self.rows = tree, tree.rows
        if len(self._block.text) > AT_ONCE:
            # When nobody looks at it any more, its memory is given back bit by bit.
            finalize(self, let_go, tree.value).atexit = False

    def _begin(self, node: Node) -> str:
        """How deep it is, as far as there is room, and whether it folds."""
        fold = self._glyphs.unfolded if node.is_open else self._glyphs.folded
        indent = min(node.depth * 2, self._width // 2)
        return f"{' ' * indent}{fold if children(node.value) else ' '} "

    def _key(self, node: Node) -> list[Span]:
        """A name as JSON writes it, or an index."""
        if node.key is None:
            return []
        if isinstance(node.key, int):
            return [Span(number_text(node.key), QUIET), Span(": ", QUIET)]
        return [Span(self._values.cut(node.key, max(self._width // 2, _LEAST)), KEY), Span(": ", QUIET)]
