"""Text with marks that are whole things: a mark is deleted together and never split."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.text import Text
from textual.document._document import EditResult, Location
from textual.document._edit import Edit
from textual.widgets import TextArea

from javari_tui.domain.untrusted_text import clean


class MarkedText(TextArea, inherit_bindings=False):
    """A text area whose marks, such as `[Pasted text 1]`, go or stay as a whole."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"marked-text--mark"}

    DEFAULT_CSS = """
    MarkedText .marked-text--mark { color: $text-accent; }
    """

    _mark_pattern: re.Pattern[str] | None = None

    def set_marks(self, marks: tuple[str, ...]) -> None:
        """Which pieces of the text are marks."""
        longest_first = sorted(marks, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, longest_first))) if marks else None
        if pattern != self._mark_pattern:
            self._mark_pattern = pattern
            self._line_cache.clear()
            self.refresh()

    def replace_all(self, text: str, cursor: Location | None = None) -> None:
        """Put another text in place of this one, so that undo brings this one back."""
        self.history.checkpoint()
        self.replace(clean(text), self.document.start, self.document.end, maintain_selection_offset=False)
        self.move_cursor(self.document.end if cursor is None else self.clamp_visitable(cursor))

    def replace_mark(self, mark: str, text: str) -> None:
        """Put text in place of a mark, everywhere it stands."""
        self.history.checkpoint()
        for row in reversed(range(self.document.line_count)):
            while (column := self.document[row].find(mark)) >= 0:
                self.replace(text, (row, column), (row, column + len(mark)))

    def edit(self, edit: Edit) -> EditResult:
        """Change the text, sparing the marks."""
        if self._mark_pattern is not None:
            self._spare_marks(edit, self._mark_pattern)
        return super().edit(edit)

    def _spare_marks(self, edit: Edit, pattern: re.Pattern[str]) -> None:
        start, end = edit.top, edit.bottom
        around_start, around_end = self._mark_around(start, pattern), self._mark_around(end, pattern)
        if start == end:
            if around_start is not None:
                edit.from_location = edit.to_location = (start[0], around_start[1])
            return
        edit.from_location = (start[0], around_start[0]) if around_start else start
        edit.to_location = (end[0], around_end[1]) if around_end else end

    def _mark_around(self, location: Location, pattern: re.Pattern[str]) -> tuple[int, int] | None:
        """Columns of the mark a location is inside of; its two ends are outside."""
        row, column = location
        if row >= self.document.line_count:
            return None
        spans = (found.span() for found in pattern.finditer(self.document[row]))
        return next((span for span in spans if span[0] < column < span[1]), None)

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: marks stand out."""
        line = super().get_line(line_index)
        if self._mark_pattern is not None:
            style = self.get_component_rich_style("marked-text--mark", partial=True)
            for found in self._mark_pattern.finditer(line.plain):
                line.stylize(style, *found.span())
        return line

    def _recompute_cursor_offset(self) -> None:
        # Undo measures the text before it moves the cursor, which may stand past the end by then: Textual
        # raises when a scrollbar comes or goes at that moment.
        cursor = self.clamp_visitable(self.cursor_location)
        self._cursor_offset = self.wrapped_document.location_to_offset(cursor)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Brackets are not matched in prose, so nothing is searched for at every key."""
        return None
