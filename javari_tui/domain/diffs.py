"""A diff as values: its lines as they were written, and which files, hunks and line numbers they belong to.

Nothing is made per line when a diff is read but one byte, its kind; a `DiffLine` is made for who asks for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

CONTEXT, ADDED, REMOVED = b" ", b"+", b"-"
NO_NEWLINE = b"\\"
"""A remark such as “\\ No newline at end of file”."""
HUNK = b"@"
"""The first line of a hunk."""
HEADER = b"h"
"""A line that says which file, its mode, its name before."""
OTHER = b"?"
"""A line that belongs to no diff, such as a sentence around it."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a diff, with its numbers in the file before and after."""

    kind: bytes
    sign: str
    """What stands in the columns for signs."""
    text: str
    """The line without its sign."""
    old: int | None = None
    new: int | None = None


@dataclass(frozen=True, slots=True)
class Hunk:
    """A place where a file changes: the line of the diff it begins with, and where it is in the file."""

    first: int
    file: int
    """Which of the diff's files it is of."""
    old_start: int | None = None
    """Unknown where the diff does not say it."""
    new_start: int | None = None
    columns: int = 1
    """Columns of signs: more than one where several versions are put together."""


@dataclass(frozen=True, slots=True)
class DiffFile:
    """One file that changes: names are empty where there is no file before, or after."""

    first: int
    """The line of the diff it begins with."""
    old: str = ""
    new: str = ""
    is_binary: bool = False

    @property
    def name(self) -> str:
        """What it is called now, or was called last."""
        return self.new or self.old

    @property
    def is_renamed(self) -> bool:
        """Whether it had another name before."""
        return bool(self.old and self.new and self.old != self.new)


@dataclass(frozen=True, slots=True)
class Diff:
    """Some text that is a diff, or is taken for one."""

    lines: Sequence[str]
    kinds: bytes
    """What each line is, a byte each."""
    files: tuple[DiffFile, ...] = ()
    hunks: tuple[Hunk, ...] = ()
    _firsts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _file_firsts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_firsts", tuple(hunk.first for hunk in self.hunks))
        object.__setattr__(self, "_file_firsts", tuple(file.first for file in self.files))

    @property
    def added(self) -> int:
        """How many lines are added."""
        return self.kinds.count(ADDED)

    @property
    def removed(self) -> int:
        """How many lines are removed."""
        return self.kinds.count(REMOVED)

    @property
    def hunk_lines(self) -> tuple[int, ...]:
        """The line each hunk begins with."""
        return self._firsts

    @property
    def file_lines(self) -> tuple[int, ...]:
        """The line each file begins with."""
        return self._file_firsts

    def kind(self, line: int) -> bytes:
        """What a line is."""
        return self.kinds[line : line + 1]

    def hunk_of(self, line: int) -> Hunk | None:
        """The hunk a line is in; lines between hunks count to the one before."""
        at = bisect_right(self._firsts, line) - 1
        return self.hunks[at] if at >= 0 else None

    def file_of(self, line: int) -> DiffFile | None:
        """The file a line is about."""
        at = bisect_right(self._file_firsts, line) - 1
        return self.files[at] if at >= 0 else None

    def line(self, line: int) -> DiffLine:
        """A line with its sign and its numbers."""
        kind, text = self.kind(line), self.lines[line]
        hunk = self.hunk_of(line)
        if hunk is None or kind not in (CONTEXT, ADDED, REMOVED):
            return DiffLine(kind, "", text)
        before = (hunk.first, line)
        same = self.kinds.count(CONTEXT, *before)
        old = new = None
        if hunk.old_start is not None and kind != ADDED:
            old = hunk.old_start + same + self.kinds.count(REMOVED, *before)
        if hunk.new_start is not None and kind != REMOVED:
            new = hunk.new_start + same + self.kinds.count(ADDED, *before)
        return DiffLine(kind, text[: hunk.columns], text[hunk.columns :], old, new)
