"""Hunks put into a text: matched line by line without any tolerance, moved only where their place is certain."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from javari_tui.domain import diffs
from javari_tui.domain.diffs import Diff
from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.patches import Lines
from javari_tui.i18n import N_


class Edit(NamedTuple):
    """What one hunk does: lines that stay (` `), go (`-`) and come (`+`), in their order."""

    start: int | None
    """Before which line of the file before the diff, from 0; unknown where the diff does not say it."""
    steps: tuple[tuple[bytes, str], ...]
    old_ends: bool = False
    """Whether its last line before has no newline."""
    new_ends: bool = False

    @property
    def old(self) -> list[str]:
        """What must stand there."""
        return [text for kind, text in self.steps if kind != diffs.ADDED]

    @property
    def growth(self) -> int:
        """How many lines more there are after it."""
        return sum((kind == diffs.ADDED) - (kind == diffs.REMOVED) for kind, _text in self.steps)

    def undone(self) -> Edit:
        """What takes it back."""
        turned = {diffs.ADDED: diffs.REMOVED, diffs.REMOVED: diffs.ADDED}
        steps = tuple((turned.get(kind, kind), text) for kind, text in self.steps)
        return Edit(self.start, steps, self.new_ends, self.old_ends)


class Misfit(ToolRefused):
    """A hunk does not fit; the file is not as it expects it."""

    TITLE = N_("“{name}” is not as the diff expects it: change {number} does not fit, so nothing was changed in it.")
    CURE = N_("The file may have changed since. Ask for the diff anew.")

    def __init__(self, name: str, hunk: int) -> None:
        super().__init__(name=name, number=hunk + 1)
        self.hunk = hunk
        """Which one of the diff."""


class FileLines:
    """The lines of a file, each with its own end."""

    def __init__(self, text: str) -> None:
        whole = text.split("\n")
        rest = whole.pop()
        self.texts = [line.removesuffix("\r") for line in whole]
        self.ends = ["\r\n" if line.endswith("\r") else "\n" for line in whole]
        if rest:
            self.texts.append(rest)
            self.ends.append("")

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(text + end for text, end in zip(self.texts, self.ends, strict=True))

    def find(self, edit: Edit, expected: int | None) -> int | None:
        """Where an edit fits: where it is expected, else at the only place there is."""
        old = edit.old
        if expected is not None and self._fits(edit, old, expected):
            return expected
        if not old:
            return None
        places = (at for at, line in enumerate(self.texts) if line == old[0] and self._fits(edit, old, at))
        found = next(places, None)
        return found if next(places, None) is None else None

    def change(self, edit: Edit, at: int) -> Lines:
        """Make an edit at a place where it fits; which lines are new then."""
        size = len(edit.old)
        is_last = at + size == len(self.texts)
        had_end = not is_last or not self.texts or self.ends[-1] != ""
        texts, ends = self._changed(edit, at)
        self.texts[at : at + size], self.ends[at : at + size] = texts, ends
        self._close_lines(at, at + len(texts))
        if is_last and self.texts:
            ends_open = edit.new_ends or not (had_end or edit.old_ends)
            self.ends[-1] = "" if ends_open else self.ends[-1] or self._newline(at)
        return _new_lines(edit, at)

    def _fits(self, edit: Edit, old: Sequence[str], at: int) -> bool:
        until = at + len(old)
        if at < 0 or until > len(self.texts) or self.texts[at:until] != old:
            return False
        if not old:
            return not self.texts  # nothing says where, but in an empty file
        ends = edit.old_ends or edit.new_ends
        return not ends or (until == len(self.texts) and (self.ends[-1] == "") == edit.old_ends)

    def _changed(self, edit: Edit, at: int) -> tuple[list[str], list[str]]:
        """The lines that come there. What stays keeps its end, what comes takes that of the line before it."""
        texts: list[str] = []
        ends: list[str] = []
        newline = self._newline(at)
        for kind, text in edit.steps:
            if kind == diffs.ADDED:
                texts.append(text)
                ends.append(newline)
                continue
            newline = self.ends[at] or newline
            if kind == diffs.CONTEXT:
                texts.append(text)
                ends.append(self.ends[at])
            at += 1
        return texts, ends

    def _newline(self, at: int) -> str:
        """The end of the line before a place, or of the first one."""
        return (self.ends[at - 1] if 0 < at <= len(self.ends) else "") or (self.ends[0] if self.ends else "") or "\n"

    def _close_lines(self, first: int, until: int) -> None:
        """Only the last line of a file may lack its end."""
        for at in range(max(first - 1, 0), min(until, len(self.ends) - 1)):
            self.ends[at] = self.ends[at] or self._newline(at)


def edits_of(diff: Diff, file: int) -> dict[int, Edit]:
    """The edits of one file of a diff, by the number of their hunk."""
    ends = (*diff.hunk_lines[1:], len(diff.lines))
    return {
        number: _edit(diff, number, ends[number])
        for number, hunk in enumerate(diff.hunks)
        if hunk.file == file and hunk.columns == 1
    }


def apply_edits(
    lines: FileLines, edits: dict[int, Edit], wanted: Collection[int], *, applied: Collection[int], name: str
) -> tuple[Lines, ...]:
    """Make some edits, those that are `applied` being in the text; where it changed. `Misfit`: start anew."""
    done, places, moved = set(applied), list[Lines](), 0
    for number in sorted(wanted):
        edit = edits[number]
        expected = _expected(edit, number, edits, done, moved)
        at = lines.find(edit, expected)
        if at is None and lines.find(edit.undone(), expected) is not None:
            done.add(number)
            continue
        if at is None:
            raise Misfit(name, number)
        moved += at - expected if expected is not None else 0
        places.append(lines.change(edit, at))
        done.add(number)
    return tuple(places)


def undo_edits(
    lines: FileLines, edits: dict[int, Edit], wanted: Collection[int], *, applied: Collection[int], name: str
) -> tuple[Lines, ...]:
    """Take some edits back, the last one first."""
    places: list[Lines] = []
    for number in sorted(wanted, reverse=True):
        edit = edits[number].undone()
        at = lines.find(edit, _expected(edit, number, edits, applied, 0))
        if at is None:
            raise Misfit(name, number)
        places.append(lines.change(edit, at))
    return tuple(reversed(places))


def found_edits(lines: FileLines, edits: dict[int, Edit]) -> Iterator[tuple[int, bool]]:
    """Of each edit whether it is made, where just one of both can be said."""
    made: set[int] = set()
    for number, edit in sorted(edits.items()):
        expected = _expected(edit, number, edits, made, 0)
        fits, is_made = lines.find(edit, expected) is not None, lines.find(edit.undone(), expected) is not None
        if is_made != fits:
            made.update((number,) if is_made else ())
            yield number, is_made


def _expected(edit: Edit, number: int, edits: dict[int, Edit], applied: Collection[int], moved: int) -> int | None:
    """Where a hunk's lines are by what the diff says and what of it is in the file already."""
    if edit.start is None:
        return None
    grown = sum(edits[before].growth for before in applied if before < number and before in edits)
    return edit.start + grown + moved


