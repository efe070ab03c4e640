"""Reading unified diffs as git, diff and models write them, however broken: no text is refused, none is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from javari_tui.domain import diffs
from javari_tui.domain.diff_names import both_names, name_from, names_after_git
from javari_tui.domain.diffs import Diff, DiffFile, Hunk

DIFF_LANGUAGES = frozenset(("diff", "patch", "udiff"))
"""What fences call it."""

_HUNK = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
_COMBINED = re.compile(r"(@{3,9})((?: -\d{1,9}(?:,\d{1,9})?){2,8}) \+(\d{1,9})(?:,(\d{1,9}))? \1")
_SIGNS = {" ": diffs.CONTEXT, "+": diffs.ADDED, "-": diffs.REMOVED, "\\": diffs.NO_NEWLINE}
_HEADERS = (
    *("index ", "old mode ", "new mode ", "deleted file mode ", "new file mode ", "copy from ", "copy to "),
    *("rename from ", "rename to ", "similarity index ", "dissimilarity index ", "Binary files ", "GIT binary patch"),
    *("diff ", "Index: ", "=======", "mode "),
)
_LOOKED_AT = 40
"""Lines at the start that are looked at to tell whether some text is a diff."""


def looks_like_diff(text: str) -> bool:
    """Whether some text of no known language is a unified diff: names of a file, then a hunk."""
    lines = text[:10_000].split("\n", _LOOKED_AT)[:_LOOKED_AT]
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if not lines[start].startswith(("diff ", "Index: ", "--- ", "@@ -", "@@@ -")):
        return False
    return any(_HUNK.match(line) or _COMBINED.match(line) for line in lines) or any(
        line.startswith(("rename to ", "Binary files ", "new mode ", "deleted file mode ", "new file mode "))
        for line in lines
    )


def parse_diff(text: str) -> Diff:
    """What a diff says. Text without any hunk counts as one whose place is not known."""
    lines = text.removesuffix("\n").split("\n")
    if "\r" in text:
        lines = [line.removesuffix("\r") for line in lines]
    return _Reading(lines).read()


class _Reading:
    """Goes through the lines once."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._kinds = bytearray(diffs.OTHER * len(lines))
        self._files: list[DiffFile] = []
        self._hunks: list[Hunk] = []
        self._in_hunk = False
        self._left_old = self._left_new = 0
        """Lines that the hunk still announces."""
        self._columns = 1

    def read(self) -> Diff:
        """Every line gets its kind."""
        at, count, lines = 0, len(self._lines), self._lines
        if not any(line.startswith(("@@", "diff ", "+++ ")) for line in lines):
            self._in_hunk = True
            self._hunks.append(Hunk(0, 0))
        while at < count:
            at += self._header(at) or self._content(at)
        return Diff(lines, bytes(self._kinds), tuple(self._files), tuple(self._hunks))

    def _header(self, at: int) -> int:
        """How many lines of a header begin here; none where it is not one."""
        line = self._lines[at]
        start = line[:1]
        if start == "@":
            return self._hunk(at, line)
        if start == "-":
            return self._names(at, line)
        if start in ("", " ", "+", "\\") or (self._in_hunk and not line.startswith(("diff ", "Index: "))):
            return 0
        return self._about_file(at, line)

    def _hunk(self, at: int, line: str) -> int:
        if not line.startswith("@@"):
            return 0
        self._kinds[at] = diffs.HUNK[0]
        self._in_hunk, self._columns, self._left_old, self._left_new = True, 1, 0, 0
        file = max(len(self._files) - 1, 0)
        if (found := _HUNK.match(line)) is not None:
            self._left_old, self._left_new = _number(found[2]), _number(found[4])
            self._hunks.append(Hunk(at, file, int(found[1]), int(found[3])))
        elif (found := _COMBINED.match(line)) is not None:
            self._columns, self._left_new = len(found[1]) - 1, _number(found[4])
            self._hunks.append(Hunk(at, file, None, int(found[3]), self._columns))
        else:
            self._hunks.append(Hunk(at, file))
        return 1

    def _names(self, at: int, line: str) -> int:
        """The two lines that name a file, unless a hunk takes them for lines of its own."""
        after = self._lines[at + 1] if at + 1 < len(self._lines) else ""
        if not (line.startswith("--- ") and after.startswith("+++ ")):
            return 0
        if self._left_old > 0 and self._left_new > 0:
            follows = self._lines[at + 2] if at + 2 < len(self._lines) else ""
            if not follows.startswith("@@") or self._left_old == self._left_new == 1:
                return 0
        old, new = both_names(name_from(line[4:]), name_from(after[4:]))
        self._kinds[at] = self._kinds[at + 1] = diffs.HEADER[0]
        if self._in_hunk or not self._files or self._has_hunks:
            self._files.append(DiffFile(at, old, new))
        else:
            self._files[-1] = replace(self._files[-1], old=old, new=new)
        self._end_hunk()
        if at + 2 < len(self._lines) and self._lines[at + 2].startswith((" ", "+", "-")):
            self._in_hunk = True  # models leave out the line that says where
            self._hunks.append(Hunk(at + 2, len(self._files) - 1))
        return 2

    def _about_file(self, at: int, line: str) -> int:
        """What git writes between two files."""
        if not line.startswith(_HEADERS):
            return 0
        self._kinds[at] = diffs.HEADER[0]
        if line.startswith("diff --git "):
            self._files.append(DiffFile(at, *names_after_git(line[11:])))
        elif line.startswith(("diff ", "Index: ")):
            name = name_from(line.partition(" ")[2].removeprefix("--cc ").removeprefix("--combined "))
            self._files.append(DiffFile(at, name, name))
        elif self._files:
            self._files[-1] = _told(self._files[-1], line)
        if line.startswith(("diff ", "Index: ")):
            self._end_hunk()
        return 1

    def _content(self, at: int) -> int:
        """A line of a hunk, by its sign."""
        line = self._lines[at]
        if self._in_hunk:
            kind = self._kind(line)
            self._kinds[at] = kind[0]
            self._left_old -= kind in (diffs.CONTEXT, diffs.REMOVED)
            self._left_new -= kind in (diffs.CONTEXT, diffs.ADDED)
        return 1

    def _kind(self, line: str) -> bytes:
        """An empty line is one whose space was lost, as long as the hunk goes on."""
        if line == "":
            return diffs.CONTEXT if self._left_old > 0 or self._left_new > 0 else diffs.OTHER
        if line == "-- " and self._left_old <= 0 and self._left_new <= 0 and self._hunks[-1].new_start is not None:
            self._in_hunk = False  # where a mail with a patch ends
            return diffs.OTHER
        if self._columns == 1:
            return _SIGNS.get(line[0], diffs.OTHER)
        signs = line[: self._columns]
        if line[0] == "\\":
            return diffs.NO_NEWLINE
        if not set(signs) <= set(" +-"):
            return diffs.OTHER
        return diffs.REMOVED if "-" in signs else diffs.ADDED if "+" in signs else diffs.CONTEXT

    @property
    def _has_hunks(self) -> bool:
        """Whether the last file has some already."""
        return bool(self._hunks) and self._hunks[-1].first > self._files[-1].first

    def _end_hunk(self) -> None:
        self._in_hunk, self._left_old, self._left_new = False, 0, 0


def _told(file: DiffFile, line: str) -> DiffFile:
    """A file, with what one more line of its header says."""
    if line.startswith(("Binary files ", "GIT binary patch")):
        return replace(file, is_binary=True)
    for start in ("rename ", "copy "):
        if line.startswith(f"{start}from "):
            return replace(file, old=name_from(line[len(start) + 5 :]))
        if line.startswith(f"{start}to "):
            return replace(file, new=name_from(line[len(start) + 3 :]))
    if line.startswith("new file mode "):
        return replace(file, old="")
    return replace(file, new="") if line.startswith("deleted file mode ") else file


def _number(text: str | None) -> int:
    """A count of lines; one where it is left out."""
    return 1 if text is None else int(text)
