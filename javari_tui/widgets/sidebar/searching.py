"""Searching what a pane shows: as one types, a little at a time, from where the reader is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from time import perf_counter

from textual.timer import Timer

from javari_tui.i18n import _, number_text
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.sidebar.pane import Pane
from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.sidebar.searched import Beat, Hunt, Match, Needle, Range, Searched, searched
from javari_tui.widgets.transcript.line import Look, cell_width

MOST = 100_000
"""Matches that are counted; nobody steps through more."""
_A_TURN = 0.008
"""Seconds of searching between two pictures."""
_A_WAIT = 0.05
"""Seconds until what is still being read is looked at again."""
_BEATS = 32
"""Beats between two looks at the clock."""


class Search:
    """One search of one pane."""

    def __init__(self, pane: Pane, told: Callable[[], None]) -> None:
        self._pane, self._told = pane, told
        self._searched: Searched | None = None
        self._paper: Paper | None = None
        self._needle: Needle | None = None
        self._hunt: Hunt | None = None
        self._matches: list[Match] = []
        self._at: int | None = None
        self._origin: tuple[int, ...] = ()
        """Where the search begins: the first match from there on is gone to."""
        self._turn: Timer | None = None

    @property
    def is_on(self) -> bool:
        """Whether something is looked for."""
        return self._needle is not None

    def begin(self) -> None:
        """From where the reader is now."""
        self._take_paper()

    def look_for(self, text: str) -> None:
        """Look for another text, from where the search began or came to."""
        if self._at is not None:
            self._origin = self._matches[self._at].place
        self._needle = Needle.of(text) if text else None
        self._hunt_anew()

    def again(self) -> None:
        """The pane shows something else, or more of it."""
        if self._paper is not self._pane.paper:
            self._take_paper()
            self._hunt_anew()

    def step(self, step: int) -> None:
        """The next match or the one before; behind the last comes the first, once all are known."""
        if self._at is None or not self._matches:
            return
        at = self._at + step
        if self._hunt is None:
            at %= len(self._matches)
        self._go(min(max(at, 0), len(self._matches) - 1))

    def end(self) -> None:
        """Highlight nothing any more; the place stays."""
        self._stop()
        self._needle, self._matches, self._at, self._pane.highlights = None, [], None, None
        self._pane.refresh()

    def told(self) -> str:
        """Which match of how many, translated."""
        if self._needle is None:
            return ""
        if not self._matches:
            return _("Searching…") if self._hunt is not None else _("Nothing found")
        more = "+" if len(self._matches) >= MOST else glyph("ellipsis") if self._hunt is not None else ""
        at = "" if self._at is None else f"{number_text(self._at + 1)}/"
        return f"{at}{number_text(len(self._matches))}{more}"

    def _take_paper(self) -> None:
        paper = self._paper = self._pane.paper
        self._searched = searched(paper)
        pointed, top = getattr(paper, "cursor", None), self._pane.scroll_offset.y
        row = top if pointed is None else pointed
        if self._searched is not None and paper is not None and paper.rows:
            self._origin = self._searched.place(min(row, paper.rows - 1))

    def _hunt_anew(self) -> None:
        self._stop()
        self._matches, self._at = [], None
        if self._needle is not None and self._searched is not None:
            self._hunt = self._searched.hunt(self._needle)
            self._pane.highlights = self._highlights
            self._work()
        else:
            self._pane.highlights = None
        self._pane.refresh()
        self._told()

    def _stop(self) -> None:
        self._hunt = None
        if self._turn is not None:
            self._turn.stop()
            self._turn = None

    def _work(self) -> None:
        """Search on for a moment."""
        self._turn = None
        if self._hunt is None:
            return
        must_wait = self._search(self._hunt, perf_counter() + _A_TURN)
        if self._at is None and self._matches and (self._hunt is None or self._matches[-1].place >= self._origin):
            at = bisect_left(self._matches, (self._origin,))
            self._go(at if at < len(self._matches) else 0)
        if self._hunt is not None:
            self._turn = self._pane.set_timer(_A_WAIT if must_wait else _A_TURN, self._work)
        self._told()

    def _search(self, hunt: Hunt, end: float) -> bool:
        """Until the time is over or everything is found; whether there is nothing to do but wait."""
        for beat in _with_beats(hunt):
            if isinstance(beat, Match):
                self._matches.append(beat)
                if len(self._matches) >= MOST:
                    break
            elif beat is Beat.WAIT:
                return True
            elif perf_counter() >= end:
                return False
        self._hunt = None
        return False

    def _go(self, at: int) -> None:
        self._at = at
        if self._searched is None or self._needle is None or self._paper is None:
            return
        match = self._matches[at]
        row = self._searched.reach(match)
        text = self._paper.row(row).text
        ranges = [span for span, found in self._searched.ranges(self._needle, row, 0, len(text)) if found == match]
        first, last = ranges[0] if ranges else (0, 0)
        self._pane.bring_into_sight(row, (cell_width(text[:first]), cell_width(text[:last])))
        self._told()

    def _highlights(self, row: int, first: int, last: int) -> Iterator[tuple[Range, Look]]:
        """For the pane."""
        if self._needle is None or self._searched is None or self._paper is not self._pane.paper:
            return
        now = None if self._at is None else self._matches[self._at]
        for span, match in self._searched.ranges(self._needle, row, first, last):
            yield span, ("match-now",) if match is not None and match == now else ("match",)


def _with_beats(hunt: Hunt) -> Iterator[Match | Beat]:
    """The same with a look at the clock now and then, however much is found, instead of the beats of work."""
    for at, beat in enumerate(hunt):
        if beat is not Beat.WORK:
            yield beat
        if at % _BEATS == 0:
            yield Beat.LOOK
