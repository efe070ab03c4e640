"""A long text on paper, word for word: also a line that no page of code would draw to its end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from javari_tui.widgets.sidebar.code_paper import LONGEST_DRAWN, CodePaper

_PIECE = LONGEST_DRAWN // 4
"""Characters of a line that are laid out together; were they all tabs, they would still be drawn."""


class WholePaper(CodePaper):
    """Nothing of it is left out; an endless line goes on in pieces below its one number."""

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self._firsts: list[int] = []
        for line in text.removesuffix("\n").split("\n"):
            self._firsts.append(len(pieces))
            pieces += _pieces(line)
        super().__init__("\n".join(pieces) + "\n", "")

    def margin(self, y: int) -> str:
        """The number of the line itself, before its first row."""
        piece = self.line_at(y)
        line = bisect_right(self._firsts, piece) - 1
        is_first = self._firsts[line] == piece and self.row_of(piece) == y
        return f" {line + 1 if is_first else '':>{self._digits}} "


def _pieces(line: str) -> Iterator[str]:
    if len(line) <= _PIECE:
        yield line
        return
    for start in range(0, len(line), _PIECE):
        yield line[start : start + _PIECE]
