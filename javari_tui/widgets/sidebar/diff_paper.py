"""A diff on paper: line by line, or side by side where there is room."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from javari_tui.domain.diff_parsing import parse_diff
from javari_tui.domain.patches import HunkState
from javari_tui.i18n import _, ngettext, number_text
from javari_tui.terminal.glyphs import glyph, glyphs_in_force
from javari_tui.widgets.sidebar.diff_ink import Ink, state_sign
from javari_tui.widgets.sidebar.diff_layout import DiffLayout
from javari_tui.widgets.sidebar.diff_split import Split
from javari_tui.widgets.sidebar.diff_unified import Unified
from javari_tui.widgets.sidebar.paper import Paper, Stop
from javari_tui.widgets.transcript.line import Line, Look

SIDE_BY_SIDE_FROM = 100
"""Columns from which there is room for both sides."""


class DiffPaper(Paper):
    """A diff; of its lines only those in sight are coloured, compared and laid out."""

    can_wrap = True
    split = True

    def __init__(self, text: str) -> None:
        self.diff = parse_diff(text)
        self._ink = Ink(self.diff)
        self.texts: Sequence[str] = self._ink.texts
        """Its lines as they are drawn, without their signs."""
        self.is_split = False
        """Whether both versions stand side by side now."""
        self._unified = Unified(self._ink)
        self._split: Split | None = None
        self._layout: DiffLayout = self._unified
        self._states: dict[int, HunkState] = {}

    @property
    def name(self) -> str:
        """The file, or the first of several."""
        names = [file.name for file in self.diff.files if file.name]
        if not names:
            return ""
        file = self.diff.files[0]
        if len(names) == 1 and file.is_renamed:
            return f"{file.old} {glyph('becomes')} {file.new}"
        return names[0] if len(names) == 1 else f"{names[0]}, {names[1]}{glyph('ellipsis') if names[2:] else ''}"

    def facts(self) -> Sequence[str]:
        """What it is, how many files, how many lines."""
        files, diff = len(self.diff.files), self.diff
        minus = "-" if glyphs_in_force() == "ascii" else "−"
        return (
            _("Diff"),
            ngettext("{count} file", "{count} files", files).format(count=number_text(files)) if files else "",
            f"+{number_text(diff.added)} {minus}{number_text(diff.removed)}",
            " ".join(
                f"{state_sign(state)}{number_text(count)}"
                for state in HunkState
                if (count := sum(found is state for found in self._states.values()))
            ),
        )

    def fit(self, width: int, *, wrap: bool) -> None:
        """In the way that was chosen, where there is room for it."""
        self.can_split = width >= SIDE_BY_SIDE_FROM
        self._layout = self._unified
        if self.split and self.can_split:
            self._split = self._split or Split(self._ink)
            self._layout = self._split
        self.is_split = self._layout is self._split
        self._layout.fit(width, wrap=wrap)
        self.rows, self.columns = self._layout.rows, self._layout.columns

    def stops(self, stop: Stop) -> Sequence[int]:
        """Where hunks begin, or files."""
        return self.diff.hunk_lines if stop == "hunk" else self.diff.file_lines

    def mark(self, line: int) -> None:
        """Show which place was gone to."""
        self._ink.mark(line)
        self._layout.forget()

    @property
    def marked(self) -> int | None:
        """The line that was gone to."""
        return self._ink.marked

    def hunk_at(self, line: int) -> int:
        """The number of the hunk a line is in; before the first one it is that."""
        return max(bisect_right(self.diff.hunk_lines, line) - 1, 0)

    def take_states(self, states: Mapping[int, HunkState]) -> None:
        """Show what became of hunks, by their number."""
        self._states = dict(states)
        self._ink.take_states({self.diff.hunk_lines[hunk]: state for hunk, state in states.items()})
        self._layout.forget()

    def row(self, y: int) -> Line:
        """One row in colours."""
        return self._layout.row(y)

    def margin(self, y: int) -> str:
        """Numbers and sign."""
        return self._layout.margin(y)

    def margin_look(self, y: int) -> Look:
        """In the colour of what happened to the line."""
        return self._layout.margin_look(y)

    def line_at(self, y: int) -> int:
        """The line of the diff a row is of."""
        return self._layout.line_at(y)

    def row_of(self, line: int) -> int:
        """The first row of a line of the diff; of one that is not there any more, that of the last."""
        return self._layout.row_of(min(line, len(self.diff.lines) - 1))

    def address(self, y: int) -> int:
        """Lines, or pairs of them."""
        return self._layout.address(y)

    @property
    def last_line(self) -> int:
        """The last line, or pair."""
        return self._layout.last_address

    def shown(self, line: int) -> str:
        """Without sign and numbers, line by line."""
        return self._layout.shown(line)

    def source(self, line: int) -> str:
        """As it was written."""
        return self._layout.source(line)

    def begin(self, y: int) -> int:
        """With which character a row begins."""
        return self._layout.begin(y)