def _edit(diff: Diff, number: int, until: int) -> Edit:
    """The lines of a hunk up to where the next one begins."""
    hunk = diff.hunks[number]
    at = hunk.first + (diff.kind(hunk.first) == diffs.HUNK)
    until = next((line for line in range(at, until) if diff.kind(line) == diffs.HEADER), until)
    while until > at and diff.kind(until - 1) == diffs.OTHER:
        until -= 1
    steps: list[tuple[bytes, str]] = []
    ends = {diffs.CONTEXT: False, diffs.ADDED: False, diffs.REMOVED: False}
    for line in range(at, until):
        kind, text = diff.kind(line), diff.lines[line]
        if kind == diffs.NO_NEWLINE and steps:
            ends[steps[-1][0]] = True
        elif kind in ends or (kind == diffs.OTHER and not text):
            steps.append((kind if kind in ends else diffs.CONTEXT, text[1:]))
        elif kind != diffs.NO_NEWLINE:
            raise ToolRefused(N_("Change {number} of this diff is broken: not all of its lines have a sign."),
                              number=number + 1)  # fmt: skip
    if all(kind == diffs.CONTEXT for kind, _text in steps):
        raise ToolRefused(N_("Change {number} of this diff changes nothing."), number=number + 1)
    start = hunk.old_start
    if start is not None and any(kind != diffs.ADDED for kind, _text in steps):
        start = max(start - 1, 0)
    both = ends[diffs.CONTEXT]
    return Edit(start, tuple(steps), both or ends[diffs.REMOVED], both or ends[diffs.ADDED])


def _new_lines(edit: Edit, at: int) -> Lines:
    """The lines that are new, without those around them that stayed."""
    first = last = None
    line = at + 1
    for kind, _text in edit.steps:
        if kind != diffs.CONTEXT:
            first = line if first is None else first
            last = line if kind == diffs.ADDED else last
        line += kind != diffs.REMOVED
    first = first or line
    return Lines(first, first - 1 if last is None else last)
