"""All of a request on paper: what will happen, where, and with which arguments, none of it left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from javari_tui.domain.approvals import ApprovalRequest
from javari_tui.domain.tool_info import Risk
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _
from javari_tui.widgets.approval.plainly import in_rows, quoted, told
from javari_tui.widgets.approval.whole_paper import WholePaper
from javari_tui.widgets.sidebar.diff_paper import DiffPaper
from javari_tui.widgets.sidebar.paper import SCROLLBAR, Paper
from javari_tui.widgets.transcript.line import Line, Look, Span
from javari_tui.widgets.transcript.wrapping import wrap, wrap_anywhere

_SHORT = 2_000
"""Characters of a value that is told on the spot; longer ones are laid out only where they are in sight."""

Write = Callable[[int], list[Line]]
"""Makes the rows for a width."""


class WrittenPaper(Paper):
    """A few rows that are made for a width."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._rows: list[Line] = []

    def fit(self, width: int, *, wrap: bool) -> None:
        """Make the rows."""
        self._rows = self._write(max(width - 2 - SCROLLBAR, 8))
        self.rows, self.columns = len(self._rows), width

    def row(self, y: int) -> Line:
        """One row."""
        return self._rows[y]

    def shown(self, line: int) -> str:
        """Its characters."""
        return self._rows[line].text


class RequestPaper(Paper):
    """Several papers, one below the other."""

    def __init__(self, request: ApprovalRequest) -> None:
        self._parts = list(_parts(request))
        self._firsts = [0]

    def fit(self, width: int, *, wrap: bool) -> None:
        """Each for itself; everything wraps, so that nothing is beyond an edge."""
        for part in self._parts:
            part.fit(width, wrap=True)
        self._firsts = [0, *accumulate(part.rows for part in self._parts)]
        self.rows, self.columns = self._firsts[-1], width

    def row(self, y: int) -> Line:
        """One row of the part it is in."""
        part, at = self._at(y)
        return part.row(at)

    def margin(self, y: int) -> str:
        """As that part has it."""
        part, at = self._at(y)
        return part.margin(at)

    def margin_look(self, y: int) -> Look:
        """As that part has it."""
        part, at = self._at(y)
        return part.margin_look(at)

    def work(self, last: int, seconds: float) -> bool:
        """Each as far as it is in sight."""
        more = False
        for first, part in zip(self._firsts, self._parts, strict=False):
            if first <= last and part.rows:
                more = part.work(min(last - first, part.rows - 1), seconds) or more
        return more

    def shown(self, line: int) -> str:
        """The characters of a row."""
        return self.row(line).text

    def _at(self, y: int) -> tuple[Paper, int]:
        at = min(bisect_right(self._firsts, y), len(self._parts)) - 1
        # Parts without rows begin where the next one does.
        return self._parts[at], y - self._firsts[at]


def _parts(request: ApprovalRequest) -> Iterator[Paper]:
    """What matters most first."""
    if request.warnings:
        yield WrittenPaper(lambda width: _warnings(request.warnings, width))
    if request.command:
        words = quoted(request.command)
        yield WrittenPaper(lambda width: [*_title(_("Command"), width), *in_rows(words, width), Line(join="")])
    if request.address:
        yield WrittenPaper(lambda width: _named(_("Address"), request.address, width))
    if request.path:
        yield WrittenPaper(lambda width: _named(_("File"), request.path, width)[: -1 if request.diff else None])
    if request.diff:
        yield DiffPaper(reveal(request.diff))
        yield WrittenPaper(lambda width: [Line(join="")])
    yield WrittenPaper(lambda width: _places(request, width))
    if request.arguments:
        yield WrittenPaper(lambda width: _title(_("What the tool is given, word for word"), width))
    for name, value in request.arguments:
        yield from _argument(name, value)


def _places(request: ApprovalRequest, width: int) -> list[Line]:
    rows = _named(_("Folder"), request.folder, width)
    if request.risk is Risk.RUNS:
        words = (
            _("In a sandbox: no network, and nothing outside the folder can be changed.")
            if request.is_sandboxed
            else _("Without a sandbox: with your rights, on all of your files.")
        )
        rows = [*rows[:-1], *wrap([Span(words, () if request.is_sandboxed else ("error",))], width), Line(join="")]
    return rows


def _argument(name: str, value: str) -> Iterator[Paper]:
    """A short one beside its name, a long one below it."""
    if len(value) <= _SHORT and "\n" not in value:
        yield WrittenPaper(lambda width: _beside(name, value, width))
        return
    yield WrittenPaper(lambda width: wrap_anywhere(told(name, ("strong",)), width))
    yield WholePaper(reveal(value))


def _beside(name: str, value: str, width: int) -> list[Line]:
    return wrap_anywhere([*told(name, ("strong",)), Span("  "), *told(value)], width)


def _title(text: str, width: int) -> list[Line]:
    return wrap([Span(text, ("muted",))], width)


def _named(title: str, value: str, width: int) -> list[Line]:
    return [*_title(title, width), *wrap_anywhere(told(value), width, fill=("code",)), Line(join="")]


def _warnings(sentences: Sequence[str], width: int) -> list[Line]:
    rows = [line for text in sentences for line in wrap([Span(f"! {reveal(text)}", ("error",))], width)]
    return [*rows, Line(join="")]
