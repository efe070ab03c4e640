"""A pane whose keys move a cursor where the paper has one, and scroll where it has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click

from javari_tui.i18n import N_
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.cursor_paper import CursorPaper
from javari_tui.widgets.sidebar.diff_paper import DiffPaper
from javari_tui.widgets.sidebar.document_paper import DocumentPaper
from javari_tui.widgets.sidebar.pane import Pane
from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.sidebar.place import Seen
from javari_tui.widgets.sidebar.searched import Range

_MOST_LEVELS = 9


class CursorPane(Pane):
    """Trees and tables are read with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "fold(1)", N_("Fold or unfold"), show=False),
        Binding("enter", "fold(0)", N_("Fold or unfold"), show=False),
        *(
            Binding(str(level), f"level({level})", N_("Unfold to a level"), show=False)
            for level in range(1, _MOST_LEVELS + 1)
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._source: Callable[[], Paper] | None = None
        self._drawn: Paper | None = None
        """What is shown again after its source."""

    def take_source(self, source: Callable[[], Paper]) -> None:
        """How the source of what is shown next is drawn."""
        self._source, self._drawn = source, None

    @property
    def has_source(self) -> bool:
        """Whether what is shown can be shown as it was written too, or is."""
        paper = self.paper
        return self._drawn is not None or (paper is not None and paper.has_source and not isinstance(paper, CodePaper))

    @property
    def can_grow(self) -> bool:
        """Whether more of it can be shown without losing what the reader did to it: no cursor, no folds."""
        if isinstance(self.paper, CodePaper):
            return type(self.paper) is CodePaper and not self.has_source
        return isinstance(self.paper, DocumentPaper | DiffPaper)

    def toggle_source(self) -> None:
        """As it was written, or as it is drawn."""
        if self._source is None or not self.has_source:
            return
        shown, self._drawn = (self._source(), self.paper) if self._drawn is None else (self._drawn, None)
        self.show(shown)
        self.post_message(self.Grown())

    @property
    def pointed(self) -> CursorPaper | None:
        """The paper, if it has a cursor."""
        return self.paper if isinstance(self.paper, CursorPaper) else None

    def seen(self) -> Seen:
        """With what is shown again after its source."""
        paper = self.pointed
        return replace(super().seen(), drawn=self._drawn, cursor=None if paper is None else paper.cursor)

    def show(self, paper: Paper, *, keep_place: bool = False, seen: Seen | None = None) -> None:
        """A paper that was shown before comes back where its cursor is."""
        if seen is not None:
            self._drawn = seen.drawn
            if isinstance(paper, CursorPaper) and seen.cursor is not None:
                paper.cursor = seen.cursor
        super().show(paper, keep_place=keep_place, seen=seen)
        if isinstance(paper, CursorPaper):
            self._settle()

    def bring_into_sight(self, row: int, cells: Range = (0, 0)) -> None:
        """With the cursor on it."""
        paper = self.pointed
        if paper is None:
            super().bring_into_sight(row, cells)
            return
        paper.cursor = row
        self._measure()
        super().bring_into_sight(row)
        self._settle()

    def action_rows(self, step: int) -> None:
        """Some rows further."""
        paper = self.pointed
        if paper is None:
            super().action_rows(step)
            return
        paper.cursor += step
        self._settle()

    def action_aside(self, step: int) -> None:
        """As the paper takes it."""
        paper = self.pointed
        if paper is not None and paper.aside(step):
            self._settle()
        else:
            super().action_aside(step)

    def action_fold(self, pages: int) -> None:
        """Fold or unfold; where nothing folds, some pages further."""
        paper = self.pointed
        if paper is not None and paper.toggle():
            self._settle()
        elif pages:
            self.action_pages(pages)

    def action_level(self, level: int) -> None:
        """Unfold down to a level."""
        self.unfold(level)

    def unfold(self, level: int | None) -> bool:
        """Unfold; False when it is too much for that."""
        paper = self.pointed
        if paper is None:
            return True
        is_whole = paper.unfold(level)
        self._settle()
        return is_whole

    def on_click(self, event: Click) -> None:
        """The cursor goes where the mouse points; a second click folds."""
        paper = self.pointed
        row = event.y + self.scroll_offset.y - (0 if paper is None else len(paper.head))
        if paper is None or event.y < len(paper.head) or row >= paper.rows:
            return
        is_again = row == paper.cursor
        paper.cursor = row
        paper.point(event.x - len(paper.margin(row)))
        if is_again:
            paper.toggle()
        self._settle()

    def _settle(self) -> None:
        """Something was done: keep the cursor among the rows, and in sight."""
        paper = self.pointed
        if paper is None:
            return
        paper.cursor = min(max(paper.cursor, 0), max(paper.rows - 1, 0))
        self._measure()
        room = max(self.size.height - len(paper.head), 1)
        top = self.scroll_offset.y
        if not top <= paper.cursor < top + room:
            top = paper.cursor if paper.cursor < top else paper.cursor - room + 1
            self.scroll_to(y=top, animate=False, force=True)
        paper.sees(self.scroll_offset.y, self.scroll_offset.y + self.size.height)
        self.refresh()
