"""A unified diff of two texts, in bounded time however long and tangled they are."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from javari_tui.domain.untrusted_text import reveal

MOST_COMPARED = 25_000_000
"""Lines times lines that are compared one by one; beyond, the part that differs is replaced whole."""
_CONTEXT = 3
_NO_NEWLINE = "\\ No newline at end of file"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDiff:
    """A unified diff, and how many lines it adds and takes away."""

    text: str
    added: int
    removed: int


def line_diff(before: str, after: str, name: str, *, is_new: bool = False) -> LineDiff:
    """What turns one text into the other; invisible characters are made visible."""
    # A file that has carriage returns throughout keeps them: they are no difference to show.
    if before.count("\r\n") == before.count("\n") and after.count("\r\n") == after.count("\n"):
        before, after = before.replace("\r\n", "\n"), after.replace("\r\n", "\n")
    old, new = _lines(before), _lines(after)
    start, stop = _shared(old, new)
    if (len(old) - start - stop) * (len(new) - start - stop) > MOST_COMPARED:
        body = list(_replaced(old, new, start, stop))
    else:
        body = list(difflib.unified_diff(old, new, lineterm="", n=_CONTEXT))[2:]
    head = ["--- /dev/null" if is_new else f"--- a/{name}", f"+++ b/{name}"]
    return LineDiff(
        text="\n".join([*head, *(reveal(line) for line in body)]),
        added=sum(line.startswith("+") for line in body),
        removed=sum(line.startswith("-") for line in body),
    )


def _lines(text: str) -> list[str]:
    """Lines by their newline and nothing else; a last one without it says so."""
    lines = text.split("\n")
    last = lines.pop()
    return [*lines, f"{last}\n{_NO_NEWLINE}"] if last else lines


def _shared(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many lines are the same at the start, and how many at the end."""
    least = min(len(old), len(new))
    start = next((at for at in range(least) if old[at] != new[at]), least)
    rest = least - start
    stop = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return start, stop


def _replaced(old: Sequence[str], new: Sequence[str], start: int, stop: int) -> Iterator[str]:
    """One hunk that takes everything that differs away and puts the new in its place."""
    first = max(start - _CONTEXT, 0)
    until_old, until_new = len(old) - stop, len(new) - stop
    after = old[until_old : until_old + _CONTEXT]
    size_old, size_new = until_old - first + len(after), until_new - first + len(after)
    yield f"@@ -{first + 1},{size_old} +{first + 1},{size_new} @@"
    yield from (f" {line}" for line in old[first:start])
    yield from (f"-{line}" for line in old[start:until_old])
    yield from (f"+{line}" for line in new[start:until_new])
    yield from (f" {line}" for line in after)
