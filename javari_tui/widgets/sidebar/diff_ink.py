"""The lines of a diff in colours: the language's, a ground for what was added or removed, the words that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from javari_tui.domain import diffs
from javari_tui.domain.diff_pairs import Pairs, Range, changed_words
from javari_tui.domain.diffs import Diff
from javari_tui.domain.patches import HunkState
from javari_tui.terminal.glyphs import glyphs_in_force
from javari_tui.widgets.sidebar.languages import language_of_file
from javari_tui.widgets.transcript.code import colour_line
from javari_tui.widgets.transcript.line import Look, Span

_TAB = 4
_KEPT = 500
"""Lines whose colours are kept: some screens full."""
_LOOKS: dict[bytes, Look] = {
    diffs.CONTEXT: ("code",),
    diffs.ADDED: ("code", "added"),
    diffs.REMOVED: ("code", "removed"),
    diffs.NO_NEWLINE: ("code", "muted"),
    diffs.HUNK: ("hunk",),
    diffs.HEADER: ("muted",),
    diffs.OTHER: (),
}
_SIGN_LOOKS: dict[bytes, Look] = {diffs.ADDED: ("sign-added",), diffs.REMOVED: ("sign-removed",)}
_STATES: dict[HunkState, tuple[tuple[str, str], Look]] = {
    HunkState.APPLIED: (("✓", "*"), ("done",)),
    HunkState.REJECTED: (("✗", "x"), ("muted",)),
    HunkState.MISFIT: (("!", "!"), ("error",)),
}
"""The signs of what became of a hunk, the second one in ASCII, and how they are drawn."""
_CONTENT = frozenset((diffs.CONTEXT, diffs.ADDED, diffs.REMOVED))


class Ink:
    """Spans of lines, made when a line is seen."""

    def __init__(self, diff: Diff) -> None:
        self.diff = diff
        self.pairs = Pairs(diff)
        self.texts = list(_texts(diff))
        """Every line as it is drawn: without its sign, with spaces for its tabs."""
        self.marked: int | None = None
        """The line that was gone to."""
        self.states: Mapping[int, HunkState] = {}
        """What became of hunks, by the line they begin with."""
        self.spans = lru_cache(maxsize=_KEPT)(self._spans)
        self._file_lines = frozenset(diff.file_lines)

    def fill(self, line: int) -> Look:
        """The ground of a row."""
        return _LOOKS[self.diff.kind(line)] if self.is_code(line) else ()

    def sign_look(self, line: int) -> Look:
        """How sign and numbers are drawn."""
        if line == self.marked:
            return ("cursor",)
        if line in self.states:
            return _STATES[self.states[line]][1]
        return _SIGN_LOOKS.get(self.diff.kind(line), ("muted",))

    def state_sign(self, line: int) -> str:
        """The sign of what became of the hunk that begins here; empty where it waits."""
        return state_sign(self.states[line]) if line in self.states else ""

    def is_code(self, line: int) -> bool:
        """Whether a line is one of a file, rather than about it."""
        return self.diff.kind(line) in _CONTENT

    def look(self, line: int) -> Look:
        """How the text of a line is drawn, its language apart."""
        if line == self.marked:
            return ("cursor",)
        return ("name",) if line in self._file_lines else _LOOKS[self.diff.kind(line)]

    def mark(self, line: int) -> None:
        """Draw the line that was gone to as such."""
        self.marked = line
        self.spans.cache_clear()

    def take_states(self, states: Mapping[int, HunkState]) -> None:
        """Draw hunks as what became of them."""
        self.states = states
        self.spans.cache_clear()

    def _spans(self, line: int) -> Sequence[Span]:
        text = self.texts[line]
        if not self.is_code(line):
            return [Span(text, self.look(line))]
        hunk = self.diff.hunk_of(line)
        if hunk is not None and self.states.get(hunk.first) is HunkState.REJECTED:
            return [Span(text, ("code", "muted"))]
        file = self.diff.file_of(line)
        ground = _LOOKS[self.diff.kind(line)][1:]
        coloured = colour_line(text, language_of_file(file.name) if file is not None else "")
        spans = [span._replace(look=(*span.look, *ground)) for span in coloured]
        word = (f"{ground[0]}-word",) if ground else ()
        return list(_with_look(spans, self._changed(line), word)) if word else spans

    def _changed(self, line: int) -> Sequence[Range]:
        """The characters that differ from the line it stands for."""
        other = self.pairs.partner(line)
        if other is None:
            return ()
        first, second = sorted((line, other))
        return changed_words(self.texts[first], self.texts[second])[line == second]


def state_sign(state: HunkState) -> str:
    """A sign for what became of a hunk."""
    return _STATES[state][0][glyphs_in_force() == "ascii"]


def _texts(diff: Diff) -> Iterator[str]:
    """What is drawn of every line."""
    is_combined = any(hunk.columns > 1 for hunk in diff.hunks)
    for number, (kind, line) in enumerate(zip(diff.kinds, diff.lines, strict=True)):
        text = line
        if kind in b" +-":
            hunk = diff.hunk_of(number) if is_combined else None
            text = line[1 if hunk is None else hunk.columns :]
        yield text.expandtabs(_TAB) if "\t" in text else text


def _with_look(spans: Iterable[Span], ranges: Sequence[Range], look: Look) -> Iterator[Span]:
    """The spans, cut where ranges begin and end; those within get one look more."""
    at, edges = 0, [edge for pair in ranges for edge in pair]
    for span in spans:
        end = at + len(span.text)
        cuts = [at, *(edge for edge in edges if at < edge < end), end]
        for start, stop in pairwise(cuts):
            within = any(first <= start < last for first, last in ranges)
            text = span.text[start - at : stop - at]
            yield Span(text, (*span.look, *look) if within else span.look)
        at = end
