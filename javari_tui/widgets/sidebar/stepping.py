"""Going by key from one place to the next: from change to change, from file to file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from textual.scroll_view import ScrollView

from javari_tui.widgets.sidebar.paper import Paper, Stop


class Stepping:
    """Remembers where it went: the last places of something long cannot be scrolled to the top."""

    def __init__(self) -> None:
        self._went: tuple[Paper, float, int] | None = None
        """On which paper, where that was scrolled to, for which line."""

    def go(self, pane: ScrollView, paper: Paper, stop: Stop, step: int) -> bool:
        """Scroll to the next such place, or to the one before; whether there is one."""
        if not paper.rows:
            return False
        stops, line = paper.stops(stop), self.line(pane, paper)
        at = bisect_right(stops, line) if step > 0 else bisect_left(stops, line) - 1
        if not 0 <= at < len(stops):
            return False
        paper.mark(stops[at])
        pane.scroll_to(y=paper.row_of(stops[at]), animate=False, force=True)
        self._went = (paper, pane.scroll_target_y, stops[at])
        pane.refresh()
        return True

    def mark(self, pane: ScrollView, paper: Paper, line: int) -> None:
        """Take a place in sight for the one that was gone to."""
        paper.mark(line)
        self._went = (paper, pane.scroll_target_y, line)
        pane.refresh()

    def line(self, pane: ScrollView, paper: Paper) -> int:
        """Where it went, as long as the reader stays there; else the line at the top."""
        if self._went is not None:
            last, scrolled, line = self._went
            if last is paper and scrolled == pane.scroll_target_y:
                return line
        return paper.line_at(min(pane.scroll_offset.y, paper.rows - 1))
